"""A training's state on disk: a model folder that everything can open, and beside it what going on needs.

Written aside, synced and renamed: a checkpoint is whole or not there. Nothing is pickled: moments are safetensors, the rest JSON.
"""

from __future__ import annotations

import contextlib
import errno
import json
import math
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

import safetensors
import safetensors.torch
import torch
from torch import Tensor

from workbench.engine import memory
from workbench.engine.checkpoints import load, open_checkpoint
from workbench.engine.devices import place_of, random_state, set_random_state
from workbench.engine.spec import ModelSpec
from workbench.engine.training.adamw import AdamW
from workbench.engine.transformer import Transformer
from workbench.errors import WorkbenchError
from workbench.library import locate

TRAINING = "training"
"""The folder, within a checkpoint, of what only a training needs."""
STATE, MOMENTS = "state.json", "moments.safetensors"
VERSION = 1
KEPT_STATES, KEPT_BYTES = 2, 1 << 30
"""The last states are kept, and those before them while all of a run take less than so much; of older checkpoints only the model is."""


@dataclass(frozen=True, slots=True)
class State:
    """Where a training stands: `step` done, `row` the first row not yet read, `n_tokens` counted so far.

    rate_scale  what the schedule is multiplied by, since a command said so
    eval_every  as the request or a command says
    seconds     of training so far, pauses not counted
    best_loss   of the validations, at `best_step`; `n_worse` have been no better since. NaN: none yet
    recent      losses of the last steps, which say what is usual
    asked_rate, asked_every   the request's peak learning rate and interval of validations, on which commands have acted (NaN, -1: an
                older version has not said): where a fork asks for others, those hold
    """

    step: int
    row: int
    n_tokens: int
    train_loss: float
    val_loss: float
    rate_scale: float = 1.0
    eval_every: int = 0
    best_loss: float = math.nan
    best_step: int = 0
    n_worse: int = 0
    seconds: float = 0.0
    recent: tuple[float, ...] = ()
    asked_rate: float = math.nan
    asked_every: int = -1

    def asked(self, rate: float, every: int) -> State:
        """The state as a request goes on from it."""
        same_rate, same_every = math.isnan(self.asked_rate) or rate == self.asked_rate, self.asked_every in (-1, every)
        scale, now = self.rate_scale if same_rate else 1.0, self.eval_every if same_every else every
        return replace(self, rate_scale=scale, eval_every=now, asked_rate=rate, asked_every=every)

    def judged(self, loss: float) -> tuple[State, bool]:
        """The state after a validation, and whether that was the best so far."""
        better = math.isnan(self.best_loss) or loss < self.best_loss
        if better:
            return replace(self, val_loss=loss, n_worse=0, best_loss=loss, best_step=self.step), True
        return replace(self, val_loss=loss, n_worse=self.n_worse + 1), False


def name_of(step: int) -> str:
    return f"step-{step:08d}"


def write(
    folder: Path,
    state: State,
    *,
    weights: Callable[[Path], None],
    files: Mapping[str, bytes],
    moments: bytes = b"",
) -> Path:
    """Write a checkpoint into the run's folder: what `weights` writes into a folder, `files` by name, and the optimiser's `moments`
    where there are any. Gives its path.

    Raises WorkbenchError: training-disk-full, file-not-written; what was there stays.
    """
    place = folder / name_of(state.step)
    aside = folder / f".{place.name}.part"
    try:
        for left in folder.glob(".step-*.part"):  # of a process that was killed while it wrote
            shutil.rmtree(left, ignore_errors=True)
        (aside / TRAINING).mkdir(parents=True)
        weights(aside)
        for name, content in files.items():
            (aside / name).write_bytes(content)
        if moments:
            (aside / TRAINING / MOMENTS).write_bytes(moments)
        (aside / TRAINING / STATE).write_text(json.dumps({"version": VERSION, **_plain(state)}, allow_nan=False), "utf-8")
        for file in aside.rglob("*"):
            _sync(file)
        if place.exists():
            shutil.rmtree(place)
        os.replace(aside, place)  # noqa: PTH105 (the pair of calls reads as what it is)
        _sync(folder)
    except (OSError, WorkbenchError) as error:
        shutil.rmtree(aside, ignore_errors=True)  # on a full disk, the next try needs the room
        raise _explained(error, place) from error
    _let_go(folder)
    return place


def _let_go(folder: Path) -> None:
    """Remove the states of the oldest checkpoints of a run, where all take too much."""
    taken = 0
    for number, place in enumerate(sorted(folder.glob("step-*"), reverse=True)):
        taken += sum(file.stat().st_size for file in (place / TRAINING).glob("*"))
        if number >= KEPT_STATES and taken > KEPT_BYTES:
            (place / TRAINING / STATE).unlink(missing_ok=True)  # first: half of it must not look like a state
            shutil.rmtree(place / TRAINING, ignore_errors=True)


def let_go_of(place: Path | None) -> None:
    """Remove a whole checkpoint, if there is one. Renamed first, so that half of it never looks like a checkpoint."""
    if place is not None:
        aside = place.with_name(f".{place.name}.part")
        with contextlib.suppress(OSError):  # in use, or removed by somebody else
            place.rename(aside)
        shutil.rmtree(aside, ignore_errors=True)


def state_at(step: int, folder: Path, begun_from: Path | None) -> Path | None:
    """The checkpoint of that step with the state of the training: of the run's own, or the one that it began from."""
    places = [folder / name_of(step)] + ([begun_from] if begun_from is not None and begun_from.name == name_of(step) else [])
    return next((place for place in places if (place / TRAINING / STATE).is_file()), None)


def _explained(error: OSError | WorkbenchError, place: Path) -> WorkbenchError:
    """What kept a checkpoint from being written: a full disk is told apart."""
    cause = error.__cause__ if isinstance(error, WorkbenchError) else error
    if isinstance(cause, OSError) and cause.errno in (errno.ENOSPC, errno.EDQUOT):
        return WorkbenchError("training-disk-full", path=place, free=memory.shown(shutil.disk_usage(place.parent).free))
    if isinstance(error, WorkbenchError):
        return error
    return WorkbenchError("file-not-written", path=place, reason=error.strerror or error)


def latest(folder: Path) -> Path | None:
    """The newest checkpoint that can be gone on from."""
    return max((one.parent.parent for one in folder.glob(f"step-*/{TRAINING}/{STATE}")), default=None)


def whole_model(place: Path, spec: ModelSpec) -> Transformer:
    """The weights of a checkpoint that is a whole model of this spec. Raises WorkbenchError: checkpoint-bad, those of opening one."""
    found_model = open_checkpoint(locate(str(place)))
    # A family's files may say nothing of dropout and only part of what else a spec has: what they do say must be the same.
    told = replace(found_model.spec, dropout=spec.dropout)
    if told != spec:
        unlike = next(one.name for one in fields(ModelSpec) if getattr(told, one.name) != getattr(spec, one.name))
        reason = f"its {unlike} is {getattr(told, unlike)}, not {getattr(spec, unlike)} as asked for"
        raise WorkbenchError("checkpoint-bad", path=place, reason=reason)
    return load(replace(found_model, spec=spec), dtype=torch.float32, device=torch.device("cpu"))


def resume(place: Path, transformer: Transformer, optimiser: AdamW) -> State:
    """Read the state of a training back, its moments into the optimiser. Raises WorkbenchError('checkpoint-bad')."""
    state = read_state(place)
    try:
        tensors = safetensors.torch.load((place / TRAINING / MOMENTS).read_bytes())
        _restore(transformer, optimiser, tensors)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError, safetensors.SafetensorError) as error:
        raise WorkbenchError("checkpoint-bad", path=place, reason=str(error)[:200]) from error
    return state


def read_state(place: Path) -> State:
    """Where the training stood that left a checkpoint. Raises WorkbenchError('checkpoint-bad')."""
    try:
        found = json.loads((place / TRAINING / STATE).read_text("utf-8"))
        if found.pop("version") != VERSION:
            raise WorkbenchError("checkpoint-bad", path=place, reason="it was written by another version")
        known: dict[str, Any] = {name: math.nan if value is None else value for name, value in found.items()}
        return State(**known | {"recent": tuple(map(float, known.get("recent", ())))})
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise WorkbenchError("checkpoint-bad", path=place, reason=str(error)[:200]) from error


def moments(transformer: Transformer, optimiser: AdamW) -> bytes:
    """The optimiser's state by the parameters' names, and the random state that dropout draws from, as a file holds them."""
    found = {"torch_random": torch.get_rng_state()}
    if (state := random_state(place_of(transformer))) is not None:
        found["device_random"] = state
    for name, parameter in transformer.named_parameters():
        for key, value in optimiser.moments.get(parameter, {}).items():
            found[f"{key}:{name}"] = value.detach().clone()
    return safetensors.torch.save(found)


def _restore(transformer: Transformer, optimiser: AdamW, tensors: dict[str, Tensor]) -> None:
    torch.set_rng_state(tensors.pop("torch_random"))
    if (state := tensors.pop("device_random", None)) is not None:
        set_random_state(place_of(transformer), state)
    parameters = dict(transformer.named_parameters())
    found: dict[Tensor, dict[str, Tensor]] = {}
    for full, value in tensors.items():
        key, _, name = full.partition(":")
        if key != "step" and value.shape != parameters[name].shape:
            raise ValueError(f"the {key} of {name} is {list(value.shape)}")
        found.setdefault(parameters[name], {})[key] = value
    optimiser.take_up(found)


def _plain(state: State) -> dict[str, object]:
    """A state as JSON has it: NaN as null."""
    return {name: None if value != value else value for name, value in asdict(state).items()}


def _sync(path: Path) -> None:
    """Have a file, or the names in a folder, reach the disk. Windows opens no folders, and needs not to."""
    with contextlib.suppress(PermissionError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
