"""Neighbours: what is nearest to a query, exactly, by three metrics side by side."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.models.vectors import ChosenVectors
from workbench.gui.session import Job, Session
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.numbers import nats
from workbench.gui.widgets.ranked import Ranked, RankedList
from workbench.gui.widgets.visible import visible_token
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import METRICS, Metric, Neighbors, NeighborsRequest, Only, Ranking, Term, Vectors, query_text, terms_of

ONLY: tuple[Only, ...] = ("all", "words", "latin", "hangul")
K = 20


class NeighboursView(QWidget):
    """The query above, a list for each metric below."""

    key = "neighbours"

    def __init__(self, session: Session, frame: PanelFrame, chosen: ChosenVectors) -> None:
        super().__init__(frame)
        self._session, self._frame, self._chosen = session, frame, chosen
        self._vectors: Vectors | None = None
        self._terms: tuple[Term, ...] = ()
        self._shown: Neighbors | None = None
        self._job: Job | None = None
        self._build()
        chosen.marked_changed.connect(self._marked)
        chosen.places.changed.connect(self._ask)
        self.query.returnPressed.connect(lambda: self.ask(terms_of(self.query.text())))
        self.only.activated.connect(lambda _row: self._ask())
        self.retranslate()

    def _build(self) -> None:
        self.controls = QWidget(self)
        self._only_label, self.only = QLabel(self.controls), QComboBox(self.controls)
        for key in ONLY:
            self.only.addItem("", key)
        row = QHBoxLayout(self.controls)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S2)
        row.addWidget(self._only_label)
        row.addWidget(self.only)
        row.addStretch(1)
        self.query, self.caution = QLineEdit(self), WrappedLabel("", self)
        self.query.setFont(theme.mono())
        self.query.setClearButtonEnabled(True)
        self.caution.setProperty("role", "caption")
        self.lists: dict[Metric, RankedList] = {metric: RankedList(self) for metric in METRICS}
        self._heads = {metric: QLabel(self) for metric in METRICS}
        self._chances = {metric: QLabel(self) for metric in METRICS}
        lists = QHBoxLayout()
        lists.setSpacing(theme.S3)
        for metric in METRICS:
            one = QVBoxLayout()
            one.setSpacing(theme.S1)
            self._heads[metric].setFont(theme.sans(bold=True))
            self._chances[metric].setProperty("role", "caption")
            for widget in (self._heads[metric], self._chances[metric], self.lists[metric]):
                one.addWidget(widget)
            lists.addLayout(one, 1)
            self.lists[metric].chosen.connect(lambda item: self.ask((Term(item=item),)))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addWidget(self.query)
        column.addLayout(lists, 1)
        column.addWidget(self.caution)

    # what the panel asks

    def title(self) -> str:
        return self.tr("Neighbours")

    def set_vectors(self, vectors: Vectors | None) -> None:
        before, self._vectors = self._vectors, vectors
        if vectors is None or before is None or before.labels != vectors.labels:
            self._terms = tuple(term for term in self._terms if term.item is None)  # a number means another item now
        self._show(None)
        self._marked()
        self._ask()

    def rows(self) -> Iterator[Sequence[object]]:
        """Each metric's list below the other."""
        yield "metric", "rank", "item", "label", "score", "norm", "in_query"
        found = self._shown
        for ranking in found.rankings if found is not None else ():
            for rank, (item, score) in enumerate(zip(ranking.items.tolist(), ranking.scores.tolist(), strict=True), 1):
                assert found is not None
                yield ranking.metric, rank, item, found.labels[str(item)], score, found.norms[str(item)], item in found.used

    def snippet(self) -> str:
        return ""

    def save_state(self) -> dict[str, object]:
        return {"query": query_text(self._terms), "only": self.only.currentData()}

    def restore_state(self, state: dict[str, object]) -> None:
        self._terms = terms_of(str(state.get("query", "")))
        self.only.setCurrentIndex(max(0, self.only.findData(str(state.get("only", "all")))))
        self._ask()

    def retranslate(self) -> None:
        words = (self.tr("All items"), self.tr("Words"), self.tr("Latin words"), self.tr("Hangul words"))
        for row, word in enumerate(words):
            self.only.setItemText(row, word)
        self._only_label.setText(self.tr("Among"))
        self._only_label.setBuddy(self.only)
        self.only.setAccessibleName(self.tr("Which items may be neighbours"))
        self.query.setAccessibleName(self.tr("Query"))
        self.query.setPlaceholderText(self.tr("A word, a sum such as king - man + woman, or several for their mean: cat, dog"))
        self.caution.setText(self.tr("Near means used alike by the model, not the same meaning. Items of the query itself are grey."))
        for metric, name in self._names().items():
            self._heads[metric].setText(name)
            self.lists[metric].setAccessibleName(name)
        self._say()

    # asking

    def ask(self, terms: tuple[Term, ...]) -> None:
        """Show what is near to this."""
        self._terms = terms
        self._ask()

    def _marked(self) -> None:
        """What is selected in the text under study is asked about, where nothing else was."""
        if self._chosen.marked:
            self.ask((Term(item=self._chosen.marked[0]),))

    def _ask(self) -> None:
        if self._vectors is None or not self.isVisible():
            return
        if not self._terms:
            first = self._chosen.places.telling(self._vectors)
            self._terms = (Term(item=first),) if first is not None else ()
        self.query.setText(self._typed())
        if not self._terms:
            self._show(None)
            return
        only: Only = self.only.currentData()
        request = NeighborsRequest(self._vectors.request.source, self._terms, K, only=only)
        if self._shown is not None and self._shown.request == request:
            return
        self._job = job = self._session.submit(request, key="neighbours")
        job.done.connect(lambda found: self._answered(job, found))
        job.failed.connect(lambda error: self._failed(job, error))

    def _typed(self) -> str:
        """The query as one would type it: an item alone by its name."""
        if self._vectors is not None and len(self._terms) == 1 and self._terms[0].item is not None:
            return self._vectors.labels[self._terms[0].item]
        return query_text(self._terms)

    def _answered(self, job: Job, found: Neighbors) -> None:
        if job is self._job:
            self._frame.bar.clear()
            self._show(found)

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is self._job and error.code != "cancelled":
            self._show(None)
            self._frame.bar.show_error(error)

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self._ask()

    # showing

    def _show(self, found: Neighbors | None) -> None:
        self._shown = found
        for ranking in found.rankings if found is not None else ():
            assert found is not None
            self.lists[ranking.metric].set_rows(self._ranked(found, ranking))
        if found is None:
            for one in self.lists.values():
                one.set_rows(())
        self._say()

    def _ranked(self, found: Neighbors, ranking: Ranking) -> list[Ranked]:
        best = max(float(ranking.scores.max(initial=0.0)), 1e-9) if ranking.metric == "dot" else 1.0
        made = []
        for item, score in zip(ranking.items.tolist(), ranking.scores.tolist(), strict=True):
            label = visible_token(found.labels[str(item)])
            tip = self.tr("{label} · item {item} · {score} · norm {norm}")
            words = tip.format(label=label, item=item, score=f"{score:.6g}", norm=f"{found.norms[str(item)]:.4g}")
            made.append(Ranked(label, max(0.0, score / best), words, item, nats(score)))
        return made

    # words

    def _names(self) -> dict[Metric, str]:
        return {"centered": self.tr("Centred cosine"), "cosine": self.tr("Cosine"), "dot": self.tr("Dot product")}

    def _say(self) -> None:
        found = self._shown
        chances = {ranking.metric: nats(ranking.chance) for ranking in found.rankings} if found is not None else {}
        for metric, label in self._chances.items():
            said = self.tr("95 % of random pairs are below {score}").format(score=chances.get(metric, ""))
            label.setText(said if metric in chances else "")
