"""What a training shows of itself at each validation, and forks: with other settings, and with none."""

from __future__ import annotations

import dataclasses
import math
import re
from pathlib import Path

import numpy as np
import pytest
import torch

from workbench.engine import classify, open_model, score
from workbench.engine.training import train
from workbench.engine.training.checkpoint import name_of
from workbench.errors import WorkbenchError
from workbench.values import (
    Architecture,
    ChosenLayers,
    ClassifyRequest,
    LowRank,
    Method,
    ModelKind,
    NgramArchitecture,
    Objective,
    Score,
    ScoreRequest,
    SoftPrompt,
    Subject,
    TrainCommand,
    TrainPinned,
    TrainRequest,
    TrainResult,
    TrainStarted,
    TrainStep,
    TrainValidation,
    TrainVirtual,
)

NEW = TrainRequest(
    "tiny", "causal", Architecture("decoder", 2, 2, 16, 32, 32), n_steps=4, batch_tokens=64, micro_rows=2, warmup_steps=1, valid_rows=2,
    eval_every=2, checkpoint_every=2, learning_rate=1e-2,
)  # fmt: skip
PAIR = Architecture("encoder-decoder", 1, 2, 16, 32, 32)
PINNED = ("The small dog eats.", "나는 사과를 먹어요.")


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))


@pytest.fixture(scope="module")
def parent(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of a run of four steps, with checkpoints of the second and the last."""
    folder = tmp_path_factory.mktemp("parent")
    list(train(NEW, folder))
    return folder


def of(kind: type, events: list[object]) -> list:  # type: ignore[type-arg]
    return [event for event in events if isinstance(event, kind)]


# pinned texts


@pytest.mark.parametrize("kind", ["decoder", "encoder"])
def test_that_a_pinned_text_is_as_surprising_as_the_finished_model_finds_it(kind: str, tmp_path: Path) -> None:
    objective, architecture = ("causal", NEW.architecture) if kind == "decoder" else ("masked", Architecture("encoder", 1, 2, 16, 32, 32))
    request = dataclasses.replace(NEW, objective=objective, architecture=architecture, pinned=PINNED, batch_tokens=16)
    events = list(train(request, tmp_path))
    told = of(TrainPinned, events)
    assert [(event.step, event.number) for event in told] == [(2, 0), (2, 1), (4, 0), (4, 1)]
    assert told[0].nats != told[2].nats
    model = open_model(tmp_path / name_of(4))
    for event, text in zip(told[2:], PINNED, strict=True):
        *_, expected = score(model, ScoreRequest(Subject("", text)))
        assert isinstance(expected, Score)
        np.testing.assert_allclose(event.nats, -expected.logprobs, rtol=0, atol=1e-5)
        assert event.tokens == tuple(model.tokenizer.shown(int(token)) for token in expected.encoding.ids)
    list(train(dataclasses.replace(request, pinned=()), tmp_path / "blind"))
    weights = [(place / name_of(4) / "model.safetensors").read_bytes() for place in (tmp_path, tmp_path / "blind")]
    assert weights[0] == weights[1]  # looking changes nothing


@pytest.mark.parametrize(
    ("objective", "data", "pinned"),
    [
        ("seq2seq", "numbers", "en>ko: forty two => 사십이"),
        ("spans", "corpus", "The <extra_id_0> eats.\t<extra_id_0> small dog <extra_id_1>"),
    ],
)
def test_that_of_a_pinned_pair_each_token_of_the_target_is_told_given_the_source(
    objective: Objective, data: str, pinned: str, tmp_path: Path
) -> None:
    request = dataclasses.replace(NEW, objective=objective, data=data, architecture=PAIR, pinned=(pinned,))
    first, last = of(TrainPinned, list(train(request, tmp_path)))
    assert first.tokens == last.tokens
    assert first.nats != last.nats
    model = open_model(tmp_path / name_of(4))
    source, target = re.split(r"\t| => ", pinned)
    ids = model.tokenizer.encode(target, bos="no").ids.tolist()
    assert len(ids) == len(last.tokens) > 1
    given = torch.from_numpy(model.tokenizer.encode(source).ids.astype(np.int64))[None]
    told = torch.tensor([[model.spec.start_id, *ids[:-1]]])
    with torch.inference_mode():
        resid = model.transformer(told, source=model.transformer.encode(given))
        rows = model.transformer.logits(resid)[0].double().log_softmax(-1)
    np.testing.assert_allclose(last.nats, -rows[range(len(ids)), ids].numpy(), rtol=0, atol=1e-5)


@pytest.mark.parametrize("kind", ["encoder", "decoder"])
def test_that_of_pinned_texts_the_class_that_should_be_told_is_followed(kind: ModelKind, tmp_path: Path) -> None:
    request = dataclasses.replace(NEW, objective="labels", data="sentiment", architecture=Architecture(kind, 1, 2, 16, 32, 64))
    *others, last = of(TrainPinned, list(train(dataclasses.replace(request, pinned=("The soup was not good. => negative",)), tmp_path)))
    assert others
    model = open_model(tmp_path / name_of(4))
    (found,) = classify(model, ClassifyRequest(Subject("", "The soup was not good.")))
    assert last.tokens == ("negative",)
    assert last.nats[0] == pytest.approx(-math.log(found.probabilities[0, found.labels.index("negative")]), abs=1e-5)


@pytest.mark.parametrize("kind", ["encoder", "decoder"])
def test_that_of_pinned_words_each_tag_is_followed_where_it_was_learned(kind: ModelKind, tmp_path: Path) -> None:
    request = dataclasses.replace(NEW, objective="tags", architecture=Architecture(kind, 1, 2, 16, 32, 64))
    text = "The dog eats."
    list(train(request, tmp_path / "first"))
    model = open_model(tmp_path / "first" / name_of(4))
    tags = model.spec.labels[:3]
    pinned = f"{text[:-1]} => {' '.join(tags)}"
    (event, *_) = of(TrainPinned, list(train(dataclasses.replace(request, pinned=(pinned,)), tmp_path / "then")))[-1:]
    assert event.tokens == tuple(f"{word}/{tag}" for word, tag in zip(("The", "dog", "eats"), tags, strict=True))
    (found,) = classify(model, ClassifyRequest(Subject("", text[:-1])))
    starts = [0, 4, 8]
    for start, tag, nats in zip(starts, tags, event.nats, strict=True):
        word = text[start:].split()[0].rstrip(".")
        own = [n for n, (a, b) in enumerate(found.encoding.char_spans[found.positions].tolist()) if b > start and a < start + len(word)]
        place = own[0 if kind == "encoder" else -1]
        assert nats == pytest.approx(-math.log(found.probabilities[place, found.labels.index(tag)]), abs=1e-5)


def test_that_an_ngram_tells_the_surprise_of_each_token_of_a_pinned_text(tmp_path: Path) -> None:
    request = dataclasses.replace(NEW, architecture=NgramArchitecture(3, 32), pinned=PINNED[:1])
    first, last = of(TrainPinned, list(train(request, tmp_path)))
    assert math.isnan(first.nats[0])
    assert all(nats > 0 for nats in first.nats[1:])
    assert sum(last.nats[1:]) < sum(first.nats[1:])


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"pinned": ("word " * 40,)}, "text-too-long"),
        ({"pinned": ("x",) * 17}, "bad-value"),
        ({"pinned": ("x",), "objective": "labels", "data": "sentiment"}, "bad-value"),
        ({"pinned": ("x => nice",), "objective": "labels", "data": "sentiment"}, "bad-value"),
        ({"pinned": ("a cat => NOUN",), "objective": "tags"}, "bad-value"),
        ({"pinned": ("twelve",), "objective": "seq2seq", "data": "numbers", "architecture": PAIR}, "bad-value"),
        ({"pinned": ("twelve => ",), "objective": "seq2seq", "data": "numbers", "architecture": PAIR}, "bad-value"),
        ({"spike": -1.0}, "bad-value"),
        ({"spike": math.nan}, "bad-value"),
    ],
)  # fmt: skip
def test_that_what_cannot_be_followed_is_said_before_the_first_step(changes: dict[str, object], code: str, tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError) as caught:
        list(train(dataclasses.replace(NEW, **changes), tmp_path))  # type: ignore[arg-type]
    assert caught.value.code == code


# soft prompts


def test_that_the_words_nearest_to_a_soft_prompt_are_told_at_each_validation(parent: Path, tmp_path: Path) -> None:
    start = parent / name_of(4)
    request = dataclasses.replace(NEW, architecture=None, start=str(start), method=SoftPrompt(2, "The small"), learning_rate=0.5)
    told = of(TrainVirtual, list(train(request, tmp_path)))
    assert [event.step for event in told] == [2, 4]
    model = open_model(tmp_path / name_of(4))
    embed = model.transformer.embed
    rows, virtual = (np.asarray(one.detach().numpy(), np.float64) for one in (embed.weight, embed.virtual))
    mean = rows.mean(0)
    for vector, tokens, scores in zip(virtual, told[1].tokens, told[1].scores, strict=True):
        a, b = rows - mean, vector - mean
        cosines = a @ b / np.linalg.norm(a, axis=1) / np.linalg.norm(b)
        nearest = np.argsort(-cosines)[:5]
        assert tokens == tuple(model.tokenizer.shown(int(token)) for token in nearest)
        np.testing.assert_allclose(scores, cosines[nearest], rtol=0, atol=1e-6)
    assert 0 < told[0].chance < 1


# forks


def test_that_a_fork_goes_on_with_the_step_the_data_and_the_moments(parent: Path, tmp_path: Path) -> None:
    place = parent / name_of(2)
    same = list(train(dataclasses.replace(NEW, fork="run:1@2"), tmp_path / "same", resume_from=place))
    weights = [(one / name_of(4) / "model.safetensors").read_bytes() for one in (parent, tmp_path / "same")]
    assert weights[0] == weights[1]
    other = dataclasses.replace(NEW, fork="run:1@2", learning_rate=1e-3, weight_decay=0.0, n_steps=6)
    started, *events = train(other, tmp_path / "other", resume_from=place)
    assert isinstance(started, TrainStarted)
    assert started.first_step == 2
    assert [event.step for event in of(TrainStep, events)] == [3, 4, 5, 6]
    assert of(TrainStep, events)[0].loss == of(TrainStep, same)[0].loss  # the same weights and rows, before the first step of its own
    assert isinstance(events[-1], TrainResult)


def test_that_a_fork_asks_for_a_rate_and_an_interval_that_commands_had_changed(tmp_path: Path) -> None:
    commands = iter([TrainCommand("learning_rate", 1e-5), TrainCommand("eval_every", 1.0)])
    request = dataclasses.replace(NEW, decay="constant")
    list(train(request, tmp_path / "parent", told=lambda: next(commands, None)))
    place = tmp_path / "parent" / name_of(2)
    same = list(train(dataclasses.replace(request, fork="run:1@2"), tmp_path / "same", resume_from=place))
    assert {event.learning_rate for event in of(TrainStep, same)} == {1e-5}
    assert [event.step for event in of(TrainValidation, same)] == [3, 4]
    changed = dataclasses.replace(request, fork="run:1@2", learning_rate=2e-2, eval_every=3)
    other = list(train(changed, tmp_path / "other", resume_from=place))
    assert {event.learning_rate for event in of(TrainStep, other)} == {2e-2}
    assert [event.step for event in of(TrainValidation, other)] == [3, 4]  # the third, and the last


def test_that_a_fork_on_other_data_keeps_the_tokens_of_its_parent(tmp_path: Path) -> None:
    request = dataclasses.replace(NEW, data="markov", tokenizer="characters")
    list(train(request, tmp_path / "parent"))
    text = tmp_path / "other.txt"
    text.write_text("zebra yak xylophone wolf 가나다\n" * 100, "utf-8")
    place = tmp_path / "parent" / name_of(2)
    *_, result = train(dataclasses.replace(request, fork="run:1@2", data=str(text)), tmp_path / "fork", resume_from=place)
    assert isinstance(result, TrainResult)
    name = "tokenizer.json"
    assert (Path(result.path) / name).read_bytes() == (place / name).read_bytes()


@pytest.mark.parametrize(
    ("first", "then", "told"),
    [
        (LowRank(2), LowRank(3), "its r is 2, not 3"),
        (LowRank(2), LowRank(2, products=("q",)), "it adds to q, v, not to q"),
        (LowRank(2), SoftPrompt(2), "its peft_type is LORA, not PROMPT_TUNING"),
        (SoftPrompt(2), SoftPrompt(3), "its num_virtual_tokens is 2, not 3"),
        (SoftPrompt(2), ChosenLayers((0,)), "an addition to a model"),
    ],
)
def test_that_a_fork_by_another_method_is_refused(parent: Path, first: Method, then: Method, told: str, tmp_path: Path) -> None:
    request = dataclasses.replace(NEW, architecture=None, start=str(parent / name_of(4)), method=first, n_steps=2)
    list(train(request, tmp_path))
    with pytest.raises(WorkbenchError) as caught:
        list(train(dataclasses.replace(request, n_steps=4, method=then), tmp_path / "fork", resume_from=tmp_path / name_of(2)))
    assert caught.value.code == "checkpoint-bad"
    assert told in str(caught.value)
