"""The views of the attention panel: one in front, all of them with the same trace, none of them working unseen."""

from __future__ import annotations

import math

import pytest
from made_attention import Attending
from PySide6.QtWidgets import QWidget

from workbench.gui.panels import attention, attention_trace
from workbench.gui.panels.attention import AttentionPanel
from workbench.gui.panels.attention_heads import HeadsView
from workbench.gui.panels.attention_view import Need
from workbench.values import Progress, RunRecord, RunRow, ScoreRequest, Selection, Subject, TraceRequest

TEXT = "When Mary went"


class MadeView(QWidget):
    """Remembers what it was told."""

    key, opens = "made", (ScoreRequest,)

    def __init__(self, session, frame, choice):
        super().__init__(frame)
        self.session, self.choice, self.controls, self.more = session, choice, QWidget(frame), QWidget(frame)
        self.traces, self.states, self.runs, self.job, self.need = [], [], [], None, None

    def title(self):
        return "Made"

    def set_trace(self, shown):
        self.traces.append((shown, self.isVisible()))

    def needs(self, shown):
        return self.need

    def show_run(self, record):
        self.runs.append(record)

    def shown_job(self):
        return self.job

    def rows(self):
        return [("a", "b"), (1, 2)]

    def snippet(self):
        return "made = 1"

    def save_state(self):
        return {"one": 1}

    def restore_state(self, state):
        self.states.append(state)

    def retranslate(self):
        pass


@pytest.fixture
def answering():
    made = Attending()
    yield made
    made.close()


@pytest.fixture
def panel(open_attention, monkeypatch):
    monkeypatch.setattr(attention, "VIEWS", {"see": (HeadsView,), "explain": (MadeView,), "try": ()})
    monkeypatch.setattr(attention_trace, "LIVE_MS", math.inf)  # what a trace took on a busy machine decides nothing here
    return open_attention()


@pytest.fixture
def study(session, panel, wait_until):
    def put(text: str) -> None:
        session.change_subject(model="m", text=text)
        wait_until(lambda: not session.jobs and panel.shown is not None)

    return put


def pick(panel: AttentionPanel, key: str) -> None:
    panel.switch.groups.button({"heads": "see", "made": "explain"}[key]).click()


def visible(panel: AttentionPanel) -> tuple[bool, ...]:
    made = panel.view("made")
    return tuple(one.isVisible() for one in (made, made.controls, panel.exports["made"].button))


def test_that_a_view_that_is_chosen_comes_with_its_controls_and_its_own_saving(panel, study, tmp_path):
    study(TEXT)
    assert visible(panel) == (False, False, False)
    pick(panel, "made")
    assert visible(panel) == (True, True, True)
    assert not panel.view("heads").controls.isVisible()
    assert not panel.exports["heads"].button.isVisible()
    panel.exports["made"].save_csv(tmp_path / "made.csv")
    assert (tmp_path / "made.csv").read_text("utf-8-sig").split() == ["a,b", "1,2"]


def test_that_rarer_controls_are_those_of_the_view_in_front(panel, study):
    study(TEXT)
    heads, made = panel.view("heads"), panel.view("made")
    panel.frame.more.click()
    assert (heads.more.isVisible(), made.more.isVisible()) == (True, False)
    pick(panel, "made")
    assert (heads.more.isVisible(), made.more.isVisible()) == (False, True)
    made.more = None
    pick(panel, "heads")
    pick(panel, "made")
    assert not panel.frame.more.isVisible()
    assert not heads.more.isVisible()


def test_that_every_view_gets_the_trace_once_also_unseen(panel, study, session):
    study(TEXT)
    study(TEXT + " home")
    session.change_subject(text="")
    told = [(shown and shown.trace.request.subject.text, seen) for shown, seen in panel.view("made").traces]
    assert told == [(None, False), (TEXT, False), (TEXT + " home", False), (None, False)]


def test_that_heads_ask_for_no_picture_while_another_view_is_in_front(panel, study, session, answering, wait_until):
    study(TEXT)
    pick(panel, "made")
    asked = len(answering.asked)
    study(TEXT + " home")
    session.select(Selection(0, 4, 2, 1))
    assert [type(request) for _, request in answering.asked[asked:]] == [TraceRequest]
    pick(panel, "heads")
    heads = panel.view("heads")
    wait_until(lambda: heads.map.shown is not None)
    assert (heads.map.shown.trace.subject.text, heads.map.shown.layer, heads.map.shown.head) == (TEXT + " home", 2, 1)
    assert heads.grid.selected == (2, 1)
    assert heads.map.marked == panel.choice.positions


def test_that_the_time_a_trace_takes_is_learned_also_where_no_picture_is_awaited(panel, study, session, wait_until):
    study(TEXT)
    pick(panel, "made")
    long = Subject("m", " ".join(["word"] * 700))
    session.change_subject(text=long.text)
    panel.refresh()
    wait_until(lambda: panel.shown.trace.request.subject == long)
    assert len(panel.shown.trace.encoding.ids) in panel.tracing.pace._known


def test_that_a_trace_on_its_way_is_taken_up_when_another_view_comes_to_the_front(panel, study, session, answering, wait_until):
    study(TEXT)
    pictures = answering.answers.copy()
    for request in [request for request in pictures if request is not TraceRequest]:
        del answering.answers[request]
    session.change_subject(text="something new")
    wait_until(lambda: panel._coming is not None)
    pick(panel, "made")
    assert panel.shown.trace.request.subject.text == "something new"
    answering.answers.update(pictures)
    pick(panel, "heads")
    wait_until(lambda: panel.view("heads").map.shown.trace.subject.text == "something new")


def test_that_a_view_says_what_it_would_need(panel, study, session):
    study(TEXT)
    panel.view("made").need = Need("No source", "This needs two texts.", of_model=True)
    pick(panel, "made")
    assert panel.hint.isVisible()
    assert panel.hint._title.text() == "No source"
    assert visible(panel) == (False, False, False)
    wanted = []
    session.model_wanted.connect(lambda: wanted.append(True))
    panel.hint.asked.emit()
    assert wanted == [True]
    study(TEXT + " home")
    assert panel.view("made").traces[-1][0] is None
    pick(panel, "heads")
    assert panel.view("heads").isVisible()


def test_that_a_stored_run_of_a_view_opens_in_it_without_a_text(panel, session):
    row = RunRow(7, "01T", "score", "done", "m", "ab", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", "", None, (), "")
    record = RunRecord(row, ScoreRequest(Subject("m", TEXT)), (), None, "", {}, {})
    session.open_run(record)
    assert panel.view("made").runs == [record]
    assert visible(panel) == (True, True, True)
    session.change_subject(text="")
    session.change_subject(text="x", model="")
    assert panel.hint.isVisible()


def test_that_the_job_shown_is_the_front_view_s_own(panel, study, session, answering):
    study(TEXT)
    trace = panel.shown_job()
    assert isinstance(trace.request, TraceRequest)
    made = panel.view("made")
    made.job = session.submit(ScoreRequest(Subject("m", TEXT)))
    assert panel.shown_job() is trace
    pick(panel, "made")
    assert panel.shown_job() is made.job
    answering.give(session, made.job.number, Progress("score", 1, 1, "tokens"), last=True)


def test_that_the_view_in_front_and_what_views_keep_are_remembered(panel, session, study):
    study(TEXT)
    pick(panel, "made")
    again = AttentionPanel(session)
    again.restore_state(panel.save_state())
    assert again.switch.key == "made"
    assert again.view("made").states == [{"one": 1}]


def test_that_a_wide_view_takes_room_only_while_it_is_in_front(panel, study):
    study(TEXT)
    made = panel.view("made")
    before = panel.minimumSizeHint().width()
    made.setMinimumWidth(1500)
    assert panel.minimumSizeHint().width() == before
    pick(panel, "made")
    assert panel.minimumSizeHint().width() > 1500
    pick(panel, "heads")
    assert panel.minimumSizeHint().width() < 1000
