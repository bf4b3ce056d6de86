"""Making every character seeable: whitespace as signs, invisible characters by name, bytes as hex.

Owns the one table of names. The idea that is not obvious: a shown text is a list of runs, because a drawn space (`·`) must be
distinguishable from a real middle dot: what stands for something else is painted as a mark, what is itself as text.
Bidirectional controls are always named, never drawn, so no text can reorder what surrounds it.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import NamedTuple


class Run(NamedTuple):
    """A piece of a shown text. `mark`: it stands for something that cannot be seen."""

    text: str
    mark: bool


SIGNS = {" ": "·", "\n": "⏎", "\t": "⇥"}
SHORT_NAMES = {
    0x00: "NUL", 0x07: "BEL", 0x08: "BS", 0x0B: "VT", 0x0C: "FF", 0x0D: "CR", 0x1B: "ESC", 0x7F: "DEL", 0x85: "NEL",
    0xA0: "NBSP", 0xAD: "SHY", 0x34F: "CGJ", 0x61C: "ALM", 0x115F: "HCF", 0x1160: "HJF", 0x180E: "MVS", 0x2002: "ENSP", 0x2003: "EMSP",
    0x2009: "THSP", 0x200A: "HSP", 0x200B: "ZWSP", 0x200C: "ZWNJ", 0x200D: "ZWJ", 0x200E: "LRM", 0x200F: "RLM", 0x2028: "LS",
    0x2029: "PS", 0x202A: "LRE", 0x202B: "RLE", 0x202C: "PDF", 0x202D: "LRO", 0x202E: "RLO", 0x202F: "NNBSP", 0x2060: "WJ",
    0x2066: "LRI", 0x2067: "RLI", 0x2068: "FSI", 0x2069: "PDI", 0x3000: "IDSP", 0x3164: "HF", 0xFE0E: "VS15", 0xFE0F: "VS16",
    0xFEFF: "BOM", 0xFFA0: "HHF",
}  # fmt: skip
FILLERS = "\u115f\u1160\u3164\uffa0"

# What deserves to be named to the person: characters that look like nothing or like a plain space.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\xa0\xad\u034f\u061c\u115f\u1160\u1680\u180b-\u180f\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\u3164"
    "\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb\U000e0000-\U000e0fff]"
)


@lru_cache(maxsize=65536)
def runs(text: str) -> tuple[Run, ...]:
    """The shown form of a text, in order."""
    made: list[Run] = []
    for character in text:
        run = _shown(character, first=not made)
        if made and made[-1].mark == run.mark:
            made[-1] = Run(made[-1].text + run.text, run.mark)
        else:
            made.append(run)
    return tuple(made)


def visible(text: str) -> str:
    """The shown form of a text as one plain string."""
    return "".join(run.text for run in runs(text))


_SPELLED_BYTES = re.compile("⟨[0-9A-F]{2}(?: [0-9A-F]{2})*⟩")


def visible_token(shown: str) -> str:
    """As `visible`, for a token that was already made showable: its bytes in ⟨EC 9D⟩ stay as they are."""
    made, place = [], 0
    for found in _SPELLED_BYTES.finditer(shown):
        made += [visible(shown[place : found.start()]), found.group()]
        place = found.end()
    return "".join(made) + visible(shown[place:])


def hex_bytes(data: bytes) -> str:
    """`EC 9D`."""
    return data.hex(" ").upper()


def name(character: str) -> str:
    """`ZERO WIDTH SPACE (U+200B)`."""
    spelled = unicodedata.name(character, SHORT_NAMES.get(ord(character), ""))
    return f"{spelled} (U+{ord(character):04X})" if spelled else f"U+{ord(character):04X}"


def unseen(text: str) -> Counter[str]:
    """The characters of a text that cannot be seen, with their counts (spaces, tabs and line feeds are not among them)."""
    return Counter(_UNSEEN.findall(text))


def _shown(character: str, *, first: bool) -> Run:
    if " " < character < "\x7f" or "가" <= character <= "힣":
        return Run(character, False)
    if character in SIGNS:
        return Run(SIGNS[character], True)
    category = unicodedata.category(character)
    if category[0] in "CZ" or character in FILLERS or character == "\ufffd" or ord(character) in SHORT_NAMES:
        return Run(f"⟨{SHORT_NAMES.get(ord(character), f'U+{ord(character):04X}')}⟩", True)
    if category[0] == "M" and first:
        return Run("◌" + character, False)  # a combining sign alone needs something to sit on
    return Run(character, False)
