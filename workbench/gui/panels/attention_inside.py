"""Inside: why one query of one head weighs its keys as it does, and which tokens the head then promotes.

The idea that is not obvious: a key that a person chose stays chosen while they walk through heads and queries; until they do, the
strongest key of each row is shown.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.panels.attention_choice import Choice
from workbench.gui.panels.attention_shown import Shown
from workbench.gui.panels.attention_words import traced_snippet
from workbench.gui.session import Session
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.key_table import KeyTable
from workbench.gui.widgets.numbers import signed
from workbench.gui.widgets.product_strip import ProductStrip
from workbench.gui.widgets.ranked import Ranked, RankedList
from workbench.gui.widgets.token_strip import TokenStrip
from workbench.gui.widgets.visible import visible_token
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import Inside, InsideRequest

STRIP_HEIGHT = 84
SIDES = ("promoted", "suppressed")


class InsideView(QWidget):
    """One head at one query and one key."""

    key = "inside"
    follows = True
    controls = None

    def __init__(self, session: Session, frame: PanelFrame, choice: Choice) -> None:
        super().__init__(frame.home)
        self._session, self._frame, self._choice = session, frame, choice
        self._shown: Shown | None = None
        self._found: Inside | None = None
        self._asked: InsideRequest | None = None
        self._key: int | None = None
        self._build()
        self.strip.span_selected.connect(lambda _start, _end: self._choice.pick(self.strip.current))
        self.table.picked.connect(self._pick_key)
        choice.changed.connect(self._chosen)
        self.retranslate()

    def _build(self) -> None:
        halves = QSplitter(Qt.Orientation.Horizontal, self)
        left, right = QWidget(halves), QWidget(halves)
        written = QWidget(right)
        homes = {"query": self, "row": left, "products": right} | {name: QWidget(written) for name in SIDES}
        self.heads = {name: QLabel(home) for name, home in homes.items()}
        for one in self.heads.values():
            one.setFont(theme.sans(bold=True))
        self.said, self.turns, self.note = WrappedLabel("", self), WrappedLabel("", right), WrappedLabel("", self)
        for one in (self.turns, self.note):
            one.setProperty("role", "caption")
        self.strip, self.table, self.products = TokenStrip(self), KeyTable(left), ProductStrip(right)
        self.strip.set_ids_shown(False)
        self.strip.setFixedHeight(STRIP_HEIGHT)
        self.lists = {name: RankedList(homes[name], bar_width=84) for name in SIDES}
        row = QHBoxLayout(written)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S3)
        for name in SIDES:
            _stack(homes[name], self.heads[name], self.lists[name])
            row.addWidget(homes[name])
        _stack(left, self.heads["row"], self.table)
        _stack(right, self.heads["products"], self.products, self.turns, written)
        halves.setSizes([540, 560])
        halves.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S1)
        for widget, stretch in ((self.heads["query"], 0), (self.strip, 0), (self.said, 0), (halves, 1), (self.note, 0)):
            column.addWidget(widget, stretch)

    # what the panel asks

    def title(self) -> str:
        return self.tr("Inside")

    def set_trace(self, shown: Shown | None) -> None:
        before, self._shown = self._shown, shown
        if shown is None or before is None or (shown.trace.request, shown.part) != (before.trace.request, before.part):
            self._key = self._asked = None
            self._show(None)
            self.strip.set_tokens(shown.queries.tokens if shown is not None else None)
        self._chosen()

    def rows(self) -> Iterable[Sequence[object]]:
        return list(self.table.table.rows())

    def arrays(self) -> dict[str, np.ndarray]:
        """Vectors, scores and weights as they are."""
        names = ("q", "k", "q_plain", "k_plain", "products", "content", "bias", "visible", "weights", "value_norms", "written_norms",
                 "z", "written")  # fmt: skip
        return {name: getattr(self._found, name) for name in names} if self._found is not None else {}

    def snippet(self) -> str:
        if self._shown is None or self._found is None:
            return ""
        r = self._found.request
        imports = "from workbench.engine.inside import inside\nfrom workbench.values import InsideRequest\n"
        asked = f"InsideRequest(trace.request, {r.layer}, {r.head}, query={r.query}, key={self._found.key}, part={r.part!r})"
        return traced_snippet(self._shown, imports=imports) + (
            f"(found,) = inside(trace, {asked})\n"
            "print(found.products.sum(), found.content[found.key])  # the same: the score by dimensions and whole\n"
        )

    def save_state(self) -> dict[str, object]:
        return {}

    def restore_state(self, state: dict[str, object]) -> None:
        pass

    def retranslate(self) -> None:
        for name, text in (
            ("query", self.tr("Query: the token that reads")),
            ("row", self.tr("Its row: scores, then weights")),
            ("products", self.tr("Why this score: what each dimension adds")),
            ("promoted", self.tr("What it writes promotes")),
            ("suppressed", self.tr("… and suppresses")),
        ):
            self.heads[name].setText(text)
        for name in SIDES:
            self.lists[name].setAccessibleName(self.heads[name].text())
        self.note.setText(
            self.tr(
                "Tokens: what the head adds to their logits on the direct way through the stream, beyond the average token's. "
                "What later layers make of it is not in it."
            )
        )
        for one in (self.strip, self.table, self.products):
            one.retranslate()
        self._say()

    # asking

    def _chosen(self) -> None:
        """Another head or another query, or somebody begins to look."""
        shown, positions = self._shown, self._choice.positions
        if shown is None or not positions:
            return
        self.strip.select_bytes(*shown.queries.tokens.span(range(positions[-1], positions[-1] + 1)))
        if self.isVisible():
            self._ask(positions[-1])

    def _ask(self, query: int) -> None:
        shown = self._shown
        if shown is None:
            return
        key = self._key if self._key is not None and (self._key <= query or not shown.causal) else None
        request = InsideRequest(shown.trace.request, *self._choice.head, query, key, shown.part)
        if request == self._asked:
            return
        self._asked = request
        job = self._session.submit(request, key="inside", priority=1)
        job.done.connect(self._answered)
        job.failed.connect(lambda error: self._failed(request, error))

    def _pick_key(self, key: int) -> None:
        self._key = key
        if self._asked is not None:
            self._ask(self._asked.query)

    def _answered(self, found: Inside) -> None:
        if found.request == self._asked:
            self._show(found)

    def _failed(self, request: InsideRequest, error: WorkbenchError) -> None:
        if request != self._asked:
            return
        self._asked = None
        if error.code == "bad-value" and error.values.get("name") == "key" and request.key is not None:
            self._key = None  # it lies before this layer's window
            self._ask(request.query)
        elif error.code != "cancelled":
            self._frame.bar.show_error(error)

    # showing

    def _show(self, found: Inside | None) -> None:
        self._found = found
        self.table.show_row(found, self._shown.keys if self._shown is not None else None)
        self.products.show_products(found)
        self._say()

    def _say(self) -> None:
        found, shown = self._found, self._shown
        self.said.setText(self._sentence(found, shown) if found is not None and shown is not None else "")
        turned = found is not None and found.turned
        self.turns.setVisible(turned)
        self.turns.setText(
            self.tr("Each bar is a pair that turns with the position: at the left fast (where it is), at the right slowly (what it is).")
        )
        for name in SIDES:
            self.lists[name].set_rows(self._tokens(found, name) if found is not None else ())

    def _sentence(self, found: Inside, shown: Shown) -> str:
        """The score of the pair in numbers that add up, and the weight that comes of it."""
        r, content, bias = found.request, float(found.content[found.key]), float(found.bias[found.key])
        names = {"query": shown.queries.named(r.query), "key": shown.keys.named(found.key)}
        if found.bias.any():
            text = self.tr("{key} gets a score of {score} from {query}: {content} by their product and {bias} for the distance.")
        else:
            text = self.tr("{key} gets a score of {score} from {query}, by their product alone.")
        scored = text.format(score=signed(content + bias), content=signed(content), bias=signed(bias), **names)
        softmax = self.tr("Softmax over {n} keys makes it a weight of {weight}.").format(
            n=f"{int(found.visible.sum()):,}", weight=f"{float(found.weights[found.key]):.4f}"
        )
        n_heads, n_kv = shown.trace.model.n_heads, shown.trace.model.n_kv_heads
        shared = self.tr("Key-value head {kv} serves {n} heads.").format(kv=found.kv_head, n=n_heads // n_kv) if n_kv < n_heads else ""
        return " ".join(part for part in (f"L{r.layer} · H{r.head}:", scored, softmax, shared) if part)

    def _tokens(self, found: Inside, side: str) -> list[Ranked]:
        """Promoted or suppressed tokens, or why there are none."""
        if found.unsaid:
            return [Ranked(self._unsaid(found.unsaid), 0.0, "", -1, " ")] if side == SIDES[0] else []
        ids, texts, effects = (getattr(found, side + suffix) for suffix in ("", "_texts", "_effects"))
        both = np.concatenate([found.promoted_effects, found.suppressed_effects])
        most = float(np.abs(both).max()) if len(both) else 1.0
        tip = self.tr("id {id} · {effect} to its logit")
        return [
            Ranked(visible_token(text), abs(effect) / (most or 1.0), tip.format(id=token, effect=f"{effect:+.5f}"), token, signed(effect))
            for token, text, effect in zip(ids.tolist(), texts, effects.tolist(), strict=True)
        ]

    def _unsaid(self, why: str) -> str:
        return {
            "no-logits": self.tr("this model predicts no tokens"),
            "other-stack": self.tr("the source's heads predict nothing themselves"),
            "norm-after-sum": self.tr("norms behind each sum leave no direct way"),
        }[why]

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self._chosen()


def _stack(home: QWidget, *widgets: QWidget) -> None:
    """Put these one above the other; what is no label has the room that is left."""
    column = QVBoxLayout(home)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.S1)
    for one in widgets:
        column.addWidget(one, 0 if isinstance(one, QLabel) else 1)
