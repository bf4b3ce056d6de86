"""A small set of vectors that answers, for tests of the Embeddings panel: six words on a plane, told by NumPy alone."""

from __future__ import annotations

import numpy as np
from answering import Answering

from workbench.errors import WorkbenchError
from workbench.values import (
    ContextSource,
    Encoding,
    FileSource,
    Neighbors,
    NeighborsRequest,
    Ranking,
    SentenceSource,
    Subject,
    Tokenized,
    TokenizeRequest,
    Vectors,
    VectorsRequest,
)

WORDS = ("·the", "·cat", "·dog", "·ran", "·king", "·queen")
ROWS = np.array([[1, 0.1], [0.9, 0.5], [0.8, 0.6], [-0.2, 2.0], [3.0, 3.1], [0.4, 0.5]], np.float32)


def cosines(rows: np.ndarray, query: np.ndarray) -> np.ndarray:
    norms = np.linalg.norm(rows, axis=1) * np.linalg.norm(query)
    return np.divide(rows @ query, norms, out=np.zeros(len(rows), np.float32), where=norms > 0)


SCORES = {
    "dot": lambda rows, query: rows @ query,
    "cosine": cosines,
    "centered": lambda rows, query: cosines(rows - rows.mean(0), query - rows.mean(0)),
}


def tokens_of(subject: Subject) -> Encoding:
    """Words with the space before them, as tokens."""
    words = subject.text.split(" ")
    pieces = [word if number == 0 else f" {word}" for number, word in enumerate(words)]
    ends = np.cumsum([len(piece.encode()) for piece in pieces])
    spans = np.stack([np.append(0, ends[:-1]), ends], axis=1)
    ids = [WORDS.index(f"·{word}") if f"·{word}" in WORDS else 0 for word in words]
    return Encoding(
        text=subject.text,
        ids=np.array(ids, np.int32),
        tokens=tuple(pieces),
        char_spans=spans,
        byte_spans=spans,
        kinds=np.zeros(len(words), np.uint8),
    )


def vectors_of(request: VectorsRequest) -> Vectors | WorkbenchError:
    """The set of a source."""
    source, texts, spans = request.source, np.zeros(0, np.int32), np.zeros((0, 2), np.int64)
    labels: tuple[str, ...] = WORDS
    if isinstance(source, FileSource) and source.path.endswith("bad.csv"):
        return WorkbenchError("vectors-bad", path=source.path, reason="it holds no vectors")
    if isinstance(source, ContextSource):
        read = [tokens_of(Subject(source.model, text)) for text in source.texts]
        labels = tuple(token for one in read for token in one.tokens)
        texts = np.concatenate([np.full(len(one.ids), number, np.int32) for number, one in enumerate(read)])
        spans = np.concatenate([one.byte_spans for one in read])
    if isinstance(source, SentenceSource):
        labels, texts = source.texts, np.arange(len(source.texts), dtype=np.int32)
        spans = np.array([(0, len(text.encode())) for text in source.texts], np.int64)
    likeness = {metric: np.linspace(-1, 1, 101, dtype=np.float32) for metric in ("centered", "cosine", "dot")}
    return Vectors(request, 2, labels, np.linalg.norm(rows_for(labels), axis=1), texts, spans, likeness, "sha")


def rows_for(labels: tuple[str, ...]) -> np.ndarray:
    return ROWS[np.arange(len(labels)) % len(ROWS)]


def neighbours_of(request: NeighborsRequest) -> Neighbors | WorkbenchError:
    """Exactly, by argsort."""
    vectors = vectors_of(VectorsRequest(request.source))
    assert isinstance(vectors, Vectors)
    rows, used = rows_for(vectors.labels), []
    for term in request.terms:
        names = [term.text, f"·{term.text}"]
        found = [term.item] if term.item is not None else [at for at, label in enumerate(vectors.labels) if label in names]
        if not found:
            return WorkbenchError("item-unknown", text=term.text, near="none")
        used.append(found[0])
    query = np.array([term.weight for term in request.terms], np.float32) @ rows[used]
    rankings = []
    for metric in request.metrics:
        scores = SCORES[metric](rows, query)
        items = np.argsort(-scores, kind="stable")[: request.k]
        rankings.append(Ranking(metric, items.astype(np.int32), scores[items].astype(np.float32), 0.5))
    labels = {str(item): label for item, label in enumerate(vectors.labels)}
    norms = {str(item): float(norm) for item, norm in enumerate(vectors.norms)}
    return Neighbors(request, tuple(used), tuple(rankings), labels, norms)


class Placed(Answering):
    """An answerer that has the small set."""

    def __init__(self) -> None:
        super().__init__()
        self.answers[TokenizeRequest] = lambda request: Tokenized(request, tokens_of(request.subject), bos_policy="", n_ctx=64)
        self.answers[VectorsRequest] = vectors_of
        self.answers[NeighborsRequest] = neighbours_of
