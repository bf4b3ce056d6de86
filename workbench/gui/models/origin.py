"""What a panel shows, for a picture that is to open again: the answer on screen and the run it belongs to."""

from __future__ import annotations

from dataclasses import dataclass

from workbench.gui.session import Job
from workbench.values import RunRecord


@dataclass(frozen=True, eq=False)
class Origin:
    """`answer`: a value that names its `request`, where it does; else `request` itself. `ulid` is "" while it is not known."""

    answer: object | None = None
    request: object | None = None
    run_id: int | None = None
    ulid: str = ""

    @classmethod
    def of(cls, answer: object | None, job: Job | None, record: RunRecord | None) -> Origin:
        """An answer that belongs to a stored run, or came from a job."""
        if record is not None:
            return cls(answer or record.result, record.request, record.row.id, record.row.ulid)
        if job is None:
            return cls(answer, getattr(answer, "request", None))
        return cls(answer or job.result, job.request, job.run_id, job.run_ulid)
