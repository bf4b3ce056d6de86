"""Works a lesson's cells off: each in a process of its own, as many at once as there are cores, recorded as they end.

`workbench _lesson` is one that outlives whoever started it; the command line runs one in its own process. The idea that is not
obvious: a lesson that was ended, however it was, is gone on with by a new one that tells again what the old one had measured.
"""

from __future__ import annotations

import contextlib
import dataclasses
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from types import FrameType

import psutil

from workbench import paths
from workbench.errors import WorkbenchError
from workbench.host.lesson_cell import PARENT_PID
from workbench.host.recorded import recorded
from workbench.host.roles import child_command, child_environment
from workbench.host.trainer import CANCELLED, DONE, FAILED, Commands
from workbench.store import RunRecording, Store
from workbench.values import (
    ARM,
    CellRequest,
    LessonCell,
    LessonRequest,
    LessonResult,
    LessonStarted,
    RunRecord,
    RunRequest,
    latest,
    pack,
    unpack,
)

LOOK_EVERY_S = 0.25
DETAILS = 2000
Place = tuple[int, int]
"""Arm and seed."""
Answer = Callable[[CellRequest], LessonCell]
Event = LessonStarted | LessonCell | LessonResult


def lesson(
    request: LessonRequest, store: Store, *, stop: threading.Event, answer: Answer | None = None
) -> tuple[RunRecording, Generator[Event, None, None]]:
    """The record of a lesson, and its events, which are recorded as they are taken. `stop`: end the cells under way, and the lesson.
    `answer`: what trains and measures a cell; None: a process of its own.

    Raises WorkbenchError, when the events are taken: run-missing, run-not-lesson. What makes a cell fail is told by the cell.
    """
    record = store.begin(request, ulid=request.key)
    return record, recorded(_Work(request, store, record, stop, answer).events(), record)


class _Work:
    def __init__(self, request: LessonRequest, store: Store, record: RunRecording, stop: threading.Event, answer: Answer | None) -> None:
        self._answer = answer or self._answered
        self._request, self._store, self._record, self._stop = request, store, record, stop
        self._cells: dict[Place, LessonCell] = {}
        self._under_way: dict[Future[LessonCell], Place] = {}
        self._processes: dict[Place, subprocess.Popen[bytes]] = {}
        self._n_workers = workers()

    def events(self) -> Iterator[Event]:
        began = time.monotonic()
        run_id = self._record.run_id
        yield LessonStarted(self._request, run_id or 0, len(self._request.cells), self._n_workers)
        for cell in self._known():
            self._cells[cell.arm, cell.seed] = cell
            yield cell
        commands = Commands(self._store, run_id) if run_id is not None else None
        with ThreadPoolExecutor(self._n_workers, thread_name_prefix="cell") as pool:
            try:
                while self._left() and not self._stop.is_set():
                    yield from self._begun(pool)
                    yield from self._ended()
                    if commands is not None and (command := commands()) is not None and command.verb == "stop":
                        self._stop.set()
            finally:
                self._end_all()
        done = [cell.state for cell in self._cells.values()]
        n_done, n_failed = done.count("done"), done.count("failed")
        yield LessonResult(n_done, n_failed, time.monotonic() - began, stopped=n_done + n_failed < len(self._request.cells))

    def _known(self) -> Iterator[LessonCell]:
        """What the run that this one goes on with has measured."""
        if self._request.parent_run is None:
            return
        known = latest(read_lesson_run(self._store, self._request.parent_run).events)
        for place in self._request.cells:
            if place in known and known[place].state == "done":
                yield dataclasses.replace(known[place], known=True)

    def _left(self) -> bool:
        return bool(self._under_way) or any(place not in self._cells for place in self._request.cells)

    def _begun(self, pool: ThreadPoolExecutor) -> Iterator[LessonCell]:
        """Begin what can be, while there are cores."""
        for place in self._request.cells:
            if place in self._cells:
                continue
            waits_for = self._waits_for(place)
            needed = self._cells.get(waits_for) if waits_for is not None else None
            if needed is not None and needed.state == "failed":
                yield self._lost(place, needed)
                continue
            if len(self._under_way) < self._n_workers and (waits_for is None or (needed is not None and needed.state == "done")):
                start = "" if needed is None else needed.path if needed.run_id is None else f"run:{needed.run_id}"
                asked = CellRequest(self._request, *place, start=start, lesson_run=self._record.run_id)
                self._under_way[pool.submit(self._answer, asked)] = place
                yield self._kept(LessonCell(*place, "running"))

    def _ended(self) -> Iterator[LessonCell]:
        ended, _ = wait(self._under_way, LOOK_EVERY_S, FIRST_COMPLETED)
        for future in ended:
            place = self._under_way.pop(future)
            cell = future.result()
            if cell.error_code == "cancelled":
                del self._cells[place]
            else:
                yield self._kept(cell)

    def _kept(self, cell: LessonCell) -> LessonCell:
        self._cells[cell.arm, cell.seed] = cell
        return cell

    def _waits_for(self, place: Place) -> Place | None:
        """The cell whose model this one begins with."""
        train = self._request.arms[place[0]].train
        if train is None or not train.start.startswith(ARM):
            return None
        names = [arm.name for arm in self._request.arms]
        number = names.index(train.start.removeprefix(ARM))
        return (number, place[1] if (number, place[1]) in self._request.cells else self._request.seeds[0])

    def _lost(self, place: Place, needed: LessonCell) -> LessonCell:
        arms = self._request.arms
        values: dict[str, object] = {
            "arm": arms[place[0]].name, "seed": place[1], "needed": arms[needed.arm].name, "run": self._record.run_id or "",
        }  # fmt: skip
        return self._kept(LessonCell(*place, "failed", error_code="lesson-cell-lost", error_values=values))

    def _answered(self, asked: CellRequest) -> LessonCell:
        """What a process of its own says of a cell."""
        place, document = (asked.arm, asked.seed), json.dumps(pack(asked)[0], allow_nan=False)
        environment = child_environment("cell") | {PARENT_PID: str(os.getpid())}
        pipe = subprocess.PIPE
        try:
            process = subprocess.Popen(child_command("cell"), env=environment, stdin=pipe, stdout=pipe, stderr=pipe)
        except OSError as error:
            return _failed(asked, "trainer-not-started", reason=str(error), name=asked.request.name)
        self._processes[place] = process
        out, err = process.communicate(document.encode("utf-8"))
        del self._processes[place]
        if process.returncode == 0:
            cell = unpack(json.loads(out))
            assert isinstance(cell, LessonCell), "that is what it says"
            return cell
        if self._stop.is_set():
            return _failed(asked, "cancelled")
        cause, last_words = f"exit status {process.returncode}", err.decode("utf-8", "replace")[-DETAILS:]
        return _failed(asked, "child-died", role="cell", cause=cause, details=last_words)

    def _end_all(self) -> None:
        """Let the cells under way stop, which keeps what they have learned as runs of their own."""
        for process in list(self._processes.values()):
            with contextlib.suppress(OSError):
                process.terminate()


def _failed(asked: CellRequest, code: str, **values: object) -> LessonCell:
    return LessonCell(asked.arm, asked.seed, "failed", error_code=code, error_values=values)


def read_lesson_run(store: Store, run_id: int) -> RunRecord:
    """A recorded lesson. Raises WorkbenchError: run-missing, run-not-lesson."""
    record = store.answer(RunRequest(run_id))
    assert isinstance(record, RunRecord)
    if not isinstance(record.request, LessonRequest):
        raise WorkbenchError("run-not-lesson", id=run_id, kind=record.row.kind)
    return record


def workers() -> int:
    """How many cells are worked off side by side: one for each core that this process may use."""
    cores = len(psutil.Process().cpu_affinity()) if hasattr(psutil.Process, "cpu_affinity") else psutil.cpu_count() or 1
    return max(1, min(cores, psutil.cpu_count(logical=False) or cores))


def main() -> None:
    """Work off the lesson that standard input asks for; does not return."""
    stop = threading.Event()

    def asked(_signal: int, _frame: FrameType | None) -> None:
        stop.set()

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, asked)
    request = unpack(json.loads(sys.stdin.buffer.read()))
    if not isinstance(request, LessonRequest):
        raise TypeError(f"a lesson is asked by a LessonRequest, not {type(request).__name__}")
    store = Store(paths.database(), on_problem=_log)
    status = FAILED
    try:
        record, events = lesson(request, store, stop=stop)
        if record.run_id is not None:  # else nobody could see it, or stop it
            for event in events:
                status = CANCELLED if isinstance(event, LessonResult) and event.stopped else DONE
    except WorkbenchError as error:
        _log(error)
        status = FAILED
    finally:
        store.close()
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(status)


def _log(error: WorkbenchError) -> None:
    print(error, error.values.get("details", ""), file=sys.stderr)  # noqa: T201 - its standard error is a log file


if __name__ == "__main__":
    main()
