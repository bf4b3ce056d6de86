"""Reads ids into a cache and gives the logits behind them: what every way to continue a text has in common.

The idea that is not obvious: what an earlier generation read is taken over as far as the ids are the same, except for the
last one, which is always read, since its logits are wanted.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from workbench.engine.cache import KeyValueCache
from workbench.engine.recollection import Read, Recollection, Trail, common

if TYPE_CHECKING:
    from workbench.engine.block import Source
    from workbench.engine.model import LoadedModel

Stopped = Callable[[], bool]


class Reading:
    """The ids of one generation, the cache of what was read of them, and the source of an encoder-decoder.

    `n_reused`: positions that were read before and are not read again.
    """

    def __init__(
        self,
        model: LoadedModel,
        begun: np.ndarray,
        *,
        room: int,
        source: np.ndarray | None = None,
        recollection: Recollection | None = None,
    ) -> None:
        """`begun` [n]: what stands there, n > 0; `room`: for how many more; `source`: what an encoder-decoder's encoder reads."""
        self._model, self._source_ids, self._recollection = model, source, recollection
        self._ids = torch.empty(len(begun) + room, dtype=torch.int64)
        self._ids[: len(begun)] = torch.from_numpy(begun.astype(np.int64))
        self._n = len(begun)
        self._trail = Trail(model, begun, source=source)
        earlier = recollection.longest_read(model, begun.astype(np.int64), source=source) if recollection is not None else None
        self.source: Source | None = earlier.source if earlier is not None else None
        self.n_reused = 0 if earlier is None else min(common(earlier.ids, begun), len(begun) - 1)
        self.cache = KeyValueCache(model.spec, len(begun) + room, device=model.device, dtype=model.dtype)
        if earlier is not None:
            self.cache.begin_with(earlier.cache, self.n_reused)
        self._streams = recollection.follow(model, self.cache, begun) if recollection is not None and room and source is None else None

    @property
    def history(self) -> Tensor:
        """All ids so far, int64 [n]."""
        return self._ids[: self._n]

    def logits(self, stopped: Stopped) -> Tensor:
        """Read what was not read yet; the logits of the token behind it, [d_vocab]. Raises logits-not-finite, cancelled."""
        model = self._model
        if self._source_ids is not None and self.source is None:
            self.source = model.transformer.encode(model.batch_of(self._source_ids), stopped=stopped)
        newest = self._ids[None, self.cache.length : self._n].to(model.device)
        kept: list[Tensor] = []
        resid = model.transformer(newest, cache=self.cache, source=self.source, kept=kept, stopped=stopped)  # [1, new, d_model]
        logits = model.transformer.logits(resid[0, -1:])  # [1, d_vocab]
        model.check_finite(logits, self._n - 1)
        if self._recollection is not None:
            self._recollection.keep_logits(self._trail.key, logits[0])
        if self._streams is not None:
            self._streams.add(newest[0].cpu().numpy(), [stream[0] for stream in kept])
            self._streams = self._streams if self._streams.fits else None
        return logits[0]

    def push(self, token: int) -> None:
        """Put a token behind the others."""
        self._ids[self._n] = token
        self._n += 1
        self._trail.push(token)

    def keep(self) -> None:
        """Leave what was read to those who come after. Nothing is read any more."""
        if self._streams is not None:
            self._streams.over = True
        if self._recollection is not None and self.cache.length:
            ids = self._ids[: self.cache.length].numpy().copy()
            read = Read(ids, self.cache.trimmed(), self.source)
            self._recollection.keep_read(self._model, read, source=self._source_ids)


class CountedReading:
    """The ids of one generation by an n-gram, which looks back at a few of them and keeps nothing."""

    n_reused = 0

    def __init__(self, model: LoadedModel, begun: np.ndarray, *, recollection: Recollection | None = None) -> None:
        """`begun` [n]: what stands there, n > 0."""
        self._model, self._recollection = model, recollection
        self._ids = [int(token) for token in begun]
        self._trail = Trail(model, begun)

    @property
    def history(self) -> Tensor:
        """All ids so far, int64 [n]."""
        return torch.tensor(self._ids)

    def logits(self, _stopped: Stopped) -> Tensor:
        """Of the token behind them, [d_vocab]."""
        n = len(self._ids)
        found = self._model.left_to_right(np.asarray(self._ids))(n - 1, n)[0]
        if self._recollection is not None:
            self._recollection.keep_logits(self._trail.key, found)
        return found

    def push(self, token: int) -> None:
        """Put a token behind the others."""
        self._ids.append(token)
        self._trail.push(token)

    def keep(self) -> None:
        """There is nothing to leave to others."""
