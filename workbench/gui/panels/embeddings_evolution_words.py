"""What the Evolution view says, and what it saves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from PySide6.QtCore import QObject

from workbench.gui.run_names import summary_in_words
from workbench.gui.widgets.numbers import count, nats, percent
from workbench.gui.widgets.visible import visible_token
from workbench.values import Evolution, Progress, RunRow, SenseMetric, TokenSource

MOST_SUMMARY = 26


class EvolutionWords(QObject):
    """Sentences only; holds no state."""

    def metric(self, metric: SenseMetric) -> str:
        return self.tr("Centred cosine") if metric == "centered" else self.tr("Cosine")

    def run(self, row: RunRow) -> str:
        """A run in the list of them."""
        summary = summary_in_words(row)
        summary = summary if len(summary) <= MOST_SUMMARY else f"{summary[: MOST_SUMMARY - 1]}…"
        return self.tr("Run {id} · {summary}").format(id=row.id, summary=summary)

    def hint(self, *, known: bool, runs: bool, checkpoints: int) -> tuple[str, str, str]:
        """Title, body and action while there is nothing to follow."""
        title = self.tr("Watch vectors take shape")
        if not known:
            return title, self.tr("Looking for trainings…"), ""
        if runs and checkpoints:
            return title, self.tr("The checkpoints are read in a moment."), ""
        if runs:
            body = self.tr("This training has no checkpoint yet. Choose another above, or wait: they appear here as they are written.")
            return title, body, ""
        body = self.tr(
            "While a model is trained, the vectors of its tokens move: what is used alike comes to lie together. Train a small model, "
            "with a checkpoint every few steps, and its checkpoints are played here one after another."
        )
        return title, body, self.tr("Open Training")

    def waiting(self, progress: Progress | None) -> str:
        if progress is not None and progress.unit == "sets":
            return self.tr("Reading the checkpoints:")
        return self.tr("Opening a checkpoint…")

    def moments(self, steps: Sequence[int]) -> list[str]:
        """Each checkpoint beside the slider."""
        words, n = self.tr("Step {step} · {number} of {n}"), len(steps)
        return [words.format(step=count(step), number=number, n=n) for number, step in enumerate(steps, 1)]

    def axes(self, found: Evolution) -> tuple[str, str]:
        """The two directions, with how much of the variance each shows."""
        words = self.tr("Component {number} ({share})")
        return tuple(words.format(number=n, share=percent(float(share))) for n, share in enumerate(found.explained, 1))  # type: ignore[return-value]

    def note(self, found: Evolution, n_all: int) -> str:
        """Below the picture."""
        if found.request.basis == "last":
            said = self.tr("Axes: the first two principal components of the last checkpoint, all of its items; fixed for all steps.")
        else:
            said = self.tr("Axes: the first two principal components of the shown items at all steps together; fixed for all steps.")
        flat = self.tr("Of {dim} dimensions the picture shows two: what lies near here need not be near.").format(dim=count(found.dim))
        some = (
            [self.tr("{shown} of {n} checkpoints are shown.").format(shown=len(found.places), n=n_all)] if n_all > len(found.places) else []
        )
        return " ".join([said, flat, *some])

    def told(self, found: Evolution, moment: int, index: int) -> tuple[str, ...]:
        """Of an item at a checkpoint, line by line."""
        metric = self.metric(found.request.metric)
        return (
            self.tr("item {item}").format(item=int(found.items[index])),
            self.tr("{metric} to its last vector: {score}").format(metric=metric, score=nats(float(found.to_last[moment, index]))),
            self.tr("moved {distance} since the checkpoint before").format(distance=f"{float(found.moved[moment, index]):.3g}"),
            self.tr("norm {norm}").format(norm=f"{float(found.norms[moment, index]):.3g}"),
        )

    def focus(self, found: Evolution, label: str) -> str:
        return self.tr("Near to {label}").format(label=label)

    def shared(self, found: Evolution, moment: int) -> str:
        """How many neighbours stay to the end."""
        n = found.neighbours.shape[1]
        words = self.tr("{n} of {k} are also near at the last step. 95 % of random pairs are below {chance} at this one.")
        return words.format(n=round(float(found.shared[moment]) * n), k=n, chance=nats(float(found.chance[moment])))

    def no_focus(self) -> str:
        return self.tr("Choose a point to see its way, and who is near to it at each step.")


def rows_of(found: Evolution | None, steps: Sequence[int]) -> Iterator[Sequence[object]]:
    """A line for each item at each checkpoint."""
    yield "step", "item", "label", "x", "y", "norm", "moved", "to_last"
    if found is None:
        return
    for moment, step in enumerate(steps):
        for index, (item, label) in enumerate(zip(found.items.tolist(), found.labels, strict=True)):
            x, y = found.places[moment, index].tolist()
            measures = (found.norms, found.moved, found.to_last)
            yield step, item, visible_token(label), x, y, *(float(values[moment, index]) for values in measures)


def arrays_of(found: Evolution | None, steps: Sequence[int]) -> dict[str, np.ndarray]:
    """All that was found, by name."""
    if found is None:
        return {}
    named = ("items", "places", "explained", "norms", "moved", "to_last", "chance", "neighbours", "scores", "shared")
    return {"steps": np.array(steps), "labels": np.array(found.labels), **{name: getattr(found, name) for name in named}}


def snippet_of(found: Evolution | None, steps: Sequence[int]) -> str:
    """Python that gives the same."""
    if found is None:
        return ""
    request, source = found.request, found.request.sources[0]
    is_table = isinstance(source, TokenSource)
    run = source.model.rpartition("@")[0]  # type: ignore[union-attr]
    rest = repr(source.table) if isinstance(source, TokenSource) else repr(source.texts)  # type: ignore[union-attr]
    return (
        "from workbench.engine.vectors.evolution import evolution\n"
        f"from workbench.values import {'' if is_table else 'ContextSource, '}EvolutionRequest{', TokenSource' if is_table else ''}\n\n"
        f"steps = {list(steps)!r}\n"
        f'sources = tuple({type(source).__name__}(f"{run}@{{step}}", {rest}) for step in steps)\n'
        f"request = EvolutionRequest(sources, {request.items!r}, {request.basis!r}, {request.metric!r}, {request.focus!r}, k={request.k})\n"
        "*_, found = evolution(request)\n"
        "places, to_last = found.places, found.to_last  # [checkpoint, item, 2], [checkpoint, item]\n"
    )
