"""Texts with variables: `{name}` stands for a value, `{{` and `}}` for braces.

The idea that is not obvious: what is put in is never read again, so a value may hold braces of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import NamedTuple

from workbench.errors import WorkbenchError

_PART = re.compile(r"\{\{|\}\}|\{([^{}\n]*)\}|[{}]")


class Piece(NamedTuple):
    """A stretch of a template: literal text, or a variable by its name."""

    text: str
    is_variable: bool


def pieces(template: str) -> tuple[Piece, ...]:
    """A template taken apart. Raises WorkbenchError('template-brace') for a brace that stands alone, or one around nothing."""
    found: list[Piece] = []
    literal, end = "", 0
    for match in _PART.finditer(template):
        literal += template[end : match.start()]
        end = match.end()
        if match[0] in ("{{", "}}"):
            literal += match[0][0]
            continue
        name = (match[1] or "").strip()
        if not name:
            line = template.count("\n", 0, match.start()) + 1
            raise WorkbenchError("template-brace", template=template[:60], found=match[0], line=line)
        if literal:
            found.append(Piece(literal, is_variable=False))
        found.append(Piece(name, is_variable=True))
        literal = ""
    literal += template[end:]
    return (*found, Piece(literal, is_variable=False)) if literal else tuple(found)


def variables(template: str) -> tuple[str, ...]:
    """The names of a template's variables, each once, in their order. Raises WorkbenchError('template-brace')."""
    return tuple(dict.fromkeys(piece.text for piece in pieces(template) if piece.is_variable))


def render(template: str, values: Mapping[str, str]) -> str:
    """The template with values in the place of its variables. Raises WorkbenchError: template-brace, template-variable."""
    return "".join(piece.text for piece in filled(template, values))


def filled(template: str, values: Mapping[str, str]) -> tuple[Piece, ...]:
    """The same in pieces, which still say what came from a variable."""
    return tuple(fill(piece, values) for piece in pieces(template))


def fill(piece: Piece, values: Mapping[str, str]) -> Piece:
    """A piece with the value in the place of a variable's name. Raises WorkbenchError('template-variable')."""
    if not piece.is_variable:
        return piece
    if piece.text not in values:
        raise WorkbenchError("template-variable", name=piece.text, known=", ".join(values) or "none")
    return Piece(values[piece.text], is_variable=True)


def escaped(text: str) -> str:
    """A text as a template that renders to it."""
    return text.replace("{", "{{").replace("}", "}}")
