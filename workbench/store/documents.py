"""How values become text in the database, and values again.

Owns the form of every JSON column. The idea that is not obvious: what is long or repeated leaves the document. Long
strings go to the table `texts` and open models to `models`, each under the sha256 of its content, and the document keeps
a reference; so a text of 100,000 characters is stored once, however many runs read it.

Beside the codec's own tags a document may hold `$text` and `$model` (sha256 of what left) and `$n` (an array: dtype,
shape, base64 of the zlib-compressed little-endian bytes). NaN and infinities are written by the codec as `$f`; a lone
surrogate stays a JSON escape, because SQLite would refuse it.
"""

from __future__ import annotations

import base64
import hashlib
import json
import math
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from workbench.errors import WorkbenchError
from workbench.values import pack, unpack

LONG_CHARACTERS = 120
MAX_ARRAY_BYTES = 1 << 30
_OWN_TAGS = frozenset({"$f", "$b", "$t"})


@dataclass
class Document:
    """A value as JSON, and what left it: texts by sha256, open models (themselves JSON) by sha256."""

    json: str = ""
    texts: dict[str, str] = field(default_factory=dict)
    models: dict[str, str] = field(default_factory=dict)


def sha256_of(text: str) -> str:
    """The key of a text: sha256 of its UTF-8. Raises UnicodeEncodeError for lone surrogates."""
    return hashlib.sha256(text.encode("utf-8")).hexdigest()


def is_unicode(text: str) -> bool:
    """Whether a text has a UTF-8 form, that is, holds no lone surrogate."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return False
    return True


def storable(text: str) -> str:
    """The text with lone surrogates replaced: for columns that are only read by people and by the search."""
    return text if is_unicode(text) else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def dump(item: object) -> str:
    """Plain JSON data as text: compact, readable Hangul, refuses NaN (ValueError), escapes lone surrogates."""
    text = json.dumps(item, ensure_ascii=False, allow_nan=False, separators=(",", ":"))
    return text if is_unicode(text) else json.dumps(item, allow_nan=False, separators=(",", ":"))


def encode(item: object) -> Document:
    """Take a value apart. Raises TypeError for anything that `workbench.values` does not know."""
    packed, arrays = pack(item)
    document = Document()
    document.json = dump(_outward(packed, arrays, document))
    return document


def decode(text: str, look_up: Callable[[str, str], str]) -> Any:
    """Rebuild a value. `look_up(tag, sha256)` gives the text or the model's JSON that left the document.

    Raises WorkbenchError('store-bad-document') for anything that `encode` cannot have made.
    """
    arrays: list[np.ndarray] = []
    try:
        return unpack(_inward(json.loads(text), arrays, look_up), arrays)
    except (ValueError, TypeError, KeyError, zlib.error, RecursionError) as error:
        raise WorkbenchError("store-bad-document", reason=f"{type(error).__name__}: {error}") from error
    except WorkbenchError as error:
        raise WorkbenchError("store-bad-document", reason=str(error.values.get("reason", error))) from error


def _outward(part: Any, arrays: list[np.ndarray], document: Document) -> Any:
    if isinstance(part, str):
        return _text_outward(part, document)
    if isinstance(part, list):
        return [_outward(inner, arrays, document) for inner in part]
    if not isinstance(part, dict):
        return part
    if "$a" in part:
        return {"$n": _array_outward(arrays[part["$a"]])}
    if "$d" in part:
        return {"$d": {key: _outward(inner, arrays, document) for key, inner in part["$d"].items()}}
    if part.get("$t") == "ModelInfo":
        model = dump(part)
        key = sha256_of(model)
        document.models[key] = model
        return {"$model": key}
    return {key: inner if key in _OWN_TAGS else _outward(inner, arrays, document) for key, inner in part.items()}


def _text_outward(text: str, document: Document) -> Any:
    if len(text) <= LONG_CHARACTERS or not is_unicode(text):
        return text
    key = sha256_of(text)
    document.texts[key] = text
    return {"$text": key}


def _array_outward(array: np.ndarray) -> list[Any]:
    little = np.ascontiguousarray(array, dtype=array.dtype.newbyteorder("<"))
    return [array.dtype.name, list(array.shape), base64.b64encode(zlib.compress(little.tobytes(), 1)).decode("ascii")]


def _inward(part: Any, arrays: list[np.ndarray], look_up: Callable[[str, str], str]) -> Any:
    if isinstance(part, list):
        return [_inward(inner, arrays, look_up) for inner in part]
    if not isinstance(part, dict):
        return part
    if "$n" in part:
        arrays.append(_array_inward(*part["$n"]))
        return {"$a": len(arrays) - 1}
    if "$text" in part:
        return look_up("$text", part["$text"])
    if "$model" in part:
        return json.loads(look_up("$model", part["$model"]))
    if "$d" in part:
        return {"$d": {key: _inward(inner, arrays, look_up) for key, inner in part["$d"].items()}}
    return {key: _inward(inner, arrays, look_up) for key, inner in part.items()}


def _array_inward(name: str, shape: list[int], compressed: str) -> np.ndarray:
    dtype = np.dtype(name)
    size_bytes = math.prod(shape) * dtype.itemsize
    if not 0 <= size_bytes <= MAX_ARRAY_BYTES:
        raise ValueError(f"an array of {size_bytes} bytes")
    reader = zlib.decompressobj()
    raw = reader.decompress(base64.b64decode(compressed, validate=True), size_bytes + 1)
    return np.frombuffer(raw, dtype=dtype.newbyteorder("<")).reshape(shape).astype(dtype, copy=False)
