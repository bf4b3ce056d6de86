"""Letters in random order that come again in the same order: nothing but looking back tells what follows.

Whoever has learned it attends from a letter to the one behind the same letter before: an induction head. A row's period is drawn, so
that no fixed distance does instead, and its letters are all different, so that each has one place to look back to.
"""

from __future__ import annotations

import math
import random
import string
from collections.abc import Mapping

import torch

from workbench.engine.training.batches import Batch
from workbench.errors import WorkbenchError
from workbench.text import Tokenizer

LETTERS = string.ascii_lowercase
PERIODS = (6, 20)
"""The shortest and the longest."""


class Repeats:
    """The source."""

    def letters(self) -> str:
        return LETTERS

    def expected_loss(self, row_tokens: int) -> float:
        """NaN: where a row repeats first is only guessed."""
        return math.nan

    def of_rows(self, tokenizer: Tokenizer, *, row_tokens: int, seed: int) -> RepeatsRows:
        """Rows for training. Raises WorkbenchError('bad-value') for a tokenizer that has no token for a letter, or no start."""
        ids = tokenizer.encode_many(list(LETTERS))
        if tokenizer.bos_id is None or any(len(one) != 1 for one in ids):
            raise WorkbenchError("bad-value", name="tokenizer", value=tokenizer.name, limit="characters, for letters that repeat")
        numbers = {letter: int(one[0]) for letter, one in zip(LETTERS, ids, strict=True)}
        return RepeatsRows(numbers, tokenizer.bos_id, row_tokens=row_tokens, seed=seed)


class RepeatsRows:
    """A row is one stretch of letters, again and again until it is full; every letter is told."""

    def __init__(self, numbers: Mapping[str, int], start_id: int, *, row_tokens: int, seed: int) -> None:
        self._numbers, self._start_id, self._row_tokens, self._seed = numbers, start_id, row_tokens, seed

    def batch(self, first: int, count: int) -> Batch:
        targets = torch.tensor([self._row(row) for row in range(first, first + count)])  # [rows, n]
        return Batch(torch.cat((torch.full((count, 1), self._start_id), targets[:, :-1]), dim=1), targets)

    def _row(self, row: int) -> list[int]:
        rng = random.Random(f"{self._seed}:repeats:{row}")
        stretch = rng.sample(LETTERS, rng.randint(*PERIODS))
        return [self._numbers[stretch[place % len(stretch)]] for place in range(self._row_tokens)]


REPEATS = Repeats()
"""What the data `repeats` are made of."""
