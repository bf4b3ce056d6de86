"""A training's settings as a recipe: a TOML file that `recipes` reads again as the same."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from workbench.errors import WorkbenchError
from workbench.library.recipes import METHODS, NOT_OF_RECIPES, SHAPES
from workbench.values import Recipe, RecipeSaveRequest, TrainRequest


def save_recipe(request: RecipeSaveRequest) -> Recipe:
    """Write a file of all settings that are not what they are anyway. Raises WorkbenchError('file-not-written')."""
    path = Path(request.path)
    try:
        path.write_text("".join(f"{line}\n" for line in lines_of(request.training)), "utf-8")
    except OSError as error:
        raise WorkbenchError("file-not-written", path=path, reason=error.strerror or error) from error
    return Recipe(request.path, request.training)


def lines_of(training: TrainRequest) -> Iterator[str]:
    """The recipe, line by line: settings first, then its tables."""
    tables: dict[str, Any] = {}
    for name, value in _settings(training):
        if name in NOT_OF_RECIPES:
            continue
        if dataclasses.is_dataclass(value):
            tables[name] = value
        elif value is not None:
            yield f"{name} = {_spelled(value)}"
    for name, value in tables.items():
        yield ""
        yield f"[{name}]"
        kind = next((kind for kind, cls in (*SHAPES.items(), *METHODS.items()) if type(value) is cls), None)
        if kind is not None:  # a Transformer's is one of its settings
            yield f"kind = {_spelled(kind)}"
        for part, found in _settings(value):
            yield f"{part} = {_spelled(found)}"


def _settings(of: Any) -> Iterator[tuple[str, Any]]:
    """The fields of a value that are not what they are by default."""
    for field in dataclasses.fields(of):
        value = getattr(of, field.name)
        if field.default is dataclasses.MISSING or value != field.default:
            yield field.name, value


def _spelled(value: Any) -> str:
    """A value as TOML has it: text as JSON has it, but for DEL."""
    if isinstance(value, str):
        return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, tuple):
        return f"[{', '.join(map(_spelled, value))}]"
    return repr(value)
