"""An Encoding prepared for showing: what each chip says and which chips together make one character.

The idea that is not obvious: everything that layout needs (chip widths in character cells, groups) is computed for all tokens at
once with NumPy; the words on a chip are made only when it is painted. So 100,000 characters are ready in tens of milliseconds.

n: number of tokens. A *group* is a run of neighbouring tokens whose inner boundaries cut characters.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

import numpy as np

from workbench.gui.widgets.visible import Run, hex_bytes, runs, visible
from workbench.values import Encoding

ORDINARY, SPECIAL, UNKNOWN, VIRTUAL = 0, 1, 2, 3


class TokenText:
    """The chips of one encoding. All arrays have length n unless stated.

    starts, ends  int64, byte spans
    kinds         uint8, as in Encoding
    cut_after     bool: the boundary behind this token lies inside a character
    group_first   int64: index of the first token of this token's group (itself, if it is whole)
    captioned     bool: the token belongs to a group whose whole text is shown under a bracket
    """

    def __init__(self, encoding: Encoding) -> None:
        self.encoding = encoding
        self.data = encoding.text.encode("utf-8", "surrogatepass")
        spans = np.asarray(encoding.byte_spans, dtype=np.int64).reshape(-1, 2)
        self.starts, self.ends = spans[:, 0], spans[:, 1]
        self.kinds = np.asarray(encoding.kinds, dtype=np.uint8)
        raw = np.frombuffer(self.data, dtype=np.uint8)
        self._is_lead = np.append((raw & 0xC0) != 0x80, True)
        self._filled = self.ends > self.starts
        cut = self._filled & ~self._is_lead[self.ends]
        cut[-1:] = False
        self.cut_after = cut
        self._cut_before = self._filled & ~self._is_lead[self.starts]
        order = np.arange(len(self), dtype=np.int64)
        follows = np.append(False, cut[:-1])[: len(self)]
        self.group_first = np.maximum.accumulate(np.where(follows, 0, order)) if len(self) else order
        self.captioned = self._filled & (cut | self._cut_before | (self.kinds == UNKNOWN))

    def __len__(self) -> int:
        return len(self.starts)

    @cached_property
    def breaks_line(self) -> np.ndarray:
        """bool [n]: the token holds a line feed, so the next one starts a new line."""
        feeds = np.cumsum(np.append(0, np.frombuffer(self.data, dtype=np.uint8) == 0x0A))
        return feeds[self.ends] > feeds[self.starts]

    @cached_property
    def cut_characters(self) -> np.ndarray:
        """int64: where the characters begin that token boundaries cut, each once."""
        leads = np.flatnonzero(self._is_lead[:-1])
        return np.unique(leads[np.searchsorted(leads, self.ends[self.cut_after], side="right") - 1])

    def widths(self, cell: float, measure: Callable[[str], float]) -> np.ndarray:
        """float64 [n]: the width of each chip's words, for a font whose ASCII characters are all `cell` wide."""
        counts = np.zeros(len(self))
        size = (self.ends - self.starts).astype(np.float64)
        plain, in_pieces = self._plain, self._in_pieces
        counts[plain] = size[plain]
        counts[in_pieces] = 3 * size[in_pieces] - 1
        found = counts * cell
        known: dict[bytes | str, float] = {}
        for index in np.flatnonzero(~(plain | in_pieces)).tolist():
            key: bytes | str = self.encoding.tokens[index] if self._is_spelled(index) else self.bytes_of(index)
            width = known.get(key)
            if width is None:
                width = known[key] = sum(measure(run.text) for run in self.label(index))
            found[index] = width
        return found

    @cached_property
    def _plain(self) -> np.ndarray:
        raw = np.frombuffer(self.data, dtype=np.uint8)
        odd = np.cumsum(np.append(0, (raw < 0x20) | (raw > 0x7E)))
        return self._filled & (self.kinds == ORDINARY) & (odd[self.ends] == odd[self.starts])

    @cached_property
    def _in_pieces(self) -> np.ndarray:
        """Tokens that hold not one whole character."""
        leads = np.cumsum(np.append(0, self._is_lead[:-1]))
        inside = leads[self.ends] - leads[self.starts]
        whole = inside - (self._filled & ~self._is_lead[self.ends] & (inside > 0))
        return self._filled & (self.kinds == ORDINARY) & (whole == 0)

    def _is_spelled(self, index: int) -> bool:
        return bool(self.kinds[index] != ORDINARY or not self._filled[index])

    def bytes_of(self, index: int) -> bytes:
        """The bytes of the text that the token covers."""
        return self.data[self.starts[index] : self.ends[index]]

    def label(self, index: int) -> tuple[Run, ...]:
        """What the chip says: the text with visible whitespace, bytes of cut characters as hex, names of special tokens."""
        if self._is_spelled(index):
            return runs(self.encoding.tokens[index])
        data = self.bytes_of(index)
        if self._in_pieces[index]:
            return (Run(hex_bytes(data), False),)
        if not (self._cut_before[index] or not self._is_lead[self.ends[index]]):
            return runs(data.decode("utf-8", "surrogatepass"))
        leads = [place for place, byte in enumerate(data) if byte & 0xC0 != 0x80]
        stop = len(data) if self._is_lead[self.ends[index]] else leads[-1]
        head, whole, rest = data[: leads[0]], data[leads[0] : stop], data[stop:]
        made = [Run(f"⟨{hex_bytes(head)}⟩", True)] if head else []
        made.extend(runs(whole.decode("utf-8", "surrogatepass")))
        return (*made, Run(f"⟨{hex_bytes(rest)}⟩", True)) if rest else tuple(made)

    def words(self, index: int) -> str:
        """The label as one string."""
        return "".join(run.text for run in self.label(index))

    def is_bytes(self, index: int) -> bool:
        """Whether the chip says nothing but bytes."""
        return bool(self._in_pieces[index])

    def group(self, index: int) -> range:
        """The tokens that share cut characters with this one, itself included."""
        first = int(self.group_first[index])
        last = int(np.searchsorted(self.group_first, first, side="right"))
        return range(first, last)

    def caption(self, index: int) -> str:
        """The whole text of the token's group, in its visible form."""
        members = self.group(index)
        covered = self.data[self.starts[members[0]] : self.ends[members[-1]]]
        try:
            return visible(covered.decode("utf-8", "surrogatepass"))
        except UnicodeDecodeError:  # spans that do not partition the text: say the bytes rather than guess
            return hex_bytes(covered)

    def overlapping(self, start: int, end: int) -> range:
        """The tokens that share at least one byte with [start, end)."""
        if end <= start or not len(self):
            return range(0)
        touched = np.flatnonzero(self._filled & (self.starts < end) & (self.ends > start))
        return range(int(touched[0]), int(touched[-1]) + 1) if len(touched) else range(0)

    def span(self, tokens: range) -> tuple[int, int]:
        """The byte span that a run of tokens covers; an empty one stands where its first token stands."""
        if not tokens:
            return 0, 0
        inner = np.flatnonzero(self._filled[tokens.start : tokens.stop]) + tokens.start
        if not len(inner):
            place = int(self.starts[tokens[0]])
            return place, place
        return int(self.starts[inner[0]]), int(self.ends[inner[-1]])
