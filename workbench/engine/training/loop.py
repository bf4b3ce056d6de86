"""The training loop: one optimiser step after the other, until the last or until it is told to stop.

The idea that is not obvious: what a step does depends on its number, the weights and the moments alone. Rows come by number and
dropout's random state is in the checkpoint, so a run that was resumed is equal to the bit to one that never stopped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import torch

from workbench.engine import memory
from workbench.engine.training import alarms, checkpoint
from workbench.engine.training.batches import Batch
from workbench.engine.training.learner import Followable, learner
from workbench.engine.training.measures import shares_of
from workbench.engine.training.obeying import Obedience, Told, paused
from workbench.engine.training.origin import changed_since
from workbench.engine.training.pace import Clock, Pace
from workbench.engine.training.setup import Setup, setting_up
from workbench.engine.training.team import ALONE, Beginning, Team
from workbench.engine.training.trouble import Outside, Place, record_mended, written
from workbench.errors import WorkbenchError
from workbench.values import (
    LIMITS,
    Progress,
    TrainAlarm,
    TrainChanged,
    TrainCheckpoint,
    TrainMended,
    TrainRequest,
    TrainResult,
    TrainSample,
    TrainStarted,
    TrainStep,
    TrainTold,
    TrainTrouble,
    TrainValidation,
)

Trouble = TrainTrouble | TrainMended
TrainEvent = (
    Progress | TrainStarted | TrainChanged | TrainStep | TrainAlarm | TrainValidation | Followable | TrainSample | TrainCheckpoint
    | TrainTold | Trouble | TrainResult
)  # fmt: skip


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
    first time, TrainStarted, TrainChanged if need be, then a TrainStep for each step with the others between, last TrainResult. While a
    checkpoint or the record can't be written it waits: see `trouble`. `team`: those who take a share of every batch, if there are
    others; see `together`.

    Raises WorkbenchError: bad-value, training-unfit, training-data-bad, training-row-bad, training-labels-many, training-diverged,
    training-spiked, training-data-changed, checkpoint-bad, cancelled, those of opening the model to start from, and of pinned texts;
    where it is to end and can't write its last checkpoint: training-disk-full, training-folder-gone, file-not-written.
    """
    check(request)
    if told is None:
        request, told = _untold(request), _nothing
    setup = yield from setting_up(request, stopped=stopped, begun_from=resume_from)
    changed = changed_since(request, setup.data.origin if setup.data is not None else None, resume_from)
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
        products=run.products,
        labels=labels,
        label_shares=shares_of(valid, len(labels)) if labels else (),
    )
    if changed is not None:
        yield changed
    pace = Pace()
    clock.go_on()
    path, ended = "" if resume_from is None else str(resume_from), False  # a run that was at its end writes no other
    best: Path | None = None  # a checkpoint that is there for no other reason
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
            if better and request.keep_best:
                checkpoint.let_go_of(best)
                best = None if wanted else new
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
