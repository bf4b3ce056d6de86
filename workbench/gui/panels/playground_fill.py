"""Filling in masked words, for encoders: the text with its masks, and for each what could stand there.

Owns the one running request (key `fill`) and the result on screen, live or stored. Choosing a candidate puts it into the text
under study, so the other masks are asked again with it in place.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.panels.playground_page import Common
from workbench.gui.session import Job
from workbench.gui.widgets.intervention_words import python_argument, python_imports
from workbench.gui.widgets.notes import Note
from workbench.gui.widgets.numbers import percent
from workbench.gui.widgets.ranked import Ranked, RankedList
from workbench.gui.widgets.text_editor import TextEditor
from workbench.gui.widgets.visible import visible_token
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import Filled, FilledMask, FillRequest, RunRecord, Selection

TOP, COLUMNS = 24, 4
"""Candidates of each mask, and how many masks are listed side by side."""
WIDEST, BAR_WIDTH = 520, 200
CONTINUING = "##"
"""What WordPiece puts before a piece that continues a word; it is no part of the text."""

SNIPPET = """from workbench.engine import fill, open_model
from workbench.values import FillRequest, Subject

model = open_model({model!r})
(found,) = fill(model, FillRequest(Subject({model!r}, {text!r}, bos={bos!r}), top={top}{changes}))
for mask in found.masks:
    print(list(zip(mask.distribution.texts, mask.distribution.logprobs)))
"""


class FillView(QWidget):
    """See `Page`."""

    changed = Signal()
    failed = Signal(object)
    asked = Signal()
    needs_model = has_button = True
    samples = has_views = False
    intervenes = True

    def __init__(self, common: Common, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        session = common.session
        self._common, self._session = common, session
        self._job: Job | None = None
        self._found: Filled | None = None
        self._record: RunRecord | None = None
        self._mask = "[MASK]"
        self.hide_word, self.editor = QPushButton(self), TextEditor(self)
        self.sentence, self.status = WrappedLabel(parent=self), WrappedLabel(parent=self)
        self.sentence.setFont(theme.sans(theme.EMPTY))
        self.status.setProperty("role", "caption")
        self.places = [QWidget(self) for _ in range(COLUMNS)]
        self.heads = [WrappedLabel(parent=place) for place in self.places]
        self.lists = [RankedList(place, bar_width=BAR_WIDTH) for place in self.places]
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        self.editor.setFont(theme.sans(theme.TITLE))
        self.editor.setFixedHeight(2 * self.editor.fontMetrics().lineSpacing() + 2 * theme.S2 + 2)
        line = QHBoxLayout()
        line.setSpacing(theme.S2)
        line.addWidget(self.editor, 1)
        line.addWidget(self.hide_word, 0, Qt.AlignmentFlag.AlignTop)
        column.addLayout(line)
        column.addWidget(self.sentence)
        column.addWidget(self.status)
        row = QHBoxLayout()
        row.setSpacing(theme.S3)
        for number, (place, head, one) in enumerate(zip(self.places, self.heads, self.lists, strict=True)):
            head.setFont(theme.sans(bold=True))
            inside = QVBoxLayout(place)
            inside.setContentsMargins(0, 0, 0, 0)
            inside.addWidget(head)
            inside.addWidget(one, 1)
            place.setMaximumWidth(WIDEST)
            row.addWidget(place, 1)
            one.chosen.connect(lambda token, number=number: self._choose(number, token))
        row.addStretch(0)
        column.addLayout(row, 100)
        column.addStretch(1)
        self.hide_word.clicked.connect(self._insert_mask)
        self.editor.edited.connect(lambda text: session.change_subject(text=text))
        self.editor.span_selected.connect(self._select)
        session.selection_changed.connect(self._selection_changed)
        session.interventions_changed.connect(lambda _now: self.subject_changed())
        common.kinds.learned.connect(lambda _model: self._learn_mask())
        self.editor.set_text(session.subject.text)
        self._show(None)

    @property
    def running(self) -> bool:
        return self._job is not None

    @property
    def ready(self) -> bool:
        return bool(self._session.subject.model)

    @property
    def savable(self) -> bool:
        return self._found is not None

    @property
    def found(self) -> Filled | None:
        """What is shown."""
        return self._found

    @property
    def record(self) -> RunRecord | None:
        """The stored run that is shown, if it is one."""
        return self._record

    def act(self) -> None:
        """Fill in the masks of the text under study."""
        if not self._session.subject.text:
            self.failed.emit(WorkbenchError("empty-text"))
            return
        self._common.begin()
        self._record = None
        subject = dataclasses.replace(self._session.subject, form="raw")  # no encoder reads a chat template
        request = FillRequest(subject, top=TOP, interventions=self._session.interventions)
        job = self._job = self._session.submit(request, key="fill", record=True)
        job.done.connect(lambda found: self._done(job, found))
        job.failed.connect(lambda error: self._failed(job, error))
        self.changed.emit()

    def stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def enter(self, mode: str) -> None:
        """There is one mode only."""

    def leave(self) -> None:
        if self._record is not None:
            self._record = None
            self._show(None)

    def open(self, record: RunRecord) -> str:
        if not isinstance(record.request, FillRequest):
            return ""
        self._record = record
        self._show(record.result if isinstance(record.result, Filled) else None)
        return "fill"

    def show_view(self, key: str) -> None:
        """There is one view only."""

    def notes(self) -> Sequence[Note]:
        return []

    def judged(self) -> str:
        return self._session.subject.text

    def say(self) -> None:
        """Everything here is said as it happens."""

    def save_state(self) -> dict[str, object]:
        return {}

    def restore_state(self, state: dict[str, object]) -> None:
        """Nothing of its own is remembered."""

    def subject_changed(self) -> None:
        """Another text: what was shown no longer belongs to it."""
        self.editor.set_text(self._session.subject.text)
        now = self._session.subject
        if self._found is not None and self._record is None:
            then, changes = self._found.request.subject, self._found.request.interventions
            if (then.model, then.text, then.bos, changes) != (now.model, now.text, now.bos, self._session.interventions):
                self._show(None)

    def rows(self) -> list[tuple[object, ...]]:
        """The data of the view: a row for each candidate."""
        found: list[tuple[object, ...]] = [("mask", "position", "id", "token", "probability")]
        for number, mask in enumerate(self._found.masks if self._found is not None else ()):
            d = mask.distribution
            for token, text, logprob in zip(d.ids.tolist(), d.texts, d.logprobs.tolist(), strict=True):
                found.append((number, mask.position, token, text, f"{math.exp(logprob):.9g}"))
        return found

    def python(self) -> str:
        """What gives the same candidates through the public API."""
        subject, changes = self._session.subject, self._session.interventions
        if self._found is not None:
            subject, changes = self._found.request.subject, self._found.request.interventions
        said = SNIPPET.format(model=subject.model, text=subject.text, bos=subject.bos, top=TOP, changes=python_argument(changes))
        return python_imports(changes) + said

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
        for number, (place, one) in enumerate(zip(self.places, self.lists, strict=True)):
            shown = number < len(masks)
            place.setVisible(shown)
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
        mask, text = found.masks[number], found.request.subject.text
        chosen = mask.distribution.texts[mask.distribution.ids.tolist().index(token)].removeprefix(CONTINUING)
        parts = text.split(self._mask)
        if len(parts) == len(found.masks) + 1:
            text = self._mask.join(parts[: number + 1]) + chosen + self._mask.join(parts[number + 1 :])
        else:  # the tokenizer spells its mask in more than one way
            raw, (start, end) = found.encoding.text.encode("utf-8"), found.encoding.byte_spans[mask.position].tolist()
            text = (raw[:start] + chosen.encode("utf-8") + raw[end:]).decode("utf-8", "replace")
        subject = found.request.subject
        self._session.change_subject(model=subject.model, text=text, bos=subject.bos, form=subject.form)
        if len(found.masks) > 1:
            self.act()

    def _learn_mask(self) -> None:
        """How the open model spells its mask."""
        mask = self._common.kinds.info.mask_token if self._common.kinds.info is not None else ""
        if mask and mask != self._mask:
            self._mask = mask
            self.retranslate()

    def _insert_mask(self) -> None:
        """Put a mask at the cursor, in the place of what is selected."""
        self.editor.textCursor().insertText(self._mask)
        self.editor.setFocus()

    def _select(self, start: int, end: int) -> None:
        now = self._session.selection
        self._session.select(Selection(start, end, now.layer, now.head))

    def _selection_changed(self, selection: Selection) -> None:
        if not self.editor.hasFocus() and selection.end > selection.start:
            self.editor.select_bytes(selection.start, selection.end)

    def retranslate(self) -> None:
        self.hide_word.setText(self.tr("Insert {mask}").format(mask=self._mask))
        self.hide_word.setToolTip(self.tr("Puts the mask where the cursor stands, or in the place of what is selected."))
        self.editor.setAccessibleName(self.tr("Text with masks"))
        found = self._found
        self.sentence.setVisible(found is not None)
        if found is None:
            self.sentence.setText("")
            if self._job is not None:
                self.status.setText(self.tr("Reading the text…"))
            else:
                self.status.setText(
                    self.tr("Put {mask} in the place of a word and press Fill in: the model reads both sides of it.").format(
                        mask=self._mask
                    )
                )
        else:
            self.sentence.setText(found.text)
            info = found.model
            words = self.tr("{name} · weights {stored}, computed in {dtype} · click a candidate to put it into the text")
            said = words.format(name=info.name, stored=info.stored_type, dtype=info.dtype)
            if len(found.masks) > COLUMNS:
                said += " · " + self.tr("the first {n} of {total} masks are listed").format(n=COLUMNS, total=len(found.masks))
            self.status.setText(said)
        for number, head in enumerate(self.heads):
            head.setText(self.tr("Mask {n}").format(n=number + 1))
            self.lists[number].setAccessibleName(self.tr("Candidates for mask {n}").format(n=number + 1))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
            if self._found is not None:
                self._show(self._found)
