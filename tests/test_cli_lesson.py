"""`workbench lesson`: what scripts and people at a terminal rely on."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from cli_samples import Shell

LESSON = """
recipe = "transformer"
seeds = [1, 2]
figure = "val_loss"
figures = ["val_loss", "n_trained"]
[settings]
n_steps = 2
batch_tokens = 64
micro_rows = 2
valid_rows = 2
warmup_steps = 1
sample_every = 0
architecture = { n_layers = 1, n_heads = 1, d_model = 16, d_mlp = 16, n_ctx = 32 }
[[arms]]
name = "short"
[[arms]]
name = "after"
settings = { start = "arm:short", row_tokens = 16 }
"""


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Shell:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    return Shell(capsys, monkeypatch)


def test_that_without_a_name_the_lessons_are_listed(shell: Shell) -> None:
    listed = shell.ok("lesson").out
    assert "families" in listed
    assert all("about " in line for line in listed.splitlines()[1:]), "how long each takes"


def test_that_an_unknown_lesson_is_answered_with_those_there_are(shell: Shell) -> None:
    assert "families" in shell("lesson", "none-such").err


@pytest.mark.full
def test_that_a_lesson_of_ones_own_trains_each_cell_in_a_process_of_its_own(shell: Shell, tmp_path: Path) -> None:
    file, cells = tmp_path / "mine.toml", tmp_path / "cells.csv"
    file.write_text(LESSON, "utf-8")
    *told, last = [json.loads(line) for line in shell.ok("lesson", file, "--cells", cells, "--json").out.splitlines()]
    assert sorted((one["arm"], one["seed"]) for one in told) == [("after", 1), ("after", 2), ("short", 1), ("short", 2)]
    assert {one["state"] for one in told} == {"done"}
    assert last["figures"]["short"]["val_loss"]["n"] == 2
    assert last["figures"]["short"]["val_loss"]["least"] < last["figures"]["short"]["val_loss"]["most"]
    assert len(cells.read_text("utf-8").splitlines()) == 5
    rows = shell.ok("runs", "list", "--json").json
    assert sorted(row["kind"] for row in rows) == ["lesson", "train", "train", "train", "train"]
    again = [json.loads(line) for line in shell.ok("lesson", "--resume", last["run_id"], "--json").out.splitlines()]
    assert all(one["known"] for one in again[:-1])
    assert again[-1]["figures"] == last["figures"]


def test_that_the_lessons_that_ship_are_told_to_programs(shell: Shell) -> None:
    found = json.loads(shell.ok("lesson", "--json").out)
    assert {"families", "methods"} <= {one["name"] for one in found["lessons"]}
    assert all(one["cells"] > 1 for one in found["lessons"])
