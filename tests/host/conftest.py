"""Every test here leaves no thread and no process behind. `office` is a window without Qt whose children are fakes."""

from __future__ import annotations

import threading
from collections.abc import Iterator

import psutil
import pytest
from host_office import Office, fake_command, opened


@pytest.fixture
def office() -> Iterator[Office]:
    """Its children are fakes."""
    with opened(fake_command()) as office:
        yield office


@pytest.fixture(autouse=True)
def _nothing_left_behind() -> Iterator[None]:
    me = psutil.Process()
    threads, processes = set(threading.enumerate()), set(me.children(recursive=True))
    yield
    left_threads = [thread.name for thread in threading.enumerate() if thread not in threads]
    left_processes = [process for process in me.children(recursive=True) if process not in processes]
    assert not left_threads, f"threads left behind: {left_threads}"
    assert not left_processes, f"processes left behind: {left_processes}"
