"""Scores against the logits they come from."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest
import torch
from made_kinds import make_bert, save_kind
from transformers import BertForMaskedLM

from workbench.engine import LoadedModel, open_model, score
from workbench.errors import WorkbenchError
from workbench.values import Progress, Score, ScoreRequest, Subject

TEXT = "한국어 text, scored over more than one chunk of positions: " + "e\u0301" * 4  # the last are two code points each


def scored(model: LoadedModel, text: str = TEXT, ids: tuple[int, ...] | None = None) -> Score:
    *progress, result = score(model, ScoreRequest(Subject("made", text), ids=ids))
    assert all(isinstance(event, Progress) for event in progress)
    assert isinstance(result, Score)
    return result


def test_that_scores_are_the_models_log_probabilities(small: LoadedModel) -> None:
    found = scored(small)
    ids = found.encoding.ids.astype(np.int64)
    logprobs = torch.from_numpy(small.logits(ids.tolist())).double().log_softmax(-1)
    own = np.array([float(logprobs[at - 1, token]) for at, token in enumerate(ids) if at])
    assert np.abs(found.logprobs[1:] - own).max() < 1e-5
    assert abs(found.nll + own.sum()) < 1e-4
    better = [1 + int((logprobs[at - 1] > logprobs[at - 1, token]).sum()) for at, token in enumerate(ids) if at]
    assert found.rank[1:].tolist() == better
    entropy = -(logprobs.exp() * logprobs).sum(-1)[:-1]
    assert np.abs(found.entropy[1:] - entropy.numpy()).max() < 1e-5


def test_that_the_first_token_has_no_probability(small: LoadedModel) -> None:
    found = scored(small)
    assert math.isnan(found.logprobs[0])
    assert math.isnan(found.entropy[0])
    assert found.rank[0] == 0
    alone = scored(small, "a")
    assert (alone.n_scored, alone.nll) == (0, 0.0)
    assert math.isnan(alone.perplexity)


def test_that_rates_are_per_scored_character_and_byte(small: LoadedModel) -> None:
    found = scored(small)
    rest = TEXT.encode()[1:]
    assert (found.n_scored, found.n_bytes) == (len(rest), len(rest))
    # the first byte has no probability, so 한 is not scored as a whole and not counted; é counts once in NFC
    assert found.n_chars == len(TEXT) - 1 - 4
    assert found.bits_per_byte == pytest.approx(found.nll / math.log(2) / len(rest))
    assert found.perplexity == pytest.approx(math.exp(found.nll / found.n_scored))
    assert found.nats_per_char == pytest.approx(found.nll / found.n_chars)


def test_that_a_score_can_be_cancelled(small: LoadedModel) -> None:
    with pytest.raises(WorkbenchError, match="Cancelled"):
        list(score(small, ScoreRequest(Subject("made", TEXT)), stopped=lambda: True))


MASKED_TEXT = "나는 ab</s>cd"


@pytest.fixture(scope="module")
def bert(tmp_path_factory: pytest.TempPathFactory) -> tuple[LoadedModel, BertForMaskedLM]:
    oracle = make_bert()
    assert isinstance(oracle, BertForMaskedLM)
    return open_model(save_kind(oracle, tmp_path_factory.mktemp("bert"))), oracle


def test_that_an_encoders_tokens_are_masked_in_turn_as_in_brute_force(bert: tuple[LoadedModel, BertForMaskedLM]) -> None:
    model, oracle = bert
    found = scored(model, MASKED_TEXT)
    ids = torch.from_numpy(found.encoding.ids.astype(np.int64))
    ordinary = np.flatnonzero(found.encoding.kinds != 1).tolist()
    assert len(ordinary) == len(ids) - 1  # </s> stands in the text, is given and not asked for
    pll = 0.0
    for at in ordinary:
        masked = ids.clone()
        masked[at] = model.tokenizer.mask_id
        logprobs = oracle(input_ids=masked[None]).logits[0, at].double().log_softmax(-1)
        own = float(logprobs[ids[at]])
        assert abs(found.logprobs[at] - own) < 1e-5
        assert abs(found.entropy[at] + float((logprobs.exp() * logprobs).sum())) < 1e-5
        assert found.rank[at] == 1 + int((logprobs > logprobs[ids[at]]).sum())
        pll += own
    assert abs(found.nll + pll) < 1e-4
    assert (found.method, found.n_scored) == ("masked", len(ordinary))
    assert found.perplexity == pytest.approx(math.exp(-pll / len(ordinary)))


def test_that_special_tokens_of_an_encoder_are_given_and_not_counted(bert: tuple[LoadedModel, BertForMaskedLM]) -> None:
    found = scored(bert[0], MASKED_TEXT)
    (special,) = np.flatnonzero(found.encoding.kinds == 1).tolist()
    assert math.isnan(found.logprobs[special])
    assert (found.rank[special], found.n_bytes, found.n_chars) == (0, len("나는 abcd".encode()), len("나는 abcd"))


def test_that_how_many_copies_are_read_at_once_changes_nothing(
    bert: tuple[LoadedModel, BertForMaskedLM], monkeypatch: pytest.MonkeyPatch
) -> None:
    together = scored(bert[0], MASKED_TEXT)
    monkeypatch.setattr("workbench.engine.scoring.MASKED_AT_ONCE", 1)
    *progress, alone = score(bert[0], ScoreRequest(Subject("made", MASKED_TEXT)))
    assert [(event.done, event.total) for event in progress] == [(at, alone.n_scored) for at in range(alone.n_scored)]
    assert np.allclose(alone.logprobs, together.logprobs, atol=1e-5, equal_nan=True)


def test_that_a_pseudo_score_can_be_cancelled_between_two_masks(
    bert: tuple[LoadedModel, BertForMaskedLM], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("workbench.engine.scoring.MASKED_AT_ONCE", 1)
    asked = iter([False] * 8)  # three layers a pass: the third copy is begun
    events = score(bert[0], ScoreRequest(Subject("made", MASKED_TEXT)), stopped=lambda: next(asked, True))
    begun = [next(events) for _ in range(3)]
    assert [event.done for event in begun if isinstance(event, Progress)] == [0, 1, 2]
    with pytest.raises(WorkbenchError, match="Cancelled"):
        next(events)


def test_that_an_encoder_without_a_head_is_refused(tmp_path: Path) -> None:
    headless = open_model(save_kind(make_bert(head=False), tmp_path))
    with pytest.raises(WorkbenchError) as caught:
        list(score(headless, ScoreRequest(Subject("made", "a"))))
    assert caught.value.code == "no-logits"
