"""The scheduler in this process: what the control thread says is said from inside a turn."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workbench.errors import WorkbenchError
from workbench.host.scheduler import Scheduler, Speaker
from workbench.host.wire import Message
from workbench.values import Notice, Progress

Script = Callable[[Callable[[], bool]], Iterator[object]]


class Stage:
    """Runs scripts as operations until all have ended, and keeps what was said."""

    def __init__(self) -> None:
        self.said: list[Message] = []
        self.scheduler = Scheduler(Speaker(self._hear, lambda error: WorkbenchError("internal", reason=str(error))))
        self._left = 0

    def add(self, job: int, script: Script, *, key: str = "", priority: int = 0) -> None:
        self._left += 1
        self.scheduler.add(Message("request", job, script, key, priority))

    def run(self) -> list[tuple[int, str, object]]:
        self.scheduler.run(lambda script, stopped: script(stopped))  # type: ignore[operator]
        return [(one.job, one.kind, one.body.code if isinstance(one.body, Notice) else one.body) for one in self.said]

    def _hear(self, message: Message, *, urgent: bool = True) -> None:
        self.said.append(message)
        self._left -= message.kind in ("result", "error")
        if not self._left:
            self.scheduler.close()


def steps(*items: object) -> Script:
    return lambda _stopped: iter(items)


def step(number: int) -> Progress:
    return Progress("step", number, None, "steps")


def test_that_only_the_last_item_is_the_result() -> None:
    stage = Stage()
    stage.add(1, steps(step(0), "an unknown event", "the result"))
    assert stage.run() == [(1, "event", step(0)), (1, "event", "an unknown event"), (1, "result", "the result")]


def test_that_an_operation_without_items_has_no_result() -> None:
    stage = Stage()
    stage.add(1, steps())
    assert stage.run() == [(1, "result", None)]


def test_that_turns_go_round() -> None:
    stage = Stage()
    for job in (1, 2, 3):
        stage.add(job, steps(step(0), step(1), "end"))
    assert [job for job, _, _ in stage.run()] == [1, 2, 3] * 3


def test_that_priority_goes_before_the_order_of_arrival() -> None:
    stage = Stage()
    stage.add(1, steps(step(0), "end"))
    stage.add(2, steps(step(0), "end"), priority=5)
    stage.add(3, steps(step(0), "end"), priority=-5)
    assert [job for job, _, _ in stage.run()] == [2, 2, 1, 1, 3, 3]


def test_that_a_stop_reaches_the_step_that_is_being_computed() -> None:
    stage = Stage()

    def forward(stopped: Callable[[], bool]) -> Iterator[object]:
        yield step(0)
        before = stopped()
        stage.scheduler.cancel(1)
        yield (before, stopped())

    stage.add(1, forward)
    assert stage.run() == [(1, "event", step(0)), (1, "error", "cancelled")]


def test_that_the_replaced_one_is_told_before_the_newer_starts() -> None:
    stage = Stage()

    def older(_stopped: Callable[[], bool]) -> Iterator[object]:
        stage.add(2, steps("newer"), key="live")
        yield step(0)

    stage.add(1, older, key="live")
    assert stage.run() == [(1, "error", "cancelled"), (2, "result", "newer")]


def test_that_the_same_key_means_nothing_when_it_is_empty() -> None:
    stage = Stage()
    stage.add(1, steps("one"))
    stage.add(2, steps("two"))
    assert stage.run() == [(1, "result", "one"), (2, "result", "two")]


def test_that_a_stopped_operation_is_closed_in_the_thread_that_ran_it() -> None:
    stage, closed = Stage(), []

    def script(_stopped: Callable[[], bool]) -> Iterator[object]:
        try:
            yield step(0)
            yield step(1)
        finally:
            closed.append(1)

    def canceller(_stopped: Callable[[], bool]) -> Iterator[object]:
        stage.scheduler.cancel(1)
        assert closed == []
        yield step(0)
        assert closed == [1]
        yield "end"

    stage.add(1, script)
    stage.add(2, canceller)
    assert stage.run()[-1] == (2, "result", "end")


def test_that_an_error_of_the_handler_itself_ends_the_operation() -> None:
    stage = Stage()

    def refuse(_stopped: Callable[[], bool]) -> Iterator[object]:
        raise WorkbenchError("empty-text")

    stage.add(1, refuse)
    assert stage.run() == [(1, "error", "empty-text")]
