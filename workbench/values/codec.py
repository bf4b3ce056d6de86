"""How values travel: any value <-> one JSON document plus a list of raw arrays.

Owns the registry of value classes. The idea that is not obvious: decoding can build nothing but registered
frozen dataclasses and plain arrays of fixed dtypes, so a peer that was taken over can send wrong numbers, never code.

JSON has no NaN, bytes or tuples of classes, hence the tags `$f` (non-finite float), `$b` (bytes), `$a` (array number),
`$d` (mapping whose keys might look like a tag) and `$t` (class name).
"""

from __future__ import annotations

import base64
import dataclasses
import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeVar, dataclass_transform, overload

import numpy as np

from workbench.errors import WorkbenchError

T = TypeVar("T")

ARRAY_DTYPES = frozenset({"uint8", "int8", "bool", "int16", "int32", "int64", "float16", "float32", "float64"})
MAX_DEPTH = 32

_classes: dict[str, type[Any]] = {}


@overload
def value(cls: type[T], /) -> type[T]: ...
@overload
def value(*, eq: bool = True) -> Callable[[type[T]], type[T]]: ...
@dataclass_transform(frozen_default=True)
def value(cls: type[T] | None = None, /, *, eq: bool = True) -> Any:
    """Make a class a frozen, slotted dataclass that can travel.

    Classes that hold arrays are declared with `eq=False`: comparing arrays gives an array, not a truth.
    """

    def register(plain: type[T]) -> type[T]:
        made = dataclasses.dataclass(frozen=True, slots=True, eq=eq)(plain)
        if made.__name__ in _classes:
            raise TypeError(f"a value class named {made.__name__} exists already")
        _classes[made.__name__] = made
        return made

    return register if cls is None else register(cls)


def pack(item: object) -> tuple[Any, list[np.ndarray]]:
    """Return a JSON-ready document and the C-contiguous arrays it refers to. Raises TypeError for foreign objects."""
    arrays: list[np.ndarray] = []
    return _pack(item, arrays), arrays


def unpack(document: Any, arrays: Sequence[np.ndarray] = ()) -> Any:
    """Rebuild what `pack` took apart. Raises WorkbenchError('wire-bad-value') for anything that `pack` cannot have made."""
    return _unpack(document, arrays, 0)


def _pack(item: object, arrays: list[np.ndarray]) -> Any:
    if item is None or (isinstance(item, bool | int | str) and not isinstance(item, np.generic)):
        return item
    if isinstance(item, float):
        return float(item) if math.isfinite(item) else {"$f": repr(float(item))}
    if isinstance(item, np.generic):
        return _pack(item.item(), arrays)
    if isinstance(item, bytes):
        return {"$b": base64.b64encode(item).decode("ascii")}
    if isinstance(item, np.ndarray):
        if item.dtype.name not in ARRAY_DTYPES:
            raise TypeError(f"arrays of {item.dtype} do not travel")
        arrays.append(np.asarray(item, order="C"))  # ascontiguousarray would give a single number a dimension
        return {"$a": len(arrays) - 1}
    if isinstance(item, list | tuple):
        return [_pack(part, arrays) for part in item]
    if isinstance(item, Mapping):
        plain = {str(key): _pack(part, arrays) for key, part in item.items()}
        return {"$d": plain} if any(key.startswith("$") for key in plain) else plain
    name = type(item).__name__
    if _classes.get(name) is not type(item):
        raise TypeError(f"{name} is not a registered value")
    fields = {field.name: _pack(getattr(item, field.name), arrays) for field in dataclasses.fields(item)}  # type: ignore[arg-type]
    return {"$t": name, **fields}


def _unpack(document: Any, arrays: Sequence[np.ndarray], depth: int) -> Any:
    if depth > MAX_DEPTH:
        raise WorkbenchError("wire-bad-value", reason=f"nested deeper than {MAX_DEPTH} levels")
    if isinstance(document, list):
        return tuple(_unpack(part, arrays, depth + 1) for part in document)
    if not isinstance(document, dict):
        return document
    if "$t" in document:
        return _unpack_class(document, arrays, depth)
    try:
        if "$f" in document:
            return float(document["$f"])
        if "$b" in document:
            return base64.b64decode(document["$b"], validate=True)
        if "$a" in document:
            return arrays[_index(document["$a"])]
    except (ValueError, TypeError, IndexError) as error:
        raise WorkbenchError("wire-bad-value", reason=str(error)) from error
    inner = document.get("$d", document)
    if not isinstance(inner, dict):
        raise WorkbenchError("wire-bad-value", reason="$d without a mapping")
    return {key: _unpack(part, arrays, depth + 1) for key, part in inner.items()}


def _index(number: Any) -> int:
    if not isinstance(number, int) or number < 0:
        raise ValueError(f"{number!r} is not an array's number")
    return number


def _unpack_class(document: dict[str, Any], arrays: Sequence[np.ndarray], depth: int) -> Any:
    name = document["$t"]
    cls = _classes.get(name) if isinstance(name, str) else None
    if cls is None:
        raise WorkbenchError("wire-bad-value", reason=f"unknown class {name!r}")
    # Fields a newer version added are dropped and missing ones take their defaults, so old records stay readable.
    known = {field.name for field in dataclasses.fields(cls)}
    fields = {key: _unpack(part, arrays, depth + 1) for key, part in document.items() if key in known}
    try:
        return cls(**fields)
    except TypeError as error:
        raise WorkbenchError("wire-bad-value", reason=str(error)) from error
