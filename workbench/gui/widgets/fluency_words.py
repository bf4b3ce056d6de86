"""What is said of a model that hardly knows the script of a text: the two numbers, what would be usual, and who knows it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject

from workbench.gui.widgets.notes import Note
from workbench.values import Fluency

KNOWS = {"HANGUL": "starter"}
"""For a script a model that was trained on it."""


class FluencyWords(QObject):
    """Sentences only; holds no state."""

    def about(self, found: Fluency | None, open_model: Callable[[str], None]) -> list[Note]:
        """A warning if the model hardly knows the script, else nothing."""
        if found is None or not found.hardly:
            return []
        language = self.language(found.script)
        words = self.tr(
            "{model} was hardly trained on {language}: it needs {own} nats per character here, {english} in plain English. "
            "About {usual} times as many are usual where a model knows both, not {times}. Don't trust what it writes in {language}."
        ).format(
            model=found.model.name,
            language=language,
            own=f"{found.nats_per_char:.2f}",
            english=f"{found.english_nats_per_char:.2f}",
            usual=f"{found.usual:g}",
            times=f"{found.nats_per_char / found.english_nats_per_char:.1f}",
        )
        other = KNOWS.get(found.script, "")
        if not other:
            return [Note(words, warn=True)]
        return [Note(words, True, self.tr("Open {model}").format(model=other), lambda: open_model(other))]

    def language(self, script: str) -> str:
        """A script by the language one thinks of first."""
        return {
            "HANGUL": self.tr("Korean"),
            "CJK": self.tr("Chinese characters"),
            "HIRAGANA": self.tr("Japanese"),
            "KATAKANA": self.tr("Japanese"),
            "CYRILLIC": self.tr("Cyrillic script"),
            "GREEK": self.tr("Greek"),
            "ARABIC": self.tr("Arabic script"),
            "HEBREW": self.tr("Hebrew"),
            "DEVANAGARI": self.tr("Devanagari"),
            "THAI": self.tr("Thai"),
        }.get(script, script.capitalize())
