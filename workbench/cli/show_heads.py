"""How types of heads look on the command line. No work is done here."""

from __future__ import annotations

import math
from collections.abc import Iterator

from workbench.cli.output import plain, table
from workbench.values import HEAD_SCORES, NAMED_FROM, NAMED_QUERIES, HeadTypes

CAUTION = "A type says where a head reads in such a sequence. It does not say what the head does for an answer."


def document(found: HeadTypes, model: str) -> dict[str, object]:
    n_layers, n_heads = found.entropy.shape
    statistics = ("entropy", "relative_entropy", "distance", "distance_rest")
    return {
        "model": model,
        "part": found.part,
        "length": found.length,
        "n_tokens": found.n_tokens,
        "counts": found.counts,
        "named_from": {name: NAMED_FROM[name] for name in found.scores},
        "heads": [
            {
                "layer": layer,
                "head": head,
                "type": found.name(layer, head),
                "scores": {name: plain(score[layer, head]) for name, score in found.scores.items()},
                **{name: plain(getattr(found, name)[layer, head]) for name in statistics},
            }
            for layer in range(n_layers)
            for head in range(n_heads)
        ],
    }


def lines(found: HeadTypes, *, everything: bool) -> Iterator[str]:
    yield _measured_on(found)
    n_layers, n_heads = found.entropy.shape
    heads = [(layer, head) for layer in range(n_layers) for head in range(n_heads)]
    chosen = heads if everything else [one for one in heads if found.name(*one)]
    order = {name: number for number, name in enumerate((*HEAD_SCORES, ""))}
    if not everything:
        chosen.sort(key=lambda one: (order[found.name(*one)], -found.scores[found.name(*one)][one]))
    rows = [
        (f"L{layer}H{head}", found.name(layer, head) or "–", *(_number(score[layer, head]) for score in found.scores.values()),
         _number(found.entropy[layer, head]), _number(found.distance[layer, head], 1))
        for layer, head in chosen
    ]  # fmt: skip
    columns = ("head", "type", *found.scores, "entropy/nats", "distance/tokens")
    yield from table(columns, rows, right=range(2, len(columns)))
    if not everything:
        yield f"{len(chosen)} of {len(heads)} heads are named; --all shows every one"
    limits = ", ".join(f"{name} {NAMED_FROM[name]:g}" for name in found.scores)
    yield f"named from: {limits}; over {NAMED_QUERIES} queries or more"
    yield CAUTION


def _measured_on(found: HeadTypes) -> str:
    if not found.length:
        return f"{found.part} attention, on a text of {found.n_tokens} tokens"
    n_sequences = getattr(found.request, "n_sequences", 1)
    return f"{found.part} attention, on {n_sequences} sequences of {found.length} random tokens, twice in a row"


def _number(value: float, digits: int = 2) -> str:
    return "–" if math.isnan(value) else f"{value:.{digits}f}"
