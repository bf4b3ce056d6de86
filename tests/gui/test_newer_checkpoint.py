"""The hint in the bar at the top that the run whose model is open has written a newer checkpoint."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from answering import Answering

from workbench.gui.models import run_checkpoints
from workbench.gui.panels.subject_bar import SubjectBar
from workbench.values import Checkpoints, CheckpointsRequest, RunList, RunListRequest, RunRow, RunStatus


def row(status: RunStatus) -> RunRow:
    return RunRow(7, "01TEST7", "train", status, "letters", "", "2026-11-29", "2026-11-29", "causal", None, (), "")


@pytest.fixture
def answering() -> Iterator[Answering]:
    made = Answering()
    made.answers[RunListRequest] = lambda request: RunList(request, (row("running"),), 1)
    yield made
    made.close()


@pytest.fixture
def steps(answering, monkeypatch) -> list[int]:
    """The steps of the checkpoints that are there, which may change."""
    monkeypatch.setattr(run_checkpoints, "POLL_MS", 10)
    there = [10, 20]
    answering.answers[CheckpointsRequest] = lambda request: Checkpoints(request, tuple(there))
    return there


@pytest.fixture
def bar(session, steps) -> SubjectBar:
    made = SubjectBar(session)
    made.show()
    return made


def test_that_a_newer_checkpoint_of_the_open_run_is_offered_as_soon_as_it_is_there(bar, session, steps, wait_until) -> None:
    asked: list[str] = []
    bar.newer_asked.connect(asked.append)
    session.change_subject(model="run:7@20")
    wait_until(lambda: not session.jobs)
    assert not bar.newer.isVisible(), "it is the newest"
    steps.append(30)
    wait_until(bar.newer.isVisible)
    assert "30" in bar.newer.text()
    assert "run 7" in bar.newer.toolTip().lower()
    bar.newer.click()
    assert asked == ["run:7@30"]
    session.change_subject(model="run:7@30")
    wait_until(lambda: not bar.newer.isVisible())


def test_that_it_is_said_when_the_open_checkpoint_was_let_go_of(bar, session, steps, wait_until) -> None:
    session.change_subject(model="run:7@15")
    wait_until(bar.newer.isVisible)
    assert "let go of" in bar.newer.toolTip()
    assert bar._newest.reference == "run:7@20"


def test_that_other_models_ask_nothing(bar, session, answering, wait_until) -> None:
    session.change_subject(model="run:7@10")
    wait_until(bar.newer.isVisible)
    session.change_subject(model="starter")
    assert not bar.newer.isVisible()
    wait_until(lambda: not session.jobs)
    n = len(answering.asked)
    session.change_subject(text="a b")
    assert len(answering.asked) == n
