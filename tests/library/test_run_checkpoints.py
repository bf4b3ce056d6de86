"""The checkpoints of a run, as its folder has them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from workbench.library import list_checkpoints
from workbench.values import CheckpointsRequest


def make(home: Path, step: int, config: str, content: dict[str, object]) -> None:
    folder = home / "training" / "3" / f"step-{step:08d}"
    folder.mkdir(parents=True)
    (folder / config).write_text(json.dumps(content))
    (folder / "model.safetensors").write_bytes(b"")


def test_that_checkpoints_that_are_there_are_listed_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    assert list_checkpoints(CheckpointsRequest(3)).steps == ()
    for step in (200, 30):
        make(tmp_path, step, "config.json", {})
    (tmp_path / "training" / "3" / ".step-00000400.part").mkdir()
    found = list_checkpoints(CheckpointsRequest(3))
    assert (found.steps, found.n_virtual) == ((30, 200), 0)


def test_that_a_soft_prompt_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    make(tmp_path, 5, "adapter_config.json", {"base_model_name_or_path": "starter", "num_virtual_tokens": 8})
    assert list_checkpoints(CheckpointsRequest(3)).n_virtual == 8
