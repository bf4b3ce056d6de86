"""The text of a PNG: one `iTXt` chunk, not packed, before the pixels. Read from wherever another program has put it.

A chunk (W3C PNG, third edition): length, type, data, CRC-32 of type and data.
"""

from __future__ import annotations

import struct
import zlib
from typing import IO

SIGNATURE = b"\x89PNG\r\n\x1a\n"
KEYWORD = b"lm-workbench-figure"
MOST_CHUNKS = 1 << 16
"""Pictures have a chunk for every 8 KiB, so this is half a GiB."""
_HEADER_BYTES = len(SIGNATURE) + 25


def sealed(content: bytes, text: str) -> bytes:
    """A PNG with this text in it."""
    data = KEYWORD + b"\0\0\0\0\0" + text.encode("utf-8")  # not packed; no language, no translated keyword
    chunk = struct.pack(">I", len(data)) + b"iTXt" + data + struct.pack(">I", zlib.crc32(b"iTXt" + data))
    return content[:_HEADER_BYTES] + chunk + content[_HEADER_BYTES:]


def text_of(file: IO[bytes], *, limit: int) -> str | None:
    """The text, None without one. Raises ValueError for a file that is cut off or damaged, OverflowError beyond `limit` bytes."""
    for _ in range(MOST_CHUNKS):
        head = file.read(8)
        if len(head) < 8:
            return None
        size_bytes, kind = struct.unpack(">I4s", head)
        if kind == b"IEND":
            return None
        begin = file.tell()
        if kind in (b"iTXt", b"tEXt", b"zTXt") and file.read(len(KEYWORD) + 1) == KEYWORD + b"\0":
            if size_bytes > limit:
                raise OverflowError(size_bytes)
            file.seek(begin)
            return _text(kind, file.read(size_bytes), file.read(4), limit)
        file.seek(begin + size_bytes + 4)
    raise ValueError("it has more parts than any picture")


def _text(kind: bytes, data: bytes, checksum: bytes, limit: int) -> str:
    if checksum != struct.pack(">I", zlib.crc32(kind + data)):
        raise ValueError("its checksum is wrong")
    rest = data[len(KEYWORD) + 1 :]
    if kind == b"tEXt":
        return rest.decode("latin-1")
    if kind == b"zTXt":
        return _unpacked(rest[1:], limit).decode("latin-1")
    packed, _method, rest = rest[:1], rest[1:2], rest[2:]
    _language, _, rest = rest.partition(b"\0")
    _translated, _, rest = rest.partition(b"\0")
    return (_unpacked(rest, limit) if packed == b"\1" else rest).decode("utf-8")


def _unpacked(data: bytes, limit: int) -> bytes:
    """At most `limit` bytes: a packed text can be a thousand times as long as it looks."""
    unpacking = zlib.decompressobj()
    try:
        found = unpacking.decompress(data, limit + 1)
    except zlib.error as error:
        raise ValueError("its text cannot be unpacked") from error
    if len(found) > limit:
        raise OverflowError(len(found))
    return found
