"""The header of a GGUF file: metadata and the table of tensors, without a byte of weights.

Why not `gguf.GGUFReader` alone: it believes every count and length, so a damaged file makes it allocate or loop without
end. Here each one is checked against the bytes that are left before anything is built from it. The format:
https://github.com/ggml-org/ggml/blob/master/docs/gguf.md (versions 2 and 3, little-endian).
"""

from __future__ import annotations

import mmap
import struct
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any

import numpy as np

from workbench.errors import WorkbenchError
from workbench.library.magic import BEGINNING_BYTES, kind_of
from workbench.library.whole import check_whole

MAGIC = b"GGUF"
VERSIONS = (2, 3)
MAX_TENSORS, MAX_KEYS, MAX_DIMENSIONS, MAX_DEPTH = 100_000, 10_000, 4, 4
MAX_HEADER_BYTES, MAX_STRINGS = 128 << 20, 2_000_000  # a large vocabulary and its merges: 20 MiB, 0.8 million
MAX_WEIGHTS = 1 << 45  # of one tensor: beyond that it is not a file cut short, but nonsense

_SCALARS = {0: "B", 1: "b", 2: "<H", 3: "<h", 4: "<I", 5: "<i", 6: "<f", 7: "?", 10: "<Q", 11: "<q", 12: "<d"}
_DTYPES = {0: "u1", 1: "i1", 2: "<u2", 3: "<i2", 4: "<u4", 5: "<i4", 6: "<f4", 7: "?", 10: "<u8", 11: "<i8", 12: "<f8"}
_STRING, _ARRAY = 8, 9

BLOCKS: dict[int, tuple[str, int, int]] = {
    0: ("F32", 1, 4), 1: ("F16", 1, 2), 2: ("Q4_0", 32, 18), 3: ("Q4_1", 32, 20), 6: ("Q5_0", 32, 22), 7: ("Q5_1", 32, 24),
    8: ("Q8_0", 32, 34), 9: ("Q8_1", 32, 40), 10: ("Q2_K", 256, 84), 11: ("Q3_K", 256, 110), 12: ("Q4_K", 256, 144),
    13: ("Q5_K", 256, 176), 14: ("Q6_K", 256, 210), 15: ("Q8_K", 256, 292), 24: ("I8", 1, 1), 25: ("I16", 1, 2), 26: ("I32", 1, 4),
    27: ("I64", 1, 8), 28: ("F64", 1, 8), 30: ("BF16", 1, 2),
}  # fmt: skip
"""Type number -> name, weights a block, bytes a block."""


@dataclass(frozen=True, slots=True)
class GgufTensor:
    """One stored tensor: `shape` in torch's order, `offset` from the start of the file, in bytes."""

    name: str
    shape: tuple[int, ...]
    type_name: str
    offset: int
    size_bytes: int


@dataclass(frozen=True, slots=True)
class GgufHeader:
    """Metadata values are Python scalars and strings; arrays are lists of strings or NumPy arrays of numbers."""

    version: int
    metadata: dict[str, Any]
    tensors: tuple[GgufTensor, ...]


def read_gguf_header(path: Path) -> GgufHeader:
    """Read the header of a GGUF file. Raises WorkbenchError: file-missing, gguf-bad-magic, gguf-bad-version, gguf-damaged,
    gguf-unknown-type, file-truncated, file-hollow, file-unreadable."""
    try:
        check_whole(path)
        with path.open("rb") as file:
            beginning = file.read(BEGINNING_BYTES)
            if len(beginning) < 24 or beginning[:4] != MAGIC:
                found = f"{beginning[:4].hex(' ').upper()} ({kind_of(beginning)})" if beginning else "nothing"
                raise WorkbenchError("gguf-bad-magic", path=path, found=found)
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as view:
                return _Reader(view, path).header()
    except FileNotFoundError as error:
        raise WorkbenchError("file-missing", path=path) from error
    except OSError as error:
        raise WorkbenchError("file-unreadable", path=path, reason=error.strerror or error) from error


class _Reader:
    def __init__(self, view: mmap.mmap, path: Path) -> None:
        self.view, self.path, self.size, self.at = view, path, len(view), 4
        self.n_items = 0

    def header(self) -> GgufHeader:
        version = self.number("<I")
        if version not in VERSIONS:
            swapped = int.from_bytes(version.to_bytes(4, "little"), "big")
            hint = "big-endian" if swapped in VERSIONS else str(version)
            raise WorkbenchError("gguf-bad-version", path=self.path, version=hint, known=" and ".join(map(str, VERSIONS)))
        n_tensors = self.count("the number of tensors", least_bytes=24, limit=MAX_TENSORS)
        n_keys = self.count("the number of metadata keys", least_bytes=13, limit=MAX_KEYS)
        metadata: dict[str, Any] = {}
        for _ in range(n_keys):
            key = self.string()
            if key in metadata:
                raise self.damaged(f"the key {key!r} occurs twice")
            metadata[key] = self.value(self.number("<I"), 0)
        entries = [self.entry() for _ in range(n_tensors)]
        alignment = metadata.get("general.alignment", 32)
        if not isinstance(alignment, int) or alignment < 1 or alignment > 1 << 20 or alignment & (alignment - 1):
            raise self.damaged(f"the alignment is {alignment}")
        start = -(-self.at // alignment) * alignment
        return GgufHeader(version, metadata, self.placed(entries, start, alignment))

    def entry(self) -> GgufTensor:
        """A tensor's description; its offset is still relative to the start of the data."""
        name = self.string()
        n_dimensions = self.number("<I")
        if n_dimensions > MAX_DIMENSIONS:
            raise self.damaged(f"tensor {name!r} has {n_dimensions} dimensions")
        shape = tuple(reversed([self.number("<Q") for _ in range(n_dimensions)]))
        type_number, offset = self.number("<I"), self.number("<Q")
        if type_number not in BLOCKS:
            raise WorkbenchError("gguf-unknown-type", path=self.path, tensor=name, type=type_number)
        type_name, block, block_bytes = BLOCKS[type_number]
        n_weights = prod(shape)
        if (shape and shape[-1] % block) or n_weights > MAX_WEIGHTS:
            raise self.damaged(f"tensor {name!r} of shape {list(shape)} cannot be {type_name}")
        return GgufTensor(name, shape, type_name, offset, n_weights // block * block_bytes)

    def placed(self, entries: list[GgufTensor], start: int, alignment: int) -> tuple[GgufTensor, ...]:
        end, seen = start, set()
        found = {}
        for entry in sorted(entries, key=lambda one: one.offset):
            at = start + entry.offset
            if entry.name in seen:
                raise self.damaged(f"tensor {entry.name!r} occurs twice")
            if entry.offset % alignment or at < end:
                raise self.damaged(f"tensor {entry.name!r} overlaps another or is not aligned")
            end = at + entry.size_bytes
            if end > self.size:
                raise WorkbenchError("file-truncated", path=self.path, size_bytes=self.size, needed_bytes=end, what=f"tensor {entry.name}")
            seen.add(entry.name)
            found[entry.name] = GgufTensor(entry.name, entry.shape, entry.type_name, at, entry.size_bytes)
        return tuple(found[entry.name] for entry in entries)

    def value(self, kind: int, depth: int) -> Any:
        if kind == _STRING:
            return self.string()
        if kind == _ARRAY:
            return self.array(depth + 1)
        if kind not in _SCALARS:
            raise self.damaged(f"value type {kind} is unknown")
        return self.number(_SCALARS[kind])

    def array(self, depth: int) -> Any:
        kind = self.number("<I")
        if depth > MAX_DEPTH:
            raise self.damaged(f"arrays nested deeper than {MAX_DEPTH}")
        if kind in _DTYPES:
            dtype = np.dtype(_DTYPES[kind])
            n = self.count("an array's length", least_bytes=dtype.itemsize)
            found = np.frombuffer(self.view, dtype, n, self.at).copy()
            self.at += n * dtype.itemsize
            return found
        if kind not in (_STRING, _ARRAY):
            raise self.damaged(f"array type {kind} is unknown")
        n = self.count("an array's length", least_bytes=8)
        self.n_items += n
        if self.n_items > MAX_STRINGS:
            raise self.damaged(f"it holds {self.n_items} strings, more than {MAX_STRINGS}")
        return self.strings(n) if kind == _STRING else [self.array(depth + 1) for _ in range(n)]

    def string(self) -> str:
        n = self.count("a string's length", least_bytes=1)
        raw = self.view[self.at : self.at + n]
        self.at += n
        return raw.decode("utf-8", "replace")

    def strings(self, n: int) -> list[str]:
        """As `n` times `string`, but quick: vocabularies have a hundred thousand."""
        view, at, size = self.view, self.at, self.size
        length_at = struct.Struct("<Q").unpack_from
        raw: list[bytes] = []
        for _ in range(n):
            if at + 8 > size or (end := at + 8 + length_at(view, at)[0]) > size:
                raise self.damaged(f"the {len(raw) + 1}th of {n} strings reaches beyond the end of the file")
            raw.append(view[at + 8 : end])
            at = end
        self.at = at
        return [one.decode("utf-8", "replace") for one in raw]

    def count(self, what: str, *, least_bytes: int, limit: int | None = None) -> int:
        """A count that the rest of the file can really hold."""
        n: int = self.number("<Q")
        most = (min(self.size, MAX_HEADER_BYTES) - self.at) // least_bytes
        if n > most or (limit is not None and n > limit):
            raise self.damaged(f"{what} is {n}, where at most {min(most, limit or most)} fit")
        return n

    def number(self, layout: str) -> Any:
        try:
            (found,) = struct.unpack_from(layout, self.view, self.at)
        except struct.error as error:
            raise WorkbenchError(
                "file-truncated", path=self.path, size_bytes=self.size, needed_bytes=self.at + struct.calcsize(layout), what="the header"
            ) from error
        self.at += struct.calcsize(layout)
        return found

    def damaged(self, reason: str) -> WorkbenchError:
        return WorkbenchError("gguf-damaged", path=self.path, reason=reason)
