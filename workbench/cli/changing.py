"""The options by which a command changes a model: --ablate and --steer, --head and --mlp."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, cast

import click

if TYPE_CHECKING:
    from workbench.values import Ablation, Part, Replacement, Steering

Command = Callable[..., Any]
BY = ("mean", "zero", "resample")
_PART = "(?:(?P<part>encoder|decoder|cross):)?"
_ABLATION = re.compile(_PART + r"(?P<layer>\d+),(?P<head>\d+|mlp)(?:=(?P<by>mean|zero|resample))?")
_HEAD, _MLP = re.compile(_PART + r"(?P<layer>\d+),(?P<head>\d+)"), re.compile(_PART + r"(?P<layer>\d+)")
_STEERING = re.compile(_PART + r"(?P<layer>\d+),(?P<strength>[-+]?[\d.]+(?:e-?\d+)?),(?P<text>.+)", re.DOTALL)

by = click.option(
    "--by", type=click.Choice(BY), default="mean", show_default=True,
    help="mean: over the reference text; zero: nothing; resample: what was found at its positions, drawn.",
)  # fmt: skip
reference_text = click.option(
    "--reference", "reference_text", metavar="TEXT|-", default="", help="What mean and resample are taken from. Default: the app's own."
)
seed = click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=0, show_default=True, help="Of resample.")


def changes(command: Command) -> Command:
    """--ablate and --steer, each as often as needed."""
    steer = click.option(
        "--steer", callback=_steerings, multiple=True, metavar="L,STRENGTH,TOWARDS[|AWAY]",
        help="Add a direction before block L, between two texts or towards a token (#id). May be given several times.",
    )  # fmt: skip
    ablate = click.option(
        "--ablate", callback=_ablations, multiple=True, metavar="L,H[=BY]",
        help="Replace a head, or with L,mlp an MLP, by its mean, zero or resample. May be given several times.",
    )  # fmt: skip
    return ablate(steer(command))


def parts(command: Command) -> Command:
    """--head and --mlp, each as often as needed, with --by, --reference and --seed."""
    heads = click.option("--head", "heads", multiple=True, callback=_places(_HEAD, "3,1"), metavar="L,H", help="A head. Several times.")
    mlps = click.option("--mlp", "mlps", multiple=True, callback=_places(_MLP, "5"), metavar="L", help="A layer's MLP. Several times.")
    for option in (seed, reference_text, by, mlps, heads):
        command = option(command)
    return command


def _ablations(_context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> tuple[Ablation, ...]:
    from workbench.values import Ablation

    return tuple(
        Ablation(
            int(found["layer"]),
            None if found["head"] == "mlp" else int(found["head"]),
            cast("Replacement", found["by"] or "mean"),
            cast("Part", found["part"] or ""),
        )
        for found in _matched(_ABLATION, given, option, "3,1 or 5,mlp=zero")
    )


def _places(pattern: re.Pattern[str], example: str) -> Callable[..., tuple[tuple[str, int, int | None], ...]]:
    def read(_context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> tuple[tuple[str, int, int | None], ...]:
        found = (one.groupdict() for one in _matched(pattern, given, option, example))
        return tuple((one["part"] or "", int(one["layer"]), int(one["head"]) if "head" in one else None) for one in found)

    return read


def _steerings(_context: click.Context, option: click.Parameter, given: tuple[str, ...]) -> tuple[Steering, ...]:
    from workbench.values import Steering

    made = []
    for found in _matched(_STEERING, given, option, "12,1.5,I love it|I hate it"):
        try:
            where = (int(found["layer"]), float(found["strength"]))
        except ValueError as error:
            raise click.BadParameter(f"{found['strength']!r} is no number", param=option) from error
        part, text = cast("Part", found["part"] or ""), found["text"]
        if text[:1] == "#" and text[1:].isdecimal():
            made.append(Steering(*where, token_id=int(text[1:]), part=part))
        else:
            towards, _, away = text.partition("|")
            made.append(Steering(*where, towards=towards, away=away, part=part))
    return tuple(made)


def _matched(pattern: re.Pattern[str], given: Sequence[str], option: click.Parameter, example: str) -> list[re.Match[str]]:
    found = []
    for text in given:
        match = pattern.fullmatch(text)
        if match is None:
            raise click.BadParameter(f"{text!r} is not of the form {example}", param=option)
        found.append(match)
    return found
