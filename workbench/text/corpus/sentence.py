"""A sentence with its true parse: the grammar that writes it knows the tree, nobody has to guess it."""

from __future__ import annotations

from dataclasses import dataclass

TAGS = ("NOUN", "PRON", "PROPN", "VERB", "ADJ", "ADV", "DET", "NUM", "ADP", "AUX", "PUNCT")
"""Parts of speech after Universal Dependencies; ADP: English prepositions and Korean particles."""
RELATIONS = ("root", "nsubj", "obj", "obl", "case", "amod", "advmod", "det", "nummod", "conj", "acl", "cop", "expl", "punct")
"""How a word depends on its head, after Universal Dependencies."""


@dataclass(frozen=True, slots=True)
class Sentence:
    """`words` with a tag, a head and a relation each.

    spans      [start, end) of each word in `text`, in characters; Korean particles stand right behind their noun
    heads      the word each one depends on, -1 for the root
    relations  one of RELATIONS each
    """

    text: str
    language: str
    words: tuple[str, ...]
    spans: tuple[tuple[int, int], ...]
    tags: tuple[str, ...]
    heads: tuple[int, ...]
    relations: tuple[str, ...]


@dataclass(eq=False, slots=True)
class Word:
    """A word while a sentence is being built; `head` None: the root. `glued`: no space before it."""

    text: str
    tag: str
    relation: str
    head: Word | None = None
    glued: bool = False


def sentence(words: list[Word], language: str) -> Sentence:
    """Put words in their order together."""
    text, spans = "", []
    for word in words:
        if text and not word.glued:
            text += " "
        spans.append((len(text), len(text) + len(word.text)))
        text += word.text
    places = {id(word): number for number, word in enumerate(words)}
    return Sentence(
        text,
        language,
        tuple(word.text for word in words),
        tuple(spans),
        tuple(word.tag for word in words),
        tuple(-1 if word.head is None else places[id(word.head)] for word in words),
        tuple(word.relation for word in words),
    )
