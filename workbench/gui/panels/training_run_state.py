"""One training run, gathered from what it says and what was measured of it: all that the view of a run shows.

Without Qt. The idea that is not obvious: a run is read from its beginning whenever somebody looks at it, so what is shown of a run that
goes on and of one that ended a year ago is the same.
"""

from __future__ import annotations

import math
from typing import Literal

import numpy as np

from workbench.gui.widgets.curve_axis import AxisKind, Ruler
from workbench.gui.widgets.curves import Curve
from workbench.values import (
    Metrics,
    RunRow,
    TrainAlarm,
    TrainChanged,
    TrainCheckpoint,
    TrainMended,
    TrainPinned,
    TrainRequest,
    TrainResult,
    TrainSample,
    TrainStarted,
    TrainTold,
    TrainTrouble,
    TrainValidation,
    TrainVirtual,
    Verb,
)

BYTES_PER_MB = 1e6
RECENT = 50
"""Time left is told by the pace of so many steps."""
GO_ON = ("resume", "go_back", "stop")
"""Commands that end its waiting."""
PLACES: dict[AxisKind, str] = {"tokens": "n_tokens", "time": "seconds"}
"""The curve that says where steps lie on an axis."""


def fresh_curves() -> dict[str, Curve]:
    """Empty curves, by the names of what is measured."""
    return {
        "loss": Curve("loss", "accent"),
        "val_loss": Curve("val_loss", "warn", dots=True),
        "val_accuracy": Curve("val_accuracy", "warn", dots=True),
        "learning_rate": Curve("learning_rate", "accent"),
        "grad_norm": Curve("grad_norm", "accent"),
        "param_norm": Curve("param_norm", "accent"),
        "tokens_per_second": Curve("tokens_per_second", "accent"),
        "memory_bytes": Curve("memory_bytes", "accent"),
        "n_tokens": Curve("n_tokens", "accent"),
        "seconds": Curve("seconds", "accent"),
    }


class RunState:
    """`take` each event and each set of points in their order. Curves of memory are in MB."""

    def __init__(self, run_id: int | None = None, row: RunRow | None = None) -> None:
        self.run_id, self.row = run_id, row
        self.started: TrainStarted | None = None
        self.result: TrainResult | None = None
        self.validations: list[TrainValidation] = []
        self.checkpoints: list[TrainCheckpoint] = []
        self.gone: set[int] = set()
        self.samples: list[TrainSample] = []
        self.told: list[TrainTold] = []
        self.pinned: dict[int, list[TrainPinned]] = {}
        self.virtual: list[TrainVirtual] = []
        self.alarms: list[TrainAlarm] = []
        self.changed: TrainChanged | None = None
        self.troubles: list[TrainTrouble] = []
        self.trouble: TrainTrouble | None = None
        self.mended: list[TrainMended] = []
        self.waiting: Literal["", "pause", "alarm"] = ""
        self.asked: Verb | None = None
        self.curves = fresh_curves()

    @property
    def request(self) -> TrainRequest | None:
        return self.started.request if self.started is not None else None

    @property
    def running(self) -> bool:
        return self.row is not None and self.row.status == "running" and self.result is None

    @property
    def kept_steps(self) -> list[int]:
        """Steps whose checkpoints are there, the last one first."""
        return sorted({one.step for one in self.checkpoints} - self.gone, reverse=True)

    @property
    def paused(self) -> bool:
        """Whether it waits to be told how to go on."""
        return self.running and self.waiting != ""

    @property
    def step(self) -> int:
        """The last step that was measured; 0 before the first."""
        return int(self.last_point("loss")[0])

    def last_point(self, name: str) -> tuple[int, float]:
        """The last step of a curve, and its value there; (0, NaN) while it has none."""
        points = self.curves[name].points
        return (int(points.steps[-1]), float(points.values[-1])) if len(points) else (0, math.nan)

    def has(self, name: str) -> bool:
        """Whether a curve has anything to show: counts have neither a learning rate nor gradients."""
        curve = self.curves[name]
        return len(curve.points) > len(curve.odd)

    def take(self, event: object) -> None:
        """Take in an event."""
        match event:
            case TrainStarted():
                self.started = event
            case TrainValidation():
                self.validations.append(event)
            case TrainSample():
                self.samples.append(event)
            case TrainCheckpoint():
                self.checkpoints.append(event)
            case TrainTold():
                self.told.append(event)
                self.asked = None
                if event.verb in GO_ON:
                    self.waiting = ""
                elif event.verb == "pause":
                    self.waiting = "pause"
            case TrainChanged():
                self.changed = event
            case TrainTrouble():
                self.troubles.append(event)
                self.trouble = event
            case TrainMended():
                self.mended.append(event)
                self.trouble = None
            case TrainPinned():
                self.pinned.setdefault(event.number, []).append(event)
            case TrainVirtual():
                self.virtual.append(event)
            case TrainAlarm():
                self.alarms.append(event)
                self.waiting = "alarm" if event.then == "pause" else self.waiting
            case TrainResult():
                self.result = event

    def measure(self, found: Metrics) -> None:
        """Take in points that are new."""
        if found.cut_step is not None:
            for curve in self.curves.values():
                curve.cut(found.cut_step)
        for points in found.curves:
            if points.name in self.curves:
                scale = BYTES_PER_MB if points.name == "memory_bytes" else 1.0
                self.curves[points.name].append(points.steps, points.values / scale)

    def ruler(self, kind: AxisKind) -> Ruler:
        """Where steps lie on an axis."""
        if kind not in PLACES:
            return Ruler()
        points = self.curves[PLACES[kind]].points
        return Ruler(points.steps, points.values)

    @property
    def seconds_left(self) -> float:
        """Until the last step, at the pace of the last ones; NaN while nobody knows."""
        points, request = self.curves["seconds"].points, self.request
        if request is None or len(points) < 2:
            return math.nan
        steps, seconds = points.steps[-RECENT:], points.values[-RECENT:]
        per_step = float(seconds[-1] - seconds[0]) / float(steps[-1] - steps[0])
        return (request.n_steps - self.step) * per_step

    def rows(self, names: list[str]) -> list[tuple[object, ...]]:
        """A row for each step at which something was measured, a column for each curve; None where it wasn't."""
        curves = [self.curves[name].points for name in names]
        if not any(len(points) for points in curves):
            return []
        steps = np.unique(np.concatenate([points.steps for points in curves]))
        columns = []
        for name, points in zip(names, curves, strict=True):
            column = np.full(len(steps), None, object)
            column[np.searchsorted(steps, points.steps)] = points.values * (BYTES_PER_MB if name == "memory_bytes" else 1.0)
            columns.append(column)
        return list(zip(steps.tolist(), *columns, strict=True))
