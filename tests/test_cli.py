"""The command line: what scripts rely on."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path

import numpy as np
import pytest
from cli_samples import N_HEADS, N_LAYERS, Said, Shell, Start, save_model

from workbench.cli.output import width
from workbench.store import Store
from workbench.values import Progress, RunListRequest

TEXT = "The 한국어 text"


@pytest.fixture(scope="session")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_model(tmp_path_factory.mktemp("cli") / "small")


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, home: Path) -> Shell:
    return Shell(capsys, monkeypatch)


# tokenize


def test_that_tokenize_tells_ids_and_spans_that_partition_the_text(shell: Shell, model: Path) -> None:
    told = shell.ok("tokenize", "--model", model, TEXT, "--json").json
    assert {"ids", "tokens", "byte_spans", "char_spans"} <= set(told)
    assert "stages" not in told
    assert [span[0] for span in told["byte_spans"]] == list(range(len(TEXT.encode())))
    assert told["byte_spans"][-1][1] == len(TEXT.encode())
    assert len(told["ids"]) == len(told["tokens"]) == len(told["char_spans"])


def test_that_standard_input_is_the_same_text_to_the_byte(shell: Shell, model: Path) -> None:
    given = shell.ok("tokenize", "-m", model, "a\r\n한\n", "--json").json
    assert shell.ok("tokenize", "-m", model, "-", "--json", stdin="a\r\n한\n".encode()).json == given


def test_that_stages_show_the_pipeline(shell: Shell, model: Path) -> None:
    told = shell.ok("tokenize", "-m", model, "ab", "--stages", "--json").json
    assert [stage["name"] for stage in told["stages"]][-3:] == ["model", "post_processor", "ids"]
    assert told["stages"][-1]["pieces"] == [str(one) for one in told["ids"]]
    assert all(len(stage["pieces"]) == len(stage["columns"]) == len(stage["changes"]) for stage in told["stages"])


def test_that_stages_stand_under_one_another_also_for_wide_characters(shell: Shell, model: Path) -> None:
    lines = shell.ok("tokenize", "-m", model, "한a " * 40, "--stages").out.split("\n\n")[0].splitlines()
    places = {line.split()[0]: _bars(line) for line in lines}
    assert set(places["text"]) <= set(places["ids"])
    assert places["ids"] == places["BPE"]
    assert max(width(line) for line in lines) <= 130


def _bars(line: str) -> list[int]:
    return [width(line[:at]) for at, character in enumerate(line) if character == "│"]


def test_that_standard_input_that_is_not_utf8_is_an_error_with_its_place(shell: Shell, model: Path) -> None:
    said = shell("tokenize", "-m", model, "-", stdin="가나".encode("cp949"))
    assert (said.status, said.out) == (1, "")
    assert said.err.startswith("error: Standard input is not UTF-8: byte 0xb0 at position 0. — ")


def test_that_bytes_of_an_argument_that_are_not_utf8_are_an_error(shell: Shell, model: Path) -> None:
    said = shell("tokenize", "-m", model, "half \udcb0")
    assert said.status == 1
    assert "lone surrogate at character 5" in said.err


# score, trace


def test_that_score_adds_up(shell: Shell, model: Path) -> None:
    told = shell.ok("score", "-m", model, TEXT, "--json").json
    first, *others = told["tokens"]
    assert (first["logprob"], first["entropy"], first["rank"]) == (None, None, None)
    assert told["nll"] == pytest.approx(-sum(token["logprob"] for token in others), rel=1e-5)
    assert told["perplexity"] == pytest.approx(np.exp(told["nll"] / len(others)), rel=1e-5)
    assert told["bits_per_byte"] * told["n_bytes"] * np.log(2) == pytest.approx(told["nll"], rel=1e-5)
    assert "nats_per_char" in told
    assert f"total {told['nll']:.3f} nats" in shell.ok("score", "-m", model, TEXT).out


def test_that_the_score_of_an_encoder_is_said_to_be_a_pseudo_score(shell: Shell) -> None:
    told = shell.ok("score", "-m", "starter-masked", "The dog sleeps.", "--json").json
    scored = [token["logprob"] for token in told["tokens"] if token["logprob"] is not None]
    assert told["method"] == "masked"
    assert told["nll"] == pytest.approx(-sum(scored), abs=1e-4)
    out = shell.ok("score", "-m", "starter-masked", "The dog sleeps.").out
    assert "pseudo-log-likelihood" in out
    assert "pseudo-perplexity" in out


def test_that_trace_writes_what_was_asked_for(shell: Shell, model: Path, tmp_path: Path) -> None:
    out = tmp_path / "t.npz"
    shell.ok("trace", "-m", model, TEXT, "--out", out)
    n = len(TEXT.encode())
    with np.load(out) as arrays:
        assert arrays["pattern"].shape == (N_LAYERS, N_HEADS, n, n)
        assert arrays["resid"].shape[:2] == (N_LAYERS + 1, n)
        assert arrays["logits"].shape[0] == n
        whole = arrays["pattern"]
    told = shell.ok("trace", "-m", model, TEXT, "--out", out, "--what", "pattern", "--layers", "1", "--heads", "0,2-3", "--json").json
    with np.load(out) as arrays:
        assert set(arrays) == {"ids", "layers", "heads", "pattern"}
        assert arrays["ids"].tolist() == told["ids"]
        np.testing.assert_array_equal(arrays["pattern"], whole[[1]][:, [0, 2, 3]])
    assert [run["kind"] for run in shell.ok("runs", "list", "--json").json] == ["trace", "trace"]


@pytest.mark.parametrize("options", [("--what", "colours"), ("--layers", "7"), ("--heads", "9")])
def test_that_trace_refuses_what_there_is_not(shell: Shell, model: Path, tmp_path: Path, options: tuple[str, str]) -> None:
    said = shell("trace", "-m", model, TEXT, "--out", tmp_path / "t.npz", *options)
    assert said.status == 1
    assert "Allowed is" in said.err
    assert not (tmp_path / "t.npz").exists()


# generate and runs


def test_that_generate_tells_what_scripts_use(shell: Shell, model: Path) -> None:
    options = ("--temperature", 0.8, "--top-k", 20, "--seed", 5, "--max-new-tokens", 6, "--samplers", "top_k,temperature")
    told = shell.ok("generate", "-m", model, TEXT, *options, "--logprobs", 3, "--json").json
    assert {"run_id", "prompt_ids", "ids", "text", "finish_reason", "tokens_per_second"} <= set(told)
    assert (told["run_id"], told["finish_reason"], len(told["ids"])) == (1, "length", 6)
    assert [step["id"] for step in told["steps"]] == told["ids"]
    assert all(len(step["top"]) == 3 and set(step["top"][0]) == {"id", "text", "logprob_raw", "logprob_final"} for step in told["steps"])
    again = shell.ok("generate", "-m", model, TEXT, *options, "--json").json
    assert "steps" not in again
    assert again["ids"] == told["ids"]


def test_that_every_stage_has_its_options_and_a_preset_is_where_they_begin(shell: Shell, model: Path) -> None:
    options = (
        "--preset", "llama.cpp", "--typical-p", 0.9, "--presence-penalty", 0.1, "--frequency-penalty", 0.2, "--no-repeat-ngram", 3,
        "--dry-multiplier", 0.8, "--dry-base", 2, "--dry-allowed-length", 3, "--xtc-probability", 0.5, "--xtc-threshold", 0.2,
        "--logit-bias", "a=b=1.5", "--logit-bias", "c=-2", "--ban", "d", "--force", "x", "--force", "2=y=", "--max-new-tokens", 4,
    )  # fmt: skip
    said = shell.ok("generate", "-m", model, TEXT, *options, "--seed", 1, "--json")
    sampler = said.json["sampler"]
    assert (sampler["temperature"], sampler["top_k"], sampler["min_p"], sampler["penalty_last_n"]) == (0.8, 40, 0.05, 64)
    assert (sampler["typical_p"], sampler["no_repeat_ngram"], sampler["dry_base"], sampler["xtc_threshold"]) == (0.9, 3, 2.0, 0.2)
    assert sampler["logit_bias"] == [["a=b", 1.5], ["c", -2.0]]
    assert (sampler["banned"], sampler["forced"]) == (["d"], [[0, "x"], [2, "y="]])
    assert sampler["order"][-1] == "temperature"
    assert "note: forced has no effect, for the order of the stages leaves forced out" in said.err
    assert "note: no_repeat_ngram has no effect" in said.err
    forced = shell.ok("generate", "-m", model, TEXT, "--force", "xyz", "--max-new-tokens", 4, "--json").json
    assert forced["text"].startswith("xyz")
    assert shell("runs", "replay", 1).status == 0


def test_that_beams_are_told_with_their_scores_and_recorded(shell: Shell, model: Path) -> None:
    told = shell.ok("generate", "-m", model, TEXT, "--beams", 3, "--max-new-tokens", 4, "--json").json
    assert {"run_id", "prompt_ids", "ids", "text", "finish_reason", "tokens_per_second"} <= set(told)
    assert len(told["beams"]) == 3
    assert [beam["score"] for beam in told["beams"]] == sorted((beam["score"] for beam in told["beams"]), reverse=True)
    assert told["beams"][0]["ids"] == told["ids"]
    assert "run 2]" in shell.ok("generate", "-m", model, TEXT, "--beams", 2, "--max-new-tokens", 3).err
    assert [row["kind"] for row in shell.ok("runs", "list", "--json").json] == ["beam", "beam"]
    assert len(shell.ok("runs", "show", 1, "--json").json["events"]) == 5
    refused = shell("generate", "-m", model, TEXT, "--beams", 2, "--temperature", 1, "--seed", 2)
    assert refused.status == 2
    assert "temperature, seed" in refused.err


def test_that_a_token_the_samplers_removed_has_no_final_probability(shell: Shell, model: Path) -> None:
    told = shell.ok("generate", "-m", model, TEXT, "--temperature", 1, "--top-k", 1, "--max-new-tokens", 2, "--logprobs", 2, "--json").json
    assert [[top["logprob_final"] for top in step["top"]] for step in told["steps"]] == [[0.0, None], [0.0, None]]


def test_that_the_text_streams_to_standard_output_alone(shell: Shell, model: Path) -> None:
    options = ("generate", "-m", model, TEXT, "--max-new-tokens", 5)
    told = shell.ok(*options, "--json").json
    said = shell.ok(*options)
    assert said.out == told["text"] + "\n"
    assert "run 2]" in said.err
    assert "raw" in shell.ok(*options, "--logprobs", 2).out


def test_that_a_run_is_listed_shown_replayed_and_deleted(shell: Shell, model: Path) -> None:
    shell.ok("generate", "-m", model, TEXT, "--temperature", 1, "--seed", 1, "--max-new-tokens", 5, "--json")  # draws no end
    shell.ok("score", "-m", model, "another")
    rows = shell.ok("runs", "list", "--json").json
    assert [row["id"] for row in rows] == [2, 1]
    assert {"id", "kind", "status", "model", "created_at_utc", "summary"} <= set(rows[0])
    assert [row["id"] for row in shell.ok("runs", "list", "--query", "국어", "--json").json] == [1]
    shown = shell.ok("runs", "show", 1, "--json").json
    assert (shown["status"], shown["request"]["subject"]["text"], len(shown["steps"])) == ("done", TEXT, 5)
    assert shown["steps"][0]["draw"] is not None
    assert TEXT in shell.ok("runs", "show", 1).out
    replayed = shell.ok("runs", "replay", 1, "--json").json
    assert (replayed["identical"], replayed["n_steps"], replayed["largest_logprob_difference"]) == (True, 5, 0.0)
    assert "came out again" in shell.ok("runs", "replay", 1).out
    assert shell("runs", "replay", 2).err.startswith("error: Run 2 cannot be replayed")
    assert shell("runs", "delete", 1, 99).err.startswith("error: There is no run 99")
    shell.ok("runs", "delete", 1)
    assert [row["id"] for row in shell.ok("runs", "list", "--json").json] == [2]
    assert shell("runs", "show", 1).status == 1
    assert shell.ok("runs", "check", "--json").json == {"ok": True, "problems": []}


def test_that_a_replay_names_the_step_that_differs(shell: Shell, model: Path, tmp_path: Path) -> None:
    mine = save_model(tmp_path / "mine")
    shell.ok("generate", "-m", mine, TEXT, "--max-new-tokens", 4)
    weights = bytearray((mine / "model.safetensors").read_bytes())
    weights[-4000:] = bytes(4000)
    (mine / "model.safetensors").write_bytes(weights)
    said = shell("runs", "replay", 1)
    assert said.status == 1
    assert "run 1 differs at step 0: it was" in said.out
    assert "changed since: model sha256" in said.out
    assert "it may come from another file under the model's name" in said.out
    told = shell("runs", "replay", 1, "--json").json
    assert told["first_difference"]["step"] == 0
    assert told["changed"]["model sha256"]["then"] != told["changed"]["model sha256"]["now"]
    assert told["causes"][0] == "model"


def test_that_a_damaged_record_fails_the_check(shell: Shell, model: Path, home: Path) -> None:
    shell.ok("score", "-m", model, TEXT)
    from workbench.store.sqlite import sqlite3

    connection = sqlite3.connect(str(home / "workbench.db"), isolation_level=None)
    connection.execute("UPDATE texts SET text = 'changed'")
    connection.close()
    said = shell("runs", "check", "--json")
    assert (said.status, said.json["ok"], len(said.json["problems"])) == (1, False, 1)


def test_that_work_goes_on_when_it_cannot_be_recorded(shell: Shell, model: Path, home: Path) -> None:
    home.mkdir()
    (home / "workbench.db").write_text("no database, " * 1000)
    said = shell.ok("generate", "-m", model, TEXT, "--max-new-tokens", 2, "--json")
    assert said.json["run_id"] is None
    assert said.err.count("warning: ") == 1
    assert "is no database" in said.err
    assert shell("runs", "list").err.startswith("error: ")


# models


def test_that_a_model_is_described_by_blocks_and_tensors(shell: Shell, model: Path) -> None:
    told = shell.ok("model", "--model", model, "--json").json
    assert told["n_blocks"] == N_LAYERS
    assert sum(tensor["n_parameters"] for tensor in told["tensors"]) == told["n_parameters"]
    assert all({"name", "block", "shape", "type", "n_parameters"} <= set(tensor) for tensor in told["tensors"])
    assert "model.layers.0…1.mlp.up_proj.weight" in shell.ok("model", "--model", model).out
    assert shell.ok("models", "info", model, "--json").json["family"] == "llama"


def test_that_known_models_are_listed_without_torch(home: Path) -> None:
    program = "import sys; from workbench.cli import main; main(['models', 'list', '--json']); assert 'torch' not in sys.modules"
    said = start_python(program, home)
    assert said.status == 0, said.err
    assert [one["installed"] for one in json.loads(said.out) if one["name"] == "smollm2-135m-instruct"] == [False]


@pytest.mark.parametrize(
    "arguments", ["['--help']", "['runs', 'list']", "['runs', 'check']", "['models', 'verify', 'nothing']", "['trace', '--help']"]
)
def test_that_light_commands_import_neither_torch_nor_qt(home: Path, arguments: str) -> None:
    program = f"import sys; from workbench.cli import main; main({arguments}); assert not {{'torch', 'PySide6'}} & set(sys.modules)"
    said = start_python(program, home)
    assert said.status == 0, said.err


def test_that_help_needs_neither_numpy_nor_the_database(home: Path) -> None:
    program = "import sys; from workbench.cli import main; main(['--help']); assert not {'numpy', 'sqlite_utils'} & set(sys.modules)"
    assert start_python(program, home).status == 0


def start_python(program: str, home: Path) -> Said:
    import os
    import subprocess

    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, env={**os.environ, "WORKBENCH_HOME": str(home)})
    return Said(done.returncode, done.stdout, done.stderr)


# failures, wrong usage, cancelling


@pytest.mark.parametrize(
    "arguments",
    [
        ("tokenize", "-m", "no-such-model", "text"),
        ("score", "-m", "no-such-model", "text"),
        ("generate", "-m", "smollm2-135m-instruct", "text"),
        ("models", "fetch", "no-such-model"),
        ("models", "verify", "smollm2-135m-instruct"),
        ("model", "-m", "run:1@5"),
        ("runs", "show", "5"),
        ("runs", "replay", "5"),
    ],
)
def test_that_a_failure_is_one_line_of_what_why_and_remedy(shell: Shell, arguments: tuple[str, ...]) -> None:
    said = shell(*arguments)
    assert (said.status, said.out) == (1, "")
    assert said.err.startswith("error: ")
    assert said.err.count("\n") == 1
    assert " — " in said.err
    assert "{" not in said.err


def test_that_empty_and_too_long_texts_are_named(shell: Shell, model: Path) -> None:
    assert shell("score", "-m", model, "").err.startswith("error: The text is empty.")
    assert shell("score", "-m", model, "x" * 65).err.startswith("error: The text has 65 tokens; small reads at most 64.")
    assert [run["status"] for run in shell.ok("runs", "list", "--json").json] == ["failed", "failed"]


@pytest.mark.parametrize(
    "arguments",
    [
        ("nonsense",),
        ("tokenize", "text"),
        ("generate", "-m", "m", "text", "--temperature", "-1"),
        ("generate", "-m", "m", "text", "--samplers", "top_k,magic"),
        ("generate", "-m", "m", "text", "--samplers", "top_k,top_k"),
        ("generate", "-m", "m", "text", "--logit-bias", "much"),
        ("generate", "-m", "m", "text", "--preset", "unheard-of"),
        ("trace", "-m", "m", "text", "--out", "x.npz", "--layers", "one"),
        ("screenshot", "--panel", "tokens", "--out", "x.png", "--size", "big"),
        ("runs", "show", "first"),
        ("runs", "delete"),
    ],
)
def test_that_wrong_usage_is_status_2(shell: Shell, arguments: tuple[str, ...]) -> None:
    said = shell(*arguments)
    assert (said.status, said.out) == (2, "")
    assert "Error: " in said.err


def test_that_ctrl_c_cancels_the_run_and_keeps_what_it_wrote(smollm2: Path, shell: Shell, home: Path, start: Start) -> None:
    process = start("generate", "-m", smollm2, "Once upon a time", "--max-new-tokens", 5000, home=home)
    assert process.stdout is not None
    written = process.stdout.read(1)
    process.send_signal(signal.SIGINT)
    rest, err = process.communicate(timeout=60)
    assert (process.returncode, err) == (130, b"cancelled\n")
    (row,) = shell.ok("runs", "list", "--json").json
    assert row["status"] == "cancelled"
    steps = shell.ok("runs", "show", row["id"], "--json").json["steps"]
    assert "".join(step["text"] for step in steps).encode().startswith(written + rest)


def test_that_interrupting_an_operation_is_status_130(shell: Shell, model: Path, home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from workbench import engine

    def interrupted(_model: object, _request: object, *, stopped: object) -> object:
        yield Progress("score", 0, 2, "tokens")
        raise KeyboardInterrupt

    monkeypatch.setattr(engine, "score", interrupted)
    said = shell("score", "-m", model, TEXT)
    assert (said.status, said.err) == (130, "cancelled\n")
    assert statuses(home) == ["cancelled"]


def test_that_a_reader_who_has_seen_enough_is_no_failure(shell: Shell, model: Path, home: Path, start: Start) -> None:
    process = start("generate", "-m", model, "a", "--max-new-tokens", 60, "--logprobs", 200, home=home)
    assert process.stdout is not None
    assert process.stderr is not None
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert process.wait(60) == 0
    assert b"Traceback" not in err
    assert b"BrokenPipe" not in err
    assert statuses(home) in (["cancelled"], ["done"])


def statuses(home: Path) -> list[str]:
    store = Store(home / "workbench.db")
    found = store.answer(RunListRequest())
    store.close()
    return [row.status for row in found.rows]


def test_that_the_module_and_the_script_are_the_same_command(home: Path, start: Start) -> None:
    process = start("--version", home=home)
    out, _ = process.communicate()
    assert out.decode().startswith("workbench, version ")


# probe


def test_that_probe_tells_means_interval_and_pairs_and_is_recorded(shell: Shell, model: Path, tmp_path: Path) -> None:
    table = tmp_path / "mine.csv"
    table.write_text("template,he,she\n" + "".join(f"t{n},he{n},she{n}\n" for n in range(5)), encoding="utf-8")
    told = shell.ok("probe", "-m", model, "--pairs", table, "--json").json
    assert (told["sides"], told["table"], told["scored"]) == (["he", "she"], "mine", "exact")
    assert (len(told["templates"]), len(told["pairs"])) == (5, 5)
    assert told["low"] <= told["mean"] <= told["high"]
    assert told["pairs"][0]["difference"] == pytest.approx(told["pairs"][0]["a_nats"] - told["pairs"][0]["b_nats"])
    row = next(row for row in shell.ok("runs", "list", "--json").json if row["id"] == told["run_id"])
    assert (row["kind"], row["status"]) == ("bias", "done")
    assert row["summary"].startswith("mine → he - she: ")


def test_that_probe_says_what_four_templates_are_too_few_for(shell: Shell, model: Path, tmp_path: Path) -> None:
    table = tmp_path / "few.csv"
    table.write_text("template,he,she\n" + "".join(f"t{n},he{n},she{n}\n" for n in range(4)), encoding="utf-8")
    said = shell.ok("probe", "-m", model, "--pairs", table).out
    assert "no interval: 4 of the 5 templates it needs" in said
    assert shell.ok("probe", "-m", model, "--pairs", table, "--json").json["low"] is None
    table.write_text("template,he,she\nt,he,\n", encoding="utf-8")
    assert "Row 1 has no text for she" in shell("probe", "-m", model, "--pairs", table).err
