"""The header of a safetensors file, and the index of a sharded one, without a byte of weights.

Why not the `safetensors` package alone: it accepts duplicate keys and half a million empty tensors. The format:
https://huggingface.co/docs/safetensors (u64 header length, JSON, data).
"""

from __future__ import annotations

import re
import struct
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any, BinaryIO

from workbench.errors import WorkbenchError
from workbench.library.magic import BEGINNING_BYTES, holds_pickle, kind_of
from workbench.library.whole import check_whole
from workbench.text.json_files import parse_json, read_json

MAX_HEADER_BYTES, MAX_TENSORS = 64 << 20, 100_000
ITEM_BYTES = {
    "F64": 8, "F32": 4, "F16": 2, "BF16": 2, "I64": 8, "I32": 4, "I16": 2, "I8": 1, "U8": 1, "BOOL": 1, "F8_E4M3": 1, "F8_E5M2": 1,
    "U16": 2, "U32": 4, "U64": 8,
}  # fmt: skip


_PART = re.compile(r"\w[\w.-]*\.safetensors")


@dataclass(frozen=True, slots=True)
class SafetensorsTensor:
    """One stored tensor; `offset` from the start of its file, in bytes."""

    name: str
    shape: tuple[int, ...]
    type_name: str
    offset: int
    size_bytes: int


def read_safetensors_header(path: Path) -> tuple[SafetensorsTensor, ...]:
    """The tensors of one file. Raises WorkbenchError: file-missing, file-unreadable, file-truncated, file-hollow,
    json-bad, pickle-refused, safetensors-damaged."""
    try:
        size = check_whole(path)
        with path.open("rb") as file:
            header, n_header = _header(file, path, size)
    except FileNotFoundError as error:
        raise WorkbenchError("file-missing", path=path) from error
    except OSError as error:
        raise WorkbenchError("file-unreadable", path=path, reason=error.strerror or error) from error
    header.pop("__metadata__", None)
    if len(header) > MAX_TENSORS:
        raise _damaged(path, f"it names {len(header)} tensors")
    return _placed([_tensor(path, name, entry, 8 + n_header) for name, entry in header.items()], path, 8 + n_header, size)


def _header(file: BinaryIO, path: Path, size: int) -> tuple[dict[str, Any], int]:
    """The header of an open file of `size` bytes, and how long it is."""
    beginning = file.read(BEGINNING_BYTES)
    if holds_pickle(path, beginning):
        raise WorkbenchError("pickle-refused", path=path)
    n_header = struct.unpack("<Q", beginning[:8])[0] if len(beginning) >= 8 else 0
    if n_header < 2 or n_header > MAX_HEADER_BYTES:
        raise _damaged(path, f"it begins like {kind_of(beginning)}, and its header would have {n_header} bytes")
    if 8 + n_header > size:
        raise WorkbenchError("file-truncated", path=path, size_bytes=size, needed_bytes=8 + n_header, what="the header")
    file.seek(8)
    raw = file.read(n_header)
    n_tensors = raw.count(b"data_offsets")  # before it is parsed: that takes long
    if n_tensors > MAX_TENSORS:
        raise _damaged(path, f"it names {n_tensors} tensors, more than {MAX_TENSORS}")
    return parse_json(raw, path), n_header


def read_index(path: Path) -> dict[str, Path]:
    """Tensor name -> file, of a `*.safetensors.index.json`. A file outside the index's own folder is refused."""
    weight_map = read_json(path).get("weight_map")
    if not isinstance(weight_map, dict) or not weight_map:
        raise WorkbenchError("json-bad", path=path, reason="weight_map is missing or empty")
    for part in set(map(str, weight_map.values())):
        if not _PART.fullmatch(part):
            raise WorkbenchError("json-bad", path=path, reason=f"it points at {part!r}, outside its folder or of another kind")
    return {name: path.parent / part for name, part in weight_map.items()}


def weight_files(folder: Path) -> list[Path]:
    """The files that make up a folder's model: those its index names, else all of them."""
    index = folder / "model.safetensors.index.json"
    return sorted(set(read_index(index).values())) if index.is_file() else sorted(folder.glob("*.safetensors"))


def _tensor(path: Path, name: str, entry: Any, start: int) -> SafetensorsTensor:
    match entry:
        case {"dtype": str(type_name), "shape": list(shape), "data_offsets": [int(first), int(last)]}:
            good = type_name in ITEM_BYTES and len(shape) <= 8 and all(type(size) is int and size >= 0 for size in shape)
            if good and 0 <= first <= last and prod(shape) * ITEM_BYTES[type_name] == last - first:
                return SafetensorsTensor(name, tuple(shape), type_name, start + first, last - first)
    raise _damaged(path, f"tensor {name[:80]!r} is described as {str(entry)[:120]}")


def _placed(tensors: list[SafetensorsTensor], path: Path, start: int, size: int) -> tuple[SafetensorsTensor, ...]:
    """Check that the tensors fill the file: none overlaps another, nothing lies between them or after them."""
    end = start
    for one in sorted(tensors, key=lambda tensor: (tensor.offset, tensor.size_bytes)):
        if one.offset != end:
            raise _damaged(path, f"tensor {one.name[:80]!r} {'overlaps another' if one.offset < end else 'leaves a gap before it'}")
        end = one.offset + one.size_bytes
        if end > size:
            raise WorkbenchError("file-truncated", path=path, size_bytes=size, needed_bytes=end, what=f"tensor {one.name[:80]}")
    if end != size:
        raise _damaged(path, f"{size - end} bytes follow the last tensor")
    return tuple(tensors)


def _damaged(path: Path, reason: str) -> WorkbenchError:
    return WorkbenchError("safetensors-damaged", path=path, reason=reason)
