"""How surprising a pinned text is to a network in training, token by token: asked by the operations that the finished model will be
asked by, so that the same text has the same numbers in the Playground.

The idea that is not obvious: a model that is given one thing and tells another can only be surprised by a pair. Such a text is what it
is given and what it should tell, parted by a tab or `=>`: source and target, text and class, words and tags.
"""

from __future__ import annotations

import re
from typing import NamedTuple

import numpy as np

from workbench.engine.classifying import classify
from workbench.engine.likelihood import likelihood
from workbench.engine.model import LoadedModel
from workbench.engine.scoring import score
from workbench.engine.spec import CLASSES
from workbench.errors import WorkbenchError
from workbench.values import Classified, ClassifyRequest, Likelihood, LikelihoodRequest, Score, ScoreRequest, Subject

_PARTED = re.compile(r"\t|\s+=>\s+")


class Surprise(NamedTuple):
    """`tokens`: as they are shown. `nats` [n]: of each; NaN where it has no probability."""

    tokens: tuple[str, ...]
    nats: np.ndarray


def surprise(model: LoadedModel, text: str) -> Surprise:
    """Of a decoder each token given those before it; of an encoder each given all others (arXiv 1910.14659); of an encoder-decoder each
    token of the target given the source; of a model of classes each class that should be told.

    Raises WorkbenchError: bad-value for a text that is no pair where one is needed, and those of scoring and classifying.
    """
    head = model.spec.head
    if head in CLASSES:
        return _of_tags(model, text) if head == "tags" else _of_class(model, text)
    if model.spec.kind == "encoder-decoder":
        return _of_target(model, text)
    *_, found = score(model, ScoreRequest(Subject("", text)))
    assert isinstance(found, Score), "an operation ends with its result"
    return Surprise(tuple(model.tokenizer.shown(int(token)) for token in found.encoding.ids), -found.logprobs)


def _pair(text: str, given: str, told: str) -> tuple[str, str]:
    parts = _PARTED.split(text, maxsplit=1)
    if len(parts) < 2 or not all(part.strip() for part in parts):
        raise WorkbenchError("bad-value", name="pinned", value=text, limit=f"{given} and {told}, parted by a tab or ` => `")
    return parts[0], parts[1]


def _of_target(model: LoadedModel, text: str) -> Surprise:
    source, target = _pair(text, "a source", "its target")
    *_, found = likelihood(model, LikelihoodRequest(Subject("", source), continuations=(target,)))
    assert isinstance(found, Likelihood), "an operation ends with its result"
    (only,) = found.scores
    return Surprise(only.tokens, -only.logprobs)


def _of_class(model: LoadedModel, text: str) -> Surprise:
    given, label = _pair(text, "a text", "its class")
    found = _classified(model, given)
    return Surprise((label.strip(),), _nats(found, [0], [label.strip()]))


def _of_tags(model: LoadedModel, text: str) -> Surprise:
    """A word's tag is told at its first token, by a decoder at its last."""
    given, told = _pair(text, "words", "their tags")
    words, tags = list(re.finditer(r"\S+", given)), told.split()
    if len(words) != len(tags):
        raise WorkbenchError("bad-value", name="pinned", value=text, limit=f"as many tags as words, of which there are {len(words)}")
    found = _classified(model, given)
    spans = found.encoding.char_spans[found.positions]  # [n, 2]
    rows = []
    for word in words:
        within = np.flatnonzero((spans[:, 1] > word.start()) & (spans[:, 0] < word.end()))
        rows.append(int(within[-1 if model.spec.kind == "decoder" else 0]))
    return Surprise(tuple(f"{word[0]}/{tag}" for word, tag in zip(words, tags, strict=True)), _nats(found, rows, tags))


def _classified(model: LoadedModel, text: str) -> Classified:
    *_, found = classify(model, ClassifyRequest(Subject("", text)))
    assert isinstance(found, Classified), "an operation ends with its result"
    return found


def _nats(found: Classified, rows: list[int], labels: list[str]) -> np.ndarray:
    """-ln p of the class that should be told in each of the rows. Raises WorkbenchError('bad-value') for one that there is not."""
    for label in labels:
        if label not in found.labels:
            raise WorkbenchError("bad-value", name="pinned", value=label, limit=f"one of the classes {', '.join(found.labels)}")
    with np.errstate(divide="ignore"):
        nats: np.ndarray = -np.log(found.probabilities[rows, [found.labels.index(label) for label in labels]])
    return nats
