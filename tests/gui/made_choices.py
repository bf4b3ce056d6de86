"""Answers about how tokens were chosen, for tests."""

from __future__ import annotations

import math

import numpy as np

from workbench.values import (
    Draw,
    Probe,
    ProbeRequest,
    Waterfall,
    WaterfallRequest,
    WaterfallStage,
    WhatIf,
    WhatIfRequest,
)

IDS, TEXTS = (300, 301, 302, 303), (" Paris", " the", " a", " Lyon")
MODEL = (0.5, 0.25, 0.15, 0.1)


def stage(name: str, shares: tuple[float, ...], *, active: bool = True, survivors: int = 4, removed_mass: float = 0.0) -> WaterfallStage:
    """A record that left these shares of the four tokens."""
    left = [place for place, share in enumerate(shares) if share > 0]
    return WaterfallStage(
        name=name, active=active, survivors=survivors, removed=4 - survivors, removed_mass=removed_mass, entropy_before=1.2, entropy=0.9,
        moved_ids=np.zeros(0, np.int32), moved_texts=(), moved_from=np.zeros(0, np.int32), moved_to=np.zeros(0, np.int32),
        top_ids=np.asarray([IDS[place] for place in left], np.int32), top_texts=tuple(TEXTS[place] for place in left),
        top_logprob_raw=np.log(np.asarray([MODEL[place] for place in left], np.float32)),
        top_logprob=np.log(np.asarray([shares[place] for place in left], np.float32)), rest=0.0,
    )  # fmt: skip


def waterfall(request: WaterfallRequest) -> Waterfall:
    """Every stage of the order keeps the best two."""
    stages = [stage("model", MODEL)]
    stages += [stage(name, (0.6, 0.4, 0.0, 0.0), survivors=2, removed_mass=0.25) for name in request.sampler.order]
    last = (0.6, 0.4) if request.sampler.order else (0.5, 0.25)
    draw = Draw(
        IDS[1], TEXTS[1], 0.75 if request.sampler.temperature > 0 else math.nan, last[0], sum(last), 2, math.log(0.25), math.log(last[1]),
        "probability",
    )  # fmt: skip
    return Waterfall(request, tuple(stages), draw, recomputed=False)


def what_if(request: WhatIfRequest, *, other: int | None = 1, undecided: str = "") -> WhatIf:
    """The step `other` gives the token 301 instead, or is undecided; all others stay."""
    ids = request.steps.ids.copy()
    reasons = [""] * len(ids)
    texts = ["same"] * len(ids)
    if other is not None:
        ids[other], texts[other], reasons[other] = (-1, "", undecided) if undecided else (301, " the", "")
    return WhatIf(request.sampler, ids, tuple(texts), np.zeros(len(ids), np.float32), tuple(reasons), other)


def probe(request: ProbeRequest) -> Probe:
    """Ranks that grow with the step; the first step was computed again."""
    n, k = len(request.path.ids), len(request.texts)
    ranks = np.arange(1, n + 1, dtype=np.int32)[:, None] * np.arange(1, k + 1, dtype=np.int32)[None]
    logprobs = -np.log(1.0 + ranks).astype(np.float32)
    again = np.zeros(n, bool)
    again[0] = True
    ids = tuple(tuple(range(400, 400 + max(1, len(text) // 4))) for text in request.texts)
    return Probe(request, ids, ranks, np.where(ranks > 4, 0, ranks), logprobs, logprobs, logprobs, logprobs, again)
