"""Children with a fake engine: its handler is a program of the test, all the rest is the real thing."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from itertools import pairwise
from pathlib import Path

import numpy as np
import psutil
import pytest
from host_office import Ledger, Office, Ticker, ask, fake_command, opened

from workbench.host import process, roles
from workbench.values import Arrays, ArraysRequest, ChildStatus, Progress, RunListRequest, Subject, TraceRequest


def killed(pid: int) -> bool:
    return not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def arrays_of(*shape: int) -> ArraysRequest:
    return ArraysRequest(TraceRequest(Subject("fake", "")), what=("pattern",), layers=shape)


# answers


def test_that_events_come_in_order_and_the_last_item_is_the_result(office: Office) -> None:
    job = office.submit(ask("count", 5))
    assert office.end(job).event == 5
    assert office.events(job) == [Progress("step", step, 5, "steps") for step in range(5)]


def test_that_the_recording_sees_all_that_the_window_sees_and_the_result(office: Office) -> None:
    ledger = Ledger()
    job = office.submit(ask("count", 5), recording=ledger)
    office.end(job)
    assert ledger.events == [*office.events(job), 5]
    assert ledger.ends == [("done", "")]


def test_that_an_error_travels_with_its_values_and_the_child_goes_on(office: Office) -> None:
    ledger = Ledger()
    failed = office.end(office.submit(ask("fail"), recording=ledger)).error
    assert failed is not None
    assert (failed.code, failed.values["name"], failed.values["value"]) == ("bad-value", "temperature", -1)
    assert ledger.ends == [("failed", "bad-value")]
    pid = office.pid()
    assert office.end(office.submit(ask("pid"))).event == pid


def test_that_a_defect_is_told_with_its_traceback_and_the_child_goes_on(office: Office) -> None:
    error = office.end(office.submit(ask("crash"))).error
    assert error is not None
    assert error.code == "internal"
    assert "ZeroDivisionError: a defect" in str(error)
    assert "fake_child.py" in str(error.values["details"])
    assert office.end(office.submit(ask("count", 1))).event == 1


def test_that_an_answer_that_cannot_travel_fails_its_own_job_only(office: Office) -> None:
    error = office.end(office.submit(ask("foreign"))).error
    assert error is not None
    assert error.code == "internal"
    assert office.end(office.submit(ask("count", 1))).event == 1


@pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux's")
def test_that_an_oversized_allocation_is_an_error_the_child_survives(office: Office) -> None:
    gib = psutil.virtual_memory().total >> 30
    error = office.end(office.submit(ask("hoard", gib))).error
    assert error is not None
    assert error.code == "out-of-memory"
    assert office.end(office.submit(ask("pid"))).event == office.pid()


def test_that_a_request_nobody_answers_is_a_type_error(office: Office) -> None:
    with pytest.raises(TypeError, match="RunListRequest"):
        office.submit(RunListRequest())


def test_that_the_child_cannot_find_the_secrets_of_the_wire(office: Office) -> None:
    assert office.end(office.submit(ask("secrets"))).event == ()


# turns


def test_that_operations_of_one_priority_take_turns(office: Office) -> None:
    office.end(office.submit(ask("count", 1)))
    first, second = office.submit(ask("forever")), office.submit(ask("forever"))
    office.wait(lambda: len(office.events(first)) > 20 and len(office.events(second)) > 20)
    order = [one.job for one in office.deliveries if one.job in (first, second)]
    both = order[order.index(second) :]
    assert sum(left != right for left, right in pairwise(both)) > len(both) * 0.8


def test_that_a_higher_priority_goes_first(office: Office) -> None:
    low = office.submit(ask("forever"))
    office.begun(low)
    high = office.submit(ask("count", 200), priority=1)
    office.end(high)
    numbers = [one.job for one in office.deliveries if one.job in (low, high)]
    between = numbers[numbers.index(high) : len(numbers) - numbers[::-1].index(high)]
    assert low not in between


def test_that_requests_wait_in_order_while_the_child_starts() -> None:
    with opened(fake_command("slow")) as office:
        jobs = [office.submit(ask("count", 0)) for _ in range(5)]
        for job in jobs:
            office.end(job)
        assert [one.job for one in office.deliveries if one.last] == jobs
        office.wait(lambda: office.states("engine") == ["starting", "busy", "ready"])


def test_that_a_stream_costs_few_frames_but_starts_at_once(office: Office) -> None:
    office.end(office.submit(ask("count", 1)))
    job = office.submit(ask("forever"))
    begun_at = time.monotonic()
    office.begun(job)
    assert time.monotonic() - begun_at < 0.2
    arrivals: list[float] = []
    until = time.monotonic() + 0.5
    while time.monotonic() < until:
        if office.mailbox.take(0.05):
            arrivals.append(time.monotonic())
    gaps = sorted(right - left for left, right in pairwise(arrivals))
    frames = [arrivals[0], *(right for left, right in pairwise(arrivals) if right - left > 0.01)]
    assert len(frames) <= 20, gaps


# replacing and cancelling


def test_that_a_newer_request_with_the_same_key_replaces_the_older(office: Office) -> None:
    ledger = Ledger()
    older = office.submit(ask("look"), key="live", recording=ledger)
    other = office.submit(ask("look"), key="other")
    office.begun(older)
    newer = office.submit(ask("count", 1), key="live", priority=1)
    error = office.end(older).error
    assert error is not None
    assert error.code == "cancelled"
    assert ledger.ends == [("cancelled", "cancelled")]
    assert office.end(newer).event == 1
    assert not office.ended(other)


def test_that_a_replaced_request_that_is_waiting_never_starts(office: Office) -> None:
    busy = office.submit(ask("look"))
    office.begun(busy)
    older = office.submit(ask("count", 3), key="live")
    newer = office.submit(ask("count", 1), key="live")
    assert office.end(older).error is not None
    office.children.cancel(busy)
    assert office.end(newer).event == 1
    assert office.events(older) == []


@pytest.mark.parametrize("action", ["look", "forever"])
def test_that_cancel_takes_effect_within_200_ms(office: Office, action: str) -> None:
    ledger = Ledger()
    job = office.submit(ask(action), recording=ledger)
    office.begun(job)
    asked_at = time.monotonic()
    office.children.cancel(job)
    error = office.end(job).error
    assert time.monotonic() - asked_at < 0.2
    assert error is not None
    assert error.code == "cancelled"
    assert ledger.ends == [("cancelled", "cancelled")]
    assert office.end(office.submit(ask("count", 1))).event == 1


def test_that_what_waits_for_its_turn_is_cancelled_while_another_computes(office: Office) -> None:
    long = office.submit(ask("look"))
    office.begun(long)
    waiting = office.submit(ask("count", 1))
    office.children.cancel(waiting)
    error = office.end(waiting).error
    assert error is not None
    assert error.code == "cancelled"
    assert not office.ended(long)


def test_that_a_request_to_a_child_that_is_starting_is_cancelled_at_once() -> None:
    with opened(fake_command("mute")) as office:
        ledger = Ledger()
        job = office.submit(ask("count", 1), recording=ledger)
        office.children.cancel(job)
        office.read()
        assert [one.error.code for one in office.ended(job) if one.error] == ["cancelled"]
        assert ledger.ends == [("cancelled", "cancelled")]


def test_that_a_stuck_job_is_killed_after_two_seconds_and_the_cause_says_so(office: Office) -> None:
    stuck, bystander = office.submit(ask("stuck")), office.submit(ask("count", 1))
    office.begun(stuck)
    pid = office.pid()
    asked_at = time.monotonic()
    office.children.cancel(stuck)
    cancelled, died = office.end(stuck).error, office.end(bystander).error
    assert 1.9 < time.monotonic() - asked_at < 3
    assert cancelled is not None
    assert cancelled.code == "cancelled"
    assert died is not None
    assert died.code == "child-died"
    assert "did not stop within 2 s" in str(died)
    assert "did not stop within 2 s" in office.children.status()["engine"].cause
    assert killed(pid)
    assert office.end(office.submit(ask("count", 1))).event == 1


def test_that_cancelling_what_has_ended_changes_nothing(office: Office) -> None:
    job = office.submit(ask("count", 1))
    office.end(job)
    office.children.cancel(job)
    assert office.end(office.submit(ask("count", 1))).event == 1
    assert len(office.ended(job)) == 1


# death


@pytest.mark.parametrize(
    ("action", "n", "cause"),
    [("die", signal.SIGKILL, "SIGKILL"), ("die", signal.SIGSEGV, "SIGSEGV"), ("leave", 7, "exit status 7")],
)
def test_that_a_death_is_named_and_the_next_request_works(office: Office, action: str, n: int, cause: str) -> None:
    ledger = Ledger()
    job = office.submit(ask(action, n), recording=ledger)
    error = office.end(job).error
    assert error is not None
    assert error.code == "child-died"
    assert error.values["cause"] == cause
    assert ledger.ends == [("interrupted", "child-died")]
    status = office.children.status()["engine"]
    assert (status.state, status.pid, status.cause) == ("dead", None, cause)
    assert office.end(office.submit(ask("count", 1))).event == 1
    office.wait(lambda: office.states("engine")[-1] == "ready")


def test_that_the_last_words_are_kept(office: Office) -> None:
    error = office.end(office.submit(ask("die", signal.SIGABRT))).error
    assert error is not None
    details = str(error.values["details"])
    assert "the last words" in details
    assert "Fatal Python error: Aborted" in details


def test_that_every_job_of_a_dead_child_ends_exactly_once(office: Office) -> None:
    jobs = [office.submit(ask("forever")) for _ in range(5)]
    for job in jobs:
        office.begun(job)
    os.kill(office.pid(), signal.SIGKILL)
    assert {office.end(job).error.code for job in jobs} == {"child-died"}  # type: ignore[union-attr]
    office.end(office.submit(ask("count", 1)))
    assert [len(office.ended(job)) for job in jobs] == [1] * 5


@pytest.mark.parametrize("words", [("broken",), ()])
def test_that_a_child_that_cannot_start_says_why(words: tuple[str, ...]) -> None:
    command = fake_command(*words) if words else lambda _role: ["/no/such/program"]
    with opened(command) as office:
        ledger = Ledger()
        error = office.end(office.submit(ask("count", 1), recording=ledger)).error
        assert error is not None
        assert error.code == "child-no-start"
        assert ("no such library" if words else "No such file") in str(error)
        assert ledger.ends == [("interrupted", "child-no-start")]


def test_that_a_child_that_never_connects_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(process, "HELLO_WITHIN_S", 0.3)
    with opened(fake_command("mute")) as office:
        error = office.end(office.submit(ask("count", 1))).error
        assert error is not None
        assert error.code == "child-no-start"
        assert "did not connect" in str(error)


def test_that_a_child_that_says_what_cannot_be_is_killed_and_its_jobs_are_told() -> None:
    with opened(fake_command("liar")) as office:
        ledger = Ledger()
        job = office.submit(ask("count", 1), recording=ledger)
        error = office.end(job).error
        assert error is not None
        assert error.code == "wire-bad-value"
        assert "Popen" in str(error)
        assert ledger.ends == [("interrupted", "wire-bad-value")]
        assert office.children.status()["engine"].state == "dead"


def test_that_status_tells_what_a_child_is_doing(office: Office) -> None:
    assert office.children.status()["engine"] == ChildStatus("engine", "cold", None, 0)
    job = office.submit(ask("forever"))
    office.begun(job)
    busy = office.children.status()["engine"]
    assert busy.state == "busy"
    assert busy.memory_bytes > 5_000_000
    office.children.cancel(job)
    office.end(job)
    office.wait(lambda: office.states("engine") == ["starting", "busy", "ready"])
    assert office.children.status()["engine"].state == "ready"


def test_that_a_child_can_be_started_before_it_is_needed(office: Office) -> None:
    office.children.start("engine")
    office.wait(lambda: office.children.status()["engine"].state == "ready")
    assert office.end(office.submit(ask("pid"))).event == office.pid()


# the end


@pytest.mark.parametrize("action", ["forever", "stuck"])
def test_that_closing_leaves_no_child_within_two_seconds(action: str) -> None:
    ledger = Ledger()
    with opened(fake_command()) as office:
        job = office.submit(ask(action), recording=ledger)
        office.begun(job)
        pid = office.pid()
        closed_at = time.monotonic()
        office.children.close()
        assert time.monotonic() - closed_at < 2
        assert killed(pid)
        assert [status for status, _ in ledger.ends] == ["interrupted"]
        office.read()
        assert len(office.ended(job)) == 1


def test_that_closing_while_a_child_starts_leaves_none() -> None:
    with opened(fake_command("mute")) as office:
        office.submit(ask("count", 1))
        office.wait(lambda: office.children.status()["engine"].pid)
        pid = office.pid()
        office.children.close()
        assert killed(pid)


def test_that_a_request_after_the_close_fails_as_cancelled(office: Office) -> None:
    office.children.close()
    error = office.end(office.submit(ask("count", 1))).error
    assert error is not None
    assert error.code == "cancelled"


OWNER = """
import sys
sys.path.insert(0, sys.argv[1])
from host_office import Office, ask, fake_command
office = Office(fake_command())
job = office.submit(ask(sys.argv[2]))
office.begun(job)
print(office.pid(), flush=True)
sys.stdin.read()
"""


@pytest.mark.parametrize("action", ["forever", "stuck"])
def test_that_killing_the_parent_leaves_no_child(action: str) -> None:
    arguments = [sys.executable, "-c", OWNER, str(Path(__file__).parent), action]
    with subprocess.Popen(arguments, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as owner:
        assert owner.stdout is not None
        pid = int(owner.stdout.readline())
        child = psutil.Process(pid)
        owner.kill()
        psutil.wait_procs([child], timeout=3)
        assert killed(pid)


# the window's thread


def test_that_a_160_mb_answer_leaves_the_window_free(office: Office) -> None:
    office.end(office.submit(ask("count", 1)))
    with Ticker() as ticker:
        result = office.end(office.submit(arrays_of(40, 1000, 1000))).event
    assert isinstance(result, Arrays)
    pattern = result.arrays["pattern"]
    assert pattern.nbytes == 160_000_000
    assert np.count_nonzero(pattern == 1) == pattern.size
    assert max(ticker.own_gaps_ms) < 50


def test_that_the_client_imports_neither_torch_nor_qt() -> None:
    code = "import sys, workbench.host.client; print([m for m in ('torch', 'PySide6', 'tokenizers', 'sqlite_utils') if m in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_that_the_table_of_deadlines_spares_a_slow_opening() -> None:
    assert roles.SUPERSEDED_S["engine"] > roles.CANCEL_OTHER_S
