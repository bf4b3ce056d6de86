"""Reads where a picture comes from. Any file may be dropped on the window, so nothing in one is taken on trust: at most a few MiB
are read, nothing is unpacked beyond a limit, and what is not as it was written is refused in words."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO

from workbench import __version__
from workbench.errors import WorkbenchError
from workbench.figures import document, markup, pdf, png
from workbench.values import Figure

ENDINGS = (".png", ".svg", ".pdf")
REACH = 4 << 20
"""Of an SVG: where it comes from stands before what it shows."""
PART = 1 << 16


def read(path: Path) -> Figure:
    """Where the picture in this file comes from.

    Raises WorkbenchError: file-missing, file-unreadable, figure-none, figure-damaged, figure-too-large, figure-newer.
    """
    if not path.is_file():  # a folder, a pipe or a device is no picture, and would not end
        raise WorkbenchError("file-missing", path=path)
    try:
        with path.open("rb") as file:
            text = _reader(file, path)(file)
    except OverflowError as error:
        raise WorkbenchError("figure-too-large", path=path, size_bytes=error.args[0], limit=document.LARGEST) from error
    except ValueError as error:
        reason = "its text is no UTF-8" if isinstance(error, UnicodeError) else str(error)
        raise WorkbenchError("figure-damaged", path=path, reason=reason) from error
    except OSError as error:
        raise WorkbenchError("file-unreadable", path=path, reason=error.strerror or str(error)) from error
    if text is None:
        raise WorkbenchError("figure-none", path=path)
    return document.parsed(text, path=path, own_version=__version__)


def _reader(file: IO[bytes], path: Path) -> Callable[[IO[bytes]], str | None]:
    """Who reads a file that begins like this: by what it is, not by what it is called."""
    begin = file.read(256)
    if begin.startswith(png.SIGNATURE):
        file.seek(len(png.SIGNATURE))
        return lambda opened: png.text_of(opened, limit=document.LARGEST)
    file.seek(0)
    if begin.startswith(b"%PDF-"):
        return lambda opened: pdf.text_of(opened, limit=document.LARGEST)
    if b"<" in begin:
        return lambda opened: markup.text_of(_parts(opened), limit=document.LARGEST)
    raise WorkbenchError("figure-none", path=path)


def _parts(file: IO[bytes]) -> Iterator[bytes]:
    for _ in range(REACH // PART):
        part = file.read(PART)
        if not part:
            return
        yield part
