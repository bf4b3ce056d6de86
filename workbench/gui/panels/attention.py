"""Attention: where every head reads, in several views of one trace.

Owns the trace (`attention_trace` decides when to make one), which of its attentions is shown, which view is in front, and what is
said while there is nothing to see; each view (see `attention_view`) needs one line, in VIEWS. The idea that is not obvious: a new
trace takes the place of the old one only when the view in front can draw it, so nothing is ever blank in between.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.models.origin import Origin
from workbench.gui.panels.attention_ablate import AblateView
from workbench.gui.panels.attention_choice import Choice
from workbench.gui.panels.attention_compare import CompareView
from workbench.gui.panels.attention_flow import FlowView
from workbench.gui.panels.attention_heads import HeadsView
from workbench.gui.panels.attention_inputs import InputsView
from workbench.gui.panels.attention_inside import InsideView
from workbench.gui.panels.attention_keeping import AttentionKeeping
from workbench.gui.panels.attention_lens import LensView
from workbench.gui.panels.attention_lines import LinesView
from workbench.gui.panels.attention_logit import LogitView
from workbench.gui.panels.attention_patch import PatchView
from workbench.gui.panels.attention_place import AttentionPlace
from workbench.gui.panels.attention_shown import Shown, shares_of
from workbench.gui.panels.attention_steer import SteerView
from workbench.gui.panels.attention_stored import AttentionStored
from workbench.gui.panels.attention_time import AttentionTime
from workbench.gui.panels.attention_token import TokenView
from workbench.gui.panels.attention_trace import Tracing
from workbench.gui.panels.attention_types import TypesView
from workbench.gui.panels.attention_view import AttentionView, need_of
from workbench.gui.panels.attention_words import AttentionWords
from workbench.gui.session import Job, Session
from workbench.gui.widgets.change_strip import ChangeStrip
from workbench.gui.widgets.export import Export
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.front_stack import FrontStack
from workbench.gui.widgets.grouped_switch import GroupedSwitch
from workbench.gui.widgets.hint import Hint
from workbench.gui.widgets.time_strip import TimeStrip
from workbench.values import Intervention, Progress, RunRecord, Subject, TraceRequest, TraceSummary

VIEWS = {
    "see": (
        HeadsView,
        LinesView,
        TokenView,
        TypesView,
        InsideView,
        CompareView,
    ),
    "explain": (
        FlowView,
        LensView,
        LogitView,
        InputsView,
    ),
    "try": (AblateView, PatchView, SteerView),
}
"""By group: what the pattern is, what follows from it, what happens when it is changed. A group without views is not offered."""


class AttentionPanel(QWidget):
    """The panel. `shown_job()` is the trace on screen, or what the view in front shows; `refresh()` traces the present text now.

    `undo_asked`: the person wants the last change of the model taken back."""

    undo_asked = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.tracing, self.choice = Tracing(session, self), Choice(session, self)
        self._words = AttentionWords(self)
        self._shown: Shown | None = None
        self._coming: Shown | None = None
        self._part = ""
        self._stored: RunRecord | None = None
        self._opened: AttentionView | None = None
        self._due, self._failed, self._keeps = True, False, False
        self._build()
        self._connect()
        self.retranslate()
        self.changes.set_interventions(session.interventions)
        self._subject_changed(session.subject)

    def _build(self) -> None:
        self.frame = PanelFrame(self)
        self.frame.home = self._stack = FrontStack(self.frame.home)
        self.frame.view.addWidget(self._stack, 1)
        made = {group: [make(self._session, self.frame, self.choice) for make in views] for group, views in VIEWS.items() if views}
        self._views: dict[str, AttentionView] = {view.key: view for views in made.values() for view in views}
        self.switch = GroupedSwitch({group: [view.key for view in views] for group, views in made.items()}, self)
        self.place, self._more = AttentionPlace(self.frame), QWidget(self.frame)
        self.hint, self.kept = Hint(self._stack), AttentionStored(self._session, self._words, self._stack)
        self.frame.title_row.setStretch(1, 0)
        self.frame.title_row.addSpacing(theme.S3)
        self.frame.title_row.addWidget(self.switch, 1)
        self.frame.controls.addWidget(self.place)
        rare = QVBoxLayout(self._more)
        rare.setContentsMargins(0, 0, 0, 0)
        for one in (self.hint, self.kept, *self._views.values()):
            self._stack.addWidget(one)
        self.keeping = AttentionKeeping(self._session, self.frame.bar, self)
        self.exports = {key: self._export(view) for key, view in self._views.items()}
        for view in self._views.values():
            if view.controls is not None:
                self.frame.controls.addWidget(view.controls, 1)
            if getattr(view, "more", None) is not None:
                rare.addWidget(view.more)
            self.frame.title_row.addWidget(self.exports[view.key].button)
        self.frame.controls.addStretch()
        self.frame.add_more(self._more)
        self.changes, self.strip = ChangeStrip(self.frame), TimeStrip(self.frame)
        self.frame.add_strip(self.changes)
        self.frame.add_strip(self.strip)
        self.time = AttentionTime(self._session, self.strip, views=tuple(self._views.values()), front=self._looked_at, parent=self)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.frame)

    def _export(self, view: AttentionView) -> Export:
        """Saving what a view shows."""
        saved = getattr(view, "picture", view)
        name, arrays, gather = f"attention-{view.key}", getattr(view, "arrays", None), getattr(view, "gather", None)
        made = Export(saved, self.frame.bar, name=name, rows=view.rows, arrays=arrays, snippet=view.snippet, gather=gather)
        made.menu.addSeparator()
        made.menu.addAction(self.keeping.action)
        return made

    def _connect(self) -> None:
        t = self.tracing
        self._session.subject_changed.connect(self._subject_changed)
        self._session.interventions_changed.connect(self._interventions_changed)
        self.changes.undo_asked.connect(self.undo_asked)
        self.changes.clear_asked.connect(lambda: self._session.intervene(()))
        self._session.run_opened.connect(self._run_opened)
        t.emptied.connect(self._empty)
        t.stale.connect(self._stale)
        t.loading.connect(self._loading)
        t.traced.connect(self._traced)
        t.failed.connect(self._trace_failed)
        self.choice.changed.connect(lambda: self.place.set_head(self.choice.head))
        self.time.wanted.connect(self.open_request)
        self.time.left.connect(self._follow)
        self.time.moved.connect(self._go_back)
        self.keeping.checked.connect(self._say_stored)
        self.kept.model_came.connect(self._run_opened)
        self.frame.refreshed.connect(self.refresh)
        self.frame.cancelled.connect(t.cancel)
        self.hint.asked.connect(self._hint_asked)
        self.switch.chosen.connect(self._view_chosen)
        self.place.head_chosen.connect(self.choice.choose_head)
        self.place.part_chosen.connect(self._choose_part)
        for view in self._views.values():
            if hasattr(view, "settled"):
                view.settled.connect(self._settled)

    # what the window asks of every panel

    def title(self) -> str:
        return self.tr("Attention")

    def view(self, key: str) -> AttentionView:
        """One of the views."""
        return self._views[key]

    @property
    def shown(self) -> Shown | None:
        """The trace on screen."""
        return self._shown

    def shown_job(self) -> Job | None:
        """The job whose answer is on screen: the front view's own, or the trace, if it is the present text's and not a stored run's."""
        own = getattr(self._front, "shown_job", None)
        found = own() if own is not None else None
        if found is not None or self._stored is not None or self._coming is not None or self._is_stale():
            return found
        return self._shown.job if self._shown is not None else None

    def origin(self) -> Origin:
        """What is on screen, for a picture that opens again."""
        own = getattr(self._front, "shown_job", None)
        job = own() if own is not None else None
        if job is not None:
            return Origin.of(job.result, job, None)
        return Origin.of(self._shown.trace, self._shown.job, self._stored) if self._shown is not None else Origin()

    def save_state(self) -> dict[str, object]:
        states = {f"{key}/{name}": value for key, view in self._views.items() for name, value in view.save_state().items()}
        layer, head = self.choice.head
        return {"view": self.switch.key, "part": self._part, "layer": layer, "head": head, **self.time.save_state(), **states}

    def restore_state(self, state: dict[str, object]) -> None:
        self._part = str(state.get("part", ""))
        self.time.restore_state(state)
        layer, head = state.get("layer"), state.get("head")
        if isinstance(layer, int) and isinstance(head, int):
            self.choice.remember_head((layer, head))
        for key, view in self._views.items():
            view.restore_state({name.removeprefix(f"{key}/"): value for name, value in state.items() if name.startswith(f"{key}/")})
        self.switch.choose(str(state.get("view", "")))
        self._show_view()

    # tracing

    def refresh(self) -> None:
        """Trace the present text, however long it takes."""
        self._due = False
        self.time.leave()
        self.frame.bar.clear()
        self.tracing.refresh()
        self._say()

    def open_request(self, request: TraceRequest) -> None:
        """Trace what was written, or what a saved picture shows, where that is more than the text under study."""
        self._due, self._opened = False, None
        self.tracing.trace(request)
        if self.time.live and hasattr(self._front, "foresee"):
            self._front.foresee(request)

    def _subject_changed(self, subject: Subject) -> None:
        self._due, self._opened = True, None
        self.time.leave()
        self.choice.forget()
        if self.isVisible() or not subject.model or not subject.text:
            self._follow()
        self._say()

    def _interventions_changed(self, interventions: Sequence[Intervention]) -> None:
        """The same text in another model. Somebody has asked for it, so it may take its time."""
        self.changes.set_interventions(interventions)
        self._due = True
        if self.isVisible():
            self.refresh()

    def _follow(self) -> None:
        self._due, self._stored = False, None
        self.frame.bar.clear()
        self.tracing.follow()

    def _run_opened(self, record: RunRecord) -> None:
        if isinstance(record.request, TraceRequest):
            self._due, self._opened = False, None
            self.tracing.reopen(record)
            return
        for view in self._views.values():
            if isinstance(record.request, getattr(view, "opens", ())):
                self._opened = view
                self.switch.choose(view.key)
                view.show_run(record)
                self._show_view()

    def _loading(self, progress: Progress | None) -> None:
        if not self.time.live:  # one of many: what is there stays as it is until more is
            self.frame.show_loading(self._words.loading(progress), progress)

    def _looked_at(self) -> AttentionView | None:
        return self._front if self.isVisible() else None

    def _go_back(self) -> None:
        """The trace is shown as it was when so many tokens were written: look at the last of them."""
        until = self.time.until
        if self._shown is not None and self._shown.causal:
            self.choice.pick((until or len(self._shown.queries.tokens)) - 1)

    def _stale(self) -> None:
        self.time.stop()
        self._failed = self._keeps = False
        self._expect(None)
        if self._shown is None:
            self.frame.show_current()
            self._show_view()
        else:
            self.frame.show_stale()

    def _empty(self) -> None:
        self._failed = self._keeps = False
        self._forget()
        self.frame.bar.clear()

    def _trace_failed(self, error: WorkbenchError) -> None:
        self.time.stop()
        self._failed = True
        self._keeps = self.tracing.stored is not None and self.kept.show_run(self.tracing.stored, error)
        self._forget()
        if self._keeps:
            self.frame.bar.clear()
        elif error.code == "model-not-installed":
            self.frame.bar.show_error(error, action_text=self.tr("Choose a model"), action=self._session.model_wanted.emit)
        else:
            self.frame.bar.show_error(error)

    def _forget(self) -> None:
        self._expect(None)
        self._give(None)
        self.frame.show_current()

    def _traced(self, summary: TraceSummary) -> None:
        """The numbers are there; the view changes when its first picture is."""
        self._expect(Shown.of(summary, self._part, self.tracing.job))

    def _choose_part(self, part: str) -> None:
        """Show another attention of the same trace."""
        self._part = part
        self.choice.forget()
        if self._shown is not None and self._coming is None:
            self._expect(Shown.of(self._shown.trace, part, self._shown.job))

    def _expect(self, shown: Shown | None) -> None:
        """Take up a trace as soon as the view in front can draw it; None: none is to come."""
        before, self._coming = self._coming, shown
        prepare = getattr(self._front, "prepare", None)
        if prepare is not None and (before is not None or shown is not None) and need_of(self._front, shown) is None:
            prepare(shown, lambda: self._adopt(shown))
        elif shown is not None:
            self._adopt(shown)

    def _adopt(self, shown: Shown) -> None:
        if shown is not self._coming:
            return
        self._coming, self._stored = None, self.tracing.stored
        self._failed = self._keeps = False
        self.place.set_parts(tuple(shares_of(shown.trace)), shown.part)
        self.place.set_shape(*shown.sink_share.shape)
        self._give(shown)
        self.frame.show_current()
        self.frame.bar.clear()
        self._say_stored()
        if not hasattr(self._front, "settled"):
            self._settled()
        self._say_stored()

    def _give(self, shown: Shown | None) -> None:
        """Show a trace in all views, or nothing."""
        self._shown = shown
        self.choice.set_trace(shown)
        self.keeping.set_trace(shown, self._stored)
        self.time.set_trace(shown)
        self.place.set_head(self.choice.head)
        for view in self._views.values():
            view.set_trace(shown if need_of(view, shown) is None else None)
        self.time.show_until()
        self._show_view()

    def _settled(self) -> None:
        if self._shown is not None:
            self.tracing.settled(self._shown.trace)
            self.time.settled()

    # views

    @property
    def _front(self) -> AttentionView:
        return self._views[self.switch.key]

    def _view_chosen(self) -> None:
        self._opened = None
        if self._coming is not None:
            self._adopt(self._coming)  # it waited for a picture of the view that was in front
        self._show_view()
        self.time.look()

    def _show_view(self) -> None:
        front = self._front
        ready = front is self._opened or (self._shown is not None and need_of(front, self._shown) is None)
        self._stack.setCurrentWidget(front if ready else self.kept if self._keeps else self.hint)
        more = getattr(front, "more", None) if ready else None
        for view in self._views.values():
            for one in (view.controls, getattr(view, "more", None), self.exports[view.key].button):
                if one is not None:
                    one.setVisible(ready and view is front)
        self.place.setVisible(self._shown is not None)
        self.place.heads.setVisible(ready and getattr(front, "uses_head", True))
        self.frame.more.setVisible(more is not None)
        self._more.setVisible(more is not None and self.frame.more.isChecked())
        self._say()

    def _hint_asked(self) -> None:
        need = need_of(self._front, self._shown)
        if self._session.subject.model and need is None:
            self.refresh()
        else:
            self._session.model_wanted.emit()

    # words

    def _say(self) -> None:
        need = need_of(self._front, self._shown)
        if need is None:
            self.hint.say(*self._words.hint(self._session.subject, failed=self._failed, busy=self.tracing.busy))
        else:
            self.hint.say(need.title, need.body, self.tr("Choose a model") if need.of_model else "")

    def _say_stored(self) -> None:
        if self._stored is not None and self._shown is not None:
            said, more = self._words.reopened(self._stored, self._shown.trace)
            self.frame.bar.show_notice(said, more=" ".join(part for part in (more, self.keeping.said()) if part))

    def retranslate(self) -> None:
        self.frame.set_title(self.title())
        groups = {"see": self.tr("See"), "explain": self.tr("Explain"), "try": self.tr("Try")}
        self.switch.name({key: view.title() for key, view in self._views.items()}, groups, self.tr("View"))
        for one in (self.place, self.kept, self.keeping, *self._views.values()):
            one.retranslate()
        self._say()
        if self.frame.bar.isVisible() and self.frame.bar.error is None:
            self._say_stored()

    # Qt

    def _is_stale(self) -> bool:
        job = self._shown.job if self._shown is not None else None
        return job is None or job.request != self.tracing.wanted

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._is_stale():
            self.refresh()
        else:
            super().keyPressEvent(event)

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        if self._due:
            self._follow()
            self._say()
        self.time.look()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def sizeHint(self) -> QSize:
        return QSize(1100, 700)
