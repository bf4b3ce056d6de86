"""Passes over a text whose embeddings, or what is read at its tokens, somebody changes.

Legend: s tokens of an encoder-decoder's source (else 0), n tokens of the text that its decoder, or the model, reads.

The idea that is not obvious: source and text lie in one row of s + n inputs, so that a way of attribution need not know
which kind of model it looks at. A decoder reads no token behind the position that is asked about, so they are left out.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import torch
from torch import Tensor

from workbench.engine.contrast import meter
from workbench.engine.spec import ModelSpec, RelativeSpec
from workbench.engine.touch import Point
from workbench.engine.trace import Trace
from workbench.errors import WorkbenchError
from workbench.values import Contrast

Stopped = Callable[[], bool]


class Passes:
    """The passes of one trace that end in the value of one contrast (with nothing left open)."""

    def __init__(self, trace: Trace, contrast: Contrast, stopped: Stopped) -> None:
        assert contrast.position is not None, "the contrast is resolved"
        self.model, self._position, self._stopped = trace.model, contrast.position, stopped
        self._meter = meter(trace.model, contrast)
        read = (trace.encoding if trace.target is None else trace.target).ids
        ids = read if trace.model.spec.kind == "encoder" else read[: contrast.position + 1]
        self.n_source = len(trace.encoding.ids) if trace.target is not None else 0
        parts = [trace.encoding.ids, ids] if self.n_source else [ids]
        transformer = trace.model.transformer
        with torch.no_grad():
            self.x = torch.cat([transformer.token_embeddings(trace.model.batch_of(part)) for part in parts], dim=1)[0]  # [s + n, d_model]

    def __len__(self) -> int:
        """How many inputs there are, s + n."""
        return len(self.x)

    @torch.no_grad()
    def values(self, x: Tensor, *, zeroed: Tensor | None = None) -> Tensor:
        """The contrast with these inputs, x [batch, s + n, d_model] -> float64 [batch] on the processor.

        zeroed  bool [batch, s + n]: at which tokens all heads find value vectors of 0
        Raises WorkbenchError: logits-not-finite, cancelled.
        """
        return self._finite(self._value(x, zeroed))

    @torch.enable_grad()
    def gradients(self, x: Tensor) -> Tensor:
        """dF/dx, x [batch, s + n, d_model] -> float64 [batch, s + n, d_model] on the processor.

        Raises WorkbenchError: logits-not-finite, gradient-not-finite, cancelled.
        """
        leaf = x.detach().clone().requires_grad_()
        value = self._value(leaf, None)
        self._finite(value.detach())
        (found,) = torch.autograd.grad(value.sum(), leaf)
        if not found.isfinite().all():
            raise WorkbenchError("gradient-not-finite", model=self.model.info.name, dtype=self.model.info.dtype)
        return found.double().cpu()

    def _value(self, x: Tensor, zeroed: Tensor | None) -> Tensor:
        transformer, s = self.model.transformer, self.n_source
        source, touch = None, None if zeroed is None else _Zeroed(zeroed[:, s:], zeroed[:, :s])
        if s:
            hide = None if zeroed is None else _Zeroed(zeroed[:, :s], zeroed[:, :0])
            source = transformer.source_of(self._last(transformer.source_residuals(x[:, :s], touch=hide)))
        return self._meter(self._last(transformer.residuals(x[:, s:], source=source, touch=touch))[:, self._position])

    def _last(self, streams: Iterator[Tensor]) -> Tensor:
        resid = next(streams)
        for following in streams:
            if self._stopped():
                raise WorkbenchError("cancelled")
            resid = following
        return resid

    def _finite(self, value: Tensor) -> Tensor:
        if not value.isfinite().all():
            raise WorkbenchError("logits-not-finite", model=self.model.info.name, position=self._position, dtype=self.model.info.dtype)
        return value.double().cpu()


class _Zeroed:
    """Sets the value vectors of some tokens to 0, bool [batch, pos] of the text itself, and of the source that is read."""

    def __init__(self, own: Tensor, source: Tensor) -> None:
        self._at: dict[Point, Tensor] = {"v": own, "cross_v": source}

    def __call__(self, point: Point, layer: int, x: Tensor, first: int) -> Tensor:
        return x.masked_fill(self._at[point][:, None, :, None], 0.0) if point in self._at else x  # [batch, K, pos, d_head]


def gradient_bytes(spec: ModelSpec, n_source: int, n_tokens: int, *, itemsize: int) -> int:
    """About what a pass over one row keeps until its gradient is taken, in bytes."""
    width = 11 * spec.d_model + 4 * spec.d_mlp + 2 * spec.n_heads * spec.d_head  # measured on SmolLM2: 1.2 GiB of 1.6 at 1,024 tokens

    def kept(n: int, keys: int) -> int:
        return n * (width + (3 * spec.n_heads * keys if isinstance(spec.positions, RelativeSpec) else 0))

    both = spec.n_encoder_layers * kept(n_source, n_source) + spec.n_layers * kept(n_tokens, n_tokens + n_source)
    return itemsize * (both + 2 * (n_source + n_tokens) * spec.d_model)
