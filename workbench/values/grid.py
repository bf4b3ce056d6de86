"""A grid of prompts: templates x rows of variables x models x settings x seeds, its cells and what came of each.

The words: a *place* is the number of a cell, row after row, as `workbench.prompts.layout` counts them. A *work* is one
computation of the engine; cells that ask for the same share it. An *outcome* is what is kept of a work, under a key that is
its content. Log-probabilities are natural logs.
"""

from __future__ import annotations

from typing import Literal

import numpy as np

from workbench.values.codec import value
from workbench.values.sampling import SamplerSettings
from workbench.values.subject import Bos, Dtype, Form

ScoreKind = Literal["exact", "contains", "regex", "label", "nll", "length"]
WorkKind = Literal["generate", "likelihood"]

MAX_CELLS = 20_000


@value
class PromptTemplate:
    """`text` holds variables in braces, `{name}`; `{{` and `}}` are literal braces.

    form     raw: the text as it is; user: as a user's message through the model's chat template, behind `system` if there is one
    example  how an example of a few-shot prompt reads; empty: as `text`, `joiner` and the reference
    joiner   what stands between the end of the prompt and an answer, in examples and before labels that are scored (of raw ones)

    The examples stand before the text, or where it says `{examples}`.
    """

    name: str
    text: str
    form: Form = "raw"
    system: str = ""
    example: str = ""
    joiner: str = " "


@value
class PromptTable:
    """Rows of variables; every row has a text for each column. `source`: the file it came from, if any."""

    columns: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    source: str = ""


@value
class GridSetting:
    """How the answers are made. `shots`: examples put before each question."""

    name: str
    sampler: SamplerSettings = SamplerSettings()
    max_new_tokens: int = 16
    stop: tuple[str, ...] = ()
    shots: int = 0


@value
class GridScore:
    """A number for each cell.

    exact     1 if the answer, without white space around it, is the reference
    contains  1 if the reference occurs in the answer
    regex     1 if `pattern` is found in the answer and its first group, if it has one, is the reference
    label     1 if the reference is the most probable of the labels behind the prompt
    nll       -ln p of the reference behind the prompt, in nats
    length    characters of the answer, in NFC

    `ignore_case` is for the first three.
    """

    kind: ScoreKind
    pattern: str = ""
    ignore_case: bool = False


@value
class PromptGridRequest:
    """A grid, a run of kind `grid`. See `workbench.prompts` for how it is laid out, driven and summarised.

    reference   a template of the right answer, `{label}` for instance; empty where none is known
    labels      answers to choose from, for the score `label`
    examples    the rows that few-shot examples are taken from; None: those of `table` that are not held out
    shots_seed  chooses them
    holdout     share of the rows that the choice of the best is not made on; holdout_seed chooses them
    """

    title: str
    templates: tuple[PromptTemplate, ...]
    table: PromptTable
    models: tuple[str, ...]
    settings: tuple[GridSetting, ...] = (GridSetting("greedy"),)
    seeds: tuple[int, ...] = (0,)
    scores: tuple[GridScore, ...] = ()
    reference: str = ""
    labels: tuple[str, ...] = ()
    bos: Bos = "auto"
    dtype: Dtype = "float32"
    examples: PromptTable | None = None
    shots_seed: int = 0
    holdout: float = 0.25
    holdout_seed: int = 0
    parent_run: int | None = None

    @property
    def model(self) -> str:
        """The model's reference, where there is one alone: what the list of runs shows."""
        return self.models[0] if len(self.models) == 1 else ""

    @property
    def text(self) -> str:
        """What the grid is found by."""
        return "\n".join((self.title, *(template.text for template in self.templates)))


@value(eq=False)
class GridOutcome:
    """What is kept of one work. Of a generation: `ids` int32 [n], `text`, `finish_reason`; of a likelihood: `continuations` and
    their `nats` float64 [m], ln p behind the prompt. `prompt_ids` int32: exactly what the model read. `seconds`: it took."""

    key: str
    kind: WorkKind
    model_sha256: str
    dtype: str
    kernels: str
    prompt_ids: np.ndarray
    seconds: float
    ids: np.ndarray
    nats: np.ndarray
    text: str = ""
    finish_reason: str = ""
    continuations: tuple[str, ...] = ()


@value
class GridStarted:
    """First event of a grid that runs. `n_kinds`: of works that make a cell whole."""

    n_cells: int
    n_kinds: int = 1


@value(eq=False)
class GridCellDone:
    """A work has ended well. `known`: it was found in the record and not computed again."""

    places: tuple[int, ...]
    outcome: GridOutcome
    known: bool = False


@value
class GridCellFailed:
    """A work came to nothing: the code and values of a WorkbenchError; `cancelled` when it was not wanted any more."""

    places: tuple[int, ...]
    kind: WorkKind
    code: str
    values: dict[str, object]


@value
class GridResult:
    """Last event: how many cells are whole, failed, and were cancelled. `n_known` of the whole ones were not computed anew."""

    n_done: int
    n_failed: int
    n_cancelled: int
    n_known: int
    seconds: float


@value
class GridPrompt:
    """A rendered prompt. Of form `user`, `system` and `text` are messages."""

    text: str
    form: Form = "raw"
    system: str = ""

    def messages(self) -> tuple[tuple[str, str], ...]:
        """As a conversation; empty for a raw one."""
        if self.form == "raw":
            return ()
        return (*((("system", self.system),) if self.system else ()), ("user", self.text))


@value
class GridPromptsRequest:
    """Ask the text child for the exact ids of prompts. Events: Progress in prompts. Answer: GridPrompts."""

    model: str
    prompts: tuple[GridPrompt, ...]
    bos: Bos = "auto"


@value(eq=False)
class GridPrompts:
    """`ids` int32: all prompts' ids one after the other; `ends` int64 [n]: where each ends. `sha256`: of the model's file.
    `n_ctx`: the most tokens it reads."""

    ids: np.ndarray
    ends: np.ndarray
    sha256: str
    n_ctx: int


@value
class GridKernelsRequest:
    """Ask the store which kernels outcomes of this model were last computed with. Answer: GridKernels, "" if there are none."""

    model_sha256: str
    dtype: str


@value
class GridKernels:
    kernels: str


@value
class GridKnownRequest:
    """Ask the store which of these keys have an outcome. Answer: GridKnown."""

    keys: tuple[str, ...]


@value(eq=False)
class GridKnown:
    outcomes: tuple[GridOutcome, ...]


@value
class TableRequest:
    """Ask the text child to read a file of variables, CSV or TSV. Answer: TableRead."""

    path: str


@value
class BadRow:
    """A row that was left out: `line` it begins on in the file, its number of fields, and how many there should be."""

    line: int
    n_fields: int
    n_columns: int


@value
class TableRead:
    """`delimiter` and `encoding`: as they were found."""

    table: PromptTable
    bad: tuple[BadRow, ...]
    delimiter: str
    encoding: str


@value
class MatchRequest:
    """Ask the text child to search texts by a regular expression, which may take for ever: whoever asks cancels it when it is late.
    Answer: Matched."""

    pattern: str
    texts: tuple[str, ...]
    ignore_case: bool = False


@value
class Matched:
    """For each text: the first group, or the whole match where there is none; None where nothing was found. `grouped`: there is one."""

    found: tuple[str | None, ...]
    grouped: bool
