"""What recent generations left behind: the logits of their steps, and the keys and values of what they read.

The idea that is not obvious: nothing is held by handle. A model and the exact ids it has read name both; so a branch finds
what its parent read, and whoever looks into a step finds its logits, without any of them knowing of the other.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

import numpy as np
from torch import Tensor

from workbench.engine.cache import KeyValueCache
from workbench.engine.streams import Streams
from workbench.shelf import Shelf
from workbench.values import Intervention

if TYPE_CHECKING:
    from workbench.engine.block import Source
    from workbench.engine.model import LoadedModel

LOGITS_BYTES = 256 << 20
"""1,365 steps of a vocabulary of 49,152 in float32."""
CACHES_BYTES = 256 << 20
"""5,800 positions of SmolLM2-135M."""
FOLLOWED = 2
"""Of so many texts the streams are here: one that is being written, and the one before, which it may go on with."""


class Trail:
    """Names what a model has read in a few bytes, and goes on with every token it reads."""

    def __init__(self, model: LoadedModel, ids: np.ndarray, *, source: np.ndarray | None = None) -> None:
        """`ids` [n]: what was read; `source`: what an encoder-decoder's encoder read."""
        read = b"" if source is None else source.astype(np.int64).tobytes()
        self._hash = hashlib.blake2b(f"{_name(model)} {len(read)} ".encode() + read, digest_size=16)
        self._hash.update(ids.astype(np.int64).tobytes())

    def push(self, token: int) -> None:
        self._hash.update(np.int64(token).tobytes())

    @property
    def key(self) -> bytes:
        return self._hash.digest()


class Kept(NamedTuple):
    """Logits [d_vocab] behind a trail. `recomputed`: not those of the generation itself, but of the same ids read again."""

    logits: Tensor
    recomputed: bool


@dataclass(frozen=True, eq=False)
class Read:
    """Keys and values of `ids`, int64 [n], all of which were read; the source of an encoder-decoder."""

    ids: np.ndarray
    cache: KeyValueCache
    source: Source | None = None


class _ReadKey(NamedTuple):
    model: str
    source: bytes
    ids: bytes


class Recollection:
    """Logits and caches within budgets, of all models."""

    def __init__(self, *, logits_bytes: int = LOGITS_BYTES, caches_bytes: int = CACHES_BYTES) -> None:
        self._logits: Shelf[bytes, Kept] = Shelf(logits_bytes)
        self._reads: Shelf[_ReadKey, Read] = Shelf(caches_bytes)
        self._streams: list[Streams] = []

    def keep_logits(self, key: bytes, logits: Tensor, *, recomputed: bool = False) -> None:
        """Keep logits [d_vocab] of the token behind a trail. They are not copied."""
        self._logits.put(key, Kept(logits, recomputed), cost=logits.nbytes)

    def logits(self, key: bytes) -> Kept | None:
        """The logits behind a trail, if they are still here."""
        return self._logits.get(key)

    def keep_read(self, model: LoadedModel, read: Read, *, source: np.ndarray | None = None) -> None:
        """Keep what was read. It must not be written to any more."""
        key = _ReadKey(_name(model), _bytes(source), _bytes(read.ids))
        self._reads.put(key, read, cost=read.cache.size_bytes)

    def longest_read(self, model: LoadedModel, ids: np.ndarray, *, source: np.ndarray | None = None) -> Read | None:
        """Of what is here, that which has most of its beginning in common with `ids`; None if none has any."""
        name, of = _name(model), _bytes(source)
        keys = [key for key in self._reads.keys() if (key.model, key.source) == (name, of)]  # noqa: SIM118 - a shelf is no mapping
        best = max(keys, key=lambda key: common(np.frombuffer(key.ids, np.int64), ids), default=None)
        found = self._reads.get(best) if best is not None else None
        return found if found is not None and common(found.ids, ids) else None

    def follow(self, model: LoadedModel, cache: KeyValueCache, ids: np.ndarray) -> Streams | None:
        """Room for the streams of a text that begins with `ids` [n], with those of the positions that `cache` already has; None
        where nobody kept these."""
        made, n_reused = Streams(model, cache), cache.length
        earlier = self.streams(model, model.interventions, ids[:n_reused]) if n_reused else None
        if n_reused and (earlier is None or len(earlier.ids) < n_reused):
            return None
        if earlier is not None:
            made.add(earlier.ids[:n_reused], list(earlier.resid[:, :n_reused]))
        self._streams = [*self._streams[1 - FOLLOWED :], made]
        return made

    def streams(self, model: LoadedModel, interventions: tuple[Intervention, ...], ids: np.ndarray) -> Streams | None:
        """The streams of a text that begins with `ids` [n], or as they do, read by `model` with these changes; the newest such."""
        name = _name(model, interventions)
        self._streams = [one for one in self._streams if one.fits]
        return next((one for one in reversed(self._streams) if _name(one.model) == name and one.begins(ids)), None)


def common(a: np.ndarray, b: np.ndarray) -> int:
    """How many of the first ids of a and b are the same."""
    n = min(len(a), len(b))
    other = np.flatnonzero(a[:n] != b[:n])
    return int(other[0]) if len(other) else n


def _bytes(ids: np.ndarray | None) -> bytes:
    return b"" if ids is None else ids.astype(np.int64).tobytes()


def _name(model: LoadedModel, interventions: tuple[Intervention, ...] | None = None) -> str:
    info, changes = model.info, model.interventions if interventions is None else interventions
    return f"{info.sha256} {info.dtype} {info.kernels} {info.device} {changes}"
