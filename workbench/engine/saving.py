"""Writes a model as a Hugging Face folder: config.json and model.safetensors in the names of its family."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Literal

import safetensors.torch
import torch

from workbench.engine.families import FOLDER_FAMILIES
from workbench.engine.transformer import Transformer
from workbench.errors import WorkbenchError

TORCH_DTYPES = {"float32": torch.float32, "float16": torch.float16}


def write_model(folder: Path, transformer: Transformer, *, dtype: Literal["float32", "float16"] = "float32") -> None:
    """Write the weights and the configuration into `folder`, which exists; the tokenizer is somebody else's.

    Whoever needs it all or nothing writes into a folder aside and renames it. Raises WorkbenchError('file-not-written').
    """
    family = FOLDER_FAMILIES[transformer.spec.family]
    assert family.config is not None, "every family of folders can be written"
    config = family.config(transformer.spec) | {"dtype": dtype}
    tensors = {}
    for name, parameter in transformer.named_parameters():
        source = family.source(name, transformer.spec)
        tensors[family.written(source.name)] = source.written(parameter.detach()).to("cpu", TORCH_DTYPES[dtype]).contiguous()
    try:
        (folder / "config.json").write_text(json.dumps(config, indent=2, allow_nan=False) + "\n", "utf-8")
        (folder / "model.safetensors").write_bytes(safetensors.torch.save(tensors, {"format": "pt"}))
    except OSError as error:
        raise WorkbenchError("file-not-written", path=folder, reason=error.strerror or error) from error
