"""One warm process for the whole room, and good files to spoil."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from case import Attempt, Ending


@pytest.fixture(scope="session")
def attempt() -> Iterator[Attempt]:
    """attempt(path, do="run", text="...") -> Ending."""
    environment = os.environ | {"OMP_NUM_THREADS": "1", "TOKENIZERS_PARALLELISM": "false", "RUST_BACKTRACE": "0"}
    command = [sys.executable, str(Path(__file__).with_name("opener.py"))]
    process = subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment, text=True
    )

    def ask(path: Path | str, *, do: str = "run", text: str = "Hello, world") -> Ending:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.write(json.dumps({"do": do, "reference": str(path), "text": text}) + "\n")
        process.stdin.flush()
        return Ending(**json.loads(process.stdout.readline()))

    with process:
        yield ask
        assert process.stdin is not None
        process.stdin.close()


@pytest.fixture
def place() -> Iterator[Path]:
    """An empty folder that is gone afterwards: there are many cases, and some are large."""
    with tempfile.TemporaryDirectory(prefix="hostile-") as folder:
        yield Path(folder)
