"""Does a stored generation come out again? Generates it once more beside what is on screen, and says where they part, if they do.

Owns the one running replay (key `replay`). Nothing of it is recorded: it is a comparison, not another run.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from workbench.errors import WorkbenchError
from workbench.gui import i18n
from workbench.gui.session import Job, Session
from workbench.gui.widgets.notes import Note
from workbench.gui.widgets.numbers import count
from workbench.gui.widgets.single_shot import single_shot
from workbench.gui.widgets.visible import visible_token
from workbench.values import Cause, GenerateRequest, ReplayResult, ReplayStep, RunRecord, replay_request

REFRESH_MS = 120


class Replay(QObject):
    """`changed` when there is something else to say; `parted(place)` at the first step that is another one."""

    changed = Signal()
    parted = Signal(int)

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._record: RunRecord | None = None
        self._job: Job | None = None
        self._steps: list[ReplayStep] = []
        self.result: ReplayResult | None = None
        self._error: WorkbenchError | None = None
        self._refresh = single_shot(REFRESH_MS, self.changed.emit, parent=self)

    def begin(self, record: RunRecord) -> None:
        """Generate this run again."""
        self._forget(record)
        try:
            request = replay_request(record)
        except WorkbenchError as error:
            self._error = error
            self.changed.emit()
            return
        job = self._job = self._session.submit(request, key="replay")
        job.event.connect(lambda event: self._saw(job, event))
        job.done.connect(lambda result: self._done(job, result))
        job.failed.connect(lambda error: self._failed(job, error))
        self.changed.emit()

    def stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _forget(self, record: RunRecord | None) -> None:
        self.stop()
        self._record, self._job, self._steps, self.result, self._error = record, None, [], None, None

    def _saw(self, job: Job, event: object) -> None:
        if job is self._job and isinstance(event, ReplayStep):
            self._steps.append(event)
            if not self._refresh.isActive():
                self._refresh.start()

    def _done(self, job: Job, result: object) -> None:
        if job is self._job and isinstance(result, ReplayResult):
            self._job, self.result = None, result
            self.changed.emit()
            if result.position is not None:
                self.parted.emit(result.position)

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is self._job:
            self._job = None
            self._error = error if error.code != "cancelled" else None
            self._steps = []
            self.changed.emit()

    # saying

    def notes(self, record: RunRecord | None) -> list[Note]:
        """What is said of the stored run on screen, with the button that begins or ends its replay."""
        if record is None or not isinstance(record.request, GenerateRequest):
            return []
        if record is not self._record:
            if self._record is not None:
                self._forget(None)
            words = self.tr("Replay generates it again with its seed and kernels, and compares every step.")
            return [Note(words, False, self.tr("Replay"), lambda: self.begin(record))]
        if self._job is not None:
            words = self.tr("Replaying: {n} steps, all the same so far.")
            same = sum(step.same for step in self._steps)
            return [Note(words.format(n=count(same)), False, self.tr("Stop"), self.stop)]
        warn = self._error is not None or (self.result is not None and not self.result.identical)
        return [Note(self._outcome(), warn, self.tr("Replay again"), lambda: self.begin(record))]

    def _outcome(self) -> str:
        if self._error is not None:
            parts = i18n.error_parts(self._error)
            return " ".join(part for part in (parts.what, parts.why, parts.remedy) if part)
        result = self.result
        if result is None:
            return self.tr("The replay was stopped.")
        if result.identical:
            words = self.tr("Reproduced, {n} of {n} steps; log-probabilities differ by at most {largest} nats.")
            return words.format(n=count(result.n_steps), largest=f"{result.largest:.2g}")
        return " ".join((self._parting(result), self._causes(result)))

    def _parting(self, result: ReplayResult) -> str:
        position = result.position or 0
        stored = result.stored
        if stored is not None and stored.id is not None and stored.stored_id is not None:
            words = self.tr("Step {number} of {n} is the first that differs: now {token}, by {difference} nats.")
            return words.format(
                number=position + 1, n=count(result.n_steps), token=visible_token(stored.token), difference=f"{stored.difference:.2g}"
            )
        return self.tr("They part after {n} steps: only one of them goes on.").format(n=count(position))

    def _causes(self, result: ReplayResult) -> str:
        changed = [self.tr("{name}: {then} → {now}").format(name=name, then=then, now=now) for name, then, now in result.changed]
        causes = ", ".join(self._cause(cause) for cause in result.causes)
        said = self.tr("It may be because of {causes}.").format(causes=causes) if causes else ""
        return " ".join(part for part in (said, " · ".join(changed)) if part)

    def _cause(self, cause: Cause) -> str:
        return {
            "model": self.tr("another file under the model's name"),
            "dtype": self.tr("another arithmetic"),
            "kernels": self.tr("other kernels"),
            "threads": self.tr("another number of threads"),
            "torch": self.tr("another PyTorch"),
            "reused": self.tr("its beginning, which was taken over from an earlier run"),
            "processor": self.tr("another processor"),
            "version": self.tr("another version of this program"),
            "unknown": self.tr("nothing that is known"),
        }[cause]
