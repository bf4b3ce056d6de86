from __future__ import annotations

import json
import socket
import struct
import threading
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from workbench.errors import WorkbenchError
from workbench.host import wire
from workbench.host.handshake import ADDRESS, PARENT, TOKEN, Listener, connect
from workbench.host.wire import Connection, Message, pack_error, pack_message, unpack_error
from workbench.values import Notice
from workbench.values.codec import ARRAY_DTYPES

arrays = hnp.arrays(
    dtype=st.sampled_from(sorted(ARRAY_DTYPES)).map(np.dtype), shape=hnp.array_shapes(min_dims=1, max_dims=4, min_side=0, max_side=5)
)
plain = st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.floats(allow_nan=False) | st.text() | st.binary(max_size=20)
bodies = st.recursive(
    plain | arrays, lambda inner: st.lists(inner, max_size=4).map(tuple) | st.dictionaries(st.text(), inner, max_size=4), max_leaves=8
)
GOOD = {"messages": [{"$t": "Message", "kind": "event", "body": {"$a": 0}}], "counts": [1], "arrays": [["uint8", [4]]]}
messages = st.builds(
    Message, kind=st.sampled_from(["event", "result"]), job=st.integers(0, 2**31), body=bodies, key=st.text(), priority=st.integers(-9, 9)
)


def pair() -> tuple[Connection, Connection]:
    one, other = socket.socketpair()
    return Connection(one), Connection(other)


def exchange(batch: list[Message]) -> tuple[Message, ...] | None:
    sender, receiver = pair()
    thread = threading.Thread(target=sender.send, args=([pack_message(message) for message in batch],))
    thread.start()
    try:
        return receiver.receive()
    finally:
        thread.join()
        sender.close()
        receiver.close()


def hear(raw: bytes) -> tuple[Message, ...] | None:
    """What a receiver makes of these bytes followed by the end of the line."""
    sender, receiver = socket.socketpair()
    thread = threading.Thread(target=lambda: (sender.sendall(raw), sender.shutdown(socket.SHUT_WR)))
    thread.start()
    connection = Connection(receiver)
    try:
        return connection.receive()
    finally:
        connection.close()
        thread.join()
        sender.close()


def judged(raw: bytes) -> str:
    """The code of the error these bytes cause, "a message", or nothing for a line that ended."""
    try:
        return "" if hear(raw) is None else "a message"
    except WorkbenchError as error:
        return error.code


def frame(header: object, payload: bytes = b"", *, claimed: int | None = None) -> bytes:
    raw = header if isinstance(header, bytes) else json.dumps(header).encode()
    return struct.pack("!IQ", len(raw), len(payload) if claimed is None else claimed) + raw + payload


def same(left: object, right: object) -> bool:
    match left, right:
        case np.ndarray(), np.ndarray():
            return left.dtype == right.dtype and left.shape == right.shape and left.tobytes() == right.tobytes()
        case tuple(), tuple():
            return len(left) == len(right) and all(map(same, left, right))
        case dict(), dict():
            return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    return type(left) is type(right) and left == right


@given(st.lists(messages, min_size=1, max_size=4))
def test_that_every_frame_comes_out_as_it_went_in(batch: list[Message]) -> None:
    received = exchange(batch)
    assert received is not None
    for sent, got in zip(batch, received, strict=True):
        assert (got.kind, got.job, got.key, got.priority) == (sent.kind, sent.job, sent.key, sent.priority)
        assert same(got.body, sent.body)


def test_that_a_lone_surrogate_reaches_the_one_who_can_name_its_place() -> None:
    received = exchange([Message("request", 1, "a\ud800b")])
    assert received is not None
    assert received[0].body == "a\ud800b"


def test_that_an_empty_array_keeps_its_shape() -> None:
    received = exchange([Message("result", 1, np.empty((3, 0, 2), dtype=np.float32))])
    assert received is not None
    assert received[0].body.shape == (3, 0, 2)  # type: ignore[attr-defined]


@given(st.binary(max_size=300))
def test_that_arbitrary_bytes_are_an_end_or_an_error_and_nothing_else(raw: bytes) -> None:
    assert judged(raw) in {"", "wire-bad-value", "wire-too-large"}


json_documents = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(st.sampled_from(["$t", "$f", "$b", "$a", "$d", "kind", "job", "body", "code", "values"]), inner, max_size=4)
        | inner.map(lambda body: {"$t": "Message", "kind": "event", "body": body})
    ),
    max_leaves=12,
)


@given(json_documents)
def test_that_arbitrary_documents_are_a_message_or_an_error_and_nothing_else(document: object) -> None:
    header = json.dumps(GOOD | {"messages": [document]}).encode()
    assert judged(frame(header, b"1234")) in {"a message", "wire-bad-value"}


def variants() -> Iterator[tuple[str, bytes]]:
    def changed(**parts: object) -> dict[str, object]:
        return GOOD | parts

    yield "no JSON", frame(b"{")
    yield "not text", frame(b"\xff\xfe{}")
    yield "a constant that is not JSON", frame(b'{"messages":[NaN],"counts":[0],"arrays":[]}')
    yield "deep nesting", frame(b"[" * 200_000)
    yield "a number too long to read", frame(b"1" * 10_000)
    yield "a list for a header", frame([])
    yield "a header without its lists", frame({"messages": []})
    yield "an object array", frame(changed(arrays=[["object", [1]]]), b"12345678")
    yield "a pickle's dtype", frame(changed(arrays=[["O", [1]]]), b"12345678")
    yield "a negative size", frame(changed(arrays=[["uint8", [-4]]]), b"1234")
    yield "a truth value for a size", frame(changed(arrays=[["uint8", [True, 4]]]), b"1234")
    yield "a fraction for a size", frame(changed(arrays=[["uint8", [4.0]]]), b"1234")
    yield "an absurd shape", frame(changed(arrays=[["uint8", [2**62, 2**62]]]), b"1234")
    yield "an absurd shape of nothing", frame(changed(arrays=[["uint8", [0, 2**70]]]))
    yield "too many dimensions", frame(changed(arrays=[["uint8", [1] * 60 + [4]]]), b"1234")
    yield "more payload than arrays", frame(GOOD, b"12345")
    yield "less payload than arrays", frame(GOOD, b"123")
    yield "an array of no message", frame(changed(counts=[0]), b"1234")
    yield "a negative count", frame(changed(counts=[-1]), b"1234")
    yield "an index beyond the arrays", frame(changed(messages=[{"$t": "Message", "kind": "event", "body": {"$a": 1}}]), b"1234")
    yield "a value that is no message", frame(changed(messages=[{"$t": "Notice", "code": "x", "values": {}}]), b"1234")
    yield "an unknown class", frame(changed(messages=[{"$t": "Popen", "args": "x"}]), b"1234")
    yield "a message without a kind", frame(changed(messages=[{"$t": "Message"}]), b"1234")
    yield "a job that is no number", frame(changed(messages=[{"$t": "Message", "kind": "event", "job": []}]), b"1234")
    yield "a truth value of 2", frame(changed(arrays=[["bool", [4]]]), b"\0\1\2\0")


@pytest.mark.parametrize(("raw"), [pytest.param(raw, id=name) for name, raw in variants()])
def test_that_a_hostile_frame_is_refused_by_name(raw: bytes) -> None:
    with pytest.raises(WorkbenchError) as caught:
        hear(raw)
    assert caught.value.code == "wire-bad-value"
    assert caught.value.values["reason"]


@pytest.mark.parametrize(
    ("prefix", "limit"),
    [
        (struct.pack("!IQ", wire.MAX_HEADER_BYTES + 1, 0), wire.MAX_HEADER_BYTES),
        (struct.pack("!IQ", 2, 2**63), wire.MAX_PAYLOAD_BYTES),
    ],
)
def test_that_an_oversized_frame_is_refused_before_it_is_read(prefix: bytes, limit: int) -> None:
    with pytest.raises(WorkbenchError) as caught:
        hear(prefix)
    assert caught.value.code == "wire-too-large"
    assert caught.value.values["limit_bytes"] == limit


def test_that_a_message_beyond_the_cap_is_refused_by_its_sender(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wire, "MAX_PAYLOAD_BYTES", 100)
    with pytest.raises(WorkbenchError) as caught:
        pack_message(Message("result", 1, np.zeros(101, dtype=np.uint8)))
    assert caught.value.code == "wire-too-large"


@pytest.mark.parametrize("kept", [0, 5, 12, 40, -1])
def test_that_a_line_cut_anywhere_reads_as_its_end(kept: int) -> None:
    assert hear(frame(GOOD, b"1234")[:kept]) is None


def test_that_errors_travel_with_code_and_values() -> None:
    sent = WorkbenchError("bad-value", name="top_k", value=-3, limit=object())
    got = unpack_error(pack_error(sent))
    assert (got.code, got.values["name"], got.values["value"]) == ("bad-value", "top_k", -3)
    assert "object" in str(got.values["limit"])


@pytest.mark.parametrize(("body", "code"), [(Notice("no-such-code", {}), "internal"), ("text", "wire-bad-value")])
def test_that_an_unknown_error_is_still_an_error(body: object, code: str) -> None:
    assert unpack_error(body).code == code


# the handshake


@pytest.fixture
def listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


def call(environment: dict[str, str]) -> Connection:
    return connect(environment)


def test_that_the_right_token_connects_and_leaves_the_environment(listener: Listener) -> None:
    environment = listener.environment() | {"PATH": "/bin"}
    child = call(environment)
    parent = listener.accept(1.0)
    assert parent is not None
    assert environment.keys() == {"PATH", PARENT}
    parent.close()
    child.close()


@pytest.mark.parametrize("token", ["", "wrong", "0" * 64, "한글", "\ud800"])
def test_that_a_wrong_token_is_refused_and_the_child_still_awaited(listener: Listener, token: str) -> None:
    stranger = call(listener.environment() | {TOKEN: token})
    assert listener.accept(1.0) is None
    assert stranger.receive() is None
    child = call(listener.environment())
    parent = listener.accept(1.0)
    assert parent is not None
    for connection in (stranger, child, parent):
        connection.close()


def test_that_a_stranger_who_sends_much_or_rubbish_is_refused(listener: Listener) -> None:
    scheme, _, place = listener.environment()[ADDRESS].partition(":")
    for raw in (struct.pack("!IQ", 5000, 0), struct.pack("!IQ", 10, 8), frame(b"{}"), frame(GOOD, b"1234")):
        stranger = socket.socket(socket.AF_UNIX if scheme == "unix" else socket.AF_INET)
        stranger.connect(place if scheme == "unix" else ("127.0.0.1", int(place)))
        stranger.sendall(raw)
        assert listener.accept(1.0) is None
        stranger.close()


def test_that_nobody_listens_once_the_child_is_there(listener: Listener) -> None:
    environment = listener.environment()
    listener.close()
    with pytest.raises(OSError):
        call(environment)


def test_that_the_line_works_where_there_are_no_unix_sockets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(socket, "AF_UNIX")
    listener = Listener()
    assert listener.environment()[ADDRESS].startswith("tcp:")
    child = call(listener.environment())
    parent = listener.accept(1.0)
    assert parent is not None
    child.send([pack_message(Message("event", 1, np.arange(5)))])
    received = parent.receive()
    assert received is not None
    assert received[0].body.tolist() == [0, 1, 2, 3, 4]  # type: ignore[attr-defined]
    for end in (listener, child, parent):
        end.close()
