"""Drives a grid in this process: each request is answered where it belongs before the next is asked.

The idea that is not obvious: the engine is only imported when a cell has to be computed, so a grid that is known already is
told in a moment.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterator

from workbench.errors import WorkbenchError
from workbench.host.roles import child_environment, role_of
from workbench.host.scheduler import Handler
from workbench.prompts import GridDriver
from workbench.prompts.board import Board
from workbench.prompts.driver import Ask, Event
from workbench.prompts.searching import search
from workbench.store import ANSWERED, Store
from workbench.values import GridResult, GridStarted, PromptGridRequest, RunStatus

_THREADING = ("OMP_NUM_THREADS", "GOMP_SPINCOUNT")


class GridRun:
    """One run of a grid, recorded as it goes."""

    def __init__(self, request: PromptGridRequest, store: Store, *, stopped: Callable[[], bool]) -> None:
        self._stopped = stopped
        self._store, self._driver = store, GridDriver(request)
        self.board = Board(self._driver.layout, self._driver.states)
        self._desks: dict[str, Handler] = {}
        self._began = time.monotonic()
        self._recording = store.begin(request)
        self._recording.see(GridStarted(len(self._driver.layout), len(self._driver.kinds)))

    def steps(self) -> Iterator[set[int]]:
        """Drive it to its end; yields the places whose cells changed. Raises KeyboardInterrupt once `stopped`."""
        driver = self._driver
        while not driver.over:
            for ask in driver.asks():
                self._keep(self._answered(ask))
                if self._stopped():
                    raise KeyboardInterrupt
                changed, driver.changed = driver.changed, set()
                yield changed

    def result(self) -> GridResult:
        """What came of it so far."""
        return self._driver.result(time.monotonic() - self._began)

    def finish(self, status: RunStatus, error: Exception | None = None) -> int | None:
        """End the record; the run's number."""
        if status == "done":
            self._recording.see(self.result())
        self._recording.finish(status, error)
        return self._recording.run_id

    def _answered(self, ask: Ask) -> list[Event]:
        began = time.monotonic()
        try:
            answer = self._answer(ask.request)
        except WorkbenchError as error:
            if error.code == "cancelled":
                raise KeyboardInterrupt from error
            return self._driver.fail(ask.number, error)
        return self._driver.answer(ask.number, answer, time.monotonic() - began)

    def _keep(self, events: list[Event]) -> None:
        for event in events:
            self._recording.see(event)
        places = [place for event in events for place in event.places]
        texts = [found.text for place in places if (found := self._driver.states[place].outcomes.get("generate")) is not None]
        for request in self.board.scorer.searches(texts):
            self.board.scorer.matched(request, search(request))

    def _answer(self, request: object) -> object:
        if isinstance(request, ANSWERED):
            return self._store.answer(request)
        answer: object = None
        for answer in self._desk(role_of(request))(request, self._stopped):  # noqa: B007 - the last is the result
            pass
        return answer

    def _desk(self, role: str) -> Handler:
        if role not in self._desks:
            self._desks[role] = _opened(role)
        return self._desks[role]


def _opened(role: str) -> Callable[[object, Callable[[], bool]], Iterator[object]]:
    if role == "text":
        from workbench.host.text_child import TextDesk

        return TextDesk()
    for name in _THREADING:  # before torch is imported: as the window's engine has it, which shares the cores with other programs
        os.environ.setdefault(name, child_environment(role).get(name, os.environ.get(name, "")))
    from workbench.host.engine_desk import EngineDesk
    from workbench.host.limits import memory_limit_bytes

    return EngineDesk(memory_limit_bytes(role))
