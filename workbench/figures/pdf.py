"""The text of a PDF: in the XMP packet, which stands in the file as it is, so that programs find it without knowing PDF.

Only the beginning and the end of a file are looked at: a packet is written among the first objects, or appended.
"""

from __future__ import annotations

import os
from typing import IO

from workbench.figures import markup

REACH = 3 << 20
MOST_PACKETS = 16
_BEGIN, _END = b"<x:xmpmeta", b"</x:xmpmeta>"


def text_of(file: IO[bytes], *, limit: int) -> str | None:
    """The text, None without one. Raises ValueError for a damaged packet, OverflowError beyond `limit` bytes."""
    size_bytes = file.seek(0, os.SEEK_END)
    for begin in sorted({0, max(0, size_bytes - REACH)}):
        file.seek(begin)
        found = _in(file.read(REACH), limit)
        if found is not None:
            return found
    return None


def _in(content: bytes, limit: int) -> str | None:
    at = 0
    for _ in range(MOST_PACKETS):
        begin = content.find(_BEGIN, at)
        end = content.find(_END, begin)
        if begin < 0 or end < 0:
            return None
        at = end + len(_END)
        packet = content[begin:at]
        if markup.NAMESPACE.encode() in packet:
            return markup.text_of([packet], limit=limit)
    return None
