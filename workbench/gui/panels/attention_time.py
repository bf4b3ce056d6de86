"""The Attention panel in time: it follows what is written, and goes back to any token of it.

Going back computes nothing: no token reads a later one, so the map as it was is the map now without its later rows and columns.
Following makes new traces, each of all ids so far, and rests after each for so long that writing is hardly slowed (see REST).
"""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from workbench.gui.models.followed import Followed
from workbench.gui.panels.attention_shown import Shown
from workbench.gui.session import Session
from workbench.gui.widgets.single_shot import single_shot
from workbench.gui.widgets.time_strip import TimeStrip
from workbench.values import TraceRequest

REST = 5.0
"""So many times as long as a trace took, with its pictures, nothing is asked: writing keeps five sixths of the engine, and more."""
LEAST_MS = 50


class AttentionTime(QObject):
    """`wanted` (a TraceRequest) when another trace is due, `left` when the text alone is; `moved` when `until` is another."""

    wanted = Signal(object)
    left = Signal()
    moved = Signal()

    def __init__(self, session: Session, strip: TimeStrip, *, is_seen: Callable[[], bool], parent: QObject) -> None:
        super().__init__(parent)
        self._strip, self._is_seen = strip, is_seen
        self.followed = Followed(session, self)
        self._shown: Shown | None = None
        self._asked: TraceRequest | None = None
        self._begun_s = 0.0
        self._likes = True
        self._rest = single_shot(LEAST_MS, self.look, parent=self)
        self.followed.changed.connect(self._changed)
        strip.switched.connect(self._switched)
        strip.moved.connect(lambda _n: self.moved.emit())

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
        self._strip.set_shown(self._written())

    def settled(self) -> None:
        """All pictures of a trace that was asked for are there: what was written meanwhile comes after a rest."""
        if self._asked is not None and self._shown is not None and self._shown.trace.request == self._asked:
            took_ms = 1000 * (time.monotonic() - self._begun_s)
            self._asked = None
            self._rest.start(max(LEAST_MS, int(REST * took_ms) if self.followed.running else 0))

    def stop(self) -> None:
        """What was asked for does not come, or is not wanted any more."""
        self._asked = None
        self._rest.stop()

    def look(self) -> None:
        """Ask for the newest trace, if somebody looks, and nothing is on its way or rests."""
        newest = self.followed.request()
        if self.followed.running and self._likes and newest is not None and self._is_seen():
            self._strip.on.setChecked(True)
        on = self._strip.on.isChecked() and self._is_seen()
        if not on or newest is None or self._asked is not None or self._rest.isActive():
            return
        if self._shown is None or self._shown.trace.request != newest:
            self._asked, self._begun_s = newest, time.monotonic()
            self.wanted.emit(newest)

    def leave(self) -> None:
        """The text alone is shown from now on."""
        self.stop()
        self._strip.on.setChecked(False)

    def save_state(self) -> dict[str, object]:
        return {"follow": self._likes}

    def restore_state(self, state: dict[str, object]) -> None:
        self._likes = state.get("follow", True) is True

    def _written(self) -> int | None:
        return self.followed.n_written(self._shown.trace.request) if self._shown is not None else None

    def _changed(self) -> None:
        texts = self.followed.texts
        self._strip.set_written(texts, running=self.followed.running)
        if not texts:
            if self._strip.on.isChecked() and not self.followed.running:
                self.leave()
            return
        if not self.followed.running and self._rest.isActive():
            self._rest.start(LEAST_MS)  # nothing is slowed any more
        self.look()

    def _switched(self, on: bool) -> None:
        self._likes = on
        self.stop()
        if on:
            self.look()
        else:
            self.left.emit()
