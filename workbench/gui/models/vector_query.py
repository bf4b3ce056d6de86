"""What is asked about in a set of vectors, what is near to it, and what was asked before.

Owns the query and its answers. The idea that is not obvious: an item that one list shows may stand far below the others' ends; where it
stands there is asked in a second question, once the lists are on screen.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from typing import Any

import numpy as np
from PySide6.QtCore import QObject, Signal

from workbench.errors import WorkbenchError
from workbench.gui.session import Job, Session
from workbench.values import (
    METRICS,
    ContextSource,
    Metric,
    Neighbors,
    NeighborsRequest,
    Only,
    Ranks,
    RanksRequest,
    SentenceSource,
    Term,
    Vectors,
    query_text,
    terms_of,
)

MOST_BACK = 100
WORD_MARKS = ("▁", "Ġ", " ", "·", "␣")


def _plain(word: str) -> str:
    """A word without the sign that stands for the space before it on screen."""
    return word[1:] if len(word) > 1 and word[0] in WORD_MARKS else word


@dataclass(frozen=True)
class Query:
    """Items and words with their weights, or a text of its own."""

    terms: tuple[Term, ...] = ()
    text: str = ""

    @classmethod
    def of(cls, item: int) -> Query:
        return cls((Term(item=item),))

    @property
    def item(self) -> int | None:
        """The item, where it is one by number."""
        return self.terms[0].item if len(self.terms) == 1 else None

    def written(self, vectors: Vectors | None) -> str:
        """As one would type it: items by their names."""
        labels = vectors.labels if vectors is not None else ()
        if self.text:
            return self.text
        if self.item is not None:
            return labels[self.item] if self.item < len(labels) else ""
        return query_text(self.terms)

    def saved(self) -> dict[str, object]:
        return {"text": self.text, "terms": [dataclasses.asdict(term) for term in self.terms]}

    @classmethod
    def restored(cls, state: Any) -> Query:
        """What `saved` gave; what is no query is none."""
        try:
            terms = tuple(Term(str(one["text"]), one["item"], float(one["weight"])) for one in state["terms"])
            whole = all(term.item is None or (isinstance(term.item, int) and term.item >= 0) for term in terms)
            return cls(terms if whole else (), str(state["text"]))
        except (TypeError, KeyError, ValueError):
            return cls()


class VectorQuery(QObject):
    """`changed` when the query or what is known of it is other; `failed(error)` when it could not be answered."""

    changed = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._vectors: Vectors | None = None
        self._job: Job | None = None
        self._back: list[Query] = []
        self.query = Query()
        self.k = 20
        self.only: Only = "all"
        self.up_to: int | None = None
        self.answer: Neighbors | None = None
        self.ranks: Ranks | None = None

    # what is asked

    def set_vectors(self, vectors: Vectors | None) -> None:
        """Another set. A word is asked about again there; a number means another item where items are called otherwise."""
        before, self._vectors = self._vectors, vectors
        if before is not None and (vectors is None or before.labels != vectors.labels):
            self._back.clear()
            if any(term.item is not None for term in self.query.terms):
                self.query = Query()
        n = len(vectors.labels) if vectors is not None else 0
        if any(term.item is not None and term.item >= n for term in self.query.terms):
            self.query = Query()
        self._forget()

    def ask(self, query: Query) -> None:
        """Ask about this; `back` returns to what was asked before."""
        if query == self.query or query == Query():
            return
        if self.query != Query():
            self._back = [*self._back[-MOST_BACK:], self.query]
        self.query = query
        self.fetch()

    def back(self) -> None:
        """Ask about what was asked about before."""
        if self._back:
            self.query = self._back.pop()
            self.fetch()

    @property
    def can_go_back(self) -> bool:
        return bool(self._back)

    def read(self, typed: str) -> Query:
        """What is meant by what was typed: a sum of words, or a text of its own where the set is one of texts."""
        typed, vectors = typed.strip(), self._vectors
        source = vectors.request.source if vectors is not None else None
        if vectors is None or not isinstance(source, SentenceSource | ContextSource):
            return Query(tuple(dataclasses.replace(term, text=_plain(term.text)) for term in terms_of(typed)))
        if typed in vectors.labels:
            return Query.of(vectors.labels.index(typed))
        terms, labels = terms_of(typed), set(vectors.labels)
        named = all(any(mark + term.text in labels for mark in ("", *WORD_MARKS)) for term in terms)
        return Query(terms) if named and isinstance(source, ContextSource) else Query(text=typed)

    # the answers

    def fetch(self) -> None:
        """Ask, unless the answer is here."""
        vectors = self._vectors
        if vectors is None or self.query == Query():
            self._forget()
            return
        asked = self.query
        request = NeighborsRequest(
            vectors.request.source, asked.terms, self.k, only=self.only, up_to=self.up_to, text=asked.text
        )  # fmt: skip
        if self.answer is not None and self.answer.request == request:
            self.changed.emit()
            return
        self._job = job = self._session.submit(request, key="neighbours")
        job.done.connect(lambda found: self._answered(job, found))
        job.failed.connect(lambda error: self._failed(job, error))
        self.changed.emit()

    def rank(self, item: int, metric: Metric) -> int | None:
        """Where an item stands by a metric, from 1; None while that isn't known."""
        for ranking in self.answer.rankings if self.answer is not None else ():
            at = np.flatnonzero(ranking.items == item) if ranking.metric == metric else ()
            if len(at):
                return int(at[0]) + 1
        found = self.ranks
        if found is None or item not in found.request.items:
            return None
        return int(found.ranks[found.request.metrics.index(metric), found.request.items.index(item)])

    def score(self, item: int, metric: Metric) -> float | None:
        """The score of an item by a metric, where it is known."""
        for ranking in self.answer.rankings if self.answer is not None else ():
            at = np.flatnonzero(ranking.items == item) if ranking.metric == metric else ()
            if len(at):
                return float(ranking.scores[at[0]])
        found = self.ranks
        if found is None or item not in found.request.items:
            return None
        return float(found.scores[found.request.metrics.index(metric), found.request.items.index(item)])

    def _answered(self, job: Job, found: Neighbors) -> None:
        if job is self._job:
            self._job, self.answer, self.ranks = None, found, None
            self._ask_ranks(found)
            self.changed.emit()

    def _ask_ranks(self, found: Neighbors) -> None:
        lists = [set(ranking.items.tolist()) for ranking in found.rankings]
        apart = tuple(sorted(set.union(*lists) - set.intersection(*lists))) if lists else ()
        if apart:
            asked = found.request
            request = RanksRequest(
                asked.source, asked.terms, apart, METRICS, asked.only, asked.up_to, asked.text
            )  # fmt: skip
            job = self._session.submit(request, key="neighbours' ranks")
            job.done.connect(lambda ranks: self._ranked(found, ranks))
            job.failed.connect(lambda error: error.code != "cancelled" and self.failed.emit(error))

    def _ranked(self, found: Neighbors, ranks: Ranks) -> None:
        if found is self.answer:
            self.ranks = ranks
            self.changed.emit()

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is self._job:
            self._job = None
            if error.code != "cancelled":
                self._forget()
                self.failed.emit(error)

    def _forget(self) -> None:
        self._job, self.answer, self.ranks = None, None, None
        self.changed.emit()
