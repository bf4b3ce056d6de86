"""Whether a batch is to be trusted, and its texts if not.

The idea that is not obvious: a batch is judged after its gradient and before its step, so what is wrong with it has not touched the
weights yet. It can be looked at, left out, or gone back from, and nothing is lost.
"""

from __future__ import annotations

import math
import statistics
from collections.abc import Iterable, Sequence

from torch import Tensor

from workbench.engine.training.batches import NOT_COUNTED, Batch
from workbench.errors import WorkbenchError
from workbench.text import Tokenizer
from workbench.values import VIRTUAL_FIRST, AlarmReason, AlarmRow, TrainAlarm

RECENT, LEAST_RECENT = 50, 20
"""The losses of so many steps say what is usual, of at least so many."""
NORMAL = 1.4826
"""A normal distribution's standard deviation, in median absolute deviations."""
LEAST_NATS = 1.0
"""A loss less than this above the usual is none to worry about, however alike the others are."""
MOST_ROWS, MOST_CHARACTERS = 8, 600
MOST_LEFT_OUT = 10
"""So many batches in a row that aren't finite: the weights are lost, and leaving out more helps nobody."""


def with_loss(recent: tuple[float, ...], loss: float) -> tuple[float, ...]:
    """The losses of the last steps with one more."""
    return (*recent, loss)[-RECENT:]


def usual(recent: Sequence[float], spike: float) -> tuple[float, float]:
    """The median of the last losses, and the loss above which one is a spike: NaN and infinity while there are too few."""
    if len(recent) < LEAST_RECENT or not spike:
        return math.nan, math.inf
    median = statistics.median(recent)
    scatter = NORMAL * statistics.median(abs(loss - median) for loss in recent)
    return median, median + max(spike * scatter, LEAST_NATS)


def reason_of(loss: float, grad_norm: float, recent: Sequence[float], spike: float) -> AlarmReason | None:
    """What is wrong with a batch, if anything is."""
    if not (math.isfinite(loss) and math.isfinite(grad_norm)):
        return "not-finite"
    return "spike" if loss > usual(recent, spike)[1] else None


def is_sound(alarm: TrainAlarm) -> bool:
    """Whether the weights themselves are still finite."""
    return all(math.isfinite(part.weights) for part in alarm.norms)


def as_error(alarm: TrainAlarm) -> WorkbenchError:
    """What ends a run that an alarm stops."""
    if alarm.reason == "spike":
        return WorkbenchError("training-spiked", step=alarm.step, loss=f"{alarm.loss:.4g}", usual=f"{alarm.usual:.4g}")
    return WorkbenchError("training-diverged", step=alarm.step, learning_rate=f"{alarm.learning_rate:.2g}")


def rows_of(
    batches: Iterable[Batch], losses: Iterable[Sequence[float]], first: int, tokenizer: Tokenizer, labels: Sequence[str] = ()
) -> tuple[AlarmRow, ...]:
    """The rows of batches, of which `first` is the first: `losses` of each batch's rows, the worst rows first."""
    found, number = [], first
    for batch, own in zip(batches, losses, strict=True):
        found += [(number + row, loss, batch, row) for row, loss in enumerate(own)]
        number += len(batch.tokens)
    found.sort(key=lambda one: (math.isfinite(one[1]), -one[1] if math.isfinite(one[1]) else 0.0))
    return tuple(AlarmRow(at, loss, _text(batch, row, tokenizer, labels)) for at, loss, batch, row in found[:MOST_ROWS])


def _text(batch: Batch, row: int, tokenizer: Tokenizer, labels: Sequence[str]) -> str:
    """What a row says, and what is told of it where that is something else."""
    targets = batch.targets[row]
    counted = targets != NOT_COUNTED
    if batch.source is not None:
        source = batch.source[row] if batch.source_keys is None else batch.source[row][batch.source_keys[row]]
        return f"{_words(source, tokenizer)} → {_words(targets[counted], tokenizer)}"
    n = 1 + max(counted.nonzero().flatten().tolist(), default=len(targets) - 1)
    text = _words(batch.tokens[row, :n] if batch.keys is None else batch.tokens[row][batch.keys[row]], tokenizer)
    return f"{text} → {' '.join(labels[label] for label in targets[counted].tolist())}" if labels else text


def _words(ids: Tensor, tokenizer: Tokenizer) -> str:
    text = tokenizer.decode([token for token in ids.tolist() if token < VIRTUAL_FIRST])
    return text if len(text) <= MOST_CHARACTERS else text[:MOST_CHARACTERS] + " …"
