"""What the Logit view says: the sum in words, its steps, its strongest parts."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from PySide6.QtCore import QObject

from workbench.gui.panels.attention_shown import Shown
from workbench.gui.panels.attention_view import Need
from workbench.gui.widgets.numbers import signed
from workbench.gui.widgets.part_map import MLP
from workbench.gui.widgets.ranked import Ranked
from workbench.gui.widgets.visible import visible_token
from workbench.gui.widgets.waterfall_plot import Step
from workbench.values import Attribution, Progress

STRONGEST = 30


class Row(NamedTuple):
    """One part: the kind, layer and head (-1: none), what it adds."""

    kind: str
    layer: int
    head: int
    value: float


class Parts:
    """The parts of an attribution as one list. `crossing`: the heads that read the source are those of the map."""

    def __init__(self, found: Attribution, *, crossing: bool) -> None:
        self.found = found
        self.heads = found.cross_heads if crossing else found.heads

    def all(self) -> list[Row]:
        """Every part that is there, in the order in which the model adds them."""
        found, made = self.found, [Row("embedding", -1, -1, self.found.embedding)]
        if found.positions:
            made.append(Row("positions", -1, -1, found.positions))
        for layer in range(len(found.mlps)):
            made += [Row("head", layer, head, float(value)) for head, value in enumerate(found.heads[layer])]
            if len(found.cross_heads):
                made += [Row("cross head", layer, head, float(value)) for head, value in enumerate(found.cross_heads[layer])]
            made.append(Row("mlp", layer, -1, float(found.mlps[layer])))
            biases = float(found.attn_biases[layer] + found.norm_biases[layer])
            if biases:
                made.append(Row("biases", layer, -1, biases))
        for kind, value in (("final bias", found.final_bias), ("steering", found.steering)):
            if value:
                made.append(Row(kind, -1, -1, value))
        return made

    def rows(self) -> list[Sequence[object]]:
        """The same as a table."""
        names = [(row.kind, "" if row.layer < 0 else row.layer, "" if row.head < 0 else row.head, f"{row.value:.9g}") for row in self.all()]
        return [("part", "layer", "head", "logits"), *names, ("total", "", "", f"{self.found.total:.9g}")]

    def number(self, row: Row) -> int:
        """A number for a part that can be picked, -1 for another."""
        heads = self.heads.shape[1]
        picked = row.layer >= 0 and row.kind in ("mlp", "cross head" if self.heads is self.found.cross_heads else "head")
        return row.layer * (heads + 1) + (heads if row.head < 0 else row.head) if picked else -1

    def part(self, number: int) -> tuple[int, int]:
        """Layer and head of such a number."""
        layer, head = divmod(number, self.heads.shape[1] + 1)
        return layer, MLP if head == self.heads.shape[1] else head


class LogitWords(QObject):
    """Sentences only; holds no state."""

    def need(self, shown: Shown) -> Need | None:
        """What keeps the view from showing a trace."""
        if not shown.trace.model.has_logits:
            body = self.tr(
                "This model gives vectors, not probabilities of tokens. Choose one that predicts to see what speaks for a token."
            )
            return Need(self.tr("This model predicts no tokens"), body)
        if shown.trace.target is not None and shown.part == "encoder":
            body = self.tr(
                "The encoder's heads don't write to the answer's stream; they act by what the answer reads. Choose Cross or Answer."
            )
            return Need(self.tr("Only the answer's own parts add up to a logit"), body, of_model=False)
        return None

    def note(self) -> str:
        """What the numbers are, and what not."""
        return self.tr(
            "Direct effects only: what later parts make of a part's output counts as theirs. Norms are held at the scale they had in this "
            "pass; then the parts add up exactly. To see what happens without a part, ablate it."
        )

    def waiting(self, progress: Progress) -> str:
        """What is being waited for."""
        return self.tr("Opening the model…") if progress.what == "load" else self.tr("Taking the logit apart…")

    def question(self, found: Attribution) -> str:
        """`logit(·Paris) − logit(·London)`."""
        first = f"logit({visible_token(found.of.token)})"
        return first if found.of.contrast.against_id is None else f"{first} − logit({visible_token(found.of.against)})"

    def sum(self, found: Attribution) -> str:
        """The whole sum, kind by kind."""
        biases = float(found.attn_biases.sum() + found.norm_biases.sum()) + found.final_bias
        parts = [
            (self.tr("embedding"), found.embedding),
            (self.tr("positions"), found.positions),
            ("■ " + self.tr("heads"), float(found.heads.sum())),
            ("■ " + self.tr("cross heads"), float(found.cross_heads.sum())),
            ("□ " + self.tr("MLPs"), float(found.mlps.sum())),
            (self.tr("biases"), biases),
            (self.tr("steering"), found.steering),
        ]
        said = "   ".join(f"{name} {signed(value)}" for name, value in parts if value)
        return f"{self.question(found)} = {signed(found.of.value)}   =   {said}"

    def ends(self, found: Attribution) -> tuple[str, str]:
        """What the two ends of the scale mean."""
        token, against = visible_token(found.of.token), visible_token(found.of.against)
        if found.of.contrast.against_id is None:
            return self.tr("lowers {token}").format(token=token), self.tr("raises {token}").format(token=token)
        return self.tr("for {token}").format(token=against), self.tr("for {token}").format(token=token)

    def steps(self, found: Attribution) -> list[Step]:
        """The sum layer by layer."""
        made = [Step(self.tr("embedding"), found.embedding, "rest")]
        if found.positions:
            made.append(Step(self.tr("positions"), found.positions, "rest"))
        for layer in range(len(found.mlps)):
            of_layer = self.tr("Layer {layer}").format(layer=layer)
            made.append(Step(" · ".join((of_layer, self.tr("heads"))), float(found.heads[layer].sum()), "heads", layer))
            if len(found.cross_heads):
                made.append(Step(" · ".join((of_layer, self.tr("cross heads"))), float(found.cross_heads[layer].sum()), "heads", layer))
            made.append(Step(f"{of_layer} · MLP", float(found.mlps[layer]), "mlp", layer))
            biases = float(found.attn_biases[layer] + found.norm_biases[layer])
            if biases:
                made.append(Step(" · ".join((of_layer, self.tr("biases"))), biases, "rest", layer))
        for name, value in ((self.tr("biases"), found.final_bias), (self.tr("steering"), found.steering)):
            if value:
                made.append(Step(name, value, "rest"))
        return made

    def ranked(self, parts: Parts) -> tuple[list[Ranked], str]:
        """The strongest parts, and what they come to."""
        rows = parts.all()
        values = np.array([row.value for row in rows])
        order = np.argsort(-np.abs(values), kind="stable")[:STRONGEST].tolist()
        most = float(np.abs(values).max()) or 1.0
        made = [
            Ranked(
                self._name(rows[at]), abs(rows[at].value) / most, f"{rows[at].value:+.8f}", parts.number(rows[at]), signed(rows[at].value)
            )
            for at in order
        ]
        rest = float(values.sum() - values[order].sum())
        if len(rows) > len(order):
            made.append(
                Ranked(self.tr("{n} others").format(n=f"{len(rows) - len(order):,}"), abs(rest) / most, f"{rest:+.8f}", -1, signed(rest))
            )
        total = self.tr("all {all} parts: {total}").format(all=f"{len(rows):,}", total=signed(parts.found.total))
        strongest = self.tr("{n} strongest: {sum}").format(n=len(order), sum=signed(math.fsum(values[order])))
        return made, " · ".join((strongest, total)) if len(rows) > len(order) else total

    def _name(self, row: Row) -> str:
        match row.kind:
            case "head":
                return f"L{row.layer} H{row.head}"
            case "cross head":
                return self.tr("L{layer} H{head} cross").format(layer=row.layer, head=row.head)
            case "mlp":
                return f"L{row.layer} MLP"
            case "biases":
                return self.tr("L{layer} biases").format(layer=row.layer)
            case kind:
                names = {"embedding": self.tr("embedding"), "positions": self.tr("positions"), "steering": self.tr("steering")}
                return names.get(kind, self.tr("biases"))
