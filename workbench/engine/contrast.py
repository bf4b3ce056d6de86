"""A contrast (one token's logit, less another's, at one position) in a pass: what it means there, and what it comes to.

The idea that is not obvious: the difference is taken between the two rows of the unembedding, before the product. That is one
product for any size of vocabulary, and nothing is lost where two large logits are nearly equal.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from workbench.engine.distribution import best
from workbench.engine.wanted import check_range
from workbench.errors import WorkbenchError
from workbench.values import Contrast, Contrasted, Encoding

if TYPE_CHECKING:
    from workbench.engine.model import LoadedModel
    from workbench.engine.trace import Trace


@torch.inference_mode()
def contrasted(trace: Trace, contrast: Contrast) -> Contrasted:
    """What a contrast is about in a pass, with its value there.

    Raises WorkbenchError: no-logits, bad-value, logits-not-finite.
    """
    whole = resolved(trace, contrast)
    assert whole.position is not None
    assert whole.token_id is not None
    found = meter(trace.model, whole)(trace.stream(-1)[whole.position])
    shown = trace.model.tokenizer.shown
    return Contrasted(
        whole,
        token=shown(whole.token_id),
        against=shown(whole.against_id) if whole.against_id is not None else "",
        value=float(found),
    )


@torch.inference_mode()
def resolved(trace: Trace, contrast: Contrast) -> Contrast:
    """The contrast with the position and the tokens that it leaves open. Raises as `contrasted` does."""
    model = trace.model
    model.require_logits()
    position = default_position(model, trace.target or trace.encoding) if contrast.position is None else contrast.position
    check_range("position", position, 0, trace.n_tokens - 1)
    for name, token in (("token_id", contrast.token_id), ("against_id", contrast.against_id)):
        if token is not None:
            check_range(name, token, 0, model.spec.d_vocab - 1)
    if contrast.token_id is not None and contrast.token_id == contrast.against_id:
        raise WorkbenchError("contrast-same", token=model.tokenizer.shown(contrast.token_id), id=contrast.token_id)
    logits = model.transformer.logits(trace.stream(-1)[position])  # [d_vocab]
    model.check_finite(logits[None], position)
    if contrast.token_id is not None:
        return replace(contrast, position=position)
    first, second = best(logits.cpu(), 2).tolist()
    if contrast.against_id is None:
        return Contrast(position, first, second)
    return Contrast(position, second if first == contrast.against_id else first, contrast.against_id)


def value_of_logits(logits: Tensor, contrast: Contrast) -> Tensor:
    """A contrast's value from logits at its position, [.., d_vocab] -> [..]."""
    assert contrast.token_id is not None, "the contrast is resolved"
    found = logits[..., contrast.token_id]
    return found if contrast.against_id is None else found - logits[..., contrast.against_id]


def meter(model: LoadedModel, contrast: Contrast) -> Callable[[Tensor], Tensor]:
    """Gives the same from streams behind the last block at its position, before the final norm: [.., d_model] -> [..].

    Differentiable with respect to the streams.
    """
    row, bias = direction(model, contrast)

    def value(stream: Tensor) -> Tensor:
        return model.transformer.read_out(stream) @ row + bias

    return value


def direction(model: LoadedModel, contrast: Contrast) -> tuple[Tensor, Tensor]:
    """What the contrast is, seen from where the unembedding reads: its value is x · row + bias, row [d_model], bias []."""
    unembed = model.transformer.unembed
    assert unembed is not None, "the model predicts tokens"
    row, bias = _less(model.token_row, contrast), unembed.bias
    return row, row.new_zeros(()) if bias is None else _less(lambda token: bias[token].detach(), contrast)


def _less(of_token: Callable[[int], Tensor], contrast: Contrast) -> Tensor:
    """What belongs to the token, less what belongs to the one it is held against."""
    assert contrast.token_id is not None, "the contrast is resolved"
    found = of_token(contrast.token_id)
    return found if contrast.against_id is None else found - of_token(contrast.against_id)


def default_position(model: LoadedModel, encoding: Encoding) -> int:
    """Where a contrast is asked that names no position: the last; of an encoder the first mask, else the last that stands for text."""
    mask = model.tokenizer.mask_id
    if model.spec.kind != "encoder":
        return len(encoding.ids) - 1
    if mask is not None and mask in encoding.ids:
        return int(np.flatnonzero(encoding.ids == mask)[0])
    return int(encoding.written[-1]) if len(encoding.written) else len(encoding.ids) - 1
