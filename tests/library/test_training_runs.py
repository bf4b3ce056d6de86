"""RunModels as models: opened by the number of their run, kept under a name."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from made_files import entry, safetensors, written

from workbench.errors import WorkbenchError
from workbench.library import keep, list_models, locate, run_models, training_states
from workbench.values import KeepRunRequest, Kept, RunModelsRequest

ULID = "01JD00000000000000000000AB"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


def checkpoint(home: Path, run: str, step: int, *, state: bool = True) -> Path:
    place = home / "training" / run / f"step-{step:08d}"
    written(place / "config.json", json.dumps({"model_type": "llama", "step": step}).encode())
    written(place / "model.safetensors", safetensors({"a": entry(0, 4, shape=[1])}, bytes(4)))
    if state:
        written(place / "training" / "state.json", b"{}")
    return place


def refusal(reference: str) -> WorkbenchError:
    with pytest.raises(WorkbenchError) as caught:
        locate(reference)
    return caught.value


def test_that_a_run_is_its_last_checkpoint_or_the_one_of_a_step(home: Path) -> None:
    early, late = checkpoint(home, "12", 5), checkpoint(home, "12", 100_000_000)
    assert (locate("run:12").path, locate("run:12@100000000").path) == (late, late)
    for newest in ("run:12", "run:12@last"):
        assert (locate(newest).path, locate(newest).name) == (late, "run:12@100000000"), "what was opened stays known"
    found = locate("run:12@5")
    assert (found.name, found.path, found.format) == ("run:12@5", early, "folder")


def test_that_a_run_without_a_number_is_opened_by_its_ulid(home: Path) -> None:
    place = checkpoint(home, ULID, 5)
    assert locate(f"run:{ULID}").path == place


def test_that_a_step_that_was_not_kept_is_told_with_those_that_were(home: Path) -> None:
    for step in (5, 10):
        checkpoint(home, "12", step)
    error = refusal("run:12@7")
    assert error.code == "run-without-checkpoint"
    assert str(error).startswith("Run 12@7 has no checkpoint. — ")
    assert "5, 10" in str(error)
    assert "none" in str(refusal("run:13"))


def test_that_the_checkpoints_of_all_runs_are_listed_the_newest_first(home: Path) -> None:
    for run, step in (("9", 5), ("12", 5), ("12", 100), (ULID, 7)):
        checkpoint(home, run, step)
    (home / "training" / "13").mkdir()
    assert run_models(RunModelsRequest()).references == ("run:12@100", "run:12@5", "run:9@5")
    assert run_models(RunModelsRequest(limit=1)).references == ("run:12@100",)
    for one in run_models(RunModelsRequest()).references:
        assert locate(one).name == one


def test_that_what_is_half_written_is_no_checkpoint(home: Path) -> None:
    whole = checkpoint(home, "12", 5)
    checkpoint(home, "12", 10).rename(home / "training" / "12" / ".step-00000010.part")
    (home / "training" / "12" / "step-00000011").mkdir()
    assert locate("run:12").path == whole


@pytest.mark.parametrize("reference", ["run:", "run:x", "run:1@", "run:1@x", "run:../1", "run:1/../2", "run:-1", "run:١", "run:1@5 "])
def test_that_what_is_no_reference_to_a_run_names_no_model(home: Path, reference: str) -> None:
    checkpoint(home, "1", 5)
    assert refusal(reference).code == "model-missing"


def test_that_only_checkpoints_with_their_state_can_be_gone_on_from(home: Path) -> None:
    checkpoint(home, "12", 5, state=False)
    whole = checkpoint(home, "12", 10)
    assert training_states(12) == [whole]


# keeping one


def test_that_a_kept_model_is_listed_without_what_only_its_training_needs(home: Path) -> None:
    checkpoint(home, "12", 5)
    checkpoint(home, "12", 10)
    kept = keep(KeepRunRequest(12, "둘째-모델.v2"))
    place = home / "models" / "둘째-모델.v2"
    assert kept == Kept("둘째-모델.v2", str(place), sum(file.stat().st_size for file in place.iterdir()))
    assert sorted(one.name for one in place.iterdir()) == ["config.json", "model.safetensors"]
    assert json.loads((place / "config.json").read_text())["step"] == 10
    assert locate("둘째-모델.v2").path == place
    assert "둘째-모델.v2" in [model.name for model in list_models().models]
    assert [one.name for one in (home / "models").iterdir()] == ["둘째-모델.v2"]


def test_that_a_checkpoint_that_is_not_the_last_can_be_kept(home: Path) -> None:
    checkpoint(home, "12", 5)
    checkpoint(home, "12", 10)
    kept = keep(KeepRunRequest(12, "early", step=5))
    assert json.loads((Path(kept.path) / "config.json").read_text())["step"] == 5


@pytest.mark.parametrize("name", ["", ".hidden", "a/b", "..", "-x", "_x", "a b", "end.", "x" * 65, "run:1", "a\n", "a\\b"])
def test_that_a_bad_name_is_refused(home: Path, name: str) -> None:
    checkpoint(home, "12", 5)
    with pytest.raises(WorkbenchError) as caught:
        keep(KeepRunRequest(12, name))
    assert caught.value.code == "name-bad"


def test_that_nothing_is_overwritten(home: Path) -> None:
    checkpoint(home, "12", 5)
    (home / "models" / "taken").mkdir(parents=True)
    for name in ("taken", "minilm-l6"):
        with pytest.raises(WorkbenchError) as caught:
            keep(KeepRunRequest(12, name))
        assert caught.value.code == "name-taken"
    assert list((home / "models" / "taken").iterdir()) == []


def test_that_a_run_without_a_checkpoint_keeps_nothing(home: Path) -> None:
    checkpoint(home, "12", 5)
    for request in (KeepRunRequest(13, "x"), KeepRunRequest(12, "x", step=6)):
        with pytest.raises(WorkbenchError) as caught:
            keep(request)
        assert caught.value.code == "run-without-checkpoint"
    assert not (home / "models").exists()
