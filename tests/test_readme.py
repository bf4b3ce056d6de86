"""What the README says can be done is done here, word for word, on the real model."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from cli_samples import Shell

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
BLOCKS = re.findall(r"^```(\w+)\n(.*?)^```$", README, re.MULTILINE | re.DOTALL)
COMMANDS = [line for kind, block in BLOCKS if kind == "sh" for line in block.splitlines() if line.startswith("workbench ")]
PYTHON = [block for kind, block in BLOCKS if kind == "python"]


@pytest.fixture
def folder(smollm2: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder to work in, beside a data folder that holds SmolLM2."""
    models = tmp_path / "home" / "models"
    models.mkdir(parents=True)
    (models / smollm2.parent.name).symlink_to(smollm2.parent, target_is_directory=True)
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    made = tmp_path / "here"
    made.mkdir()
    shutil.copy(ROOT / "README.md", made)  # a text file to work on
    return made


def packages(text: str) -> set[str]:
    return set(re.findall(r"\b(?:lib[\w.+-]+|fonts-[\w-]+)\b", text))


def test_that_the_quick_start_has_two_commands():
    start = README.split("## Quick start")[1].split("\n## ")[0]
    commands = [line for line in start.splitlines() if line.startswith("python3 ")]
    assert commands == [
        "python3 -m venv .venv && .venv/bin/pip install . && .venv/bin/workbench",
        "python3 -m venv .venv && .venv/bin/pip install -e '.[dev]' && .venv/bin/python -m pytest",
    ]


def test_that_continuous_integration_installs_every_package_the_readme_names():
    named = packages(next(block for kind, block in BLOCKS if "apt-get install" in block))
    assert len(named) > 20
    assert named <= packages((ROOT / ".ci" / "run").read_text(encoding="utf-8"))


def test_that_every_picture_is_there():
    assert [name for name in re.findall(r"!\[[^]]*]\(([^)]+)\)", README) if not (ROOT / name).is_file()] == []


def test_that_every_command_line_example_works(folder: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]):
    # In one process: eight would import torch eight times, and take half a minute.
    monkeypatch.chdir(folder)
    shell = Shell(capsys, monkeypatch)
    assert len(COMMANDS) >= 8
    trained = ""
    for line in COMMANDS:
        arguments = shlex.split(line.replace("run:12", f"run:{trained}"), comments=True)[1:]  # its number depends on the examples before
        said = shell(*arguments)
        trained = next(iter(re.findall(r"^run (\d+): done", said.out, re.MULTILINE)), trained)
        assert said.out, f"{line}\n{said.err}"
        # The doctor also speaks of the machine, which may lack a font or a library.
        assert said.status == 0 or arguments == ["doctor"], f"{line}\n{said.err}"
    with np.load(folder / "trace.npz") as arrays:
        assert arrays["layers"].tolist() == [0, 5]
        assert arrays["pattern"].shape[:2] == (2, 9)


def test_that_the_python_example_says_paris(folder: Path):
    [example] = PYTHON
    command = [sys.executable, "-W", "error", "-c", example]
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"}
    found = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, encoding="utf-8", check=False, timeout=200)
    assert found.returncode == 0, found.stderr
    assert "Paris" in found.stdout
    assert '# " Paris"' in example
    with np.load(folder / "trace.npz") as arrays:
        assert arrays["pattern"].shape == (1, 9, 5, 5)
        assert arrays["layers"].tolist() == [5]
