"""What a step did to a piece of text, in a word."""

from __future__ import annotations

import unicodedata

from workbench.text.spelling import SPACE


def change(before: str, after: str) -> str:
    """One of CHANGES for a step that made `after` out of `before`."""
    if before == after:
        return ""
    if not before or not after:
        return "added" if after else "dropped"
    if after == before.replace(" ", SPACE):
        return "space"
    if after == before.lower():
        return "lower"
    if unicodedata.normalize("NFC", before) == unicodedata.normalize("NFC", after):
        return "composed" if len(after) < len(before) else "decomposed"
    if unicodedata.normalize("NFKC", before) == unicodedata.normalize("NFKC", after):
        return "compatible"
    return "accents" if after in (_plain(before), _plain(before).lower()) else "replaced"


def change_of_word(piece: str, text: str) -> str:
    """The same for a word: whether it was given a ▁ that stands for no space, or one that does."""
    if not piece.startswith(SPACE) or text.startswith(SPACE):
        return ""
    return "space" if text.startswith(" ") else "added"


def _plain(text: str) -> str:
    return "".join(one for one in unicodedata.normalize("NFD", text) if unicodedata.category(one) != "Mn")
