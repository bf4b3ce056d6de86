"""What the playground says of a continuation: its state, its numbers and its remarks."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject

from workbench.gui.panels.playground_run import Continuation
from workbench.gui.widgets.numbers import count, nats, percent
from workbench.gui.widgets.steps_table import rank, spelled
from workbench.gui.widgets.visible import visible_token
from workbench.values import Progress, TokenStep


class PlaygroundWords(QObject):
    """Sentences only; holds no state."""

    def loading(self, progress: Progress | None) -> str:
        """While no token is there yet."""
        if progress is None:
            return self.tr("Waiting for the model …")
        if progress.what == "load":
            return self.tr("Opening the model …")
        share = f" {100 * progress.done / progress.total:.0f} %" if progress.total else ""
        return self.tr("Reading the prompt …{share}").format(share=share)

    def running(self, run: Continuation, per_second: float) -> str:
        """While tokens come."""
        words = self.tr("{n} of at most {total} tokens").format(n=count(run.n_new), total=count(run.request.max_new_tokens))
        return " · ".join(
            [words, *([self.tr("{rate} tokens/s").format(rate=f"{per_second:.1f}")] if per_second else []), *self._which(run)]
        )

    def ended(self, run: Continuation, *, stopped: bool) -> str:
        """When it is over, however it ended."""
        parts = [self.tr("{n} tokens").format(n=count(run.n_new))]
        result = run.result
        if result is not None:
            parts.append(self.reason(result.finish_reason))
            parts.append(self.tr("{rate} tokens/s").format(rate=f"{result.tokens_per_second:.1f}"))
            parts.append(self.tr("first token after {ms} ms").format(ms=f"{result.first_token_ms:.0f}"))
        elif stopped:
            parts.append(self.reason("cancelled"))
        else:
            parts.append(self.tr("ended early"))
        return " · ".join([*parts, *self._which(run)])

    def _which(self, run: Continuation) -> list[str]:
        parts = []
        if run.started is not None and run.request.sampler.temperature > 0:
            words = self.tr("seed {seed}") if run.request.seed is not None else self.tr("seed {seed} (drawn)")
            parts.append(words.format(seed=run.started.seed))
        if run.run_id is not None:
            parts.append(self.tr("run {id}").format(id=run.run_id))
        return parts

    def reason(self, code: str) -> str:
        """A finish reason in words."""
        return {
            "length": self.tr("ended at the limit of new tokens"),
            "eos": self.tr("the model ended its text"),
            "stop": self.tr("a stop text appeared"),
            "context": self.tr("the model's context is full"),
            "cancelled": self.tr("stopped"),
        }.get(code, code)

    def model(self, run: Continuation) -> str:
        """Which arithmetic made this: never without its precision."""
        if run.started is None:
            return ""
        info = run.started.model
        if info.order:
            words = self.tr("{name} · n-gram: {n} counts of up to {order} tokens, computed in {dtype}")
            return words.format(name=info.name, n=f"{info.n_parameters:,}", order=info.order, dtype=info.dtype)
        words = self.tr("{name} · weights {stored}, computed in {dtype} · {profile} profile")
        profile = {"exact": self.tr("exact"), "fast": self.tr("fast")}.get(info.profile, info.profile)
        return words.format(name=info.name, stored=info.stored_type, dtype=info.dtype, profile=profile)

    def tip(self, step: TokenStep, number: int) -> str:
        """One step in a few lines."""
        place = rank(step)
        first = self.tr("Token {number}: {token} · id {id}")
        second = self.tr("model's own {raw} · after samplers {final}")
        third = self.tr("rank {rank} · entropy {nats} nats")
        return "\n".join(
            (
                first.format(number=number + 1, token=visible_token(spelled(step)), id=step.id),
                second.format(raw=percent(math.exp(step.logprob_raw)), final=percent(math.exp(step.logprob_final))),
                third.format(rank=place or f"> {len(step.top_ids)}", nats=nats(step.entropy)),
            )
        )
