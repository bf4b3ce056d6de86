"""When looking becomes a run."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from answering import Answering
from PySide6.QtCore import QTimer

from workbench.errors import WorkbenchError
from workbench.gui.models.newest import Newest
from workbench.gui.rest import REST_MS, Rest
from workbench.gui.session import Job, Session
from workbench.values import Ablation, RunStarted, Subject, TokenizeRequest, TraceRequest


class Desk:
    """A session with a rest rule whose two seconds pass when the test says so."""

    def __init__(self) -> None:
        self.office = Answering()
        self.session: Session = self.office.session()
        self.shown: list[Job] = []
        self.kept: list[object] = []
        begin = self.office.begin

        def remember(request: object, *, started):
            self.kept.append(request)
            return begin(request, started=started)

        self.office.begin = remember
        self.rest = Rest(self.session, lambda: self.shown)
        [self.timer] = self.rest.findChildren(QTimer)

    def show(self) -> Job:
        """A panel asks about the text under study and shows the answer."""
        job = self.session.submit(TokenizeRequest(self.session.subject))
        self.shown = [job]
        return job

    def answer(self, job: Job) -> None:
        self.office.give(self.session, job.number, object(), last=True)


@pytest.fixture
def desk(qapp) -> Iterator[Desk]:
    made = Desk()
    yield made
    made.office.close()


def test_that_a_text_must_rest_for_two_seconds_from_its_last_change(desk):
    assert REST_MS == desk.timer.interval() == 2000
    assert not desk.timer.isActive()
    desk.session.change_subject(text="a")
    assert desk.timer.isActive()
    desk.timer.start(1_000_000)
    desk.session.change_subject(text="ab")
    assert desk.timer.remainingTime() > 2000  # begun anew


def test_that_a_text_that_has_not_rested_is_not_kept(desk):
    desk.session.change_subject(text="a")
    desk.answer(desk.show())
    assert desk.kept == []


def test_that_what_is_shown_of_a_rested_text_is_kept_once(desk):
    desk.session.change_subject(text="a")
    desk.answer(desk.show())
    desk.timer.timeout.emit()
    assert desk.kept == [TokenizeRequest(Subject("", "a"))]
    desk.rest.look()
    desk.answer(desk.show())
    assert len(desk.kept) == 1


def test_that_an_answer_that_comes_late_is_kept_when_it_comes(desk):
    desk.session.change_subject(text="a")
    job = desk.show()
    desk.timer.timeout.emit()
    assert desk.kept == []
    desk.answer(job)
    assert len(desk.kept) == 1


def test_that_an_answer_about_an_earlier_text_is_not_kept(desk):
    desk.session.change_subject(text="a")
    desk.answer(desk.show())
    desk.session.change_subject(text="ab")
    desk.timer.timeout.emit()
    assert desk.kept == []


def test_that_nothing_is_kept_while_no_panel_shows_it(desk):
    desk.session.change_subject(text="a")
    desk.answer(desk.show())
    desk.shown = []
    desk.timer.timeout.emit()
    assert desk.kept == []


def test_that_checkpoints_that_pass_by_while_a_run_is_followed_are_not_kept_but_the_one_that_stays_is(desk):
    newest = Newest(desk.session)
    desk.rest.set_newest(newest)
    desk.session.change_subject(model="run:7@10", text="a")
    newest.follow(7)
    desk.answer(desk.show())
    desk.timer.timeout.emit()
    assert desk.kept == []
    newest.stop()
    assert [request.subject.model for request in desk.kept] == ["run:7@10"]


def test_that_what_a_window_opens_with_is_kept_only_when_somebody_turns_to_it(desk):
    desk.session.change_subject(model="m", text="a")
    desk.rest.spare()
    desk.answer(desk.show())
    desk.timer.timeout.emit()
    assert desk.kept == []
    desk.rest.act()
    assert desk.timer.isActive()
    desk.timer.timeout.emit()
    assert len(desk.kept) == 1


def test_that_another_text_or_model_than_the_window_opened_with_is_kept(desk):
    desk.session.change_subject(model="m", text="a")
    desk.rest.spare()
    desk.session.change_subject(text="ab")
    desk.answer(desk.show())
    desk.timer.timeout.emit()
    assert [request.subject.text for request in desk.kept] == ["ab"]


def test_that_a_failed_answer_is_no_run(desk):
    desk.session.change_subject(text="a")
    job = desk.show()
    desk.timer.timeout.emit()
    desk.office.give(desk.session, job.number, error=WorkbenchError("cancelled"))
    assert desk.kept == []


def test_that_a_job_that_is_a_run_already_is_not_kept_again(desk):
    desk.session.change_subject(text="a")
    job = desk.show()
    desk.office.give(desk.session, job.number, RunStarted(3, "01TEST"))
    desk.answer(job)
    desk.timer.timeout.emit()
    assert desk.kept == []


def test_that_a_change_in_the_model_is_looked_at_anew(desk):
    desk.session.change_subject(text="a")
    desk.answer(desk.show())
    desk.timer.timeout.emit()
    desk.session.intervene((Ablation(0, 1),))
    changed = desk.session.submit(TraceRequest(desk.session.subject, interventions=desk.session.interventions))
    desk.shown = [changed]
    desk.answer(changed)
    assert len(desk.kept) == 1  # it has not rested
    desk.timer.timeout.emit()
    assert desk.kept[1] == changed.request
    desk.session.intervene((Ablation(0, 2),))
    other = desk.session.submit(TraceRequest(desk.session.subject, interventions=desk.session.interventions))
    desk.shown = [other]
    desk.answer(other)
    desk.timer.timeout.emit()
    assert desk.kept[2] == other.request


def test_that_what_was_kept_is_left_once_with_its_text(desk):
    left = []
    desk.rest.left.connect(left.append)
    desk.session.change_subject(text="a")
    job = desk.show()
    desk.answer(job)
    desk.session.change_subject(text="ab")
    assert left == []  # it never became a run
    job = desk.show()
    desk.answer(job)
    desk.timer.timeout.emit()
    desk.session.change_subject(text="abc")
    desk.rest.leave()
    assert left == [[job]]
