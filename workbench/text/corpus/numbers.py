"""Numbers in words: English, Sino-Korean, and the native Korean ones that count things."""

from __future__ import annotations

import hashlib

MOST = 99_999
ONES = (
    "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen",
    "fifteen", "sixteen", "seventeen", "eighteen", "nineteen",
)  # fmt: skip
TENS = ("", "", "twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety")
DIGITS = "영일이삼사오육칠팔구"
NATIVE_ONES = ("", "하나", "둘", "셋", "넷", "다섯", "여섯", "일곱", "여덟", "아홉")
NATIVE_TENS = ("", "열", "스물", "서른", "마흔", "쉰", "예순", "일흔", "여든", "아흔")
BEFORE_COUNTERS = {"하나": "한", "둘": "두", "셋": "세", "넷": "네", "스물": "스무"}


def in_english(n: int) -> str:
    """`three hundred and twelve`. Raises ValueError beyond 0 … 99,999."""
    _check(n)
    return " ".join(_english(n))


def _english(n: int) -> list[str]:
    if n < 20:
        return [ONES[n]]
    if n < 100:
        return [TENS[n // 10], *([ONES[n % 10]] if n % 10 else [])]
    if n < 1000:
        return [ONES[n // 100], "hundred", *(["and", *_english(n % 100)] if n % 100 else [])]
    rest = n % 1000
    return [*_english(n // 1000), "thousand", *(["and"] if 0 < rest < 100 else []), *(_english(rest) if rest else [])]


def in_korean(n: int) -> str:
    """`삼백십이`, without spaces; a one before 십, 백, 천 and 만 is not said. Raises ValueError beyond 0 … 99,999."""
    _check(n)
    if n == 0:
        return DIGITS[0]
    high, low = divmod(n, 10_000)
    return ("" if high == 0 else "만" if high == 1 else DIGITS[high] + "만") + _below_10000(low)


def _below_10000(n: int) -> str:
    said = ""
    for power, unit in ((1000, "천"), (100, "백"), (10, "십"), (1, "")):
        digit = n // power % 10
        if digit:
            said += ("" if digit == 1 and unit else DIGITS[digit]) + unit
    return said


def native(n: int, *, counting: bool = False) -> str:
    """`서른둘`; before a counter `서른두`. Raises ValueError beyond 1 … 99."""
    if not 1 <= n <= 99:
        raise ValueError(f"{n} has no native Korean name; 1 to 99 have")
    tens, ones = NATIVE_TENS[n // 10], NATIVE_ONES[n % 10]
    if not counting:
        return tens + ones
    if not ones:
        return BEFORE_COUNTERS.get(tens, tens)
    return tens + BEFORE_COUNTERS.get(ones, ones)


def is_held_out(n: int) -> bool:
    """Whether a number is kept for testing: one in ten of those above 20, by its hash, so that every digit is met in training."""
    return n > 20 and hashlib.sha256(str(n).encode()).digest()[0] < 26


def _check(n: int) -> None:
    if not 0 <= n <= MOST:
        raise ValueError(f"{n} is beyond 0 to {MOST:,}")
