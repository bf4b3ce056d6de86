"""The vocabulary: what no text becomes, against reading every token's own text; searches, also hopeless ones."""

from __future__ import annotations

import re
import time
from pathlib import Path

import numpy as np
import pytest

from workbench.errors import WorkbenchError
from workbench.library import locate, open_tokenizer
from workbench.text import Tokenizer
from workbench.text.vocabulary import SEARCH_S, search_vocabulary, vocabulary
from workbench.values import BYTE, FRAGMENT, INSIDE, REACHED, RESERVED, SPECIAL, UNREACHED, Progress, Vocabulary, VocabularyRequest


def whole(tokenizer: Tokenizer) -> Vocabulary:
    *progress, found = vocabulary(tokenizer, VocabularyRequest("x"), name="x", stopped=lambda: False)
    assert isinstance(found, Vocabulary)
    assert all(isinstance(one, Progress) for one in progress)
    return found


def parts(joined: np.ndarray, ends: np.ndarray) -> list[bytes]:
    raw = joined.tobytes()
    return [raw[first:last] for first, last in zip([0, *ends.tolist()], ends.tolist(), strict=False)]


@pytest.fixture(scope="module")
def starter() -> Tokenizer:
    return open_tokenizer(locate("starter"))


@pytest.fixture(scope="module")
def words(minilm: Path) -> Tokenizer:
    return open_tokenizer(locate(str(minilm)))


def test_that_the_tokens_no_text_gives_back_are_those_of_reading_each_ones_own_text(starter: Tokenizer) -> None:
    found = whole(starter)
    brute = [starter.encode(starter.decode([token]), bos="no").ids.tolist() != [token] for token in range(starter.d_vocab)]
    assert (found.reach != REACHED).tolist() == brute
    assert any(brute)


def test_that_parts_of_characters_are_no_failures(starter: Tokenizer) -> None:
    found = whole(starter)
    for token, raw in enumerate(parts(found.bytes, found.byte_ends)):
        assert raw == starter.token_bytes(token)
        if found.reach[token] == FRAGMENT:
            assert "\ufffd" in raw.decode("utf-8", "replace")


def test_that_a_token_no_merge_makes_is_found(smol: Tokenizer) -> None:
    found = whole(smol)
    spelled = parts(found.pieces, found.piece_ends)
    assert [smol.piece(token).encode() for token in range(0, smol.d_vocab, 97)] == spelled[::97]
    ranked = found.ranks[found.ranks >= 0]
    assert sorted(ranked.tolist()) == list(range(len(ranked)))
    assert (found.kinds == SPECIAL).sum() == len(smol.special_ids)
    assert (found.kinds == BYTE).sum() > 200


def test_that_a_continuation_is_reached_inside_a_word(words: Tokenizer) -> None:
    found = whole(words)
    (ing,) = (token for token in range(words.d_vocab) if words.piece(token) == "##ing")
    assert found.reach[ing] == INSIDE
    (unused,) = (token for token in range(words.d_vocab) if words.piece(token) == "[unused7]")
    assert (found.reach[unused], found.kinds[unused]) == (UNREACHED, RESERVED)


def test_that_bytes_are_in_order(starter: Tokenizer) -> None:
    found = whole(starter)
    raw = parts(found.bytes, found.byte_ends)
    ordered = [raw[token] for token in found.order.tolist()]
    assert ordered == sorted(raw)


def test_that_a_stop_ends_the_scan(smol: Tokenizer) -> None:
    with pytest.raises(WorkbenchError, match="Cancelled"):
        list(vocabulary(smol, VocabularyRequest("x"), name="x", stopped=lambda: True))


@pytest.mark.parametrize(
    ("query", "mode", "matches"),
    [
        ("ING", "text", lambda text, raw: "ing" in text.lower()),
        ("한", "text", lambda text, raw: "한" in text),
        ("ed 95", "bytes", lambda text, raw: b"\xed\x95" in raw),
        ("0xED95", "bytes", lambda text, raw: b"\xed\x95" in raw),
        (r"^ ?[a-z]{3}$", "regex", lambda text, raw: re.search(r"^ ?[a-z]{3}$", text) is not None),
    ],
)
def test_that_a_search_finds_what_looking_at_each_token_finds(starter: Tokenizer, query: str, mode: str, matches) -> None:
    all_bytes = [starter.token_bytes(token) for token in range(starter.d_vocab)]
    expected = [token for token, raw in enumerate(all_bytes) if matches(raw.decode("utf-8", "replace"), raw)]
    assert search_vocabulary(starter, query, mode).tolist() == expected
    assert expected


def test_that_ids_are_found_by_number_and_by_range(starter: Tokenizer) -> None:
    assert search_vocabulary(starter, "12", "id").tolist() == [12]
    assert search_vocabulary(starter, " 10-12 ", "id").tolist() == [10, 11, 12]
    assert search_vocabulary(starter, "99999", "id").tolist() == []


@pytest.mark.parametrize(("query", "mode"), [("(", "regex"), ("xyz", "bytes"), ("ed9", "bytes"), ("-", "id"), ("1e3", "id")])
def test_that_a_bad_search_says_what_is_wrong(starter: Tokenizer, query: str, mode: str) -> None:
    with pytest.raises(WorkbenchError) as caught:
        search_vocabulary(starter, query, mode)
    assert caught.value.code == "search-bad"
    assert query in str(caught.value)


def test_that_a_hopeless_pattern_is_ended(smol: Tokenizer) -> None:
    began = time.monotonic()
    with pytest.raises(WorkbenchError) as caught:
        search_vocabulary(smol, "(.*a)*(.*b)*(.*c)*(.+.+)+$x", "regex")
    assert caught.value.code == "search-slow"
    assert time.monotonic() - began < SEARCH_S + 3
