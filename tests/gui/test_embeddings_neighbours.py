"""The neighbours in the Embeddings panel: three rankings of one query."""

from __future__ import annotations

import numpy as np
import pytest
from made_vectors import ROWS, WORDS, Placed

from workbench.gui.panels.embeddings import EmbeddingsPanel
from workbench.values import NeighborsRequest, Selection, Term, TokenSource


@pytest.fixture
def answering():
    made = Placed()
    yield made
    made.close()


@pytest.fixture
def session(qapp, answering):
    made = answering.session()
    yield made
    made.deleteLater()


@pytest.fixture
def panel(session, wait_until):
    made = EmbeddingsPanel(session)
    made.resize(1100, 700)
    made.show()
    session.change_subject(model="made", text="the queen ran")
    wait_until(lambda: made.chosen.vectors is not None and not session.jobs)
    return made


@pytest.fixture
def view(panel):
    return panel.view("neighbours")


@pytest.fixture
def type_in(view, session, wait_until):
    """type_in(query): as a person does, until it is answered."""

    def act(query: str) -> None:
        view.query.setText(query)
        view.query.returnPressed.emit()
        wait_until(lambda: not session.jobs)

    return act


def test_that_the_longest_word_of_the_text_is_asked_about_first(view) -> None:
    assert view.query.text() == "·queen"
    assert view.lists["centered"].rows[0].text == "·queen"


def test_that_three_lists_are_those_of_argsort(view, type_in) -> None:
    type_in("cat")
    dots = ROWS.astype(np.float64) @ ROWS[1]
    assert [row.number for row in view.lists["dot"].rows] == np.argsort(-dots, kind="stable").tolist()
    cosines = dots / np.linalg.norm(ROWS, axis=1)
    assert [row.number for row in view.lists["cosine"].rows] == np.argsort(-cosines, kind="stable").tolist()


def test_that_a_sum_is_asked_about_as_it_was_typed(view, type_in, answering) -> None:
    type_in("king - dog + cat")
    request = answering.asked_of(NeighborsRequest)[-1]
    assert request.terms == (Term("king"), Term("dog", weight=-1.0), Term("cat"))
    assert request.source == TokenSource("made")
    assert view.query.text() == "king - dog + cat"


def test_that_an_unknown_word_is_said_and_the_next_query_answered(panel, view, type_in) -> None:
    type_in("zebra")
    assert panel.frame.bar.error.code == "item-unknown"
    type_in("dog")
    assert panel.frame.bar.error is None
    assert view.lists["dot"].rows


def test_that_a_token_that_is_selected_elsewhere_is_the_query(view, session, wait_until) -> None:
    session.select(Selection(9, 13))
    wait_until(lambda: not session.jobs)
    assert view.query.text() == "·ran"


def test_that_rows_name_each_item_with_its_scores(view, type_in) -> None:
    type_in("dog")
    header, first, *rest = view.rows()
    assert header == ("metric", "rank", "item", "label", "score", "norm", "in_query")
    assert first[:4] == ("centered", 1, WORDS.index("·dog"), "·dog")
    assert first[-1] is True
    assert len(rest) == 3 * len(WORDS) - 1
