"""Beam search: the continuations that are most probable as a whole, and the tree that was searched.

Follows transformers' beam search: of all beams' next tokens the best (1 + number of end tokens, at least 2) x width are
looked at. The best `width` that do not end go on; those that end count as finished only from among the first `width`.

The idea that is not obvious: beams share the cache of the prompt. Only what stands behind it is reordered, and only when the
beams' parents have changed places.
"""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from workbench.engine.block import Source
from workbench.engine.cache import KeyValueCache
from workbench.engine.distribution import best, log_probabilities
from workbench.engine.generation import beginning, require_writer
from workbench.engine.reading import Reading
from workbench.engine.recollection import Recollection
from workbench.errors import WorkbenchError
from workbench.values import NODE_STATES, Beam, BeamRequest, BeamResult, BeamStarted, BeamStep, FinishReason

if TYPE_CHECKING:
    from workbench.engine.model import LoadedModel

MOST_WIDE = 64
KEPT, PRUNED, FINISHED = (NODE_STATES.index(state) for state in ("kept", "pruned", "finished"))
BeamEvent = BeamStarted | BeamStep | BeamResult


@dataclass(frozen=True)
class _Node:
    """One token of the tree. `row`: its place among the beams of its depth that go on."""

    number: int
    parent: _Node | None
    token: int
    logprob: float
    total: float
    row: int = 0

    def ids(self) -> list[int]:
        """The tokens from the root to this one."""
        before = [] if self.parent is None else self.parent.ids()
        return [*before, self.token] if self.parent is not None else before


@dataclass(frozen=True)
class _Finished:
    node: _Node
    score: float
    reason: FinishReason


@torch.inference_mode()
def beam_search(
    model: LoadedModel,
    request: BeamRequest,
    *,
    recollection: Recollection | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Iterator[BeamEvent]:
    """Search: BeamStarted, a BeamStep for each depth of the tree, last the BeamResult.

    Raises WorkbenchError: kind-unsuited, bad-value, empty-text, text-too-long, ids-out-of-range, logits-not-finite, cancelled,
    the tokenizer's, and those of `LoadedModel.intervened`.
    """
    require_writer(model)
    _check(request)
    model = model.intervened(request.interventions, stopped=stopped)
    prompt, begun = beginning(model, request)
    source = prompt.ids if model.spec.kind == "encoder-decoder" else None
    n_steps = min(request.max_new_tokens, model.spec.n_ctx - len(begun))
    yield BeamStarted(request, model=model.info, prompt=prompt, kernels=model.kernels("fused"), n_threads=torch.get_num_threads())
    began = time.perf_counter()
    reading = Reading(model, begun, room=0, source=source, recollection=recollection)
    search = _Search(model, request, n_steps)
    beams = _Beams(model, reading, width=request.width, room=n_steps)
    depth = 0
    if n_steps:
        yield search.grow(0, reading.logits(stopped)[None])
        reading.keep()
        depth = 1
    while search.goes_on(depth):
        yield search.grow(depth, beams.logits(search.running, stopped))
        depth += 1
    seconds = time.perf_counter() - began
    yield search.result(prompt.ids, tokens_per_second=depth / seconds if depth else 0.0)


class _Search:
    """The tree, the beams that go on and those that are finished."""

    def __init__(self, model: LoadedModel, request: BeamRequest, n_steps: int) -> None:
        self._request, self._tokenizer, self._n_steps = request, model.tokenizer, n_steps
        self._n_looked = max(2, 1 + len(model.tokenizer.eos_ids)) * request.width
        self._at_most: FinishReason = "length" if n_steps == request.max_new_tokens else "context"
        self.running = [_Node(0, None, -1, 0.0, 0.0)]
        self._finished: list[_Finished] = []
        self._n_nodes = 0

    def grow(self, depth: int, logits: Tensor) -> BeamStep:
        """Look at the next tokens of all that go on, by their logits [beams, d_vocab]."""
        candidates = self._candidates(logits)
        ends = [node.token in self._tokenizer.eos_ids or depth + 1 == self._n_steps for node in candidates]
        goes_on = [place for place, end in enumerate(ends) if not end][: self._request.width]
        finished = [place for place in range(min(self._request.width, len(candidates))) if ends[place]]
        self._finish([candidates[place] for place in finished], depth)
        self.running = [candidates[place] for place in goes_on]
        states = np.full(len(candidates), PRUNED, np.uint8)
        states[goes_on], states[finished] = KEPT, FINISHED
        return self._step(depth, candidates, states)

    def goes_on(self, depth: int) -> bool:
        """Whether a better beam may come."""
        if not self.running or depth >= self._n_steps:
            return False
        if len(self._finished) < self._request.width:
            return True
        best_running = self.running[0].total / depth**self._request.length_penalty
        return not self._request.early_stopping and best_running > self._finished[-1].score

    def result(self, prompt_ids: np.ndarray, *, tokens_per_second: float) -> BeamResult:
        """The finished beams, best first."""
        beams = tuple(self._beam(one) for one in self._finished)
        return BeamResult(prompt_ids, beams, n_nodes=self._n_nodes, tokens_per_second=tokens_per_second)

    def _candidates(self, logits: Tensor) -> list[_Node]:
        logprobs = log_probabilities(logits)  # [beams, d_vocab]
        totals = torch.tensor([node.total for node in self.running], dtype=torch.float64)[:, None] + logprobs
        found = []
        for place in best(totals.flatten(), self._n_looked).tolist():
            row, token = divmod(place, logprobs.shape[1])
            self._n_nodes += 1
            total = float(totals[row, token])
            found.append(_Node(self._n_nodes, self.running[row], token, float(logprobs[row, token]), total, row))
        return found

    def _finish(self, nodes: list[_Node], depth: int) -> None:
        for node in nodes:
            reason: FinishReason = "eos" if node.token in self._tokenizer.eos_ids else self._at_most
            self._finished.append(_Finished(node, node.total / (depth + 1) ** self._request.length_penalty, reason))
        self._finished = sorted(self._finished, key=lambda one: -one.score)[: self._request.width]

    def _step(self, depth: int, nodes: list[_Node], states: np.ndarray) -> BeamStep:
        return BeamStep(
            index=depth,
            nodes=np.array([node.number for node in nodes], np.int32),
            parents=np.array([node.parent.number for node in nodes if node.parent is not None], np.int32),
            ids=np.array([node.token for node in nodes], np.int32),
            tokens=tuple(self._tokenizer.shown(node.token) for node in nodes),
            logprobs=np.array([node.logprob for node in nodes], np.float32),
            totals=np.array([node.total for node in nodes], np.float64),
            states=states,
        )

    def _beam(self, finished: _Finished) -> Beam:
        ids, node = finished.node.ids(), finished.node
        decoder = self._tokenizer.stream()
        for token in self._request.forced_ids:  # a branch may keep the first bytes of a character
            decoder.push(token)
        text = "".join(decoder.push(token) for token in ids if token not in self._tokenizer.eos_ids) + decoder.flush()
        reason, score = finished.reason, finished.score
        return Beam(node.number, ids=np.array(ids, np.int32), text=text, total=node.total, score=score, finish_reason=reason)


class _Beams:
    """Reads one token of each beam at a time."""

    def __init__(self, model: LoadedModel, reading: Reading, *, width: int, room: int) -> None:
        self._model, self._reading, self._width, self._room = model, reading, width, room
        self._cache: KeyValueCache | None = None
        self._source: Source | None = None

    def logits(self, nodes: list[_Node], stopped: Callable[[], bool]) -> Tensor:
        """Of the tokens behind each node, [beams, d_vocab]."""
        model, n_read = self._model, self._reading.cache.length
        if self._cache is None:
            self._cache = self._begun(len(nodes))
        elif [node.row for node in nodes] != list(range(self._cache.keys.shape[1])):
            self._cache.reorder(torch.tensor([node.row for node in nodes], device=model.device), first=n_read)
        source = self._reading.source
        if source is not None and (self._source is None or len(self._source.resid) != len(nodes)):
            self._source = Source(source.resid.expand(len(nodes), -1, -1), source.keys)
        newest = torch.tensor([[node.token] for node in nodes], device=model.device)
        resid = model.transformer(newest, cache=self._cache, source=self._source, stopped=stopped)  # [beams, 1, d_model]
        logits = model.transformer.logits(resid[:, -1])  # [beams, d_vocab]
        model.check_finite(logits, self._cache.length - 1)
        return logits

    def _begun(self, n_beams: int) -> KeyValueCache:
        model, read = self._model, self._reading.cache
        cache = KeyValueCache(model.spec, read.length + self._room, device=model.device, dtype=model.dtype, batch=n_beams)
        cache.begin_with(read)
        return cache


def _check(request: BeamRequest) -> None:
    for name, value, good, limit in (
        ("width", request.width, 1 <= request.width <= MOST_WIDE, f"1 to {MOST_WIDE}"),
        ("max_new_tokens", request.max_new_tokens, request.max_new_tokens >= 1, "1 or more"),
        ("length_penalty", request.length_penalty, math.isfinite(request.length_penalty), "a number; 0 is off"),
    ):
        if not good:
            raise WorkbenchError("bad-value", name=name, value=value, limit=limit)
