"""Fixtures for every room: the real model."""

from __future__ import annotations

import os
from pathlib import Path

import platformdirs
import pytest

from workbench.library import BUILT_IN, fetch
from workbench.values import Fetched


@pytest.fixture(scope="session")
def smollm2() -> Path:
    """SmolLM2-135M-Instruct's .gguf: from the models folder in `$WORKBENCH_TEST_MODELS`, or from this user's cache, fetched once."""
    entry = BUILT_IN["smollm2-135m-instruct"]
    given = os.environ.get("WORKBENCH_TEST_MODELS")
    home = Path(platformdirs.user_cache_dir("lm-workbench-tests", appauthor=False))
    path = (Path(given) if given else home / "models") / entry.name / entry.file
    if not path.is_file() and not given:
        with pytest.MonkeyPatch.context() as patch:
            patch.setenv("WORKBENCH_HOME", str(home))
            *_, fetched = fetch(entry.name)
            assert isinstance(fetched, Fetched)
            path = Path(fetched.path)
    assert path.stat().st_size == entry.size_bytes, f"{path} is not {entry.title}"
    return path
