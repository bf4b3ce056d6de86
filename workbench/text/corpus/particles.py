"""Korean particles that fit: which form follows is decided by the last syllable's final consonant.

A Hangul syllable is 0xAC00 + (initial · 21 + vowel) · 28 + final, so its final consonant is a remainder by 28 (Unicode 3.12).
"""

from __future__ import annotations

FIRST, LAST, FINALS, RIEUL = 0xAC00, 0xD7A3, 28, 8

PAIRS: dict[str, tuple[str, str]] = {
    "object": ("을", "를"), "subject": ("이", "가"), "topic": ("은", "는"), "with": ("과", "와"), "copula": ("이다", "다"),
    "copula_polite": ("이에요", "예요"),
}  # fmt: skip
"""What follows a final consonant, and what follows a vowel."""


def final_of(word: str) -> int:
    """The final consonant of a word's last syllable by its place in Unicode's order; 0: none. Raises ValueError for other scripts."""
    code = ord(word[-1])
    if not FIRST <= code <= LAST:
        raise ValueError(f"{word!r} does not end in a Hangul syllable")
    return (code - FIRST) % FINALS


def particle(word: str, kind: str) -> str:
    """The form of a particle that follows `word`: kinds are those of PAIRS, and `by` for 으로 and 로."""
    final = final_of(word)
    if kind == "by":
        return "로" if final in (0, RIEUL) else "으로"
    return PAIRS[kind][0 if final else 1]
