"""Where a word stands in a text.

The idea that is not obvious: Korean and other scripts write particles onto a word without a space (배를, 배가), so behind a word
that ends in such a script anything may follow; an English word ends where its letters end.
"""

from __future__ import annotations

import re

_UNSPACED = "\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\ua960-\ua97f\uac00-\ud7ff"
"""Hangul, kana and CJK ideographs."""
_JOINED_AHEAD = "\u3040-\u30ff\u3400-\u9fff"
"""Of these, those without spaces ahead of a word either."""


def forms_of(word: str) -> tuple[str, ...]:
    """The forms of a word as one types them, with commas between them."""
    return tuple(dict.fromkeys(form.strip() for form in word.split(",") if form.strip()))


def find_word(text: str, word: str) -> tuple[tuple[int, int], ...]:
    """The bytes [start, end) of each occurrence of a word in the UTF-8 of a text, in either case; where forms overlap, the longest."""
    forms = sorted(forms_of(word), key=len, reverse=True)
    if not forms:
        return ()
    found = re.finditer("|".join(_pattern(form) for form in forms), text, re.IGNORECASE)
    return tuple((_bytes(text[: one.start()]), _bytes(text[: one.end()])) for one in found)


def _pattern(form: str) -> str:
    ahead = "" if re.match(f"[{_JOINED_AHEAD}]", form) else r"(?<![^\W_])"
    behind = "" if re.search(f"[{_UNSPACED}]$", form) else r"(?![^\W_])"
    return ahead + re.escape(form) + behind


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
