"""What the parts of a model find on a reference text: what ablated parts are replaced by, and how long the stream is.

Legend: L layers, H heads, n tokens of the reference.

The idea that is not obvious: attention rests on the first position, and what is found there is unlike all else (streams a
hundred times as long). So the first position is kept apart, and means are taken over the others.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import torch
from torch import Tensor

from workbench import paths
from workbench.engine.answering import greedy_answer
from workbench.engine.subjects import check_ids
from workbench.engine.touch import Look, Point
from workbench.errors import WorkbenchError
from workbench.values import Part

if TYPE_CHECKING:
    from workbench.engine.model import LoadedModel

KEPT = 4
"""Texts whose findings a model keeps."""
Stopped = Callable[[], bool]


def own_text() -> str:
    """The reference that ships with the app: a few ordinary sentences in English and Korean."""
    return (paths.resources() / "reference.txt").read_text("utf-8").strip()


@dataclass(frozen=True, eq=False)
class Findings:
    """What one stack's parts found: `found[point, layer]`, z and cross_z [H, n, d_head], the others [n, d_model]."""

    found: dict[tuple[Point, int], Tensor]

    def mean(self, point: Point, layer: int) -> tuple[Tensor, Tensor]:
        """What was found at the first position, and the mean over the others: [H, d_head] or [d_model], twice."""
        x = self.found[point, layer]
        first = x.select(-2, 0)
        return first, x.narrow(-2, 1, x.shape[-2] - 1).mean(-2) if x.shape[-2] > 1 else first

    def length(self, layer: int) -> float:
        """How long the stream before a block is, on average: the Euclidean norm."""
        stream = self.found["resid", layer]
        return float(stream[1:].norm(dim=-1).mean() if len(stream) > 1 else stream.norm())


class References:
    """Reads texts with one model, and remembers what its parts found on the last few."""

    def __init__(self, model: LoadedModel) -> None:
        self._model = model
        self._kept: OrderedDict[str, dict[str, Findings]] = OrderedDict()

    @torch.inference_mode()
    def findings(self, text: str, stopped: Stopped = lambda: False) -> dict[str, Findings]:
        """By stack ("encoder", "decoder"). An encoder-decoder reads the text as its source and answers it.

        A text beyond the context is cut. Raises WorkbenchError: empty-text, cancelled, and the tokenizer's.
        """
        if text not in self._kept:
            self._kept[text] = self._read(text, stopped)
            while len(self._kept) > KEPT:
                self._kept.popitem(last=False)
        self._kept.move_to_end(text)
        return self._kept[text]

    def _read(self, text: str, stopped: Stopped) -> dict[str, Findings]:
        model, transformer = self._model, self._model.transformer
        ids = model.tokenizer.encode(text).ids[: model.spec.n_ctx]
        check_ids(model.info, ids)
        looks = {name: _look() for name in transformer.stacks()}
        own = "encoder" if model.spec.kind == "encoder" else "decoder"
        source, batch = None, model.batch_of(ids)
        if transformer.encoder is not None:
            *_, resid = transformer.source_residuals(batch, touch=looks["encoder"])
            source = transformer.source_of(resid)
            batch = torch.tensor([[model.spec.start_id, *greedy_answer(model, source, stopped=stopped)]], device=model.device)
        for _ in transformer.residuals(batch, source=source, touch=looks[own]):
            if stopped():
                raise WorkbenchError("cancelled")
        return {name: Findings(look.seen) for name, look in looks.items()}


def _look() -> Look:
    return Look("resid", "z", "cross_z", "mlp_out", keep=lambda x: x[0].clone())


def stack_of(kind: str, part: Part) -> str:
    """The stack that a part of a model of this kind belongs to: "encoder" or "decoder"."""
    if kind == "encoder-decoder":
        return "encoder" if part in ("", "encoder") else "decoder"
    return "encoder" if kind == "encoder" else "decoder"


def parts_of(kind: str) -> Sequence[Part]:
    """The attentions that a model of this kind has, the first of them meant by ""."""
    if kind == "encoder-decoder":
        return "encoder", "decoder", "cross"
    return ("encoder",) if kind == "encoder" else ("decoder",)
