"""What kind of token each of many is, by how it is shown. One pattern, since a vocabulary has fifty thousand."""

from __future__ import annotations

import re
from collections.abc import Sequence

import numpy as np

KINDS = ("latin word", "latin piece", "hangul", "other script", "digits", "signs", "space", "bytes", "special")
_MARK = "[ ▁Ġ·␣]"
_PATTERN = re.compile(
    rf"(?P<special><[^<>]+>|\[[A-Z]+\])|(?P<bytes>⟨.*⟩)|(?P<space>\s+|{_MARK}+)|(?P<latinword>{_MARK}[A-Za-zÀ-ɏ]+)|"
    rf"(?P<latinpiece>(?:##)?[A-Za-zÀ-ɏ]+)|(?P<hangul>{_MARK}?(?:##)?[가-힣ᄀ-ᇿㄱ-ㆎ]+)|(?P<digits>{_MARK}?(?:##)?[0-9]+)|"
    rf"(?P<otherscript>{_MARK}?(?:##)?[^\W\d_]+)|(?P<signs>.+)",
    re.DOTALL,
)
_NUMBER = {kind.replace(" ", ""): number for number, kind in enumerate(KINDS)}


def kinds_of(labels: Sequence[str]) -> np.ndarray:
    """For each label an index of KINDS: intp [n]; signs for what is nothing else, mixtures among them."""
    found = np.full(len(labels), _NUMBER["signs"], np.intp)
    for number, label in enumerate(labels):
        match = _PATTERN.fullmatch(label)
        if match is not None and match.lastgroup is not None:
            found[number] = _NUMBER[match.lastgroup]
    return found
