"""Frames between the window and its children: a prefix, a JSON header, raw array bytes. Nothing is pickled.

    u32 header length | u64 payload length | header | payload        (prefix in network order, arrays as the machine has them)

The header holds one or more packed messages, how many arrays each of them has, and dtype and shape of every array. The
idea that is not obvious: arrays are received straight into the memory of the NumPy array they become, so a large answer
costs the window no copy and holds its interpreter lock only between two system calls.
"""

from __future__ import annotations

import json
import math
import socket
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from workbench.errors import CATALOGUE, WorkbenchError
from workbench.values import Notice, pack, unpack, value
from workbench.values.codec import ARRAY_DTYPES

MAX_HEADER_BYTES = 64 << 20
MAX_PAYLOAD_BYTES = 4 << 30
MAX_DIMENSIONS = 8
_PREFIX = struct.Struct("!IQ")

Kind = Literal["hello", "ready", "request", "cancel", "event", "result", "error"]


@value(eq=False)
class Message:
    """One thing said. From a child: hello, ready, event, result, error. To a child: request, cancel.

    `body` is a value of `workbench.values`; an error's is a Notice. `key` and `priority` belong to requests.
    """

    kind: Kind
    job: int = 0
    body: object = None
    key: str = ""
    priority: int = 0


@dataclass(frozen=True)
class Packed:
    """A message ready to be sent: its JSON as bytes, and the arrays it refers to. They must not change any more."""

    document: bytes
    arrays: list[np.ndarray]


_encoder = json.JSONEncoder(ensure_ascii=False, allow_nan=False, separators=(",", ":"))


def _dump(document: object) -> bytes:
    # Lone surrogates pass: the one who reads the text answers them with an error that names their place.
    return _encoder.encode(document).encode("utf-8", "surrogatepass")


def pack_message(message: Message) -> Packed:
    """Take a message apart. Raises TypeError for foreign objects, WorkbenchError('wire-too-large') beyond the caps."""
    document, arrays = pack(message)
    packed = Packed(_dump(document), arrays)
    _check_size(len(packed.document), MAX_HEADER_BYTES // 2)
    _check_size(sum(array.nbytes for array in arrays), MAX_PAYLOAD_BYTES)
    return packed


def pack_error(error: WorkbenchError) -> Notice:
    """An error as it travels: its code and its values, those that cannot travel as text."""
    return Notice(error.code, {key: _portable(part) for key, part in error.values.items()})


def unpack_error(body: object) -> WorkbenchError:
    """The error a Notice stands for. A code this side does not know becomes `internal`."""
    if isinstance(body, Notice) and isinstance(body.values, Mapping):
        if body.code in CATALOGUE:
            return WorkbenchError(body.code, **body.values)
        return WorkbenchError("internal", reason=body.code, details=str(body.values))
    return WorkbenchError("wire-bad-value", reason="an error without a code")


def _portable(part: object) -> object:
    try:
        pack(part)
    except TypeError:
        return str(part)
    return part


def _check_size(size_bytes: int, limit_bytes: int) -> None:
    if size_bytes > limit_bytes:
        raise WorkbenchError("wire-too-large", size_bytes=size_bytes, limit_bytes=limit_bytes)


class Connection:
    """One end of the line. `send` belongs to one thread, `receive` to one other."""

    def __init__(self, line: socket.socket) -> None:
        self._line = line
        if line.family in (socket.AF_INET, socket.AF_INET6):
            line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def send(self, batch: Sequence[Packed]) -> None:
        """Send messages as one frame. Raises OSError when the other end is gone."""
        shapes = [[array.dtype.name, list(array.shape)] for packed in batch for array in packed.arrays]
        rest = _dump({"counts": [len(packed.arrays) for packed in batch], "arrays": shapes})
        header = b'{"messages":[' + b",".join(packed.document for packed in batch) + b"]," + rest[1:]
        payload_bytes = sum(array.nbytes for packed in batch for array in packed.arrays)
        self._line.sendall(_PREFIX.pack(len(header), payload_bytes) + header)
        for packed in batch:
            for array in packed.arrays:
                self._line.sendall(_bytes_of(array))

    def receive(self, *, header_limit: int = MAX_HEADER_BYTES, payload_limit: int = MAX_PAYLOAD_BYTES) -> tuple[Message, ...] | None:
        """The messages of the next frame, or None when the other end is gone, also in the middle of a frame.

        Raises WorkbenchError('wire-bad-value' | 'wire-too-large'); the connection is of no use after that.
        """
        try:
            header_bytes, payload_bytes = _PREFIX.unpack(self._read(_PREFIX.size))
            _check_size(header_bytes, header_limit)
            _check_size(payload_bytes, payload_limit)
            header = _parse(self._read(header_bytes))
            arrays = _allocate(header["arrays"], payload_bytes)
            for array in arrays:
                self._read_into(_bytes_of(array))
        except (EOFError, OSError):
            return None
        return _messages(header["messages"], header["counts"], [_checked(array) for array in arrays])

    def wait_at_most(self, timeout_s: float | None) -> None:
        """Let `send` and `receive` give up after so long without a byte; None: never."""
        self._line.settimeout(timeout_s)

    def shut(self) -> None:
        """End the conversation from any thread: both ends' `receive` return None."""
        try:
            self._line.shutdown(socket.SHUT_RDWR)
        except OSError:
            return  # it is over already

    def close(self) -> None:
        self._line.close()

    def _read(self, count: int) -> bytearray:
        buffer = bytearray(count)
        self._read_into(memoryview(buffer))
        return buffer

    def _read_into(self, view: memoryview) -> None:
        while view:
            count = self._line.recv_into(view)
            if not count:
                raise EOFError
            view = view[count:]


def _bytes_of(array: np.ndarray) -> memoryview:
    return array.reshape(-1).view(np.uint8).data


def _refuse_constant(name: str) -> object:
    raise ValueError(f"{name} is not JSON")


_decoder = json.JSONDecoder(parse_constant=_refuse_constant)


def _parse(raw: bytearray) -> dict[str, Any]:
    try:
        header = _decoder.decode(raw.decode("utf-8", "surrogatepass"))
    except (ValueError, RecursionError) as error:
        raise WorkbenchError("wire-bad-value", reason=str(error)[:200]) from error
    if not isinstance(header, dict) or any(not isinstance(header.get(name), list) for name in ("messages", "counts", "arrays")):
        raise WorkbenchError("wire-bad-value", reason="a header without its lists")
    return header


def _allocate(shapes: list[Any], payload_bytes: int) -> list[np.ndarray]:
    """Empty arrays for the payload; their sizes must add up to it exactly, checked before any memory is asked for."""
    total_bytes = 0
    for entry in shapes:
        if not _is_shape(entry):
            raise WorkbenchError("wire-bad-value", reason=f"{str(entry)[:100]} describes no array")
        total_bytes += np.dtype(entry[0]).itemsize * math.prod(entry[1])
    if total_bytes != payload_bytes:
        raise WorkbenchError("wire-bad-value", reason=f"arrays of {total_bytes} bytes in a payload of {payload_bytes}")
    try:
        return [np.empty(shape, dtype=name) for name, shape in shapes]
    except ValueError as error:
        raise WorkbenchError("wire-bad-value", reason=str(error)) from error
    except MemoryError as error:
        raise WorkbenchError("wire-too-large", size_bytes=payload_bytes, limit_bytes=MAX_PAYLOAD_BYTES) from error


def _is_shape(entry: object) -> bool:
    match entry:
        case [str(name), list(shape)]:
            sizes = len(shape) <= MAX_DIMENSIONS and all(type(size) is int and size >= 0 for size in shape)
            return sizes and name in ARRAY_DTYPES
    return False


def _checked(array: np.ndarray) -> np.ndarray:
    # A truth value that is neither 0 nor 1 makes NumPy contradict itself.
    if array.dtype == np.bool_ and array.size and array.view(np.uint8).max() > 1:
        raise WorkbenchError("wire-bad-value", reason="a truth value that is neither 0 nor 1")
    return array


def _messages(documents: list[Any], counts: list[Any], arrays: list[np.ndarray]) -> tuple[Message, ...]:
    if len(counts) != len(documents) or any(type(count) is not int or count < 0 for count in counts) or sum(counts) != len(arrays):
        raise WorkbenchError("wire-bad-value", reason="arrays that belong to no message")
    found, start = [], 0
    for document, count in zip(documents, counts, strict=True):
        message = unpack(document, arrays[start : start + count])
        if not (isinstance(message, Message) and isinstance(message.kind, str) and type(message.job) is int):
            raise WorkbenchError("wire-bad-value", reason="a frame without a message")
        found.append(message)
        start += count
    return tuple(found)
