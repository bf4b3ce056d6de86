"""Processes to be killed: `killed_processes.py count` is a trainer without torch, which reads its request from standard input;
`killed_processes.py watch KEY` a window as far as the record can tell: it reads the run of this key, writes a note to it now and then,
and says on standard output the last step that it has seen, which from then on must be on disk.
"""

from __future__ import annotations

import itertools
import json
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from workbench import paths
from workbench.host.trainer import training
from workbench.store import Store
from workbench.values import (
    MetricsRequest,
    RunAnnotateRequest,
    RunListRequest,
    TrainCheckpoint,
    TrainEventsRequest,
    TrainRequest,
    TrainStarted,
    TrainStep,
    unpack,
)

STEP_S, LOOK_S = 0.002, 0.02


def count(request: TrainRequest, folder: Path, *, run_id: int, resume_from: Path | None, **_outside: Any) -> Iterator[object]:
    """Steps for ever; the state of a checkpoint is the number of its step."""
    first = 0 if resume_from is None else int(resume_from.name.removeprefix("step-"))
    yield TrainStarted(request, run_id, str(folder), "llama", 1000, 512, first, 1)
    for step in itertools.count(first + 1):
        yield TrainStep(step, 1.0 / step, 1e-3, 1.0, step, 1.0)
        threading.Event().wait(STEP_S)
        if step % request.checkpoint_every == 0:
            aside = folder / f".step-{step:08d}.part"
            (aside / "training").mkdir(parents=True)
            (aside / "config.json").write_text("{}")
            (aside / "training" / "state.json").write_text("{}")
            yield TrainCheckpoint(step, str(aside.rename(folder / f"step-{step:08d}")), 4)


def watch(key: str) -> None:
    store = Store(paths.database())
    run_id = None
    while run_id is None:
        run_id = next((row.id for row in store.answer(RunListRequest(kind="train")).rows if row.ulid == key), None)
        threading.Event().wait(LOOK_S)
    seen = 0
    for number in itertools.count():
        store.answer(TrainEventsRequest(run_id))
        for curve in store.answer(MetricsRequest(run_id, ("loss",), after_step=seen)).curves:
            seen = int(curve.steps[-1])
        print(run_id, seen, flush=True)  # noqa: T201 - its one output
        if number % 5 == 0:
            store.answer(RunAnnotateRequest(run_id, note=f"step {seen}"))
        threading.Event().wait(LOOK_S)


def main() -> None:
    if sys.argv[1] == "watch":
        watch(sys.argv[2])
    store = Store(paths.database())
    _record, events = training(unpack(json.load(sys.stdin)), store, stop=threading.Event(), operation=count)
    for _event in events:
        pass


if __name__ == "__main__":
    main()
