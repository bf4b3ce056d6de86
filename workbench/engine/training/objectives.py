"""What is learned: the loss of a batch, summed over its counted tokens so that micro-batches can be added up rightly."""

from __future__ import annotations

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from workbench.engine.training.batches import NOT_COUNTED, Batch
from workbench.engine.transformer import Transformer


def summed_loss(transformer: Transformer, batch: Batch) -> Tensor:
    """Cross-entropy in nats, summed over the counted tokens of a batch: a float32 scalar.

    Only counted positions are unembedded: where 15 % count, the largest product costs a seventh.
    """
    source = None if batch.source is None else transformer.encode(batch.source, keys=batch.source_keys)
    resid = transformer(batch.tokens, keys=batch.keys, source=source)  # [rows, pos, d_model]
    counted = batch.targets != NOT_COUNTED  # [rows, pos]
    logits = transformer.logits(resid[counted])  # [n, d_vocab]
    return F.cross_entropy(logits.float(), batch.targets[counted], reduction="sum")


@torch.no_grad()
def mean_loss(transformer: Transformer, batches: list[Batch]) -> float:
    """Mean nats per counted token over batches, without dropout."""
    was_training = transformer.training
    transformer.eval()
    total = sum(float(summed_loss(transformer, batch)) for batch in batches)
    transformer.train(was_training)
    return total / max(1, sum(batch.n_counted for batch in batches))
