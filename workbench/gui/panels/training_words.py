"""What the recipes that ship with the app are called, wherever a training is named."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject

ORDER = (
    "translate-numbers", "chars", "masked", "spans", "markov", "ngram", "window", "transformer", "sentiment", "sentiment-lora", "tags",
    "answers", "lora", "soft-prompt", "starter", "starter-masked", "starter-seq2seq",
)  # fmt: skip
"""As one may want to go through them."""


def in_order(names: Iterable[str]) -> list[str]:
    """Lessons in their order, others behind them."""
    return sorted(names, key=lambda name: (ORDER.index(name) if name in ORDER else len(ORDER), name))


class RecipeWords(QObject):
    """Names in the language in force; a name that is nobody's is as it is."""

    def name(self, recipe: str) -> str:
        """What a recipe does, in a line."""
        return {
            "chars": self.tr("Small writer (a text of your own, or ours)"),
            "masked": self.tr("Small encoder: hidden words"),
            "translate-numbers": self.tr("Translate number words"),
            "markov": self.tr("Letters of a Markov chain (known entropy)"),
            "ngram": self.tr("N-gram: counts, no network"),
            "window": self.tr("Fixed window: embeddings and an MLP"),
            "transformer": self.tr("Transformer, beside n-gram and window"),
            "spans": self.tr("Spans of text (T5)"),
            "answers": self.tr("Answers to questions: all weights"),
            "lora": self.tr("Answers to questions: LoRA"),
            "soft-prompt": self.tr("Answers to questions: soft prompt"),
            "sentiment": self.tr("Sentiment of reviews, from scratch"),
            "sentiment-lora": self.tr("Sentiment of reviews: LoRA"),
            "tags": self.tr("Parts of speech of each word"),
            "starter": self.tr("Starter, as shipped (long)"),
            "starter-masked": self.tr("Starter (masked), as shipped (long)"),
            "starter-seq2seq": self.tr("Starter (numbers), as shipped (long)"),
        }.get(recipe, recipe)

    def lesson(self, recipe: str) -> str:
        """What one sees in it; "" for a recipe that is nobody's."""
        return {
            "chars": self.tr("A model that writes, character by character. Drop a text of your own on the window to teach it that."),
            "masked": self.tr("An encoder learns to fill in hidden words from both sides, as BERT did."),
            "translate-numbers": self.tr("An encoder-decoder learns to read number words in one language and to write them in the other."),
            "markov": self.tr("The least loss that is possible is known: see how close a model comes to it."),
            "ngram": self.tr("Counts alone. Compare its loss with the fixed window and the Transformer on the same text."),
            "window": self.tr("The first neural language model (2003): it sees the last four tokens and no others."),
            "transformer": self.tr("It sees all of a row. Compare its loss with the n-gram and the fixed window on the same text."),
            "spans": self.tr("An encoder-decoder learns what was left out of a text, as T5 did."),
            "answers": self.tr("A model that can write learns a task: to say whether a review is good or bad."),
            "lora": self.tr("The same task with less than a tenth of the numbers trained; the model itself stays as it is."),
            "soft-prompt": self.tr("The same task by twenty learned vectors before each text, and no weight of the model."),
            "sentiment": self.tr("A classifier that starts from nothing: no list of words can solve this task."),
            "sentiment-lora": self.tr("The same classes, from a model that has read before."),
            "tags": self.tr("The part of speech of each word: what parsing begins with."),
            "starter": self.tr("The small model that ships with this app, as it was made."),
            "starter-masked": self.tr("The small encoder that ships with this app, as it was made."),
            "starter-seq2seq": self.tr("The small translator of number words that ships with this app, as it was made."),
        }.get(recipe, "")
