"""`ablate`, `effects`, and the options that change a model, on the starter."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from cli_samples import Shell

TEXT = "The small dog barks at the"


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Shell:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    return Shell(capsys, monkeypatch)


def told(shell: Shell, *arguments: str) -> Any:
    found = shell(*arguments, "--json")
    assert found.status == 0, found.err
    return json.loads(found.out)


def test_that_ablate_tells_the_prediction_before_and_after(shell: Shell) -> None:
    found = told(shell, "ablate", "--model", "starter", TEXT, "--head", "1,2", "--mlp", "0", "--by", "zero", "--top", "5")
    assert [(one["layer"], one["head"], one["by"]) for one in found["changes"]] == [(1, 2, "zero"), (0, None, "zero")]
    assert found["contrast"]["value"] == found["value"]["before"]
    assert found["value"]["after"] != found["value"]["before"]
    assert found["loss"]["after"] > found["loss"]["before"]
    assert found["tokens"][0]["text"] == found["contrast"]["token"]
    plain = told(shell, "ablate", "--model", "starter", TEXT)
    assert plain["value"]["after"] == plain["value"]["before"]
    assert plain["kl"] == 0


def test_that_effects_tells_every_part_as_ablate_tells_one(shell: Shell) -> None:
    found = told(shell, "effects", "--model", "starter", TEXT, "--token", " field", "--against", " garden")
    parts = {(one["layer"], one["head"]): one for one in found["parts"]}
    assert len(parts) == found["n_measured"] == 20
    one = told(shell, "ablate", "--model", "starter", TEXT, "--head", "2,0", "--token", " field", "--against", " garden")
    assert one["value"]["after"] - one["value"]["before"] == pytest.approx(parts[2, 0]["change"], abs=1e-4)
    assert one["loss"]["after"] - one["loss"]["before"] == pytest.approx(parts[2, 0]["loss_change"], abs=1e-4)


def test_that_a_changed_generation_is_shown_and_replayed_as_it_was(shell: Shell) -> None:
    options = ("--max-new-tokens", "5", "--ablate", "1,2=zero", "--ablate", "0,mlp", "--steer", "2,1.5,A cat sleeps|A dog barks")
    found = told(shell, "generate", "--model", "starter", TEXT, *options)
    shown = shell("runs", "show", str(found["run_id"]))
    assert "L1H2 -> zero, L0 MLP -> mean, L2 +1.5 x 'A cat sleeps' - 'A dog barks'" in shown.out
    assert told(shell, "runs", "replay", str(found["run_id"]))["identical"]
    plain = told(shell, "generate", "--model", "starter", TEXT, "--max-new-tokens", "5")
    assert plain["ids"] != found["ids"]


def test_that_a_score_is_of_the_changed_model(shell: Shell) -> None:
    plain, changed = (told(shell, "score", "--model", "starter", TEXT, *more) for more in ((), ("--ablate", "0,mlp=zero")))
    assert changed["nll"] > plain["nll"]


@pytest.mark.parametrize("option", [("--ablate", "1"), ("--ablate", "1,2=half"), ("--steer", "1,2"), ("--steer", "1,1.2.3,a")])
def test_that_a_change_that_is_none_is_wrong_usage(shell: Shell, option: tuple[str, str]) -> None:
    found = shell("score", "--model", "starter", TEXT, *option)
    assert found.status == 2
    assert option[1].split(",")[0] in found.err


def test_that_beams_are_not_searched_in_a_changed_model(shell: Shell) -> None:
    assert shell("generate", "--model", "starter", TEXT, "--beams", "2", "--ablate", "0,0").status == 2
