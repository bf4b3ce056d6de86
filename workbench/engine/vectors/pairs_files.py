"""Files of word pairs and of analogies, as people publish them.

The idea that is not obvious: files of pairs differ in their columns, but all have two words first, and the first number behind them
is the score; a first line without one is the headings.
"""

from __future__ import annotations

import csv
import math
from collections.abc import Iterator
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.text.text_files import lines_of
from workbench.values import AnalogyQuestion, WordPair

MOST = 200_000


def pairs_in(path: Path) -> list[WordPair]:
    """Word pairs with scores, in columns parted by tabs, commas, semicolons or spaces. Raises WorkbenchError: pairs-bad, file-*,
    text-file-*."""
    found = list[WordPair]()
    for number, text in _lines(path):
        mark = next((mark for mark in "\t,;" if mark in text), " ")
        cells = [cell.strip() for cell in next(csv.reader([text], delimiter=mark)) if cell.strip()]
        score = next((value for cell in cells[2:] if math.isfinite(value := _number(cell))), None)
        if score is not None:
            found.append(WordPair(cells[0], cells[1], score))
        elif found or (number > 1 and len(cells) < 3):
            raise _bad(path, number, text, "two words and a number are needed, such as “cat, dog, 7.35”")
        _check_size(path, number, len(found))
    if not found:
        raise _bad(path, 1, "", "it holds no pairs: two words and a number are needed on each line")
    return found


def questions_in(path: Path) -> list[AnalogyQuestion]:
    """Four words on each line, sections headed by `: name`. Raises WorkbenchError: pairs-bad, file-*, text-file-*."""
    found, section = list[AnalogyQuestion](), ""
    for number, text in _lines(path):
        if text.startswith(":"):
            section = text[1:].strip()
            continue
        words = text.split("\t") if text.count("\t") == 3 else text.split(",") if text.count(",") == 3 else text.split()
        words = [word.strip() for word in words]
        if len(words) != 4 or not all(words):
            raise _bad(path, number, text, "four words are needed, such as “Athens Greece Oslo Norway”")
        found.append(AnalogyQuestion(words[0], words[1], words[2], words[3], section))
        _check_size(path, number, len(found))
    if not found:
        raise _bad(path, 1, "", "it holds no questions: four words are needed on each line")
    return found


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    """Lines that say something, with their numbers."""
    for number, line in enumerate(lines_of(path), start=1):
        text = line.text.strip().removeprefix("\ufeff")
        if text and not text.startswith("#"):
            yield number, text


def _number(cell: str) -> float:
    try:
        return float(cell)
    except ValueError:
        return math.nan


def _check_size(path: Path, number: int, n: int) -> None:
    if n > MOST:
        raise _bad(path, number, "", f"it has more than {MOST:,} lines")


def _bad(path: Path, number: int, text: str, reason: str) -> WorkbenchError:
    return WorkbenchError("pairs-bad", path=path, line=number, text=f" (“{text[:60]}”)" if text else "", reason=reason)
