"""`torchrun … -m workbench train`: two real processes, which meet by gloo, train what one does."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from safetensors.numpy import load_file

from workbench import paths
from workbench.store import Store
from workbench.values import RunListRequest, StoreCheckRequest, TrainTellRequest

pytestmark = [pytest.mark.full, pytest.mark.skipif(os.name == "nt", reason="torchrun's processes meet by gloo on Linux and macOS")]

RECIPE = """
objective = "masked"
n_steps = 8
batch_tokens = 48
micro_rows = 3
warmup_steps = 2
eval_every = 4
checkpoint_every = 4
sample_every = 0
valid_rows = 4

[architecture]
kind = "encoder"
n_layers = 2
n_heads = 2
d_model = 32
d_mlp = 64
n_ctx = 32
"""
TORCHRUN = ("-m", "torch.distributed.run", "--standalone", "--nproc-per-node", "2", "-m", "workbench")
ALONE = ("-m", "workbench")
WITHIN_S = 240


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.toml"
    path.write_text(RECIPE, "utf-8")
    return path


def begin(how: Sequence[str], home: Path, *arguments: object) -> subprocess.Popen[str]:
    environment = os.environ | {"WORKBENCH_HOME": str(home), "OMP_NUM_THREADS": "1"}
    command = [sys.executable, *how, "train", *map(str, arguments), "--json"]
    return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)


def run(how: Sequence[str], home: Path, *arguments: object) -> list[dict[str, Any]]:
    """What it says, to its end."""
    process = begin(how, home, *arguments)
    out, err = process.communicate(timeout=WITHIN_S)
    assert process.returncode == 0, err
    return [json.loads(line) for line in out.splitlines()]


def told(events: list[dict[str, Any]], kind: str, *fields: str) -> list[float]:
    return [event[field] for event in events if event.get("event") == kind for field in fields]


def weights_in(home: Path, run_id: int, step: int) -> dict[str, Any]:
    return load_file(home / "training" / str(run_id) / f"step-{step:08d}" / "model.safetensors")


def test_that_two_processes_train_what_one_does_and_go_on_to_the_bit(tmp_path: Path, recipe: Path) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    alone, together = run(ALONE, one, recipe), run(TORCHRUN, two, recipe)
    for kind, fields in (("TrainStep", ("loss", "grad_norm", "learning_rate", "n_tokens")), ("TrainValidation", ("loss",))):
        assert told(together, kind, *fields) == pytest.approx(told(alone, kind, *fields), abs=1e-5)
    first, second = weights_in(one, 1, 8), weights_in(two, 1, 8)
    assert first.keys() == second.keys()
    assert max(abs(first[name] - second[name]).max() for name in first) < 1e-5
    assert [place.name for place in (two / "training").iterdir()] == ["1"]  # one of them writes

    recipe.write_text(RECIPE + "dropout = 0.2\n", "utf-8")
    run(TORCHRUN, two, recipe)
    whole = weights_in(two, 2, 8)
    shutil.rmtree(two / "training" / "2" / "step-00000008")
    run(TORCHRUN, two, "--resume", 2)
    again = weights_in(two, 3, 8)
    assert all((whole[name] == again[name]).all() for name in whole)


@pytest.fixture
def store(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Store]:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    opened = Store(paths.database())
    yield opened
    opened.close()


def until(process: subprocess.Popen[str], word: str) -> dict[str, Any]:
    assert process.stdout is not None
    while line := process.stdout.readline():
        if word in line:
            return json.loads(line)
    pytest.fail(process.stderr.read() if process.stderr else "it ended")


def test_that_both_obey_what_the_first_is_told(tmp_path: Path, recipe: Path, store: Store) -> None:
    process = begin(TORCHRUN, tmp_path / "home", recipe, "--steps", 1_000_000)
    until(process, "TrainStep")
    for verb, number in (("learning_rate", 0.25), ("pause", 0.0)):
        store.answer(TrainTellRequest(1, verb, number))
        assert until(process, "TrainTold")["verb"] == verb
    threading.Event().wait(1)
    store.answer(TrainTellRequest(1, "resume"))
    until(process, '"resume"')
    assert until(process, "TrainStep")["learning_rate"] == pytest.approx(0.25, rel=0.1)
    store.answer(TrainTellRequest(1, "stop"))
    out, err = process.communicate(timeout=WITHIN_S)
    assert process.returncode == 0, err
    assert json.loads(out.splitlines()[-1])["status"] == "cancelled"
    (row,) = store.answer(RunListRequest(kind="train")).rows
    assert (row.status, store.answer(StoreCheckRequest()).ok) == ("cancelled", True)


@pytest.mark.parametrize("number", [signal.SIGINT, getattr(signal, "SIGHUP", signal.SIGINT)], ids=["ctrl-c", "closed-terminal"])
def test_that_a_signal_stops_both_and_keeps(number: int, tmp_path: Path, recipe: Path, store: Store) -> None:
    process = begin(TORCHRUN, tmp_path / "home", recipe, "--steps", 1_000_000)
    until(process, "TrainStep")
    began = time.monotonic()
    process.send_signal(number)
    out, _ = process.communicate(timeout=WITHIN_S)
    assert time.monotonic() - began < 30  # after which torchrun kills
    last = json.loads(out.splitlines()[-1])
    assert (last["status"], Path(last["path"]).is_dir()) == ("cancelled", True)
