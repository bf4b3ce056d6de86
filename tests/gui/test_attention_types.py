"""The types of heads in the attention panel: a table, and letters on the grid of heads."""

from __future__ import annotations

import numpy as np
import pytest
from made_attention import N_HEADS, N_LAYERS, Attending
from PySide6.QtCore import Qt

from workbench.errors import WorkbenchError
from workbench.gui.widgets.types_table import HEAD, TYPE
from workbench.values import Ablation, HeadTypes, HeadTypesRequest, Selection, TextHeadsRequest

TEXT = "the cat and the dog"


def types_of(request: HeadTypesRequest | TextHeadsRequest) -> HeadTypes:
    """Scores that differ between the questions; head L2 H1 is an induction head, L1 H0 a previous-token head."""
    is_text = isinstance(request, TextHeadsRequest)
    names = ("induction", "duplicate", "previous", "first", "local", "uniform")
    scores = {name: np.full((N_LAYERS, N_HEADS), 0.1, np.float32) for name in names}
    if is_text:
        scores["local"][:] = np.nan
        scores["first"][3, 2] = 0.95
    else:
        scores["induction"][2, 1], scores["previous"][1, 0] = 0.8, 0.6
    made = np.arange(N_LAYERS * N_HEADS, dtype=np.float32).reshape(N_LAYERS, N_HEADS)
    return HeadTypes(request, "decoder", scores, dict.fromkeys(scores, 99), made, made / 12, made, made, 0 if is_text else 50, 100)


@pytest.fixture
def answering():
    made = Attending()
    made.answers[HeadTypesRequest] = made.answers[TextHeadsRequest] = types_of
    yield made
    made.close()


@pytest.fixture
def panel(open_attention):
    return open_attention(text=TEXT, model="made")


@pytest.fixture
def view(panel, session, wait_until):
    panel.switch.button("types").click()
    wait_until(lambda: not session.jobs)
    return panel.view("types")


def column(view, name: str) -> list[str]:
    number = 2 + view.table.table.columns.index(name)
    return [view.table.table.cell(int(one), number) for one in view.table.table.order]


def asked(answering, kind: type) -> list[object]:
    return [request for _, request in answering.asked if type(request) is kind]


def test_that_nothing_is_measured_before_somebody_looks(panel, answering) -> None:
    assert not asked(answering, HeadTypesRequest)


def test_that_named_heads_come_first_the_strongest_of_a_type_at_the_top(view) -> None:
    table = view.table.table
    assert [table.cell(int(number), HEAD) for number in table.order[:2]] == ["L2 · H1", "L1 · H0"]
    assert [table.cell(int(number), TYPE) for number in table.order[:3]] == ["I  induction", "P  previous token", "—"]
    assert "1 induction · 1 previous token · 10 of 12 heads without a type" in view.found.text()
    assert "8 sequences of 50 random tokens" in view.found.text()


def test_that_a_column_orders_the_heads_and_what_is_missing_comes_last(view, session, wait_until) -> None:
    view.source.button("text").click()
    wait_until(lambda: not session.jobs)
    entropy = 2 + view.table.table.columns.index("entropy")
    view.table.sortByColumn(entropy, Qt.SortOrder.DescendingOrder)
    assert column(view, "entropy")[:2] == ["11.00", "10.00"]
    view.table.sortByColumn(2 + view.table.table.columns.index("local"), Qt.SortOrder.DescendingOrder)
    assert set(column(view, "local")) == {"—"}
    assert "this text" in view.found.text()


def test_that_a_row_selects_its_head_everywhere_and_follows_a_head_chosen_elsewhere(view, session) -> None:
    view.table.selectRow(0)
    assert (session.selection.layer, session.selection.head) == (2, 1)
    session.select(Selection(layer=3, head=0))
    assert view.table.table.head_of(int(view.table.table.order[view.table.currentIndex().row()])) == (3, 0)


def test_that_the_grid_of_heads_bears_letters_once_types_are_known(panel, view, session) -> None:
    panel.switch.button("heads").click()
    grid = panel.view("heads").grid
    assert grid._badges == {(2, 1): ("I", "induction"), (1, 0): ("P", "previous token")}
    assert grid.words((2, 1)).endswith("· induction")
    assert "·  " not in grid.words((0, 0))


def test_that_another_text_keeps_the_types_of_the_model_and_another_seed_measures_anew(view, session, answering, wait_until) -> None:
    session.change_subject(text="another text")
    wait_until(lambda: not session.jobs)
    assert len(asked(answering, HeadTypesRequest)) == 1
    view.seed.setValue(7)
    wait_until(lambda: not session.jobs)
    assert [request.seed for request in asked(answering, HeadTypesRequest)] == [0, 7]
    assert "seed 7" in view.found.text()


def test_that_a_changed_model_is_measured_as_it_is_changed(view, session, answering, wait_until) -> None:
    session.intervene((Ablation(1, 2, "zero"),))
    wait_until(lambda: len(asked(answering, HeadTypesRequest)) == 2 and not session.jobs)
    assert asked(answering, HeadTypesRequest)[1].interventions == (Ablation(1, 2, "zero"),)
    assert "Ablation(layer=1, head=2, by='zero')" in view.snippet()


def test_that_an_error_is_said_in_the_panel(panel, session, answering, wait_until) -> None:
    answering.answers[HeadTypesRequest] = lambda _request: WorkbenchError("bad-value", name="length", value=2, limit="3")
    panel.switch.button("types").click()
    wait_until(lambda: not session.jobs)
    assert panel.frame.bar.error.code == "bad-value"
    assert not panel.view("types").waiting.isVisible()


def test_that_rows_and_state_are_those_on_screen(view) -> None:
    header, first, *rest = view.rows()
    assert header[:5] == ("layer", "head", "type", "induction", "duplicate")
    assert first[:4] == (2, 1, "induction", "0.8")
    assert len(rest) == N_LAYERS * N_HEADS - 1
    assert view.arrays()["induction"][2, 1] == np.float32(0.8)
    view.restore_state({"source": "text", "seed": 5})
    assert view.save_state() == {"source": "text", "seed": 5}
