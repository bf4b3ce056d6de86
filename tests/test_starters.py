"""What the models that ship with the app have learned, measured on words and numbers that their training never named."""

from __future__ import annotations

import itertools
import json
import tomllib
from pathlib import Path

import numpy as np
import pytest
import torch
from transformers import AutoModelForCausalLM, AutoModelForMaskedLM, AutoModelForSeq2SeqLM

from workbench import paths
from workbench.engine import LoadedModel, fill, open_model
from workbench.engine.training.batches import padded
from workbench.library import BUILT_IN, locate, open_tokenizer, read_recipe, verify
from workbench.text.corpus import documents, held_out, pairs, particle
from workbench.text.corpus.echo import _words as echo_words
from workbench.values import Fetched, FillRequest, Subject

STARTERS = {"starter": "decoder", "starter-masked": "encoder", "starter-seq2seq": "encoder-decoder"}


@pytest.fixture(scope="module")
def starter() -> LoadedModel:
    return open_model("starter", kernels="plain")


@pytest.fixture(scope="module")
def masked() -> LoadedModel:
    return open_model("starter-masked", kernels="plain")


@pytest.fixture(scope="module")
def translator() -> LoadedModel:
    return open_model("starter-seq2seq", kernels="plain")


def test_that_the_starters_ship_whole_small_and_with_their_recipe() -> None:
    for name, kind in STARTERS.items():
        entry = BUILT_IN[name]
        assert entry.installed
        assert entry.kind == kind
        *_, fetched = verify(name)
        assert isinstance(fetched, Fetched)
        assert sum(file.stat().st_size for file in entry.folder.iterdir()) <= 4_000_000
        recipe = (entry.folder / "recipe.toml").read_text("utf-8")
        assert recipe == (paths.resources() / "recipes" / f"{name}.toml").read_text("utf-8")
        assert tomllib.loads(recipe)["seed"] == read_recipe(name).seed
        assert read_recipe(name).architecture.kind == kind


def test_that_they_are_one_vocabulary() -> None:
    files = [json.loads((BUILT_IN[name].folder / "tokenizer.json").read_text("utf-8"))["model"] for name in STARTERS]
    assert files[0] == files[1] == files[2]


def test_that_every_syllable_of_their_text_is_one_token() -> None:
    tokenizer = open_tokenizer(locate("starter"))
    for text in itertools.islice(documents(7, split="test"), 2000):
        for token, (start, end) in zip(tokenizer.encode(text, bos="no").ids, tokenizer.encode(text, bos="no").char_spans, strict=True):
            part = text[start:end]
            assert len(part) == 1 or not any("가" <= character <= "힣" for character in part), (token, part)
    ids = tokenizer.encode("가나다", bos="no").ids
    assert len(ids) == 3


@pytest.mark.parametrize(
    ("name", "oracle"),
    [("starter", AutoModelForCausalLM), ("starter-masked", AutoModelForMaskedLM), ("starter-seq2seq", AutoModelForSeq2SeqLM)],
)
def test_that_transformers_opens_them_and_agrees(name: str, oracle: type) -> None:
    model = open_model(name, kernels="plain")
    theirs = oracle.from_pretrained(str(BUILT_IN[name].folder), dtype=torch.float32, attn_implementation="eager").eval()
    ids = model.tokenizer.encode("en>ko: twelve 나는 사과를 먹었다.").ids.tolist()
    inputs = {"input_ids": torch.tensor([ids])}
    if name == "starter-seq2seq":
        inputs["decoder_input_ids"] = torch.tensor([[0, *ids[:5]]])
    with torch.inference_mode():
        expected = theirs(**inputs).logits[0].numpy()
    found = model.logits(ids, [0, *ids[:5]]) if name == "starter-seq2seq" else model.logits(ids)
    assert np.abs(found - expected).max() < 1e-5 * max(1.0, float(np.abs(expected).max()))


# the decoder


@pytest.mark.parametrize(("kind", "before", "forms"), [("object", "나는 ", ("을", "를")), ("subject", "시장에 ", ("이", "가"))])
def test_that_particles_fit_nouns_it_never_met(kind: str, before: str, forms: tuple[str, str], starter: LoadedModel) -> None:
    """Where any noun may stand: people, food and things alike."""
    first, second = (int(starter.tokenizer.encode(form, bos="no").ids[0]) for form in forms)
    right = 0
    nouns = sorted(held_out("korean"))
    assert len(nouns) >= 60
    for noun in nouns:
        logits = starter.logits(starter.tokenizer.encode(before + noun).ids.tolist())[-1]
        right += (logits[first] > logits[second]) == (particle(noun, kind) == forms[0])
    assert right / len(nouns) >= 0.95


def test_that_an_induction_head_is_found(starter: LoadedModel) -> None:
    """On a line of chance tokens said twice, some head looks at what came after the same token's first time."""
    rng = np.random.default_rng(3)
    word_ids = [ids[0] for word in echo_words() if len(ids := starter.tokenizer.encode(f" {word}", bos="no").ids.tolist()) == 1]
    scores = np.zeros((starter.spec.n_layers, starter.spec.n_heads))
    gains, n, times = [], 20, 8
    for _ in range(times):
        line = rng.permutation(word_ids)[:n].tolist()
        ids = [1, *line, *line]
        trace = starter.trace(ids)
        queries = np.arange(1 + n, 2 * n)
        for layer in range(starter.spec.n_layers):
            scores[layer] += trace.pattern(layer)[:, queries, queries - n + 1].mean(-1) / times
        logprobs = torch.from_numpy(starter.logits(ids)).log_softmax(-1)
        nll = -logprobs[:-1].gather(1, torch.tensor(ids[1:])[:, None])[:, 0].numpy()
        gains.append(nll[:n].mean() - nll[n + 1 :].mean())
    assert scores.max() > 0.4, scores.round(2)
    assert np.mean(gains) > 2.0, "the second time costs less than the first"


# the encoder


def consonant_share(model: LoadedModel, text: str) -> float:
    """The probability, at the first mask, of Hangul syllables that end in a consonant."""
    (found,) = fill(model, FillRequest(Subject("starter-masked", text), top=model.spec.d_vocab))
    shares = zip(found.masks[0].distribution.texts, np.exp(found.masks[0].distribution.logprobs), strict=True)
    return float(sum(share for text, share in shares if len(text) == 1 and "가" <= text <= "힣" and (ord(text) - 0xAC00) % 28))


def test_that_what_stands_right_of_the_mask_decides(masked: LoadedModel) -> None:
    """를 follows vowels and 을 consonants; only that side differs."""
    assert consonant_share(masked, "[MASK]를 먹는다") < 0.05
    assert consonant_share(masked, "[MASK]을 먹는다") > 0.9


# the encoder-decoder


def test_that_it_translates_numbers_it_never_met(translator: LoadedModel) -> None:
    items = list(itertools.islice(pairs(99, split="test"), 500))
    assert {source.split()[0] for source, _ in items} == {"en>ko:", "ko>en:"}
    tokenizer, transformer = translator.tokenizer, translator.transformer
    sources = [[*ids, 2] for ids in tokenizer.encode_many([source for source, _ in items])]
    targets = [[*ids, 2] for ids in tokenizer.encode_many([target for _, target in items])]
    whole = padded(sources, 0)
    with torch.inference_mode():
        source = transformer.encode(whole, keys=whole != 0)
        written = torch.zeros(len(items), 1, dtype=torch.int64)
        for _ in range(max(map(len, targets))):
            following = transformer.logits(transformer(written, source=source)[:, -1]).argmax(-1, keepdim=True)
            written = torch.cat([written, following], 1)
    right = [answer[1 : 1 + len(target)].tolist() == target for answer, target in zip(written, targets, strict=True)]
    assert np.mean(right) >= 0.98, [item for item, good in zip(items, right, strict=True) if not good][:10]


def test_that_a_number_is_translated_as_a_person_asks_for_it(translator: LoadedModel) -> None:
    for text, answer in (("en>ko: three hundred and twelve", "삼백십이"), ("ko>en: 삼백십이", "three hundred and twelve")):
        *_, result = translator.generate(text)
        assert result.text.strip() == answer  # type: ignore[union-attr]


def test_that_the_checked_in_files_are_all_there_is() -> None:
    assert {one.name for one in Path(paths.resources() / "starters").iterdir()} == {*STARTERS, "tokenizer.json", "pins.json"}
