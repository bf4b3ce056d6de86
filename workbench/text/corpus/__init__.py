"""Text of our own, without end: a grammar of Korean and English whose every sentence has a true parse."""

from workbench.text.corpus.lexicon import held_out, lexicon
from workbench.text.corpus.numbers import in_english, in_korean, is_held_out, native
from workbench.text.corpus.particles import particle
from workbench.text.corpus.pronouns import HE_SHARES, pronoun_line
from workbench.text.corpus.sentence import RELATIONS, TAGS, Sentence
from workbench.text.corpus.sentiment import SENTIMENTS, WORD_LIST, review
from workbench.text.corpus.sources import SENTENCES, TO_ENGLISH, TO_KOREAN, document, documents, pairs, question, sentence, sentences

__all__ = [
    "HE_SHARES",
    "RELATIONS",
    "SENTENCES",
    "SENTIMENTS",
    "TAGS",
    "TO_ENGLISH",
    "TO_KOREAN",
    "WORD_LIST",
    "Sentence",
    "document",
    "documents",
    "held_out",
    "in_english",
    "in_korean",
    "is_held_out",
    "lexicon",
    "native",
    "pairs",
    "particle",
    "pronoun_line",
    "question",
    "review",
    "sentence",
    "sentences",
]  # fmt: skip
