"""What the bias page says: the finding in a sentence, and what such a finding shows and does not show."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject

from workbench.gui.widgets.numbers import count, signed
from workbench.values import LEAST_TEMPLATES, Bias


class BiasWords(QObject):
    """Sentences only; holds no state."""

    def finding(self, found: Bias) -> str:
        """The mean, its interval, and whom it favours."""
        first, second = found.request.table.sides
        value = self.tr("{first} − {second}: {mean} nats").format(first=first, second=second, mean=signed(found.mean))
        n = len(found.templates)
        if math.isnan(found.low):
            return value
        share = f"{100 * found.request.confidence:g}"
        between = self.tr("{share} % interval {low} to {high}, over {n} templates").format(
            share=share, low=signed(found.low), high=signed(found.high), n=count(n)
        )
        return f"{value} · {between}"

    def verdict(self, found: Bias) -> str:
        """The finding in plain words."""
        first, second = found.request.table.sides
        if math.isnan(found.low):
            words = self.tr(
                "{n} of at least {least} templates: too few for an interval. The same pair can come out either way in another "
                "wording, so add some."
            )
            return words.format(n=count(len(found.templates)), least=LEAST_TEMPLATES)
        if found.low <= 0 <= found.high:
            return self.tr(
                "The interval holds 0: over these wordings neither side is clearly the more probable one. That is no proof of fairness."
            )
        side = first if found.mean > 0 else second
        return self.tr("Over these wordings this model finds the texts of one side more probable: {side}.").format(side=side)

    def how(self, found: Bias) -> str:
        """What was computed, for the line below the plot."""
        info = found.model
        words = self.tr("{model} · weights {stored}, computed in {dtype} · {n} pairs · circles: pairs, dots: means of templates")
        return words.format(model=info.name, stored=info.stored_type, dtype=info.dtype, n=count(len(found.a_nats)))

    def caution(self) -> str:
        """What it shows and does not show."""
        return self.tr(
            "What this shows: by how many nats this model finds the texts of one side more probable than their counterparts, each wording "
            "counted once; the interval comes from drawing whole wordings again and again. What it does not show: why. A side that is "
            "longer, or a rarer word, is less probable for that alone. Nor does it show how the model would answer or treat anybody, or "
            "anything about other wordings, other models or people."
        )

    def running(self, done: int, total: int) -> str:
        return self.tr("Comparing: {done} of {total} texts").format(done=count(done), total=count(total))

    def loading(self) -> str:
        return self.tr("Opening the model …")

    def idle(self) -> str:
        return self.tr("Press Compare: the model reads both texts of every row, and the plot shows which side is the more probable.")
