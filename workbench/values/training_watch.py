"""What a training shows of itself beside its losses: texts that are followed, the words nearest to a soft prompt, and alarms.

Losses are nats. `step`: the optimiser steps that were done, 0 before the first.
"""

from __future__ import annotations

from typing import Literal

from workbench.values.codec import value

OnAlarm = Literal["pause", "stop", "go_on"]
"""What an alarm does. `pause`: wait for a command; `resume` goes on behind the batch, of which no step is made. `stop`: end the run with
an error, its last state kept. `go_on`: make the step all the same; of a batch that isn't finite none can be made, it is left out."""
AlarmReason = Literal["spike", "not-finite"]
"""`spike`: the loss lies far above those of the last steps. `not-finite`: the loss or the length of its gradient is NaN or infinite."""
PartName = Literal["embedding", "encoder", "decoder", "end"]
"""Where in a model: its embedding, a block of its encoder or decoder, or all behind the last block."""
MOST_PINNED = 16
"""A training follows so many texts at most."""


@value
class TrainPinned:
    """How surprising each token of a pinned text is at a validation, as `score` tells it. `number`: which of the request's `pinned`.
    `nats`: -ln p of each of `tokens`, the texts of all ids; NaN where a token has no probability, as a decoder's first."""

    step: int
    number: int
    tokens: tuple[str, ...]
    nats: tuple[float, ...]


@value
class TrainVirtual:
    """What a soft prompt is near to at a validation. For each virtual token the nearest `tokens` of the vocabulary, the nearest first,
    with their centred cosine in `scores`; `chance`: the least centred cosine of the largest twentieth of random pairs of tokens."""

    step: int
    tokens: tuple[tuple[str, ...], ...]
    scores: tuple[tuple[float, ...], ...]
    chance: float


@value
class AlarmRow:
    """One row of a batch: its number among all rows, its own mean loss, and its text (of pairs `source → target`), cut where it is
    long."""

    row: int
    loss: float
    text: str


@value
class PartNorms:
    """How large everything is in one part of a model, at the batch of an alarm and before its step.

    layer         the block's number; 0 for `embedding` and `end`
    weights       Euclidean norm of all its weights
    gradients     the same of their gradients, before they are clipped; 0 where nothing of it is trained
    activations   root mean square of the stream behind it, over all numbers of the batch
    """

    part: PartName
    layer: int
    weights: float
    gradients: float
    activations: float


@value
class TrainAlarm:
    """Something is wrong with the batch of this step: no step was made of it (but of a spike where `then` is `go_on`).

    loss, grad_norm   of the batch
    usual             median loss of the last steps; NaN: there are too few
    limit             a loss above it is a spike
    then              what the request's `on_alarm` had done
    rows              of the batch, those of the highest or no finite loss first
    norms             from the embedding to the end: where the first is that isn't finite, it began
    """

    step: int
    reason: AlarmReason
    loss: float
    grad_norm: float
    usual: float
    limit: float
    learning_rate: float
    then: OnAlarm
    rows: tuple[AlarmRow, ...]
    norms: tuple[PartNorms, ...]
