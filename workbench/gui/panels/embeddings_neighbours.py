"""Neighbours: what is nearest to a query, exactly, by three metrics side by side, with lines that show where they differ.

Hubs, items that are near to nearly everything, are found on request, for every pair is compared.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from PySide6.QtCore import QEvent
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QToolButton, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.models.hubs import HubsModel, seconds_for
from workbench.gui.models.origin import Origin
from workbench.gui.models.vector_query import Query, VectorQuery
from workbench.gui.models.vectors import ChosenVectors
from workbench.gui.panels.embeddings_neighbours_controls import NeighboursControls
from workbench.gui.panels.embeddings_neighbours_words import NeighboursWords
from workbench.gui.panels.embeddings_python import python_of_set
from workbench.gui.panels.embeddings_words import item_name
from workbench.gui.session import Session
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.neighbour_list import Neighbour
from workbench.gui.widgets.rankings import Rankings, Shown
from workbench.gui.widgets.tips import wrapped
from workbench.gui.widgets.waiting import Waiting
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import METRICS, Metric, Progress, Ranking, SentenceSource, Vectors


class NeighboursView(QWidget):
    """The query above, a list for each metric below."""

    key = "neighbours"

    def __init__(self, session: Session, frame: PanelFrame, chosen: ChosenVectors) -> None:
        super().__init__(frame.home)
        self._frame, self._chosen = frame, chosen
        self._words = NeighboursWords(self)
        self._vectors: Vectors | None = None
        self._written = ""
        self._own = False  # whether somebody asked, or the view began by itself
        self._asked, self.hubs = VectorQuery(session, self), HubsModel(session, self)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.controls = NeighboursControls(self._frame)
        self.back, self.query, self.read_as = QToolButton(self), QLineEdit(self), WrappedLabel("", self)
        self.query.setFont(theme.mono())
        self.query.setClearButtonEnabled(True)
        self.rankings, self.caution, self.waiting = Rankings(METRICS, self), WrappedLabel("", self), Waiting(self)
        self.picture = self.rankings
        for one in (self.read_as, self.caution):
            one.setProperty("role", "caption")
        row, column = QHBoxLayout(), QVBoxLayout(self)
        row.setSpacing(theme.S2)
        row.addWidget(self.back)
        row.addWidget(self.query, 1)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addLayout(row)
        for widget in (self.read_as, self.waiting):
            column.addWidget(widget)
        column.addWidget(self.rankings, 1)
        column.addWidget(self.caution)

    def _connect(self) -> None:
        a, c, r = self._asked, self._chosen, self.rankings
        a.changed.connect(self._show)
        a.failed.connect(self._failed)
        c.marked_changed.connect(self._marked)
        c.places.changed.connect(self._begin)
        c.items_changed.connect(lambda: r.mark(c.items))
        c.hovered.connect(lambda item: r.light(frozenset((item,)) if item >= 0 else frozenset()))
        r.picked.connect(lambda item: self._ask(Query.of(item)))
        r.added.connect(c.toggle)
        r.pointed.connect(c.hover)
        r.set_ranks(lambda item, metric: a.rank(item, _metric(metric)))
        self.query.returnPressed.connect(self._typed)
        self.back.clicked.connect(self._go_back)
        for keys in (QKeySequence("Alt+Left"), QKeySequence("Backspace")):
            shortcut = QShortcut(keys, self.rankings if keys.toString() == "Backspace" else self)
            shortcut.setContext(shortcut.context().WidgetWithChildrenShortcut)
            shortcut.activated.connect(self._go_back)
        self.controls.changed.connect(self._set_filter)
        self.controls.hubs_asked.connect(lambda: self.hubs.ask(self._vectors) if self._vectors is not None else None)
        self.hubs.progressed.connect(self._progressed)
        self.hubs.changed.connect(self._hubs_changed)
        self.hubs.failed.connect(lambda error: error.code != "cancelled" and self._frame.bar.show_error(error))
        self.waiting.cancelled.connect(self.hubs.cancel)

    # what the panel asks

    def title(self) -> str:
        return self.tr("Neighbours")

    def set_vectors(self, vectors: Vectors | None) -> None:
        self._vectors = vectors
        self.controls.set_vectors(vectors)
        self._asked.up_to = self.controls.up_to
        self._asked.set_vectors(vectors)
        self._own = self._own and self._asked.query != Query()
        self._begin()

    def rows(self) -> Iterator[Sequence[object]]:
        """Each metric's list below the other; the places by the other metrics where they are known."""
        yield "metric", "rank", "item", "label", "score", "norm", "in_lists", *(f"rank_{metric}" for metric in METRICS), "in_query"
        found, hubs = self._asked.answer, self.hubs.known(self._vectors)
        for ranking in found.rankings if found is not None else ():
            for rank, (item, score) in enumerate(zip(ranking.items.tolist(), ranking.scores.tolist(), strict=True), 1):
                assert found is not None
                lists = int(hubs.counts[ranking.metric][item]) if hubs is not None else ""
                ranks = [self._asked.rank(item, metric) or "" for metric in METRICS]
                named = found.labels[str(item)], score, found.norms[str(item)], lists
                yield ranking.metric, rank, item, *named, *ranks, item in found.used

    def arrays(self) -> dict[str, np.ndarray]:
        """Items and scores by metric; with hubs the counts of the whole set."""
        found, hubs = self._asked.answer, self.hubs.known(self._vectors)
        made: dict[str, np.ndarray] = {}
        for ranking in found.rankings if found is not None else ():
            made |= {f"items_{ranking.metric}": ranking.items, f"scores_{ranking.metric}": ranking.scores}
        return made | ({f"in_lists_{metric}": counts for metric, counts in hubs.counts.items()} if hubs is not None else {})

    def snippet(self) -> str:
        found = self._asked.answer
        if found is None:
            return ""
        asked = found.request
        named = {"k": asked.k, "only": asked.only, "up_to": asked.up_to, "text": asked.text}
        plain = {"k": 20, "only": "all", "up_to": None, "text": ""}
        more = "".join(f", {name}={value!r}" for name, value in named.items() if value != plain[name])
        imports = ("from workbench.engine.vectors.neighbours import neighbours",)
        lines, given = "", ""
        if asked.text:
            imports = ("import dataclasses\n", *imports)
            lines, given = f"*_, text = vectors_of(model, dataclasses.replace(source, texts=({asked.text!r},)))\n", ", text.mean"
        return (
            f"{python_of_set(asked.source, values=('NeighborsRequest', *(('Term',) if asked.terms else ())), more=imports)}{lines}"
            f"found = neighbours(found, NeighborsRequest(source, {asked.terms!r}{more}){given})\n"
            "for ranking in found.rankings:\n"
            "    print(ranking.metric, ranking.chance)\n"
            "    for item, score in zip(ranking.items, ranking.scores):\n"
            "        print(item, found.labels[str(item)], score, found.norms[str(item)])\n"
        )

    def origin(self) -> Origin:
        """What is on screen, for a picture that opens again."""
        return Origin.of(self._asked.answer or self._vectors, None, None)

    def save_state(self) -> dict[str, object]:
        return {"query": self._asked.query.saved() if self._own else {}, **self.controls.save_state()}

    def restore_state(self, state: dict[str, object]) -> None:
        self.controls.restore_state(state)
        query = Query.restored(state.get("query"))
        self._own = query != Query()
        self._asked.query = query
        self._set_filter()

    def retranslate(self) -> None:
        self.controls.retranslate()
        self.back.setText("←")
        self.back.setToolTip(self.tr("Back to what was asked before (Alt+Left)"))
        self.back.setAccessibleName(self.tr("Back to what was asked before (Alt+Left)"))
        self.query.setAccessibleName(self.tr("Query"))
        self.rankings.setAccessibleName(self.tr("Nearest items by three metrics"))
        for metric in METRICS:
            name, tip = self._words.names.metric(metric), self._words.names.about_metric(metric)
            self.rankings.heads[metric].setText(name)
            self.rankings.heads[metric].setToolTip(wrapped(tip))
            self.rankings.lists[metric].setAccessibleName(name)
            self.rankings.lists[metric].name_columns(*self._words.headings(metric))
        self._show()

    # asking

    def ask(self, typed: str) -> None:
        """Ask about what was typed: a word, a sum, several for their mean; a text where the set is one of texts."""
        self._ask(self._asked.read(typed))

    def _ask(self, query: Query) -> None:
        self._own = True
        self._frame.bar.clear()
        self._asked.ask(query)
        if query.item is not None:
            self._chosen.point_out(query.item)

    def _typed(self) -> None:
        if self.query.text() != self._written:  # a name that is there already means the item it stands for
            self.ask(self.query.text())

    def _go_back(self) -> None:
        self._frame.bar.clear()
        self._asked.back()

    def _marked(self) -> None:
        """What is selected in the text under study is asked about."""
        if self._chosen.marked and self.isVisible() and not self._chosen.pointing:
            self._own = True
            self._asked.ask(Query.of(self._chosen.marked[0]))

    def _begin(self) -> None:
        """Ask about what is selected, or of the text under study, where nobody asked for anything else."""
        if self._vectors is None or not self.isVisible():
            return
        if not self._own:
            first = self._chosen.marked[0] if self._chosen.marked else self._chosen.places.telling(self._vectors)
            self._asked.query = Query.of(first) if first is not None else Query()
        self._asked.fetch()

    def _set_filter(self) -> None:
        self._asked.only, self._asked.up_to, self._asked.k = self.controls.only, self.controls.up_to, self.controls.k
        self._begin()

    def _failed(self, error: WorkbenchError) -> None:
        self._frame.bar.show_error(error)

    def _progressed(self, progress: Progress | None) -> None:
        words = self.tr("Comparing every item with every other…")
        if progress is None:
            self.waiting.begin(words)
        else:
            self.waiting.see(words, progress)
        self._say_hubs()

    def _hubs_changed(self) -> None:
        self.waiting.hide()
        self._show()

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        if self._chosen.marked and self._asked.answer is None and not self._own:
            self._marked()
        self._begin()

    # showing

    def _show(self) -> None:
        found, vectors = self._asked.answer, self._vectors
        hubs = self.hubs.known(vectors)
        shown: dict[str, Shown] = {}
        for ranking in found.rankings if found is not None and vectors is not None else ():
            assert vectors is not None
            above = self._words.chance(ranking.chance)
            below = self._words.hubs(hubs, ranking.metric, vectors) if hubs is not None else ""
            shown[ranking.metric] = Shown(self._rows(ranking, vectors), self._share(ranking, ranking.chance), above, below)
            self.rankings.below[ranking.metric].setToolTip(wrapped(self._words.about_hubs(hubs, ranking.metric)) if hubs else "")
        self.rankings.show_rankings(shown)
        self.rankings.mark(self._chosen.items)
        query = self._asked.query
        written = item_name(vectors, query.item) if vectors is not None and query.item is not None else query.written(vectors)
        if written != self._written:  # else somebody may be typing the next one
            self._written = written
            self.query.setText(written)
        self.read_as.setText(self._words.read_as(found, vectors))
        self.back.setEnabled(self._asked.can_go_back)
        self._say()

    def _rows(self, ranking: Ranking, vectors: Vectors) -> list[Neighbour]:
        hubs, answer = self.hubs.known(vectors), self._asked.answer
        longest = max(float(vectors.norms.max(initial=0.0)), 1e-12)
        made = []
        for item, score in zip(ranking.items.tolist(), ranking.scores.tolist(), strict=True):
            made.append(
                Neighbour(
                    item,
                    item_name(vectors, item),
                    self._words.score(score, float(ranking.scores[0])),
                    self._share(ranking, score),
                    above=not score < ranking.chance,
                    norm_share=float(vectors.norms[item]) / longest,
                    lists=int(hubs.counts[ranking.metric][item]) if hubs is not None else -1,
                    used=answer is not None and item in answer.used,
                    tip=self._words.tip(item, self._asked, vectors, hubs),
                )
            )
        return made

    def _share(self, ranking: Ranking, score: float) -> float:
        """How far a bar goes: to a cosine of 1, or to the best product."""
        best = max(float(ranking.scores.max(initial=0.0)), 1e-12) if ranking.metric == "dot" else 1.0
        return -1.0 if np.isnan(score) else max(0.0, score / best)

    # words

    def _say(self) -> None:
        source = self._vectors.request.source if self._vectors is not None else None
        if isinstance(source, SentenceSource):
            self.query.setPlaceholderText(self.tr("A text, to be compared with those of the set"))
        else:
            self.query.setPlaceholderText(self.tr("A word, a sum such as king - man + woman, or several for their mean: cat, dog"))
        self.caution.setText(self._words.caution(self._vectors))
        self._say_hubs()

    def _say_hubs(self) -> None:
        vectors, button = self._vectors, self.controls.hubs
        known = self.hubs.known(vectors) is not None
        n = len(vectors.labels) if vectors is not None else 0
        button.setVisible(not known and n > 1)
        button.setEnabled(not self.hubs.busy)
        if vectors is None:
            return
        long = self._words.duration(seconds_for(vectors))
        button.setText(self.tr("Find hubs ({time})").format(time=long))
        tip = self.tr("Some items are near to nearly everything. Each of {n} items is compared with every other to find them: {time}.")
        button.setToolTip(wrapped(tip.format(n=f"{n:,}", time=long)))


def _metric(key: str) -> Metric:
    return next(metric for metric in METRICS if metric == key)
