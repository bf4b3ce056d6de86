"""The recipes of tasks that ship with the app: TOML files, whose keys are TaskRecipe's. Only models one can get here are named."""

from __future__ import annotations

import tomllib
from pathlib import Path

from workbench import paths
from workbench.library.catalogue import BUILT_IN
from workbench.values import TASKS, TaskRecipe


def list_tasks() -> tuple[TaskRecipe, ...]:
    """By task, then by name."""
    found = [_read(path) for path in sorted((paths.resources() / "tasks").glob("*.toml"))]
    return tuple(sorted(found, key=lambda recipe: TASKS.index(recipe.task)))


def _read(path: Path) -> TaskRecipe:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    for name in ("models", "labels", "stop"):
        table[name] = tuple(table.get(name, ()))
    table["models"] = tuple(name for name in table["models"] if name in BUILT_IN)
    table["examples"] = tuple((given, output) for given, output in table.get("examples", ()))
    return TaskRecipe(name=path.stem, titles=table.pop("title"), **table)
