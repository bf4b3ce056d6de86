"""What a layer's vectors are like whatever the word: the mean of reference tokens in each layer, and how alike random ones are.

Shapes: rows = n_layers + 1, n reference tokens, d numbers.

The idea that is not obvious: first tokens are left out. What is found there (a stream a hundred times as long) is unlike all else
and would make the mean its own. The text is the app's and not the person's, so adding a sentence changes no other's numbers.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

import numpy as np

from workbench.engine.memory import require
from workbench.engine.reference import own_text
from workbench.engine.vectors.sources import n_streams, streams
from workbench.values import Progress

if TYPE_CHECKING:
    from workbench.engine.model import LoadedModel

CHANCE = 0.95
_HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7ff]")
Stopped = Callable[[], bool]


@dataclass(frozen=True, eq=False)
class Backdrop:
    """means float32 [rows, 1, d]; `chance` by metric: float32 [rows, 2], the mean and the 95 % line of how alike different tokens
    of different sentences are; from n tokens."""

    means: np.ndarray
    chance: dict[str, np.ndarray]
    n_tokens: int


_known: WeakKeyDictionary[LoadedModel, dict[tuple[str, ...], Backdrop]] = WeakKeyDictionary()


def backdrop(model: LoadedModel, sentences: Sequence[str], *, stopped: Stopped) -> Iterator[Progress | Backdrop]:
    """What a model makes of sentences; known again while the model is open. Yields Progress in texts, last the Backdrop.

    Raises WorkbenchError: cancelled, trace-too-large, and the tokenizer's.
    """
    kept = _known.setdefault(model, {})
    if tuple(sentences) not in kept:
        rows, kinds, contexts = [], [], []
        for number, sentence in enumerate(sentences):
            encoding = model.tokenizer.encode(sentence)
            inner = encoding.written[1:]
            inner = inner[inner < model.spec.n_ctx]
            rows.append(followed(model, encoding.ids[: model.spec.n_ctx], stopped)[:, inner])
            kinds.append(encoding.ids[inner])
            contexts.append(np.full(len(inner), number))
            yield Progress("senses", number + 1, len(sentences), "texts")
        kept[tuple(sentences)] = _measured(np.concatenate(rows, 1), np.concatenate(kinds), np.concatenate(contexts))
    yield kept[tuple(sentences)]


def reference_sentences(texts: Sequence[str]) -> list[str]:
    """The sentences of the reference text in the scripts (Hangul, others) that the texts are written in."""
    known = re.split(r"(?<=[.?!])\s+", own_text())
    wanted = {bool(_HANGUL.search(text)) for text in texts}
    return [sentence for sentence in known if bool(_HANGUL.search(sentence)) in wanted]


def followed(model: LoadedModel, ids: np.ndarray, stopped: Stopped) -> np.ndarray:
    """Every stream over some ids: float32 [rows, n, d]. Raises WorkbenchError: trace-too-large, cancelled."""
    require(4 * n_streams(model) * len(ids) * model.spec.d_model, what="The streams", n_tokens=len(ids), plan="Choose a shorter text")
    return np.stack([stream.float().cpu().numpy() for stream in streams(model, ids, stopped)])


def unit(rows: np.ndarray) -> np.ndarray:
    """Rows of length 1 along the last axis; one of length 0 stays."""
    norms = np.linalg.norm(rows, axis=-1, keepdims=True)
    return np.asarray(np.divide(rows, norms, out=np.zeros_like(rows), where=norms > 0))


def _measured(rows: np.ndarray, kinds: np.ndarray, contexts: np.ndarray) -> Backdrop:
    """`kinds` int [n], the token of each column, `contexts` int [n], its sentence."""
    means = rows.mean(1, keepdims=True, dtype=np.float64).astype(np.float32)
    apart = np.triu((kinds[:, None] != kinds) & (contexts[:, None] != contexts))
    directions = {"centered": unit(rows - means), "cosine": unit(rows)}
    return Backdrop(means, {metric: _chance(found, apart) for metric, found in directions.items()}, rows.shape[1])


def _chance(directions: np.ndarray, apart: np.ndarray) -> np.ndarray:
    """Mean and 95 % line over the pairs that count, bool [n, n], in each row: float32 [rows, 2]."""
    found = []
    for row in directions:
        scores = (row @ row.T)[apart]
        found.append((scores.mean(dtype=np.float64), np.quantile(scores, CHANCE)) if len(scores) else (np.nan, np.nan))
    return np.array(found, np.float32)
