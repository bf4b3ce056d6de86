"""Heads that tell classes: how one is put onto a model that told tokens, and which of its parameters are the head's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import torch
from torch import nn

from workbench.engine.initial import SPREAD
from workbench.engine.linear import Linear
from workbench.engine.spec import CLASSES, Head, ModelSpec
from workbench.engine.transformer import Transformer, classifier_of
from workbench.errors import WorkbenchError

FAMILIES = ("bert", "llama")
"""Whose files have a place for such a head."""


def with_classes(spec: ModelSpec, head: Head, labels: Sequence[str]) -> ModelSpec:
    """The spec of a model with a head of these classes in the place of what it told before. An encoder tells the class of a text behind
    its pooler. Raises WorkbenchError('training-unfit')."""
    if spec.family not in FAMILIES:
        raise WorkbenchError("training-unfit", objective=head, needed=f"a model of the families {' and '.join(FAMILIES)}", kind=spec.family)
    return replace(spec, head=head, labels=tuple(labels), pooler=spec.kind == "encoder" and head == "labels")


@torch.no_grad()
def put_classes(transformer: Transformer, spec: ModelSpec, random: torch.Generator) -> None:
    """Give a model the head of `spec`, in place; a head that already tells these classes stays, others begin near 0, so that at first
    every class is about as likely as any other."""
    told = transformer.spec
    transformer.spec = spec
    transformer.head = transformer.unembed = None
    like = transformer.embed.weight
    if not spec.pooler:
        transformer.pooler = None
    elif transformer.pooler is None:
        transformer.pooler = _fresh(Linear(spec.d_model, spec.d_model, bias=True, device=like.device), like.dtype, random)
    if (told.head, told.labels) != (spec.head, spec.labels):
        made = classifier_of(spec, device=like.device)
        assert made is not None, "the spec has such a head"
        transformer.classifier = _fresh(made, like.dtype, random)


def _fresh(made: Linear, dtype: torch.dtype, random: torch.Generator) -> Linear:
    drawn = torch.empty(made.weight.shape).normal_(0.0, SPREAD, generator=random)
    made.weight = nn.Parameter(drawn.to(made.weight.device, dtype))
    if made.bias is not None:
        made.bias = nn.Parameter(torch.zeros_like(made.bias, dtype=dtype))
    return made


def head_parameters(transformer: Transformer) -> dict[str, nn.Parameter]:
    """The parameters of a head of classes by their names; none where a model tells tokens."""
    if transformer.spec.head not in CLASSES:
        return {}
    return {name: one for name, one in transformer.named_parameters() if name.startswith(("classifier.", "pooler."))}
