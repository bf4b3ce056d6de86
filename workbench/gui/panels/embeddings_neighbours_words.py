"""What the Neighbours view says: of each row, of what was asked, of hubs."""

from __future__ import annotations

from html import escape

import numpy as np
from PySide6.QtCore import QObject

from workbench.gui.models.vector_query import VectorQuery
from workbench.gui.panels.embeddings_words import EmbeddingsWords, item_name
from workbench.gui.widgets.numbers import count, nats
from workbench.values import METRICS, Hubs, Metric, Neighbors, Vectors

HUBS_NAMED = 4
MANY, CHANCE, ALIKE = 200, 0.95, 0.98
"""Of so many items, the share of random pairs and their score above which scores stop saying much."""


class NeighboursWords(QObject):
    """Sentences only; holds no state."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.names = EmbeddingsWords(self)

    def score(self, score: float, best: float) -> str:
        """A score in its column, with as many decimals as the best of it."""
        decimals = 3 if abs(best) < 10 else 2 if abs(best) < 100 else 1
        return f"{score:.{decimals}f}".replace("-", "−")

    def tip(self, item: int, asked: VectorQuery, vectors: Vectors, hubs: Hubs | None) -> str:
        """All that is known of an item, a line each."""
        lines = [self.tr("{name} · item {item} · norm {norm}").format(
            name=item_name(vectors, item), item=count(item), norm=f"{float(vectors.norms[item]):.4g}"
        )]  # fmt: skip
        for metric in METRICS:
            score, rank = asked.score(item, metric), asked.rank(item, metric)
            if score is not None and rank is not None:
                said = self.tr("{metric}: {score}, place {rank}")
                lines.append(said.format(metric=self.names.metric(metric), score=f"{score:.6g}".replace("-", "−"), rank=count(rank)))
        if hubs is not None:
            said = self.tr("{metric}: in {n} lists of {k}")
            k = hubs.request.k
            lines += [said.format(metric=self.names.metric(one), n=count(int(hubs.counts[one][item])), k=k) for one in METRICS]
        if asked.answer is not None and item in asked.answer.used:
            lines.append(self.tr("Part of the query"))
        return "\n".join(lines)

    def read_as(self, answer: Neighbors | None, vectors: Vectors | None) -> str:
        """Which items a query was understood as."""
        if answer is None or vectors is None:
            return ""
        if answer.request.text:
            return self.tr("Asked about as a whole text, read as those of the set.")
        terms = answer.request.terms
        names = [f"{item_name(vectors, item)} (#{item})" for item in answer.used]
        if len(names) == 1 and terms[0].weight == 1:
            norm = f"{answer.norms[str(answer.used[0])]:.4g}"
            return self.tr("{item} · norm {norm}. The item itself is grey in the lists.").format(item=names[0], norm=norm)
        if all(term.weight == 1 / len(terms) for term in terms):
            said = self.tr("Mean of {items}, each made as long as 1. What is part of it is grey in the lists.")
            return said.format(items=", ".join(names))
        signs = ["− " if term.weight < 0 else "+ " if number else "" for number, term in enumerate(terms)]
        said = self.tr("{sum}: each made as long as 1, then added. What is part of it is grey in the lists.")
        return said.format(sum=" ".join(f"{sign}{name}" for sign, name in zip(signs, names, strict=True)))

    def caution(self, vectors: Vectors | None) -> str:
        """What a list of neighbours does not say."""
        if vectors is not None and len(vectors.labels) == 1:
            return self.tr("This set has a single item: add texts to have something to compare it with.")
        near = self.tr("Near means that the model uses items alike, not that they mean the same.")
        likeness = vectors.likeness["centered"] if vectors is not None else np.zeros(0)
        if vectors is None or len(vectors.labels) < MANY or np.quantile(likeness, CHANCE) < ALIKE:
            return near
        alike = self.tr(
            "More than one random pair in twenty points the same way, so no score stands out: such are tokens that the training never saw."
        )
        return f"{near} {alike}"

    def chance(self, chance: float) -> str:
        """What a score means."""
        return "" if np.isnan(chance) else self.tr("95 % of random pairs are below {score}").format(score=nats(chance))

    def hubs(self, hubs: Hubs, metric: Metric, vectors: Vectors) -> str:
        """The strongest hubs of a metric, as links, and how many items are nobody's neighbour."""
        counts = hubs.counts[metric]
        strongest = np.argsort(-counts, kind="stable")[:HUBS_NAMED].tolist()
        links = [f'<a href="{item}">{escape(item_name(vectors, item))}</a>&nbsp;{count(int(counts[item]))}' for item in strongest]
        said = self.tr("Hubs: {names} · {n} in no list")
        return said.format(names=", ".join(links), n=count(int((counts == 0).sum())))

    def about_hubs(self, hubs: Hubs, metric: Metric) -> str:
        """What hubs are, with the figure that tells how strong they are."""
        said = self.tr(
            "The items that stand in the most lists of {k} nearest. A hub is near to very many items whatever they are, so that it is near "
            "says little. Skewness {skewness}: 0 without hubs, above 1 with strong ones."
        )
        return said.format(k=hubs.request.k, skewness=nats(hubs.skewness[metric]))

    def duration(self, seconds: float) -> str:
        """About how long something takes."""
        if seconds < 5:
            return self.tr("a few seconds")
        if seconds < 45:
            return self.tr("about {n} s").format(n=5 * round(seconds / 5))
        if seconds < 90 * 60:
            return self.tr("about {n} min").format(n=max(1, round(seconds / 60)))
        return self.tr("about {n} h").format(n=max(1, round(seconds / 3600)))

    def headings(self, metric: Metric) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The columns of a list, and what they are."""
        words = ("#", self.tr("Item"), self.tr("Score"), "‖x‖", self.tr("In lists"))
        tips = (
            self.tr("Place in the whole ranking"),
            self.tr("Click: ask about it. Ctrl+click: choose it for the other views."),
            self.tr("The line in the bars: 95 % of random pairs are below."),
            self.tr("Norm, the length of the vector; the longest of the set fills the bar"),
            self.tr("In how many items' lists of nearest it stands, by this metric"),
        )
        return words, tips
