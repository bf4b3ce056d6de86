"""How surprising a text is to a model, token by token.

The idea that is not obvious: a token's probability is in the logits one position before it, so the first id of all has
none, whatever it is. With a beginning-of-sequence token that is the special one and the whole text is scored; without it
the text's first token shows as missing, never as 0. An encoder sees both sides, so each of its tokens is masked in turn and
scored given all others (pseudo-log-likelihood, Salazar et al. 2020, arXiv 1910.14659): a sum of conditionals, no probability of
the text, and not to be compared with a decoder's.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import torch

from workbench.engine.distribution import entropy_nats, log_probabilities
from workbench.engine.subjects import read_subject
from workbench.errors import WorkbenchError
from workbench.values import Encoding, Progress, Score, ScoreRequest

if TYPE_CHECKING:
    from workbench.engine.model import LoadedModel

SPECIAL, VIRTUAL = 1, 3
"""As Encoding.kinds has it."""
ROWS = 64
"""Positions whose logits exist at once: 64 x 49,152 float64 are 25 MB."""
MASKED_AT_ONCE = 2048
"""Tokens read in one pass over copies of a text that differ in where the mask is."""


@torch.inference_mode()
def score(model: LoadedModel, request: ScoreRequest, *, stopped: Callable[[], bool] = lambda: False) -> Iterator[Progress | Score]:
    """Score `request.subject`; yields Progress in tokens, last the Score.

    Raises WorkbenchError: kind-unsuited, no-logits, empty-text, text-too-long, ids-out-of-range, logits-not-finite, cancelled, the
    tokenizer's, and those of `LoadedModel.intervened`.
    """
    kind = model.spec.kind
    if kind != "decoder" and (kind != "encoder" or model.tokenizer.mask_id is None):
        needed = "a decoder, or an encoder with a mask"
        raise WorkbenchError("kind-unsuited", model=model.info.name, kind=kind, needed=needed, example="starter, starter-masked")
    model.require_logits()
    model = model.intervened(request.interventions, stopped=stopped)
    encoding = read_subject(model.info, model.tokenizer, subject=request.subject, ids=request.ids)
    found = _Found(len(encoding.ids))
    yield from (_left_to_right if kind == "decoder" else _masked)(model, encoding, found, stopped)
    yield _totals(model, request, encoding, found)


class _Found:
    """What is known of n tokens so far: nothing of those that have no probability."""

    def __init__(self, n: int) -> None:
        self.logprobs, self.entropy = np.full(n, np.nan, np.float32), np.full(n, np.nan, np.float32)
        self.rank = np.zeros(n, np.int32)
        self.nll = 0.0

    def put(self, places: slice | np.ndarray, logits: torch.Tensor, targets: torch.Tensor) -> None:
        """logits [rows, d_vocab] of the distributions that the tokens at `places`, `targets` int64 [rows], were expected from."""
        rows = log_probabilities(logits)
        own = rows.gather(1, targets[:, None])  # [rows, 1]
        self.logprobs[places] = own[:, 0].numpy()
        self.entropy[places] = entropy_nats(rows).numpy()
        self.rank[places] = 1 + (rows > own).sum(1).numpy()
        self.nll -= float(own.sum())


def _left_to_right(model: LoadedModel, encoding: Encoding, found: _Found, stopped: Callable[[], bool]) -> Iterator[Progress]:
    """Each token given those before it, from one pass."""
    n = len(encoding.ids)
    behind = model.left_to_right(encoding.ids, stopped=stopped)
    targets = torch.from_numpy(encoding.ids.astype(np.int64))
    begin = max(0, int((encoding.kinds == VIRTUAL).sum()) - 1)  # no model predicts virtual tokens, which stand first
    for first in range(begin, n - 1, ROWS):
        yield Progress("score", first, n - 1, "tokens")
        end = min(first + ROWS, n - 1)
        logits = behind(first, end)  # [rows, d_vocab]
        model.check_finite(logits, first)
        found.put(slice(first + 1, end + 1), logits, targets[first + 1 : end + 1])


def _masked(model: LoadedModel, encoding: Encoding, found: _Found, stopped: Callable[[], bool]) -> Iterator[Progress]:
    """Each token given all others, from a pass over a copy of the text for each. Special tokens are given, never asked for."""
    mask_id = model.tokenizer.mask_id
    assert mask_id is not None, "score has looked"
    ids = torch.from_numpy(encoding.ids.astype(np.int64))
    places = np.flatnonzero((encoding.kinds != SPECIAL) & (encoding.kinds != VIRTUAL))
    n_rows = max(1, MASKED_AT_ONCE // len(ids))
    for first in range(0, len(places), n_rows):
        yield Progress("score", first, len(places), "tokens")
        masked = torch.from_numpy(places[first : first + n_rows])
        copies = ids.repeat(len(masked), 1)  # [rows, n]
        copies[torch.arange(len(masked)), masked] = mask_id
        resid = model.transformer(copies.to(model.device), stopped=stopped)  # [rows, n, d_model]
        logits = model.transformer.logits(resid[torch.arange(len(masked)), masked])  # [rows, d_vocab]
        for row, place in enumerate(masked.tolist()):
            model.check_finite(logits[row : row + 1], place)
        found.put(masked.numpy(), logits, ids[masked])


def _totals(model: LoadedModel, request: ScoreRequest, encoding: Encoding, found: _Found) -> Score:
    nll, n_scored = found.nll, int((found.rank > 0).sum())
    raw = encoding.text.encode("utf-8")
    scored = b"".join(raw[a:b] for a, b in encoding.byte_spans[found.rank > 0].tolist())
    n_chars = len(unicodedata.normalize("NFC", scored.decode("utf-8", "ignore")))
    return Score(
        request=request,
        model=model.info,
        encoding=encoding,
        logprobs=found.logprobs,
        entropy=found.entropy,
        rank=found.rank,
        nll=nll,
        n_scored=n_scored,
        n_chars=n_chars,
        n_bytes=len(scored),
        nats_per_char=nll / n_chars if n_chars else math.nan,
        perplexity=math.exp(nll / n_scored) if n_scored else math.nan,
        bits_per_byte=nll / math.log(2) / len(scored) if scored else math.nan,
        kernels=model.kernels("fused"),
        n_threads=torch.get_num_threads(),
        method="left-to-right" if model.spec.kind == "decoder" else "masked",
    )
