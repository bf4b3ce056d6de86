"""What may mislead a model about a prompt, by the tokenizer of that model and no other."""

from __future__ import annotations

import pytest
import tokenizers
from tokenizers import decoders, models, pre_tokenizers

from workbench.library import locate, open_tokenizer
from workbench.text import Specials, Tokenizer, check_prompt
from workbench.values import PromptCheck, PromptCheckRequest, PromptFinding, Subject


def checked(tokenizer: Tokenizer, text: str, *, n_ctx: int = 8192, wanted: int = 16, form: str = "raw") -> PromptCheck:
    return check_prompt(tokenizer, PromptCheckRequest(Subject("m", text, form=form), wanted), n_ctx=n_ctx)  # type: ignore[arg-type]


def finding(tokenizer: Tokenizer, text: str, kind: str, **options: int) -> PromptFinding | None:
    return next((one for one in checked(tokenizer, text, **options).findings if one.kind == kind), None)


@pytest.fixture(scope="module")
def starter() -> Tokenizer:
    return open_tokenizer(locate("starter"))


@pytest.fixture(scope="module")
def characters() -> Tokenizer:
    """A tokenizer of single characters: no word carries a space."""
    vocabulary = {character: number for number, character in enumerate(" abcdefghijklmnopqrstuvwxyzT.?")}
    inner = tokenizers.Tokenizer(models.BPE(vocab=vocabulary, merges=[]))
    inner.pre_tokenizer = pre_tokenizers.Split(tokenizers.Regex("."), "isolated")
    inner.decoder = decoders.Fuse()
    return Tokenizer(inner, name="characters", specials=Specials())


def test_that_a_space_at_the_end_is_found_where_words_carry_theirs(smol: Tokenizer) -> None:
    found = finding(smol, "The capital of France is ", "trailing-space")
    assert found is not None
    space, word = found.tokens
    assert space == " "
    assert smol.encode("The capital of France is" + word).ids[-1] in [smol.encode(word).ids[0]]
    assert smol.encode("The capital of France is " + word[1:]).ids.tolist()[:6] != smol.encode("The capital of France is ").ids.tolist()
    assert found.number > 10_000
    assert (found.start, found.end) == (24, 25)


@pytest.mark.parametrize("text", ["The capital of France is", "a\n", "", "   ", "x"])
def test_that_other_ends_are_no_trouble(smol: Tokenizer, text: str) -> None:
    assert finding(smol, text, "trailing-space") is None


def test_that_a_space_is_no_trouble_where_no_word_carries_one(characters: Tokenizer) -> None:
    assert finding(characters, "the capital ", "trailing-space") is None


def test_that_a_special_token_typed_as_text_is_named(smol: Tokenizer) -> None:
    found = finding(smol, "a <|im_end|> b <|im_end|>", "special-typed")
    assert found == PromptFinding("special-typed", ("<|im_end|>",), 2, 2, 12)


def test_that_another_models_special_token_is_named_with_what_it_is_read_as(smol: Tokenizer) -> None:
    found = finding(smol, "Say [INST] now", "special-unknown")
    assert found is not None
    assert found.tokens[0] == "[INST]"
    assert "".join(found.tokens[1:]).strip() == "[INST]"
    assert found.number == len(found.tokens) - 1
    assert finding(smol, "a list[int] and <tag>", "special-unknown") is None


def test_that_a_finished_sentence_wants_the_template_a_model_has(smol: Tokenizer, characters: Tokenizer) -> None:
    found = finding(smol, "What is the capital of France?", "template-missing")
    assert found is not None
    assert "<|im_start|>" in found.tokens
    assert finding(smol, "The capital of France is", "template-missing") is None
    assert finding(characters, "what is this?", "template-missing") is None
    assert finding(smol, "<|im_start|>user\nWhat?", "template-missing") is None


def test_that_the_room_behind_a_prompt_is_counted(smol: Tokenizer) -> None:
    text = "one two three four five six"
    n = len(smol.encode(text).ids)
    assert finding(smol, text, "room-short", n_ctx=n + 16) is None
    assert finding(smol, text, "room-short", n_ctx=n + 5) == PromptFinding("room-short", number=5)
    assert not checked(smol, text, n_ctx=0).findings


def test_that_too_long_a_prompt_fits_from_where_it_is_said_to(smol: Tokenizer) -> None:
    text = "한국어 문장과 English words, 그리고 emoji 👨‍👩‍👧 사이. " * 12
    found = finding(smol, text, "prompt-too-long", n_ctx=64, wanted=16)
    assert found is not None
    assert found.number == len(smol.encode(text).ids) - 64
    rest = text.encode()[found.start :].decode()
    assert 32 <= len(smol.encode(rest).ids) <= 64 - 16 + 2


def test_that_the_starters_own_tokenizer_is_asked(starter: Tokenizer) -> None:
    found = finding(starter, "나는 사과를 ", "trailing-space")
    assert (found is not None) == any(
        len(raw := starter.token_bytes(token)) > 3 and raw[:1] == b" " and raw[1:].isalpha() for token in range(starter.d_vocab)
    )
