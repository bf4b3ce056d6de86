"""A query as one types it: `king - man + woman`, or `cat, dog, horse` for their mean."""

from __future__ import annotations

import re

from workbench.values.vectors import Term

_SIGNS = re.compile(r"\s+([+\-−])\s+")
"""A sign stands between spaces, so that a hyphen may be part of a word."""


def terms_of(text: str) -> tuple[Term, ...]:
    """The terms of a typed query; () where there is nothing. A leading minus with a space behind it counts."""
    text = text.strip()
    if "," in text and not _SIGNS.search(text):
        words = [word.strip() for word in text.split(",") if word.strip()]
        return tuple(Term(word, weight=1.0 / len(words)) for word in words)
    first = 1.0
    if re.match(r"[\-−]\s", text):
        first, text = -1.0, text[1:].strip()
    parts = _SIGNS.split(text)
    weights = [first, *(1.0 if sign == "+" else -1.0 for sign in parts[1::2])]
    return tuple(Term(word.strip(), weight=weight) for word, weight in zip(parts[::2], weights, strict=True) if word.strip())


def query_text(terms: tuple[Term, ...]) -> str:
    """Terms as one would type them; several with equal shares of 1 are a mean."""
    names = [term.text or f"#{term.item}" for term in terms]
    if len(terms) > 1 and all(term.weight == 1.0 / len(terms) for term in terms):
        return ", ".join(names)
    found = ""
    for number, term in enumerate(terms):
        sign = "- " if term.weight < 0 else "+ " if number else ""
        found += f"{' ' if number else ''}{sign}{term.text or f'#{term.item}'}"
    return found
