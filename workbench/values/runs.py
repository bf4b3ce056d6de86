"""The record: runs as the store lists and shows them."""

from __future__ import annotations

import dataclasses
from typing import Literal, Protocol

from workbench.values.codec import value

RunStatus = Literal["running", "done", "failed", "cancelled", "interrupted"]
RunOrder = Literal["id", "kind", "status", "summary", "model", "created", "tags", "note"]


@value
class RunRow:
    """One line of the table. `model`: its name, `reference`: as it was asked for. `parent_id`: the run it branched or forked
    from. Times are ISO 8601 in UTC. `waits`: a training that runs, but makes no step until it is told to, or can write again."""

    id: int
    ulid: str
    kind: str
    status: RunStatus
    model: str
    model_sha256: str
    created_at_utc: str
    finished_at_utc: str
    summary: str
    parent_id: int | None
    tags: tuple[str, ...]
    note: str
    reference: str = ""
    waits: bool = False


@value
class RunListRequest:
    """Newest first, or in another order. `query` searches text, model, summary, tags and notes. `kind` "" means all.
    `before_id`: only what comes behind that run in the order asked; runs equal in it are ordered by their number."""

    query: str = ""
    kind: str = ""
    limit: int = 500
    before_id: int | None = None
    sort: RunOrder = "id"
    ascending: bool = False


@value
class RunList:
    request: RunListRequest
    rows: tuple[RunRow, ...]
    total: int


@value
class RunRequest:
    """Ask the store for one whole run, by integer id."""

    id: int


@value(eq=False)
class RunRecord:
    """A run as it was: the request, the events that were kept (in order), and the error of a failed one."""

    row: RunRow
    request: object
    events: tuple[object, ...]
    result: object | None
    error_code: str
    error_values: dict[str, object]
    environment: dict[str, object]


@value
class RunDeleteRequest:
    """Hide runs (they can be restored until the app ends) or restore them. Answer: RunsChanged."""

    ids: tuple[int, ...]
    restore: bool = False


@value
class RunAnnotateRequest:
    """Set the note and tags of a run; None leaves one as it is. Answer: RunsChanged."""

    id: int
    note: str | None = None
    tags: tuple[str, ...] | None = None


@value
class RunKeepRequest:
    """Keep a file with a run, under a name that replaces an earlier one: `content`, or what stands at `path`, which is moved away from
    there. Answer: RunKept."""

    id: int
    name: str
    content: bytes = b""
    path: str = ""
    media_type: str = "application/octet-stream"


@value
class RunKeptRequest:
    """Ask for a file that a run keeps. Answer: RunKept."""

    id: int
    name: str


@value
class RunKept:
    """Where the file is; "" if the run keeps none of this name. Nobody changes it: its name is its sha256."""

    id: int
    name: str
    path: str
    size_bytes: int = 0


@value
class RunsChanged:
    ids: tuple[int, ...]


@value
class StoreCheckRequest:
    """Ask the store to examine itself. Answer: StoreCheck."""


@value
class StoreCheck:
    ok: bool
    problems: tuple[str, ...]


@value
class StoreWritableRequest:
    """Ask whether the record can be written at this moment. Answer: StoreWritable, at once also where it can't."""


@value
class StoreWritable:
    """`code` and `values` are those of the error that keeps it from being written; "" where nothing does."""

    code: str = ""
    values: dict[str, str] = dataclasses.field(default_factory=dict)


class Recording(Protocol):
    """What the recorder keeps of one operation, told as it happens. None of its methods waits for the disk."""

    def see(self, event: object) -> None:
        """Keep one event of the operation."""

    def finish(self, status: RunStatus, error: Exception | None = None) -> None:
        """Say how it ended. Called exactly once."""
