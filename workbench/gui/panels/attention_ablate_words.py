"""What the Ablate view says: what was switched off and what came of it, what the colours mean, what the numbers do not tell."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QObject

from workbench.gui.panels.attention_shown import Shown
from workbench.gui.panels.attention_view import Need
from workbench.gui.widgets.before_after import TokenChange
from workbench.gui.widgets.intervention_words import InterventionWords
from workbench.gui.widgets.numbers import nats, signed
from workbench.gui.widgets.part_map import MLP, Part
from workbench.gui.widgets.visible import visible_token
from workbench.values import Ablated, Contrasted, Effects, Progress, Replacement


class AblateWords(QObject):
    """Sentences only; holds no state."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._changes = InterventionWords(self)

    def need(self, shown: Shown) -> Need | None:
        """What keeps the view from showing a trace."""
        if shown.trace.model.has_logits:
            return None
        body = self.tr("This model gives vectors, not probabilities of tokens. Choose one that predicts to see what its heads do for it.")
        return Need(self.tr("This model predicts no tokens"), body)

    def by(self, by: Replacement) -> str:
        return self._changes.replacement(by)

    def question(self, of: Contrasted) -> str:
        """`logit(·Paris) − logit(·London)`."""
        first = f"logit({visible_token(of.token)})"
        return first if of.contrast.against_id is None else f"{first} − logit({visible_token(of.against)})"

    def outcome(self, found: Ablated | None) -> str:
        """What all that is switched off comes to."""
        if found is None or not found.request.interventions:
            start = self.tr("Click heads or MLPs in the map to switch them off; click again to switch them on.")
            return start if found is None else f"{self.question(found.of)} = {signed(found.of.value)}   ·   {start}"
        before, after = found.of.value, found.value_after
        parts = [f"{self.question(found.of)}: {signed(before)} → {signed(after)} ({signed(after - before)})"]
        if not math.isnan(found.loss_before):
            lost = signed(found.loss_after - found.loss_before)
            words = self.tr("loss: {before} → {after} nats per token ({change})")
            parts.append(words.format(before=nats(found.loss_before), after=nats(found.loss_after), change=lost))
        parts.append(self.tr("KL {nats} nats").format(nats=f"{found.kl:.2g}"))
        return "   ·   ".join(parts)

    def tokens(self, found: Ablated) -> list[TokenChange]:
        """The next tokens, the most probable of either first."""
        rows = zip(found.ids.tolist(), found.texts, found.logprobs_before.tolist(), found.logprobs_after.tolist(), strict=True)
        made = [TokenChange(token, visible_token(text), before, after) for token, text, before, after in rows]
        return sorted(made, key=lambda row: -max(row.before, row.after))

    def note(self, reference: str) -> str:
        """What the numbers are, and what not. `reference`: what the text is called that means are taken over."""
        said = self.tr(
            "Each part is replaced at every position: alone in the map, together in what is switched off. How strongly a head reads a "
            "token hardly tells what the head does: over the heads of SmolLM2 the two correlate by 0.06. Mean (here over {reference}) "
            "and zero can disagree widely: zero is something that no later layer has ever seen."
        )
        return said.format(reference=reference)

    def map_title(self, by: Replacement, found: Effects | None, *, over: str, of_loss: bool) -> str:
        """What a map's colours mean. `over`: what the reference text is called; "" where there is none."""
        name = self.tr("{by} over {reference}").format(by=self.by(by), reference=over) if over else self.by(by)
        if found is None:
            return self.tr("Replaced by {by}: not measured yet").format(by=name)
        what = self.tr("loss") if of_loss else self.question(found.of)
        words = self.tr("Replaced by {by}, each alone: Δ {what}")
        total = sum(values.size for values in (*found.heads.values(), *found.mlps.values()))
        missing = "" if found.n_measured >= total else f" · {found.n_measured} / {total}"
        return words.format(by=name, what=what) + missing

    def ends(self, found: Effects | None, *, of_loss: bool) -> tuple[str, str]:
        """What the two ends of the scale mean."""
        if found is None:
            return "", ""
        if of_loss:
            return self.tr("loss falls"), self.tr("loss grows")
        token, against = visible_token(found.of.token), visible_token(found.of.against)
        if found.of.contrast.against_id is None:
            return self.tr("lowers {token}").format(token=token), self.tr("raises {token}").format(token=token)
        return self.tr("for {token}").format(token=against), self.tr("for {token}").format(token=token)

    def waiting(self, progress: Progress | None = None) -> str:
        if progress is not None and progress.what == "load":
            return self.tr("Opening the model…")
        return self.tr("Measuring…")

    def predicted(self, r: float, n: int, by: Replacement) -> str:
        """How prediction and measurement agree."""
        if not n:
            return self.tr(
                "Direct logit attribution names the heads that write most into the answer. Whether the answer changes without them is "
                "another matter: later layers may make up for a head, or depend on it. Test it."
            )
        agree = "—" if math.isnan(r) else f"{r:+.2f}".replace("-", "−")
        words = self.tr(
            "Predicted: what the head writes, taken away. Measured: the head replaced by {by}, all layers behind it computed again. "
            "Correlation over {n} heads: {r}."
        )
        return words.format(by=self.by(by), n=n, r=agree)

    def part(self, part: Part) -> str:
        """`L3H1`, `L5 MLP`."""
        return f"L{part[0]} MLP" if part[1] == MLP else f"L{part[0]}H{part[1]}"

    def strongest(self, replacements: Sequence[Replacement], of: Contrasted | None, *, of_loss: bool) -> str:
        """What the list of the strongest parts tells."""
        if of is None:
            return self.tr("Nothing is measured yet.")
        by = " · ".join(self.by(one) for one in replacements)
        words = self.tr("Change of {what} when replaced by {by}, the largest first")
        return words.format(what=self.tr("loss") if of_loss else self.question(of), by=by)

    def effect(self, values: Sequence[float]) -> str:
        """One number, or those of several replacements side by side."""
        return "  ".join(signed(value) for value in values)
