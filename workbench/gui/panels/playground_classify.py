"""The page that classifies: nothing is generated, the labels are compared behind the text under study.

Owns the one running request (key `classify`), the labels, and the result on screen, live or stored.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.panels.playground_page import Common
from workbench.gui.session import Job
from workbench.gui.widgets.intervention_words import python_imports
from workbench.gui.widgets.labels_table import EXPORT_HEADERS, LabelsTable
from workbench.gui.widgets.notes import Note
from workbench.gui.widgets.numbers import count, percent
from workbench.gui.widgets.sampler_controls import Labelled
from workbench.gui.widgets.text_editor import TextEditor
from workbench.gui.widgets.tips import wrapped
from workbench.gui.widgets.visible import visible
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import Likelihood, LikelihoodRequest, RunRecord

SEPARATOR, FREE_LINES, SHOWN_END = "|", 4, 40
SNIPPET = """from workbench.engine import likelihood, open_model
from workbench.values import LikelihoodRequest, Subject

request = {request!r}
*_, found = likelihood(open_model(request.subject.model), request)
for one, share in zip(found.scores, found.shares):
    print(one.text, one.nats, share, one.calibrated)
"""


class ClassifyPage(QWidget):
    """See `Page`."""

    changed = Signal()
    failed = Signal(object)
    asked = Signal()
    needs_model = has_button = True
    samples = has_views = False
    intervenes = True

    def __init__(self, common: Common, parent: QWidget) -> None:
        super().__init__(parent)
        self._common = common
        self._job: Job | None = None
        self._found: Likelihood | None = None
        self._build()

    def _build(self) -> None:
        self.labels, self.space, self.calibrate = QLineEdit(self), QCheckBox(self), QCheckBox(self)
        self.space.setChecked(True)
        self._labelled = Labelled(self.labels, self)
        self.free, self.free_caption = TextEditor(self), QLabel(self)
        self.free_caption.setProperty("role", "caption")
        self.free_caption.setBuddy(self.free)
        self.free.setFixedHeight(FREE_LINES * self.free.fontMetrics().lineSpacing() + 2 * theme.S2 + 2)
        self.status, self.how, self.table = WrappedLabel(parent=self), WrappedLabel(parent=self), LabelsTable(self)
        self.status.setFont(theme.sans(theme.TITLE, bold=True))
        self.how.setProperty("role", "caption")
        controls = QHBoxLayout()
        controls.setSpacing(theme.S3)
        controls.addWidget(self._labelled, 1)
        for box in (self.space, self.calibrate):
            controls.addWidget(box)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addLayout(controls)
        for one in (self.free_caption, self.free, self.status, self.how):
            column.addWidget(one)
        column.addWidget(self.table, 1)
        self.labels.returnPressed.connect(self.asked)
        self.labels.textEdited.connect(lambda _text: self.changed.emit())
        self.space.clicked.connect(lambda _on: self.changed.emit())
        self.calibrate.clicked.connect(lambda _on: self._calibrating())
        self.free.edited.connect(lambda _text: self.changed.emit())

    def _calibrating(self) -> None:
        if not self.free.text:
            self._set_free(self._common.session.subject.text)
        self._say()
        self.changed.emit()

    def _set_free(self, text: str) -> None:
        """Put a prompt there and show its end, where the input stands."""
        self.free.set_text(text)
        self.free.moveCursor(QTextCursor.MoveOperation.End)

    @property
    def running(self) -> bool:
        return self._job is not None

    @property
    def ready(self) -> bool:
        return bool(self._common.session.subject.model)

    @property
    def savable(self) -> bool:
        return self._found is not None

    @property
    def found(self) -> Likelihood | None:
        """What is shown."""
        return self._found

    # asking

    def set_labels(self, labels: Sequence[str], content_free: str = "") -> None:
        """Compare these from now on; `content_free`: the prompt to calibrate by, empty for not."""
        spaced = bool(labels) and all(label.startswith(" ") for label in labels)
        self.space.setChecked(spaced)
        self.labels.setText(f" {SEPARATOR} ".join(label[1:] if spaced else label for label in labels))
        self.calibrate.setChecked(bool(content_free))
        self._set_free(content_free)
        self._show(None)

    def chosen_labels(self) -> tuple[str, ...]:
        """The labels as they are put behind the prompt."""
        words = (part.strip() for part in self.labels.text().split(SEPARATOR))
        return tuple(dict.fromkeys(" " * self.space.isChecked() + word for word in words if word))

    def request(self) -> LikelihoodRequest:
        """What Classify asks for now."""
        subject = self._common.session.subject
        free = (self.free.text,) if self.calibrate.isChecked() else ()
        recipe = self._common.recipe_of(subject.text, classifies=True)
        changes = self._common.session.interventions
        return LikelihoodRequest(subject, self.chosen_labels(), content_free=free, recipe=recipe, interventions=changes)

    def act(self) -> None:
        request = self.request()
        if not request.subject.text:
            self.failed.emit(WorkbenchError("empty-text"))
            return
        if len(request.continuations) < 2:
            self.failed.emit(WorkbenchError("labels-too-few", labels=" | ".join(request.continuations) or "none", separator=SEPARATOR))
            return
        if any(text in ("", request.subject.text) for text in request.content_free):
            self.failed.emit(WorkbenchError("calibration-same", text=request.content_free[0]))
            return
        self._common.begin()
        job = self._job = self._common.session.submit(request, key="classify", record=True)
        job.done.connect(lambda found: self._done(job, found))
        job.failed.connect(lambda error: self._failed(job, error))
        self._show(None)
        self.changed.emit()

    def stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _done(self, job: Job, found: object) -> None:
        if job is self._job and isinstance(found, Likelihood):
            self._job = None
            self._show(found)
            self.changed.emit()

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is self._job:
            self._job = None
            self._say()
            self.changed.emit()
            if error.code != "cancelled":
                self.failed.emit(error)

    def enter(self, mode: str) -> None:
        """There is one mode only."""

    def leave(self) -> None:
        """What was found stays to be read."""

    def open(self, record: RunRecord) -> str:
        request = record.request
        if not isinstance(request, LikelihoodRequest):
            return ""
        self.stop()
        self._job = None
        self.set_labels(request.continuations, request.content_free[0] if request.content_free else "")
        self._show(record.result if isinstance(record.result, Likelihood) else None)
        return "classify"

    def subject_changed(self) -> None:
        self._say()

    def show_view(self, key: str) -> None:
        """There is one view only."""

    # showing

    def _show(self, found: Likelihood | None) -> None:
        self._found = found
        self.table.show_likelihood(found)
        self._say()

    def notes(self) -> Sequence[Note]:
        remarks, found, notes = self._common.remarks, self._found, list[Note]()
        if self._common.stored.record is None:
            notes += remarks.about_fluency(self._common.fluency.found)
        if found is None:
            return notes
        if found.shared:
            words = self.tr(
                "The tokenizer joins the end of the text, “{end}”, with a label. So that end is scored together with every label, and they "
                "can be compared. A text that ends without a space avoids it."
            )
            notes.append(Note(words.format(end=visible(found.shared))))
        now = self.request()
        asked, present = ((one.subject, one.continuations, one.content_free, one.interventions) for one in (found.request, now))
        if self._common.stored.record is None and not self.running and asked != present:
            words = self.tr("The text, the labels or the model have changed since. “{button}” compares anew.")
            notes.append(Note(words.format(button=self.tr("Classify"))))
        return notes

    def judged(self) -> str:
        return self._common.session.subject.text

    def rows(self) -> Iterator[tuple[object, ...]]:
        """The data of the table."""
        yield EXPORT_HEADERS
        yield from self.table.table.rows()

    def python(self) -> str:
        request = self._found.request if self._found is not None else self.request()
        return python_imports(request.interventions) + SNIPPET.format(request=request)

    def say(self) -> None:
        self._say()

    def _say(self) -> None:
        found = self._found
        for one in (self.free, self.free_caption):
            one.setVisible(self.calibrate.isChecked())
        self.table.setVisible(found is not None)
        self.status.setVisible(found is not None)
        if found is None:
            waiting = self.tr("Reading the text and the labels …")
            idle = self.tr("Press Classify: nothing is generated, the labels are compared as whole strings behind the text above.")
            self.how.setText(waiting if self.running else idle)
            return
        best = self.table.table.best()
        label, share = visible(found.scores[best].text.strip()), float(found.shares[best])
        calibrated = float(found.calibrated_shares[best])
        if math.isnan(calibrated):
            words = self.tr("{label}: {share} among these labels, not calibrated").format(label=label, share=percent(share))
        else:
            words = self.tr("{label}: {calibrated} among these labels, calibrated ({share} not calibrated)").format(
                label=label, calibrated=percent(calibrated), share=percent(share)
            )
        self.status.setText(words)
        self.how.setText(self._how(found))

    def _how(self, found: Likelihood) -> str:
        info, end = found.model, " ".join(found.prompt.text[-SHOWN_END:].split())
        words = self.tr("{model} · weights {stored}, computed in {dtype} · behind “…{end}”, {n} tokens")
        return words.format(
            model=info.name, stored=info.stored_type, dtype=info.dtype, end=visible(end).replace("·", " "), n=count(len(found.given))
        )

    def save_state(self) -> dict[str, object]:
        free = self.free.text if self.calibrate.isChecked() else ""
        return {"labels": list(self.chosen_labels()), "content_free": free}

    def restore_state(self, state: dict[str, object]) -> None:
        labels = state.get("labels")
        if isinstance(labels, list | tuple) and labels:
            self.set_labels([str(label) for label in labels], str(state.get("content_free", "")))

    def retranslate(self) -> None:
        tip = self.tr("Each is scored as a whole, token by token. Separate them with |.")
        self._labelled.name(self.tr("Labels"), tip)
        self.labels.setPlaceholderText(self.tr("positive | negative"))
        self.space.setText(self.tr("A space before each"))
        self.space.setToolTip(wrapped(self.tr("Most tokenizers know a word within a sentence together with the space before it.")))
        self.calibrate.setText(self.tr("Calibrate"))
        self.calibrate.setToolTip(
            wrapped(
                self.tr(
                    "Divides each label's probability by the one it has behind a prompt that says nothing, so that a label which is always "
                    "likely is not preferred for that."
                )
            )
        )
        self.free_caption.setText(self.tr("The same prompt with nothing to judge in it, “N/A” in the place of the input"))
        self.free.setAccessibleName(self.free_caption.text())
        self.table.retranslate()
        self._say()
