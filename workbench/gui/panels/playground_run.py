"""What the playground knows of one continuation, live or stored: plain values, no widgets.

The idea that is not obvious: a branch keeps the steps of its parent up to the branching point, so their alternatives stay
walkable; the engine is told the same tokens as `forced_ids` and answers only with what comes after them.
"""

from __future__ import annotations

import dataclasses
import itertools
import math
import re

from workbench.gui.widgets.intervention_words import python_argument
from workbench.values import (
    GenerateRequest,
    GenerationResult,
    GenerationStarted,
    RunRecord,
    RunRow,
    RunStarted,
    TokenPath,
    TokenStep,
    path_of,
)

_BYTES = re.compile("⟨([0-9A-F]{2}(?: [0-9A-F]{2})*)⟩")

SNIPPET = """from workbench.engine import open_model
from workbench.values import {names}

model = open_model({model!r})
prompt = {prompt!r}
for event in model.generate(prompt, max_new_tokens={n}, sampler={sampler!r}, seed={seed!r}, stop={stop!r}{changes}):
    print(event)
"""


@dataclasses.dataclass
class Continuation:
    """`steps`: all of them, the `n_kept` forced ones first. `row` is set for a stored run. `begun`: `started` is its own, and no more
    its parent's."""

    request: GenerateRequest
    steps: list[TokenStep] = dataclasses.field(default_factory=list)
    n_kept: int = 0
    started: GenerationStarted | None = None
    result: GenerationResult | None = None
    run_id: int | None = None
    row: RunRow | None = None
    begun: bool = False

    @property
    def prompt(self) -> str:
        """The text as the model reads it: inside the rendered template where there is one. Kept tokens that are among
        the steps are left out of it; those of a stored branch, whose steps are its parent's, are part of it."""
        if self.started is None:
            return self.request.subject.text
        encoding = self.started.prompt
        if self.answers:  # what is kept is part of the answer
            return encoding.text
        n_forced = min(self.n_kept, len(self.started.request.forced_ids))
        if not n_forced:
            return encoding.text
        end = int(encoding.byte_spans[len(encoding.ids) - n_forced, 0])
        return encoding.text.encode("utf-8", "surrogatepass")[:end].decode("utf-8", "surrogatepass")

    @property
    def answers(self) -> bool:
        """Whether the model read the prompt as a whole and wrote another text, instead of continuing it."""
        return self.started is not None and self.started.model.kind == "encoder-decoder"

    @property
    def kept_text(self) -> str:
        """What the kept tokens of a stored branch spell, whose steps are its parent's."""
        if self.started is None or self.n_kept or self.answers or not self.request.forced_ids:
            return ""
        encoding = self.started.prompt
        start = int(encoding.byte_spans[len(encoding.ids) - len(self.request.forced_ids), 0])
        return encoding.text.encode("utf-8", "surrogatepass")[start:].decode("utf-8", "replace")

    @property
    def text(self) -> str:
        """What was written, kept tokens included."""
        return self.kept_text + "".join(step.text for step in self.steps) + self.trailing

    @property
    def is_partial(self) -> bool:
        """Whether the steps it kept are its parent's and not here."""
        return bool(self.request.forced_ids) and not self.n_kept

    def adopt(self, parent: Continuation) -> bool:
        """Take the kept steps from the run they were its own in; False if they are not those."""
        kept = self.request.forced_ids
        before = parent.steps[: len(kept) - 1]
        if not self.is_partial or parent.is_partial or tuple(step.id for step in before) != kept[:-1] or len(parent.steps) < len(kept):
            return False
        step = parent.steps[len(kept) - 1]
        if kept[-1] != step.id and kept[-1] not in step.top_ids.tolist():
            return False
        self.steps = [*before, _instead(step, kept[-1], before=before), *self.steps]
        self.n_kept = len(kept)
        return True

    @property
    def own(self) -> list[TokenStep]:
        """The steps that are not its parent's."""
        return self.steps[self.n_kept :]

    def place(self, number: int) -> tuple[TokenPath, int] | None:
        """The exact ids of the step `number` and which of them it is; None while they are not known."""
        if self.started is None or not self.begun or not 0 <= number < len(self.steps):
            return None
        path = path_of(self.started, self.own)
        if number >= self.n_kept:
            return path, number - self.n_kept
        if path.n_forced:
            return dataclasses.replace(path, n_forced=0), number
        prompt, kept = path.prompt_ids[: -self.n_kept], tuple(step.id for step in self.steps[: self.n_kept])
        return dataclasses.replace(path, prompt_ids=prompt, ids=(*kept, *path.ids)), number

    @property
    def n_new(self) -> int:
        return len(self.steps) - self.n_kept

    @property
    def trailing(self) -> str:
        """Text that became complete only at the end. Bytes that never became a character are no text; their tokens show them."""
        return self.result.trailing.replace("\ufffd", "") if self.result is not None else ""

    def python(self) -> str:
        """What gives the same continuation through the public API: by the exact ids, so template and branch are in it."""
        request = self.request
        ids = self.started.prompt.ids.tolist() if self.started is not None and not self.answers else request.subject.text
        seed = self.started.seed if self.started is not None else request.seed
        return SNIPPET.format(
            names=", ".join(sorted({"SamplerSettings", *(type(one).__name__ for one in request.interventions)})),
            model=request.subject.model,
            prompt=ids,
            n=request.max_new_tokens,
            sampler=request.sampler,
            seed=seed,
            stop=request.stop,
            changes=python_argument(request.interventions),
        )

    def see(self, event: object) -> TokenStep | None:
        """Take in one event; gives the step if it was one."""
        if isinstance(event, TokenStep):
            self.steps.append(event)
            return event
        if isinstance(event, GenerationStarted):
            self.started, self.begun = event, True
        elif isinstance(event, GenerationResult):
            self.result = event
        elif isinstance(event, RunStarted):
            self.run_id = event.run_id
        return None

    def branch(self, number: int, token_id: int, *, like: GenerateRequest) -> Continuation:
        """The continuation that takes `token_id` at step `number` and goes on from there with the settings of `like`, in the same
        model, changed as it was."""
        before = self.steps[:number]
        kept = [*before, _instead(self.steps[number], token_id, before=before)]
        request = dataclasses.replace(
            like,
            subject=self.request.subject,
            forced_ids=tuple(step.id for step in kept),
            parent_run=self.run_id,
            recipe=self.request.recipe,
            interventions=self.request.interventions,
        )
        return Continuation(request=request, steps=kept, n_kept=len(kept), started=self.started)


@dataclasses.dataclass(frozen=True)
class Look:
    """What the views beside a text look at: the step `number` of a run, which may still be `running`."""

    run: Continuation | None = None
    number: int = -1
    running: bool = False

    @property
    def step(self) -> TokenStep | None:
        return self.run.steps[self.number] if self.run is not None and 0 <= self.number < len(self.run.steps) else None


def from_record(record: RunRecord) -> Continuation:
    """A stored run as it was. Raises TypeError if it isn't a generation."""
    if not isinstance(record.request, GenerateRequest):
        raise TypeError(f"run {record.row.id} is no generation")
    made = Continuation(request=record.request, run_id=record.row.id, row=record.row)
    for event in record.events:
        made.see(event)
    if record.result is not None:
        made.see(record.result)
    return made


def _instead(step: TokenStep, token_id: int, *, before: list[TokenStep]) -> TokenStep:
    """The step as it would have been had `token_id` been chosen after the steps `before`; there was no draw."""
    if token_id == step.id:
        return step
    place = step.top_ids.tolist().index(token_id)
    text = step.top_texts[place]
    return dataclasses.replace(
        step,
        id=token_id,
        token=text,
        text=_completed(text, before),
        logprob_raw=float(step.top_logprob_raw[place]),
        logprob_final=float(step.top_logprob_final[place]),
        draw=math.nan,
    )


def _completed(shown: str, before: list[TokenStep]) -> str:
    """The text a token adds: bytes that wait in the steps before may become a character with it."""
    waiting = list(itertools.takewhile(lambda step: not step.text and _BYTES.fullmatch(step.token), reversed(before)))
    data = b"".join(_bytes(step.token) for step in reversed(waiting)) + _bytes(shown)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return "" if _BYTES.fullmatch(shown) else shown


def _bytes(shown: str) -> bytes:
    found = _BYTES.fullmatch(shown)
    return bytes.fromhex(found.group(1)) if found else shown.encode("utf-8", "surrogatepass")
