"""Rows as a model will see them, in words: what it reads, and what it has to tell."""

from __future__ import annotations

from torch import Tensor

from workbench.engine.training.batches import NOT_COUNTED
from workbench.engine.training.setup import Setup
from workbench.text import Tokenizer
from workbench.values import VIRTUAL_FIRST, TrainRow, TrainRows

SHOWN = 240
"""A text is shown up to so many characters."""


def first_rows(setup: Setup, n_rows: int) -> TrainRows:
    """The rows that the first step begins with."""
    batch = setup.rows.batch(0, n_rows)
    by_next = batch.source is None and setup.learning.head is None and _is_shifted(batch.tokens, batch.targets)
    found = []
    for row in range(len(batch.tokens)):
        counted = batch.targets[row] != NOT_COUNTED
        read = batch.tokens[row] if batch.source is None else batch.source[row]
        keys = batch.keys if batch.source is None else batch.source_keys
        read = read[keys[row]] if keys is not None else read[: int(counted.nonzero().max()) + 1]
        told = batch.targets[row][counted].tolist()
        if setup.learning.head is not None:
            words = " ".join(setup.spec.labels[number] for number in told)
        else:
            words = "" if by_next else _decoded(setup.tokenizer, told)
        found.append(TrainRow(_decoded(setup.tokenizer, read.tolist()), words))
    return TrainRows(tuple(found))


def _is_shifted(tokens: Tensor, targets: Tensor) -> bool:
    """Whether every token but the first is a target: then there is nothing to show beside the text."""
    return bool((tokens[0, 1:4] == targets[0, :3]).all())


def _decoded(tokenizer: Tokenizer, ids: list[int]) -> str:
    """What ids stand for, but for virtual ones, which stand for no text."""
    text = " ".join(tokenizer.decode([one for one in ids if one < VIRTUAL_FIRST]).split())
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"
