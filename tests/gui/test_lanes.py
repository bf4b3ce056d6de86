"""The lanes: where bytes stand, what is marked, and that length costs nothing."""

from __future__ import annotations

import time

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_lanes import made_comparison, made_lane
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from workbench.gui.widgets.lane_layout import LaneLayout
from workbench.gui.widgets.lanes import GUTTER, LANE_GAP, LANE_HEIGHT, TEXT_HEIGHT, Lanes
from workbench.values import CompareRequest

texts = st.text(st.sampled_from(list("ab \n\t한글👩\u200d💻é\u0301漢")), max_size=120)


@given(texts, st.integers(8, 40))
@settings(deadline=None)
def test_that_rows_hold_every_character_once_and_fit(text: str, columns: int) -> None:
    layout = LaneLayout(text, columns)
    pieces = [text[first:last] for first, last in zip(layout.rows.tolist(), layout.rows.tolist()[1:], strict=False)]
    assert "".join(pieces) == text
    for row, piece in enumerate(pieces):
        assert "\n" not in piece[:-1], "a line end ends a row"
        first, last = layout.bytes_of_row(row)
        assert text.encode()[first:last].decode() == piece
        cells = layout.cell_of[layout.rows[row + 1]] - layout.cell_of[layout.rows[row]]
        assert cells <= columns or len(piece) == 1


@given(texts.filter(bool), st.data())
@settings(deadline=None)
def test_that_a_byte_is_found_where_it_stands(text: str, data: st.DataObject) -> None:
    layout = LaneLayout(text, 12)
    byte = data.draw(st.integers(0, len(text.encode()) - 1))
    row = layout.row_of_byte(byte)
    first, last = layout.bytes_of_row(row)
    assert first <= byte < last
    assert layout.byte_at(row, layout.x_of(byte, row) + 1e-6) == byte


@pytest.fixture
def lanes(qapp) -> Lanes:
    made = Lanes()
    made.resize(800, 400)
    made.show()
    return made


TEXT = "abcd 한글"


def shown(lanes: Lanes) -> None:
    request = CompareRequest(TEXT, ("x", "y"))
    lanes.set_comparison(made_comparison(request, [made_lane("x", TEXT, [4, 8, 11]), made_lane("y", TEXT, [2, 4, 6, 11])]))


def test_that_only_cuts_that_not_all_share_are_marked(lanes) -> None:
    shown(lanes)
    assert lanes.differing.tolist() == [2, 6, 8]


def test_that_a_click_selects_the_bytes_of_a_token_in_its_lane(lanes) -> None:
    shown(lanes)
    heard = []
    lanes.span_selected.connect(lambda start, end: heard.append((start, end)))
    for number in (0, 1):
        y = TEXT_HEIGHT + number * (LANE_HEIGHT + LANE_GAP) + LANE_HEIGHT // 2
        QTest.mouseClick(lanes.viewport(), Qt.MouseButton.LeftButton, pos=QPoint(GUTTER + 4, y))
    assert heard == [(0, 4), (0, 2)]


def test_that_the_keys_walk_tokens_and_lanes(lanes) -> None:
    shown(lanes)
    heard = []
    lanes.span_selected.connect(lambda start, end: heard.append((start, end)))
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Up):
        QTest.keyClick(lanes, key)
    assert heard == [(0, 4), (4, 8), (4, 6), (6, 11), (4, 6), (2, 4), (0, 4)]


def test_that_a_token_is_told_in_words(lanes) -> None:
    shown(lanes)
    lane = made_lane("x", TEXT, [4, 8, 11], fates=[2, 3, 0])
    assert lanes.describe(lane, 0) == "x · abcd · id 0 · over “abcd” · bytes 0–4 · 61 62 63 64 · changes the text"
    assert "over “·한”" in lanes.describe(lane, 1)
    assert lanes.describe(lane, 1).endswith("loses the text")


def test_that_a_hundred_thousand_characters_are_laid_out_and_scrolled_at_once(lanes) -> None:
    text = (TEXT + " the quick brown fox\n") * 3600
    ends = [*range(3, len(text.encode()), 3), len(text.encode())]
    four = [made_lane("x", text, ends), *[made_lane("y", text, ends[1::2])] * 3]
    comparison = made_comparison(CompareRequest(text, ("x",) * 4), four)
    began = time.perf_counter()
    lanes.set_comparison(comparison)
    for share in np.linspace(0, 1, 20):
        lanes.verticalScrollBar().setValue(int(share * lanes.verticalScrollBar().maximum()))
        lanes.grab()
    assert time.perf_counter() - began < 5, "20 pictures and the layout; a tenth of that on an idle machine"
    assert len(text) > 100_000
