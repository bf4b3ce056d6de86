"""A small set of vectors that answers, for tests of the Embeddings panel: six words on a plane, told by NumPy alone."""

from __future__ import annotations

import numpy as np
from answering import Answering

from workbench.errors import WorkbenchError
from workbench.values import (
    ContextSource,
    Encoding,
    FileSource,
    Hubs,
    HubsRequest,
    Neighbors,
    NeighborsRequest,
    Ranking,
    Ranks,
    RanksRequest,
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


def query_of(request: NeighborsRequest | RanksRequest, labels: tuple[str, ...]) -> tuple[list[int], np.ndarray] | WorkbenchError:
    """The items of a query, and its vector; a text of its own lies where the first item does."""
    rows, used = rows_for(labels), []
    for term in request.terms:
        names = [term.text, f"·{term.text}"]
        found = [term.item] if term.item is not None else [at for at, label in enumerate(labels) if label in names]
        if not found:
            return WorkbenchError("item-unknown", text=term.text, near="none")
        used.append(found[0])
    return used, rows[0] if request.text else np.array([term.weight for term in request.terms], np.float32) @ rows[used]


def neighbours_of(request: NeighborsRequest) -> Neighbors | WorkbenchError:
    """Exactly, by argsort."""
    vectors = vectors_of(VectorsRequest(request.source))
    assert isinstance(vectors, Vectors)
    asked = query_of(request, vectors.labels)
    if isinstance(asked, WorkbenchError):
        return asked
    used, query = asked
    rankings = []
    for metric in request.metrics:
        scores = SCORES[metric](rows_for(vectors.labels), query)
        items = np.argsort(-scores, kind="stable")
        items = items[items < (request.up_to or len(items))][: request.k]
        rankings.append(Ranking(metric, items.astype(np.int32), scores[items].astype(np.float32), 0.5))
    labels = {str(item): label for item, label in enumerate(vectors.labels)}
    norms = {str(item): float(norm) for item, norm in enumerate(vectors.norms)}
    return Neighbors(request, tuple(used), tuple(rankings), labels, norms)


def ranks_of(request: RanksRequest) -> Ranks:
    """Exactly, by two argsorts."""
    vectors = vectors_of(VectorsRequest(request.source))
    assert isinstance(vectors, Vectors)
    asked = query_of(request, vectors.labels)
    assert not isinstance(asked, WorkbenchError)
    scores = np.stack([SCORES[metric](rows_for(vectors.labels), asked[1]) for metric in request.metrics])
    ranks = np.argsort(np.argsort(-scores, axis=1, kind="stable"), axis=1) + 1
    items = list(request.items)
    return Ranks(request, ranks[:, items].astype(np.int32), scores[:, items].astype(np.float32), len(vectors.labels))


def hubs_of(request: HubsRequest) -> Hubs:
    """Made up: item 4 stands in all lists, item 0 in none."""
    counts = np.array([0, 3, 4, 5, 6, 1], np.int32)
    return Hubs(request, dict.fromkeys(SCORES, counts), dict.fromkeys(SCORES, 1.5))


class Placed(Answering):
    """An answerer that has the small set."""

    def __init__(self) -> None:
        super().__init__()
        self.answers[TokenizeRequest] = lambda request: Tokenized(request, tokens_of(request.subject), bos_policy="", n_ctx=64)
        self.answers[VectorsRequest] = vectors_of
        self.answers[NeighborsRequest] = neighbours_of
        self.answers[RanksRequest] = ranks_of
        self.answers[HubsRequest] = hubs_of
