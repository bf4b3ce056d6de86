"""What a patch did, in words and numbers: for the lines around its map, and for what is saved of it."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from PySide6.QtCore import QCoreApplication

from workbench.gui.widgets.intervention_words import python_argument, python_imports
from workbench.gui.widgets.numbers import signed
from workbench.gui.widgets.token_text import TokenText
from workbench.gui.widgets.visible import visible_token
from workbench.values import GAP, Contrasted, PatchStarted


def columns_of(started: PatchStarted, texts: tuple[TokenText, TokenText]) -> list[str]:
    """What stands over each column of the map: heads, or the clean text's tokens, the corrupt text's where it has none there."""
    if started.request.is_by_head:
        return [str(head) for head in range(started.model.n_heads)]
    clean, corrupt = texts
    return [clean.words(a) if a != GAP else corrupt.words(b) for a, b in started.places.tolist()]


def effects_of(started: PatchStarted, raw: np.ndarray) -> np.ndarray:
    """What a map shows: the scaled contrast; where both passes give the same, how far a patch moved it, in logits."""
    return raw - started.unpatched if started.is_flat else started.scaled(raw)


def asked(value: Contrasted) -> str:
    """logit(·Mary) − logit(·John)"""
    minus = f" − logit({visible_token(value.against)})" if value.contrast.against_id is not None else ""
    return f"logit({visible_token(value.token)}){minus}"


def summary(started: PatchStarted) -> str:
    """What was measured, and what it comes to in both passes."""
    clean, corrupt = started.clean_value, started.corrupt_value
    words = QCoreApplication.translate("patch", "{what} at position {position}: clean {clean}, corrupt {corrupt}").format(
        what=asked(clean), position=clean.contrast.position, clean=signed(clean.value), corrupt=signed(corrupt.value)
    )
    if started.is_flat:
        flat = QCoreApplication.translate(
            "patch", "Both texts give the same value, so there is no scale: the map shows the change in logits."
        )
        return f"{words}. {flat}"
    return words


def cell_words(started: PatchStarted, raw: np.ndarray, cell: tuple[int, int], labels: Sequence[str]) -> str:
    """All that is known of one cell."""
    layer, column = cell
    if not 0 <= column < len(labels):
        return ""
    place = QCoreApplication.translate("patch", "head {column}") if started.request.is_by_head else "{column}"
    parts = [QCoreApplication.translate("patch", "Layer {layer}").format(layer=layer), place.format(column=labels[column])]
    if not started.request.is_by_head:
        a, b = started.places[column].tolist()
        if GAP in (a, b):
            return " · ".join([*parts, QCoreApplication.translate("patch", "only one text has it: not patched")])
        parts[-1] += f" ({a})"
    measured = _at(raw, cell)
    if not math.isnan(measured):
        effect = float(effects_of(started, np.asarray(measured)))
        words = QCoreApplication.translate("patch", "effect {effect} (contrast {raw})")
        parts.append(words.format(effect=signed(effect), raw=signed(measured)))
    estimated = _at(started.estimate, cell)
    if not math.isnan(estimated):
        effect = float(effects_of(started, np.asarray(estimated)))
        parts.append(QCoreApplication.translate("patch", "estimate {effect}").format(effect=signed(effect)))
    return " · ".join(parts)


def agreement(started: PatchStarted, raw: np.ndarray) -> float:
    """Pearson's correlation of estimate and measurement over the cells that have both; NaN where it says nothing."""
    if raw.shape != started.estimate.shape:
        return math.nan
    both = np.isfinite(raw) & np.isfinite(started.estimate)
    a, b = raw[both].astype(np.float64), started.estimate[both].astype(np.float64)
    if len(a) < 3 or not a.std() or not b.std():
        return math.nan
    return float(np.corrcoef(a, b)[0, 1])


def rows_of(started: PatchStarted, raw: np.ndarray, labels: Sequence[str]) -> Iterable[Sequence[object]]:
    """A line for each cell: column names first."""
    yield "layer", "column", "label", "clean_position", "corrupt_position", "contrast", "effect", "estimated_contrast", "estimated_effect"
    for layer in range(max(len(raw), len(started.estimate))):
        for column, label in enumerate(labels):
            places = (
                (None, None) if started.request.is_by_head else tuple(None if at == GAP else at for at in started.places[column].tolist())
            )
            numbers: list[float | None] = []
            for values in (raw, started.estimate):
                found = _at(values, (layer, column))
                effect = float(effects_of(started, np.asarray(found)))
                numbers += [None if math.isnan(one) else one for one in (found, effect)]
            yield layer, column, label, *places, *numbers


def snippet(started: PatchStarted) -> str:
    """Python that gives the same map."""
    request, trace = started.request, started.request.trace
    clean, corrupt = started.clean.ids.tolist(), started.corrupt.ids.tolist()
    read = f"{clean}"
    if started.model.kind == "encoder-decoder":  # both begin with the start token, which is put there anyway
        read, corrupt = f"{trace.subject.text!r}, target={clean[1:]}", corrupt[1:]
    head = f", head={request.head}" if request.head is not None else ""
    contrast = started.clean_value.contrast
    return f"""from workbench.engine import open_model
from workbench.engine.patching import patch
from workbench.values import Contrast, PatchRequest
{python_imports(trace.interventions)}
model = open_model({trace.subject.model!r}, dtype={trace.dtype!r})
trace = model.trace({read}{python_argument(trace.interventions)})
contrast = Contrast({contrast.position}, {contrast.token_id}, {contrast.against_id})
request = PatchRequest(
    trace.request, corrupt_ids={tuple(corrupt)},
    what={request.what!r}, way={request.way!r}{head}, contrast=contrast,
)
*_, found = patch(trace, request)
found.raw  # the contrast after each patch; found.started.scaled(found.raw): clean 1, corrupt 0
"""


def _at(values: np.ndarray, cell: tuple[int, int]) -> float:
    inside = 0 <= cell[0] < values.shape[0] and 0 <= cell[1] < values.shape[1]
    return float(values[cell]) if inside else math.nan
