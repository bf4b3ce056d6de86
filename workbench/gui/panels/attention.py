"""Attention: where every head reads. One trace, seen as the grid of all heads, as one head, and as one token's row.

Composes what its neighbours do: `attention_trace` decides when to trace, `attention_views` asks the engine, the widgets draw.
The idea that is not obvious: a new text takes the place of the old one at the moment its first picture is there, all at once;
so labels, weights and lists on screen always belong together, and nothing is ever blank in between.
"""

from __future__ import annotations

import dataclasses
from typing import cast

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.panels.attention_columns import AttentionColumns
from workbench.gui.panels.attention_controls import AttentionControls, Looks
from workbench.gui.panels.attention_picture import AttentionPicture
from workbench.gui.panels.attention_readout import AttentionReadout
from workbench.gui.panels.attention_saving import AttentionSaving
from workbench.gui.panels.attention_shown import Shown, part_of, shares_of
from workbench.gui.panels.attention_side import AttentionSide
from workbench.gui.panels.attention_stored import AttentionStored
from workbench.gui.panels.attention_trace import Tracing
from workbench.gui.panels.attention_views import EXACT_TOKENS, Views
from workbench.gui.panels.attention_words import AttentionWords, Head
from workbench.gui.session import Job, Session
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.head_grid import HeadGrid
from workbench.gui.widgets.heat_map import ZOOM_STEP
from workbench.gui.widgets.hint import Hint
from workbench.gui.widgets.single_shot import single_shot
from workbench.values import Grid, GridRequest, HeadImage, HeadRequest, Part, RunRecord, Selection, Subject, TraceRequest, TraceSummary

VIEW_MS, GRID_MS = 30, 200
MOST_THUMBNAIL = 128


class AttentionPanel(QWidget):
    """The panel. `shown_job()` is the trace on screen; `refresh()` traces the present text now."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.tracing, self.views = Tracing(session, self), Views(session, self)
        self._words = AttentionWords(self)
        self._coming: TraceSummary | None = None
        self._job: Job | None = None
        self._shown: Shown | None = None
        self._part, self._head = "", (0, 0)
        self._special: int | None = None
        self._early: Grid | None = None
        self._stored: RunRecord | None = None
        self._due, self._failed = True, False
        self._build()
        due = {"view": (VIEW_MS, self._ask_head), "grid": (GRID_MS, self._ask_grid)}
        self._timers = {name: single_shot(interval_ms, act, parent=self) for name, (interval_ms, act) in due.items()}
        self._connect()
        self.retranslate()
        self._subject_changed(session.subject)

    def _build(self) -> None:
        self.frame = PanelFrame(self)
        self.controls = AttentionControls(self.frame)
        self.grid, self.picture = HeadGrid(self), AttentionPicture(self)
        self.map, self.bar = self.picture.map, self.picture.bar
        self.readout = AttentionReadout(self.views, self.map, self.grid, self._words, self)
        self.side = AttentionSide(self._session, self)
        self.columns = AttentionColumns(self.grid, self.picture, self.side, self)
        self.hint, self._stack = Hint(self), QStackedWidget(self)
        self.kept = AttentionStored(self._session, self._words, self)
        for one in (self.hint, self.columns, self.kept):
            self._stack.addWidget(one)
        content = QWidget(self)
        outer = QVBoxLayout(content)
        outer.setContentsMargins(theme.S4, 0, theme.S4, theme.S2)
        outer.addWidget(self._stack, 1)
        self.frame.set_view(content)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.frame)
        self.saving = AttentionSaving(self.picture, self.views, self.frame.bar)
        self.export = self.saving.export
        self.frame.controls.addWidget(self.export.button)
        self.frame.title_row.insertWidget(1, self.readout, 1)
        self.frame.title_row.insertSpacing(1, theme.S4)

    def _connect(self) -> None:
        s, t = self._session, self.tracing
        s.subject_changed.connect(self._subject_changed)
        s.selection_changed.connect(self._selection_changed)
        s.run_opened.connect(self._run_opened)
        t.emptied.connect(self._empty)
        t.stale.connect(self._stale)
        t.loading.connect(lambda progress: self.frame.show_loading(self._words.loading(progress), progress))
        t.traced.connect(self._traced)
        t.failed.connect(self._trace_failed)
        self.views.grid.connect(self._show_grid)
        self.views.head.connect(self._show_head)
        self.views.exact.connect(self._show_exact)
        self.views.failed.connect(self._view_failed)
        self.side.failed.connect(self._view_failed)
        self.kept.model_came.connect(self._run_opened)
        self.frame.refreshed.connect(self.refresh)
        self.frame.cancelled.connect(t.cancel)
        self.hint.asked.connect(self._hint_asked)
        self.controls.head_chosen.connect(self._choose_head)
        self.controls.part_chosen.connect(self._choose_part)
        self.controls.changed.connect(self._look_again)
        self.controls.zoomed.connect(lambda steps: self.map.zoom(ZOOM_STEP ** (2 * steps)) if steps else self.map.fit())
        self.grid.picked.connect(self._choose_head)
        self.grid.opened.connect(self._open_head)
        self.grid.resized.connect(lambda: self._timers["grid"].start())
        self.map.view_changed.connect(self._view_changed)
        self.map.picked.connect(self.pick_token)
        self.side.picked.connect(self.pick_token)

    # what the window asks of every panel

    def title(self) -> str:
        return self.tr("Attention")

    def shown_job(self) -> Job | None:
        """The trace on screen, if it is the present text's and not a stored run's already."""
        job = self._job
        fits = job is not None and self._stored is None and isinstance(job.request, TraceRequest)
        return job if fits and job.request.subject == self._session.subject else None

    def save_state(self) -> dict[str, object]:
        looks = dataclasses.asdict(self.controls.looks)
        layer, head = self._head
        return {"looks": looks, "part": self._part, "layer": layer, "head": head, "sizes": self.columns.chosen_sizes}

    def restore_state(self, state: dict[str, object]) -> None:
        self.controls.set_looks(Looks.from_state(state.get("looks")))
        self._part = str(state.get("part", ""))
        layer, head, sizes = state.get("layer"), state.get("head"), state.get("sizes")
        if isinstance(layer, int) and isinstance(head, int):
            self._head = (layer, head)
        if isinstance(sizes, list):
            self.columns.choose_sizes(sizes)
        self._look_again()

    # tracing

    def refresh(self) -> None:
        """Trace the present text, however long it takes."""
        self._due = False
        self.frame.bar.clear()
        self.tracing.refresh()

    def _subject_changed(self, subject: Subject) -> None:
        self._due, self._special = True, None
        if self.isVisible() or not subject.model or not subject.text:
            self._follow()

    def _follow(self) -> None:
        self._due, self._stored = False, None
        self.frame.bar.clear()
        self.tracing.follow()

    def _run_opened(self, record: RunRecord) -> None:
        if isinstance(record.request, TraceRequest):
            self._due = False
            self.tracing.reopen(record)

    def _stale(self) -> None:
        self._failed = False
        self._coming = None
        if self._shown is None:
            self.frame.show_current()
            self._show_hint()
        else:
            self.frame.show_stale()

    def _empty(self) -> None:
        self._forget()
        self._failed = False
        self.frame.bar.clear()
        self._show_hint()

    def _trace_failed(self, error: WorkbenchError) -> None:
        self._forget()
        self._failed = True
        self._show_hint()
        if self.tracing.stored is not None and self.kept.show_run(self.tracing.stored, error):
            self._stack.setCurrentWidget(self.kept)
            self.frame.bar.clear()
        elif error.code == "model-not-installed":
            self.frame.bar.show_error(error, action_text=self.tr("Choose a model"), action=self._session.model_wanted.emit)
        else:
            self.frame.bar.show_error(error)

    def _forget(self) -> None:
        self._shown = self._coming = self._job = None
        self.views.begin(None)
        self.frame.show_current()

    def _show_hint(self) -> None:
        self._stack.setCurrentWidget(self.hint)
        self._say()

    def _hint_asked(self) -> None:
        if self._session.subject.model:
            self.refresh()
        else:
            self._session.model_wanted.emit()

    def _traced(self, summary: TraceSummary) -> None:
        """The numbers are there; the view changes when the first picture is."""
        self._coming, self._early = summary, None
        self.views.begin(summary.request)
        self._head = Shown.of(summary, self._part).within(self._chosen_head())
        self.views.ask(self._head_request(summary.request))
        self._ask_grid()

    def _adopt(self, summary: TraceSummary) -> None:
        self._coming, self._job = None, self.tracing.job
        self._failed = False
        self._stored = self.tracing.stored
        shown = self._shown = Shown.of(summary, self._part)
        self.controls.set_parts(tuple(shares_of(summary)), shown.part)
        self.controls.set_shape(*shown.sink_share.shape)
        self.controls.set_head(*self._head)
        self.grid.set_shape(shown.sink_share)
        self.grid.select(*self._head)
        self.map.set_tokens(shown.queries.tokens, None if shown.keys is shown.queries else shown.keys.tokens, causal=shown.causal)
        self.side.set_trace(shown)
        self._stack.setCurrentWidget(self.columns)
        self.columns.share()
        self.frame.show_current()
        self.frame.bar.clear()
        if self._job is not None:
            self._job.event.connect(lambda _event: self._say())  # the number of its run may come later
        self._point_at_head()
        self._mark()
        self._ask_exact()
        if self._early is not None:
            self._show_grid(self._early)
            self._early = None
        if self._stored is not None:
            self._say_stored()

    # views

    def _head_request(self, trace: TraceRequest) -> HeadRequest:
        looks, part = self.controls.looks, self._wanted_part()
        return HeadRequest(trace, *self._head, pixels=self.map.pixels, reduce=looks.reduce, hide_sink=looks.hide_sink, part=part)

    @property
    def _newest(self) -> TraceSummary | None:
        return self._coming or (self._shown.trace if self._shown is not None else None)

    def _wanted_part(self) -> Part:
        """The attention to ask for; "" where the model has but one."""
        trace = self._newest
        return cast(Part, part_of(trace, self._part)) if trace is not None and trace.target is not None else ""

    def _ask_head(self) -> None:
        """Ask for the next picture of the head that would show more; it comes back here until all is there."""
        if self._shown is not None and self._coming is None:
            wanted = self.map.wanted(self._head_request(self._shown.trace.request))
            if wanted is not None:
                self.views.ask(wanted)

    def _ask_grid(self) -> None:
        trace = self._newest
        if trace is not None:
            looks = self.controls.looks
            size = max(8, min(MOST_THUMBNAIL, self.grid.thumbnail_pixels))
            self.views.ask(GridRequest(trace.request, size, looks.reduce, looks.hide_sink, self._wanted_part()))

    def _ask_exact(self) -> None:
        if self._shown is not None and max(self.map.view.n_queries, self.map.view.n_keys) <= EXACT_TOKENS:
            self.views.ask_exact(self._head, self._shown.array)

    def _show_head(self, image: HeadImage) -> None:
        if self._coming is not None and image.request.trace == self._coming.request:
            self._adopt(self._coming)
        self.map.add(image)
        self.map.set_exact(self.views.weights(self._head))
        self._rescale()
        self._ask_head()

    def _show_grid(self, grid: Grid) -> None:
        if self._coming is not None:
            self._early = grid  # before the head: it waits until the view changes
        elif self._shown is not None:
            self.grid.set_grid(grid.images, grid.ranges[:, :, 1], causal=self._shown.causal)
            self._rescale()
            self.tracing.settled(self._shown.trace)

    def _show_exact(self) -> None:
        self.map.set_exact(self.views.weights(self._head))

    def _view_failed(self, error: WorkbenchError) -> None:
        if error.code != "cancelled":
            self.frame.bar.show_error(error)

    def _view_changed(self) -> None:
        self._timers["view"].start()
        if self.controls.looks.scale == "view":
            self._rescale()

    def _look_again(self) -> None:
        """Show the same with other settings."""
        looks = self.controls.looks
        self.grid.set_colormap(looks.colours)
        self.grid.set_scale(common=looks.scale == "all", root=looks.root)
        self.picture.set_colormap(looks.colours)
        self._rescale()
        self._ask_head()
        self._ask_grid()

    def _rescale(self) -> None:
        looks = self.controls.looks
        high = self.grid.highest if looks.scale == "all" else None
        self.picture.set_scale(high, of_view=looks.scale == "view", root=looks.root)
        self._say()

    # selection: the session's is the truth

    def _chosen_head(self) -> Head:
        now = self._session.selection
        return (now.layer, now.head) if now.layer is not None and now.head is not None else self._head

    def _choose_part(self, part: str) -> None:
        """Show another attention of the same trace."""
        self._part, self._special = part, None
        if self._shown is not None and self._coming is None:
            self._traced(self._shown.trace)

    def _choose_head(self, layer: int, head: int) -> None:
        now = self._session.selection
        self._session.select(Selection(now.start, now.end, layer, head))

    def _open_head(self) -> None:
        if self._is_stale():
            self.refresh()
        else:
            self.map.setFocus()

    def pick_token(self, position: int) -> None:
        """Select one token everywhere; one that covers nothing of the text (a special one), here."""
        if self._shown is None or not 0 <= position < len(self._shown.queries.tokens):
            return
        now, (low, high) = self._session.selection, self._shown.span_of(position)
        self._special = position if high <= low else None
        if high > low:
            self._session.select(Selection(low, high, now.layer, now.head))
        self._mark()

    def selected_positions(self) -> list[int]:
        """The tokens under the selection; without one, the last."""
        if self._shown is None or not len(self._shown.queries.tokens):
            return []
        if self._special is not None and self._special < len(self._shown.queries.tokens):
            return [self._special]
        return self._shown.positions_of(self._session.selection)

    def _selection_changed(self, selection: Selection) -> None:
        if self._shown is None:
            return
        if selection.end > selection.start and self._shown.studies_queries:
            self._special = None
        head = self._shown.within(self._chosen_head())
        if head != self._head:
            self._head = head
            self.controls.set_head(*head)
            self.grid.select(*head)
            self.map.set_exact(None)
            self._point_at_head()
            self._timers["view"].start()
            self._ask_exact()
        self._mark()
        self._say()

    def _point_at_head(self) -> None:
        if self._shown is not None:
            self.readout.set_trace(self._shown, self._head)
            self.saving.set_trace(self._shown, self._head)

    def _mark(self) -> None:
        positions = self.selected_positions()
        if positions:
            if tuple(positions) != self.map.marked:
                self.map.mark(positions)
                self.map.reveal(positions[-1])
            self.side.ask(positions[-1], layer=self._head[0], head=self._head[1])

    # words

    def _say(self) -> None:
        shown = self._shown
        self.controls.set_visible(shown is not None)
        for one in (self.readout, self.export.button, self.frame.more):
            one.setVisible(shown is not None)
        self.hint.say(*self._words.hint(self._session.subject, failed=self._failed))
        if shown is not None:
            image, looks = self.map.images[-1] if self.map.images else None, self.controls.looks
            source = self._words.source(shown.trace, self._job.run_id if self._job else None)
            self.picture.set_words(self._words.title(shown, self._head), source)
            remarks = self._words.remarks(image, cut=self.map.is_cut, scale=looks.scale, root=looks.root)
            self.bar.set_words(self._words.nothing(shown), remarks)
        self.readout.say()

    def _say_stored(self) -> None:
        if self._stored is not None and self._shown is not None:
            said, more = self._words.reopened(self._stored, self._shown.trace)
            self.frame.bar.show_notice(said, more=more)

    def retranslate(self) -> None:
        self.frame.set_title(self.title())
        self.kept.retranslate()
        self._say()
        if self.frame.bar.isVisible() and self.frame.bar.error is None:
            self._say_stored()

    # Qt

    def _is_stale(self) -> bool:
        return self._job is None or getattr(self._job.request, "subject", None) != self._session.subject

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._is_stale():
            self.refresh()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        if self._due:
            self._follow()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def sizeHint(self) -> QSize:
        return QSize(1100, 700)
