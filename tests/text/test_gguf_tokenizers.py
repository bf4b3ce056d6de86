"""Tokenizers from GGUF metadata other than SmolLM2's: each pre-tokenizer's cuts, pieces with scores, and what is refused."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np
import pytest
import regex
from hypothesis import given, settings
from hypothesis import strategies as st
from partition import spanned

from workbench.errors import WorkbenchError
from workbench.text import Tokenizer, tokenizer_from_gguf
from workbench.text.bytelevel import BYTE_OF
from workbench.text.gguf_tokenizer import PATTERNS

CONTRACTION = r"'(?:[sdmtSDMT]|[lL][lL]|[vV][eE]|[rR][eE])"
MODERN = CONTRACTION + r"|[^\r\n\p{{L}}\p{{N}}]?+\p{{L}}++|\p{{N}}{{1,{digits}}}+| ?[^\s\p{{L}}\p{{N}}]++[\r\n]*+|\s*[\r\n]+|\s+(?!\S)|\s+"
MODERN_WORDS = {name: regex.compile(MODERN.format(digits=digits)) for name, digits in (("llama-bpe", 3), ("qwen2", 1))}

texts = st.text(
    st.sampled_from(list("aB '’sLvE  \n\r\t12345٣½.,!?한국é_😀\u0301\u200d\u3000")) | st.characters(exclude_categories=["Cs", "Cn"]),
    max_size=40,
)


def bytes_only(pre: str | None, **more: Any) -> Tokenizer:
    """A byte-level tokenizer without merges: its words show how the text was cut."""
    metadata: dict[str, Any] = {
        "tokenizer.ggml.model": "gpt2",
        "tokenizer.ggml.tokens": [*BYTE_OF, "<|end|>"],
        "tokenizer.ggml.token_type": np.array([1] * 256 + [3], np.int32),
        "tokenizer.ggml.merges": [],
    } | ({} if pre is None else {"tokenizer.ggml.pre": pre})
    return tokenizer_from_gguf(metadata | more)


def cuts(tokenizer: Tokenizer, text: str) -> list[str]:
    words = [stage for stage in tokenizer.stages(text) if stage.name == "pre_tokenizer"][-1].pieces
    return [bytes(BYTE_OF[letter] for letter in word).decode() for word in words]


@pytest.fixture(scope="module", params=list(MODERN_WORDS))
def modern(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@settings(max_examples=100, deadline=None)
@given(text=texts)
def test_that_newer_pre_tokenizers_cut_as_their_published_pattern(modern: str, text: str) -> None:
    tokenizer = bytes_only(modern)
    normal = tokenizer.encode(text).text
    assert cuts(tokenizer, text) == MODERN_WORDS[modern].findall(normal)


@pytest.mark.parametrize(
    ("pre", "text", "words"),
    [
        ("gpt-2", "It's  42 한국\n\n1.", ["It", "'s", " ", " 42", " 한국", "\n", "\n", "1", "."]),
        ("smollm", "It's  42 한국\n\n1.", ["It", "'s", "  ", "4", "2", " 한국", "\n\n", "1", "."]),
        ("starcoder", "x 12", ["x", " ", "1", "2"]),
        ("llama-bpe", "It'S  4200 한국\n\n1.", ["It", "'S", " ", " ", "420", "0", " 한국", "\n\n", "1", "."]),
        ("qwen2", "It'S  42", ["It", "'S", " ", " ", "4", "2"]),
        ("default", "a $12345.", ["a", " ", "$", "123", "45", "."]),
        (None, "a, b", ["a", ",", " b"]),
    ],
)
def test_that_each_pre_tokenizer_cuts_as_it_should(pre: str | None, text: str, words: list[str]) -> None:
    assert cuts(bytes_only(pre), text) == words


@settings(max_examples=60, deadline=None)
@given(text=texts, pre=st.sampled_from(sorted(PATTERNS)))
def test_that_every_pre_tokenizer_loses_nothing_of_the_normal_form(pre: str, text: str) -> None:
    tokenizer = bytes_only(pre)
    encoding = tokenizer.encode(text)
    assert b"".join(spanned(encoding)) == encoding.text.encode()
    assert tokenizer.decode(encoding.ids.tolist()) == encoding.text


@settings(max_examples=200, deadline=None)
@given(text=st.text(st.sampled_from(list("aB'sé한½4 \n\n\t.,!\u0301")), min_size=10, max_size=200), pre=st.sampled_from(sorted(PATTERNS)))
def test_that_a_long_text_read_in_stretches_has_the_same_ids(pre: str, text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        expected = merging(pre).encode(text)
        patch.setattr("workbench.text.reading.LONG_CHARACTERS", 5)
        encoding = merging(pre).encode(text)
    assert encoding.ids.tolist() == expected.ids.tolist()
    assert encoding.byte_spans.tolist() == expected.byte_spans.tolist()


@functools.cache
def _merging(pre: str) -> Tokenizer:
    merges = ["Ċ Ċ", "Ġ Ġ", "Ġ a", "a a", "' s", "ĠĠ ĠĠ", "Ċ Ġ", "a B", "B a", ". ,", "Ġa a", "4 4"]
    pieces = [*BYTE_OF, "<|end|>", *(merge.replace(" ", "") for merge in merges)]
    changes = {
        "tokenizer.ggml.tokens": pieces,
        "tokenizer.ggml.token_type": [1] * 256 + [3] + [1] * len(merges),
        "tokenizer.ggml.merges": merges,
    }
    return bytes_only(pre, **changes)


def merging(pre: str) -> Tokenizer:
    """One with a few merges over what cuts could part. Each caller forgets what it read last."""
    tokenizer = _merging(pre)
    tokenizer._reader._last = None
    return tokenizer


def test_that_qwen2_reads_hangul_composed() -> None:
    assert bytes_only("qwen2").encode("\u1112\u1161\u11ab").text == "한"
    assert bytes_only("llama-bpe").encode("\u1112\u1161\u11ab").text == "\u1112\u1161\u11ab"


def test_that_llama3_takes_a_whole_word_of_the_vocabulary_without_merges() -> None:
    pieces = {"tokenizer.ggml.tokens": [*BYTE_OF, "<|end|>", "the"], "tokenizer.ggml.token_type": [1] * 256 + [3, 1]}
    assert bytes_only("llama-bpe", **pieces).encode("the").tokens == ("the",)
    assert bytes_only("gpt-2", **pieces).encode("the").tokens == ("t", "h", "e")


PIECES = ["<unk>", "<s>", "</s>", *(f"<0x{byte:02X}>" for byte in range(256)), "▁", "a", "b", "▁a", "ab", "▁ab", "bb", "한", "<tag>"]
KINDS = [2, 3, 3, *[6] * 256, *[1] * 8, 4]
SCORES = [0.0] * 259 + [-9.0, -9.0, -9.0, -3.0, -2.0, -1.0, -4.0, -8.0, 0.0]


def scored(**more: Any) -> Tokenizer:
    return tokenizer_from_gguf(
        {
            "tokenizer.ggml.model": "llama",
            "tokenizer.ggml.tokens": PIECES,
            "tokenizer.ggml.token_type": np.array(KINDS, np.int32),
            "tokenizer.ggml.scores": np.array(SCORES, np.float32),
            "tokenizer.ggml.bos_token_id": 1,
            "tokenizer.ggml.eos_token_id": 2,
            "tokenizer.ggml.unknown_token_id": 0,
        }
        | more
    )


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("ab", ("▁ab",)),
        ("abb ab", ("▁ab", "b", "▁ab")),
        ("bb", ("▁", "bb")),
        ("한", ("▁", "한")),
        ("각", ("▁", "<0xEA>", "<0xB0>", "<0x81>")),
        ("a<tag>b", ("▁a", "<tag>", "▁", "b")),
        ("\n", ("▁", "<0x0A>")),
        ("", ()),
    ],
)
def test_that_the_best_scored_pair_is_merged_first(text: str, tokens: tuple[str, ...]) -> None:
    tokenizer = scored()
    assert tokenizer.encode(text, bos="no").tokens == tokens
    assert tokenizer.encode(text).tokens == ("<s>", *tokens)
    assert tokenizer.encode(text).kinds[0] == 1


def greedy(text: str) -> list[str]:
    """The pair that scores highest, leftmost first, until none is in the vocabulary: SentencePiece's rule, from scratch."""
    score = dict(zip(PIECES, SCORES, strict=True))
    parts = list("▁" + text.replace(" ", "▁")) if text else []
    while pairs := [(-score[parts[i] + parts[i + 1]], i) for i in range(len(parts) - 1) if parts[i] + parts[i + 1] in score]:
        _, at = min(pairs)
        parts[at : at + 2] = [parts[at] + parts[at + 1]]
    return [piece for part in parts for piece in ([part] if part in score else [f"<0x{byte:02X}>" for byte in part.encode()])]


@settings(max_examples=150, deadline=None)
@given(text=st.text(st.sampled_from(list("aabb 한각☃\n")), max_size=25))
def test_that_scored_pieces_follow_the_rule_and_come_back(text: str) -> None:
    tokenizer = scored()
    encoding = tokenizer.encode(text, bos="no")
    assert list(encoding.tokens) == greedy(text)
    assert b"".join(spanned(encoding)) == text.encode()
    assert tokenizer.decode(encoding.ids.tolist()) == text
    assert tokenizer.lost(text) == ""


def test_that_no_space_is_put_in_front_where_the_file_says_so() -> None:
    tokenizer = scored(**{"tokenizer.ggml.add_space_prefix": False, "tokenizer.ggml.add_bos_token": False})
    assert tokenizer.encode("ab a").tokens == ("ab", "▁a")
    assert tokenizer.decode(tokenizer.encode(" ab").ids.tolist()) == " ab"


def test_that_a_continuation_keeps_its_space_and_a_beginning_does_not() -> None:
    tokenizer = scored()
    (token,) = tokenizer.encode("ab", bos="no").ids.tolist()
    assert tokenizer.stream().push(token) == " ab"
    assert tokenizer.stream(begins=True).push(token) == "ab"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"tokenizer.ggml.model": None}, "tokenizer-missing"),
        ({"tokenizer.ggml.tokens": 5}, "tokenizer-missing"),
        ({"tokenizer.ggml.model": "rwkv"}, "tokenizer-unknown"),
        ({"tokenizer.ggml.pre": "kimi-k2"}, "pre-tokenizer-unknown"),
        ({"tokenizer.ggml.pre": 7}, "pre-tokenizer-unknown"),
        ({"tokenizer.ggml.merges": ["a b"]}, "tokenizer-damaged"),
        ({"tokenizer.ggml.merges": ["nospace"]}, "tokenizer-damaged"),
        ({"tokenizer.ggml.merges": 3}, "tokenizer-damaged"),
        ({"tokenizer.ggml.tokens": [["nested"]]}, "tokenizer-damaged"),
        ({"tokenizer.ggml.token_type": ["x"]}, "tokenizer-damaged"),
        ({"tokenizer.ggml.model": "llama"}, "tokenizer-damaged"),
    ],
)
def test_that_a_tokenizer_that_cannot_be_built_is_named(change: dict[str, Any], code: str) -> None:
    with pytest.raises(WorkbenchError) as caught:
        bytes_only("gpt-2", **change)
    assert caught.value.code == code


def test_that_an_unknown_pre_tokenizer_is_named_with_the_known_ones() -> None:
    with pytest.raises(WorkbenchError, match=r"kimi-k2.*smollm"):
        bytes_only("kimi-k2")


def test_that_ids_outside_the_vocabulary_have_no_role() -> None:
    tokenizer = bytes_only("gpt-2", **{"tokenizer.ggml.bos_token_id": 10**6, "tokenizer.ggml.add_bos_token": True})
    assert tokenizer.bos_id is None
    assert not tokenizer.adds_bos
    with pytest.raises(WorkbenchError) as caught:
        tokenizer.encode("a", bos="yes")
    assert caught.value.code == "no-bos"
    assert [tokenizer.piece(one) for one in (-1, 10**6, 2**40)] == ["<-1>", "<1000000>", f"<{2**40}>"]
