"""The parts of a tokenizer one by one: its normalizers, its pre-tokenizers, its post-processor, as the library describes them.

The library builds a part only from the description of a whole tokenizer; that trick is owned here.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

import tokenizers
from tokenizers import Tokenizer

Description = dict[str, Any]
_INSIDE = ("normalizers", "pretokenizers", "processors")


def steps_of(part: Any) -> list[Description]:
    """A part's description, sequences laid flat; nothing for a part that is not there."""
    waiting = [json.loads(part.__getstate__())] if part is not None else []
    found: list[Description] = []
    while waiting:
        step = waiting.pop(0)
        inside = next((step[key] for key in _INSIDE if key in step), None)
        if inside is None:
            found.append(step)
        else:
            waiting[:0] = inside
    return found


def normalizer_of(steps: Sequence[Description]) -> tokenizers.normalizers.Normalizer | None:
    """One normalizer that does all of `steps`; None for no steps."""
    return _built(normalizer={"type": "Sequence", "normalizers": list(steps)}).normalizer if steps else None


def pre_tokenizer_of(steps: Sequence[Description]) -> tokenizers.pre_tokenizers.PreTokenizer | None:
    """One pre-tokenizer that does all of `steps`; None for no steps."""
    return _built(pre_tokenizer={"type": "Sequence", "pretokenizers": list(steps)}).pre_tokenizer if steps else None


def detail_of(step: Description) -> str:
    """What a step works by, where its kind does not say: a pattern, what is put in, a setting."""
    pattern = step.get("pattern")
    found = next(iter(pattern.values())) if isinstance(pattern, dict) else pattern
    if step["type"] == "Replace":
        return f"{found} → {step.get('content', '')}"
    if step["type"] == "Prepend":
        return str(step.get("prepend", ""))
    settings = [name for name in _SETTINGS if step.get(name) is True]
    return str(found) if found else ", ".join(settings)


_SETTINGS = (
    "lowercase", "strip_accents", "clean_text", "handle_chinese_chars", "add_prefix_space", "use_regex", "individual_digits",
    "strip_left", "strip_right", "split",
)  # fmt: skip


def _built(**parts: Description) -> Tokenizer:
    empty = json.loads(Tokenizer(tokenizers.models.BPE()).to_str())
    return Tokenizer.from_str(json.dumps(empty | parts))
