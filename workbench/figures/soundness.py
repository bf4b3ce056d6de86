"""Whether a value from a file is what its class says, in every field. Whoever takes it up may then rely on its types.

`values.codec` builds only registered classes, but puts in whatever the file has: a child that is told nonsense says so, a window would
fall over it.
"""

from __future__ import annotations

import dataclasses
import types
import typing
from typing import Any

import numpy as np


def is_sound(item: object, kind: Any) -> bool:
    """Whether `item` is of this annotated type, and all that it holds is of the types announced there."""
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if kind is object or kind is Any:
        return not dataclasses.is_dataclass(item) or holds_what_it_says(item)
    if origin is typing.Literal:
        return item in parts
    if origin in (typing.Union, types.UnionType):
        return any(is_sound(item, part) for part in parts)
    if origin is tuple:
        return isinstance(item, tuple) and _is_sound_tuple(item, parts)
    if origin is dict:
        return isinstance(item, dict) and all(is_sound(key, parts[0]) and is_sound(part, parts[1]) for key, part in item.items())
    if kind is float:
        return isinstance(item, float | int) and not isinstance(item, bool)
    if kind is int:
        return isinstance(item, int) and not isinstance(item, bool)
    if kind is np.ndarray or not isinstance(kind, type):
        return isinstance(item, np.ndarray)
    return isinstance(item, kind) and (not dataclasses.is_dataclass(item) or holds_what_it_says(item))


def holds_what_it_says(item: Any) -> bool:
    """Whether every field of a value is of its type."""
    hints = typing.get_type_hints(type(item))
    return all(is_sound(getattr(item, field.name), hints[field.name]) for field in dataclasses.fields(item))


def _is_sound_tuple(item: tuple[object, ...], parts: tuple[Any, ...]) -> bool:
    if len(parts) == 2 and parts[1] is Ellipsis:
        return all(is_sound(one, parts[0]) for one in item)
    return len(item) == len(parts) and all(is_sound(one, part) for one, part in zip(item, parts, strict=True))
