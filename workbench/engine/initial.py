"""Fresh weights: what a model of each family starts from, so that at first every token is about as likely as any other."""

from __future__ import annotations

import torch
from torch import Tensor, nn

from workbench.engine.layers import LayerNorm, RMSNorm
from workbench.engine.linear import Linear
from workbench.engine.transformer import Transformer

SPREAD = 0.02
"""Standard deviation of GPT-2's, Llama's and BERT's first weights."""


@torch.no_grad()
def initialise(transformer: Transformer, random: torch.Generator) -> None:
    """Fill every parameter, in the order of their names' modules: equal generators give equal weights.

    Unscaled scores (T5) need small queries: there the spread follows each product's width (arXiv 1910.10683).
    """
    spec = transformer.spec
    by_width = spec.attn_scale == 1.0
    n_parts = 2 * spec.n_layers  # parts that write into the stream: these start smaller, the more there are (GPT-2)
    for name, module in transformer.named_modules():
        if isinstance(module, RMSNorm | LayerNorm):
            module.weight.fill_(1.0)
        elif isinstance(module, nn.Embedding):
            _normal(module.weight, 1.0 if by_width else SPREAD, random)
        elif isinstance(module, Linear) and not (spec.tied and module is transformer.unembed):
            if by_width:
                d_head = spec.d_head if name.endswith(".q") else 1
                spread = (module.weight.shape[1] * d_head) ** -0.5
            else:
                spread = SPREAD * (n_parts**-0.5 if name.endswith((".o", ".down")) and not spec.post_norm else 1.0)
            _normal(module.weight, spread, random)
    for name, parameter in transformer.named_parameters():
        if name.endswith("bias"):
            parameter.zero_()
        elif name.endswith("bias.weight"):  # of relative positions
            _normal(parameter, spec.d_model**-0.5, random)


def _normal(weight: Tensor, spread: float, random: torch.Generator) -> None:
    weight.normal_(0.0, spread, generator=random)
