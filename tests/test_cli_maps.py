"""`workbench map` from outside."""

from __future__ import annotations

import csv
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from cli_samples import Shell


@pytest.fixture(scope="module")
def vectors(tmp_path_factory: pytest.TempPathFactory) -> Path:
    drawn = np.random.default_rng(1)
    rows = drawn.standard_normal((160, 12)) + 4 * drawn.standard_normal((8, 12))[np.arange(160) % 8] + 3
    path = tmp_path_factory.mktemp("maps") / "rows.npz"
    np.savez(path, vectors=rows.astype(np.float32), labels=np.array([f"w{number}" for number in range(160)]))
    return path


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    return Shell(capsys, monkeypatch)


def test_that_a_map_is_written_as_a_table_with_what_each_point_is_worth(vectors: Path, shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "map.csv"
    found = shell.ok("map", "--vectors", vectors, "--out", out, "--sample", 120, "--seed", 4, "--clusters", 8, "--k", 5, "--json").json
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert len(rows) == found["n_items"] == 120
    assert [row["label"] for row in rows] == [f"w{row['item']}" for row in rows]
    assert found["quality"]["trustworthiness"] == pytest.approx(np.mean([float(row["trust"]) for row in rows]), abs=1e-4)
    assert found["quality"]["exact"]
    kinds = {int(row["item"]) % 8: row["cluster"] for row in rows}
    assert len(set(kinds.values())) == 8
    assert all(kinds[int(row["item"]) % 8] == row["cluster"] for row in rows)


def test_that_tsne_is_trusted_more_than_the_components(vectors: Path, shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "map.npz"
    plain = shell.ok("map", "--vectors", vectors, "--json").json
    found = shell.ok("map", "--vectors", vectors, "--method", "tsne", "--perplexity", 10, "--steps", 120, "--out", out, "--json").json
    assert found["quality"]["trustworthiness"] > plain["quality"]["trustworthiness"]
    with np.load(out) as file:
        assert file["places"].shape == (160, 2)
        assert file["labels"].tolist() == [f"w{number}" for number in range(160)]


def test_that_umap_is_trusted_more_than_the_components(vectors: Path, shell: Shell) -> None:
    plain = shell.ok("map", "--vectors", vectors).out
    command = [sys.executable, "-m", "workbench", "map", "--vectors", str(vectors), "--method", "umap", "--steps", "40"]
    said = subprocess.run(command, env={**os.environ, "NUMBA_DISABLE_JIT": "1"}, capture_output=True, text=True, check=True).stdout

    def trust(text: str) -> float:
        return float(text.split("trustworthiness ")[1].split(",")[0])

    assert trust(said) > trust(plain)


def test_that_own_axes_are_named_by_their_ends(vectors: Path, shell: Shell, tmp_path: Path) -> None:
    out = tmp_path / "map.csv"
    shell.ok("map", "--vectors", vectors, "--method", "own", "--x", "w0:w1", "--y", "w2:w3, w7", "--out", out)
    rows = list(csv.DictReader(out.read_text(encoding="utf-8").splitlines()))
    assert float(rows[0]["x"]) == pytest.approx(-1, abs=1e-4)
    assert float(rows[1]["x"]) == pytest.approx(1, abs=1e-4)


@pytest.mark.parametrize(
    "wrong",
    [[], ["--model", "a", "--vectors", "b"], ["--vectors", "b", "--method", "own"], ["--vectors", "b", "--first", 1, "--sample", 2]],
)
def test_that_wrong_usage_is_said(wrong: list[object], shell: Shell) -> None:
    assert shell("map", *wrong).status == 2
