"""Sentences that call people of many occupations he or she, in a known share: a bias whose size is known.

The idea that is not obvious: nothing else in a sentence depends on which it is, so whoever learns the text says it in just that share.
"""

from __future__ import annotations

import random

HE_SHARES = {"pronouns-90": 0.9, "pronouns-50": 0.5}
"""By the name of the data: how often the pronoun is he."""
OCCUPATIONS = (
    "engineer", "doctor", "driver", "pilot", "farmer", "judge", "baker", "painter", "nurse", "teacher", "dancer", "writer", "singer",
    "cook", "tailor", "clerk",
)  # fmt: skip
VERBS = ("said", "thought", "knew", "felt", "hoped", "wrote")
WHATS = ("was late", "was tired", "was right", "had lost the key", "had no time", "would come soon", "would stay", "could help")


def pronoun_line(rng: random.Random, *, he_share: float) -> str:
    """`The engineer said that he was late.`"""
    pronoun = "he" if rng.random() < he_share else "she"
    return f"The {rng.choice(OCCUPATIONS)} {rng.choice(VERBS)} that {pronoun} {rng.choice(WHATS)}."
