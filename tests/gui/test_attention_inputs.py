"""The Inputs view: chips, list and gap say what was answered; long work is offered first; each token of a text has a row."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from made_attention import MODEL, Attending
from made_encodings import encode
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLabel

from workbench.errors import WorkbenchError
from workbench.gui.panels import attention_inputs
from workbench.gui.widgets import diverging
from workbench.values import Contrast, Contrasted, Inputs, InputsRequest, Tokenized, TokenizeRequest

TEXT = "When Mary went"


def answer(request: InputsRequest) -> Inputs:
    """Scores that are the same for the same question; the third token counts most."""
    n = 3
    contrasts = request.contrasts if request.begin is None else tuple(Contrast(at - 1, at, 99) for at in range(request.begin, n))
    scores = np.zeros((len(contrasts), n), np.float32)
    for row, one in enumerate(contrasts):
        scores[row, : (one.position or 0) + 1] = np.array([-1.0, 0.5, 4.0])[: (one.position or 0) + 1]
    asked = tuple(Contrasted(one, " Mary", "⟨EC 9D⟩" if one.against_id is not None else "", 3.0) for one in contrasts)
    short = len(contrasts)
    return Inputs(request, asked, scores, np.zeros((short, 0), np.float32), np.full(short, -0.75), np.full(short, 3, np.int32))


@pytest.fixture
def answering():
    made = Attending()
    made.answers[InputsRequest] = answer
    made.answers[TokenizeRequest] = lambda request: Tokenized(request, encode(request.subject.text), "", 100)
    yield made
    made.close()


@pytest.fixture
def panel(open_attention):
    return open_attention(size=(1100, 800))


@pytest.fixture
def view(panel, session, wait_until):
    session.change_subject(model="m", text=TEXT)
    wait_until(lambda: not session.jobs and panel.shown is not None)
    panel.switch.choose("inputs")
    panel.switch.chosen.emit("inputs")
    made = panel.view("inputs")
    wait_until(lambda: made.rows())
    return made


def choose(view, switch, key):
    getattr(view.way, switch).choose(key)
    getattr(view.way, switch).chosen.emit(key)


def test_that_the_sum_its_gap_and_what_that_means_are_said(view, wait_until):
    assert view.sum.text() == "logit(·Mary) − logit(⟨EC 9D⟩) = +3.00"
    assert view.gap.text() == "All tokens add +3.50; without any it is −0.75, so they should add +3.75: gap 0.25 (6.7 %)"
    assert "doesn't promise" in view.caution.text()
    choose(view, "method", "integrated_gradients")
    wait_until(lambda: view.arrays() and view.snippet().count("integrated_gradients"))
    assert view.caution.text() == ""


def test_that_a_large_gap_is_warned_of(view, answering, wait_until):
    answering.answers[InputsRequest] = lambda request: dataclasses.replace(answer(request), baseline_values=np.array([-9.0]))
    choose(view, "method", "integrated_gradients")
    wait_until(lambda: "these numbers say little" in view.caution.text())


def test_that_more_steps_are_one_click_away_with_their_cost_until_the_gap_is_small(view, answering, wait_until):
    gaps = {128: -9.0, 256: -9.0}
    answering.answers[InputsRequest] = lambda request: dataclasses.replace(
        answer(request), baseline_values=np.array([gaps.get(request.steps, -0.75)])
    )
    assert not view.finer.isVisible()
    choose(view, "method", "integrated_gradients")
    for steps in (256, 512):
        wait_until(lambda steps=steps: view.finer.isVisible() and view.finer.text().startswith(f"Take {steps} steps: about "))
        view.finer.click()
        wait_until(lambda steps=steps: view._found is not None and view._found.request.steps == steps)
    assert not view.finer.isVisible()
    assert view.way.steps.currentData() == 512


def test_that_chips_and_list_show_the_numbers_with_their_sign(view):
    strip = view.strips["text"]
    image = strip.viewport().grab().toImage()
    for index, score in enumerate((-1.0, 0.5, 4.0)):
        box = strip.chip_rect(index)
        assert image.pixelColor(QPoint(int(box.left()) + 4, int(box.center().y()))) == diverging.colour(score / 4)
        assert f"{score:+.6f}".replace("-", "−") in strip.words_of(index)
    assert [row.said for row in view.ranked.rows] == ["+4.00", "−1.00", "+0.50"]
    assert view.bar.words == "for ⟨EC 9D⟩ −4.00 – +4.00 for ·Mary"


def test_that_a_chip_selects_its_token_everywhere(view, session, panel):
    strip = view.strips["text"]
    QTest.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, pos=strip.chip_rect(1).center().toPoint())
    assert panel.choice.positions == (1,)
    view.ranked.chosen.emit(0)
    assert panel.choice.positions == (0,)
    assert list(strip.selected) == [0]


def test_that_each_token_has_a_row_and_a_click_shows_it(view, wait_until):
    choose(view, "scope", "each")
    wait_until(lambda: view.arrays()["scores"].shape == (2, 3))
    matrix = view.matrices["text"]
    assert matrix.isVisible()
    assert not view.matrices["source"].isVisible()
    assert matrix.marked == 1
    assert matrix.words(0, 1).endswith("comes too late to count for ·Mary (1)")
    QTest.mouseClick(matrix, Qt.MouseButton.LeftButton, pos=matrix.cell(0, 0).center().toPoint())
    assert [row.said for row in view.ranked.rows] == ["−1.00"]
    assert len(view.rows()) == 1 + 2 * 3
    compile(view.snippet(), "snippet", "exec")
    assert "begin=1" in view.snippet()


def test_that_long_work_is_offered_with_its_cost_and_begins_when_it_is_wanted(view, answering, monkeypatch, wait_until):
    monkeypatch.setattr(attention_inputs, "AT_ONCE", 8)
    choose(view, "method", "occlusion")
    assert view.compute.isVisible()
    assert view.compute.text() == "Compute: 3 passes over up to 3 tokens"
    assert not view.rows()
    assert [one.method for one in answering.asked_of(InputsRequest)] == ["gradient_x_input"]
    view.compute.click()
    wait_until(lambda: view.rows())
    assert not view.compute.isVisible()


def test_that_the_baseline_can_be_any_token(view, answering, wait_until):
    view.way.baseline.setCurrentIndex(view.way.baseline.findData("token"))
    view.way.baseline.activated.emit(2)
    asked = len(answering.asked_of(InputsRequest))
    view.way.token.setText("Mary went")
    QTest.keyClick(view.way.token, Qt.Key.Key_Return)
    wait_until(lambda: len(answering.asked_of(InputsRequest)) > asked)
    tokenized = answering.asked_of(TokenizeRequest)[-1]
    assert tokenized.subject.text == "Mary went"
    assert answering.asked_of(InputsRequest)[-1].baseline == "token"
    assert isinstance(answering.asked_of(InputsRequest)[-1].baseline_id, int)


def test_that_a_failure_is_said(view, panel, answering, wait_until):
    answering.answers[InputsRequest] = lambda request: WorkbenchError("gradient-not-finite", model="m", dtype="float32")
    choose(view, "method", "occlusion")
    wait_until(lambda: panel.frame.bar.error is not None)


def test_that_a_model_without_predictions_says_what_it_would_take(panel, session, answering, wait_until):
    answering.model = dataclasses.replace(MODEL, has_logits=False)
    panel.switch.choose("inputs")
    session.change_subject(model="m", text=TEXT)
    wait_until(lambda: panel.shown is not None)
    assert "predicts no tokens" in " ".join(label.text() for label in panel.hint.findChildren(QLabel))
    assert not answering.asked_of(InputsRequest)
