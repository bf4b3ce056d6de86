"""Lines as short as people type them: particles fit, only training nouns, short nouns as frequent as long ones."""

from __future__ import annotations

import random
import re

from workbench.text.corpus import held_out, lexicon, particle
from workbench.text.corpus.brief import brief
from workbench.text.corpus.korean import PRONOUNS

LINES = [brief(random.Random(f"test:{number}")) for number in range(3000)]
NOUNS = {noun for nouns in lexicon("korean").nouns.values() for noun in nouns}
FORMS = {"object": ("을", "를"), "subject": ("이", "가")}


def marked() -> list[tuple[str, str, str]]:
    """(noun, particle, kind) of each line's object, or subject where there is none."""
    found = []
    for line in LINES:
        words = [word for word in line.rstrip(".").split() if word[:-1] not in PRONOUNS]
        for kind, forms in FORMS.items():
            if words[0][-1] in forms and words[0][:-1] in NOUNS:
                found.append((words[0][:-1], words[0][-1], kind))
    return found


def test_that_every_line_is_short_and_about_a_training_noun() -> None:
    assert {len(line.split()) for line in LINES} <= {2, 3, 4}
    assert len(marked()) == len(LINES)
    assert not {noun for noun, _, _ in marked()} & held_out("korean")


def test_that_particles_fit() -> None:
    assert [one for one in marked() if particle(one[0], one[2]) != one[1]] == []


def test_that_nouns_of_one_syllable_are_as_frequent_as_longer_ones() -> None:
    share = sum(len(noun) == 1 for noun, _, _ in marked()) / len(LINES)
    assert 0.45 < share < 0.75


def test_that_some_end_with_a_full_stop_and_some_do_not() -> None:
    assert 0.4 < sum(bool(re.search(r"\.$", line)) for line in LINES) / len(LINES) < 0.6


def test_that_the_same_seed_writes_the_same_line() -> None:
    assert [brief(random.Random(f"test:{number}")) for number in range(50)] == LINES[:50]
