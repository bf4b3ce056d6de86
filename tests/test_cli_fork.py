"""Runs that are forked, told and alarmed at a terminal."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

import pytest
from cli_samples import Shell, Start

from workbench.engine.training import alarms, network
from workbench.engine.training.batches import Batch, Rows, step_batches
from workbench.values import TrainRequest

RECIPE = """
objective = "causal"
data = "markov"
tokenizer = "characters"
n_steps = 4
batch_tokens = 32
micro_rows = 2
warmup_steps = 2
eval_every = 2
checkpoint_every = 2
valid_rows = 2
pinned = ["abcab"]

[architecture]
kind = "decoder"
n_layers = 1
n_heads = 2
d_model = 16
d_mlp = 32
n_ctx = 16
dropout = 0.2
"""


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("OMP_WAIT_POLICY", "PASSIVE")
    return tmp_path / "home"


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, home: Path) -> Shell:
    return Shell(capsys, monkeypatch)


@pytest.fixture
def recipe(tmp_path: Path) -> Path:
    path = tmp_path / "tiny.toml"
    path.write_text(RECIPE, "utf-8")
    return path


def objects(out: str) -> list[dict[str, Any]]:
    return [json.loads(line, parse_constant=lambda name: pytest.fail(f"{name} is not JSON")) for line in out.splitlines()]


def weights(home: Path, run: int, step: int) -> bytes:
    return (home / "training" / str(run) / f"step-{step:08d}" / "model.safetensors").read_bytes()


def test_that_an_unchanged_fork_in_a_process_of_its_own_gives_the_bits_of_its_parent(
    shell: Shell, home: Path, recipe: Path, start: Start
) -> None:
    shell.ok("train", recipe)
    process = start("train", "--fork", "1@2", "--json", home=home)
    first, *_, last = objects(process.communicate(timeout=60)[0].decode())
    assert (first["first_step"], first["request"]["fork"], last["run_id"], last["step"]) == (2, "run:1@2", 2, 4)
    assert weights(home, 2, 4) == weights(home, 1, 4)
    assert "parent          run:1@2, forked" in shell.ok("runs", "show", 2).out
    assert shell.ok("runs", "show", 2, "--json").json["parent_id"] == 1


def test_that_a_fork_takes_other_settings_and_can_itself_be_forked(shell: Shell, home: Path, recipe: Path) -> None:
    shell.ok("train", recipe)
    changed = shell.ok("train", "--fork", "1@2", "--set", "learning_rate=0.01", "--steps", 5, "--json").out
    first, *events, last = objects(changed)
    steps = [event for event in events if event["event"] == "TrainStep"]
    assert [event["step"] for event in steps] == [3, 4, 5]
    assert steps[0]["learning_rate"] > 0.005
    assert (first["request"]["architecture"]["dropout"], last["run_id"]) == (0.2, 2)
    assert weights(home, 2, 4) != weights(home, 1, 4)
    found = shell.ok("train", "--fork", 2, "--steps", 6, "--estimate", "--json").json
    assert (found["first_step"], found["steps_left"]) == (5, 1)
    *steps, last = objects(shell.ok("train", "--fork", 2, "--steps", 6, "--json").out)  # of the last checkpoint
    assert found["first_loss"] == next(event["loss"] for event in steps if event.get("event") == "TrainStep")
    assert (last["run_id"], last["step"]) == (3, 6)


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        (("--fork", "x@y"), 2, "12@500"),
        (("--fork", "7@2"), 1, "run 7"),
        (("--fork", "1@3"), 1, "2, 4"),
        (("--fork", "1@2", "--resume", "1"), 2, "--fork"),
        (("--fork", "1@2", "--set", "architecture.d_model=32"), 1, "d_model is 16, not 32"),
        (("--fork", "1@2", "--set", 'method={kind="low-rank"}'), 1, "adds to a model"),
        (("--fork", "1@2", "--set", "tokenizer=starter"), 2, "trained with"),
        (("--fork", "1@2", "--set", 'architecture={kind="ngram"}'), 1, "no n-gram, but a network"),
        (("--fork", "1@4"), 1, "more than 4"),
        (("--fork", "1@2", "--set", "spike=-1"), 1, "spike"),
        (("--fork", "1@2", "--set", 'on_alarm="cry"'), 1, "pause, stop, go_on"),
        (("--fork", "1@2", "--set", "pinned=3"), 1, "a list of texts"),
        (("--fork", "1@2", "--set", 'pinned=["' + "ab" * 20 + '"]'), 1, "at most 16"),
    ],
)
def test_that_a_fork_that_cannot_be_is_told(shell: Shell, recipe: Path, arguments: tuple[str, ...], status: int, told: str) -> None:
    shell.ok("train", recipe)
    said = shell("train", *arguments)
    assert (said.status, said.out) == (status, "")
    assert told in said.err


def test_that_a_checkpoint_whose_state_was_let_go_of_is_named_with_those_that_have_theirs(shell: Shell, home: Path, recipe: Path) -> None:
    shell.ok("train", recipe)
    (home / "training" / "1" / "step-00000002" / "training" / "state.json").unlink()
    said = shell("train", "--fork", "1@2")
    assert said.status == 1
    assert "there are: 4" in said.err
    assert 'start = "run:1@2"' in said.err


def test_that_pinned_texts_are_told_token_by_token(shell: Shell, recipe: Path) -> None:
    found = [event for event in objects(shell.ok("train", recipe, "--json").out) if event.get("event") == "TrainPinned"]
    assert [event["step"] for event in found] == [2, 4]
    assert found[0]["tokens"][-5:] == list("abcab")
    assert found[0]["nats"][0] is None
    assert "nats a token of pinned text 1" in shell.ok("train", recipe).err


@pytest.fixture
def spiked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The 24th batch tells what never follows."""

    def planted(rows: Rows, request: TrainRequest, first: int) -> list[Batch]:
        batches = step_batches(rows, request, first)
        if first == 2 * 23:
            batches[0].targets[0] = 0
        return batches

    monkeypatch.setattr(network, "step_batches", planted)
    monkeypatch.setattr(alarms, "LEAST_NATS", 0.2)


def test_that_a_run_that_nobody_watches_ends_at_a_spike_with_its_text_and_norms(shell: Shell, recipe: Path, spiked: None) -> None:
    said = shell("train", recipe, "--steps", 26, "--set", "learning_rate=0.03", "--set", "spike=1.5")
    assert said.status == 1
    assert "step 24: the loss spikes" in said.err
    assert "  row 46, loss" in said.err
    parts = [line.split()[0] for line in said.err.splitlines() if line.startswith("  ")]
    assert [one for one in parts if one.isalpha() and one != "row"][-4:] == ["part", "embedding", "decoder", "end"]
    assert "error: The loss at step 24 is" in said.err
    (row,) = shell.ok("runs", "list", "--json").json
    assert row["status"] == "failed"
    shell.ok("train", "--fork", 1, "--on-alarm", "go_on")  # its last state is kept


def test_that_a_training_is_told_what_to_do_from_another_terminal(shell: Shell, home: Path, recipe: Path, start: Start) -> None:
    process = start("train", recipe, "--steps", 100_000, "--set", "eval_every=0", "--json", home=home)
    _await(process, b"TrainStep")
    assert shell.ok("runs", "tell", 1, "learning_rate", 0.001).out == "told run 1: learning_rate 0.001\n"
    shell.ok("runs", "tell", 1, "go_back", 3)
    shell.ok("runs", "tell", 1, "stop")
    events = objects(process.communicate(timeout=60)[0].decode())
    told = [(event["verb"], event["number"], event["refused"]) for event in events if event.get("event") == "TrainTold"]
    assert told == [("learning_rate", 0.001, ""), ("go_back", 3.0, "training-state-gone"), ("stop", 0.0, "")]
    assert "not running" in shell("runs", "tell", 1, "stop").err
    assert shell("runs", "tell", 1, "go_back").status == 2
    assert shell("runs", "tell", 1, "stop", 3).status == 2
    assert "0 to 10,000,000" in shell("runs", "tell", 1, "eval_every", 1e9).err


def _await(process: subprocess.Popen[bytes], word: bytes) -> None:
    assert process.stdout is not None
    while word not in (line := process.stdout.readline()):
        assert line, "it ended"
