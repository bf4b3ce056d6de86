"""Endless text of our own: documents for models that continue or fill in, pairs for one that translates numbers.

The idea that is not obvious: a document is a function of the seed and its number alone. Whoever resumes a training begins at a
number, and two processes that share the work take every second one.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from typing import Literal

from workbench.text.corpus.english import ADVERBS, English
from workbench.text.corpus.english import NAMES as ENGLISH_NAMES
from workbench.text.corpus.korean import NAMES as KOREAN_NAMES
from workbench.text.corpus.korean import Korean
from workbench.text.corpus.lexicon import Lexicon, lexicon
from workbench.text.corpus.numbers import MOST, in_english, in_korean, is_held_out
from workbench.text.corpus.particles import particle
from workbench.text.corpus.sentence import Sentence

Split = Literal["train", "valid", "test"]
"""`valid`: the same words as in training, other sentences. `test`: also nouns and numbers that training never names."""

TO_KOREAN, TO_ENGLISH = "en>ko: ", "ko>en: "
USER, ASSISTANT = "<|user|>", "<|assistant|>"
SHARES = {"korean": 0.38, "english": 0.26, "story": 0.12, "repeated": 0.16, "numbers": 0.04, "chat": 0.04}
"""How many documents of each kind there are."""
SENTENCES = ("korean", "english")
"""Kinds of documents that are a sentence or two, and no more."""
SHORT_SIZES = (0, 10, 100, 1000, 10_000, MOST + 1)


def sentences(seed: int, *, split: Split, first: int = 0) -> Iterator[Sentence]:
    """Sentences with their parses, from number `first` on, half of them Korean."""
    number = first
    while True:
        rng = _random(seed, "sentence", split, number)
        yield _writer(rng.choice(("korean", "english")), split, rng).sentence()
        number += 1


def documents(seed: int, *, split: Split, first: int = 0) -> Iterator[str]:
    """Documents of all kinds in the shares of SHARES, from number `first` on."""
    number = first
    while True:
        yield document(seed, number, split=split)
        number += 1


def document(seed: int, number: int, *, split: Split, kinds: Sequence[str] = tuple(SHARES)) -> str:
    """One document by its number, of one of `kinds`."""
    rng = _random(seed, "document", split, number)
    kind = rng.choices(kinds, [SHARES[kind] for kind in kinds])[0]
    match kind:
        case "korean" | "english":
            writer = _writer(kind, split, rng)
            return " ".join(writer.sentence().text for _ in range(rng.choice((1, 1, 2))))
        case "story":
            return _story(split, rng)
        case "repeated":
            return _repeated(split, rng)
        case "numbers":
            return _counting(split, rng)
        case _:
            return _chat(split, rng)


def sentence(seed: int, number: int, *, split: Split) -> Sentence:
    """One sentence with its parse by its number."""
    return next(sentences(seed, split=split, first=number))


def question(seed: int, number: int, *, split: Split) -> tuple[str, str]:
    """A question and its answer by their number."""
    return _asked(split, _random(seed, "question", split, number))


def pairs(seed: int, *, split: Split, first: int = 0) -> Iterator[tuple[str, str]]:
    """Source and target of number words, both ways: ("en>ko: three hundred and twelve", "삼백십이")."""
    number = first
    while True:
        rng = _random(seed, "pair", split, number)
        n = _number(rng, split)
        yield (TO_KOREAN + in_english(n), in_korean(n)) if rng.random() < 0.5 else (TO_ENGLISH + in_korean(n), in_english(n))
        number += 1


def _story(split: Split, rng: random.Random) -> str:
    """Two to five sentences about the same person."""
    language = rng.choice(("korean", "english"))
    name = rng.choice(KOREAN_NAMES if language == "korean" else ENGLISH_NAMES)
    writer = _writer(language, split, rng)
    return " ".join(writer.sentence(name).text for _ in range(rng.randint(2, 5)))


def _repeated(split: Split, rng: random.Random) -> str:
    """Words in random order that come again in the same order, once or more: the only way to know what follows is to look back."""
    words = [*ADVERBS]
    for language in ("korean", "english"):
        nouns = _nouns(language, split).nouns
        words += [*nouns["thing"], *nouns["food"], *nouns["place"], *nouns["animal"]]
    phrase = " ".join(rng.choice(words) for _ in range(rng.randint(3, 12)))
    between = " ".join(rng.choice(words) for _ in range(rng.randint(0, 6)))
    return " ".join(filter(None, (phrase, between, phrase, *([phrase] if rng.random() < 0.5 else []))))


def _counting(split: Split, rng: random.Random) -> str:
    """A number in both languages."""
    n = _number(rng, split)
    words, hangul = in_english(n), in_korean(n)
    return rng.choice((f"{n}: {words}, {hangul}.", f"{words} = {hangul}", f"{hangul} = {words}"))


def _chat(split: Split, rng: random.Random) -> str:
    """A question and its answer, as the chat template writes them."""
    question, answer = _asked(split, rng)
    return f"{USER}{question}{ASSISTANT}{answer}"


def _asked(split: Split, rng: random.Random) -> tuple[str, str]:
    """A question about what was just told, and its answer."""
    if rng.random() < 0.5:
        who, what = rng.choice(KOREAN_NAMES), rng.choice(_nouns("korean", split).nouns["food"])
        told = f"{who}{particle(who, 'subject')} {what}{particle(what, 'object')} 먹었어요."
        question, answer = rng.choice((
            (f"{told} 누가 먹었어요?", f"{who}{particle(who, 'subject')} 먹었어요."),
            (f"{told} 무엇을 먹었어요?", f"{what}{particle(what, 'object')} 먹었어요."),
        ))  # fmt: skip
    else:
        name, thing = rng.choice(ENGLISH_NAMES), rng.choice(_nouns("english", split).nouns["thing"])
        told = f"{name} found the {thing}."
        question, answer = rng.choice(
            ((f"{told} Who found it?", f"{name} found it."), (f"{told} What was found?", f"The {thing} was found."))
        )
    return question, answer


def _number(rng: random.Random, split: Split) -> int:
    """A number of any length; in `test` one that is held out, else one that is not."""
    while True:
        at = rng.randint(1, len(SHORT_SIZES) - 1) if split != "test" else rng.randint(2, len(SHORT_SIZES) - 1)
        n = rng.randrange(SHORT_SIZES[at])
        if is_held_out(n) == (split == "test"):
            return n


def _nouns(language: str, split: Split) -> Lexicon:
    return lexicon("korean" if language == "korean" else "english", held=split == "test")


def _writer(language: str, split: Split, rng: random.Random) -> Korean | English:
    nouns = _nouns(language, split)
    return Korean(nouns, rng) if language == "korean" else English(nouns, rng)


def _random(seed: int, *place: object) -> random.Random:
    # A string seeds Random through sha512, the same in every process and version.
    return random.Random(":".join(map(str, (seed, *place))))
