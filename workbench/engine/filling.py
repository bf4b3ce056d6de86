"""What stands where a text has a mask, as an encoder sees it: from both sides."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import torch

from workbench.engine.distribution import distribution
from workbench.engine.subjects import read_subject
from workbench.engine.wanted import check_range
from workbench.errors import WorkbenchError
from workbench.values import Filled, FilledMask, FillRequest

if TYPE_CHECKING:
    from workbench.engine.model import LoadedModel


@torch.inference_mode()
def fill(model: LoadedModel, request: FillRequest, *, stopped: Callable[[], bool] = lambda: False) -> Iterator[Filled]:
    """Fill in every mask of `request.subject`; yields the one result.

    Raises WorkbenchError: kind-unsuited, no-logits, no-mask, bad-value, empty-text, text-too-long, ids-out-of-range,
    logits-not-finite, cancelled, the tokenizer's, and those of `LoadedModel.intervened`.
    """
    model = model.intervened(request.interventions, stopped=stopped)
    check_range("top", request.top, 1, model.spec.d_vocab)
    mask_id = model.tokenizer.mask_id
    if model.spec.kind != "encoder" or mask_id is None:
        raise WorkbenchError("kind-unsuited", model=model.info.name, kind=model.spec.kind, needed="an encoder", example="starter-masked")
    model.require_logits()
    encoding = read_subject(model.info, model.tokenizer, subject=request.subject, ids=request.ids)
    places = np.flatnonzero(encoding.ids == mask_id)
    if len(places) == 0:
        raise WorkbenchError("no-mask", model=model.info.name, mask=model.tokenizer.piece(mask_id))
    resid = model.transformer(model.batch_of(encoding.ids), stopped=stopped)[0]  # [n, d_model]
    masks, ids = [], encoding.ids.copy()
    for place in places.tolist():
        logits = model.transformer.logits(resid[place : place + 1])  # [1, d_vocab]
        model.check_finite(logits, place)
        found = distribution(logits[0], model.tokenizer, top=request.top)
        ids[place] = found.ids[0]
        masks.append(FilledMask(place, found))
    yield Filled(
        request,
        model=model.info,
        encoding=encoding,
        masks=tuple(masks),
        text=model.tokenizer.decode(ids[(encoding.kinds != 1) | (encoding.ids == mask_id)]),
        kernels=model.kernels("fused"),
        n_threads=torch.get_num_threads(),
    )
