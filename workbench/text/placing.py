"""Where tokens stand in a text as it was given, also when the tokenizer changes the text before it looks at it.

`Encoding` has spans of the text in normal form; whoever lays several tokenizers over one text needs them in the text itself.
The idea that is not obvious: a normal form changes clusters (a letter and its marks, the parts of a syllable), so a text is
normalised cluster by cluster, and where that gives the whole text's normal form, each cluster's place in it is known.
"""

from __future__ import annotations

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
        spans = _by_clusters(tokenizer, text, encoding.text, spans)
        if spans is None:
            spans = tokenizer.spans_by_offsets(text)
    raw = text.encode("utf-8")
    if not len(spans):
        gap = [[0, len(raw)]] if raw else []
        return Placed(np.full(len(gap), -1, np.int32), np.array(gap, np.int64).reshape(-1, 2), np.full(len(gap), LOST, np.uint8))
    return Placed(encoding.ids, spans, _fates(tokenizer, encoding.ids, encoding.kinds, spans, raw))


def _by_clusters(tokenizer: Tokenizer, text: str, normal: str, spans: np.ndarray) -> np.ndarray | None:
    """Spans of the normal form as spans of the text; None if the text isn't changed cluster by cluster. A cut within a changed
    cluster moves before it."""
    firsts = np.append(np.flatnonzero(~follows(text) | (np.arange(len(text)) == 0)), len(text)).tolist()
    clusters = [text[first:last] for first, last in zip(firsts, firsts[1:], strict=False)]
    form = {cluster: tokenizer.normal_form(cluster) for cluster in set(clusters)}
    if "".join(map(form.__getitem__, clusters)) != normal:
        return None
    there = np.append(0, np.cumsum([len(form[cluster].encode("utf-8")) for cluster in clusters]))
    here = starts_of_characters(text)[firsts]
    at = np.searchsorted(there, spans[:, 1], side="right") - 1  # the cluster in which each token ends
    inside = np.minimum(spans[:, 1] - there[at], np.append(np.diff(here), 0)[at])
    same = np.array([form[cluster] == cluster for cluster in clusters] + [False])
    ends = here[at] + np.where(same[at], inside, 0)
    ends[-1:] = here[-1]
    return np.stack([np.append(0, ends)[: len(ends)], ends], axis=1).astype(np.int64)


def _fates(tokenizer: Tokenizer, ids: np.ndarray, kinds: np.ndarray, spans: np.ndarray, raw: bytes) -> np.ndarray:
    """What each token gives back of the bytes under it. Tokens that share changed bytes are looked at together."""
    found = np.zeros(len(ids), np.uint8)
    pieces = [tokenizer.token_bytes(token) for token in ids.tolist()]
    first = 0
    for at in range(len(ids)):
        if spans[at, 1] == spans[at, 0] and at + 1 < len(ids):
            continue  # it shares the bytes of the token behind it
        under = raw[spans[first, 0] : spans[at, 1]]
        given = b"".join(pieces[first : at + 1])
        if first == 0 and given == tokenizer.lead + under:
            given = under  # the decoder takes away again what the tokenizer put before the text
        found[first : at + 1] = LOST if (kinds[first : at + 1] == UNKNOWN).any() else _fate(given, under)
        first = at + 1
    return found


def _fate(given: bytes, under: bytes) -> int:
    if given == under:
        return KEPT
    return SPACES if given.strip() == under.strip() else CHANGED
