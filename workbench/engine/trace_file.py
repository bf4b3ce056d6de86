"""Writes arrays into an .npz file piece by piece, so that a file of gigabytes needs no memory."""

from __future__ import annotations

import errno
import math
import os
import shutil
import zipfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import IO

import numpy as np

from workbench.engine.memory import shown
from workbench.errors import WorkbenchError

Array = tuple[tuple[int, ...], Callable[[], Iterable[np.ndarray]]]
"""A float32 array by its shape and its values in consecutive blocks along the first axis."""


def write(path: Path, small: Mapping[str, np.ndarray], large: Mapping[str, Array]) -> None:
    """Write `small` arrays as they are and `large` ones block by block. Raises WorkbenchError('file-not-written')."""
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
                        _write_blocks(member, shape, blocks())
            file.flush()
            os.fsync(file.fileno())
        os.replace(aside, path)  # noqa: PTH105 (the pair of calls reads as what it is)
    except OSError as error:
        raise WorkbenchError("file-not-written", path=path, reason=error.strerror or error) from error
    finally:
        aside.unlink(missing_ok=True)


def _write_blocks(member: IO[bytes], shape: tuple[int, ...], blocks: Iterable[np.ndarray]) -> None:
    header = {"descr": np.lib.format.dtype_to_descr(np.dtype(np.float32)), "fortran_order": False, "shape": shape}
    np.lib.format.write_array_header_1_0(member, header)
    for block in blocks:
        member.write(np.ascontiguousarray(block, np.float32).data)
