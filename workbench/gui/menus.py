"""What can be done from anywhere in the window: its actions with their keys, the menus that list them, and their words.

What an action does is connected by whoever owns that; the looks and the language alone are changed from here.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QObject
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QApplication, QMenu, QMenuBar

from workbench.gui import i18n, theme
from workbench.gui.preferences import Preferences
from workbench.gui.undo import Undo

KEYS = {
    "models": ("Ctrl+O",),
    "figure": ("Ctrl+Shift+O",),
    "palette": ("Ctrl+K",),
    "shortcuts": ("F1", "?"),
    "text": ("Ctrl+L",),
    "quit": ("Ctrl+Q",),
}
CHOICES = {"theme": ("system", "light", "dark"), "language": ("system", "en", "ko")}


class Menus(QObject):
    """`bar` is the menu bar; `actions[name]` those of KEYS, `panels[name]` brings a panel to the front."""

    def __init__(self, panels: Sequence[str], undo: Undo, preferences: Preferences, parent: QObject) -> None:
        super().__init__(parent)
        self._undo, self._preferences = undo, preferences
        self.bar = QMenuBar()
        self.actions = {name: QAction(self, objectName=name) for name in KEYS}
        for name, keys in KEYS.items():
            self.actions[name].setShortcuts([QKeySequence(key) for key in keys])
        self.panels = {name: QAction(self, objectName=name) for name in panels}
        for number, action in enumerate(self.panels.values(), 1):
            action.setShortcut(QKeySequence(f"Ctrl+{number}"))
        self._choices = {name: self._choice(name) for name in CHOICES}
        self._choices["theme"].triggered.connect(self._choose_theme)
        self._choices["language"].triggered.connect(self._choose_language)
        self._menus = {name: QMenu(self.bar) for name in ("file", "edit", "view", *CHOICES, "help")}
        self._fill()

    def _choice(self, name: str) -> QActionGroup:
        """One of several that holds, as it is remembered."""
        group = QActionGroup(self)
        for key in CHOICES[name]:
            action = group.addAction(QAction(self, objectName=f"{name}: {key}"))
            action.setData(key)
            action.setCheckable(True)
            action.setChecked(self._preferences.text(name, "system") == key)
        return group

    def _fill(self) -> None:
        m, a = self._menus, self.actions
        for name in ("file", "edit", "view", "help"):
            self.bar.addMenu(m[name])
        m["file"].addActions([a["models"], a["figure"], a["text"], a["quit"]])
        m["edit"].addActions([self._undo.undo, self._undo.redo])
        m["view"].addActions(list(self.panels.values()))
        m["view"].addSeparator()
        for name, group in self._choices.items():
            m["view"].addMenu(m[name])
            m[name].addActions(group.actions())
        m["help"].addActions([a["palette"], a["shortcuts"]])

    def all(self) -> Iterator[QAction]:
        """Every action."""
        yield from self.actions.values()
        yield from (self._undo.undo, self._undo.redo)
        yield from self.panels.values()
        for group in self._choices.values():
            yield from group.actions()

    def _choose_theme(self, action: QAction) -> None:
        self._preferences.set_text("theme", action.data())
        app = QApplication.instance()
        if isinstance(app, QApplication):
            theme.apply(app, action.data())

    def _choose_language(self, action: QAction) -> None:
        self._preferences.set_text("language", action.data())
        i18n.use(action.data())

    def retranslate(self, titles: dict[str, str]) -> None:
        """`titles` of the panels by name."""
        words = {
            "models": self.tr("Choose a model…"),
            "figure": self.tr("Open a saved picture…"),
            "palette": self.tr("All actions…"),
            "shortcuts": self.tr("Keyboard shortcuts"),
            "text": self.tr("Go to the text"),
            "quit": self.tr("Quit"),
        }
        for name, action in self.actions.items():
            action.setText(words[name])
        for name, action in self.panels.items():
            action.setText(self.tr("Panel: {name}").format(name=titles[name]))
        menus = {
            "file": self.tr("&File"),
            "edit": self.tr("&Edit"),
            "view": self.tr("&View"),
            "theme": self.tr("Appearance"),
            "language": self.tr("Language"),
            "help": self.tr("&Help"),
        }
        for name, menu in self._menus.items():
            menu.setTitle(menus[name])
        choices = {
            "theme": {"system": self.tr("As the system"), "light": self.tr("Light"), "dark": self.tr("Dark")},
            "language": {"system": self.tr("Language of the system"), "en": "English", "ko": "한국어"},
        }
        for name, group in self._choices.items():
            for action in group.actions():
                action.setText(choices[name][action.data()])
