"""Any string at any step: how probable it was there, and at which rank, whether or not it was among the alternatives.

Owns the request (key `probe`) for the whole run on screen. The engine computes steps again whose logits it no longer keeps; those
are marked, in the table and on the curve.
"""

from __future__ import annotations

import math
from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLineEdit, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import i18n, theme
from workbench.gui.panels.playground_page import Common
from workbench.gui.panels.playground_run import Look
from workbench.gui.session import Job
from workbench.gui.widgets import stages
from workbench.gui.widgets.numbers import percent
from workbench.gui.widgets.probe_curve import ProbeCurve
from workbench.gui.widgets.probe_table import ProbeRow, ProbeTable
from workbench.gui.widgets.single_shot import single_shot
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import Probe, ProbeRequest

MOST = 6
REST_MS = 350
SNIPPET = """from workbench.engine import open_model, probe
from workbench.values import ProbeRequest, SamplerSettings, TokenPath

path = {path!r}
*_, found = probe(open_model(path.model), ProbeRequest(path, {texts!r}, {sampler!r}))
print(found.rank_raw, found.logprob_raw)
"""


class ProbeView(QWidget):
    """`step_asked(number)`: look at that step."""

    step_asked = Signal(int)

    def __init__(self, common: Common, parent: QWidget) -> None:
        super().__init__(parent)
        self._common, self._look = common, Look()
        self._job: Job | None = None
        self._asked: object = None
        self._first = 0
        self.found: Probe | None = None
        self.edit, self.words = QLineEdit(self), WrappedLabel(parent=self)
        self.table, self.curve = ProbeTable(self), ProbeCurve(self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        for one in (self.edit, self.words, self.table):
            column.addWidget(one)
        column.addWidget(self.curve, 1)
        column.addStretch(0)
        self._rest = single_shot(REST_MS, self._ask, parent=self)
        self.edit.textEdited.connect(lambda _text: self._rest.start())
        self.edit.returnPressed.connect(lambda: self._rest.start(0))
        self.curve.step_asked.connect(lambda step: self.step_asked.emit(step + self._first))
        self.retranslate()

    @property
    def texts(self) -> tuple[str, ...]:
        """What is asked for."""
        return tuple(dict.fromkeys(stages.unescaped(part) for part in self.edit.text().split("|") if part))[:MOST]

    def look(self, look: Look) -> None:
        before, self._look = self._look, look
        if look.run is not before.run and self.found is not None:
            self._show(None)
        if self.isVisible() and not look.running and self.texts and not self._rest.isActive():
            self._rest.start(REST_MS if before.running else 0)
        self._say()

    def _ask(self) -> None:
        run, texts = self._look.run, self.texts
        place = run.place(run.n_kept) if run is not None and run.own and not self._look.running else None
        if run is None or place is None or not texts:
            self._asked = None
            self._show(None)
            return
        path, _index = place
        request = ProbeRequest(path, texts, run.request.sampler, xtc_draws=tuple(step.xtc_draw for step in run.own))
        if (path, texts) == self._asked:
            return
        self._asked = (path, texts)
        job = self._job = self._common.session.submit(request, key="probe")
        job.done.connect(lambda found: self._done(job, found, run.n_kept))
        job.failed.connect(lambda error: self._failed(job, error))
        self._say()

    def _done(self, job: Job, found: object, first: int) -> None:
        if job is self._job and isinstance(found, Probe):
            self._job, self._first = None, first
            self._show(found)

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is self._job:
            self._job = self._asked = None
            self._show(None)
            if error.code != "cancelled":
                parts = i18n.error_parts(error)
                self.words.setText(" ".join(part for part in (parts.what, parts.why, parts.remedy) if part))

    def _show(self, found: Probe | None) -> None:
        self.found = found
        self.curve.show_probe(found)
        self._say()

    def _say(self) -> None:
        found, step = self.found, self._look.number - self._first
        known = found is not None and 0 <= step < len(found.rank_raw)
        self.table.set_rows(self._rows_at(found, step) if known else ())
        self.table.setVisible(known)
        self.curve.setVisible(found is not None)
        self.curve.set_step(step if known else -1)
        if self._job is not None:
            words = self.tr("Reading the run again …")
        elif found is None:
            words = self.tr(
                "Type strings, separated by |: each one's rank and probability at every step, also where it is not among the alternatives."
            )
        else:
            words = self._about(found)
        self.words.setText(words)
        self.words.setVisible(bool(words))

    def _about(self, found: Probe) -> str:
        n_again = int(found.recomputed.sum())
        many = [text for text, ids in zip(found.request.texts, found.ids, strict=True) if len(ids) > 1]
        parts = [self.tr("At step {number}").format(number=self._look.number + 1)]
        if n_again:
            parts.append(self.tr("{n} of {total} steps were computed again (○)").format(n=n_again, total=len(found.recomputed)))
        if many:
            parts.append(self.tr("of several tokens, the rank is the first one's"))
        return " · ".join(parts)

    def _rows_at(self, found: Probe, step: int) -> tuple[ProbeRow, ...]:
        return tuple(
            ProbeRow(
                text,
                len(found.ids[column]),
                int(found.rank_raw[step, column]),
                int(found.rank_final[step, column]),
                percent(math.exp(float(found.whole_raw[step, column]))),
                percent(math.exp(float(found.whole_final[step, column]))),
                bool(found.recomputed[step]),
            )
            for column, text in enumerate(found.request.texts)
        )

    def rows(self) -> Iterator[tuple[object, ...]]:
        """The data of the view: a row for each step and string."""
        yield (
            "step", "string", "ids", "rank_raw", "rank_final", "logprob_raw", "logprob_final", "whole_raw", "whole_final", "recomputed",
        )  # fmt: skip
        found = self.found
        for step in range(len(found.rank_raw) if found is not None else 0):
            for column, text in enumerate(found.request.texts):
                numbers = (found.rank_raw, found.rank_final, found.logprob_raw, found.logprob_final, found.whole_raw, found.whole_final)
                ids = " ".join(map(str, found.ids[column]))
                yield (step + self._first, text, ids, *(one[step, column].item() for one in numbers), bool(found.recomputed[step]))

    def python(self) -> str:
        if self.found is None:
            return ""
        request = self.found.request
        return SNIPPET.format(path=request.path, texts=request.texts, sampler=request.sampler)

    def showEvent(self, event: object) -> None:
        super().showEvent(event)
        if self.texts:
            self._rest.start(0)

    def retranslate(self) -> None:
        self.edit.setAccessibleName(self.tr("Strings to look for"))
        self.edit.setPlaceholderText(self.tr("For example:  Paris| Lyon| the"))
        self.table.retranslate()
        self.curve.retranslate()
        self._say()
