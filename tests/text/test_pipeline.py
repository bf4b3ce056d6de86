"""The stages of a tokenizer: every piece stands over what it came from."""

from __future__ import annotations

import itertools
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from made_tokenizers import MAKERS, MORE, saved, texts, with_specials

from workbench.errors import WorkbenchError
from workbench.library import locate, open_tokenizer
from workbench.text import Tokenizer, beginning, tokenizer_from_folder
from workbench.values import CHANGES, Stage


@pytest.fixture(scope="module", params=[*MAKERS, *MORE, "smollm2", "minilm"])
def tokenizer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    if request.param in ("smollm2", "minilm"):
        return open_tokenizer(locate(str(request.getfixturevalue(request.param))))
    return tokenizer_from_folder(saved(request.param, tmp_path_factory.mktemp(request.param)))


def told(stage: Stage) -> list[tuple[str, str]]:
    """What changed, and into what."""
    return [(CHANGES[number], piece) for number, piece in zip(stage.changes, stage.pieces, strict=True) if number]


@settings(max_examples=120, deadline=None)
@given(text=texts | with_specials)
def test_that_pieces_stand_in_order_over_common_columns(tokenizer: Tokenizer, text: str) -> None:
    given, stages, n_columns = tokenizer.pipeline(text)
    size = len(given.encode())
    for stage in stages:
        columns, spans = stage.columns, stage.byte_spans
        assert columns.shape == spans.shape == (len(stage.pieces), 2) == (len(stage.shown), 2)
        assert (columns[:, 0] < columns[:, 1]).all(), stage
        assert (columns[1:, 0] >= columns[:-1, 1]).all(), stage
        assert not len(columns) or (columns[0, 0] >= 0 and columns[-1, 1] <= n_columns)
        assert (spans[:, 0] <= spans[:, 1]).all()
        assert (spans >= 0).all()
        assert (spans <= size).all()


@settings(max_examples=120, deadline=None)
@given(text=texts | with_specials)
def test_that_a_token_stands_within_its_word_and_the_words_characters(tokenizer: Tokenizer, text: str) -> None:
    _, stages, _ = tokenizer.pipeline(text, bos="no")
    words, model = [stage for stage in stages if stage.name == "pre_tokenizer"][-1], next(one for one in stages if one.name == "model")
    holds = dict.fromkeys(range(len(words.pieces)), 0)
    for first, last in model.columns.tolist():
        over = [number for number, (a, b) in enumerate(words.columns.tolist()) if a < last and first < b and words.pieces[number]]
        assert len(over) <= 1
        for number in over:
            holds[number] += 1
            a, b = words.columns[number].tolist()
            assert a <= first < last <= b


@settings(max_examples=120, deadline=None)
@given(text=texts | with_specials)
def test_that_the_first_stage_is_the_text_and_the_last_are_its_tokens(tokenizer: Tokenizer, text: str) -> None:
    given, stages, _ = tokenizer.pipeline(text)
    first, *_, whole, ids = stages
    assert "".join(first.pieces) == given == text
    if text:
        assert first.byte_spans[0, 0] == 0
        assert first.byte_spans[-1, 1] == len(text.encode())
        assert (first.byte_spans[1:, 0] == first.byte_spans[:-1, 1]).all()
    encoding = tokenizer.encode(text)
    assert whole.pieces == encoding.tokens
    assert ids.pieces == tuple(map(str, encoding.ids.tolist()))


@settings(max_examples=120, deadline=None)
@given(text=texts)
def test_that_the_last_normalizer_leaves_what_the_library_says(tokenizer: Tokenizer, text: str) -> None:
    library = tokenizer._inner
    last = [*(stage for stage in tokenizer.stages(text, bos="no") if stage.name == "normalizer"), None][-2 if text else -1]
    if last is not None and not any(one.content in text for one in library.get_added_tokens_decoder().values()):
        expected = library.normalizer.normalize_str(text) if library.normalizer is not None else text
        assert "".join(last.pieces) == expected


def minilm_stages(minilm: Path, text: str) -> dict[str, Stage]:
    return {stage.name: stage for stage in open_tokenizer(locate(str(minilm))).stages(text)}


def test_that_changes_are_named(minilm: Path) -> None:
    stages = minilm_stages(minilm, "배 Café\x01中")
    assert told(stages["normalizer"]) == [
        ("decomposed", unicodedata.normalize("NFD", "배")),
        ("lower", "c"),
        ("accents", "e"),
        ("dropped", ""),
        ("added", " "),
        ("added", " "),
    ]
    assert ("dropped", "") in told(stages["pre_tokenizer"])
    assert told(stages["post_processor"]) == [("added", "[CLS]"), ("added", "[SEP]")]
    assert ("unknown", "[UNK]") in told(minilm_stages(minilm, "a 龘")["model"])


def test_that_composition_and_added_marks_are_named(tmp_path: Path) -> None:
    folder = saved("words_with_endings", tmp_path)
    nfc, lower = [one for one in tokenizer_from_folder(folder).stages(unicodedata.normalize("NFD", "한É")) if one.name == "normalizer"]
    assert told(nfc) == [("composed", "한"), ("composed", "É")]
    assert nfc.byte_spans.tolist() == [[0, 9], [9, 12]]
    assert told(lower) == [("lower", "é")]
    (tmp_path / "pieces").mkdir()
    pieces = tokenizer_from_folder(saved("pieces_with_bytes", tmp_path / "pieces"))
    prepend, replace = [one for one in pieces.stages("on the") if one.name == "normalizer"]
    assert told(prepend) == [("added", "▁")]
    assert told(replace) == [("space", "▁")]
    assert (prepend.kind, prepend.detail, replace.detail) == ("Prepend", "▁", "  → ▁")


def test_that_sequences_are_shown_step_by_step(smol: Tokenizer) -> None:
    stages = smol.stages("Hi 42<|im_end|>you")
    assert [one.name for one in stages] == ["text", "normalizer", *["pre_tokenizer"] * 3, "model", "post_processor", "ids"]
    _, normalizer, digits, words, spelled, model, whole, ids = stages
    assert (normalizer.kind, normalizer.pieces) == ("none", ("Hi 42<|im_end|>you",))
    assert (digits.kind, digits.detail, digits.pieces) == ("Split", r"\p{N}", ("Hi ", "4", "2", "<|im_end|>", "you"))
    assert words.pieces == ("Hi", " ", "4", "2", "<|im_end|>", "you")
    assert (spelled.pieces, spelled.shown) == (("Hi", "Ġ", "4", "2", "<|im_end|>", "you"), words.shown)
    assert model.pieces == whole.pieces == smol.encode("Hi 42<|im_end|>you").tokens
    assert [ids.pieces[3], ids.byte_spans[4].tolist()] == ["34", [5, 15]]


def test_that_bytes_of_a_cut_character_stand_under_it(smol: Tokenizer) -> None:
    text, *_, model, _, _ = smol.stages("a한")
    assert text.columns.tolist()[1] == [1, 3]
    assert list(zip(model.shown, model.columns.tolist(), model.byte_spans.tolist(), strict=True))[1:] == [
        ("⟨ED 95⟩", [1, 2], [1, 3]), ("⟨9C⟩", [2, 3], [3, 4]),
    ]  # fmt: skip


def test_that_a_users_message_is_followed_through_the_template(smol: Tokenizer) -> None:
    given, stages, _ = smol.pipeline("hi", form="user")
    assert "<|im_start|>user\nhi<|im_end|>" in given
    assert stages[-2].pieces == smol.encode("hi", form="user").tokens


@pytest.mark.parametrize(("text", "position"), [("\ud83d", 0), ("ab\udc00c", 2)])
def test_that_a_lone_surrogate_has_no_stages(smol: Tokenizer, text: str, position: int) -> None:
    with pytest.raises(WorkbenchError) as caught:
        smol.stages(text)
    assert (caught.value.code, caught.value.values["position"]) == ("text-not-unicode", position)


def test_that_the_beginning_of_a_long_text_ends_behind_a_word() -> None:
    assert beginning("one two three", 20) == "one two three"
    assert beginning("wordy " * 10, 50) == "wordy " * 7 + "wordy"
    assert beginning("가" * 100, 50) == "가" * 50


def test_that_ten_thousand_characters_take_well_under_a_second(smol: Tokenizer) -> None:
    import time

    text = "나는 커피를 마셨다. The quick brown fox.\n" * 260
    began = time.perf_counter()
    _, stages, n_columns = smol.pipeline(text[:10_000])
    assert time.perf_counter() - began < 2
    assert n_columns > 10_000
    assert int(np.diff(stages[-1].columns, axis=1).min()) > 0
    assert all(len(list(itertools.chain(stage.pieces))) for stage in stages)
