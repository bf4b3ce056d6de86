"""Settings under each other: what each is called, what it is, what it does and may be, and whether it was changed.

Knows how a kind of setting is chosen, not what any of them means: names, words and values come from whoever shows them.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, Literal, NamedTuple

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QLineEdit, QPlainTextEdit, QToolButton, QWidget

from workbench.gui import theme
from workbench.gui.widgets.form_box import FormBox
from workbench.gui.widgets.number_edit import WIDTH, NumberEdit
from workbench.gui.widgets.wrapped_label import WrappedLabel

LINES_HEIGHT, LABEL_WIDTH = 58, 116


class Setting(NamedTuple):
    """`name`: of the setting. `limits`: least and most of a number. `choices`: what one is chosen from."""

    name: str
    kind: Literal["whole", "number", "choice", "flag", "line", "lines", "numbers", "parts"]
    limits: tuple[float, float] = (0, 0)
    choices: tuple[str, ...] = ()


class SettingWords(NamedTuple):
    """What a setting is called, what it does and may be, and what its choices are called."""

    label: str
    about: str
    choices: tuple[str, ...] = ()


class SettingRows(QWidget):
    """`edited(name, value)` when a person has changed one; `reset(name)` when a change is to be taken back."""

    edited = Signal(str, object)
    reset = Signal(str)

    def __init__(self, settings: Sequence[Setting], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.settings = {one.name: one for one in settings}
        self.fields: dict[str, QWidget] = {}
        self.labels: dict[str, QLabel] = {}
        self._notes: dict[str, WrappedLabel] = {}
        self._marks: dict[str, QToolButton] = {}
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(theme.S2)
        grid.setVerticalSpacing(theme.S2)
        grid.setColumnStretch(2, 1)
        grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        for number, one in enumerate(settings):
            self._add(grid, 2 * number, one)

    def _add(self, grid: QGridLayout, row: int, one: Setting) -> None:
        label, field, note, mark = QLabel(self), self._field(one), WrappedLabel(parent=self), QToolButton(self)
        note.setProperty("role", "caption")
        label.setBuddy(field)
        mark.setText("↺")
        mark.setProperty("flat", True)
        _keep_room(mark, True)
        mark.clicked.connect(lambda: self.reset.emit(one.name))
        self.labels[one.name], self.fields[one.name], self._notes[one.name], self._marks[one.name] = label, field, note, mark
        wide = one.kind in ("lines", "line", "parts")
        grid.addWidget(label, row, 0, Qt.AlignmentFlag.AlignTop if one.kind == "lines" else Qt.AlignmentFlag.AlignVCenter)
        grid.addWidget(field, row, 1, 1, 2 if wide else 1)
        grid.addWidget(note, row + int(wide), 1 if wide else 2, 1, 2 if wide else 1)
        grid.addWidget(mark, row, 3)

    def _field(self, one: Setting) -> QWidget:
        match one.kind:
            case "whole" | "number":
                number = NumberEdit(*one.limits, whole=one.kind == "whole", parent=self)
                number.edited.connect(lambda value: self._edit(one.name, value))
                return number
            case "choice":
                box = FormBox(self)
                for choice in one.choices:
                    box.addItem(choice, choice)
                box.setMinimumWidth(WIDTH)
                box.activated.connect(lambda row: self.edited.emit(one.name, box.itemData(row)))
                return box
            case "flag":
                check = QCheckBox(self)
                check.clicked.connect(lambda on: self.edited.emit(one.name, on))
                return check
            case "lines":
                lines = QPlainTextEdit(self)
                lines.setFixedHeight(LINES_HEIGHT)
                lines.setMinimumWidth(WIDTH)
                lines.setTabChangesFocus(True)
                lines.textChanged.connect(lambda: self.edited.emit(one.name, self.typed(one.name)))
                return lines
        line = QLineEdit(self)
        line.setMinimumWidth(WIDTH)
        line.textEdited.connect(lambda _text: self._edit(one.name, self.typed(one.name)))
        return line

    def typed(self, name: str) -> Any:
        """What stands in a field of text; None if it may not."""
        field, one = self.fields[name], self.settings[name]
        if isinstance(field, QPlainTextEdit):
            return tuple(line for line in field.toPlainText().splitlines() if line.strip())
        assert isinstance(field, QLineEdit), "fields that are typed in"
        words = field.text().replace(",", " ").split()
        if one.kind == "numbers":
            return tuple(map(int, words)) if all(word.isdecimal() for word in words) else None
        if one.kind == "parts":
            return tuple(words) if words and set(words) <= set(one.choices) else None
        return field.text()

    def _edit(self, name: str, value: object) -> None:
        if value is not None:
            self.edited.emit(name, value)

    def show_values(self, value: Callable[[str], Any], differs: Callable[[str], bool], before: Callable[[str], str]) -> None:
        """Show what the settings are; `before`: what a changed one was, in words."""
        for name in self.fields:
            found = value(name)
            if found is not None:
                self._show(name, found)
            self._marks[name].setVisible(differs(name))
            self._marks[name].setToolTip(before(name))
            self._marks[name].setAccessibleName(before(name))
            font = self.labels[name].font()
            font.setBold(differs(name))
            self.labels[name].setFont(font)

    def _show(self, name: str, found: Any) -> None:
        field = self.fields[name]
        if isinstance(field, NumberEdit):
            field.set_number(found)
        elif isinstance(field, QComboBox):
            field.setCurrentIndex(field.findData(found))
        elif isinstance(field, QCheckBox):
            field.setChecked(found)
        elif isinstance(field, QPlainTextEdit):
            if self.typed(name) != tuple(found):
                field.setPlainText("\n".join(found))
        elif isinstance(field, QLineEdit) and self.typed(name) != found:
            field.setText(found if isinstance(found, str) else ", ".join(map(str, found)))

    def first_bad(self) -> str | None:
        """The first setting whose field holds what it may not."""
        for name, field in self.fields.items():
            if isinstance(field, NumberEdit) and field.number is None:
                return name
            if isinstance(field, QLineEdit) and not isinstance(field, NumberEdit) and self.typed(name) is None:
                return name
        return None

    def set_shown(self, name: str, shown: bool) -> None:
        """Show a setting, or not where it has no meaning."""
        for one in (self.labels[name], self.fields[name], self._notes[name]):
            one.setVisible(shown)
        _keep_room(self._marks[name], shown)
        if not shown:
            self._marks[name].hide()

    def retranslate(self, words: Callable[[Setting], SettingWords]) -> None:
        for name, one in self.settings.items():
            said = words(one)
            self.labels[name].setText(said.label)
            self._notes[name].setText(said.about)
            field = self.fields[name]
            field.setAccessibleName(said.label)
            field.setAccessibleDescription(said.about)
            if isinstance(field, QComboBox):
                for row, choice in enumerate(said.choices):
                    field.setItemText(row, choice)


def _keep_room(mark: QWidget, kept: bool, /) -> None:
    """Let nothing move when a mark comes or goes; where its setting is not shown, it has no room either."""
    policy = mark.sizePolicy()
    policy.setRetainSizeWhenHidden(kept)
    mark.setSizePolicy(policy)
