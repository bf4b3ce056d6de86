"""What the recipes that ship with the app are called, wherever a training is named."""

from __future__ import annotations

from PySide6.QtCore import QObject


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
