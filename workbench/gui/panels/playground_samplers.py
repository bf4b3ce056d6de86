"""The sampler at one step: its stages as cards one can change, reorder and turn off, and what each did to the distribution.

Owns the request for the waterfall (key `waterfall`). While tokens come, the newest step is asked for as often as answers come
back, so the view never runs behind; the cards' numbers are those of the controls and may be changed at any time.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import i18n, theme
from workbench.gui.panels.playground_page import Common
from workbench.gui.panels.playground_run import Look
from workbench.gui.panels.playground_whatif import WhatIfWatch
from workbench.gui.session import Job
from workbench.gui.widgets.single_shot import single_shot
from workbench.gui.widgets.stage_list import StageList
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import Waterfall, WaterfallRequest

REST_MS, STREAMING_MS = 30, 150
TOP = 40
SNIPPET = """from workbench.engine import open_model, waterfall
from workbench.values import SamplerSettings, TokenPath, WaterfallRequest

path = {path!r}
request = WaterfallRequest(path, {index!r}, {sampler!r}, draw={draw}, xtc_draw={xtc_draw}, draw_order={order!r})
found = waterfall(open_model(path.model), request)
for stage in found.stages:
    print(stage.name, stage.survivors, stage.removed_mass, stage.entropy)
"""


class SamplersView(QWidget):
    """`branch_asked(number, token_id)`: go on with the token that other settings would have given."""

    branch_asked = Signal(int, int)

    def __init__(self, common: Common, what_if: WhatIfWatch, parent: QWidget) -> None:
        super().__init__(parent)
        self._common, self.what_if = common, what_if
        self._look = Look()
        self._job: Job | None = None
        self._asked: object = None
        self.waterfall: Waterfall | None = None
        self._rest = single_shot(REST_MS, self._ask, parent=self)
        self.words, self.stages, self.facts = WrappedLabel(parent=self), StageList(self), WrappedLabel(parent=self)
        self.facts.setProperty("role", "caption")
        self.back, self.go_on = QPushButton(self), QPushButton(self)
        buttons = QHBoxLayout()
        buttons.setSpacing(theme.S2)
        buttons.addWidget(self.go_on)
        buttons.addWidget(self.back)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addWidget(self.words)
        column.addLayout(buttons)
        column.addWidget(self.stages, 1)
        column.addWidget(self.facts)
        controls = common.controls
        self.stages.turned.connect(controls.turn)
        self.stages.number_changed.connect(controls.set_number)
        self.stages.texts_changed.connect(controls.set_texts)
        self.stages.moved.connect(controls.move)
        self.stages.removed.connect(controls.remove)
        self.stages.added.connect(controls.add)
        controls.settings_changed.connect(self._settings_changed)
        what_if.changed.connect(self.say)
        self.back.clicked.connect(self._back)
        self.go_on.clicked.connect(self._go_on)
        self._settings_changed()

    # what is shown

    def look(self, look: Look) -> None:
        """Show this step, if somebody looks."""
        self._look = look
        if self.isVisible() and not self._rest.isActive() and self._job is None:
            self._rest.start(STREAMING_MS if look.running and self.waterfall is not None else REST_MS)

    def _settings_changed(self) -> None:
        controls = self._common.controls
        self.stages.show_settings(controls.settings(), controls.listed)
        self.look(self._look)
        self.say()

    def _request(self) -> WaterfallRequest | None:
        look = self._look
        place = look.run.place(look.number) if look.run is not None else None
        if look.run is None or place is None or look.run.started is None:
            return None
        step, started = look.run.steps[look.number], look.run.started
        sampler = look.run.request.sampler if look.running else self._common.controls.settings()
        return WaterfallRequest(*place, sampler, step.draw, step.xtc_draw, started.draw_order, TOP)

    def _ask(self) -> None:
        request = self._request()
        key = None if request is None else (request.path, request.index, request.sampler)
        if key == self._asked:
            return
        self._asked = key
        if request is None:
            self._show(None)
            return
        job = self._job = self._common.session.submit(request, key="waterfall")
        job.done.connect(lambda found: self._done(job, found))
        job.failed.connect(lambda error: self._failed(job, error))

    def _done(self, job: Job, found: object) -> None:
        if job is self._job and isinstance(found, Waterfall):
            self._job = None
            self._show(found)
            self.look(self._look)  # another step may have come meanwhile

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is self._job:
            self._job = None
            self._show(None)
            if error.code == "cancelled":
                self._asked = None
            else:
                self._trouble(error)

    def _show(self, waterfall: Waterfall | None) -> None:
        self.waterfall = waterfall
        self.stages.show_waterfall(waterfall)
        self.say()

    def _trouble(self, error: WorkbenchError) -> None:
        parts = i18n.error_parts(error)
        self.words.setText(" ".join(part for part in (parts.what, parts.why) if part))
        self.words.show()

    # what if

    def _back(self) -> None:
        run = self.what_if.run
        if run is not None:
            self._common.controls.set_settings(run.request.sampler)

    def _go_on(self) -> None:
        if self.what_if.other is not None:
            self.branch_asked.emit(*self.what_if.other)

    # saying

    def say(self) -> None:
        """Set everything that depends on the state."""
        words = self.what_if.words()
        if not words and self._look.run is None:
            words = self.tr("Between the model's distribution and the draw, these stages are applied from top to bottom.")
        elif not words and self._chosen_by_hand():
            words = self.tr("This token was not drawn: you chose it. Below is what the sampler would have done.")
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.back.setVisible(self.what_if.differs)
        self.go_on.setVisible(self.what_if.other is not None)
        facts = self._common.controls.presets.facts()
        self.facts.setText(facts)
        self.facts.setVisible(bool(facts) and self.height() > 420)

    def _chosen_by_hand(self) -> bool:
        run, number = self._look.run, self._look.number
        return run is not None and number == run.n_kept - 1 and math.isnan(run.steps[number].draw) and bool(run.n_kept)

    def rows(self) -> Iterator[tuple[object, ...]]:
        """The data of the view: a row for each listed token after each stage."""
        yield (
            "place", "stage", "active", "survivors", "removed", "removed_mass", "entropy_before", "entropy", "rank", "id", "token",
            "logprob_raw", "logprob",
        )  # fmt: skip
        for place, stage in enumerate(self.waterfall.stages if self.waterfall is not None else ()):
            about = (
                place, stage.name, stage.active, stage.survivors, stage.removed, stage.removed_mass, stage.entropy_before, stage.entropy,
            )  # fmt: skip
            listed = zip(stage.top_ids.tolist(), stage.top_texts, stage.top_logprob_raw.tolist(), stage.top_logprob.tolist(), strict=True)
            for rank, (token, text, raw, final) in enumerate(listed, 1):
                yield (*about, rank, token, text, raw, final)

    def python(self) -> str:
        """What gives the same records through the public API."""
        if self.waterfall is None:
            return ""
        request = self.waterfall.request
        return SNIPPET.format(
            path=request.path,
            index=request.index,
            sampler=request.sampler,
            draw=_number(request.draw),
            xtc_draw=_number(request.xtc_draw),
            order=request.draw_order,
        )

    def showEvent(self, event: object) -> None:
        super().showEvent(event)
        self._rest.start(0)

    def resizeEvent(self, event: object) -> None:
        super().resizeEvent(event)
        self.say()

    def retranslate(self) -> None:
        self.stages.retranslate()
        self.back.setText(self.tr("Back to the run's settings"))
        self.go_on.setText(self.tr("Go on from there"))
        self.go_on.setToolTip(self.tr("Takes the other token and lets the model go on from it, with these settings. The first run stays."))
        self.say()


def _number(value: float) -> str:
    return 'float("nan")' if math.isnan(value) else repr(value)
