"""Two passes side by side in the attention panel: three maps with one brush, the heads that differ most, and subject B."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from made_attention import N_HEADS, N_LAYERS, Attending
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from workbench.errors import WorkbenchError
from workbench.gui.widgets.triple_map import LEAST_DIFFERENCE
from workbench.values import (
    Ablation,
    Difference,
    DifferenceRequest,
    GridDifference,
    GridDifferenceRequest,
    Installable,
    ModelList,
    ModelListRequest,
    Places,
    RunModels,
    RunModelsRequest,
    Selection,
)

TEXT, OTHER = "the cat sat", "the dog sat"
OF_A, OF_B = [[0, 1], [1, 2], [2, 2], [2, 3]], [[0, 1], [1, 1], [1, 2], [2, 3]]
PLACES = Places(np.array(OF_A, np.int32), np.array(OF_B, np.int32), ("the", " cat", " dog", " sat"))
NAN = np.nan
MAP_A = np.array([[1, 0, NAN, 0], [0.5, 0.5, NAN, 0], [NAN] * 4, [0.2, 0.3, NAN, 0.5]], np.float32)
MAP_B = np.array([[1, NAN, 0, 0], [NAN] * 4, [0.5, NAN, 0.5, 0], [0.4, NAN, 0.1, 0.5]], np.float32)


def difference(request: DifferenceRequest) -> Difference:
    return Difference(request, request.other_layer or 0, request.other_head or 0, PLACES, PLACES, MAP_A, MAP_B, (True, True), 0.15)


def grid(request: GridDifferenceRequest) -> GridDifference:
    distances = np.zeros((N_LAYERS, N_HEADS), np.float32)
    distances[2, 1], distances[0, 2] = 0.6, 0.3
    return GridDifference(request, distances, 2)


def installed(_request: ModelListRequest) -> ModelList:
    return ModelList((Installable("smol", "Smol", "decoder", "", False, 1, "", "", True, "/m"),))


@pytest.fixture
def answering():
    made = Attending()
    made.answers |= {DifferenceRequest: difference, GridDifferenceRequest: grid, ModelListRequest: installed}
    made.answers[RunModelsRequest] = lambda _request: RunModels(("run:12@20", "run:12@10", "run:9@5"))
    yield made
    made.close()


@pytest.fixture
def panel(open_attention):
    return open_attention(text=TEXT, model="made")


@pytest.fixture
def settle(session, panel, wait_until):
    """Wait until all is answered. A machine that was busy once has the next text wait for Enter: press it."""

    def settled() -> None:
        wait_until(lambda: not session.jobs)
        if panel.frame.stale:
            panel.refresh()
            wait_until(lambda: not session.jobs)

    return settled


@pytest.fixture
def view(panel, settle):
    panel.switch.button("compare").click()
    settle()
    return panel.view("compare")


@pytest.fixture
def compared(view, session, settle, wait_until):
    view.text.setText(OTHER)
    view.text.editingFinished.emit()
    settle()
    wait_until(lambda: view.map.width() > 600)  # laid out
    return view


def asked(answering, kind: type) -> list:
    return [request for _, request in answering.asked if type(request) is kind]


def test_that_subject_b_is_told_once_for_each_choice(session) -> None:
    heard: list[object] = []
    session.other_changed.connect(heard.append)
    for model in ("smol", "smol", ""):
        session.compare_with(model=model, text=OTHER)
    assert [(one.model, one.text) for one in heard] == [("smol", OTHER), ("", OTHER)]
    assert session.other == heard[-1]


def test_that_b_reads_as_a_reads_but_for_what_was_chosen(compared, session, answering, settle) -> None:
    session.change_subject(bos="no")
    settle()
    request = asked(answering, DifferenceRequest)[-1]
    assert (request.b.subject.model, request.b.subject.bos, request.b.subject.text) == ("made", "no", OTHER)
    session.change_subject(text="a third text")
    settle()
    texts = {(one.a.subject.text, one.b.subject.text) for one in asked(answering, DifferenceRequest)}
    assert texts == {(TEXT, OTHER), ("a third text", OTHER)}


def test_that_without_a_b_it_says_what_could_be_compared(view, answering) -> None:
    assert view.hint.isVisible()
    assert not asked(answering, DifferenceRequest)
    assert [view.model.itemText(row) for row in range(2)] == ["", "smol"]


def test_that_another_text_is_compared_in_the_same_head(compared, answering, session, settle) -> None:
    (request,) = asked(answering, DifferenceRequest)
    assert (request.a.subject.text, request.b.subject.text) == (TEXT, OTHER)
    session.select(Selection(layer=2, head=1))
    settle()
    assert [(one.layer, one.head) for one in asked(answering, DifferenceRequest)] == [(0, 0), (2, 1)]
    assert len(asked(answering, GridDifferenceRequest)) == 1
    assert "15.0 % of the weight lies elsewhere · 2 of 4 places are in both texts" in compared.said.text()


def test_that_one_brush_is_in_all_maps_and_says_the_numbers_of_both(compared) -> None:
    point = compared.map.plot(1).topLeft() + (compared.map.plot(1).bottomRight() - compared.map.plot(1).topLeft()) * 0.1
    QTest.mouseMove(compared.map, point.toPoint())
    assert compared.map.at == (0, 0)
    assert compared.readout.text() == "the reads the: A 1.0000 · B 1.0000 · A − B 0.0000"
    QTest.keyClick(compared.map, Qt.Key.Key_Down)
    assert compared.readout.text() == "·cat reads the: A 0.5000 · B — · A − B —"
    for _ in range(2):
        QTest.keyClick(compared.map, Qt.Key.Key_Down)
    assert compared.readout.text().endswith("A 0.2000 · B 0.4000 · A − B −0.2000")


def test_that_what_cannot_be_compared_is_hatched_and_not_left_out(compared, qapp) -> None:
    maps = compared.map
    image = maps.grab().toImage()
    ratio = image.devicePixelRatio()

    def colours(number: int, row: int) -> set[int]:
        plot = maps.plot(number)
        step = plot.height() / 4
        y = plot.top() + (row + 0.5) * step
        return {
            image.pixel(QPoint(int(x * ratio), int(y * ratio)))
            for x in np.linspace(plot.left() + 4, plot.left() + plot.width() / 4 - 4, 24)
        }

    assert len(colours(0, 0)) == 1  # one weight
    assert len(colours(0, 2)) > 1  # hatched: A has no dog
    assert len(colours(2, 1)) > 1  # nor is there a difference for what only A has
    assert len(colours(2, 3)) == 1


def test_that_the_scale_leaves_out_the_first_token_of_each_text_and_no_noise_looks_large(compared) -> None:
    assert compared.map.high == pytest.approx(0.5, abs=1e-3)  # the 1 of the first column is beyond it
    found = compared._found
    compared.map.show_difference(dataclasses.replace(found, b=found.a + np.float32(1e-6)))
    assert compared.map.high_difference == LEAST_DIFFERENCE


def test_that_a_click_on_a_row_selects_its_token_in_a(compared, session) -> None:
    compared.map.picked.emit(3)
    assert (session.selection.start, session.selection.end) == (7, 11)
    before = session.selection
    compared.map.picked.emit(2)  # A has no such place
    assert session.selection == before


def test_that_the_heads_that_differ_most_are_listed_and_a_click_goes_there(compared, session) -> None:
    assert [row.text for row in compared.ranked.rows[:2]] == ["L2 · H1", "L0 · H2"]
    compared.ranked.chosen.emit(compared.ranked.rows[0].number)
    assert (session.selection.layer, session.selection.head) == (2, 1)


def test_that_other_shapes_leave_single_heads(compared, session, answering, settle) -> None:
    answering.answers[GridDifferenceRequest] = lambda _request: WorkbenchError("heads-apart", a="4 x 3", b="2 x 8")
    compared.model.setEditText("smol")
    compared.model.lineEdit().editingFinished.emit()
    settle()
    assert asked(answering, DifferenceRequest)[-1].b.subject.model == "smol"
    assert "4 x 3 · 2 x 8" in compared.why.text()
    assert compared.why.isVisible()
    assert not compared.ranked.isVisible()
    compared.layer.setValue(1)
    compared.head.setValue(0)
    settle()
    request = asked(answering, DifferenceRequest)[-1]
    assert (request.other_layer, request.other_head) == (1, 0)


def test_that_a_changed_model_is_held_against_itself_as_it_was_trained(view, session, answering, settle, wait_until) -> None:
    session.intervene((Ablation(1, 2, "zero"),))
    wait_until(lambda: bool(asked(answering, DifferenceRequest)) and not session.jobs)
    request = asked(answering, DifferenceRequest)[-1]
    assert request.a.interventions
    assert not request.b.interventions
    assert request.a.subject == request.b.subject


def test_that_the_same_trace_again_shows_what_was_answered(compared, panel, answering) -> None:
    shown = panel.shown
    compared.set_trace(None)
    assert not compared.ranked.rows
    compared.set_trace(shown)
    assert compared.ranked.rows[0].text == "L2 · H1"
    assert len(asked(answering, DifferenceRequest)) == len(asked(answering, GridDifferenceRequest)) == 1


def test_that_an_error_is_said_and_the_next_answer_takes_it_away(compared, session, answering, panel, settle) -> None:
    answering.answers[DifferenceRequest] = lambda _request: WorkbenchError("texts-too-long", n_places=2000, most=1024)
    session.compare_with(text="something else")
    settle()
    assert panel.frame.bar.error.code == "texts-too-long"
    answering.answers[DifferenceRequest] = difference
    session.compare_with(text=OTHER)
    settle()
    assert not panel.frame.bar.isVisible()


def test_that_rows_arrays_snippet_and_state_are_those_on_screen(compared) -> None:
    header, first, *rest = compared.rows()
    assert header == ("query", "key", "a", "b", "difference")
    assert first == ("the", "the", "1", "1", "0")
    assert len(rest) == 3 * 3 + 3 * 3 - 2 * 2 - 1
    assert set(compared.arrays()) == {"a", "b", "difference", "distances"}
    assert f"trace({OTHER!r})" in compared.snippet()
    assert compared.save_state() == {"model": "", "text": OTHER}


def test_that_checkpoints_are_offered_those_of_the_run_under_study_first(view, session, settle, panel, wait_until) -> None:
    def offered() -> list[str]:
        return [view.model.itemText(row) for row in range(view.model.count()) if view.model.itemText(row)]

    assert offered() == ["smol", "run:12@20", "run:12@10", "run:9@5"]
    session.change_subject(model="run:9@7")
    panel.switch.button("heads").click()
    panel.switch.button("compare").click()
    settle()
    assert offered() == ["smol", "run:9@5", "run:12@20", "run:12@10"]
    view.model.setCurrentIndex(view.model.findText("run:9@5"))
    view.model.activated.emit(0)
    settle()
    assert session.other.model == "run:9@5"
    assert view._found.request.b.subject.model == "run:9@5"


def test_that_all_three_maps_are_zoomed_and_moved_together(compared) -> None:
    maps = compared.map
    spans = np.stack([np.arange(40), np.arange(40) + 1], 1).astype(np.int32)
    many, empty = Places(spans, spans, tuple("x" * 40)), np.zeros((40, 40), np.float32)
    maps.show_difference(dataclasses.replace(compared._found, a=np.eye(40, dtype=np.float32), b=empty, queries=many, keys=many))
    assert maps.seen == (0, 40, 0, 40)
    about = (30, 10)
    compared.zoom.buttons[1].click()
    maps.zoom(2.0, about)
    q0, q1, k0, k1 = maps.seen
    assert q1 - q0 == k1 - k0 < 20
    assert q0 <= about[0] < q1
    assert k0 <= about[1] < k1
    for number in range(3):
        centre = maps.plot(number).topLeft().toPoint() + QPoint(2, 2)
        assert maps.cell_at(centre) == (q0, k0)
    image = maps.grab().toImage()
    cell, plot = maps._layout()[0], maps.plot(0)
    diagonal = [q for q in range(q0, q1) if k0 <= q < k1]
    for q in diagonal:
        at = plot.topLeft() + QPoint(int((q - k0 + 0.5) * cell), int((q - q0 + 0.5) * cell))
        assert image.pixelColor(at.toPoint()).lightnessF() > 0.4
    QTest.keyClick(maps, Qt.Key.Key_0)
    assert maps.seen == (0, 40, 0, 40)
    for _ in range(40):
        maps.zoom(1.25)
    assert maps.seen[3] - maps.seen[2] == 4
