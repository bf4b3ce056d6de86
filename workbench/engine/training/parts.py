"""How large everything is in each part of a model: weights, gradients, and the stream that a batch sends through it.

Legend: rows in a batch, pos positions.
"""

from __future__ import annotations

import math
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import cast

import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor, nn

from workbench.engine.devices import place_of
from workbench.engine.training.batches import NOT_COUNTED, Batch
from workbench.engine.training.measures import products, told
from workbench.engine.transformer import Transformer
from workbench.values import PartName, PartNorms

_BLOCK = re.compile(r"(stack|encoder)\.blocks\.(\d+)\.")
Place = tuple[PartName, int]


@dataclass
class _Sum:
    """Squares and how many numbers they are of."""

    squares: float = 0.0
    count: int = 0

    def add(self, found: Tensor) -> None:
        self.squares += float(found.cpu().double().square().sum())  # not every graphics card knows float64
        self.count += found.numel()

    @property
    def rms(self) -> float:
        return math.sqrt(self.squares / self.count) if self.count else 0.0


@dataclass
class PassSeen:
    """A pass over batches: the mean loss of each row, and how large the stream is behind each part."""

    losses: list[list[float]] = field(default_factory=list)
    streams: dict[Place, _Sum] = field(default_factory=dict)


@torch.no_grad()
def seen_again(transformer: Transformer, batches: Sequence[Batch], *, dtype: str) -> PassSeen:
    """Read batches once more, without dropout."""
    found = PassSeen(streams={place: _Sum() for place in _places(transformer)})
    hooks = list(_hooks(transformer, found.streams))
    was_training = transformer.training
    transformer.eval()
    try:
        with products(dtype, place_of(transformer)):
            found.losses = [_row_losses(transformer, batch) for batch in batches]
    finally:
        transformer.train(was_training)
        for hook in hooks:
            hook.remove()
    return found


def _row_losses(transformer: Transformer, batch: Batch) -> list[float]:
    """Mean nats of each row's counted tokens."""
    counted = batch.targets != NOT_COUNTED  # [rows, pos]
    nats = torch.zeros(counted.shape)
    nats[counted] = F.cross_entropy(told(transformer, batch).float().cpu(), batch.targets[counted], reduction="none")
    return (nats.double().sum(1) / counted.sum(1).clamp(min=1)).tolist()


def _places(transformer: Transformer) -> list[Place]:
    """All parts, in the order in which a pass goes through them."""
    blocks: list[Place] = [
        (cast(PartName, name), layer) for name, stack in transformer.stacks().items() for layer in range(len(stack.blocks))
    ]
    return [("embedding", 0), *blocks, ("end", 0)]


def _hooks(transformer: Transformer, streams: dict[Place, _Sum]) -> Iterator[torch.utils.hooks.RemovableHandle]:
    """Have every part of the model tell how large its stream is."""

    def behind(place: Place) -> Callable[[nn.Module, object, Tensor], None]:
        return lambda _module, _given, made: streams[place].add(made)

    for name, stack in transformer.stacks().items():
        for layer, block in enumerate(stack.blocks):
            yield block.register_forward_hook(behind((cast(PartName, name), layer)))
        yield stack.blocks[0].register_forward_pre_hook(lambda _module, given: streams["embedding", 0].add(given[0]))
    yield transformer.stack.final_norm.register_forward_hook(behind(("end", 0)))


def norms_of(transformer: Transformer, streams: dict[Place, _Sum]) -> tuple[PartNorms, ...]:
    """How large weights, their gradients (as they are now) and the stream are in each part."""
    weights, gradients = ({place: _Sum() for place in streams} for _ in range(2))
    for name, parameter in transformer.named_parameters():
        place = _place_of(name, transformer)
        weights[place].add(parameter.detach())
        if parameter.grad is not None:
            gradients[place].add(parameter.grad)
    return tuple(
        PartNorms(*place, weights=math.sqrt(weights[place].squares), gradients=math.sqrt(gradients[place].squares), activations=stream.rms)
        for place, stream in streams.items()
    )


def _place_of(name: str, transformer: Transformer) -> Place:
    """The part to which a parameter belongs. Where tokens stand is part of the embedding."""
    match = _BLOCK.match(name)
    if match is not None:
        own = "encoder" if match[1] == "encoder" or transformer.spec.kind == "encoder" else "decoder"
        return cast(PartName, own), int(match[2])
    return ("embedding", 0) if name.startswith(("embed.", "place.", "stack.bias.", "encoder.bias.")) else ("end", 0)
