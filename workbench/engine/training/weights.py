"""The weights that a network begins with: fresh ones, those of a model, or those of a checkpoint."""

from __future__ import annotations

from pathlib import Path

import torch

from workbench.engine import memory
from workbench.engine.checkpoints import load
from workbench.engine.classes import put_classes
from workbench.engine.devices import device_of, free_bytes
from workbench.engine.initial import initialise
from workbench.engine.spec import CLASSES, ModelSpec
from workbench.engine.training import checkpoint
from workbench.engine.training.methods import check_added, is_whole, prepare, read_added
from workbench.engine.training.setup import Setup
from workbench.engine.transformer import Transformer
from workbench.errors import WorkbenchError
from workbench.library import locate
from workbench.values import TrainRequest

BYTES_TRAINED, BYTES_KEPT = 16, 4
"""A weight, its gradient and two moments, each float32; or the weight alone."""


def taken_up(request: TrainRequest, setup: Setup, place: Path) -> Transformer:
    """The weights of a checkpoint, those that are trained as the request says. Raises as opening it does."""
    check_added(place, request.method, base=request.start)
    if is_whole(request.method):
        transformer = checkpoint.whole_model(place, setup.spec)
        prepare(transformer, request.method, tokenizer=setup.tokenizer, seed=request.seed)
        return transformer
    transformer = first_weights(request, setup)
    read_added(place, transformer, request.method)
    return transformer


def first_weights(request: TrainRequest, setup: Setup) -> Transformer:
    """Those of the model to start from, or fresh ones."""
    _require_memory(setup.spec, device_of(request.device), trained=is_whole(request.method))
    random = torch.Generator().manual_seed(request.seed)
    if setup.start is None:
        transformer = Transformer(setup.spec)
        initialise(transformer, random)
        return transformer
    transformer = load(setup.start, dtype=torch.float32, device=torch.device("cpu"), adapter=locate(request.start).adapter)
    if setup.spec.head in CLASSES:
        put_classes(transformer, setup.spec, random)
    return transformer


def _require_memory(spec: ModelSpec, device: torch.device, *, trained: bool) -> None:
    """Raise WorkbenchError('bad-value') if weights, and where they are trained gradients and moments, would not fit: the system would
    end the process."""
    n_parameters = sum(parameter.numel() for parameter in Transformer(spec, device=torch.device("meta")).parameters())
    most = int(free_bytes(device) * memory.SHARE) // (BYTES_TRAINED if trained else BYTES_KEPT)
    if n_parameters > most:
        limit = f"at most {most:,} with the memory that is free"
        raise WorkbenchError("bad-value", name="number of parameters", value=f"{n_parameters:,}", limit=limit)
