"""`heads` on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_samples import N_HEADS, N_LAYERS, Shell, save_model


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Shell:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    return Shell(capsys, monkeypatch)


def test_that_heads_tells_every_score_of_every_head(shell: Shell, model: Path) -> None:
    found = shell.ok("heads", "--model", model, "--sequences", "2", "--length", "10", "--json").json
    assert [(one["layer"], one["head"]) for one in found["heads"]] == [
        (layer, head) for layer in range(N_LAYERS) for head in range(N_HEADS)
    ]
    assert (
        set(found["heads"][0]["scores"]) == set(found["named_from"]) == {"induction", "duplicate", "previous", "first", "local", "uniform"}
    )
    assert found["counts"]["induction"] == 20
    assert (found["part"], found["length"], found["n_tokens"]) == ("decoder", 10, 20)


def test_that_heads_reads_a_text_of_ones_own(shell: Shell, model: Path) -> None:
    found = shell.ok("heads", "--model", model, "--text", "abab", "--json").json
    assert (found["length"], found["n_tokens"]) == (0, 4)
    assert found["counts"] == {"induction": 2, "duplicate": 2, "previous": 3, "first": 3, "local": 0, "uniform": 3}
    assert found["heads"][0]["scores"]["local"] is None  # nothing this short leaves a choice


def test_that_heads_are_shown_as_a_table_with_the_limits_of_their_names(shell: Shell, model: Path) -> None:
    said = shell.ok("heads", "--model", model, "--sequences", "1", "--length", "10", "--all").out
    assert len([line for line in said.splitlines() if line.startswith("L")]) == N_LAYERS * N_HEADS
    assert "named from: induction 0.4, duplicate 0.4" in said
    assert "does not say what the head does" in said


def test_that_a_part_the_model_has_not_is_refused(shell: Shell, model: Path) -> None:
    said = shell("heads", "--model", model, "--part", "cross")
    assert said.status == 1
    assert "part" in said.err
