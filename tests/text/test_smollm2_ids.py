"""SmolLM2's token ids, spans and texts, from its GGUF, against an oracle of our own and against cases checked by hand."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from bpe_oracle import Oracle
from hypothesis import given, settings
from hypothesis import strategies as st
from partition import spanned

from workbench.errors import WorkbenchError
from workbench.library import read_gguf_header
from workbench.text import Tokenizer

KOREAN = "나는 오늘 아침에 커피를 마셨다. 한국어 띄어쓰기!"
TEXTS = [
    "The quick brown fox jumps over the lazy dog. It's we'll I'd they've CAN'T",
    KOREAN,
    unicodedata.normalize("NFD", KOREAN),
    "👨‍👩‍👧‍👦 🏳️‍🌈 🇰🇷 é e\u0301 \u200b\ufeff",
    'def f(x):\n\treturn {"a": [1, 2.5e-3, 0xFF]}  # comment\r\n\n\n    if x != None:\n        pass\n',
    "0 12 345 6789 ٣٤ Ⅷ ½ ² 1a2b3c 3.14159 1,000,000",
    "\n\n1.", "  42", " ", "  ", "\n", "\t\t\n \n", "a  b   c    d", "x \n y", "\u3000\u00a0 \u2028",
    "<|im_start|>user\nHi<|im_end|>\n", "<|im_end|><|im_end|>12<|endoftext|>", "<|im_star|>",
    "日本語 中文 العربية हिन्दी ไทย",
    "a\x00b\x01c\x7f",
]  # fmt: skip

any_text = st.text(st.characters(exclude_categories=["Cs", "Cn"]), max_size=60)  # unassigned ones: tables of Unicode differ
awkward = st.text(st.sampled_from(list(" \n\t\r'sS1９Ⅷ한가각ㅏ\u1112\u1161\u200dé\u0301👩🏽<|>im_end\x00\x04\u2028.,")), max_size=40)
with_specials = st.lists(awkward | st.sampled_from(["<|im_end|>", "<|im_start|>", "<repo_name>"]), max_size=6).map("".join)


@pytest.fixture(scope="module")
def oracle(smollm2: Path) -> Oracle:
    metadata = read_gguf_header(smollm2).metadata
    pieces = metadata["tokenizer.ggml.tokens"]
    special = [piece for piece, kind in zip(pieces, metadata["tokenizer.ggml.token_type"], strict=True) if kind == 3]
    return Oracle(pieces, metadata["tokenizer.ggml.merges"], special)


@pytest.mark.parametrize("text", TEXTS)
def test_that_ids_are_those_of_the_right_pre_tokenizer(smol: Tokenizer, oracle: Oracle, text: str) -> None:
    assert smol.encode(text).ids.tolist() == oracle.encode(text)


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("\n\n1.", [1116, 33, 30]),
        ("  42", [256, 36, 34]),
        ("Hello, world!", [19556, 28, 905, 17]),
        ("<|im_start|>", [1]),
        ("", []),
    ],
)
def test_that_ids_are_those_checked_by_hand(smol: Tokenizer, text: str, ids: list[int]) -> None:
    assert smol.encode(text).ids.tolist() == ids


@settings(max_examples=150, deadline=None)
@given(text=any_text | awkward | with_specials)
def test_that_any_text_has_the_oracles_ids_and_partitioning_spans(smol: Tokenizer, oracle: Oracle, text: str) -> None:
    encoding = smol.encode(text)
    assert encoding.ids.tolist() == oracle.encode(text)
    assert encoding.text == text
    under = spanned(encoding)
    unspellable = smol.lost(text) != ""
    for token, raw in zip(encoding.ids.tolist(), under, strict=True):
        assert smol.token_bytes(token) == raw or (unspellable and set(smol.token_bytes(token)) <= set(raw))


@settings(max_examples=100, deadline=None)
@given(text=any_text | awkward | with_specials)
def test_that_a_round_trip_is_exact_or_names_what_it_lost(smol: Tokenizer, text: str) -> None:
    back = smol.decode(smol.encode(text).ids.tolist())
    assert (back == text) == (smol.lost(text) == "")


def test_that_control_characters_without_a_token_are_named_as_lost(smol: Tokenizer) -> None:
    assert smol.lost("a\x04b \x14") == "U+0004 U+0014"
    assert smol.decode(smol.encode("a\x04b").ids.tolist()) == "ab"
    assert spanned(smol.encode("\x04a\x04b")) == [b"\x04a\x04", b"b"]


def test_that_character_spans_of_a_split_character_overlap_on_it(smol: Tokenizer) -> None:
    encoding = smol.encode("한a")
    assert encoding.byte_spans.tolist() == [[0, 2], [2, 3], [3, 4]]
    assert encoding.char_spans.tolist() == [[0, 1], [0, 1], [1, 2]]


def test_that_typed_special_tokens_are_shown_as_special_and_stand_for_their_bytes(smol: Tokenizer) -> None:
    encoding = smol.encode("a<|im_end|>b")
    assert encoding.kinds.tolist() == [0, 1, 0]
    assert spanned(encoding) == [b"a", b"<|im_end|>", b"b"]


def test_that_bos_follows_the_file_unless_asked_for(smol: Tokenizer) -> None:
    assert smol.bos_id == 1
    assert not smol.adds_bos
    assert smol.encode("a").ids.tolist() == smol.encode("a", bos="no").ids.tolist()
    with_bos = smol.encode("a", bos="yes")
    assert with_bos.ids.tolist() == [1, *smol.encode("a").ids.tolist()]
    assert with_bos.kinds.tolist() == [1, 0]
    assert with_bos.byte_spans.tolist() == [[0, 0], [0, 1]]
    assert smol.bos_policy == "Nothing is put before the text."


@pytest.mark.parametrize(("text", "position"), [("\ud83d", 0), ("ab\udc00c", 2), ("한\ud800", 1)])
def test_that_a_lone_surrogate_is_refused_with_its_position(smol: Tokenizer, text: str, position: int) -> None:
    for refuse in (smol.encode, smol.lost, smol.stages):
        with pytest.raises(WorkbenchError) as caught:
            refuse(text)
        assert (caught.value.code, caught.value.values["position"]) == ("text-not-unicode", position)


def test_that_tokens_show_their_text_or_their_bytes(smol: Tokenizer) -> None:
    ids = smol.encode("한 word").ids.tolist()
    assert [smol.shown(one) for one in ids] == ["⟨ED 95⟩", "⟨9C⟩", " word"]
    assert [smol.piece(one) for one in ids] == list(smol.encode("한 word").tokens)


def test_that_a_long_text_has_the_ids_of_its_paragraphs(smol: Tokenizer) -> None:
    paragraph = "The quick brown fox, 12 times.\n나는 커피를 마셨다.\n"
    encoding = smol.encode(paragraph * 2000)
    assert encoding.ids.tolist() == smol.encode(paragraph).ids.tolist() * 2000
    assert len(spanned(encoding)) == len(encoding.ids)


def test_that_vocabulary_and_roles_are_those_of_the_file(smol: Tokenizer) -> None:
    assert (smol.d_vocab, smol.kind, smol.normalizes) == (49152, "bpe", False)
    assert (smol.bos_id, smol.eos_ids, smol.pad_id, smol.unk_id, smol.mask_id) == (1, frozenset({2}), 2, 0, None)
    assert smol.chat_template is not None
