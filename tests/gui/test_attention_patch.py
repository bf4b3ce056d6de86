"""The Patch view with an engine played by a test: what fills in, what is chosen, what comes back."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from made_attention import MODEL, N_HEADS, N_LAYERS, Attending
from made_encodings import encode

from workbench.errors import WorkbenchError
from workbench.gui.models.texts import corrupts_of
from workbench.gui.panels.attention import AttentionPanel
from workbench.gui.widgets.patch_words import agreement
from workbench.values import (
    GAP,
    Contrast,
    Contrasted,
    PatchedLayer,
    PatchMap,
    PatchRequest,
    PatchStarted,
    Progress,
    RunRecord,
    RunRow,
    Subject,
    Tokenized,
    TokenizeRequest,
    TraceRequest,
    aligned,
)

CLEAN = "When Mary and John went to the store, John gave a drink to"
CORRUPT = "When Mary and John went to the store, Mary gave a drink to"


@pytest.fixture
def answering():
    made = Attending()
    made.answers[TokenizeRequest] = lambda request: Tokenized(request, encode(request.subject.text), "", 2048)
    yield made
    made.close()


@pytest.fixture
def panel(open_attention):
    return open_attention("patch", CLEAN, size=(1200, 760))


@pytest.fixture
def view(panel):
    return panel.view("patch")


def started(request: PatchRequest, *, clean: float = 6.0, corrupt: float = -4.0) -> PatchStarted:
    texts = encode(request.trace.subject.text), encode(request.corrupt)
    places = aligned(texts[0].ids, texts[1].ids)
    columns = N_HEADS if request.is_by_head else len(places)
    estimate = np.linspace(corrupt, clean, N_LAYERS * columns, dtype=np.float32).reshape(N_LAYERS, columns)
    if not request.is_by_head:
        estimate[:, (places == GAP).any(axis=1)] = np.nan
    asked = Contrast(len(texts[0].ids) - 1, 5, 6)
    values = (Contrasted(asked, " Mary", " John", value) for value in (clean, corrupt))
    return PatchStarted(request, MODEL, *texts, places, *values, estimate)


def mapped(request: PatchRequest) -> PatchMap:
    begun = started(request)
    return PatchMap(begun, begun.estimate**2 / 6 + 0 * begun.estimate, 12.0)


def asked(answering: Attending) -> PatchRequest:
    found = answering.asked_of(PatchRequest)[-1]
    assert isinstance(found, PatchRequest)
    return found


def test_that_a_sample_has_its_suggestion_and_both_texts_stand_side_by_side(view):
    assert view.pair.text == CORRUPT == corrupts_of(CLEAN)[0]
    assert view.pair.places == [(at, at) for at in range(len(encode(CLEAN).ids))]
    rows = view.pair.strip._rows
    assert [column for column in range(len(view.pair.places)) if rows.differs(column)] == [9]
    assert not view.maps.isVisible()


def test_that_a_map_fills_in_while_it_is_measured(view, answering, session):
    view.pair.button.click()
    request, job = asked(answering), answering.job_of(PatchRequest)
    assert (request.corrupt, request.what, request.way, request.contrast) == (CORRUPT, "resid", "denoise", Contrast())
    answering.give(session, job, started(request))
    assert view.maps.isVisible()
    assert np.isnan(view.maps.raw).all()
    assert not np.isnan(view.maps.started.estimate).any()
    row = np.full(len(view.maps.labels), np.nan, np.float32)
    row[3] = 1.0
    answering.give(session, job, PatchedLayer(2, row), Progress("patch", 1, 60, "patches"))
    assert view.maps.measured.value((2, 3)) == pytest.approx(0.5)
    assert view.waiting.isVisible()
    whole = mapped(request)
    answering.give(session, job, whole, last=True)
    assert not view.waiting.isVisible()
    assert np.array_equal(view.maps.raw, whole.raw)
    assert f"{agreement(whole.started, whole.raw):.2f}" in view.maps.headings[view.maps.estimated].text()
    assert view.shown_job() is not None


def test_that_a_cancelled_map_keeps_what_was_measured(view, answering, session):
    view.run()
    request, job = asked(answering), answering.job_of(PatchRequest)
    answering.give(session, job, started(request), PatchedLayer(0, np.ones(len(encode(CLEAN).ids), np.float32)))
    view.waiting.cancel.click()
    answering.give(session, job)
    assert not view.waiting.isVisible()
    assert (view.maps.raw[0] == 1).all()


def test_that_a_cell_chooses_its_layer_and_token_everywhere(view, answering, session):
    view.run()
    answering.give(session, answering.job_of(PatchRequest), mapped(asked(answering)), last=True)
    view.maps.measured.picked.emit(2, 9)
    assert session.selection.layer == 2
    assert CLEAN.encode()[session.selection.start : session.selection.end] == b" John"
    assert view.maps.cell == (2, 9)
    assert "John (9)" in view.maps.readout.text()
    rows = list(view.rows())
    assert len(rows) == 1 + N_LAYERS * len(encode(CLEAN).ids)
    assert f"what={'resid'!r}" in view.snippet()
    assert set(view.arrays()) >= {"contrast", "effect", "estimated_contrast", "places"}


def test_that_heads_choose_heads(view, panel, answering, session):
    view.controls.what.button("head").click()
    view.controls.way.button("noise").click()
    view.run()
    request = asked(answering)
    assert (request.what, request.way, request.head) == ("head", "noise", None)
    answering.give(session, answering.job_of(PatchRequest), mapped(request), last=True)
    assert view.maps.labels == ["0", "1", "2"]
    view.maps.measured.picked.emit(3, 1)
    assert (session.selection.layer, session.selection.head) == (3, 1)
    view.controls.heads.setCurrentIndex(2)
    view.run()
    assert asked(answering).head == 1


def test_that_a_map_on_screen_follows_what_is_chosen(view, answering, session):
    view.controls.way.button("noise").click()
    assert not answering.asked_of(PatchRequest)
    view.run()
    answering.give(session, answering.job_of(PatchRequest), mapped(asked(answering)), last=True)
    view.controls.what.button("attn").click()
    assert (asked(answering).what, asked(answering).way) == ("attn", "noise")
    answering.give(session, answering.job_of(PatchRequest), started(asked(answering)))
    view.controls.way.button("denoise").click()
    assert answering.cancelled == [answering.asked[-2][0]]
    assert asked(answering).way == "denoise"


def test_that_equal_answers_are_said_to_have_no_scale(view, answering, session):
    view.run()
    begun = started(asked(answering), clean=2.0, corrupt=2.0)
    answering.give(session, answering.job_of(PatchRequest), begun)
    assert "no scale" in view.maps.asked.text()


def test_that_what_only_one_text_has_is_hatched_and_said(view, answering, session, wait_until):
    view.pair.set_text(CLEAN + " the old")
    wait_until(lambda: not session.jobs and (GAP, 14) in view.pair.places)
    view.run()
    answering.give(session, answering.job_of(PatchRequest), mapped(asked(answering)), last=True)
    assert view.maps.measured._missing == {14, 15}
    assert "2 places" in view.note.text()


def test_that_texts_that_are_the_same_are_not_patched(view, answering, session):
    view.pair.set_text(CLEAN)
    assert "the same" in view.note.text()
    view.run()
    assert not answering.asked_of(PatchRequest)


def test_that_a_failure_is_said_and_another_try_is_possible(panel, view, answering, session):
    view.run()
    answering.give(session, answering.job_of(PatchRequest), error=WorkbenchError("texts-apart"))
    assert panel.frame.bar.error.code == "texts-apart"
    assert view.pair.button.isEnabled()
    assert not view.waiting.isVisible()


def test_that_a_stored_patch_opens_as_it_was(panel, view, answering, session):
    request = PatchRequest(TraceRequest(session.subject), corrupt=CLEAN.replace("Mary", "Anna"), what="mlp", way="noise")
    row = RunRow(9, "01P", "patch", "done", "m", "ab", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", "", None, (), "")
    panel.switch.choose("heads")
    session.open_run(RunRecord(row, request, (), mapped(request), "", {}, {}))
    assert panel.switch.key == "patch"
    assert (view.controls.what.key, view.controls.way.key, view.pair.text) == ("mlp", "noise", request.corrupt)
    assert np.array_equal(view.maps.raw, mapped(request).raw)
    assert view.maps.isVisible()


def test_that_a_stored_patch_needs_neither_model_nor_trace(session):
    panel = AttentionPanel(session)
    panel.show()
    request = PatchRequest(TraceRequest(Subject("gone", CLEAN)), corrupt=CORRUPT)
    row = RunRow(9, "01P", "patch", "done", "gone", "ab", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", "", None, (), "")
    session.open_run(RunRecord(row, request, (), mapped(request), "", {}, {}))
    view = panel.view("patch")
    assert view.maps.isVisible()
    assert view.pair.text == CORRUPT
    panel.deleteLater()


def test_that_another_text_takes_its_map_away(view, answering, session, wait_until):
    view.run()
    answering.give(session, answering.job_of(PatchRequest), mapped(asked(answering)), last=True)
    session.change_subject(text="The capital of France is")
    wait_until(lambda: not session.jobs and not view.maps.isVisible())
    assert view.pair.text == "The capital of Italy is"
    session.change_subject(text=CLEAN)
    wait_until(lambda: view.pair.text == CORRUPT)


def test_that_a_model_without_predictions_is_refused_with_the_reason(session, answering, panel, wait_until):
    answering.model = dataclasses.replace(answering.model, has_logits=False)
    session.change_subject(text="another text")
    wait_until(lambda: not session.jobs and panel.hint.isVisible())
