"""One cell of a lesson, in a process of its own: it trains, then measures, and tells what it found.

`workbench _cell` reads a CellRequest from standard input and writes a LessonCell to standard output. A process for each cell makes its
greatest memory its own, and a lesson that ends takes its cells with it.
"""

from __future__ import annotations

import dataclasses
import json
import math
import os
import signal
import sys
import threading
import time
from pathlib import Path

import psutil

from workbench import paths
from workbench.errors import WorkbenchError
from workbench.host.child import explain
from workbench.host.limits import die_with_parent, limit_memory
from workbench.host.trainer import NICENESS, training
from workbench.store import Store
from workbench.values import (
    CellRequest,
    LessonArm,
    LessonCell,
    LessonCurve,
    LikelierAnswer,
    RuleClassifier,
    TrainCheckpoint,
    TrainRequest,
    TrainResult,
    TrainStarted,
    TrainStep,
    TrainValidation,
    pack,
    unpack,
)

ROLE = "cell"
PARENT_PID = "WORKBENCH_LESSON_PID"


class Trained:
    """What the events of a training say of it."""

    def __init__(self, request: TrainRequest) -> None:
        self.request = request
        self.started: TrainStarted | None = None
        self.step: TrainStep | None = None
        self._began = self._seconds = 0.0
        self._rows: list[tuple[int, int, float, float]] = []
        self._checkpoints: list[tuple[int, str]] = []

    def see(self, event: object) -> None:
        """Take in an event."""
        match event:
            case TrainStarted():
                self.started, self._began = event, time.process_time()
            case TrainStep():
                self.step = event
            case TrainValidation():
                n_tokens = self.step.n_tokens if self.step is not None else 0
                self._rows.append((event.step, n_tokens, event.loss, event.accuracy))
            case TrainCheckpoint():
                self._checkpoints.append((event.step, event.path))
            case TrainResult():
                self._seconds = time.process_time() - self._began

    @property
    def checkpoints(self) -> list[tuple[int, str]]:
        """Steps and folders of those that are still there. They are known by their folders: a record that is locked for long has no
        number for its run yet."""
        return [(step, path) for step, path in self._checkpoints if Path(path).is_dir()]

    def figures(self) -> dict[str, float]:
        """What a lesson compares of it."""
        last = self._rows[-1] if self._rows else (0, 0, math.nan, math.nan)
        return {
            "val_loss": last[2],
            "val_accuracy": last[3],
            "n_trained": float(self.started.n_trained or math.nan) if self.started else math.nan,  # counts begin with none
            "n_parameters": float(self.started.n_parameters or math.nan) if self.started else math.nan,
            "n_examples": float(self.request.data_rows) if self.request.data_rows else math.nan,
            "n_tokens": float(self.step.n_tokens) if self.step else 0.0,
            "seconds": self._seconds,
        }

    def curves(self) -> dict[str, LessonCurve]:
        """The validations over the steps."""
        if not self._rows:
            return {}
        steps, tokens, losses, accuracies = zip(*self._rows, strict=True)
        found = {"val_loss": LessonCurve(steps, tokens, losses)}
        return found | ({"val_accuracy": LessonCurve(steps, tokens, accuracies)} if any(map(math.isfinite, accuracies)) else {})

    def tokens_at(self, step: int) -> int:
        """Tokens that were counted until about this step."""
        n_steps, n_tokens = (self.step.step, self.step.n_tokens) if self.step else (1, 0)
        return round(n_tokens * step / n_steps)


def run_cell(asked: CellRequest, store: Store, stop: threading.Event) -> LessonCell:
    """Train and measure. Raises WorkbenchError: those of training and of measuring, cancelled."""
    began = time.monotonic()
    arm = asked.request.arms[asked.arm]
    run_id, figures, curves, trained = None, dict[str, float](), dict[str, LessonCurve](), None
    if arm.train is not None:
        start = asked.start or arm.train.start
        trained = Trained(_with_cell(arm.train, asked, start))
        run_id = _train(trained, store, stop)
        figures, curves = trained.figures(), trained.curves()
    figures["peak_bytes"] = float(peak_bytes())
    more, followed = _measured(arm, asked, trained.checkpoints if trained else [])
    for name, (steps, values) in followed.items():
        tokens = tuple(trained.tokens_at(step) if trained else 0 for step in steps)
        curves[name] = LessonCurve(tuple(steps), tokens, tuple(values))
    if arm.train is None:  # to be asked is all that it does
        figures |= {"peak_bytes": float(peak_bytes()), "n_trained": 0.0, "n_examples": float(_n_shown(arm)), "seconds": 0.0}
        figures |= {"forgotten": 0.0} if arm.model else {}  # nothing of it was changed
    path = trained.checkpoints[-1][1] if trained and trained.checkpoints else ""
    return LessonCell(asked.arm, asked.seed, "done", run_id, figures | more, curves, seconds=time.monotonic() - began, path=path)


def _train(trained: Trained, store: Store, stop: threading.Event) -> int | None:
    record, events = training(trained.request, store, stop=stop)
    for event in events:
        trained.see(event)
        if isinstance(event, TrainResult) and stop.is_set():
            raise WorkbenchError("cancelled")
    return record.run_id


def _with_cell(request: TrainRequest, asked: CellRequest, start: str) -> TrainRequest:
    """The training of one cell. A spike of its loss is no reason to wait for somebody."""
    return dataclasses.replace(request, seed=asked.seed, start=start, lesson=asked.lesson_run, on_alarm="go_on")


def _measured(
    arm: LessonArm, asked: CellRequest, checkpoints: list[tuple[int, str]]
) -> tuple[dict[str, float], dict[str, tuple[list[int], list[float]]]]:
    from workbench.engine.lessons import Learned, measure

    before = asked.start or (arm.train.start if arm.train is not None else "")
    learned = Learned(checkpoints[-1][1] if checkpoints else arm.model, before, checkpoints)
    figures: dict[str, float] = {}
    curves: dict[str, tuple[list[int], list[float]]] = {}
    for what in arm.measures:
        found = measure(what, learned, seed=asked.seed)
        figures |= found.figures
        curves |= found.curves
    return figures, curves


def _n_shown(arm: LessonArm) -> int:
    """How many examples somebody who was not trained is shown."""
    shots = [what.shots for what in arm.measures if isinstance(what, LikelierAnswer)]
    return max([*shots, *(what.n_train for what in arm.measures if isinstance(what, RuleClassifier) and what.rule == "counts")], default=0)


def peak_bytes() -> int:
    """The most memory that this process has held."""
    try:
        import resource
    except ImportError:
        return int(getattr(psutil.Process().memory_info(), "peak_wset", 0))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


def main() -> None:
    """Answer what standard input asks; does not return."""
    stop = threading.Event()
    die_with_parent(int(os.environ.pop(PARENT_PID)))
    _stop_on_signals(stop)
    if hasattr(os, "nice"):
        os.nice(NICENESS)
    limit_memory(ROLE)
    asked = unpack(json.loads(sys.stdin.buffer.read()))
    assert isinstance(asked, CellRequest), "who starts it asks so"
    store = Store(paths.database())
    try:
        cell = run_cell(asked, store, stop)
    except Exception as error:  # noqa: BLE001 - whatever it is, the lesson goes on with its other cells
        cell = _failed(asked, error if isinstance(error, WorkbenchError) else explain(ROLE, error))
    finally:
        store.close()
    json.dump(pack(cell)[0], sys.stdout, allow_nan=False)
    sys.stdout.flush()
    sys.stderr.flush()
    os._exit(0)  # the interpreter's own teardown is long with torch, and nothing is left to be kept


def _failed(asked: CellRequest, error: WorkbenchError) -> LessonCell:
    plain = (bool, int, float, str)
    values: dict[str, object] = {name: part if isinstance(part, plain) else str(part) for name, part in error.values.items()}
    return LessonCell(asked.arm, asked.seed, "failed", error_code=error.code, error_values=values)


def _stop_on_signals(stop: threading.Event) -> None:
    signal.signal(signal.SIGTERM, lambda _number, _frame: stop.set())
    for number in (signal.SIGINT, getattr(signal, "SIGHUP", signal.SIGINT)):
        signal.signal(number, signal.SIG_IGN)  # Ctrl+C in a terminal, and its end, reach us too; the lesson decides
