"""A tokenizer's normalizer without what only spells spaces: what is left changes the text itself (NFC, lower case, ...).

The idea that is not obvious: special tokens in a text are cut out before it is normalised, so the normal form of a text is
made of the normal forms of what lies between them.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import tokenizers
from tokenizers import Tokenizer, normalizers

from workbench.text.spelling import SPACE


class NormalForm:
    """What a tokenizer does to a text before it looks at it."""

    def __init__(self, inner: Tokenizer) -> None:
        self._inner = inner
        state = _state(inner.normalizer)
        steps: list[dict[str, Any]] = state.get("normalizers", [state]) if state else []
        self._changing = [step for step in steps if not _spells_spaces(step)]
        self._spelling = [step for step in steps if _spells_spaces(step)]
        self._normalizer = _normalizer(self._changing) if self._changing else None
        self._core: Tokenizer | None = None

    @property
    def changes(self) -> bool:
        """Whether any text is changed."""
        return self._normalizer is not None

    def of(self, text: str, added: Sequence[tuple[int, int]] = ()) -> str:
        """The normal form of `text`, in which added tokens stand at the character spans `added`, in order."""
        if self._normalizer is None:
            return text
        parts: list[str] = []
        at = 0
        for first, last in (*added, (len(text), len(text))):
            parts.append(self._normalizer.normalize_str(text[at:first]) if at < first else "")
            parts.append(text[first:last])
            at = last
        return "".join(parts)

    def core(self) -> Tokenizer:
        """The tokenizer for texts in normal form already, whose offsets are therefore offsets into it. Built when first needed."""
        if self._core is None:
            self._core = Tokenizer.from_str(self._inner.to_str())
            self._core.normalizer = _normalizer(self._spelling)
        return self._core


def _spells_spaces(step: dict[str, Any]) -> bool:
    if step["type"] == "Prepend":
        return bool(step["prepend"] == SPACE)
    return bool(step["type"] == "Replace" and step["content"] == SPACE and step["pattern"] == {"String": " "})


def _normalizer(steps: list[dict[str, Any]]) -> tokenizers.normalizers.Normalizer:
    """A normalizer from descriptions. The library builds single parts only from a whole tokenizer's description."""
    empty = json.loads(Tokenizer(tokenizers.models.BPE()).to_str())
    built = Tokenizer.from_str(json.dumps(empty | {"normalizer": {"type": "Sequence", "normalizers": steps}}))
    return built.normalizer or normalizers.Sequence([])


def _state(part: Any) -> dict[str, Any]:
    return json.loads(part.__getstate__()) if part is not None else {}
