"""Sources of which more is known than their text, by the name of the data: most have a known entropy, the least loss that there can be."""

from __future__ import annotations

from typing import Protocol

from workbench.engine.training.batches import Rows
from workbench.engine.training.grammar import GRAMMAR
from workbench.engine.training.markov import chain_of
from workbench.engine.training.repeats import REPEATS
from workbench.text import Tokenizer

ORDERS = {"markov": 1, "markov2": 2}


class Known(Protocol):
    """A source of text, and what is known of it."""

    def letters(self) -> str:
        """Every character that it writes, once."""

    def expected_loss(self, row_tokens: int) -> float:
        """Nats per counted token of its rows, by whoever knows the source."""

    def of_rows(self, tokenizer: Tokenizer, *, row_tokens: int, seed: int) -> Rows:
        """Its rows. Raises WorkbenchError('bad-value') for a tokenizer that cuts its text otherwise."""


def known_source(data: str) -> Known | None:
    """The source of this name, None where the entropy of the data is not known."""
    if data == "grammar":
        return GRAMMAR
    if data == "repeats":
        return REPEATS
    return chain_of(ORDERS[data]) if data in ORDERS else None
