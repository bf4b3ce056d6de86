"""Which arrays of a trace somebody wants, checked before anything is computed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from workbench.engine.spec import ModelSpec
from workbench.errors import WorkbenchError
from workbench.values import PATTERN_NAMES


def names(spec: ModelSpec) -> tuple[str, ...]:
    """The arrays that a trace of this model has."""
    patterns = [name for (kind, _), name in PATTERN_NAMES.items() if kind == spec.kind]
    encoder = ["encoder_resid"] * (spec.kind == "encoder-decoder")
    return (*patterns, "resid", *encoder, *["logits"] * spec.has_logits)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which arrays of a trace are asked for: names of arrays; layers and heads of the pattern."""

    what: tuple[str, ...]
    layers: tuple[int, ...]
    heads: tuple[int, ...]


def want(
    spec: ModelSpec, what: Sequence[str] | None = None, *, layers: Sequence[int] | None = None, heads: Sequence[int] | None = None
) -> Wanted:
    """A choice of arrays of a trace, None meaning all. Raises WorkbenchError('bad-value')."""
    n_layers = max(spec.n_layers, spec.n_encoder_layers)
    chosen = Wanted(
        tuple(what if what is not None else names(spec)),
        tuple(layers if layers is not None else range(n_layers)),
        tuple(heads if heads is not None else range(spec.n_heads)),
    )
    for name in chosen.what:
        if name not in names(spec):
            raise WorkbenchError("bad-value", name="what", value=name, limit=", ".join(names(spec)))
    for name, values, limit in (("layer", chosen.layers, n_layers), ("head", chosen.heads, spec.n_heads)):
        for value in values:
            check_range(name, value, 0, limit - 1)
    return chosen


def check_range(name: str, value: int, least: int, most: int) -> None:
    """Raise WorkbenchError('bad-value') unless least <= value <= most."""
    if not least <= value <= most:
        raise WorkbenchError("bad-value", name=name, value=value, limit=f"{least} to {most}")
