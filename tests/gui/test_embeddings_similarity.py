"""The Similarity view of the Embeddings panel: chosen items pair by pair, and what a score means beside random pairs."""

from __future__ import annotations

import numpy as np
import pytest
from made_vectors import SCORES, WORDS, Placed, rows_for, vectors_of
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtTest import QTest

from workbench.gui import theme
from workbench.gui.panels import embeddings_similarity
from workbench.gui.panels.embeddings import EmbeddingsPanel
from workbench.gui.widgets.likeness_scale import LikenessScale
from workbench.values import Likeness, LikenessRequest, SentenceSource, Vectors, VectorsRequest

TEXT = "the cat ran king"


def likeness_of(request: LikenessRequest) -> Likeness:
    """By NumPy, in an order that turns them round; a text that says so cannot be read."""
    vectors = vectors_of(VectorsRequest(request.source))
    assert isinstance(vectors, Vectors)
    items, rows, m = list(request.items), rows_for(vectors.labels), len(request.items)
    matrix = np.stack([SCORES[request.metric](rows, rows[item])[items] for item in items]).astype(np.float32)
    unread = np.array([float("unreadable" in vectors.labels[item]) for item in items], np.float32)
    matrix[unread > 0], matrix[:, unread > 0] = np.nan, np.nan
    joins = np.array([(0 if at == 0 else m + at - 1, at + 1) for at in range(m - 1)], np.int32)
    labels = tuple(vectors.labels[item] for item in items)
    return Likeness(
        request, matrix, unread, np.arange(m)[::-1].astype(np.int32), joins, np.linspace(0.9, 0, m - 1, dtype=np.float32), labels
    )


@pytest.fixture
def answering():
    made = Placed()
    made.answers[LikenessRequest] = likeness_of
    yield made
    made.close()


@pytest.fixture
def panel(session, wait_until):
    made = EmbeddingsPanel(session)
    made.resize(1100, 700)
    made.switch.choose("similarity")
    made.show()
    session.change_subject(model="made", text=TEXT)
    made.switch.chosen.emit("similarity")
    wait_until(lambda: made.view("similarity").arrays() and not session.jobs)
    return made


@pytest.fixture
def view(panel):
    return panel.view("similarity")


@pytest.fixture
def type_in(view, session, wait_until):
    def act(words: str) -> None:
        view.items.clear()
        QTest.keyClicks(view.items, words)
        QTest.keyClick(view.items, Qt.Key.Key_Return)
        wait_until(lambda: not session.jobs)

    return act


def asked(answering) -> LikenessRequest:
    return [request for _, request in answering.asked if isinstance(request, LikenessRequest)][-1]


def test_that_one_begins_with_the_words_of_the_text(view, answering) -> None:
    assert asked(answering).items == (0, 1, 3, 4)
    assert view.items.text() == "the, cat, ran, king"
    assert asked(answering).metric == "centered"


def test_that_typed_words_are_chosen_for_all_views(view, panel, type_in, answering) -> None:
    type_in("queen, cat, nowhere, cat")
    assert panel.chosen.items == (5, 1)
    assert asked(answering).items == (5, 1)
    assert "nowhere" in view.caution.text()
    panel.chosen.choose([0, 2, 4])
    assert view.caution.text()


def test_that_items_chosen_elsewhere_are_compared(view, panel, session, wait_until, answering) -> None:
    panel.chosen.choose([2, 4, 5])
    wait_until(lambda: not session.jobs)
    assert asked(answering).items == (2, 4, 5)
    assert view.items.text() == "dog, king, queen"


def test_that_the_table_has_each_pair_once_and_says_how_unusual_it_is(view) -> None:
    rows = list(view.rows())[1:]
    assert len(rows) == 6
    scores = [row[4] for row in rows]
    assert scores == sorted(scores, reverse=True)
    for _, _, _, _, score, share in rows:
        assert share == pytest.approx((score + 1) / 2, abs=0.01)  # the random pairs of the made set lie evenly from -1 to 1
    assert view.table.table.rowCount() == 6


def test_that_the_order_is_clustered_or_as_given(view, qapp) -> None:
    assert [view.map.place_of(item) for item in range(4)] == [3, 2, 1, 0]
    QTest.mouseClick(view.order.button("given"), Qt.MouseButton.LeftButton)
    assert [view.map.place_of(item) for item in range(4)] == [0, 1, 2, 3]
    assert view.save_state() == {"order": "given"}


def test_that_a_click_on_a_cell_looks_at_its_pair_everywhere(view, session) -> None:
    box = view.map.cell(view.map.place_of(3), view.map.place_of(1))
    QTest.mouseClick(view.map, Qt.MouseButton.LeftButton, pos=box.center().toPoint())
    assert view.table.table.pairs[view.table.currentIndex().row()].items in {(1, 3), (3, 1)}
    assert "·king" in view.told.text()
    assert "·cat" in view.told.text()
    selected = TEXT.encode()[session.selection.start : session.selection.end].decode()
    assert selected.strip() == "king"


def test_that_keys_walk_and_delete_leaves_an_item_out(view, panel, session, wait_until) -> None:
    view.map.set_pair((3, 3))
    QTest.keyClick(view.map, Qt.Key.Key_Right)
    assert view.map._pair == (3, 2)
    QTest.keyClick(view.map, Qt.Key.Key_Delete)
    wait_until(lambda: not session.jobs)
    assert panel.chosen.items == (0, 1, 3)


def test_that_names_are_slanted_wherever_they_are_wider_than_cells(view) -> None:
    for width, height in ((900, 300), (300, 900), (900, 900)):
        view.map.resize(width, height)
        view.map.set_values(np.eye(12), [f"·name {number}" for number in range(12)], LikenessScale())
        plan = view.map._plan()
        assert plan.slanted == (QFontMetricsF(theme.mono(theme.CAPTION)).horizontalAdvance("·name 11") > plan.size - 2)
        assert view.map.cell(11, 11).right() <= width
        assert view.map.cell(11, 11).bottom() <= height


def test_that_the_metric_is_the_panels(view, panel, session, wait_until, answering) -> None:
    panel.chosen.choose_metric("dot")
    wait_until(lambda: not session.jobs)
    assert asked(answering).metric == "dot"


def test_that_texts_that_cannot_be_read_are_withheld_and_said(panel, view, session, wait_until) -> None:
    panel.chosen.take(SentenceSource("made", ("a cat", "an unreadable text", "a dog")))
    wait_until(lambda: not session.jobs)
    assert [row[1:4:2] for row in list(view.rows())[1:]] == [("a cat", "a dog")]
    assert "1" in view.caution.text()
    assert not view.items.isVisible()


def test_that_the_snippet_and_the_arrays_tell_the_same(view) -> None:
    arrays = view.arrays()
    assert arrays["items"].tolist() == [0, 1, 3, 4]
    assert arrays["labels"].tolist() == [WORDS[item] for item in (0, 1, 3, 4)]
    compile(view.snippet(), "snippet", "exec")
    assert "(0, 1, 3, 4)" in view.snippet()


def test_that_what_is_written_reads_back_as_the_same_items(view, panel) -> None:
    from workbench.gui.models.vector_items import ItemNames

    names = ItemNames(panel.chosen.vectors)
    for items in ([0, 1], [5, 2, 4], [3]):
        assert names.read(names.written(items)) == (items, [])


def test_that_of_many_pairs_the_table_has_the_most_alike_and_says_so(view, monkeypatch) -> None:
    monkeypatch.setattr(embeddings_similarity, "MOST_ROWS", 4)
    view.retranslate()
    assert [pair.items for pair in view.table.table.pairs] == [(a, b) for a, b, _, _ in view._ranked[:4]]
    assert "the 4 most alike of 6 pairs" in view.caution.text()
    assert len(list(view.rows())) == 7  # a line of names, and all pairs


def test_that_a_long_comparison_says_that_it_is_under_way_and_can_be_ended(view, panel, session, answering, wait_until) -> None:
    del answering.answers[LikenessRequest]
    panel.chosen.choose([2, 4, 5])
    assert not view.waiting.isVisible()
    wait_until(view.waiting.isVisible)
    assert "3 items" in view.waiting.what.text()
    view.waiting.cancel.click()
    wait_until(lambda: not view.waiting.isVisible())
