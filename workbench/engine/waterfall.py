"""From the model's logits to one token, stage by stage: what each sampler removed, moved and left.

The idea that is not obvious: a rank is a token's place among all, so a stage that removes the best moves every other one up;
that is told as the moves they are.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor

from workbench.engine import samplers
from workbench.engine.distribution import best, entropy_nats, log_probabilities, tail_mass
from workbench.engine.drawing import draw, share
from workbench.engine.places import Places
from workbench.engine.recollection import Recollection
from workbench.engine.stage import moment_behind
from workbench.values import Draw, Waterfall, WaterfallRequest, WaterfallStage

if TYPE_CHECKING:
    from workbench.engine.model import LoadedModel
    from workbench.text import Tokenizer


@torch.inference_mode()
def waterfall(
    model: LoadedModel,
    request: WaterfallRequest,
    *,
    recollection: Recollection | None = None,
    stopped: Callable[[], bool] = lambda: False,
) -> Waterfall:
    """Explain one step.

    Raises WorkbenchError: bad-value, empty-text, text-too-long, ids-out-of-range, logits-not-finite, cancelled.
    """
    model = model.intervened(request.path.interventions, stopped=stopped)
    places = Places(model, request.path, recollection=recollection)
    places.require(request.index)
    named = samplers.named_stages(request.sampler, model.words)
    kept = places.logits([request.index], stopped)[request.index]
    moment = moment_behind(places.before(request.index), request.index, request.xtc_draw)
    scores = kept.logits.cpu().double()
    teller = _Teller(model.tokenizer, log_probabilities(scores), top=request.top)
    stages = [teller.record("model", None)]
    for name, stage in named:
        if stage is None:
            stages.append(teller.record(name, None))
            continue
        scores = stage(scores, moment)
        stages.append(teller.record(name, scores.log_softmax(-1)))
    return Waterfall(request, tuple(stages), draw=teller.drawn(request), recomputed=kept.recomputed)


class _Teller:
    """Makes records of a distribution that changes, float64 [d_vocab]."""

    def __init__(self, tokenizer: Tokenizer, raw: Tensor, *, top: int) -> None:
        self._tokenizer, self._raw, self._top = tokenizer, raw, top
        self._now, self._ranks = raw, _ranks(raw)

    def record(self, name: str, after: Tensor | None) -> WaterfallStage:
        """One stage. `after`: the log-probabilities it left; None: it has no effect."""
        before, ranks_before = self._now, self._ranks
        if after is not None:
            self._now, self._ranks = after, _ranks(after)
        gone = before.isfinite() & self._now.isneginf()
        top = best(self._now, self._top)
        listed = torch.cat([top, best(before, self._top)]).unique(sorted=True)  # type: ignore[no-untyped-call]
        moved = self._moved(listed, ranks_before)
        return WaterfallStage(
            name=name,
            active=after is not None or name == "model",
            survivors=int(self._now.isfinite().sum()),
            removed=int(gone.sum()),
            removed_mass=float(before[gone].exp().sum()),
            entropy_before=_entropy(before),
            entropy=_entropy(self._now),
            moved_ids=_int32(moved),
            moved_texts=self._texts(moved),
            moved_from=_int32(ranks_before[moved]),
            moved_to=_int32(self._ranks[moved]),
            top_ids=_int32(top),
            top_texts=self._texts(top),
            top_logprob_raw=self._raw[top].float().numpy(),
            top_logprob=self._now[top].float().numpy(),
            rest=tail_mass(self._now, top),
        )

    def drawn(self, request: WaterfallRequest) -> Draw:
        """What is taken of the distribution that is left."""
        number = math.nan if samplers.is_greedy(request.sampler) else request.draw
        token = int(best(self._now, 1)[0]) if math.isnan(number) else draw(self._now, number, order=request.draw_order)
        below, above = share(self._now, token, order=request.draw_order)
        return Draw(
            id=token,
            text=self._tokenizer.shown(token),
            number=number,
            below=below,
            above=above,
            rank=int(self._ranks[token]),
            logprob_raw=float(self._raw[token]),
            logprob_final=float(self._now[token]),
            order=request.draw_order,
        )

    def _moved(self, listed: Tensor, ranks_before: Tensor) -> Tensor:
        """Those of the listed tokens that are left and have another rank, the farthest first."""
        moved = listed[self._now[listed].isfinite() & (self._ranks[listed] != ranks_before[listed])]
        return moved[(ranks_before[moved] - self._ranks[moved]).abs().sort(descending=True, stable=True).indices]

    def _texts(self, ids: Tensor) -> tuple[str, ...]:
        return tuple(self._tokenizer.shown(token) for token in ids.tolist())


def _ranks(logprobs: Tensor) -> Tensor:
    """Each token's place, 1 is the most probable; removed ones come behind all others."""
    order = logprobs.sort(descending=True, stable=True).indices
    ranks = torch.empty(len(logprobs), dtype=torch.int64)
    ranks[order] = torch.arange(1, len(logprobs) + 1)
    return ranks


def _entropy(logprobs: Tensor) -> float:
    return float(entropy_nats(logprobs))


def _int32(ids: Tensor) -> np.ndarray:
    return ids.numpy().astype(np.int32)
