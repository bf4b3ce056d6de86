"""Token: the selected token in all layers and heads at once, by what it gives to another, how widely it reads, how far, how much of it
rests on the first token.

The idea that is not obvious: what was asked about and what came back are shown together, so that labels never speak of a
token whose numbers are still on their way.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.panels.attention_choice import Choice
from workbench.gui.panels.attention_shown import Shown
from workbench.gui.panels.attention_words import AttentionWords, traced_snippet
from workbench.gui.session import Job, Session
from workbench.gui.widgets import colormap
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.part_map import PartMap
from workbench.gui.widgets.ranked import Ranked, RankedList
from workbench.gui.widgets.single_shot import single_shot
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import Profile, ProfileRequest

MEASURES = ("weights", "entropy", "distance", "sink")
WAYS = ("mean", "sum", "max")
ASK_MS, SHOWN_KEYS, SHOWN_HEADS = 40, 60, 60
SIDE_WIDTH = 250


def plain(value: float) -> str:
    """`0.123`; a missing number is a dash."""
    return "—" if np.isnan(value) else f"{value:.3f}" if abs(value) < 10 else f"{value:.1f}"


class TokenView(QWidget):
    """A map of layers x heads, the heads in order, and what the token reads in the mean."""

    key = "token"
    follows = True

    def __init__(self, session: Session, frame: PanelFrame, choice: Choice) -> None:
        super().__init__(frame.home)
        self._session, self._frame, self._choice = session, frame, choice
        self._words = AttentionWords(self)
        self._shown: Shown | None = None
        self._key: int | None = None
        self._found: tuple[Shown, Profile] | None = None
        self._job: Job | None = None
        self._build(frame)
        self._timer = single_shot(ASK_MS, self._ask, parent=self)
        self._connect()
        self.retranslate()

    def _build(self, frame: PanelFrame) -> None:
        self.controls, self.picture, side = QWidget(frame), QWidget(self), QWidget(self)
        self.measure, self.way, self._way_label = QComboBox(self.controls), QComboBox(self.controls), QLabel(self.controls)
        for box, keys in ((self.measure, MEASURES), (self.way, WAYS)):
            for key in keys:
                box.addItem("", key)
        self.map = PartMap(self.picture, say=plain, colours=colormap.shaded)
        self.asked, self.scale, self.source = (WrappedLabel(parent=self.picture) for _ in range(3))
        self.asked.setFont(theme.sans(bold=True))
        for one in (self.scale, self.source):
            one.setProperty("role", "caption")
        self.titles = {name: WrappedLabel(parent=side) for name in ("heads", "keys")}
        self.lists = {name: RankedList(side) for name in self.titles}
        row, column, lists, outer = QHBoxLayout(self.controls), QVBoxLayout(self.picture), QVBoxLayout(side), QHBoxLayout(self)
        for one in (self.measure, self._way_label, self.way):
            row.addWidget(one)
        row.addStretch(1)
        for one, stretch in ((self.asked, 0), (self.map, 1), (self.scale, 0), (self.source, 0)):
            column.addWidget(one, stretch)
        for name in self.titles:
            self.titles[name].setFont(theme.sans(bold=True))
            lists.addWidget(self.titles[name])
            lists.addWidget(self.lists[name], 1)
        side.setFixedWidth(SIDE_WIDTH)
        outer.addWidget(self.picture, 1)
        outer.addWidget(side)
        for layout in (row, column, lists, outer):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(theme.S2 if layout in (row, outer) else theme.S1)

    def _connect(self) -> None:
        self._choice.changed.connect(self._chosen)
        self.map.picked.connect(self._choice.choose_head)
        self.map.hovered.connect(lambda _layer, _head: self._say())
        self.lists["heads"].chosen.connect(self._head_listed)
        self.lists["keys"].chosen.connect(self.choose_key)
        self.measure.activated.connect(lambda _row: self._show())
        self.way.activated.connect(lambda _row: self._look_again())

    # what the panel asks

    def title(self) -> str:
        return self.tr("Token")

    def set_trace(self, shown: Shown | None) -> None:
        before, self._shown = self._shown, shown
        if before is None or shown is None or len(before.keys.tokens) != len(shown.keys.tokens):
            self._key = None
        if shown is None:
            self._found = None
        self._look_again()

    def rows(self) -> Iterator[Sequence[object]]:
        """All measures of every head."""
        yield ("layer", "head", *MEASURES)
        if self._found is not None:
            values = [getattr(self._found[1], name) for name in MEASURES]
            for layer, head in np.ndindex(values[0].shape):
                yield (layer, head, *(f"{float(value[layer, head]):.9g}" for value in values))

    def snippet(self) -> str:
        if self._found is None:
            return ""
        shown, request = self._found[0], self._found[1].request
        part = "" if shown.trace.target is None else f", part={shown.part!r}"
        return traced_snippet(shown, imports="import numpy as np\n") + (
            f"layers = range({self._found[1].weights.shape[0]})\n"
            f"rows = np.stack([trace.pattern(layer{part})[:, {list(request.queries)}] for layer in layers])\n"
            "# rows: [layers, heads, queries, keys]\n"
            f"print(rows[..., {list(request.keys)}].sum(-1).{request.together or 'mean'}(-1))  # what is given, [layers, heads]\n"
        )

    def save_state(self) -> dict[str, object]:
        return {"measure": self.measure.currentData(), "way": self.way.currentData()}

    def restore_state(self, state: dict[str, object]) -> None:
        for box, name in ((self.measure, "measure"), (self.way, "way")):
            if box.findData(state.get(name)) >= 0:
                box.setCurrentIndex(box.findData(state.get(name)))
        self._look_again()

    # asking

    def choose_key(self, position: int) -> None:
        """Ask how much goes to this token."""
        self._key = position
        self._look_again()

    def _chosen(self) -> None:
        self.map.select(*self._choice.head)
        self._look_again()

    def _look_again(self) -> None:
        if self.isVisible() and self._shown is not None:
            self._timer.start()

    def _ask(self) -> None:
        shown, queries = self._shown, self._choice.positions
        if shown is None or not queries:
            return
        key = self._key if self._key is not None else 0
        request = ProfileRequest(shown.trace.request, queries, (key,), shown.part, self.way.currentData())
        if self._found is not None and self._found[1].request == request:
            return
        self._job = job = self._session.submit(request, key="attention token", priority=1)
        job.done.connect(lambda found: self._answered(job, shown, found))
        job.failed.connect(lambda error: self._failed(job, error))

    def _answered(self, job: Job, shown: Shown, found: Profile) -> None:
        if job is not self._job or shown is not self._shown:
            return
        self._found = (shown, found)
        if self._key is None:  # nobody asked for one: the token that is read most, apart from the first and itself
            others = found.read.copy()
            others[0] = -1
            if shown.keys is shown.queries:
                others[list(found.request.queries)] = -1
            best = int(np.argmax(others))
            if others[best] > 0:
                self.choose_key(best)
                return
        self._show()

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is self._job and error.code != "cancelled":
            self._frame.bar.show_error(error)

    # showing

    def _show(self) -> None:
        if self._found is None:
            return
        shown, found = self._found
        values = getattr(found, self.measure.currentData())
        self.map.set_values(values, high=1.0 if self.measure.currentData() == "sink" else None)
        self.map.select(*self._choice.head)
        self.lists["heads"].set_rows(_heads(values))
        keys = [at for at in np.argsort(-found.read, kind="stable").tolist() if found.read[at] > 0]
        read = ((at, float(found.read[at])) for at in keys[:SHOWN_KEYS])
        self.lists["keys"].set_rows([Ranked(shown.keys.named(at), share, f"{share:.8f}", at, f"{share:.4f}") for at, share in read])
        self._say()

    def _head_listed(self, number: int) -> None:
        if self._found is not None:
            self._choice.choose_head(*divmod(number, self._found[1].weights.shape[1]))

    # words

    def _say(self) -> None:
        if self._found is None:
            return
        shown, found = self._found
        queries, key = found.request.queries, found.request.keys[0]
        token = shown.queries.named(queries[0])
        if len(queries) > 1:
            token = self.tr("{n} tokens, {first} … {last}").format(n=len(queries), first=token, last=shown.queries.named(queries[-1]))
        measure = self.measure.currentData()
        words = {
            "weights": self.tr("What {token} gives to {key}"),
            "entropy": self.tr("How widely {token} reads: entropy in nats"),
            "distance": self.tr("How far {token} reads: mean distance in tokens"),
            "sink": self.tr("What of {token} rests on the first token, {key}"),
        }
        self.asked.setText(words[measure].format(token=token, key=shown.keys.named(0 if measure == "sink" else key)))
        several = [self.way.currentText()] if len(queries) > 1 and measure == "weights" else []
        scale = self.tr("Colours from 0 to {high}; point at a cell for its number").format(high=plain(self.map.high))
        self.scale.setText(" · ".join([scale, *several]))
        self.source.setText(self._words.source(shown.trace, shown.run_id))
        self.titles["heads"].setText(self.tr("Heads, highest first"))
        self.titles["keys"].setText(self.tr("{token} reads, mean of all heads").format(token=token))
        for name, label in self.titles.items():
            self.lists[name].setAccessibleName(label.text())
        self.lists["keys"].setToolTip(self.tr("Choose a token: the map then shows what is given to it"))

    def retranslate(self) -> None:
        words = {
            "weights": self.tr("Gives to a token"),
            "entropy": self.tr("Reads widely"),
            "distance": self.tr("Reads far"),
            "sink": self.tr("Rests on the sink"),
        }
        ways = {"mean": self.tr("mean of them"), "sum": self.tr("sum of them"), "max": self.tr("strongest of them")}
        for box, known in ((self.measure, words), (self.way, ways)):
            for row in range(box.count()):
                box.setItemText(row, known[box.itemData(row)])
        self.measure.setAccessibleName(self.tr("What the map shows"))
        self._way_label.setText(self.tr("Several tokens"))
        self._way_label.setBuddy(self.way)
        self.way.setAccessibleName(self.tr("How the weights of several selected tokens become one"))
        self._show()

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self._look_again()


def _heads(values: np.ndarray) -> list[Ranked]:
    """The heads in the order of a measure [L, H], the highest first; bars up to the highest."""
    n_heads, known = values.shape[1], np.isfinite(values)
    top = max(float(values[known].max()) if known.any() else 1.0, 1e-9)
    order = np.argsort(-np.nan_to_num(values, nan=-np.inf), axis=None, kind="stable").tolist()
    found = [(at, float(values.flat[at])) for at in order if known.flat[at]]
    return [Ranked(f"L{at // n_heads} · H{at % n_heads}", one / top, f"{one:.8f}", at, plain(one)) for at, one in found[:SHOWN_HEADS]]
