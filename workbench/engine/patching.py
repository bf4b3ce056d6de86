"""Activation patching (arXiv 2202.05262, 2309.16042): what one part found in one pass, put in its place in another.

Legend: L layers, H heads; batch, the patches that are tried at once.

The idea that is not obvious: a patch that changes nothing need not be computed. Before the first word in which the texts differ
both passes are the same, and a place behind the contrast's cannot be seen from it.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial

import numpy as np
import torch
from torch import Tensor

from workbench.engine.contrast import meter
from workbench.engine.foreseeing import foreseen
from workbench.engine.patch_pair import Cell, Pair, pair
from workbench.engine.trace import Trace
from workbench.values import PatchedLayer, PatchMap, PatchRequest, PatchStarted, Progress

MOST_POSITIONS = 512
"""Of all patches of one batch together: a cancel is heard between two layers of it."""
Stopped = Callable[[], bool]
Event = PatchStarted | Progress | PatchedLayer | PatchMap


@torch.inference_mode()
def patch(trace: Trace, request: PatchRequest, *, stopped: Stopped = lambda: False) -> Iterator[Event]:
    """Patch every part at every place of one pass from the other; `trace` is that of the clean text.

    Yields PatchStarted with the estimate, then for each batch a PatchedLayer and Progress in patches, last the PatchMap.

    Raises WorkbenchError: trace-too-large where only the estimate is asked for, and those of `patch_pair.pair`.
    """
    began = time.perf_counter()
    both = pair(trace, request, stopped)
    estimate = foreseen(both, stopped=stopped, must=not request.measure)
    clean, corrupt = both.valued
    started = PatchStarted(
        request, trace.model.info, *both.texts, both.places, clean, corrupt, estimate, trace.model.kernels("fused"), torch.get_num_threads()
    )
    yield started
    raw = np.full((trace.model.spec.n_layers * request.measure, both.n_columns), np.nan, both.precision)
    total, done = len(raw) * len(both.cells), 0
    for layer in spread(len(raw)):
        for n_filled in _fill(both, layer, raw[layer], started.unpatched, stopped):
            done += n_filled
            yield PatchedLayer(layer, raw[layer].copy())
            yield Progress("patch", done, total, "patches")
    yield PatchMap(started, raw if request.measure else np.zeros((0, 0), both.precision), (time.perf_counter() - began) * 1e3)


def spread(n_layers: int) -> list[int]:
    """All layers in an order that shows a whole map early: 0 and every 2^k-th, then those halfway between, and so on."""
    return sorted(range(n_layers), key=lambda layer: (-(layer & -layer) if layer else -n_layers, layer))


def _fill(both: Pair, layer: int, row: np.ndarray, unpatched: float, stopped: Stopped) -> Iterator[int]:
    """Write the contrast after each patch of a layer into row [columns]; yields how many were written, batch by batch."""
    row[[cell.column for cell in both.cells]] = unpatched
    telling = [part for cell in both.cells if len((part := _telling(both, layer, cell)).taking)]
    row[[cell.column for cell in telling]] = np.nan
    yield len(both.cells) - len(telling)
    value = meter(both.taker.model, both.contrast)
    while telling:
        batch, telling = _batch(both, telling)
        streams = both.taker.again(
            layer,
            partial(_put, batch, both.giver.found(layer)),
            batch=len(batch),
            first=min(int(cell.taking.min()) for cell in batch),
            at=both.at,
            stopped=stopped,
        )  # [batch, d_model]
        found = value(streams)
        both.taker.model.check_finite(found[None], both.at)
        row[[cell.column for cell in batch]] = found.cpu().to(torch.promote_types(found.dtype, torch.float32)).numpy()
        yield len(batch)


def _telling(both: Pair, layer: int, cell: Cell) -> Cell:
    """A patch without the places where it changes nothing that the contrast could see."""
    given, held = both.giver.found(layer), both.taker.found(layer)
    if cell.head is not None:
        given, held = given[cell.head], held[cell.head]
    telling = (given[cell.giving] != held[cell.taking]).any(-1).cpu()
    if both.taker.is_causal:
        telling &= cell.taking <= both.at
    return Cell(cell.column, cell.head, cell.giving[telling], cell.taking[telling])


def _batch(both: Pair, cells: list[Cell]) -> tuple[list[Cell], list[Cell]]:
    """The next patches that are tried at once, and those that are left. They come in the order of their first places."""
    n_read = both.at + 1 - int(cells[0].taking[0]) if both.taker.is_causal else both.taker.n
    n = max(1, MOST_POSITIONS // n_read)
    return cells[:n], cells[n:]


def _put(batch: Sequence[Cell], given: Tensor, x: Tensor, first: int) -> None:
    """Put each patch into its own row of x [batch, pos, d_model], of z [batch, H, pos, d_head], whose first position is `first`.

    given  what the giver found, [n, d_model], of z [H, n, d_head]
    """
    for row, cell in enumerate(batch):
        if cell.head is None:
            x[row, cell.taking - first] = given[cell.giving]
        else:
            x[row, cell.head, cell.taking - first] = given[cell.head, cell.giving]
