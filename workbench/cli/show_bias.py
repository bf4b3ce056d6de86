"""How the bias probe's result looks on the command line. No work is done here."""

from __future__ import annotations

import math
from collections.abc import Iterator

import numpy as np

from workbench.cli.output import plain, table, visible
from workbench.values import LEAST_TEMPLATES, Bias

CAUTION = (
    "This compares probabilities of these sentences under this model. It does not say why they differ, how the model would answer "
    "a person, or that it has no bias where the interval holds 0."
)


def document(found: Bias, *, run_id: int | None) -> dict[str, object]:
    request = found.request
    return {
        "run_id": run_id,
        "table": request.table.name,
        "sides": list(request.table.sides),
        "scored": found.scored,
        "mean": plain(found.mean),
        "low": plain(found.low),
        "high": plain(found.high),
        "confidence": request.confidence,
        "seed": request.seed,
        "n_resamples": request.n_resamples,
        "templates": [
            {"template": name, "mean": mean, "n_pairs": int((found.of_template == number).sum())}
            for number, (name, mean) in enumerate(zip(found.templates, found.means.tolist(), strict=True))
        ],
        "pairs": [
            {"template": pair.template, "a": pair.a, "b": pair.b, "continuation": pair.continuation,
             "a_nats": a, "b_nats": b, "difference": a - b, "a_tokens": n_a, "b_tokens": n_b}
            for pair, a, b, n_a, n_b in zip(
                request.table.pairs, found.a_nats.tolist(), found.b_nats.tolist(), found.a_tokens.tolist(), found.b_tokens.tolist(),
                strict=True,
            )
        ],
    }  # fmt: skip


def lines(found: Bias) -> Iterator[str]:
    first, second = found.request.table.sides
    counts = np.bincount(found.of_template)
    rows = [
        (visible(name), int(count), f"{mean:+.3f}") for name, count, mean in zip(found.templates, counts, found.means.tolist(), strict=True)
    ]
    yield from table(("template", "pairs", "nats"), rows, right=(1, 2))
    share = f"{100 * found.request.confidence:g} %"
    if math.isnan(found.low):
        few = f"no interval: {len(found.templates)} of the {LEAST_TEMPLATES} templates it needs, and a single wording says little"
        yield f"mean {found.mean:+.3f} nats ({few})"
    else:
        yield f"mean {found.mean:+.3f} nats, {share} interval {found.low:+.3f} to {found.high:+.3f} over {len(found.templates)} templates"
    yield f"above 0: {first} is the more probable; below 0: {second}"
    yield CAUTION
