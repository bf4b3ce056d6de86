"""One line that says, and lets one choose, what is asked: after which token, which token, rather than which other."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QToolButton, QWidget

from workbench.gui import theme
from workbench.gui.widgets import tips
from workbench.gui.widgets.ranked import Ranked
from workbench.gui.widgets.token_axis import TokenAxis
from workbench.gui.widgets.token_popup import PositionPopup, TokenPopup

LONGEST = 24
"""Characters of a token on its button; the tooltip has all."""
ROLES = ("token", "against")


class ContrastChoice(QWidget):
    """What the person does: `position_chosen(position or None)`, `token_chosen(role, id)`, `token_typed(role, text)`, `dropped()`
    (hold it against nothing), `reset_asked()`. Roles are "token" and "against"."""

    position_chosen = Signal(object)
    token_chosen = Signal(str, int)
    token_typed = Signal(str, str)
    dropped = Signal()
    reset_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._axis: TokenAxis | None = None
        self._position, self._selected, self._behind = -1, -1, True
        self._offered: Sequence[Ranked] = ()
        self._words = {name: QLabel(self) for name in ("lead", "middle", "versus")}
        self.position, self.drop, self.reset = QToolButton(self), QToolButton(self), QToolButton(self)
        self.tokens = {role: QToolButton(self) for role in ROLES}
        self.note = QLabel(self)
        self.note.setProperty("role", "caption")
        self.note.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.positions, self.popups = PositionPopup(self), {role: TokenPopup(self) for role in ROLES}
        for one in (self.position, *self.tokens.values()):
            one.setFont(theme.mono())
        self.drop.setText("×")
        self.drop.setProperty("flat", True)
        self._lay_out()
        self._connect()
        self.retranslate()

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S1)
        words = self._words
        for one in (
            words["lead"],
            self.position,
            words["middle"],
            self.tokens["token"],
            words["versus"],
            self.tokens["against"],
            self.drop,
        ):
            row.addWidget(one)
        row.addSpacing(theme.S2)
        row.addWidget(self.reset)
        row.addWidget(self.note, 1)
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)  # a narrow dock cuts it

    def _connect(self) -> None:
        self.position.clicked.connect(self._open_positions)
        self.positions.chosen.connect(self.position_chosen)
        self.drop.clicked.connect(self.dropped)
        self.reset.clicked.connect(self.reset_asked)
        for role, button in self.tokens.items():
            popup = self.popups[role]
            button.clicked.connect(lambda _checked=False, button=button, popup=popup: popup.open_below(button, self._offered))
            popup.chosen.connect(lambda token, role=role: self.token_chosen.emit(role, token))
            popup.typed.connect(lambda text, role=role: self.token_typed.emit(role, text))

    def set_positions(self, axis: TokenAxis | None, position: int, *, selected: int, behind: bool) -> None:
        """The text, whose position is meant and which is selected; `behind`: what is expected comes after it, else in its place."""
        self._axis, self._position, self._selected, self._behind = axis, position, selected, behind
        self._say()

    def set_tokens(self, token: str, against: str | None, offered: Sequence[Ranked], *, usual: bool) -> None:
        """The two tokens ("…": not known yet; `against` None: nothing), what can be chosen, and whether all is as it is unasked."""
        self._offered = offered
        for button, text in zip(self.tokens.values(), (token, against), strict=True):
            button.setText(_cut(text) if text is not None else self.tr("nothing"))
            button.setProperty("faint", text is None)
            button.setToolTip(tips.plain(text) if text is not None else self.tr("Its logit alone, held against no other token"))
            button.style().polish(button)
        self.drop.setVisible(against is not None)
        self.reset.setVisible(not usual)
        self._say()

    def set_note(self, text: str) -> None:
        """What there is to say of the choice."""
        self.note.setText(text)
        self.note.setToolTip(tips.wrapped(text))

    def _open_positions(self) -> None:
        if self._axis is not None:
            self.positions.open_below(self.position, self._axis, at=self._position, selected=self._selected)

    def _say(self) -> None:
        known = self._axis is not None and 0 <= self._position < len(self._axis.tokens)
        label = self._axis.named(self._position) if self._axis is not None and known else "…"
        self.position.setText(_cut(label))
        self.position.setToolTip(tips.plain(label))
        self._words["lead"].setText(self.tr("After") if self._behind else self.tr("At"))
        self._words["middle"].setText(self.tr("comes") if self._behind else self.tr("stands"))
        self.positions.usual.setText(self.tr("Last token") if self._behind else self.tr("First mask"))
        self.position.setAccessibleName(self.tr("Position: {token}").format(token=label))
        for button, words in zip(self.tokens.values(), (self.tr("Token: {token}"), self.tr("Rather than: {token}")), strict=True):
            button.setAccessibleName(words.format(token=button.text()))

    def retranslate(self) -> None:
        self._words["versus"].setText(self.tr("rather than"))
        self.drop.setToolTip(self.tr("Hold it against nothing: its logit alone"))
        self.drop.setAccessibleName(self.tr("Hold it against nothing"))
        self.reset.setText(self.tr("Reset"))
        self.reset.setToolTip(self.tr("The last position, and the two most probable tokens there"))
        self.positions.selected.setText(self.tr("Selected token"))
        self.positions.list.setAccessibleName(self.tr("Positions"))
        for popup in self.popups.values():
            popup.edit.setPlaceholderText(self.tr("Type a token, Enter"))
            popup.edit.setAccessibleName(self.tr("Type a token"))
            popup.list.setAccessibleName(self.tr("What the model expects"))
        self._say()


def _cut(text: str) -> str:
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
