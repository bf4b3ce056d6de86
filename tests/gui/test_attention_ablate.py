"""The Ablate view: a click switches a part off everywhere, what came of it stands beside it, and all parts can be measured."""

from __future__ import annotations

import math

import numpy as np
import pytest
from made_attention import N_HEADS, N_LAYERS, Attending
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from test_attention_logit import attribution

from workbench.errors import WorkbenchError
from workbench.gui.models.texts import samples
from workbench.gui.panels.attention import AttentionPanel
from workbench.gui.panels.attention_reference import OWN
from workbench.gui.widgets.effect_scatter import EffectPoint, EffectScatter, correlation
from workbench.gui.widgets.part_map import MLP
from workbench.values import (
    Ablated,
    AblateRequest,
    Ablation,
    AttributionRequest,
    Contrast,
    Contrasted,
    Effects,
    EffectsRequest,
    ModelPart,
    Progress,
    Subject,
    TraceRequest,
)

TEXT = "When Mary went"
PLAIN = TraceRequest(Subject("m", TEXT))
ASKED = Contrast(2, 5, 6)
OF = Contrasted(ASKED, " Mary", " the", 2.0)


def ablated(request: AblateRequest) -> Ablated:
    """Every ablation takes half a logit, and half of the first token's probability."""
    n = len(request.interventions)
    before = np.log(np.array([0.6, 0.3, 0.05], np.float32))
    after = np.log(np.array([0.6 / 2**n, 0.3, 0.06], np.float32))
    found = (np.array([5, 6, 7], np.int32), (" Mary", " the", " a"), before, after, 0.05, 0.1)
    return Ablated(request, OF, 2.0 - 0.5 * n, *found, 0.01 * n, 3.0, 3.0 + 0.2 * n, 2, "plain")


def effects(request: EffectsRequest) -> Effects:
    """Effects that name their part; `zero` has the other sign."""
    sign = -1 if request.by == "zero" else 1
    heads = sign * (np.arange(N_LAYERS)[:, None] + np.arange(N_HEADS) / 10) - 1.0
    mlps = np.full(N_LAYERS, 9.0)
    if request.only:
        known = np.zeros(heads.shape, bool)
        known[tuple(np.array([(one.layer, one.head) for one in request.only]).T)] = True
        heads, mlps = np.where(known, heads, np.nan), np.full(N_LAYERS, np.nan)
    measured = int(np.isfinite(heads).sum() + np.isfinite(mlps).sum())
    of_heads, of_mlps = ({"decoder": heads}, {"decoder": heads / 100}), ({"decoder": mlps}, {"decoder": mlps / 100})
    return Effects(request, OF, 3.0, *of_heads, *of_mlps, measured, 1.0, "plain")


@pytest.fixture
def answering():
    made = Attending()
    made.answers |= {AblateRequest: ablated, EffectsRequest: effects, AttributionRequest: attribution}
    yield made
    made.close()


@pytest.fixture
def panel(open_attention):
    return open_attention(size=(1200, 800))


@pytest.fixture
def view(panel, session, wait_until):
    session.change_subject(model="m", text=TEXT)
    wait_until(lambda: not session.jobs and panel.shown is not None)
    panel.switch.choose("ablate")
    panel.switch.chosen.emit("ablate")
    made = panel.view("ablate")
    wait_until(lambda: made.tokens.rows)
    return made


@pytest.fixture
def click(view, session, wait_until):
    def press(layer: int, head: int, by: str = "mean") -> None:
        shown = view.maps[by].map
        QTest.mouseClick(shown, Qt.MouseButton.LeftButton, pos=shown.cell(layer, head).center())
        wait_until(lambda: not session.jobs)

    return press


def test_that_a_click_switches_a_part_off_everywhere_and_a_second_one_on_again(view, session, panel, click, answering):
    click(2, 1)
    click(3, MLP)
    assert session.interventions == (Ablation(2, 1), Ablation(3))
    assert panel.shown.trace.request.interventions == session.interventions
    assert (session.selection.layer, session.selection.head) == (3, 1)
    assert sorted(view.off) == [(2, 1), (3, MLP)]
    assert "switched off" in view.maps["mean"].map.words((2, 1))
    click(2, 1)
    assert session.interventions == (Ablation(3),)
    assert not panel.changes.isHidden()


def test_that_before_and_after_are_those_of_the_trained_and_the_changed_model(view, session, click, answering):
    click(2, 1)
    assert answering.asked_of(AblateRequest)[-1] == AblateRequest(PLAIN, (Ablation(2, 1),), ASKED)
    assert view.outcome.text().startswith(
        "logit(·Mary) − logit(·the): +2.00 → +1.50 (−0.50)   ·   loss: 3.00 → 3.20 nats per token (+0.20)"
    )
    assert [row.text for row in view.tokens.rows] == ["·Mary", "·the", "·a"]
    model = view.tokens.model()
    assert [model.index(0, column).data() for column in (2, 3, 4)] == ["60.0 %", "30.0 %", "−0.69"]
    head, first, *_ = view.rows()
    assert (head[0], first[:2]) == ("id", (5, "·Mary"))


def test_that_what_is_asked_stays_when_a_part_is_switched_off(view, panel, click):
    contrast = panel.choice.contrast
    assert contrast.is_default
    click(0, 0)
    assert not contrast.is_default
    assert contrast.contrast == ASKED


def test_that_another_replacement_is_taken_by_all_that_is_switched_off_in_one_step(view, session, click, wait_until):
    click(0, 0)
    click(1, MLP)
    view.tools.by_box.setCurrentIndex(1)
    view.tools.by_box.activated.emit(1)
    wait_until(lambda: not session.jobs)
    assert session.interventions == (Ablation(0, 0, "zero"), Ablation(1, None, "zero"))
    assert view.maps["zero"].isVisible()
    assert not view.maps["mean"].isVisible()


def test_that_the_map_is_hatched_until_it_is_measured_and_then_tells_every_part(view, wait_until):
    shown = view.maps["mean"].map
    assert math.isnan(shown.value((0, 0)))
    assert view.maps["mean"].title.text() == "Replaced by mean over the app's reference text: not measured yet"
    view.tools.measure.click()
    wait_until(lambda: not math.isnan(shown.value((0, 0))))
    assert shown.value((3, 2)) == pytest.approx(2.2)
    assert shown.value((1, MLP)) == 9.0
    assert shown.high == pytest.approx(2.2)  # of the heads
    assert view.maps["mean"].title.text() == "Replaced by mean over the app's reference text, each alone: Δ logit(·Mary) − logit(·the)"
    assert [row.text for row in view.strongest.list.rows[:5]] == ["L0 MLP", "L1 MLP", "L2 MLP", "L3 MLP", "L3H2"]
    view.pages.choose("strongest")
    assert len(list(view.rows())) == 1 + N_LAYERS * (N_HEADS + 1)
    assert view.arrays()["mean_decoder_heads"].shape == (N_LAYERS, N_HEADS)
    assert "EffectsRequest(trace.request, contrast, by='mean', reference=reference)" in view.snippet()


def test_that_mean_and_zero_stand_side_by_side_with_one_scale(view, session, wait_until):
    view.tools.both.setChecked(True)
    view.tools.measure.click()
    wait_until(lambda: not session.jobs and view.strongest.list.rows)
    maps = [view.maps[by] for by in ("mean", "zero")]
    assert all(one.isVisible() for one in maps)
    assert maps[0].map.high == maps[1].map.high == pytest.approx(4.2)
    last = next(row for row in view.strongest.list.rows if row.text == "L3H2")
    assert last.said == "+2.20  −4.20"


def test_that_heads_can_be_ordered_by_their_effect_and_are_still_themselves(view, session, click, wait_until):
    view.tools.measure.click()
    shown = view.maps["mean"].map
    wait_until(lambda: not session.jobs and not math.isnan(shown.value((0, 0))))
    view.tools.ordered.click()
    for layer in range(N_LAYERS):
        columns = sorted(range(N_HEADS), key=lambda head: shown.cell(layer, head).left())
        sizes = [abs(shown.value((layer, head))) for head in columns]
        assert sizes == sorted(sizes, reverse=True)
        assert shown.cell(layer, MLP).left() > shown.cell(layer, columns[-1]).left()
    assert shown.cell(3, 2).left() < shown.cell(3, 0).left()
    click(3, 2)
    assert session.interventions == (Ablation(3, 2),)
    QTest.keyClick(shown, Qt.Key.Key_Right)
    assert session.selection.head == 1


def test_that_the_colours_can_tell_the_loss(view, session, wait_until):
    view.tools.measure.click()
    view.tools.metric.setCurrentIndex(1)
    view.tools.metric.activated.emit(1)
    wait_until(lambda: not session.jobs and not math.isnan(view.maps["mean"].map.value((3, 2))))
    assert view.maps["mean"].map.value((3, 2)) == pytest.approx(0.022)
    assert view.maps["mean"].bar.words.startswith("loss falls")


def test_that_a_measurement_fills_in_can_be_cancelled_and_keeps_what_it_has(view, session, answering, wait_until):
    del answering.answers[EffectsRequest]
    view.tools.measure.click()
    job = answering.job_of(EffectsRequest)
    request = answering.asked_of(EffectsRequest)[-1]
    part = effects(EffectsRequest(request.trace, request.contrast, only=(ModelPart(1, 2),)))
    partial = Effects(request, *(getattr(part, name) for name in part.__slots__[1:]))
    answering.give(session, job, partial, Progress("effects", 1, 16, "parts"))
    assert view.maps["mean"].map.value((1, 2)) == pytest.approx(0.2)
    assert view.maps["mean"].title.text().endswith("1 / 16")
    assert (view.tools.waiting.isVisible(), view.tools.measure.isVisible()) == (True, False)
    view.tools.waiting.cancel.click()
    wait_until(view.tools.measure.isVisible)
    assert answering.cancelled == [job]
    assert view.maps["mean"].map.value((1, 2)) == pytest.approx(0.2)


def test_that_the_predicted_heads_are_ablated_one_by_one_and_stand_beside_what_was_measured(view, session, answering, wait_until):
    view.predicted.heads.setValue(3)
    view.predicted.test.click()
    wait_until(lambda: view.predicted.points and not math.isnan(view.predicted.points[0].measured))
    (request,) = answering.asked_of(EffectsRequest)
    assert (request.trace, request.contrast, len(request.only), request.losses) == (PLAIN, ASKED, 3, False)
    predicted = attribution(AttributionRequest(PLAIN, ASKED)).heads
    measured = effects(EffectsRequest(PLAIN, ASKED)).heads["decoder"]
    strongest = [divmod(int(at), N_HEADS) for at in np.argsort(-np.abs(predicted), axis=None)[:3]]
    assert [(one.name, one.predicted) for one in view.predicted.points] == [(f"L{a}H{b}", -predicted[a, b]) for a, b in strongest]
    assert [one.measured for one in view.predicted.points] == [measured[place] for place in strongest]
    r = np.corrcoef([-predicted[place] for place in strongest], [measured[place] for place in strongest])[0, 1]
    assert f"Correlation over 3 heads: {r:+.2f}".replace("-", "−") in view.predicted.says.text()
    view.predicted.table.clicked.emit(view.predicted.table.model().index(1, 0))
    assert (session.selection.layer, session.selection.head) == strongest[1]
    view.pages.choose("predicted")
    assert len(list(view.rows())) == 4


def test_that_space_switches_the_marked_part_off(view, session, panel, wait_until):
    panel.choice.choose_head(1, 1)
    QTest.keyClick(view.maps["mean"].map, Qt.Key.Key_Right)
    QTest.keyClick(view.maps["mean"].map, Qt.Key.Key_Space)
    wait_until(lambda: not session.jobs)
    assert session.interventions == (Ablation(1, 2),)


def test_that_a_failure_is_said(view, panel, answering, wait_until):
    answering.answers[EffectsRequest] = lambda request: WorkbenchError("logits-not-finite", model="m", position=1, dtype="float32")
    view.tools.measure.click()
    wait_until(lambda: panel.frame.bar.error is not None)
    assert view.tools.measure.isVisible()


def test_that_correlation_needs_three_points_and_is_numpys(qapp):
    random = np.random.default_rng(0).normal(size=(7, 2))
    points = [EffectPoint(f"L{n}H0", n, *pair) for n, pair in enumerate(random.tolist())]
    assert correlation(points) == pytest.approx(np.corrcoef(random.T)[0, 1])
    assert math.isnan(correlation(points[:2]))
    assert math.isnan(correlation([*points[:2], EffectPoint("L9H9", 9, 1.0, math.nan)]))
    scatter = EffectScatter()
    scatter.resize(300, 240)
    scatter.set_points([EffectPoint("a", 0, 1.0, 1.0), EffectPoint("b", 1, -1.0, 1.0)])
    first, second = (scatter.place(one) for one in scatter._points)
    assert first.y() == second.y()
    assert first.x() > second.x()


def test_that_the_text_that_means_are_taken_over_can_be_chosen_and_is_said(view, session, answering, wait_until):
    reference = view.tools.reference

    def choose(key: object) -> None:
        reference.box.setCurrentIndex(reference.box.findData(key))
        reference.box.activated.emit(0)

    assert "mean over the app's reference text" in view.maps["mean"].title.text()
    view.toggle(1, 2)
    choose(1)
    sample = samples()[1]
    assert session.interventions == (Ablation(1, 2, "mean", reference=sample.text),)
    assert f"mean over {sample.title_en}" in view.maps["mean"].title.text()
    assert sample.title_en in view.note.text()
    view.measure_all()
    wait_until(lambda: answering.asked_of(EffectsRequest))
    assert answering.asked_of(EffectsRequest)[-1].reference == sample.text
    assert repr(sample.text) in view.snippet()
    choose(OWN)
    assert reference.edit.isVisible()
    assert session.interventions[0].reference == sample.text  # nothing was typed yet
    reference.edit.setText("A text of mine")
    reference.edit.editingFinished.emit()
    assert session.interventions[0].reference == "A text of mine"
    other = AttentionPanel(session).view("ablate")
    other.restore_state(view.save_state())
    assert other.tools.reference.text == "A text of mine"
    view.tools.by_box.setCurrentIndex(view.tools.by_box.findData("zero"))
    view.tools.by_box.activated.emit(0)
    assert session.interventions == (Ablation(1, 2, "zero"),)
    choose("studied")
    view.tools.by_box.setCurrentIndex(0)
    view.tools.by_box.activated.emit(0)
    assert session.interventions[0].reference == TEXT
