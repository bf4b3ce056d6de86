from __future__ import annotations

from collections.abc import Iterator

import pytest
from host_office import Ledger

from workbench.errors import WorkbenchError
from workbench.host.recorded import recorded


class Panic(BaseException):
    """As a Rust library raises it."""


def operation(closed: list[str], error: BaseException | None = None) -> Iterator[int]:
    try:
        yield 1
        yield 2
        if error is not None:
            raise error
        yield 3
    finally:
        closed.append("closed")


def test_that_a_finished_operation_is_done_and_every_event_was_seen() -> None:
    ledger = Ledger()
    assert list(recorded(operation([]), ledger)) == [1, 2, 3]
    assert (ledger.events, ledger.ends) == ([1, 2, 3], [("done", "")])


def test_that_an_event_is_recorded_before_anyone_sees_it() -> None:
    ledger = Ledger()
    for event in recorded(operation([]), ledger):
        assert ledger.events[-1] == event


def test_that_closing_cancels_the_run_and_closes_the_operation() -> None:
    ledger, closed = Ledger(), []
    events = recorded(operation(closed), ledger)
    next(events)
    events.close()  # type: ignore[attr-defined]
    assert (ledger.events, ledger.ends, closed) == ([1], [("cancelled", "")], ["closed"])


@pytest.mark.parametrize(
    ("error", "end"),
    [
        (KeyboardInterrupt(), ("cancelled", "")),
        (WorkbenchError("cancelled"), ("cancelled", "cancelled")),
        (WorkbenchError("empty-text"), ("failed", "empty-text")),
        (ZeroDivisionError("a defect"), ("failed", "ZeroDivisionError('a defect')")),
        (Panic("called unwrap"), ("failed", "internal")),
    ],
)
def test_that_a_failure_is_written_down_and_raised_again(error: BaseException, end: tuple[str, str]) -> None:
    ledger = Ledger()
    with pytest.raises(type(error)) as caught:
        list(recorded(operation([], error), ledger))
    assert caught.value is error
    assert (ledger.events, ledger.ends) == ([1, 2], [end])
