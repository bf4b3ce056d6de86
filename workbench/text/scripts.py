"""Which script a character belongs to, and what the characters of each script cost in tokens.

The idea that is not obvious: spaces cost nothing of their own. Many vocabularies put the space into the token of the word behind
it; a share for the space would make words look cheaper. Only a token that is nothing but space is counted as space.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

import numpy as np

from workbench.text.spans import starts_of_characters
from workbench.values import SCRIPTS, Script, ScriptCost

_NUMBER: dict[Script, int] = {script: number for number, script in enumerate(SCRIPTS)}
SPACE = _NUMBER["space"]
_FOLLOWS = 255
"""Of characters that only change the one before them."""


def scripts_of(text: str) -> np.ndarray:
    """uint8 [characters]: each one's place in SCRIPTS; marks and joiners go with the character before them."""
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    known, which = np.unique(points, return_inverse=True)
    found = np.array([_class_of(chr(point)) for point in known.tolist()], np.uint8)[which]
    if not len(found):
        return found
    base = np.maximum.accumulate(np.where(found == _FOLLOWS, 0, np.arange(len(found))))
    found = found[base]
    found[found == _FOLLOWS] = _NUMBER["other"]
    return found


def follows(text: str) -> np.ndarray:
    """bool [characters]: whether each one belongs to what the character before it begins, as marks and later parts of a Hangul
    syllable do."""
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    known, which = np.unique(points, return_inverse=True)
    return np.array([_is_part(chr(point)) for point in known.tolist()], bool)[which]


def costs(text: str, spans: np.ndarray) -> tuple[ScriptCost, ...]:
    """What each script costs. `spans`: int64 [n, 2] into the text's bytes, of its tokens."""
    scripts = scripts_of(text)
    widths = np.diff(starts_of_characters(text))
    of_byte = np.repeat(scripts, widths)
    begins = np.append(True, scripts[1:] != scripts[:-1]) if len(scripts) else np.zeros(0, bool)
    tokens = _shares(of_byte, spans)
    syllables = _syllables(text)
    return tuple(
        ScriptCost(
            script,
            characters=int((scripts == number).sum()),
            syllables=syllables if script == "hangul" else 0,
            words=int((begins & (scripts == number)).sum()) if number != SPACE else 0,
            size_bytes=int((of_byte == number).sum()),
            tokens=float(tokens[number]),
        )
        for number, script in enumerate(SCRIPTS)
    )


def added(parts: Iterable[tuple[ScriptCost, ...]]) -> tuple[ScriptCost, ...]:
    """The costs of several texts together."""
    found = {script: [0, 0, 0, 0, 0.0] for script in SCRIPTS}
    for part in parts:
        for one in part:
            sums = found[one.script]
            for at, amount in enumerate((one.characters, one.syllables, one.words, one.size_bytes, one.tokens)):
                sums[at] += amount
    return tuple(ScriptCost(script, int(a), int(b), int(c), int(d), float(e)) for script, (a, b, c, d, e) in found.items())


def _shares(of_byte: np.ndarray, spans: np.ndarray) -> np.ndarray:
    """float64 [scripts]: the tokens, each shared out over its bytes that are no spaces; over all, if it has no others. One that
    stands for no byte of its own goes with the byte before it."""
    found = np.zeros(len(SCRIPTS))
    if not len(of_byte) or not len(spans):
        return found
    empty = spans[:, 1] == spans[:, 0]
    first = np.maximum(spans[:, 0] - empty, 0)
    last = np.maximum(spans[:, 1], first + 1)
    solid = np.append(0, np.cumsum(of_byte != SPACE))
    n_solid = solid[last] - solid[first]
    weight = 1 / np.maximum(n_solid, 1)
    for number in range(len(SCRIPTS)):
        if number == SPACE:
            found[number] = (n_solid == 0).sum()
        else:
            upto = np.append(0, np.cumsum(of_byte == number))
            found[number] = ((upto[last] - upto[first]) * weight).sum()
    return found


def _syllables(text: str) -> int:
    points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
    whole = (points >= 0xAC00) & (points <= 0xD7A3)
    first = (points >= 0x1100) & (points <= 0x115F)
    middle = (points >= 0x1160) & (points <= 0x11A7)
    return int(whole.sum() + (first[:-1] & middle[1:]).sum())


def _class_of(character: str) -> int:
    if character.isspace():
        return SPACE
    category = unicodedata.category(character)
    if category[0] == "M" or category == "Cf" or (category == "Sk" and ord(character) > 0xFFFF):
        return _FOLLOWS
    if category == "Nd":
        return _NUMBER["digit"]
    if category[0] == "P" or category in ("Sm", "Sc", "Sk"):
        return _NUMBER["symbol"]
    name = unicodedata.name(character, "")
    if "HANGUL" in name:
        return _NUMBER["hangul"]
    return _NUMBER["latin"] if category[0] == "L" and "LATIN" in name else _NUMBER["other"]


def _is_part(character: str) -> bool:
    return unicodedata.category(character)[0] == "M" or 0x1160 <= ord(character) <= 0x11FF or 0xD7B0 <= ord(character) <= 0xD7FB
