"""What the full-text search sees of a text: terms, separated by spaces.

The idea that is not obvious: scripts written without spaces between words (and Korean, whose particles cling to their
nouns) are indexed by overlapping pairs of characters, so that any two syllables are found, wherever they stand. The last
character of a stretch is also a term of its own, which lets one syllable be found as the beginning of a term.
"""

from __future__ import annotations

import re
import unicodedata

MAX_INDEXED_CHARACTERS = 200_000  # of one text; the rest is kept but not searched

_PAIRED = "\u1100-\u11ff\u3040-\u30ff\u3130-\u318f\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\uf900-\ufaff"
_TERM = re.compile(rf"[{_PAIRED}]+|[^\W_{_PAIRED}]+|[^\x00-\x7f\s\w\ud800-\udfff{_PAIRED}]")
_IS_PAIRED = re.compile(f"[{_PAIRED}]")


def terms(text: str) -> str:
    """The terms of a text in order: words in lower case, pairs of syllables, single symbols such as emoji."""
    return " ".join(_terms(text[:MAX_INDEXED_CHARACTERS]))


def match(query: str) -> tuple[str, ...]:
    """FTS5 expressions, one for each part of the query between spaces; a run has to match them all.

    A part is a phrase whose last term may be the beginning of a longer one. Parts without letters say nothing.
    """
    phrases = []
    for part in query.split():
        found = _terms(part)
        if len(found) > 1 and _IS_PAIRED.match(found[-1]) and len(found[-1]) == 1 and _IS_PAIRED.match(found[-2]):
            found.pop()  # the pair before it says it already
        if found:
            phrases.append('"' + " ".join(found) + '" *')
    return tuple(phrases)


def _terms(text: str) -> list[str]:
    found: list[str] = []
    # NFC joins decomposed syllables; folding the case may decompose again, so it is applied in between.
    for stretch in _TERM.findall(unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())):
        if _IS_PAIRED.match(stretch):
            found.extend(stretch[i : i + 2] for i in range(len(stretch)))
        else:
            found.append(stretch)
    return found
