"""Two real processes that meet by gloo and are told things while they train, against one that is told the same before the same steps."""

from __future__ import annotations

import json
import math
import os
import socket
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from safetensors.numpy import load_file

pytestmark = [pytest.mark.full, pytest.mark.skipif(os.name == "nt", reason="torchrun's processes meet by gloo on Linux and macOS")]

PARTNER = Path(__file__).with_name("training_partner.py")
WITHIN_S = 240


def begin(folder: Path, dies_at: str = "-", **place: object) -> subprocess.Popen[str]:
    environment = os.environ | {"OMP_NUM_THREADS": "1", "WORKBENCH_HOME": str(folder)} | {name: str(value) for name, value in place.items()}
    command = [sys.executable, str(PARTNER), str(folder / "run"), dies_at]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def pair(folder: Path, dies: tuple[str, str] = ("-", "-")) -> list[subprocess.Popen[str]]:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    together = {"MASTER_ADDR": "127.0.0.1", "MASTER_PORT": port, "WORLD_SIZE": 2}
    return [begin(folder, dies[rank], RANK=rank, **together) for rank in (0, 1)]


def said(process: subprocess.Popen[str]) -> list[dict[str, Any]]:
    """What it says, to its end, which comes by itself."""
    out, err = process.communicate(timeout=WITHIN_S)
    assert process.returncode in (0, -9), err
    return [json.loads(line) for line in out.splitlines()]


def of(events: list[dict[str, Any]], kind: str, *fields: str) -> list[list[Any]]:
    return [[event["step"], *(event[field] for field in fields)] for event in events if event.get("event") == kind]


def test_that_two_who_go_back_and_meet_alarms_train_what_one_does(tmp_path: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    alone = said(begin(one))
    leads, follows = pair(two)
    together, silent = said(leads), said(follows)
    assert silent == []
    assert of(alone, "TrainTold", "verb", "refused") == of(together, "TrainTold", "verb", "refused")
    refused = {verb: code for _, verb, code in of(alone, "TrainTold", "verb", "refused") if code}
    assert refused == {"go_back": "training-state-gone"}, "of step 13 there is none; three others were gone back to"
    assert of(alone, "TrainAlarm", "reason") == of(together, "TrainAlarm", "reason") == [[30, "spike"], [33, "not-finite"]]
    assert [step for step, _ in of(alone, "TrainValidation", "loss")] == [7, *range(15, 37, 3), 37]
    for kind, fields in (("TrainStep", ("loss", "grad_norm", "learning_rate", "param_norm")), ("TrainValidation", ("loss",))):
        first, second = of(alone, kind, *fields), of(together, kind, *fields)
        assert len(first) == len(second)
        for mine, theirs in zip(first, second, strict=True):
            assert theirs == pytest.approx(mine, abs=1e-5, nan_ok=True), kind
    last = "run/step-00000037/model.safetensors"
    mine, theirs = load_file(one / last), load_file(two / last)
    assert max(abs(mine[name] - theirs[name]).max() for name in mine) < 1e-5
    norms = dict(of(alone, "TrainStep", "param_norm"))
    assert abs(norms[18] - norms[10]) < abs(norms[18] - norms[17]), "it went back"
    assert math.isnan(dict(of(alone, "TrainStep", "loss"))[33])


@pytest.mark.parametrize("rank", [0, 1])
def test_that_whoever_is_left_when_the_other_dies_says_so_and_ends(rank: int, tmp_path: Path) -> None:
    processes = pair(tmp_path, ("8", "-") if rank == 0 else ("-", "8"))
    *events, last = said(processes[1 - rank])
    processes[rank].communicate(timeout=WITHIN_S)
    assert processes[rank].returncode == -9
    assert last["error"] == "training-others-gone"
    assert f"Process {1 - rank} of 2" in last["text"]
    if rank == 1:
        assert [step for step, *_ in of(events, "TrainStep")] == list(range(1, 8))
        assert (tmp_path / "run" / "step-00000005" / "training" / "state.json").is_file(), "what it goes on from"
