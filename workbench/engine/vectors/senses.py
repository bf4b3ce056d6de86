"""One word in several texts, through the layers: its vectors, how alike they are, and the way that each goes.

Shapes: m occurrences, rows = n_layers + 1, d numbers.

The idea that is not obvious: vectors of one layer share a direction, more so in late layers, and a cosine of 0.9 may be that of any
two tokens. So every layer is measured against reference tokens (see `backdrop`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import torch

from workbench.engine.subjects import read_subject
from workbench.engine.vectors.backdrop import Backdrop, backdrop, followed, reference_sentences, unit
from workbench.engine.vectors.components import components
from workbench.engine.wanted import check_range
from workbench.errors import WorkbenchError
from workbench.values import Encoding, Occurrence, Progress, Senses, SensesRequest, Subject, find_word

if TYPE_CHECKING:
    from workbench.engine.model import LoadedModel

MOST_TEXTS, MOST_OCCURRENCES = 200, 200
Stopped = Callable[[], bool]


@dataclass(eq=False)
class _Items:
    """Occurrences as they are collected: where each stands, its tokens in words, how many there are, its vectors [rows, d]."""

    places: list[Occurrence] = field(default_factory=list)
    labels: list[str] = field(default_factory=list)
    n_tokens: list[int] = field(default_factory=list)
    vectors: list[np.ndarray] = field(default_factory=list)
    missing: list[int] = field(default_factory=list)


@torch.inference_mode()
def senses(model: LoadedModel, request: SensesRequest, *, stopped: Stopped = lambda: False) -> Iterator[Progress | Senses]:
    """Follow a word. Yields Progress in texts, last the Senses.

    Raises WorkbenchError: word-not-found, occurrence-empty, empty-text, text-too-long, bad-value, trace-too-large, cancelled, and
    the tokenizer's.
    """
    check_range("number of texts", len(request.texts), 1, MOST_TEXTS)
    items, behind = _Items(), None
    for number, text in enumerate(request.texts):
        _read(model, request, number=number, text=text, items=items, stopped=stopped)
        yield Progress("senses", number + 1, len(request.texts), "texts")
    if not items.places:
        raise WorkbenchError("word-not-found", word=request.word, n=len(request.texts))
    for event in backdrop(model, reference_sentences(request.texts), stopped=stopped):
        if isinstance(event, Backdrop):
            behind = event
        else:
            yield event
    assert behind is not None, "a backdrop ends with itself"
    yield _answer(model, request, items, behind)


def _read(model: LoadedModel, request: SensesRequest, *, number: int, text: str, items: _Items, stopped: Stopped) -> None:
    """Add the occurrences in one text."""
    encoding = read_subject(model.info, model.tokenizer, subject=Subject(request.model, text))
    asked = [one for one in request.occurrences if one.text == number]
    places = asked if request.occurrences else [Occurrence(number, *span) for span in find_word(encoding.text, request.word)]
    if not places:
        items.missing.append(number)
        return
    check_range("number of occurrences", len(items.places) + len(places), 1, MOST_OCCURRENCES)
    found = followed(model, encoding.ids, stopped)
    for place in places:
        tokens = _tokens(encoding, place)
        items.places.append(place)
        items.labels.append(" ".join(model.tokenizer.shown(int(encoding.ids[token])) for token in tokens))
        items.n_tokens.append(len(tokens))
        items.vectors.append(found[:, tokens].mean(1))


def _tokens(encoding: Encoding, place: Occurrence) -> np.ndarray:
    """The tokens that share a byte with a place. Raises WorkbenchError('occurrence-empty')."""
    starts, ends = encoding.byte_spans.T
    found = np.flatnonzero(np.maximum(starts, place.start) < np.minimum(ends, place.end))
    if not len(found):
        raise WorkbenchError("occurrence-empty", text=place.text, start=place.start, end=place.end, n_bytes=len(encoding.text.encode()))
    return found


def _answer(model: LoadedModel, request: SensesRequest, items: _Items, behind: Backdrop) -> Senses:
    vectors = np.stack(items.vectors, 1)
    directions = {"centered": unit(vectors - behind.means), "cosine": unit(vectors)}
    paths, kept = _paths(directions["centered"])
    return Senses(
        request,
        texts=np.array([place.text for place in items.places], np.int32),
        spans=np.array([(place.start, place.end) for place in items.places], np.int64),
        labels=tuple(items.labels),
        n_tokens=np.array(items.n_tokens, np.int32),
        vectors=vectors,
        alike={metric: found @ found.transpose(0, 2, 1) for metric, found in directions.items()},
        chance=behind.chance,
        paths=paths,
        kept=kept,
        missing=np.array(items.missing, np.int32),
        n_reference=behind.n_tokens,
        sha256=model.info.sha256,
    )


def _paths(directions: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Places on fixed axes float32 [rows, m, 2], and the share of each row's spread that they show float32 [rows].

    What all occurrences do together is taken away first: it is the same word on the same way, and would hide where they part."""
    rows, m, d = directions.shape
    parted = directions - directions.mean(1, keepdims=True)
    found = components(parted.reshape(-1, d), 2)
    places = np.zeros((rows, m, 2), np.float32)
    places[:, :, : len(found.axes)] = parted @ found.axes.T
    spread = (parted.astype(np.float64) ** 2).sum((1, 2))
    with np.errstate(invalid="ignore", divide="ignore"):
        kept = np.where(spread > 1e-9, (places.astype(np.float64) ** 2).sum((1, 2)) / spread, np.nan)
    return places, kept.astype(np.float32)
