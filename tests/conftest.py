"""Fixtures for every room: the real models."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs
import pytest

from workbench.library import BUILT_IN, fetch
from workbench.values import Fetched


@pytest.fixture(scope="session")
def smollm2() -> Path:
    """SmolLM2-135M-Instruct's .gguf."""
    return _installed("smollm2-135m-instruct")


@pytest.fixture(scope="session")
def minilm() -> Path:
    """all-MiniLM-L6-v2's folder."""
    return _installed("minilm-l6")


def _installed(name: str) -> Path:
    """A known model: from the models folder in `$WORKBENCH_TEST_MODELS`, or from this user's cache, fetched once."""
    entry = BUILT_IN[name]
    given = os.environ.get("WORKBENCH_TEST_MODELS")
    home = Path(platformdirs.user_cache_dir("lm-workbench-tests", appauthor=False))
    folder = (Path(given) if given else home / "models") / name
    if not (folder / entry.file).is_file() and not given:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("WORKBENCH_HOME", str(home))
            *_, fetched = fetch(name)
            assert isinstance(fetched, Fetched)
    assert (folder / entry.file).stat().st_size == entry.files[0].size_bytes, f"{folder} is not {entry.title}"
    return folder / entry.file if entry.file.endswith(".gguf") else folder
