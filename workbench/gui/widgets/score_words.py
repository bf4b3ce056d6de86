"""What is said of a score: its totals, how they came about, and the numbers of one token."""

from __future__ import annotations

import math

from PySide6.QtCore import QObject

from workbench.gui.widgets.numbers import count, nats, percent
from workbench.gui.widgets.span_map import SpanMap
from workbench.gui.widgets.token_text import SPECIAL, UNKNOWN
from workbench.values import Score


class ScoreWords(QObject):
    """Sentences only; holds no state."""

    def totals(self, score: Score) -> str:
        """What can be compared between tokenizers: nats in all, and nats per character."""
        words = self.tr("{nats} nats · {per_character} nats per character")
        return words.format(nats=nats(score.nll), per_character=nats(score.nats_per_char))

    def counted(self, score: Score) -> str:
        """Over what the totals go."""
        words = self.tr("over {tokens} tokens, {characters} characters in NFC")
        return words.format(tokens=count(score.n_scored), characters=count(score.n_chars))

    def rates(self, score: Score) -> str:
        """What may only be compared within one tokenizer and one normal form."""
        name = self.tr("pseudo-perplexity") if score.method == "masked" else self.tr("perplexity")
        words = self.tr("{name} {perplexity} · {bits} bits per byte: compare within one tokenizer only")
        return words.format(name=name, perplexity=_large(score.perplexity), bits=nats(score.bits_per_byte))

    def method(self, score: Score) -> str:
        """How each token came to its probability, and which have none."""
        if score.method == "masked":
            said = self.tr(
                "Pseudo-log-likelihood (arXiv 1910.14659): {model} sees both sides, so each token was masked in turn and expected from all "
                "others. Their sum is no probability of the text; don't compare it with a decoder's. Special tokens have none (—)."
            ).format(model=score.model.name)
        elif self._begins_with_text(score):
            said = self.tr(
                "Each token given those before it. Nothing stands before the first, so it has no probability (—) and is not counted; "
                "a beginning-of-sequence token would give it one."
            )
        else:
            said = self.tr("Each token given those before it. The first one is given and has no probability (—).")
        return " ".join(filter(None, (said, self._own(score), self._unknown(score))))

    def _own(self, score: Score) -> str:
        """How much of the total is the text's, where it went in through a template."""
        subject = score.request.subject
        if subject.form != "user":
            return ""
        spans = SpanMap(subject.text, score.encoding.text)
        start, end = spans.to_tokenized(0, len(subject.text.encode("utf-8", "surrogatepass")))
        edges = score.encoding.byte_spans
        inside = (edges[:, 0] < end) & (edges[:, 1] > start) & (score.rank > 0)
        words = self.tr("The template's tokens are counted, too; the text's own: {nats} nats over {tokens} tokens.")
        return words.format(nats=nats(float(-score.logprobs[inside].astype(float).sum())), tokens=count(int(inside.sum())))

    @staticmethod
    def _begins_with_text(score: Score) -> bool:
        return bool(len(score.encoding.ids)) and score.encoding.kinds[0] != SPECIAL

    def _unknown(self, score: Score) -> str:
        n_unknown = int((score.encoding.kinds == UNKNOWN).sum())
        if not n_unknown:
            return ""
        words = self.tr("Unknown tokens: {n}; their numbers are those of the unknown token, not of what stands there.")
        return words.format(n=count(n_unknown))

    def token(self, score: Score, index: int) -> str:
        """The numbers of one token."""
        if not score.rank[index]:
            return self.tr("no probability (—)")
        logprob = float(score.logprobs[index])
        words = self.tr("ln p {logprob} · p {share} · rank {rank} · entropy {entropy} nats")
        return words.format(
            logprob=nats(logprob),
            share=percent(math.exp(logprob)),
            rank=count(int(score.rank[index])),
            entropy=nats(float(score.entropy[index])),
        )


def _large(value: float) -> str:
    return "—" if math.isnan(value) else f"{value:,.2f}" if value < 1e6 else f"{value:.2e}"
