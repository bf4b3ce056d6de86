"""The Flow view: three maps of one layer under one pointer, exact rows in lists, one slider."""

from __future__ import annotations

import numpy as np
import pytest
from made_attention import N_LAYERS, Attending, quantised
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from workbench.errors import WorkbenchError
from workbench.values import FlowImage, FlowRequest, FlowRows, FlowRowsRequest

TEXT = "When Mary went"
FACTORS = {"raw": 1.0, "rollout": 0.5, "norm": 3.0, "norm_residual": 4.0}


class Flowing(Attending):
    """Answers with the mean pattern of a layer times a number that tells the kinds apart."""

    def __init__(self) -> None:
        super().__init__()
        self.answers[FlowRequest] = self.flow
        self.answers[FlowRowsRequest] = self.flow_rows

    def flows(self, request: FlowRequest | FlowRowsRequest) -> np.ndarray:
        return self.weights(request.trace)[request.layer].mean(0) * np.float32(FACTORS[request.kind])

    def flow(self, request: FlowRequest) -> FlowImage:
        values = self.flows(request)
        n = len(values)
        image, high = quantised(values, max(1, -(-n // request.pixels)), request.reduce, hides_sink=request.hide_sink)
        return FlowImage(request, (0, n, 0, n), image, max(1, -(-n // request.pixels)), high)

    def flow_rows(self, request: FlowRowsRequest) -> FlowRows:
        values = self.flows(request)
        return FlowRows(request, values[list(request.positions)] if request.positions else values)


@pytest.fixture
def answering():
    made = Flowing()
    yield made
    made.close()


@pytest.fixture
def panel(open_attention):
    return open_attention(size=(1100, 800))


def open_view(panel, session, wait_until, text=TEXT):
    session.change_subject(model="m", text=text)
    panel.refresh()  # a long text waits to be asked for
    wait_until(lambda: not session.jobs and panel.shown is not None)
    panel.switch.choose("flow")
    panel.switch.chosen.emit("flow")
    made = panel.view("flow")
    wait_until(lambda: all(column.list.rows and column.map.images for column in made.columns.values()))
    return made


@pytest.fixture
def view(panel, session, wait_until):
    return open_view(panel, session, wait_until)


def wanted(answering, view, kind, layer=0):
    (request,) = {one.trace for one in answering.asked_of(FlowRequest)}
    return answering.flows(FlowRowsRequest(request, layer, kind))


def test_that_each_map_has_its_own_numbers_scale_and_unit(view, answering):
    for name, unit in (("raw", "weight"), ("rollout", "share"), ("norm", "length")):
        column, values = view.columns[name], wanted(answering, view, name)
        assert np.array_equal(column.exact, values)
        assert column.map.high == pytest.approx(values[:, 1:].max(), rel=1e-6)  # the sink is hidden
        assert column.bar.words.startswith(f"{unit} 0 – ")
        assert column.list.rows[0].said == f"{values[-1].max():.4f}"


def test_that_a_pointer_in_one_map_is_in_all_and_its_numbers_are_said(view, answering):
    view.columns["norm"].map.point_at((2, 1))
    assert {column.map.cursor_cell for column in view.columns.values()} == {(2, 1)}
    numbers = [wanted(answering, view, name)[2, 1] for name in view.columns]
    assert view.readout.text().endswith("weight {:.4f} · share {:.4f} · length {:.4f}".format(*numbers))


def test_that_the_slider_changes_the_layer_everywhere_and_follows_it(view, session, answering, wait_until):
    view.layer.setValue(2)
    assert session.selection.layer == 2
    wait_until(lambda: all(column.exact is not None for column in view.columns.values()))
    assert np.array_equal(view.columns["rollout"].exact, wanted(answering, view, "rollout", layer=2))
    view._choice.choose_head(N_LAYERS - 1, 0)
    assert view.layer.value() == N_LAYERS - 1
    assert view.layer_label.text() == f"Layer {N_LAYERS - 1}"


def test_that_a_row_selects_its_token_everywhere(view, panel, wait_until):
    raw = view.columns["raw"].map
    QTest.mouseClick(raw, Qt.MouseButton.LeftButton, pos=raw.view.rect_of(1, 2, 0, 1).center().toPoint())
    assert panel.choice.positions == (1,)
    assert all(column.map.marked == (1,) for column in view.columns.values())
    assert view.columns["norm"].heading.text() == "In ·Mary (1)"
    assert len(view.columns["norm"].list.rows) == 2


def test_that_norms_can_count_the_stream(view, answering, wait_until):
    view.stream.click()
    wait_until(lambda: view.columns["norm"].exact is not None)
    assert np.array_equal(view.columns["norm"].exact, wanted(answering, view, "norm_residual"))
    assert view.columns["norm"].title.text() == "Norm-based, with the stream"


def test_that_only_the_selected_row_of_a_long_text_is_fetched_until_all_is_wanted(panel, session, answering, wait_until):
    view = open_view(panel, session, wait_until, "word " * 300)
    assert {one.positions for one in answering.asked_of(FlowRowsRequest)} == {(len(panel.shown.queries.tokens) - 1,)}
    assert view.rows() == []
    told = []
    view.gather(lambda: told.extend(values.shape for values in view.arrays().values()))
    wait_until(lambda: told)
    n = len(panel.shown.queries.tokens)
    assert told == [(n, n)] * 3


def test_that_its_data_are_every_cell_that_can_be_read(view):
    head, *rows = view.rows()
    assert head == ("map", "layer", "query", "query_token", "key", "key_token", "value")
    assert len(rows) == 3 * (1 + 2 + 3)
    assert rows[2][:6] == ("raw", 0, 1, "·Mary", 1, "·Mary")


def test_that_nothing_is_asked_while_nobody_looks(panel, session, answering, wait_until):
    session.change_subject(model="m", text=TEXT)
    wait_until(lambda: not session.jobs and panel.shown is not None)
    panel.choice.choose_head(1, 1)
    assert not answering.asked_of(FlowRequest)


def test_that_a_failure_is_said(view, panel, answering, wait_until):
    answering.answers[FlowRequest] = lambda request: WorkbenchError("bad-value", name="layer", value=9, limit="0 to 2")
    view.layer.setValue(1)
    wait_until(lambda: panel.frame.bar.error is not None)


def test_that_the_snippet_is_python_and_the_waiting_line_is_gone(view):
    compile(view.snippet(), "snippet", "exec")
    assert "flow_rows" in view.snippet()
    assert not view.waiting.isVisible()
