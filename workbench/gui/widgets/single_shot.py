"""A timer that fires once, some time after it was last started: for what should wait until the hand rests."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer


def single_shot(interval_ms: int, act: Callable[[], object], *, parent: QObject) -> QTimer:
    """`start()` begins the wait anew."""
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(interval_ms)
    timer.timeout.connect(act)
    return timer
