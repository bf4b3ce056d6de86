"""Presets name what they are; stored steps become arrays without loss; old documents stay readable."""

from __future__ import annotations

import json
import math

import numpy as np

from workbench.values import (
    PRESETS,
    RECORDED,
    SAMPLER_STAGES,
    GenerateRequest,
    GenerationStarted,
    SamplerSettings,
    TokenStep,
    preset,
    stored_steps,
    unpack,
)


def step(index: int, *, m: int) -> TokenStep:
    numbers = {"logprob_raw": -1.0, "logprob_final": -0.5, "entropy": 1.0, "draw": 0.25, "tail": 0.125, "xtc_draw": 0.75}
    return TokenStep(
        index=index,
        id=7,
        token="a",
        text="a",
        top_ids=np.arange(m, dtype=np.int32),
        top_texts=("a",) * m,
        top_logprob_raw=-np.arange(m, dtype=np.float32),
        top_logprob_final=np.zeros(m, np.float32),
        **numbers,  # type: ignore[arg-type]
    )


def test_that_presets_are_named_once_and_order_only_stages_there_are() -> None:
    assert len({one.name for one in PRESETS}) == len(PRESETS)
    for one in PRESETS:
        assert preset(one.name) is one
        assert one.dialect
        assert one.differs
        assert set(one.sampler.order) <= set(SAMPLER_STAGES)
        assert len(set(one.sampler.order)) == len(one.sampler.order)
    assert preset("unheard-of") is None


def test_that_dialects_disagree_on_where_temperature_stands() -> None:
    ours, theirs = preset("hf-sample"), preset("llama.cpp")
    assert ours is not None
    assert theirs is not None
    assert ours.sampler.order.index("temperature") < ours.sampler.order.index("top_k")
    assert theirs.sampler.order[-1] == "temperature"


def test_that_the_default_order_applies_every_stage_once() -> None:
    assert sorted(SamplerSettings().order) == sorted(SAMPLER_STAGES)


def test_that_stored_steps_keep_every_number_and_fill_up_the_shorter_ones() -> None:
    stored = stored_steps([step(0, m=3), step(1, m=1)])
    assert stored.top_ids.tolist() == [[0, 1, 2], [0, -1, -1]]
    assert stored.top_logprob_raw.tolist() == [[0.0, -1.0, -2.0], [0.0, -math.inf, -math.inf]]
    assert (stored.ids.tolist(), stored.draws.tolist(), stored.xtc_draws.tolist()) == ([7, 7], [0.25, 0.25], [0.75, 0.75])
    assert np.isnan(stored.log_normalizers).all()
    assert stored_steps([]).top_ids.shape == (0, 0)


def test_that_a_request_of_an_older_version_is_read_with_the_stages_it_had() -> None:
    request = unpack(json.loads(OLD_REQUEST))
    assert isinstance(request, GenerateRequest)
    assert request.sampler == SamplerSettings(temperature=0.7, order=("temperature", "top_k"))
    assert request.top == 10
    assert RECORDED == 256


def test_that_a_start_of_an_older_version_says_its_draws_went_by_ids() -> None:
    assert GenerationStarted.__dataclass_fields__["draw_order"].default == "ids"  # type: ignore[attr-defined]
    assert GenerateRequest.__dataclass_fields__["draw_order"].default == "probability"  # type: ignore[attr-defined]


OLD_REQUEST = """{"$t": "GenerateRequest", "subject": {"$t": "Subject", "model": "m", "text": "t", "bos": "auto", "form": "raw"},
"max_new_tokens": 5, "sampler": {"$t": "SamplerSettings", "temperature": 0.7, "top_k": 0, "top_p": 1.0, "min_p": 0.0,
"repetition_penalty": 1.0, "order": ["temperature", "top_k"]}, "seed": 3, "stop": [], "top": 10}"""
