"""What the selected run was: its text, its settings, how it ended; and the person's own note and tags."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFormLayout, QLabel, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from workbench.errors import CATALOGUE, WorkbenchError
from workbench.gui import i18n, theme
from workbench.values import Filled, GenerateRequest, RunRecord, TokenStep

QUIET = ("subject", "kernels", "forced_ids", "ids", "parent_run", "parent_step", "messages", "template")
"""Fields of a request that the details don't repeat."""


class RunDetails(QWidget):
    """`annotated(run, note, tags)` when the person has written one."""

    annotated = Signal(int, str, tuple)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._record: RunRecord | None = None
        self.heading, self.facts = QLabel(self), QLabel(self)
        self.text, self.note, self.tags = QPlainTextEdit(self), QLineEdit(self), QLineEdit(self)
        self.note_label, self.tags_label = QLabel(self), QLabel(self)
        self.heading.setFont(theme.sans(bold=True))
        for one in (self.heading, self.facts):
            one.setTextFormat(Qt.TextFormat.PlainText)
            one.setWordWrap(True)
            one.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.facts.setProperty("role", "caption")
        self.text.setReadOnly(True)
        self.text.setMinimumHeight(48)
        form = QFormLayout()
        form.addRow(self.tags_label, self.tags)
        form.addRow(self.note_label, self.note)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, theme.S2, 0, 0)
        for one in (self.heading, self.facts):
            column.addWidget(one)
        column.addWidget(self.text, 1)
        column.addLayout(form)
        for line in (self.note, self.tags):
            line.editingFinished.connect(self._annotate)
        self.clear(0)

    def clear(self, chosen: int) -> None:
        """Nothing, or more than one run, is selected."""
        self._record = None
        self._chosen = chosen
        self.retranslate()

    def show_record(self, record: RunRecord) -> None:
        """One run."""
        self._record = record
        self.note.setText(record.row.note)
        self.tags.setText(" ".join(record.row.tags))
        self.retranslate()

    def retranslate(self) -> None:
        self.note_label.setText(self.tr("Note"))
        self.tags_label.setText(self.tr("Tags"))
        for line, name in ((self.note, self.tr("Note")), (self.tags, self.tr("Tags, separated by spaces"))):
            line.setAccessibleName(name)
        self.text.setAccessibleName(self.tr("Text and result of the run"))
        for one in (self.facts, self.text, self.note, self.tags, self.note_label, self.tags_label):
            one.setVisible(self._record is not None)
        if self._record is None:
            several = self.tr("{n} runs are selected.").format(n=self._chosen)
            self.heading.setText(several if self._chosen > 1 else self.tr("Select a run to see what it was. Enter opens it."))
            return
        row = self._record.row
        self.heading.setText(self.tr("Run {id} · {model}").format(id=row.id, model=row.model))
        self.facts.setText("\n".join(part for part in (self._settings(), self._error()) if part))
        self.text.setPlainText(self._content())

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
        parts += [f"{name} {value}" for name, value in record.environment.items() if isinstance(value, str | int) and value != ""]
        return " · ".join(parts)

    def _error(self) -> str:
        assert self._record is not None
        if self._record.error_code not in CATALOGUE:
            return self._record.error_code
        error = WorkbenchError(self._record.error_code, **self._record.error_values)
        return " ".join(part for part in i18n.error_parts(error) if part)

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
        if (self.note.text(), tags) != (row.note, row.tags):
            self.annotated.emit(row.id, self.note.text(), tags)
            self._record = dataclasses.replace(self._record, row=dataclasses.replace(row, note=self.note.text(), tags=tags))


def _named(name: str, value: object) -> str:
    if dataclasses.is_dataclass(value):
        return ", ".join(f"{field.name} {getattr(value, field.name)}" for field in dataclasses.fields(value) if field.name != "order")
    return f"{name} {value}"
