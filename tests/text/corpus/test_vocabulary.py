"""The starters' tokenizer: every syllable of our text is a token, nothing is ever lost, one vocabulary for three kinds of model."""

from __future__ import annotations

import itertools
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.text import Tokenizer, tokenizer_from_folder
from workbench.text.corpus import documents, in_korean, native, sentences
from workbench.text.corpus.vocabulary import AROUND, D_VOCAB, SPECIALS, shipped, train, write_tokenizer

KINDS = tuple(AROUND)


@pytest.fixture(scope="module")
def folders(tmp_path_factory) -> dict[str, Path]:
    made = {kind: tmp_path_factory.mktemp(kind) for kind in KINDS}
    for kind, folder in made.items():
        write_tokenizer(folder, kind)
    return made


@pytest.fixture(scope="module")
def tokenizers(folders) -> dict[str, Tokenizer]:
    return {kind: tokenizer_from_folder(folder) for kind, folder in folders.items()}


@pytest.fixture(scope="module")
def decoder(tokenizers) -> Tokenizer:
    return tokenizers["decoder"]


def test_that_the_vocabulary_is_small_and_its_special_tokens_have_fixed_ids(decoder):
    assert (decoder.kind, decoder.d_vocab) == ("bpe", D_VOCAB)
    assert D_VOCAB <= 2304
    assert tuple(decoder.piece(number) for number in range(7)) == SPECIALS
    assert SPECIALS == ("<pad>", "<s>", "</s>", "[MASK]", "<|user|>", "<|assistant|>", "<|sep|>")
    assert (decoder.pad_id, decoder.bos_id, set(decoder.eos_ids), decoder.mask_id) == (0, 1, {2}, 3)


@pytest.mark.parametrize(("kind", "begins", "ends"), [("decoder", [1], []), ("encoder", [1], [2]), ("encoder-decoder", [], [2])])
def test_that_each_kind_of_model_puts_its_own_around_a_text(tokenizers, kind, begins, ends):
    inner = tokenizers[kind].encode("밥", bos="no").ids.tolist()
    assert tokenizers[kind].encode("밥").ids.tolist() == [*begins, *inner, *ends]


def test_that_the_kinds_differ_only_in_what_they_put_around(folders):
    files = [json.loads((folder / "tokenizer.json").read_text("utf-8")) for folder in folders.values()]
    assert len({json.dumps(one.pop("post_processor")) for one in files}) == 3
    assert files[0] == files[1] == files[2]


@pytest.mark.parametrize("split", ["train", "valid", "test"])
def test_that_every_syllable_of_the_text_is_one_token(decoder, split):
    made = [*itertools.islice(documents(51, split=split), 20_000), *(s.text for s in itertools.islice(sentences(51, split=split), 5_000))]
    met = {character for text in made for character in text if "가" <= character <= "힣"}
    assert len(met) > 300
    assert {syllable for syllable in met if len(decoder.encode(syllable, bos="no").ids) != 1} == set()


def test_that_every_syllable_of_a_number_is_one_token(decoder):
    """Of native numbers the forms before a counter: the text has no others."""
    said = {syllable for n in range(100_000) for syllable in in_korean(n)}
    said |= {syllable for n in range(1, 100) for syllable in native(n, counting=True)}
    assert {syllable for syllable in said if len(decoder.encode(syllable, bos="no").ids) != 1} == set()


def test_that_a_syllable_is_the_same_token_wherever_it_stands(decoder):
    alone = decoder.encode("밥", bos="no").ids.tolist()
    for text in ("밥", " 밥", "쌀밥을", "a밥", "밥.", "3밥"):
        ids = decoder.encode(text, bos="no").ids.tolist()
        assert [one for one in ids if one in alone] == alone, text
    apart = [decoder.encode(word, bos="no").ids.tolist() for word in ("나는", " ", "밥을")]
    assert decoder.encode("나는 밥을", bos="no").ids.tolist() == list(itertools.chain(*apart))


def test_that_no_token_holds_more_than_one_syllable_or_a_syllable_and_more(decoder):
    texts = [decoder.token_bytes(number).decode("utf-8", "ignore") for number in range(len(SPECIALS), decoder.d_vocab)]
    assert [text for text in texts if any("가" <= one <= "힣" for one in text) and len(text) > 1] == []


def test_that_digits_stand_alone_and_english_words_keep_their_space(decoder):
    assert decoder.encode(" small child ate 312", bos="no").tokens == ("Ġsmall", "Ġchild", "Ġate", "Ġ", "3", "1", "2")


@given(text=st.text())
def test_that_any_text_comes_back(decoder, text):
    assert decoder.decode(decoder.encode(text, bos="no").ids.tolist()) == text


def test_that_the_text_of_ours_comes_back(decoder):
    for text in itertools.islice(documents(52, split="test"), 2_000):
        encoding = decoder.encode(text, bos="no")
        assert decoder.decode(encoding.ids.tolist()) == text
        assert encoding.byte_spans[-1, 1] == len(text.encode("utf-8"))


def test_that_chat_documents_are_written_as_the_template_writes_them(decoder):
    chat = next(text for text in itertools.islice(documents(53, split="train"), 2_000) if text.startswith("<|user|>"))
    question, answer = chat.removeprefix("<|user|>").split("<|assistant|>")
    asked = decoder.encode_messages([{"role": "user", "content": question}])
    assert asked.text == f"<s><|user|>{question}<|assistant|>"
    assert decoder.encode(chat).ids.tolist() == [*asked.ids.tolist(), *decoder.encode(answer, bos="no").ids.tolist()]


def test_that_only_the_decoder_has_a_chat_template(tokenizers):
    assert [kind for kind in KINDS if tokenizers[kind].chat_template] == ["decoder"]


@pytest.mark.full
def test_that_training_again_gives_the_shipped_file(tmp_path):
    train().save(str(tmp_path / "again.json"))
    assert (tmp_path / "again.json").read_bytes() == shipped().read_bytes()
