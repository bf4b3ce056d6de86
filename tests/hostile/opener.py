"""The process in which hostile files are opened: everything is imported once, then each case runs in a fork of its own.

A line of JSON in ({do, reference, text}), a line out: how the fork ended, how long it took, by how much its memory grew. What
a fork may allocate is bounded, so that a bomb shows as the MemoryError it would be, and one that hangs is killed.
"""

from __future__ import annotations

import json
import os
import resource
import select
import signal
import sys
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import torch

from workbench import figures
from workbench.engine import open_model, similarity
from workbench.errors import WorkbenchError
from workbench.library import describe, locate, open_tokenizer
from workbench.text import chat
from workbench.values import SimilarityRequest

GIVE_UP_S = 10.0
LIMIT_BYTES = 1 << 30
PAGE_BYTES = resource.getpagesize()


def read(reference: str, text: str) -> None:
    """What the window does when a model is chosen: its facts, then the text as tokens."""
    location = locate(reference)
    describe(location, tensors=True)
    tokenizer = open_tokenizer(location)
    encoding = tokenizer.encode(text)
    tokenizer.stages(text)
    tokenizer.lost(text)
    tokenizer.decode(encoding.ids.tolist())


def run(reference: str, text: str) -> None:
    """The same, and then the model itself: opened, asked what it says to the text, and to write on."""
    read(reference, text)
    model = open_model(reference, kernels="plain")
    if model.info.has_logits:
        model.logits(model.tokenizer.encode(text).ids.tolist())
    if model.info.kind != "encoder":
        list(model.generate(text, max_new_tokens=2))


def compare(reference: str, text: str) -> None:
    """Sentences as vectors, pooled as the folder says."""
    list(similarity(open_model(reference, kernels="plain"), SimilarityRequest(reference, (text, text))))


def converse(reference: str, text: str) -> None:
    """The text as a user's message, through the model's own chat template."""
    open_tokenizer(locate(reference)).encode(text, form="user")


def reopen(reference: str, _text: str) -> None:
    """A saved picture dropped on the window."""
    figures.read(Path(reference))


ACTIONS: dict[str, Callable[[str, str], None]] = {"read": read, "run": run, "compare": compare, "converse": converse, "reopen": reopen}


def outcome(asked: dict[str, str]) -> dict[str, Any]:
    """What a person would be told."""
    try:
        ACTIONS[asked["do"]](asked["reference"], asked["text"])
    except WorkbenchError as error:
        return {"ended": "refused", "code": error.code, "parts": list(error.parts())}
    except BaseException as error:  # noqa: BLE001 - each of these is what the tests look for
        return {"ended": "raised", "code": f"{type(error).__name__}: {error}"[:300], "parts": traceback.format_exc().splitlines()[-12:]}
    return {"ended": "opened", "code": "", "parts": []}


def forked(asked: dict[str, str]) -> dict[str, Any]:
    """Run one case in a fork, and see to it that it ends."""
    reading, writing = os.pipe()
    before_bytes = _resident_bytes()
    pid = os.fork()
    if pid == 0:
        os.close(reading)
        _in_fork(asked, writing)
    os.close(writing)
    answer, late = b"", False
    until = time.monotonic() + GIVE_UP_S
    while not late:
        late = not select.select([reading], [], [], max(0.0, until - time.monotonic()))[0]
        part = b"" if late else os.read(reading, 1 << 16)
        if not part:
            break
        answer += part
    os.close(reading)
    if late:
        os.kill(pid, signal.SIGKILL)
    _, status, usage = os.wait4(pid, 0)
    found = json.loads(answer) if answer and not late else {"code": "", "parts": [], "seconds": GIVE_UP_S, "helpers_bytes": 0}
    if late:
        found["ended"] = "hung"
    elif status:
        found["ended"] = f"crashed ({os.waitstatus_to_exitcode(status)})"
    return {**found, "grown_bytes": max(0, usage.ru_maxrss * 1024 - before_bytes)}


def _in_fork(asked: dict[str, str], writing: int) -> None:
    _, hard = resource.getrlimit(resource.RLIMIT_DATA)
    resource.setrlimit(resource.RLIMIT_DATA, (_data_bytes() + LIMIT_BYTES, hard))
    if asked["do"] == "converse":  # the helper's start is not what is measured
        chat.render("ready", [], bos_token="", eos_token="")
    started = time.monotonic()
    found = outcome(asked)
    found["seconds"] = time.monotonic() - started
    chat._helper.close()
    found["helpers_bytes"] = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    os.write(writing, json.dumps(found).encode())
    os._exit(0)


def _resident_bytes() -> int:
    return _statm(1)


def _data_bytes() -> int:
    return _statm(5)


def _statm(column: int) -> int:
    with open("/proc/self/statm", encoding="ascii") as file:  # noqa: PTH123
        return int(file.read().split()[column]) * PAGE_BYTES


def main() -> None:
    torch.set_num_threads(1)
    run("starter", "warm")
    compare("starter-masked", "warm")
    for line in sys.stdin:
        sys.stdout.write(json.dumps(forked(json.loads(line))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
