"""What the text child answers about trainings, and about which models are gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.errors import WorkbenchError
from workbench.host.text_child import TextDesk
from workbench.library import read_recipe
from workbench.values import KeepRunRequest, Kept, RecipeList, RecipeListRequest, Whereabouts, WhereaboutsRequest, pack, unpack


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    return tmp_path


def test_that_recipes_travel_whole() -> None:
    (found,) = TextDesk()(RecipeListRequest(), lambda: False)
    assert isinstance(found, RecipeList)
    assert unpack(*pack(found)) == found
    assert found.recipes["chars"] == read_recipe("chars")


def test_that_a_checkpoint_is_kept(home: Path) -> None:
    place = home / "training" / "3" / "step-00000002"
    place.mkdir(parents=True)
    (place / "config.json").write_text("{}")
    (found,) = TextDesk()(KeepRunRequest(3, "mine"), lambda: False)
    assert found == Kept("mine", str(home / "models" / "mine"), 2)
    with pytest.raises(WorkbenchError):
        list(TextDesk()(KeepRunRequest(3, "mine"), lambda: False))


def test_that_models_that_are_gone_are_named(home: Path) -> None:
    (home / "mine.gguf").write_bytes(b"GGUF")
    asked = WhereaboutsRequest(("smollm2-135m-instruct", str(home / "mine.gguf"), "run:5"))
    (found,) = TextDesk()(asked, lambda: False)
    assert found == Whereabouts(asked, ("smollm2-135m-instruct", "run:5"))
    assert unpack(*pack(found)) == found
