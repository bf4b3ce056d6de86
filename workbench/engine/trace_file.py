"""Writes arrays into an .npz file and reads them piece by piece, so that a file of gigabytes needs no memory."""

from __future__ import annotations

import contextlib
import errno
import math
import os
import shutil
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from typing import IO

import numpy as np

from workbench.engine.memory import shown
from workbench.errors import WorkbenchError

Array = tuple[tuple[int, ...], Callable[[], Iterable[np.ndarray]]]
"""A float32 array by its shape and its values in consecutive blocks along the first axis."""


SMALL = ("ids", "target_ids", "layers", "heads")
"""Arrays that say what the others are of."""
LARGEST_SMALL_BYTES = 64 << 20


def write(path: Path, small: Mapping[str, np.ndarray], large: Mapping[str, Array], *, stopped: Callable[[], bool] = lambda: False) -> None:
    """Write `small` arrays as they are and `large` ones block by block. Raises WorkbenchError: file-not-written, cancelled."""
    aside = path.with_name(path.name + ".part")
    size_bytes = sum(4 * math.prod(shape) for shape, _ in large.values())
    try:
        free_bytes = shutil.disk_usage(path.parent).free
        if size_bytes > free_bytes:
            raise OSError(errno.ENOSPC, f"it takes {shown(size_bytes)} and {shown(free_bytes)} are free")
        with aside.open("wb") as file:
            with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
                for name, array in small.items():
                    with archive.open(f"{name}.npy", "w") as member:
                        np.lib.format.write_array(member, array, allow_pickle=False)
                for name, (shape, blocks) in large.items():
                    with archive.open(f"{name}.npy", "w", force_zip64=True) as member:
                        _write_blocks(member, shape, blocks(), stopped)
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)  # noqa: PTH105 (the pair of calls reads as what it is)
    except OSError as error:
        raise WorkbenchError("file-not-written", path=path, reason=error.strerror or error) from error
    finally:
        aside.unlink(missing_ok=True)


def _write_blocks(member: IO[bytes], shape: tuple[int, ...], blocks: Iterable[np.ndarray], stopped: Callable[[], bool]) -> None:
    header = {"descr": np.lib.format.dtype_to_descr(np.dtype(np.float32)), "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(member, header)
    for block in blocks:
        if stopped():
            raise WorkbenchError("cancelled")
        member.write(np.ascontiguousarray(block, np.float32).data)


@contextlib.contextmanager
def opened(path: Path) -> Iterator[TraceFile]:
    """A trace file to be read. Raises WorkbenchError: file-missing, file-unreadable (also for what is read from it)."""
    if not path.is_file():
        raise WorkbenchError("file-missing", path=path)
    try:
        with zipfile.ZipFile(path) as archive:
            yield TraceFile(archive)
    except (OSError, ValueError, EOFError, KeyError, zipfile.BadZipFile) as error:
        raise WorkbenchError("file-unreadable", path=path, reason=str(error)) from error


class TraceFile:
    """Arrays by name. Raises ValueError for what is no array of numbers."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self.names = tuple(name.removesuffix(".npy") for name in archive.namelist() if name.endswith(".npy"))

    def shape(self, name: str) -> tuple[int, ...]:
        with self._archive.open(f"{name}.npy") as member:
            return _header(member)[0]

    def whole(self, name: str) -> np.ndarray:
        """A small array."""
        with self._archive.open(f"{name}.npy") as member:
            shape, dtype = _header(member)
            size_bytes = math.prod(shape) * dtype.itemsize
            if size_bytes > LARGEST_SMALL_BYTES:
                raise ValueError(f"{name} takes {shown(size_bytes)}")
            return np.frombuffer(member.read(size_bytes), dtype).reshape(shape)

    def blocks(self, name: str) -> Iterator[np.ndarray]:
        """A large array along its first axis, one after the other."""
        with self._archive.open(f"{name}.npy") as member:
            shape, dtype = _header(member)
            for _ in range(shape[0]):
                yield np.frombuffer(member.read(math.prod(shape[1:]) * dtype.itemsize), dtype).reshape(shape[1:])


def _header(member: IO[bytes]) -> tuple[tuple[int, ...], np.dtype]:
    """Shape and type; what follows is the data."""
    version = np.lib.format.read_magic(member)
    read = np.lib.format.read_array_header_1_0 if version == (1, 0) else np.lib.format.read_array_header_2_0
    shape, fortran_order, dtype = read(member)
    if fortran_order or dtype.kind not in "iuf":
        raise ValueError(f"it holds {dtype}, not numbers in rows")
    return shape, dtype
