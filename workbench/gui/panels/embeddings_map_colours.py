"""What the colours of a map say, by choice: the norm, a group, a script, a column of a file, a score against a query, or how well the
neighbours of each item are kept.

Shapes: n items of the set, m of them on a map. The idea that is not obvious: what is known of the whole set is asked for once and serves
both maps; only how well neighbours are kept is each map's own.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QSpinBox, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.models.vectors import ChosenVectors
from workbench.gui.session import Job, Session
from workbench.gui.widgets.point_cloud_colours import Kinds, Numbers, OneColour, PointColours
from workbench.gui.widgets.tips import wrapped
from workbench.gui.widgets.token_scripts import KINDS, kinds_of
from workbench.gui.widgets.visible import visible, visible_token
from workbench.values import (
    Clusters,
    ClustersRequest,
    MapItems,
    QueryScores,
    QueryScoresRequest,
    Term,
    TokenSource,
    VectorMap,
    Vectors,
    query_text,
    terms_of,
)

PLAIN, NORM, GROUP, KIND, SCORE, KEPT, TRUST, TEXT = "plain", "norm", "group", "kind", "score", "kept", "trust", "text"
COLUMN = "column:"
SHORT, NARROWEST = 24, 80


class MapColours(QWidget):
    """`changed`: the same points have other colours; `failed(error)`."""

    changed = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, chosen: ChosenVectors, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._chosen = session, chosen
        self._vectors: Vectors | None = None
        self._items: MapItems | None = None
        self._clusters: Clusters | None = None
        self._scores: QueryScores | None = None
        self._kinds: np.ndarray | None = None
        self._jobs: dict[str, Job] = {}
        self._wanted = ""
        self.label, self.box, self.groups, self.query = QLabel(self), QComboBox(self), QSpinBox(self), QLineEdit(self)
        self.box.setMinimumWidth(NARROWEST)
        self.groups.setRange(2, 50)
        self.groups.setValue(8)
        self.groups.setKeyboardTracking(False)
        theme.pad(self.groups)
        self.query.setFont(theme.mono())
        row, column = QHBoxLayout(), QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        for layout in (row, column):
            layout.setSpacing(theme.S2)
        row.addWidget(self.label)
        row.addWidget(self.box, 1)
        row.addWidget(self.groups)
        column.addLayout(row)
        column.addWidget(self.query)
        self.box.activated.connect(lambda _row: self._choose(str(self.box.currentData())))
        self.groups.valueChanged.connect(lambda _n: self._ask())
        self.query.returnPressed.connect(self._ask)
        chosen.metric_changed.connect(self._ask)
        self.retranslate()
        self._arrange()

    @property
    def key(self) -> str:
        return str(self.box.currentData() or PLAIN)

    def choose(self, key: str) -> None:
        """Colour by this, where the set has it."""
        self._wanted = key
        self.box.setCurrentIndex(max(0, self.box.findData(key)))
        self._arrange()

    def _choose(self, key: str) -> None:
        self._wanted = key
        self._arrange()
        self._ask()
        self.changed.emit()

    # what is known

    def set_vectors(self, vectors: Vectors | None) -> None:
        """Another set: what was known of the other is forgotten."""
        self._vectors, self._clusters, self._scores, self._kinds, self._items = vectors, None, None, None, None
        self._fill()

    def set_items(self, items: MapItems) -> None:
        """Which items groups are made of."""
        if items != self._items:
            self._items = items
            self._ask()

    def _ask(self) -> None:
        """Ask for what the colours need and isn't here."""
        vectors = self._vectors
        if vectors is None or not self.isVisible():
            return
        source = vectors.request.source
        if self.key == GROUP and self._items is not None:
            request = ClustersRequest(source, self.groups.value(), self._items)
            if self._clusters is None or self._clusters.request != request:
                self._submit(GROUP, request)
        elif self.key == SCORE:
            self._fill_query(vectors)
            terms = self._terms(vectors)
            scores = QueryScoresRequest(source, terms, self._chosen.metric)
            if terms and (self._scores is None or self._scores.request != scores):
                self._submit(SCORE, scores)

    def _fill_query(self, vectors: Vectors) -> None:
        """Begin with what is chosen, else with a word that tells something."""
        if not self.query.text().strip():
            first = self._chosen.items[0] if self._chosen.items else self._chosen.places.telling(vectors)
            if first is not None:
                self.query.setText(vectors.labels[first].strip())

    def _terms(self, vectors: Vectors) -> tuple[Term, ...]:
        return terms_of(self.query.text())

    def _submit(self, what: str, request: object) -> None:
        job = self._jobs[what] = self._session.submit(request, key=f"map colours {what}")
        job.done.connect(lambda found: self._came(what, job, found))
        job.failed.connect(lambda error: self._refused(what, job, error))

    def _came(self, what: str, job: Job, found: Clusters | QueryScores) -> None:
        if job is not self._jobs.get(what):
            return
        if isinstance(found, Clusters):
            self._clusters = found
        else:
            self._scores = found
        self.changed.emit()

    def _refused(self, what: str, job: Job, error: WorkbenchError) -> None:
        if job is self._jobs.get(what) and error.code != "cancelled":
            self.failed.emit(error)

    # colours

    def of(self, items: np.ndarray, found: VectorMap | None) -> PointColours:
        """The colours of the items of a map, intp [m]; `found`: that map, once it is there."""
        vectors, key = self._vectors, self.key
        made = self._whole(vectors, key, items) if vectors is not None and len(items) else None
        if made is None and key in (KEPT, TRUST) and found is not None and found.quality is not None and len(found.items) == len(items):
            values = np.full(len(items), np.nan, np.float32)
            values[found.quality.points] = found.quality.preserved_of if key == KEPT else found.quality.trust_of
            made = Numbers.of(self.title(key), values)
        return made if made is not None else OneColour(len(items))

    def _whole(self, vectors: Vectors | None, key: str, items: np.ndarray) -> PointColours | None:
        assert vectors is not None
        title, others = self.title(key), self.tr("others")
        if key == NORM:
            return Numbers.of(title, vectors.norms[items])
        if key == KIND:
            if self._kinds is None:
                self._kinds = kinds_of(vectors.labels)
            return Kinds(title, self._kinds[items], self._kind_words(), others)
        if key == TEXT:
            return Kinds(title, vectors.texts[items].astype(np.intp), self._text_words(vectors), others)
        if key == GROUP and self._clusters is not None:
            return self._grouped(vectors, self._clusters, items)
        if key == SCORE and self._scores is not None:
            chance = f"{self._scores.chance:.2f}".replace("-", "−")
            words = self.tr("{metric} to {query}").format(metric=self._metric_words(), query=query_text(self._scores.request.terms))
            remark = self.tr("95 % of random pairs are below {chance}").format(chance=chance)
            return Numbers.of(words, self._scores.scores[items], rising=True, remark=remark)
        if key.startswith(COLUMN) and title in vectors.columns:
            return _column(title, vectors.columns[title], items, others)
        return None

    def _grouped(self, vectors: Vectors, found: Clusters, items: np.ndarray) -> Kinds:
        of = np.full(len(vectors.labels), -1, np.intp)
        of[found.items] = found.cluster
        words = [visible_token(vectors.labels[middle])[:SHORT] for middle in found.middle.tolist()]
        return Kinds(self.title(GROUP), of[items], words, self.tr("others"))

    # words

    def title(self, key: str) -> str:
        """What is coloured by, as the list says it."""
        return key.removeprefix(COLUMN) if key.startswith(COLUMN) else self._words()[key]

    def _words(self) -> dict[str, str]:
        return {
            PLAIN: self.tr("nothing"),
            NORM: self.tr("norm"),
            GROUP: self.tr("group (k-means)"),
            KIND: self.tr("script and kind"),
            TEXT: self.tr("text"),
            SCORE: self.tr("likeness to a query"),
            KEPT: self.tr("neighbours kept"),
            TRUST: self.tr("trustworthiness"),
        }

    def _kind_words(self) -> tuple[str, ...]:
        words = (
            self.tr("Latin word"), self.tr("Latin piece"), self.tr("Hangul"), self.tr("other script"), self.tr("digits"),
            self.tr("signs"), self.tr("space"), self.tr("bytes"), self.tr("special"),
        )  # fmt: skip
        assert len(words) == len(KINDS), "a word for each kind"
        return words

    def _metric_words(self) -> str:
        return {"centered": self.tr("centred cosine"), "cosine": self.tr("cosine"), "dot": self.tr("dot product")}[self._chosen.metric]

    @staticmethod
    def _text_words(vectors: Vectors) -> list[str]:
        texts = getattr(vectors.request.source, "texts", ())
        return [visible(text[:SHORT]) for text in texts]

    def _fill(self) -> None:
        """What the set can be coloured by."""
        vectors = self._vectors
        keys = [PLAIN, NORM, GROUP, SCORE, KEPT, TRUST]
        if vectors is not None and isinstance(vectors.request.source, TokenSource):
            keys.insert(3, KIND)
        if vectors is not None and len(vectors.texts) and len(set(vectors.texts.tolist())) > 1:
            keys.insert(3, TEXT)
        keys += [f"{COLUMN}{name}" for name in vectors.columns] if vectors is not None else []
        self.box.clear()
        for key in keys:
            self.box.addItem(self.title(key), key)
        usual = next(key for key in (TEXT, KIND, NORM) if key in keys)
        self.box.setCurrentIndex(self.box.findData(self._wanted if self._wanted in keys else usual))
        self._arrange()

    def _arrange(self) -> None:
        self.groups.setVisible(self.key == GROUP)
        self.query.setVisible(self.key == SCORE)

    def retranslate(self) -> None:
        self.label.setText(self.tr("Colour"))
        self.label.setBuddy(self.box)
        self.box.setAccessibleName(self.tr("What the colours say"))
        self.groups.setAccessibleName(self.tr("How many groups"))
        self.groups.setToolTip(wrapped(self.tr("How many groups")))
        self.query.setAccessibleName(self.tr("Query"))
        self.query.setPlaceholderText(self.tr("king - man + woman"))
        self._fill()

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self._ask()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()


def _column(title: str, cells: tuple[str, ...], items: np.ndarray, others: str) -> PointColours:
    """Numbers where all that is written are such, else kinds."""
    chosen = [cells[item] for item in items.tolist()]
    try:
        return Numbers.of(title, np.array([float(cell) if cell else np.nan for cell in chosen]))
    except ValueError:
        return Kinds.of(title, chosen, rest=others)
