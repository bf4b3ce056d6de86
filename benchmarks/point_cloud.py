"""Drawing points: the workbench's stamped cloud against pyqtgraph's ScatterPlotItem (and matplotlib where it is installed).

The first lines are one whole change: new places in, everything painted, in windows of the same size, in turns within one run. The
others have no peer: frames of panning and zooming in 500,000 points, with names, and the time to find the point under the pointer.
"""

from __future__ import annotations

import os
import time

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from benchmarks.drawing import line, milliseconds, painted, scene
from workbench.gui import theme
from workbench.gui.widgets.point_cloud import PointCloud
from workbench.gui.widgets.point_cloud_colours import Kinds, Numbers

SIZE = (1000, 800)
MANY, MOST, MAP = 100_000, 500_000, 49_152


def made(n: int, seed: int) -> np.ndarray:
    """Some clusters of points, float32 [n, 2]."""
    rng = np.random.default_rng(seed)
    return np.asarray(rng.normal(0, 6, (12, 2))[rng.integers(0, 12, n)] + rng.normal(0, 1, (n, 2)), np.float32)


def cloud(n: int) -> PointCloud:
    """A cloud in its window, coloured by a number, all in view."""
    shown = PointCloud()
    shown.resize(*SIZE)
    shown.set_points(made(n, 0), lambda point: f"point {point}")
    shown.set_colours(Numbers.of("number", np.random.default_rng(1).random(n)))
    shown.show()
    return shown


def drawn(n: int) -> tuple[float, float]:
    """New places of n coloured points: stamped, each in its own colour, and with one brush."""
    ours = cloud(n)
    ours.set_names(False)  # the others have none
    places = [made(n, seed) for seed in (0, 1)]
    _widget, view = scene(*SIZE)
    item = pg.ScatterPlotItem(size=3, pen=None, brush=pg.mkBrush(90, 120, 200), pxMode=True)
    view.addItem(item)
    view.setRange(xRange=(-20, 20), yRange=(-16, 16), padding=0)

    def stamped(number: int) -> None:
        ours.set_places(places[number % 2])
        painted()

    def theirs(number: int) -> None:
        item.setData(pos=places[number % 2])
        painted()

    found = milliseconds(stamped, theirs, rounds=16)
    return found[0], found[1]


def recoloured(n: int) -> float:
    """Other colours for the same places."""
    ours = cloud(n)
    kinds = [Kinds("kind", np.random.default_rng(seed).integers(0, 8, n), tuple("abcdefgh"), "other") for seed in (0, 1)]

    def act(number: int) -> None:
        ours.set_colours(kinds[number % 2])
        painted()

    return milliseconds(act, rounds=16)[0]


def with_matplotlib(n: int) -> tuple[float, float] | None:
    """The same against a scatter coloured by a number, in turns; None where matplotlib is not installed."""
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        return None
    ours = cloud(n)
    ours.set_names(False)
    figure = Figure(figsize=(SIZE[0] / 100, SIZE[1] / 100))
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_axes((0, 0, 1, 1))
    places = [made(n, seed) for seed in (0, 1)]
    shown = axes.scatter(*places[0].T, s=9, c=np.random.default_rng(1).random(n), linewidths=0)

    def stamped(number: int) -> None:
        ours.set_places(places[number % 2])
        painted()

    def theirs(number: int) -> None:
        shown.set_offsets(places[number % 2])
        canvas.draw()

    found = milliseconds(stamped, theirs, rounds=8)
    return found[0], found[1]


def moved(n: int) -> dict[str, float]:
    """Frames of panning, of zooming and of points that move."""
    ours = cloud(n)
    places = [made(n, 0), made(n, 0) * 1.01]

    def pan(number: int) -> None:
        ours.view.pan(7 if number % 2 else -7, 3 if number % 2 else -3)
        ours.update()
        painted()

    def zoom(number: int) -> None:
        ours.zoom(1.25 if number % 2 else 0.8, QPointF(600, 300))
        painted()

    def move(number: int) -> None:
        ours.set_places(places[number % 2])
        painted()

    return dict(zip(("pan", "zoom", "move"), milliseconds(pan, zoom, move, rounds=16), strict=True))


def hovered(n: int) -> float:
    """The slowest of 200 positions to the point they mean."""
    ours = cloud(n)
    painted()
    worst = 0.0
    for x, y in np.random.default_rng(3).random((200, 2)) * SIZE:
        begun = time.perf_counter()
        ours.find(QPointF(float(x), float(y)))
        worst = max(worst, 1000 * (time.perf_counter() - begun))
    return worst


def main() -> None:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    print(f"{'points':44} {'workbench':>11} {'other':>11}  {'faster':>7}")
    ours, theirs = drawn(MANY)
    line(f"{MANY:,} coloured points, new places", ours, theirs, "pyqtgraph ScatterPlotItem, one brush")
    slow = with_matplotlib(MANY)
    if slow is not None:
        line("  the same", *slow, "matplotlib, coloured by a number")
    print(f"{f'{MANY:,} points in other colours':44} {recoloured(MANY):8.1f} ms")
    for n in (MAP, MOST):
        for what, taken in moved(n).items():
            print(f"{f'{n:,} points, a frame of {what}':44} {taken:8.1f} ms {1000 / taken:8.0f} a second")
    print(f"{f'the point under the pointer, of {MOST:,}, worst':44} {hovered(MOST):8.2f} ms")


if __name__ == "__main__":
    main()
