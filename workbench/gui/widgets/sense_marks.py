"""The senses that a person tells apart: a letter each, and a colour that goes with it everywhere. The letter is always there too."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QColor

from workbench.gui import theme

SENSES = ("A", "B", "C", "D")


@dataclass(eq=False)
class Sentence:
    """A sentence, and the sense that the word has in it: a letter, "" for none."""

    text: str
    sense: str = ""


@dataclass(frozen=True)
class Named:
    """Occurrences as they are called: `names` short ones, their `senses`; `contexts`: what is before each, the word, what is behind it.
    m of each."""

    names: tuple[str, ...] = ()
    senses: tuple[str, ...] = ()
    contexts: tuple[tuple[str, str, str], ...] = ()

    def __len__(self) -> int:
        return len(self.names)

    def words(self, item: int) -> str:
        """An occurrence by its name and its sentence."""
        return f"{self.names[item]}  {''.join(self.contexts[item])}"


_TONES = {"A": "accent", "B": "warn", "C": "ok", "D": "bad"}


def tone(sense: str) -> QColor:
    """A sense's colour in the theme in force; muted for none."""
    found: QColor = getattr(theme.colors(), _TONES.get(sense, "muted"))
    return found


def following(sense: str) -> str:
    """The next of A, B, C, D, none."""
    order = (*SENSES, "")
    return order[(order.index(sense) + 1) % len(order)]
