"""Tokenizers from files of ranks, against the published vectors and against the rule from first principles."""

from __future__ import annotations

import ast
import base64
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from partition import spanned
from rank_oracle import RankOracle

from workbench.errors import WorkbenchError
from workbench.text import ENCODINGS, Tokenizer, tokenizer_from_ranks

_VECTOR = re.compile(r"EncodingName: (\S+)\nSample: (.*?)\nEncoded: (\[.*?\])", re.DOTALL)
CHECKED = ("r50k_base", "cl100k_base")
TEXTS = st.text(st.one_of(st.characters(codec="utf-8"), st.sampled_from("aA's 1\n\t한국어é🚀/"))) | st.text("a b\n", max_size=40)


@pytest.fixture(scope="session")
def published(rank_files: Path) -> dict[str, Tokenizer]:
    file_of = {"p50k_edit": "p50k_base"}
    return {name: tokenizer_from_ranks(rank_files / f"{file_of.get(name, name)}.tiktoken", encoding=name) for name in ENCODINGS}


@pytest.fixture(scope="session")
def oracles(rank_files: Path) -> dict[str, RankOracle]:
    return {name: RankOracle(rank_files / f"{name}.tiktoken") for name in CHECKED}


def test_that_all_published_vectors_are_met(rank_files: Path, published: dict[str, Tokenizer]) -> None:
    vectors = _VECTOR.findall((rank_files / "TestPlans.txt").read_text("utf-8"))
    assert len(vectors) == 313
    assert {name for name, _text, _ids in vectors} == set(ENCODINGS)
    for name, text, ids in vectors:
        assert published[name].encode(text).ids.tolist() == ast.literal_eval(ids), (name, text)


@settings(deadline=None)
@given(TEXTS)
def test_that_any_text_gets_the_ids_that_the_ranks_say(published: dict[str, Tokenizer], oracles: dict[str, RankOracle], text: str) -> None:
    for name in CHECKED:
        if "<|" not in text:
            assert published[name].encode(text).ids.tolist() == oracles[name].encode(text)


@settings(deadline=None)
@given(TEXTS)
def test_that_any_text_comes_back_and_its_spans_partition_it(published: dict[str, Tokenizer], text: str) -> None:
    for name in ("cl100k_base", "o200k_base"):
        encoding = published[name].encode(text)
        assert published[name].decode(encoding.ids.tolist()) == text
        assert b"".join(spanned(encoding)) == text.encode()


def test_that_special_tokens_have_their_published_ids(published: dict[str, Tokenizer]) -> None:
    assert published["r50k_base"].encode("a<|endoftext|>").ids.tolist() == [64, 50256]
    assert published["cl100k_base"].encode("<|fim_suffix|><|endofprompt|>").ids.tolist() == [100260, 100276]
    assert published["o200k_base"].encode("<|endofprompt|>").ids.tolist() == [200018]


def _lines(*more: tuple[bytes, int]) -> bytes:
    pairs = [*((bytes([byte]), byte) for byte in range(256)), *more]
    return b"".join(base64.b64encode(piece) + b" %d\n" % rank for piece, rank in pairs)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (_lines() + b"not base64! 300\n", "line 257 is not"),
        (_lines() + b"YWI=\n", "line 257 is not"),
        (_lines() + b"YWI= -1\n", "line 257 is not"),
        (_lines((b"ab", 7)), "a rank occurs twice"),
        (_lines()[7:], "no rank for the byte 00"),
        (b"", "no rank for the byte 00"),
    ],
)
def test_that_a_damaged_file_is_named_with_the_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    path = tmp_path / "r50k_base.tiktoken"
    path.write_bytes(content)
    with pytest.raises(WorkbenchError, match=reason) as error:
        tokenizer_from_ranks(path)
    assert error.value.code == "tokenizer-damaged"


def test_that_a_vocabulary_whose_rules_are_unknown_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "mine.tiktoken"
    path.write_bytes(_lines())
    with pytest.raises(WorkbenchError, match="by the rule mine"):
        tokenizer_from_ranks(path)
    assert tokenizer_from_ranks(path, encoding="r50k_base").encode("é").ids.tolist() == [0xC3, 0xA9]


def test_that_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match=r"gone\.tiktoken"):
        tokenizer_from_ranks(tmp_path / "gone.tiktoken", encoding="r50k_base")
