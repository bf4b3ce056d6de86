"""What the selected run was: its text, its settings, how it ended; and the person's own note and tags."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from workbench.errors import CATALOGUE, WorkbenchError
from workbench.gui import i18n, theme
from workbench.gui.widgets.intervention_words import InterventionWords
from workbench.gui.widgets.numbers import count, nats
from workbench.gui.widgets.text_editor import WRAP_LIMIT
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import Filled, GenerateRequest, RunRecord, Score, TokenStep

QUIET = (
    "subject", "kernels", "forced_ids", "ids", "target_ids", "parent_run", "parent_step", "messages", "template", "interventions",
)  # fmt: skip
"""Fields of a request that the details don't repeat."""
LONGEST = 120
"""A setting with more characters is cut: labels wrap, and wrapping long words costs seconds."""


class RunDetails(QWidget):
    """Hidden while there is no run to show. `annotated(run, note, tags)` when the person has written one."""

    annotated = Signal(int, str, tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._record: RunRecord | None = None
        self._changes = InterventionWords(self)
        self.heading, self.facts = WrappedLabel(parent=self), WrappedLabel(parent=self)
        self.text, self.note, self.tags = QPlainTextEdit(self), QLineEdit(self), QLineEdit(self)
        self.note_label, self.tags_label = QLabel(self), QLabel(self)
        self.heading.setFont(theme.sans(bold=True))
        for one in (self.heading, self.facts):
            one.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.facts.setProperty("role", "caption")
        self.text.setReadOnly(True)
        self.text.setTabChangesFocus(True)
        self.text.setMinimumHeight(48)
        own = QHBoxLayout()
        own.setSpacing(theme.S2)
        for one, stretch in ((self.tags_label, 0), (self.tags, 1), (self.note_label, 0), (self.note, 2)):
            own.addWidget(one, stretch)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.S2, 0, 0)
        column.setSpacing(theme.S2)
        column.addWidget(self.heading)
        column.addWidget(self.facts)
        column.addWidget(self.text, 1)
        column.addLayout(own)
        for line in (self.note, self.tags):
            line.editingFinished.connect(self._annotate)
        self.clear()

    @property
    def record(self) -> RunRecord | None:
        """The run that is shown."""
        return self._record

    def clear(self) -> None:
        """Show no run."""
        self._record = None
        self.hide()

    def show_record(self, record: RunRecord) -> None:
        """Show one run. What is being typed about it stays."""
        same = self._record is not None and self._record.row.id == record.row.id
        for line, text in ((self.note, record.row.note), (self.tags, " ".join(record.row.tags))):
            if not (same and line.isModified()):
                line.setText(text)
        self._record = record
        self.retranslate()
        self.show()

    def retranslate(self) -> None:
        self.note_label.setText(self.tr("Note"))
        self.tags_label.setText(self.tr("Tags"))
        for line, name in ((self.note, self.tr("Note")), (self.tags, self.tr("Tags, separated by spaces"))):
            line.setAccessibleName(name)
        self.text.setAccessibleName(self.tr("Text and result of the run"))
        if self._record is None:
            return
        row = self._record.row
        words = self.tr("Run {id} · {model}").format(id=row.id, model=row.model) if row.model else self.tr("Run {id}").format(id=row.id)
        self.heading.setText(words)
        self.facts.setText("\n".join(part for part in (self._outcome(), self._settings(), self._error()) if part))
        self._set_text(self._content())

    def _set_text(self, text: str) -> None:
        if text == self.text.toPlainText():
            return
        long = max(map(len, text.split("\n"))) > WRAP_LIMIT
        # First the mode: laying out one long line wrapped is what takes seconds.
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap if long else QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.text.setPlainText(text)

    def _outcome(self) -> str:
        """The numbers that a run was made for, where its text doesn't hold them."""
        assert self._record is not None
        score = self._record.result
        if not isinstance(score, Score):
            return ""
        words = self.tr("{nats} nats over {n} tokens · {per_character} nats per character · {bits} bits per byte")
        return words.format(
            nats=nats(score.nll), n=count(score.n_scored), per_character=nats(score.nats_per_char), bits=nats(score.bits_per_byte)
        )

    def _settings(self) -> str:
        """The request's own fields, in the names the command line and the Python API use."""
        assert self._record is not None
        record, parts = self._record, []
        if record.row.parent_id is not None:
            parts.append(self.tr("branched from run {id}").format(id=record.row.parent_id))
        request = record.request
        if dataclasses.is_dataclass(request):
            for field in dataclasses.fields(request):
                value = getattr(request, field.name)
                if field.name not in QUIET and value not in ("", None, ()):
                    parts.append(_named(field.name, value))
        changes = getattr(request, "interventions", ())
        if changes:
            parts.append(self.tr("changed in the model: {changes}").format(changes=self._changes.all(changes)))
        parts += [f"{name} {value}" for name, value in record.environment.items() if isinstance(value, str | int) and value != ""]
        return " · ".join(_cut(part) for part in parts)

    def _error(self) -> str:
        assert self._record is not None
        if self._record.error_code not in CATALOGUE:
            return self._record.error_code
        error = WorkbenchError(self._record.error_code, **self._record.error_values)
        return " ".join(_cut(part, 4 * LONGEST) for part in i18n.error_parts(error) if part)

    def _content(self) -> str:
        assert self._record is not None
        request = self._record.request
        subject = getattr(request, "subject", None)
        text = subject.text if subject is not None else self._record.row.summary
        if isinstance(request, GenerateRequest):
            if request.messages:
                text = "\n".join(f"{role}: {content}" for role, content in request.messages) + "\n"
            steps = [event.text for event in self._record.events if isinstance(event, TokenStep)]
            text += "⟶" + "".join(steps) if steps else ""
        if isinstance(self._record.result, Filled):
            text += "\n⟶" + self._record.result.text
        return text

    def _annotate(self) -> None:
        if self._record is None:
            return
        row, tags = self._record.row, tuple(dict.fromkeys(self.tags.text().split()))
        for line in (self.note, self.tags):
            line.setModified(False)
        if (self.note.text(), set(tags)) != (row.note, set(row.tags)):
            self.annotated.emit(row.id, self.note.text(), tags)
            self._record = dataclasses.replace(self._record, row=dataclasses.replace(row, note=self.note.text(), tags=tags))


def _cut(words: str, longest: int = LONGEST) -> str:
    return words if len(words) <= longest else f"{words[:longest]}…"


def _named(name: str, value: object) -> str:
    if dataclasses.is_dataclass(value):
        return ", ".join(f"{field.name} {getattr(value, field.name)}" for field in dataclasses.fields(value) if field.name != "order")
    return f"{name} {value}"
