"""`patch` on the starter: the document, the file, the words, and the run."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from cli_samples import Shell

CLEAN, CORRUPT = "The small dog barks at the", "The small cat barks at the"


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Shell:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    return Shell(capsys, monkeypatch)


def told(shell: Shell, *arguments: str) -> Any:
    found = shell(*arguments, "--json")
    assert found.status == 0, found.err
    return json.loads(found.out)


def test_that_patch_tells_its_map_writes_it_and_is_a_run(shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "map.npz"
    found = told(shell, "patch", "--model", "starter", CLEAN, CORRUPT, "--out", str(out))
    kept = np.load(out)
    assert np.allclose(kept["effect"], np.array(found["effect"]), atol=1e-6)
    assert np.allclose(kept["contrast"], np.array(found["contrast"]), atol=1e-6)
    differs = [number for number, (a, b) in enumerate(zip(found["clean"]["ids"], found["corrupt"]["ids"], strict=True)) if a != b]
    assert np.isclose(kept["effect"][0, differs].sum(), 1, atol=1e-3) == (len(differs) == 1)
    (run,) = told(shell, "runs", "list")[:1]
    assert (run["id"], run["kind"], run["status"]) == (found["run_id"], "patch", "done")
    assert CORRUPT in run["summary"]


def test_that_patch_says_the_strongest_cells(shell: Shell) -> None:
    found = shell("patch", "--model", "starter", CLEAN, CORRUPT, "--what", "head", "--top", "3")
    assert found.status == 0, found.err
    lines = found.out.splitlines()
    assert lines[0].startswith("logit(")
    assert "measured" in lines[1]
    assert len(lines) == 6
    estimated = shell("patch", "--model", "starter", CLEAN, CORRUPT, "--estimate")
    assert "an approximation" in estimated.out


def test_that_one_head_goes_with_heads_alone(shell: Shell) -> None:
    assert shell("patch", "--model", "starter", CLEAN, CORRUPT, "--head", "1").status == 2
