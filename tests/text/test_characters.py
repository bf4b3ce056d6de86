"""The tokenizer of characters, and that reading many texts at once is only faster."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tokenizers import Tokenizer as Library
from tokenizers import models, pre_tokenizers

from workbench.text.characters import uncut, write_character_tokenizer
from workbench.text.folder_tokenizer import tokenizer_from_folder
from workbench.text.tokenizer import Tokenizer

KNOWN = "abc xyz\n\r\t가나다한국어각ㅏé\u0301\u1112\u1161\u11abß\u200d👩💻🏽\u0000\ufeff\ufffd\U0010ffff\u0800\u07ff\x80"
STRANGE = [
    "\r\n",
    "\u0000",
    "e\u0301\u0327",
    "👩🏽\u200d💻",
    "👨\u200d👩\u200d👧",
    "\u1112\u1161\u11ab",
    "🇰🇷",
    "\ud7ff\ue000",
    "\U0010fffe",
    "יהוה‏",
]
SPECIAL = ["<s>", "</s>", "<pad>", "[MASK]", "<unk>", "<s", " <s> ", "<s></s>"]
odd = st.lists(st.text(max_size=8) | st.text(KNOWN, max_size=8) | st.sampled_from(STRANGE + SPECIAL), max_size=12).map("".join)


@pytest.fixture(scope="module", params=[False, True], ids=["open", "closed"])
def folder(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("characters")
    write_character_tokenizer(made, [KNOWN], "decoder", closed=request.param)
    return made


@pytest.fixture(scope="module")
def both(folder: Path) -> tuple[Tokenizer, Library]:
    """Ours, and the library's reading of the same file."""
    return tokenizer_from_folder(folder), Library.from_file(str(folder / "tokenizer.json"))


@settings(max_examples=300, deadline=None)
@given(texts=st.lists(odd, min_size=1, max_size=4))
def test_that_many_texts_at_once_have_the_ids_that_the_file_gives(both: tuple[Tokenizer, Library], texts: list[str]) -> None:
    ours, saved = both
    assert ours.encode_many(texts) == [saved.encode(text, add_special_tokens=False).ids for text in texts]


def test_that_characters_of_all_blocks_have_their_ids_between_other_kinds_of_neighbours(both: tuple[Tokenizer, Library]) -> None:
    ours, saved = both
    every = [chr(one) for one in range(0x110000) if not 0xD800 <= one < 0xE000]
    texts = ["".join(f"{one}가{one}{one}é" for one in every[at : at + 512]) for at in range(0, len(every), 512 * 16)]
    assert ours.encode_many(texts) == [saved.encode(text, add_special_tokens=False).ids for text in texts]


def test_that_the_file_still_cuts_into_characters(folder: Path) -> None:
    saved = Library.from_file(str(folder / "tokenizer.json"))
    assert [piece for piece, _span in saved.pre_tokenizer.pre_tokenize_str("a가\n")] == ["a", "ê°Ģ", "Ċ"]
    assert uncut(saved).pre_tokenizer.pre_tokenize_str("a가\n")[0][0] == "aê°ĢĊ", "and what reads many texts does not"


@pytest.mark.parametrize("change", ["merge", "dropout", "ignore_merges", "pre_tokenizer"])
def test_that_a_tokenizer_for_which_it_might_not_hold_is_read_as_it_is(folder: Path, change: str) -> None:
    described = json.loads((folder / "tokenizer.json").read_text("utf-8"))
    match change:
        case "merge":  # "a" and "b" of neighbours would become one
            described["model"]["vocab"]["ab"] = len(described["model"]["vocab"])
            described["model"]["merges"].append(["a", "b"])
        case "dropout":
            described["model"]["dropout"] = 0.5
        case "ignore_merges":
            described["model"]["ignore_merges"] = True
        case _:
            described["pre_tokenizer"]["pretokenizers"][0]["behavior"] = "Removed"
    changed = Library.from_str(json.dumps(described))
    assert uncut(changed) is changed


def test_that_other_kinds_are_read_as_they_are() -> None:
    for one in (Library(models.BPE()), Library(models.WordLevel({"a": 0}, unk_token="a"))):
        assert uncut(one) is one
    cut = Library(models.WordLevel({"a": 0}, unk_token="a"))
    cut.pre_tokenizer = pre_tokenizers.Whitespace()
    assert uncut(cut) is cut
