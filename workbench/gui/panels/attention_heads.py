"""Heads: the grid of all heads, one of them as a map, and what one token reads in it.

The idea that is not obvious: a new text takes the place of the old one at the moment its first picture is there, all at once;
so labels, weights and lists on screen always belong together, and nothing is ever blank in between.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable, Sequence

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.panels.attention_axes import Axes
from workbench.gui.panels.attention_choice import Choice
from workbench.gui.panels.attention_columns import AttentionColumns
from workbench.gui.panels.attention_combine import Range
from workbench.gui.panels.attention_controls import AttentionControls, Looks
from workbench.gui.panels.attention_picture import AttentionPicture
from workbench.gui.panels.attention_readout import AttentionReadout
from workbench.gui.panels.attention_shown import Shown
from workbench.gui.panels.attention_side import AttentionSide
from workbench.gui.panels.attention_views import EXACT_TOKENS, Views
from workbench.gui.panels.attention_words import AttentionWords, Head, exact_arrays, exact_rows, map_snippet, python_snippet
from workbench.gui.session import Session
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.head_grid import HeadGrid
from workbench.gui.widgets.heat_map import ZOOM_STEP
from workbench.gui.widgets.map_view import Region
from workbench.gui.widgets.single_shot import single_shot
from workbench.gui.widgets.type_words import TypeWords
from workbench.values import PLAIN, Grid, GridRequest, HeadImage, HeadRequest, TraceRequest

VIEW_MS, GRID_MS = 30, 200
GRID_REST_MS, GRID_REST = 250, 4
"""While a text is written, the grid rests at least so long, and so many times as long as the last one took: it costs most of all."""
MOST_THUMBNAIL = 128


class HeadsView(QWidget):
    """The first view. `settled`: map and grid of a new trace are on screen."""

    key = "heads"
    settled = Signal()

    def __init__(self, session: Session, frame: PanelFrame, choice: Choice) -> None:
        super().__init__(frame.home)
        self._frame, self._choice = frame, choice
        self.views, self._words, self._types = Views(session, self), AttentionWords(self), TypeWords(self)
        self._shown: Shown | None = None
        self._coming: Shown | None = None
        self._then: Callable[[], object] = lambda: None
        self._head: Head = (0, 0)
        self._early: Grid | None = None
        self._pictured: GridRequest | None = None
        self._seen: Shown | None = None
        self._axes: Axes | None = None
        self._how = PLAIN
        self._block: Region | None = None
        self._due = False
        self._until: int | None = None
        self._live, self._grid_s = False, 0.0
        self._build(session)
        due = {"view": (VIEW_MS, self._ask_head), "grid": (GRID_MS, self._ask_grid), "rest": (GRID_REST_MS, self._ask_grid)}
        self._timers = {name: single_shot(interval_ms, act, parent=self) for name, (interval_ms, act) in due.items()}
        self._connect()
        self.retranslate()

    def _build(self, session: Session) -> None:
        self.looks = AttentionControls(self._frame)
        self.controls, self.more = self.looks.row, self.looks.more
        self.grid, self.picture = HeadGrid(self), AttentionPicture(self)
        self.map, self.bar = self.picture.map, self.picture.bar
        self.readout = AttentionReadout(self.views, self.map, self.grid, self._words, self)
        self.readout.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.side = AttentionSide(session, self)
        self.columns = AttentionColumns(self.grid, self.picture, self.side, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S1)
        column.addWidget(self.columns, 1)
        column.addWidget(self.readout)

    def _connect(self) -> None:
        self._choice.changed.connect(self._chosen)
        self._choice.types.changed.connect(self._badge)
        self.views.grid.connect(self._show_grid)
        self.views.head.connect(self._show_head)
        self.views.exact.connect(self._show_exact)
        self.views.failed.connect(self._failed)
        self.side.failed.connect(self._failed)
        self.looks.changed.connect(self._look_again)
        self.looks.zoomed.connect(lambda steps: self.map.zoom(ZOOM_STEP ** (2 * steps)) if steps else self.map.fit())
        self.grid.picked.connect(self._choice.choose_head)
        self.grid.opened.connect(self._open_head)
        self.grid.resized.connect(lambda: self._timers["grid"].start())
        self.map.view_changed.connect(self._view_changed)
        self.map.picked.connect(self._picked)
        self.side.picked.connect(self._picked)
        self.side.together_changed.connect(self._mark)

    # what the panel asks

    def title(self) -> str:
        return self.tr("Heads")

    def prepare(self, shown: Shown | None, then: Callable[[], object]) -> None:
        """Ask for the first picture of a trace to come."""
        self._coming, self._then, self._early, self._pictured = shown, then, None, None
        newest = self._newest
        self.views.begin(newest.trace.request if newest is not None else None)
        if shown is not None:
            self._head = self._choice.head_in(shown)
            self.views.ask(self._head_request(shown))
            self._ask_grid()

    def set_trace(self, shown: Shown | None) -> None:
        """What was prepared takes its place at once; anything else when somebody looks."""
        prepared = shown is not None and shown is self._coming
        self._shown, self._coming, self._due = shown, None, shown is not None
        if shown is None:
            self.views.begin(None)
        elif prepared:
            self._take_place(shown)
        elif self.isVisible():
            self._catch_up()

    def rows(self) -> Sequence[Sequence[object]]:
        """The exact weights in view, once they were gathered."""
        weights = self.views.weights(self._head, self._how)
        return exact_rows(self._seen, weights, self._region) if weights is not None and self._seen is not None else []

    def arrays(self) -> dict[str, np.ndarray]:
        """The same as they are."""
        weights = self.views.weights(self._head, self._how)
        if weights is None or self._seen is None:
            return {}
        return exact_arrays(self._seen, self._head, weights, self._region)

    def gather(self, then: Callable[[], object]) -> None:
        """Fetch the exact weights of the head."""
        if self._shown is not None:
            self.views.ask_exact(self._head, self._shown, self._how, then)

    def set_live(self, live: bool) -> None:
        """While many traces come, the grid is asked for now and then, and exact weights are not."""
        was, self._live = self._live, live
        if was and not live and self.isVisible():
            self._timers["rest"].stop()
            self._ask_grid()
            self._ask_exact()

    def foresee(self, trace: TraceRequest) -> None:
        """The next of many traces is on its way: its first picture comes with it, not a turn later."""
        if self._shown is not None and self._coming is None:
            self.views.foresee(dataclasses.replace(self._head_request(self._shown), trace=trace))

    def set_until(self, n: int | None) -> None:
        """Show the map as it was with so many tokens; None: all."""
        self._until = n
        for one in (self.map, self.side):
            one.set_until(self._rows_until)

    @property
    def _rows_until(self) -> int | None:
        """How many rows of the map that makes."""
        if self._until is None or self._axes is None:
            return self._until
        return self._axes.rows_of((max(0, self._until - 1),))[-1] + 1

    @property
    def _region(self) -> Region:
        """What is in view of the map, as far as it is there."""
        q0, q1, k0, k1 = self.map.view.region
        if self._block is not None:
            block = self._block
            q0, q1, k0, k1 = max(q0, block[0]), min(q1, block[1]), max(k0, block[2]), min(k1, block[3])
        until = self._rows_until
        if until is None:
            return q0, q1, k0, k1
        own = self._shown is not None and self._shown.keys is self._shown.queries
        return q0, max(q0, min(q1, until)), k0, max(k0, min(k1, until)) if own else k1

    def snippet(self) -> str:
        if self._shown is None:
            return ""
        return python_snippet(self._shown, self._head) if self._how.plain else map_snippet(self._shown, (self._head,), self._how)

    def save_state(self) -> dict[str, object]:
        return {"looks": dataclasses.asdict(self.looks.looks), "sizes": self.columns.chosen_sizes}

    def restore_state(self, state: dict[str, object]) -> None:
        self.looks.set_looks(Looks.from_state(state.get("looks")))
        sizes = state.get("sizes")
        if isinstance(sizes, list):
            self.columns.choose_sizes(sizes)
        self._look_again()

    def retranslate(self) -> None:
        self.looks.retranslate()
        self._badge()
        self._say()

    # another trace

    def _catch_up(self) -> None:
        if self._shown is not None:
            self.prepare(None, lambda: None)
            self._take_place(self._shown)
            self._ask_head()
            self._ask_grid()

    def _take_place(self, shown: Shown) -> None:
        self._due, self._head, self._how = False, self._choice.head, self.looks.combination
        self._axes = Axes(shown, words=self._how.words)
        seen = self._seen = dataclasses.replace(shown, queries=self._axes.queries, keys=self._axes.keys)
        self.grid.set_shape(shown.sink_share)
        self.grid.select(*self._head)
        self.map.set_tokens(seen.queries.tokens, None if seen.keys is seen.queries else seen.keys.tokens, causal=shown.causal)
        for one in (self.map, self.side):
            one.set_until(self._rows_until)
        self._show_block()
        self.side.set_trace(seen, keep=self._live)
        self.columns.share()
        if shown.job is not None:
            shown.job.event.connect(self._say)  # the number of its run may come later
        self.readout.set_trace(seen, self._head, self._how)
        self._badge()
        self._mark()
        self._ask_exact()
        early, self._early = self._early, None
        if early is not None:
            self._show_grid(early)
        self._say()

    # asking

    @property
    def _looks_current(self) -> bool:
        """Whether somebody sees the trace that is shown."""
        return self.isVisible() and not self._due

    @property
    def _newest(self) -> Shown | None:
        return self._coming or self._shown

    def _head_request(self, shown: Shown) -> HeadRequest:
        looks = self.looks.looks
        return HeadRequest(
            shown.trace.request,
            *self._head,
            pixels=self.map.pixels,
            reduce=looks.reduce,
            hide_sink=looks.hide_sink and not looks.renormalise,
            part=shown.part,
            combination=self.looks.combination,
        )

    def _ask_head(self) -> None:
        """Ask for the next picture of the head that would show more; it comes back here until all is there."""
        if self._shown is not None and self._coming is None and self._looks_current:
            wanted = self.map.wanted(self._head_request(self._shown))
            if wanted is not None:
                self.views.ask(wanted)

    def _ask_grid(self) -> None:
        newest = self._newest
        if newest is None or (self._live and (self._coming is not None or self._timers["rest"].isActive())):
            return
        if self._coming is not None or self._looks_current:
            looks = self.looks.looks
            size = max(8, min(MOST_THUMBNAIL, self.grid.thumbnail_pixels))
            block = _block(self.looks.pair.ranges(Axes(newest)))
            request = GridRequest(newest.trace.request, size, looks.reduce, looks.hide_sink, newest.part, block)
            if request != self._pictured:
                self._grid_s = time.monotonic()
                self.views.ask(request)

    def _ask_exact(self) -> None:
        if self._shown is not None and not self._live and max(self.map.view.n_queries, self.map.view.n_keys) <= EXACT_TOKENS:
            self.views.ask_exact(self._head, self._shown, self._how)

    def _failed(self, error: WorkbenchError) -> None:
        if error.code != "cancelled":
            self._frame.bar.show_error(error)

    # showing

    def _show_head(self, image: HeadImage) -> None:
        if image.request.combination != self.looks.combination:
            return  # another map was asked for meanwhile
        if self._coming is not None and image.request.trace == self._coming.trace.request:
            self._then()
        self.map.add(image)
        self.map.set_exact(self.views.weights(self._head, self._how))
        self._rescale()
        self._ask_head()
        if self._live:
            self.settled.emit()
            self._ask_grid()

    def _show_grid(self, grid: Grid) -> None:
        if self._coming is not None:
            self._early = grid  # before the head: it waits until the view changes
        elif self._shown is not None:
            self._pictured = grid.request
            if self._live:
                self._timers["rest"].start(max(GRID_REST_MS, int(GRID_REST * 1000 * (time.monotonic() - self._grid_s))))
            self.grid.set_grid(grid.images, grid.ranges[:, :, 1], causal=self._shown.causal and grid.request.region is None)
            self._rescale()
            if not self._live:
                self.settled.emit()

    def _show_exact(self) -> None:
        self.map.set_exact(self.views.weights(self._head, self._how))

    def _view_changed(self) -> None:
        self._timers["view"].start()
        if self.looks.looks.scale == "view":
            self._rescale()

    def _look_again(self) -> None:
        """Show the same with other settings."""
        looks = self.looks.looks
        self.grid.set_colormap(looks.colours)
        self.grid.set_scale(common=looks.scale == "all", root=looks.root)
        self.picture.set_colormap(looks.colours)
        self._rescale()
        if self._coming is not None:
            self.prepare(self._coming, self._then)
        elif self._shown is not None and self._looks_current and self.looks.combination != self._how:
            self._take_together(self._shown)
        self._show_block()
        self._ask_head()
        self._ask_grid()

    def _show_block(self) -> None:
        """Of two texts, show what one gives to one, where that is chosen."""
        self._block = _block(self.looks.pair.ranges(self._axes)) if self._axes is not None else None
        self.map.set_block(self._block)

    def _take_together(self, shown: Shown) -> None:
        """Make the map of other heads, or of words: as another trace, it takes the place of the present one when it is there."""
        self.prepare(shown, lambda: self.set_trace(shown) if shown is self._coming else None)

    def _rescale(self) -> None:
        looks = self.looks.looks
        high = self.grid.highest if looks.scale == "all" else None
        self.picture.set_scale(high, of_view=looks.scale == "view", root=looks.root)
        self._say()

    def _badge(self) -> None:
        """Name the heads by their types on random tokens, once those are known."""
        if self._shown is not None:
            types = self._choice.types
            found = types.answer(types.prepared(self._shown.trace.request, self._shown.part))
            self.grid.set_badges(self._types.badges(found) if found is not None else {})

    # what is chosen

    def _chosen(self) -> None:
        if self._shown is None or self._due:
            return
        if self._choice.head != self._head:
            self._head = self._choice.head
            self.grid.select(*self._head)
            self.map.set_exact(None)
            self.readout.set_trace(self._seen, self._head, self._how)
            if self.isVisible():
                self._timers["view"].start()
                self._ask_exact()
        self._mark()
        self._say()

    def _open_head(self) -> None:
        if self._frame.stale:
            self._frame.refreshed.emit()
        else:
            self.map.setFocus()

    def _mark(self) -> None:
        positions = self._choice.positions
        if positions and self._axes is not None:
            rows = self._axes.rows_of(positions)
            if rows != self.map.marked:
                self.map.mark(rows)
                self.map.reveal(rows[-1])
            if self.isVisible():
                self.side.ask(rows, positions[-1], layer=self._head[0], head=self._head[1], how=self._how)

    def _picked(self, row: int) -> None:
        """A row of the map: the token, or those of the word, everywhere; with Shift from what is selected on."""
        if self._axes is not None and 0 <= row < len(self._axes.queries.tokens):
            tokens = self._axes.tokens_of(row)
            shift = QGuiApplication.keyboardModifiers() & Qt.KeyboardModifier.ShiftModifier
            self._choice.pick(tokens[0], until=tokens[-1], extend=bool(shift))

    # words

    def _say(self) -> None:
        shown = self._shown
        if shown is not None and not self._due:
            image, looks = self.map.images[-1] if self.map.images else None, self.looks.looks
            source = self._words.source(shown.trace, shown.run_id)
            title = self._words.combined(shown, (self._head,), self._how)
            self.picture.set_words(f"{title} · {self.looks.pair.currentText()}" if self._block is not None else title, source)
            remarks = self._words.remarks(image, cut=self.map.is_cut, scale=looks.scale, root=looks.root)
            self.bar.set_words(self._words.nothing(shown), remarks)
        self.readout.say()

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self.columns.share()
        if self._due:
            self._catch_up()
        elif self._shown is not None:
            self._look_again()
            self._ask_exact()
            self._mark()


def _block(ranges: dict[str, Range]) -> Region | None:
    """The rows and columns of a pair of texts; None: all."""
    return (*ranges["query"], *ranges["key"]) if ranges else None
