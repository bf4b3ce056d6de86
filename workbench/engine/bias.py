"""How differently a model thinks of two texts that differ in whom they are about, over many wordings.

The idea that is not obvious: one wording says little, for the same pair can come out either way in another one. So wordings
(templates), not pairs, are what the mean and its interval are over.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import torch

from workbench.engine.bootstrap import Interval, cluster_means, interval_of_mean
from workbench.engine.likelihood import likelihood
from workbench.errors import WorkbenchError
from workbench.values import LEAST_TEMPLATES, Bias, BiasPair, BiasRequest, Likelihood, LikelihoodRequest, Progress, Subject, check_table

if TYPE_CHECKING:
    from workbench.engine.model import LoadedModel

Stopped = Callable[[], bool]

Scores = dict[tuple[str, str], tuple[float, int]]
"""(prompt, text) -> ln p of the text behind the prompt, and its number of tokens. The prompt of whole sentences is empty."""

SENTENCES_AT_ONCE = 64


def bias(model: LoadedModel, request: BiasRequest, *, stopped: Stopped = lambda: False) -> Iterator[Progress | Bias]:
    """Score both sides of every pair; yields Progress in texts, last the Bias.

    Whole sentences are compared, from their first token to their last: behind the token that begins texts. With a continuation,
    it is what is compared, behind either prompt; an encoder-decoder needs one, for it has no probability without a source.
    Raises WorkbenchError: pairs-none, pair-*, bad-value, kind-unsuited, those of `likelihood` and of `LoadedModel.intervened`.
    """
    check_table(request.table)
    _check(model, request)
    model = model.intervened(request.interventions, stopped=stopped)
    scores: Scores = {}
    for done, total in _score(model, request, scores, stopped):
        yield Progress("bias", done, total, "texts")
    pairs = request.table.pairs
    a, b = ([scores[_asked(pair, side)] for pair in pairs] for side in ("a", "b"))
    templates = tuple(dict.fromkeys(pair.template for pair in pairs))
    of_template = np.array([templates.index(pair.template) for pair in pairs], np.int32)
    a_nats, b_nats = np.array([nats for nats, _ in a]), np.array([nats for nats, _ in b])
    means = cluster_means(a_nats - b_nats, of_template)
    found = _interval(request, means)
    yield Bias(
        request=request,
        model=model.info,
        a_nats=a_nats,
        b_nats=b_nats,
        a_tokens=np.array([n for _, n in a], np.int32),
        b_tokens=np.array([n for _, n in b], np.int32),
        templates=templates,
        of_template=of_template,
        means=means,
        mean=found.mean,
        low=found.low,
        high=found.high,
        scored="exact",
        kernels=model.kernels("fused"),
        n_threads=torch.get_num_threads(),
    )


def _interval(request: BiasRequest, means: np.ndarray) -> Interval:
    if len(means) < LEAST_TEMPLATES:
        return Interval(float(means.mean()), float("nan"), float("nan"))
    return interval_of_mean(means, confidence=request.confidence, n_resamples=request.n_resamples, seed=request.seed)


def _check(model: LoadedModel, request: BiasRequest) -> None:
    for name, fits, value, limit in (
        ("confidence", 0.5 <= request.confidence < 1, request.confidence, "0.5 to 1"),
        ("n_resamples", 100 <= request.n_resamples <= 1_000_000, request.n_resamples, "100 to 1000000"),
        ("seed", 0 <= request.seed < 2**63, request.seed, "0 to 2^63 - 1"),
    ):
        if not fits:
            raise WorkbenchError("bad-value", name=name, value=value, limit=limit)
    kind = model.spec.kind
    if kind == "encoder":
        raise WorkbenchError(
            "kind-unsuited", model=model.info.name, kind=kind, needed="a model that gives a text a probability", example="starter"
        )
    if kind == "encoder-decoder" and not all(pair.continuation for pair in request.table.pairs):
        raise WorkbenchError(
            "kind-unsuited", model=model.info.name, kind=kind, needed="a decoder, or a continuation in every row", example="starter"
        )


def _asked(pair: BiasPair, side: str) -> tuple[str, str]:
    """The prompt and the text to score of one side of a pair."""
    text = pair.a if side == "a" else pair.b
    return (text, pair.continuation) if pair.continuation else ("", text)


def _score(model: LoadedModel, request: BiasRequest, scores: Scores, stopped: Stopped) -> Iterator[tuple[int, int]]:
    """Fill `scores`, each text once; yields how many of how many are done."""
    asked = list(dict.fromkeys(_asked(pair, side) for pair in request.table.pairs for side in ("a", "b")))
    by_prompt: dict[str, list[str]] = {}
    for prompt, text in asked:
        by_prompt.setdefault(prompt, []).append(text)
    yield 0, len(asked)
    for prompt, texts in by_prompt.items():
        for first in range(0, len(texts), SENTENCES_AT_ONCE):
            part = texts[first : first + SENTENCES_AT_ONCE]
            found = _scored(model, request, prompt, part, stopped)
            scores |= {(prompt, one.text): (one.nats, len(one.ids)) for one in found.scores}
            yield len(scores), len(asked)


def _scored(model: LoadedModel, request: BiasRequest, prompt: str, texts: list[str], stopped: Stopped) -> Likelihood:
    asked = LikelihoodRequest(Subject(request.model, prompt, request.bos), tuple(texts), dtype=request.dtype)
    *_, found = likelihood(model, asked, stopped=stopped)
    assert isinstance(found, Likelihood), "it ends with its result"
    if found.shared:  # the other prompt of the pair may end otherwise: what was scored is then not the same text
        raise WorkbenchError("pair-merged", prompt=prompt, continuation=texts[0])
    return found
