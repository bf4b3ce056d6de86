"""Streamed text: deltas joined are the full decoding, and none breaks a character."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.text import StreamDecoder, Tokenizer

TEXTS = ["한국어 텍스트", unicodedata.normalize("NFD", "한국어"), "👨‍👩‍👧‍👦🏳️‍🌈", "plain", "e\u0301\u200d", "\x00", ""]


def deltas(stream: StreamDecoder, ids: list[int]) -> list[str]:
    return [*(stream.push(one) for one in ids), stream.flush()]


@pytest.mark.parametrize("text", TEXTS)
def test_that_deltas_joined_are_the_text_and_whole_characters(smol: Tokenizer, text: str) -> None:
    found = deltas(smol.stream(), smol.encode(text).ids.tolist())
    assert "".join(found) == text
    assert "\ufffd" not in "".join(found)


@settings(max_examples=200, deadline=None)
@given(ids=st.lists(st.integers(0, 49151) | st.integers(17, 300), max_size=30))
def test_that_deltas_of_any_ids_joined_are_their_decoding_and_the_librarys(smol: Tokenizer, ids: list[int]) -> None:
    joined = "".join(deltas(smol.stream(), ids))
    assert joined == smol.decode(ids)
    assert joined == smol._inner.decode(ids, skip_special_tokens=False)


def test_that_half_a_character_is_held_back_and_then_replaced() -> None:
    stream = StreamDecoder({0: b"a\xed", 1: b"\x95", 2: b"\x9cb", 3: b"\xf0\x9f"}.__getitem__)
    assert [stream.push(0), stream.push(1), stream.push(2), stream.push(3), stream.flush()] == ["a", "", "한b", "", "\ufffd"]


def test_that_the_lead_is_left_out_once() -> None:
    stream = StreamDecoder({0: b"", 1: b" a"}.__getitem__, lead=b" ")
    assert [stream.push(0), stream.push(1), stream.push(1)] == ["", "a", " a"]
