"""Letters at random, and then the same ones again in the same order: nothing but looking back tells what follows.

Whoever has learned it attends from a letter to the one behind the same letter before: an induction head. The idea that is not obvious:
letters are drawn each by itself, so that some come twice within a stretch. Were they all different, "the one not seen for longest" would
be a good guess that a single layer can make, and heads that look back appear late or never. And of the first time no loss is taken: it
can't be told, and its gradient would hide the others.
"""

from __future__ import annotations

import math
import random
import string

import torch

from workbench.engine.training.batches import NOT_COUNTED, Batch
from workbench.errors import WorkbenchError
from workbench.text import Tokenizer

LETTERS = string.ascii_lowercase
SHORTEST, LONGEST = 0.1, 0.3
"""Stretches, as shares of a row: each comes three times or more. Each row's is drawn, so that no fixed distance does instead of looking."""


class Repeats:
    """The source."""

    def letters(self) -> str:
        return LETTERS

    def expected_loss(self, row_tokens: int) -> float:
        """NaN: how many letters before tell two places apart is only guessed."""
        return math.nan

    def of_rows(self, tokenizer: Tokenizer, *, row_tokens: int, seed: int) -> RepeatsRows:
        """Rows for training. Raises WorkbenchError('bad-value') for a tokenizer that has no token for a letter, or no start."""
        ids = tokenizer.encode_many(list(LETTERS))
        if tokenizer.bos_id is None or any(len(one) != 1 for one in ids):
            raise WorkbenchError("bad-value", name="tokenizer", value=tokenizer.name, limit="characters, for letters that repeat")
        return RepeatsRows([int(one[0]) for one in ids], tokenizer.bos_id, row_tokens=row_tokens, seed=seed)


class RepeatsRows:
    """A row is one stretch of letters, again and again until it is full. Told is what can be known: all behind the first letter that comes
    again."""

    def __init__(self, letters: list[int], start_id: int, *, row_tokens: int, seed: int) -> None:
        self._letters, self._start_id, self._row_tokens, self._seed = letters, start_id, row_tokens, seed

    def batch(self, first: int, count: int) -> Batch:
        rows, told = zip(*(self._row(row) for row in range(first, first + count)), strict=True)
        letters = torch.tensor(rows)  # [rows, n]
        before = torch.arange(self._row_tokens) < torch.tensor(told)[:, None]  # [rows, n]
        tokens = torch.cat((torch.full((count, 1), self._start_id), letters[:, :-1]), dim=1)
        return Batch(tokens, letters.masked_fill(before, NOT_COUNTED))

    def _row(self, row: int) -> tuple[list[int], int]:
        """Its letters, and the first place that is told."""
        rng = random.Random(f"{self._seed}:repeats:{row}")
        period = rng.randint(max(2, int(SHORTEST * self._row_tokens)), int(LONGEST * self._row_tokens))
        stretch = rng.choices(self._letters, k=period)
        return [stretch[place % period] for place in range(self._row_tokens)], period + 1


REPEATS = Repeats()
"""What the data `repeats` are made of."""
