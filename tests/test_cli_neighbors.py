"""`workbench neighbors` from outside."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from cli_samples import Shell, save_model
from safetensors.numpy import load_file

from workbench.library import locate, open_tokenizer


@pytest.fixture(scope="module")
def model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_model(tmp_path_factory.mktemp("neighbors") / "made")


@pytest.fixture
def shell(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Shell:
    return Shell(capsys, monkeypatch)


def test_that_the_nearest_tokens_are_those_of_the_files_own_table(model: Path, shell: Shell) -> None:
    found = shell.ok("neighbors", "--model", model, "A", "--metric", "dot", "--k", 5, "--json").json
    table = load_file(next(model.glob("*.safetensors")))["model.embed_tokens.weight"].astype(np.float64)
    (token,) = open_tokenizer(locate(str(model))).encode("A").ids.tolist()
    wanted = np.argsort(-(table @ table[token]), kind="stable")[:5]
    assert [row["id"] for row in found["neighbors"]] == wanted.tolist()
    assert found["used"] == [{"id": token, "token": "A"}]


def test_that_an_unknown_token_is_said_in_one_line(model: Path, shell: Shell) -> None:
    said = shell("neighbors", "--model", model, "nowhere")
    assert said.status == 1
    assert said.err.startswith("error: No item is called 'nowhere'")
