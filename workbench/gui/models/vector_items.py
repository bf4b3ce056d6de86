"""Items of a set as a person types them: words separated by commas, `bank#12` for one of several of the same name.

The idea that is not obvious: whatever is written for chosen items reads back as exactly these.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cached_property

from workbench.gui.models.vector_query import WORD_MARKS
from workbench.values import ContextSource, Vectors

_NUMBERED = re.compile(r"(.*)#(\d+)")


class ItemNames:
    """The names of one set's items."""

    def __init__(self, vectors: Vectors) -> None:
        self._labels = vectors.labels
        self._each = isinstance(vectors.request.source, ContextSource)  # a word stands in a text as often as it does

    @cached_property
    def _items(self) -> dict[str, list[int]]:
        found: dict[str, list[int]] = {}
        for item, label in enumerate(self._labels):
            found.setdefault(label, []).append(item)
        return found

    def read(self, typed: str) -> tuple[list[int], list[str]]:
        """The items that are named, each once, and the words that name none."""
        items, unknown = list[int](), list[str]()
        for word in (part.strip() for part in re.split(r"[,\n]", typed)):
            found = self.find(word) if word else []
            items += found
            if word and not found:
                unknown.append(word)
        return list(dict.fromkeys(items)), unknown

    def find(self, word: str) -> list[int]:
        """The items of a word, its form at the beginning of a word first; all of them in texts, else one."""
        numbered = _NUMBERED.fullmatch(word)
        if numbered and int(numbered[2]) < len(self._labels):
            return [int(numbered[2])]
        found = next((self._items[label] for label in (*(mark + word for mark in WORD_MARKS), word) if label in self._items), [])
        return found if self._each else found[:1]

    def written(self, items: Iterable[int]) -> str:
        return ", ".join(self._written(item) for item in items)

    def _written(self, item: int) -> str:
        label = self._labels[item]
        word = (label[1:] if len(label) > 1 and label[0] in WORD_MARKS else label).strip()
        simple = bool(word) and not re.search(r"[,\n#]", word)
        return word if simple and self.find(word) == [item] else f"{word if simple else ''}#{item}"
