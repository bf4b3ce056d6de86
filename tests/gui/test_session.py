"""The window's state: the subject, the selection, and jobs that end exactly once."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from answering import Answering

from workbench.errors import WorkbenchError
from workbench.gui.session import NO_JOB, Job, Session
from workbench.host.mailbox import Delivery
from workbench.values import (
    ChildStatus,
    Progress,
    RunListRequest,
    RunStarted,
    Selection,
    StoreCheckRequest,
    Subject,
    TokenizeRequest,
)

REQUEST = TokenizeRequest(Subject("small", "A"))


@pytest.fixture
def office() -> Iterator[Answering]:
    made = Answering()
    yield made
    made.close()


@pytest.fixture
def session(qapp, office) -> Session:
    return office.session()


def heard(job: Job) -> list[tuple[str, object]]:
    """What the listeners of a job are told from now on."""
    told: list[tuple[str, object]] = []
    job.event.connect(lambda event: told.append(("event", event)))
    job.done.connect(lambda result: told.append(("done", result)))
    job.failed.connect(lambda error: told.append(("failed", error)))
    job.ended.connect(lambda: told.append(("ended", None)))
    return told


def test_that_a_changed_text_clears_the_span_and_keeps_layer_and_head(session):
    session.select(Selection(3, 9, 2, 1))
    session.change_subject(text="new")
    assert session.selection == Selection(0, 0, 2, 1)


def test_that_a_subject_that_stays_the_same_tells_nobody(session):
    session.change_subject(text="a")
    told: list[object] = []
    session.subject_changed.connect(told.append)
    session.selection_changed.connect(told.append)
    session.change_subject(text="a")
    session.select(session.selection)
    assert told == []


def test_that_a_job_tells_its_events_then_its_result_then_that_it_ended(session, office):
    job = session.submit(REQUEST)
    told = heard(job)
    step = Progress("forward", 1, 2, "layers")
    office.give(session, job.number, step, "result", last=True)
    assert told == [("event", step), ("done", "result"), ("ended", None)]
    assert job.result == "result"
    assert session.jobs == ()


def test_that_a_failed_job_tells_its_error_and_that_it_ended(session, office):
    job = session.submit(REQUEST)
    told = heard(job)
    error = WorkbenchError("run-missing", id=1)
    office.give(session, job.number, error=error)
    assert told == [("failed", error), ("ended", None)]
    assert job.result is None


def test_that_a_job_that_has_ended_cannot_be_cancelled(session, office):
    job = session.submit(REQUEST)
    office.give(session, job.number, "result", last=True)
    job.cancel()
    assert office.cancelled == []


def test_that_what_happens_after_the_end_is_not_told_but_the_number_of_the_run_is(session, office):
    job = session.submit(REQUEST)
    office.give(session, job.number, "result", last=True)
    told = heard(job)
    office.give(session, job.number, Progress("forward", 1, 2, "layers"))
    assert told == []
    office.give(session, job.number, RunStarted(5, "01TEST"))
    assert job.run_id == 5
    assert [kind for kind, _ in told] == ["event"]


def test_that_running_jobs_are_listed_oldest_first(session, office):
    first, second = session.submit(REQUEST), session.submit(REQUEST)
    assert session.jobs == (first, second)
    office.give(session, first.number, "result", last=True)
    assert session.jobs == (second,)


def test_that_requests_about_runs_and_the_store_go_to_the_store(qapp, office):
    store = Answering()
    store.mailbox.close()  # its answers go to the other's
    session = office.session(store=store)
    session.submit(RunListRequest())
    session.submit(StoreCheckRequest())
    session.submit(REQUEST)
    assert [type(request) for _job, request in store.asked] == [RunListRequest, StoreCheckRequest]
    assert office.asked_of(TokenizeRequest) == [REQUEST]
    assert len(office.asked) == 1


def test_that_a_recorded_job_learns_its_run_and_says_that_the_runs_have_changed(session):
    changed: list[bool] = []
    session.runs_changed.connect(lambda: changed.append(True))
    job = session.submit(REQUEST, record=True)
    session.deliver()
    assert job.run_id == 12
    assert changed == [True]


def test_that_only_a_result_without_a_run_is_kept(session, office):
    failed, recorded, plain = session.submit(REQUEST), session.submit(REQUEST, record=True), session.submit(REQUEST)
    session.deliver()
    office.give(session, failed.number, error=WorkbenchError("cancelled"))
    for job in (recorded, plain):
        office.give(session, job.number, "result", last=True)
    before = recorded.run_id
    for job in (failed, recorded, plain):
        session.keep(job)
    session.deliver()
    assert (failed.run_id, recorded.run_id) == (None, before)
    assert plain.run_id is not None


def test_that_news_without_a_job_reach_those_who_listen(session, office):
    children: list[object] = []
    problems: list[object] = []
    session.child_changed.connect(children.append)
    session.problem.connect(problems.append)
    status, error = ChildStatus("engine", "ready", 1, 2), WorkbenchError("run-missing", id=1)
    office.mailbox.put(Delivery(NO_JOB, status))
    office.mailbox.put(Delivery(NO_JOB, error=error))
    session.deliver()
    assert (children, problems) == ([status], [error])


def test_that_deliveries_are_taken_by_the_event_loop_alone(session, office, wait_until):
    job = session.submit(REQUEST)
    for number in range(3):
        office.mailbox.put(Delivery(job.number, Progress("forward", number, 3, "layers")))
    office.mailbox.put(Delivery(job.number, "result", last=True))
    wait_until(lambda: not job.running)
    second = session.submit(REQUEST)
    office.mailbox.put(Delivery(second.number, "result", last=True))
    wait_until(lambda: not second.running)
    assert second.result == "result"


def test_that_the_list_of_runs_changes_when_a_run_begins_and_when_it_ends(session, office):
    told: list[bool] = []
    session.runs_changed.connect(lambda: told.append(True))
    ended, failed, unrecorded = (session.submit(REQUEST, record=record) for record in (True, True, False))
    session.deliver()
    assert len(told) == 2
    office.give(session, ended.number, "result", last=True)
    assert len(told) == 3
    office.give(session, failed.number, error=WorkbenchError("cancelled"))
    assert len(told) == 4
    office.give(session, unrecorded.number, "result", last=True)
    assert len(told) == 4
