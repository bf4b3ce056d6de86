"""The n-gram: its probabilities against nltk's and against the formula, and a training of it that stops, goes on and opens."""

from __future__ import annotations

import dataclasses
import json
import math
import random
from collections import Counter
from pathlib import Path

import numpy as np
import pytest
from nltk.lm import KneserNeyInterpolated
from nltk.lm.counter import NgramCounter

from workbench.cli.show import file_lines
from workbench.engine import LoadedModel, beam_search, generate, memory, open_model, score
from workbench.engine.ngram import FALLBACK, Counts, KneserNey, estimated, most_order
from workbench.engine.ngram_files import read_counts
from workbench.engine.places import Places
from workbench.engine.recollection import Recollection
from workbench.engine.training import train
from workbench.engine.training.checkpoint import name_of
from workbench.engine.training.markov import chain_of
from workbench.errors import WorkbenchError
from workbench.library import context_length, describe, locate
from workbench.values import (
    Ablation,
    BeamRequest,
    ChosenLayers,
    GenerateRequest,
    GenerationResult,
    LowRank,
    NgramArchitecture,
    SamplerSettings,
    Score,
    ScoreRequest,
    Subject,
    TokenPath,
    TokenStep,
    TrainCheckpoint,
    TrainCommand,
    TrainRequest,
    TrainResult,
    TrainSample,
    TrainStarted,
    TrainStep,
    TrainTold,
    TrainValidation,
)

V = 7
REQUEST = TrainRequest("n", "causal", NgramArchitecture(3, 32), n_steps=8, batch_tokens=512, micro_rows=8, valid_rows=16, warmup_steps=0)


def texts(n_rows: int = 30, n_tokens: int = 20, seed: int = 3) -> np.ndarray:
    """Tokens [rows, n] of which some are far more common than others."""
    drawn = random.Random(seed)
    return np.asarray([drawn.choices(range(V), [2.0**-k for k in range(V)], k=n_tokens) for _ in range(n_rows)])


def counted(rows: np.ndarray, order: int) -> Counts:
    counts = Counts(order, V)
    counts.add(rows[:, :-1], rows[:, 1:])
    counts.gather()
    return counts


def grams(rows: np.ndarray, order: int) -> list[tuple[str, ...]]:
    """All n-grams of 1 … order tokens that end in a target, as words; E is the edge of a row."""
    found = []
    for row in rows.tolist():
        words = ["E"] * order + [str(token) for token in row]
        for at in range(order + 1, len(words)):
            found += [tuple(words[at - k + 1 : at + 1]) for k in range(1, order + 1)]
    return found


def test_that_probabilities_and_perplexity_are_those_of_nltk() -> None:
    rows, order, discount = texts(), 3, 0.6
    theirs = KneserNeyInterpolated(order, discount=discount)
    theirs.counts = NgramCounter([grams(rows, order)])
    theirs.estimator.counts = theirs.counts
    ours = KneserNey(counted(rows, order), [(0.0,) * 3, (discount,) * 3, (discount,) * 3])  # nltk takes nothing off single words
    unseen = texts(4, 12, seed=8)
    logs = []
    for row in unseen.tolist():
        for at in range(1, len(row)):
            context = (*["E"] * order, *map(str, row[:at]))[1 - order :]
            assert theirs.context_counts(context), "nltk divides by 0 where it saw no context"
            found = ours.distribution(row[:at])
            assert found == pytest.approx([theirs.unmasked_score(str(word), context) for word in range(V)], rel=1e-12)
            logs.append(math.log(found[row[at]]))
    counts = Counts(order, V)
    asked = ours.probabilities(counts.contexts(unseen[:, :-1]).ravel(), unseen[:, 1:].ravel())
    assert np.log(asked).mean() == pytest.approx(np.mean(logs), rel=1e-12)


def by_the_formula(rows: np.ndarray, order: int, context: list[int], word: int) -> float:
    """Chen & Goodman's recursion, read off the page, with Python's own counting."""
    seen = Counter(gram for gram in grams(rows, order + 1) if len(gram) <= order + 1)

    def level(k: int, before: tuple[str, ...]) -> float:
        if k == 0:
            return 1 / V
        if k == order:
            many = {gram: n for gram, n in seen.items() if len(gram) == k}
        else:
            many = Counter(gram[1:] for gram in seen if len(gram) == k + 1)
        off = dict(enumerate(estimated(np.asarray(list(many.values()))), 1))
        here = {gram[-1]: n for gram, n in many.items() if gram[:-1] == before}
        lower = level(k - 1, before[1:])
        if not here:
            return lower
        total, taken = sum(here.values()), sum(off[min(n, 3)] for n in here.values())
        own = here.get(str(word), 0)
        return (own - (off[min(own, 3)] if own else 0)) / total + taken / total * lower

    return level(order, tuple((["E"] * order + [str(token) for token in context])[len(context) + 1 :]))


@pytest.mark.parametrize("order", [1, 2, 3])
def test_that_three_discounts_are_taken_as_the_formula_says(order: int) -> None:
    rows = texts(12, 10)
    model = KneserNey(counted(rows, order))
    for context in ([1], [1, 0], [5, 6], [6, 6], [2, 0, 3]):
        found = model.distribution(context)
        assert found.sum() == pytest.approx(1, abs=1e-12)
        assert found == pytest.approx([by_the_formula(rows, order, context, word) for word in range(V)], rel=1e-12)


def test_that_discounts_are_those_of_chen_and_goodman() -> None:
    counts = np.repeat([1, 2, 3, 4, 9], [40, 20, 12, 6, 5])
    y = 40 / (40 + 2 * 20)
    assert estimated(counts) == pytest.approx((1 - 2 * y * 20 / 40, 2 - 3 * y * 12 / 20, 3 - 4 * y * 6 / 12))
    assert estimated(np.asarray([1, 1, 2, 5])) == FALLBACK


def test_that_counts_do_not_depend_on_how_the_text_came() -> None:
    rows, piecewise = texts(), Counts(4, V)
    for row in rows:
        piecewise.add(row[None, :-1], row[None, 1:])
    piecewise.gather()
    whole = counted(rows, 4)
    assert (piecewise.numbers == whole.numbers).all()
    assert (piecewise.counts == whole.counts).all()
    assert whole.counts.sum() == rows[:, 1:].size


@pytest.mark.parametrize(("d_vocab", "order"), [(2048, 5), (260, 7), (49_152, 4)])
def test_that_an_order_beyond_64_bits_is_refused(d_vocab: int, order: int) -> None:
    assert most_order(d_vocab) == order
    with pytest.raises(WorkbenchError, match=f"1 to {order}"):
        Counts(order + 1, d_vocab)


def test_that_counts_which_would_not_fit_are_refused_before_memory_is_gone(monkeypatch: pytest.MonkeyPatch) -> None:
    counts = counted(texts(), 4)
    monkeypatch.setattr(memory, "available_bytes", lambda: 1000)
    counts.add(texts(seed=9)[:, :-1], texts(seed=9)[:, 1:])
    with pytest.raises(WorkbenchError) as caught:
        counts.gather()
    assert caught.value.code == "ngram-too-large"


# as a training


def test_that_an_ngram_is_trained_with_the_events_of_any_training(tmp_path: Path) -> None:
    events = list(train(dataclasses.replace(REQUEST, prompts=("The small",), eval_every=4, checkpoint_every=4), tmp_path))
    started, result = events[0], events[-1]
    assert isinstance(started, TrainStarted)
    assert isinstance(result, TrainResult)
    assert (started.family, started.n_parameters, started.d_vocab) == ("ngram", 0, 2048)
    steps = [event for event in events if isinstance(event, TrainStep)]
    assert steps[0].loss == pytest.approx(math.log(2048), abs=1e-12)  # who has counted nothing finds all equally likely
    assert steps[-1].loss < steps[1].loss < steps[0].loss
    assert [event.step for event in events if isinstance(event, TrainValidation)] == [4, 8]
    assert [event.step for event in events if isinstance(event, TrainCheckpoint)] == [4, 8]
    assert [event.text for event in events if isinstance(event, TrainSample)] != [""]
    assert (result.step, result.stopped, result.n_tokens) == (8, False, steps[-1].n_tokens)
    again = KneserNey(read_counts(Path(result.path)))
    assert again.distribution([1, 300]).sum() == pytest.approx(1)


def test_that_an_ngram_goes_on_to_the_very_counts_of_one_that_never_stopped(tmp_path: Path) -> None:
    list(train(dataclasses.replace(REQUEST, checkpoint_every=3), tmp_path / "whole"))
    whole = tmp_path / "whole"
    *_, result = train(REQUEST, tmp_path / "again", resume_from=whole / name_of(6))
    assert isinstance(result, TrainResult)
    for file in ("config.json", "model.safetensors"):
        assert (Path(result.path) / file).read_bytes() == (whole / name_of(8) / file).read_bytes()
    first, second = (json.loads((place / "training" / "state.json").read_text()) for place in (whole / name_of(8), Path(result.path)))
    assert second == first | {"seconds": second["seconds"]}  # how long it took is all that may differ


def test_that_counting_stops_when_it_is_told_to(tmp_path: Path) -> None:
    commands = iter([None, TrainCommand("eval_every", 1.0), TrainCommand("stop")])
    events = list(train(dataclasses.replace(REQUEST, n_steps=50), tmp_path, told=lambda: next(commands)))
    assert [(event.step, event.verb) for event in events if isinstance(event, TrainTold)] == [(2, "eval_every"), (3, "stop")]
    assert isinstance(events[-1], TrainResult)
    assert (events[-1].step, events[-1].stopped) == (3, True)
    assert Path(events[-1].path).is_dir()


def test_that_a_bigram_of_a_chain_ends_at_its_entropy(tmp_path: Path) -> None:
    request = dataclasses.replace(
        REQUEST, architecture=NgramArchitecture(2, 64), data="markov", tokenizer="characters", n_steps=20, batch_tokens=8192, micro_rows=64,
        valid_rows=256, eval_every=0,
    )  # fmt: skip
    *_, result = train(request, tmp_path)
    assert isinstance(result, TrainResult)
    assert abs(result.val_loss / chain_of(1).expected_loss(64) - 1) < 0.01


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> LoadedModel:
    """An n-gram that was trained, as a model."""
    *_, result = train(REQUEST, tmp_path_factory.mktemp("opened"))
    assert isinstance(result, TrainResult)
    return open_model(result.path)


def test_that_a_trained_ngram_opens_as_a_model_whose_logits_are_its_probabilities(opened: LoadedModel) -> None:
    ids = [int(token) for token in opened.tokenizer.encode("The small dog eats.").ids]
    found = np.exp(opened.logits(ids))
    again = KneserNey(read_counts(Path(opened.info.path)))
    np.testing.assert_allclose(found.sum(1), 1, rtol=0, atol=1e-12)
    for place in range(len(ids)):
        np.testing.assert_allclose(found[place], again.distribution(ids[: place + 1]), rtol=1e-12)
    assert (opened.info.family, opened.info.n_layers, opened.info.kernels, opened.info.dtype) == ("ngram", 0, "counts", "float64")
    assert opened.info.n_parameters == len(read_counts(Path(opened.info.path)).numbers)


def test_that_an_ngram_says_of_itself_what_is_true_of_counts(opened: LoadedModel) -> None:
    found = describe(locate(opened.info.path))
    assert isinstance(REQUEST.architecture, NgramArchitecture)
    for told in (found, opened.info):
        assert (told.stored_type, told.order, told.n_ctx) == ("counts", REQUEST.architecture.order, 65_536)
        assert told.n_parameters == len(read_counts(Path(opened.info.path)).numbers)
    said = dict(line.split(maxsplit=1) for line in file_lines(found))
    assert said["counts"] == f"{found.n_parameters:,}, of runs of up to {found.order} tokens"
    assert "none" in said["weights"]
    assert said["context"].startswith(f"the {found.order - 1} tokens before the next one")
    assert context_length(locate(opened.info.path)) == 65_536, "so no panel calls a text too long that it can read"


def test_that_an_ngram_is_asked_for_the_surprise_of_a_text_as_any_decoder_is(opened: LoadedModel) -> None:
    *_, found = score(opened, ScoreRequest(Subject("", "The small dog eats.")))
    assert isinstance(found, Score)
    rows = opened.logits(found.encoding.ids.tolist())
    expected = [rows[place - 1, token] for place, token in enumerate(found.encoding.ids) if place]
    np.testing.assert_allclose(found.logprobs[1:], expected, rtol=0, atol=1e-6)
    assert math.isnan(found.logprobs[0])
    assert found.nll == pytest.approx(-sum(expected))
    assert found.method == "left-to-right"


def test_that_an_ngram_writes_with_the_samplers_of_any_model_and_its_steps_are_looked_back_at(opened: LoadedModel) -> None:
    request = GenerateRequest(Subject("", "The small"), max_new_tokens=6, seed=3, sampler=SamplerSettings(temperature=0.8, top_k=20))
    recollection = Recollection()
    events = list(generate(opened, request, recollection=recollection))
    steps = [event for event in events if isinstance(event, TokenStep)]
    assert [event.id for event in generate(opened, request) if isinstance(event, TokenStep)] == [step.id for step in steps]
    ids = [int(token) for token in opened.tokenizer.encode("The small").ids]
    for step in steps:
        row = opened.logits(ids)[-1]
        assert step.logprob_raw == pytest.approx(row[step.id], abs=1e-9)
        assert step.top_ids[0] == row.argmax()
        ids.append(step.id)
    result = events[-1]
    assert isinstance(result, GenerationResult)
    path = TokenPath("", tuple(result.prompt_ids.tolist()), tuple(result.ids.tolist()))
    for remembered in (recollection, None):
        kept = Places(opened, path, recollection=remembered).logits(range(len(steps)), lambda: False)
        for number, step in enumerate(steps):
            assert float(kept[number].logits.log_softmax(-1)[step.id]) == pytest.approx(step.logprob_raw, abs=1e-9)
            assert kept[number].recomputed == (remembered is None)


def test_that_who_asks_for_a_network_is_told_what_an_ngram_is(opened: LoadedModel) -> None:
    for ask in (
        lambda: opened.trace("The small"),
        lambda: opened.hidden([1, 80]),
        lambda: list(beam_search(opened, BeamRequest(Subject("", "The")))),
        lambda: list(score(opened, ScoreRequest(Subject("", "The small"), interventions=(Ablation(0),)))),
    ):
        with pytest.raises(WorkbenchError) as caught:
            ask()
        assert caught.value.code == "ngram-only-counts"


@pytest.mark.parametrize("damage", ["{", '{"model_type": "ngram", "order": 2, "vocab_size": 2048}', '{"model_type": "ngram"}', "[]"])
def test_that_damaged_counts_are_named(damage: str, tmp_path: Path) -> None:
    *_, result = train(dataclasses.replace(REQUEST, n_steps=1), tmp_path)
    assert isinstance(result, TrainResult)
    (Path(result.path) / "config.json").write_text(damage, "utf-8")
    with pytest.raises(WorkbenchError) as caught:
        read_counts(Path(result.path))
    assert caught.value.code == "checkpoint-bad"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"architecture": NgramArchitecture(6, 32)}, "bad-value"),
        ({"architecture": NgramArchitecture(0, 32)}, "bad-value"),
        ({"method": LowRank()}, "training-method-unfit"),
        ({"method": ChosenLayers((0,))}, "bad-value"),
        ({"objective": "masked"}, "training-unfit"),
        ({"row_tokens": 64}, "bad-value"),
    ],
)
def test_that_settings_which_make_no_ngram_are_named(changes: dict[str, object], code: str, tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError) as caught:
        list(train(dataclasses.replace(REQUEST, **changes), tmp_path))  # type: ignore[arg-type]
    assert caught.value.code == code
