"""What the Layers view says: where the senses of a word part, and what that does and does not mean."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from PySide6.QtCore import QObject

from workbench.gui.panels.embeddings_layers_word import Followed, sense_letters
from workbench.gui.widgets.numbers import count, nats, percent
from workbench.gui.widgets.sense_marks import Sentence
from workbench.values import Parting, Progress, SenseMetric

UNSURE = 0.05
"""Above it, a gap may well be one of those that any two groups of sentences have."""


class LayersWords(QObject):
    """Sentences only; holds no state."""

    def metric(self, metric: SenseMetric) -> str:
        return self.tr("Centred cosine") if metric == "centered" else self.tr("Cosine")

    def layers(self, n_rows: int) -> tuple[str, ...]:
        """The names of the rows at an axis."""
        return tuple(str(row) for row in range(n_rows))

    def layer(self, row: int, n_rows: int) -> str:
        """A row by the slider."""
        return self.tr("Layer {row} of {n}").format(row=row, n=n_rows - 1)

    def about_layer(self) -> str:
        """What the rows are."""
        return self.tr("0: before the first layer. The last: after all of them, with the final norm.")

    def hint(self, *, has_model: bool) -> tuple[str, str, str]:
        """Title, body and action while there is nothing to follow."""
        title = self.tr("One word, several meanings")
        body = self.tr(
            "At first a model has one vector for “bank”, be it of a river or for money. Layer by layer it takes in the sentence, and the "
            "vectors part. Here you follow a word through the layers, in sentences of your own."
        )
        return title, body, self.tr("Load an example") if has_model else self.tr("Choose a model")

    def waiting(self, progress: Progress | None) -> str:
        if progress is not None and progress.unit == "texts":
            return self.tr("Reading the sentences:")
        return self.tr("Opening the model…")

    def said(self, found: Followed, parted: Parting | None, metric: SenseMetric) -> tuple[str, str]:
        """What was found, in short, and the rest."""
        if parted is None:
            head = self.tr("Say which sense each sentence uses: A or B, by a click on its letter.")
            more = self.tr("Then the curves compare occurrences of one sense with those of different senses.")
            return head, " ".join((more, *self._remarks(found)))
        return self._where(parted), " ".join((self._gap(found, parted, metric), self._chance(parted), *self._remarks(found)))

    def _where(self, parted: Parting) -> str:
        last = len(parted.gap) - 1
        if parted.since == 0:
            return self.tr("In every layer, each occurrence is more like the others of its sense than like those of another.")
        if parted.since > 0:
            words = self.tr("From layer {row} of {n} on, each occurrence is more like the others of its sense than like those of another.")
            return words.format(row=parted.since, n=last)
        words = self.tr("The senses do not part throughout: at layer {row}, {share} of the occurrences are nearer to their own sense.")
        return words.format(row=parted.widest, share=percent(float(parted.nearer[parted.widest])))

    def _gap(self, found: Followed, parted: Parting, metric: SenseMetric) -> str:
        row = parted.widest
        words = self.tr(
            "The gap is widest at layer {row}: {same} within a sense, {between} between senses, {chance} for random tokens ({metric})."
        )
        return words.format(
            row=row,
            same=nats(float(parted.same[row])),
            between=nats(float(parted.between[row])),
            chance=nats(float(found.senses.chance[metric][row, 0])),
            metric=self.metric(metric),
        )

    def _chance(self, parted: Parting) -> str:
        words = self.tr("Of all ways to deal these sentences into groups of such sizes, {share} have a gap as wide in some layer.")
        said = words.format(share=percent(parted.p_value))
        if parted.floor > UNSURE:
            return f"{said} {self.tr('With so few sentences it cannot be less: add some before you rely on it.')}"
        return said

    def _remarks(self, found: Followed) -> list[str]:
        """What one has to know of these numbers."""
        senses, said = found.senses, []
        most = int(senses.n_tokens.max())
        if most > 1:
            said.append(self.tr("The word takes up to {n} tokens here; their vectors are averaged.").format(n=most))
        if len(senses.missing):
            said.append(self.tr("Sentences without the word: {n}.").format(n=count(len(senses.missing))))
        return said

    def note(self, found: Followed) -> str:
        """Below the pictures."""
        words = self.tr(
            "Centred: less the mean of {n} tokens of a reference text at that layer. Grey: pairs of its tokens, from their mean to what "
            "95 % stay below. Vectors that part show what the model could tell apart, not that it uses the difference."
        )
        return words.format(n=count(found.senses.n_reference))

    def paths_note(self, found: Followed, row: int) -> str:
        """Below the paths."""
        kept = float(found.senses.kept[row])
        words = self.tr(
            "What all occurrences share is taken away. The axes are the same in all layers; of this one's differences they show {share}."
        )
        return words.format(share=percent(kept) if np.isfinite(kept) else "—")


def rows_of(found: Followed | None, parted: Parting | None, metric: SenseMetric) -> Iterator[Sequence[object]]:
    """A line for each layer."""
    letters = sense_letters(found.marks()) if found is not None and parted is not None else []
    yield "layer", "metric", *(f"within_{letter}" for letter in letters), "same", "between", "gap", "nearer", "chance_mean", "chance_95"
    if found is None:
        return
    chance = found.senses.chance[metric]
    for row in range(len(chance)):
        within = [float(parted.within[letter][row]) for letter in letters] if parted is not None else []
        whole = (
            [float(values[row]) for values in (parted.same, parted.between, parted.gap, parted.nearer)] if parted is not None else [""] * 4
        )
        yield row, metric, *within, *whole, float(chance[row, 0]), float(chance[row, 1])


def arrays_of(found: Followed | None) -> dict[str, np.ndarray]:
    """All that was found, by name."""
    if found is None:
        return {}
    senses = found.senses
    return {
        "vectors": senses.vectors,
        **{f"alike_{metric}": values for metric, values in senses.alike.items()},
        **{f"chance_{metric}": values for metric, values in senses.chance.items()},
        "paths": senses.paths,
        "texts": senses.texts,
        "spans": senses.spans,
        "senses": np.array(found.marks()),
    }


def snippet_of(found: Followed | None, metric: SenseMetric) -> str:
    """Python that gives the same."""
    if found is None:
        return ""
    request, marks = found.senses.request, [sentence.sense for sentence in found.sentences]
    texts = "".join(f"    {text!r},\n" for text in request.texts)
    return (
        "from workbench.engine import open_model\n"
        "from workbench.engine.vectors.senses import senses\n"
        "from workbench.values import SensesRequest, parting\n\n"
        f"texts = (\n{texts})\n"
        f"marks = {marks!r}  # the sense of each text\n"
        f"model = open_model({request.model!r})\n"
        f"*_, found = senses(model, SensesRequest({request.model!r}, texts, {request.word!r}))\n"
        f"parted = parting(found.alike[{metric!r}], [marks[text] for text in found.texts])  # None: no two senses\n"
        f"chance = found.chance[{metric!r}]  # [layer, 2]: mean and 95 % line of random pairs\n"
    )


def typed_rows(sentences: Sequence[Sentence]) -> list[dict[str, str]]:
    """Sentences as they are remembered."""
    return [{"text": one.text, "sense": one.sense} for one in sentences]


def unbroken(words: str) -> str:
    """Words whose per cent stay beside their numbers."""
    return words.replace(" %", "\u00a0%")
