"""The sha256 of a model, remembered by path, size and time of change.

A folder's hash is that of the list of its weight files' names and hashes, so it does not depend on where the folder lies.
"""

from __future__ import annotations

import hashlib
from dataclasses import replace
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.library.locate import Location
from workbench.library.safetensors import weight_files

_known: dict[tuple[str, int, int], str] = {}


def sha256_of(location: Location) -> str:
    """The hash in hexadecimal; of an adapted model, over both. Raises WorkbenchError: file-missing, file-unreadable."""
    if location.adapter is not None:
        both = sha256_of(replace(location, adapter=None)) + file_sha256(location.adapter / "adapter_model.safetensors")
        return hashlib.sha256(both.encode()).hexdigest()
    if location.format == "gguf":
        return file_sha256(location.path)
    listed = "".join(f"{file_sha256(file)}  {file.name}\n" for file in weight_files(location.path))
    return hashlib.sha256(listed.encode()).hexdigest()


def file_sha256(path: Path) -> str:
    """One file's hash; computed again only when its size or time of change differs."""
    try:
        status = path.stat()
        key = str(path), status.st_size, status.st_mtime_ns
        if key not in _known:
            with path.open("rb") as file:
                _known[key] = hashlib.file_digest(file, "sha256").hexdigest()
    except FileNotFoundError as error:
        raise WorkbenchError("file-missing", path=path) from error
    except OSError as error:
        raise WorkbenchError("file-unreadable", path=path, reason=error.strerror or error) from error
    return _known[key]
