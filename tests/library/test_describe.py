"""What files say of themselves, without the engine."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from pathlib import Path

import numpy as np
import pytest
from made_files import STRING, gguf, pair, tensor, text, written
from safetensors.numpy import save_file

from workbench.library import context_length, describe, locate, sha256_of
from workbench.library.catalogue import BUILT_IN


def test_that_smollm2_describes_itself(smollm2: Path) -> None:
    entry = BUILT_IN["smollm2-135m-instruct"]
    info = describe(locate(str(smollm2)), tensors=True)
    assert (info.family, info.known_family, info.format, info.n_parameters) == ("llama", True, "gguf", 134_515_008)
    assert (info.stored_type, info.n_ctx, info.d_vocab, info.has_chat_template) == ("Q4_1", 8192, 49152, True)
    assert (info.size_bytes, info.sha256, info.licence) == (entry.size_bytes, entry.sha256, "apache-2.0")
    assert context_length(locate(str(smollm2))) == 8192
    assert len(info.tensors) == 272
    types = [one.stored_type for one in info.tensors]
    assert {kind: types.count(kind) for kind in set(types)} == {"Q4_1": 210, "F32": 61, "Q8_0": 1}
    assert sum(one.size_bytes for one in info.tensors) < info.size_bytes


def model_folder(place: Path) -> Path:
    config = {"model_type": "llama", "max_position_embeddings": 128, "vocab_size": 300}
    written(place / "config.json", json.dumps(config).encode())
    save_file({"w": np.zeros((4, 3), np.float32)}, place / "model.safetensors")
    return place


def test_that_a_folder_describes_itself(tmp_path: Path) -> None:
    info = describe(locate(str(model_folder(tmp_path / "tiny"))))
    assert (info.name, info.family, info.n_parameters, info.stored_type, info.n_ctx, info.d_vocab) == ("tiny", "llama", 12, "F32", 128, 300)
    assert context_length(locate(str(tmp_path / "tiny"))) == 128
    assert (info.tensors, info.has_chat_template, info.licence) == ((), False, "")
    written(tmp_path / "tiny" / "chat_template.jinja", b"{{ 1 }}")
    assert describe(locate(str(tmp_path / "tiny"))).has_chat_template


def test_that_an_unknown_family_is_described_and_marked(tmp_path: Path) -> None:
    path = written(tmp_path / "m.gguf", gguf([pair("general.architecture", STRING, text("mamba"))], [tensor("w", [8], 0, 0)], bytes(32)))
    info = describe(locate(str(path)))
    assert (info.family, info.known_family, info.n_parameters, info.n_ctx) == ("mamba", False, 8, 0)


def test_that_a_hash_is_remembered_until_the_file_changes(tmp_path: Path) -> None:
    path = written(tmp_path / "m.gguf", gguf())
    location = locate(str(path))
    assert sha256_of(location) == hashlib.sha256(gguf()).hexdigest()
    changed = gguf([pair("a", STRING, text("b"))])
    path.write_bytes(changed)
    assert sha256_of(location) == hashlib.sha256(changed).hexdigest()
    status = path.stat()
    path.write_bytes(bytes(len(changed)))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))  # as if it had not been touched
    assert sha256_of(location) == hashlib.sha256(changed).hexdigest()


def test_that_a_folders_hash_does_not_depend_on_where_it_lies(tmp_path: Path) -> None:
    first, second = (sha256_of(locate(str(model_folder(tmp_path / name)))) for name in ("a", "b"))
    assert first == second
    save_file({"w": np.ones((4, 3), np.float32)}, tmp_path / "b" / "model.safetensors")
    assert sha256_of(locate(str(tmp_path / "b"))) != first


@pytest.mark.parametrize("room", ["workbench.text", "workbench.library", "workbench.values"])
def test_that_the_rooms_do_not_import_torch(room: str) -> None:
    import subprocess

    seen = subprocess.run(
        [sys.executable, "-c", f"import sys, {room}; print('torch' in sys.modules)"], capture_output=True, text=True, check=True
    )
    assert seen.stdout.strip() == "False"
