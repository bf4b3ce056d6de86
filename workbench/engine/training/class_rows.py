"""Rows of which classes are told: of a whole text, or of each word in it.

Legend: rows in a batch, pos positions (padded to the longest row).

The idea that is not obvious: a class is a target like a token, at the position where the model's head reads it; so batches, losses and
their sums are the same for all that can be learned.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from workbench.engine.training.batches import NOT_COUNTED, Batch, padded, there
from workbench.engine.training.sources import Records
from workbench.text import Tokenizer


class LabelRows:
    """A text a row. Its class is told at the first position of an encoder, at the last of a decoder."""

    def __init__(self, records: Records, tokenizer: Tokenizer, *, row_tokens: int, numbers: np.ndarray, at_end: bool) -> None:
        """`numbers`: of the classes, from those in the records to the model's."""
        self._records, self._numbers, self._at_end = records, numbers, at_end
        self._frame = _Frame(tokenizer, row_tokens)

    def batch(self, first: int, count: int) -> Batch:
        tokens, targets = [], []
        for ids, label in self._records.ids(first, count):
            tokens.append(self._frame.put(ids))
            at = len(tokens[-1]) - 1 if self._at_end else 0
            targets.append([NOT_COUNTED] * len(tokens[-1]))
            targets[-1][at] = int(self._numbers[label[0]])
        return Batch(padded(tokens, 0), padded(targets, NOT_COUNTED), keys=None if self._at_end else there(tokens))


class TagRows:
    """A text a row. The tag of each word is told at one of its tokens."""

    def __init__(self, records: Records, tokenizer: Tokenizer, *, row_tokens: int, numbers: np.ndarray, causal: bool) -> None:
        self._records, self._numbers, self._causal = records, [*numbers.tolist(), NOT_COUNTED], causal
        self._frame = _Frame(tokenizer, row_tokens)

    def batch(self, first: int, count: int) -> Batch:
        tokens, targets = [], []
        for ids, tags in self._records.ids(first, count):
            tokens.append(self._frame.put(ids))
            targets.append(self._frame.put([self._numbers[max(tag, -1)] for tag in tags], around=NOT_COUNTED))
        return Batch(padded(tokens, 0), padded(targets, NOT_COUNTED), keys=None if self._causal else there(tokens))


class _Frame:
    """What the tokenizer puts around a text, which loses its end if it is too long. At least one position is left."""

    def __init__(self, tokenizer: Tokenizer, row_tokens: int) -> None:
        self._before, self._after = tokenizer.specials.before, tokenizer.specials.after
        self._room = max(1, row_tokens - len(self._before) - len(self._after))
        self._filler = self._before[:1] or (min(tokenizer.eos_ids, default=0),)

    def put(self, ids: Sequence[int], *, around: int | None = None) -> list[int]:
        """`around`: what stands in the place of the special tokens."""
        before, after = (self._before, self._after) if around is None else ((around,) * len(self._before), (around,) * len(self._after))
        return [*before, *ids[: self._room], *after] or [*(self._filler if around is None else (around,))]
