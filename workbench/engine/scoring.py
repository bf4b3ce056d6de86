"""How surprising a text is to a model, token by token.

The idea that is not obvious: a token's probability is in the logits one position before it, so the first id of all has
none, whatever it is. With a beginning-of-sequence token that is the special one and the whole text is scored; without it
the text's first token shows as missing, never as 0.
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

ROWS = 64
"""Positions whose logits exist at once: 64 x 49,152 float64 are 25 MB."""


@torch.inference_mode()
def score(model: LoadedModel, request: ScoreRequest, *, stopped: Callable[[], bool] = lambda: False) -> Iterator[Progress | Score]:
    """Score `request.subject`; yields Progress in tokens, last the Score.

    Raises WorkbenchError: kind-unsuited, empty-text, text-too-long, ids-out-of-range, logits-not-finite, cancelled, and the tokenizer's.
    """
    if model.spec.kind != "decoder":
        raise WorkbenchError("kind-unsuited", model=model.info.name, kind=model.spec.kind, needed="a decoder", example="starter")
    encoding = read_subject(model.info, model.tokenizer, subject=request.subject, ids=request.ids)
    n = len(encoding.ids)
    resid = model.transformer(model.batch_of(encoding.ids), stopped=stopped)[0]  # [n, d_model]
    targets = torch.from_numpy(encoding.ids.astype(np.int64))
    logprobs, entropy = np.full(n, np.nan, np.float32), np.full(n, np.nan, np.float32)
    rank = np.zeros(n, np.int32)
    nll = 0.0
    for first in range(0, n - 1, ROWS):
        yield Progress("score", first, n - 1, "tokens")
        end = min(first + ROWS, n - 1)
        logits = model.transformer.logits(resid[first:end])  # [rows, d_vocab]
        model.check_finite(logits, first)
        rows = log_probabilities(logits)
        own = rows.gather(1, targets[first + 1 : end + 1, None])  # [rows, 1]
        logprobs[first + 1 : end + 1] = own[:, 0].numpy()
        entropy[first + 1 : end + 1] = entropy_nats(rows).numpy()
        rank[first + 1 : end + 1] = 1 + (rows > own).sum(1).numpy()
        nll -= float(own.sum())
    yield _totals(model, request, encoding=encoding, logprobs=logprobs, entropy=entropy, rank=rank, nll=nll)


def _totals(
    model: LoadedModel,
    request: ScoreRequest,
    *,
    encoding: Encoding,
    logprobs: np.ndarray,
    entropy: np.ndarray,
    rank: np.ndarray,
    nll: float,
) -> Score:
    n_scored = len(encoding.ids) - 1
    scored = encoding.text.encode("utf-8")[int(encoding.byte_spans[0, 1]) :]  # all but what the first id stands for
    n_chars = len(unicodedata.normalize("NFC", scored.decode("utf-8", "ignore")))
    return Score(
        request=request,
        model=model.info,
        encoding=encoding,
        logprobs=logprobs,
        entropy=entropy,
        rank=rank,
        nll=nll,
        n_scored=n_scored,
        n_chars=n_chars,
        n_bytes=len(scored),
        nats_per_char=nll / n_chars if n_chars else math.nan,
        perplexity=math.exp(nll / n_scored) if n_scored else math.nan,
        bits_per_byte=nll / math.log(2) / len(scored) if scored else math.nan,
        kernels=model.kernels("fused"),
        n_threads=torch.get_num_threads(),
    )
