"""Tokens into text as they come, never half a character.

The idea that is not obvious: text is held back only while its last bytes may still become a character; so the deltas
joined equal the decoding of all ids at once.
"""

from __future__ import annotations

import codecs
from collections.abc import Callable


class StreamDecoder:
    """`push` ids one by one; `flush` gives what is left, with U+FFFD for bytes that never became a character.

    `lead` is left out once, at the very beginning.
    """

    def __init__(self, token_bytes: Callable[[int], bytes], *, lead: bytes = b"") -> None:
        self._token_bytes = token_bytes
        self._lead = lead
        self._decoder = codecs.getincrementaldecoder("utf-8")("replace")

    def push(self, token: int) -> str:
        """The text that became complete with this token."""
        raw = self._token_bytes(token)
        if raw and self._lead:
            raw, self._lead = raw.removeprefix(self._lead), b""
        return self._decoder.decode(raw)

    def flush(self) -> str:
        """The rest."""
        return self._decoder.decode(b"", final=True)
