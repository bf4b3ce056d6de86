"""How well a batch is told: the loss, summed over counted tokens so that micro-batches can be added up rightly, and how often the most
probable answer is the right one."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from workbench.engine import fused
from workbench.engine.devices import place_of
from workbench.engine.layers import tables_of
from workbench.engine.training.batches import NOT_COUNTED, Batch
from workbench.engine.transformer import Transformer


class Measured(NamedTuple):
    """`loss`: mean nats per counted token or class. `accuracy`: of 1."""

    loss: float
    accuracy: float


def products_in(dtype: str, device: torch.device) -> str:
    """The type that products are computed in where `dtype` is allowed. A processor without instructions for bfloat16 takes seven times as
    long for them as in float32, which is the more exact besides."""
    if dtype == "bfloat16" and device.type == "cuda":
        return "bfloat16" if torch.cuda.is_bf16_supported() else "float32"
    helps = dtype == "bfloat16" and device.type == "cpu" and torch.ops.mkldnn._is_mkldnn_bf16_supported()
    return "bfloat16" if helps else "float32"


def products(dtype: str, device: torch.device) -> torch.autocast:
    """Within it, products are computed in that type."""
    return torch.autocast(device.type, torch.bfloat16, enabled=dtype == "bfloat16")


def summed_loss(transformer: Transformer, batch: Batch) -> Tensor:
    """Cross-entropy in nats, summed over the counted positions of a batch: a scalar, float32 or wider."""
    resid, targets = _counted(transformer, batch)
    if transformer.training and transformer.classifier is None and fused.can(resid, *(tables := tables_of(transformer.unembed))):
        return fused.summed_cross_entropy(transformer.read_out(resid), tables[0], targets)
    logits = transformer.told(resid)
    return F.cross_entropy(logits.to(torch.promote_types(logits.dtype, torch.float32)), targets, reduction="sum")


def told(transformer: Transformer, batch: Batch) -> Tensor:
    """Logits at the counted positions, [n, d_vocab or n_labels]."""
    return transformer.told(_counted(transformer, batch)[0])


def _counted(transformer: Transformer, batch: Batch) -> tuple[Tensor, Tensor]:
    """The last stream at the counted positions, [n, d_model], and their targets [n]. Only these are unembedded: where 15 % count, the
    largest product costs a seventh."""
    place = place_of(transformer)
    there = batch.to(place)
    source = None if there.source is None else transformer.encode(there.source, keys=there.source_keys)
    resid = transformer(there.tokens, keys=there.keys, source=source).flatten(0, 1)  # [rows · pos, d_model]
    counted = batch.targets.flatten() != NOT_COUNTED  # looked at here: a graphics card would be waited for
    if counted.all():  # taking all of them one by one costs more than it says
        return resid, there.targets.flatten()
    at = counted.nonzero()[:, 0].to(place)
    return resid[at], there.targets.flatten()[at]


@torch.no_grad()
def measured(transformer: Transformer, batches: Sequence[Batch], *, by_row: bool = False) -> Measured:
    """Loss and accuracy over batches, without dropout. `by_row`: a row is right if all of it is, which for targets and answers is the
    share that greedy decoding would write to the letter: it goes wrong where the first token does."""
    was_training = transformer.training
    transformer.eval()
    total, n_counted, right, n_judged = 0.0, 0, 0, 0
    for batch in batches:
        counted = batch.targets != NOT_COUNTED  # [rows, pos]
        resid, targets = _counted(transformer, batch)
        logits = transformer.told(resid).float()
        total += float(F.cross_entropy(logits, targets, reduction="sum"))
        hits = counted.clone()
        hits[counted] = (logits.argmax(-1) == targets).cpu()
        judged = counted.any(1) if by_row else counted
        right += int((judged & (hits == counted).all(1) if by_row else hits).sum())
        n_judged, n_counted = n_judged + int(judged.sum()), n_counted + int(counted.sum())
    transformer.train(was_training)
    return Measured(total / max(1, n_counted), right / n_judged if n_judged else math.nan)


def mean_loss(transformer: Transformer, batches: Sequence[Batch]) -> float:
    """Mean nats per counted token over batches, without dropout."""
    return measured(transformer, batches).loss


def shares_of(batches: Sequence[Batch], n_labels: int) -> tuple[float, ...]:
    """How often each class is the right one in batches. The largest is what always naming that class would reach."""
    found = torch.cat([batch.targets[batch.targets != NOT_COUNTED] for batch in batches])
    counts = torch.bincount(found, minlength=n_labels)
    return tuple((counts / max(1, int(counts.sum()))).tolist())
