"""What a training will take, asked before it is started."""

from __future__ import annotations

import dataclasses
import math

from workbench.values.codec import value
from workbench.values.training import TrainRequest


@value
class TrainEstimateRequest:
    """Ask what a training would take: it is set up as Start would do it, and takes some real steps, of which nothing is kept.
    Meanwhile Progress (`data` in bytes, `trial` in steps) and, once the data are read, TrainRows. Answer: TrainEstimate.

    n_steps   steps that are timed at most, behind a first one that is not
    within_s  no further step is begun after so long
    """

    training: TrainRequest
    n_steps: int = 8
    within_s: float = 3.0


@value
class TrainEstimate:
    """What was measured, and what follows from it.

    n_parameters, n_trained  of the model, and how many of them are trained. An n-gram's grow with the text: those after the trial
    memory_bytes             most that the process held at once, PyTorch itself included
    free_bytes               what the machine had left before
    n_steps                  steps that were timed
    step_seconds             their median
    step_read, step_counted  positions read, and tokens that a loss is taken of, of a mean step
    validation_seconds, sample_seconds   one validation; the samples of all prompts once. 0: there is none
    checkpoint_bytes         size of a checkpoint, with the state of the training
    data_tokens              tokens of the training split of files; 0 where text is made as it is read, without an end
    first_loss               of the first step. Of a new model it is near `guess`; of a fork that of its checkpoint
    floor                    least loss that is possible where it is known, else NaN
    first_step               the step that a fork, or a run that is gone on with, begins behind; 0: from the beginning
    n_outcomes               between which a guess would choose: classes, or tokens of the vocabulary
    """

    request: TrainEstimateRequest
    n_parameters: int
    n_trained: int
    d_vocab: int
    memory_bytes: int
    free_bytes: int
    n_steps: int
    step_seconds: float
    step_read: float
    step_counted: float
    validation_seconds: float
    sample_seconds: float
    checkpoint_bytes: int
    data_tokens: int
    first_loss: float
    floor: float
    n_threads: int
    first_step: int = 0
    n_outcomes: int = 0

    @property
    def guess(self) -> float:
        """Loss of guessing all outcomes evenly, in nats."""
        return math.log(self.n_outcomes or self.d_vocab)

    def steps_left(self, training: TrainRequest | None = None) -> int:
        """How many steps are still to be taken."""
        return max(0, (training or self.request.training).n_steps - self.first_step)

    def total_seconds(self, training: TrainRequest | None = None) -> float:
        """All steps that are left, with their validations and samples, of the training that was tried out or of one that costs the same a
        step; the writing of checkpoints is not in it."""
        asked = training or self.request.training
        validations, samples = (times_due(asked.n_steps, every, self.first_step) for every in (asked.eval_every, asked.sample_every))
        return self.steps_left(asked) * self.step_seconds + validations * self.validation_seconds + samples * self.sample_seconds

    def passes(self, training: TrainRequest | None = None) -> float:
        """How often the steps that are left read the data; 0 where they have no end."""
        return self.steps_left(training) * self.step_counted / self.data_tokens if self.data_tokens else 0.0


def times_due(n_steps: int, every: int, first_step: int = 0) -> int:
    """How often something is done that is done every so many steps (0: never), and at the last one, by the steps behind `first_step`."""
    if n_steps <= first_step:
        return 0
    return math.ceil(n_steps / every) - first_step // every if every else 1


COST_NOTHING = (
    "name", "n_steps", "learning_rate", "warmup_steps", "final_share", "weight_decay", "beta1", "beta2", "eval_every", "checkpoint_every",
    "sample_every", "key", "decay", "decay_share", "patience", "keep_best", "on_alarm", "spike", "lesson",
)  # fmt: skip
"""Settings that make no step, validation or sample cheaper or dearer, and do not change where the training begins."""


def costs_the_same(one: TrainRequest, other: TrainRequest) -> bool:
    """Whether what was measured of one training holds for another."""
    return one == dataclasses.replace(other, **{name: getattr(one, name) for name in COST_NOTHING})
