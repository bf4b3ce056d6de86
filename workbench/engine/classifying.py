"""Which class a text is of, or each of its words, for models with a head that tells it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

import numpy as np
import torch

from workbench.engine.spec import CLASSES
from workbench.engine.subjects import read_subject
from workbench.errors import WorkbenchError
from workbench.values import Classified, ClassifyRequest

if TYPE_CHECKING:
    from workbench.engine.model import LoadedModel


@torch.inference_mode()
def classify(model: LoadedModel, request: ClassifyRequest, *, stopped: Callable[[], bool] = lambda: False) -> Iterator[Classified]:
    """Classify `request.subject`; yields the one result. The class of a text is read at an encoder's first position (behind its pooler), at
    a decoder's last.

    Raises WorkbenchError: no-classes, empty-text, text-too-long, ids-out-of-range, logits-not-finite, cancelled, and the tokenizer's.
    """
    spec = model.spec
    if spec.head not in CLASSES:
        raise WorkbenchError("no-classes", model=model.info.name)
    encoding = read_subject(model.info, model.tokenizer, subject=request.subject, ids=request.ids)
    if spec.head == "tags":
        positions = np.flatnonzero(encoding.kinds != 1)  # special tokens are no words
        positions = positions[encoding.ids[positions] < spec.d_vocab]  # nor are virtual ones
    else:
        positions = np.array([0 if spec.kind == "encoder" else len(encoding.ids) - 1])
    resid = model.transformer(model.batch_of(encoding.ids), stopped=stopped)[0]  # [pos, d_model]
    logits = model.transformer.classes(resid[torch.from_numpy(positions).to(model.device)])  # [n, n_labels]
    if len(positions):
        model.check_finite(logits, int(positions[0]))
    yield Classified(
        request,
        model=model.info,
        encoding=encoding,
        labels=spec.labels,
        positions=positions.astype(np.int32),
        probabilities=logits.float().softmax(-1).cpu().numpy(),
        kernels=model.kernels("fused"),
        n_threads=torch.get_num_threads(),
    )
