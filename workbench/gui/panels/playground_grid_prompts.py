"""The templates of a grid: their names, their texts with variables, and how they go in."""

from __future__ import annotations

import dataclasses

from PySide6.QtCore import QEvent
from PySide6.QtGui import QSyntaxHighlighter, QTextCharFormat, QTextDocument
from PySide6.QtWidgets import QComboBox, QFormLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.models.grid_draft import GridDraft, fresh_name
from workbench.gui.widgets.named_list import NamedList
from workbench.gui.widgets.text_editor import TextEditor
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.prompts import pieces
from workbench.prompts.layout import EXAMPLES
from workbench.values import PromptTemplate

JOINERS = (" ", "", "\n")
FORMS = ("raw", "user")


class GridPrompts(QWidget):
    """Edits the draft's templates."""

    def __init__(self, draft: GridDraft, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._draft = draft
        self._row = 0
        self.list = NamedList(self)
        self.name, self.text, self.form = QLineEdit(self), TextEditor(self), QComboBox(self)
        self.system, self.example, self.joiner = TextEditor(self), TextEditor(self), QComboBox(self)
        self._marks = [_Variables(editor.document(), draft) for editor in (self.text, self.system, self.example)]
        for editor, lines in ((self.text, 5), (self.system, 2), (self.example, 2)):
            editor.setFont(theme.sans())
            editor.setFixedHeight(lines * editor.fontMetrics().lineSpacing() + 2 * theme.S2 + 2)
        for combo in (self.form, self.joiner):
            combo.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            combo.setMinimumContentsLength(8)
        self.form.addItems(["", ""])
        self.joiner.addItems([""] * len(JOINERS))
        self.labels = {key: QLabel(self) for key in ("name", "form", "joiner")}
        self.labels |= {key: WrappedLabel(parent=self) for key in ("system", "example")}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addWidget(self.list)
        self._form = form = QFormLayout()
        form.setSpacing(theme.S2)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.ExpandingFieldsGrow)
        form.addRow(self.labels["name"], self.name)
        form.addRow(self.text)
        form.addRow(self.labels["form"], self.form)
        form.addRow(self.labels["system"])
        form.addRow(self.system)
        form.addRow(self.labels["joiner"], self.joiner)
        form.addRow(self.labels["example"])
        form.addRow(self.example)
        column.addLayout(form)
        column.addStretch(1)
        self._connect()
        self.retranslate()
        self._fill()

    def _connect(self) -> None:
        draft = self._draft
        draft.loaded.connect(self._loaded)
        draft.changed.connect(self._changed)
        self.list.chosen.connect(self._choose)
        self.list.added.connect(self._add)
        self.list.duplicated.connect(self._duplicate)
        self.list.deleted.connect(self._delete)
        self.name.textEdited.connect(lambda text: self._edit(name=text))
        for editor, part in ((self.text, "text"), (self.system, "system"), (self.example, "example")):
            editor.edited.connect(lambda text, part=part: self._edit(**{part: text}))
        self.form.activated.connect(lambda number: self._edit(form=FORMS[number]))
        self.joiner.activated.connect(lambda number: self._edit(joiner=JOINERS[number]))

    @property
    def template(self) -> PromptTemplate | None:
        """The one that is edited."""
        templates = self._draft.request.templates
        return templates[self._row] if self._row < len(templates) else None

    def _edit(self, **parts: str) -> None:
        template = self.template
        if template is not None:
            self._put(self._row, (dataclasses.replace(template, **parts),))

    def _put(self, row: int, templates: tuple[PromptTemplate, ...], *, replaces: int = 1) -> None:
        every = self._draft.request.templates
        self._draft.change(templates=(*every[:row], *templates, *every[row + replaces :]))

    def _add(self) -> None:
        every = self._draft.request.templates
        self._row = len(every)
        self._put(self._row, (PromptTemplate(fresh_name(tuple(one.name for one in every), ""), ""),))
        self._fill()
        self.text.setFocus()

    def _duplicate(self, row: int) -> None:
        every = self._draft.request.templates
        copied = dataclasses.replace(every[row], name=fresh_name(tuple(one.name for one in every), every[row].name))
        self._row = row + 1
        self._put(self._row, (copied,), replaces=0)
        self._fill()

    def _delete(self, row: int) -> None:
        self._row = max(0, min(row, len(self._draft.request.templates) - 2))
        self._put(row, ())
        self._fill()

    def _choose(self, row: int) -> None:
        self._row = row
        self._fill()

    def _loaded(self) -> None:
        self._row = 0
        self._fill()

    def _changed(self) -> None:
        self.list.show_names([one.name for one in self._draft.request.templates], self._row)
        for marks in self._marks:
            marks.look()

    def _fill(self) -> None:
        template = self.template
        self.list.show_names([one.name for one in self._draft.request.templates], self._row)
        shown = template or PromptTemplate("", "")
        if self.name.text() != shown.name:
            self.name.setText(shown.name)
        for editor, text in ((self.text, shown.text), (self.system, shown.system), (self.example, shown.example)):
            editor.set_text(text)
        self.form.setCurrentIndex(FORMS.index(shown.form))
        self.joiner.setCurrentIndex(JOINERS.index(shown.joiner) if shown.joiner in JOINERS else 0)
        for one in (self.name, self.text, self.form, self.system, self.example, self.joiner):
            one.setEnabled(template is not None)
        self._show_parts()

    def _show_parts(self) -> None:
        template = self.template
        chat = template is not None and template.form == "user"
        few = any(setting.shots for setting in self._draft.request.settings)
        for one, wanted in (
            (self.labels["system"], chat), (self.system, chat), (self.labels["example"], few), (self.example, few),
        ):  # fmt: skip
            self._form.setRowVisible(one, wanted)

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self._show_parts()

    def retranslate(self) -> None:
        self.list.name(self.tr("Templates"))
        words = {
            "name": self.tr("Name"),
            "form": self.tr("Goes in"),
            "system": self.tr("System message (empty: the chat template's own)"),
            "joiner": self.tr("Before an answer"),
            "example": self.tr("Example of a few-shot prompt (empty: the text above with its answer)"),
        }
        for key, label in self.labels.items():
            label.setText(words[key])
            label.setProperty("role", "caption" if key in ("system", "example") else "")
        for one, word in (
            (self.name, words["name"]), (self.form, words["form"]), (self.system, words["system"]), (self.joiner, words["joiner"]),
            (self.example, words["example"]), (self.text, self.tr("Text of the template")),
        ):  # fmt: skip
            one.setAccessibleName(word)
        self.text.setPlaceholderText(self.tr("Review: {text}\nSentiment:"))
        self.text.setToolTip(self.tr("{name} is a column of the variables; {{ and }} are braces; {examples} says where examples stand."))
        for number, word in enumerate((self.tr("as it is"), self.tr("through the chat template"))):
            self.form.setItemText(number, word)
        for number, word in enumerate((self.tr("a space"), self.tr("nothing"), self.tr("a new line"))):
            self.joiner.setItemText(number, word)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        if event.type() == QEvent.Type.PaletteChange:
            for marks in self._marks:
                marks.rehighlight()


class _Variables(QSyntaxHighlighter):
    """Marks the variables of a template: those that have a column underlined, those that have none with a wave."""

    def __init__(self, document: QTextDocument, draft: GridDraft) -> None:
        super().__init__(document)
        self._draft = draft
        self._known: tuple[str, ...] = ()
        self.look()

    def look(self) -> None:
        """The columns may be others now."""
        known = (*self._draft.request.table.columns, EXAMPLES)
        if known != self._known:
            self._known = known
            self.rehighlight()

    def highlightBlock(self, text: str) -> None:
        try:
            parts = pieces(text)
        except WorkbenchError:
            return  # said where the grid would be started
        place = 0
        for part in parts:
            if not part.is_variable:
                place += len(part.text) + part.text.count("{") + part.text.count("}")
                continue
            end = text.index("}", place) + 1
            self.setFormat(place, end - place, self._format(part.text in self._known))
            place = end

    def _format(self, known: bool) -> QTextCharFormat:
        c, made = theme.colors(), QTextCharFormat()
        made.setForeground(c.accent if known else c.bad)
        made.setFontWeight(600)
        line = QTextCharFormat.UnderlineStyle
        made.setUnderlineStyle(line.SingleUnderline if known else line.WaveUnderline)
        made.setUnderlineColor(c.accent if known else c.bad)
        return made
