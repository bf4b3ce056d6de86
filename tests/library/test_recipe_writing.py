"""Recipes that were saved say what was set."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from workbench.errors import WorkbenchError
from workbench.library import list_recipes, read_recipe
from workbench.library.recipe_writing import lines_of, save_recipe
from workbench.values import (
    Architecture,
    ChosenLayers,
    LowRank,
    NgramArchitecture,
    RecipeSaveRequest,
    SoftPrompt,
    TrainRequest,
    WindowArchitecture,
)

ODD = TrainRequest(
    'a "name"', "causal", Architecture("decoder", 1, 2, 16, 32, 64, dropout=0.1), 10, learning_rate=1e-7, keep_best=True,
    prompts=("a\\b\n\t\x7f", "한국어 🙂 <|user|>", "'"), columns=("글", "label"), pinned=("x",), seed=2**63 - 1,
)  # fmt: skip
WAYS = [
    dataclasses.replace(ODD, architecture=None, start="starter", method=method)
    for method in (ChosenLayers((0, 3), embedding=True), LowRank(4, 8.0, ("q", "gate"), 0.1), SoftPrompt(7, "좋은 글"))
]
SHAPES = [dataclasses.replace(ODD, architecture=shape) for shape in (NgramArchitecture(3, 64), WindowArchitecture(2, 16, 32, 64, 0.1))]


@pytest.mark.parametrize("training", [*list_recipes().recipes.values(), ODD, *WAYS, *SHAPES], ids=lambda one: one.name)
def test_that_a_saved_recipe_is_read_again_as_the_same(training: TrainRequest, tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    save_recipe(RecipeSaveRequest(str(path), training))
    assert read_recipe(str(path)) == training


def test_that_only_what_is_not_so_anyway_is_written_and_no_run_is_in_it() -> None:
    training = TrainRequest("n", "causal", Architecture("decoder", 1, 2, 16, 32, 64), 10, resume=3, key="K")
    assert [line.partition(" =")[0] for line in lines_of(training)] == [
        "name", "objective", "n_steps", "", "[architecture]", "kind", "n_layers", "n_heads", "d_model", "d_mlp", "n_ctx",
    ]  # fmt: skip


def test_that_a_recipe_that_cannot_be_written_says_so(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError) as error:
        save_recipe(RecipeSaveRequest(str(tmp_path / "no" / "mine.toml"), ODD))
    assert error.value.code == "file-not-written"
