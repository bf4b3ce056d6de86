"""How a map of patches looks on the command line."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from workbench.cli.output import plain, table, visible
from workbench.values import GAP, Contrasted, Encoding, PatchMap, PatchStarted


def document(found: PatchMap) -> dict[str, object]:
    """what, way, head, clean and corrupt {ids, tokens, contrast}, places, contrast and effect [layer][column] (null: not patched),
    estimated_contrast, estimated_effect, duration_ms."""
    started, request = found.started, found.request
    return {
        "what": request.what,
        "way": request.way,
        "head": request.head,
        "clean": _text(started.clean.ids, started.clean.tokens, started.clean_value),
        "corrupt": _text(started.corrupt.ids, started.corrupt.tokens, started.corrupt_value),
        "places": [[None if at == GAP else at for at in pair] for pair in started.places.tolist()],
        "contrast": plain(found.raw),
        "effect": plain(started.scaled(found.raw)),
        "estimated_contrast": plain(started.estimate),
        "estimated_effect": plain(started.scaled(started.estimate)),
        "duration_ms": found.duration_ms,
    }


def _text(ids: np.ndarray, tokens: tuple[str, ...], value: Contrasted) -> dict[str, object]:
    return {"ids": plain(ids), "tokens": list(tokens), "asked": plain(value)}


def lines(found: PatchMap, top: int) -> Iterator[str]:
    """What was asked, both answers, and the strongest patches."""
    started, request = found.started, found.request
    clean, corrupt = started.clean_value, started.corrupt_value
    minus = f" - logit({visible(clean.against)})" if clean.contrast.against_id is not None else ""
    yield f"logit({visible(clean.token)}){minus} at {clean.contrast.position}: clean {clean.value:+.4f}, corrupt {corrupt.value:+.4f}"
    if started.is_flat:
        yield "both texts give the same value: there is no scale, effects are changes in logits"
    if started.n_gaps:
        yield f"{started.n_gaps} places that only one text has are not patched"
    measured = bool(found.raw.size)
    values = found.raw if measured else started.estimate
    effects = values - started.unpatched if started.is_flat else started.scaled(values)
    rest = 0.0 if started.is_flat or request.way == "denoise" else 1.0
    yield f"{request.what}, {request.way}: {'measured' if measured else 'estimated by one gradient, an approximation'}"
    yield from table(
        ("layer", "at", "effect", "contrast", "estimate"), list(_cells(started, values, effects, rest, top)), right=(0, 2, 3, 4)
    )


def _cells(started: PatchStarted, values: np.ndarray, effects: np.ndarray, rest: float, top: int) -> Iterator[tuple[str, ...]]:
    """The cells whose effect is furthest from that of no patch, `rest`."""
    order = np.argsort(-np.abs(np.nan_to_num(effects - rest)), axis=None, kind="stable")[:top]
    for layer, column in zip(*np.unravel_index(order, effects.shape), strict=True):
        if np.isnan(effects[layer, column]):
            continue
        estimate = float(started.estimate[layer, column]) if started.estimate.size else float("nan")
        numbers = (effects[layer, column], values[layer, column], estimate)
        yield str(layer), _name(started, int(column)), *(f"{number:+.4f}" for number in numbers)


def _name(started: PatchStarted, column: int) -> str:
    if started.request.is_by_head:
        return f"head {column}"
    clean = int(started.places[column, 0])  # places with a gap are not patched, and so not told
    return f"{_token(started.clean, clean)} ({clean})"


def _token(encoding: Encoding, position: int) -> str:
    """A token as text; one that stands for none by its name."""
    low, high = encoding.char_spans[position].tolist()
    return visible(encoding.text[low:high]) if high > low else encoding.tokens[position]
