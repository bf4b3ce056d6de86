"""Lines as short as people type them into a box: what is done to what, or what somebody does, often without a full stop.

In whole sentences nearly every object stands behind a subject. Here a noun may be the first word, nouns of one syllable are as
frequent as longer ones, and so a model learns a particle from its neighbour alone.
"""

from __future__ import annotations

import random

from workbench.text.corpus.korean import PRONOUNS, STYLES, VERBS, conjugated
from workbench.text.corpus.lexicon import Kind, lexicon
from workbench.text.corpus.particles import particle

ONE_SYLLABLE_SHARE = 0.5
SUBJECT_SHARE = 0.25
STOP_SHARE = 0.5


def brief(rng: random.Random) -> str:
    """`파를 먹는다`, `나는 책을 샀다.`, `개가 잔다`."""
    verb = rng.choice(VERBS)
    words = []
    if verb.objects is None:
        words.append(_with_particle(_noun(rng.choice(("person", "animal")), rng), "subject"))
    else:
        if rng.random() < SUBJECT_SHARE:
            words.append(_with_particle(rng.choice(PRONOUNS), "topic"))
        words.append(_with_particle(_noun(verb.objects, rng), "object"))
    words.append(conjugated(verb.stem, verb.infinitive, rng.choice(STYLES)))
    return " ".join(words) + ("." if rng.random() < STOP_SHARE else "")


def _noun(kind: Kind, rng: random.Random) -> str:
    nouns = lexicon("korean").nouns[kind]
    short = [noun for noun in nouns if len(noun) == 1] if rng.random() < ONE_SYLLABLE_SHARE else []
    return rng.choice(short or nouns)


def _with_particle(noun: str, kind: str) -> str:
    return noun + particle(noun, kind)
