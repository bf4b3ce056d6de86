"""What the lines of a text file become in one tokenizer.

Lines are read some hundred at a time; what can be taken together for them all is. A line whose tokens are its own bytes comes back,
so only others are decoded.
"""

from __future__ import annotations

import heapq
import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import numpy as np

from workbench.errors import WorkbenchError
from workbench.text.placing import placed
from workbench.text.scripts import added, costs
from workbench.text.text_files import lines_of, size_of
from workbench.text.tokenizer import Tokenizer
from workbench.values import FileReport, FileReportRequest, LineReport, Progress, ScriptCost

BATCH_CHARACTERS = 1 << 16
SHOWN = 20
SHOWN_CHARACTERS = 2000
LEAST_CHARACTERS = 8
"""A shorter line is not among the costly ones: one rare character would be the costliest of all."""
INVISIBLE = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffb]"
)


def report(tokenizer: Tokenizer, request: FileReportRequest, *, name: str, stopped: Callable[[], bool]) -> Iterator[Progress | FileReport]:
    """Read the whole file. Raises WorkbenchError: cancelled, file-missing, file-unreadable, text-file-empty, text-file-encoding."""
    path = Path(request.path).expanduser()
    size_bytes = size_of(path)
    sums = _Sums(tokenizer)
    for batch, until in _batches(path):
        sums.add(batch)
        yield Progress("read", until, size_bytes, "bytes")
        if stopped():
            raise WorkbenchError("cancelled")
    yield sums.result(request, name, size_bytes)


def measure(tokenizer: Tokenizer, lines: Sequence[str]) -> tuple[int, tuple[ScriptCost, ...], int]:
    """Of some lines: their tokens, what each script costs, and how many don't come back."""
    sums = _Sums(tokenizer)
    sums.add(lines)
    return sums.tokens, sums.costs, sums.lossy


class _Sums:
    def __init__(self, tokenizer: Tokenizer) -> None:
        self._tokenizer = tokenizer
        self._number = self._empty = self._decomposed = self._invisible = self._unknown = 0
        self.tokens = self.lossy = 0
        self.costs: tuple[ScriptCost, ...] = added(())
        self._costly: list[tuple[float, int, LineReport]] = []
        self._lossy_lines: list[LineReport] = []

    def add(self, lines: Sequence[str]) -> None:
        all_ids = self._tokenizer.encode_many(lines)
        places: list[np.ndarray] = []
        base = 0
        for line, ids in zip(lines, all_ids, strict=True):
            self._number += 1
            if not line:
                self._empty += 1
                continue
            raw_size, spans, lost = self._line(line, ids)
            self.tokens += len(ids)
            places.append(spans + base)
            base += raw_size
            self._note(line, len(ids), raw_size, lost)
        if places:
            self.costs = added((self.costs, costs("".join(lines), np.concatenate(places))))

    def _line(self, line: str, ids: list[int]) -> tuple[int, np.ndarray, str]:
        """The line's bytes, its tokens' spans, and what is lost of it."""
        tokenizer = self._tokenizer
        raw = line.encode("utf-8")
        pieces = [tokenizer.token_bytes(token) for token in ids]
        if b"".join(pieces) == raw and tokenizer.unk_id not in ids:
            ends = np.cumsum([len(piece) for piece in pieces], dtype=np.int64)
            return len(raw), np.stack([np.append(0, ends)[: len(ends)], ends], axis=1).astype(np.int64), ""
        if tokenizer.unk_id is not None:
            self._unknown += ids.count(tokenizer.unk_id)
        found = placed(tokenizer, line)
        return len(raw), found.spans[found.ids >= 0], tokenizer.lost(line)

    def _note(self, line: str, n_tokens: int, size_bytes: int, lost: str) -> None:
        self._decomposed += not unicodedata.is_normalized("NFC", line)
        self._invisible += INVISIBLE.search(line) is not None
        self.lossy += bool(lost)
        told = LineReport(self._number, line[:SHOWN_CHARACTERS], n_tokens, len(line), size_bytes, lost)
        if lost and len(self._lossy_lines) < SHOWN:
            self._lossy_lines.append(told)
        if len(line) >= LEAST_CHARACTERS:
            heapq.heappush(self._costly, (n_tokens / len(line), -self._number, told))
            if len(self._costly) > SHOWN:
                heapq.heappop(self._costly)

    def result(self, request: FileReportRequest, name: str, size_bytes: int) -> FileReport:
        return FileReport(
            request=request,
            name=name,
            size_bytes=size_bytes,
            lines=self._number,
            empty=self._empty,
            lossy=self.lossy,
            decomposed=self._decomposed,
            invisible=self._invisible,
            tokens=self.tokens,
            unknown=self._unknown,
            costs=self.costs,
            costly=tuple(told for *_, told in sorted(self._costly, reverse=True)),
            lossy_lines=tuple(self._lossy_lines),
        )


def _batches(path: Path) -> Iterator[tuple[list[str], int]]:
    lines: list[str] = []
    size = until = 0
    for line in lines_of(path):
        lines.append(line.text)
        size, until = size + len(line.text) + 1, line.until
        if size > BATCH_CHARACTERS:
            yield lines, until
            lines, size = [], 0
    if lines:
        yield lines, until
