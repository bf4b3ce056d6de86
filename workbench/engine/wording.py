"""Stages that are told in words: bias, bans and forced texts, and the tokens that a tokenizer makes of them.

Legend: see `stage`. A text of several tokens acts on its last one where the others have just been read, as transformers'
`SequenceBiasLogitsProcessor` does; so it is the text as the tokenizer cuts it, not every way to spell it.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from workbench.engine.stage import Moment, Stage, without
from workbench.errors import WorkbenchError
from workbench.text import Tokenizer

Biases = Mapping[tuple[int, ...], float]


class Words:
    """The tokens of texts."""

    def __init__(self, tokenizer: Tokenizer, d_vocab: int) -> None:
        self._tokenizer, self._d_vocab = tokenizer, d_vocab
        self._containing: dict[str, Tensor] = {}

    def ids(self, text: str, *, name: str) -> tuple[int, ...]:
        """The tokens of a text, nothing put around them. Raises WorkbenchError('bad-value', name=name) where it has none."""
        found = tuple(self._tokenizer.encode(text, bos="no").ids.tolist()) if text else ()
        if not found or max(found) >= self._d_vocab:
            raise WorkbenchError("bad-value", name=name, value=repr(text), limit="a text of one token of the model or more")
        return found

    def shown(self, token: int) -> str:
        """One token for display."""
        return self._tokenizer.shown(token)

    def containing(self, text: str) -> Tensor:
        """The tokens whose own text contains this one, int64 [m]."""
        if text not in self._containing:
            wanted = text.encode("utf-8", "surrogatepass")
            found = [token for token in range(min(self._d_vocab, self._tokenizer.d_vocab)) if wanted in self._tokenizer.token_bytes(token)]
            self._containing[text] = torch.tensor(found, dtype=torch.int64)
        return self._containing[text]


def logit_bias(biases: Biases) -> Stage:
    """Add each bias to the score of the last of its ids, where the ids before that have just been read."""

    def stage(scores: Tensor, moment: Moment) -> Tensor:
        added = torch.zeros_like(scores)
        for ids, bias in biases.items():
            if _follows(moment.history, ids[:-1]):
                added[ids[-1]] += bias
        return scores + added

    return stage


def banned(texts: Sequence[tuple[int, ...]]) -> Stage:
    """Remove the last of each text's ids, where the ids before that have just been read."""

    def stage(scores: Tensor, moment: Moment) -> Tensor:
        removed = torch.zeros_like(scores, dtype=torch.bool)
        for ids in texts:
            if _follows(moment.history, ids[:-1]):
                removed[ids[-1]] = True
        return without(scores, removed)

    return stage


def forced(by_step: Mapping[int, int]) -> Stage:
    """Keep nothing but the token that is forced at this step of the generation, if one is."""

    def stage(scores: Tensor, moment: Moment) -> Tensor:
        token = by_step.get(moment.step)
        if token is None:
            return scores
        removed = torch.ones_like(scores, dtype=torch.bool)
        removed[token] = False
        return without(scores, removed)

    return stage


def forced_by_step(forced_texts: Sequence[tuple[int, str]], words: Words) -> dict[int, int]:
    """The token of each step that has one. Raises WorkbenchError('bad-value') for a step before 0, or one that is forced twice."""
    found: dict[int, int] = {}
    for first, text in forced_texts:
        for step, token in enumerate(words.ids(text, name="forced"), first):
            if step < 0 or step in found:
                raise WorkbenchError("bad-value", name="forced", value=f"step {step}", limit="steps from 0 on, each forced once")
            found[step] = token
    return found


def biases_of(logit_bias: Sequence[tuple[str, float]], words: Words) -> dict[tuple[int, ...], float]:
    """Biases by ids; those of the same ids add up. Raises WorkbenchError('bad-value')."""
    found: dict[tuple[int, ...], float] = {}
    for text, bias in logit_bias:
        if not math.isfinite(bias):
            raise WorkbenchError("bad-value", name="logit_bias", value=bias, limit="a number; to remove a token, ban it")
        ids = words.ids(text, name="logit_bias")
        found[ids] = found.get(ids, 0.0) + bias
    return found


def _follows(history: Tensor, ids: tuple[int, ...]) -> bool:
    return not ids or (len(history) >= len(ids) and history[len(history) - len(ids) :].tolist() == list(ids))
