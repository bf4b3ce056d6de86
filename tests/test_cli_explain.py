"""`lens` and `attribute` on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest
from cli_samples import N_HEADS, N_LAYERS, Shell, save_model

TEXT = "abcab"


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_model(tmp_path_factory.mktemp("models") / "tiny")


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Shell:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    return Shell(capsys, monkeypatch)


def test_that_the_lens_tells_all_streams_at_all_positions(shell: Shell, model: Path) -> None:
    found = shell.ok("lens", "--model", model, TEXT, "--token", "c", "--mid", "--top", "3", "--json").json
    assert [(one["layer"], one["middle"]) for one in found["streams"]] == [(0, False), (0, True), (1, False), (1, True), (2, False)]
    assert found["positions"] == list(range(len(TEXT)))
    assert {target["text"] for target in found["targets"]} == {"c"}
    last = found["streams"][-1]["positions"][-1]
    assert len(last["top"]) == 3
    assert last["kl"] == 0
    assert (last["rank"] == 1) == (last["top"][0]["text"] == "c")


def test_that_the_lens_shows_the_last_position_as_a_table(shell: Shell, model: Path) -> None:
    lines = shell.ok("lens", "--model", model, TEXT).out.splitlines()
    assert lines[0].startswith("position 4; rank of ")
    assert [line.split("  ")[0] for line in lines[2:-1]] == ["before 0", "before 1", "model"]
    assert lines[-1] == "Early layers need not speak the output vocabulary."


def test_that_the_parts_of_an_attribution_add_up(shell: Shell, model: Path) -> None:
    found = shell.ok("attribute", "--model", model, TEXT, "--position", "2", "--token", "a", "--against", "#98", "--json").json
    assert (found["position"], found["token"], found["against"]) == (
        2,
        {"id": 64, "text": "a"},
        {"id": 98, "text": found["against"]["text"]},
    )
    assert len(found["heads"]) == N_LAYERS
    assert {len(row) for row in found["heads"]} == {N_HEADS}
    whole = found["embedding"] + sum(map(sum, found["heads"])) + sum(found["mlps"])
    assert whole == pytest.approx(found["value"], rel=1e-4, abs=1e-5)
    assert found["total"] == pytest.approx(whole)


def test_that_a_token_alone_is_held_against_nothing(shell: Shell, model: Path) -> None:
    found = shell.ok("attribute", "--model", model, TEXT, "--token", "a", "--json").json
    assert found["against"] is None
    lines = shell.ok("attribute", "--model", model, TEXT, "--token", "a", "--top", "4").out.splitlines()
    assert len(lines) == 1 + 4 + 2
    assert lines[-1].startswith(f"position 4: logit('a') = {found['value']:+.4f}: embedding ")
    assert lines[-1].endswith(f"together {found['total']:+.4f}")


def test_that_several_tokens_are_said_and_the_first_is_meant(shell: Shell, model: Path) -> None:
    said = shell.ok("attribute", "--model", model, TEXT, "--token", "abc", "--json")
    assert said.json["token"]["text"] == "a"
    assert said.err == "note: 'abc' is 3 tokens; the first, 'a', is meant\n"


def test_that_what_cannot_be_asked_is_an_error(shell: Shell, model: Path) -> None:
    assert "held against itself" in shell("attribute", "--model", model, TEXT, "--token", "a", "--against", "a").err
    assert "position is 9" in shell("lens", "--model", model, TEXT, "--position", "9").err
    assert "no token" in shell("attribute", "--model", model, TEXT, "--token", "").err


def test_that_a_changed_model_is_asked_likewise(shell: Shell, model: Path) -> None:
    found = shell.ok("attribute", "--model", model, TEXT, "--ablate", "1,2=zero", "--json").json
    assert found["heads"][1][2] == 0
    assert shell.ok("lens", "--model", model, TEXT, "--ablate", "0,mlp=zero", "--json").json["streams"]
