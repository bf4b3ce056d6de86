"""The Attention panel in time: it follows what is written, and goes back to any token of it.

Going back computes nothing: no token reads a later one, so the map as it was is the map now without its later rows and columns.
Following makes new traces, each of all ids so far. The engine keeps what it reads while it writes, so most of them cost it no pass,
and one is asked for as soon as the one before is on screen; what does cost is followed by a rest (see REST).
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject, Signal

from workbench.gui.models.followed import Followed
from workbench.gui.panels.attention_shown import Shown
from workbench.gui.panels.attention_view import AttentionView
from workbench.gui.session import Session
from workbench.gui.widgets.single_shot import single_shot
from workbench.gui.widgets.time_strip import TimeStrip
from workbench.values import GridRequest, TraceRequest

REST = 1.0
"""So many times as long as a trace cost, nothing is asked: writing keeps at least half of the engine."""
PICTURES = 1.2
"""What a trace that had to be read costs with the picture of one head, in times of what it costs by itself: measured with 30 to 110 tokens,
1.05 to 1.2."""
FRAME_MS = 33
"""The engine's words come no faster than that."""
LEAST_MS = 250
"""Views that ask much are shown a trace so seldom, and rest as long as one took them."""


class AttentionTime(QObject):
    """`wanted` (a TraceRequest) when another trace is due, `left` when the text alone is; `moved` when `until` is another.
    It tells the views that have `set_until` and `set_live`."""

    wanted = Signal(object)
    left = Signal()
    moved = Signal()

    def __init__(
        self,
        session: Session,
        strip: TimeStrip,
        *,
        views: Sequence[AttentionView],
        front: Callable[[], AttentionView | None],
        parent: QObject,
    ) -> None:
        """`front`: the view that somebody looks at."""
        super().__init__(parent)
        self._session, self._strip, self._views, self._front = session, strip, views, front
        self.followed = Followed(session, self)
        self._shown: Shown | None = None
        self._asked: TraceRequest | None = None
        self._asked_s, self._was_answering = 0.0, False
        self._alone_ms, self._is_first = float("inf"), True
        self._likes, self._was_live = True, False
        self._rest = single_shot(FRAME_MS, self.look, parent=self)
        self.followed.changed.connect(self._changed)
        session.jobs_changed.connect(self._jobs_changed)
        strip.switched.connect(self._switched)
        strip.moved.connect(lambda _n: self._moved())

    @property
    def live(self) -> bool:
        """Whether a trace is one of many: nothing needs to be said of it."""
        return self._strip.on.isChecked() and self.followed.running

    @property
    def until(self) -> int | None:
        """So many tokens that read are to be seen; None: all."""
        return None if self._strip.n is None or self._written() is None else self.followed.n_before + self._strip.n

    def set_trace(self, shown: Shown | None) -> None:
        """Another trace is on screen."""
        self._shown = shown
        if shown is not None and shown.trace.request.ids is None:
            self._alone_ms, self._is_first = shown.trace.duration_ms, True
        self._strip.set_shown(self._written())

    def show_until(self) -> None:
        """Let the views show so many tokens as are to be seen."""
        for view in self._views:
            if hasattr(view, "set_until"):
                view.set_until(self.until)

    def _moved(self) -> None:
        self.show_until()
        self.moved.emit()

    def settled(self) -> None:
        """All pictures of a trace that was asked for are there: what was written meanwhile comes after a rest."""
        if self._asked is not None and self._shown is not None and self._shown.trace.request == self._asked:
            # Not by the clock: meanwhile the engine has also been writing. A first trace is read layer by layer in turns with that, so
            # its own time says too much, and that of the text alone is taken.
            own_ms = self._shown.trace.duration_ms
            cost_ms = PICTURES * (min(own_ms, self._alone_ms) if self._is_first else own_ms)
            self._is_first = False
            self._asked = None
            least = FRAME_MS if hasattr(self._front(), "set_live") else LEAST_MS
            self._rest.start(max(least, int(REST * cost_ms)) if self.followed.running else FRAME_MS)

    def stop(self) -> None:
        """What was asked for does not come, or is not wanted any more."""
        self._asked = None
        self._rest.stop()

    def look(self) -> None:
        """Ask for the newest trace, if somebody looks, and nothing is on its way or rests."""
        self._ask()
        if self.live != self._was_live:
            self._was_live = self.live
            for view in self._views:
                if hasattr(view, "set_live"):
                    view.set_live(self.live)

    def _ask(self) -> None:
        newest = self.followed.request()
        if self.followed.running and self._likes and newest is not None and self._is_seen():
            self._strip.on.setChecked(True)
        on = self._strip.on.isChecked() and self._is_seen()
        if not on or newest is None or self._asked is not None or self._rest.isActive() or self._is_answering():
            return
        if self._shown is None or self._shown.trace.request != newest:
            self._asked, self._asked_s = newest, time.monotonic()
            self.wanted.emit(newest)

    def _is_seen(self) -> bool:
        """Whether somebody looks at a view that can be shown what is written now."""
        front = self._front()
        return front is not None and (not self.followed.running or hasattr(front, "set_live") or getattr(front, "follows", False))

    def _is_answering(self) -> bool:
        """Whether something is still asked of the trace on screen: another would take its place."""
        shown = self._shown.trace.request if self._shown is not None else None
        asked = [job.request for job in self._session.jobs if getattr(job.request, "trace", None) == shown]
        if hasattr(self._front(), "set_live"):
            asked = [request for request in asked if isinstance(request, GridRequest)]  # the rest is answered before the next trace
        return self.followed.running and bool(asked)

    def _jobs_changed(self) -> None:
        was, self._was_answering = self._was_answering, self._is_answering()
        if was and not self._was_answering and self._asked is None and self._strip.on.isChecked():
            if hasattr(self._front(), "set_live"):
                self.look()
            else:
                self._rest.start(max(LEAST_MS, int(1000 * (time.monotonic() - self._asked_s))))

    def leave(self) -> None:
        """The text alone is shown from now on."""
        self.stop()
        self._strip.on.setChecked(False)
        self.look()

    def save_state(self) -> dict[str, object]:
        return {"follow": self._likes}

    def restore_state(self, state: dict[str, object]) -> None:
        self._likes = state.get("follow", True) is True

    def _written(self) -> int | None:
        return self.followed.n_written(self._shown.trace.request) if self._shown is not None else None

    def _changed(self) -> None:
        texts = self.followed.texts
        self._strip.set_written(texts, running=self.followed.running)
        if not texts and self._strip.on.isChecked() and not self.followed.running:
            self.leave()
        if not self.followed.running and self._rest.isActive():
            self._rest.start(FRAME_MS)  # nothing is slowed any more
        self.look()

    def _switched(self, on: bool) -> None:
        self._likes = on
        self.stop()
        if on:
            self.look()
        else:
            self.left.emit()
