"""Tensors out of files: one GGUF file, or a folder of safetensors; and a Transformer filled with them.

The idea that is not obvious: everything is checked against the spec before a single weight is read: each parameter has
its tensor, each tensor its place, shape and a stored type that is understood. Bytes are read, never mapped: a file that
shrinks meanwhile is an error, not a crash.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from workbench.engine import memory
from workbench.engine.adapters import add_adapter
from workbench.engine.config import Config
from workbench.engine.dequantise import PLAIN, QUANTISED, dequantise
from workbench.engine.families import Family, Source, family_of
from workbench.engine.low_rank import merge
from workbench.engine.spec import ModelSpec
from workbench.engine.transformer import Transformer
from workbench.errors import WorkbenchError
from workbench.library import Location, read_config, read_gguf_header, read_safetensors_header, weight_files


@dataclass(frozen=True, slots=True)
class Stored:
    """A tensor in a file: `shape` in torch's order, `offset` and `size_bytes` in the file `path`."""

    path: Path
    shape: tuple[int, ...]
    type_name: str
    offset: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A model on disk whose headers were read: what it says of itself and where its tensors are."""

    path: Path
    family: Family
    spec: ModelSpec
    tensors: Mapping[str, Stored]

    @property
    def stored_type(self) -> str:
        """The type that most weights have."""
        weights: Counter[str] = Counter()
        for stored in self.tensors.values():
            weights[stored.type_name] += math.prod(stored.shape)
        return weights.most_common(1)[0][0]

    @property
    def size_bytes(self) -> int:
        return sum(path.stat().st_size for path in {stored.path for stored in self.tensors.values()})


def open_checkpoint(location: Location) -> Checkpoint:
    """Read the headers of a model. Raises WorkbenchError: family-unknown, config-bad, rope-unknown, and the library's."""
    if location.format == "gguf":
        header = read_gguf_header(location.path)
        tensors = {t.name: Stored(location.path, t.shape, t.type_name, t.offset, t.size_bytes) for t in header.tensors}
        config = Config(header.metadata, location.path)
        name = config.text("general.architecture")
    else:
        tensors = _folder_tensors(location.path)
        config = Config(read_config(location.path), location.path / "config.json")
        name = config.text("model_type")
    family = family_of(name, file_format=location.format, path=location.path)
    tensors = {name.removeprefix(family.prefix): stored for name, stored in tensors.items()}
    shapes = {name: stored.shape for name, stored in tensors.items()}
    spec = family.read(config, shapes, lambda tensor: _read(tensor, tensors[tensor]))
    if 2 * len(tensors) < spec.n_layers + spec.n_encoder_layers:  # a thousand blocks take seconds to build, even empty
        wanted = family.source(f"stack.blocks.{spec.n_layers - 1}.attn.q.weight", spec).name
        raise WorkbenchError("tensor-missing", path=location.path, tensor=wanted, n_missing=spec.n_layers + spec.n_encoder_layers)
    return Checkpoint(location.path, family, spec, tensors)


def _folder_tensors(folder: Path) -> dict[str, Stored]:
    """The tensors of a model folder, over all of its safetensors files."""
    return {
        t.name: Stored(file, t.shape, t.type_name, t.offset, t.size_bytes)
        for file in weight_files(folder)
        for t in read_safetensors_header(file)
    }  # fmt: skip


def load(checkpoint: Checkpoint, *, dtype: torch.dtype, device: torch.device, adapter: Path | None = None) -> Transformer:
    """Build the Transformer and fill it, frozen; what an `adapter` adds to products is put into their weights.

    Raises WorkbenchError: tensor-missing, tensor-unexpected, tensor-misshapen, tensor-type-unknown, model-too-large,
    weights-not-finite, adapter-bad, adapter-unfit.
    """
    transformer = Transformer(checkpoint.spec, device=torch.device("meta"))
    shapes = {name: tuple(parameter.shape) for name, parameter in transformer.named_parameters()}
    sources = {name: checkpoint.family.source(name, checkpoint.spec) for name in shapes}
    _check(checkpoint, shapes, sources)
    _refuse_too_large(checkpoint, sum(map(math.prod, shapes.values())), dtype=dtype, device=device)
    weights = {name: _weights(checkpoint, source).to(device, dtype) for name, source in sources.items()}
    if transformer.unembed is not None and checkpoint.spec.tied:
        weights["unembed.weight"] = weights["embed.weight"]
    transformer.load_state_dict(weights, assign=True)
    transformer.tie()
    if adapter is not None:
        add_adapter(adapter, transformer)
        merge(transformer)
    return transformer.requires_grad_(False).eval()


def read_parameter(checkpoint: Checkpoint, name: str) -> Tensor:
    """One parameter of the Transformer, float32. Raises WorkbenchError: tensor-missing, tensor-type-unknown, weights-not-finite."""
    source = checkpoint.family.source(name, checkpoint.spec)
    if source.name not in checkpoint.tensors:
        raise WorkbenchError("tensor-missing", path=checkpoint.path, tensor=source.name, n_missing=1)
    return _weights(checkpoint, source)


def _check(checkpoint: Checkpoint, shapes: Mapping[str, tuple[int, ...]], sources: Mapping[str, Source]) -> None:
    """Every parameter has its tensor and every tensor its place; shapes and types fit."""
    stored, path = checkpoint.tensors, checkpoint.path
    wanted = {source.name: shapes[parameter] for parameter, source in sources.items()}
    missing = [name for name in wanted if name not in stored]
    if missing:
        raise WorkbenchError("tensor-missing", path=path, tensor=missing[0], n_missing=len(missing))
    # A tied model may store its unembedding all the same: it is the embedding once more.
    known = {*wanted, checkpoint.family.source("unembed.weight", checkpoint.spec).name}
    foreign = [name for name in stored if name not in known and not name.endswith(checkpoint.family.ignored)]
    if foreign:
        raise WorkbenchError(
            "tensor-unexpected", path=path, tensor=foreign[0], n_unexpected=len(foreign), family=checkpoint.spec.family
        )  # fmt: skip
    for name, shape in wanted.items():
        if stored[name].shape != shape:
            raise WorkbenchError("tensor-misshapen", path=path, tensor=name, shape=list(stored[name].shape), expected=list(shape))
        _check_type(name, stored[name])


def _check_type(name: str, stored: Stored) -> None:
    known = (*PLAIN, *QUANTISED)
    if stored.type_name not in known:
        raise WorkbenchError("tensor-type-unknown", path=stored.path, tensor=name, type=stored.type_name, known=", ".join(known))


def _refuse_too_large(checkpoint: Checkpoint, n_parameters: int, *, dtype: torch.dtype, device: torch.device) -> None:
    size_bytes, available = n_parameters * dtype.itemsize, int(memory.available_bytes() * memory.SHARE)
    if device.type == "cpu" and size_bytes > available:
        raise WorkbenchError(
            "model-too-large",
            path=checkpoint.path,
            size=memory.shown(size_bytes),
            dtype=str(dtype).removeprefix("torch."),
            available=memory.shown(available),
            n_parameters=f"{n_parameters:,}",
        )


def _weights(checkpoint: Checkpoint, source: Source) -> Tensor:
    """A parameter's values in our order, float32, known to be finite."""
    tensor = _read(source.name, checkpoint.tensors[source.name])
    if not tensor.sum().isfinite():  # a sum is 20 times as fast as looking at each; only a suspicion is looked into
        n_bad = int((~tensor.isfinite()).sum())
        if n_bad:
            raise WorkbenchError("weights-not-finite", path=checkpoint.path, tensor=source.name, n_bad=n_bad)
    return source.arrange(tensor)


def _read(name: str, stored: Stored) -> Tensor:
    """A tensor as float32. Raises WorkbenchError: tensor-type-unknown, file-truncated, file-unreadable."""
    _check_type(name, stored)
    try:
        with stored.path.open("rb") as file:
            raw = np.fromfile(file, dtype=np.uint8, count=stored.size_bytes, offset=stored.offset)
    except OSError as error:
        raise WorkbenchError("file-unreadable", path=stored.path, reason=error.strerror or error) from error
    if len(raw) < stored.size_bytes:
        needed_bytes = stored.offset + stored.size_bytes
        raise WorkbenchError(
            "file-truncated", path=stored.path, size_bytes=stored.offset + len(raw), needed_bytes=needed_bytes, what=f"tensor {name}"
        )  # fmt: skip
    return dequantise(torch.from_numpy(raw), stored.type_name, stored.shape)
