"""Gemma 3's token ids from its GGUF, against SentencePiece's rule from scratch: the pair that scores highest first, leftmost first."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from partition import spanned

from workbench.library import locate, open_tokenizer, read_gguf_header
from workbench.text import Tokenizer

pytestmark = pytest.mark.full

KOREAN = "나는 오늘 아침에 커피를 마셨다. 한국어 띄어쓰기!"
TEXTS = [
    "The quick brown fox jumps over the lazy dog. It's we'll I'd they've CAN'T",
    KOREAN,
    unicodedata.normalize("NFD", KOREAN),
    "👨‍👩‍👧‍👦 🏳️‍🌈 🇰🇷 é e\u0301 \u200b\ufeff",
    'def f(x):\n\treturn {"a": [1, 2.5e-3, 0xFF]}  # comment\r\n\n\n    if x != None:\n        pass\n',
    "0 12 345 6789 ٣٤ Ⅷ ½ ² 1a2b3c 3.14159 1,000,000",
    "\n\n1.", "  42", " ", "  ", "\n", "\t\t\n \n", "a  b   c    d", "x \n y", "\u3000\u00a0 \u2028", " " * 40, "\n" * 40,
    "aaaaaaaaaaaaaaa", "-----------------", "ㅋㅋㅋㅋㅋㅋㅋㅋㅋㅋ", "hahahahahahaha",
    "<table><tr>1</tr></table>", "<start_of_turn>user\nHi<end_of_turn>\n", "<start_of_tur>",
    "日本語 中文 العربية हिन्दी ไทย",
    "a\x00b\x01c\x7f", "<0xEC>",
]  # fmt: skip

any_text = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="▁"), max_size=60)
awkward = st.text(st.sampled_from(list("  \n\t\rsS1９한가각ㅋㅏ\u1112\u1161\u200dé\u0301👩🏽<|>tr/=-.\x00")), max_size=60)


@pytest.fixture(scope="module")
def tokenizer(gemma: Path) -> Tokenizer:
    return open_tokenizer(locate(str(gemma)))


@pytest.fixture(scope="module")
def oracle(gemma: Path) -> Callable[[str], list[int]]:
    metadata = read_gguf_header(gemma).metadata
    pieces, kinds = metadata["tokenizer.ggml.tokens"], metadata["tokenizer.ggml.token_type"].tolist()
    ids = {piece: number for number, piece in enumerate(pieces)}
    score = {piece: float(one) for piece, one, kind in zip(pieces, metadata["tokenizer.ggml.scores"], kinds, strict=True) if kind == 1}
    whole = sorted((piece for piece, kind in zip(pieces, kinds, strict=True) if kind in (3, 4)), key=len, reverse=True)
    cut = re.compile("(" + "|".join(map(re.escape, whole)) + ")")

    def encode(text: str) -> list[int]:
        found = []
        for stretch in cut.split(text):
            found += [ids[stretch]] if stretch in whole else merged(stretch)
        return found

    def merged(text: str) -> list[int]:
        parts = list(text.replace(" ", "▁"))
        while pairs := [(-score[parts[i] + parts[i + 1]], i) for i in range(len(parts) - 1) if parts[i] + parts[i + 1] in score]:
            at = min(pairs)[1]
            parts[at : at + 2] = [parts[at] + parts[at + 1]]
        return [one for part in parts for one in ([ids[part]] if part in score else [ids[f"<0x{byte:02X}>"] for byte in part.encode()])]

    return encode


@pytest.mark.parametrize("text", TEXTS)
def test_that_ids_follow_the_scores(tokenizer: Tokenizer, oracle: Callable[[str], list[int]], text: str) -> None:
    assert tokenizer.encode(text, bos="no").ids.tolist() == oracle(text)


@settings(max_examples=200, deadline=None)
@given(text=any_text | awkward)
def test_that_any_text_has_the_oracles_ids_and_comes_back(tokenizer: Tokenizer, oracle: Callable[[str], list[int]], text: str) -> None:
    encoding = tokenizer.encode(text, bos="no")
    assert encoding.ids.tolist() == oracle(text)
    assert b"".join(spanned(encoding)) == text.encode()
    assert tokenizer.decode(encoding.ids.tolist()) == text
    assert tokenizer.lost(text) == ""


def test_that_its_roles_are_those_of_the_file(tokenizer: Tokenizer) -> None:
    assert (tokenizer.d_vocab, tokenizer.kind, tokenizer.normalizes, tokenizer.adds_bos) == (262_144, "bpe", False, True)
    assert (tokenizer.bos_id, tokenizer.eos_ids, tokenizer.pad_id, tokenizer.unk_id) == (2, frozenset({1}), 0, 3)
    assert tokenizer.encode("한국어").ids.tolist()[0] == 2
    assert tokenizer.encode("한국어").byte_spans.tolist()[0] == [0, 0]
    assert tokenizer.chat_template is None


def test_that_the_sign_that_stands_for_a_space_is_named_as_lost(tokenizer: Tokenizer) -> None:
    assert tokenizer.lost("a▁b") == "▁"
