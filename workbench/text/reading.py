"""The library's own reading of a text: its ids, and where they are asked for, its offsets.

Owns the border to a library that reports some faults by what is no Exception. The idea that is not obvious: a long text is read
in stretches, cut where no rule looks across; that is nearly twice as fast as one call.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from re import Pattern

import numpy as np
import tokenizers

from workbench.errors import WorkbenchError

LONG_CHARACTERS = 1 << 16


@dataclass(frozen=True, slots=True)
class Reading:
    """What the library made of a text. `whole`: its encoding with offsets, unless the text was read in stretches."""

    text: str
    ids: list[int]
    whole: tokenizers.Encoding | None


class Reader:
    """Reads texts; keeps the last reading, for several questions are asked of one text. `cut`: as Tokenizer has it."""

    def __init__(self, inner: tokenizers.Tokenizer, *, name: str, cut: Pattern[str] | None) -> None:
        self._inner, self._name, self._cut = inner, name, cut
        self._last: Reading | None = None

    def read(self, text: str) -> Reading:
        """The ids of a text. Raises WorkbenchError('tokenizer-failed')."""
        if self._last is None or self._last.text != text:
            with panics_named(self._name, "tokenizer-failed"):
                self._last = self._in_stretches(text, self._cut) if self._cut and len(text) > LONG_CHARACTERS else self._at_once(text)
        return self._last

    def offsets(self, text: str) -> np.ndarray:
        """int64 [n, 2]: each token's offsets in characters of `text`. Raises WorkbenchError('tokenizer-failed')."""
        reading = self.read(text)
        if reading.whole is None:
            with panics_named(self._name, "tokenizer-failed"):
                reading = self._last = self._at_once(text)
        return np.array(reading.whole.offsets if reading.whole else [], np.int64).reshape(-1, 2)

    def _at_once(self, text: str) -> Reading:
        found = self._inner.encode(text, add_special_tokens=False)
        return Reading(text, found.ids, found)

    def _in_stretches(self, text: str, cut: Pattern[str]) -> Reading:
        stretches = []
        at = 0
        while at < len(text):
            match = cut.search(text, at + LONG_CHARACTERS)
            stretches.append(text[at : match.end() if match else len(text)])
            at += len(stretches[-1])
        found = self._inner.encode_batch_fast(stretches, add_special_tokens=False)
        return Reading(text, [one for part in found for one in part.ids], None)


@contextmanager
def panics_named(name: str, code: str) -> Iterator[None]:
    """Name what the library raises. It reports some faults as PanicException, which is no Exception."""
    try:
        yield
    except (WorkbenchError, KeyboardInterrupt, SystemExit, GeneratorExit, OSError, MemoryError):
        raise
    except BaseException as error:
        raise WorkbenchError(code, model=name, reason=str(error)[:200]) from error
