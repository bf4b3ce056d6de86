"""The nouns of both languages by what they mean, read from the resources; each split of the text has its own.

Lists are long enough that the final consonants of last syllables are met in many nouns. Held-out nouns never stand in a training
text: whoever knows their particles has learned them from the last syllable alone.
"""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass
from typing import Literal

from workbench import paths

Kind = Literal["person", "animal", "food", "drink", "thing", "place"]
_LISTS: dict[Kind, str] = {
    "person": "people", "animal": "animals", "food": "foods", "drink": "drinks", "thing": "things", "place": "places",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Lexicon:
    """The nouns of one language and one split, by kind."""

    nouns: dict[Kind, tuple[str, ...]]

    @property
    def people(self) -> tuple[str, ...]:
        return self.nouns["person"]

    @property
    def animals(self) -> tuple[str, ...]:
        return self.nouns["animal"]

    @property
    def places(self) -> tuple[str, ...]:
        return self.nouns["place"]


@functools.cache
def lexicon(language: Literal["korean", "english"], *, held: bool = False) -> Lexicon:
    """The nouns of training texts; `held`: with the held-out ones in the place of those of their kind."""
    read = _file()[language]
    own = read["held"] if held else {}
    return Lexicon({kind: tuple(str(own.get(name) or read[name]).split()) for kind, name in _LISTS.items()})


@functools.cache
def held_out(language: Literal["korean", "english"]) -> frozenset[str]:
    """All nouns that no training text names."""
    return frozenset(word for words in _file()[language]["held"].values() for word in str(words).split())


@functools.cache
def _file() -> dict[str, dict[str, dict[str, str]]]:
    with (paths.resources() / "corpus" / "nouns.toml").open("rb") as file:
        return tomllib.load(file)
