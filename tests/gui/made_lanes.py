"""Comparisons as the text child makes them, by hand: each lane a list of cuts."""

from __future__ import annotations

import numpy as np

from workbench.values import SCRIPTS, CompareRequest, Comparison, Lane, Notice, ScriptCost


def made_lane(name: str, text: str, ends: list[int], *, fates: list[int] | None = None) -> Lane:
    spans = np.array(list(zip([0, *ends], ends, strict=False)), np.int64).reshape(-1, 2)
    raw = text.encode()
    pieces = tuple(raw[start:end].decode("utf-8", "replace") for start, end in spans.tolist())
    costs = tuple(ScriptCost(script, 4, 0, 1, 4, float(len(ends)) / 4) for script in SCRIPTS)
    numbers = np.arange(len(ends), dtype=np.int32)
    given = np.array(fates if fates is not None else [0] * len(ends), np.uint8)
    return Lane(name, name, "bpe", 100, numbers, spans, given, numbers, pieces, costs)


def made_comparison(request: CompareRequest, lanes: list[Lane]) -> Comparison:
    size = len(request.text.encode())
    inner = [{int(end) for end in lane.spans[:, 1] if 0 < end < size} for lane in lanes]
    places = sorted(set().union(*inner))
    cuts = np.array([[place in one for place in places] for one in inner], bool).reshape(len(lanes), len(places))
    return Comparison(request, tuple(lanes), np.array(places, np.int64), cuts)


def broken(name: str) -> Lane:
    nothing = np.zeros(0, np.int32)
    problem = Notice("tokenizer-not-found", {"tokenizer": name})
    return Lane(name, name, "", 0, nothing, np.zeros((0, 2), np.int64), np.zeros(0, np.uint8), nothing, (), (), "", problem)
