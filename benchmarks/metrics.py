"""The curves of trainings: written, read back and drawn, against sqlite-utils and pyqtgraph.

Each line is one whole act. Points are written as a training writes them, eight for each step, through the store's thread to the disk;
read back as the window reads them. Of sqlite-utils the same numbers are rows of (series, step, value), written as it writes by
itself (a transaction for each hundred) and, which it leaves to who calls it, in one transaction. Curves are drawn with their axes,
labels and marks; pyqtgraph's by peaks, clipped to the view. Sides in turns, in windows of the same size.
"""

from __future__ import annotations

import os
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pyqtgraph as pg
import sqlite_utils
from PySide6.QtWidgets import QApplication

from benchmarks.drawing import line, milliseconds, painted
from workbench.gui import theme
from workbench.gui.widgets.curve_plot import CurvePlot
from workbench.gui.widgets.curves import Curve
from workbench.store import Store
from workbench.store.connection import connect
from workbench.store.metrics import OF_STEP
from workbench.store.sealing import keep
from workbench.values import Architecture, Metrics, MetricsRequest, TrainRequest, TrainStep

STEPS_WRITTEN, STEPS_READ, POINTS_DRAWN, PER_COMMIT = 20_000, 1_000_000, 1_000_000, 2_000
LIVE_POINTS, ROUNDS, SIZE = 20, 16, (1000, 320)
REQUEST = TrainRequest("benchmark", "causal", Architecture("decoder", 1, 1, 16, 16, 32), n_steps=STEPS_READ)


def losses(n: int) -> np.ndarray:
    """A loss that falls, with the noise of its batches: float64 in all its digits, as a mean over tokens is."""
    return 2 + 3 * np.exp(-np.arange(n) / (n / 10)) + 0.05 * np.random.default_rng(0).standard_normal(n)


def steps(n: int) -> Iterator[TrainStep]:
    """What a training measures at its steps."""
    random = np.random.default_rng(1)
    loss, rates = losses(n).tolist(), (5e-4 * (1 + np.cos(np.pi * np.arange(n) / n))).tolist()
    norms = np.abs(random.standard_normal((2, n))).astype(np.float32).astype(np.float64).tolist()
    took = 0.05 + 0.001 * random.standard_normal(n)
    at, pace = np.cumsum(took).tolist(), (4096 / took).tolist()
    for i in range(n):
        yield TrainStep(i + 1, loss[i], rates[i], norms[0][i], 4096 * (i + 1), pace[i], at[i], norms[1][i], 900_000_000 + 4096 * (i // 500))


def seconds(act: Callable[[], object]) -> float:
    begun = time.perf_counter()
    act()
    return time.perf_counter() - begun


def record(store: Store, said: list[TrainStep]) -> int:
    """Write the steps of a run; back when they are on the disk."""
    recording = store.begin(REQUEST)
    for step in said:
        recording.see(step)
    recording.finish("done")
    store.answer(MetricsRequest(recording.run_id or 0, names=("none",)))
    return recording.run_id or 0


def written(folder: Path) -> None:
    """Points of steps, all of their curves."""
    said = list(steps(STEPS_WRITTEN))
    n = len(said) * len(OF_STEP)
    store = Store(folder / "written.db")
    ours_s = seconds(lambda: record(store, said))
    store.close()
    rows = [{"series": name, "step": step.step, "value": float(getattr(step, name))} for step in said for name in OF_STEP]
    database = sqlite_utils.Database(str(folder / "rows.db"))
    database.enable_wal()
    for words, table, act in (
        ("sqlite-utils insert_all", "by_itself", lambda: database["by_itself"].insert_all(rows, pk=("series", "step"))),
        ("the same in one transaction", "at_once", lambda: _at_once(database, rows)),
    ):
        theirs_s = seconds(act)
        assert database[table].count == n
        rates = f"{words}: {n / ours_s:,.0f} against {n / theirs_s:,.0f} points/s"
        print(f"{f'{n:,} points written':44} {ours_s:8.2f} s  {theirs_s:8.2f} s   {theirs_s / ours_s:6.2f}x  {rates}")
    database.close()


def _at_once(database: sqlite_utils.Database, rows: list[dict[str, object]]) -> None:
    with database.conn:
        database["at_once"].insert_all(rows, pk=("series", "step"), batch_size=10_000)


def kept(path: Path, values: np.ndarray) -> int:
    """A run with one long curve, written and sealed a half second of a fast training at a time; its number."""
    store = Store(path)
    recording = store.begin(REQUEST)
    run_id = recording.run_id or 0
    connection = connect(path)
    for first in range(0, len(values), PER_COMMIT):
        connection.execute("BEGIN IMMEDIATE")
        part = values[first : first + PER_COMMIT]
        keep(connection, (run_id, "loss", 0), (np.arange(first + 1, first + 1 + len(part)), part))
        connection.execute("COMMIT")
    connection.close()
    recording.finish("done")
    store.close()
    return run_id


def read(folder: Path) -> None:
    """One curve of a million points, back from the disk."""
    path, rows, values = folder / "read.db", folder / "curve.db", losses(STEPS_READ)
    run_id = kept(path, values)
    database = sqlite_utils.Database(str(rows))
    with database.conn:
        made = ({"series": "loss", "step": step, "value": value} for step, value in enumerate(values.tolist(), 1))
        database["points"].insert_all(made, pk=("series", "step"), batch_size=10_000)
    store = Store(path)

    def ours(n_buckets: int = 0) -> None:
        found = store.answer(MetricsRequest(run_id, names=("loss",), n_buckets=n_buckets))
        assert isinstance(found, Metrics)
        assert n_buckets or np.array_equal(found.curves[0].values, values)

    def theirs() -> None:
        found = list(database["points"].rows_where("series = ?", ["loss"], order_by="step"))
        assert np.array([row["value"] for row in found]).shape == (STEPS_READ,)

    ours_s, theirs_s = min(seconds(ours) for _ in range(15)), min(seconds(theirs) for _ in range(3))
    line(f"{STEPS_READ:,} points read back", 1000 * ours_s, 1000 * theirs_s, "rows through sqlite-utils")
    overview_s = min(seconds(lambda: ours(1000)) for _ in range(9))
    print(f"{'  the same in 1,000 stretches':44} {1000 * overview_s:8.1f} ms")
    store.close()
    database.close()
    sizes = [file.stat().st_size / STEPS_READ for file in (path, rows)]
    print(f"{'  bytes a point, of the whole file':44} {sizes[0]:8.2f}    {sizes[1]:8.2f}")


def drawn() -> None:
    """A frame of a curve of a million points: when some are new, when it is moved and when it is zoomed."""
    values = losses(POINTS_DRAWN + 10_000)
    at = np.arange(1, len(values) + 1)
    curve = Curve("training", "accent")
    curve.append(at[:POINTS_DRAWN], values[:POINTS_DRAWN])
    ours = CurvePlot([curve])
    ours.resize(*SIZE)
    ours.set_last_step(len(values))
    ours.show()
    widget = pg.PlotWidget()
    widget.resize(*SIZE)
    item = widget.plot(at[:POINTS_DRAWN].astype(np.float64), values[:POINTS_DRAWN], pen=pg.mkPen("b"))
    item.setDownsampling(auto=True, method="peak")
    item.setClipToView(True)
    view = widget.getPlotItem().vb
    widget.setXRange(0, len(values), padding=0)
    widget.show()
    held = [POINTS_DRAWN]

    def live(_number: int) -> None:
        n = len(curve.points)
        curve.append(at[n : n + LIVE_POINTS], values[n : n + LIVE_POINTS])
        ours.update()
        painted()

    def live_theirs(_number: int) -> None:
        held[0] += LIVE_POINTS
        item.setData(at[: held[0]].astype(np.float64), values[: held[0]])
        painted()

    def pan(number: int) -> None:
        ours.axis.pan(0.02 if number % 2 else -0.02)
        painted()

    def pan_theirs(number: int) -> None:
        view.translateBy(x=0.02 * view.viewRect().width() * (1 if number % 2 else -1))
        painted()

    def zoom(number: int) -> None:
        ours.axis.zoom(0.8 if number % 2 else 1.25, 400_000)
        painted()

    def zoom_theirs(number: int) -> None:
        view.scaleBy(x=0.8 if number % 2 else 1.25)
        painted()

    against = "pyqtgraph, peaks, clipped"
    line(f"{POINTS_DRAWN:,} points, {LIVE_POINTS} new", *milliseconds(live, live_theirs, rounds=ROUNDS), against)
    for share in (0.8, 0.1, 0.001):
        half = share * POINTS_DRAWN / 2
        ours.axis.show(400_000 - half, 400_000 + half)
        widget.setXRange(400_000 - half, 400_000 + half, padding=0)
        line(f"a frame of panning, {share:.1%} in view", *milliseconds(pan, pan_theirs, rounds=ROUNDS), against)
        line(f"a frame of zooming, {share:.1%} in view", *milliseconds(zoom, zoom_theirs, rounds=ROUNDS), against)


def main() -> None:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    print(f"{'curves':44} {'workbench':>11} {'other':>11}  {'faster':>7}")
    drawn()
    with tempfile.TemporaryDirectory() as folder:
        written(Path(folder))
        read(Path(folder))


if __name__ == "__main__":
    main()
