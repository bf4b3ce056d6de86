"""A process that trains keeps the memory that it has freed: what it asks for next needs no page of the system's."""

from __future__ import annotations

import platform
import subprocess
import sys

import pytest

CODE = """
import resource, sys
from workbench.host.limits import keep_memory
if sys.argv[1] == "keeps":
    keep_memory()
def faults():
    return resource.getrusage(resource.RUSAGE_SELF).ru_minflt
found = []
for _ in range(3):
    before = faults()
    block = bytearray(48 << 20)
    block[::4096] = bytes(len(block) // 4096)
    del block
    found.append(faults() - before)
print(found[0], found[-1])
"""
PAGES = (48 << 20) // 4096


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="glibc alone is asked to")
@pytest.mark.parametrize("keeps", [True, False])
def test_that_freed_memory_is_taken_again_only_where_it_is_kept(keeps: bool) -> None:
    command = [sys.executable, "-c", CODE, "keeps" if keeps else "gives back"]
    said = subprocess.run(command, capture_output=True, text=True, check=True)
    first, later = map(int, said.stdout.split())
    assert first > PAGES / 600  # huge pages, where the system has them, are 512 of these
    assert (later < first / 10) == keeps
