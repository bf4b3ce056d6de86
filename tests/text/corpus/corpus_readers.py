"""Readers of what the generator writes, made without looking at how it writes: numbers from words, final consonants by decomposition."""

from __future__ import annotations

import unicodedata

SMALL = {
    "zero": 0, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10,
    "eleven": 11, "twelve": 12, "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17, "eighteen": 18,
    "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90,
}  # fmt: skip
HANGUL_DIGITS = {"일": 1, "이": 2, "삼": 3, "사": 4, "오": 5, "육": 6, "칠": 7, "팔": 8, "구": 9}
HANGUL_UNITS = {"십": 10, "백": 100, "천": 1000}
COUNTED = {
    "하나": 1, "한": 1, "둘": 2, "두": 2, "셋": 3, "세": 3, "넷": 4, "네": 4, "다섯": 5, "여섯": 6, "일곱": 7, "여덟": 8, "아홉": 9,
    "열": 10, "스물": 20, "스무": 20, "서른": 30, "마흔": 40, "쉰": 50, "예순": 60, "일흔": 70, "여든": 80, "아흔": 90,
}  # fmt: skip
RIEUL = "\u11af"


def final_consonant(word: str) -> str:
    """The trailing jamo of a word's last syllable, "" for a vowel: canonical decomposition knows it, no arithmetic needed."""
    jamo = unicodedata.normalize("NFD", word[-1])
    assert "\u1100" <= jamo[0] <= "\u1112", f"{word!r} ends in no Hangul syllable"
    return jamo[2:]


def from_english(words: str) -> int:
    """`three hundred and twelve` is 312."""
    total = group = 0
    for word in words.split():
        if word == "hundred":
            group *= 100
        elif word == "thousand":
            total, group = total + group * 1000, 0
        elif word != "and":
            group += SMALL[word]
    return total + group


def from_korean(words: str) -> int:
    """`삼백십이` is 312: a digit waits for its unit, a unit without a digit counts once, 만 closes what stands before it."""
    if words == "영":
        return 0
    total = group = digit = 0
    for syllable in words:
        if syllable in HANGUL_DIGITS:
            digit = HANGUL_DIGITS[syllable]
        elif syllable in HANGUL_UNITS:
            group, digit = group + max(digit, 1) * HANGUL_UNITS[syllable], 0
        else:
            assert syllable == "만", syllable
            total, group, digit = max(group + digit, 1) * 10_000, 0, 0
    return total + group + digit


def from_native(words: str) -> int:
    """`서른둘` and `서른두` are 32."""
    total = 0
    while words:
        name = max((name for name in COUNTED if words.startswith(name)), key=len)
        total, words = total + COUNTED[name], words[len(name) :]
    return total
