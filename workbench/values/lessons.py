"""A lesson: trainings over settings and seeds, and what is measured of each model when its training has ended.

A setting is an *arm* of the lesson; an arm with a seed is a *cell*. Losses are mean nats per token, times seconds, memory bytes.
Words that a person reads come in several languages: a mapping from "en", "ko" to the words.
"""

from __future__ import annotations

import dataclasses
from typing import Literal

from workbench.values.codec import value
from workbench.values.training import TrainRequest

LessonChart = Literal["curves", "arms", "axes"]
"""What shows it best. `curves`: over the steps. `arms`: a figure of each arm. `axes`: a figure along the lesson's first axis."""
LESSON_TAG = "lesson"
"""Of the runs that belong to a lesson."""
ARM = "arm:"
"""`start = "arm:NAME"`: from what that arm with the same seed has learned."""
RULES = ("majority", "words", "counts")
"""What classifies without a network, see `RuleClassifier`."""


@value
class LikelierAnswer:
    """How often the answer is right that greedy decoding would write if it could write nothing but the possible answers: figure
    `accuracy`, over `n` held-out records of `data`.

    template  what stands around a text, with {text}; an answer stands behind it
    shots     so many examples of the training split stand before it, drawn by the cell's seed, with `between` behind each
    words     the answers, in the order of the classes; (): the classes' own names
    """

    template: str
    data: str = "sentiment"
    n: int = 200
    shots: int = 0
    between: str = "\n\n"
    words: tuple[str, ...] = ()


@value
class TextLoss:
    """Loss on the validation rows of `data`, by the model and by the one that it began as: figures `text_loss`, `forgotten` (the rise)."""

    data: str = "corpus"
    n_rows: int = 64
    row_tokens: int = 128


@value
class RuleClassifier:
    """A classifier without a network: figure `accuracy`, over `n` held-out records of `data`.

    majority  always the class that is most frequent among them
    words     a list of good and bad words, counted
    counts    an n-gram of `order` for each class, from `n_train` other records: the class under which the text is likelier
    """

    rule: Literal["majority", "words", "counts"]
    data: str = "sentiment"
    n: int = 200
    n_train: int = 512
    order: int = 3


@value
class InductionScore:
    """The strongest induction head at each checkpoint: figure and curve `induction`, the share of its attention that goes to the token
    behind the last occurrence of the current one, on random tokens that come twice."""

    n_sequences: int = 8
    length: int = 24


@value
class AnswerShare:
    """The probability of the first of two continuations among both, on average over prompts, at each checkpoint: figure and curve
    `share`."""

    prompts: tuple[str, ...]
    first: str
    second: str


LessonMeasure = LikelierAnswer | TextLoss | RuleClassifier | InductionScore | AnswerShare


@value
class LessonArm:
    """A setting.

    train     what is trained; its seed is replaced by the cell's. None: nothing is
    model     what is measured where nothing is trained; "": no model
    measures  what is measured afterwards
    places    where it stands along the lesson's axes, the names of their values
    n_seeds   with so many of the lesson's seeds (0: all): where nothing is drawn, one says all
    aside     trained for the sake of other arms, and not compared
    """

    name: str
    titles: dict[str, str]
    train: TrainRequest | None = None
    model: str = ""
    measures: tuple[LessonMeasure, ...] = ()
    places: tuple[str, ...] = ()
    n_seeds: int = 0
    aside: bool = False


@value
class LessonAxis:
    """What is varied: its values' titles by name, in order."""

    name: str
    titles: dict[str, str]
    values: dict[str, dict[str, str]]


@value
class LessonRequest:
    """Train and measure every arm with every seed. Events: LessonStarted, LessonCells as they come, last LessonResult.

    sentences   what to see, by language
    chart       what shows it best; `figure` what it shows
    figures     the columns of the table
    references  values of `figure` that are known otherwise, by name, to be drawn beside: a known entropy, a known share
    parent_run  the run of this lesson that is gone on with: what it has measured is told again, the rest is done
    key         a ULID chosen by whoever starts it in another process
    core_seconds   what all cells together take one core, as it was measured on a desktop processor; 0: nobody has
    """

    name: str
    titles: dict[str, str]
    sentences: dict[str, tuple[str, ...]]
    arms: tuple[LessonArm, ...]
    seeds: tuple[int, ...]
    figures: tuple[str, ...]
    figure: str
    chart: LessonChart = "curves"
    axes: tuple[LessonAxis, ...] = ()
    references: dict[str, float] = dataclasses.field(default_factory=dict)
    parent_run: int | None = None
    key: str = ""
    core_seconds: float = 0.0

    def minutes(self, n_cores: int) -> int:
        """About how long it takes so many cores; 0: nobody knows."""
        return max(1, round(self.core_seconds / 60 / n_cores)) if self.core_seconds else 0

    @property
    def cells(self) -> tuple[tuple[int, int], ...]:
        """Arm and seed of each cell: all arms with the first seed come before any with the second, so that early there is something
        to compare."""
        return tuple(
            (number, seed)
            for place, seed in enumerate(self.seeds)
            for number, arm in enumerate(self.arms)
            if not arm.n_seeds or place < arm.n_seeds
        )


@value
class LessonStarted:
    """First event."""

    request: LessonRequest
    run_id: int
    n_cells: int
    n_workers: int


@value
class LessonCurve:
    """A figure over the steps: at each the tokens that were counted until then, and its value."""

    steps: tuple[int, ...]
    tokens: tuple[int, ...]
    values: tuple[float, ...]


@value
class LessonCell:
    """A cell has ended, or (`running`) begun.

    run_id, path               of its training, and where its last checkpoint is
    known                      measured by the run that this one goes on with
    error_code, error_values   why it failed

    figures: `val_loss`, `val_accuracy` at its end; `n_trained` and `n_parameters`; `n_examples` (rows of training data that differ,
    NaN: a new one each time), `n_tokens` counted; `seconds` of its training, as one core computes (so that what runs
    beside does not count); `peak_bytes` of its process; and those of the measures.
    """

    arm: int
    seed: int
    state: Literal["running", "done", "failed"]
    run_id: int | None = None
    figures: dict[str, float] = dataclasses.field(default_factory=dict)
    curves: dict[str, LessonCurve] = dataclasses.field(default_factory=dict)
    seconds: float = 0.0
    known: bool = False
    path: str = ""
    error_code: str = ""
    error_values: dict[str, object] = dataclasses.field(default_factory=dict)


@value
class LessonResult:
    """Last event. `stopped`: ended by command, with cells still to do."""

    n_done: int
    n_failed: int
    seconds: float
    stopped: bool = False


@value
class CellRequest:
    """What a process of its own is asked: train and measure one cell. Answer: LessonCell."""

    request: LessonRequest
    arm: int
    seed: int
    start: str = ""
    lesson_run: int | None = None


@value
class LessonListRequest:
    """Ask the text child for the lessons that ship with the app. Answer: LessonList."""


@value
class LessonList:
    """Lessons by name."""

    lessons: dict[str, LessonRequest]
