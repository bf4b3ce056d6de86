"""A training's state on disk: a model folder that everything can open, and beside it what going on needs.

Written aside, synced and renamed: a checkpoint is whole or not there. Nothing is pickled: moments are safetensors, the rest JSON.
"""

from __future__ import annotations

import contextlib
import json
import os
import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, replace
from pathlib import Path

import safetensors
import safetensors.torch
import torch
from torch import Tensor

from workbench.engine.checkpoints import load, open_checkpoint
from workbench.engine.saving import write_model
from workbench.engine.spec import ModelSpec
from workbench.engine.transformer import Transformer
from workbench.errors import WorkbenchError
from workbench.library import locate

TRAINING = "training"
"""The folder, within a checkpoint, of what only a training needs."""
STATE, MOMENTS = "state.json", "moments.safetensors"
VERSION = 1
KEPT_STATES = 2
"""Of older checkpoints only the model is kept."""


@dataclass(frozen=True, slots=True)
class State:
    """Where a training stands: `step` done, `row` the first row not yet read, `n_tokens` counted so far."""

    step: int
    row: int
    n_tokens: int
    train_loss: float
    val_loss: float


OptimiserOf = Callable[[Transformer], torch.optim.Optimizer]
"""Makes the optimiser of a transformer, its state still empty."""


def name_of(step: int) -> str:
    return f"step-{step:08d}"


def write(folder: Path, transformer: Transformer, optimiser: torch.optim.Optimizer, state: State, *, files: Mapping[str, bytes]) -> Path:
    """Write a checkpoint into the run's folder; `files`: what else belongs into it, by name. Gives its path.

    Raises WorkbenchError('file-not-written'); what was there stays.
    """
    place = folder / name_of(state.step)
    aside = folder / f".{place.name}.part"
    try:
        for left in folder.glob(".step-*.part"):  # of a process that was killed while it wrote
            shutil.rmtree(left, ignore_errors=True)
        (aside / TRAINING).mkdir(parents=True)
        write_model(aside, transformer)
        for name, content in files.items():
            (aside / name).write_bytes(content)
        (aside / TRAINING / MOMENTS).write_bytes(safetensors.torch.save(_moments(transformer, optimiser)))
        (aside / TRAINING / STATE).write_text(json.dumps({"version": VERSION, **_plain(state)}, allow_nan=False), "utf-8")
        for file in aside.rglob("*"):
            _sync(file)
        if place.exists():
            shutil.rmtree(place)
        os.replace(aside, place)  # noqa: PTH105 (the pair of calls reads as what it is)
        _sync(folder)
    except (OSError, WorkbenchError) as error:
        shutil.rmtree(aside, ignore_errors=True)  # on a full disk, the next try needs the room
        if isinstance(error, WorkbenchError):
            raise
        raise WorkbenchError("file-not-written", path=place, reason=error.strerror or error) from error
    for older in sorted(folder.glob("step-*"))[:-KEPT_STATES]:
        shutil.rmtree(older / TRAINING, ignore_errors=True)
    return place


def latest(folder: Path) -> Path | None:
    """The newest checkpoint that can be gone on from."""
    return max((one.parent.parent for one in folder.glob(f"step-*/{TRAINING}/{STATE}")), default=None)


def resume(place: Path, spec: ModelSpec, optimiser_of: OptimiserOf) -> tuple[Transformer, torch.optim.Optimizer, State]:
    """Read a checkpoint of a model of this spec back. Raises WorkbenchError: checkpoint-bad, and those of opening a model."""
    found_model = open_checkpoint(locate(str(place)))
    # A family's files may say nothing of dropout and only part of what else a spec has: what they do say must be the same.
    told = replace(found_model.spec, dropout=spec.dropout)
    if told != spec:
        unlike = next(one.name for one in fields(ModelSpec) if getattr(told, one.name) != getattr(spec, one.name))
        reason = f"its {unlike} is {getattr(told, unlike)}, not {getattr(spec, unlike)} as asked for"
        raise WorkbenchError("checkpoint-bad", path=place, reason=reason)
    found_model = replace(found_model, spec=spec)
    transformer = load(found_model, dtype=torch.float32, device=torch.device("cpu")).requires_grad_(True)
    optimiser = optimiser_of(transformer)
    try:
        found = json.loads((place / TRAINING / STATE).read_text("utf-8"))
        if found.pop("version") != VERSION:
            raise WorkbenchError("checkpoint-bad", path=place, reason="it was written by another version")
        losses = {name: float("nan") if found[name] is None else float(found[name]) for name in ("train_loss", "val_loss")}
        state = State(int(found["step"]), int(found["row"]), int(found["n_tokens"]), **losses)
        tensors = safetensors.torch.load((place / TRAINING / MOMENTS).read_bytes())
        _restore(transformer, optimiser, tensors)
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RuntimeError, safetensors.SafetensorError) as error:
        raise WorkbenchError("checkpoint-bad", path=place, reason=str(error)[:200]) from error
    return transformer, optimiser, state


def _moments(transformer: Transformer, optimiser: torch.optim.Optimizer) -> dict[str, Tensor]:
    """The optimiser's state by the parameters' names, and the random state that dropout draws from."""
    found = {"torch_random": torch.get_rng_state()}
    for name, parameter in transformer.named_parameters():
        for key, value in optimiser.state.get(parameter, {}).items():
            found[f"{key}:{name}"] = value.detach().clone()
    return found


def _restore(transformer: Transformer, optimiser: torch.optim.Optimizer, tensors: dict[str, Tensor]) -> None:
    torch.set_rng_state(tensors.pop("torch_random"))
    parameters = dict(transformer.named_parameters())
    for full, value in tensors.items():
        key, _, name = full.partition(":")
        if key != "step" and value.shape != parameters[name].shape:
            raise ValueError(f"the {key} of {name} is {list(value.shape)}")
        optimiser.state[parameters[name]][key] = value


def _plain(state: State) -> dict[str, object]:
    """A state as JSON has it: NaN as null."""
    values = {"step": state.step, "row": state.row, "n_tokens": state.n_tokens, "train_loss": state.train_loss, "val_loss": state.val_loss}
    return {name: None if value != value else value for name, value in values.items()}


def _sync(path: Path) -> None:
    """Have a file, or the names in a folder, reach the disk. Windows opens no folders, and needs not to."""
    with contextlib.suppress(PermissionError):
        handle = os.open(path, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
