"""An n-gram that learns step by step, on the chart of all others: a step counts a batch instead of following its gradient.

The idea that is not obvious: a batch is judged before it is counted, so its loss is of text that the model has not seen. That takes
probabilities, and these are made anew only when the text has grown by a tenth: in all, as often as a logarithm.
"""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from workbench.engine.ngram import Counts, KneserNey
from workbench.engine.ngram_files import read_counts, write_ngram
from workbench.engine.training import checkpoint
from workbench.engine.training.batches import Batch, Rows, step_batches
from workbench.engine.training.checkpoint import State
from workbench.engine.training.measures import Measured
from workbench.engine.training.setup import Setup
from workbench.errors import WorkbenchError
from workbench.text import Tokenizer
from workbench.values import Full, NgramArchitecture, TrainCommand, TrainRequest, TrainStep

GROWN = 1.1
"""Probabilities are made anew when so many times the tokens are counted that they know of."""
MOST_TOKENS = 32


@dataclass
class Counting:
    """Counts, and the probabilities that were last made of them, of n_known tokens."""

    request: TrainRequest
    counts: Counts
    tokenizer: Tokenizer
    state: State
    model: KneserNey
    n_known: int

    @property
    def n_parameters(self) -> int:
        """How many different n-grams there are."""
        self.counts.gather()
        return len(self.counts.numbers)

    @property
    def n_trained(self) -> int:
        return self.n_parameters

    def step(self, rows: Rows) -> tuple[TrainStep, int]:
        """Judge the next batch, then count it: the event, and how many positions were read. Raises WorkbenchError('ngram-too-large')."""
        if self.state.n_tokens >= GROWN * self.n_known:
            self._make()
        batches = step_batches(rows, self.request, self.state.row)
        loss, step = self._mean(batches), self.state.step + 1
        for batch in batches:
            self.counts.add(batch.tokens.numpy(), batch.targets.numpy())
        n_tokens = self.state.n_tokens + sum(batch.n_counted for batch in batches)
        row = self.state.row + sum(len(batch.tokens) for batch in batches)
        self.state = replace(self.state, step=step, row=row, n_tokens=n_tokens, train_loss=loss)
        return TrainStep(step, loss, math.nan, math.nan, n_tokens, 0.0), sum(batch.n_read for batch in batches)

    def obey(self, command: TrainCommand) -> None:
        """Take in a new interval of validations; there is no learning rate."""
        if command.verb == "eval_every":
            self.state = replace(self.state, eval_every=int(command.number))

    def measured(self, batches: list[Batch], *, by_row: bool) -> Measured:
        """The loss by all that was counted. How often its first guess is right is not looked at: it would take all of the vocabulary
        at each position."""
        self._make()
        return Measured(self._mean(batches), math.nan)

    def sample(self, prompt: str) -> str:
        """The most probable continuation, as that of a network is."""
        self._make()
        ids = [int(token) for token in self.tokenizer.encode(prompt).ids]
        begun = len(ids)
        while len(ids) < begun + MOST_TOKENS:
            following = int(self.model.distribution(ids).argmax())
            if following in self.tokenizer.eos_ids:
                break
            ids.append(following)
        return self.tokenizer.decode(ids[begun:])

    def write(self, folder: Path, setup: Setup) -> Path:
        """Write a checkpoint. Raises WorkbenchError: training-disk-full, file-not-written."""
        self._make()
        weights = lambda place: write_ngram(place, self.counts, self.model)  # noqa: E731
        return checkpoint.write(folder, self.state, weights=weights, files=setup.tokenizer_files)

    def _make(self) -> None:
        """Make the probabilities of all that was counted."""
        if self.n_known != self.state.n_tokens:
            self.model, self.n_known = KneserNey(self.counts), self.state.n_tokens

    def _mean(self, batches: list[Batch]) -> float:
        total = 0.0
        for batch in batches:
            targets, contexts = batch.targets.numpy(), self.counts.contexts(batch.tokens.numpy())
            counted = targets >= 0
            total -= float(np.log(self.model.probabilities(contexts[counted], targets[counted])).sum())
        return total / max(1, sum(batch.n_counted for batch in batches))


def counting(request: TrainRequest, setup: Setup, resume_from: Path | None) -> Counting:
    """The first state of a run, or that of a checkpoint. Raises WorkbenchError: bad-value, checkpoint-bad."""
    assert isinstance(request.architecture, NgramArchitecture), "whoever asks has looked"
    if setup.learning.head is not None:
        raise WorkbenchError("training-unfit", objective=request.objective, needed="a network", kind="n-gram")
    if not isinstance(request.method, Full):
        raise WorkbenchError("bad-value", name="method", value=type(request.method).__name__, limit="full, for an n-gram")
    counts = Counts(request.architecture.order, setup.tokenizer.d_vocab)
    state = State(0, 0, 0, math.nan, math.nan, eval_every=request.eval_every)
    if resume_from is not None:
        known, state = read_counts(resume_from), checkpoint.read_state(resume_from)
        if (known.order, known.d_vocab) != (counts.order, counts.d_vocab):
            reason = f"it counts {known.order} tokens of {known.d_vocab:,}, not {counts.order} of {counts.d_vocab:,} as asked for"
            raise WorkbenchError("checkpoint-bad", path=resume_from, reason=reason)
        counts = known
    return Counting(request, counts, setup.tokenizer, state, KneserNey(counts), state.n_tokens)
