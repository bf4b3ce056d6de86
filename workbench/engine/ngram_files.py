"""An n-gram model on disk: config.json, and the n-grams with their counts as safetensors. Nothing is pickled."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import safetensors
import safetensors.numpy

from workbench.engine.ngram import Counts, KneserNey
from workbench.engine.spec import ModelSpec, RotarySpec
from workbench.errors import WorkbenchError
from workbench.library import NGRAM_FAMILY

CONFIG, TABLE = "config.json", "model.safetensors"
EDGE = -1
"""What stands for the edge of a row before its first token."""


def ngram_spec(*, d_vocab: int, n_ctx: int) -> ModelSpec:
    """A vocabulary and the length of a row: all that there is to know of an n-gram."""
    return ModelSpec(
        family=NGRAM_FAMILY, n_layers=0, n_heads=0, n_kv_heads=0, d_model=0, d_head=0, d_mlp=0, d_vocab=d_vocab, n_ctx=n_ctx,
        norm_eps=0.0, positions=RotarySpec(1.0), tied=True,
    )  # fmt: skip


def write_ngram(folder: Path, counts: Counts, model: KneserNey) -> None:
    """Write tokens int32 [N, order] and counts int64 [N] of the n-grams, and what smooths them, into `folder`, which exists.

    Raises WorkbenchError('file-not-written').
    """
    base, left = np.uint64(counts.d_vocab + 1), counts.numbers
    tokens = np.empty((len(left), counts.order), np.int32)
    for place in range(counts.order - 1, -1, -1):
        digits = (left % base).astype(np.int32)
        tokens[:, place] = np.where(digits == counts.d_vocab, EDGE, digits)
        left = left // base
    config = {
        "model_type": NGRAM_FAMILY, "order": counts.order, "vocab_size": counts.d_vocab, "smoothing": "modified interpolated Kneser-Ney",
        "discounts": [list(level.discounts) for level in model.levels],
    }  # fmt: skip
    try:
        (folder / CONFIG).write_text(json.dumps(config, indent=2, allow_nan=False) + "\n", "utf-8")
        (folder / TABLE).write_bytes(safetensors.numpy.save({"tokens": tokens, "counts": counts.counts}))
    except OSError as error:
        raise WorkbenchError("file-not-written", path=folder, reason=error.strerror or error) from error


def read_counts(folder: Path) -> Counts:
    """The counts of a folder that `write_ngram` wrote. Raises WorkbenchError: checkpoint-bad, bad-value."""
    try:
        config = json.loads((folder / CONFIG).read_text("utf-8"))
        if config["model_type"] != NGRAM_FAMILY:
            raise ValueError("it is no n-gram, but a network")
        tensors = safetensors.numpy.load((folder / TABLE).read_bytes())
        tokens, counts = tensors["tokens"], tensors["counts"]
        found = Counts(int(config["order"]), int(config["vocab_size"]))
        shapes = (str(tokens.dtype), tokens.shape, str(counts.dtype), counts.ndim)
        if shapes != ("int32", (len(counts), found.order), "int64", 1):
            raise ValueError("its tokens and counts are not those of an n-gram model")
        if len(tokens) and not (tokens.min() >= EDGE and tokens.max() < found.d_vocab and counts.min() > 0):
            raise ValueError("it has tokens or counts that there can't be")
    except (OSError, ValueError, KeyError, TypeError, AttributeError, safetensors.SafetensorError) as error:
        raise WorkbenchError("checkpoint-bad", path=folder, reason=str(error)[:200]) from error
    numbers = np.zeros(len(tokens), np.uint64)
    for place in range(found.order):
        column = tokens[:, place]
        numbers = numbers * np.uint64(found.d_vocab + 1) + np.where(column == EDGE, found.d_vocab, column).astype(np.uint64)
    if (numbers[1:] <= numbers[:-1]).any():
        raise WorkbenchError("checkpoint-bad", path=folder, reason="its n-grams are not in order")
    found.numbers, found.counts = numbers, counts
    return found
