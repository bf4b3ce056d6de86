"""What chips say, and which belong together: pure functions over encodings."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_encodings import cut, encode

from workbench.gui.widgets.span_map import SpanMap
from workbench.gui.widgets.strip_layout import Measures, StripLayout
from workbench.gui.widgets.token_text import TokenText
from workbench.gui.widgets.visible import hex_bytes, unseen, visible, visible_token

TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=40)


@st.composite
def encodings(draw: st.DrawFn):
    text = draw(TEXTS)
    return cut(text, draw(st.lists(st.integers(0, len(text.encode())), max_size=20)))


@given(encodings())
def test_that_groups_are_runs_of_neighbours_whose_bytes_are_whole_characters(encoding):
    tokens = TokenText(encoding)
    seen = []
    index = 0
    while index < len(tokens):
        members = tokens.group(index)
        assert members.start == index
        data = b"".join(tokens.bytes_of(one) for one in members)
        assert data.decode()  # whole characters: decodes, and is not empty
        seen.append(data)
        index = members.stop
    assert b"".join(seen).decode() == encoding.text


@given(encodings())
def test_that_a_group_of_several_chips_is_as_small_as_possible(encoding):
    tokens = TokenText(encoding)
    for index in range(len(tokens)):
        for inner in tokens.group(index)[1:]:
            with pytest.raises(UnicodeDecodeError):
                tokens.data[: tokens.starts[inner]].decode()


@given(encodings())
def test_that_no_chip_ever_shows_a_replacement_sign(encoding):
    tokens = TokenText(encoding)
    for index in range(len(tokens)):
        assert "\ufffd" not in tokens.words(index) + tokens.caption(index)


@given(encodings())
def test_that_every_byte_of_a_cut_character_is_on_a_chip(encoding):
    tokens = TokenText(encoding)
    for index in np.flatnonzero(tokens.cut_after):
        assert hex_bytes(tokens.bytes_of(int(index))[-1:]) in tokens.words(int(index))


def test_that_a_syllable_over_two_tokens_shows_its_bytes_under_one_bracket():
    tokens = TokenText(cut("이!", [2, 3]))
    assert [tokens.words(index) for index in range(3)] == ["EC 9D", "B4", "!"]
    assert tokens.captioned.tolist() == [True, True, False]
    assert tokens.caption(1) == "이"
    assert tokens.cut_characters.tolist() == [0]


def test_that_text_beside_cut_bytes_keeps_both():
    tokens = TokenText(cut("a 이b", [1, 4]))
    assert [tokens.words(index) for index in range(3)] == ["a", "·⟨EC 9D⟩", "⟨B4⟩b"]
    assert tokens.caption(2) == "·이b"


def test_that_special_tokens_cover_nothing_and_spell_their_name():
    tokens = TokenText(cut("hi", [2], special=[(0, "<|im_start|>")]))
    assert tokens.words(0) == "<|im_start|>"
    assert tokens.overlapping(0, 2) == range(1, 2)
    assert tokens.span(range(2)) == (0, 2)
    assert tokens.span(range(1)) == (0, 0)


def test_that_invisible_characters_are_named():
    assert visible(" a\t\n\u200b\u00a0\x00\u202e\ufffd") == "·a⇥⏎⟨ZWSP⟩⟨NBSP⟩⟨NUL⟩⟨RLO⟩⟨U+FFFD⟩"
    assert visible("\u0301") == "◌\u0301"
    assert visible_token(" ⟨EC 9D⟩") == "·⟨EC 9D⟩"
    assert unseen("a b\u200b\u200b\tc") == {"\u200b": 2}


def test_that_a_middle_dot_is_text_and_a_space_is_a_mark():
    tokens = TokenText(cut(" ·", [1]))
    assert tokens.label(0) == (("·", True),)
    assert tokens.label(1) == (("·", False),)


MEASURES = Measures(chip_height=40, bracket_height=20, gap_x=3, gap_y=7, margin=12)


def laid_out(encoding, available: float) -> tuple[TokenText, StripLayout]:
    tokens = TokenText(encoding)
    widths = tokens.widths(8.0, lambda text: 8.0 * len(text)) + 14
    made = StripLayout(
        widths,
        available=available,
        measures=MEASURES,
        ends_line=tokens.breaks_line,
        group_first=tokens.group_first,
        brackets=tokens.captioned,
    )
    return tokens, made


@given(encodings(), st.floats(60, 900))
def test_that_lines_hold_every_chip_once_and_within_the_width(encoding, available):
    tokens, made = laid_out(encoding, available)
    assert [index for line in range(made.n_lines) for index in made.line(line)] == list(range(len(tokens)))
    assert (made.x + made.width <= available - MEASURES.margin + 1e-6).all()
    assert (np.diff(made.y) > 0).all()


@given(encodings(), st.floats(60, 900))
def test_that_every_chip_is_found_at_its_own_middle(encoding, available):
    tokens, made = laid_out(encoding, available)
    for index in range(len(tokens)):
        assert made.at(made.x[index] + made.width[index] / 2, made.y[made.line_of[index]] + 5) == index


def test_that_a_line_feed_ends_its_line_and_a_group_stays_together():
    _tokens, made = laid_out(encode("ab\ncd"), 600)
    assert made.line_of.tolist() == [0, 0, 1]
    tokens, made = laid_out(encode("word word 한글"), 230)
    for index in range(len(tokens)):
        assert len({int(made.line_of[one]) for one in tokens.group(index)}) == 1


def test_that_spans_map_through_a_template_and_through_an_equally_long_normal_form():
    inside = SpanMap("나는", "<|user|>나는<|end|>")
    assert inside.to_tokenized(3, 6) == (11, 14)
    assert inside.to_studied(8, 20) == (0, 6)
    assert inside.to_studied(0, 3) == (0, 0)
    lowered = SpanMap("ÀB c", "àb c")
    assert lowered.to_tokenized(0, 2) == (0, 2)
    assert SpanMap("abc", "xy").to_tokenized(0, 3) == (0, 0)
