"""A training that goes on says when the data are no longer those that it has learned of."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest

from workbench.engine.training import train
from workbench.engine.training.checkpoint import name_of
from workbench.errors import WorkbenchError
from workbench.values import Architecture, NgramArchitecture, TrainChanged, TrainRequest, TrainResult

SHAPE = Architecture("decoder", n_layers=1, n_heads=2, d_model=16, d_mlp=32, n_ctx=16)
LINES = "".join(f"line {number} of what is learned here\n" for number in range(60))


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    path = tmp_path / "mine.txt"
    path.write_text(LINES, "utf-8")
    return path


@pytest.fixture(params=["network", "counts"])
def begun(request: pytest.FixtureRequest, data: Path, tmp_path: Path) -> TrainRequest:
    """What was trained for two steps, of four."""
    shape = SHAPE if request.param == "network" else NgramArchitecture(order=2)
    row_tokens = 0 if shape is SHAPE else 16
    asked = TrainRequest(
        "t", "causal", shape, n_steps=4, data=str(data), tokenizer="characters", batch_tokens=64, micro_rows=2, row_tokens=row_tokens,
        warmup_steps=0, checkpoint_every=2, eval_every=0, sample_every=0, valid_rows=2,
    )  # fmt: skip
    list(train(dataclasses.replace(asked, n_steps=4), tmp_path / "first"))
    return asked


def on(request: TrainRequest, tmp_path: Path) -> list[object]:
    """The events of going on from step 2."""
    return list(train(request, tmp_path / "second", resume_from=tmp_path / "first" / name_of(2)))


def said(events: list[object]) -> list[TrainChanged]:
    assert isinstance(events[-1], TrainResult)
    assert events[-1].step == 4
    return [one for one in events if isinstance(one, TrainChanged)]


def test_that_the_same_data_are_gone_on_with_in_silence(begun: TrainRequest, data: Path, tmp_path: Path) -> None:
    data.write_text(LINES, "utf-8")  # another time, the same text
    assert not said(on(dataclasses.replace(begun, resume=1), tmp_path))


@pytest.mark.parametrize("text", [LINES + "one line more\n", LINES[: len(LINES) // 2], LINES.replace("here", "hree")])
def test_that_a_run_is_not_resumed_with_other_data_unasked(begun: TrainRequest, data: Path, text: str, tmp_path: Path) -> None:
    data.write_text(text, "utf-8")
    with pytest.raises(WorkbenchError) as caught:
        on(dataclasses.replace(begun, resume=1), tmp_path)
    assert caught.value.code == "training-data-changed"
    assert not (tmp_path / "second").exists()
    told = str(caught.value)
    assert f"{len(text):,} bytes" in told
    assert f"{len(LINES):,} bytes" in told
    assert "since run 1 learned of it up to step 2" in told


def test_that_who_asks_for_it_goes_on_with_other_data_and_the_record_says_so(begun: TrainRequest, data: Path, tmp_path: Path) -> None:
    data.write_text(LINES + "one line more\n", "utf-8")
    request = dataclasses.replace(begun, resume=1, other_data=True)
    (changed,) = said(on(request, tmp_path))
    assert "goes on with other rows" in str(WorkbenchError(changed.code, **changed.values))
    last = tmp_path / "second" / name_of(4)  # what it has learned of now is no surprise the next time
    again = dataclasses.replace(begun, resume=2, n_steps=6)
    assert not [one for one in train(again, tmp_path / "third", resume_from=last) if isinstance(one, TrainChanged)]


def test_that_a_fork_takes_the_data_that_are_there_and_says_so(begun: TrainRequest, data: Path, tmp_path: Path) -> None:
    data.write_text(LINES + "one line more\n", "utf-8")
    assert len(said(on(dataclasses.replace(begun, fork="run:1@2"), tmp_path))) == 1


def test_that_a_fork_that_asks_for_other_data_is_told_nothing(begun: TrainRequest, tmp_path: Path) -> None:
    other = tmp_path / "other.txt"
    other.write_text(LINES * 2, "utf-8")
    assert not said(on(dataclasses.replace(begun, fork="run:1@2", data=str(other)), tmp_path))
    assert not said(on(dataclasses.replace(begun, fork="run:1@2", part="file"), tmp_path))


def test_that_a_checkpoint_without_its_data_is_gone_on_with(begun: TrainRequest, data: Path, tmp_path: Path) -> None:
    """Those that an older version wrote have none."""
    (tmp_path / "first" / name_of(2) / "training" / "data.json").unlink()
    data.write_text(LINES + "one line more\n", "utf-8")
    assert not said(on(dataclasses.replace(begun, resume=1), tmp_path))
