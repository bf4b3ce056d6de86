"""One map: its points, and below them what the colours mean and how far it can be trusted.

The idea that is not obvious: a method that takes long changes nothing until it is started. What is on screen then is where it begins,
so the picture flows from one map into the other.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Sequence

import numpy as np
from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.models.vector_map import MapModel
from workbench.gui.panels.embeddings_map_colours import MapColours
from workbench.gui.panels.embeddings_map_method import MethodBar
from workbench.gui.panels.embeddings_map_words import MapWords
from workbench.gui.session import Session
from workbench.gui.widgets.numbers import nats
from workbench.gui.widgets.point_cloud import PointCloud
from workbench.gui.widgets.point_legend import PointLegend
from workbench.gui.widgets.waiting import Waiting
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import (
    Layout,
    MapFrame,
    MapMethod,
    MapQuality,
    MapRequest,
    OwnAxes,
    Pca,
    Progress,
    Tsne,
    Umap,
    VectorMap,
    Vectors,
)

MANY = 10_000
"""More items than this are said to take long."""


class MapPane(QWidget):
    """`method` is its bar of settings, for whoever places it. `chosen(items, adds)`, `hovered(item)`, `pinned(item)` as of a cloud, but
    of items of the set. `wanted`: a map that is there at once, or that was started, is to be asked for with `ask`. `ended`: other items
    are on the map, or it is whole. `failed(error)`."""

    chosen = Signal(object, bool)
    hovered = Signal(int)
    pinned = Signal(int)
    wanted = Signal()
    ended = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, colours: MapColours, *, key: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.model, self._colours, self._words = MapModel(session, f"vector map {key}", self), colours, MapWords(self)
        self._vectors: Vectors | None = None
        self._of = np.zeros(0, np.int64)
        self._pca: MapQuality | None = None
        self._started = self._refit = False
        self.method = MethodBar(parent)
        self.cloud, self.legend, self.waiting, self.quality = PointCloud(self), PointLegend(self), Waiting(self), WrappedLabel(parent=self)
        self.quality.setProperty("role", "caption")
        self.quality.setMinimumHeight(theme.CONTROL_HEIGHT + 2)  # as high as what is awaited, so that nothing jumps
        self.quality.setAlignment(Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S1)
        for one in (self.cloud, self.legend, self.waiting, self.quality):
            column.addWidget(one)
        column.setStretch(0, 1)
        self._connect()

    def _connect(self) -> None:
        m = self.model
        m.began.connect(self._begin)
        m.moved.connect(self._move)
        m.ended.connect(self._end)
        m.progressed.connect(self._progress)
        m.failed.connect(self._fail)
        self.method.changed.connect(self.wanted)
        self.method.started.connect(self._start)
        self.method.chosen.connect(self.say)
        self.waiting.cancelled.connect(m.cancel)
        self._colours.changed.connect(self.colour)
        self.cloud.set_told(self._told)
        self.cloud.hovered.connect(lambda point: self.hovered.emit(self._item(point)))
        self.cloud.pinned.connect(lambda point: self.pinned.emit(self._item(point)))
        self.cloud.chosen.connect(lambda points, adds: self.chosen.emit([self._item(point) for point in points], adds))

    # asking

    def set_vectors(self, vectors: Vectors | None) -> None:
        """Another set. The map stays until the new one comes, if it is of the same items: else its points would be called by others."""
        before, self._vectors = self._vectors, vectors
        self._pca = None
        if vectors is None or before is None or before.labels != vectors.labels:
            self.model.forget()

    def _start(self) -> None:
        self._started = True
        self.wanted.emit()

    def ask(self, request: MapRequest, *, keeps: bool, again: bool = False) -> None:
        """Ask for the map of the chosen method; of one that takes long and was neither started nor comes `again`, the principal
        components. `request`: all else about it; `keeps`: it is laid over what is on screen."""
        method = self.method.method
        long = self.method.takes_long
        if method is None:
            return
        if long and not self._started and not again:
            method = Pca()
        layout = self._layout_for(method) if keeps else None
        self._refit = layout is None or type(method) is not type(self.model.shown)  # its places may be of another size
        self._started = False
        self._pca = None
        self.model.ask(dataclasses.replace(request, method=method, after=layout))
        self.waiting.begin(self._words.making(method, None))
        self.quality.hide()

    def _layout_for(self, method: MapMethod) -> Layout | None:
        """What the map is laid over. t-SNE and UMAP begin with the components anyway: over them, the seed alone gives the map again."""
        shown = self.model.shown
        if isinstance(method, OwnAxes) or isinstance(shown, OwnAxes):
            return None
        return None if isinstance(method, Tsne | Umap) and not isinstance(shown, Tsne | Umap) else self.model.layout

    def set_pca(self, quality: MapQuality | None) -> None:
        """How far the principal components of the same items can be trusted."""
        self._pca = quality
        self.say()

    # showing

    def _begin(self) -> None:
        """Other items are on the map."""
        vectors, items = self._vectors, self.model.items
        self._of = np.full(len(vectors.labels) if vectors is not None else 0, -1, np.int64)
        if len(items):
            self._of[items] = np.arange(len(items))
        made = self.model.request.method if self.model.request is not None else Pca()
        self.cloud.set_points(self.model.places, self._name, even=not isinstance(made, OwnAxes))
        self._axes()
        self.colour()
        self.ended.emit()

    def _move(self) -> None:
        if self._refit and self.model.request is not None:
            self.cloud.view.even = not isinstance(self.model.request.method, OwnAxes)
            self.cloud.view.whole, self._refit = True, False
        self.cloud.set_places(self.model.places)
        self._axes()

    def _end(self) -> None:
        self.waiting.hide()
        self.quality.show()
        self.colour()
        self.say()
        self.ended.emit()

    def _progress(self, event: object) -> None:
        request = self.model.request
        if request is None:
            return
        steps = Progress("", event.done, event.total, "") if isinstance(event, MapFrame) and event.total > 1 else event
        told = steps if isinstance(steps, Progress) and steps.total else None
        self.waiting.see(self._words.making(request.method, event), told)

    def _fail(self, error: WorkbenchError) -> None:
        self.waiting.hide()
        self.quality.show()
        self.say()
        if error.code != "cancelled":
            self.failed.emit(error)

    def colour(self) -> None:
        """Colour the points anew."""
        if self.cloud.n and self.cloud.n == len(self.model.items):
            colours = self._colours.of(self.model.items, self.model.answer)
            self.cloud.set_colours(colours)
            self.legend.set_colours(colours)

    def _axes(self) -> None:
        request = self.model.request
        if request is not None:
            across, up = self._words.axes(request.method, self.model.answer)
            self.cloud.set_axes(across, up, numbered=isinstance(request.method, Pca | OwnAxes))

    def say(self) -> None:
        """How far the map can be trusted."""
        found, request = self.model.answer, self.model.request
        n_all = len(self._vectors.labels) if self._vectors is not None else 0
        self._axes()
        said = ""
        if found is not None:
            said = self._words.quality(found, self._pca, n_all=n_all)
        elif request is not None and not self.model.running:
            said = self._words.stopped(request.method) if len(self.model.items) else self._words.none()
        if self.method.takes_long and len(self.model.items) and not self.model.running and not self.is_laid_out:
            said = f"{self._words.before(self.method.method, len(self.model.items), many=MANY)} {said}"
        self.quality.setText(said)

    @property
    def is_laid_out(self) -> bool:
        """Whether a map of the chosen method, which takes long, is on screen or in the making."""
        request = self.model.request
        return self.method.takes_long and request is not None and type(request.method) is type(self.method.method)

    def save_state(self) -> dict[str, object]:
        return {**self.method.save_state(), "laid_out": self.is_laid_out}

    def restore_state(self, state: dict[str, object]) -> bool:
        """Whether a map that takes long was on screen, and is to be made again."""
        self.method.restore_state(state)
        return self.method.takes_long and state.get("laid_out") is True

    # of items

    def _item(self, point: int) -> int:
        return int(self.model.items[point]) if 0 <= point < len(self.model.items) else -1

    def points_of(self, items: Iterable[int]) -> list[int]:
        """Where items are among the points; those that aren't on the map are left out."""
        wanted = np.fromiter(items, np.int64)
        points = self._of[wanted[(wanted >= 0) & (wanted < len(self._of))]]
        found: list[int] = points[points >= 0].tolist()
        return found

    def _name(self, point: int) -> str:
        item = self._item(point)
        labels = self._vectors.labels if self._vectors is not None else ()
        return self._words.name(labels[item]) if 0 <= item < len(labels) else ""

    def _told(self, point: int) -> Sequence[str]:
        item, vectors = self._item(point), self._vectors
        if item < 0 or vectors is None or item >= len(vectors.labels):
            return ()
        colours = self.cloud.colours
        said = colours.said(point)
        kept = self.kept(item)
        return (
            self.tr("item {n} · norm {norm}").format(n=item, norm=nats(float(vectors.norms[item]))),
            f"{colours.title}: {said}" if said else "",
            self.tr("neighbours kept: {share}").format(share=kept) if kept else "",
        )

    def kept(self, item: int) -> str:
        """The share of an item's neighbours that are near on the map too; "" where that isn't known."""
        found = self.model.answer
        if found is None or found.quality is None or not 0 <= item < len(self._of) or self._of[item] < 0:
            return ""
        at = np.flatnonzero(found.quality.points == self._of[item])
        return f"{100 * float(found.quality.preserved_of[at[0]]):.0f} %" if len(at) else ""

    def of_map(self) -> VectorMap | None:
        """The whole map, once it is there."""
        return self.model.answer

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self.colour()
