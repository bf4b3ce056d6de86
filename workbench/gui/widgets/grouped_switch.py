"""The choice among more views than fit side by side: first a group, then one of its views; a list under headings where it is narrow."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from workbench.gui import theme
from workbench.gui.widgets.segmented import Segmented


class GroupedSwitch(QWidget):
    """`groups` has the keys of the views by group. `chosen(key)` when the person picks another view; a group that is picked
    shows the view last chosen in it. A single group is not offered."""

    chosen = Signal(str)

    def __init__(self, groups: Mapping[str, Sequence[str]], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._group_of = {key: group for group, keys in groups.items() for key in keys}
        self._buttons = QWidget(self)
        self.groups, self._arrow, self.list = Segmented(tuple(groups), self._buttons), QLabel("›", self._buttons), QComboBox(self)
        self.views = {group: Segmented(keys, self._buttons) for group, keys in groups.items()}
        self._arrow.setProperty("role", "caption")
        inner, row = QHBoxLayout(self._buttons), QHBoxLayout(self)
        for one in (self.groups, self._arrow, *self.views.values()):
            inner.addWidget(one)
        for one in (self._buttons, self.list):
            row.addWidget(one, 0, Qt.AlignmentFlag.AlignLeft)
        row.addStretch(1)
        for layout in (inner, row):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(theme.S2)
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)  # the buttons may not hold it open
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        for one in (self.groups, self._arrow):
            one.setVisible(len(groups) > 1)
        self.groups.chosen.connect(lambda group: self._pick(self.views[group].key))
        for one in self.views.values():
            one.chosen.connect(self._pick)
        self.list.activated.connect(lambda row: self._pick(self.list.itemData(row)))
        self._show_group()
        self._fit()

    @property
    def key(self) -> str:
        """What is chosen."""
        return self.views[self.groups.key].key

    def button(self, key: str) -> QToolButton:
        """The button of a view."""
        return self.views[self._group_of[key]].button(key)

    def all_buttons(self) -> list[QToolButton]:
        """The buttons of all views, group by group."""
        return [button for views in self.views.values() for button in views.all_buttons()]

    def choose(self, key: str) -> None:
        """Choose without telling; an unknown key changes nothing."""
        if key in self._group_of:
            self.groups.choose(self._group_of[key])
            self.views[self._group_of[key]].choose(key)
            self._show_group()

    def name(self, words: Mapping[str, str], groups: Mapping[str, str], title: str) -> None:
        """Label views and groups, by key."""
        self.groups.name([groups[group] for group in self.views], title)
        model = QStandardItemModel(self.list)
        for group, views in self.views.items():
            keys = [key for key, known in self._group_of.items() if known == group]
            views.name([words[key] for key in keys], groups[group])
            heading = QStandardItem(groups[group])
            heading.setFlags(Qt.ItemFlag.NoItemFlags)
            heading.setFont(theme.sans(theme.CAPTION, bold=True))
            model.appendRow(heading)
            for key in keys:
                item = QStandardItem(words[key])
                item.setData(key, Qt.ItemDataRole.UserRole)
                model.appendRow(item)
        self.list.setModel(model)
        self.list.setAccessibleName(title)
        self._show_group()
        self._fit()

    def sizeHint(self) -> QSize:
        return self._buttons.sizeHint()

    def minimumSizeHint(self) -> QSize:
        return self.list.minimumSizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _pick(self, key: str) -> None:
        self.choose(key)
        self.chosen.emit(key)

    def _show_group(self) -> None:
        for group, views in self.views.items():
            views.setVisible(group == self.groups.key)
        self.list.setCurrentIndex(self.list.findData(self.key))

    def _fit(self) -> None:
        """Buttons, if those of the widest group fit, so that nothing changes its form when another group is picked."""
        spacing = self._buttons.layout().spacing()
        before = self.groups.sizeHint().width() + self._arrow.sizeHint().width() + 2 * spacing if len(self.views) > 1 else 0
        roomy = self.width() >= before + max(views.sizeHint().width() for views in self.views.values())
        self._buttons.setVisible(roomy)
        self.list.setVisible(not roomy)
