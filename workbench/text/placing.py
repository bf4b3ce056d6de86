"""Where tokens stand in a text as it was given, also when the tokenizer changes the text before it looks at it.

`Encoding` has spans of the text in normal form; whoever lays several tokenizers over one text needs them in the text itself.
The idea that is not obvious: a normal form changes clusters (a letter and its marks, the parts of a syllable), so a text is
normalised cluster by cluster, and where that gives the whole text's normal form, each cluster's place in it is known.
"""

from __future__ import annotations

import itertools
from dataclasses import dataclass

import numpy as np

from workbench.text.scripts import follows
from workbench.text.spans import starts_of_characters
from workbench.text.tokenizer import UNKNOWN, Tokenizer
from workbench.values import CHANGED, KEPT, LOST, SPACES


@dataclass(frozen=True, slots=True)
class Placed:
    """ids int32 [n], -1 where no token stands for bytes; spans int64 [n, 2], which partition the text's UTF-8 bytes; fates uint8 [n]."""

    ids: np.ndarray
    spans: np.ndarray
    fates: np.ndarray


def placed(tokenizer: Tokenizer, text: str) -> Placed:
    """The tokens of a text, nothing put around it. Raises WorkbenchError: text-not-unicode, tokenizer-failed."""
    encoding = tokenizer.encode(text, bos="no")
    spans = encoding.byte_spans
    if encoding.text != text:
        mapped = _by_clusters(tokenizer, text, encoding.text, spans)
        spans = tokenizer.spans_by_offsets(text) if mapped is None else mapped
    raw = text.encode("utf-8")
    if not len(spans):
        gap = [[0, len(raw)]] if raw else []
        return Placed(np.full(len(gap), -1, np.int32), np.array(gap, np.int64).reshape(-1, 2), np.full(len(gap), LOST, np.uint8))
    return Placed(encoding.ids, spans, _fates(tokenizer, encoding.ids, encoding.kinds, spans, raw))


def _by_clusters(tokenizer: Tokenizer, text: str, normal: str, spans: np.ndarray) -> np.ndarray | None:
    """Spans of the normal form as spans of the text; None if the text isn't changed cluster by cluster. Of the
    tokens that share a changed cluster, the first has all of it."""
    firsts = np.append(np.flatnonzero(~follows(text) | (np.arange(len(text)) == 0)), len(text)).tolist()
    clusters = [text[first:last] for first, last in itertools.pairwise(firsts)]
    form = {cluster: tokenizer.normal_form(cluster) for cluster in set(clusters)}
    if "".join(map(form.__getitem__, clusters)) != normal:
        return None
    there = np.append(0, np.cumsum([len(form[cluster].encode("utf-8")) for cluster in clusters]))
    here = starts_of_characters(text)[firsts]
    at = np.searchsorted(there, spans[:, 1], side="right") - 1  # the cluster in which each token ends
    inside = spans[:, 1] - there[at]
    same = np.array([*(form[cluster] == cluster for cluster in clusters), True])
    ends = np.where(same[at], here[at] + inside, here[np.minimum(at + (inside > 0), len(clusters))])
    ends[-1:] = here[-1]
    return np.stack([np.append(0, ends)[: len(ends)], ends], axis=1).astype(np.int64)


def _fates(tokenizer: Tokenizer, ids: np.ndarray, kinds: np.ndarray, spans: np.ndarray, raw: bytes) -> np.ndarray:
    """What each token gives back of the bytes under it. Tokens that share changed bytes are looked at together."""
    found = np.zeros(len(ids), np.uint8)
    pieces = [tokenizer.token_bytes(token) for token in ids.tolist()]
    solid = np.flatnonzero(spans[:, 1] > spans[:, 0])
    borders = [0, *solid[1:].tolist(), len(ids)]
    for first, last in itertools.pairwise(borders):
        under = raw[spans[first, 0] : spans[last - 1, 1]]
        given = b"".join(pieces[first:last])
        if first == 0 and given == tokenizer.lead + under:
            given = under  # the decoder takes away again what the tokenizer put before the text
        found[first:last] = LOST if (kinds[first:last] == UNKNOWN).any() else _fate(given, under)
    return found


def _fate(given: bytes, under: bytes) -> int:
    if given == under:
        return KEPT
    return SPACES if given.strip() == under.strip() else CHANGED
