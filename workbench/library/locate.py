"""From a model reference to a place on disk: an installed name, a folder, or a file.

Nothing is loaded here. What cannot be opened is named for what it is, with what would work instead.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from workbench import paths
from workbench.errors import WorkbenchError
from workbench.library.catalogue import BUILT_IN

Format = Literal["gguf", "folder"]

PICKLE_ENDINGS = {".pt", ".pth", ".bin", ".pkl", ".pickle", ".ckpt"}
_MAGICS = {
    b"PK\x03\x04": "a zip archive", b"\x1f\x8b": "a gzip archive", b"%PDF": "a PDF document", b"\x89PNG": "a PNG picture",
    b"\xff\xd8\xff": "a JPEG picture", b"SQLi": "an SQLite database", b"\x7fELF": "a program", b"ggml": "an old GGML file",
    b"\x28\xb5\x2f\xfd": "a Zstandard archive", b"BZh": "a bzip2 archive", b"\xfd7zXZ": "an xz archive",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Location:
    """Where a model is. `path`: the .gguf file, or the folder with config.json and safetensors."""

    name: str
    path: Path
    format: Format


def locate(reference: str) -> Location:
    """Find what a reference names.

    Raises WorkbenchError: model-none, model-missing, model-not-installed, model-ambiguous, model-unreadable, pickle-refused,
    file-unreadable.
    """
    if not reference:
        raise WorkbenchError("model-none")
    if reference.startswith("run:"):
        raise WorkbenchError("model-missing", model=reference)
    if reference in BUILT_IN:
        entry = BUILT_IN[reference]
        path = paths.models() / reference / entry.file
        if not path.is_file():
            raise WorkbenchError("model-not-installed", model=reference)
        return Location(reference, path, "gguf" if path.suffix == ".gguf" else "folder")
    path = Path(reference).expanduser()
    if not path.exists() and (paths.models() / reference).is_dir():
        path = paths.models() / reference
    if not path.exists():
        raise WorkbenchError("model-missing", model=reference)
    return _in_folder(path) if path.is_dir() else _file(path)


def _in_folder(folder: Path) -> Location:
    if (folder / "config.json").is_file():
        if any(folder.glob("*.safetensors")):
            return Location(folder.resolve().name, folder.resolve(), "folder")
        pickled = next((one for one in sorted(folder.iterdir()) if one.suffix in PICKLE_ENDINGS), None)
        if pickled is not None:
            raise WorkbenchError("pickle-refused", path=pickled)
    files = sorted(folder.glob("*.gguf"))
    if len(files) == 1:
        return _file(files[0])
    if files:
        raise WorkbenchError("model-ambiguous", path=folder, files=", ".join(one.name for one in files[:5]))
    missing = "config.json" if not (folder / "config.json").is_file() else "a .safetensors file"
    raise WorkbenchError("model-unreadable", path=folder, kind="a folder", missing=missing)


def _file(path: Path) -> Location:
    path = path.resolve()
    try:
        with path.open("rb") as file:
            start = file.read(16)
    except OSError as error:
        raise WorkbenchError("file-unreadable", path=path, reason=error.strerror or error) from error
    if start[:4] == b"GGUF" or path.suffix == ".gguf":
        return Location(path.stem, path, "gguf")
    if path.suffix in {".safetensors", ".json"} and (path.parent / "config.json").is_file():
        return _in_folder(path.parent)
    if path.suffix in PICKLE_ENDINGS or start[:1] == b"\x80":
        raise WorkbenchError("pickle-refused", path=path)
    kind = next((kind for magic, kind in _MAGICS.items() if start.startswith(magic)), None)
    if path.suffix == ".safetensors":
        raise WorkbenchError("model-unreadable", path=path, kind="a safetensors file alone", missing="config.json beside it")
    raise WorkbenchError("model-unreadable", path=path, kind=kind or "a file of another kind", missing="a model format")
