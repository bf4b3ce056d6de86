"""Text whose entropy is known: a Markov chain of letters, so that a training can be held against the least loss there is.

Legend: S states, k order, C = S^k contexts, rows in a batch, n tokens of a row.

The idea that is not obvious: the chain over contexts is of first order whatever k is, so one linear system gives its stationary
distribution, and with it the entropy to the last digit.
"""

from __future__ import annotations

import math
import random
import string
from dataclasses import dataclass

import numpy as np
import torch

from workbench.engine.training.batches import Batch
from workbench.errors import WorkbenchError
from workbench.text import Tokenizer

CHAIN_SEED = 20_030
"""The same chain for every run, whatever the run's own seed: losses of different seeds have one floor."""
N_STATES = {1: 16, 2: 8}
"""States by order: both chains have few enough contexts to be learned in a minute."""
SPREAD = 1.5
"""Standard deviation of the logarithms of the weights of a row: at 0 all letters are equally likely, at 4 one is nearly certain."""


@dataclass(frozen=True, slots=True)
class Chain:
    """table    float64 [C, S]: the probability of each letter after each context; contexts count like numbers, the oldest letter first
    order    k
    """

    table: np.ndarray
    order: int

    @property
    def n_states(self) -> int:
        return int(self.table.shape[1])

    def stationary(self) -> np.ndarray:
        """How often each context comes in the long run, float64 [C]."""
        n_contexts, n_states = self.table.shape
        after = (np.arange(n_contexts)[:, None] * n_states + np.arange(n_states)) % n_contexts  # [C, S]: the next context
        moves = np.zeros((n_contexts, n_contexts))
        np.add.at(moves, (np.arange(n_contexts)[:, None], after), self.table)
        equations = np.vstack((moves.T - np.eye(n_contexts), np.ones(n_contexts)))  # p M = p, and they sum to 1
        found: np.ndarray = np.linalg.lstsq(equations, np.append(np.zeros(n_contexts), 1.0), rcond=None)[0]
        return found

    def entropy_rate(self) -> float:
        """Nats per letter, once k letters are known."""
        return float(self.stationary() @ _entropies(self.table))

    def expected_loss(self, n_tokens: int) -> float:
        """Nats per letter of a row of n letters, by whoever knows the table: the first k come from the stationary distribution."""
        known = min(self.order, n_tokens)
        first = self.stationary().reshape(self.n_states**known, -1).sum(1)  # of the first letters of a context
        return float((_entropies(first[None])[0] + (n_tokens - known) * self.entropy_rate()) / n_tokens)

    def letters(self) -> str:
        return string.ascii_lowercase[: self.n_states]

    def of_rows(self, tokenizer: Tokenizer, *, row_tokens: int, seed: int) -> MarkovRows:
        """Rows for training. Raises WorkbenchError('bad-value') for a tokenizer that has no token for a letter, or no start."""
        ids = tokenizer.encode_many(list(self.letters()))
        if tokenizer.bos_id is None or any(len(one) != 1 for one in ids):
            raise WorkbenchError("bad-value", name="tokenizer", value=tokenizer.name, limit="characters, for letters of a chain")
        return MarkovRows(self, np.asarray(ids)[:, 0], tokenizer.bos_id, row_tokens=row_tokens, seed=seed)

    def rows(self, first: int, count: int, n_tokens: int, *, seed: int) -> np.ndarray:
        """The rows first … first + count - 1 as states, int64 [count, n]. Each is a function of the seed and its number."""
        chance = np.stack([_chances(seed, row, n_tokens - self.order + 1) for row in range(first, first + count)])  # [count, n - k + 1]
        begun = np.searchsorted(np.cumsum(self.stationary()), chance[:, 0])
        contexts = np.minimum(begun, len(self.table) - 1)  # a sum may end a hair below 1
        states = np.empty((count, max(n_tokens, self.order)), np.int64)
        for place in range(self.order):
            states[:, place] = contexts // self.n_states ** (self.order - 1 - place) % self.n_states
        until = np.cumsum(self.table, axis=1)
        until[:, -1] = 1.0
        for place in range(self.order, n_tokens):
            states[:, place] = (until[contexts] <= chance[:, place - self.order + 1, None]).sum(1)
            contexts = (contexts * self.n_states + states[:, place]) % len(self.table)
        return states[:, :n_tokens]


class MarkovRows:
    """Rows of a chain, each behind a start: every letter is a target, the first by how often it comes at all."""

    def __init__(self, chain: Chain, ids: np.ndarray, start_id: int, *, row_tokens: int, seed: int) -> None:
        """`ids`: each state's token, int64 [S]."""
        self._chain, self._ids, self._start_id, self._row_tokens, self._seed = chain, ids, start_id, row_tokens, seed

    def batch(self, first: int, count: int) -> Batch:
        targets = torch.from_numpy(self._ids[self._chain.rows(first, count, self._row_tokens, seed=self._seed)])  # [rows, n]
        return Batch(torch.cat((torch.full((count, 1), self._start_id), targets[:, :-1]), dim=1), targets)


def chain_of(order: int) -> Chain:
    """The chain that `markov` (order 1) and `markov2` (order 2) draw from."""
    return made_chain(order, N_STATES[order], seed=CHAIN_SEED)


def made_chain(order: int, n_states: int, *, seed: int) -> Chain:
    """A chain whose weights are log-normal: neither flat nor sure of itself."""
    drawn = random.Random(f"{seed}:markov:{order}:{n_states}")
    weights = np.asarray([[math.exp(drawn.gauss(0.0, SPREAD)) for _ in range(n_states)] for _ in range(n_states**order)])
    return Chain(weights / weights.sum(1, keepdims=True), order)


def _entropies(rows: np.ndarray) -> np.ndarray:
    """Of each distribution [.., S], in nats."""
    found: np.ndarray = -(rows * np.log(np.maximum(rows, 1e-300))).sum(-1)
    return found


def _chances(seed: int, row: int, count: int) -> np.ndarray:
    """Numbers in [0, 1) that belong to a row, by a generator whose state is the pair itself."""
    return np.random.Generator(np.random.Philox(key=[seed, row])).random(count)
