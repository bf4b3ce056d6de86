"""What ships can be run as it is."""

from __future__ import annotations

import pytest

from workbench import paths
from workbench.prompts import Layout, problem_of
from workbench.prompts.ready import READY, ready


@pytest.mark.parametrize("name", READY)
def test_that_a_ready_grid_can_be_started(name: str) -> None:
    assert problem_of(ready(name, ("starter",))) is None


def test_that_every_ready_grid_is_named() -> None:
    assert sorted(READY) == sorted(path.stem for path in (paths.resources() / "grids").glob("*.toml"))


def test_that_the_recipe_for_few_shots_asks_the_same_with_none_one_and_four() -> None:
    layout = Layout(ready("shots", ("starter",)))
    prompts = [layout.prompt(layout.cell(layout.place(0, column))).text for column in range(3)]
    assert [prompt.count("Review:") for prompt in prompts] == [1, 2, 5]
    assert all(prompt.endswith("Review: I loved every minute of it.\nSentiment:") for prompt in prompts)


def test_that_a_particle_stands_right_behind_its_noun() -> None:
    layout = Layout(ready("particles", ("starter",)))
    assert layout.prompt(layout.cell(0)).text + layout.continuations(layout.cell(0))[1] == "나는 사과를"
