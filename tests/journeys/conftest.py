"""A screen for the journeys, and a data folder with the real model."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from driver import Screen, missing_tools


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    """Fails, and does not skip, where a tool is missing: `.ci/run` installs them all."""
    lacking = missing_tools()
    assert not lacking, f"journeys need {', '.join(lacking)}"
    made = Screen(tmp_path)
    yield made
    made.close()


@pytest.fixture
def home(tmp_path: Path, smollm2: Path) -> Path:
    """A data folder in which SmolLM2 is installed and nothing was done yet."""
    made = tmp_path / "home"
    folder = made / "models" / "smollm2-135m-instruct"
    folder.mkdir(parents=True)
    os.link(smollm2, folder / smollm2.name) if _same_device(smollm2, folder) else folder.joinpath(smollm2.name).symlink_to(smollm2)
    return made


@pytest.fixture
def empty_home(tmp_path: Path) -> Path:
    """A data folder in which there is nothing at all."""
    made = tmp_path / "empty"
    made.mkdir()
    return made


@pytest.fixture
def pictures(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Where pictures of the screen go: `$WORKBENCH_PICTURES` if it is set."""
    return Path(os.environ.get("WORKBENCH_PICTURES") or tmp_path) / request.node.name


def _same_device(one: Path, other: Path) -> bool:
    return one.stat().st_dev == other.stat().st_dev
