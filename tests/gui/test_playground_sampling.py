"""Beside the text of the Playground: the sampler's cards, what other settings would have given, the probe."""

from __future__ import annotations

import csv
import dataclasses
import io

import made_choices
import made_steps as made
import numpy as np
import pytest
from answering import Answering
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from workbench.errors import WorkbenchError
from workbench.gui.panels.playground import PlaygroundPanel
from workbench.values import GenerateRequest, ProbeRequest, WaterfallRequest, WhatIfRequest, preset

WORDS = (" Paris", ",", " the", " city")


@pytest.fixture
def answering():
    built = Answering()
    built.answers[WaterfallRequest] = made_choices.waterfall
    built.answers[ProbeRequest] = made_choices.probe
    yield built
    built.close()


@pytest.fixture
def session(qapp, answering):
    built = answering.session()
    built.change_subject(model="m", text="The capital of France is")
    yield built
    built.deleteLater()


@pytest.fixture
def panel(session):
    built = PlaygroundPanel(session)
    built.resize(1100, 700)
    built.show()
    built.controls.set_number("temperature", 0.8)
    built.controls.add("top_p")
    yield built
    built.close()
    built.deleteLater()


def generate(panel, session, answering) -> None:
    panel.generate.click()
    job, request = answering.job_of(GenerateRequest), answering.asked_of(GenerateRequest)[-1]
    steps = [made.step(index, word) for index, word in enumerate(WORDS)]
    answering.give(session, job, made.started(request), *steps)
    answering.give(session, job, made.result(steps), last=True)


@pytest.fixture
def cards(panel, session, answering, wait_until):
    """The cards of the last step of a continuation."""
    generate(panel, session, answering)
    panel.writing.side.switch.button("samplers").click()
    view = panel.writing.side.samplers
    wait_until(lambda: view.waterfall is not None)
    return view.stages


def test_that_each_stage_says_what_it_left_removed_and_did_to_the_entropy(panel, cards):
    assert list(cards.cards) == ["temperature", "top_p"]
    words = cards.cards["top_p"].facts.text()
    for part in ("2 left", "2 removed, 25.0 %", "entropy 1.20 → 0.90 nats"):
        assert part in words
    assert [share.text for share in cards.cards["top_p"].strip.shares] == [" Paris", " the"]
    assert len(cards.model.strip.shares) == 4


def test_that_a_stage_without_anything_to_do_says_so(cards):
    card = cards.cards["top_p"]
    card.show_record(dataclasses.replace(made_choices.stage("top_p", made_choices.MODEL), entropy=1.2))
    assert card.facts.text() == "changed nothing at this step"
    assert not card.strip.isVisible()


def test_that_the_draw_shows_its_number_and_both_probabilities_by_name(cards):
    words = cards.draw.words.text()
    for part in ("0.7500 falls on ·the", "0.6000 to 1.0000", "model's own 25.0 %", "after samplers 40.0 %", "rank 2"):
        assert part in words


def test_that_every_strip_points_at_the_same_token(cards):
    strip = cards.model.strip
    strip.setFocus()
    QTest.keyClick(strip, Qt.Key.Key_Right)
    QTest.keyClick(strip, Qt.Key.Key_Right)
    assert strip.looked_at.text == " the"
    assert "model's own 25.0 %" in strip.accessibleDescription()
    assert cards.cards["top_p"].strip.looked_at.share == pytest.approx(0.4)
    x = int(strip.width() * 0.2)
    QTest.mouseMove(strip, QPoint(x, 8))
    assert strip.share_at(x).text == " Paris"


def test_that_alt_and_an_arrow_move_a_stage(panel, cards):
    card = cards.cards["top_p"]
    card.setFocus()
    QTest.keyClick(card, Qt.Key.Key_Up, Qt.KeyboardModifier.AltModifier)
    assert panel.controls.settings().order == ("top_p", "temperature")
    assert cards.cards["top_p"] is card
    QTest.keyClick(card.spins["top_p"], Qt.Key.Key_Down, Qt.KeyboardModifier.AltModifier)
    assert panel.controls.settings().order == ("temperature", "top_p")


def test_that_a_stage_is_dragged_by_its_grip(panel, cards):
    card, other = cards.cards["temperature"], cards.cards["top_p"]
    card.grip.dragged.emit(other.mapToGlobal(QPoint(0, other.height() - 2)).y())
    assert cards._line.isVisible()
    card.grip.dropped.emit()
    assert panel.controls.settings().order == ("top_p", "temperature")
    assert not cards._line.isVisible()


def test_that_a_stage_is_turned_off_and_taken_out(panel, cards):
    cards.cards["top_p"].on.click()
    assert panel.controls.settings().order == ("temperature",)
    assert cards.cards["top_p"].facts.text() == "off"
    cards.cards["top_p"].close_button.click()
    assert list(cards.cards) == ["temperature"]


def test_that_texts_that_cannot_be_read_say_so_and_change_nothing(panel, cards):
    panel.controls.add("logit_bias")
    card = cards.cards["logit_bias"]
    card.edit.setFocus()
    QTest.keyClicks(card.edit, " Paris")
    card.edit.editingFinished.emit()
    assert "cannot be read" in card.facts.text()
    assert panel.controls.settings().logit_bias == ()
    QTest.keyClicks(card.edit, "=+2")
    card.edit.editingFinished.emit()
    assert panel.controls.settings().logit_bias == ((" Paris", 2.0),)


def test_that_another_step_is_asked_for_when_one_walks_to_it(panel, cards, answering, wait_until):
    panel.writing.flow.set_current(1)
    wait_until(lambda: answering.asked_of(WaterfallRequest)[-1].index == 1)
    panel.writing.side.show_view("alternatives")
    panel.writing.side.show_view("samplers")
    assert panel.writing.flow.current == 1


def test_that_what_the_engine_cannot_say_is_said_in_the_view(panel, session, answering, wait_until):
    answering.answers[WaterfallRequest] = lambda request: WorkbenchError("model-not-installed", name="m")
    generate(panel, session, answering)
    panel.writing.side.switch.button("samplers").click()
    view = panel.writing.side.samplers
    wait_until(lambda: "m" in view.words.text())
    assert view.waterfall is None


def test_that_other_settings_mark_the_tokens_that_would_have_come(panel, session, answering, cards, wait_until):
    answering.answers[WhatIfRequest] = made_choices.what_if
    panel.controls.set_number("temperature", 1.5)
    wait_until(lambda: panel.writing.flow.marks)
    marks = panel.writing.flow.marks
    assert sorted(marks) == [1, 2, 3]
    assert (marks[1].kind, marks[1].words) == ("other", "With these settings: ·the")
    assert marks[2].kind == "after"
    view = panel.writing.side.samplers
    assert "token 2 would be “·the” instead of “,”" in view.words.text()
    assert "holds for the old path only" in view.words.text()
    view.back.click()
    assert panel.controls.settings().temperature == 0.8
    assert not panel.writing.flow.marks


def test_that_the_other_token_can_be_gone_on_with(panel, session, answering, cards, wait_until):
    answering.answers[WhatIfRequest] = made_choices.what_if
    panel.controls.set_number("temperature", 1.5)
    view = panel.writing.side.samplers
    wait_until(lambda: view.go_on.isVisible())
    kept = panel.continuation.steps[0].id
    view.go_on.click()
    branch = answering.asked_of(GenerateRequest)[-1]
    assert branch.forced_ids == (kept, 301)
    assert branch.sampler.temperature == 1.5


def test_that_what_is_not_decidable_is_said_to_be_so(panel, session, answering, cards, wait_until):
    answering.answers[WhatIfRequest] = lambda request: made_choices.what_if(request, undecided="tail")
    panel.controls.set_number("temperature", 3)
    wait_until(lambda: panel.writing.flow.marks)
    assert panel.writing.flow.marks[1].kind == "undecided"
    assert "not decidable from what is stored" in panel.writing.side.samplers.words.text()
    assert not panel.writing.side.samplers.go_on.isVisible()


def test_that_the_same_settings_ask_nothing(panel, cards, answering):
    panel.controls.add("min_p")
    panel.controls.remove("min_p")
    assert not panel.writing.what_if.differs
    panel.controls.take_preset(preset("llama.cpp"))
    assert panel.writing.what_if.differs


def test_that_any_string_is_probed_at_every_step(panel, session, answering, wait_until):
    generate(panel, session, answering)
    panel.writing.side.switch.button("probe").click()
    view = panel.writing.side.probe
    QTest.keyClicks(view.edit, " Rome| the end")
    QTest.keyClick(view.edit, Qt.Key.Key_Return)
    wait_until(lambda: view.found is not None)
    (request,) = answering.asked_of(ProbeRequest)
    assert request.texts == (" Rome", " the end")
    assert [row.rank_raw for row in view.table.rows] == [4, 8]
    assert [row.rank_final for row in view.table.rows] == [4, 0]
    assert "1 of 4 steps were computed again" in view.words.text()
    view.curve.setFocus()
    QTest.keyClick(view.curve, Qt.Key.Key_Home)
    assert panel.writing.flow.current == 0
    assert [row.again for row in view.table.rows] == [True, True]


def test_that_the_views_beside_the_text_are_saved_as_data(panel, session, answering, cards, wait_until):
    rows = list(csv.reader(io.StringIO(panel.writing.side.export._csv())))
    assert rows[0][:3] == ["place", "stage", "active"]
    assert len(rows) == 1 + 4 + 2 + 2
    assert "WaterfallRequest" in panel.writing.side.view.python()
    compile(panel.writing.side.view.python(), "snippet", "exec", dont_inherit=True)
    panel.writing.side.show_view("alternatives")
    rows = list(csv.reader(io.StringIO(panel.writing.side.export._csv())))
    assert [row[5] for row in rows[1:]].count("True") == 1


def test_that_the_kept_tokens_of_a_branch_are_looked_into_along_their_own_path(panel, session, answering, cards, wait_until):
    first = panel.continuation
    panel.writing.flow.set_current(1)
    panel.writing.side.details.branched.emit(301)
    job, request = answering.job_of(GenerateRequest), answering.asked_of(GenerateRequest)[-1]
    start = made.started(request)
    forced = np.concatenate([start.prompt.ids, np.asarray(request.forced_ids, np.int32)])
    spans = np.concatenate([start.prompt.byte_spans, np.tile(start.prompt.byte_spans[-1:, 1:], (2, 2))])
    start = made.with_prompt(start, ids=forced, byte_spans=spans)
    answering.give(session, job, start, made.step(0, "!"))
    run = panel.continuation
    path, index = run.place(0)
    assert (path.prompt_ids, index) == (tuple(first.started.prompt.ids.tolist()), 0)
    assert path.ids[:2] == request.forced_ids
    path, index = run.place(2)
    assert (path.prompt_ids, index) == (tuple(forced.tolist()), 0)
