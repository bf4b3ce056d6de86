"""A pass over one text that is kept, and passes that go on from one of its layers with something else put in.

Legend: batch, the changes that are tried at once; n positions, L layers, H heads.

The idea that is not obvious: what stands before the first changed place of a text that is read from left to right is the same
in every changed pass. It is read once, into a cache, and a changed pass reads only what comes behind.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from workbench.engine.block import Source
from workbench.engine.cache import KeyValueCache
from workbench.engine.touch import Look, Point, Put, Touch, chained
from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.engine.model import LoadedModel

Stopped = Callable[[], bool]


class Onward:
    """What stood in a pass, for one that goes on from the stream before `layer`, where it has acted already."""

    def __init__(self, touch: Touch, layer: int) -> None:
        self._touch, self._layer = touch, layer

    def __call__(self, point: Point, layer: int, x: Tensor, first: int) -> Tensor:
        return x if point == "resid" and layer == self._layer else self._touch(point, layer, x, first)


def onward(model: LoadedModel, layer: int) -> Touch | None:
    """What stands in every pass of a model, for one that goes on from the stream before a layer."""
    touch = model.transformer.touch
    return None if touch is None else Onward(touch, layer)


class Read:
    """One text as the stack that predicts has read it: every stream, and what was found at one more point."""

    def __init__(
        self, model: LoadedModel, ids: np.ndarray, *, point: Point, source: Source | None = None, stopped: Stopped = lambda: False
    ) -> None:
        """`point`: where it is remembered what was found. Raises WorkbenchError('cancelled')."""
        self.model, self.point, self.n, self.source = model, point, len(ids), source
        self.is_causal = model.transformer.stack.causal
        self._cache = KeyValueCache(model.spec, self.n, device=model.device, dtype=model.dtype) if self.is_causal else None
        look = Look(point)
        self._streams: list[Tensor] = []
        for stream in model.transformer.residuals(model.batch_of(ids), cache=self._cache, source=source, touch=look):
            if stopped():
                raise WorkbenchError("cancelled")
            self._streams.append(stream[0])
        self._seen = look.seen

    def stream(self, layer: int) -> Tensor:
        """The stream before a block, after the last (-1): [n, d_model]."""
        return self._streams[layer]

    def found(self, layer: int) -> Tensor:
        """What was found at the point: [n, d_model], of z [H, n, d_head]."""
        return self._seen[self.point, layer][0]

    def again(self, layer: int, change: Callable[[Tensor, int], None], *, batch: int, first: int, at: int, stopped: Stopped) -> Tensor:
        """The streams behind the last block at one position, [batch, d_model], in passes that differ from this one by a change at
        a layer, which leaves the positions before `first` as they are.

        `change(x, first)` changes what is found at the point in place, x [batch, pos, d_model], of z [batch, H, pos, d_head],
        its first row standing at `first`. Raises WorkbenchError('cancelled').
        """
        cache = self._begun(batch, first, at + 1)
        first, end = (0, self.n) if cache is None else (first, at + 1)
        begun = self.stream(layer)[first:end].expand(batch, -1, -1)  # [batch, pos, d_model]
        put = Put(self.point, layer, lambda x: _changed(x, change, first))
        touch = chained(onward(self.model, layer), put)
        for resid in self.model.transformer.stack.residuals(begun, cache=cache, source=self.source, touch=touch, begin=layer):
            if stopped():
                raise WorkbenchError("cancelled")
            begun = resid
        return begun[:, at - first]

    def _begun(self, batch: int, first: int, end: int) -> KeyValueCache | None:
        """Room for `batch` passes that have read the positions before `first`; None where every position sees every other."""
        if self._cache is None:
            return None
        made = KeyValueCache(self.model.spec, end, device=self.model.device, dtype=self.model.dtype, batch=batch)
        made.begin_with(self._cache, first)
        return made


def _changed(x: Tensor, change: Callable[[Tensor, int], None], first: int) -> Tensor:
    copy = x.clone(memory_format=torch.contiguous_format)  # a batch that was expanded has one memory for all rows
    change(copy, first)
    return copy
