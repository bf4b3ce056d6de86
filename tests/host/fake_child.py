"""A child for tests: a program of its own whose handler does what the request's text says."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable, Iterator

import numpy as np

from workbench.errors import WorkbenchError
from workbench.host.child import serve
from workbench.host.handshake import connect
from workbench.host.scheduler import Handler
from workbench.host.wire import Message, Packed, pack_message
from workbench.values import (
    Arrays,
    ArraysRequest,
    FileSource,
    GenerateRequest,
    LayoutRequest,
    MapFrame,
    MapQualityRequest,
    MapRequest,
    Progress,
)


def handle(request: object, stopped: Callable[[], bool]) -> Iterator[object]:
    if isinstance(request, ArraysRequest):
        return iter([Arrays(request, {"pattern": np.ones(request.layers or (), dtype=np.float32)})])
    if isinstance(request, LayoutRequest):
        return laid_out(request, stopped)
    if isinstance(request, MapQualityRequest):
        return count(2, stopped)
    assert isinstance(request, GenerateRequest)
    return ACTIONS[request.subject.text](request.max_new_tokens, stopped)


def count(n: int, _stopped: Callable[[], bool]) -> Iterator[object]:
    for step in range(n):
        yield Progress("step", step, n, "steps")
    yield n


def move(n: int, _stopped: Callable[[], bool]) -> Iterator[object]:
    """Answers with a request for another child, which n tells to stay stuck."""
    yield Progress("begun", 0, None, "steps")
    none = np.zeros((0, 2), np.float32)
    asked = MapRequest(FileSource("stuck" if n else "back"))
    yield LayoutRequest(asked, np.zeros(0, np.int32), rows=none, start=none, kept=1.0)


def laid_out(request: LayoutRequest, stopped: Callable[[], bool]) -> Iterator[object]:
    yield MapFrame(request.start, 0, os.getpid())
    if request.map.source == FileSource("stuck"):
        yield from stuck(0, stopped)
    yield MapQualityRequest(request.map, request.items, request.start)


def forever(_n: int, _stopped: Callable[[], bool]) -> Iterator[object]:
    step = 0
    while True:
        time.sleep(0.001)
        yield Progress("step", step, None, "steps")
        step += 1


def look(_n: int, stopped: Callable[[], bool]) -> Iterator[object]:
    """One long step that looks at the flag, as a forward pass does between layers."""
    yield Progress("inside", 0, None, "steps")
    while not stopped():
        time.sleep(0.005)
    raise WorkbenchError("cancelled")


def stuck(_n: int, _stopped: Callable[[], bool]) -> Iterator[object]:
    yield Progress("inside", 0, None, "steps")
    while True:
        time.sleep(0.005)


def fail(_n: int, _stopped: Callable[[], bool]) -> Iterator[object]:
    yield Progress("step", 0, None, "steps")
    raise WorkbenchError("bad-value", name="temperature", value=-1, limit=object())


def crash(_n: int, _stopped: Callable[[], bool]) -> Iterator[object]:
    yield Progress("step", 0, None, "steps")
    raise ZeroDivisionError("a defect")


def foreign(_n: int, _stopped: Callable[[], bool]) -> Iterator[object]:
    yield object()


def hoard(n: int, _stopped: Callable[[], bool]) -> Iterator[object]:
    yield float(np.ones(n << 30, dtype=np.uint8).sum())


def die(n: int, _stopped: Callable[[], bool]) -> Iterator[object]:
    sys.stderr.write("the last words\n")
    os.kill(os.getpid(), n)
    yield None


def leave(n: int, _stopped: Callable[[], bool]) -> Iterator[object]:
    sys.exit(n)
    yield None


def pid(_n: int, _stopped: Callable[[], bool]) -> Iterator[object]:
    yield os.getpid()


def secrets(_n: int, _stopped: Callable[[], bool]) -> Iterator[object]:
    yield tuple(name for name in os.environ if name.startswith("WORKBENCH_WIRE"))


ACTIONS: dict[str, Callable[[int, Callable[[], bool]], Iterator[object]]] = {
    action.__name__: action for action in (count, move, forever, look, stuck, fail, crash, foreign, hoard, die, leave, pid, secrets)
}


def lie() -> None:
    """Greets as it should, then says what no child of ours says."""
    connection = connect(os.environ)
    connection.send([pack_message(Message("ready"))])
    connection.receive()
    connection.send([Packed(b'{"$t":"Popen","args":"sh"}', [])])
    time.sleep(60)


def prepare() -> Handler:
    if "slow" in sys.argv:
        time.sleep(0.5)
    if "broken" in sys.argv:
        raise RuntimeError("no such library")
    return handle


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if "mute" in sys.argv:
        time.sleep(60)
    if "liar" in sys.argv:
        lie()
    serve("engine", prepare)
