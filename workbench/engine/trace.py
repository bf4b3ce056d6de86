"""One captured forward pass, and the views one can ask of it.

Legend: L layers, H heads, n tokens. The trace owns the residual streams [L + 1, n, d_model]; patterns are recomputed
from them on demand (`patterns.py`), logits likewise, so a trace grows with what is looked at.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from workbench.engine import trace_file
from workbench.engine.attend import SLAB_ROWS
from workbench.engine.distribution import distribution
from workbench.engine.memory import require
from workbench.engine.patterns import Patterns
from workbench.engine.picture import Picture
from workbench.engine.wanted import Wanted, check_range, want
from workbench.errors import WorkbenchError
from workbench.values import (
    Arrays,
    ArraysRequest,
    Cells,
    CellsRequest,
    Encoding,
    Grid,
    GridRequest,
    HeadImage,
    HeadRequest,
    Lines,
    LinesRequest,
    Next,
    NextRequest,
    TraceRequest,
    TraceSummary,
)

if TYPE_CHECKING:
    from workbench.engine.model import LoadedModel

Stopped = Callable[[], bool]

SUMMARY_TOP = 20
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
        patterns: Patterns,
        sink_share: Tensor,
        duration_ms: float,
    ) -> None:
        self.model, self.request, self.encoding, self.duration_ms = model, request, encoding, duration_ms
        self.n_tokens = len(encoding.ids)
        self.kernels = model.kernels("explicit")
        self.wanted = self.want()
        self._resid, self._patterns, self._sink_share = resid, patterns, sink_share

    # views

    @torch.inference_mode()
    def summary(self) -> TraceSummary:
        """What was read, how much the heads look at key 0, and what would come next."""
        logits = self._logits(self.n_tokens - 1, self.n_tokens)[0]
        return TraceSummary(
            request=self.request,
            model=self.model.info,
            encoding=self.encoding,
            sink_share=self._sink_share.float().cpu().numpy(),
            next=distribution(logits, self.model.tokenizer, top=SUMMARY_TOP),
            kernels=self.kernels,
            duration_ms=self.duration_ms,
            cost_bytes=self.cost_bytes,
            n_threads=torch.get_num_threads(),
        )

    @property
    def cost_bytes(self) -> int:
        """What this trace holds now; it grows with what is looked at, up to the patterns' budget."""
        return self._resid.nbytes + self._patterns.size_bytes

    @torch.inference_mode()
    def grid(self, request: GridRequest, *, stopped: Stopped = never) -> Grid:
        """All heads as thumbnails; weights from 0 (black) to each head's own strongest (255)."""
        check_range("size", request.size, 1, 1024)
        spec, n = self.model.spec, self.n_tokens
        images, high = [], []
        for layer in range(spec.n_layers):
            picture = Picture(spec.n_heads, (0, n, 0, n), cells=request.size, reduce=request.reduce, hide_sink=request.hide_sink)
            for first, slab in self._slabs(layer, stopped, rows=picture.slab_rows):
                picture.add(first, slab)
            image, scale = picture.finish()
            images.append(image)
            high.append(scale)
        ranges = np.stack([np.zeros_like(high), np.stack(high)], axis=-1).astype(np.float32)  # [L, H, 2]
        return Grid(request, images=np.stack(images), ranges=ranges)

    @torch.inference_mode()
    def head(self, request: HeadRequest, *, stopped: Stopped = never) -> HeadImage:
        """One head over a region. The region is cut to the text; an empty one is an error."""
        self._check_head(request.layer, request.head)
        check_range("pixels", request.pixels, 1, 8192)
        n = self.n_tokens
        q0, q1, k0, k1 = request.region or (0, n, 0, n)
        region = (max(q0, 0), min(q1, n), max(k0, 0), min(k1, n))
        if region[0] >= region[1] or region[2] >= region[3]:
            raise WorkbenchError("bad-value", name="region", value=request.region, limit=f"a part of the {n} x {n} weights")
        picture = Picture(1, region, cells=request.pixels, reduce=request.reduce, hide_sink=request.hide_sink)
        self._patterns.whole(request.layer)  # keeps the layer if it fits: its other heads are likely to be looked at next
        for first, slab in self._slabs(request.layer, stopped, first=region[0], end=region[1], rows=picture.slab_rows):
            picture.add(first, slab[request.head, None])
        image, high = picture.finish()
        return HeadImage(request, region=region, image=image[0], step=picture.step, low=0.0, high=float(high[0]))

    @torch.inference_mode()
    def cells(self, request: CellsRequest) -> Cells:
        """Exact weights, 0 where the key comes after the query."""
        weights = np.zeros(len(request.cells), np.float32)
        for number, (layer, head, q, k) in enumerate(request.cells):
            self._check_head(layer, head)
            check_range("query", q, 0, self.n_tokens - 1)
            check_range("key", k, 0, self.n_tokens - 1)
            if k <= q:
                weights[number] = self._row(layer, q)[head, k]
        return Cells(request, weights)

    @torch.inference_mode()
    def lines(self, request: LinesRequest, *, stopped: Stopped = never) -> Lines:
        """What the tokens at `positions` read, and who read them."""
        self._check_head(request.layer, request.head)
        for position in request.positions:
            check_range("position", position, 0, self.n_tokens - 1)
        positions, n = list(request.positions), self.n_tokens
        read, read_by = torch.zeros(len(positions), n), torch.zeros(len(positions), n)
        self._patterns.whole(request.layer)
        for first, slab in self._slabs(request.layer, stopped):
            weights = slab[request.head].float().cpu()  # [rows, keys]
            rows, keys = weights.shape
            for number, position in enumerate(positions):
                if first <= position < first + rows:
                    read[number, :keys] = weights[position - first]
                if position < keys:
                    read_by[number, first : first + rows] = weights[:, position]
        return Lines(request, read=read.numpy(), read_by=read_by.numpy())

    @torch.inference_mode()
    def next(self, request: NextRequest) -> Next:
        """What the model expects after one position."""
        check_range("position", request.position, 0, self.n_tokens - 1)
        check_range("top", request.top, 0, self.model.spec.d_vocab)
        logits = self._logits(request.position, request.position + 1)[0]
        return Next(request, distribution(logits, self.model.tokenizer, top=request.top))

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

    def save(self, path: Path | str) -> None:
        """Write the trace file (.npz): ids, layers, heads, and the arrays that were asked for. resid[-1] is before the final norm.

        Written piece by piece beside `path` and renamed, so it needs no memory for the whole and never leaves half a file.
        Raises WorkbenchError('file-not-written').
        """
        path = Path(path)
        small = {
            "ids": self.encoding.ids,
            "layers": np.array(self.wanted.layers, np.int32),
            "heads": np.array(self.wanted.heads, np.int32),
        }
        trace_file.write(path, small, self._parts(self.wanted))

    def want(self, what: Sequence[str] | None = None, *, layers: Sequence[int] | None = None, heads: Sequence[int] | None = None) -> Wanted:
        """A checked choice of arrays; None means all."""
        return want(self.model.spec, what, layers=layers, heads=heads)

    def _parts(self, wanted: Wanted) -> dict[str, trace_file.Array]:
        """Shape of each wanted array, and its float32 values in blocks along the first axis."""
        spec, n = self.model.spec, self.n_tokens
        known: dict[str, trace_file.Array] = {
            "pattern": ((len(wanted.layers), len(wanted.heads), n, n), lambda: self._pattern_parts(wanted)),
            "resid": (tuple(self._resid.shape), lambda: (stream[None].float().cpu().numpy() for stream in self._resid)),
            "logits": ((n, spec.d_vocab), self._logits_parts),
        }
        return {name: known[name] for name in wanted.what}

    def _pattern_parts(self, wanted: Wanted) -> Iterator[np.ndarray]:
        for layer in wanted.layers:
            yield self.pattern(layer, wanted.heads)[None]

    def _logits_parts(self) -> Iterator[np.ndarray]:
        for first in range(0, self.n_tokens, LOGIT_ROWS):
            yield self._logits(first, min(first + LOGIT_ROWS, self.n_tokens)).float().cpu().numpy()

    @torch.inference_mode()
    def pattern(self, layer: int, heads: Sequence[int] | None = None) -> np.ndarray:
        """The exact pattern of a layer's `heads` (None: all), float32 [heads, n, n]."""
        chosen = list(self.want(layers=(layer,), heads=heads).heads)
        found = np.zeros((len(chosen), self.n_tokens, self.n_tokens), np.float32)
        for first, slab in self._patterns.slabs(layer):
            found[:, first : first + slab.shape[1], : slab.shape[2]] = slab[chosen].float().cpu().numpy()
        return found

    @property
    def resid(self) -> np.ndarray:
        """The residual streams, float32 [L + 1, n, d_model]; the last is before the final norm."""
        return self._resid.float().cpu().numpy()

    # within

    @torch.inference_mode()
    def _logits(self, first: int, end: int) -> Tensor:
        logits = self.model.transformer.logits(self._resid[-1, first:end])  # [positions, d_vocab]
        self.model.check_finite(logits, first)
        return logits

    def _slabs(
        self, layer: int, stopped: Stopped, *, first: int = 0, end: int | None = None, rows: int = SLAB_ROWS
    ) -> Iterator[tuple[int, Tensor]]:
        """The slabs of a layer's pattern, with a look at `stopped` before each."""
        for item in self._patterns.slabs(layer, first=first, end=end, rows=rows):
            if stopped():
                raise WorkbenchError("cancelled")
            yield item

    def _row(self, layer: int, query: int) -> Tensor:
        """What one query reads in every head, [H, query + 1]."""
        self._patterns.whole(layer)
        ((_, slab),) = self._patterns.slabs(layer, first=query, end=query + 1)
        return slab[:, 0]

    def _check_head(self, layer: int, head: int) -> None:
        check_range("layer", layer, 0, self.model.spec.n_layers - 1)
        check_range("head", head, 0, self.model.spec.n_heads - 1)
