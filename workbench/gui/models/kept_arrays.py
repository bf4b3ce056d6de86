"""Keeping the arrays of a trace with its run, and holding them against the trace when the run is opened again.

The engine writes the file and reads it, the store takes it in by its sha256: gigabytes never pass through the window.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from workbench import paths
from workbench.errors import WorkbenchError
from workbench.gui.session import Job, Session
from workbench.values import (
    RunKeepRequest,
    RunKept,
    RunKeptRequest,
    RunStarted,
    TraceCheck,
    TraceCheckRequest,
    TraceRequest,
    TraceSaveRequest,
)

NAME = "trace.npz"


class KeptArrays(QObject):
    """`kept` (a RunKept) when a run has its arrays. `checked` (run number, a TraceCheck) where a run had kept some."""

    kept = Signal(object)
    checked = Signal(int, object)
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session

    def keep(self, trace: TraceRequest, job: Job) -> None:
        """Keep the arrays of a trace that a job has answered; it becomes a run if it is none."""
        if job.run_id is not None:
            self.keep_with(trace, job.run_id)
            return
        job.event.connect(lambda event: isinstance(event, RunStarted) and self.keep_with(trace, event.run_id))
        self._session.keep(job)

    def keep_with(self, trace: TraceRequest, run_id: int) -> None:
        """Keep the arrays of a trace with this run."""
        folder = paths.artefacts()
        try:
            folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            self.failed.emit(WorkbenchError("folder-not-writable", path=folder, reason=error.strerror or str(error)))
            return
        path = str(folder / f"run-{run_id}.npz")
        self._ask(
            TraceSaveRequest(trace, path),
            lambda _saved: self._ask(RunKeepRequest(run_id, NAME, path=path, media_type="application/x-npz"), self.kept.emit),
        )

    def check(self, trace: TraceRequest, run_id: int) -> None:
        """Hold what this run keeps against its trace; nothing happens if it keeps none."""
        self._ask(RunKeptRequest(run_id, NAME), lambda found: self._found(trace, run_id, found))

    def _found(self, trace: TraceRequest, run_id: int, found: RunKept) -> None:
        if found.path:
            self._ask(TraceCheckRequest(trace, found.path), lambda check: self._checked(run_id, check))

    def _checked(self, run_id: int, check: TraceCheck) -> None:
        self.checked.emit(run_id, check)

    def _ask(self, request: object, then: Callable[..., object]) -> None:
        job = self._session.submit(request)
        job.done.connect(then)
        job.failed.connect(lambda error: error.code != "cancelled" and self.failed.emit(error))
