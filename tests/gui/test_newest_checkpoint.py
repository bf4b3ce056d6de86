"""Following the newest checkpoint of a run: what is opened, what ends it, and where it is said and ended by a person."""

from __future__ import annotations

import pytest
from answering import Answering
from made_trainings import row_of
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from workbench.errors import WorkbenchError
from workbench.gui.models import run_checkpoints
from workbench.gui.models.newest import Newest
from workbench.gui.panels.subject_bar import SubjectBar
from workbench.values import Checkpoints, CheckpointsRequest, RunList, RunListRequest


class Run(Answering):
    """A run 5 that goes on, with checkpoints."""

    def __init__(self) -> None:
        super().__init__()
        self.status, self.steps = "running", (10, 20)
        self.answers |= {
            RunListRequest: lambda request: RunList(request, (row_of(5, self.status),), 1),
            CheckpointsRequest: lambda request: Checkpoints(request, self.steps),
        }


@pytest.fixture
def answering():
    made = Run()
    yield made
    made.close()


@pytest.fixture
def newest(session, monkeypatch):
    monkeypatch.setattr(run_checkpoints, "POLL_MS", 5)
    made = Newest(session, session)
    made.wanted.connect(lambda reference: session.change_subject(model=reference))
    session.change_subject(model="starter")
    return made


def test_that_each_newer_checkpoint_is_opened_once_until_the_run_ends(newest, answering, session, wait_until):
    opened: list[str] = []
    newest.wanted.connect(opened.append)
    newest.follow(5)
    wait_until(lambda: opened == ["run:5@20"])
    answering.steps = (10, 20, 30)
    wait_until(lambda: opened == ["run:5@20", "run:5@30"])
    session.change_subject(text="Another text is no reason to end it.")
    answering.steps, answering.status = (20, 30, 40), "done"
    wait_until(lambda: newest.run_id is None)
    assert opened == ["run:5@20", "run:5@30", "run:5@40"]
    assert not newest._known._timer.isActive()


@pytest.mark.parametrize("chosen", ["smollm2", "run:5@10", "starter"])
def test_that_a_model_that_is_chosen_meanwhile_is_not_taken_away(newest, answering, session, wait_until, chosen: str):
    newest.follow(5)
    wait_until(lambda: session.subject.model == "run:5@20")
    session.change_subject(model=chosen)
    assert newest.run_id is None
    assert session.subject.model == chosen


def test_that_an_answer_after_the_end_starts_no_new_questions(newest, answering, session):
    del answering.answers[RunListRequest], answering.answers[CheckpointsRequest]
    newest.follow(5)
    newest.stop()
    request = answering.asked_of(RunListRequest)[-1]
    answering.give(session, answering.job_of(RunListRequest), RunList(request, (row_of(5, "running"),), 1), last=True)
    assert len(answering.asked_of(CheckpointsRequest)) == 2, "the answer came"
    assert not newest._known._timer.isActive()


def test_that_a_run_that_is_followed_again_is_opened_at_what_is_newest_by_then(newest, answering, session, wait_until):
    opened: list[str] = []
    newest.wanted.connect(opened.append)
    newest.follow(5)
    wait_until(lambda: opened == ["run:5@20"])
    wait_until(lambda: not session.jobs)
    newest.stop()
    answering.steps = (10, 20, 30)
    newest.follow(5)
    wait_until(lambda: opened == ["run:5@20", "run:5@30"])


def test_that_what_keeps_it_from_looking_is_said_and_ends_it(newest, answering, wait_until):
    failed: list[WorkbenchError] = []
    newest.failed.connect(failed.append)
    answering.answers[CheckpointsRequest] = lambda request: WorkbenchError("run-missing", id=5)
    newest.follow(5)
    wait_until(lambda: failed)
    assert newest.run_id is None


def test_that_it_is_said_beside_the_model_and_ended_there(newest, answering, session, wait_until):
    bar = SubjectBar(session)
    bar.set_newest(newest)
    bar.show()
    assert not bar.follows.isVisible()
    newest.follow(5)
    wait_until(lambda: session.subject.model == "run:5@20")
    assert bar.follows.isVisible()
    assert "5" in bar.follows.toolTip()
    QTest.mouseClick(bar.follows, Qt.MouseButton.LeftButton)
    assert newest.run_id is None
    assert not bar.follows.isVisible()
    bar.close()
