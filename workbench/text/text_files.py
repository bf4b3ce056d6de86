"""Text files of any size, line by line. What is not UTF-8 is named with the place where it begins.

The idea that is not obvious: English in UTF-16 is UTF-8 too, with a NUL beside each letter. A line of which so much is NULs is no text.
"""

from __future__ import annotations

import codecs
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from workbench.errors import WorkbenchError

MOST_LINE_BYTES = 1 << 20
"""A longer line is cut there, between two characters."""
NUL_SHARE = 0.25
"""A line may hold a NUL; one of which so much is NULs is in another encoding, or binary."""


class Line(NamedTuple):
    """A line without its end. `until`: how many bytes of the file have been read with it."""

    text: str
    until: int


def lines_of(path: Path) -> Iterator[Line]:
    """The lines of a file in UTF-8. Raises WorkbenchError: file-missing, file-unreadable, text-file-empty, -encoding, -no-text."""
    until, number, solid = 0, 0, False
    try:
        with path.open("rb") as file:
            left = b""
            while raw := file.readline(MOST_LINE_BYTES):
                start = until - len(left)
                until += len(raw)
                number += 1
                cut = len(raw) == MOST_LINE_BYTES and not raw.endswith(b"\n")
                whole, left = _whole_characters(left + raw) if cut else (left + raw, b"")
                text = _decoded(whole, path, start, number)
                solid = solid or bool(text.strip())
                yield Line(text.removesuffix("\n").removesuffix("\r"), until)
            if left:
                _decoded(left, path, until - len(left), number)  # it ends within a character, which is an error
    except FileNotFoundError as error:
        raise WorkbenchError("file-missing", path=path) from error
    except OSError as error:
        raise WorkbenchError("file-unreadable", path=path, reason=error.strerror or error) from error
    if not solid:
        raise WorkbenchError("text-file-empty", path=path, size_bytes=until)


def text_of(path: Path) -> str:
    """All of a file's text, to the byte but for a mark at its beginning. Raises WorkbenchError: file-missing, file-unreadable,
    text-file-encoding, text-file-no-text."""
    try:
        raw = path.read_bytes()
    except FileNotFoundError as error:
        raise WorkbenchError("file-missing", path=path) from error
    except OSError as error:
        raise WorkbenchError("file-unreadable", path=path, reason=error.strerror or error) from error
    return _decoded(raw, path, 0, 1)


def size_of(path: Path) -> int:
    """A file's size in bytes. Raises WorkbenchError: file-missing, file-unreadable."""
    try:
        found = path.stat()
    except FileNotFoundError as error:
        raise WorkbenchError("file-missing", path=path) from error
    except OSError as error:
        raise WorkbenchError("file-unreadable", path=path, reason=error.strerror or error) from error
    except ValueError as error:  # a name that no file has
        raise WorkbenchError("file-unreadable", path=repr(str(path)), reason=error) from error
    if not stat.S_ISREG(found.st_mode):  # reading a pipe or a device may never end
        reason = "it is a folder" if stat.S_ISDIR(found.st_mode) else "it is a pipe or a device, not a file on a disk"
        raise WorkbenchError("file-unreadable", path=path, reason=reason)
    return found.st_size


def _whole_characters(raw: bytes) -> tuple[bytes, bytes]:
    """A piece of a line that was cut, up to its last whole character, and the rest."""
    for back in range(1, min(4, len(raw)) + 1):
        lead = raw[-back]
        if lead >= 0xC0:
            needed = 2 if lead < 0xE0 else 3 if lead < 0xF0 else 4
            return (raw[:-back], raw[-back:]) if needed > back else (raw, b"")
        if lead < 0x80:
            break
    return raw, b""


def _decoded(raw: bytes, path: Path, start: int, number: int) -> str:
    try:
        text = raw.decode("utf-8-sig" if start == 0 else "utf-8")
    except UnicodeDecodeError as error:
        at = error.start + (3 if start == 0 and raw.startswith(codecs.BOM_UTF8) else 0)
        raise _foreign(raw, path, start, number, at) from error
    if raw.count(0) > NUL_SHARE * len(raw):
        raise _foreign(raw, path, start, number, raw.index(0))
    return text


def _foreign(raw: bytes, path: Path, start: int, number: int, at: int) -> WorkbenchError:
    """That a piece of a file, which begins at `start` and in line `number`, is no text from its byte `at` on."""
    position, line, byte = start + at, number + raw.count(b"\n", 0, at), f"0x{raw[at]:02X}"
    likely = _likely(raw, start)
    if not likely:
        return WorkbenchError("text-file-no-text", path=path, position=position, line=line, byte=byte)
    return WorkbenchError("text-file-encoding", path=path, position=position, line=line, byte=byte, likely=likely)


def _likely(raw: bytes, start: int) -> str:
    """The encoding it reads well in; empty for none that is known of."""
    if start == 0 and raw.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "UTF-32"
    if start == 0 and raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16"
    for name, width in (("UTF-32", 4), ("UTF-16", 2)) if 0 in raw else ():  # else Hangul in CP949 would be other Hangul in UTF-16
        if any(_reads_as(raw[: len(raw) // width * width], f"{name}-{order}") for order in ("LE", "BE")):
            return f"{name} without a byte order mark"
    try:
        return "CP949 (EUC-KR)" if any("가" <= one <= "힣" for one in raw.decode("cp949")) else ""
    except UnicodeDecodeError:
        return ""


def _reads_as(raw: bytes, encoding: str) -> bool:
    """Whether all of it is letters of ASCII or Hangul, in an encoding of several bytes a letter."""
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError:
        return False
    return bool(text) and all(" " <= one <= "~" or one in "\t\r\n" or "가" <= one <= "힣" for one in text)
