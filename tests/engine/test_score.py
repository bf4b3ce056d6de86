"""Scores against the logits they come from."""

from __future__ import annotations

import math

import numpy as np
import pytest
import torch

from workbench.engine import LoadedModel, score
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
