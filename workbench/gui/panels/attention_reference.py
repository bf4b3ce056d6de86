"""Which text a replaced part's mean is taken over: the one that ships with the app, a sample, the text under study, or one's own.

The idea that is not obvious: a text is part of the question, word by word; its title is only how it is said.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from workbench.gui import i18n
from workbench.gui.models.texts import samples
from workbench.gui.session import Session
from workbench.gui.widgets.tips import wrapped
from workbench.gui.widgets.visible import visible

STUDIED, OWN = "studied", "own"
LONGEST, SHOWN = 24, 300


class Reference(QObject):
    """`box` chooses, `edit` takes one's own text; `changed` when `text` is another. `text` "": the one that ships with the app."""

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self.box, self.edit = QComboBox(parent), QLineEdit(parent)
        self.text = ""
        for key in ("", STUDIED, *range(len(samples())), OWN):
            self.box.addItem("", key)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.box.setMinimumContentsLength(14)
        self.edit.hide()
        self.box.activated.connect(lambda _row: self._chosen())
        self.edit.editingFinished.connect(self._typed)
        self.retranslate()

    def restore(self, text: object) -> None:
        """Choose a text that was chosen before, without telling."""
        if not isinstance(text, str):
            return
        keys = {"": "", **{one.text: number for number, one in enumerate(samples())}}
        self.box.setCurrentIndex(self.box.findData(keys.get(text, OWN)))
        self.text = text
        self.edit.setText(text if text not in keys else "")
        self._show()

    def name(self, text: str) -> str:
        """What a text is called: its title, or how it begins."""
        if not text:
            return self.tr("the app's reference text")
        title = next((one.title(i18n.language()) for one in samples() if one.text == text), "")
        return title or f"“{visible(text[:LONGEST])}{'…' if len(text) > LONGEST else ''}”"

    def _chosen(self) -> None:
        key = self.box.currentData()
        if key == OWN:
            self._show()
            self.edit.setFocus()
        else:
            self._take(samples()[key].text if isinstance(key, int) else self._session.subject.text if key == STUDIED else "")

    def _typed(self) -> None:
        if self.box.currentData() == OWN and self.edit.text().strip():
            self._take(self.edit.text())

    def _take(self, text: str) -> None:
        before, self.text = self.text, text
        self._show()
        if text != before:
            self.changed.emit()

    def _show(self) -> None:
        self.edit.setVisible(self.box.currentData() == OWN)
        tip = self.tr("Mean and resample are taken from what each part found over {name}: {text}")
        self.box.setToolTip(
            wrapped(tip.format(name=self.name(self.text), text=visible(self.text[:SHOWN]))) if self.text else self._own_tip()
        )

    def _own_tip(self) -> str:
        return wrapped(
            self.tr("Mean and resample are taken from what each part found over a few ordinary sentences in English and Korean.")
        )

    def retranslate(self) -> None:
        words = {"": self.tr("the app's reference text"), STUDIED: self.tr("the text under study"), OWN: self.tr("a text of my own…")}
        for row in range(self.box.count()):
            key = self.box.itemData(row)
            self.box.setItemText(row, samples()[key].title(i18n.language()) if isinstance(key, int) else words[key])
        self.box.setAccessibleName(self.tr("Reference text"))
        self.edit.setAccessibleName(self.tr("Reference text of my own"))
        self.edit.setPlaceholderText(self.tr("Type or paste the text, Enter"))
        self._show()
