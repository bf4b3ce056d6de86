"""The strip and its table, driven by keys and the mouse."""

from __future__ import annotations

import time

import numpy as np
import pytest
from made_encodings import cut, encode
from PySide6.QtCore import QPoint, QRectF, Qt
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtTest import QTest

from workbench.gui.widgets.token_strip import TokenStrip
from workbench.gui.widgets.token_table import BYTE_SPAN, BYTES, KIND, TOKEN, TokenTable, export_rows
from workbench.gui.widgets.token_text import TokenText
from workbench.gui.widgets.token_words import description, tooltip
from workbench.values import Encoding

SENTENCE = "The capital of France is Paris."


@pytest.fixture
def strip(qapp):
    made = TokenStrip()
    made.resize(420, 200)
    made.set_tokens(TokenText(encode(SENTENCE)))
    made.show()
    made.setFocus()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def told(strip) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    strip.span_selected.connect(lambda start, end: spans.append((start, end)))
    return spans


def click(strip: TokenStrip, index: int, modifier=Qt.KeyboardModifier.NoModifier) -> None:
    QTest.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, modifier, strip.chip_rect(index).center().toPoint())


def test_that_a_click_selects_the_bytes_of_its_token(strip, told):
    click(strip, 1)
    assert told == [(3, 11)]
    assert strip.selected == range(1, 2)


def test_that_a_shift_click_extends_and_a_click_beside_the_chips_clears(strip, told):
    click(strip, 1)
    click(strip, 3, Qt.KeyboardModifier.ShiftModifier)
    QTest.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(5, 190))
    assert told == [(3, 11), (3, 21), (0, 0)]


def test_that_a_drag_selects_a_run(strip, told):
    begin, end = strip.chip_rect(1).center().toPoint(), strip.chip_rect(3).center().toPoint()
    QTest.mousePress(strip.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, begin)
    QTest.mouseMove(strip.viewport(), end)
    QTest.mouseRelease(strip.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, end)
    assert told[-1] == (3, 21)


def test_that_arrows_home_end_and_select_all_walk_the_tokens(strip, told):
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Left, Qt.Key.Key_End, Qt.Key.Key_Home):
        QTest.keyClick(strip, key)
    assert told == [(0, 3), (3, 11), (0, 3), (30, 31), (0, 3)]
    QTest.keyClick(strip, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert told[-1] == (0, 11)
    QTest.keyClick(strip, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert told[-1] == (0, 31)
    QTest.keyClick(strip, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == SENTENCE
    QTest.keyClick(strip, Qt.Key.Key_Escape)
    assert told[-1] == (0, 0)


def test_that_down_goes_to_the_chip_below(strip):
    strip.resize(160, 200)
    QTest.keyClick(strip, Qt.Key.Key_Home)
    first = strip.chip_rect(strip.current)
    QTest.keyClick(strip, Qt.Key.Key_Down)
    below = strip.chip_rect(strip.current)
    assert below.top() > first.top()
    assert abs(below.left() - first.left()) < first.width()


def test_that_a_selection_from_elsewhere_is_shown_scrolled_to_and_not_told_back(strip, told):
    strip.set_tokens(TokenText(encode(SENTENCE * 40)))
    strip.select_bytes(31 * 30 + 4, 31 * 30 + 8)
    assert told == []
    assert len(strip.selected) == 1
    assert QRectF(strip.viewport().rect()).contains(strip.chip_rect(strip.selected[0]))


def test_that_the_current_token_is_described_for_screen_readers(strip):
    QTest.keyClick(strip, Qt.Key.Key_Right)
    QTest.keyClick(strip, Qt.Key.Key_Right)
    assert strip.accessibleName()
    assert "·capital" in strip.accessibleDescription()
    assert "byte 3 to 11" in strip.accessibleDescription()


def test_that_a_tooltip_names_bytes_and_spans_and_never_reads_text_as_markup(qapp):
    tokens = TokenText(cut("<b>이\u200b", [3, 5, 6]))
    assert "EC 9D" in description(tokens, 1)
    assert "part 1 of 2 of “이”" in description(tokens, 1)
    assert "ZERO WIDTH SPACE (U+200B)" in description(tokens, 3)
    assert "&lt;b&gt;" in tooltip(tokens, 0)


def test_that_dark_and_light_kinds_differ_in_shape_not_only_in_colour(qapp):
    """Painted without colour, an ordinary, a special and an unknown chip still look different."""
    encoding = cut("abab", [2, 4], special=[(2, "ab")])
    kinds = np.asarray([0, 2, 1], np.uint8)
    unknown = Encoding(encoding.ids * 0, ("ab", "ab", "ab"), encoding.byte_spans, encoding.char_spans, kinds, "abab")
    shown = TokenStrip()
    shown.set_ids_shown(False)
    shown.resize(400, 120)
    shown.set_tokens(TokenText(unknown))
    image = QImage(400, 120, QImage.Format.Format_RGB32)
    painter = QPainter(image)
    shown.paint(painter, QRectF(0, 0, 400, 120))
    painter.end()
    chips = [image.copy(shown.chip_rect(index).toAlignedRect()).convertToFormat(QImage.Format.Format_Mono) for index in range(3)]
    assert len({bytes(chip.constBits()) for chip in chips}) == 3


def test_that_a_hundred_thousand_characters_are_laid_out_in_a_tenth_of_a_second(qapp):
    base = encode("The quick brown fox jumps over 12 lazy dogs, 나는 커피 ")
    times = 100_000 // len(base.text) + 1
    shift = np.repeat(np.arange(times), len(base.ids))[:, None]
    big = Encoding(
        np.tile(base.ids, times), base.tokens * times, np.tile(base.byte_spans, (times, 1)) + shift * len(base.text.encode()),
        np.tile(base.char_spans, (times, 1)) + shift * len(base.text), np.tile(base.kinds, times), base.text * times,
    )  # fmt: skip
    shown = TokenStrip()
    shown.resize(1200, 800)
    took = []
    for _ in range(3):
        begin = time.perf_counter()
        shown.set_tokens(TokenText(big))
        took.append(time.perf_counter() - begin)
    assert len(big.ids) > 40_000
    assert min(took) < 0.1


def test_that_the_table_holds_the_same_and_selects_both_ways(qapp):
    table = TokenTable()
    table.set_tokens(TokenText(cut("a이", [1, 3], special=[(0, "<s>")])))
    assert [table.table.cell(row, TOKEN) for row in range(4)] == ["<s>", "a", "EC 9D", "B4"]
    assert table.table.cell(2, BYTES) == "EC 9D"
    assert [table.table.cell(row, BYTE_SPAN) for row in range(4)] == ["—", "0–1", "1–3", "3–4"]
    assert table.table.cell(3, KIND) == "part of “이”"
    told = []
    table.span_selected.connect(lambda start, end: told.append((start, end)))
    table.select_bytes(1, 4)
    assert sorted(index.row() for index in table.selectionModel().selectedRows()) == [2, 3]
    assert told == []
    table.selectRow(1)
    assert told == [(0, 1)]
    table.deleteLater()


def test_that_the_exported_rows_add_up_to_the_text():
    assert bytes.fromhex("".join(row[4] for row in export_rows(TokenText(encode("나는 hi"))))).decode() == "나는 hi"
