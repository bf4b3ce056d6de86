"""What a training will take: it is set up as it would be, and takes a few real steps.

The idea that is not obvious: nothing is modelled that can be measured. Memory is what this process holds at most, looked at by a
thread while the steps are computed (PyTorch lets go of the interpreter meanwhile); so it is asked in a process of its own.
"""

from __future__ import annotations

import statistics
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import TracebackType

import psutil
import torch

from workbench.engine import memory
from workbench.engine.training.learner import Learner, learner
from workbench.engine.training.looking import first_rows
from workbench.engine.training.loop import check
from workbench.engine.training.methods import is_whole
from workbench.engine.training.setup import Setup, setting_up
from workbench.engine.training.weights import BYTES_KEPT
from workbench.errors import WorkbenchError
from workbench.library import training_state
from workbench.values import NgramArchitecture, Progress, TrainEstimate, TrainEstimateRequest, TrainRequest, TrainRows

LOOK_S = 0.005
N_ROWS = 6
"""Rows that are shown as the model will see them."""
BYTES_MOMENTS = 8
"""Two moments of a trained weight, each float32."""
BYTES_COUNT = 12
"""An n-gram's number and its count, as they are written."""


def estimate(
    request: TrainEstimateRequest, *, stopped: Callable[[], bool] = lambda: False, begun_from: Path | None = None
) -> Iterator[Progress | TrainRows | TrainEstimate]:
    """Yields Progress, the TrainRows once the data are read, last the TrainEstimate. Nothing is written
    but the data that are read for the first time. `begun_from`: the checkpoint that a fork, or a run that is gone on with, begins from;
    if it isn't given, the one that the request names.

    Raises WorkbenchError: cancelled, and all that keeps the training itself from beginning.
    """
    asked = request.training
    check(asked)
    place = begun_from or _named(asked)
    free = memory.available_bytes()
    with Peak() as peak:
        setup = yield from setting_up(asked, stopped=stopped, begun_from=place)
        yield first_rows(setup, N_ROWS)
        run = learner(asked, setup, place)
        begins = run.state
        times, losses, n_read = [], [], 0
        began = time.perf_counter()
        for number in range(1 + request.n_steps):
            if stopped():
                raise WorkbenchError("cancelled")
            yield Progress("trial", number, 1 + request.n_steps, "steps")
            before = time.perf_counter()
            event, read, _ = run.step(setup.rows)
            now = time.perf_counter()
            times.append(now - before)
            losses.append(event.loss)
            n_read += read
            if now - began > request.within_s:
                break
        beside = _beside(asked, setup, run)
    step_s = statistics.median(times[1:] or times)  # the first one finds no memory that it could use again
    yield TrainEstimate(
        request,
        n_parameters=run.n_parameters,
        n_trained=run.n_trained,
        d_vocab=setup.spec.d_vocab,
        memory_bytes=peak.n_bytes,
        free_bytes=free,
        n_steps=len(times[1:] or times),
        step_seconds=step_s,
        step_read=n_read / len(times),
        step_counted=(event.n_tokens - begins.n_tokens) / len(times),
        validation_seconds=beside[0],
        sample_seconds=beside[1],
        checkpoint_bytes=_checkpoint_bytes(asked, run),
        data_tokens=setup.data_tokens,
        first_loss=losses[0],
        floor=setup.floor,
        n_threads=torch.get_num_threads(),
        first_step=begins.step,
        n_outcomes=len(setup.spec.labels) or setup.spec.d_vocab,
    )


def _named(asked: TrainRequest) -> Path | None:
    """The checkpoint that a request names to go on from. Raises WorkbenchError: run-without-checkpoint, fork-without-state."""
    if asked.resume is not None:
        return training_state(f"run:{asked.resume}")
    return training_state(asked.fork) if asked.fork else None


def _beside(asked: TrainRequest, setup: Setup, run: Learner) -> tuple[float, float]:
    """Seconds of a validation, by its first rows, and of all samples, by the first prompt."""
    first = setup.valid.batch(0, min(asked.micro_rows, setup.valid_rows))
    before = time.perf_counter()
    run.measured([first], by_row=setup.learning.by_row)
    validation_s = (time.perf_counter() - before) * setup.valid_rows / len(first.tokens)
    before = time.perf_counter()
    for prompt in asked.prompts[:1]:
        run.sample(prompt)
    return validation_s, (time.perf_counter() - before) * len(asked.prompts)


def _checkpoint_bytes(asked: TrainRequest, run: Learner) -> int:
    """Weights as float32, of an adapter those that were added alone, and two moments of each that is trained."""
    if isinstance(asked.architecture, NgramArchitecture):
        return run.n_parameters * BYTES_COUNT
    kept = run.n_parameters if is_whole(asked.method) else run.n_trained
    return kept * BYTES_KEPT + run.n_trained * BYTES_MOMENTS


class Peak:
    """`n_bytes`: the most that this process holds while the block runs."""

    def __init__(self) -> None:
        self.n_bytes = 0
        self._over = threading.Event()
        self._thread = threading.Thread(target=self._look, name="peak-memory", daemon=True)

    def _look(self) -> None:
        process = psutil.Process()
        while True:
            self.n_bytes = max(self.n_bytes, process.memory_info().rss)
            if self._over.wait(LOOK_S):
                return

    def __enter__(self) -> Peak:
        self._thread.start()
        return self

    def __exit__(self, _kind: type[BaseException] | None, _error: BaseException | None, _where: TracebackType | None) -> None:
        self._over.set()
        self._thread.join()
