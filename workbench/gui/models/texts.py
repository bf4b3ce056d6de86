"""The sample texts that ship with the app."""

from __future__ import annotations

import functools
import json
from dataclasses import dataclass

from workbench import paths


@dataclass(frozen=True, slots=True)
class Sample:
    """A text with its title in both languages."""

    title_en: str
    title_ko: str
    text: str

    def title(self, language: str) -> str:
        return self.title_ko if language == "ko" else self.title_en


@functools.cache
def samples() -> tuple[Sample, ...]:
    """All of them, in their order; the first is what a new window shows."""
    found = json.loads((paths.resources() / "texts" / "samples.json").read_text(encoding="utf-8"))
    return tuple(Sample(entry["en"], entry["ko"], entry["text"]) for entry in found)
