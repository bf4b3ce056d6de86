"""Reads single values out of a model's configuration, whoever wrote it: each is checked for its type and its range.

A configuration is foreign input. Only keys that a family asks for by name are ever looked at, and a value outside its
range is an error that names file, key, value and range.
"""

from __future__ import annotations

import reprlib
from collections.abc import Mapping
from pathlib import Path
from typing import cast

from workbench.errors import WorkbenchError

_REQUIRED = object()
MOST = 1 << 24
"""More than any size of a model that could fit this machine; the tensors' own shapes are the exact check."""

MOST_LABELS = 1 << 16

LEAST_NUMBER, MOST_NUMBER = 1e-37, 3e38  # what float32, in which models compute, can tell from zero and from infinity


class Config:
    """One mapping of keys to values, from the file at `path`. Its methods raise WorkbenchError('config-bad')."""

    def __init__(self, values: Mapping[str, object], path: Path) -> None:
        self.values, self.path = values, path

    def integer(self, key: str, default: object = _REQUIRED, *, least: int = 1, most: int = MOST) -> int:
        """A whole number of least … most."""
        found = self._get(key, default)
        if isinstance(found, bool) or not isinstance(found, int) or not least <= found <= most:
            raise self.bad(key, f"a whole number of {least} to {most:,}")
        return found

    def number(self, key: str, default: object = _REQUIRED, *, least: float = LEAST_NUMBER) -> float:
        """A positive number that float32 can hold."""
        found = self._get(key, default)
        if isinstance(found, bool) or not isinstance(found, int | float) or not least <= found <= MOST_NUMBER:  # NaN is neither
            raise self.bad(key, "a positive number" if least == LEAST_NUMBER else f"a number of {least:g} or more")
        return float(found)

    def flag(self, key: str, default: bool) -> bool:
        found = self._get(key, default)
        if not isinstance(found, bool):
            raise self.bad(key, "true or false")
        return found

    def text(self, key: str, default: object = _REQUIRED) -> str:
        found = self._get(key, default)
        if not isinstance(found, str):
            raise self.bad(key, "a text")
        return found

    def labels(self, count: int) -> tuple[str, ...]:
        """The names of so many classes, by their numbers; LABEL_0, LABEL_1, … where they have none of their own."""
        if count > MOST_LABELS:
            raise self.bad("id2label", f"at most {MOST_LABELS:,} classes")
        named = self.section("id2label").values
        found = tuple(named.get(str(number), f"LABEL_{number}") for number in range(count))
        if not all(isinstance(one, str) for one in found):
            raise self.bad("id2label", "a text for each class")
        return cast(tuple[str, ...], found)

    def section(self, *keys: str) -> Config:
        """The mapping under the first of `keys` that is there and not null, else an empty one."""
        for key in keys:
            found = self.values.get(key)
            if found is not None:
                if not isinstance(found, Mapping):
                    raise self.bad(key, "a mapping")
                return Config(found, self.path)
        return Config({}, self.path)

    def bad(self, key: str, limit: str) -> WorkbenchError:
        """The error that this key's value is not `limit`."""
        shown = reprlib.repr(self.values[key])[:80] if key in self.values else "missing"
        return WorkbenchError("config-bad", path=self.path, key=key, value=shown, limit=limit)

    def _get(self, key: str, default: object) -> object:
        found = self.values.get(key)
        if found is None:  # absent, or null, which writers use for "the default"
            if default is _REQUIRED:
                raise self.bad(key, "a value here")
            return default
        return found
