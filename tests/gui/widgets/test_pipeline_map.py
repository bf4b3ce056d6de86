"""The painted pipeline: what stands over what, and what is marked."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_pipeline import CHARACTERS, TOKENS, made_pipeline, stage
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtTest import QTest

from workbench.gui.widgets.pipeline_layout import Bands, Measured, PipelineLayout, row
from workbench.gui.widgets.pipeline_map import Piece, PipelineMap
from workbench.values import PipelineRequest, Subject

TEXT, NORMALIZER, WORDS, MODEL, POST, IDS = range(6)


@pytest.fixture
def view(qapp):
    made = PipelineMap()
    made.resize(700, 400)
    pipeline = made_pipeline(PipelineRequest(Subject("m", "Hi 한")))
    made.set_stages(pipeline.stages, pipeline.n_columns)
    made.show()
    made.setFocus()
    yield made
    made.close()
    made.deleteLater()


def hover(view: PipelineMap, piece: Piece) -> None:
    QTest.mouseMove(view.viewport(), view.piece_rect(piece).center().toPoint())


def rows_of(pieces: list[Piece]) -> dict[int, list[int]]:
    found: dict[int, list[int]] = {}
    for piece in pieces:
        found.setdefault(piece.row, []).append(piece.index)
    return found


def test_that_a_tokens_family_is_its_characters_its_word_and_its_id(view) -> None:
    assert rows_of(view.family(Piece(MODEL, 1))) == {TEXT: [2, 3], NORMALIZER: [2, 3], WORDS: [1], MODEL: [1], POST: [2], IDS: [2]}


def test_that_a_words_family_is_all_that_stands_over_it(view) -> None:
    assert rows_of(view.family(Piece(WORDS, 1))) == {TEXT: [2, 3], NORMALIZER: [2, 3], WORDS: [1], MODEL: [1, 2], POST: [2, 3], IDS: [2, 3]}


def test_that_what_was_put_in_comes_from_nothing(view) -> None:
    assert rows_of(view.family(Piece(POST, 0))) == {POST: [0], IDS: [0]}


def test_that_every_piece_is_found_where_it_stands(view) -> None:
    for at, one in enumerate(view.rows):
        for index in range(len(one.labels)):
            assert view.piece_at(view.piece_rect(Piece(at, index)).center()).row == at
    assert view.piece_at(view.piece_rect(Piece(MODEL, 2)).center()) == Piece(MODEL, 2)
    assert view.piece_at(QPointF(5, 5)) is None
    assert view.piece_at(QPointF(300, 390)) is None


def test_that_the_pointer_says_which_bytes_it_is_on_and_leaving_says_none(view) -> None:
    said: list[tuple[int, int]] = []
    view.span_hovered.connect(lambda start, end: said.append((start, end)))
    hover(view, Piece(MODEL, 1))
    hover(view, Piece(WORDS, 0))
    view.leaveEvent(QEvent(QEvent.Type.Leave))
    assert said == [(2, 4), (0, 2), (0, 0)]


def test_that_hovering_changes_the_picture_over_all_rows(view) -> None:
    before = view.grab().toImage()
    view.hover_bytes(3, 6)
    after = view.grab().toImage()
    for piece in (Piece(TEXT, 3), Piece(WORDS, 1), Piece(IDS, 3)):
        area = view.piece_rect(piece).toRect().translated(view.viewport().pos())
        assert before.copy(area) != after.copy(area)
    area = view.piece_rect(Piece(WORDS, 0)).toRect().translated(view.viewport().pos())
    assert before.copy(area) == after.copy(area)


def test_that_a_click_selects_the_bytes_of_a_piece_and_beside_it_none(view) -> None:
    said: list[tuple[int, int]] = []
    view.span_selected.connect(lambda start, end: said.append((start, end)))
    at = view.piece_rect(Piece(MODEL, 1)).center().toPoint()
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(650, 380))
    assert said == [(2, 4), (0, 0)]


def test_that_arrows_walk_within_a_stage_and_through_the_stages(view) -> None:
    walked = []
    for key in (Qt.Key.Key_Right, Qt.Key.Key_End, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Up):
        QTest.keyClick(view, key)
        walked.append(view.current)
    assert walked == [
        Piece(TEXT, 0),
        Piece(TEXT, 3),
        Piece(NORMALIZER, 3),
        Piece(WORDS, 1),
        Piece(MODEL, 1),
        Piece(MODEL, 2),
        Piece(WORDS, 1),
    ]
    assert "bytes 2 to 6 of the text" in view.accessibleDescription()


def test_that_what_a_stage_changed_is_named_on_its_pieces_and_beside_its_name(view) -> None:
    assert "lower-cased" in view.words_at(view.piece_rect(Piece(NORMALIZER, 0)).center())
    assert "lower-cased" not in view.words_at(view.piece_rect(Piece(NORMALIZER, 1)).center())
    heading = QPointF(20, view.piece_rect(Piece(NORMALIZER, 0)).center().y())
    assert view.words_at(heading) == "Normalizer · Lowercase\nlower-cased ×1"
    assert "rule: ·?\\w+" in view.words_at(QPointF(20, view.piece_rect(Piece(WORDS, 0)).center().y()))


def test_that_stages_a_tokenizer_lacks_are_left_out(qapp) -> None:
    view = PipelineMap()
    none = [stage(name, "none", TOKENS) for name in ("normalizer", "pre_tokenizer", "post_processor")]
    view.set_stages([stage("text", "none", CHARACTERS), *none, stage("model", "BPE", TOKENS)], 6)
    assert [one.stage.name for one in view.rows] == ["text", "model"]
    view.deleteLater()


def test_that_a_selection_made_elsewhere_scrolls_to_its_line(view) -> None:
    view.resize(330, 160)
    assert view.verticalScrollBar().maximum() > 0
    view.select_bytes(4, 6)
    rect = view.piece_rect(Piece(MODEL, 2))
    assert rect.top() >= 0
    assert rect.bottom() <= view.viewport().height() or view.verticalScrollBar().value() > 0


@given(st.lists(st.integers(1, 4), min_size=1, max_size=40), st.integers(40, 400))
def test_that_lines_hold_every_column_once_and_in_order(sizes: list[int], room: int) -> None:
    edges = np.append(0, np.cumsum(sizes)).tolist()
    pieces = [("x" * size, (first, last), (first, last), "") for size, first, last in zip(sizes, edges, edges[1:], strict=False)]
    rows = [row(stage("text", "none", pieces), lambda shown, _change: shown)]
    layout = PipelineLayout(Measured(rows, edges[-1], measure=lambda text: 20.0 * len(text), pads=[6.0]), available=room)
    assert layout.begins[0] == 0
    assert layout.begins[-1] == edges[-1]
    assert (np.diff(layout.begins) > 0).all()
    for line in range(layout.n_lines):
        begin, end = layout.line(line)
        left, width = layout.place(begin, end)
        assert left == 0
        assert width <= max(room, layout.width[begin:end].max() * 4)
        assert layout.column_at(line, layout.x[end - 1] + 0.5) == end - 1
    whole = {int(first) for first in rows[0].first}
    fitting = all(20 * size + 10 <= room for size in sizes)  # widths are rounded up
    assert not fitting or all(int(begin) in whole for begin in layout.begins[:-1])


@given(st.lists(st.floats(1, 40), min_size=1, max_size=6), st.floats(0, 2000))
def test_that_the_line_at_a_height_holds_it(heights: list[float], y: float) -> None:
    bands = Bands(heights, [height / 2 for height in heights], gap=10)
    line = bands.line_at(y)
    assert bands.top(line) <= y + 1e-6
    assert y - 1e-6 <= bands.top(line + 1)
