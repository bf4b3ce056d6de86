"""Hostile safetensors files and their index."""

from __future__ import annotations

import json
import struct
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
from case import Case, sparse, with_file
from made_files import entry, safetensors
from made_good import folder, weights
from safetensors.numpy import save

MODEL = "model.safetensors"
INDEX = "model.safetensors.index.json"


def described(change: Callable[[dict[str, Any], bytes], bytes | None]) -> Callable[[Path], Path]:
    """The good file with its table of tensors changed; `change` may give other data."""
    raw = save(weights())
    length = struct.unpack("<Q", raw[:8])[0]
    header, data = json.loads(raw[8 : 8 + length]), raw[8 + length :]
    data = change(header, data) or data
    return with_file(MODEL, safetensors(header, data))


def spoiled(change: Callable[[dict[str, np.ndarray]], object]) -> Callable[[Path], Path]:
    """The good file with its arrays changed."""
    arrays = weights()
    change(arrays)
    return with_file(MODEL, save(arrays))


def first(**changes: Any) -> Callable[[Path], Path]:
    """The good file with its first tensor described otherwise."""
    return described(lambda header, _data: header["lm_head.weight"].update(changes))


def indexed(weight_map: Any) -> Callable[[Path], Path]:
    return with_file(INDEX, json.dumps({"weight_map": weight_map}))


def linked(target: str) -> Callable[[Path], Path]:
    """The weights are a link to another place."""

    def make(place: Path) -> Path:
        made = folder(place / "model")
        (made / MODEL).unlink()
        (made / MODEL).symlink_to(target)
        return made

    return make


RAW = save(weights())
NAN, INF = float("nan"), float("inf")
SECOND = "model.layers.0.input_layernorm.weight"
TWICE = b'{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}'

CASES: dict[str, Case] = {
    "empty": Case(with_file(MODEL, b""), "safetensors-damaged"),
    "only zeros": Case(with_file(MODEL, bytes(4096)), "safetensors-damaged"),
    "cut in its length": Case(with_file(MODEL, RAW[:5]), "safetensors-damaged"),
    "cut in its header": Case(with_file(MODEL, RAW[:200]), "file-truncated"),
    "cut in its data": Case(with_file(MODEL, RAW[:-100]), "file-truncated"),
    "bytes after the end": Case(with_file(MODEL, RAW + bytes(9)), "safetensors-damaged"),
    "a header of 2^62 bytes": Case(with_file(MODEL, safetensors({}, length=2**62)), "safetensors-damaged"),
    "a header of 60 MiB in a hollow file": Case(sparse(MODEL, struct.pack("<Q", 60 << 20), 61 << 20), "json-bad"),
    "a header of 60 MiB of empty objects": Case(with_file(MODEL, safetensors(b'{"a":[' + b"{}," * (20 << 20) + b"{}]}")), "json-bad"),
    "a million tensors": Case(
        with_file(MODEL, safetensors({f"t{i}": entry(0, 0, shape=[0]) for i in range(200_000)})), "safetensors-damaged"
    ),
    "nested 100,000 deep": Case(with_file(MODEL, safetensors(b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}")), "json-bad"),
    "a key twice": Case(with_file(MODEL, safetensors(TWICE, bytes(8))), "json-bad"),
    "not JSON": Case(with_file(MODEL, safetensors(b"\xff\xfe rubbish")), "json-bad"),
    "offsets that overlap": Case(first(data_offsets=[32, 32 + 258 * 8 * 4]), "safetensors-damaged"),
    "offsets beyond the end": Case(first(data_offsets=[2**40, 2**40 + 258 * 8 * 4]), "safetensors-damaged"),
    "offsets backwards": Case(first(data_offsets=[8256, 0]), "safetensors-damaged"),
    "offsets below zero": Case(first(data_offsets=[-8256, 0]), "safetensors-damaged"),
    "offsets as text": Case(first(data_offsets=["0", "8256"]), "safetensors-damaged"),
    "a shape that overflows": Case(first(shape=[2**32, 2**32]), "safetensors-damaged"),
    "a shape below zero": Case(first(shape=[-258, -8]), "safetensors-damaged"),
    "a shape of numbers with points": Case(first(shape=[258.0, 8]), "safetensors-damaged"),
    "a thousand dimensions": Case(first(shape=[1] * 1000), "safetensors-damaged"),
    "an unknown type": Case(first(dtype="F128"), "safetensors-damaged"),
    "a type of another width": Case(first(dtype="F16"), "safetensors-damaged"),
    "a type of whole numbers": Case(first(dtype="I32"), "tensor-type-unknown"),
    "a type that is a list": Case(first(dtype=["F32"]), "safetensors-damaged"),
    "a tensor described by a number": Case(described(lambda header, _data: header.update({SECOND: 7})), "safetensors-damaged"),
    "transposed": Case(first(shape=[8, 258]), "tensor-misshapen"),
    "a tensor under another name": Case(described(lambda header, _: header.update({"x" * 10_000: header.pop(SECOND)})), "tensor-missing"),
    "not a number among the weights": Case(spoiled(lambda arrays: arrays["lm_head.weight"].__setitem__((3, 2), NAN)), "weights-not-finite"),
    "infinite weights": Case(spoiled(lambda arrays: arrays["model.norm.weight"].fill(INF)), "weights-not-finite"),
    "weights that overflow": Case(spoiled(lambda arrays: [one.fill(3e38) for one in arrays.values()]), "", "read"),
    "an index that leads out": Case(indexed({"a": "../../../etc/passwd"}), "json-bad"),
    "an index that leads out under a good ending": Case(indexed({"a": "../secret.safetensors"}), "json-bad"),
    "an index with a place on the disk": Case(indexed({"a": "/tmp/secret.safetensors"}), "json-bad"),
    "an index with a backslash": Case(indexed({"a": "..\\secret.safetensors"}), "json-bad"),
    "an index with a zero byte": Case(indexed({"a": "a\0.safetensors"}), "json-bad"),
    "an index of a name too long": Case(indexed({"a": "a" * 5000 + ".safetensors"}), "file-unreadable"),
    "an index of files that are not there": Case(indexed({"a": "model-1.safetensors"}), "file-missing"),
    "an index of numbers": Case(indexed({"a": 5}), "json-bad"),
    "an index of nothing": Case(indexed({}), "json-bad"),
    "an index that is a list": Case(indexed(["model.safetensors"]), "json-bad"),
    "an index with a key twice": Case(with_file(INDEX, '{"weight_map": {"a": "model.safetensors", "a": "b.safetensors"}}'), "json-bad"),
    "a link to an endless device": Case(linked("/dev/zero"), "file-unreadable"),
    "a link to another file of the machine": Case(linked("/etc/passwd"), "safetensors-damaged"),
    "a link to itself": Case(linked(MODEL), "file-unreadable"),
    "a link into nothing": Case(linked("/nowhere/at/all"), "file-missing"),
}
