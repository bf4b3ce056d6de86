"""One captured forward pass, and the views one can ask of it.

Legend: L layers, H heads, n tokens (of an encoder-decoder: of the target). The trace owns the residual streams
[L + 1, n, d_model]; patterns are recomputed from them on demand (`patterns.py`), logits likewise, so a trace grows with what
is looked at.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from workbench.engine import trace_file
from workbench.engine.block import Source
from workbench.engine.cache import KeyValueCache
from workbench.engine.combining import Grouping, combined
from workbench.engine.distribution import distribution
from workbench.engine.memory import require
from workbench.engine.patterns import Patterns
from workbench.engine.picture import Picture, Region
from workbench.engine.touch import Touch, chained
from workbench.engine.wanted import Wanted, check_range, want
from workbench.errors import WorkbenchError
from workbench.shelf import Shelf
from workbench.values import (
    PATTERN_NAMES,
    Arrays,
    ArraysRequest,
    Cells,
    CellsRequest,
    Combination,
    Encoding,
    Grid,
    GridRequest,
    HeadImage,
    HeadRequest,
    Lines,
    LinesRequest,
    Next,
    NextRequest,
    Part,
    Together,
    TraceRequest,
    TraceSummary,
    word_starts,
)

if TYPE_CHECKING:
    from workbench.engine.model import LoadedModel
    from workbench.engine.transformer import Stack

Stopped = Callable[[], bool]

SUMMARY_TOP = 20
MAPS_BYTES = 64 << 20
"""What maps that were made of all patterns may take."""
LOGIT_ROWS = 64


def never() -> bool:
    """Nobody asks to stop."""
    return False


class Trace:
    """A forward pass over one text. Its views answer the requests of `workbench.values`.

    Indices out of range are WorkbenchErrors ('bad-value'); views of long texts look at `stopped` as they go.
    """

    def __init__(
        self,
        model: LoadedModel,
        request: TraceRequest,
        *,
        encoding: Encoding,
        resid: Tensor,
        patterns: Mapping[str, Patterns],
        sink_shares: Mapping[str, Tensor],
        duration_ms: float,
        target: Encoding | None = None,
        encoder_resid: Tensor | None = None,
        source: Source | None = None,
        cache: KeyValueCache | None = None,
    ) -> None:
        """`resid`, of the stack that predicts, and `encoder_resid` [L + 1, n, d_model]; `patterns` and `sink_shares` by part;
        `source`: what an encoder-decoder's decoder attended to; `cache`: keys and values of the positions, where they are kept."""
        self.model, self.request, self.encoding, self.target, self.duration_ms = model, request, encoding, target, duration_ms
        self.n_tokens = resid.shape[1]
        self.kernels = model.kernels("explicit")
        self._resid, self._encoder_resid, self._patterns, self._sink_shares = resid, encoder_resid, patterns, sink_shares
        self._source, self.cache = source, cache
        self.maps: Shelf[tuple[str, str, int], Tensor] = Shelf(MAPS_BYTES)
        self._map: tuple[object, Tensor] | None = None
        self.wanted = self.want()

    # views

    @torch.inference_mode()
    def summary(self) -> TraceSummary:
        """What was read, how much the heads look at key 0, and what would come next."""
        following = None
        if self.model.spec.kind != "encoder":
            following = distribution(self._logits(self.n_tokens - 1, self.n_tokens)[0], self.model.tokenizer, top=SUMMARY_TOP)
        shares = {part: share.numpy() for part, share in self._sink_shares.items()}
        return TraceSummary(
            request=self.request,
            model=self.model.info,
            encoding=self.encoding,
            sink_share=next(iter(shares.values())),
            next=following,
            kernels=self.kernels,
            duration_ms=self.duration_ms,
            cost_bytes=self.cost_bytes,
            n_threads=torch.get_num_threads(),
            target=self.target,
            sink_shares=shares,
        )

    @property
    def cost_bytes(self) -> int:
        """What this trace holds now; it grows with what is looked at, up to the patterns' budget."""
        encoder_bytes = self._encoder_resid.nbytes if self._encoder_resid is not None else 0
        map_bytes = self.maps.cost + (self._map[1].nbytes if self._map is not None else 0)
        cache_bytes = self.cache.size_bytes if self.cache is not None else 0
        return (
            self._resid.nbytes + encoder_bytes + cache_bytes + map_bytes + sum(patterns.size_bytes for patterns in self._patterns.values())
        )

    @torch.inference_mode()
    def grid(self, request: GridRequest, *, stopped: Stopped = never) -> Grid:
        """All heads as thumbnails; weights from 0 (black) to each head's own strongest (255)."""
        check_range("size", request.size, 1, 1024)
        patterns = self._part(request.part)
        region = _within(request.region, patterns.n_queries, patterns.n_keys)
        images, high = [], []
        for layer in range(patterns.n_layers):
            picture = Picture(patterns.n_heads, region, cells=request.size, reduce=request.reduce, hide_sink=request.hide_sink)
            for first, slab in _watched(patterns.slabs(layer, first=region[0], end=region[1], rows=picture.slab_rows), stopped):
                picture.add(first, slab)
            image, scale = picture.finish()
            images.append(image)
            high.append(scale)
        ranges = np.stack([np.zeros_like(high), np.stack(high)], axis=-1).astype(np.float32)  # [L, H, 2]
        return Grid(request, images=np.stack(images), ranges=ranges)

    @torch.inference_mode()
    def head(self, request: HeadRequest, *, stopped: Stopped = never) -> HeadImage:
        """One head over a region. The region is cut to the text; an empty one is an error."""
        patterns = self._part(request.part, layer=request.layer, head=request.head)
        check_range("pixels", request.pixels, 1, 8192)
        made = None
        if not request.combination.plain:
            made = self.map(request.layer, request.head, request.combination, part=request.part, stopped=stopped)
        n, m = made.shape if made is not None else (patterns.n_queries, patterns.n_keys)
        region = _within(request.region, n, m)
        picture = Picture(1, region, cells=request.pixels, reduce=request.reduce, hide_sink=request.hide_sink)
        if made is not None:
            for first in range(region[0], region[1], picture.slab_rows):
                picture.add(first, made[None, first : min(first + picture.slab_rows, region[1])])
        else:
            patterns.whole(request.layer)  # keeps the layer if it fits: its other heads are likely to be looked at next
            slabs = patterns.slabs(request.layer, first=region[0], end=region[1], rows=picture.slab_rows)
            for first, slab in _watched(slabs, stopped):
                picture.add(first, slab[request.head, None])
        image, high = picture.finish()
        return HeadImage(request, region=region, image=image[0], step=picture.step, low=0.0, high=float(high[0]))

    @torch.inference_mode()
    def cells(self, request: CellsRequest) -> Cells:
        """Exact weights, 0 where the key comes after the query."""
        weights = np.zeros(len(request.cells), np.float32)
        for number, (layer, head, q, k) in enumerate(request.cells):
            patterns = self._part(request.part, layer=layer, head=head)
            check_range("query", q, 0, patterns.n_queries - 1)
            check_range("key", k, 0, patterns.n_keys - 1)
            if k <= q or not patterns.causal:
                weights[number] = patterns.row(layer, q)[head, k]
        return Cells(request, weights)

    @torch.inference_mode()
    def lines(self, request: LinesRequest, *, stopped: Stopped = never) -> Lines:
        """What the tokens at `positions` read, and who read them."""
        patterns = self._part(request.part, layer=request.layer, head=request.head)
        for position in request.positions:
            check_range("position", position, 0, max(patterns.n_queries, patterns.n_keys) - 1)
        if not request.combination.plain:
            made = self.map(request.layer, request.head, request.combination, part=request.part, stopped=stopped)
            slabs: Iterator[tuple[int, Tensor]] = iter([(0, made[None])])
            shape, at = made.shape, 0
        else:
            patterns.whole(request.layer)
            slabs, shape, at = patterns.slabs(request.layer), torch.Size((patterns.n_queries, patterns.n_keys)), request.head
        read, read_by = _lines(((first, slab[at]) for first, slab in _watched(slabs, stopped)), shape, request.positions)
        return Lines(request, read=_together(read, request.together).numpy(), read_by=_together(read_by, request.together).numpy())

    @torch.inference_mode()
    def next(self, request: NextRequest) -> Next:
        """What the model expects after one position; an encoder: at it. Raises WorkbenchError('no-logits')."""
        check_range("position", request.position, 0, self.n_tokens - 1)
        check_range("top", request.top, 0, self.model.spec.d_vocab)
        logits = self._logits(request.position, request.position + 1)[0]
        return Next(request, distribution(logits, self.model.tokenizer, top=request.top))

    # for analyses

    @property
    def sink_shares(self) -> Mapping[str, Tensor]:
        """The mean weight on key 0 over the queries that had a choice, float32 [L, H], by part."""
        return self._sink_shares

    def stream(self, layer: int) -> Tensor:
        """The residual stream before a block, after the last (n_layers or -1): [n, d_model] on the model's device. Not a copy."""
        return self._resid[layer]

    def streams(self, part: Part) -> Tensor:
        """The residual streams of the stack whose queries a part's are ("cross": the decoder's), [layers + 1, n, d_model]."""
        return self._resid if part != "encoder" or self._encoder_resid is None else self._encoder_resid

    def texts(self, part: str) -> tuple[Encoding, Encoding]:
        """The texts whose tokens read and are read in a part."""
        source, target = self.encoding, self.target if self.target is not None else self.encoding
        part = part or next(iter(self._patterns))
        return (target if part in ("decoder", "cross") else source), (target if part == "decoder" else source)

    def map(self, layer: int, head: int, how: Combination, *, part: Part = "", stopped: Stopped = never) -> Tensor:
        """What `how` makes of heads, float32 [queries, keys] on the processor; the last one is kept. Raises
        WorkbenchError: bad-value, trace-too-large, cancelled."""
        patterns = self._part(part, layer=layer, head=head)
        key = (part, how, None if how.over == "all" else layer, head if how.over == "head" else None)
        if self._map is None or self._map[0] != key:
            self._map = None
            patterns.whole(layer)  # keeps the layer if it fits: its other heads are likely to be looked at next
            queries, keys = (self._grouping(text, how) for text in self.texts(part))
            self._map = key, combined(patterns, layer, head, how, queries=queries, keys=keys, stopped=stopped)
        return self._map[1]

    @property
    def parts(self) -> tuple[str, ...]:
        """The attentions of this pass."""
        return tuple(self._patterns)

    def patterns(self, part: str = "") -> Patterns:
        """An attention of this pass, by slabs; "" is the first. Raises WorkbenchError('bad-value')."""
        return self._part(part)

    def stack(self, part: str = "") -> tuple[Stack, Tensor, Touch | None]:
        """What an attention belongs to: the stack, its streams [n_layers + 1, n, d_model], and what stands in its passes."""
        transformer = self.model.transformer
        if (part or self.parts[0]) == "encoder" and transformer.encoder is not None and self._encoder_resid is not None:
            return transformer.encoder, self._encoder_resid, transformer.encoder_touch
        return transformer.stack, self._resid, transformer.touch

    @property
    def source(self) -> Source | None:
        """What an encoder-decoder's decoder attended to."""
        return self._source

    def step(self, layer: int, *, touch: Touch | None = None) -> Tensor:
        """One block of the pass again, with what stood in it, then `touch`: the stream behind it, [1, n, d_model]."""
        transformer = self.model.transformer
        return transformer.stack.step(layer, self._resid[layer, None], source=self._source, touch=chained(transformer.touch, touch))

    # whole arrays

    def arrays(self, request: ArraysRequest, *, stopped: Stopped = never) -> Arrays:
        """Whole arrays in memory, named and shaped as in the trace file. Raises WorkbenchError('trace-too-large')."""
        wanted = self.want(request.what, layers=request.layers, heads=request.heads)
        parts = self._parts(wanted)
        size_bytes = sum(4 * math.prod(shape) for shape, _ in parts.values())
        require(size_bytes, what=f"The arrays {', '.join(wanted.what)}", n_tokens=self.n_tokens, plan="Ask for fewer layers or heads")
        found = {name: np.empty(shape, np.float32) for name, (shape, _) in parts.items()}
        for name, (_, blocks) in parts.items():
            start = 0
            for block in blocks():
                if stopped():
                    raise WorkbenchError("cancelled")
                found[name][start : start + len(block)] = block
                start += len(block)
        return Arrays(request, found)

    def save(self, path: Path | str, *, wanted: Wanted | None = None, stopped: Stopped = never) -> None:
        """Write the trace file (.npz): ids, layers, heads, and the arrays that were asked for. resid[-1] is before the final norm.

        Written piece by piece beside `path` and renamed, so it needs no memory for the whole and never leaves half a file.
        Raises WorkbenchError: file-not-written, cancelled.
        """
        path, wanted = Path(path), wanted or self.wanted
        small = {
            "ids": self.encoding.ids,
            **({"target_ids": self.target.ids} if self.target is not None else {}),
            "layers": np.array(wanted.layers, np.int32),
            "heads": np.array(wanted.heads, np.int32),
        }
        trace_file.write(path, small, self._parts(wanted), stopped=stopped)

    def blocks(self) -> dict[str, trace_file.Array]:
        """Every array by its name: its shape, and its float32 values in blocks along the first axis, computed as they are taken."""
        return self._parts(self.want())

    def want(self, what: Sequence[str] | None = None, *, layers: Sequence[int] | None = None, heads: Sequence[int] | None = None) -> Wanted:
        """A checked choice of arrays; None means all."""
        return want(self.model.spec, what, layers=layers, heads=heads)

    def _parts(self, wanted: Wanted) -> dict[str, trace_file.Array]:
        """Shape of each wanted array, and its float32 values in blocks along the first axis."""
        known: dict[str, trace_file.Array] = {
            "resid": (tuple(self._resid.shape), lambda: _streams(self._resid)),
            "logits": ((self.n_tokens, self.model.spec.d_vocab), self._logits_parts),
        }
        if self._encoder_resid is not None:
            encoder_resid = self._encoder_resid
            known["encoder_resid"] = (tuple(encoder_resid.shape), lambda: _streams(encoder_resid))
        for part, patterns in self._patterns.items():
            known[PATTERN_NAMES[self.model.spec.kind, part]] = self._pattern_array(part, patterns, wanted)
        return {name: known[name] for name in wanted.what}

    def _pattern_array(self, part: str, patterns: Patterns, wanted: Wanted) -> trace_file.Array:
        """The pattern of a part over the wanted layers that it has."""
        layers = [layer for layer in wanted.layers if layer < patterns.n_layers]
        shape = (len(layers), len(wanted.heads), patterns.n_queries, patterns.n_keys)
        return shape, lambda: (self.pattern(layer, wanted.heads, part=part)[None] for layer in layers)

    def _logits_parts(self) -> Iterator[np.ndarray]:
        for first in range(0, self.n_tokens, LOGIT_ROWS):
            yield self._logits(first, min(first + LOGIT_ROWS, self.n_tokens)).float().cpu().numpy()

    @torch.inference_mode()
    def pattern(self, layer: int, heads: Sequence[int] | None = None, *, part: str = "") -> np.ndarray:
        """The exact pattern of a layer's `heads` (None: all), float32 [heads, queries, keys]."""
        patterns = self._part(part, layer=layer)
        chosen = list(self.want(heads=heads).heads)
        found = np.zeros((len(chosen), patterns.n_queries, patterns.n_keys), np.float32)
        for first, slab in patterns.slabs(layer):
            found[:, first : first + slab.shape[1], : slab.shape[2]] = slab[chosen].float().cpu().numpy()
        return found

    @property
    def resid(self) -> np.ndarray:
        """The residual streams, float32 [L + 1, n, d_model]; the last is before the final norm."""
        return self._resid.float().cpu().numpy()

    # within

    @torch.inference_mode()
    def _logits(self, first: int, end: int) -> Tensor:
        self.model.require_logits()
        logits = self.model.transformer.logits(self._resid[-1, first:end])  # [positions, d_vocab]
        self.model.check_finite(logits, first)
        return logits

    def _grouping(self, text: Encoding, how: Combination) -> Grouping:
        return Grouping(word_starts(text), len(text.ids)) if how.words else Grouping.alone(len(text.ids))

    def _part(self, part: str, *, layer: int = 0, head: int = 0) -> Patterns:
        """The patterns of a part ("": the first), once layer and head are known to be in it."""
        if part and part not in self._patterns:
            raise WorkbenchError("bad-value", name="part", value=part, limit=", ".join(self._patterns))
        patterns = self._patterns[part or next(iter(self._patterns))]
        check_range("layer", layer, 0, patterns.n_layers - 1)
        check_range("head", head, 0, patterns.n_heads - 1)
        return patterns


def _lines(slabs: Iterator[tuple[int, Tensor]], shape: Sequence[int], positions: Sequence[int]) -> tuple[Tensor, Tensor]:
    """Rows [m, keys] and columns [m, queries] of a pattern that comes in slabs (first query, [rows, keys])."""
    n_queries, n_keys = shape
    asked = torch.tensor(positions, dtype=torch.int64)
    read, read_by = torch.zeros(len(positions), n_keys), torch.zeros(len(positions), n_queries)
    for first, slab in slabs:
        weights = slab.float().cpu()
        rows, keys = weights.shape
        here, there = (asked >= first) & (asked < first + rows), asked < keys
        read[here, :keys] = weights[asked[here] - first]
        read_by[there, first : first + rows] = weights[:, asked[there]].T
    return read, read_by


def _together(lines: Tensor, how: Together) -> Tensor:
    """Lines [m, n] as one [1, n], or as they are."""
    return {"": lines, "sum": lines.sum(0, keepdim=True), "mean": lines.mean(0, keepdim=True), "max": lines.amax(0, keepdim=True)}[how]


def _within(region: Region | None, n: int, m: int) -> Region:
    """A region cut to n x m weights; None: all. Raises WorkbenchError('bad-value') where nothing is left."""
    q0, q1, k0, k1 = region or (0, n, 0, m)
    cut = max(q0, 0), min(q1, n), max(k0, 0), min(k1, m)
    if cut[0] >= cut[1] or cut[2] >= cut[3]:
        raise WorkbenchError("bad-value", name="region", value=region, limit=f"a part of the {n} x {m} weights")
    return cut


def _watched(slabs: Iterator[tuple[int, Tensor]], stopped: Stopped) -> Iterator[tuple[int, Tensor]]:
    """Slabs of a pattern, with a look at `stopped` before each."""
    for item in slabs:
        if stopped():
            raise WorkbenchError("cancelled")
        yield item


def _streams(resid: Tensor) -> Iterator[np.ndarray]:
    """Streams one by one, float32 [1, n, d_model]."""
    return (stream[None].float().cpu().numpy() for stream in resid)
