"""What the Similarity view says: of a pair, of the scale, of what is missing; and its Python."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QObject

from workbench.gui.panels.embeddings_python import python_of_set
from workbench.gui.panels.embeddings_words import EmbeddingsWords
from workbench.gui.widgets.numbers import nats
from workbench.values import MOST_ALIKE, Likeness, LikenessRequest, Metric, SentenceSource, Vectors

FEW = 50
"""In smaller sets random pairs tell little."""


class SimilarityWords(QObject):
    """Sentences only; holds no state."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._names = EmbeddingsWords(self)

    def pair(self, names: tuple[str, str], score: float, share: float, metric: Metric) -> str:
        """Two items: how alike they are, and how unusual that is."""
        if math.isnan(score):
            return self.tr("{a} and {b}: withheld, the tokenizer mostly cannot read one of them").format(a=names[0], b=names[1])
        said = self.tr("{a} and {b}: {metric} {score}").format(
            a=names[0], b=names[1], metric=self._names.metric(metric).lower(), score=nats(score)
        )
        return said if math.isnan(share) else f"{said} · {self.above(share)}"

    def above(self, share: float) -> str:
        if share == 1:
            return self.tr("more alike than any of the random pairs")
        return self.tr("more alike than {share} of random pairs").format(share=self.share(share))

    def share(self, share: float) -> str:
        """A share of random pairs, never rounded to all or none of them."""
        if math.isnan(share):
            return "—"
        if share in (0, 1):
            return "100 %" if share else "0 %"
        return f"{min(99.99, max(0.01, 100 * share)):.{1 if 0.001 <= share <= 0.999 else 2}f} %"

    def exactly(self, names: tuple[str, str], score: float, share: float, metric: Metric) -> str:
        """A pair with all its digits, on lines."""
        if math.isnan(score):
            return self.pair(names, score, share, metric)
        lines = [*names, f"{self._names.metric(metric)}: {score:.6f}".replace("-", "−")]
        return "\n".join([*lines, self.above(share)] if not math.isnan(share) else lines)

    def middle(self, value: float) -> str:
        return self.tr("no colour: as alike as random pairs, {value}").format(value=nats(value))

    def line(self, value: float) -> str:
        return "" if math.isnan(value) else self.tr("95 % of random pairs are below {value}").format(value=nats(value))

    def below(self, found: Likeness | None, vectors: Vectors, unknown: Sequence[str]) -> str:
        """What stands below the map: what could not be found, what is withheld, how texts became vectors."""
        said = []
        if unknown:
            said.append(self.tr("Not among the items: {words}.").format(words=", ".join(unknown)))
            if len(vectors.labels) > MOST_ALIKE:
                said.append(self.tr("A word of several tokens has no vector of its own."))
        if found is not None and (withheld := int((found.unread > 0.5).sum())):
            words = self.tr("Withheld because the tokenizer mostly cannot read it (hatched): {n}. Such similarities are noise.")
            said.append(words.format(n=withheld))
        if len(vectors.labels) < FEW:
            words = self.tr("This set has only {n} items: its random pairs are mostly these pairs themselves. Add more to compare with.")
            said.append(words.format(n=len(vectors.labels)))
        if isinstance(vectors.request.source, SentenceSource) and vectors.pooling:
            said.append(self.tr("A text's vector: {pooling}.").format(pooling=self._pooling(vectors.pooling)))
        said.append(self.tr("Alike means that the model uses items alike, not that they mean the same."))
        return " ".join(said)

    def _pooling(self, pooling: str) -> str:
        """The engine's words for a pooling."""
        over, _, unit = pooling.partition(", ")
        words = {
            "mean of all tokens": self.tr("mean of all tokens"),
            "first token": self.tr("first token"),
            "last token": self.tr("last token"),
        }
        return words.get(over, over) + (self.tr(", scaled to length 1") if unit else "")


def snippet_of(request: LikenessRequest) -> str:
    """Python that gives the same matrix and order."""
    more = ("from workbench.engine.vectors.likeness import likeness",)
    return (
        f"{python_of_set(request.source, values=('LikenessRequest',), more=more)}"
        f"alike = likeness(found, LikenessRequest(source, {request.items!r}, {request.metric!r}))\n"
        "print(alike.matrix[alike.order][:, alike.order])\n"
    )
