"""What the text child answers about trainings, and about which models are gone."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.errors import WorkbenchError
from workbench.host.text_child import TextDesk
from workbench.library import read_recipe
from workbench.values import (
    CompareRequest,
    Comparison,
    FileReportRequest,
    KeepRunRequest,
    Kept,
    Notice,
    RecipeList,
    RecipeListRequest,
    Subject,
    TokenizeRequest,
    TokenizerListRequest,
    TrainTokenizerRequest,
    VocabularyRequest,
    VocabularySearchRequest,
    Whereabouts,
    WhereaboutsRequest,
    pack,
    unpack,
)


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


def test_that_a_comparison_stands_though_one_tokenizer_cannot_be_opened() -> None:
    *_, found = TextDesk()(CompareRequest("안녕 hello", ("starter", "no-such", "starter-masked")), lambda: False)
    assert isinstance(found, Comparison)
    assert [lane.problem is None for lane in found.lanes] == [True, False, True]
    assert found.lanes[1].problem == Notice("tokenizer-not-found", {"tokenizer": "no-such"})
    assert found.cuts.shape == (3, len(found.places))
    travelled = unpack(*pack(found))
    assert travelled.lanes[0].pieces == found.lanes[0].pieces
    with pytest.raises(WorkbenchError, match="Two to 4"):
        list(TextDesk()(CompareRequest("a", ("starter",) * 5), lambda: False))


def test_that_a_vocabulary_is_scanned_once() -> None:
    desk = TextDesk()
    *progress, found = desk(VocabularyRequest("starter"), lambda: False)
    assert progress
    (again,) = desk(VocabularyRequest("starter"), lambda: True)
    assert again.pieces is found.pieces
    (matches,) = desk(VocabularySearchRequest("starter", "10-12", "id"), lambda: False)
    assert matches.ids.tolist() == [10, 11, 12]


def test_that_a_trained_tokenizer_tokenizes_and_is_listed(home: Path) -> None:
    (home / "corpus.txt").write_text("하나 둘 셋 one two three\n" * 50, "utf-8")
    *_, made = TextDesk()(TrainTokenizerRequest("mine", (str(home / "corpus.txt"),), vocab_size=300), lambda: False)
    assert unpack(*pack(made)) == made
    (listed,) = TextDesk()(TokenizerListRequest(), lambda: False)
    assert listed.choices[-1].name == "mine"
    (read,) = TextDesk()(TokenizeRequest(Subject("mine", "하나 둘")), lambda: False)
    assert read.n_ctx == 0
    assert read.lost == ""
    *_, report = TextDesk()(FileReportRequest("mine", str(home / "corpus.txt")), lambda: False)
    assert (report.lines, report.lossy, report.name) == (50, 0, "mine")
