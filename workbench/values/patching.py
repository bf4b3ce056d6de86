"""Activation patching (arXiv 2202.05262, 2309.16042): what parts of a pass carry what makes the model answer as it does.

Two texts that differ in what matters, clean and corrupt, are read. Then one of them is read again and again, each time with
what one part found at one place put in from the other's pass. How far that moves a contrast says what the part carries there.

Shapes: L layers, H heads, n tokens of the clean text, m of the corrupt one; columns, the places where a part can be patched.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from workbench.values.alignment import GAP
from workbench.values.codec import value
from workbench.values.contrast import Contrast, Contrasted
from workbench.values.model import ModelInfo
from workbench.values.text import Encoding
from workbench.values.trace import TraceRequest

PatchPart = Literal["resid", "attn", "mlp", "head"]
"""resid: the stream before a block. attn, mlp: what a block's attention, or its MLP, adds to it. head: what a head found."""
PatchWay = Literal["denoise", "noise"]
"""denoise: from the clean pass into the corrupt one; what restores the answer is enough for it. noise: from the corrupt pass into
the clean one; what destroys the answer was needed for it."""
SAME = 1e-5
"""Two values of a contrast closer than this, times the larger where that is above 1, are equal: no scale can be made of them."""


@value
class PatchRequest:
    """Patch parts of a pass, one after the other. Events: PatchStarted, Progress, PatchedLayer. Answer: PatchMap.

    trace       of the clean text (of an encoder-decoder: its target is the clean text, and the source is the same in both passes)
    corrupt     the other text, read in the same way; `corrupt_ids` overrides the tokenizer where they are given
    what        which part. A map has a row for each layer and a column for each place of the texts; with "head" and `head` None
                a column for each head, which is patched at all places together
    head        whose map of places it is, for "head" alone
    contrast    what is measured. Its position is one of the clean text; left open, it is the last of each text, of an encoder the
                first mask of each. Its tokens left open are the clean text's most probable there, against the corrupt text's most
                probable other one
    measure     False: only the estimate by gradients, which takes one backward pass
    """

    trace: TraceRequest
    corrupt: str = ""
    corrupt_ids: tuple[int, ...] | None = None
    what: PatchPart = "resid"
    way: PatchWay = "denoise"
    head: int | None = None
    contrast: Contrast = Contrast()
    measure: bool = True

    @property
    def is_by_head(self) -> bool:
        """Whether a map's columns are heads rather than places of the texts."""
        return self.what == "head" and self.head is None


@value(eq=False)
class PatchStarted:
    """Both passes, before anything is patched.

    clean, corrupt            the texts as read (of an encoder-decoder: the targets)
    places                    int32 [columns, 2], which place of the clean text goes with which of the corrupt one; GAP for none,
                              where nothing is patched
    clean_value               what the contrast comes to in the clean pass, with its tokens and its position there
    corrupt_value             the same in the corrupt pass
    estimate                  float32 [L, columns or H]: the contrast as a gradient foresees it after each patch (attribution
                              patching, arXiv 2310.10348), NaN at gaps; empty [0, 0] where its backward pass would not fit
    """

    request: PatchRequest
    model: ModelInfo
    clean: Encoding
    corrupt: Encoding
    places: np.ndarray
    clean_value: Contrasted
    corrupt_value: Contrasted
    estimate: np.ndarray
    kernels: str = ""
    n_threads: int = 0

    @property
    def unpatched(self) -> float:
        """The contrast in the pass that is patched, before it is."""
        return (self.corrupt_value if self.request.way == "denoise" else self.clean_value).value

    @property
    def is_flat(self) -> bool:
        """Whether both passes give the contrast the same value, so that effects have no scale."""
        a, b = self.clean_value.value, self.corrupt_value.value
        return abs(a - b) <= SAME * max(1.0, abs(a), abs(b))

    def scaled(self, raw: np.ndarray) -> np.ndarray:
        """Values of the contrast on the scale on which the clean pass is 1 and the corrupt one 0; NaN everywhere if it `is_flat`."""
        if self.is_flat:
            return np.full(np.shape(raw), np.nan)
        low = self.corrupt_value.value
        return np.asarray((np.asarray(raw, np.float64) - low) / (self.clean_value.value - low))

    @property
    def n_gaps(self) -> int:
        """Columns where one of the texts has nothing."""
        return int((self.places == GAP).any(axis=1).sum())


@value(eq=False)
class PatchedLayer:
    """What is known of one layer's row by now: raw float32 [columns or H], NaN where it is not known yet and at gaps."""

    layer: int
    raw: np.ndarray


@value(eq=False)
class PatchMap:
    """Answer to PatchRequest. raw float32 [L, columns or H]: the contrast after each patch, NaN at gaps; empty [0, 0] where only the
    estimate was asked for."""

    started: PatchStarted
    raw: np.ndarray
    duration_ms: float

    @property
    def request(self) -> PatchRequest:
        return self.started.request

    @property
    def model(self) -> ModelInfo:
        return self.started.model

    @property
    def kernels(self) -> str:
        return self.started.kernels

    @property
    def n_threads(self) -> int:
        return self.started.n_threads
