"""What the Embeddings panel says: of a set, while it is awaited, and while there is none."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from workbench.gui.widgets.numbers import count, nats
from workbench.gui.widgets.visible import visible_token
from workbench.values import METRICS, FileSource, Metric, Progress, SentenceSource, Vectors

NAMED, MOST_SHOWN = 4, 18
"""So many of the chosen items are named, each by so many letters."""


def item_name(vectors: Vectors, item: int) -> str:
    """What an item is called on screen: of tokens every character can be seen, of texts all but their spaces."""
    label = vectors.labels[item]
    if isinstance(vectors.request.source, SentenceSource | FileSource):
        return " ".join(visible_token(part) for part in label.split(" "))
    return visible_token(label)


class EmbeddingsWords(QObject):
    """Sentences only; holds no state."""

    def metric(self, metric: Metric) -> str:
        """A metric's name."""
        return dict(zip(METRICS, (self.tr("Centred cosine"), self.tr("Cosine"), self.tr("Dot product")), strict=True))[metric]

    def about_metric(self, metric: Metric) -> str:
        """What a metric is."""
        words = (
            self.tr(
                "The cosine once the mean of all vectors is taken away: vectors of a model share a direction, which says nothing of them."
            ),
            self.tr("The angle alone. High for almost any two vectors of a model, so 0.6 may mean nothing."),
            self.tr("Angle and lengths: long vectors come first."),
        )
        return dict(zip(METRICS, words, strict=True))[metric]

    def facts(self, vectors: Vectors, metric: Metric) -> str:
        """The size of a set, and what a score means in it."""
        said = self.tr("{n} items of {dim} numbers").format(n=count(len(vectors.labels)), dim=count(vectors.dim))
        likeness = vectors.likeness[metric]
        if not len(likeness):
            return said
        line = nats(float(likeness[int(0.95 * (len(likeness) - 1))]))
        meant = self.tr("{metric}: 95 % of random pairs are below {line}").format(metric=self.metric(metric), line=line)
        return f"{said} · {meant}"

    def chosen(self, items: Sequence[int], vectors: Vectors) -> str:
        """The first of the chosen items, and how many there are."""
        names = "  ".join(item_name(vectors, item)[:MOST_SHOWN] for item in items[:NAMED])
        said = self.tr("{n} chosen: {names}").format(n=count(len(items)), names=names)
        return f"{said} …" if len(items) > NAMED else said

    def loading(self, progress: Progress | None) -> str:
        """What is awaited."""
        if progress is not None and progress.what != "read":
            return self.tr("Opening the model…")
        if progress is not None and progress.unit == "bytes":
            return self.tr("Reading the file…")
        if progress is not None and progress.unit == "texts":
            return self.tr("Reading the texts: {done} of {total}").format(done=progress.done, total=progress.total)
        return self.tr("Gathering the vectors…")

    def hint(self, *, key: str, has_model: bool, failed: bool) -> tuple[str, str, str]:
        """Title, body and action while there is nothing to see."""
        title = self.tr("See what lies near to what")
        if key == "file":
            body = self.tr(
                "Vectors of your own: CSV, TSV, NPY, NPZ, or a word and its numbers on each line. Drop a file here, or choose one."
            )
            return title, body, self.tr("Choose a file…")
        if not has_model:
            body = self.tr(
                "A model turns each token into a list of numbers, its vector. What the model uses alike lies close together: "
                "look up neighbours, add and subtract meanings, draw maps. Choose a model, or drop a file of vectors here."
            )
            return title, body, self.tr("Choose a model")
        if failed:
            return title, self.tr("There are no such vectors here: the message below says why. Choose other vectors above."), ""
        if key in ("context", "sentences"):
            return title, self.tr("Type a text above, or add some: each becomes a point among the others."), self.tr("Add sample sentences")
        return title, self.tr("The vectors of the model appear here in a moment."), ""
