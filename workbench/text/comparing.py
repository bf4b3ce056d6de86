"""One text in several tokenizers, laid over the same bytes."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbench.errors import WorkbenchError
from workbench.text.placing import placed
from workbench.text.scripts import costs
from workbench.text.tokenizer import Tokenizer
from workbench.values import Lane, Notice

LOST_SHOWN = "∅"


def lane_of(tokenizer: Tokenizer, text: str, *, reference: str, name: str) -> Lane:
    """The text in one tokenizer. Raises WorkbenchError: text-not-unicode, tokenizer-failed."""
    found = placed(tokenizer, text)
    known, which = np.unique(found.ids, return_inverse=True)
    return Lane(
        reference=reference,
        name=name,
        kind=tokenizer.kind,
        d_vocab=tokenizer.d_vocab,
        ids=found.ids,
        spans=found.spans,
        fates=found.fates,
        which=which.astype(np.int32),
        pieces=tuple(tokenizer.shown(token) if token >= 0 else LOST_SHOWN for token in known.tolist()),
        costs=costs(text, found.spans[found.ids >= 0]),
        lost=tokenizer.lost(text),
    )


def broken_lane(reference: str, error: WorkbenchError) -> Lane:
    """A lane without tokens, which says why."""
    return Lane(
        reference=reference,
        name=reference,
        kind="",
        d_vocab=0,
        ids=np.zeros(0, np.int32),
        spans=np.zeros((0, 2), np.int64),
        fates=np.zeros(0, np.uint8),
        which=np.zeros(0, np.int32),
        pieces=(),
        costs=(),
        problem=Notice(error.code, {key: str(value) for key, value in error.values.items()}),
    )


def cuts_of(lanes: Sequence[Lane], size: int) -> tuple[np.ndarray, np.ndarray]:
    """Where within `size` bytes at least one lane cuts, int64 [m], and which lanes do, bool [lanes, m]."""
    ends = [np.unique(lane.spans[:, 1]) for lane in lanes]
    places = np.unique(np.concatenate([np.zeros(0, np.int64), *ends]))
    places = places[(places > 0) & (places < size)]
    return places, np.array([np.isin(places, one) for one in ends], bool).reshape(len(lanes), len(places))
