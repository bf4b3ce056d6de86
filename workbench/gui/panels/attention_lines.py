"""Lines: each token, and lines from it to what it reads; of one head, of a layer's heads by tint, or of several taken together.

The idea that is not obvious: the strongest weights of every token are fetched once; how many of them are drawn is then a matter of
this side, so the share of the mass follows the slider at once.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QSlider, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.panels.attention_axes import Axes
from workbench.gui.panels.attention_choice import Choice
from workbench.gui.panels.attention_combine import EACH, CombineBox, PairBox, Range, RenormaliseBox, WordsBox
from workbench.gui.panels.attention_shown import Shown
from workbench.gui.panels.attention_words import AttentionWords, map_snippet
from workbench.gui.session import Job, Session
from workbench.gui.widgets.bipartite import MOST_PAINTED, Bipartite
from workbench.gui.widgets.drawn_lines import drawn
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.numbers import count
from workbench.gui.widgets.single_shot import single_shot
from workbench.gui.widgets.tint_chips import TintChips
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import Strongest, StrongestRequest

MOST_OF_A_TOKEN = 64
ASK_MS = 30
LEAST_SHARE, MOST_SHARE, FIRST_SHARE = 30, 99, 80


class LinesView(QWidget):
    """`settled`: the lines of a new trace are on screen."""

    key = "lines"
    follows = True
    settled = Signal()

    def __init__(self, session: Session, frame: PanelFrame, choice: Choice) -> None:
        super().__init__(frame.home)
        self._session, self._frame, self._choice = session, frame, choice
        self._words = AttentionWords(self)
        self._shown: Shown | None = None
        self._coming: Shown | None = None
        self._then: Callable[[], object] = lambda: None
        self._axes: Axes | None = None
        self._found: Strongest | None = None
        self._ranges: dict[str, Range] = {}
        self._job: Job | None = None
        self._due = False
        self._build(frame)
        self._timer = single_shot(ASK_MS, self._ask, parent=self)
        self._connect()
        self.retranslate()

    def _build(self, frame: PanelFrame) -> None:
        self.controls, self.more, self.picture = QWidget(frame), QWidget(frame), QWidget(self)
        self.combine = CombineBox(self.controls, each=True)
        self.share, self.share_label, self.share_said = QSlider(Qt.Orientation.Horizontal), QLabel(), QLabel()
        self.pair = PairBox(self.controls)
        self.share.setRange(LEAST_SHARE, MOST_SHARE)
        self.share.setValue(FIRST_SHARE)
        self.share.setMinimumWidth(60)
        self.share.setMaximumWidth(140)
        self.words, self.hide_sink, self.renormalise = WordsBox(self.controls), QCheckBox(self.more), RenormaliseBox(self.more)
        self.hide_sink.setChecked(True)
        row, rare = QHBoxLayout(self.controls), QHBoxLayout(self.more)
        for one in (self.combine, self.pair, self.share_label, self.share, self.share_said, self.words):
            row.addWidget(one)
        for one in (self.hide_sink, self.renormalise):
            rare.addWidget(one)
        for layout in (row, rare):
            layout.addStretch(1)
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(theme.S2)
        self.head_line, self.chips = WrappedLabel(parent=self.picture), TintChips(self.picture)
        self.lines, self.said, self.source = Bipartite(self.picture), WrappedLabel(parent=self.picture), WrappedLabel(parent=self.picture)
        self.head_line.setFont(theme.sans(bold=True))
        self.source.setProperty("role", "caption")
        self.chips.hide()
        column, outer = QVBoxLayout(self.picture), QVBoxLayout(self)
        for one, stretch in ((self.head_line, 0), (self.chips, 0), (self.lines, 1), (self.said, 0), (self.source, 0)):
            column.addWidget(one, stretch)
        outer.addWidget(self.picture)
        for layout in (column, outer):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(theme.S1)

    def _connect(self) -> None:
        self._choice.changed.connect(self._chosen)
        self.combine.changed.connect(self._look_again)
        self.chips.changed.connect(self._look_again)
        self.pair.changed.connect(self._look_again)
        for box in (self.words, self.hide_sink, self.renormalise):
            box.clicked.connect(lambda _on: self._look_again())
        self.share.valueChanged.connect(lambda _share: self._draw())
        self.lines.picked.connect(self._picked)
        self.lines.pointed.connect(self._say)

    # what the panel asks

    def title(self) -> str:
        return self.tr("Lines")

    def prepare(self, shown: Shown | None, then: Callable[[], object]) -> None:
        """Ask for the lines of a trace to come."""
        self._coming, self._then = shown, then
        if shown is not None:
            self._ask()

    def set_trace(self, shown: Shown | None) -> None:
        prepared = shown is not None and shown is self._coming
        self._shown, self._coming, self._due = shown, None, shown is not None and not prepared
        if shown is not None and shown.job is not None:
            shown.job.event.connect(self._say)  # the number of its run may come later
        if self._due and self.isVisible():
            self._ask()
        elif shown is None:
            self._found = self._axes = None

    def rows(self) -> Iterator[Sequence[object]]:
        """The lines that are drawn, strongest first."""
        yield ("layer", "head", "query", "query_token", "key", "key_token", "weight")
        lines, found = self.lines.lines_at(), self._found
        if found is not None and self._axes is not None:
            for at in reversed(range(len(lines))):
                layer, head = found.request.heads[int(lines.heads[at])]
                query, key = int(lines.queries[at]), int(lines.keys[at])
                tokens = (query, self._axes.queries.label(query), key, self._axes.keys.label(key))
                yield (layer, head, *tokens, f"{float(lines.weights[at]):.9g}")

    def snippet(self) -> str:
        if self._shown is None or self._found is None:
            return ""
        request = self._found.request
        return map_snippet(self._shown, request.heads, request.combination)

    def save_state(self) -> dict[str, object]:
        boxes = {name: box.isChecked() for name, box in self._boxes().items()}
        return {"combine": self.combine.way, "share": self.share.value(), **boxes}

    def restore_state(self, state: dict[str, object]) -> None:
        self.combine.choose(state.get("combine"))
        share = state.get("share")
        if isinstance(share, int):
            self.share.setValue(share)
        for name, box in self._boxes().items():
            if isinstance(state.get(name), bool):
                box.setChecked(state[name])
        self._look_again()

    def _boxes(self) -> dict[str, QCheckBox]:
        return {"words": self.words, "hide_sink": self.hide_sink, "renormalise": self.renormalise}

    # asking

    def _request(self, shown: Shown) -> StrongestRequest:
        head = self._choice.head_in(shown)
        self.chips.set_count(shown.sink_share.shape[1])
        heads = self.combine.heads(head, self.chips.chosen or (head[1],))
        how = self.combine.combination(words=self.words.isChecked(), renormalise=self.renormalise.isChecked())
        self._ranges = self.pair.ranges(Axes(shown, words=how.words))
        return StrongestRequest(
            shown.trace.request,
            heads,
            shown.part,
            how,
            most=MOST_OF_A_TOKEN,
            keys=self._ranges.get("key"),
            hide_sink=self.hide_sink.isChecked(),
        )

    def _ask(self) -> None:
        shown = self._coming or self._shown
        if shown is None:
            return
        request = self._request(shown)
        if self._found is not None and self._found.request == request and not self._due:
            return
        self._job = job = self._session.submit(request, key="attention lines", priority=1)
        job.done.connect(lambda found: self._answered(job, shown, found))
        job.failed.connect(lambda error: self._failed(job, error))

    def _answered(self, job: Job, shown: Shown, found: Strongest) -> None:
        if job is not self._job:
            return
        if shown is self._coming:
            self._then()
        if shown is not self._shown:
            return
        new, before = self._due or self._found is None or self._found.request.trace != found.request.trace, self._found
        self._found, self._due = found, False
        same = (
            before is not None
            and not new
            and (before.request.part, before.request.combination.words)
            == (
                found.request.part,
                found.request.combination.words,
            )
        )
        if not same:
            self._axes = Axes(shown, words=found.request.combination.words)
            self.lines.set_axes(self._axes.queries, self._axes.keys)
        if self._axes is not None:
            whole = {"query": (0, len(self._axes.queries.tokens)), "key": (0, len(self._axes.keys.tokens))}
            ranges = self._ranges or whole
            if ranges != self.lines.ranges:
                self.lines.set_range(ranges["query"], ranges["key"])
        self._draw()
        self._mark(reveal=not same)
        if new:
            self.settled.emit()

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is self._job and error.code != "cancelled":
            self._frame.bar.show_error(error)

    def _look_again(self) -> None:
        self.chips.setVisible(self.combine.way == EACH)
        if self.isVisible():
            self._timer.start()

    # showing

    def _draw(self) -> None:
        if self._found is not None:
            lines = drawn(self._found, self.share.value() / 100, queries=self._ranges.get("query"))
            self.lines.set_lines(lines, single=len(self._found.request.heads) == 1)
        self._say()

    def _chosen(self) -> None:
        if self.isVisible():
            self._timer.start()
            self._mark(reveal=True)

    def _mark(self, *, reveal: bool) -> None:
        if self._axes is not None and self._shown is not None and not self._due:
            rows = self._axes.rows_of(self._choice.positions) if self._choice.is_made else ()
            self.lines.mark(rows)
            if rows and reveal:
                self.lines.reveal(rows[-1])

    def _picked(self, side: str, row: int, extend: bool) -> None:
        if self._axes is not None and self._shown is not None and (side == "query" or self._shown.keys is self._shown.queries):
            tokens = self._axes.tokens_of(row)
            self._choice.pick(tokens[0], until=tokens[-1], extend=extend)

    # words

    def _say(self) -> None:
        self.share_said.setText(f"{self.share.value()} %")
        found, shown = self._found, self._shown
        if found is None or shown is None or self._due:
            return
        self.head_line.setText(self._words.combined(shown, found.request.heads, found.request.combination))
        self.source.setText(self._words.source(shown.trace, shown.run_id))
        lines, painted = self.lines.lines_at(), self.lines.painted()
        parts = []
        if self.lines.at is not None and self._axes is not None:
            side, position = self.lines.at
            axis = self._axes.queries if side == "query" else self._axes.keys
            words = self.tr("{token} reads") if side == "query" else self.tr("{token} is read by")
            carried = float(np.sum(lines.weights, dtype=np.float64)) / len(found.request.heads)
            parts.append(words.format(token=axis.named(position)))
            parts.append(self.tr("weights of {n} lines: {sum}").format(n=count(len(lines)), sum=f"{carried:.3f}"))
        else:
            words = self.tr("{share} % of the mass drawn · {n} lines")
            parts.append(words.format(share=f"{100 * lines.mass:.0f}", n=count(len(lines))))
        if self._ranges:
            first, end = self._ranges["query"]
            given = float(found.mass[:, first:end].sum() / max(float(found.whole[:, first:end].sum()), 1e-9))
            parts.append(self.tr("{pair}: {share} % of all that is given").format(pair=self.pair.currentText(), share=f"{100 * given:.0f}"))
        if len(painted) == MOST_PAINTED:
            parts.append(self.tr("the strongest {n} in view").format(n=count(MOST_PAINTED)))
        if found.request.combination.renormalise:
            parts.append(self.tr("without the first token, each row divided by what is left"))
        elif found.request.hide_sink:
            parts.append(self.tr("lines to the first token hidden"))
        if self._axes is not None and found.weights.shape[-1] < len(self._axes.keys.tokens):
            parts.append(self.tr("of each token at most {n}").format(n=found.weights.shape[-1]))
        self.said.setText(" · ".join(parts))

    def retranslate(self) -> None:
        for one in (self.combine, self.pair, self.words, self.renormalise):
            one.retranslate()
        self.hide_sink.setText(self.tr("Hide sink"))
        self.hide_sink.setToolTip(self.tr("Draws no lines to the first token. The other weights stay as they are."))
        self.share_label.setText(self.tr("Mass"))
        self.share_label.setBuddy(self.share)
        self.share.setAccessibleName(self.tr("Share of each token's mass that is drawn, in percent"))
        self.share.setToolTip(self.tr("The largest weights of each token are drawn until they sum to this share of its mass."))
        self.chips.name([self.tr("Head {n}").format(n=number) for number in range(len(self.chips.chips))])
        self._say()

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self.chips.setVisible(self.combine.way == EACH)
        if self._shown is not None:
            self._ask()
            self._mark(reveal=True)
