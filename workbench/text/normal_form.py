"""A tokenizer's normalizer without what only spells spaces: what is left changes the text itself (NFC, lower case, ...).

The idea that is not obvious: special tokens in a text are cut out before it is normalised, so the normal form of a text is
made of the normal forms of what lies between them.
"""

from __future__ import annotations

from collections.abc import Sequence

from tokenizers import Tokenizer, normalizers

from workbench.text.parts import Description, normalizer_of, steps_of
from workbench.text.spelling import SPACE


class NormalForm:
    """What a tokenizer does to a text before it looks at it. `normalizer`: what does it, None for nothing; `spelling`: the steps that
    only spell spaces."""

    def __init__(self, inner: Tokenizer) -> None:
        self._inner = inner
        steps = steps_of(inner.normalizer)
        self.spelling = [step for step in steps if _spells_spaces(step)]
        self.normalizer = normalizer_of([step for step in steps if not _spells_spaces(step)])
        self._core: Tokenizer | None = None

    @property
    def changes(self) -> bool:
        """Whether any text is changed."""
        return self.normalizer is not None

    def of(self, text: str, added: Sequence[tuple[int, int]] = ()) -> str:
        """The normal form of `text`, in which added tokens stand at the character spans `added`, in order."""
        if self.normalizer is None:
            return text
        parts: list[str] = []
        at = 0
        for first, last in (*added, (len(text), len(text))):
            parts.append(self.normalizer.normalize_str(text[at:first]) if at < first else "")
            parts.append(text[first:last])
            at = last
        return "".join(parts)

    def core(self) -> Tokenizer:
        """The tokenizer for texts in normal form already, whose offsets are therefore offsets into it. Built when first needed."""
        if self._core is None:
            self._core = Tokenizer.from_str(self._inner.to_str())
            self._core.normalizer = normalizer_of(self.spelling) or normalizers.Sequence([])
        return self._core


def _spells_spaces(step: Description) -> bool:
    if step["type"] == "Prepend":
        return bool(step["prepend"] == SPACE)
    return bool(step["type"] == "Replace" and step["content"] == SPACE and step["pattern"] == {"String": " "})
