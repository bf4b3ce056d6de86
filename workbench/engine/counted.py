"""An n-gram among the models: counts that are asked for the next token as a network is.

The idea that is not obvious: its logits are the natural logs of its probabilities, and softmax leaves those as they are. So samplers,
scores and looks back at a step need not know that there is no network.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import torch
from torch import Tensor

from workbench.engine.ngram import KneserNey
from workbench.engine.ngram_files import ngram_spec, read_counts
from workbench.engine.spec import ModelSpec
from workbench.library import COUNTS, NGRAM_FAMILY, Location, open_tokenizer, read_config, sha256_of
from workbench.text import Tokenizer
from workbench.values import LIMITS, ModelInfo

KERNELS = "counts"
"""What stands in the place of a network's kernels."""


class Counted:
    """Probabilities made of the n-grams in a checkpoint's folder. `size_bytes`: of what they take in memory."""

    def __init__(self, location: Location) -> None:
        """Raises WorkbenchError: checkpoint-bad, bad-value."""
        counts = read_counts(location.path)
        self._model, self.n_grams = KneserNey(counts), len(counts.numbers)
        self.order = counts.order
        self.spec: ModelSpec = ngram_spec(d_vocab=counts.d_vocab, n_ctx=int(LIMITS["architecture.n_ctx"][1]))
        levels = self._model.levels
        self.size_bytes = sum(part.nbytes for one in levels for part in (one.numbers, one.shares, one.contexts, one.left))

    def logits(self, ids: Sequence[int] | np.ndarray, first: int, end: int) -> Tensor:
        """ln p of what follows the positions first … end - 1 of ids [n]: float64 [end - first, d_vocab]."""
        known = [int(token) for token in ids]
        rows = [self._model.distribution(known[: place + 1]) for place in range(first, end)]
        return torch.from_numpy(np.log(np.stack(rows)))


def is_counted(location: Location) -> bool:
    """Whether what is there is an n-gram. Raises as reading its configuration does."""
    return location.format == "folder" and read_config(location.path).get("model_type") == NGRAM_FAMILY


def open_counted(location: Location) -> tuple[Counted, Tokenizer, ModelInfo]:
    """Open an n-gram. Raises WorkbenchError: checkpoint-bad, bad-value, and the tokenizer's."""
    counted, tokenizer = Counted(location), open_tokenizer(location)
    size_bytes = sum(file.stat().st_size for file in location.path.iterdir() if file.is_file())
    info = ModelInfo(
        name=location.name, path=str(location.path), family=NGRAM_FAMILY, kind=counted.spec.kind, n_layers=0, n_heads=0, n_kv_heads=0,
        d_model=0, d_head=0, d_mlp=0, d_vocab=counted.spec.d_vocab, n_ctx=counted.spec.n_ctx, n_parameters=counted.n_grams,
        dtype="float64", stored_type=COUNTS, source=location.format, sha256=sha256_of(location), device="cpu", profile="exact",
        kernels=KERNELS, bos_policy=tokenizer.bos_policy, has_chat_template=tokenizer.chat_template is not None, size_bytes=size_bytes,
        memory_bytes=counted.size_bytes, order=counted.order,
    )  # fmt: skip
    return counted, tokenizer, info
