"""Rows of tokens for each objective. A row is a function of the seed and its number alone.

Legend: rows in a batch, pos positions (padded to the longest row), n counted tokens.

The idea that is not obvious: because rows are made from their numbers, the whole state of the data is one number. Resuming
needs nothing regenerated, and processes that share the work take every so-manieth row.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Protocol

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from workbench.engine.training.sources import Texts
from workbench.text import Tokenizer
from workbench.values import VIRTUAL_FIRST, TrainRequest

NOT_COUNTED = -100
"""A target that no loss is taken of."""
MASKED, REPLACED = 0.8, 0.1
CHOSEN = 0.15
ALONE = 0.75
BLOCK = 16


@dataclass(frozen=True, slots=True)
class Batch:
    """tokens int64 [rows, pos] and targets int64 [rows, pos], NOT_COUNTED where none is; `keys` bool [rows, pos]: what is no
    padding. For an encoder-decoder the tokens are what the decoder reads, and `source`, `source_keys` [rows, source] the source."""

    tokens: Tensor
    targets: Tensor
    keys: Tensor | None = None
    source: Tensor | None = None
    source_keys: Tensor | None = None

    @property
    def n_counted(self) -> int:
        return int((self.targets != NOT_COUNTED).sum())

    def to(self, device: torch.device) -> Batch:
        """The same there."""

        def moved(part: Tensor | None) -> Tensor | None:
            return None if part is None else part.to(device)

        if self.tokens.device == device:
            return self
        return Batch(self.tokens.to(device), self.targets.to(device), moved(self.keys), moved(self.source), moved(self.source_keys))

    @property
    def n_read(self) -> int:
        """Positions that go through the model, padding included."""
        return self.tokens.numel() + (self.source.numel() if self.source is not None else 0)


class Rows(Protocol):
    """Makes batches."""

    def batch(self, first: int, count: int) -> Batch:
        """The rows first … first + count - 1."""


class CausalRows:
    """Documents packed behind each other, each between a start and an end: the next token is the target."""

    def __init__(self, texts: Texts, tokenizer: Tokenizer, *, row_tokens: int) -> None:
        self._texts, self._row_tokens = texts, row_tokens
        self._start, self._end = around(tokenizer)

    def batch(self, first: int, count: int) -> Batch:
        rows = [packed(self._texts.of_row(row), self._start, self._end, self._row_tokens + 1) for row in range(first, first + count)]
        whole = padded([row[: self._row_tokens + 1] for row in rows], 0)
        lengths = torch.tensor([min(len(row), self._row_tokens + 1) for row in rows])
        targets = whole[:, 1:].clone()
        targets[torch.arange(targets.shape[1])[None] >= (lengths - 1)[:, None]] = NOT_COUNTED
        return Batch(whole[:, :-1], targets)  # padding is behind and causal attention never looks there


class MaskedRows:
    """15 % of the tokens are to be told: of these 80 % are hidden by the mask, 10 % replaced, 10 % left (arXiv 1810.04805).

    Three rows in four are one document alone, as people type them; the others are packed. BLOCK rows next to each other are of one
    kind, so that few are padded to a stranger's length. Special tokens are never hidden.
    """

    def __init__(self, texts: Texts, tokenizer: Tokenizer, *, row_tokens: int, seed: int) -> None:
        assert tokenizer.mask_id is not None, "checked when the tokenizer was chosen"
        self._texts, self._row_tokens, self._seed = texts, row_tokens, seed
        self._mask, self._d_vocab = tokenizer.mask_id, tokenizer.d_vocab
        self._start, self._end = around(tokenizer)
        self._special = tokenizer.special_ids | {*self._start, *self._end}

    def batch(self, first: int, count: int) -> Batch:
        tokens, targets = zip(*(self._row(row) for row in range(first, first + count)), strict=True)
        return Batch(padded(tokens, 0), padded(targets, NOT_COUNTED), keys=there(tokens))

    def _row(self, row: int) -> tuple[list[int], list[int]]:
        most = 1 if random.Random(f"{self._seed}:alone:{row // BLOCK}").random() < ALONE else 1 << 30
        rng = random.Random(f"{self._seed}:mask:{row}")
        tokens = packed(self._texts.of_row(row), self._start, self._end, self._row_tokens, most=most)[: self._row_tokens]
        targets = [NOT_COUNTED] * len(tokens)
        open_places = [at for at, token in enumerate(tokens) if token not in self._special]
        for at in rng.sample(open_places, max(1, round(CHOSEN * len(open_places)))) if open_places else ():
            targets[at] = tokens[at]
            chance = rng.random()
            if chance < MASKED:
                tokens[at] = self._mask
            elif chance < MASKED + REPLACED:
                tokens[at] = rng.randrange(self._d_vocab)
        return tokens, targets


class RepeatedRows:
    """The first `n` rows of others, again and again: all the data there is. Batches end where they end."""

    def __init__(self, rows: Rows, n: int) -> None:
        self._rows, self._n = rows, n

    def batch(self, first: int, count: int) -> Batch:
        return self._rows.batch(first % self._n, count)


class PromptedRows:
    """Rows of others, behind the virtual tokens of a soft prompt: an encoder-decoder's source is, where there is one."""

    def __init__(self, rows: Rows, n_tokens: int, *, told_first: bool = False) -> None:
        """`told_first`: what is told of a row is told at its first position, whatever stands there (as peft's classifiers do)."""
        self._rows, self._virtual, self._told_first = rows, torch.arange(VIRTUAL_FIRST, VIRTUAL_FIRST + n_tokens), told_first

    def batch(self, first: int, count: int) -> Batch:
        batch = self._rows.batch(first, count)
        if batch.source is not None:
            return replace(batch, source=self._before(batch.source), source_keys=_there_before(batch.source_keys, len(self._virtual)))
        n = len(self._virtual)
        targets = F.pad(batch.targets, (0, n) if self._told_first else (n, 0), value=NOT_COUNTED)
        keys = _there_before(batch.keys, n)
        return replace(batch, tokens=self._before(batch.tokens), targets=targets, keys=keys)

    def _before(self, tokens: Tensor) -> Tensor:
        return torch.cat((self._virtual.expand(len(tokens), -1), tokens), dim=1)  # [rows, n + pos]


def _there_before(keys: Tensor | None, n: int) -> Tensor | None:
    return None if keys is None else F.pad(keys, (n, 0), value=True)


def step_batches(rows: Rows, request: TrainRequest, first: int) -> list[Batch]:
    """Micro-batches from row `first` on, until a step has its tokens."""
    found: list[Batch] = []
    n_counted, row = 0, first
    while n_counted < request.batch_tokens:
        found.append(rows.batch(row, request.micro_rows))
        n_counted += found[-1].n_counted
        row += request.micro_rows
    return found


def packed(documents: Iterator[list[int]], start: Sequence[int], end: Sequence[int], n_tokens: int, *, most: int = 1 << 30) -> list[int]:
    """Documents behind each other, each between `start` and `end`, until there are n_tokens, at most `most` of them."""
    row: list[int] = []
    for number, document in enumerate(documents):
        if number >= most or len(row) >= n_tokens:
            break
        row += [*start, *document, *end]
    return row


def padded(rows: Sequence[Sequence[int]], filler: int) -> Tensor:
    """Rows of different lengths as int64 [rows, longest]."""
    whole = np.full((len(rows), max(map(len, rows))), filler, np.int64)
    for number, row in enumerate(rows):
        whole[number, : len(row)] = row
    return torch.from_numpy(whole)


def there(rows: Sequence[Sequence[int]]) -> Tensor:
    """Which positions of padded rows are none of the padding, bool [rows, longest]."""
    lengths = torch.tensor([len(row) for row in rows])
    return torch.arange(int(lengths.max()))[None] < lengths[:, None]


def around(tokenizer: Tokenizer) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """What stands before and after a document: the tokenizer's own start, and its end whether it puts one itself or not."""
    start = tokenizer.specials.before or ((tokenizer.bos_id,) if tokenizer.bos_id is not None else ())
    end = tokenizer.specials.after or ((min(tokenizer.eos_ids),) if tokenizer.eos_ids else ())
    return start, end
