"""The training loop: one optimiser step after the other, until the last or until it is told to stop.

The idea that is not obvious: what a step does depends on its number, the weights and the moments alone. Rows come by number and
dropout's random state is in the checkpoint, so a run that was resumed is equal to the bit to one that never stopped.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

import torch

from workbench.engine import memory
from workbench.engine.checkpoints import load
from workbench.engine.classes import put_classes
from workbench.engine.initial import initialise
from workbench.engine.spec import CLASSES, ModelSpec
from workbench.engine.training import alarms, checkpoint, parts
from workbench.engine.training.batches import Batch, Rows, step_batches
from workbench.engine.training.checkpoint import State
from workbench.engine.training.counting import counting
from workbench.engine.training.following import Followed
from workbench.engine.training.measures import Measured, measured, products_in, shares_of, summed_loss
from workbench.engine.training.methods import check_added, is_whole, prepare, read_added, trained, write_weights
from workbench.engine.training.obeying import Obedience, Told, paused
from workbench.engine.training.pace import Clock, Pace
from workbench.engine.training.samples import sample
from workbench.engine.training.schedule import learning_rate
from workbench.engine.training.setup import Setup, setting_up
from workbench.engine.training.team import Alone, Beginning, Team
from workbench.engine.training.trouble import Outside, Place, record_mended, written
from workbench.engine.transformer import Transformer
from workbench.engine.virtual import n_virtual
from workbench.errors import WorkbenchError
from workbench.library import locate
from workbench.text import Tokenizer
from workbench.values import (
    LIMITS,
    NgramArchitecture,
    Progress,
    TrainAlarm,
    TrainCheckpoint,
    TrainCommand,
    TrainMended,
    TrainPinned,
    TrainRequest,
    TrainResult,
    TrainSample,
    TrainStarted,
    TrainStep,
    TrainTold,
    TrainTrouble,
    TrainValidation,
    TrainVirtual,
)

Followable = TrainPinned | TrainVirtual
Trouble = TrainTrouble | TrainMended
TrainEvent = (
    Progress | TrainStarted | TrainStep | TrainAlarm | TrainValidation | Followable | TrainSample | TrainCheckpoint | TrainTold
    | Trouble | TrainResult
)  # fmt: skip
ALONE = Alone()
LEAST_RATE = 1e-12
BYTES_TRAINED, BYTES_KEPT = 16, 4
"""A weight, its gradient and two moments, each float32; or the weight alone."""


def train(
    request: TrainRequest,
    folder: Path,
    *,
    told: Told | None = None,
    stopped: Callable[[], bool] = lambda: False,
    troubled: Callable[[], WorkbenchError | None] = lambda: None,
    run_id: int = 0,
    resume_from: Path | None = None,
    team: Team = ALONE,
) -> Iterator[TrainEvent]:
    """Train a model, writing checkpoints into `folder`; or go on from the checkpoint `resume_from`: with the same request to the bit, or
    with other settings as its fork.

    Asked between steps, and quick: `told` for a command (None: nobody can tell, so an alarm ends the run instead of pausing it),
    `stopped` whether to stop and keep, `troubled` what keeps the record from being written. Yields Progress while data are read for the
    first time, TrainStarted, then a TrainStep for each step with the others between, last TrainResult. While a checkpoint or the record
    can't be written it waits: see `trouble`. `team`: those who take a share of every batch, if there are others; see `together`.

    Raises WorkbenchError: bad-value, training-unfit, training-data-bad, training-row-bad, training-labels-many, training-diverged,
    training-spiked, checkpoint-bad, cancelled, those of opening the model to start from, and of pinned texts; where it is to end and
    can't write its last checkpoint: training-disk-full, training-folder-gone, file-not-written.
    """
    check(request)
    if told is None:
        request, told = _untold(request), _nothing
    setup = yield from setting_up(request, stopped=stopped, begun_from=resume_from)
    team.begin(Beginning(request, folder, resume_from))
    run = learner(request, setup, resume_from, team)
    valid = _validation(request, setup)
    labels = setup.spec.labels
    clock = Clock(run.state.seconds)
    place, outside = Place(folder), Outside(told, stopped, troubled, clock)
    obeyed = Obedience(run, setup, folder, resume_from)
    yield TrainStarted(
        request,
        run_id=run_id,
        folder=str(folder),
        family=setup.spec.family,
        n_parameters=run.n_parameters,
        d_vocab=setup.spec.d_vocab,
        first_step=run.state.step,
        n_threads=torch.get_num_threads(),
        floor=setup.floor,
        n_trained=run.n_trained,
        products=products_in(request.dtype),
        labels=labels,
        label_shares=shares_of(valid, len(labels)) if labels else (),
    )
    pace = Pace()
    clock.go_on()
    path, ended = "", False
    while run.state.step < request.n_steps and not ended:
        pace.start()
        team.go_on(obeyed.taken())
        event, n_read, alarm = run.step(setup.rows)
        run.state = replace(run.state, seconds=clock.seconds)
        rate = pace.stop(n_read)
        yield replace(event, tokens_per_second=rate, seconds=run.state.seconds, memory_bytes=memory.used_bytes())
        step, last = event.step, event.step == request.n_steps
        if alarm is not None:
            yield alarm
        ended = yield from record_mended(obeyed, outside)
        command = told()
        ended = ended or stopped() or (command is not None and command.verb == "stop")
        if command is not None:
            yield obeyed(command)
        verb, better = command.verb if command is not None else "", False
        if alarm is not None and alarm.then != "go_on":
            verb = alarm.then
        if last or ended or _due(step, run.state.eval_every):
            found = run.measured(valid, by_row=setup.learning.by_row)
            run.state, better = run.state.judged(found.loss)
            yield TrainValidation(step, found.loss, found.accuracy)
            yield from run.followed.seen(step)
            ended = ended or 0 < request.patience <= run.state.n_worse
        if last or ended or _due(step, request.sample_every):
            for prompt in request.prompts:
                yield TrainSample(step, prompt, run.sample(prompt))
        wanted = last or ended or verb in ("checkpoint", "pause", "stop") or _due(step, request.checkpoint_every)
        if (wanted or (better and request.keep_best)) and (alarm is None or alarms.is_sound(alarm)):
            new = yield from written(obeyed, lambda: run.write(folder, setup), place, outside)
            path = str(new)
            yield TrainCheckpoint(step, path, sum(file.stat().st_size for file in new.rglob("*") if file.is_file()))
        if alarm is not None and alarm.then == "stop":
            raise alarms.as_error(alarm)
        if verb == "pause" and not ended:
            clock.stop()
            ended = yield from paused(obeyed, told, stopped)
            clock.go_on()
    yield TrainResult(
        run.state.step,
        stopped=run.state.step < request.n_steps,
        train_loss=run.state.train_loss,
        val_loss=run.state.val_loss,
        tokens_per_second=pace.mean,
        n_tokens=run.state.n_tokens,
        path=path,
        best_loss=run.state.best_loss,
        best_step=run.state.best_step,
    )


def _untold(request: TrainRequest) -> TrainRequest:
    """The request of a run that nobody can tell how to go on: it would wait for ever."""
    return replace(request, on_alarm="stop") if request.on_alarm == "pause" else request


def _nothing() -> None:
    return None


class Following(Protocol):
    """What is looked at whenever a validation is."""

    def check(self, request: TrainRequest) -> None:
        """Raise WorkbenchError for a text that can't be followed."""

    def seen(self, step: int) -> Iterator[Followable]:
        """What there is to see after a step."""


class Learner(Protocol):
    """What learns step by step: a network by its gradients, or counts."""

    state: State

    @property
    def n_parameters(self) -> int: ...
    @property
    def n_trained(self) -> int: ...
    @property
    def followed(self) -> Following: ...

    def step(self, rows: Rows) -> tuple[TrainStep, int, TrainAlarm | None]:
        """Learn from the next rows: the event, how many positions were read, and what is wrong with them."""

    def obey(self, command: TrainCommand) -> str:
        """Take in what a command says of the steps to come; or the code of the error why not."""

    def go_back(self, place: Path, setup: Setup) -> None:
        """Take up what a checkpoint had learned; steps and rows go on. Raises WorkbenchError: checkpoint-bad, those of opening it."""

    def measured(self, batches: list[Batch], *, by_row: bool) -> Measured:
        """How well it tells batches."""

    def sample(self, prompt: str) -> str:
        """What it makes of a prompt."""

    def write(self, folder: Path, setup: Setup) -> Path:
        """Write a checkpoint. Raises WorkbenchError: training-disk-full, file-not-written."""


@dataclass
class _Run:
    """A network, and what moves it."""

    request: TrainRequest
    transformer: Transformer
    optimiser: torch.optim.Optimizer
    tokenizer: Tokenizer
    state: State
    followed: Followed
    team: Team
    n_left_out: int = 0

    @property
    def n_parameters(self) -> int:
        return sum(parameter.numel() for parameter in self.transformer.parameters())

    @property
    def n_trained(self) -> int:
        return sum(parameter.numel() for parameter in trained(self.transformer))

    def measured(self, batches: list[Batch], *, by_row: bool) -> Measured:
        return measured(self.transformer, batches, by_row=by_row)

    def sample(self, prompt: str) -> str:
        return sample(self.transformer, self.tokenizer, prompt)

    def step(self, rows: Rows) -> tuple[TrainStep, int, TrainAlarm | None]:
        """One optimiser step: the event, how many positions went through the model, and what is wrong with the batch.

        Raises WorkbenchError('training-diverged') where nothing is finite any more.
        """
        request, step = self.request, self.state.step + 1
        batches = step_batches(rows, request, self.state.row)
        n_counted = sum(batch.n_counted for batch in batches)
        rate = learning_rate(request, step) * self.state.rate_scale
        for group in self.optimiser.param_groups:
            group["lr"] = rate
        self.optimiser.zero_grad(set_to_none=True)
        self.team.seed(request.seed, step)
        total = 0.0
        for batch in self.team.shares(batches):
            with torch.autocast("cpu", torch.bfloat16, enabled=products_in(request.dtype) == "bfloat16"):
                summed = summed_loss(self.transformer, batch)
            (summed / n_counted).backward()  # type: ignore[no-untyped-call]
            total += float(summed.detach())
        parameters = trained(self.transformer)
        loss = self.team.summed(parameters, total) / n_counted
        length = torch.nn.utils.get_total_norm([one.grad for one in parameters if one.grad is not None])
        event = TrainStep(step, loss, rate, float(length), self.state.n_tokens + n_counted, 0.0)
        alarm = self._alarm(event, batches)
        if alarm is None or (alarm.reason == "spike" and alarm.then == "go_on"):
            torch.nn.utils.clip_grads_with_norm_(parameters, request.clip_norm or math.inf, length)
            self.optimiser.step()
            self.state = replace(self.state, recent=alarms.with_loss(self.state.recent, loss), train_loss=loss)
        n_rows = sum(len(batch.tokens) for batch in batches)
        self.state = replace(self.state, step=step, row=self.state.row + n_rows, n_tokens=event.n_tokens)
        size = float(torch.nn.utils.get_total_norm([one.detach() for one in parameters]))
        return replace(event, param_norm=size), sum(batch.n_read for batch in batches), alarm

    def _alarm(self, event: TrainStep, batches: list[Batch]) -> TrainAlarm | None:
        """What is wrong with a batch, before its step."""
        request, recent = self.request, self.state.recent
        reason = alarms.reason_of(event.loss, event.grad_norm, recent, request.spike)
        self.n_left_out = self.n_left_out + 1 if reason == "not-finite" else 0
        if reason is None:
            return None
        if self.n_left_out > alarms.MOST_LEFT_OUT:
            raise WorkbenchError("training-diverged", step=event.step, learning_rate=f"{event.learning_rate:.2g}")
        usual, limit = alarms.usual(recent, request.spike)
        seen = parts.seen_again(self.transformer, batches, dtype=products_in(request.dtype))
        return TrainAlarm(
            event.step, reason, event.loss, event.grad_norm, usual, limit, event.learning_rate, request.on_alarm,
            rows=alarms.rows_of(batches, seen.losses, self.state.row, self.tokenizer, self.transformer.spec.labels),
            norms=parts.norms_of(self.transformer, seen.streams),
        )  # fmt: skip

    def obey(self, command: TrainCommand) -> str:
        """Take in what a command says of the steps to come; nothing of it is refused."""
        if command.verb == "learning_rate":
            planned = learning_rate(self.request, min(self.state.step + 1, self.request.n_steps))
            self.state = replace(self.state, rate_scale=command.number / max(planned, LEAST_RATE))
        elif command.verb == "eval_every":
            self.state = replace(self.state, eval_every=int(command.number))
        return ""

    def go_back(self, place: Path, setup: Setup) -> None:
        """Take up weights, moments and dropout's random state of a checkpoint; steps and rows go on."""
        own = dict(self.transformer.named_parameters())
        with torch.no_grad():
            for name, parameter in _read(self.request, setup, place).named_parameters():
                if own[name].requires_grad:
                    own[name].copy_(parameter)
        self.optimiser.state.clear()
        found = checkpoint.resume(place, self.transformer, self.optimiser)
        self.state, self.n_left_out = replace(self.state, recent=found.recent), 0

    def write(self, folder: Path, setup: Setup) -> Path:
        """Write a checkpoint. Raises WorkbenchError: training-disk-full, file-not-written."""
        return checkpoint.write(
            folder,
            self.state,
            weights=lambda place: write_weights(place, self.transformer, self.request.method, base=self.request.start),
            files=setup.tokenizer_files,
            moments=checkpoint.moments(self.transformer, self.optimiser),
        )


def learner(request: TrainRequest, setup: Setup, resume_from: Path | None, team: Team = ALONE) -> Learner:
    """What learns, in the first state of a run, or that of a checkpoint. Raises WorkbenchError: bad-value, checkpoint-bad, and those of
    pinned texts."""
    counts = isinstance(request.architecture, NgramArchitecture)
    run: Learner = counting(request, setup, resume_from) if counts else _begin(request, setup, resume_from, team)
    run.followed.check(request)
    if request.fork and request.resume is None and run.state.step >= request.n_steps:
        limit = f"more than {run.state.step:,}, where the fork begins"
        raise WorkbenchError("bad-value", name="n_steps", value=request.n_steps, limit=limit)
    return run


def _begin(request: TrainRequest, setup: Setup, resume_from: Path | None, team: Team) -> _Run:
    """The first state of a run, or that of a checkpoint."""
    torch.manual_seed(request.seed)
    if resume_from is None:
        transformer = _first_weights(request, setup)
        prepare(transformer, request.method, tokenizer=setup.tokenizer, seed=request.seed)
    else:
        transformer = _read(request, setup, resume_from)
    transformer.train()
    transformer.recompute(request.recompute)
    optimiser = _optimiser(transformer, request)
    state = State(0, 0, 0, math.nan, math.nan, eval_every=request.eval_every)
    if resume_from is not None:
        state = checkpoint.resume(resume_from, transformer, optimiser)
    state = state.asked(request.learning_rate, request.eval_every)
    tokenizer = setup.tokenizer.prompted(n_virtual(transformer))
    return _Run(request, transformer, optimiser, tokenizer, state, Followed(transformer, tokenizer, request.pinned), team)


def _read(request: TrainRequest, setup: Setup, place: Path) -> Transformer:
    """The weights of a checkpoint, those that are trained as the request says. Raises as opening it does."""
    check_added(place, request.method, base=request.start)
    if is_whole(request.method):
        transformer = checkpoint.whole_model(place, setup.spec)
        prepare(transformer, request.method, tokenizer=setup.tokenizer, seed=request.seed)
        return transformer
    transformer = _first_weights(request, setup)
    read_added(place, transformer, request.method)
    return transformer


def _first_weights(request: TrainRequest, setup: Setup) -> Transformer:
    """Those of the model to start from, or fresh ones."""
    _require_memory(setup.spec, trained=is_whole(request.method))
    random = torch.Generator().manual_seed(request.seed)
    if setup.start is None:
        transformer = Transformer(setup.spec)
        initialise(transformer, random)
        return transformer
    transformer = load(setup.start, dtype=torch.float32, device=torch.device("cpu"), adapter=locate(request.start).adapter)
    if setup.spec.head in CLASSES:
        put_classes(transformer, setup.spec, random)
    return transformer


def _require_memory(spec: ModelSpec, *, trained: bool) -> None:
    """Raise WorkbenchError('bad-value') if weights, and where they are trained gradients and moments, would not fit: the system would
    end the process."""
    n_parameters = sum(parameter.numel() for parameter in Transformer(spec, device=torch.device("meta")).parameters())
    most = int(memory.available_bytes() * memory.SHARE) // (BYTES_TRAINED if trained else BYTES_KEPT)
    if n_parameters > most:
        limit = f"at most {most:,} with the memory that is free"
        raise WorkbenchError("bad-value", name="number of parameters", value=f"{n_parameters:,}", limit=limit)


def _optimiser(transformer: Transformer, request: TrainRequest) -> torch.optim.Optimizer:
    """AdamW (arXiv 1711.05101): matrices decay, norms and biases don't."""
    parameters = trained(transformer)
    groups = [
        {"params": [one for one in parameters if one.ndim >= 2], "weight_decay": request.weight_decay},
        {"params": [one for one in parameters if one.ndim < 2], "weight_decay": 0.0},
    ]
    return torch.optim.AdamW(groups, lr=request.learning_rate, betas=(request.beta1, request.beta2), fused=True)


def _validation(request: TrainRequest, setup: Setup) -> list[Batch]:
    """The rows of a validation, made once."""
    size, n = request.micro_rows, setup.valid_rows
    return [setup.valid.batch(first, min(size, n - first)) for first in range(0, n, size)]


def check(request: TrainRequest) -> None:
    """Raise WorkbenchError('bad-value') for settings that make no training."""
    for name, (least, most) in LIMITS.items():
        if "." in name:
            continue  # of the architecture, which looks at itself
        number = getattr(request, name)
        most = request.n_steps if name == "warmup_steps" else most
        if not least <= number <= most:
            raise WorkbenchError("bad-value", name=name, value=number, limit=f"{least:,} to {most:,}")


def _due(step: int, every: int) -> bool:
    return every > 0 and step % every == 0
