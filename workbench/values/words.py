"""Which tokens make one word.

A word is a run of letters and digits with the marks and the apostrophes inside it, whatever script; every sign, every ideograph and
every special token stands alone. Spaces belong to what follows them, as most tokenizers have it. The idea that is not obvious: this is a
rule about the text, not about a tokenizer, so that words of different models can be compared.
"""

from __future__ import annotations

import unicodedata

import numpy as np

from workbench.values.text import Encoding

APOSTROPHES = "'’"
LINK = "\u200d"
JOINERS = f"_\u200c{LINK}"
_IDEOGRAPHS = ((0x3040, 0x30FF), (0x3400, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF))
ORDINARY, UNKNOWN = 0, 2


def word_starts(encoding: Encoding) -> np.ndarray:
    """The first token of each word, int32 [words], rising from 0."""
    text, data = encoding.text, encoding.text.encode("utf-8", "surrogatepass")
    starts = [at for at in range(len(encoding.ids)) if not _continues(encoding, at, text, data)]
    return np.array(starts, np.int32)


def merged(encoding: Encoding) -> Encoding:
    """The same text with a word in the place of each token; its id is that of the word's first token."""
    starts = word_starts(encoding)
    ends = np.append(starts[1:], len(encoding.ids)).astype(np.int32)
    return Encoding(
        encoding.ids[starts],
        tuple("".join(encoding.tokens[first:end]) for first, end in zip(starts.tolist(), ends.tolist(), strict=True)),
        np.stack([encoding.byte_spans[starts, 0], encoding.byte_spans[ends - 1, 1]], axis=-1),
        np.stack([encoding.char_spans[starts, 0], encoding.char_spans[ends - 1, 1]], axis=-1),
        encoding.kinds[starts],
        text=encoding.text,
    )


def _continues(encoding: Encoding, at: int, text: str, data: bytes) -> bool:
    """Whether a token goes on with the word of the one before it."""
    if at == 0 or encoding.kinds[at] not in (ORDINARY, UNKNOWN) or encoding.kinds[at - 1] not in (ORDINARY, UNKNOWN):
        return False
    start, end = (int(place) for place in encoding.byte_spans[at])
    if start == end or start != int(encoding.byte_spans[at - 1, 1]):
        return False
    if data[start] & 0xC0 == 0x80:
        return True  # within a character
    before = data[int(encoding.byte_spans[at - 1, 0]) : start]
    return (not before.strip(b" ") and data[start : start + 1] != b" ") or _joined(text, int(encoding.char_spans[at, 0]))


def _joined(text: str, at: int) -> bool:
    """Whether the characters before and at a place belong to one word."""
    before, here = text[at - 1], text[at]
    if here in APOSTROPHES:
        return _is_letter(before) and at + 1 < len(text) and _is_letter(text[at + 1])
    if before in APOSTROPHES:
        return at >= 2 and _is_letter(text[at - 2]) and _is_letter(here)
    return _is_inner(here) or before == LINK or (_is_letter(before) and _is_letter(here))


def _is_inner(character: str) -> bool:
    """Whether a character never begins a word by itself: a mark, or a joiner."""
    return character in JOINERS or unicodedata.category(character).startswith("M")


def _is_letter(character: str) -> bool:
    """Letters, digits, marks and joiners; no ideographs, for those stand alone."""
    code = ord(character)
    return (character.isalnum() or _is_inner(character)) and not any(low <= code <= high for low, high in _IDEOGRAPHS)
