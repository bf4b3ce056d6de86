"""All attention patterns of a text: how fast the engine makes them, and how many bytes a view of them is handed.

Time: SmolLM2's 270 patterns of 512 tokens, kept as one array, against transformers' eager attention with `output_attentions`, in
turns and the fastest of each; once without the logits, which the workbench does not need for patterns either, and once as the
model is usually called. Bytes: 144 heads over 256 tokens (16 layers of SmolLM2) as they go over the wire, against the numbers as
JSON, as BertViz writes them into its page.
"""

from __future__ import annotations

import json
import time
import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import torch
from torch import Tensor

from workbench.engine import LoadedModel, Trace, open_model
from workbench.host.wire import Message, pack_message
from workbench.values import GridRequest, HeadRequest, LinesRequest, NextRequest

N_TOKENS, ROUNDS, LIMIT = 512, 7, 1.9
N_LAYERS, N_HEADS, N_READ, BYTES_LIMIT = 16, 9, 256, 0.15
THUMBNAIL = 96


class Kept:
    """A probe that keeps every pattern, float32 [n_layers, n_heads, n, n]."""

    def __init__(self, model: LoadedModel, n_tokens: int) -> None:
        self.patterns = torch.zeros(model.spec.n_layers, model.spec.n_heads, n_tokens, n_tokens)

    def pattern(self, layer: int, first_query: int, weights: Tensor) -> None:
        self.patterns[layer, :, first_query : first_query + weights.shape[2], : weights.shape[3]] = weights[0]


@torch.inference_mode()
def seconds(*acts: Callable[[], object]) -> list[float]:
    """The fastest of each act, all of them in turns; the first round warms up."""
    best = [float("inf")] * len(acts)
    for number in range(ROUNDS + 1):
        for at, act in enumerate(acts):
            begun = time.perf_counter()
            act()
            if number:
                best[at] = min(best[at], time.perf_counter() - begun)
    return best


def speed(model: LoadedModel) -> None:
    """Print the times; nothing where transformers is not installed."""
    try:
        from transformers import AutoModelForCausalLM
    except ImportError:
        return
    path = Path(model.info.path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = AutoModelForCausalLM.from_pretrained(path.parent, gguf_file=path.name, attn_implementation="eager").eval()
    kernel = model.info.kernels.split()[0]
    ids = torch.randint(100, 40_000, (1, N_TOKENS), generator=torch.Generator().manual_seed(0))
    kept = Kept(model, N_TOKENS)

    def ours() -> None:
        for _ in model.transformer.residuals(ids, probe=kept):
            pass

    found = seconds(
        ours,
        lambda: theirs.model(ids, output_attentions=True, use_cache=False),
        lambda: theirs(ids, output_attentions=True, use_cache=False),
    )
    for what, other in (("no logits", found[1]), ("with logits", found[2])):
        figures = f"workbench {1000 * found[0]:6.0f} ms   transformers, {what:11} {1000 * other:6.0f} ms   {other / found[0]:.2f}x"
        print(f"270 patterns     {N_TOKENS} tokens, {kernel} linear   {figures} (wanted {LIMIT})")


def wire_bytes(answers: Iterator[object]) -> int:
    """What these answers take on the wire, headers and all."""
    packed = [pack_message(Message("result", 1, answer)) for answer in answers]
    return sum(len(one.document) + sum(array.nbytes for array in one.arrays) for one in packed)


def opened(trace: Trace, *, every_head: bool) -> Iterator[object]:
    """What the panel is handed for a trace: its summary, the grid, the head and the token it shows; or every head once."""
    yield trace.summary()
    yield trace.grid(GridRequest(trace.request, THUMBNAIL))
    yield trace.next(NextRequest(trace.request, N_READ - 1, 12))
    for layer in range(N_LAYERS if every_head else 1):
        for head in range(N_HEADS if every_head else 1):
            yield trace.head(HeadRequest(trace.request, layer, head, pixels=N_READ))
            yield trace.lines(LinesRequest(trace.request, layer, head, (N_READ - 1,)))


def sizes(model: LoadedModel) -> None:
    """Print the bytes."""
    trace = model.trace([int(token) for token in np.random.default_rng(0).integers(100, 40_000, N_READ)])
    tokens = list(trace.encoding.tokens)
    page = {"name": None, "attn": [trace.pattern(layer).tolist() for layer in range(N_LAYERS)], "left_text": tokens, "right_text": tokens}
    written = len(json.dumps({"attention": [page]}))
    size = f"{N_LAYERS * N_HEADS} heads, {N_READ} tokens"
    for what, every_head in (("opened", False), ("every head looked at", True)):
        handed = wire_bytes(opened(trace, every_head=every_head))
        figures = f"to the view {handed / 1e6:6.1f} MB   as JSON {written / 1e6:6.1f} MB   ratio {handed / written:.3f}"
        print(f"bytes            {size}, {what:20} {figures} (at most {BYTES_LIMIT})")


def main() -> None:
    """Print both tables. Needs SmolLM2 in the data folder."""
    model = open_model("smollm2-135m-instruct")
    speed(model)
    sizes(model)


if __name__ == "__main__":
    main()
