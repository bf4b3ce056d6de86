"""The two passes of a patch: both texts read, laid along each other, and asked the same question.

The giver is the pass that is taken from, the taker the one that is patched.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from workbench.engine.contrast import default_position, meter, resolved
from workbench.engine.distribution import best
from workbench.engine.onward import Read
from workbench.engine.subjects import check_ids, encoding_of, read_subject, with_start
from workbench.engine.touch import Point
from workbench.engine.wanted import check_range
from workbench.errors import WorkbenchError
from workbench.values import GAP, Contrast, Contrasted, Encoding, PatchRequest, aligned

if TYPE_CHECKING:
    from workbench.engine.trace import Trace

POINTS: dict[str, Point] = {"resid": "resid", "attn": "attn_out", "mlp": "mlp_out", "head": "z"}
Stopped = Callable[[], bool]


@dataclass(frozen=True, eq=False)
class Cell:
    """One patch: the column of the map that it fills, whose head, and at which places of giver and taker, each int64 [m]."""

    column: int
    head: int | None
    giving: Tensor
    taking: Tensor


@dataclass(frozen=True, eq=False)
class Pair:
    """Both texts and their passes. `places` int32 [columns, 2], of clean and corrupt; `asked` and `valued` likewise."""

    texts: tuple[Encoding, Encoding]
    places: np.ndarray
    asked: tuple[Contrast, Contrast]
    valued: tuple[Contrasted, Contrasted]
    giver: Read
    taker: Read
    contrast: Contrast
    """As it is asked of the taker."""
    cells: Sequence[Cell]
    n_columns: int

    @property
    def at(self) -> int:
        """The position at which the taker is asked."""
        assert self.contrast.position is not None, "the contrast is resolved"
        return self.contrast.position

    @property
    def precision(self) -> type[np.floating[Any]]:
        """What values of the contrast are told in."""
        return np.float64 if self.taker.model.dtype is torch.float64 else np.float32


def pair(trace: Trace, request: PatchRequest, stopped: Stopped) -> Pair:
    """Read both texts, and settle which place goes with which and what is measured.

    Raises WorkbenchError: no-logits, bad-value, contrast-same, empty-text, text-too-long, ids-out-of-range, texts-apart,
    place-unaligned, logits-not-finite, cancelled, and the tokenizer's.
    """
    model = trace.model
    model.require_logits()
    if request.head is not None:
        check_range("head", request.head, 0, model.spec.n_heads - 1)
    texts = trace.encoding if trace.target is None else trace.target, _corrupt(trace, request)
    places = aligned(texts[0].ids, texts[1].ids)
    if (places == GAP).any(axis=1).all():
        raise WorkbenchError("texts-apart")
    reads = [Read(model, text.ids, point=POINTS[request.what], source=trace.source, stopped=stopped) for text in texts]
    asked = _asked(trace, request, texts, reads[1], places)
    clean, corrupt = (_valued(read, contrast) for read, contrast in zip(reads, asked, strict=True))
    into = 1 if request.way == "denoise" else 0
    cells = _by_head(places, into, model.spec.n_heads) if request.is_by_head else _by_place(places, into, request.head)
    n_columns = model.spec.n_heads if request.is_by_head else len(places)
    return Pair(texts, places, asked, (clean, corrupt), reads[1 - into], reads[into], asked[into], cells, n_columns)


def _corrupt(trace: Trace, request: PatchRequest) -> Encoding:
    """The other text, read as the clean one was."""
    model, tokenizer = trace.model, trace.model.tokenizer
    if model.spec.kind != "encoder-decoder":
        subject = replace(trace.request.subject, text=request.corrupt)
        return read_subject(model.info, tokenizer, subject=subject, ids=request.corrupt_ids)
    ids = request.corrupt_ids
    written = tokenizer.encode(request.corrupt, bos="no") if ids is None else encoding_of(tokenizer, ids)
    check_ids(model.info, written.ids)
    return with_start(tokenizer, written, model.spec.start_id)


def _asked(
    trace: Trace, request: PatchRequest, texts: Sequence[Encoding], of_corrupt: Read, places: np.ndarray
) -> tuple[Contrast, Contrast]:
    """The contrast with nothing left open, at its position in each text."""
    model, contrast = trace.model, request.contrast
    whole = resolved(trace, contrast)
    assert whole.position is not None
    there = default_position(model, texts[1]) if contrast.position is None else _beside(places, whole.position, texts[0])
    if contrast.token_id is None and contrast.against_id is None:
        logits = model.transformer.logits(of_corrupt.stream(-1)[there])  # [d_vocab]
        model.check_finite(logits[None], there)
        whole = replace(whole, against_id=next(token for token in best(logits.cpu(), 2).tolist() if token != whole.token_id))
    return whole, replace(whole, position=there)


def _beside(places: np.ndarray, position: int, clean: Encoding) -> int:
    """The corrupt text's position beside one of the clean text."""
    there = int(places[places[:, 0] == position][0, 1])
    if there == GAP:
        raise WorkbenchError("place-unaligned", position=position, token=clean.tokens[position])
    return there


def _valued(read: Read, contrast: Contrast) -> Contrasted:
    model, (token, against) = read.model, (contrast.token_id, contrast.against_id)
    assert token is not None
    found = meter(model, contrast)(read.stream(-1)[contrast.position])
    shown = model.tokenizer.shown
    return Contrasted(contrast, token=shown(token), against="" if against is None else shown(against), value=float(found))


def _by_place(places: np.ndarray, into: int, head: int | None) -> list[Cell]:
    """A patch for each column that both texts have."""
    both = torch.from_numpy(places.astype(np.int64))
    columns = np.flatnonzero((places != GAP).all(axis=1)).tolist()
    return [Cell(column, head, both[column, 1 - into, None], both[column, into, None]) for column in columns]


def _by_head(places: np.ndarray, into: int, n_heads: int) -> list[Cell]:
    """A patch for each head, at all places that both texts have."""
    both = torch.from_numpy(places[(places != GAP).all(axis=1)].astype(np.int64))
    return [Cell(head, head, both[:, 1 - into], both[:, into]) for head in range(n_heads)]
