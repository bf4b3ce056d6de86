"""A download that is resumed after a break and ends with the pinned hash or not at all.

What has arrived is kept under a name that is the digest it is to have, so a later attempt, also by another process, can
only continue the same file.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx2
from unearth import Link
from unearth.fetchers import PyPIClient

from workbench.errors import WorkbenchError
from workbench.library.catalogue import Wheel
from workbench.library.workshop import write_error
from workbench.values import Progress

STEP_BYTES = 1 << 18
ATTEMPTS = 4
"""Breaks in a row, each without a byte of progress, after which it is given up; what has arrived is kept."""


def download(wheel: Wheel, link: Link, part: Path, *, client: PyPIClient, stopped: Callable[[], bool]) -> Iterator[Progress]:
    """Bring `part` to its full length and check its hash. Raises WorkbenchError: cancelled, download-broken, download-wrong,
    disk-full, folder-not-writable; only `download-wrong` throws away what has arrived."""
    failures = 0
    while (have := _size(part)) < wheel.size_bytes:
        try:
            yield from _attempt(wheel, link, part, client, stopped)
        except httpx2.HTTPError as error:
            failures = 1 if _size(part) > have else failures + 1
            if failures >= ATTEMPTS:
                reason = str(error) or type(error).__name__
                raise WorkbenchError("download-broken", package=wheel.package, reason=reason, size_bytes=_size(part)) from error
        except OSError as error:
            raise write_error(part, error) from error
    yield from _checked(wheel, part, stopped)


def _attempt(wheel: Wheel, link: Link, part: Path, client: PyPIClient, stopped: Callable[[], bool]) -> Iterator[Progress]:
    have = _size(part)
    headers = {"Accept-Encoding": "identity"} | ({"Range": f"bytes={have}-"} if have else {})
    with client.stream("GET", link.url_without_fragment, headers=headers) as response:
        response.raise_for_status()
        resumed = response.headers.get("Content-Range", "").startswith(f"bytes {have}-")
        with part.open("ab" if resumed else "wb", buffering=0) as file:
            done = told = have if resumed else 0
            for chunk in response.iter_raw():  # as they arrive: chunks of a fixed size would lose the last one of a break
                file.write(chunk)
                done += len(chunk)
                if done > wheel.size_bytes:
                    raise _wrong(wheel, part, f"it is longer than {wheel.size_bytes} bytes")
                if done - told >= STEP_BYTES or done == wheel.size_bytes:
                    told = done
                    yield Progress("download", done, wheel.size_bytes, "bytes")
                if stopped():
                    raise WorkbenchError("cancelled")
    if done < wheel.size_bytes:
        raise httpx2.ReadError(f"it ended after {done} of {wheel.size_bytes} bytes")


def _checked(wheel: Wheel, part: Path, stopped: Callable[[], bool]) -> Iterator[Progress]:
    found = hashlib.sha256()
    try:
        with part.open("rb") as file:
            while chunk := file.read(STEP_BYTES << 4):
                found.update(chunk)
                yield Progress("verify", file.tell(), wheel.size_bytes, "bytes")
                if stopped():
                    raise WorkbenchError("cancelled")
    except OSError as error:
        raise WorkbenchError("file-unreadable", path=part, reason=error.strerror or error) from error
    if found.hexdigest() != wheel.sha256:
        raise _wrong(wheel, part, f"its sha256 is {found.hexdigest()}")


def _wrong(wheel: Wheel, part: Path, reason: str) -> WorkbenchError:
    part.unlink(missing_ok=True)
    return WorkbenchError("download-wrong", package=wheel.package, version=wheel.version, reason=reason, sha256=wheel.sha256)


def _size(part: Path) -> int:
    try:
        return part.stat().st_size
    except FileNotFoundError:
        return 0
    except OSError as error:
        raise write_error(part, error) from error
