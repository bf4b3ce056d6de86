"""Interventions as touches: what stands in the passes of a model that somebody has changed.

Legend: batch, pos positions of a pass, d_model the stream's width, d_head a head's.

The idea that is not obvious: a model with interventions is a model. It shares its weights with the one it was made of and
answers every question, so tracing, generating and scoring need not know.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from workbench.engine.reference import Findings, own_text, parts_of, stack_of
from workbench.engine.touch import Point, Touch, chained
from workbench.engine.wanted import check_range
from workbench.errors import WorkbenchError
from workbench.values import Ablation, Intervention, Steering

if TYPE_CHECKING:
    from workbench.engine.model import LoadedModel

MOST_STRENGTH = 1000.0
Stopped = Callable[[], bool]


class Replace:
    """Puts something else in the place of what one head, or one MLP, found.

    `rows(first, pos)`: what takes its place, [pos, d_head] of a head, [pos, d_model] of an MLP.
    """

    def __init__(self, point: Point, layer: int, head: int | None, rows: Callable[[int, int], Tensor]) -> None:
        self.where, self._head, self._rows = (point, layer), head, rows

    def __call__(self, point: Point, layer: int, x: Tensor, first: int) -> Tensor:
        if (point, layer) != self.where:
            return x
        rows = self._rows(first, x.shape[-2]).to(x)
        if self._head is None:
            return rows.expand_as(x)
        changed = x.clone()  # [batch, H, pos, d_head]
        changed[:, self._head] = rows
        return changed


class EachRow:
    """Every row of a batch has a replacement of its own."""

    def __init__(self, replacements: Sequence[Replace]) -> None:
        self._replacements = tuple(replacements)
        self._points = {one.where for one in replacements}

    def __call__(self, point: Point, layer: int, x: Tensor, first: int) -> Tensor:
        if (point, layer) not in self._points:
            return x
        return torch.cat([one(point, layer, x[row, None], first) for row, one in enumerate(self._replacements)])


class Add:
    """Adds a vector [d_model] to the stream before one layer, at every position but the first."""

    def __init__(self, layer: int, vector: Tensor) -> None:
        self._layer, self._vector = layer, vector

    def __call__(self, point: Point, layer: int, x: Tensor, first: int) -> Tensor:
        if point != "resid" or layer != self._layer:
            return x
        added = x + self._vector.to(x)
        return torch.cat([x[:, :1], added[:, 1:]], dim=1) if first == 0 else added


def touches(model: LoadedModel, interventions: Sequence[Intervention], stopped: Stopped) -> dict[str, Touch | None]:
    """What stands in the passes of each stack, "encoder" and "decoder". `model` is the one without interventions.

    Raises WorkbenchError: bad-value, empty-text, no-logits, direction-none, cancelled, and the tokenizer's.
    """
    found: dict[str, list[Touch]] = {"encoder": [], "decoder": []}
    for one in interventions:
        check(model, one)
        made = replacement(model, one, stopped) if isinstance(one, Ablation) else _add(model, one, stopped)
        found[stack_of(model.spec.kind, one.part)].append(made)
    return {name: chained(*there) for name, there in found.items()}


def check(model: LoadedModel, one: Intervention) -> None:
    """Raise WorkbenchError('bad-value') for an intervention in a place that the model does not have."""
    spec = model.spec
    parts = parts_of(spec.kind)
    if one.part and one.part not in parts:
        raise WorkbenchError("bad-value", name="part", value=one.part, limit=", ".join(parts))
    n_layers = len(model.transformer.stacks()[stack_of(spec.kind, one.part)].blocks)
    check_range("layer", one.layer, 0, n_layers - isinstance(one, Ablation))
    if isinstance(one, Steering):
        if not abs(one.strength) <= MOST_STRENGTH:
            raise WorkbenchError("bad-value", name="strength", value=one.strength, limit=f"-{MOST_STRENGTH:g} to {MOST_STRENGTH:g}")
    elif one.head is not None:
        check_range("head", one.head, 0, spec.n_heads - 1)
    elif one.part == "cross":
        raise WorkbenchError(
            "bad-value", name="head", value="none", limit="a head of the cross attention; its layer's MLP is the decoder's"
        )


def replacement(model: LoadedModel, one: Ablation, stopped: Stopped) -> Replace:
    """What replaces a part. `model`: without interventions, or the one to whose own this is added; `check` has passed.

    Raises WorkbenchError: cancelled, and the tokenizer's for the reference.
    """
    point: Point = "mlp_out" if one.head is None else "cross_z" if one.part == "cross" else "z"
    width = model.spec.d_model if one.head is None else model.spec.d_head
    if one.by == "zero":
        return Replace(point, one.layer, one.head, lambda _first, pos: torch.zeros(pos, width))
    findings = model.references.findings(one.reference or own_text(), stopped)[stack_of(model.spec.kind, one.part)]
    if one.by == "mean":
        at_first, elsewhere = (x if one.head is None else x[one.head] for x in findings.mean(point, one.layer))
        return Replace(point, one.layer, one.head, lambda first, pos: _rows(at_first, elsewhere, first, pos))
    found = findings.found[point, one.layer]
    drawn, source = _drawn(found.shape[-2], model.spec.n_ctx, one.seed), found if one.head is None else found[one.head]
    return Replace(point, one.layer, one.head, lambda first, pos: source[drawn[first : first + pos]])


def _rows(at_first: Tensor, elsewhere: Tensor, first: int, pos: int) -> Tensor:
    """[pos, width]: one vector at the text's first position, another at all others."""
    rows = elsewhere.expand(pos, -1)
    return torch.cat([at_first[None], rows[1:]]) if first == 0 else rows


def _drawn(n_found: int, n_positions: int, seed: int) -> Tensor:
    """A position of the reference for each of the text's, int64 [n_positions]; the first stays the first."""
    drawn = np.random.default_rng(seed).integers(min(1, n_found - 1), n_found, n_positions)
    drawn[0] = 0
    return torch.from_numpy(drawn)


def _add(model: LoadedModel, one: Steering, stopped: Stopped) -> Add:
    return Add(one.layer, direction_of(model, one, stopped) * one.strength)


def direction_of(model: LoadedModel, one: Steering, stopped: Stopped) -> Tensor:
    """What a strength of 1 adds: [d_model], as long as the stream is there on average.

    Raises WorkbenchError: bad-value, empty-text, direction-none, cancelled, and the tokenizer's.
    """
    stack = stack_of(model.spec.kind, one.part)
    vector = _along_token(model, one.token_id) if one.token_id is not None else _between(model, one, stack, stopped)
    length = float(vector.norm())
    if not length > 0:
        raise WorkbenchError("direction-none", towards=one.towards, away=one.away)
    unit = model.references.findings(own_text(), stopped)[stack].length(one.layer)
    return vector * (unit / length)


def _along_token(model: LoadedModel, token_id: int) -> Tensor:
    """A token's row of the unembedding, or of the embedding where there is none: [d_model]."""
    check_range("token_id", token_id, 0, model.spec.d_vocab - 1)
    return model.token_row(token_id)


def _between(model: LoadedModel, one: Steering, stack: str, stopped: Stopped) -> Tensor:
    towards = _mean_stream(model.references.findings(one.towards, stopped)[stack], one.layer)
    return towards if not one.away else towards - _mean_stream(model.references.findings(one.away, stopped)[stack], one.layer)


def _mean_stream(findings: Findings, layer: int) -> Tensor:
    return findings.mean("resid", layer)[1]
