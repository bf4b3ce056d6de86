"""The controls of the Lens: what the colours say, which token is tracked, and whether attention is read by itself."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QToolButton, QWidget

from workbench.gui import theme
from workbench.gui.models.contrast import Split, Token
from workbench.gui.panels.attention_choice import Choice
from workbench.gui.panels.attention_contrast import offered, several
from workbench.gui.widgets import tips
from workbench.gui.widgets.lens_cells import TINTS
from workbench.gui.widgets.segmented import Segmented
from workbench.gui.widgets.token_popup import TokenPopup
from workbench.gui.widgets.visible import visible_token


class LensControls(QWidget):
    """`tinted` when other colours are wanted, `changed` when something else is asked for."""

    tinted = Signal()
    changed = Signal()

    def __init__(self, choice: Choice, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = choice.contrast
        self._split: Split | None = None
        self.token: Token | None = None
        self.tint, self.mid = Segmented(TINTS, self), QCheckBox(self)
        self._label, self.pick, self.drop, self.popup = QLabel(self), QToolButton(self), QToolButton(self), TokenPopup(self)
        self.tint.choose("kl")  # early layers can be sure of the wrong token: nearness says more than probability
        self.pick.setFont(theme.mono())
        self.drop.setText("×")
        self.drop.setProperty("flat", True)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S2)
        for one in (self.tint, self._label, self.pick, self.drop, self.mid):
            row.addWidget(one)
        row.addStretch(1)
        row.setSizeConstraint(QHBoxLayout.SizeConstraint.SetNoConstraint)
        self.tint.chosen.connect(lambda _key: self.tinted.emit())
        self.mid.toggled.connect(lambda _on: self.changed.emit())
        self.pick.clicked.connect(self._open)
        self.drop.clicked.connect(lambda: self.track(None))
        self.popup.chosen.connect(self._choose)
        self.popup.typed.connect(lambda text: self._model.find(text, self._typed))
        self.retranslate()

    def track(self, token: Token | None) -> None:
        """Tell the rank of this token everywhere; None: at each position of the one that the model predicts."""
        if token != self.token:
            self.token, self._split = token, None
            self._say()
            self.changed.emit()

    def _open(self) -> None:
        self._model.fetch()
        self.popup.open_below(self.pick, offered(self._model))

    def _choose(self, token_id: int) -> None:
        texts = {row.number: row.text for row in offered(self._model)}
        if token_id in texts:
            self.track(Token(token_id, texts[token_id]))

    def _typed(self, found: Split) -> None:
        self.track(found.token)
        self._split = found if found.n_tokens > 1 else None
        self._say()

    def _say(self) -> None:
        tip = self.tr("Whose rank and probability are told: at each position the token that the model predicts, or one of your choice")
        own = self.tr("what is predicted")
        self.pick.setText(own if self.token is None else visible_token(self.token.text))
        self.pick.setToolTip(tips.wrapped(several(self._split) if self._split is not None else tip))
        self.pick.setAccessibleName(f"{self._label.text()} {self.pick.text()}")
        self.drop.setVisible(self.token is not None)

    def retranslate(self) -> None:
        self.tint.name((self.tr("Probability"), self.tr("KL"), self.tr("Rank")), self.tr("Colours"))
        for key, tip in zip(
            TINTS,
            (
                self.tr("How probable the cell's own best token is there"),
                self.tr("How far the cell's distribution is from the model's own: KL divergence in nats"),
                self.tr("How far up the tracked token ranks there"),
            ),
            strict=True,
        ):
            self.tint.button(key).setToolTip(tip)
        self._label.setText(self.tr("Track"))
        self.mid.setText(self.tr("After attention, too"))
        self.mid.setToolTip(self.tr("Also read the stream within each block, between its attention and its MLP"))
        self.drop.setToolTip(self.tr("Track what is predicted at each position"))
        self.drop.setAccessibleName(self.drop.toolTip())
        self.popup.edit.setPlaceholderText(self.tr("Type a token, Enter"))
        self.popup.edit.setAccessibleName(self.tr("Type a token"))
        self.popup.list.setAccessibleName(self.tr("What the model expects"))
        self._say()
