"""Filling in masked words, for encoders: the text with its masks, and for each what could stand there.

Owns the one running request (key `fill`) and the result on screen, live or stored. Choosing a candidate puts it into the text
under study, so the other masks are asked again with it in place.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.session import Job, Session
from workbench.gui.widgets.numbers import percent
from workbench.gui.widgets.ranked import Ranked, RankedList
from workbench.gui.widgets.visible import visible_token
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import Filled, FilledMask, FillRequest, RunRecord

TOP, COLUMNS = 24, 4
"""Candidates of each mask, and how many masks are listed side by side."""


class FillView(QWidget):
    """`failed(error)` when the model could not fill in; `changed` when there is something else to say."""

    failed = Signal(object)
    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._job: Job | None = None
        self._found: Filled | None = None
        self._record: RunRecord | None = None
        self.hide_word = QPushButton(self)
        self.sentence, self.status = WrappedLabel(parent=self), WrappedLabel(parent=self)
        self.sentence.setFont(theme.sans(theme.EMPTY))
        self.status.setProperty("role", "caption")
        self.heads = [WrappedLabel(parent=self) for _ in range(COLUMNS)]
        self.lists = [RankedList(self) for _ in range(COLUMNS)]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        line = QHBoxLayout()
        line.addWidget(self.hide_word)
        line.addStretch(1)
        column.addLayout(line)
        column.addWidget(self.sentence)
        column.addWidget(self.status)
        row = QHBoxLayout()
        row.setSpacing(theme.S3)
        for number, (head, one) in enumerate(zip(self.heads, self.lists, strict=True)):
            head.setFont(theme.sans(bold=True))
            place = QVBoxLayout()
            place.addWidget(head)
            place.addWidget(one, 1)
            row.addLayout(place, 1)
            one.chosen.connect(lambda token, number=number: self._choose(number, token))
        column.addLayout(row, 100)
        column.addStretch(1)
        self.hide_word.clicked.connect(self._hide_word)
        self._show(None)

    @property
    def running(self) -> bool:
        return self._job is not None

    @property
    def found(self) -> Filled | None:
        """What is shown."""
        return self._found

    @property
    def record(self) -> RunRecord | None:
        """The stored run that is shown, if it is one."""
        return self._record

    def ask(self) -> None:
        """Fill in the masks of the text under study."""
        self._record = None
        job = self._job = self._session.submit(FillRequest(self._session.subject, top=TOP), key="fill", record=True)
        job.done.connect(lambda found: self._done(job, found))
        job.failed.connect(lambda error: self._failed(job, error))
        self.changed.emit()

    def cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def open(self, record: RunRecord | None) -> None:
        """Show a stored run as it was; None: no longer."""
        if record is not None or self._record is not None:
            self._record = record
            self._show(record.result if record is not None and isinstance(record.result, Filled) else None)

    def subject_changed(self) -> None:
        """Another text: what was shown no longer belongs to it."""
        if self._found is not None and self._record is None and self._found.request.subject != self._session.subject:
            self._show(None)

    def rows(self) -> list[tuple[object, ...]]:
        """The data of the view: a row for each candidate."""
        found: list[tuple[object, ...]] = [("mask", "position", "id", "token", "probability")]
        for number, mask in enumerate(self._found.masks if self._found is not None else ()):
            d = mask.distribution
            for token, text, logprob in zip(d.ids.tolist(), d.texts, d.logprobs.tolist(), strict=True):
                found.append((number, mask.position, token, text, f"{math.exp(logprob):.9g}"))
        return found

    def _done(self, job: Job, found: object) -> None:
        if job is self._job and isinstance(found, Filled):
            self._job = None
            self._show(found)

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is self._job:
            self._job = None
            self.changed.emit()
            if error.code != "cancelled":
                self.failed.emit(error)

    def _show(self, found: Filled | None) -> None:
        self._found = found
        masks = found.masks[:COLUMNS] if found is not None else ()
        for number, (head, one) in enumerate(zip(self.heads, self.lists, strict=True)):
            shown = number < len(masks)
            head.setVisible(shown)
            one.setVisible(shown)
            one.set_rows(self._ranked(masks[number]) if shown else ())
        self.retranslate()
        self.changed.emit()

    def _ranked(self, mask: FilledMask) -> list[Ranked]:
        d = mask.distribution
        tip = self.tr("id {id} · ln p {logprob}")
        rows = [
            Ranked(visible_token(text), math.exp(logprob), tip.format(id=token, logprob=f"{logprob:.4f}"), token)
            for token, text, logprob in zip(d.ids.tolist(), d.texts, d.logprobs.tolist(), strict=True)
        ]
        return [*rows, Ranked(self.tr("all others: {share}").format(share=percent(d.tail)), 0.0, "", -1, " ")]

    def _choose(self, number: int, token: int) -> None:
        """Put a candidate in the place of its mask."""
        found = self._found
        if found is None or number >= len(found.masks):
            return
        mask = found.masks[number]
        text = mask.distribution.texts[mask.distribution.ids.tolist().index(token)]
        start, end = found.encoding.byte_spans[mask.position].tolist()
        raw = found.encoding.text.encode("utf-8")
        self._session.change_subject(text=(raw[:start] + text.encode("utf-8") + raw[end:]).decode("utf-8", "replace"))
        if len(found.masks) > 1:
            self.ask()

    def _hide_word(self) -> None:
        """Put a mask in the place of the selected part of the text; without a selection, behind it."""
        now, text = self._session.selection, self._session.subject.text.encode("utf-8")
        mask = self.mask.encode("utf-8")
        start, end = (now.start, now.end) if now.end > now.start else (len(text), len(text))
        self._session.change_subject(text=(text[:start] + mask + text[end:]).decode("utf-8", "replace"))

    mask = "[MASK]"
    """How the open model spells its mask."""

    def retranslate(self) -> None:
        self.hide_word.setText(self.tr("Hide the selected part"))
        self.hide_word.setToolTip(self.tr("Puts {mask} in its place; without a selection, behind the text.").format(mask=self.mask))
        found = self._found
        if found is None:
            self.sentence.setText("")
            if self._job is not None:
                self.status.setText(self.tr("Reading the text…"))
            else:
                self.status.setText(
                    self.tr("Put {mask} in the place of a word and press Fill in: the model reads both sides of it.").format(mask=self.mask)
                )
        else:
            self.sentence.setText(found.text)
            info = found.model
            words = self.tr("{name} · weights {stored}, computed in {dtype} · click a candidate to put it into the text")
            self.status.setText(words.format(name=info.name, stored=info.stored_type, dtype=info.dtype))
        for number, head in enumerate(self.heads):
            head.setText(self.tr("Mask {n}").format(n=number + 1))
            self.lists[number].setAccessibleName(self.tr("Candidates for mask {n}").format(n=number + 1))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            if self._found is not None:
                self._show(self._found)
