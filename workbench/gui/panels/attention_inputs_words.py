"""What the Inputs view says: the question, the sum and its gap, the strongest tokens."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QObject

from workbench.gui.panels.attention_shown import Shown
from workbench.gui.panels.attention_view import Need
from workbench.gui.widgets.numbers import signed
from workbench.gui.widgets.ranked import Ranked
from workbench.gui.widgets.token_axis import TokenAxis
from workbench.gui.widgets.visible import visible_token
from workbench.values import Contrasted, Inputs, Progress

LARGE = 0.1
"""A gap from this share of the change on is warned of."""
STRONGEST = 30


class InputsWords(QObject):
    """Sentences in the language in force."""

    def need(self, shown: Shown) -> Need | None:
        model = shown.trace.model
        if model.has_logits:
            return None
        words = self.tr("{model} predicts no tokens, so there is no output to attribute. Choose a model with a head.")
        return Need(self.tr("See which tokens a prediction is owed to"), words.format(model=model.name))

    def note(self) -> str:
        return self.tr("Four methods, four answers: each measures another change to the input. Trust what several of them agree on.")

    def waiting(self, progress: Progress) -> str:
        return self.tr("Opening the model…") if progress.what == "load" else self.tr("Attributing…")

    def cost(self, n_passes: int, n_tokens: int) -> str:
        return self.tr("Compute: {passes} passes over up to {tokens} tokens").format(passes=f"{n_passes:,}", tokens=f"{n_tokens:,}")

    def asked(self, one: Contrasted) -> str:
        """`logit(·Paris) − logit(·the) = +2.48`."""
        against = f" − logit({visible_token(one.against)})" if one.contrast.against_id is not None else ""
        return f"logit({visible_token(one.token)}){against} = {signed(one.value)}"

    def together(self, found: Inputs, row: int) -> str:
        """What all tokens add, what they should, and the gap."""
        change, gap = float(found.changes[row]), float(found.gaps[row])
        share = f" ({100 * gap / abs(change):.1f} %)" if change and np.isfinite(change) else ""
        return self.tr("All tokens add {sum}; without any it is {nothing}, so they should add {change}: gap {gap}{share}").format(
            sum=signed(float(found.sums[row])),
            nothing=signed(float(found.baseline_values[row])),
            change=signed(change),
            gap=f"{gap:.2f}",
            share=share,
        )

    def finer(self, steps: int, took_s: float) -> str:
        """`Take 256 steps: about 3 s`. `took_s`: what half of them took."""
        about = self.tr("Take {steps} steps: about {seconds} s")
        return about.format(steps=f"{steps:,}", seconds=f"{2 * took_s:.1f}" if took_s < 5 else f"{2 * took_s:.0f}")

    def caution(self, found: Inputs, row: int) -> str:
        """What the gap means for this method."""
        if found.request.method != "integrated_gradients":
            return self.tr("This method doesn't promise that the parts add up.")
        if not self.is_large(found, row):
            return ""
        return self.tr("The gap is large, so these numbers say little: take more steps, another baseline, or occlusion.")

    def is_large(self, found: Inputs, row: int) -> bool:
        """Whether the gap makes the numbers doubtful."""
        return bool(found.gaps[row] > LARGE * abs(found.changes[row]))

    def ends(self, one: Contrasted) -> tuple[str, str]:
        """What the ends of the scale mean."""
        token = self.tr("for {token}").format(token=visible_token(one.token))
        if one.contrast.against_id is None:
            return self.tr("against {token}").format(token=visible_token(one.token)), token
        return self.tr("for {token}").format(token=visible_token(one.against)), token

    def ranked(self, parts: Sequence[tuple[TokenAxis, np.ndarray]]) -> list[Ranked]:
        """The strongest tokens of source and text. Numbers count through all parts."""
        scores = np.concatenate([values for _, values in parts])
        most = float(np.abs(scores).max(initial=0.0)) or 1.0
        names = [(axis, at) for axis, values in parts for at in range(len(values))]
        order = [at for at in np.argsort(-np.abs(scores), kind="stable").tolist() if scores[at]]
        made = [
            Ranked(
                names[at][0].named(names[at][1]), abs(float(scores[at])) / most, f"{float(scores[at]):+.8f}", at, signed(float(scores[at]))
            )
            for at in order[:STRONGEST]
        ]
        if len(order) > STRONGEST:
            rest = float(scores[order[STRONGEST:]].sum())
            words = self.tr("{n} others").format(n=f"{len(order) - STRONGEST:,}")
            made.append(Ranked(words, abs(rest) / most, f"{rest:+.8f}", -1, signed(rest)))
        return made

    def chip(self, score: float) -> str:
        return self.tr("adds {score}").format(score=f"{score:+.6f}".replace("-", "−"))


def table(found: Inputs, axes: Sequence[tuple[str, TokenAxis]]) -> list[Sequence[object]]:
    """All numbers: a row for each contrast and token. `axes`: the parts by name, in the order of `parts_of`."""
    rows: list[Sequence[object]] = [("position", "token", "against", "of", "at", "input_token", "logits")]
    for row, one in enumerate(found.contrasts):
        for (name, axis), scores in zip(axes, parts_of(found, row), strict=True):
            rows += [
                (one.contrast.position, one.token, one.against, name, at, axis.label(at), f"{score:.9g}")
                for at, score in enumerate(scores.tolist())
            ]
    return rows


def parts_of(found: Inputs, row: int) -> list[np.ndarray]:
    """The scores of a row: of the source, where there is one, then of the text."""
    return [*([found.source_scores[row]] if found.source_scores.shape[1] else []), found.scores[row]]
