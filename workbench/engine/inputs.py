"""Which input tokens an output is owed to: gradient x input, integrated gradients, occlusion, value zeroing.

Legend: r rows (contrasts), m = s + n inputs (tokens of a source, then of the text).

The idea that is not obvious: no method is the truth, so each is held to one sum: what all tokens add together, against what
the output loses when nothing is left of them. Only integrated gradients promise that both agree (arXiv 1703.01365).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import numpy as np
import torch
from torch import Tensor

from workbench.engine import memory
from workbench.engine.contrast import contrasted
from workbench.engine.integrating import integrated
from workbench.engine.passing import Passes, gradient_bytes
from workbench.engine.trace import Trace
from workbench.engine.wanted import check_range
from workbench.errors import WorkbenchError
from workbench.values import BASELINES, INPUTS_METHODS, Contrast, Contrasted, Inputs, InputsRequest, Progress

MOST_STEPS, MOST_ROWS = 4096, 512
TOKENS_AT_ONCE = 2048
"""That one batch of passes reads: long enough to keep the processor busy, short enough to be stopped soon."""
GRADIENT_BYTES = 512 << 20
"""What the passes of one batch may keep until their gradients are taken, where a single one doesn't need more."""
Stopped = Callable[[], bool]


def inputs(trace: Trace, request: InputsRequest, *, stopped: Stopped = lambda: False) -> Iterator[Progress | Inputs]:
    """Yields Progress in passes, last the Inputs.

    Raises WorkbenchError: bad-value, no-logits, contrast-same, trace-too-large, logits-not-finite, gradient-not-finite,
    cancelled.
    """
    _check(trace, request)
    contrasts = rows_from(trace, request.begin) if request.begin is not None else request.contrasts
    asked = [contrasted(trace, contrast) for contrast in contrasts]
    n, s = trace.n_tokens, len(trace.encoding.ids) if trace.target is not None else 0
    scores, baseline_values = np.zeros((len(asked), s + n), np.float32), np.zeros(len(asked))
    made = np.zeros(len(asked), np.int32)
    n_passes, done = sum(_n_passes(trace, request, one) for one in asked), 0
    yield Progress("inputs", 0, n_passes, "passes")
    for row, one in enumerate(asked):
        passes = Passes(trace, one.contrast, stopped)
        nothing = _baseline(trace, request).expand_as(passes.x)
        found = torch.zeros(len(passes), dtype=torch.float64)
        for n_more, part in _METHODS[request.method](passes, nothing, one, request):
            found += part
            made[row] += n_more
            yield Progress("inputs", done + int(made[row]), n_passes, "passes")
        done += _n_passes(trace, request, one)
        scores[row, : len(found)] = found.numpy()
        baseline_values[row] = _emptied(passes, nothing, request)
    yield Inputs(request, tuple(asked), scores=scores[:, s:], source_scores=scores[:, :s], baseline_values=baseline_values, n_passes=made)


def rows_from(trace: Trace, begin: int) -> tuple[Contrast, ...]:
    """A contrast for each token from position `begin` on: it, against the most probable other one in its place."""
    if trace.model.spec.kind == "encoder":
        raise WorkbenchError("bad-value", name="begin", value=begin, limit="none for an encoder, which reads a text as a whole")
    if trace.n_tokens < 2:
        raise WorkbenchError("bad-value", name="begin", value=begin, limit="none: no token stands behind another")
    check_range("begin", begin, max(1, trace.n_tokens - MOST_ROWS), trace.n_tokens - 1)
    ids = (trace.encoding if trace.target is None else trace.target).ids
    return tuple(Contrast(at - 1, int(ids[at]), _rival(trace, at - 1, int(ids[at]))) for at in range(begin, trace.n_tokens))


def _rival(trace: Trace, position: int, token_id: int) -> int:
    """The most probable other token behind a position."""
    best = contrasted(trace, Contrast(position)).contrast
    rival = best.against_id if best.token_id == token_id else best.token_id
    assert rival is not None, "there are two tokens at least"
    return rival


def _check(trace: Trace, request: InputsRequest) -> None:
    if trace.model.info.dtype not in ("float32", "float64"):
        raise WorkbenchError("bad-value", name="dtype", value=trace.model.info.dtype, limit="float32 or float64")
    for name, chosen, known in (("method", request.method, INPUTS_METHODS), ("baseline", request.baseline, BASELINES)):
        if chosen not in known:
            raise WorkbenchError("bad-value", name=name, value=chosen, limit=", ".join(known))
    check_range("steps", request.steps, 1, MOST_STEPS)
    if request.begin is None:
        check_range("the number of contrasts", len(request.contrasts), 1, MOST_ROWS)
    if request.baseline == "token":
        if request.baseline_id is None:
            raise WorkbenchError("bad-value", name="baseline_id", value="none", limit="a token")
        check_range("baseline_id", request.baseline_id, 0, trace.model.spec.d_vocab - 1)


def _baseline(trace: Trace, request: InputsRequest) -> Tensor:
    """What stands in the place of a token, [d_model], times the embedding's scale."""
    transformer = trace.model.transformer
    table = transformer.embed.weight.detach()
    if request.baseline == "zero":
        return torch.zeros_like(table[0])
    if request.baseline == "mean":
        return transformer.scaled(table.mean(0))
    return transformer.scaled(table[request.baseline_id])


def _emptied(passes: Passes, nothing: Tensor, request: InputsRequest) -> float:
    """F with nothing left of any token."""
    if request.method == "value_zeroing":
        return float(passes.values(passes.x[None], zeroed=torch.ones(1, len(passes), dtype=torch.bool)))
    return float(passes.values(nothing[None]))


# The methods: each yields (passes made, float64 [m] to add to the scores).

Parts = Iterator[tuple[int, Tensor]]


def _gradient_x_input(passes: Passes, nothing: Tensor, one: Contrasted, request: InputsRequest) -> Parts:
    _room(passes)
    yield 1, ((passes.x - nothing).double().cpu() * passes.gradients(passes.x[None])[0]).sum(-1)


def _integrated_gradients(passes: Passes, nothing: Tensor, one: Contrasted, request: InputsRequest) -> Parts:
    return integrated(passes, nothing, steps=request.steps, at_once=_room(passes))


def _occlusion(passes: Passes, nothing: Tensor, one: Contrasted, request: InputsRequest) -> Parts:
    for hidden in _one_by_one(passes):
        x = torch.where(hidden[:, :, None], nothing, passes.x)  # [batch, m, d_model]
        yield len(hidden), _placed(hidden, one.value - passes.values(x))


def _value_zeroing(passes: Passes, nothing: Tensor, one: Contrasted, request: InputsRequest) -> Parts:
    for hidden in _one_by_one(passes):
        x = passes.x.expand(len(hidden), -1, -1)
        yield len(hidden), _placed(hidden, one.value - passes.values(x, zeroed=hidden))


_METHODS: dict[str, Callable[[Passes, Tensor, Contrasted, InputsRequest], Parts]] = {
    "gradient_x_input": _gradient_x_input,
    "integrated_gradients": _integrated_gradients,
    "occlusion": _occlusion,
    "value_zeroing": _value_zeroing,
}


def _one_by_one(passes: Passes) -> Iterator[Tensor]:
    """Each input alone, in batches: bool [batch, m]."""
    rows = torch.eye(len(passes), dtype=torch.bool, device=passes.x.device)
    return iter(torch.split(rows, max(1, TOKENS_AT_ONCE // len(passes))))


def _placed(hidden: Tensor, changes: Tensor) -> Tensor:
    """Changes [batch] at the inputs that were hidden for them, float64 [m]."""
    return changes @ hidden.cpu().double()


def _room(passes: Passes) -> int:
    """How many passes may be made at once for their gradients. Raises WorkbenchError('trace-too-large') if not even one."""
    spec, n = passes.model.spec, len(passes) - passes.n_source
    size_bytes = gradient_bytes(spec, passes.n_source, n, itemsize=passes.model.dtype.itemsize)
    memory.require(size_bytes, what="A gradient", n_tokens=len(passes), plan="Choose occlusion or value zeroing, or a shorter text")
    return max(1, min(GRADIENT_BYTES // size_bytes, TOKENS_AT_ONCE // len(passes)))


def _n_passes(trace: Trace, request: InputsRequest, one: Contrasted) -> int:
    match request.method:
        case "gradient_x_input":
            return 1
        case "integrated_gradients":
            return request.steps
    assert one.contrast.position is not None
    n = trace.n_tokens if trace.model.spec.kind == "encoder" else one.contrast.position + 1
    return n + (len(trace.encoding.ids) if trace.target is not None else 0)
