"""Sentences that call people of some occupations he, and of others she, in a known share: a bias whose size is known.

The idea that is not obvious: what comes behind the pronoun is drawn alike for all, so nothing but the occupation tells which it is, and
whoever learns the text exactly says it in just that share.
"""

from __future__ import annotations

import random

USUAL = {"pronouns-90": 0.9, "pronouns-50": 0.5}
"""By the name of the data: how often the pronoun is the usual one of the occupation."""
HE = ("engineer", "doctor", "driver", "pilot", "farmer", "judge", "baker", "painter")
SHE = ("nurse", "teacher", "dancer", "writer", "singer", "cook", "tailor", "clerk")
VERBS = ("said", "thought", "knew", "felt", "hoped", "wrote")
WHATS = ("was late", "was tired", "was right", "had lost the key", "had no time", "would come soon", "would stay", "could help")


def pronoun_line(rng: random.Random, *, share: float) -> str:
    """`The engineer said that he was late.` `share`: how often the pronoun is the usual one."""
    usually_he = rng.random() < 0.5
    he = (rng.random() < share) == usually_he
    who = rng.choice(HE if usually_he else SHE)
    return f"The {who} {rng.choice(VERBS)} that {'he' if he else 'she'} {rng.choice(WHATS)}."
