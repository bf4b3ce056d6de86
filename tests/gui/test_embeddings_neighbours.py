"""The neighbours in the Embeddings panel: three rankings of one query."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from made_vectors import ROWS, SCORES, WORDS, Placed
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from workbench.gui.panels.embeddings import EmbeddingsPanel
from workbench.gui.panels.embeddings_neighbours_words import NeighboursWords
from workbench.values import METRICS, HubsRequest, NeighborsRequest, RanksRequest, Selection, Term, TokenSource


@pytest.fixture
def answering():
    made = Placed()
    yield made
    made.close()


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
def lists(view):
    return view.rankings.lists


@pytest.fixture
def type_in(view, session, wait_until):
    """type_in(query): as a person does, until it is answered."""

    def act(query: str) -> None:
        view.query.setText(query)
        QTest.keyClick(view.query, Qt.Key.Key_Return)
        wait_until(lambda: not session.jobs)

    return act


def at(one, item: int) -> QPoint:
    """Where a list shows an item."""
    return one.visualRect(one.model().index([row.item for row in one.rows].index(item), 1)).center()


def test_that_the_longest_word_of_the_text_is_asked_about_first(view, lists) -> None:
    assert view.query.text() == "·queen"
    assert lists["centered"].rows[0].name == "·queen"


def test_that_three_lists_are_those_of_argsort(lists, type_in) -> None:
    type_in("cat")
    for metric in METRICS:
        wanted = np.argsort(-SCORES[metric](ROWS.astype(np.float64), ROWS[1].astype(np.float64)), kind="stable")
        assert [row.item for row in lists[metric].rows] == wanted.tolist()


def test_that_a_sum_is_asked_about_as_it_was_typed(view, type_in, answering) -> None:
    type_in("king - dog + cat")
    request = answering.asked_of(NeighborsRequest)[-1]
    assert request.terms == (Term("king"), Term("dog", weight=-1.0), Term("cat"))
    assert request.source == TokenSource("made")
    assert view.query.text() == "king - dog + cat"
    assert view.read_as.text().startswith("·king (#4) − ·dog (#2) + ·cat (#1): each made as long as 1")


def test_that_a_mean_is_said_to_be_one_and_written_as_it_was_typed(view, type_in) -> None:
    type_in("cat, dog")
    assert view.query.text() == "cat, dog"
    assert view.read_as.text().startswith("Mean of ·cat (#1), ·dog (#2)")


def test_that_a_set_whose_items_point_the_same_way_is_said_to_say_little(view) -> None:
    def caution(score: float) -> str:
        likeness = dict.fromkeys(METRICS, np.full(100, score, np.float32))
        return NeighboursWords().caution(dataclasses.replace(view._vectors, labels=("w",) * 500, likeness=likeness))

    assert "same way" in caution(0.99)
    assert "same way" not in caution(0.9)


def test_that_what_is_part_of_a_query_is_marked_and_not_left_out(lists, type_in) -> None:
    type_in("king - dog")
    for one in lists.values():
        assert {row.item for row in one.rows if row.used} == {4, 2}
        assert len(one.rows) == len(WORDS)
        used = next(number for number, row in enumerate(one.rows) if row.used)
        assert one.model().index(used, 1).data(Qt.ItemDataRole.FontRole).italic()


def test_that_an_unknown_word_is_said_and_the_next_query_answered(panel, lists, type_in) -> None:
    type_in("zebra")
    assert panel.frame.bar.error.code == "item-unknown"
    assert not lists["dot"].rows
    type_in("dog")
    assert panel.frame.bar.error is None
    assert lists["dot"].rows


def test_that_a_click_asks_about_an_item_and_back_returns(view, lists, session, wait_until) -> None:
    QTest.mouseClick(lists["dot"].viewport(), Qt.MouseButton.LeftButton, pos=at(lists["dot"], 4))
    wait_until(lambda: not session.jobs)
    assert view.query.text() == "·king"
    view.back.click()
    wait_until(lambda: not session.jobs)
    assert view.query.text() == "·queen"
    assert not view.back.isEnabled()


def test_that_a_click_with_control_chooses_for_the_other_views_and_asks_nothing(panel, view, lists, session) -> None:
    for item in (2, 4):
        QTest.mouseClick(
            lists["cosine"].viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, at(lists["cosine"], item)
        )
    assert panel.chosen.items == (2, 4)
    assert view.query.text() == "·queen"
    assert panel.picked.text() == "2 chosen: ·dog  ·king"
    assert lists["dot"].model().index([row.item for row in lists["dot"].rows].index(2), 1).data(Qt.ItemDataRole.FontRole).bold()
    QTest.mouseClick(lists["cosine"].viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, at(lists["cosine"], 3))
    assert (session.selection.start, session.selection.end) == (9, 13)  # it stands in the text, and is selected there
    assert view.query.text() == "·queen"
    panel.clear.click()
    assert panel.chosen.items == ()
    assert panel.picked.isHidden()


def test_that_the_lists_are_walked_by_keys(panel, view, lists, session, wait_until) -> None:
    lists["centered"].walk_to(1)
    QTest.keyClick(lists["centered"], Qt.Key.Key_Right)
    assert lists["cosine"].currentIndex().row() == 1
    item = lists["cosine"].rows[1].item
    QTest.keyClick(lists["cosine"], Qt.Key.Key_Space)
    assert panel.chosen.items == (item,)
    QTest.keyClick(lists["cosine"], Qt.Key.Key_Return)
    wait_until(lambda: not session.jobs)
    assert view.query.text() == WORDS[item]


def test_that_an_item_that_stands_in_the_text_is_selected_there(lists, session, wait_until) -> None:
    QTest.mouseClick(lists["dot"].viewport(), Qt.MouseButton.LeftButton, pos=at(lists["dot"], 3))
    wait_until(lambda: not session.jobs)
    assert (session.selection.start, session.selection.end) == (9, 13)


def test_that_a_token_that_is_selected_elsewhere_is_the_query(view, session, wait_until) -> None:
    session.select(Selection(9, 13))
    wait_until(lambda: not session.jobs)
    assert view.query.text() == "·ran"


def test_that_an_item_beyond_the_end_of_a_list_is_told_its_place(view, answering, session, wait_until) -> None:
    view.controls.k_box.setRange(1, 9)
    view.controls.k_box.setValue(2)
    wait_until(lambda: not session.jobs)
    request = answering.asked_of(RanksRequest)[-1]
    listed = {metric: [row.item for row in view.rankings.lists[metric].rows] for metric in METRICS}
    apart = set.union(*map(set, listed.values())) - set.intersection(*map(set, listed.values()))
    assert set(request.items) == apart
    for metric in METRICS:
        scores = SCORES[metric](ROWS.astype(np.float64), ROWS[5].astype(np.float64))
        order = np.argsort(-scores, kind="stable").tolist()
        assert {item: view._asked.rank(item, metric) for item in apart} == {item: order.index(item) + 1 for item in apart}


def test_that_filters_are_asked_for_and_ids_only_where_their_order_says_something(panel, view, answering, session, wait_until) -> None:
    view.controls.only_box.setCurrentIndex(2)
    view.controls.only_box.activated.emit(2)
    view.controls.up_to_box.setValue(4)
    wait_until(lambda: not session.jobs)
    request = answering.asked_of(NeighborsRequest)[-1]
    assert (request.only, request.up_to) == ("latin", 4)
    assert {row.item for row in view.rankings.lists["dot"].rows} == {0, 1, 2, 3}
    panel.bar.texts.set_texts(["the dog ran"], own=True)
    panel.bar.choose("sentences")
    wait_until(lambda: not session.jobs)
    assert view.controls.up_to_box.isHidden()
    assert answering.asked_of(NeighborsRequest)[-1].up_to is None


def test_that_among_texts_what_is_typed_is_a_text(panel, view, answering, session, type_in, wait_until) -> None:
    panel.bar.texts.set_texts(["the dog ran", "a king"], own=True)
    panel.bar.choose("sentences")
    wait_until(lambda: not session.jobs)
    assert view.query.text() == "the queen ran"
    type_in("a queen, or so")
    request = answering.asked_of(NeighborsRequest)[-1]
    assert (request.terms, request.text) == ((), "a queen, or so")
    type_in("a king")
    assert answering.asked_of(NeighborsRequest)[-1].terms == (Term(item=2),)


def test_that_hubs_are_found_by_one_press_and_only_then(view, lists, answering, session, wait_until) -> None:
    assert answering.asked_of(HubsRequest) == []
    assert "few seconds" in view.controls.hubs.text()
    view.controls.hubs.click()
    wait_until(lambda: not session.jobs)
    assert answering.asked_of(HubsRequest) == [HubsRequest(TokenSource("made"), 5)]
    assert {row.item: row.lists for row in lists["dot"].rows} == dict(enumerate((0, 3, 4, 5, 6, 1)))
    assert not lists["dot"].isColumnHidden(4)
    assert "·king</a>&nbsp;6" in view.rankings.below["dot"].text()
    assert "1 in no list" in view.rankings.below["dot"].text()
    assert view.controls.hubs.isHidden()
    view.rankings.below["dot"].linkActivated.emit("4")
    wait_until(lambda: not session.jobs)
    assert view.query.text() == "·king"


def test_that_finding_hubs_can_be_cancelled_and_begun_again(view, answering, session, wait_until) -> None:
    del answering.answers[HubsRequest]
    view.controls.hubs.click()
    assert view.waiting.isVisible()
    assert not view.controls.hubs.isEnabled()
    view.waiting.cancel.click()
    wait_until(lambda: not session.jobs)
    assert view.waiting.isHidden()
    assert view.controls.hubs.isEnabled()


def test_that_rows_name_each_item_with_its_scores_and_places(view, type_in) -> None:
    type_in("dog")
    header, first, *rest = view.rows()
    assert header[:7] == ("metric", "rank", "item", "label", "score", "norm", "in_lists")
    assert header[7:] == ("rank_centered", "rank_cosine", "rank_dot", "in_query")
    assert first[:4] == ("centered", 1, WORDS.index("·dog"), "·dog")
    assert first[-1] is True
    assert len(rest) == 3 * len(WORDS) - 1
    assert view.arrays()["items_dot"].tolist() == [row[2] for row in (first, *rest) if row[0] == "dot"]


def test_that_the_query_comes_back_with_its_filters(panel, view, type_in, session, wait_until) -> None:
    view.controls.k_box.setValue(7)
    type_in("king - dog")
    state = panel.save_state()
    other = EmbeddingsPanel(session)
    other.restore_state(state)
    other.show()
    wait_until(lambda: other.view("neighbours").rankings.lists["dot"].rows)
    assert other.view("neighbours").query.text() == "king - dog"
    assert other.view("neighbours").controls.k == 7
    assert other.save_state() == state


def test_that_what_nobody_asked_follows_the_text(view, session, wait_until) -> None:
    session.change_subject(text="the king ran")
    wait_until(lambda: view.query.text() == "·king")
