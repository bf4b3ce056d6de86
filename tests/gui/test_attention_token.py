"""The token view: one token in all heads, with the engine's numbers."""

from __future__ import annotations

import numpy as np
import pytest
from made_attention import N_HEADS, Attending
from made_encodings import encode
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from workbench.gui.panels.attention import AttentionPanel
from workbench.values import ProfileRequest, Selection

TEXT = "When Mary and John went to the store"


@pytest.fixture
def answering():
    made = Attending()
    yield made
    made.close()


@pytest.fixture
def panel(open_attention, session, wait_until):
    made = open_attention("token", TEXT, size=(1000, 600))
    wait_until(lambda: settled(made, session))
    return made


@pytest.fixture
def view(panel):
    return panel.view("token")


def settled(panel: AttentionPanel, session: object) -> bool:
    view = panel.view("token")
    return not session.jobs and not view._timer.isActive() and view._found is not None


def rows_of(answering: Attending, panel: AttentionPanel) -> np.ndarray:
    """float32 [L, H, queries, keys]."""
    return answering.weights(panel.shown.trace.request)


def test_that_the_map_shows_what_the_selected_token_gives_to_another(panel, view, session, answering, wait_until):
    session.select(Selection(*encode(TEXT).byte_spans[5].tolist()))
    wait_until(lambda: settled(panel, session) and view._found[1].request.queries == (5,))
    view.choose_key(2)
    wait_until(lambda: settled(panel, session) and view._found[1].request.keys == (2,))
    weights = rows_of(answering, panel)[:, :, 5, 2]
    for layer, head in ((0, 0), (2, 1), (3, 2)):
        assert view.map.value((layer, head)) == pytest.approx(float(weights[layer, head]), rel=1e-6)
    assert view.asked.text() == f"What {panel.shown.queries.named(5)} gives to {panel.shown.keys.named(2)}"
    best = [row.number for row in view.lists["heads"].rows]
    assert best == np.argsort(-weights, axis=None, kind="stable").tolist()


def test_that_without_a_choice_it_is_the_token_read_most_beside_the_first_and_itself(panel, view, answering):
    read = rows_of(answering, panel)[:, :, -1].mean((0, 1))
    read[[0, -1]] = -1
    assert view._found[1].request.keys == (int(np.argmax(read)),)


def test_that_the_keys_in_order_choose_what_is_asked_about(panel, view, session, wait_until):
    row = view.lists["keys"].rows[3]
    view.lists["keys"].chosen.emit(row.number)
    wait_until(lambda: settled(panel, session) and view._found[1].request.keys == (row.number,))
    assert sum(one.share for one in view.lists["keys"].rows) == pytest.approx(1, abs=1e-5)


@pytest.mark.parametrize("measure", ["entropy", "distance", "sink"])
def test_that_other_measures_are_there_at_once(panel, view, answering, measure):
    asked = len(answering.asked)
    view.measure.setCurrentIndex(view.measure.findData(measure))
    view.measure.activated.emit(0)
    rows = rows_of(answering, panel)[:, :, -1].astype(np.float64)
    wanted = {
        "entropy": -(rows * np.log(np.where(rows > 0, rows, 1))).sum(-1),
        "distance": (rows * np.abs(np.arange(rows.shape[-1]) - (rows.shape[-1] - 1))).sum(-1),
        "sink": rows[..., 0],
    }[measure]
    assert view.map.value((1, 2)) == pytest.approx(float(wanted[1, 2]), rel=1e-4)
    assert len(answering.asked) == asked


@pytest.mark.parametrize("way", ["mean", "sum", "max"])
def test_that_several_tokens_are_taken_together(panel, view, session, answering, wait_until, way):
    spans = encode(TEXT).byte_spans
    session.select(Selection(int(spans[3, 0]), int(spans[5, 1])))
    view.way.setCurrentIndex(view.way.findData(way))
    view.way.activated.emit(0)
    view.choose_key(1)
    wait_until(lambda: settled(panel, session) and view._found[1].request.queries == (3, 4, 5) and view._found[1].request.keys == (1,))
    weights = rows_of(answering, panel)[:, :, 3:6, 1]
    wanted = {"mean": np.mean, "sum": np.sum, "max": np.max}[way](weights, axis=-1)
    assert view.map.value((2, 0)) == pytest.approx(float(wanted[2, 0]), rel=1e-5)
    assert "3 tokens" in view.asked.text()


def test_that_a_cell_or_a_line_chooses_the_head_everywhere(panel, view, session):
    QTest.mouseClick(view.map, Qt.MouseButton.LeftButton, pos=view.map.cell(2, 1).center())
    assert (session.selection.layer, session.selection.head) == (2, 1)
    view.lists["heads"].chosen.emit(3 * N_HEADS + 2)
    assert (session.selection.layer, session.selection.head) == (3, 2)


def test_that_nothing_is_asked_unseen(panel, view, session, answering, wait_until):
    panel.switch.button("lines").click()
    asked = len(answering.asked_of(ProfileRequest))
    session.select(Selection(*encode(TEXT).byte_spans[2].tolist()))
    session.change_subject(text=TEXT + " today")
    wait_until(lambda: not session.jobs and panel.shown.trace.request.subject.text == TEXT + " today")
    assert len(answering.asked_of(ProfileRequest)) == asked
    panel.switch.button("token").click()
    wait_until(lambda: settled(panel, session) and view._found[1].request.trace.subject.text == TEXT + " today")


def test_that_data_and_python_tell_every_head(panel, view):
    head, *rows = view.rows()
    assert head == ("layer", "head", "weights", "entropy", "distance", "sink")
    assert len(rows) == 4 * N_HEADS
    assert float(rows[5][2]) == pytest.approx(float(view._found[1].weights[1, 2]))
    compile(view.snippet(), "snippet", "exec")


def test_that_settings_are_remembered(panel, view, session):
    view.measure.setCurrentIndex(2)
    again = AttentionPanel(session)
    again.restore_state({f"token/{name}": value for name, value in view.save_state().items()})
    assert again.view("token").measure.currentData() == "distance"
