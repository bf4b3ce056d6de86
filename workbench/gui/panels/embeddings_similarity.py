"""Similarity: chosen items pair by pair, ordered so that like stands beside like, and what the numbers mean beside random pairs.

Items are the chosen ones; where fewer than two are, those of the text under study, or the first of the set. The idea that is not
obvious: typing words chooses them, for all views.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

import numpy as np
from PySide6.QtCore import QEvent, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QToolButton, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.models.origin import Origin
from workbench.gui.models.vector_items import ItemNames
from workbench.gui.models.vectors import ChosenVectors
from workbench.gui.panels.embeddings_similarity_words import SimilarityWords, snippet_of
from workbench.gui.panels.embeddings_words import item_name
from workbench.gui.session import Job, Session
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.likeness_histogram import LikenessHistogram
from workbench.gui.widgets.likeness_map import NOBODY, LikenessMap, Pair
from workbench.gui.widgets.likeness_scale import LikenessScale
from workbench.gui.widgets.likeness_table import AlikePair, LikenessTable
from workbench.gui.widgets.numbers import nats
from workbench.gui.widgets.segmented import Segmented
from workbench.gui.widgets.waiting import Waiting
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import MOST_ALIKE, Likeness, LikenessRequest, Selection, SentenceSource, Vectors, share_below

ORDERS = ("clustered", "given")
FIRST = 24
"""So many items are taken where nobody chose any."""
MOST_ROWS = 2000
"""Of 400 items there are 79,800 pairs; the table has the most alike ones, the saved data all."""
SHOW_AFTER_MS = 300
"""What takes longer says that it is under way."""


class SimilarityView(QWidget):
    """The items' names above, the map below, the random pairs and the table of pairs beside it."""

    key = "similarity"
    uses_metric = True

    def __init__(self, session: Session, frame: PanelFrame, chosen: ChosenVectors) -> None:
        super().__init__(frame.home)
        self._session, self._frame, self._chosen = session, frame, chosen
        self._words = SimilarityWords(self)
        self._vectors: Vectors | None = None
        self._names: ItemNames | None = None
        self._found: Likeness | None = None
        self._job: Job | None = None
        self._ranked: list[tuple[int, int, float, float]] = []
        self._pair, self._unknown = NOBODY, list[str]()
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.controls, self.order = QWidget(self._frame), Segmented(ORDERS, self)
        self._order_label, self._items_label = QLabel(self), QLabel(self)
        row, typed, column = QHBoxLayout(self.controls), QHBoxLayout(), QVBoxLayout(self)
        for layout in (row, column):
            layout.setContentsMargins(0, 0, 0, 0)
        for widget in (self._order_label, self.order):
            row.addWidget(widget)
        self.items, self.take_text = QLineEdit(self), QToolButton(self)
        self.items.setFont(theme.mono())
        self.items.setClearButtonEnabled(True)
        for widget in (self._items_label, self.items, self.take_text):
            typed.addWidget(widget)
        self.picture = QWidget(self)
        self.map, self.histogram, self.table = LikenessMap(self), LikenessHistogram(self), LikenessTable(self)
        self.waiting = Waiting(self)
        self.told, self.title_of_random, self.caution = WrappedLabel("", self), WrappedLabel("", self), WrappedLabel("", self)
        for one in (self.title_of_random, self.caution):
            one.setProperty("role", "caption")
        beside = QVBoxLayout()
        for widget in (self.title_of_random, self.histogram, self.told):
            beside.addWidget(widget)
        beside.addWidget(self.table, 1)
        inside = QHBoxLayout(self.picture)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.map, 3)
        inside.addLayout(beside, 2)
        for layout in (column, beside, typed, inside):
            layout.setSpacing(theme.S2)
        inside.setSpacing(theme.S4)
        column.addLayout(typed)
        column.addWidget(self.waiting)
        column.addWidget(self.picture, 1)
        column.addWidget(self.caution)

    def _connect(self) -> None:
        c = self._chosen
        c.items_changed.connect(self._follow)
        c.metric_changed.connect(self._follow)
        c.places.changed.connect(self._follow)
        c.hovered.connect(self._hovered)
        self.items.returnPressed.connect(self._typed)
        self.waiting.cancelled.connect(lambda: self._job is not None and self._job.cancel())
        self.take_text.clicked.connect(lambda: c.choose(self._of_text()))
        self.order.chosen.connect(lambda _key: self._arrange())
        self.map.picked.connect(lambda a, b: self._pick((a, b)))
        self.map.pointed.connect(lambda a, b: self._point((a, b)))
        self.map.dropped.connect(self._drop)
        self.map.set_tips(self._tip)
        self.table.picked.connect(lambda a, b: self._pick((a, b)))

    # what the panel asks

    def title(self) -> str:
        return self.tr("Similarity")

    def set_vectors(self, vectors: Vectors | None) -> None:
        self._vectors, self._unknown = vectors, []
        self._names = ItemNames(vectors) if vectors is not None else None
        self._show(None)
        self._follow()

    def rows(self) -> Iterator[Sequence[object]]:
        """Each pair once, the most alike first."""
        yield "item_a", "label_a", "item_b", "label_b", "score", "share_of_random_pairs_below"
        found = self._found
        for a, b, score, share in self._ranked:
            assert found is not None
            yield found.request.items[a], found.labels[a], found.request.items[b], found.labels[b], score, share

    def arrays(self) -> dict[str, np.ndarray]:
        if (found := self._found) is None:
            return {}
        labels, items = np.array(found.labels), np.array(found.request.items)
        return {
            "matrix": found.matrix,
            "items": items,
            "labels": labels,
            "order": found.order,
            "joins": found.joins,
            "levels": found.levels,
        }

    def snippet(self) -> str:
        return snippet_of(self._found.request) if self._found is not None else ""

    def origin(self) -> Origin:
        """What is on screen, for a picture that opens again."""
        return Origin.of(self._found or self._vectors, None, None)

    def save_state(self) -> dict[str, object]:
        return {"order": self.order.key}

    def restore_state(self, state: dict[str, object]) -> None:
        self.order.choose(str(state.get("order", "")))
        self._arrange()

    def retranslate(self) -> None:
        self._order_label.setText(self.tr("Order"))
        self.order.name([self.tr("Clustered"), self.tr("As given")], self.tr("Order"))
        self._items_label.setText(self.tr("Items"))
        self._items_label.setBuddy(self.items)
        self.items.setPlaceholderText(self.tr("Words to compare: cat, dog, horse"))
        self.items.setAccessibleName(self.tr("Items to compare"))
        self.take_text.setText(self.tr("Words of the text"))
        self.take_text.setToolTip(self.tr("Choose the words of the text under study"))
        self.map.setAccessibleName(self.tr("Similarity of each two items"))
        self.histogram.setAccessibleName(self.tr("Scores of random pairs, with the chosen pairs on them"))
        self.table.setAccessibleName(self.tr("Pairs, the most alike first"))
        self.table.retranslate()
        self._show(self._found)

    # which items

    def _wanted(self) -> tuple[int, ...]:
        """The chosen items; else those of the text under study, or the first of the set."""
        if len(self._chosen.items) > 1:
            return self._chosen.items[:MOST_ALIKE]
        of_text = self._of_text()
        n = len(self._vectors.labels) if self._vectors is not None else 0
        return of_text if len(of_text) > 1 else tuple(range(min(n, FIRST)))

    def _of_text(self) -> tuple[int, ...]:
        """Items with letters that stand in the text under study; of whole texts, all."""
        vectors = self._vectors
        if vectors is None:
            return ()
        if isinstance(vectors.request.source, SentenceSource):
            return tuple(range(min(len(vectors.labels), FIRST)))
        whole = Selection(0, len(self._session.subject.text.encode("utf-8")))
        standing = self._chosen.places.items_at(whole, vectors)
        return tuple(item for item in standing if any(letter.isalpha() for letter in vectors.labels[item][1:]))[:FIRST]

    def _typed(self) -> None:
        if self._names is None:
            return
        items, self._unknown = self._names.read(self.items.text())
        if len(items) > 1:
            self._chosen.choose(items[:MOST_ALIKE])
        self._say()

    def _drop(self, a: int) -> None:
        """Compare without an item."""
        wanted = [item for number, item in enumerate(self._wanted()) if number != a]
        if len(wanted) > 1:
            self._chosen.choose(wanted)

    # asking

    def _follow(self) -> None:
        """Ask for what is wanted, once somebody looks."""
        if self._vectors is None or not self.isVisible():
            return
        items = self._wanted()
        if len(items) < 2:
            self._show(None)
            return
        request = LikenessRequest(self._vectors.request.source, items, self._chosen.metric)
        if self._found is not None and self._found.request == request:
            return
        job = self._job = self._session.submit(request, key="similarity")
        job.done.connect(lambda found: self._answered(job, found))
        job.failed.connect(lambda error: self._failed(job, error))
        job.ended.connect(lambda: job is self._job and self.waiting.hide())
        words = self.tr("Comparing {n} items pair by pair…").format(n=len(items))
        QTimer.singleShot(SHOW_AFTER_MS, job, lambda: job is self._job and job.running and self.waiting.begin(words))

    def _answered(self, job: Job, found: Likeness) -> None:
        if job is self._job:
            self._frame.bar.clear()
            self._pair = NOBODY
            self._show(found)

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is self._job and error.code != "cancelled":
            self._show(None)
            self._frame.bar.show_error(error)

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self._follow()

    # showing

    def _show(self, found: Likeness | None) -> None:
        self._found, vectors = found, self._vectors
        self._ranked = self._pairs_ranked()
        if found is None or vectors is None:
            self.map.set_values(np.zeros((0, 0)), (), LikenessScale())
            self.table.set_pairs(())
            self.histogram.set_scores(np.zeros(0), np.zeros(0), line=math.nan)
            self._say()
            return
        random, matrix = vectors.likeness[found.request.metric], found.matrix.astype(np.float64)
        scale = LikenessScale.of(random, matrix)
        names = [item_name(vectors, item) for item in found.request.items]
        self.map.set_values(matrix, names, scale)
        self.map.set_middle_words(self._words.middle(scale.middle))
        self.histogram.set_scores(random, np.array([score for _, _, score, _ in self._ranked]), line=scale.line)
        self.histogram.set_line_words(self._words.line(scale.line))
        self.table.set_pairs([self._row(a, b, score, share) for a, b, score, share in self._ranked[:MOST_ROWS]])
        if self._names is not None and not self.items.isModified():
            self.items.setText(self._names.written(found.request.items))
        self.items.setModified(False)
        self._arrange()
        self._pick(self._pair if self._pair != NOBODY else self._closest(), tell=False)

    def _pairs_ranked(self) -> list[tuple[int, int, float, float]]:
        """Each pair once with its score and share of random pairs below, the most alike first; without those withheld."""
        found, vectors = self._found, self._vectors
        if found is None or vectors is None:
            return []
        a, b = np.triu_indices(len(found.matrix), 1)
        scores = found.matrix[a, b]
        shares = share_below(vectors.likeness[found.request.metric], scores)
        order = [at for at in np.argsort(-scores, kind="stable").tolist() if not math.isnan(scores[at])]
        return [(int(a[at]), int(b[at]), float(scores[at]), float(shares[at])) for at in order]

    def _row(self, a: int, b: int, score: float, share: float) -> AlikePair:
        names = self._pair_names((a, b))
        return AlikePair((a, b), names, nats(score), self._words.share(share), self._tip((a, b)))

    def _closest(self) -> Pair:
        return next(((a, b) for a, b, _, _ in self._ranked), NOBODY)

    def _arrange(self) -> None:
        found = self._found
        if found is None:
            return
        if self.order.key == "clustered":
            self.map.arrange(found.order, found.joins, found.levels)
        else:
            self.map.arrange(np.arange(len(found.matrix)), np.zeros((0, 2), np.int64), np.zeros(0))

    # one pair

    def _pick(self, pair: Pair, *, tell: bool = True) -> None:
        """Look at a pair; the items stand out in the text under study, if they are there."""
        self._pair = pair
        self.map.set_pair(pair)
        self.table.set_pair(pair)
        if tell and self._found is not None and pair != NOBODY:
            self._chosen.point_out(self._found.request.items[pair[0]])
        self._say()

    def _point(self, pair: Pair) -> None:
        self._chosen.hover(self._found.request.items[pair[0]] if self._found is not None and pair != NOBODY else -1)
        self._tell(pair if pair != NOBODY else self._pair)

    def _hovered(self, item: int) -> None:
        """Another view points at an item."""
        items = self._found.request.items if self._found is not None else ()
        if not self.map.underMouse():
            place = items.index(item) if item in items else -1
            self.map.light((place, place))

    def _numbers(self, pair: Pair) -> tuple[float, float]:
        """The score of a pair and its share of random pairs below."""
        found, vectors = self._found, self._vectors
        assert found is not None
        assert vectors is not None
        score = found.matrix[pair]
        return float(score), float(share_below(vectors.likeness[found.request.metric], score))

    def _pair_names(self, pair: Pair) -> tuple[str, str]:
        assert self._found is not None
        assert self._vectors is not None
        a, b = (item_name(self._vectors, self._found.request.items[one]) for one in pair)
        return a, b

    def _tip(self, pair: Pair) -> str:
        assert self._found is not None
        if pair[0] == pair[1]:
            return self._pair_names(pair)[0]
        return self._words.exactly(self._pair_names(pair), *self._numbers(pair), self._found.request.metric)

    # words

    def _tell(self, pair: Pair) -> None:
        """Say what a pair's score means."""
        found = self._found
        if found is None or NOBODY in (pair, (pair[0], -1)) or pair[0] == pair[1]:
            self.told.setText("")
            self.histogram.mark(math.nan)
            return
        score, share = self._numbers(pair)
        self.told.setText(self._words.pair(self._pair_names(pair), score, share, found.request.metric))
        self.histogram.mark(score)

    def _say(self) -> None:
        vectors = self._vectors
        sentences = vectors is not None and isinstance(vectors.request.source, SentenceSource)
        for widget in (self._items_label, self.items, self.take_text):
            widget.setVisible(not sentences)
        self.title_of_random.setText(self.tr("Random pairs of this set (grey) and the pairs compared (lines)"))
        below = [self._words.below(self._found, vectors, self._unknown)] if vectors is not None else []
        if len(self._ranked) > MOST_ROWS:
            words = self.tr("The table has the {n} most alike of {all} pairs; what is saved has all.")
            below.append(words.format(n=f"{MOST_ROWS:,}", all=f"{len(self._ranked):,}"))
        self.caution.setText(" ".join(below))
        self._tell(self._pair)
