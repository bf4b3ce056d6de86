"""`workbench inputs`: which tokens a prediction is owed to, as a table and as JSON."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_samples import Shell, save_model

TEXT = "The 한국어 text"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_model(tmp_path_factory.mktemp("inputs") / "small")


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Shell:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    return Shell(capsys, monkeypatch)


def test_that_scores_of_integrated_gradients_add_up_to_the_difference(shell: Shell, model: Path) -> None:
    told = shell.ok("inputs", "-m", model, TEXT, "--token", "a", "--against", "b", "--method", "integrated_gradients", "--json").json
    (row,) = told["rows"]
    assert (row["token"], row["against"]) == ("a", "b")
    assert row["position"] == len(told["tokens"]) - 1
    assert len(row["scores"]) == len(told["tokens"])
    assert row["sum"] == pytest.approx(sum(row["scores"]), abs=1e-5)
    assert row["gap"] == pytest.approx(abs(row["sum"] - (row["value"] - row["baseline_value"])), abs=1e-6)
    assert row["gap"] < 0.01 * abs(row["value"] - row["baseline_value"])


def test_that_each_token_of_a_continuation_has_a_row(shell: Shell, model: Path) -> None:
    told = shell.ok("inputs", "-m", model, TEXT, "--begin", "3", "--method", "value_zeroing", "--json").json
    assert [row["position"] + 1 for row in told["rows"]] == list(range(3, len(told["tokens"])))
    assert [row["token_id"] for row in told["rows"]] == [token["id"] for token in told["tokens"][3:]]


def test_that_the_table_says_what_all_add_up_to(shell: Shell, model: Path) -> None:
    said = shell.ok("inputs", "-m", model, TEXT, "--method", "occlusion", "--baseline-token", "x").out
    assert said.startswith("logit(")
    assert "gap" in said.splitlines()[-1]


def test_that_source_and_answer_of_an_encoder_decoder_are_told_apart(shell: Shell) -> None:
    told = shell.ok("inputs", "-m", "starter-seq2seq", "en>ko: three", "--json").json
    (row,) = told["rows"]
    assert len(row["source_scores"]) == len(told["source_tokens"])
    assert len(row["scores"]) == len(told["tokens"])
    lines = shell.ok("inputs", "-m", "starter-seq2seq", "en>ko: three").out.splitlines()
    assert {line.split()[0] for line in lines[2:-1]} == {"source", "answer"}
