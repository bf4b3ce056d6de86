"""What parts of a model do for a prediction, found out by replacing them: all that were chosen at once, or each alone.

Legend: L layers, H heads, n tokens; batch, the replacements that are tried at once.

The idea that is not obvious: up to the block that a part stands in, the pass without it is the pass that was traced. So the parts of
a layer are replaced side by side, each in its own row of a batch, and the batch goes on from the stream that the trace has kept:
half the work, in products large enough to be fast.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import torch
from torch import Tensor

from workbench.engine.block import Source
from workbench.engine.contrast import contrasted, meter
from workbench.engine.distribution import best, log_probabilities, tail_mass
from workbench.engine.intervening import EachRow, check, replacement
from workbench.engine.reference import parts_of, stack_of
from workbench.engine.touch import chained
from workbench.engine.trace import Trace
from workbench.engine.wanted import check_range
from workbench.errors import WorkbenchError
from workbench.values import Ablated, AblateRequest, Ablation, Contrast, Contrasted, Effects, EffectsRequest, ModelPart, Progress

if TYPE_CHECKING:
    from workbench.engine.model import LoadedModel

MOST_TOP = 200
MOST_POSITIONS = 512
"""Of all replacements of a batch together: what is read between two answers."""
LOGIT_ROWS = 128
"""Positions whose logits exist at once: 25 MB for a vocabulary of 49,152."""
Stopped = Callable[[], bool]


@torch.inference_mode()
def ablate(trace: Trace, request: AblateRequest, *, stopped: Stopped = lambda: False) -> Iterator[Progress | Ablated]:
    """Yields Progress in layers, last the Ablated. Without interventions nothing changes, to the bit.

    Raises WorkbenchError: no-logits, bad-value, contrast-same, logits-not-finite, cancelled, those of `LoadedModel.intervened`.
    """
    check_range("top", request.top, 1, MOST_TOP)
    of = contrasted(trace, request.contrast)
    before, after = trace.stream(-1), trace.stream(-1)  # [n, d_model]
    if request.interventions:
        changed = trace.model.intervened(request.interventions, stopped=stopped)
        n_layers = trace.model.spec.n_layers
        for layer, streams in enumerate(_again(changed, trace, stopped)):
            after = streams[0]
            yield Progress("ablate", layer, n_layers, "layers")
    measure = _Meter(trace, of.contrast, losses=True)
    # One by one: in a batch, rows that are equal may be rounded differently.
    (before_value, before_loss), (after_value, after_loss) = (measure(stream[None]) for stream in (before, after))
    rows = torch.stack([_row(trace, of, stream) for stream in (before, after)])
    changed_by = float(after_value - before_value)
    yield _ablated(trace, request, of, of.value + changed_by, rows, losses=(float(before_loss), float(after_loss)))


def _again(model: LoadedModel, trace: Trace, stopped: Stopped) -> Iterator[Tensor]:
    """The streams [1, n, d_model] of a pass of another model over what a trace has read, of the stack that predicts."""
    ids = model.batch_of(trace.encoding.ids)
    source = model.transformer.encode(ids, stopped=stopped) if trace.target is not None else None
    ids = ids if trace.target is None else model.batch_of(trace.target.ids)
    for streams in model.transformer.residuals(ids, source=source):
        if stopped():
            raise WorkbenchError("cancelled")
        yield streams


def _row(trace: Trace, of: Contrasted, stream: Tensor) -> Tensor:
    """ln p at the contrast's position from a last stream [n, d_model], float64 [d_vocab]."""
    at = of.contrast.position
    assert at is not None, "the contrast is resolved"
    logits = trace.model.transformer.logits(stream[at])
    trace.model.check_finite(logits[None], at)
    return log_probabilities(logits)


def _ablated(trace: Trace, request: AblateRequest, of: Contrasted, after: float, rows: Tensor, *, losses: tuple[float, float]) -> Ablated:
    """`rows`: ln p before and after, float64 [2, d_vocab]."""
    ids = list(dict.fromkeys(token for row in rows for token in best(row, request.top).tolist()))
    tails = [tail_mass(row, torch.tensor(ids)) for row in rows]
    return Ablated(
        request,
        of,
        value_after=after,
        ids=np.array(ids, np.int32),
        texts=tuple(trace.model.tokenizer.shown(token) for token in ids),
        logprobs_before=rows[0, ids].float().numpy(),
        logprobs_after=rows[1, ids].float().numpy(),
        tail_before=tails[0],
        tail_after=tails[1],
        kl=max(0.0, float((rows[0].exp() * (rows[0] - rows[1])).sum())),
        loss_before=losses[0],
        loss_after=losses[1],
        n_scored=_scored(trace),
        kernels=trace.model.kernels("fused"),
    )


@torch.inference_mode()
def effects(trace: Trace, request: EffectsRequest, *, stopped: Stopped = lambda: False) -> Iterator[Progress | Effects]:
    """Yields the Effects as far as they are known, and Progress in parts, batch by batch; last all of them.

    Layers come in an order that shows the whole map early. Raises WorkbenchError: no-logits, bad-value, contrast-same,
    logits-not-finite, cancelled, and those of `LoadedModel.intervened`.
    """
    began, of = time.perf_counter(), contrasted(trace, request.contrast)
    measure = _Meter(trace, of.contrast, losses=request.losses)
    values, losses = measure(trace.stream(-1)[None])
    found = _Found(trace, request, of, float(losses[0]))
    batches = _batches(trace, request)
    total = sum(len(batch) for batch in batches)
    for batch in batches:
        now, lost = measure(_replaced(trace, batch, stopped))
        found.put(batch, (now - values).numpy(), (lost - losses).numpy())
        yield found.told(began)
        yield Progress("effects", found.n, total, "parts")
    yield found.told(began)


def _batches(trace: Trace, request: EffectsRequest) -> list[list[Ablation]]:
    """All replacements, those of one stack and layer side by side, as many at once as there is room for."""
    wanted = [Ablation(one.layer, one.head, request.by, one.part, request.reference, request.seed)
              for one in dict.fromkeys(request.only or _all(trace))]  # fmt: skip
    by_layer: dict[tuple[str, int], list[Ablation]] = {}
    for one in wanted:
        check(trace.model, one)
        by_layer.setdefault((stack_of(trace.model.spec.kind, one.part), one.layer), []).append(one)
    at_once = max(1, MOST_POSITIONS // max(trace.n_tokens, len(trace.encoding.ids)))
    order = sorted(by_layer, key=lambda place: (_scattered(place[1]), place))
    return [by_layer[place][first : first + at_once] for place in order for first in range(0, len(by_layer[place]), at_once)]


def _all(trace: Trace) -> Iterator[ModelPart]:
    """Every head of every attention, and the MLP behind it; the one behind cross attention is the decoder's, told once."""
    spec, stacks = trace.model.spec, trace.model.transformer.stacks()
    for part in parts_of(spec.kind):
        for layer in range(len(stacks[stack_of(spec.kind, part)].blocks)):
            yield from (ModelPart(layer, head, part) for head in range(spec.n_heads))
            if part != "cross":
                yield ModelPart(layer, None, part)


def _scattered(layer: int) -> int:
    """Its bits the other way round: 0, 16, 8, 24, 4, … of 32 layers."""
    return int(f"{layer:016b}"[::-1], 2)


def _replaced(trace: Trace, batch: Sequence[Ablation], stopped: Stopped) -> Tensor:
    """The last streams [batch, n, d_model] of the stack that predicts, each with one replacement. All stand in one stack and layer."""
    model, transformer = trace.model, trace.model.transformer
    each = EachRow([replacement(model, one, stopped) for one in batch])
    layer = batch[0].layer
    if stack_of(model.spec.kind, batch[0].part) == "encoder" and trace.target is not None:
        assert transformer.encoder is not None, "it reads a source"
        touch = chained(transformer.encoder_touch, each)
        stream = transformer.encoder.step(layer, trace.streams("encoder")[layer].expand(len(batch), -1, -1), touch=touch)
        source = transformer.source_of(_last(transformer.encoder.residuals(stream, touch=touch, begin=layer + 1), stopped))
        ids = model.batch_of(trace.target.ids).expand(len(batch), -1)
        return _last(transformer.residuals(ids, source=source), stopped)
    lent = Source(trace.source.resid.expand(len(batch), -1, -1)) if trace.source is not None else None
    touch = chained(transformer.touch, each)
    stream = transformer.stack.step(layer, trace.stream(layer).expand(len(batch), -1, -1), source=lent, touch=touch)
    return _last(transformer.stack.residuals(stream, source=lent, touch=touch, begin=layer + 1), stopped)


def _last(streams: Iterator[Tensor], stopped: Stopped) -> Tensor:
    last = torch.empty(0)
    for stream in streams:
        if stopped():
            raise WorkbenchError("cancelled")
        last = stream
    return last


def _scored(trace: Trace) -> int:
    """How many tokens have a probability given those before them."""
    return 0 if trace.model.spec.kind == "encoder" else trace.n_tokens - 1


class _Meter:
    """The contrast's value and the text's loss from last streams [batch, n, d_model]: float64 [batch] twice; a loss that is not asked
    for, or that there is not, is NaN."""

    def __init__(self, trace: Trace, contrast: Contrast, *, losses: bool) -> None:
        assert contrast.position is not None, "the contrast is resolved"
        self._trace, self._at, self._value = trace, contrast.position, meter(trace.model, contrast)
        ids = (trace.target or trace.encoding).ids[1:]
        self._targets = torch.from_numpy(ids.astype(np.int64)) if losses and _scored(trace) else None

    def __call__(self, streams: Tensor) -> tuple[Tensor, Tensor]:
        values = self._value(streams[:, self._at])
        self._trace.model.check_finite(values[None], self._at)
        return values.double().cpu(), self._losses(streams)

    def _losses(self, streams: Tensor) -> Tensor:
        if self._targets is None:
            return torch.full((len(streams),), torch.nan, dtype=torch.float64)
        rows = streams[:, :-1].flatten(0, 1)  # [batch * (n - 1), d_model]
        targets = self._targets.to(rows.device).repeat(len(streams))
        model, parts = self._trace.model, []
        for first in range(0, len(rows), LOGIT_ROWS):
            logits = model.transformer.logits(rows[first : first + LOGIT_ROWS])
            wide = logits.to(torch.promote_types(logits.dtype, torch.float32))
            parts.append(torch.nn.functional.cross_entropy(wide, targets[first : first + LOGIT_ROWS], reduction="none"))
        return torch.cat(parts).double().cpu().view(len(streams), -1).mean(-1)


class _Found:
    """What is known so far; as in Effects. `n`: how many parts were measured."""

    def __init__(self, trace: Trace, request: EffectsRequest, of: Contrasted, loss: float) -> None:
        self._trace, self._request, self._of, self._loss = trace, request, of, loss
        kind, stacks = trace.model.spec.kind, trace.model.transformer.stacks()
        depths = {part: len(stacks[stack_of(kind, part)].blocks) for part in parts_of(kind)}
        self._heads, self._head_losses = ({part: _unknown(depth, trace.model.spec.n_heads) for part, depth in depths.items()} for _ in "ab")
        self._mlps, self._mlp_losses = ({name: _unknown(len(stack.blocks)) for name, stack in stacks.items()} for _ in "ab")
        self.n = 0

    def put(self, batch: Sequence[Ablation], values: np.ndarray, losses: np.ndarray) -> None:
        kind = self._trace.model.spec.kind
        for one, value, loss in zip(batch, values, losses, strict=True):
            if one.head is None:
                name = stack_of(kind, one.part)
                self._mlps[name][one.layer], self._mlp_losses[name][one.layer] = value, loss
            else:
                part = one.part or parts_of(kind)[0]
                self._heads[part][one.layer, one.head], self._head_losses[part][one.layer, one.head] = value, loss
            self.n += 1

    def told(self, began_s: float) -> Effects:
        return Effects(
            self._request,
            self._of,
            loss_before=self._loss,
            heads=_copied(self._heads),
            head_losses=_copied(self._head_losses),
            mlps=_copied(self._mlps),
            mlp_losses=_copied(self._mlp_losses),
            n_measured=self.n,
            duration_ms=(time.perf_counter() - began_s) * 1e3,
            kernels=self._trace.model.kernels("fused"),
        )


def _unknown(*shape: int) -> np.ndarray:
    return np.full(shape, np.nan)


def _copied(arrays: Mapping[Any, np.ndarray]) -> dict[str, np.ndarray]:
    return {name: array.copy() for name, array in arrays.items()}
