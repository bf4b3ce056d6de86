"""Events that any operation may yield."""

from __future__ import annotations

from workbench.values.codec import value


@value
class Progress:
    """How far: `done` of `total` (None: unknown) in `unit` (bytes, layers, tokens, steps). `what` is a short code such as
    `download`, `verify`, `load`, `forward`."""

    what: str
    done: float
    total: float | None
    unit: str


@value
class Notice:
    """Something the person should know although the work goes on; same codes and values as WorkbenchError."""

    code: str
    values: dict[str, object]


@value
class RunStarted:
    """The operation is being recorded. Yielded by the recording wrapper, first."""

    run_id: int
    ulid: str
