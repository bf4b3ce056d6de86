"""The options that say how a token is chosen, and the settings they make.

The idea that is not obvious: an option that is not given keeps what the preset has, so `--preset llama.cpp --top-k 20` is
that program's defaults but for one.
"""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from workbench.values import SamplerSettings

Command = Callable[..., Any]

_GIVEN = "workbench.sampling"
_STEP_OF = re.compile(r"(\d+)=(.*)", re.DOTALL)
_STAGE_OF = {
    "xtc_probability": "xtc", "xtc_threshold": "xtc", "dry_multiplier": "dry", "dry_base": "dry", "dry_allowed_length": "dry",
    "dry_last_n": "dry", "dry_breakers": "dry",
}  # fmt: skip
"""Of settings that are not called like their stage. `penalty_last_n` belongs to several."""


def sampler_options(command: Command) -> Command:
    """Every option of a sampler; `settings` gives what they say together."""
    for option in reversed(_options()):
        command = option(command)
    return command


def settings(context: click.Context) -> SamplerSettings:
    """The preset's settings but for what was given. Says on standard error what has no effect."""
    from workbench.values import PRESETS, SamplerSettings, preset

    given = dict(context.meta.get(_GIVEN, {}))
    name = given.pop("preset", None)
    base = preset(name) if name is not None else None
    if name is not None and base is None:
        raise click.UsageError(f"there is no preset {name!r}; there are {', '.join(one.name for one in PRESETS)}")
    made = dataclasses.replace(base.sampler if base is not None else SamplerSettings(), **given)
    for field in given:
        stage = _STAGE_OF.get(field, field)
        if field not in ("order", "penalty_last_n") and stage not in made.order:
            click.echo(f"note: {field} has no effect, for the order of the stages leaves {stage} out", err=True)
    return made


def given(context: click.Context) -> list[str]:
    """Which settings were given."""
    return sorted(context.meta.get(_GIVEN, {}))


def _keep(field: str, made: Callable[[Any], Any] = lambda value: value) -> Callable[[click.Context, click.Parameter, Any], None]:
    def callback(context: click.Context, option: click.Parameter, value: Any) -> None:
        if value is not None and value != ():
            try:
                context.meta.setdefault(_GIVEN, {})[field] = made(value)
            except ValueError as error:
                raise click.BadParameter(str(error), param=option) from error

    return callback


def _number(name: str, field: str, kind: Any, metavar: str, words: str) -> Callable[[Command], Command]:
    return click.option(name, type=kind, metavar=metavar, help=words, expose_value=False, callback=_keep(field))


def _texts(name: str, field: str, metavar: str, words: str, made: Callable[[Any], Any]) -> Callable[[Command], Command]:
    return click.option(name, multiple=True, metavar=metavar, help=words, expose_value=False, callback=_keep(field, made))


def _options() -> list[Callable[[Command], Command]]:
    count, share, penalty = click.IntRange(0), click.FloatRange(0, 1), click.FLOAT
    window = click.IntRange(-1)
    return [
        click.option(
            "--preset", metavar="NAME", expose_value=False, callback=_keep("preset"),
            help="Begin with a program's defaults: greedy, hf-generate, hf-sample, llama.cpp.",
        ),
        _number("--temperature", "temperature", click.FloatRange(0), "T", "0, the default, is greedy."),
        _number("--top-k", "top_k", count, "K", "Keep the K most probable tokens; 0: all."),
        _number("--top-p", "top_p", share, "P", "Keep the most probable tokens up to this mass."),
        _number("--min-p", "min_p", share, "P", "Keep tokens with this share of the best one's."),
        _number("--typical-p", "typical_p", click.FloatRange(0, 1, min_open=True), "P", "Keep the tokens nearest to the entropy."),
        _number("--repetition-penalty", "repetition_penalty", click.FloatRange(0, min_open=True), "R", "Of tokens already read; 1: none."),
        _number("--presence-penalty", "presence_penalty", penalty, "A", "Taken from the logit of every token already read."),
        _number("--frequency-penalty", "frequency_penalty", penalty, "A", "Taken once for each time it was read."),
        _number("--penalty-last-n", "penalty_last_n", window, "N", "The penalties look at the last N tokens; -1, the default: all."),
        _number("--no-repeat-ngram", "no_repeat_ngram", count, "N", "No sequence of N tokens comes twice; 0: off."),
        _number("--dry-multiplier", "dry_multiplier", click.FloatRange(0), "M", "Against repetitions, the longer the more; 0: off."),
        _number("--dry-base", "dry_base", click.FloatRange(1), "B", "How fast that grows with the length."),
        _number("--dry-allowed-length", "dry_allowed_length", count, "N", "Repetitions of fewer tokens are free."),
        _number("--dry-last-n", "dry_last_n", window, "N", "Repetitions of the last N tokens; -1: all."),
        _texts("--dry-breaker", "dry_breakers", "TEXT", "No repetition goes over this text, given once or more.", tuple),
        _number("--xtc-probability", "xtc_probability", share, "P", "How often the top choices are removed; 0: never."),
        _number("--xtc-threshold", "xtc_threshold", share, "P", "Top choices are as probable as that; the least of them stays."),
        _texts("--logit-bias", "logit_bias", "TEXT=VALUE", "Added to the logit of the text's token.", lambda all_: tuple(map(_bias, all_))),
        _texts("--ban", "banned", "TEXT", "A text that never comes.", tuple),
        _texts("--force", "forced", "[STEP=]TEXT", "What comes from that step on; 0 is the first.", lambda all_: tuple(map(_forced, all_))),
        click.option(
            "--samplers", metavar="NAMES", expose_value=False, callback=_keep("order", _order),
            help="Stages in their order, e.g. top_k,top_p,temperature. What is not listed is not applied.",
        ),
    ]  # fmt: skip


def _order(given_names: str) -> tuple[str, ...]:
    from workbench.values import SAMPLER_STAGES

    order = tuple(name.strip() for name in given_names.split(",") if name.strip())
    for name in order:
        if name not in SAMPLER_STAGES or order.count(name) > 1:
            raise ValueError(f"{name!r} is not once one of {', '.join(SAMPLER_STAGES)}")
    return order


def _bias(text: str) -> tuple[str, float]:
    words, sign, number = text.rpartition("=")
    try:
        return words, float(number) if sign and words else float("")
    except ValueError:
        raise ValueError(f"{text!r} is no TEXT=VALUE such as ' cat=2.5'") from None


def _forced(text: str) -> tuple[int, str]:
    found = _STEP_OF.fullmatch(text)
    return (int(found[1]), found[2]) if found else (0, text)
