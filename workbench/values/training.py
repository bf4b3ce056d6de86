"""A training run: what is asked for, what it says while it goes on, and the words in which it is told what to do.

Losses are mean nats per counted token. `step` counts optimiser steps from 1; 0 is the state before the first.
"""

from __future__ import annotations

import re
from typing import Literal

from workbench.values.architectures import AnyArchitecture
from workbench.values.codec import value
from workbench.values.methods import Full, Method
from workbench.values.training_watch import OnAlarm

Objective = Literal["causal", "masked", "seq2seq", "spans", "answers", "labels", "tags"]
"""`causal`: the next token. `masked`: 15 % of the tokens, of these 80 % hidden, 10 % replaced, 10 % left (arXiv 1810.04805).
`seq2seq`: the target given the source. `spans`: what stood where a sentinel stands (T5, arXiv 1910.10683). `answers`: the answer given
the prompt, of which no loss is taken. `labels`: the class of a text. `tags`: the class of each word."""
DocumentPart = Literal["auto", "line", "file"]
"""What of text files is a document. auto: of a file a line, of a folder a file."""
Frame = Literal["auto", "chat", "plain"]
"""What stands around prompts and answers. chat: the tokenizer's chat template. plain: a line end between. auto: chat if there is one."""
Decay = Literal["cosine", "linear", "constant", "wsd"]
"""How the learning rate goes on after its warm-up. cosine, linear: down to the last step. constant: not at all. wsd: it stays, and
falls linearly over the last `decay_share` of the steps (warm-up, stable, decay; arXiv 2404.06395)."""
Verb = Literal["stop", "checkpoint", "pause", "resume", "learning_rate", "eval_every", "go_back"]
"""`stop`: write a checkpoint and end. `checkpoint`: write one and go on. `pause`: write one and wait for `resume`. `learning_rate`: the
schedule is multiplied so that it is this now. `eval_every`: validate every so many steps from now on. `go_back`: weights and moments
become those of this run's checkpoint of that step again, and a run that is paused goes on; steps, rows and schedule go on from where
they are, so no row is read twice and no step has two losses."""


OWN_TEXTS = (
    "corpus", "corpus+echo", "corpus+brief", "numbers", "questions", "sentiment", "markov", "markov2", "grammar",
    "corpus-sentences", "pronouns-90", "pronouns-50", "repeats",
)  # fmt: skip
"""What `data` may be other than a file."""

LIMITS: dict[str, tuple[float, float]] = {
    "n_steps": (1, 10_000_000),
    "batch_tokens": (1, 1 << 24),
    "micro_rows": (1, 4096),
    "row_tokens": (0, 1 << 16),
    "learning_rate": (1e-9, 10.0),
    "warmup_steps": (0, 10_000_000),
    "final_share": (0.0, 1.0),
    "weight_decay": (0.0, 10.0),
    "beta1": (0.0, 0.9999),
    "beta2": (0.0, 0.999999),
    "clip_norm": (0.0, 1e6),
    "eval_every": (0, 10_000_000),
    "checkpoint_every": (0, 10_000_000),
    "sample_every": (0, 10_000_000),
    "valid_rows": (1, 65_536),
    "seed": (0, 2**63 - 1),
    "decay_share": (0.0, 1.0),
    "data_rows": (0, 10_000_000),
    "patience": (0, 10_000),
    "spike": (0.0, 1e6),
    "architecture.n_layers": (1, 200),
    "architecture.n_heads": (1, 512),
    "architecture.n_kv_heads": (0, 512),
    "architecture.d_model": (2, 1 << 15),
    "architecture.d_mlp": (1, 1 << 17),
    "architecture.n_ctx": (8, 1 << 16),
    "architecture.dropout": (0.0, 0.99),
    "architecture.order": (1, 16),
    "architecture.window": (1, 64),
    "method.rank": (1, 1024),
    "method.alpha": (0.0, 1e6),
    "method.dropout": (0.0, 0.99),
    "method.n_tokens": (1, 1024),
}
"""Least and most of what a recipe may set. What depends on another setting is checked by the training itself."""


@value
class TrainRequest:
    """Train a new model, or a local one further.

    name           of the recipe, as a person reads it
    architecture   of a new model; None with `start`
    start          the model whose weights are the first: a name, a folder or file, or a checkpoint (`run:ID@STEP`); its tokenizer
                   is used whatever `tokenizer` says. "": a new one
    method         what of it is trained
    data           `corpus`, `corpus+echo` (three lines in ten say the same twice), `corpus+brief` (four in ten are two or three
                   words): the text of our own; `corpus-sentences`: of it only the kinds that are a sentence or two; `numbers`: in English
                   and Korean words; `questions` and answers; `sentiment`: reviews; `pronouns-90`, `pronouns-50`: people of occupations
                   called he in nine cases of ten, or in half of them, else she; `repeats`: letters that come again in the same order;
                   `markov`, `markov2`: letters of a chain of first or second order, and `grammar`: sentences, of known entropy; else a
                   text file (UTF-8),
                   JSON lines (.jsonl), a table (.csv, .tsv), or a folder of such files
    tokenizer      `starter`: the bilingual one that ships with the app; `characters`: one token per character of the data;
                   else the name of a tokenizer that was trained here, or of a model
    batch_tokens   counted tokens (those a loss is taken of) that one step should reach; rows are added in micro-batches until then
    micro_rows     rows that go through the model at once
    row_tokens     longest row, in tokens (0: n_ctx)
    learning_rate  its peak, after `warmup_steps`; then as `decay` says, down to `final_share` of it at the last step
    patience       stop early after so many validations without a better one; 0: never
    keep_best      write a checkpoint whenever a validation is the best so far; the best before it is let go of
    recompute      keep the stream between blocks only, and compute what is within them again for the gradients
    clip_norm      longest gradient, as a norm over all parameters; 0 leaves it
    eval_every, checkpoint_every, sample_every   in steps; 0: only at the end
    valid_rows     rows of the held-out split that a validation reads
    prompts        texts whose continuation (masked: filling, seq2seq: translation) is shown at each sample
    dtype          float32, or bfloat16: products in it, by autocast, where the processor has instructions for them; weights stay float32
    columns        the fields of a record in tables and JSON lines, in the order of: text; source, target; prompt, answer; text, label;
                   text, tags (words and tags parted by spaces). (): they are called so
    part           what of text files is a document
    frame          what stands around prompts and answers
    fork           `run:ID@STEP`: weights, moments, order of the data and step go on from that checkpoint of
                   another run, with these settings; unchanged ones give the bits of that run. "": not a fork
    pinned         texts whose surprise is told token by token at each validation; of a model that is given one thing and tells another,
                   both, parted by a tab or ` => `: source and target, text and class, words and tags
    on_alarm       what is done when a loss spikes or isn't finite
    spike          a loss is a spike that lies so many times the usual scatter above the median of the last steps, and one nat at
                   least; the scatter is their median absolute deviation · 1.4826 (a normal's standard deviation). 0: never
    resume         the run whose last checkpoint this one goes on from, bit by bit
    other_data     a run that is resumed may go on with data that are not those that its checkpoint has learned of
    data_rows      so many rows are all the data there is, and come again and again: a multiple of micro_rows; 0: no limit
    device         where it is computed: cpu, cuda, cuda:1, mps; with torchrun, `cuda` is each process's own graphics card
    lesson         the run of the lesson that this training belongs to
    key            a ULID chosen by whoever starts a run in another process: it becomes the run's, by which it is found again
    """

    name: str
    objective: Objective
    architecture: AnyArchitecture | None
    n_steps: int
    data: str = "corpus"
    tokenizer: str = "starter"
    batch_tokens: int = 4096
    micro_rows: int = 32
    row_tokens: int = 0
    learning_rate: float = 1e-3
    warmup_steps: int = 100
    final_share: float = 0.1
    weight_decay: float = 0.1
    beta1: float = 0.9
    beta2: float = 0.95
    clip_norm: float = 1.0
    eval_every: int = 100
    checkpoint_every: int = 500
    sample_every: int = 200
    valid_rows: int = 128
    prompts: tuple[str, ...] = ()
    seed: int = 0
    dtype: Literal["float32", "bfloat16"] = "float32"
    resume: int | None = None
    key: str = ""
    start: str = ""
    method: Method = Full()
    decay: Decay = "cosine"
    decay_share: float = 0.2
    patience: int = 0
    keep_best: bool = False
    recompute: bool = False
    columns: tuple[str, ...] = ()
    part: DocumentPart = "auto"
    frame: Frame = "auto"
    fork: str = ""
    pinned: tuple[str, ...] = ()
    on_alarm: OnAlarm = "pause"
    spike: float = 10.0
    data_rows: int = 0
    lesson: int | None = None
    device: str = "cpu"
    other_data: bool = False


_RUN = re.compile(r"run:(\d{1,15})(?:@(\d{1,12}|last))?", re.ASCII)


def run_and_step(reference: str) -> tuple[int, int | None] | None:
    """The run, and the step of its checkpoint, that `run:ID@STEP` names; None for the step is the newest (`run:ID`, `run:ID@last`).
    None for what is no such reference."""
    match = _RUN.fullmatch(reference)
    return None if match is None else (int(match[1]), None if match[2] in (None, "last") else int(match[2]))


@value
class TrainStarted:
    """First event. `folder`: where the checkpoints go. `first_step`: the step this process goes on from (0: from the beginning).
    `n_trained`: how many of the n_parameters are trained. `floor`: least loss that is possible, where it is known (the entropy of the
    source), else NaN. `labels`: the classes that are told, with the share of each among those of the validation in `label_shares`: always
    naming the most frequent one is right that often. `products`: the type that products are computed in."""

    request: TrainRequest
    run_id: int
    folder: str
    family: str
    n_parameters: int
    d_vocab: int
    first_step: int
    n_threads: int
    floor: float = float("nan")
    n_trained: int = 0
    labels: tuple[str, ...] = ()
    label_shares: tuple[float, ...] = ()
    products: str = "float32"


@value
class TrainChanged:
    """The run goes on from a checkpoint, but not with all that it was begun with: `code` and `values` of an error of the catalogue say what
    is not the same, and what that means."""

    code: str
    values: dict[str, str]


@value
class TrainStep:
    """One step. `loss`: of its own batch, before the step. An n-gram has neither a learning rate nor gradients: NaN.
    `n_tokens`: counted since the run's beginning. `tokens_per_second`: read (not only counted) tokens, over the last steps.
    `seconds`: of training since the run's beginning, pauses not counted. `param_norm`: of all that is trained, after the step.
    `memory_bytes`: what the process holds; 0: not measured."""

    step: int
    loss: float
    learning_rate: float
    grad_norm: float
    n_tokens: int
    tokens_per_second: float
    seconds: float = float("nan")
    param_norm: float = float("nan")
    memory_bytes: int = 0


@value
class TrainValidation:
    """The loss on the held-out split, always over the same rows and, if masked, the same masks. `accuracy`: how often, of 1, the most
    probable token or class is the right one; of targets and answers, how often all of it is (which is what greedy decoding writes)."""

    step: int
    loss: float
    accuracy: float = float("nan")


@value
class TrainSample:
    """What the model makes of a prompt at this step."""

    step: int
    prompt: str
    text: str


@value
class TrainCheckpoint:
    """A checkpoint was written: a model folder that everything can open, with the state of the training beside it."""

    step: int
    path: str
    size_bytes: int


@value
class TrainTold:
    """A command was heard after this step. `number`: the new learning rate or interval, or the step of the checkpoint that was gone
    back to. `refused`: the code of the error why it could not be obeyed (its values: verb, number); "": it was."""

    step: int
    verb: Verb
    number: float = 0.0
    refused: str = ""


@value
class TrainTrouble:
    """A checkpoint or the record can't be written, so the run waits after this step; `code` and `values` are those of an error of the
    catalogue, which says what to do. It tries again by itself, and at once when told to `resume`."""

    step: int
    code: str
    values: dict[str, str]


@value
class TrainMended:
    """The trouble is over, and the run goes on; it has waited so long."""

    step: int
    waited_s: float


@value
class TrainResult:
    """Last event. `stopped`: ended by command, or by `patience`. NaN: never measured. `path`: the last checkpoint. best_loss: of the
    validations, at best_step."""

    step: int
    stopped: bool
    train_loss: float
    val_loss: float
    tokens_per_second: float
    n_tokens: int
    path: str
    best_loss: float = float("nan")
    best_step: int = 0


@value
class RecipeListRequest:
    """Ask the text child for the recipes that ship with the app. Answer: RecipeList."""


@value
class RecipeList:
    """Recipes by name."""

    recipes: dict[str, TrainRequest]


@value
class TrainEventsRequest:
    """Ask the store what a training run has said after event `after_seq`, at most `limit` events. Answer: TrainEvents.
    Its steps are no events there, but points of curves: see MetricsRequest."""

    run_id: int
    after_seq: int = 0
    limit: int = 20_000


@value
class TrainEvents:
    """`events` in order, the last of them numbered `last_seq`; `status` of the run when they were read; `alive`: whether the
    process that runs it still is."""

    request: TrainEventsRequest
    status: str
    alive: bool
    last_seq: int
    events: tuple[object, ...]


@value
class TrainCommandsRequest:
    """Ask the store, as the trainer does between steps, for commands that nobody has obeyed yet; they count as obeyed from then on.
    Answer: TrainCommands."""

    run_id: int


@value
class TrainCommand:
    """A word, and for some the number that goes with it."""

    verb: Verb
    number: float = 0.0


@value
class TrainCommands:
    """Commands in the order in which they were left."""

    commands: tuple[TrainCommand, ...]


@value
class KeepRunRequest:
    """Ask the text child to install the last checkpoint of a training run, or that of one `step`, under a name of its own.
    Answer: Kept."""

    run_id: int
    name: str
    step: int | None = None


@value
class RunModelsRequest:
    """Ask the text child which checkpoints of training runs are here, at most `limit`. Answer: RunModels."""

    limit: int = 200


@value
class RunModels:
    """References, `run:ID@STEP`: of the newest run first, its last step first."""

    references: tuple[str, ...]


@value
class Kept:
    """A model was installed."""

    name: str
    path: str
    size_bytes: int


@value
class TrainTellRequest:
    """Ask the store to leave a command for a training run. Answer: RunsChanged."""

    run_id: int
    verb: Verb
    number: float = 0.0
