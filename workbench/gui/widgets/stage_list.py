"""The stages of the sampler in their order, between the model's distribution and the draw: cards one drags, or moves by keys.

Owns which card stands where on screen, and the token all their strips point at. The idea that is not obvious: cards are kept while
their stage is listed, so a number one types in never loses its focus, whatever comes back from the engine meanwhile.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QPoint, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QMenu, QScrollArea, QToolButton, QVBoxLayout, QWidget

from workbench.gui import theme
from workbench.gui.widgets.numbers import count, nats, percent
from workbench.gui.widgets.stage_card import StageCard
from workbench.gui.widgets.stage_strip import Share, StageStrip, shares_of
from workbench.gui.widgets.stage_words import StageWords
from workbench.gui.widgets.tips import wrapped
from workbench.gui.widgets.visible import visible_token
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import SAMPLER_STAGES, Draw, SamplerSettings, Waterfall, WaterfallStage


class EndCard(QFrame):
    """The first or the last card: a distribution with its name, and words about it, below or `beside` the name."""

    def __init__(self, parent: QWidget, *, beside: bool) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.title, self.strip, self.words = QLabel(self), StageStrip(self), WrappedLabel(parent=self)
        self.title.setFont(theme.sans(bold=True))
        self.words.setProperty("role", "caption")
        head = QHBoxLayout()
        head.setSpacing(theme.S2)
        head.addWidget(self.title)
        column = QVBoxLayout(self)
        column.setContentsMargins(theme.S2, theme.S1, theme.S2, theme.S1 + 2)
        column.setSpacing(theme.S1)
        column.addLayout(head)
        column.addWidget(self.strip)
        if beside:
            head.addWidget(self.words, 1)
        else:
            head.addStretch(1)
            column.addWidget(self.words)

    def say(self, words: str) -> None:
        self.words.setText(words)
        self.words.setVisible(bool(words))
        self.strip.setVisible(bool(self.strip.shares))


class StageList(QScrollArea):
    """`turned(stage, on)`, `number_changed(field, value)`, `texts_changed(stage, texts)`, `moved(stage, place)`, `removed(stage)`,
    `added(stage)`."""

    turned = Signal(str, bool)
    number_changed = Signal(str, float)
    texts_changed = Signal(str, object)
    moved = Signal(str, int)
    removed = Signal(str)
    added = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = StageWords(self)
        self.cards: dict[str, StageCard] = {}
        self._listed: tuple[str, ...] = ()
        self._waterfall: Waterfall | None = None
        self._target: int | None = None
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        inside = QWidget(self)
        self.model, self.draw, self.add = EndCard(inside, beside=True), EndCard(inside, beside=False), QToolButton(inside)
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu = QMenu(self.add)
        self._menu.setToolTipsVisible(True)
        self.add.setMenu(self._menu)
        self._line = QFrame(inside)
        self._line.setFixedHeight(3)
        self._line.hide()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(0, 0, theme.S1, 0)
        self._column.setSpacing(theme.S1 + 2)
        self._column.addWidget(self.model)
        self._column.addWidget(self.draw)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addStretch(1)
        self._column.addLayout(row)
        self._column.addStretch(1)
        self.setWidget(inside)
        for end in (self.model, self.draw):
            end.strip.pointed.connect(self._point)
        self.retranslate()

    # what is shown

    def show_settings(self, settings: SamplerSettings, listed: Sequence[str]) -> None:
        """Show these stages, on where the settings' order holds them."""
        listed = tuple(listed)
        if listed != self._listed:
            self._arrange(listed)
        for stage in listed:
            self.cards[stage].show_settings(settings, on=stage in settings.order)
        for action in self._menu.actions():
            action.setVisible(action.data() not in listed)
        self.add.setVisible(len(listed) < len(SAMPLER_STAGES))

    def _arrange(self, listed: tuple[str, ...]) -> None:
        for stage in set(self._listed) - set(listed):
            card = self.cards.pop(stage)
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        for place, stage in enumerate(listed):
            card = self.cards.get(stage) or self._made(stage)
            if self._column.indexOf(card) != place + 1:
                self._column.removeWidget(card)
                self._column.insertWidget(place + 1, card)
            card.show()
        self._listed = listed
        order = [self.model.strip, *(self.cards[stage] for stage in listed), self.draw.strip, self.add]
        for before, after in itertools.pairwise(order):
            QWidget.setTabOrder(before, after)

    def _made(self, stage: str) -> StageCard:
        card = self.cards[stage] = StageCard(stage, self.widget())
        card.turned.connect(lambda on: self.turned.emit(stage, on))
        card.number_changed.connect(self.number_changed)
        card.texts_changed.connect(lambda texts: self.texts_changed.emit(stage, texts))
        card.removed.connect(lambda: self.removed.emit(stage))
        card.stepped.connect(lambda step: self._step(stage, step))
        card.walked.connect(lambda step: self._walk(stage, step))
        card.grip.dragged.connect(self._dragged)
        card.grip.dropped.connect(lambda: self._dropped(stage))
        card.strip.pointed.connect(self._point)
        return card

    def show_waterfall(self, waterfall: Waterfall | None) -> None:
        """What each stage did at one step; None: nothing is known."""
        self._waterfall = waterfall
        records = {record.name: record for record in waterfall.stages} if waterfall is not None else {}
        for stage, card in self.cards.items():
            card.show_record(records.get(stage) if card.on.isChecked() else None)
        self.model.strip.show_shares(_shares(waterfall.stages[0]) if waterfall is not None else ())
        if waterfall is not None:
            self._show_draw(waterfall)
        else:
            self.draw.strip.show_shares(())
        self._say()

    def _show_draw(self, waterfall: Waterfall) -> None:
        draw = waterfall.draw
        shares = _shares(waterfall.stages[-1])
        if draw.order == "ids" or all(share.id != draw.id for share in shares):  # only the one that was taken has a known place
            shares = (Share(draw.id, draw.text, draw.below, draw.above - draw.below, math.exp(draw.logprob_raw), draw.rank),)
        self.draw.strip.show_shares(shares, chosen=draw.id, draw=draw.number)

    def _say(self) -> None:
        waterfall = self._waterfall
        if waterfall is None:
            self.model.say("")
            self.draw.say("")
            return
        first = waterfall.stages[0]
        words = self.tr("{n} tokens · entropy {nats} nats")
        parts = [words.format(n=count(first.survivors), nats=nats(first.entropy))]
        if waterfall.recomputed:
            parts.append(self.tr("computed again: the step's logits were no longer kept"))
        self.model.say(" · ".join(parts))
        self.draw.say(self._drawn(waterfall.draw))

    def _drawn(self, draw: Draw) -> str:
        token = visible_token(draw.text)
        both = self.tr("model's own {raw}, after samplers {final}, rank {rank}").format(
            raw=percent(math.exp(draw.logprob_raw)), final=percent(math.exp(draw.logprob_final)), rank=draw.rank
        )
        if math.isnan(draw.number):
            return self.tr("No draw: the most probable token is taken, {token} · {both}").format(token=token, both=both)
        words = self.tr("The draw {number} falls on {token}, which holds {below} to {above} · {both}")
        return words.format(number=f"{draw.number:.4f}", token=token, below=f"{draw.below:.4f}", above=f"{draw.above:.4f}", both=both)

    # pointing and moving

    def _point(self, token: int) -> None:
        for strip in (self.model.strip, self.draw.strip, *(card.strip for card in self.cards.values())):
            strip.point_at(token)

    def _walk(self, stage: str, step: int) -> None:
        place = self._listed.index(stage) + step
        if 0 <= place < len(self._listed):
            self.cards[self._listed[place]].setFocus()
            self.ensureWidgetVisible(self.cards[self._listed[place]])
        else:
            (self.model if place < 0 else self.draw).strip.setFocus()

    def _step(self, stage: str, step: int) -> None:
        place = self._listed.index(stage) + step
        if 0 <= place < len(self._listed):
            self.moved.emit(stage, place)
            self.ensureWidgetVisible(self.cards[stage])

    def _dragged(self, y: int) -> None:
        """A line shows where the card would go."""
        inside = self.widget().mapFromGlobal(QPoint(0, y)).y()
        cards = [self.cards[stage] for stage in self._listed]
        self._target = sum(inside > card.geometry().center().y() for card in cards)
        edge = cards[self._target].geometry().top() - 4 if self._target < len(cards) else cards[-1].geometry().bottom() + 2
        self._line.setStyleSheet(f"background: {theme.colors().accent.name()}")
        self._line.setGeometry(0, edge, self.widget().width() - theme.S1, 3)
        self._line.show()
        self._line.raise_()
        self.ensureVisible(0, inside, 0, theme.S5)

    def _dropped(self, stage: str) -> None:
        target, self._target = self._target, None
        self._line.hide()
        if target is not None:
            now = self._listed.index(stage)
            self.moved.emit(stage, target - 1 if target > now else target)

    # words

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Stages of the sampler"))
        self.model.title.setText(self.tr("Model's own"))
        self.model.strip.setAccessibleName(self.tr("The model's own distribution"))
        self.draw.title.setText(self.tr("After samplers"))
        self.draw.strip.setAccessibleName(self.tr("The final distribution and the draw"))
        self.add.setText(self.tr("Add a stage"))
        self._menu.clear()
        for stage in SAMPLER_STAGES:
            action = self._menu.addAction(self._words.name(stage))
            action.setData(stage)
            action.setToolTip(wrapped(self._words.what(stage)))
            action.setVisible(stage not in self._listed)
            action.triggered.connect(lambda _checked=False, stage=stage: self.added.emit(stage))
        for card in self.cards.values():
            card.retranslate()
        self._say()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self.viewport().update()
        super().changeEvent(event)


def _shares(record: WaterfallStage) -> tuple[Share, ...]:
    return shares_of(record.top_ids.tolist(), record.top_texts, record.top_logprob.tolist(), record.top_logprob_raw.tolist())
