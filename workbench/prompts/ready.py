"""The grids that ship with the app. They name no model: they are asked of the one that is open."""

from __future__ import annotations

import dataclasses

from workbench import paths
from workbench.prompts.definition import read_definition
from workbench.values import PromptGridRequest

READY = ("capitals", "particles", "shots")


def ready(name: str, models: tuple[str, ...] = ()) -> PromptGridRequest:
    """One of READY, for these models."""
    return dataclasses.replace(read_definition(str(paths.resources() / "grids" / f"{name}.toml")), models=models)
