"""Drawing attention: the workbench's 8-bit pictures against pyqtgraph's ImageItem (and matplotlib where it is installed).

Each line is one whole change as a person sees it: new data in, everything that Qt then wants repainted painted, both sides in
windows of the same size. Ratios are taken within one run, the sides in turns, and what one side leaves for later is done before
the other's turn. The first two are given the 8-bit answers of the engine, as in the window.
"""

from __future__ import annotations

import os
import statistics
import time
from collections.abc import Callable

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from workbench.gui import theme
from workbench.gui.widgets import colormap
from workbench.gui.widgets.head_grid import GAP, LABEL_HEIGHT, LABEL_WIDTH, HeadGrid
from workbench.gui.widgets.heat_map import HeatMap
from workbench.gui.widgets.token_text import TokenText
from workbench.values import Encoding, HeadImage, HeadRequest, Subject, TraceRequest

N_LAYERS, N_HEADS, THUMBNAIL = 30, 9, 96
STREAK, ROUNDS = 8, 40
Act = Callable[[int], object]


def milliseconds(*acts: Act, rounds: int = ROUNDS) -> list[float]:
    """The median of each act, all of them in turns, STREAK times in a row each: taken one by one, each would find its pictures
    driven out of the processor's cache by the other's. The first of a row, and the first rows, warm up."""
    taken: list[list[float]] = [[] for _ in acts]
    streak = min(STREAK, rounds)
    for row in range(rounds // streak + 1):
        for act, times in zip(acts, taken, strict=True):
            for number in range(streak + 1):
                begun = time.perf_counter()
                act(number)
                if row and number:
                    times.append(1000 * (time.perf_counter() - begun))
                settle()
    return [statistics.median(times) for times in taken]


def scene(width: int, height: int) -> tuple[pg.GraphicsLayoutWidget, pg.ViewBox]:
    """An empty pyqtgraph view with its y axis downwards."""
    widget = pg.GraphicsLayoutWidget()
    widget.resize(width, height)
    widget.ci.setContentsMargins(0, 0, 0, 0)
    view = widget.addViewBox(invertY=True, lockAspect=True, enableMouse=False)
    widget.show()
    return widget, view


def painted() -> None:
    """Paint what the change made out of date, into the window."""
    QApplication.processEvents()


def settle() -> None:
    """Let nothing be left over for whoever is measured next."""
    for _ in range(3):
        QApplication.processEvents()


def viridis() -> np.ndarray:
    return pg.colormap.get("viridis").getLookupTable(nPts=256)


def encoding(n: int) -> Encoding:
    spans = np.stack([np.arange(n), np.arange(n) + 1], 1)
    return Encoding(np.zeros(n, np.int32), ("a",) * n, spans, spans, np.zeros(n, np.uint8), "a" * n)


def all_heads(size: int) -> tuple[float, float]:
    """270 heads of size x size cells in a new picture: one stitched picture, and one ImageItem each."""
    rng = np.random.default_rng(0)
    news = [rng.integers(0, 256, (N_LAYERS, N_HEADS, size, size), dtype=np.uint8) for _ in range(2)]
    high = np.ones((N_LAYERS, N_HEADS), np.float32)
    width, height = LABEL_WIDTH + 8 + N_HEADS * (THUMBNAIL + GAP), LABEL_HEIGHT + 8 + N_LAYERS * (THUMBNAIL + GAP)
    grid = HeadGrid()
    grid.set_shape(high)
    grid.resize(width, height)
    grid.show()

    _widget, view = scene(width, height)
    items = [[pg.ImageItem(axisOrder="row-major") for _ in range(N_HEADS)] for _ in range(N_LAYERS)]
    table, step = viridis(), THUMBNAIL + GAP
    for layer, row in enumerate(items):
        for head, item in enumerate(row):
            view.addItem(item)
            item.setImage(news[0][layer, head], levels=(0, 255), lut=table)
            item.setRect(head * step, layer * step, THUMBNAIL, THUMBNAIL)
    view.setRange(xRange=(0, N_HEADS * step), yRange=(0, N_LAYERS * step), padding=0)

    def ours(number: int) -> None:
        grid.set_grid(news[number % 2], high, causal=True)
        painted()

    def theirs(number: int) -> None:
        for layer, row in enumerate(items):
            for head, item in enumerate(row):
                item.setImage(news[number % 2][layer, head], autoLevels=False)
        painted()

    found = milliseconds(ours, theirs)
    return found[0], found[1]


def one_head(n: int) -> tuple[float, float, HeatMap, pg.GraphicsLayoutWidget, pg.ViewBox]:
    """One head of n x n cells, new data and another colour map: HeatMap with its axes, and a bare ImageItem."""
    rng = np.random.default_rng(1)
    trace = TraceRequest(Subject("m", "t"))
    news = [rng.integers(0, 256, (n, n), dtype=np.uint8) for _ in range(2)]
    images = [HeadImage(HeadRequest(trace, 0, number, pixels=n), (0, n, 0, n), new, 1, 0.0, 1.0) for number, new in enumerate(news)]
    heat = HeatMap()
    heat.resize(1200, 1160)
    heat.set_tokens(TokenText(encoding(n)), causal=True)
    heat.show()
    widget, view = scene(1200, 1160)
    item = pg.ImageItem(axisOrder="row-major")
    view.addItem(item)
    tables = [viridis(), pg.colormap.get("cividis").getLookupTable(nPts=256)]
    item.setImage(news[0], levels=(0, 255), lut=tables[0])
    view.setRange(xRange=(0, n), yRange=(0, n), padding=0)

    def ours(number: int) -> None:
        heat.set_colormap(colormap.NAMES[number % 2])
        heat.add(images[number % 2])
        painted()

    def theirs(number: int) -> None:
        item.setLookupTable(tables[number % 2])
        item.setImage(news[number % 2], autoLevels=False)
        painted()

    mine, other = milliseconds(ours, theirs)
    return mine, other, heat, widget, view


def moved(n: int) -> dict[str, tuple[float, float]]:
    """A frame of panning and of zooming in one head of n x n cells that is wholly in memory."""
    _, _, heat, _widget, view = one_head(n)
    heat.zoom(2)
    view.setRange(xRange=(n / 4, 3 * n / 4), yRange=(n / 4, 3 * n / 4), padding=0)

    def pan(number: int) -> None:
        heat._after(heat.view.pan(3 if number % 2 else -3, 2 if number % 2 else -2))
        painted()

    def pan_theirs(number: int) -> None:
        view.translateBy(x=3 if number % 2 else -3, y=2 if number % 2 else -2)
        painted()

    def zoom(number: int) -> None:
        heat.zoom(1.1 if number % 2 else 1 / 1.1, QPointF(heat.view.plot.center()))
        painted()

    def zoom_theirs(number: int) -> None:
        factor = 1 / 1.1 if number % 2 else 1.1
        view.scaleBy((factor, factor))
        painted()

    found = milliseconds(pan, pan_theirs, zoom, zoom_theirs)
    return {"pan": (found[0], found[1]), "zoom": (found[2], found[3])}


def with_matplotlib(size: int) -> float | None:
    """All heads again, on one canvas with an axes each; None where matplotlib is not installed."""
    try:
        from matplotlib.backends.backend_agg import FigureCanvasAgg
        from matplotlib.figure import Figure
    except ImportError:
        return None
    rng = np.random.default_rng(0)
    figure = Figure(figsize=(N_HEADS * THUMBNAIL / 100, N_LAYERS * THUMBNAIL / 100))
    canvas = FigureCanvasAgg(figure)
    shown = [axes.imshow(rng.random((size, size)), cmap="viridis") for axes in figure.subplots(N_LAYERS, N_HEADS).flat]
    new = rng.random((size, size))

    def draw(_number: int) -> None:
        for one in shown:
            one.set_data(new)
        canvas.draw()

    return milliseconds(draw, rounds=3)[0]


def line(what: str, ours: float, theirs: float, against: str) -> None:
    print(f"{what:44} {ours:8.1f} ms {theirs:8.1f} ms  {theirs / ours:6.2f}x  {against}")


def main() -> None:
    app = QApplication.instance() or QApplication([])
    assert isinstance(app, QApplication)
    theme.apply(app, "light")
    print(f"{'drawing':44} {'workbench':>11} {'other':>11}  {'faster':>7}")
    grid, items = all_heads(128)
    line("grid of 270 heads, 128 x 128 each, new trace", grid, items, "pyqtgraph, one ImageItem each")
    slow = with_matplotlib(128)
    if slow is not None:
        line("  the same", grid, slow, "matplotlib, one axes each")
    line("one head, 1,024 x 1,024, new data and map", *one_head(1024)[:2], "pyqtgraph, a bare ImageItem")
    for what, (ours, theirs) in moved(2048).items():
        line(f"one frame of {what}, 2,048 x 2,048, with axes", ours, theirs, "pyqtgraph, a bare ImageItem")


if __name__ == "__main__":
    main()
