"""Reviews whose sentiment is known, because a rule gives it: what the last clause says, turned round where it says `not`.

The idea that is not obvious: no list of words can know the rule. `not good` holds a good word, and in `… but …` only the end counts; so
the task tells apart who counts words from who reads.
"""

from __future__ import annotations

import hashlib
import random
from typing import Literal, NamedTuple

from workbench.text.corpus.particles import particle

SENTIMENTS = ("negative", "positive")
"""The two classes, by their number."""
TWO_CLAUSES, TURNED, KOREAN = 0.4, 0.3, 0.5
"""Shares of reviews with a second clause, of clauses with a `not`, and of reviews in Korean."""
THINGS = ("soup", "room", "film", "book", "music", "bed", "garden", "shop", "bread", "tea", "train", "song")
GOOD, BAD = (
    ("good", "great", "clean", "kind", "fresh", "quiet", "fun", "warm", "lovely", "nice"),
    ("bad", "awful", "dirty", "rude", "stale", "noisy", "boring", "cold", "ugly", "slow"),
)
PLACES = ("음식", "방", "영화", "책", "음악", "침대", "정원", "가게", "빵", "차", "기차", "노래")


class Stem(NamedTuple):
    """A Korean adjective: before -지 않다, and in the past before -다 and -지만."""

    stem: str
    past: str


GOOD_STEMS = tuple(Stem(*pair.split()) for pair in (
    "좋 좋았", "맛있 맛있었", "깨끗하 깨끗했", "친절하 친절했", "재미있 재미있었", "조용하 조용했", "편하 편했", "훌륭하 훌륭했",
    "예쁘 예뻤", "따뜻하 따뜻했"))  # fmt: skip
BAD_STEMS = tuple(Stem(*pair.split()) for pair in (
    "나쁘 나빴", "맛없 맛없었", "더럽 더러웠", "불친절하 불친절했", "지루하 지루했", "시끄럽 시끄러웠", "불편하 불편했", "느리 느렸",
    "비싸 비쌌", "차갑 차가웠"))  # fmt: skip

WORD_LIST: tuple[tuple[str, ...], tuple[str, ...]] = (
    (*GOOD, *(stem for one in GOOD_STEMS for stem in dict.fromkeys((one.stem, one.past)))),
    (*BAD, *(stem for one in BAD_STEMS for stem in dict.fromkeys((one.stem, one.past)))),
)
"""Good and bad words, as somebody would write them down who counts them; Korean ones by their stems."""

Split = Literal["train", "valid", "test"]


def review(seed: int, number: int, *, split: Split) -> tuple[str, str]:
    """A review and its sentiment by their number: ("The soup was good, but the room was not clean.", "negative").

    No review of one split is ever one of another's: which it belongs to is told by its hash.
    """
    rng = random.Random(f"{seed}:review:{split}:{number}")
    while True:
        text, positive = (_korean if rng.random() < KOREAN else _english)(rng)
        if _split_of(text) == split:
            return text, SENTIMENTS[positive]


def _split_of(text: str) -> Split:
    drawn = hashlib.sha256(text.encode("utf-8")).digest()[0]
    return "valid" if drawn < 26 else "test" if drawn < 52 else "train"


def _english(rng: random.Random) -> tuple[str, bool]:
    clauses, positive = [], False
    for thing in rng.sample(THINGS, 2 if rng.random() < TWO_CLAUSES else 1):
        good, turned = rng.random() < 0.5, rng.random() < TURNED
        clauses.append(f"the {thing} was {'not ' if turned else ''}{rng.choice(GOOD if good else BAD)}")
        positive = good != turned
    text = ", but ".join(clauses)
    return text[0].upper() + text[1:] + ".", positive


def _korean(rng: random.Random) -> tuple[str, bool]:
    text, positive = "", False
    places = rng.sample(PLACES, 2 if rng.random() < TWO_CLAUSES else 1)
    for number, place in enumerate(places):
        good, turned = rng.random() < 0.5, rng.random() < TURNED
        stem = rng.choice(GOOD_STEMS if good else BAD_STEMS)
        said = f"{stem.stem}지 않았" if turned else stem.past
        role = "topic" if len(places) > 1 else "subject"
        text += f"{place}{particle(place, role)} {said}{'다.' if number == len(places) - 1 else '지만 '}"
        positive = good != turned
    return text, positive
