"""The sample texts that ship with the app."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass

from workbench import paths


@dataclass(frozen=True, slots=True)
class Sample:
    """A text with its title in both languages. `corrupts`: texts that differ from it in one thing, to be patched from it."""

    title_en: str
    title_ko: str
    text: str
    corrupts: tuple[str, ...] = ()

    def title(self, language: str) -> str:
        return self.title_ko if language == "ko" else self.title_en


@functools.cache
def samples() -> tuple[Sample, ...]:
    """All of them, in their order."""
    found = json.loads((paths.resources() / "texts" / "samples.json").read_text(encoding="utf-8"))
    return tuple(Sample(entry["en"], entry["ko"], entry["text"], tuple(entry.get("corrupt", ()))) for entry in found)


def corrupts_of(text: str) -> tuple[str, ...]:
    """Texts that differ from a sample in one thing; none for other texts."""
    return next((one.corrupts for one in samples() if one.text == text), ())


def first_text(model: str) -> str:
    """What a new window shows with a model: a text that it can do something with."""
    title = {"starter": "A small world", "starter-masked": "A word to fill in", "starter-seq2seq": "A number to translate"}.get(model)
    return next((one.text for one in samples() if one.title_en == title), samples()[0].text)
