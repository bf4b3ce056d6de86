"""A text beside what a normalizer makes of it, step by step: which piece of the one became which piece of the other.

The idea that is not obvious: all texts of a chain are cut into the same number of blocks, the smallest ones that no step works
across; a block of the given text may be empty (something was put in) and so may one of a later text (something was dropped).
"""

from __future__ import annotations

import itertools
import unicodedata
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from tokenizers import PreTokenizedString, Regex
from tokenizers.normalizers import Normalizer

from workbench.text.spelling import SPACE

_EACH = Regex(r"[\s\S]")
_REACH = 8
"""So many characters behind one that a composition may have taken up."""


class Cut(NamedTuple):
    """An added token in the given text, from character `first` to `last`: no normalizer touches it."""

    first: int
    last: int


class Chain(NamedTuple):
    """m blocks: `given[i]` became `texts[0][i]`, that became `texts[1][i]`, and so on."""

    given: tuple[str, ...]
    texts: tuple[tuple[str, ...], ...]


_Mapped = list[tuple[str, int, int]]
"""A later text: each of its characters with the characters [first, last) of the given text that it came from."""


def chain(text: str, steps: Sequence[tuple[Normalizer | None, Sequence[Cut]]]) -> Chain:
    """Align `text` with what each of `steps` makes of it: a normalizer (None: nothing) that works between the cuts."""
    mapped = [_composed(text, list(_mapped(text, normalizer, cuts))) for normalizer, cuts in steps]
    inside = {at for one in mapped for _, first, last in one for at in range(first + 1, last)}
    edges = [at for at in range(len(text) + 1) if at not in inside]
    given = [text[first:last] for first, last in itertools.pairwise(edges)]
    number = {at: block for block, edge in enumerate(edges[:-1]) for at in range(edge, edges[block + 1])}
    rows = []
    for one in mapped:
        row = [""] * len(given)
        for character, first, _ in one:
            row[number.get(min(first, len(text) - 1), -1)] += character
        rows.append(row)
    blocks = [part for block in zip(given, *rows, strict=True) for part in _split(block)]
    made = [tuple(column) for column in zip(*blocks, strict=True)] if blocks else [()] * (len(steps) + 1)
    return Chain(made[0], tuple(made[1:]))


def _mapped(text: str, normalizer: Normalizer | None, cuts: Sequence[Cut]) -> Iterator[tuple[str, int, int]]:
    at = 0
    for first, last in (*cuts, Cut(len(text), len(text))):
        if normalizer is None:
            yield from ((text[place], place, place + 1) for place in range(at, first))
        elif at < first:
            between = PreTokenizedString(text[at:first])
            between.normalize(normalizer.normalize)
            between.split(lambda _, piece: piece.split(_EACH, "isolated"))
            for character, (begin, end), _tokens in between.get_splits(offset_referential="original", offset_type="char"):
                yield character, at + begin, at + end
        for place in range(max(first, at), last):
            yield text[place], place, place + 1
        at = max(at, last)


def _composed(text: str, mapped: _Mapped) -> _Mapped:
    """Where characters were composed the library traces only the first of them: let what was taken up belong to it as well."""
    found: _Mapped = []
    at = 0
    while at < len(mapped):
        character, first, last = mapped[at]
        until, n_taken = _taken_up(text, mapped, at)
        if until > last:
            found += [(one, first, until) for one, _, _ in mapped[at : at + n_taken]]
            at += n_taken
        else:
            found.append((character, first, last))
            at += 1
    return found


def _taken_up(text: str, mapped: _Mapped, at: int) -> tuple[int, int]:
    """Where what the character number `at` came from really ends, and how many characters came from it together."""
    _, first, last = mapped[at]
    following = mapped[at + 1][1] if at + 1 < len(mapped) else len(text)
    if following <= last:
        return last, 1
    made = ""
    for n_taken, (character, begin, _) in enumerate(mapped[at : at + _REACH], 1):
        made += character
        until = mapped[at + n_taken][1] if at + n_taken < len(mapped) else len(text)
        if begin < first or until - first > _REACH:
            break
        if unicodedata.normalize("NFC", text[first:until]) == unicodedata.normalize("NFC", made):
            return until, n_taken
    return last, 1


def _split(block: tuple[str, ...]) -> Iterator[tuple[str, ...]]:
    """Set apart what was put before or behind a text that is otherwise as given, or a ▁ put before it."""
    given, *made = block
    if given and any(one != given for one in made):
        if all(given in one for one in made):
            places = [one.index(given) for one in made]
            parts = (
                ("", *(one[:place] for one, place in zip(made, places, strict=True))),
                (given,) * len(block),
                ("", *(one[place + len(given) :] for one, place in zip(made, places, strict=True))),
            )
            yield from (part for part in parts if any(part))
            return
        if len(given) == 1 and given not in (" ", SPACE) and any(len(one) > 1 and one[0] == SPACE for one in made):
            leads = [SPACE if len(one) > 1 and one[0] == SPACE else "" for one in made]
            yield ("", *leads)
            yield (given, *(one.removeprefix(lead) for one, lead in zip(made, leads, strict=True)))
            return
    yield block
