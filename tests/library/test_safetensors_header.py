"""Safetensors headers and indexes: as the reference reads them, and stricter where it believes too much."""

from __future__ import annotations

import json
import struct
from pathlib import Path

import numpy as np
import pytest
from made_files import entry, safetensors, written
from safetensors.numpy import save_file

from workbench.errors import WorkbenchError
from workbench.library import read_index, read_safetensors_header, weight_files


def test_that_what_the_reference_writes_is_read(tmp_path: Path) -> None:
    arrays = {"a.weight": np.arange(6, dtype=np.float32).reshape(2, 3), "b": np.ones((), np.int64), "empty": np.zeros((0, 4), np.float16)}
    path = tmp_path / "model.safetensors"
    save_file(arrays, path, metadata={"format": "pt"})
    found = {one.name: one for one in read_safetensors_header(path)}
    assert {name: one.shape for name, one in found.items()} == {name: array.shape for name, array in arrays.items()}
    assert [found[name].type_name for name in ("a.weight", "b", "empty")] == ["F32", "I64", "F16"]
    raw = path.read_bytes()
    one = found["a.weight"]
    assert raw[one.offset : one.offset + one.size_bytes] == arrays["a.weight"].tobytes()


TWO = b'{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}'


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "safetensors-damaged"),
        (b"\x10\0\0", "safetensors-damaged"),
        (safetensors({}, length=2**62), "safetensors-damaged"),
        (safetensors({}, length=1), "safetensors-damaged"),
        (safetensors({}, length=5000), "file-truncated"),
        (safetensors(b"not json"), "json-bad"),
        (safetensors(b"[]"), "json-bad"),
        (safetensors(b"\xff\xff\xff"), "json-bad"),
        (safetensors(TWO, bytes(8)), "json-bad"),
        (safetensors(b'{"a":' + b"[" * 100 + b"]" * 100 + b"}"), "json-bad"),
        (safetensors({"a": 5}), "safetensors-damaged"),
        (safetensors({"a": {}}), "safetensors-damaged"),
        (safetensors({"a": entry(0, 4, shape=[2])}, bytes(4)), "safetensors-damaged"),
        (safetensors({"a": entry(0, 4, shape=[1], dtype="F128")}, bytes(4)), "safetensors-damaged"),
        (safetensors({"a": entry(0, 4, shape=[-1])}, bytes(4)), "safetensors-damaged"),
        (safetensors({"a": entry(0, 4, shape=[True])}, bytes(4)), "safetensors-damaged"),
        (safetensors({"a": entry(0, 4, shape=[1.0])}, bytes(4)), "safetensors-damaged"),
        (safetensors({"a": entry(4, 0, shape=[1])}, bytes(4)), "safetensors-damaged"),
        (safetensors({"a": entry(-4, 0, shape=[1])}, bytes(4)), "safetensors-damaged"),
        (safetensors({"a": entry(0, 0, shape=[0] * 99)}), "safetensors-damaged"),
        (safetensors({"a": entry(0, 8, shape=[2])}, bytes(4)), "file-truncated"),
        (safetensors({"a": entry(0, 2**66, shape=[2**64])}, bytes(4)), "file-truncated"),
        (safetensors({"a": entry(0, 8, shape=[2]), "b": entry(4, 12, shape=[2])}, bytes(12)), "safetensors-damaged"),
        (safetensors({"a": entry(0, 4, shape=[1]), "b": entry(8, 12, shape=[1])}, bytes(12)), "safetensors-damaged"),
        (safetensors({"a": entry(0, 4, shape=[1])}, bytes(12)), "safetensors-damaged"),
        (safetensors({f"t{i}": entry(0, 0, shape=[0]) for i in range(100_001)}), "safetensors-damaged"),
    ],
)
def test_that_faulty_headers_are_refused_by_code(tmp_path: Path, content: bytes, code: str) -> None:
    with pytest.raises(WorkbenchError) as caught:
        read_safetensors_header(written(tmp_path / "model.safetensors", content))
    assert caught.value.code == code


def test_that_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError) as caught:
        read_safetensors_header(tmp_path / "none.safetensors")
    assert caught.value.code == "file-missing"


def test_that_an_index_names_the_files_of_a_model(tmp_path: Path) -> None:
    index = {"weight_map": {"a": "model-1.safetensors", "b": "model-2.safetensors", "c": "model-1.safetensors"}}
    (tmp_path / "model.safetensors.index.json").write_text(json.dumps(index))
    (tmp_path / "other.safetensors").write_bytes(b"")
    assert weight_files(tmp_path) == [tmp_path / "model-1.safetensors", tmp_path / "model-2.safetensors"]


@pytest.mark.parametrize(
    "part",
    [
        "../secret.safetensors",
        "/etc/x.safetensors",
        "a/b.safetensors",
        "..",
        "model.bin",
        "",
        "C:\\x.safetensors",
        "..\\x.safetensors",
        "a\0.safetensors",
        5,
    ],
)
def test_that_an_index_cannot_point_outside_its_folder(tmp_path: Path, part: object) -> None:
    path = tmp_path / "model.safetensors.index.json"
    path.write_text(json.dumps({"weight_map": {"a": part}}))
    with pytest.raises(WorkbenchError) as caught:
        read_index(path)
    assert caught.value.code == "json-bad"


@pytest.mark.parametrize("index", [{}, {"weight_map": []}, {"weight_map": None}])
def test_that_an_index_without_a_map_is_refused(tmp_path: Path, index: object) -> None:
    path = tmp_path / "model.safetensors.index.json"
    path.write_text(json.dumps(index))
    with pytest.raises(WorkbenchError, match="weight_map"):
        read_index(path)


@pytest.mark.parametrize("first", [2, 3, 4, 5])
def test_that_a_header_whose_length_begins_like_a_pickle_is_read(tmp_path: Path, first: int) -> None:
    size = 0x80 + 256 * first
    header = b'{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}'.ljust(size)
    path = tmp_path / "model.safetensors"
    path.write_bytes(struct.pack("<Q", size) + header + bytes(4))
    assert [tensor.name for tensor in read_safetensors_header(path)] == ["a"]
