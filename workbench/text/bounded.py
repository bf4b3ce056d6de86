"""Whether what a tokenizer.json asks the library to do ends soon on every text: patterns, replacements, long words, character maps.

The library runs a file's rules in this process and cannot be interrupted, so a rule is looked at before it is given any text. The
idea that is not obvious: nothing is tried out. Time without bound needs a repetition within a repetition (or of alternatives, or
many side by side), and no tokenizer of a published model is written so.
"""

from __future__ import annotations

import base64
import binascii
import re
from collections.abc import Iterator
from typing import Any

import numpy as np

MOST_PATTERN, MOST_REPETITIONS, MOST_GROWTH, MOST_WORD = 4000, 4, 64.0, 1000
_TOKEN = re.compile(r"\\p\{[^}]*\}|\\.|\[\^?\]?(?:\\.|\[:\w+:\]|[^\]\\])*\]|\(\?[^:=!>)]*[:=!>]?|\(|\)|\||[*+?]|\{\d*,?\d*\}|.", re.DOTALL)
_ENDLESS = re.compile(r"[*+]|\{\d*,\}")


def unbounded(described: dict[str, Any]) -> str:
    """What in a tokenizer.json may take forever or all memory, in English words; empty if nothing does."""
    growth = 1.0
    for part in _parts([described.get(name) for name in ("normalizer", "pre_tokenizer", "decoder")]):
        pattern = part.get("pattern")
        expression = pattern.get("Regex") if isinstance(pattern, dict) else None
        if isinstance(expression, str) and (reason := endless(expression)):
            return f"the pattern {expression[:80]!r} {reason}"
        if part.get("type") == "Replace" and isinstance(part.get("content"), str):
            growth *= _growth(pattern, part["content"])
    if growth > MOST_GROWTH:
        return f"its replacements can make a text {growth:,.0f} times as long"
    model = described.get("model")
    longest = model.get("max_input_chars_per_word", 0) if isinstance(model, dict) else 0
    if isinstance(longest, int) and longest > MOST_WORD:
        return f"it cuts words of up to {longest:,} characters, where at most {MOST_WORD:,} are sure to end"
    return ""


def endless(pattern: str) -> str:
    """Why a match of this pattern may take time without bound; empty if it does not."""
    if len(pattern) > MOST_PATTERN:
        return f"has {len(pattern):,} characters, more than {MOST_PATTERN:,}"
    tokens = _TOKEN.findall(pattern)
    open_groups = [_Group()]
    for number, token in enumerate(tokens):
        following = tokens[number + 1] if number + 1 < len(tokens) else ""
        held = number + 2 < len(tokens) and tokens[number + 2] == "+"  # possessive: what it has taken it does not give back
        repeats = bool(_ENDLESS.fullmatch(following)) and not held
        if token.startswith("("):
            open_groups.append(_Group())
        elif token == "|":
            open_groups[-1].next_branch()
        elif token == ")" and len(open_groups) > 1:
            group = open_groups.pop()
            if repeats and (group.most or group.branches > 1):
                return "repeats a repetition" if group.most else "repeats alternatives"
            open_groups[-1].add(group.most)
        if repeats:
            open_groups[-1].add(1)
        if open_groups[-1].most > MOST_REPETITIONS:
            return f"has more than {MOST_REPETITIONS} repetitions in one sequence"
    return ""


class _Group:
    """A group while it is read: its branches, and the most endless repetitions in one of them."""

    def __init__(self) -> None:
        self.branches, self.most, self._here = 1, 0, 0

    def next_branch(self) -> None:
        self.branches, self._here = self.branches + 1, 0

    def add(self, n_repetitions: int) -> None:
        self._here += n_repetitions
        self.most = max(self.most, self._here)


def bad_map(described: dict[str, Any]) -> str:
    """What is wrong with a character map (SentencePiece's `precompiled_charsmap`), which the library follows without a look where
    it leads; empty if nothing is, or there is none."""
    for part in _parts([described.get("normalizer")]):
        encoded = part.get("precompiled_charsmap")
        if part.get("type") == "Precompiled" and isinstance(encoded, str) and encoded and not _leads_inside(encoded):
            return "its character map leads outside itself"
    return ""


def _leads_inside(encoded: str) -> bool:
    """Walk the map's double-array trie from its root: every unit it can reach lies inside it, every value within its texts."""
    try:
        raw = base64.b64decode(encoded, validate=True)
    except (binascii.Error, ValueError):
        return False
    size = int.from_bytes(raw[:4], "little")
    if len(raw) < 8 or size % 4 or not 4 <= size <= len(raw) - 4:
        return False
    units = np.frombuffer(raw[4 : 4 + size], "<u4").astype(np.int64)
    texts = raw[4 + size :]
    waiting, seen = [_offset(int(units[0]))], set[int]()
    while waiting:
        base = waiting.pop()
        if base in seen:
            continue
        seen.add(base)
        if (base | 255) >= len(units):
            return False
        labels = np.arange(1, 256)
        places = base ^ labels
        for place in places[(units[places] & 0x800000FF) == labels].tolist():
            unit = int(units[place])
            base_below = place ^ _offset(unit)
            if unit & 256 and not (base_below < len(units) and _begins_character(texts, int(units[base_below]) & 0x7FFFFFFF)):
                return False
            waiting.append(base_below)
    return True


def _offset(unit: int) -> int:
    return (unit >> 10) << ((unit & 512) >> 6)


def _begins_character(texts: bytes, at: int) -> bool:
    return at < len(texts) and texts[at] & 0xC0 != 0x80


def _growth(pattern: object, content: str) -> float:
    """By how much one replacement can lengthen a text at most."""
    fixed = pattern.get("String") if isinstance(pattern, dict) else pattern
    if isinstance(fixed, str) and fixed:
        return max(1.0, len(content) / len(fixed))
    return 1.0 + len(content)


def _parts(waiting: list[Any]) -> Iterator[dict[str, Any]]:
    """Every description among these, sequences laid flat."""
    while waiting:
        part = waiting.pop(0)
        if isinstance(part, dict):
            yield part
            for name in ("normalizers", "pretokenizers", "decoders"):
                inside = part.get(name)
                waiting += inside if isinstance(inside, list) else []
