"""The status bar: what is going on, how far it is, and how the engine is."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from answering import Answering

from workbench.gui import i18n
from workbench.gui.status import SHOW_AFTER_MS, StatusBar
from workbench.host.mailbox import Delivery
from workbench.values import (
    ChildStatus,
    FetchRequest,
    GenerateRequest,
    ModelListRequest,
    OpenRequest,
    Progress,
    RunStarted,
    Subject,
)


@pytest.fixture
def office() -> Iterator[Answering]:
    made = Answering()
    yield made
    made.close()


@pytest.fixture
def status(qapp, office) -> StatusBar:
    made = StatusBar(office.session())
    made.show()
    return made


def say(status: StatusBar, office: Answering, child: ChildStatus) -> None:
    office.mailbox.put(Delivery(0, child))
    status._session.deliver()


def test_that_work_that_takes_long_shows_after_a_moment_and_not_before(status, wait_until):
    began = time.monotonic()
    status._session.submit(OpenRequest("small"))
    assert not status.what.isVisible()
    wait_until(status.what.isVisible)
    assert time.monotonic() - began > 0.9 * SHOW_AFTER_MS / 1000
    assert status.what.text() == "Opening the model"
    assert status.cancel.isVisible()


def test_that_work_that_ends_at_once_never_shows(status, office, wait_until):
    job = status._session.submit(OpenRequest("small"))
    office.give(status._session, job.number, object(), last=True)
    until = time.monotonic() + 1.5 * SHOW_AFTER_MS / 1000
    wait_until(lambda: time.monotonic() > until or status.what.isVisible())
    assert not status.what.isVisible()


def test_that_quick_questions_are_not_followed(status, wait_until):
    status._session.submit(ModelListRequest())
    fetch = status._session.submit(FetchRequest("small"))
    wait_until(status.what.isVisible)
    assert status.what.text() == "Fetching"
    status.cancel.click()
    status._session.deliver()
    assert not fetch.running


def test_that_a_fetch_is_counted_in_bytes(status, office):
    job = status._session.submit(FetchRequest("small"))
    office.give(status._session, job.number, Progress("download", 41e6, 82e6, "bytes"))
    assert status.what.text() == "Fetching 41 MB of 82 MB"
    assert (status.progress.value(), status.progress.maximum()) == (500, 1000)


def test_that_progress_of_unknown_length_shows_no_share(status, office):
    job = status._session.submit(FetchRequest("small"))
    office.give(status._session, job.number, Progress("download", 41e6, None, "bytes"))
    assert status.progress.maximum() == 0


def test_that_the_next_job_is_not_shown_under_the_words_of_the_last(status, office):
    fetch = status._session.submit(FetchRequest("small"))
    status._session.submit(OpenRequest("small"))
    office.give(status._session, fetch.number, Progress("download", 41e6, 82e6, "bytes"))
    office.give(status._session, fetch.number, object(), last=True)
    assert status.what.text() == "Opening the model"
    assert status.progress.maximum() == 0


def test_that_cancel_ends_the_job_that_is_shown(status, office, wait_until):
    oldest = status._session.submit(GenerateRequest(Subject("small", "A")))
    status._session.submit(FetchRequest("small"))
    wait_until(status.cancel.isVisible)
    status.cancel.click()
    status._session.deliver()
    assert office.cancelled == [oldest.number]
    assert status.what.text() == "Fetching"


def test_that_the_state_of_the_engine_is_said_with_its_memory(status, office):
    assert status.engine.text() == "engine not started"
    say(status, office, ChildStatus("engine", "ready", 12, 929_000_000))
    assert status.engine.text() == "engine ready · memory 929 MB"
    say(status, office, ChildStatus("text", "busy", 13, 1))
    assert status.engine.text() == "engine ready · memory 929 MB"
    say(status, office, ChildStatus("engine", "dead", None, 0, "killed by signal 9"))
    assert status.engine.text() == "engine ended"
    assert status.engine.toolTip() == "killed by signal 9"


def test_that_the_number_of_the_run_is_said_in_the_language_in_force(status, office, wait_until):
    assert status.run.text() == ""
    job = status._session.submit(OpenRequest("small"))
    office.give(status._session, job.number, RunStarted(12, "01TEST"))
    assert status.run.text() == "run 12"
    i18n.use("ko")
    wait_until(lambda: status.run.text() != "run 12")
    assert "12" in status.run.text()
    assert status.what.text() != "Opening the model"
