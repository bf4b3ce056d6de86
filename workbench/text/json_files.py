"""JSON files of a model's folder, read with caps: they come from strangers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from workbench.errors import WorkbenchError

MAX_JSON_BYTES = 64 << 20
MAX_DEPTH = 64


def read_json(path: Path, *, limit_bytes: int = MAX_JSON_BYTES) -> dict[str, Any]:
    """The object in a JSON file.

    Raises WorkbenchError: file-missing, file-unreadable, json-bad (too large or deep, duplicate keys, not an object).
    """
    try:
        size_bytes = path.stat().st_size
        if size_bytes > limit_bytes:
            raise WorkbenchError("json-bad", path=path, reason=f"it has {size_bytes} bytes, more than {limit_bytes}")
        return parse_json(path.read_bytes(), path)
    except FileNotFoundError as error:
        raise WorkbenchError("file-missing", path=path) from error
    except OSError as error:
        raise WorkbenchError("file-unreadable", path=path, reason=error.strerror or error) from error


def parse_json(raw: bytes, path: Path) -> dict[str, Any]:
    """The object in JSON bytes that come from `path`."""
    try:
        text = raw.decode("utf-8")
        if _depth(text) > MAX_DEPTH:
            raise ValueError(f"nested deeper than {MAX_DEPTH} levels")
        found = json.loads(text, object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        raise WorkbenchError("json-bad", path=path, reason=str(error)[:200]) from error
    if not isinstance(found, dict):
        raise WorkbenchError("json-bad", path=path, reason=f"it holds a {type(found).__name__}, not an object")
    return found


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        keys = [key for key, _ in pairs]
        raise ValueError(f"the key {next(key for key in keys if keys.count(key) > 1)!r} occurs twice")
    return found


def _depth(text: str) -> int:
    """How deep brackets nest, strings apart. Counted before parsing, for the parser recurses."""
    deepest = depth = 0
    inside = escaped = False
    for character in text if len(text) < 1 << 20 else "":  # larger files are tokenizers: flat by nature, and the parser has its own limit
        if inside:
            if escaped:
                escaped = False
            elif character == "\\":
                escaped = True
            elif character == '"':
                inside = False
        elif character == '"':
            inside = True
        elif character in "[{":
            depth += 1
            deepest = max(deepest, depth)
        elif character in "]}":
            depth -= 1
    return deepest
