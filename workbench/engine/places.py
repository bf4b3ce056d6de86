"""The steps of a stored generation, found again by its exact ids: their logits, kept or computed again.

The idea that is not obvious: all steps that are no longer kept are read in one pass, from where what is still there ends.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from workbench.engine.cache import KeyValueCache
from workbench.engine.recollection import Kept, Recollection, Trail, common
from workbench.engine.subjects import check_ids
from workbench.errors import WorkbenchError
from workbench.values import TokenPath

if TYPE_CHECKING:
    from workbench.engine.block import Source
    from workbench.engine.model import LoadedModel

ROWS = 64
"""Positions whose logits are computed at once."""
Stopped = Callable[[], bool]


class Places:
    """One path in one model. Step `index` (from 0) has read `before(index)`."""

    def __init__(self, model: LoadedModel, path: TokenPath, *, recollection: Recollection | None = None) -> None:
        """Raises WorkbenchError for ids the model cannot read: empty-text, text-too-long, ids-out-of-range."""
        self._model, self._recollection = model, recollection
        pair = model.spec.kind == "encoder-decoder"
        prompt = np.array(path.prompt_ids, np.int64)
        check_ids(model.info, prompt)
        self._source_ids = prompt if pair else None
        self._ids = np.array([model.spec.start_id, *path.ids] if pair else [*path.prompt_ids, *path.ids], np.int64)
        self._n_begun = 1 + path.n_forced if pair else len(prompt)
        self.n_steps = len(self._ids) - self._n_begun
        check_ids(model.info, self._ids[: max(len(self._ids) - 1, 1)])
        self._source: Source | None = None
        self._cache: KeyValueCache | None = None

    def before(self, index: int) -> Tensor:
        """The ids that were read before a step, int64 [n]."""
        return torch.from_numpy(self._ids[: self._n_begun + index])

    def require(self, index: int) -> None:
        """Raise WorkbenchError('bad-value') for a step the path does not have. The one behind its last has logits, too."""
        if not 0 <= index <= self.n_steps:
            raise WorkbenchError("bad-value", name="step", value=index, limit=f"0 to {self.n_steps}")

    def logits(self, indices: Sequence[int], stopped: Stopped) -> dict[int, Kept]:
        """The logits of steps. Raises logits-not-finite, cancelled."""
        keys = self._keys(indices)
        found = {index: kept for index, key in keys.items() if (kept := self._kept(key)) is not None}
        missing = sorted(set(indices) - set(found))
        for first in range(0, len(missing), ROWS):
            rows = missing[first : first + ROWS]
            for index, logits in zip(rows, self._computed(rows, stopped), strict=True):
                found[index] = Kept(logits, recomputed=True)
                if self._recollection is not None:
                    self._recollection.keep_logits(keys[index], logits, recomputed=True)
        return found

    def continued(self, index: int, tokens: Sequence[int], stopped: Stopped) -> Tensor | None:
        """Logits [k, d_vocab] behind each of the tokens, where they stand in the place of the path's from a step on.

        None where they do not fit into the context. Ask for later steps first: what follows a step is overwritten.
        """
        n = self._n_begun + index
        if n + len(tokens) > self._model.spec.n_ctx:
            return None
        if self._model.is_counted:
            return torch.cat([self._model.left_to_right(np.append(self._ids[:n], token))(n, n + 1) for token in tokens])
        cache = self._read(n, stopped, room=len(tokens))
        cache.length = n
        batch = torch.tensor([list(tokens)]).to(self._model.device)
        resid = self._model.transformer(batch, cache=cache, source=self._source, stopped=stopped)  # [1, k, d_model]
        cache.length = n
        return self._model.transformer.logits(resid[0]).cpu()

    def _kept(self, key: bytes) -> Kept | None:
        return self._recollection.logits(key) if self._recollection is not None else None

    def _keys(self, indices: Sequence[int]) -> dict[int, bytes]:
        trail, keys = Trail(self._model, self._ids[: self._n_begun], source=self._source_ids), {}
        for index in range(max(indices, default=-1) + 1):
            keys[index] = trail.key
            if self._n_begun + index < len(self._ids):
                trail.push(int(self._ids[self._n_begun + index]))
        return keys

    def _computed(self, rows: Sequence[int], stopped: Stopped) -> Iterator[Tensor]:
        """Logits of steps, ascending, read from the first one's last position on."""
        model, first, end = self._model, self._n_begun + rows[0] - 1, self._n_begun + rows[-1]
        if model.is_counted:
            behind = model.left_to_right(self._ids)
            yield from (behind(self._n_begun + row - 1, self._n_begun + row)[0] for row in rows)
            return
        cache = self._read(first, stopped)
        cache.length = first
        newest = torch.from_numpy(self._ids[None, first:end]).to(model.device)
        resid = model.transformer(newest, cache=cache, source=self._source, stopped=stopped)  # [1, end - first, d_model]
        logits = model.transformer.logits(resid[0, [row - rows[0] for row in rows]])  # [rows, d_vocab]
        model.check_finite(logits, first)
        yield from (row.clone() for row in logits.cpu())

    def _read(self, n: int, stopped: Stopped, *, room: int = 0) -> KeyValueCache:
        """A cache of our own that holds the first n positions at least, with room for all, and for `room` behind the n."""
        wanted = max(len(self._ids), n + room)
        if self._cache is None or self._cache.keys.shape[3] < wanted:
            self._cache = self._begun_cache(wanted)
        if self._source_ids is not None and self._source is None:
            self._source = self._model.transformer.encode(self._model.batch_of(self._source_ids), stopped=stopped)
        if self._cache.length < n:
            newest = torch.from_numpy(self._ids[None, self._cache.length : n]).to(self._model.device)
            self._model.transformer(newest, cache=self._cache, source=self._source, stopped=stopped)
        return self._cache

    def _begun_cache(self, n_positions: int) -> KeyValueCache:
        model = self._model
        cache = KeyValueCache(model.spec, n_positions, device=model.device, dtype=model.dtype)
        earlier = self._recollection.longest_read(model, self._ids, source=self._source_ids) if self._recollection is not None else None
        if earlier is not None:
            cache.begin_with(earlier.cache, common(earlier.ids, self._ids))
            self._source = self._source or earlier.source
        return cache
