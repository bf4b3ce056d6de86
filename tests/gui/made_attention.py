"""An engine's answers for tests, from softmax patterns made with NumPy. Shapes: L layers, H heads, n tokens."""

from __future__ import annotations

import dataclasses
import functools
import zlib

import numpy as np
from answering import Answering
from made_encodings import cut, encode
from made_steps import INFO

from workbench.values import (
    Arrays,
    ArraysRequest,
    Cells,
    CellsRequest,
    Combination,
    Combined,
    CombinedRequest,
    Distribution,
    Encoding,
    Grid,
    GridRequest,
    HeadImage,
    HeadRequest,
    Lines,
    LinesRequest,
    Next,
    NextRequest,
    Profile,
    ProfileRequest,
    RunKept,
    RunKeptRequest,
    Strongest,
    StrongestRequest,
    TraceRequest,
    TraceSummary,
    word_starts,
)

N_LAYERS, N_HEADS = 4, 3
MODEL = dataclasses.replace(INFO, n_layers=N_LAYERS, n_heads=N_HEADS, profile="exact", kernels="packed linear, fused attention")


@functools.cache
def pattern(text: str, n: int, *, causal: bool = True) -> np.ndarray:
    """float32 [L, H, n, n], each row a softmax, the same for the same text; head 0 of layer 0 has a strong sink."""
    scores = np.random.default_rng(zlib.crc32(text.encode())).normal(size=(N_LAYERS, N_HEADS, n, n)) * 2
    scores[0, 0, :, 0] += 6
    if causal:
        scores[..., np.triu(np.ones((n, n), bool), 1)] = -np.inf
    weights = np.exp(scores - scores.max(-1, keepdims=True))
    return (weights / weights.sum(-1, keepdims=True)).astype(np.float32)


def reduced(weights: np.ndarray, step: int, how: str) -> np.ndarray:
    """[rows, columns] in blocks of step x step, each its maximum or mean."""
    if step == 1:
        return weights
    rows, columns = (np.arange(0, size, step) for size in weights.shape)
    if how == "max":
        return np.maximum.reduceat(np.maximum.reduceat(weights, rows, axis=0), columns, axis=1)
    sums = np.add.reduceat(np.add.reduceat(weights, rows, axis=0), columns, axis=1)
    sizes = [np.diff(np.append(starts, size)) for starts, size in zip((rows, columns), weights.shape, strict=True)]
    return sums / np.outer(*sizes)


def quantised(weights: np.ndarray, step: int, how: str, *, hides_sink: bool) -> tuple[np.ndarray, float]:
    """uint8 and what 255 stands for; a hidden sink does not raise it."""
    blocks = reduced(weights, step, how)
    rest = blocks
    if hides_sink:
        without = weights.copy()
        without[:, 0] = 0
        rest = reduced(without, step, how)
    high = float(rest.max()) or float(blocks.max()) or 1.0
    return np.minimum(np.rint(blocks * 255 / high), 255).astype(np.uint8), high


def two_texts(text: str, first: str) -> tuple[Encoding, int]:
    """A pair of texts as an encoder's tokenizer reads it, [CLS] first [SEP] the rest [SEP], and where the second begins."""
    spans = encode(text).byte_spans[:, 1].tolist()
    n_first = sum(end <= len(first) for end in spans)
    return cut(text, spans, special=[(0, "[CLS]"), (n_first + 1, "[SEP]"), (len(spans) + 2, "[SEP]")]), n_first + 2


class Attending(Answering):
    """Answers all questions about traces at once. `causal=False` plays an encoder; `encodings` overrides texts' tokens."""

    def __init__(self, *, causal: bool = True) -> None:
        super().__init__()
        self.causal = causal
        self.model = MODEL if causal else dataclasses.replace(MODEL, kind="encoder")
        self.encodings: dict[str, Encoding] = {}
        self.duration_ms = 40.0
        for request, answer in (
            (TraceRequest, self.trace),
            (GridRequest, self.grid),
            (HeadRequest, self.head),
            (CellsRequest, self.cells),
            (LinesRequest, self.lines),
            (NextRequest, self.next),
            (ArraysRequest, self.arrays),
            (StrongestRequest, self.strongest),
            (CombinedRequest, self.combined),
            (RunKeptRequest, lambda request: RunKept(request.id, request.name, "")),
            (ProfileRequest, self.profile),
        ):
            self.answers[request] = answer

    def encoding(self, request: TraceRequest) -> Encoding:
        return self.encodings.get(request.subject.text) or encode(request.subject.text)

    def weights(self, request: TraceRequest) -> np.ndarray:
        return pattern(request.subject.text, len(self.encoding(request).ids), causal=self.causal)

    def trace(self, request: TraceRequest) -> TraceSummary:
        weights = self.weights(request)
        sink = weights[:, :, 1:, 0].mean(-1) if weights.shape[-1] > 1 else np.zeros((N_LAYERS, N_HEADS), np.float32)
        return TraceSummary(
            request, self.model, self.encoding(request), sink, distribution(0), "packed linear, explicit attention", self.duration_ms, 1
        )

    def grid(self, request: GridRequest) -> Grid:
        weights = self.weights(request.trace)
        if request.region is not None:
            q0, q1, k0, k1 = request.region
            weights = weights[..., q0:q1, k0:k1]
        step = max(1, -(-max(weights.shape[-2:]) // request.size))
        made = [[quantised(head, step, request.reduce, hides_sink=request.hide_sink) for head in layer] for layer in weights]
        ranges = np.asarray([[(0.0, high) for _, high in layer] for layer in made], np.float32)
        return Grid(request, np.asarray([[image for image, _ in layer] for layer in made]), ranges)

    def head(self, request: HeadRequest) -> HeadImage:
        weights = self.weights(request.trace)[request.layer, request.head]
        if not request.combination.plain:
            weights = self.map(request.trace, request.part, (request.layer, request.head), request.combination)
        n = len(weights)
        q0, q1, k0, k1 = request.region or (0, n, 0, n)
        part = weights[q0:q1, k0:k1]
        step = max(1, -(-max(part.shape) // request.pixels))
        image, high = quantised(part, step, request.reduce, hides_sink=request.hide_sink and k0 == 0)
        return HeadImage(request, (q0, q1, k0, k1), image, step, 0.0, high)

    def cells(self, request: CellsRequest) -> Cells:
        weights = self.weights(request.trace)
        return Cells(request, np.asarray([weights[cell] for cell in request.cells], np.float32))

    def lines(self, request: LinesRequest) -> Lines:
        weights = self.weights(request.trace)[request.layer, request.head]
        if not request.combination.plain:
            weights = self.map(request.trace, request.part, (request.layer, request.head), request.combination).astype(np.float32)
        positions = list(request.positions)
        reduce = {"sum": np.sum, "mean": np.mean, "max": np.max}.get(request.together, lambda lines, **_how: lines)
        return Lines(request, *(np.atleast_2d(reduce(lines, axis=0)) for lines in (weights[positions], weights[:, positions].T)))

    def next(self, request: NextRequest) -> Next:
        return Next(request, distribution(request.position))

    def part(self, request: TraceRequest, part: str) -> np.ndarray:
        """float32 [L, H, queries, keys]."""
        return self.weights(request)

    def texts(self, request: TraceRequest, part: str) -> tuple[Encoding, Encoding]:
        """What reads, and what is read."""
        return self.encoding(request), self.encoding(request)

    def map(self, request: TraceRequest, part: str, head: tuple[int, int], how: Combination) -> np.ndarray:
        """float64 [Q, K]: what a combination makes of heads."""
        weights = self.part(request, part).astype(np.float64)
        chosen = {"head": weights[head][None], "layer": weights[head[0]], "all": weights.reshape(-1, *weights.shape[2:])}[how.over].copy()
        if how.renormalise:
            chosen[..., 0] = 0
            chosen /= np.where(chosen.sum(-1, keepdims=True) > 0, chosen.sum(-1, keepdims=True), 1)
        if how.words:
            queries, keys = (word_starts(text) for text in self.texts(request, part))
            chosen = np.add.reduceat(chosen, keys, axis=-1)
            chosen = np.stack([rows.mean(-2) for rows in np.split(chosen, queries[1:], axis=-2)], axis=-2)
        return chosen.max(0) if how.reduce == "max" else chosen.mean(0)

    def strongest(self, request: StrongestRequest) -> Strongest:
        found = []
        for head in request.heads:
            weights = self.map(request.trace, request.part, head, request.combination)
            kept = weights.copy()
            kept[:, : int(request.hide_sink)] = 0
            first, end = request.keys or (0, weights.shape[1])
            kept[:, :first] = kept[:, end:] = 0
            keys = np.argsort(-kept, axis=-1, kind="stable")[:, : request.most]
            found.append((keys, np.take_along_axis(kept, keys, -1), kept.sum(-1), weights.sum(-1)))
        keys, *numbers = (np.stack(parts) for parts in zip(*found, strict=True))
        return Strongest(request, keys.astype(np.int32), *(part.astype(np.float32) for part in numbers))

    def combined(self, request: CombinedRequest) -> Combined:
        weights = self.map(request.trace, request.part, (request.layer, request.head), request.combination)
        first, end = request.queries or (0, len(weights))
        return Combined(request, weights[first:end].astype(np.float32))

    def profile(self, request: ProfileRequest) -> Profile:
        rows = self.part(request.trace, request.part)[:, :, list(request.queries)].astype(np.float64)
        given = {"sum": np.sum, "max": np.max}.get(request.together, np.mean)(rows[..., list(request.keys)].sum(-1), axis=-1)
        far = np.abs(np.arange(rows.shape[-1]) - np.array(request.queries)[:, None])
        entropy = -(rows * np.log(np.where(rows > 0, rows, 1))).sum(-1).mean(-1)
        made = (given, entropy, (rows * far).sum(-1).mean(-1), rows[..., 0].mean(-1), rows.mean((0, 1, 2)))
        return Profile(request, *(one.astype(np.float32) for one in made))

    def arrays(self, request: ArraysRequest) -> Arrays:
        weights = self.weights(request.trace)
        layers, heads = request.layers or range(N_LAYERS), request.heads or range(N_HEADS)
        return Arrays(request, {"pattern": weights[np.ix_(layers, heads)]})


def distribution(position: int) -> Distribution:
    return Distribution(np.asarray([5, 6 + position], np.int32), (" Mary", "⟨EC 9D⟩"), np.log(np.asarray([0.6, 0.3], np.float32)), 0.1, 1.2)
