"""Recipes as files of one's own: opened into the form of a training, and saved from it."""

from __future__ import annotations

from workbench.values.codec import value
from workbench.values.training import TrainRequest


@value
class RecipeOpenRequest:
    """Ask the text child for the recipe in a file. Answer: Recipe."""

    path: str


@value
class RecipeSaveRequest:
    """Ask the text child to write a training's settings as a recipe. Answer: Recipe."""

    path: str
    training: TrainRequest


@value
class Recipe:
    """What a file says."""

    path: str
    training: TrainRequest
