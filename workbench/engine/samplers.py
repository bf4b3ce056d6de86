"""The stages between a model's logits and the draw of a token, made of settings and put in their order.

Legend: see `stage`. Each stage has the meaning that transformers' processor of the same name has, or where there is none the
meaning of the paper or program that its docstring names.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import torch
from torch import Tensor

from workbench.engine.penalties import Dry, frequency_penalty, no_repeat_ngram, presence_penalty, repetition_penalty
from workbench.engine.stage import Moment, Stage
from workbench.engine.truncation import min_p, temperature, top_k, top_p, typical_p, xtc
from workbench.engine.wording import Words, banned, biases_of, forced, forced_by_step, logit_bias
from workbench.errors import WorkbenchError
from workbench.values import SAMPLER_STAGES, SamplerSettings

NEEDS_WORDS = ("logit_bias", "banned", "forced", "dry")
"""Stages that a tokenizer must be there for."""


def stages(settings: SamplerSettings, words: Words | None = None) -> list[Stage]:
    """The stages that have an effect, in the settings' order. A stage that the order leaves out is not applied.

    `words` may be missing where no stage needs it. Raises WorkbenchError('bad-value') for a setting outside its range, an
    unknown stage, one that is listed twice, or a text that has no tokens.
    """
    return [stage for _name, stage in named_stages(settings, words) if stage is not None]


def named_stages(settings: SamplerSettings, words: Words | None = None) -> list[tuple[str, Stage | None]]:
    """As `stages`, each with its name; None for one whose settings leave it without effect."""
    _check(settings)
    return [(name, _MAKERS[name](settings, words)) for name in settings.order]


def needs_words(settings: SamplerSettings) -> bool:
    """Whether a tokenizer must be there for these settings."""
    return any(name in NEEDS_WORDS and _is_on(settings, name) for name in settings.order)


def is_greedy(settings: SamplerSettings) -> bool:
    """Whether every step takes the best token, without a draw."""
    return settings.temperature == 0 and "temperature" in settings.order


def final_logprobs(logits: Tensor, moment: Moment, *, through: Sequence[Stage]) -> Tensor:
    """Log-probabilities after all stages, float64 [d_vocab]; removed tokens -inf."""
    scores = logits.cpu().double()
    for stage in through:
        scores = stage(scores, moment)
    return scores.log_softmax(-1)


def _is_on(settings: SamplerSettings, name: str) -> bool:
    return _ON[name](settings)


_ON: dict[str, Callable[[SamplerSettings], bool]] = {
    "logit_bias": lambda s: bool(s.logit_bias),
    "banned": lambda s: bool(s.banned),
    "forced": lambda s: bool(s.forced),
    "repetition_penalty": lambda s: s.repetition_penalty != 1 and s.penalty_last_n != 0,
    "presence_penalty": lambda s: s.presence_penalty != 0 and s.penalty_last_n != 0,
    "frequency_penalty": lambda s: s.frequency_penalty != 0 and s.penalty_last_n != 0,
    "no_repeat_ngram": lambda s: s.no_repeat_ngram > 0,
    "dry": lambda s: s.dry_multiplier != 0 and s.dry_last_n != 0,
    "temperature": lambda s: s.temperature != 1,
    "top_k": lambda s: s.top_k > 0,
    "top_p": lambda s: s.top_p < 1,
    "min_p": lambda s: s.min_p > 0,
    "typical_p": lambda s: s.typical_p < 1,
    "xtc": lambda s: s.xtc_probability > 0,
}


def _dry(settings: SamplerSettings, words: Words) -> Stage:
    sequences = [words.ids(text, name="dry_breakers") for text in settings.dry_breakers]
    return Dry(
        settings.dry_multiplier,
        settings.dry_base,
        settings.dry_allowed_length,
        last_n=settings.dry_last_n,
        breakers=torch.cat([torch.empty(0, dtype=torch.int64), *(words.containing(text) for text in settings.dry_breakers)]),
        sequences=[ids for ids in sequences if len(ids) > 1],
    )


def _made(name: str, make: Callable[[SamplerSettings], Stage]) -> Callable[[SamplerSettings, Words | None], Stage | None]:
    return lambda settings, words: make(settings) if _is_on(settings, name) else None


def _worded(name: str, make: Callable[[SamplerSettings, Words], Stage]) -> Callable[[SamplerSettings, Words | None], Stage | None]:
    def maker(settings: SamplerSettings, words: Words | None) -> Stage | None:
        if not _is_on(settings, name):
            return None
        assert words is not None, "whoever asks has looked at `needs_words`"
        return make(settings, words)

    return maker


_MAKERS: dict[str, Callable[[SamplerSettings, Words | None], Stage | None]] = {
    "logit_bias": _worded("logit_bias", lambda s, words: logit_bias(biases_of(s.logit_bias, words))),
    "banned": _worded("banned", lambda s, words: banned([words.ids(text, name="banned") for text in s.banned])),
    "forced": _worded("forced", lambda s, words: forced(forced_by_step(s.forced, words))),
    "repetition_penalty": _made("repetition_penalty", lambda s: repetition_penalty(s.repetition_penalty, last_n=s.penalty_last_n)),
    "presence_penalty": _made("presence_penalty", lambda s: presence_penalty(s.presence_penalty, last_n=s.penalty_last_n)),
    "frequency_penalty": _made("frequency_penalty", lambda s: frequency_penalty(s.frequency_penalty, last_n=s.penalty_last_n)),
    "no_repeat_ngram": _made("no_repeat_ngram", lambda s: no_repeat_ngram(s.no_repeat_ngram)),
    "dry": _worded("dry", _dry),
    "temperature": _made("temperature", lambda s: temperature(s.temperature)),
    "top_k": _made("top_k", lambda s: top_k(s.top_k)),
    "top_p": _made("top_p", lambda s: top_p(s.top_p)),
    "min_p": _made("min_p", lambda s: min_p(s.min_p)),
    "typical_p": _made("typical_p", lambda s: typical_p(s.typical_p)),
    "xtc": _made("xtc", lambda s: xtc(s.xtc_probability, s.xtc_threshold)),
}


def _check(settings: SamplerSettings) -> None:
    s = settings
    limits = (
        ("temperature", s.temperature, 0 <= s.temperature < math.inf, "0 (greedy) or more"),
        ("top_k", s.top_k, s.top_k >= 0, "0 (off) or more"),
        ("top_p", s.top_p, 0 <= s.top_p <= 1, "0 to 1 (off)"),
        ("min_p", s.min_p, 0 <= s.min_p <= 1, "0 (off) to 1"),
        ("typical_p", s.typical_p, 0 < s.typical_p <= 1, "more than 0, to 1 (off)"),
        ("repetition_penalty", s.repetition_penalty, 0 < s.repetition_penalty < math.inf, "more than 0; 1 is off"),
        ("presence_penalty", s.presence_penalty, math.isfinite(s.presence_penalty), "a number; 0 is off"),
        ("frequency_penalty", s.frequency_penalty, math.isfinite(s.frequency_penalty), "a number; 0 is off"),
        ("penalty_last_n", s.penalty_last_n, s.penalty_last_n >= -1, "0 (none) or more, or -1 (all)"),
        ("no_repeat_ngram", s.no_repeat_ngram, s.no_repeat_ngram >= 0, "0 (off) or more"),
        ("dry_multiplier", s.dry_multiplier, 0 <= s.dry_multiplier < math.inf, "0 (off) or more"),
        ("dry_base", s.dry_base, 1 <= s.dry_base < math.inf, "1 or more"),
        ("dry_allowed_length", s.dry_allowed_length, s.dry_allowed_length >= 0, "0 or more"),
        ("dry_last_n", s.dry_last_n, s.dry_last_n >= -1, "0 (none) or more, or -1 (all)"),
        ("xtc_probability", s.xtc_probability, 0 <= s.xtc_probability <= 1, "0 (off) to 1"),
        ("xtc_threshold", s.xtc_threshold, 0 <= s.xtc_threshold <= 1, "0 to 1; above 0.5 nothing is ever removed"),
    )
    for name, value, good, limit in limits:
        if not good:
            raise WorkbenchError("bad-value", name=name, value=value, limit=limit)
    for stage in s.order:
        if stage not in SAMPLER_STAGES or s.order.count(stage) > 1:
            raise WorkbenchError("bad-value", name="sampler", value=stage, limit=f"each once of {', '.join(SAMPLER_STAGES)}")
