"""Inside a head in the attention panel: the row of a query, the score by dimensions, the tokens that are promoted."""

from __future__ import annotations

import numpy as np
import pytest
from made_attention import Attending
from PySide6.QtCore import Qt

from workbench.errors import WorkbenchError
from workbench.gui.widgets.key_table import BIAS, CONTENT, SCORE, WEIGHT
from workbench.values import Inside, InsideRequest, Selection

TEXT = "the cat and the dog"
D_HEAD = 8


class Opening(Attending):
    """Answers what is inside a head, with numbers that add up; `bias`: what stands for distances."""

    def __init__(self) -> None:
        super().__init__()
        self.bias, self.unsaid, self.turned = 0.0, "", True
        self.answers[InsideRequest] = self.inside

    def inside(self, request: InsideRequest) -> Inside | WorkbenchError:
        n = len(self.encoding(request.trace).ids)
        row = self.weights(request.trace)[request.layer, request.head, request.query]
        key = int(row.argmax()) if request.key is None else request.key
        visible = np.arange(n) <= request.query
        if not visible[key]:
            return WorkbenchError("bad-value", name="key", value=key, limit="keys that it sees")
        random = np.random.default_rng(key)
        q, k = random.normal(size=(2, D_HEAD)).astype(np.float32)
        bias = np.full(n, self.bias, np.float32)
        content = np.where(visible, np.log(np.maximum(row, 1e-9)) - bias, 0).astype(np.float32)
        products = q * k
        products[-1] += content[key] - products.sum()
        ids, effects = np.array([5, 6], np.int32), np.array([0.5, 0.25], np.float32)
        none = bool(self.unsaid)
        return Inside(
            request, key, 0, 0.35, self.turned, q, k, q, k, products, content, bias, visible, row, np.ones(n, np.float32),
            np.full(n, 2, np.float32), np.zeros(D_HEAD, np.float32), np.zeros(4, np.float32), ids[:0] if none else ids,
            () if none else (" up", " more"), effects[:0] if none else effects, ids[:0] if none else ids,
            () if none else (" down", " less"), effects[:0] if none else -effects, 0.0, self.unsaid,
        )  # fmt: skip


@pytest.fixture
def answering():
    made = Opening()
    yield made
    made.close()


@pytest.fixture
def panel(open_attention):
    return open_attention(text=TEXT, model="made")


@pytest.fixture
def settle(session, wait_until):
    return lambda: wait_until(lambda: not session.jobs)


@pytest.fixture
def view(panel, settle):
    panel.switch.button("inside").click()
    settle()
    return panel.view("inside")


def asked(answering) -> list[InsideRequest]:
    return [request for _, request in answering.asked if isinstance(request, InsideRequest)]


def test_that_nothing_is_asked_before_somebody_looks(panel, answering) -> None:
    assert not asked(answering)


def test_that_the_strongest_key_of_the_last_token_is_shown_first(view, answering) -> None:
    n = len(answering.encoding(view._shown.trace.request).ids)
    assert [(one.query, one.key) for one in asked(answering)] == [(n - 1, None)]
    weights = answering.weights(view._shown.trace.request)[0, 0, n - 1]
    row = view.table.currentIndex().row()
    assert int(view.table.table.keys[row]) == weights.argmax()
    assert view.table.table.cell(int(weights.argmax()), WEIGHT) == f"{weights.max():.4f}"


def test_that_bars_of_pairs_sum_to_the_score_that_is_said(view) -> None:
    found = view._found
    assert len(view.products.bars) == D_HEAD // 2
    assert view.products.bars.sum() == pytest.approx(found.content[found.key], abs=1e-5)
    assert view.products.words(1).startswith("Dimensions 1 and 5: ")
    assert f"weight of {found.weights[found.key]:.4f}" in view.said.text()


def test_that_a_key_that_was_picked_stays_while_heads_change(view, session, answering, settle) -> None:
    view.table.selectRow(1)
    settle()
    session.select(Selection(layer=2, head=1))
    settle()
    assert [(one.layer, one.head, one.key) for one in asked(answering)[1:]] == [(0, 0, 1), (2, 1, 1)]
    assert view._found.key == 1


def test_that_a_token_of_the_strip_is_the_query_everywhere(view, session, answering, settle) -> None:
    view.strip.setFocus()
    view.strip._pick(2, extend=False)
    settle()
    assert asked(answering)[-1].query == 2
    assert session.selection.end > session.selection.start
    assert len(view.table.table.keys) == 3  # what comes later can't be read


def test_that_distance_has_columns_of_its_own_where_the_model_adds_for_it(view, answering, panel, session, settle) -> None:
    assert view.table.isColumnHidden(BIAS)
    assert view.table.table.headerData(CONTENT, Qt.Orientation.Horizontal) == "Score"
    answering.bias = -1.5
    session.select(Selection(layer=1, head=1))
    settle()
    assert not view.table.isColumnHidden(BIAS)
    assert not view.table.isColumnHidden(SCORE)
    assert view.table.table.headerData(CONTENT, Qt.Orientation.Horizontal) == "Query · key"
    assert "−1.50 for the distance" in view.said.text()


def test_that_promoted_tokens_are_listed_both_ways_or_why_not(view, answering, session, settle) -> None:
    assert [(row.text, row.said) for row in view.lists["promoted"].rows] == [("·up", "+0.50"), ("·more", "+0.25")]
    assert [row.said for row in view.lists["suppressed"].rows] == ["−0.50", "−0.25"]
    answering.unsaid = "norm-after-sum"
    session.select(Selection(layer=1, head=0))
    settle()
    assert [row.text for row in view.lists["promoted"].rows] == ["norms behind each sum leave no direct way"]
    assert not view.lists["suppressed"].rows


def test_that_rows_arrays_and_snippet_give_what_is_shown(view) -> None:
    header, *rows = view.rows()
    assert header == ("key", "token", "content", "bias", "score", "weight", "value_norm", "written_norm")
    assert len(rows) == len(view._found.weights)
    assert np.array_equal(view.arrays()["products"], view._found.products)
    assert "InsideRequest(trace.request, 0, 0, query=" in view.snippet()
