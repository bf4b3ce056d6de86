"""The Logit view: what is asked is taken apart, the parts are on screen and add up, and a click selects a head everywhere."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from made_attention import MODEL, N_HEADS, N_LAYERS, Attending
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from workbench.errors import WorkbenchError
from workbench.gui.widgets.part_map import MLP
from workbench.values import Attribution, AttributionRequest, Contrast, Contrasted, Subject, TraceRequest

TEXT = "When Mary went"


def attribution(request: AttributionRequest) -> Attribution:
    """Random parts, the same for the same contrast, that add up."""
    random = np.random.default_rng(request.contrast.position)
    heads, mlps = random.normal(size=(N_LAYERS, N_HEADS)), random.normal(size=N_LAYERS)
    heads[2, 1], mlps[3] = 4.0, -9.0
    nothing = np.zeros(N_LAYERS)
    whole = 0.5 + float(heads.sum() + mlps.sum())
    against = "⟨EC 9D⟩" if request.contrast.against_id is not None else ""
    of = Contrasted(request.contrast, " Mary", against, whole)
    return Attribution(request, of, 0.5, 0.0, heads, np.zeros((0, N_HEADS)), mlps, nothing, nothing, 0.0, 0.0)


@pytest.fixture
def answering():
    made = Attending()
    made.answers[AttributionRequest] = attribution
    yield made
    made.close()


@pytest.fixture
def panel(open_attention):
    return open_attention(size=(1100, 800))


@pytest.fixture
def view(panel, session, wait_until):
    session.change_subject(model="m", text=TEXT)
    wait_until(lambda: not session.jobs and panel.shown is not None)
    panel.switch.choose("logit")
    panel.switch.chosen.emit("logit")
    made = panel.view("logit")
    wait_until(lambda: made.rows())
    return made


def test_that_it_asks_about_the_chosen_tokens_once_and_only_when_it_is_seen(view, panel, answering, session, wait_until):
    assert [request.contrast for request in answering.asked_of(AttributionRequest)] == [Contrast(2, 5, 6)]
    panel.switch.choose("heads")
    panel.switch.chosen.emit("heads")
    panel.choice.contrast.choose_alone()
    assert len(answering.asked_of(AttributionRequest)) == 1
    panel.switch.choose("logit")
    panel.switch.chosen.emit("logit")
    wait_until(lambda: view.sum.text().startswith("logit(·Mary) = "))
    assert [request.contrast for request in answering.asked_of(AttributionRequest)] == [Contrast(2, 5, 6), Contrast(2, 5, None)]


def test_that_the_parts_on_screen_add_up_to_what_is_written(view):
    found = attribution(AttributionRequest(TraceRequest(Subject("m", TEXT)), Contrast(2, 5, 6)))
    assert view.sum.text().startswith(f"logit(·Mary) − logit(⟨EC 9D⟩) = {found.of.value:+.2f}".replace("-", "−"))
    assert view.waterfall.levels[-1] == pytest.approx(found.of.value)
    head, *rows, total = view.rows()
    assert head == ("part", "layer", "head", "logits")
    assert sum(float(row[3]) for row in rows) == pytest.approx(float(total[3]), abs=1e-6)
    assert len(rows) == 1 + N_LAYERS * (N_HEADS + 1)
    assert np.array_equal(view.arrays()["heads"], found.heads)


def test_that_the_strongest_part_comes_first_and_the_scale_is_that_of_the_heads(view):
    first, second = view.ranked.rows[:2]
    assert (first.text, first.said, first.share) == ("L3 MLP", "−9.00", 1.0)
    assert (second.text, second.said) == ("L2 H1", "+4.00")
    assert view.map.high == 4.0
    assert view.bar.words == "for ⟨EC 9D⟩ ≤ −4.00 – ≥ +4.00 for ·Mary"


def test_that_a_click_selects_the_head_everywhere(view, session, panel):
    QTest.mouseClick(view.map, Qt.MouseButton.LeftButton, pos=view.map.cell(2, 1).center())
    assert (session.selection.layer, session.selection.head) == (2, 1)
    view.ranked.chosen.emit(view.ranked.rows[0].number)
    assert (session.selection.layer, session.selection.head) == (3, 1)
    assert view.map.accessibleDescription() == view.map.words((3, MLP))
    bar = view.waterfall.bar(1)
    QTest.mouseClick(view.waterfall, Qt.MouseButton.LeftButton, pos=bar.center().toPoint())
    assert session.selection.layer == 0
    panel.choice.choose_head(1, 2)
    assert view.map.accessibleDescription() == view.map.words((1, 2))


def test_that_a_failure_is_said_and_the_next_question_is_asked_all_the_same(view, panel, answering, wait_until):
    answering.answers[AttributionRequest] = lambda request: WorkbenchError("logits-not-finite", model="m", position=1, dtype="float32")
    panel.choice.contrast.choose_position(1)
    wait_until(lambda: panel.frame.bar.error is not None)
    answering.answers[AttributionRequest] = attribution
    panel.choice.contrast.choose_position(0)
    wait_until(lambda: "position=0" in view.snippet())


def test_that_a_model_without_predictions_says_what_it_would_take(panel, session, answering, wait_until):
    answering.model = dataclasses.replace(MODEL, has_logits=False)
    panel.switch.choose("logit")
    session.change_subject(model="m", text=TEXT)
    wait_until(lambda: panel.shown is not None)
    assert "predicts no tokens" in " ".join(label.text() for label in panel.hint.findChildren(QLabel))
    assert not answering.asked_of(AttributionRequest)


def test_that_the_snippet_names_the_question(view):
    assert "Contrast(position=2, token_id=5, against_id=6)" in view.snippet()
    compile(view.snippet(), "snippet", "exec")
