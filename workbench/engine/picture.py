"""Attention weights as 8-bit pictures: blocks of cells reduced to one, scaled so that the strongest is white.

Shapes: h heads, region rows q0 … q1 - 1 and keys k0 … k1 - 1; a picture has ceil((q1 - q0) / step) rows.

The idea that is not obvious: a picture is made slab by slab (`add`), so no whole pattern need exist; and the scale begins
at 0, never at the smallest weight, so black means "no weight" in every head.
"""

from __future__ import annotations

import math

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from workbench.values import Reduce

Region = tuple[int, int, int, int]


class Picture:
    """Collects slabs of `n_heads` patterns over `region`, reduced to at most `cells` a side."""

    def __init__(self, n_heads: int, region: Region, *, cells: int, reduce: Reduce, hide_sink: bool) -> None:
        q0, q1, k0, k1 = region
        self.region, self.reduce = region, reduce
        self.step = max(1, math.ceil(max(q1 - q0, k1 - k0) / cells))
        shape = (n_heads, math.ceil((q1 - q0) / self.step), math.ceil((k1 - k0) / self.step))
        self.weights = torch.zeros(shape)
        self.hides_sink = hide_sink and k0 == 0
        self.first_column = torch.zeros(shape[:2])  # the first column once more, without key 0: only the scale uses it

    @property
    def slab_rows(self) -> int:
        """How many queries a slab should have, so that no block is cut in two."""
        return self.step * max(1, 128 // self.step)

    def add(self, first_query: int, slab: Tensor) -> None:
        """Take in weights [h, rows, keys up to the slab's last query], whose first row is a multiple of `step` into the region."""
        q0, _, k0, k1 = self.region
        part = slab[:, :, k0:k1].float().cpu()
        row = (first_query - q0) // self.step
        rows = slice(row, row + math.ceil(part.shape[1] / self.step))
        columns = slice(0, math.ceil(part.shape[2] / self.step))
        if part.shape[2]:
            self.weights[:, rows, columns] = self._blocks(part)
        if self.hides_sink and self.step > 1:
            others = part[:, :, 1 : self.step]
            if others.shape[2]:
                self.first_column[:, rows] = self._blocks(F.pad(others, (1, 0)))[:, :, 0]

    def finish(self) -> tuple[np.ndarray, np.ndarray]:
        """The picture uint8 [h, rows, columns] and what 255 stands for, float32 [h].

        A hidden sink does not raise the scale; its own cells are cut off at 255. A head that has nothing else is scaled by it.
        """
        weights = self.weights
        if self.reduce == "mean":
            weights = weights / self._cells_per_block()
        scale = weights
        if self.hides_sink:
            scale = weights.clone()
            scale[:, :, 0] = self.first_column / (self._cells_per_block()[:, 0] if self.reduce == "mean" else 1.0)
        high, whole = scale.amax((1, 2)), weights.amax((1, 2))
        high = torch.where(high > 0, high, torch.where(whole > 0, whole, torch.ones(())))
        image = (weights * (255.0 / high)[:, None, None]).round_().clamp_(max=255.0).to(torch.uint8)
        return image.numpy(), high.numpy()

    def _blocks(self, part: Tensor) -> Tensor:
        """Maximum or sum of each block of step x step cells: [h, r, k] -> [h, ceil(r / step), ceil(k / step)]."""
        step = self.step
        if step == 1:
            return part
        heads, rows, keys = part.shape
        padded = F.pad(part, (0, -keys % step, 0, -rows % step))  # with 0, which changes neither sum nor maximum
        tall = padded.view(heads, -1, step, padded.shape[2])  # [h, ceil(r / step), step, keys]
        tall = tall.sum(2) if self.reduce == "mean" else tall.amax(2)
        wide = tall.view(heads, tall.shape[1], -1, step)  # [h, ceil(r / step), ceil(k / step), step]
        return wide.sum(3) if self.reduce == "mean" else wide.amax(3)

    def _cells_per_block(self) -> Tensor:
        """How many cells of the region each block covers (blocks at the edge: fewer), [rows, columns]."""
        q0, q1, k0, k1 = self.region
        heights = [min(self.step, q1 - q0 - start) for start in range(0, q1 - q0, self.step)]
        widths = [min(self.step, k1 - k0 - start) for start in range(0, k1 - k0, self.step)]
        return torch.outer(torch.tensor(heights, dtype=torch.float32), torch.tensor(widths, dtype=torch.float32))
