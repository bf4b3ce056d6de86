"""Attention follows what is written, token by token, and goes back to any of them without computing anything."""

from __future__ import annotations

import csv
import time

import numpy as np
import pytest
from made_attention import N_HEADS, N_LAYERS, Attending
from made_encodings import encode
from made_steps import result, started, step

from workbench.gui import theme
from workbench.gui.panels.attention import AttentionPanel
from workbench.gui.panels.attention_heads import GRID_REST_MS
from workbench.gui.panels.attention_time import PICTURES, REST
from workbench.values import Encoding, GenerateRequest, GridRequest, HeadRequest, RunRecord, RunRow, Subject, TraceRequest

TEXT, WORD, MOST = "When Mary went", " on", 40
N = 3
SCORES = np.random.default_rng(0).normal(size=(N_LAYERS, N_HEADS, MOST, MOST)) * 2


class Writing(Attending):
    """A model whose text grows; earlier rows stay what they were."""

    def encoding(self, request: TraceRequest) -> Encoding:
        n = len(request.ids) - N if request.ids is not None else 0
        return encode(request.subject.text + n * WORD)

    def weights(self, request: TraceRequest) -> np.ndarray:
        n = len(self.encoding(request).ids)
        scores = np.where(np.tril(np.ones((n, n), bool)), SCORES[..., :n, :n], -np.inf)
        weights = np.exp(scores - scores.max(-1, keepdims=True))
        return (weights / weights.sum(-1, keepdims=True)).astype(np.float32)


@pytest.fixture
def answering():
    made = Writing()
    yield made
    made.close()


@pytest.fixture
def panel(open_attention):
    return open_attention(text=TEXT)


@pytest.fixture
def writing(panel, session, answering, wait_until):
    """write(n) gives so many tokens of a generation that runs; write.job is its job."""
    request = GenerateRequest(session.subject)
    job = session.submit(request)
    answering.give(session, job.number, started(request))
    count = [0]

    def write(n: int) -> None:
        for _ in range(n):
            answering.give(session, job.number, step(count[0], WORD))
            count[0] += 1

    write.job = job
    return write


def n_rows(panel: AttentionPanel) -> int:
    return len(panel.shown.queries.tokens)


def finish(answering, session, writing) -> None:
    answering.give(session, writing.job.number, result([]), last=True)


def stored(n: int) -> RunRecord:
    request = GenerateRequest(Subject("m", TEXT))
    row = RunRow(9, "01G", "generate", "done", "m", "ab", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", "", None, (), "")
    return RunRecord(row, request, (started(request), *(step(place, WORD) for place in range(n))), None, "", {}, {})


def test_that_each_written_token_adds_a_row_while_it_is_looked_at(panel, session, answering, writing, wait_until):
    assert n_rows(panel) == N
    for n in (1, 2, 3):
        writing(1)
        wait_until(lambda n=n: n_rows(panel) == N + n)
        assert panel.strip.label.text() == f"Token {n} of {n}: ·on"
    written = len(panel.shown.trace.request.ids)
    assert written == N + 3
    assert panel.choice.positions == (N + 2,)  # the newest is looked at
    assert panel.strip.on.isChecked()


def test_that_the_lists_beside_the_map_do_not_flicker_while_a_text_is_written(panel, session, answering, writing, wait_until):
    side, emptied = panel.view("heads").side, []
    writing(1)
    wait_until(lambda: n_rows(panel) == N + 1 and side.lists["reads"].rows and panel.view("heads")._live)
    side.lists["reads"].model().modelReset.connect(lambda: emptied.append(not side.lists["reads"].rows))
    for n in (2, 3):
        writing(1)
        wait_until(lambda n=n: n_rows(panel) == N + n and f"({N + n - 1})" in side.heads["reads"].text())
    assert emptied
    assert not any(emptied)


def test_that_tokens_that_come_fast_share_a_trace_and_the_last_is_never_left_out(panel, session, answering, writing, wait_until):
    before = len(answering.asked_of(TraceRequest))
    writing(30)
    finish(answering, session, writing)
    wait_until(lambda: n_rows(panel) == N + 30 and not session.jobs)
    assert len(answering.asked_of(TraceRequest)) - before <= 4


def test_that_writing_keeps_half_of_the_time(panel, answering, writing, wait_until):
    writing(1)
    wait_until(lambda: panel.time._rest.isActive())
    assert (REST, PICTURES) == (1.0, 1.2)
    panel.time.stop()
    answering.duration_ms = 1000.0
    writing(1)
    wait_until(lambda: panel.shown.trace.duration_ms == 1000.0 and panel.time._rest.isActive())
    assert panel.time._rest.remainingTime() > 1_000
    writing(1)
    assert panel.time._asked is None


def test_that_nothing_is_asked_while_nobody_looks_and_it_catches_up_when_somebody_does(panel, session, answering, writing, wait_until):
    panel.hide()
    before = len(answering.asked_of(TraceRequest))
    writing(4)
    assert len(answering.asked_of(TraceRequest)) == before
    panel.show()
    wait_until(lambda: n_rows(panel) == N + 4)


def test_that_going_back_hides_later_rows_and_columns_and_computes_nothing(panel, session, answering, writing, wait_until, tmp_path):
    writing(6)
    finish(answering, session, writing)
    wait_until(lambda: n_rows(panel) == N + 6 and not session.jobs)
    heads = panel.view("heads")
    wait_until(lambda: heads.views.weights((0, 0)) is not None)
    whole = heads.views.weights((0, 0)).copy()
    asked = [len(answering.asked_of(kind)) for kind in (TraceRequest, HeadRequest, GridRequest)]
    panel.strip.slider.setValue(2)
    wait_until(lambda: not session.jobs)
    assert panel.strip.label.text() == "Token 2 of 6: ·on"
    assert panel.choice.positions == (N + 1,)
    picture, map_ = heads.map.grab().toImage(), heads.map
    blank = theme.colors().window
    for query, key, there in ((N + 1, 0, True), (N + 2, 0, False), (N + 4, N + 4, False), (N + 1, N + 1, True)):
        at = map_.view.rect_of(query, query + 1, key, key + 1).center()
        colour = picture.pixelColor(int(at.x() + map_.view.cell / 4), int(at.y() + map_.view.cell / 4))
        assert (colour != blank) == there, (query, key)
    assert [len(answering.asked_of(kind)) for kind in (TraceRequest, HeadRequest, GridRequest)] == asked
    panel.exports["heads"].save_csv(tmp_path / "a.csv")
    rows = list(csv.reader((tmp_path / "a.csv").read_text("utf-8-sig").splitlines()))
    found = np.asarray([[float(cell) for cell in row[2:]] for row in rows[1:]], np.float32)
    assert found.shape == (N + 2, N + 2)
    earlier = answering.weights(TraceRequest(Subject("m", TEXT), ids=tuple(range(N + 2))))[0, 0]
    assert (found == earlier).all()  # what was traced later is what would have been traced then
    assert (whole[: N + 2, : N + 2] == earlier).all()
    panel.strip.slider.setValue(6)
    assert panel.time.until is None


def test_that_who_goes_back_is_not_told_of_later_readers(panel, session, answering, writing, wait_until):
    writing(6)
    finish(answering, session, writing)
    wait_until(lambda: n_rows(panel) == N + 6 and not session.jobs)
    side = panel.view("heads").side
    panel.choice.pick(1)

    def readers() -> list[int]:
        return [row.number for row in side.lists["read_by"].rows if row.number >= 0]

    wait_until(lambda: not session.jobs and max(readers(), default=0) == N + 5)
    panel.strip.slider.setValue(2)
    panel.choice.pick(1)
    wait_until(lambda: not session.jobs and side._rows == (1,))
    assert sorted(readers()) == list(range(1, N + 2))
    panel.strip.slider.setValue(6)
    panel.choice.pick(1)
    wait_until(lambda: not session.jobs and max(readers()) == N + 5)


def test_that_who_looks_back_stays_there_while_more_is_written(panel, writing, wait_until):
    writing(4)
    wait_until(lambda: n_rows(panel) == N + 4)
    panel.strip.slider.setValue(1)
    writing(3)
    wait_until(lambda: n_rows(panel) == N + 7)
    assert panel.strip.slider.value() == 1
    assert panel.time.until == N + 1
    assert panel.view("heads").map._until == N + 1


def test_that_a_stored_continuation_is_offered_and_shown_when_asked(panel, session, answering, wait_until):
    assert not panel.strip.isVisible()
    session.open_run(stored(5))
    assert panel.strip.isVisible()
    assert panel.strip.label.text() == "5 tokens were written"
    assert n_rows(panel) == N
    panel.strip.on.click()
    wait_until(lambda: n_rows(panel) == N + 5 and not session.jobs)
    panel.strip.slider.setValue(0)
    assert panel.strip.label.text() == "Before the first of 5 tokens"
    assert panel.time.until == N
    panel.strip.on.click()
    wait_until(lambda: n_rows(panel) == N and not session.jobs)
    assert panel.view("heads").map._until is None


def test_that_another_text_ends_it(panel, session, writing, wait_until):
    writing(2)
    wait_until(lambda: n_rows(panel) == N + 2)
    session.change_subject(text="Another text now")
    assert not panel.strip.isVisible()
    writing(2)
    wait_until(lambda: not [job for job in session.jobs if job is not writing.job])
    assert n_rows(panel) == N
    assert panel.shown.trace.request == TraceRequest(session.subject)


def test_that_who_switched_it_off_is_not_followed_again(panel, session, answering, writing, wait_until):
    writing(1)
    wait_until(lambda: n_rows(panel) == N + 1)
    panel.strip.on.click()
    wait_until(lambda: n_rows(panel) == N)
    writing(3)
    wait_until(lambda: not [job for job in session.jobs if job is not writing.job])
    assert n_rows(panel) == N
    assert panel.save_state()["follow"] is False
    assert not panel.strip.on.isChecked()


def test_that_a_followed_trace_is_no_run_of_its_own(panel, writing, wait_until):
    writing(1)
    wait_until(lambda: n_rows(panel) == N + 1)
    assert panel.shown_job() is None


def test_that_the_grid_follows_at_most_four_times_a_second_and_is_that_of_all_at_the_end(
    panel, session, answering, writing, wait_until, monkeypatch
):
    asked_s, grid = [], answering.answers[GridRequest]
    monkeypatch.setitem(answering.answers, GridRequest, lambda request: (asked_s.append(time.monotonic()), grid(request))[1])
    for n in range(1, 16):
        writing(1)
        wait_until(lambda n=n: n_rows(panel) == N + n)
    assert asked_s
    assert (np.diff(asked_s) >= 0.95 * GRID_REST_MS / 1000).all()  # timers may come a twentieth early
    finish(answering, session, writing)
    wait_until(lambda: answering.asked_of(GridRequest)[-1].trace == panel.shown.trace.request and not session.jobs)
    assert len(panel.shown.trace.request.ids) == N + 15


@pytest.mark.parametrize("key", ["lines", "token"])
def test_that_the_view_in_front_follows(panel, session, answering, writing, wait_until, key):
    panel.switch.choose(key)
    panel.switch.chosen.emit(key)
    for n in (1, 2):
        writing(1)
        wait_until(lambda n=n: n_rows(panel) == N + n)
    wait_until(lambda: not [job for job in session.jobs if job is not writing.job])
    finish(answering, session, writing)
    wait_until(lambda: not session.jobs)


def test_that_an_answer_in_a_conversation_is_followed_too(panel, session, answering, wait_until):
    request = GenerateRequest(Subject("m", "Hello"), messages=(("user", "Hello"),))
    job = session.submit(request)
    answering.give(session, job.number, started(request))
    answering.give(session, job.number, step(0, WORD))
    wait_until(lambda: panel.strip.on.isChecked() and panel.shown.trace.request.ids is not None)
    assert panel.shown.trace.request.ids[:-1] == tuple(started(request).prompt.ids.tolist())
    assert panel.strip.label.text() == "Token 1 of 1: ·on"
    answering.give(session, job.number, result([]), last=True)
    session.change_subject(text="Another text now")
    assert not panel.strip.isVisible()


def test_that_a_view_that_costs_much_is_shown_the_end_alone(panel, session, answering, writing, wait_until):
    panel.switch.choose("lens")
    panel.switch.chosen.emit("lens")
    writing(3)
    wait_until(lambda: not [job for job in session.jobs if isinstance(job.request, TraceRequest)])
    assert n_rows(panel) == N
    finish(answering, session, writing)
    panel.strip.on.click()
    wait_until(lambda: n_rows(panel) == N + 3)
