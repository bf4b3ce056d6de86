"""The palette (all actions, filtered as one types) and the sheet of shortcuts."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QListWidget, QListWidgetItem, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from workbench.gui import theme

WIDTH, HEIGHT = 520, 400


def matches(wanted: str, text: str) -> bool:
    """Whether the letters of `wanted` occur in `text` in their order, whatever lies between."""
    rest = iter(text.casefold())
    return all(letter in rest for letter in wanted.casefold() if not letter.isspace())


def view_actions(name: str, panel: QWidget, raised: Callable[[], object]) -> list[QAction]:
    """An action for each view of a panel: it brings the panel to the front, which `raised` does, with that view. `name`: the panel's key;
    with the view's it is the action's object name, by which it is found in every language."""
    found = []
    for button in panel.switch.all_buttons() if hasattr(panel, "switch") else ():
        found.append(QAction(f"{panel.title()}: {button.text()}"))
        found[-1].setObjectName(f"{name}: {button.objectName()}")
        found[-1].triggered.connect(lambda _checked, button=button: (raised(), button.click()))
    return found


class Palette(QDialog):
    """Type, arrows, Enter. An action is found by its words and by its object name; it runs after the palette has closed. `further`: more
    actions, in parts that take long to have; they are asked for while nothing is found."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget, *, further: Iterable[list[QAction]] = ()) -> None:
        super().__init__(parent)
        self._further = iter(further)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("All actions"))
        self._actions = [action for action in actions if action.isEnabled() and action.text()]
        self.line, self.list, self.none = QLineEdit(self), QListWidget(self), QLabel(self)
        self.none.setText(self.tr("Nothing is called so."))
        self.none.setProperty("role", "caption")
        self.line.setPlaceholderText(self.tr("Type what you want to do"))
        self.line.setAccessibleName(self.tr("Search actions"))
        self.list.setAccessibleName(self.tr("Actions"))
        self.list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S3, theme.S3, theme.S3, theme.S3)
        column.addWidget(self.line)
        column.addWidget(self.none)
        column.addWidget(self.list, 1)
        self.resize(WIDTH, HEIGHT)
        self.line.textChanged.connect(self._filter)
        self.line.installEventFilter(self)
        self.line.returnPressed.connect(self._run)
        self.list.itemClicked.connect(lambda _item: self._run())
        self._filter("")

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1, Qt.Key.Key_PageDown: 8, Qt.Key.Key_PageUp: -8}.get(Qt.Key(event.key()))
            if step is not None and self.list.count():
                self.list.setCurrentRow(max(0, min(self.list.count() - 1, self.list.currentRow() + step)))
                return True
        return super().eventFilter(watched, event)

    def _filter(self, wanted: str) -> None:
        self.list.clear()
        for action in self._actions:
            name = action.text().replace("&", "")
            if matches(wanted, name) or matches(wanted, action.objectName()):
                keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
                item = QListWidgetItem(f"{name}    {keys}" if keys else name, self.list)
                item.setData(Qt.ItemDataRole.UserRole, self._actions.index(action))
        self.list.setCurrentRow(0)
        self.none.setVisible(not self.list.count())
        if not self.list.count():
            QTimer.singleShot(0, self, self._look_further)

    def _look_further(self) -> None:
        found = next(self._further, None)
        if found is not None:
            self._actions += found
            self._filter(self.line.text())

    def _run(self) -> None:
        item = self.list.currentItem()
        if item is not None:
            action = self._actions[item.data(Qt.ItemDataRole.UserRole)]
            self.accept()
            action.trigger()


class ShortcutSheet(QDialog):
    """Every action that has keys, with them."""

    def __init__(self, actions: Iterable[QAction], parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        rows = [(a.text().replace("&", ""), a.shortcut().toString(QKeySequence.SequenceFormat.NativeText)) for a in actions]
        rows = [row for row in rows if row[1]]
        rows += [
            (self.tr("Work on the text at once"), "Ctrl+Enter"),
            (self.tr("Walk tokens, layers and heads"), "← → ↑ ↓"),
        ]
        table = QTableWidget(len(rows), 2, self)
        table.setAccessibleName(self.tr("Keyboard shortcuts"))
        table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        table.setShowGrid(False)
        table.horizontalHeader().hide()
        table.verticalHeader().hide()
        table.horizontalHeader().setStretchLastSection(True)
        for number, (name, keys) in enumerate(rows):
            table.setItem(number, 0, QTableWidgetItem(name))
            table.setItem(number, 1, QTableWidgetItem(keys))
        table.resizeColumnToContents(0)
        column = QVBoxLayout(self)
        title = QLabel(self.tr("Keyboard shortcuts"), self)
        title.setProperty("role", "title")
        column.addWidget(title)
        column.addWidget(table)
        self.resize(WIDTH, HEIGHT)
