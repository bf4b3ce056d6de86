"""The palette (all actions, filtered as one types) and the sheet of shortcuts."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping

from PySide6.QtCore import QEvent, QObject, Qt, QTimer
from PySide6.QtGui import QAction, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QDialog, QLabel, QLineEdit, QListWidget, QListWidgetItem, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.concepts import meant

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
    """Type, arrows, Enter. An action is found by its words, by its object name and, first of all, by the field's word for what is done
    there; it runs after the palette has closed. `further`: by panel, more actions, which take long to have; they are asked for while
    nothing is found, and where a word stands for a view of that panel."""

    def __init__(
        self, actions: Iterable[QAction], parent: QWidget, *, further: Mapping[str, Callable[[], list[QAction]]] | None = None
    ) -> None:
        super().__init__(parent)
        self._further = dict(further or {})
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
        views = dict(meant(wanted))
        to_come = {panel: word for view, word in reversed(views.items()) if (panel := view.partition(":")[0]) in self._further}
        views |= to_come  # the panel stands for its view until that is there
        for number, action in sorted(enumerate(self._actions), key=lambda one: one[1].objectName() not in views):
            name, word = action.text().replace("&", ""), views.get(action.objectName())
            if word is not None or matches(wanted, name) or matches(wanted, action.objectName()):
                keys = action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
                item = QListWidgetItem(f"{name}    {word or keys}".rstrip(), self.list)
                item.setData(Qt.ItemDataRole.UserRole, number)
        self.list.setCurrentRow(0)
        self.none.setVisible(not self.list.count())
        if to_come or not self.list.count():
            QTimer.singleShot(0, self, lambda: self._look_further(to_come))

    def _look_further(self, panels: Iterable[str]) -> None:
        """Have the actions of one of these panels, or of any one where none is named."""
        panel = next((one for one in (*panels, *self._further) if one in self._further), None)
        if panel is not None:
            self._actions += self._further.pop(panel)()
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
