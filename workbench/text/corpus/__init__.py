"""Text of our own, without end: a grammar of Korean and English whose every sentence has a true parse."""

from workbench.text.corpus.lexicon import held_out, lexicon
from workbench.text.corpus.numbers import english, is_held_out, korean, native
from workbench.text.corpus.particles import particle
from workbench.text.corpus.sentence import TAGS, Sentence
from workbench.text.corpus.sources import TO_ENGLISH, TO_KOREAN, document, documents, pairs, sentences

__all__ = [
    "TAGS", "TO_ENGLISH", "TO_KOREAN", "Sentence", "document", "documents", "english", "held_out", "is_held_out", "korean", "lexicon",
    "native", "pairs", "particle", "sentences",
]  # fmt: skip
