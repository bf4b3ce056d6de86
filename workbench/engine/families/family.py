"""What a family of models is: readers of its configuration, and tables of its tensors' names."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from torch import Tensor

from workbench.engine.config import Config
from workbench.engine.spec import ModelSpec

Shapes = Mapping[str, tuple[int, ...]]
MOST_LAYERS = 1000


@dataclass(frozen=True, slots=True)
class Source:
    """Where a parameter of ours is stored, how its values become ours, and how ours are written where they can be."""

    name: str
    arrange: Callable[[Tensor], Tensor] = lambda tensor: tensor
    written: Callable[[Tensor], Tensor] = lambda tensor: tensor


@dataclass(frozen=True, slots=True)
class Family:
    """A family as one kind of file stores it.

    ignored  endings of names of tensors that carry nothing of their own, or nothing that is used here
    prefix   what some files put before every name of a tensor
    written  a tensor's full name in the files that we write
    config   what is written as config.json when a model of ours is saved, where it can be
    """

    read: Callable[[Config, Shapes, Callable[[str], Tensor]], ModelSpec]
    source: Callable[[str, ModelSpec], Source]
    ignored: tuple[str, ...]
    prefix: str = ""
    written: Callable[[str], str] = lambda name: name
    config: Callable[[ModelSpec], dict[str, object]] | None = None


def in_blocks(parameter: str, table: Mapping[str, str]) -> str:
    """A parameter's stored name: `stack.blocks.3.attn.q.weight` -> `model.layers.3.self_attn.q_proj.weight`.

    `table` names the modules outside of blocks, the lists of blocks, and (by `stack` where the stacks differ, else alone) the
    modules within one.
    """
    module, _, kind = parameter.rpartition(".")
    stack, dot, place = module.partition(".blocks.")
    if not dot:
        return f"{table[module]}.{kind}"
    layer, inner = place.split(".", 1)
    return f"{table[f'{stack}.blocks']}.{layer}.{table.get(f'{stack}.{inner}') or table[inner]}.{kind}"


def class_names(spec: ModelSpec) -> dict[str, object]:
    """What config.json says of the classes that a model tells, as transformers reads it."""
    if not spec.labels:
        return {}
    names = {
        "id2label": {str(number): label for number, label in enumerate(spec.labels)},
        "label2id": {label: number for number, label in enumerate(spec.labels)},
    }
    return names | ({"problem_type": "single_label_classification"} if spec.head == "labels" else {})


def read_labels(config: Config, shapes: Shapes, tensor: str) -> tuple[str, ...]:
    """The names of the classes that a product of this name tells; () where there is none."""
    return config.labels(shapes[tensor][0]) if shapes.get(tensor) else ()
