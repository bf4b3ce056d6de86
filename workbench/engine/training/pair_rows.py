"""Rows in which something is given and something is told: sources and targets, texts with spans left out, prompts and answers.

Legend: rows in a batch, pos positions (padded to the longest row).
"""

from __future__ import annotations

import itertools
import random
from collections.abc import Sequence

from workbench.engine.training.batches import ALONE, BLOCK, NOT_COUNTED, Batch, around, packed, padded, there
from workbench.engine.training.sources import Records, Texts
from workbench.text import Tokenizer

DENSITY, MEAN_SPAN = 0.15, 3.0
"""Share of the tokens that are left out, and how many stand together on average (arXiv 1910.10683)."""


class PairRows:
    """Sources and targets: the decoder reads its start token and the target, and tells the target and its end."""

    def __init__(self, pairs: Records, tokenizer: Tokenizer, *, row_tokens: int, start_id: int) -> None:
        self._pairs, self._row_tokens, self._start_id = pairs, row_tokens, start_id
        self._end = around(tokenizer)[1]

    def batch(self, first: int, count: int) -> Batch:
        pairs = [([*one[0], *self._end], [*one[1], *self._end]) for one in self._pairs.ids(first, count)]
        return paired(pairs, self._row_tokens, self._start_id)


class SpanRows:
    """T5's spans: 15 % of the tokens are left out, three together on average. A sentinel stands for each span in the source; the target
    is each sentinel with what it stands for (arXiv 1910.10683). Rows are one document alone or several, as in MaskedRows."""

    def __init__(self, texts: Texts, tokenizer: Tokenizer, *, sentinels: Sequence[int], row_tokens: int, start_id: int, seed: int) -> None:
        self._texts, self._sentinels, self._start_id, self._seed = texts, sentinels, start_id, seed
        self._row_tokens = row_tokens
        self._n_tokens = lengths_for(row_tokens)[0]
        self._end = around(tokenizer)[1]

    def batch(self, first: int, count: int) -> Batch:
        return paired([self._row(row) for row in range(first, first + count)], self._row_tokens, self._start_id)

    def _row(self, row: int) -> tuple[list[int], list[int]]:
        most = 1 if random.Random(f"{self._seed}:alone:{row // BLOCK}").random() < ALONE else 1 << 30
        tokens = packed(self._texts.of_row(row), (), self._end, self._n_tokens + len(self._end), most=most)
        tokens = tokens[: len(tokens) - len(self._end)] or [*self._end]
        rng = random.Random(f"{self._seed}:spans:{row}")
        source, target = without_spans(tokens[: self._n_tokens], self._sentinels, rng)
        return [*source, *self._end], [*target, *self._end]


class AnswerRows:
    """Prompts and answers, one behind the other: only the answer and what closes it is told.

    Of what is longer than a row, the prompt loses its beginning; an answer longer than that, its end.
    """

    def __init__(self, answers: Records, *, row_tokens: int) -> None:
        self._answers, self._row_tokens = answers, row_tokens

    def batch(self, first: int, count: int) -> Batch:
        wholes, targets = [], []
        for prompt, answer in self._answers.ids(first, count):
            told = list(answer[: self._row_tokens])
            given = list(prompt[max(0, len(prompt) - (self._row_tokens + 1 - len(told))) :]) or told[:1]
            told = told[: self._row_tokens + 1 - len(given)]
            wholes.append([*given, *told])
            targets.append([*[NOT_COUNTED] * (len(given) - 1), *told])
        tokens = padded([row[:-1] for row in wholes], 0)
        return Batch(tokens, padded(targets, NOT_COUNTED))  # padding is behind and causal attention never looks there


def paired(pairs: Sequence[tuple[Sequence[int], Sequence[int]]], row_tokens: int, start_id: int) -> Batch:
    """A batch of sources and targets, each as long as a row at most."""
    sources, told = [one[:row_tokens] for one, _ in pairs], [one[:row_tokens] for _, one in pairs]
    tokens = padded([[start_id, *one[:-1]] for one in told], 0)
    return Batch(tokens, padded(told, NOT_COUNTED), source=padded(sources, 0), source_keys=there(sources))


def lengths_for(row_tokens: int) -> tuple[int, int]:
    """How many tokens a text may have so that its source with sentinels and end fills a row, and how many its target then has."""
    n = row_tokens
    while _lengths_of(n + 1)[0] <= row_tokens:
        n += 1
    return n, _lengths_of(n)[1]


def _lengths_of(n_tokens: int) -> tuple[int, int]:
    n_left_out, n_spans = counts_of(n_tokens)
    return n_tokens - n_left_out + n_spans + 1, n_left_out + n_spans + 1


def counts_of(n_tokens: int) -> tuple[int, int]:
    """How many tokens of a text are left out, in how many spans."""
    n_left_out = min(max(round(n_tokens * DENSITY), 1), max(n_tokens - 1, 1))
    n_spans = max(round(n_left_out / MEAN_SPAN), 1)
    return n_left_out, min(n_spans, max(n_tokens - n_left_out, 1))


def without_spans(tokens: Sequence[int], sentinels: Sequence[int], rng: random.Random) -> tuple[list[int], list[int]]:
    """A source and its target. Kept stretches and spans alternate, a kept one first; both are cut at places drawn evenly."""
    if not tokens:
        return [], []
    n_left_out, n_spans = counts_of(len(tokens))
    n_spans = min(n_spans, len(sentinels))
    kept, left_out = _parts(len(tokens) - n_left_out, n_spans, rng), _parts(n_left_out, n_spans, rng)
    source, target, at = list[int](), list[int](), 0
    for sentinel, n_kept, n_out in zip(sentinels, kept, left_out, strict=False):
        source += [*tokens[at : at + n_kept], sentinel]
        target += [sentinel, *tokens[at + n_kept : at + n_kept + n_out]]
        at += n_kept + n_out
    return source, target


def _parts(n: int, count: int, rng: random.Random) -> list[int]:
    """`n` in so many parts of at least one (a text of one token keeps none), every way as likely as any other."""
    edges = [0, *sorted(rng.sample(range(1, n), count - 1)), n] if n >= count else [0, n]
    return [end - start for start, end in itertools.pairwise(edges)]
