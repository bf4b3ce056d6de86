"""`workbench train`: what scripts and people at a terminal rely on."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from cli_samples import Shell, Start

from workbench.cli.interrupting import interruptible

RECIPE = """
objective = "causal"
n_steps = 100000
batch_tokens = 64
micro_rows = 2
warmup_steps = 2
eval_every = 0
checkpoint_every = 0
sample_every = 0
valid_rows = 2
prompts = ["나는 "]

[architecture]
kind = "decoder"
n_layers = 1
n_heads = 2
d_model = 16
d_mlp = 32
n_ctx = 32
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


def test_that_a_training_tells_each_event_and_last_its_outcome(shell: Shell, recipe: Path) -> None:
    *events, last = objects(shell.ok("train", recipe, "--steps", 3, "--json").out)
    assert [event["event"] for event in events] == [
        "TrainStarted", "TrainStep", "TrainStep", "TrainStep", "TrainValidation", "TrainSample", "TrainCheckpoint",
    ]  # fmt: skip
    assert {"run_id", "status", "step", "train_loss", "val_loss", "tokens_per_second"} <= set(last)
    assert (last["run_id"], last["status"], last["step"]) == (1, "done", 3)
    assert (last["train_loss"], last["val_loss"]) == (events[3]["loss"], events[4]["loss"])
    assert last["entropy_nats"] is None  # nobody knows that of the corpus
    (row,) = shell.ok("runs", "list", "--json").json
    assert (row["kind"], row["status"], row["model"]) == ("train", "done", "tiny")
    assert row["summary"].startswith("causal · ")


def test_that_a_chain_of_letters_is_told_with_its_entropy(shell: Shell, recipe: Path) -> None:
    told = shell.ok("train", recipe, "--steps", 1, "--set", "data=markov", "--set", "tokenizer=characters", "--json").out
    assert objects(told)[-1]["entropy_nats"] == pytest.approx(1.8987, abs=1e-4)


def test_that_counting_is_told_without_rates_and_named_by_its_length(shell: Shell) -> None:
    said = shell.ok("train", "--preset", "ngram", "--steps", 2, "--set", "architecture.order=3", "--set", "valid_rows=4")
    assert "0 n-grams" in said.err
    assert "rate" not in said.err
    (row,) = shell.ok("runs", "list", "--json").json
    assert row["summary"].startswith("causal · 3-gram · loss ")


@pytest.mark.parametrize(
    ("preset", "head"), [("spans", ""), ("answers", ""), ("tags", "words"), ("sentiment", "text"), ("sentiment-lora", "text")]
)
def test_that_a_preset_of_each_objective_trains(shell: Shell, preset: str, head: str) -> None:
    few = [part for setting in ("valid_rows=8", "batch_tokens=8", "micro_rows=8") for part in ("--set", setting)]
    started, *events, last = objects(shell.ok("train", "--preset", preset, "--steps", 2, *few, "--json").out)
    assert (last["status"], last["step"]) == ("done", 2)
    assert 0 <= last["accuracy"] <= 1
    assert [event["event"] for event in events].count("TrainSample") == 2
    assert sum(started["label_shares"]) == pytest.approx(1.0 if head else 0.0)
    if head:
        found = shell.ok("classify", "--model", "run:1", "The soup was good.", "--json").json
        assert found["labels"] == started["labels"]
        assert all(sum(one["probs"]) == pytest.approx(1.0) for one in found["classes"])
        assert (len(found["classes"]) == 1) == (head == "text")


def test_that_a_table_of_ones_own_is_learned_with_its_classes_told(shell: Shell, tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("review;stars\n" + "".join(f"it was {('bad', 'good')[n % 3 > 0]} {n};{n % 3}\n" for n in range(90)), "utf-8")
    settings = ["objective=labels", f"data={table}", 'columns=["review", "stars"]', "architecture.kind=encoder", "eval_every=1"]
    said = shell.ok("train", "--preset", "sentiment", "--steps", 1, *(part for one in settings for part in ("--set", one)))
    assert "3 classes: " in said.err
    assert "always naming " in said.err
    assert "% right" in said.err
    first, *_ = shell.ok("classify", "--model", "run:1", "it was good").out.splitlines()
    assert first.split()[1] in ("0", "1", "2")
    assert "tells no classes" in shell("classify", "--model", "starter", "it was good").err


def test_that_what_was_trained_opens_as_a_model_and_goes_on_as_a_new_run(shell: Shell, recipe: Path) -> None:
    shell.ok("train", recipe, "--steps", 3, "--set", "checkpoint_every=2")
    assert (
        shell.ok("tokenize", "--model", "run:1", "나", "--json").json["ids"]
        == shell.ok("tokenize", "-m", "run:1@2", "나", "--json").json["ids"]
    )
    assert "2, 3" in shell("models", "info", "run:1@1").err
    first, *_, last = objects(shell.ok("train", "--resume", 1, "--steps", 5, "--json").out)
    assert (first["first_step"], last["run_id"], last["step"]) == (3, 2, 5)
    assert shell.ok("models", "info", "run:2@5", "--json").json["family"] == "llama"


def test_that_a_run_is_asked_by_its_newest_checkpoint_or_that_of_a_step(shell: Shell, recipe: Path) -> None:
    shell.ok("train", recipe, "--steps", 3, "--set", "checkpoint_every=2")
    told = {one: shell.ok("score", "--model", one, "나는 사과", "--json").json for one in ("run:1", "run:1@last", "run:1@3", "run:1@2")}
    assert told["run:1"]["nll"] == told["run:1@last"]["nll"] == told["run:1@3"]["nll"] != told["run:1@2"]["nll"]
    assert told["run:1@last"]["model"] == "run:1@3", "the newest is called by its step: another may be it tomorrow"
    shell.ok("trace", "--model", "run:1@last", "나는 사과", "--out", recipe.with_name("trace.npz"))
    shell.ok("generate", "--model", "run:1", "나는", "--max-new-tokens", 2)
    assert {row["model"] for row in shell.ok("runs", "list", "--json").json if row["kind"] != "train"} == {"run:1@3", "run:1@2"}


def test_that_people_read_losses_pace_and_samples(shell: Shell, recipe: Path) -> None:
    said = shell.ok("train", recipe, "--steps", 2)
    assert "step 2/2  loss" in said.err
    assert "tokens/s" in said.err
    assert "left" in said.err
    assert "나는 " in said.err
    outcome, path = said.out.splitlines()
    assert outcome.startswith("run 1: done at step 2, loss ")
    assert Path(path).name == "step-00000002"


@pytest.mark.parametrize(
    ("arguments", "status", "told"),
    [
        ((), 2, "--preset"),
        (("x.toml", "--preset", "chars"), 2, "--preset"),
        (("--resume", "1", "--set", "seed=2"), 2, "--set"),
        (("--preset", "nothing"), 1, "translate-numbers"),
        (("--preset", "chars", "--set", "d_model=1"), 1, "d_model"),
        (("--preset", "chars", "--set", "data=/nowhere/at.all"), 1, "/nowhere/at.all"),
        (("--resume", "9"), 1, "run 9"),
    ],
)
def test_that_a_wrong_call_is_told(shell: Shell, arguments: tuple[str, ...], status: int, told: str) -> None:
    said = shell("train", *arguments)
    assert (said.status, said.out) == (status, "")
    assert told in said.err


def test_that_only_a_training_that_has_ended_goes_on(shell: Shell, home: Path, recipe: Path, start: Start) -> None:
    process = start("train", recipe, "--json", home=home)
    _await(process, b"TrainStep")
    assert "training at this moment" in shell("train", "--resume", 1).err
    process.send_signal(signal.SIGINT)
    out, err = process.communicate(timeout=60)
    *_, last = objects(out.decode())
    assert process.returncode == 130
    assert b"Ctrl+C again" in err
    assert (last["status"], last["stopped"]) == ("cancelled", True)
    assert Path(last["path"], "model.safetensors").is_file()
    (row,) = shell.ok("runs", "list", "--json").json
    assert row["status"] == "cancelled"


def _await(process: subprocess.Popen[bytes], word: bytes) -> None:
    assert process.stdout is not None
    while word not in (line := process.stdout.readline()):
        assert line, "it ended"


SECOND = """
import os, signal
from workbench.cli.interrupting import interruptible
with interruptible("Once more ends it.") as stop:
    os.kill(os.getpid(), signal.SIGINT)
    assert stop.wait(5)
    os.kill(os.getpid(), signal.SIGINT)
    print("it goes on")
"""


@pytest.mark.skipif(os.name == "nt", reason="sends itself no signals")
def test_that_a_training_that_nobody_reads_any_more_stops_and_keeps(shell: Shell, home: Path, recipe: Path) -> None:
    command = [sys.executable, "-P", "-m", "workbench", "train", str(recipe), "--json"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        assert process.stdout is not None
        for _ in range(3):
            assert process.stdout.readline()
        process.stdout.close()
        assert process.wait(60) == 0
    (row,) = shell.ok("runs", "list", "--json").json
    assert row["status"] == "cancelled"
    assert list(home.rglob("model.safetensors"))


def test_that_a_second_interrupt_ends_at_once() -> None:
    ended = subprocess.run([sys.executable, "-c", SECOND], capture_output=True, check=False, timeout=60)
    assert (ended.returncode, ended.stdout, ended.stderr) == (-signal.SIGINT, b"", b"\nOnce more ends it.\n")


CLOSED = """
import fcntl, os, pathlib, sys, termios
fcntl.ioctl(0, termios.TIOCSCTTY, 0)
from workbench.cli.interrupting import interruptible
with interruptible("Once more ends it.") as stop:
    print("begun", flush=True)
    assert stop.wait(30)
    for stream in (sys.stdout, sys.stderr):
        print("said to nobody", file=stream, flush=True)
    pathlib.Path(sys.argv[1]).write_text("kept")
"""


@pytest.mark.skipif(os.name == "nt", reason="has no terminals that hang up")
def test_that_a_closed_terminal_stops_and_keeps(tmp_path: Path) -> None:
    ours, theirs = os.openpty()
    command = [sys.executable, "-c", CLOSED, str(tmp_path / "kept")]
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, start_new_session=True)
    os.close(theirs)
    seen = b""
    while b"begun" not in seen:
        seen += os.read(ours, 64)
    os.close(ours)
    assert process.wait(60) == 0
    assert (tmp_path / "kept").read_text() == "kept"


@pytest.mark.skipif(os.name == "nt", reason="has no terminals that hang up")
def test_that_a_hang_up_that_is_ignored_stays_so() -> None:
    """As `nohup` has it."""
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with interruptible() as stop:
            os.kill(os.getpid(), signal.SIGHUP)
            assert not stop.wait(0.1)
    finally:
        signal.signal(signal.SIGHUP, before)


def test_that_signals_are_as_before_when_nothing_is_recorded_any_more() -> None:
    before = [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)]
    with interruptible() as stop:
        os.kill(os.getpid(), signal.SIGINT)
        assert stop.wait(5)
    assert [signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)] == before


def test_that_an_estimate_trains_nothing_and_says_what_it_would_take(shell: Shell, recipe: Path, home: Path) -> None:
    found = shell.ok("train", recipe, "--estimate", "--json").json
    assert found["n_parameters"] == found["n_trained"] > 0
    assert found["total_seconds"] >= 100_000 * found["step_seconds"] > 0
    assert found["memory_bytes"] > 0
    assert not (home / "training").exists()
    assert "all 100,000 steps" in shell.ok("train", recipe, "--estimate").out
