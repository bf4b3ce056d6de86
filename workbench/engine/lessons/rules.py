"""Classifiers without a network: the most frequent class, a list of words, an n-gram for each class.

The idea that is not obvious: an n-gram for each class is a classifier, by Bayes' rule: the class under which the text is likelier.
"""

from __future__ import annotations

import math
import re
from collections import Counter

import numpy as np

from workbench.engine.ngram import Counts, KneserNey
from workbench.engine.training.objectives import OWN_CLASSES, VALID_SEED
from workbench.engine.training.sources import own_record
from workbench.text.corpus import WORD_LIST
from workbench.values import RuleClassifier

_WORD = re.compile(r"\w+|[^\w\s]")
START, END, UNKNOWN = 0, 1, 2


def rule_accuracy(what: RuleClassifier, *, seed: int) -> float:
    """How often the rule is right, over `what.n` held-out records."""
    classes = OWN_CLASSES[what.data]
    asked = [own_record(what.data, VALID_SEED, number, "test") for number in range(what.n)]
    match what.rule:
        case "majority":
            told = [Counter(label for _, label in asked).most_common(1)[0][0]] * len(asked)
        case "words":
            told = [classes[_sign(text) > 0] for text, _ in asked]
        case "counts":
            known = [own_record(what.data, seed, number, "train") for number in range(what.n_train)]
            by_class = _ClassCounts(known, classes, what.order)
            told = [by_class.likeliest(text) for text, _ in asked]
    return sum(one == label for one, (_, label) in zip(told, asked, strict=True)) / len(asked)


def _sign(text: str) -> int:
    """Good words less bad ones. A Korean adjective is met by its stem."""
    lowered = text.lower()
    good, bad = WORD_LIST
    return sum(lowered.count(word) for word in good) - sum(lowered.count(word) for word in bad)


class _ClassCounts:
    """An n-gram of words for each class."""

    def __init__(self, records: list[tuple[str, ...]], classes: tuple[str, ...], order: int) -> None:
        met = sorted({word for text, _ in records for word in _words(text)})
        self._numbers = {word: number for number, word in enumerate(met, UNKNOWN + 1)}
        self._models: dict[str, KneserNey] = {}
        self._prior: dict[str, float] = {}
        self._counts: dict[str, Counts] = {}
        for name in classes:
            counts = Counts(order, len(met) + UNKNOWN + 1)
            own = [text for text, label in records if label == name]
            for text in own:
                ids = self._ids(text)
                counts.add(ids[None, :-1], ids[None, 1:])
            self._counts[name], self._models[name] = counts, KneserNey(counts)
            self._prior[name] = math.log(max(1, len(own)) / len(records))

    def likeliest(self, text: str) -> str:
        """The class under which a text is most probable."""
        ids = self._ids(text)
        return max(self._models, key=lambda name: self._prior[name] + self._log_probability(name, ids))

    def _log_probability(self, name: str, ids: np.ndarray) -> float:
        contexts = self._counts[name].contexts(ids[None, :-1])[0]
        return float(np.log(self._models[name].probabilities(contexts, ids[1:])).sum())

    def _ids(self, text: str) -> np.ndarray:
        return np.array([START, *(self._numbers.get(word, UNKNOWN) for word in _words(text)), END], np.int64)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.lower())
