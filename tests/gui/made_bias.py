"""A result of the bias probe with numbers of a test's choosing."""

from __future__ import annotations

import made_steps as made
import numpy as np

from workbench.values import Bias, BiasPair, BiasRequest, BiasTable, BiasTables, BuiltInTable

WORDINGS = tuple(f"wording {n}: …" for n in range(6))
TABLE = BiasTable("made", tuple(BiasPair(one, f"he {one} {x}", f"she {one} {x}") for one in WORDINGS for x in "ab"), ("he", "she"))
CONTINUED = BiasTable("other", tuple(BiasPair(one, f"A {one}", f"B {one}", " so") for one in WORDINGS), ("Canada", "Brazil"))
BUILT_IN = BiasTables(
    (
        BuiltInTable(CONTINUED, "en", {"en": "Countries", "ko": "나라"}, {"en": "About countries.", "ko": "나라에 대해."}),
        BuiltInTable(TABLE, "en", {"en": "Occupations", "ko": "직업"}, {"en": "About occupations.", "ko": "직업에 대해."}),
    )
)


def bias_of(request: BiasRequest, *, low: float = 0.5, high: float = 1.5) -> Bias:
    """Differences of 1 for the first pair of a template, 2 for the next, and so on; NaN for the interval of fewer than five."""
    templates = tuple(dict.fromkeys(pair.template for pair in request.table.pairs))
    of_template = np.array([templates.index(pair.template) for pair in request.table.pairs], np.int32)
    n = len(of_template)
    seen = np.array([1.0 + sum(of_template[:place] == of_template[place]) for place in range(n)])
    means = np.bincount(of_template, seen) / np.bincount(of_template)
    if len(templates) < 5:
        low = high = float("nan")
    return Bias(
        request, made.INFO, -10 + seen, np.full(n, -10.0), np.full(n, 4, np.int32), np.full(n, 4, np.int32), templates, of_template,
        means, float(means.mean()), low, high, "exact", "plain linear, fused attention",
    )  # fmt: skip
