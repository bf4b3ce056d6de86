"""A Figure as one JSON text, and back. ASCII only, so that it can stand in any file.

The idea that is not obvious: it is laid out for people and for other programs too, so the model, the text and the command have plain
names; only the request is packed as values travel (see `values.codec`), its arrays in base64.
"""

from __future__ import annotations

import base64
import binascii
import json
import math
from dataclasses import fields
from typing import Any

import numpy as np

from workbench.errors import WorkbenchError
from workbench.figures.soundness import is_sound
from workbench.values import Figure, Selection, Subject
from workbench.values.codec import ARRAY_DTYPES, pack, unpack

FORMAT = 1
LARGEST = 2 << 20
"""Bytes of the text. A text of 100,000 letters fits, with its ids and its request."""
_WORDS = ("version", "panel", "model_name", "model_sha256", "run_ulid", "command", "python")


class UnreadableError(Exception):
    """Why a document is none, in a few words."""


def written(figure: Figure) -> str:
    """The text. Raises WorkbenchError('figure-too-large') if it would not be read again."""
    request, arrays = pack(figure.request)
    made = {
        "format": FORMAT,
        **{name: getattr(figure, name) for name in _WORDS},
        "subject": {field.name: getattr(figure.subject, field.name) for field in fields(figure.subject)},
        "selection": {field.name: getattr(figure.selection, field.name) for field in fields(figure.selection)},
        "state": figure.state,
        "ids": figure.ids.tolist(),
        "run_id": figure.run_id,
        "request": request,
        "arrays": [_array_written(array) for array in arrays],
    }
    text = json.dumps(made, allow_nan=False, separators=(",", ":"))
    if len(text) > LARGEST:
        raise WorkbenchError("figure-too-large", path=figure.panel, size_bytes=len(text), limit=LARGEST)
    return text


def parsed(text: str, *, path: object, own_version: str) -> Figure:
    """The Figure of a text from a file. Raises WorkbenchError: figure-damaged, figure-newer."""
    try:
        found = json.loads(text)
        if not isinstance(found, dict) or not isinstance(found.get("format"), int):
            raise UnreadableError("what it was made from is no record of this application")
        if found["format"] > FORMAT:
            raise WorkbenchError("figure-newer", path=path, version=str(found.get("version"))[:40], own=own_version)
        return _figure(found)
    except (UnreadableError, ValueError, RecursionError) as error:
        raise WorkbenchError("figure-damaged", path=path, reason=_reason(error)) from error


def _figure(found: dict[str, Any]) -> Figure:
    words = {name: _typed(found, name, str) for name in _WORDS}
    run_id = found.get("run_id")
    return Figure(
        **words,
        subject=_subject(_typed(found, "subject", dict)),
        selection=_selection(_typed(found, "selection", dict)),
        state=_typed(found, "state", dict),
        request=_request(found),
        ids=_ids(found),
        run_id=run_id if _is_whole(run_id) else None,
    )


def _request(found: dict[str, Any]) -> object:
    arrays = [_array_read(one) for one in _typed(found, "arrays", list)]
    try:
        request = unpack(found.get("request"), arrays)
    except WorkbenchError as error:
        raise UnreadableError(str(error.values.get("reason", "its request"))) from error
    if request is not None and not is_sound(request, object):
        raise UnreadableError("its request holds what it cannot hold")
    return request


def _subject(found: dict[str, Any]) -> Subject:
    model, text = _typed(found, "model", str), _typed(found, "text", str)
    bos, form = found.get("bos"), found.get("form")
    if bos not in ("auto", "yes", "no") or form not in ("raw", "user"):
        raise UnreadableError("how the text enters the model is not one of the ways there are")
    return Subject(model, text, bos, form)


def _selection(found: dict[str, Any]) -> Selection:
    numbers = {name: found.get(name) for name in ("start", "end", "layer", "head")}
    if not all(_is_whole(number) or (number is None and name in ("layer", "head")) for name, number in numbers.items()):
        raise UnreadableError("what was selected is no span")
    return Selection(**numbers)  # type: ignore[arg-type]


def _ids(found: dict[str, Any]) -> np.ndarray:
    ids = _typed(found, "ids", list)
    if not all(_is_whole(one) and one < 1 << 31 for one in ids):
        raise UnreadableError("its ids are no ids")
    return np.asarray(ids, np.int32)


def _array_written(array: np.ndarray) -> dict[str, Any]:
    data = base64.b64encode(array.tobytes()).decode("ascii")
    return {"dtype": array.dtype.name, "shape": list(array.shape), "data": data}


def _array_read(found: Any) -> np.ndarray:
    if not isinstance(found, dict) or found.get("dtype") not in ARRAY_DTYPES:
        raise UnreadableError("an array is of no known type")
    dtype, shape = np.dtype(found["dtype"]), _typed(found, "shape", list)
    if len(shape) > 8 or not all(_is_whole(side) for side in shape):
        raise UnreadableError("an array has no shape")
    try:
        data = base64.b64decode(_typed(found, "data", str), validate=True)
    except binascii.Error as error:
        raise UnreadableError("an array is not written in base64") from error
    if len(data) != math.prod(shape) * dtype.itemsize:
        raise UnreadableError("an array has not the size its shape says")
    return np.frombuffer(data, dtype).reshape(shape)


def _typed(found: dict[str, Any], name: str, kind: type) -> Any:
    part = found.get(name)
    if not isinstance(part, kind):
        raise UnreadableError(f"{name} is missing or of the wrong kind")
    return part


def _is_whole(number: object) -> bool:
    """Whether it is a whole number from 0, of a size that NumPy has."""
    return isinstance(number, int) and not isinstance(number, bool) and 0 <= number < 1 << 63


def _reason(error: Exception) -> str:
    if isinstance(error, UnreadableError):
        return str(error)
    return "it is nested too deeply" if isinstance(error, RecursionError) else "what it was made from is no JSON"
