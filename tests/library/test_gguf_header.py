"""GGUF headers: as the reference reader reads them, and no damage makes the reader hang, allocate or believe."""

from __future__ import annotations

import random
import struct
import time
import tracemalloc
from pathlib import Path

import gguf as reference
import numpy as np
import pytest
from made_files import ARRAY, BOOL, F32, I32, STRING, U8, U64, gguf, pair, strings, tensor, text, written

from workbench.errors import WorkbenchError
from workbench.library import read_gguf_header

HUGE = 2**63


def test_that_smollm2_is_read_as_the_reference_reader_reads_it(smollm2: Path) -> None:
    ours, theirs = read_gguf_header(smollm2), reference.GGUFReader(smollm2)
    assert {key for key in theirs.fields if not key.startswith("GGUF.")} == set(ours.metadata)
    for key, found in ours.metadata.items():
        expected = theirs.fields[key].contents()
        assert list(found) == expected if isinstance(found, list | np.ndarray) else found == expected, key
    assert len(ours.tensors) == len(theirs.tensors) == 272
    for one, other in zip(ours.tensors, theirs.tensors, strict=True):
        assert one.name == other.name
        assert one.shape == tuple(reversed(other.shape.tolist()))
        assert (one.type_name, one.offset, one.size_bytes) == (other.tensor_type.name, other.data_offset, other.n_bytes)


def test_that_block_sizes_are_those_of_the_reference() -> None:
    from workbench.library.gguf import BLOCKS

    for number, (name, block, size_bytes) in BLOCKS.items():
        kind = reference.GGMLQuantizationType(number)
        assert (kind.name, reference.GGML_QUANT_SIZES[kind]) == (name, (block, size_bytes))


def test_that_every_kind_of_value_is_read(tmp_path: Path) -> None:
    writer = reference.GGUFWriter(tmp_path / "m.gguf", "llama")
    writer.add_uint8("u8", 255)
    writer.add_int64("i64", -(2**60))
    writer.add_float64("f64", 0.1)
    writer.add_bool("yes", True)
    writer.add_string("string", "한 \x00 e\u0301")
    writer.add_array("numbers", [1, -2, 3])
    writer.add_array("floats", [0.5, 1.5])
    writer.add_array("strings", ["a", "", "한"])
    writer.add_array("nested", [[1, 2], [3, 4]])
    writer.add_custom_alignment(64)
    writer.add_tensor("w", np.arange(6, dtype=np.float32).reshape(2, 3))
    writer.add_tensor("h", np.ones((4,), np.float16))
    writer.write_header_to_file()
    writer.write_kv_data_to_file()
    writer.write_tensors_to_file()
    writer.close()
    header = read_gguf_header(tmp_path / "m.gguf")
    metadata = header.metadata
    assert (metadata["u8"], metadata["i64"], metadata["f64"], metadata["yes"], metadata["string"]) == (
        255,
        -(2**60),
        0.1,
        True,
        "한 \x00 e\u0301",
    )
    assert metadata["numbers"].tolist() == [1, -2, 3]
    assert metadata["floats"].tolist() == [0.5, 1.5]
    assert metadata["strings"] == ["a", "", "한"]
    assert [part.tolist() for part in metadata["nested"]] == [[1, 2], [3, 4]]
    raw = (tmp_path / "m.gguf").read_bytes()
    first, second = header.tensors
    assert (first.shape, first.type_name, second.shape, second.type_name) == ((2, 3), "F32", (4,), "F16")
    assert first.offset % 64 == second.offset % 64 == 0
    assert np.frombuffer(raw, np.float32, 6, first.offset).tolist() == [0, 1, 2, 3, 4, 5]


GOOD = gguf(
    [pair("general.architecture", STRING, text("llama")), pair("a", ARRAY, strings(["x", "yy"])), pair("b", U8, b"\x01")],
    [tensor("one", [8], 0, 0), tensor("two", [4, 2], 0, 32)],
    bytes(64),
)


def test_that_the_handmade_file_is_good(tmp_path: Path) -> None:
    header = read_gguf_header(written(tmp_path / "m.gguf", GOOD))
    assert header.metadata == {"general.architecture": "llama", "a": ["x", "yy"], "b": 1}
    assert [(one.name, one.shape, one.size_bytes) for one in header.tensors] == [("one", (8,), 32), ("two", (2, 4), 32)]


@pytest.mark.parametrize("cut", range(len(GOOD)))
def test_that_a_file_cut_anywhere_is_refused_by_code(tmp_path: Path, cut: int) -> None:
    with pytest.raises(WorkbenchError) as caught:
        read_gguf_header(written(tmp_path / "m.gguf", GOOD[:cut]))
    assert caught.value.code in {"gguf-bad-magic", "gguf-damaged", "file-truncated"}


def test_that_a_file_with_any_byte_changed_is_read_or_refused_by_code(tmp_path: Path) -> None:
    chance = random.Random(1)
    for _ in range(3000):
        raw = bytearray(GOOD)
        for _ in range(chance.randint(1, 3)):
            raw[chance.randrange(len(raw))] = chance.choice([0, 1, 0x7F, 0x80, 0xFF, chance.randrange(256)])
        code = "gguf-"
        try:
            read_gguf_header(written(tmp_path / "m.gguf", bytes(raw)))
        except WorkbenchError as error:
            code = error.code
        assert code.startswith(("gguf-", "file-truncated")), code


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"", "gguf-bad-magic"),
        (b"GGUF", "gguf-bad-magic"),
        (b"PK\x03\x04" + bytes(100), "gguf-bad-magic"),
        (b"<!DOCTYPE html><html>" + bytes(100), "gguf-bad-magic"),
        (gguf(version=1), "gguf-bad-version"),
        (gguf(version=99), "gguf-bad-version"),
        (gguf(version=0x03000000), "gguf-bad-version"),
        (gguf(n_tensors=HUGE), "gguf-damaged"),
        (gguf(n_pairs=HUGE), "gguf-damaged"),
        (gguf(n_pairs=2**32), "gguf-damaged"),
        (gguf([pair("a", STRING, struct.pack("<Q", HUGE))]), "gguf-damaged"),
        (gguf([pair("a", ARRAY, struct.pack("<IQ", U8, HUGE))]), "gguf-damaged"),
        (gguf([pair("a", ARRAY, struct.pack("<IQ", F32, 2**40))]), "gguf-damaged"),
        (gguf([pair("a", ARRAY, struct.pack("<IQ", STRING, HUGE))]), "gguf-damaged"),
        (gguf([pair("a", ARRAY, struct.pack("<IQ", STRING, 2) + text("x") + struct.pack("<Q", HUGE))]), "gguf-damaged"),
        (gguf([pair("a", ARRAY, struct.pack("<IQ", ARRAY, 1) * 2000 + struct.pack("<IQ", U8, 0))]), "gguf-damaged"),
        (gguf([pair("a", ARRAY, struct.pack("<IQ", 77, 0))]), "gguf-damaged"),
        (gguf([pair("a", 77, b"")]), "gguf-damaged"),
        (gguf([pair("a", U8, b"\1"), pair("a", U8, b"\2")]), "gguf-damaged"),
        (gguf([pair("general.alignment", U64, struct.pack("<Q", 0))]), "gguf-damaged"),
        (gguf([pair("general.alignment", U64, struct.pack("<Q", 3))]), "gguf-damaged"),
        (gguf([pair("general.alignment", U64, struct.pack("<Q", 2**60))]), "gguf-damaged"),
        (gguf([pair("general.alignment", STRING, text("32"))]), "gguf-damaged"),
        (gguf([], [text("w") + struct.pack("<I", 2**31)]), "gguf-damaged"),
        (gguf([], [tensor("w", [1, 1, 1, 1, 1], 0, 0)], bytes(4)), "gguf-damaged"),
        (gguf([], [tensor("w", [HUGE, HUGE], 0, 0)], bytes(64)), "gguf-damaged"),
        (gguf([], [tensor("w", [33], 2, 0)], bytes(64)), "gguf-damaged"),
        (gguf([], [tensor("w", [32], 999, 0)], bytes(64)), "gguf-unknown-type"),
        (gguf([], [tensor("w", [8], 0, 2**62)], bytes(64)), "file-truncated"),
        (gguf([], [tensor("w", [8], 0, 0)], bytes(31)), "file-truncated"),
        (gguf([], [tensor("w", [8], 0, 16)], bytes(64)), "gguf-damaged"),
        (gguf([], [tensor("w", [8], 0, 0), tensor("w", [8], 0, 32)], bytes(64)), "gguf-damaged"),
        (gguf([], [tensor("v", [16], 0, 0), tensor("w", [8], 0, 32)], bytes(128)), "gguf-damaged"),
    ],
)
def test_that_absurd_headers_are_refused_at_once(tmp_path: Path, content: bytes, code: str) -> None:
    path = written(tmp_path / "m.gguf", content)
    tracemalloc.start()
    started = time.monotonic()
    with pytest.raises(WorkbenchError) as caught:
        read_gguf_header(path)
    _, peak_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert caught.value.code == code
    assert time.monotonic() - started < 1
    assert peak_bytes < 4 << 20


def test_that_a_wrong_beginning_is_named_for_what_it_is(tmp_path: Path) -> None:
    for content, kind in [
        (b"<!DOCTYPE html>" + bytes(20), "web page"),
        (b"version https://git-lfs.github.com/spec/v1\n", "Git LFS pointer"),
    ]:
        with pytest.raises(WorkbenchError, match=kind):
            read_gguf_header(written(tmp_path / "m.gguf", content))


def test_that_a_big_endian_file_is_named_as_such(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match="big-endian"):
        read_gguf_header(written(tmp_path / "m.gguf", gguf(version=0x03000000)))


def test_that_a_missing_file_and_a_folder_are_named(tmp_path: Path) -> None:
    for path, code in ((tmp_path / "none.gguf", "file-missing"), (tmp_path, "file-unreadable")):
        with pytest.raises(WorkbenchError) as caught:
            read_gguf_header(path)
        assert caught.value.code == code


def test_that_text_that_is_not_utf8_is_read_with_replacements(tmp_path: Path) -> None:
    content = gguf([pair("a", STRING, text(b"\xff\xfe")), pair("b", BOOL, b"\x01"), pair("c", I32, struct.pack("<i", -1))])
    assert read_gguf_header(written(tmp_path / "m.gguf", content)).metadata == {"a": "\ufffd\ufffd", "b": True, "c": -1}
