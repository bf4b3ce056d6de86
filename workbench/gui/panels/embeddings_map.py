"""Map: a point for each item of a set. What is chosen here, in another map beside it, in the table and in other views is the same.

Shapes: n items of the set, m of them on a map.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLabel,
    QSpinBox,
    QSplitter,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.models.vectors import ChosenVectors
from workbench.gui.panels.embeddings_map_colours import MapColours
from workbench.gui.panels.embeddings_map_items import ItemsChoice
from workbench.gui.panels.embeddings_map_pane import MANY, MapPane
from workbench.gui.panels.embeddings_map_side import MapSide
from workbench.gui.panels.embeddings_map_snippet import map_snippet
from workbench.gui.panels.embeddings_map_words import MapWords
from workbench.gui.session import Job, Session
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.single_shot import single_shot
from workbench.gui.widgets.tips import wrapped
from workbench.values import MAP_METRICS, MapMetric, MapQuality, MapRequest, Pca, TokenSource, VectorMap, Vectors, VectorSource

SEARCH_MS = 120
K = 15


class MapView(QWidget):
    """Maps at the left, at the right the search and a table of what is chosen."""

    key = "map"
    uses_metric = False

    def __init__(self, session: Session, frame: PanelFrame, chosen: ChosenVectors) -> None:
        super().__init__(frame.home)
        self._session, self._frame, self._chosen = session, frame, chosen
        self._words = MapWords(self)
        self._vectors: Vectors | None = None
        self._lower: list[str] = []
        self._pins: tuple[int, ...] = ()
        self._wanted_pins: tuple[int, ...] = ()
        self._qualities: dict[object, MapQuality] = {}
        self._job: Job | None = None
        self._due = False
        self._again: set[int] = set()
        self._search = single_shot(SEARCH_MS, self._find, parent=self)
        self._build(session)
        self._connect()
        self.retranslate()

    def _build(self, session: Session) -> None:
        self.controls, self.more = QWidget(self._frame), QWidget(self._frame)
        self.items, self.colours = ItemsChoice(self.controls), MapColours(session, self._chosen, self)
        self.two = QToolButton(self.controls)
        self.two.setCheckable(True)
        row = QHBoxLayout(self.controls)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S3)
        for one in (self.items, self.two):
            row.addWidget(one)
        row.addStretch(1)
        self._build_more()
        maps = QWidget(self)
        self.picture = QWidget(maps)
        self.panes = [MapPane(session, self.colours, key=key, parent=self.picture) for key in ("a", "b")]
        methods, pictures, column = QHBoxLayout(), QHBoxLayout(self.picture), QVBoxLayout(maps)
        for pane in self.panes:
            methods.addWidget(pane.method, 1, Qt.AlignmentFlag.AlignTop)
            pictures.addWidget(pane, 1)
        for layout in (methods, pictures, column):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(theme.S3)
        column.setSpacing(theme.S2)
        column.addLayout(methods)
        column.addWidget(self.picture, 1)
        self.side = MapSide(self.colours, self)
        self.table = self.side.table
        self.columns = QSplitter(Qt.Orientation.Horizontal, self)
        self.columns.addWidget(maps)
        self.columns.addWidget(self.side)
        self.columns.setChildrenCollapsible(False)
        self.columns.setStretchFactor(0, 1)
        self.columns.setSizes([800, 280])
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self.columns)
        self._show_two(False)

    def _build_more(self) -> None:
        self.metric, self.k = QComboBox(self.more), QSpinBox(self.more)
        self.other, self.names, self.keeps = QComboBox(self.more), QCheckBox(self.more), QCheckBox(self.more)
        self._metric_label, self._k_label, self._other_label = QLabel(self.more), QLabel(self.more), QLabel(self.more)
        for metric in MAP_METRICS:
            self.metric.addItem("", metric)
        for key in ("same", "embed", "unembed"):
            self.other.addItem("", key)
        self.k.setRange(1, 200)
        self.k.setValue(K)
        self.k.setKeyboardTracking(False)
        theme.pad(self.k)
        self.names.setChecked(True)
        self.keeps.setChecked(True)
        row = QHBoxLayout(self.more)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S2)
        for one in (self._metric_label, self.metric, self._k_label, self.k, self._other_label, self.other, self.keeps, self.names):
            row.addWidget(one)
        row.addStretch(1)

    def _connect(self) -> None:
        c = self._chosen
        c.items_changed.connect(self._show_chosen)
        c.marked_changed.connect(self._show_chosen)
        c.hovered.connect(self._point_at)
        self.items.changed.connect(self._ask)
        self.colours.changed.connect(self._show_chosen)
        self.colours.failed.connect(self._fail)
        self.two.toggled.connect(self._show_two)
        self.metric.activated.connect(lambda _row: self._ask())
        self.k.valueChanged.connect(lambda _value: self._ask())
        self.other.activated.connect(lambda _row: self._ask_pane(1))
        self.names.toggled.connect(lambda on: [pane.cloud.set_names(on) for pane in self.panes])
        self.side.tool.chosen.connect(lambda key: [pane.cloud.set_tool(key) for pane in self.panes])
        self.side.search.textChanged.connect(lambda _text: self._search.start())
        self.side.search.returnPressed.connect(self._choose_found)
        self.table.hovered.connect(self._chosen.hover)
        self.table.chosen.connect(self._reveal)
        self.table.pinned.connect(self._pin)
        for number, pane in enumerate(self.panes):
            pane.chosen.connect(self._choose)
            pane.hovered.connect(self._chosen.hover)
            pane.pinned.connect(self._pin)
            pane.wanted.connect(lambda number=number: self._ask_pane(number))
            pane.ended.connect(lambda number=number: self._ended(number))
            pane.failed.connect(self._fail)

    # what the panel asks

    def title(self) -> str:
        return self.tr("Map")

    def set_vectors(self, vectors: Vectors | None) -> None:
        before, self._vectors = self._vectors, vectors
        self._qualities.clear()
        if vectors is None or before is None or before.labels != vectors.labels:
            self._pins, self._wanted_pins = self._wanted_pins, ()
            self._lower = []
        self.items.set_size(len(vectors.labels) if vectors is not None else 0)
        self.colours.set_vectors(vectors)
        for pane in self.panes:
            pane.set_vectors(vectors)
        self._ask()

    def rows(self) -> Iterator[Sequence[object]]:
        """A line for each item of the left map; with two, where it is on the other."""
        yield "item", "label", "x", "y", "x_other", "y_other", "norm", "colour", "neighbours_kept", "chosen"
        vectors, (left, right) = self._vectors, (pane.model for pane in self.panes)
        if vectors is None:
            return
        others = dict(zip(right.items.tolist(), right.places.tolist(), strict=True)) if self.two.isChecked() else {}
        kept, chosen, colours = _measured(left.answer, len(left.items)), set(self._chosen.items), self.panes[0].cloud.colours
        for point, (item, (x, y)) in enumerate(zip(left.items.tolist(), left.places.tolist(), strict=True)):
            other = others.get(item, ("", ""))
            yield (
                item, vectors.labels[item], x, y, *other, float(vectors.norms[item]), colours.said(point),
                float(kept[point]), item in chosen,
            )  # fmt: skip

    def arrays(self) -> dict[str, np.ndarray]:
        """Items and places of both maps, and what was measured of each item."""
        made: dict[str, np.ndarray] = {"chosen": np.array(self._chosen.items, np.int64)}
        for ending, pane in zip(("", "_other"), self.panes[: 2 if self.two.isChecked() else 1], strict=False):
            made |= {f"items{ending}": pane.model.items, f"places{ending}": pane.model.places}
            found = pane.model.answer
            if found is not None and found.quality is not None:
                quality = found.quality
                made |= {f"measured{ending}": quality.points, f"kept{ending}": quality.preserved_of, f"trust{ending}": quality.trust_of}
        return made

    def snippet(self) -> str:
        return map_snippet(self.panes[0].model.answer)

    def save_state(self) -> dict[str, object]:
        return {
            "items": self.items.key,
            "n": self.items.n.value(),
            "colours": self.colours.key,
            "query": self.colours.query.text(),
            "groups": self.colours.groups.value(),
            "two": self.two.isChecked(),
            "metric": self.metric.currentData(),
            "k": self.k.value(),
            "other": self.other.currentData(),
            "names": self.names.isChecked(),
            "keeps": self.keeps.isChecked(),
            "pins": list(self._pins[:200]),
            **{f"pane{number}": pane.save_state() for number, pane in enumerate(self.panes)},
        }

    def restore_state(self, state: dict[str, object]) -> None:
        n, k, groups, pins = (state.get(name) for name in ("n", "k", "groups", "pins"))
        self.items.choose(str(state.get("items", "")), n if isinstance(n, int) else 0)
        self.colours.query.setText(str(state.get("query", "")))
        self.colours.groups.setValue(groups if isinstance(groups, int) else 8)
        self.colours.choose(str(state.get("colours", "")))
        self.metric.setCurrentIndex(max(0, self.metric.findData(str(state.get("metric", "")))))
        self.k.setValue(k if isinstance(k, int) else K)
        self.other.setCurrentIndex(max(0, self.other.findData(str(state.get("other", "")))))
        self.names.setChecked(state.get("names") is not False)
        self.keeps.setChecked(state.get("keeps") is not False)
        self._pins = tuple(pin for pin in pins if isinstance(pin, int)) if isinstance(pins, list) else ()
        self._wanted_pins = self._pins if self._chosen.busy or self._vectors is None else ()
        for number, pane in enumerate(self.panes):
            own = state.get(f"pane{number}")
            if pane.restore_state(own if isinstance(own, dict) else {}):
                self._again.add(number)
        self.two.setChecked(state.get("two") is True)
        self._ask()

    # asking

    @property
    def _metric(self) -> MapMetric:
        metric: MapMetric = self.metric.currentData()
        return metric

    def _source(self, number: int) -> VectorSource:
        """Whose vectors a map shows: the second may show the other table, of the same items."""
        assert self._vectors is not None
        source, other = self._vectors.request.source, str(self.other.currentData())
        if number and isinstance(source, TokenSource) and other in ("embed", "unembed"):
            return TokenSource(source.model, "unembed" if other == "unembed" else "embed", source.dtype)
        return source

    def _ask(self) -> None:
        """All maps anew."""
        self._due = self._vectors is not None and not self.isVisible()
        if self._vectors is None or self._due:
            return
        for number in range(2 if self.two.isChecked() else 1):
            self._ask_pane(number)

    def _ask_pane(self, number: int) -> None:
        if self._vectors is None or not self.isVisible():
            return
        self._frame.bar.clear()
        items = self.items.items(self._chosen.items)
        self.colours.set_items(items)
        request = MapRequest(self._source(number), items=items, metric=self._metric, k=self.k.value())
        few = self.items.size <= MANY
        again = number in self._again or (few and self.panes[number].is_laid_out)
        self._again.discard(number)
        self.panes[number].ask(request, keeps=self.keeps.isChecked(), again=again)

    def _ended(self, number: int) -> None:
        """A map is whole: show what is chosen on it, and beside its quality that of the principal components."""
        self._show_chosen()
        self._find()
        found = self.panes[number].of_map()
        if found is None or found.quality is None:
            return
        key = _quality_key(found)
        if isinstance(found.request.method, Pca):
            if found.request.method == Pca():
                self._qualities[key] = found.quality
        elif key in self._qualities:
            self.panes[number].set_pca(self._qualities[key])
        else:
            request = MapRequest(found.request.source, items=found.request.items, metric=found.request.metric, k=found.request.k)
            job = self._job = self._session.submit(request, key="vector map pca")
            job.done.connect(lambda pca: self._compared(number, found, pca))

    def _compared(self, number: int, found: VectorMap, pca: VectorMap) -> None:
        if pca.quality is not None:
            self._qualities[_quality_key(pca)] = pca.quality
            if self.panes[number].of_map() is found:
                self.panes[number].set_pca(pca.quality)

    def _fail(self, error: WorkbenchError) -> None:
        self._frame.bar.show_error(error)

    def _show_two(self, on: bool) -> None:
        for one in (self.panes[1], self.panes[1].method):
            one.setVisible(on)
        if on and not self.panes[1].model.running and not len(self.panes[1].model.items):
            self._ask_pane(1)

    # choosing

    def _choose(self, items: Sequence[int], adds: bool) -> None:
        if adds and len(items) == 1:
            self._chosen.toggle(items[0])
        else:
            self._chosen.choose([*self._chosen.items, *items] if adds else items)

    def _pin(self, item: int) -> None:
        """Let an item's name stay, or go."""
        if item >= 0:
            self._pins = tuple(one for one in self._pins if one != item) if item in self._pins else (*self._pins, item)
            self._show_chosen()

    def _point_at(self, item: int) -> None:
        for pane in self.panes:
            pane.cloud.point_at(next(iter(pane.points_of((item,))), -1))
        if not self.table.hasFocus():
            self.table.mark(item)

    def _reveal(self, item: int) -> None:
        for pane in self.panes:
            for point in pane.points_of((item,)):
                pane.cloud.reveal(point)
        self._chosen.hover(item)
        self._chosen.point_out(item)

    def _find(self) -> None:
        """Items whose name has what is typed stand out."""
        text, vectors = self.side.search.text().lower(), self._vectors
        matches = self._matches(text) if text.strip() and vectors is not None else None
        for pane in self.panes:
            pane.cloud.set_lit(np.array(pane.points_of(matches), np.intp) if matches is not None else None)
        self.side.say_found(len(matches) if matches is not None else None, len(self.panes[0].points_of(matches or ())))

    def _matches(self, text: str) -> list[int]:
        assert self._vectors is not None
        if not self._lower:
            self._lower = [label.lower() for label in self._vectors.labels]
        return [item for item, label in enumerate(self._lower) if text in label]

    def _choose_found(self) -> None:
        text = self.side.search.text().lower()
        if text.strip() and self._vectors is not None:
            on_map = set(self.panes[0].model.items.tolist())
            self._chosen.choose([item for item in self._matches(text) if item in on_map])

    def _show_chosen(self) -> None:
        """What is chosen, marked and pinned, on the maps and in the table."""
        if not self.isVisible():
            return
        for pane in self.panes:
            pane.cloud.set_marked(pane.points_of(self._chosen.marked))
            pane.cloud.set_chosen(pane.points_of(self._chosen.items))
            pane.cloud.set_pinned(pane.points_of(self._pins))
        vectors = self._vectors
        items = self._chosen.items if vectors is not None else ()
        shown = tuple(dict.fromkeys((*items, *self._pins)))
        self.table.rows.pin(self._pins)
        self.table.show_items(shown, self._headings(), self._cells)
        self.side.say_chosen(len(items), missing=len(items) - len(self.panes[0].points_of(items)))

    def _headings(self) -> tuple[str, ...]:
        return self.tr("Item"), self.tr("Colour"), self.tr("Kept")

    def _cells(self, item: int) -> tuple[str, ...]:
        vectors, pane = self._vectors, self.panes[0]
        if vectors is None or item >= len(vectors.labels):
            return ("",) * 3
        points = pane.points_of((item,))
        said = pane.cloud.colours.said(points[0]) if points else ""
        return self._words.name(vectors.labels[item]), said, pane.kept(item) or "—"

    # words

    def retranslate(self) -> None:
        self.two.setText(self.tr("Two maps"))
        self.two.setToolTip(wrapped(self.tr("Two maps of the same items side by side: what is chosen on one is chosen on both")))
        self._metric_label.setText(self.tr("Near by"))
        self._metric_label.setBuddy(self.metric)
        self.metric.setAccessibleName(self.tr("Near by"))
        for row, metric in enumerate(MAP_METRICS):
            self.metric.setItemText(row, self._words.metric(metric))
        self._k_label.setText(self.tr("Neighbours measured"))
        self._k_label.setBuddy(self.k)
        self.k.setAccessibleName(self.tr("Neighbours measured"))
        self.k.setToolTip(wrapped(self.tr("How many of each item's nearest the quality of a map is measured by")))
        self._other_label.setText(self.tr("Second map of"))
        self._other_label.setBuddy(self.other)
        self.other.setAccessibleName(self.tr("Second map of"))
        for row, words in enumerate((self.tr("the same vectors"), self.tr("token vectors"), self.tr("unembedding vectors"))):
            self.other.setItemText(row, words)
        self.keeps.setText(self.tr("Keep the layout"))
        self.keeps.setToolTip(wrapped(self.tr("A new map begins with the one on screen and is laid over it, so that nothing jumps")))
        self.names.setText(self.tr("Names"))
        self.names.setToolTip(wrapped(self.tr("Points say their names where there is room")))
        self.side.retranslate()
        for pane in self.panes:
            pane.say()
        self._find()
        self._show_chosen()

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        if self._due:
            self._ask()
        self._show_chosen()


def _quality_key(found: VectorMap) -> object:
    """What makes two maps comparable."""
    request = found.request
    return request.source, request.items, request.metric, request.k


def _measured(found: VectorMap | None, n: int) -> np.ndarray:
    """The share of neighbours kept of each point, NaN where it was not measured: float32 [n]."""
    kept = np.full(n, np.nan, np.float32)
    if found is not None and found.quality is not None and len(found.items) == n:
        kept[found.quality.points] = found.quality.preserved_of
    return kept
