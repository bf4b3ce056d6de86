"""Any sequence of actions, with writes that fail before or after they took effect, leaves the record as it was meant.

Failures are injected at the connection: a statement is refused, or a COMMIT that reached the disk is reported as failed.
"""

from __future__ import annotations

import collections
import contextlib
import math
import shutil
import tempfile
from pathlib import Path
from typing import Any, ClassVar
from unittest import mock

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, rule
from store_samples import request, result, same, started, step

from workbench.errors import WorkbenchError
from workbench.store import RunRecording, Store, clerk, scribe, sealing
from workbench.store.connection import connect
from workbench.store.sqlite import sqlite3
from workbench.values import (
    Metrics,
    MetricsRequest,
    RunAnnotateRequest,
    RunDeleteRequest,
    RunList,
    RunListRequest,
    RunRecord,
    RunRequest,
    StoreCheck,
    StoreCheckRequest,
    TrainStep,
)

FULL, IOERR, BUSY = 13, 10, 5


class FailingConnection:
    """A connection that fails as planned: `plan` holds (countdown of statements, error code, whether it takes effect first)."""

    plan: ClassVar[collections.deque[tuple[int, int, bool]]] = collections.deque()

    def __init__(self, real: sqlite3.Connection) -> None:
        self._real = real

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def execute(self, statement: str, *values: object) -> sqlite3.Cursor:
        code, after = self._due(statement)
        if code and not after:
            raise failure(code)
        cursor = self._real.execute(statement, *values)
        if code:
            raise failure(code)
        return cursor

    def _due(self, statement: str) -> tuple[int, bool]:
        if not self.plan or statement.startswith(("SELECT", "PRAGMA")):
            return 0, False
        countdown, code, after = self.plan[0]
        # Only a COMMIT may take effect and still be reported as failed.
        if countdown > 0 or (after and statement != "COMMIT"):
            self.plan[0] = (max(countdown - 1, 0), code, after)
            return 0, False
        self.plan.popleft()
        return code, after


def failure(code: int) -> sqlite3.OperationalError:
    error = sqlite3.OperationalError("injected")
    error.sqlite_errorcode = code
    return error


class Expected:
    """What a run must hold."""

    def __init__(self, text: str) -> None:
        self.text, self.status = text, "running"
        self.events: list[object] = []
        self.losses: list[float] = []
        self.result: object = None
        self.note = ""
        self.deleted = self.purged = False


class RecordMachine(RuleBasedStateMachine):
    runs = Bundle("runs")

    @initialize()
    def start(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.expected: dict[RunRecording, Expected] = {}
        FailingConnection.plan.clear()
        quick = dict.fromkeys(scribe.RETRY_AFTER_S, 0.0005)
        self.patches = [
            mock.patch.object(scribe, "connect", lambda path: FailingConnection(connect(path))),
            mock.patch.object(scribe, "RETRY_AFTER_S", quick),
            mock.patch.object(clerk, "PAUSE_S", 0.001),
            *(mock.patch.object(sealing, name, size) for name, size in (("CHUNK", 8), ("LEAST", 3), ("BLOCK", 4))),
        ]
        for patch in self.patches:
            patch.start()
        self.store = Store(self.folder / "workbench.db")

    @rule(target=runs, text=st.sampled_from(["대한민국", "short", "긴 글 " * 60, ""]))
    def begin(self, text: str) -> RunRecording:
        recording = self.store.begin(request(text))
        self.expected[recording] = Expected(text)
        return recording

    @rule(recording=runs, count=st.integers(1, 5))
    def see_steps(self, recording: RunRecording, count: int) -> None:
        events = self.expected[recording].events
        for _ in range(count):
            recording.see(step(len(events)))
            self._expect(recording, step(len(events)))

    @rule(recording=runs, count=st.integers(1, 20), back=st.sampled_from([0, 0, 0, 5]))
    def measure(self, recording: RunRecording, count: int, back: int) -> None:
        """Steps of a training, which may go back first."""
        expected = self.expected[recording]
        first = max(1, len(expected.losses) + 1 - back)
        losses = [float(first), math.nan, math.inf, *range(17)][:count]
        for number, loss in enumerate(losses, first):
            recording.see(TrainStep(number, loss, 1e-3, 1.0, number, 1.0))
        if expected.status == "running":
            expected.losses[first - 1 :] = losses

    @rule(recording=runs)
    def see_start(self, recording: RunRecording) -> None:
        recording.see(started())
        self._expect(recording, started())

    @rule(recording=runs, status=st.sampled_from(["done", "failed", "cancelled"]))
    def finish(self, recording: RunRecording, status: Any) -> None:
        if status == "done":
            recording.see(result())
        recording.finish(status)
        expected = self.expected[recording]
        if expected.status == "running":
            expected.status = status
            expected.result = result() if status == "done" else None

    @rule(countdown=st.integers(0, 12), code=st.sampled_from([FULL, IOERR, BUSY]))
    def refuse_a_statement(self, countdown: int, code: int) -> None:
        FailingConnection.plan.append((countdown, code, False))

    @rule()
    def misreport_a_commit(self) -> None:
        FailingConnection.plan.append((0, IOERR, True))

    @rule(recording=runs, note=st.text("가나다 xyz", max_size=5))
    def annotate(self, recording: RunRecording, note: str) -> None:
        if self.expected[recording].purged:
            return
        self._insist(RunAnnotateRequest(recording.run_id or 0, note=note))
        self.expected[recording].note = note

    @rule(recording=runs)
    def hide_or_restore(self, recording: RunRecording) -> None:
        if self.expected[recording].purged:
            return
        expected = self.expected[recording]
        self._insist(RunDeleteRequest((recording.run_id or 0,), restore=expected.deleted))
        expected.deleted = not expected.deleted

    @rule()
    def reopen(self) -> None:
        """Open runs end with their store, hidden ones are gone."""
        self._calm()
        self.store.close()
        for recording, expected in self.expected.items():
            if expected.deleted:
                expected.purged = True
            elif expected.status == "running":
                expected.status = "interrupted"
            recording.finish("failed")  # too late to count
        self.store = Store(self.folder / "workbench.db")
        self._compare()

    @invariant()
    def the_record_is_what_was_seen(self) -> None:
        if hasattr(self, "store"):
            self._compare()

    def teardown(self) -> None:
        if not hasattr(self, "store"):
            return
        self._calm()
        self._compare()
        assert self.store.answer(StoreCheckRequest()) == StoreCheck(ok=True, problems=())
        self.store.close()
        for patch in self.patches:
            patch.stop()
        shutil.rmtree(self.folder)

    def _expect(self, recording: RunRecording, event: object) -> None:
        expected = self.expected[recording]
        if expected.status == "running":
            expected.events.append(event)

    def _calm(self) -> None:
        """No more failures; what waits is written."""
        FailingConnection.plan.clear()
        self._settle()

    def _settle(self) -> None:
        """An answer comes after what was left before it was tried to be written; ask until nothing waits."""
        self.store.answer(RunListRequest(limit=0))
        while self.store._clerk._entries:
            self.store.answer(RunListRequest(limit=0))

    def _insist(self, request: object) -> object:
        """What failed may be asked for again, whether it took effect or not."""
        while True:
            with contextlib.suppress(WorkbenchError):
                return self.store.answer(request)

    def _compare(self) -> None:
        self._settle()
        listed = self.store.answer(RunListRequest())
        assert isinstance(listed, RunList)
        visible = {recording.run_id for recording, expected in self.expected.items() if not expected.deleted}
        assert {row.id for row in listed.rows} == visible
        for recording, expected in self.expected.items():
            if expected.purged:
                continue
            record = self.store.answer(RunRequest(recording.run_id or 0))
            assert isinstance(record, RunRecord)
            assert (record.row.status, record.row.note, record.request) == (expected.status, expected.note, request(expected.text))
            assert same(record.result, expected.result)
            assert len(record.events) == len(expected.events)
            assert all(same(a, b) for a, b in zip(record.events, expected.events, strict=True))
            measured = self._insist(MetricsRequest(recording.run_id or 0, names=("loss",)))
            assert isinstance(measured, Metrics)
            losses = [value for curve in measured.curves for value in curve.values.tolist()]
            np.testing.assert_array_equal(losses, expected.losses)


RecordMachine.TestCase.settings = settings(
    max_examples=60, stateful_step_count=30, deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
TestRecord = RecordMachine.TestCase
