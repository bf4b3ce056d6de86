"""The sampler's stages as controls show them: their numbers, when they have no effect, and how texts are typed. No widgets.

The idea that is not obvious: what is shown is a list of stages, on or off, and the settings' `order` holds those that are on;
two settings are the same when the same stages act with the same numbers, whatever else they list.
"""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass

from workbench.values import ALL, SAMPLER_STAGES, SamplerSettings


@dataclass(frozen=True)
class Number:
    """One number of a stage: its range, and what it becomes when the stage is added."""

    field: str
    low: float
    high: float
    step: float
    decimals: int
    suggested: float


NUMBERS: dict[str, tuple[Number, ...]] = {
    "temperature": (Number("temperature", 0, 5, 0.1, 2, 0.8),),
    "top_k": (Number("top_k", 0, 1_000_000, 10, 0, 40),),
    "top_p": (Number("top_p", 0.01, 1, 0.05, 2, 0.9),),
    "min_p": (Number("min_p", 0, 1, 0.01, 3, 0.05),),
    "typical_p": (Number("typical_p", 0.01, 1, 0.05, 2, 0.95),),
    "repetition_penalty": (Number("repetition_penalty", 0.1, 10, 0.05, 2, 1.1), Number("penalty_last_n", -1, 100_000, 16, 0, -1)),
    "presence_penalty": (Number("presence_penalty", -10, 10, 0.1, 2, 0.5), Number("penalty_last_n", -1, 100_000, 16, 0, -1)),
    "frequency_penalty": (Number("frequency_penalty", -10, 10, 0.1, 2, 0.5), Number("penalty_last_n", -1, 100_000, 16, 0, -1)),
    "no_repeat_ngram": (Number("no_repeat_ngram", 0, 100, 1, 0, 3),),
    "dry": (
        Number("dry_multiplier", 0, 10, 0.1, 2, 0.8),
        Number("dry_base", 1, 10, 0.05, 2, 1.75),
        Number("dry_allowed_length", 1, 100, 1, 0, 2),
        Number("dry_last_n", -1, 100_000, 64, 0, -1),
    ),
    "xtc": (Number("xtc_probability", 0, 1, 0.1, 2, 0.5), Number("xtc_threshold", 0, 0.5, 0.05, 2, 0.1)),
}
TEXTS = {"logit_bias": "logit_bias", "banned": "banned", "forced": "forced"}
"""Stages whose one setting is a list of texts, and its field."""
WHOLE = frozenset({"top_k", "no_repeat_ngram", "dry_allowed_length", "dry_last_n", "penalty_last_n"})
"""Fields that hold whole numbers."""
NAMES_PLAIN = {"top_k": "top-k", "top_p": "top-p", "min_p": "min-p", "dry": "DRY", "xtc": "XTC"}
"""Names that are the same in every language."""


def fields_of(stage: str) -> tuple[str, ...]:
    """The settings a stage reads."""
    if stage in TEXTS:
        return (TEXTS[stage],)
    extra = ("dry_breakers",) if stage == "dry" else ()
    return (*(number.field for number in NUMBERS[stage]), *extra)


def has_effect(settings: SamplerSettings, stage: str) -> bool:
    """Whether a stage that is on can change anything."""
    if stage in TEXTS:
        return bool(getattr(settings, TEXTS[stage]))
    if stage.endswith("_penalty") and settings.penalty_last_n == 0:
        return False
    first = NUMBERS[stage][0].field
    neutral = 1.0 if stage == "temperature" else getattr(SamplerSettings(), first)
    return getattr(settings, first) != neutral


def acting(settings: SamplerSettings) -> tuple[str, ...]:
    """The stages that do something, in their order."""
    return tuple(stage for stage in settings.order if has_effect(settings, stage))


def same(one: SamplerSettings, other: SamplerSettings) -> bool:
    """Whether two settings choose alike."""
    if acting(one) != acting(other):
        return False
    return all(getattr(one, field) == getattr(other, field) for stage in acting(one) for field in fields_of(stage))


def begun(settings: SamplerSettings, stage: str) -> SamplerSettings:
    """The settings with the number one begins with, if the stage would have no effect."""
    if stage not in NUMBERS or has_effect(settings, stage):
        return settings
    if stage.endswith("_penalty") and settings.penalty_last_n == 0:
        settings = dataclasses.replace(settings, penalty_last_n=ALL)
    return settings if has_effect(settings, stage) else with_number(settings, NUMBERS[stage][0].field, NUMBERS[stage][0].suggested)


def place_of(stage: str, listed: tuple[str, ...], *, like: tuple[str, ...] = SAMPLER_STAGES) -> int:
    """Where a stage goes among those listed: before the first that comes later in the order `like`."""
    like = like if stage in like else SAMPLER_STAGES
    later = like[like.index(stage) + 1 :]
    return next((at for at, one in enumerate(listed) if one in later), len(listed))


def with_number(settings: SamplerSettings, field: str, number: float) -> SamplerSettings:
    """The settings with one number changed."""
    return dataclasses.replace(settings, **{field: _typed(field, number)})


def _typed(field: str, number: float) -> float | int:
    return round(number) if field in WHOLE else number


_ESCAPES = {"\\": "\\\\", "\n": "\\n", "\t": "\\t", "|": "\\p"}


def escaped(text: str) -> str:
    """A text as it is typed among others that are separated by |."""
    return "".join(_ESCAPES.get(character, character) for character in text)


def unescaped(text: str) -> str:
    """What was meant by a typed text."""
    known = {written: meant for meant, written in _ESCAPES.items()}
    return re.sub(r"\\.", lambda found: known.get(found.group(), found.group()), text)


def texts_typed(settings: SamplerSettings, stage: str) -> str:
    """A stage's list of texts as one types it: `text`, `text=number` or `step=text`, separated by |."""
    found = getattr(settings, TEXTS[stage])
    if stage == "banned":
        return "|".join(escaped(text) for text in found)
    if stage == "forced":
        return "|".join(f"{step}={escaped(text)}" for step, text in found)
    return "|".join(f"{escaped(text)}={number:+g}" for text, number in found)


def texts_read(stage: str, typed: str) -> tuple[object, ...] | None:
    """What such a line means; None if it cannot be read."""
    parts = [part for part in typed.split("|") if part]
    if stage == "banned":
        return tuple(unescaped(part) for part in parts)
    try:
        if stage == "forced":
            pairs = [part.split("=", 1) for part in parts]
            return tuple((_step(step), unescaped(text)) for step, text in pairs)
        pairs = [part.rsplit("=", 1) for part in parts]
        return tuple((unescaped(text), float(number)) for text, number in pairs if _there(text))
    except ValueError:
        return None


def _there(text: str) -> bool:
    if not text:
        raise ValueError("a number without a text")
    return True


def _step(typed: str) -> int:
    step = int(typed)
    if step < 0:
        raise ValueError("steps count from 0")
    return step
