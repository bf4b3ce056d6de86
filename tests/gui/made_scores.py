"""Scores for tests, made by hand over the small byte-level scheme."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
from made_encodings import encode
from made_steps import INFO

from workbench.values import Encoding, Score, ScoreRequest


def scored(request: ScoreRequest, *, encoding: Encoding | None = None, masked: bool = False) -> Score:
    """Token k has ln p = −k, rank k + 1, entropy k / 2; the first has none, and of a masked score no special one."""
    encoding = encoding or encode(request.subject.text)
    n = len(encoding.ids)
    has = encoding.kinds != 1 if masked else np.arange(n) > 0
    logprobs = np.where(has, -np.arange(n), np.nan).astype(np.float32)
    nll = float(-np.nansum(logprobs))
    n_scored, n_bytes = int(has.sum()), len(encoding.text.encode())
    return Score(
        request,
        dataclasses.replace(INFO, name="made", kind="encoder" if masked else "decoder"),
        encoding,
        logprobs,
        np.where(has, np.arange(n) / 2, np.nan).astype(np.float32),
        np.where(has, np.arange(n) + 1, 0).astype(np.int32),
        nll,
        n_scored,
        len(encoding.text),
        n_bytes,
        nll / len(encoding.text),
        math.exp(nll / n_scored) if n_scored else math.nan,
        nll / math.log(2) / n_bytes,
        "packed linear, fused attention",
        method="masked" if masked else "left-to-right",
    )
