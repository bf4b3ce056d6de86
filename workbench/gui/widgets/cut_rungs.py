"""How a word is cut, laid out as a ladder: a rung for each step, every piece over the same columns.

Knows numbers and strings, no Qt. The idea that is not obvious: a boundary between two pieces dies at one step and never comes back, so
the pieces of any step of a merge are told by when each boundary dies, and no step has to be kept.

Shapes: c columns. A merge has a column for each piece it begins with, the others one for each character or byte.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator
from typing import Literal, NamedTuple, Protocol

import numpy as np

from workbench.gui.widgets.visible import hex_bytes, visible
from workbench.values import Attempt, Matching, Merging, Pair, Paths, Pieces, Segmentation

BoxKind = Literal["piece", "made", "missed", "unknown", "bare"]


class Box(NamedTuple):
    """A piece over the columns [first, last); `caption` stands under it, `spelled` is its entry in the vocabulary."""

    first: int
    last: int
    label: str
    kind: BoxKind = "piece"
    caption: str = ""
    spelled: str = ""
    id: int = -1


class Tick(NamedTuple):
    """A boundary that could go next: before `column`, with its rank."""

    column: int
    rank: int
    taken: bool


class Rung(NamedTuple):
    """What is painted of one step."""

    boxes: tuple[Box, ...]
    ticks: tuple[Tick, ...] = ()


class Rungs(Protocol):
    """A ladder: `n` rungs, `n_columns` columns, of which the narrowest is `narrowest` pixels wide. `grows`: rungs behind the present one
    are not shown; `has_captions`: something stands under boxes."""

    n: int
    n_columns: int
    narrowest: float
    grows: bool
    has_captions: bool

    def rung(self, number: int) -> Rung: ...

    def widest(self) -> Iterator[Box]:
        """Boxes that between them ask for all the room there has to be."""


class MergeRungs:
    """Byte-pair encoding: the rung of step k shows the word after k merges, and which pairs compete for the next; the last one its ids."""

    narrowest, grows = 38.0, True

    def __init__(self, merging: Merging) -> None:
        self.has_captions = bool(merging.merges)
        self.merging = merging
        begin = merging.begin
        self.n, self.n_columns = len(merging.merges) + 2, len(begin.ids)
        self._labels = _Labels(merging.text, begin)
        self._made: dict[tuple[int, int], Pair] = {}
        self.edges = np.full(self.n_columns + 1, self.n, np.int64)  # the step at which each boundary dies; the outer ones never do
        alive = list(range(self.n_columns + 1))
        for step, merge in enumerate(merging.merges, start=1):
            at = merge.taken.at
            self.edges[alive[at + 1]] = step
            self._made[alive[at], alive[at + 2]] = merge.taken
            del alive[at + 1]

    def alive(self, step: int) -> list[int]:
        """The boundaries that are there after so many merges, the outer ones included."""
        return np.flatnonzero(self.edges > step).tolist()

    def rung(self, number: int) -> Rung:
        last = number == self.n - 1
        step = min(number, self.n - 2)
        alive = self.alive(step)
        fresh = (0, 0)
        if 0 < number < self.n - 1:
            gone = int(np.flatnonzero(self.edges == step)[0])
            right = next(edge for edge in alive if edge > gone)
            fresh = (alive[alive.index(right) - 1], right)
        boxes = tuple(self._box(first, until, fresh, ended=last) for first, until in itertools.pairwise(alive))
        return Rung(boxes, () if last else tuple(self._ticks(step, alive)))

    def _box(self, first: int, last: int, fresh: tuple[int, int], *, ended: bool) -> Box:
        made = self._made.get((first, last))
        begin = self.merging.begin
        number, spelled = (made.id, made.spelled) if made else (int(begin.ids[first]), begin.spelled[first])
        unknown = made is None and bool(begin.unknown[first])
        if ended:
            return Box(first, last, str(number), "bare", spelled=spelled, id=number)
        kind: BoxKind = "unknown" if unknown else "made" if (first, last) == fresh else "piece"
        return Box(first, last, self._labels.of(first, last, spelled), kind, spelled=spelled, id=number)

    def _ticks(self, step: int, alive: list[int]) -> Iterator[Tick]:
        if step < len(self.merging.merges):
            merge = self.merging.merges[step]
            yield Tick(alive[merge.taken.at + 1], merge.taken.rank, True)
            for rival in merge.rivals:
                yield Tick(alive[rival.at + 1], rival.rank, False)

    def widest(self) -> Iterator[Box]:
        yield from (self._box(at, at + 1, (0, 0), ended=False) for at in range(self.n_columns))
        yield from (self._box(first, last, (0, 0), ended=False) for first, last in self._made)
        yield from self.rung(self.n - 1).boxes


class MatchRungs:
    """Longest match first: the word, then a rung for every look-up, and last the ids."""

    narrowest, grows, has_captions = 18.0, True, False

    def __init__(self, matching: Matching) -> None:
        self.matching = matching
        self._word = matching.request.word
        self.n, self.n_columns = len(matching.attempts) + 2, len(self._word)

    def rung(self, number: int) -> Rung:
        if number == 0:
            return Rung(tuple(Box(at, at + 1, visible(one), "bare") for at, one in enumerate(self._word)))
        if number == self.n - 1:
            return Rung(tuple(self._end()))
        return Rung((self._tried(self.matching.attempts[number - 1]),))

    def found(self, until: int) -> list[Attempt]:
        """What fitted among the first so many look-ups."""
        return [one for one in self.matching.attempts[:until] if one.id >= 0]

    def _tried(self, one: Attempt) -> Box:
        return Box(one.start, one.end, visible(one.spelled), "made" if one.id >= 0 else "missed", spelled=one.spelled, id=one.id)

    def _end(self) -> Iterator[Box]:
        end = self.matching.end
        if not self.matching.failure:
            for one in self.found(len(self.matching.attempts)):
                yield Box(one.start, one.end, str(one.id), "bare", spelled=one.spelled, id=one.id)
        elif len(end.ids):
            number = int(end.ids[0])
            yield Box(0, self.n_columns, f"{visible(end.spelled[0])} {number}", "unknown", spelled=end.spelled[0], id=number)

    def widest(self) -> Iterator[Box]:
        yield from self.rung(0).boxes
        yield from (self._tried(one) for one in self.matching.attempts)
        yield from self.rung(self.n - 1).boxes


class PathRungs:
    """Unigram: the word, the best path, its ids, then the runners-up; under every piece its log-probability."""

    narrowest, grows, has_captions = 18.0, False, True
    IDS = 2
    """The rung of the ids."""

    def __init__(self, paths: Paths) -> None:
        self.paths = paths
        self._raw = paths.text.encode("utf-8")
        self.n, self.n_columns = (len(paths.best) + 2 if paths.best else 1), max(len(self._raw), 1)

    def rung(self, number: int) -> Rung:
        if number == 0:
            return Rung(tuple(self._characters()))
        path = self.paths.best[self.path_of(number)]
        return Rung(tuple(self._boxes(path, ids=number == self.IDS)))

    def path_of(self, number: int) -> int:
        """Which of the paths a rung shows."""
        return 0 if number <= self.IDS else number - self.IDS

    def _characters(self) -> Iterator[Box]:
        at = 0
        for character in self.paths.text:
            size = len(character.encode("utf-8"))
            yield Box(at, at + size, visible(character), "bare")
            at += size

    def _boxes(self, path: Segmentation, *, ids: bool) -> Iterator[Box]:
        labels, pieces = _Labels(self.paths.text, path.pieces), path.pieces
        for at, (number, spelled, unknown) in enumerate(zip(pieces.ids.tolist(), pieces.spelled, pieces.unknown.tolist(), strict=True)):
            first, last = labels.edges[at], labels.edges[at + 1]
            if last == first:
                continue
            if ids:
                yield Box(first, last, str(number), "bare", spelled=spelled, id=number)
            else:
                kind: BoxKind = "unknown" if unknown else "piece"
                score = f"{path.scores[at]:.2f}".replace("-", "−")
                yield Box(first, last, labels.of(at, at + 1, spelled), kind, score, spelled, number)

    def widest(self) -> Iterator[Box]:
        for number in range(self.n):
            yield from self.rung(number).boxes


class _Labels:
    """What a person reads of pieces: their part of the text, or their spelling where it says more or there is no part."""

    def __init__(self, text: str, pieces: Pieces) -> None:
        self._raw = text.encode("utf-8")
        self._unknown = pieces.unknown
        self.edges: list[int] = [0, *np.cumsum(pieces.sizes).tolist()]

    def of(self, first: int, last: int, spelled: str) -> str:
        """The label of pieces [first, last) as one, that the vocabulary spells so."""
        data = self._raw[self.edges[first] : self.edges[last]]
        try:
            text = data.decode("utf-8")
        except UnicodeDecodeError:
            return hex_bytes(data)
        said = spelled if not text or text in spelled or self._unknown[first:last].any() else text
        return visible(said)


def rungs_of(found: Merging | Matching | Paths) -> MergeRungs | MatchRungs | PathRungs:
    """The ladder for an answer."""
    if isinstance(found, Merging):
        return MergeRungs(found)
    return MatchRungs(found) if isinstance(found, Matching) else PathRungs(found)
