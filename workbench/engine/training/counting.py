"""An n-gram that learns step by step, on the chart of all others: a step counts a batch instead of following its gradient.

The idea that is not obvious: a batch is judged before it is counted, so its loss is of text that the model has not seen. That takes
probabilities, and these are made anew only when the text has grown by a tenth: in all, as often as a logarithm.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from workbench.engine.ngram import Counts, KneserNey
from workbench.engine.ngram_files import read_counts, write_ngram
from workbench.engine.training import alarms, checkpoint
from workbench.engine.training.batches import Batch, Rows, step_batches
from workbench.engine.training.checkpoint import State
from workbench.engine.training.following import check_count
from workbench.engine.training.measures import Measured
from workbench.engine.training.origin import origin_file
from workbench.engine.training.setup import Setup
from workbench.errors import WorkbenchError
from workbench.text import Tokenizer
from workbench.values import Full, NgramArchitecture, TrainAlarm, TrainCommand, TrainPinned, TrainRequest, TrainStep

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

    @property
    def products(self) -> str:
        """Counts have none."""
        return "float32"

    @property
    def followed(self) -> Counting:
        return self

    def check(self) -> None:
        """Raise WorkbenchError for a text that can't be followed: bad-value, empty-text."""
        check_count(self.request.pinned)
        if not all(len(self.tokenizer.encode(text).ids) for text in self.request.pinned):
            raise WorkbenchError("empty-text")

    def seen(self, step: int) -> Iterator[TrainPinned]:
        """The pinned texts, token by token; like a decoder's, the first has no probability."""
        self._make()
        for number, text in enumerate(self.request.pinned):
            ids = self.tokenizer.encode(text).ids
            contexts = self.counts.contexts(ids[None, :-1].astype(np.int64))[0]
            nats = -np.log(self.model.probabilities(contexts, ids[1:].astype(np.int64)))
            tokens = tuple(self.tokenizer.shown(int(token)) for token in ids)
            yield TrainPinned(step, number, tokens=tokens, nats=(math.nan, *nats.tolist()))

    def step(self, rows: Rows) -> tuple[TrainStep, int, TrainAlarm | None]:
        """Judge the next batch, then count it: the event, how many positions were read, and what is wrong with the batch.

        Raises WorkbenchError('ngram-too-large').
        """
        if self.state.n_tokens >= GROWN * self.n_known:
            self._make()
        batches = step_batches(rows, self.request, self.state.row)
        loss, step = self._mean(batches), self.state.step + 1
        n_tokens = self.state.n_tokens + sum(batch.n_counted for batch in batches)
        event = TrainStep(step, loss, math.nan, math.nan, n_tokens, 0.0)
        alarm = self._alarm(event, batches)
        if alarm is None or alarm.then == "go_on":
            for batch in batches:
                self.counts.add(batch.tokens.numpy(), batch.targets.numpy())
            self.state = replace(self.state, train_loss=loss, recent=alarms.with_loss(self.state.recent, loss))
        row = self.state.row + sum(len(batch.tokens) for batch in batches)
        self.state = replace(self.state, step=step, row=row, n_tokens=n_tokens)
        return event, sum(batch.n_read for batch in batches), alarm

    def _alarm(self, event: TrainStep, batches: list[Batch]) -> TrainAlarm | None:
        """Whether a batch is far from all that was counted. There are no gradients, and no parts to look at."""
        request, recent = self.request, self.state.recent
        if alarms.reason_of(event.loss, 0.0, recent, request.spike) is None:
            return None
        usual, limit = alarms.usual(recent, request.spike)
        losses = [[self._mean([Batch(tokens[None], targets[None])]) for tokens, targets in zip(batch.tokens, batch.targets, strict=True)]
                  for batch in batches]  # fmt: skip
        return TrainAlarm(
            event.step, "spike", event.loss, event.grad_norm, usual, limit, event.learning_rate, request.on_alarm,
            rows=alarms.rows_of(batches, losses, self.state.row, self.tokenizer), norms=(),
        )  # fmt: skip

    def obey(self, command: TrainCommand) -> str:
        """Take in a new interval of validations; or the code of the error why not: there is no learning rate."""
        if command.verb == "eval_every":
            self.state = replace(self.state, eval_every=int(command.number))
        return "training-no-rate" if command.verb == "learning_rate" else ""

    def go_back(self, place: Path, _setup: Setup) -> None:
        """Take up the counts of a checkpoint; steps and rows go on. Raises WorkbenchError('checkpoint-bad')."""
        found = checkpoint.read_state(place)
        self.counts = _counts_in(place, self.counts)
        self.model, self.n_known = KneserNey(self.counts), self.state.n_tokens
        self.state = replace(self.state, recent=found.recent)

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
        return checkpoint.write(folder, self.state, weights=weights, files=setup.tokenizer_files | origin_file(setup.data))

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
        raise WorkbenchError("bad-value", name="method", value="one of networks", limit="full, for an n-gram")
    counts = Counts(request.architecture.order, setup.tokenizer.d_vocab)
    state = State(0, 0, 0, math.nan, math.nan, eval_every=request.eval_every)
    if resume_from is not None:
        counts, state = _counts_in(resume_from, counts), checkpoint.read_state(resume_from)
    state = state.asked(request.learning_rate, request.eval_every)
    return Counting(request, counts, setup.tokenizer, state, KneserNey(counts), state.n_tokens)


def _counts_in(place: Path, asked: Counts) -> Counts:
    """Those of a checkpoint. Raises WorkbenchError('checkpoint-bad') for any that aren't like those asked for."""
    found = read_counts(place)
    if (found.order, found.d_vocab) != (asked.order, asked.d_vocab):
        reason = f"it counts {found.order} tokens of {found.d_vocab:,}, not {asked.order} of {asked.d_vocab:,} as asked for"
        raise WorkbenchError("checkpoint-bad", path=place, reason=reason)
    return found
