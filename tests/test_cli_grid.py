"""`workbench grid`: what scripts and people at a terminal rely on, on small random models and the starter."""

from __future__ import annotations

import csv
import json
import os
import signal
from pathlib import Path
from typing import Any

import pytest
from cli_samples import Shell, Start, save_model
from safetensors.numpy import load_file, save_file

from workbench.cli.grid_run import GridRun

DEFINITION = """
csv = "reviews.csv"
models = {models}
reference = "{{label}}"
labels = ["good", "bad"]
scores = ["exact", "label", {{ kind = "regex", pattern = "(?i)g" }}]
{templates}
[[settings]]
name = "greedy"
max_new_tokens = 2
"""
ROWS = [("text", "label"), *((f"It is {word}, 정말", label) for word, label in (("fine", "good"), ("dull", "bad"), ("warm", "good")))]


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, home: Path) -> Shell:
    return Shell(capsys, monkeypatch)


@pytest.fixture
def models(tmp_path: Path) -> list[str]:
    """Two, which differ: of equal ones, the second would be known before it was asked."""
    one, two = (save_model(tmp_path / name) for name in ("one", "two"))
    weights = load_file(two / "model.safetensors")
    save_file({name: 2 * tensor for name, tensor in weights.items()}, two / "model.safetensors")
    return [str(one), str(two)]


def definition(folder: Path, models: list[str], templates: list[str], rows: list[tuple[str, ...]] = ROWS) -> Path:
    with (folder / "reviews.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    spelled = "".join(f"[[templates]]\nname = 't{number}'\ntext = {json.dumps(text)}\n" for number, text in enumerate(templates))
    path = folder / "grid.toml"
    path.write_text(DEFINITION.format(models=json.dumps(models), templates=spelled), "utf-8")
    return path


def objects(out: str) -> tuple[list[dict[str, Any]], dict[str, Any]]:
    every = [json.loads(line, parse_constant=lambda name: pytest.fail(f"{name} is not JSON")) for line in out.splitlines()]
    return every[:-1], every[-1]


def test_that_each_cell_is_told_and_last_the_outcome(shell: Shell, tmp_path: Path, models: list[str]) -> None:
    cells, outcome = objects(shell.ok("grid", definition(tmp_path, models, ["{text}:", "Q {text}"]), "--json").out)
    assert sorted(cell["place"] for cell in cells) == list(range(12))
    assert {cell["state"] for cell in cells} == {"done"}
    first = next(cell for cell in cells if cell["place"] == 0)
    assert first["prompt"] == "It is fine, 정말:"
    assert [int(token) for token in first["prompt_ids"].split()] != []
    assert first["chosen_label"] in ("good", "bad")
    assert first["label"] == float(first["chosen_label"] == "good")
    assert (outcome["status"], outcome["n_done"], outcome["n_known"]) == ("done", 12, 0)
    assert len(outcome["summary"]) == 2 * 2 * 3


def test_that_the_same_grid_again_computes_nothing_and_an_edit_computes_its_cells(shell: Shell, tmp_path: Path, models: list[str]) -> None:
    path = definition(tmp_path, models, ["{text}:", "Q {text}"])
    _, first = objects(shell.ok("grid", path, "--json").out)
    _, again = objects(shell.ok("grid", "--resume", first["run_id"], "--json").out)
    assert (again["n_done"], again["n_known"]) == (12, 12)
    cells, edited = objects(shell.ok("grid", definition(tmp_path, models, ["{text}:", "R {text}"]), "--json").out)
    assert (edited["n_done"], edited["n_known"]) == (12, 6)
    assert {cell["template"] for cell in cells if cell["state"] == "done"} == {"t1"}


def test_that_the_summary_is_data_and_says_what_to_expect(shell: Shell, tmp_path: Path, models: list[str]) -> None:
    said = shell.ok("grid", definition(tmp_path, models, ["{text}:", "Q {text}"]))
    assert "expect less on new ones" in said.out
    assert "always the most frequent answer: 0.667" in said.out
    assert "Wilson's score interval" in said.out
    assert "12 cells, 0 of them known before" in said.err


def test_that_cells_and_summary_are_written(shell: Shell, tmp_path: Path, models: list[str]) -> None:
    path, cells, summary = definition(tmp_path, models, ["{text}:"]), tmp_path / "cells.csv", tmp_path / "summary.csv"
    shell.ok("grid", path, "--cells", cells, "--summary", summary)
    with cells.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 6
    assert rows[0]["prompt"] == "It is fine, 정말:"
    assert rows[0]["text"] is not None
    with summary.open(encoding="utf-8", newline="") as file:
        assert [row["score"] for row in csv.DictReader(file)] == ["exact", "label", "regex"] * 2


def test_that_a_grid_in_the_list_of_runs_says_what_it_is(shell: Shell, tmp_path: Path, models: list[str]) -> None:
    shell.ok("grid", definition(tmp_path, models, ["{text}:"]))
    [row] = shell.ok("runs", "list", "--json").json
    assert (row["kind"], row["status"]) == ("grid", "done")
    assert row["summary"] == "grid: 3 rows × 2 models · 6 of 6 cells"
    found = shell.ok("runs", "show", row["id"], "--json").json
    assert [event["class"] for event in found["events"]].count("GridCellDone") == 12
    assert shell.ok("runs", "check").out == "ok\n"


def test_that_a_model_that_is_missing_fails_its_cells_and_no_others(shell: Shell, tmp_path: Path, models: list[str]) -> None:
    said = shell("grid", definition(tmp_path, [models[0], "nowhere"], ["{text}:"]), "--json")
    cells, outcome = objects(said.out)
    assert said.status == 1
    assert (outcome["n_done"], outcome["n_failed"]) == (3, 3)
    assert {cell["error"].split(".")[0] for cell in cells if cell["state"] == "failed"} == {"There is no model nowhere"}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("templates = 3", "templates is 3"),
        ("colour = 1", "colour is 'no setting'"),
        ("seeds = ['a']", "seeds.0 is 'a'"),
        ("dtype = 'float8'", "dtype is 'float8'"),
        ("scores = ['beauty']", "scores.0.kind is 'beauty'"),
        ("rows = [{text = 'a'}, {tex = 'b'}]", "rows"),
        ("= 1", "no TOML"),
    ],
)
def test_that_a_bad_definition_names_the_key(shell: Shell, tmp_path: Path, line: str, said: str) -> None:
    path = tmp_path / "bad.toml"
    csv_line = "" if "rows" in line else "rows = [{text = 'a'}]\n"
    path.write_text(f"{csv_line}models = ['starter']\n{line}\n", "utf-8")
    found = shell("grid", path)
    assert found.status == 1
    assert said in found.err


def test_that_a_written_definition_reads_back_as_the_same_grid(tmp_path: Path, models: list[str]) -> None:
    from dataclasses import replace

    from workbench.prompts.definition import read_definition, written
    from workbench.values import GridSetting, PromptTable, SamplerSettings

    request = read_definition(str(definition(tmp_path, models, ['{text}:\n\t"한국어" \\ \x7f', "{{{text}}}"])))
    warm = GridSetting("warm", SamplerSettings(temperature=0.7, top_p=0.9, banned=("x",), logit_bias=(("a", 1.5),)), 3, ("\n\n",), 2)
    request = replace(request, settings=(*request.settings, warm), table=PromptTable(request.table.columns, request.table.rows))
    (tmp_path / "again.toml").write_text(written(request), "utf-8")
    assert read_definition(str(tmp_path / "again.toml")) == request


def test_that_a_grid_that_was_killed_goes_on_where_it_was(shell: Shell, tmp_path: Path, home: Path, start: Start) -> None:
    rows = [("text", "label"), *((f"{number} 번째 글", "good") for number in range(20))]
    path = definition(tmp_path, ["starter"], ["{text} 은", "{text} 는", "{text} 이"], rows)
    process = start("grid", path, "--json", home=home)
    assert process.stdout is not None
    told = [json.loads(process.stdout.readline()) for _ in range(7)]
    process.send_signal(signal.SIGKILL)
    process.communicate()
    assert process.returncode == -signal.SIGKILL
    [row] = shell.ok("runs", "list", "--json").json
    assert row["status"] == "interrupted"
    cells, outcome = objects(shell.ok("grid", "--resume", row["id"], "--json").out)
    known = {cell["place"]: cell for cell in cells if cell["state"] == "known"}
    assert {cell["place"] for cell in told[:-1]} <= set(known)
    assert outcome["n_known"] == len(known) < 60
    assert outcome["n_done"] == 60
    for cell in told[:-1]:
        assert known[cell["place"]] == {**cell, "state": "known"}
    edited = definition(tmp_path, ["starter"], ["{text} 은", "고친 {text} 는", "{text} 이"], rows)
    cells, outcome = objects(shell.ok("grid", edited, "--json").out)
    assert (outcome["n_done"], outcome["n_known"]) == (60, 40)
    assert {cell["template"] for cell in cells if cell["state"] == "done"} == {"t1"}


def test_that_ctrl_c_ends_a_grid_between_two_cells(
    shell: Shell, tmp_path: Path, models: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    keep = GridRun._keep
    kept: list[object] = []

    def interrupted(run: GridRun, events: list[object]) -> None:
        kept.append(events)
        if len(kept) == 2:
            os.kill(os.getpid(), signal.SIGINT)
        keep(run, events)

    monkeypatch.setattr(GridRun, "_keep", interrupted)
    said = shell("grid", definition(tmp_path, models, ["Is {text} good?"]), "--json")
    assert (said.status, len(kept)) == (130, 2)
    (row,) = shell.ok("runs", "list", "--json").json
    assert row["status"] == "cancelled"
