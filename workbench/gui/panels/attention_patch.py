"""Patch: what each part found in the pass over the clean text, put into the pass over a corrupt one, or the other way.

The idea that is not obvious: the text under study is the clean text, and its trace is what a patch starts from; a stored patch is
shown whatever trace there is, and stays as long as the trace on screen is its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.panels.attention_choice import Choice
from workbench.gui.panels.attention_patch_controls import PatchControls
from workbench.gui.panels.attention_patch_maps import PatchMaps
from workbench.gui.panels.attention_patch_pair import PatchPair
from workbench.gui.panels.attention_shown import Shown
from workbench.gui.panels.attention_view import Need
from workbench.gui.session import Job, Session
from workbench.gui.widgets import patch_words
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.waiting import Waiting
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import GAP, Contrast, PatchedLayer, PatchMap, PatchRequest, PatchStarted, Progress, RunRecord


class PatchView(QWidget):
    """The view."""

    key = "patch"
    opens = (PatchRequest,)

    def __init__(self, session: Session, frame: PanelFrame, choice: Choice) -> None:
        super().__init__(frame.home)
        self._session, self._frame, self._choice = session, frame, choice
        self._shown: Shown | None = None
        self._job: Job | None = None
        self.controls = PatchControls(choice, frame)
        self.more = self.controls.question
        self.pair, self.maps = PatchPair(session, self), PatchMaps(self)
        self.waiting, self.note, self.picture = Waiting(self), WrappedLabel(parent=self), self.maps
        self.note.setProperty("role", "caption")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        for one, stretch in ((self.pair, 0), (self.waiting, 0), (self.maps, 1), (self.note, 0)):
            column.addWidget(one, stretch)
        column.addStretch()
        self.maps.hide()
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        self.pair.asked.connect(self.run)
        self.pair.changed.connect(self._say)
        self.pair.picked.connect(lambda column: self._pick(self.maps.cell[0], column))
        self.controls.changed.connect(self._say)
        self.controls.chosen.connect(self._again)
        self.controls.failed.connect(self._frame.bar.show_error)
        self.maps.picked.connect(self._pick)
        self.waiting.cancelled.connect(self.cancel)
        self._choice.changed.connect(self._follow_choice)

    # what the panel asks of a view

    def title(self) -> str:
        return self.tr("Patch")

    def needs(self, shown: Shown) -> Need | None:
        if shown.trace.model.has_logits:
            return None
        return Need(self.tr("This model predicts no tokens"), self.tr("A patch is measured by what it does to a prediction."))

    def set_trace(self, shown: Shown | None) -> None:
        before, self._shown = self._shown, shown
        self.pair.set_trace(shown)
        self.pair.button.setEnabled(shown is not None)
        if shown is None:
            return
        self.controls.set_heads(shown.trace.model.n_heads)
        started = self.maps.started
        if started is not None and started.request.trace != shown.trace.request:
            self.cancel()
            self._forget()
        elif started is not None and before is not shown:
            self.pair.show_started(started)
        self._say()

    def shown_job(self) -> Job | None:
        return self._job if self.maps.started is not None else None

    def show_run(self, record: RunRecord) -> None:
        """A stored patch, as it was."""
        found = record.result
        if not isinstance(record.request, PatchRequest):
            return
        self.cancel()
        self._job = None
        request = record.request
        self.controls.show_request(request)
        if isinstance(found, PatchMap):
            clean = request.trace.subject.text if found.started.model.kind != "encoder-decoder" else found.started.clean.text
            self.pair.remember(clean, found.started.corrupt.text if request.corrupt_ids is not None else request.corrupt)
            self._finish(found)
            self.pair.show_started(found.started)
        else:
            self.pair.remember(request.trace.subject.text, request.corrupt)
            self._forget()

    def rows(self) -> Iterable[Sequence[object]]:
        return self.maps.rows()

    def arrays(self) -> dict[str, np.ndarray]:
        return self.maps.arrays()

    def snippet(self) -> str:
        return patch_words.snippet(self.maps.started) if self.maps.started is not None else ""

    def save_state(self) -> dict[str, object]:
        return self.controls.save_state()

    def restore_state(self, state: dict[str, object]) -> None:
        self.controls.restore_state(state)

    # running

    def run(self) -> None:
        """Patch now."""
        if self._shown is None or not self.pair.differs:
            return
        self._frame.bar.clear()
        controls = self.controls
        request = PatchRequest(
            self._shown.trace.request,
            corrupt=self.pair.text,
            what=controls.what.key,  # type: ignore[arg-type]
            way=controls.way.key,  # type: ignore[arg-type]
            head=controls.head_number,
            contrast=controls.contrast or Contrast(),
        )
        self._job = job = self._session.submit(request, key="patch", record=True)
        job.event.connect(lambda event: self._seen(job, event))
        job.done.connect(lambda found: self._done(job, found))
        job.failed.connect(lambda error: self._failed(job, error))
        self._forget()
        self.waiting.begin(self.tr("Reading both texts"))
        self._say()

    def _again(self) -> None:
        """Something else is to be patched: the map on screen would not be of it."""
        if self.maps.started is not None:
            self.cancel()
            self.run()

    def cancel(self) -> None:
        """Stop a patch that is under way. What is measured by then stays on screen."""
        if self._job is not None:
            self._job.cancel()

    def _seen(self, job: Job, event: object) -> None:
        if job is not self._job:
            return
        match event:
            case PatchStarted():
                self.maps.begin(event)
                self.pair.show_started(event)
                self._show_maps()
            case PatchedLayer():
                self.maps.fill(event)
            case Progress(what="patch"):
                self.waiting.see(self.tr("Patching"), event)

    def _done(self, job: Job, found: PatchMap) -> None:
        if job is self._job:
            self._finish(found)

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is not self._job:
            return
        self.waiting.hide()
        self._say()
        if error.code != "cancelled":
            self._frame.bar.show_error(error)

    def _finish(self, found: PatchMap) -> None:
        self.waiting.hide()
        self.maps.finish(found)
        self._show_maps()

    def _show_maps(self) -> None:
        self.maps.show()
        self._follow_choice()
        self._say()

    def _forget(self) -> None:
        self.waiting.hide()
        self.maps.started = None
        self.maps.hide()
        self._say()

    # choosing

    def _pick(self, layer: int, column: int) -> None:
        """Choose a cell, and with it its layer, its head or token everywhere."""
        started = self.maps.started
        if started is None:
            return
        self.maps.choose(layer, column)
        if layer >= 0 and self._shown is not None:
            head = started.request.head if started.request.head is not None else self._choice.head[1]
            self._choice.choose_head(layer, column if started.request.is_by_head else head)
        if not started.request.is_by_head and self._shown is not None:
            self.pair.strip.choose(column)
            place = int(started.places[column][0])
            if place != GAP:
                self._choice.pick(place)

    def _follow_choice(self) -> None:
        """Mark the layer, and the head or token, that is chosen elsewhere."""
        started = self.maps.started
        if started is None or self._shown is None or self._shown.trace.request != started.request.trace:
            return
        layer, head = self._choice.head
        if started.request.is_by_head:
            self.maps.choose(layer, head)
            return
        places = self._choice.positions
        columns = [column for column, (clean, _) in enumerate(started.places.tolist()) if places and clean == places[-1]]
        self.maps.choose(layer, columns[0] if columns else -1)
        self.pair.strip.choose(columns[0] if columns else -1)

    # words

    def _say(self) -> None:
        if self.maps.started is not None:
            started = self.maps.started
            words = (
                self.tr("What restores the answer is enough for it here. Parts that do the same can hide each other.")
                if started.request.way == "denoise"
                else self.tr("What destroys the answer was needed for it here. Parts that do the same can stand in for each other.")
            )
            gaps = self.tr(" {n} places that only one text has are hatched: they are not patched.").format(n=started.n_gaps)
            self.note.setText(words + (gaps if started.n_gaps else ""))
        elif self._shown is not None and not self.pair.differs:
            self.note.setText(
                self.tr("Both texts are the same. Change one thing in the corrupt text, or take a suggestion, then press Patch.")
            )
        else:
            self.note.setText(
                self.tr(
                    "Two texts that differ in one thing are read. Then what one part found in one pass is put into the other, at one "
                    "layer and place after the other: where the answer follows, that part carries what makes it."
                )
            )

    def retranslate(self) -> None:
        for one in (self.controls, self.pair, self.maps, self.waiting):
            one.retranslate()
        self._say()
