"""The questions asked of one trace, each kind under a key of its own: a newer question replaces the older one."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from PySide6.QtCore import QObject, Signal

from workbench.gui.panels.attention_shown import Head, Shown
from workbench.gui.session import Job, Session
from workbench.values import (
    PLAIN,
    Arrays,
    ArraysRequest,
    CellsRequest,
    Combination,
    Combined,
    CombinedRequest,
    GridRequest,
    HeadRequest,
    TraceRequest,
)

EXACT_TOKENS = 512
"""Up to this length a head is fetched in float32 (1 MiB) as soon as it is looked at; then hovering asks nobody."""

ViewRequest = GridRequest | HeadRequest | CellsRequest | ArraysRequest | CombinedRequest


class Views(QObject):
    """Answers that belong to another trace than the present one are dropped."""

    grid = Signal(object)
    head = Signal(object)
    cells = Signal(object)
    row = Signal(object)
    exact = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._trace: TraceRequest | None = None
        self._asked: dict[str, Job] = {}
        self._foreseen: Job | None = None
        self._weights: tuple[tuple[Head, Combination], np.ndarray] | None = None

    def begin(self, trace: TraceRequest | None) -> None:
        """Ask of this trace from now on, or of another of its attentions."""
        self._trace, self._weights = trace, None
        self._asked.clear()
        foreseen, self._foreseen = self._foreseen, None
        if foreseen is not None and foreseen.running and foreseen.request.trace == trace:
            self._asked["head"] = foreseen

    def foresee(self, request: HeadRequest) -> None:
        """Ask of a trace that is being made, too: the answer counts if that is the next to begin with."""
        self._foreseen = self._sent(request, "head", 0, self.head.emit)

    def ask(self, request: GridRequest | HeadRequest | CellsRequest | CombinedRequest) -> None:
        """Ask, unless the same is under way."""
        key, priority, answered = {
            GridRequest: ("grid", 0, self.grid),
            HeadRequest: ("head", 1, self.head),
            CellsRequest: ("cells", 2, self.cells),
            CombinedRequest: ("cells", 2, self.row),
        }[type(request)]
        self._submit(request, key, priority, answered.emit)

    def ask_exact(self, head: Head, shown: Shown, how: Combination = PLAIN, then: Callable[[], object] | None = None) -> None:
        """Fetch the weights of a head, or of what `how` makes of it; `then` is called once they are here."""
        if self._trace is None:
            return
        if self.weights(head, how) is not None:
            if then is not None:
                then()
            return
        request: ViewRequest = ArraysRequest(self._trace, (shown.array,), layers=(head[0],), heads=(head[1],))
        if not how.plain:
            request = CombinedRequest(self._trace, *head, shown.part, how)

        def keep(answer: Arrays | Combined) -> None:
            self._weights = (head, how), answer.weights if isinstance(answer, Combined) else answer.arrays[shown.array][0, 0]
            self.exact.emit()
            if then is not None:
                then()

        self._submit(request, "exact", 0, keep, again=then is not None)

    def weights(self, head: Head, how: Combination = PLAIN) -> np.ndarray | None:
        """float32 [queries, keys] of a head, or of what `how` makes of it, if it was fetched."""
        return self._weights[1] if self._weights is not None and self._weights[0] == (head, how) else None

    def _submit(self, request: ViewRequest, key: str, priority: int, take: Callable[..., object], *, again: bool = False) -> None:
        asked = self._asked.get(key)
        if request.trace != self._trace or (asked is not None and asked.request == request and not again):
            return
        self._asked[key] = self._sent(request, key, priority, take)

    def _sent(self, request: ViewRequest, key: str, priority: int, take: Callable[..., object]) -> Job:
        job = self._session.submit(request, key=key, priority=priority)
        job.done.connect(lambda answer: self._ended(key, job) and take(answer))
        job.failed.connect(lambda error: self._ended(key, job) and error.code != "cancelled" and self.failed.emit(error))
        return job

    def _ended(self, key: str, job: Job) -> bool:
        """Whether this was the newest question of its kind."""
        newest = self._asked.get(key) is job
        if newest:
            del self._asked[key]
        return newest
