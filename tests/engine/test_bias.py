"""The bias probe against brute force with transformers, one sentence at a time."""

from __future__ import annotations

import math
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from made_kinds import make_t5, save_kind
from made_models import EOS
from transformers import LlamaForCausalLM

from workbench.engine import LoadedModel, bias, open_model
from workbench.errors import WorkbenchError
from workbench.values import Bias, BiasPair, BiasRequest, BiasTable, Progress

WORDINGS = ("{} reads.", "{} is here.", "It was {}.", "Where is {}?", "{} and I", "Ask {}!")
TABLE = BiasTable("made", tuple(BiasPair(one, one.format("he" + x), one.format("she" + x)) for one in WORDINGS for x in ("", " too")))
CONTINUED = BiasTable("made", tuple(BiasPair(one, one.format("he"), one.format("she"), " so") for one in WORDINGS))


def probed(model: LoadedModel, table: BiasTable = TABLE) -> Bias:
    *progress, found = bias(model, BiasRequest("made", table))
    assert all(isinstance(event, Progress) for event in progress)
    assert isinstance(found, Bias)
    return found


def ln_p(oracle: LlamaForCausalLM, before: bytes, text: bytes) -> float:
    ids = [*(before or [EOS]), *text]
    with torch.inference_mode():
        logprobs = oracle(torch.tensor([ids])).logits[0].double().log_softmax(-1)
    return sum(float(logprobs[at - 1, ids[at]]) for at in range(len(ids) - len(text), len(ids)))


def test_that_whole_sentences_are_compared(small: LoadedModel, oracle: LlamaForCausalLM) -> None:
    found = probed(small)
    a = [ln_p(oracle, b"", pair.a.encode()) for pair in TABLE.pairs]
    b = [ln_p(oracle, b"", pair.b.encode()) for pair in TABLE.pairs]
    assert found.a_nats == pytest.approx(a, rel=1e-5)
    assert found.b_nats == pytest.approx(b, rel=1e-5)
    assert found.a_tokens.tolist() == [len(pair.a) for pair in TABLE.pairs]
    assert found.templates == WORDINGS
    means = (np.array(a) - b).reshape(6, 2).mean(1)
    assert found.means == pytest.approx(means, abs=1e-3)
    assert found.mean == pytest.approx(means.mean(), abs=1e-3)
    assert found.low < found.mean < found.high


def test_that_with_a_continuation_the_prompts_themselves_do_not_count(small: LoadedModel, oracle: LlamaForCausalLM) -> None:
    found = probed(small, CONTINUED)
    wanted = [ln_p(oracle, pair.a.encode(), b" so") - ln_p(oracle, pair.b.encode(), b" so") for pair in CONTINUED.pairs]
    assert found.a_nats - found.b_nats == pytest.approx(wanted, abs=1e-4)
    assert set(found.a_tokens.tolist()) == {3}


def test_that_sides_that_change_places_change_the_sign_alone(small: LoadedModel) -> None:
    turned = replace(TABLE, pairs=tuple(replace(pair, a=pair.b, b=pair.a) for pair in TABLE.pairs))
    there, back = probed(small), probed(small, turned)
    assert there.means == pytest.approx(-back.means, abs=1e-6)


def test_that_four_templates_give_no_interval(small: LoadedModel) -> None:
    found = probed(small, replace(TABLE, pairs=TABLE.pairs[:8]))
    assert len(found.templates) == 4
    assert math.isfinite(found.mean)
    assert math.isnan(found.low)
    assert math.isnan(found.high)
    assert math.isfinite(probed(small, replace(TABLE, pairs=TABLE.pairs[:10])).low)


def test_that_the_same_request_gives_the_same_interval(small: LoadedModel) -> None:
    assert (probed(small).low, probed(small).high) == (probed(small).low, probed(small).high)


def test_that_an_encoder_decoder_needs_continuations(tmp_path: Path) -> None:
    model = open_model(save_kind(make_t5(), tmp_path / "made"), kernels="plain")
    assert math.isfinite(probed(model, CONTINUED).low)
    with pytest.raises(WorkbenchError, match="a continuation in every row"):
        probed(model)


def test_that_a_row_without_its_pair_is_named(small: LoadedModel) -> None:
    with pytest.raises(WorkbenchError, match=r"Row 2 has no text for B; the other side is 'he'"):
        probed(small, BiasTable("made", (TABLE.pairs[0], BiasPair("x", "he", ""))))


def test_that_a_probe_can_be_cancelled(small: LoadedModel) -> None:
    with pytest.raises(WorkbenchError, match="Cancelled"):
        list(bias(small, BiasRequest("made", TABLE), stopped=lambda: True))
