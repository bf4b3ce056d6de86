"""JSON files of a model's folder, read with caps: they come from strangers."""

from __future__ import annotations

import json
import stat
from pathlib import Path
from typing import Any

from workbench.errors import WorkbenchError

MAX_JSON_BYTES = 64 << 20
MAX_DEPTH = 64
MAX_OPENINGS, MAX_ITEMS = 2_000_000, 4_000_000
"""Objects and lists, and what they hold: a large tokenizer's vocabulary and merges have about a million."""


def read_json(path: Path, *, limit_bytes: int = MAX_JSON_BYTES) -> dict[str, Any]:
    """The object in a JSON file.

    Raises WorkbenchError: file-missing, file-unreadable, json-bad (too large or deep, duplicate keys, not an object).
    """
    return parse_json(read_bounded(path, limit_bytes=limit_bytes), path)


def read_json_list(path: Path) -> list[Any]:
    """The list in a JSON file. Raises WorkbenchError as `read_json` does."""
    found = _parsed(read_bounded(path), path)
    if not isinstance(found, list):
        raise WorkbenchError("json-bad", path=path, reason=f"it holds a {type(found).__name__}, not a list")
    return found


def read_bounded(path: Path, *, limit_bytes: int = MAX_JSON_BYTES) -> bytes:
    """The bytes of an ordinary file of bounded size. Raises WorkbenchError: file-missing, file-unreadable, json-bad."""
    try:
        status = path.stat()
        if not stat.S_ISREG(status.st_mode) and not stat.S_ISDIR(status.st_mode):  # a pipe never begins, a device never ends
            raise WorkbenchError("file-unreadable", path=path, reason="it is no ordinary file")
        if status.st_size > limit_bytes:
            raise WorkbenchError("json-bad", path=path, reason=f"it has {status.st_size} bytes, more than {limit_bytes}")
        return path.read_bytes()
    except FileNotFoundError as error:
        raise WorkbenchError("file-missing", path=path) from error
    except OSError as error:
        raise WorkbenchError("file-unreadable", path=path, reason=error.strerror or error) from error


def parse_json(raw: bytes, path: Path) -> dict[str, Any]:
    """The object in JSON bytes that come from `path`."""
    found = _parsed(raw, path)
    if not isinstance(found, dict):
        raise WorkbenchError("json-bad", path=path, reason=f"it holds a {type(found).__name__}, not an object")
    return found


def _parsed(raw: bytes, path: Path) -> Any:
    try:
        if raw.count(b"{") + raw.count(b"[") > MAX_OPENINGS or raw.count(b",") > MAX_ITEMS:
            raise ValueError(f"it holds more than {MAX_OPENINGS:,} objects and lists, or {MAX_ITEMS:,} items")
        text = raw.decode("utf-8")
        if _depth(text) > MAX_DEPTH:
            raise ValueError(f"nested deeper than {MAX_DEPTH} levels")
        return json.loads(text, object_pairs_hook=_unique)
    except (ValueError, RecursionError) as error:
        raise WorkbenchError("json-bad", path=path, reason=str(error)[:200]) from error


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
