"""Where a picture comes from, written into its file and read back: nothing lost, whatever the text and the format."""

from __future__ import annotations

import shlex
import struct
import xml.etree.ElementTree as ET
import zlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.cli import main
from workbench.errors import WorkbenchError
from workbench.figures import Seal, command_of, read
from workbench.figures.document import LARGEST, parsed, written
from workbench.values import Ablation, Figure, GenerateRequest, SamplerSettings, Selection, Steering, Subject, TraceRequest
from workbench.values.codec import pack

TEXT = '한국의 수도는 </wb:figure> & "서울" 🧑‍🔬\r\n\x00\ud800]]>'
REQUEST = TraceRequest(Subject("모델/m.gguf", TEXT), interventions=(Ablation(1, 2, "zero"), Steering(3, 0.5, "good", "bad")))
FIGURE = Figure(
    "1.2.3", "attention", REQUEST.subject, Selection(3, 9, 1, 2), {"view": "heads", "heads/sizes": [1, 2], "root": True}, "m", "ab" * 32,
    REQUEST, np.arange(40, dtype=np.int32), 17, "01J", "workbench trace …", "print('한')",
)  # fmt: skip


def png(seal: Seal) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    plain = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    return seal.png(b"\x89PNG\r\n\x1a\n" + plain)


def svg(seal: Seal) -> bytes:
    return seal.svg(b'<?xml version="1.0"?>\n<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><g/></svg>')


def pdf(seal: Seal) -> bytes:
    return b"%PDF-1.4\n1 0 obj\n<< /Type /Metadata >>\nstream\n" + seal.xmp() + b"\nendstream\nendobj\n%%EOF"


FORMATS: dict[str, Callable[[Seal], bytes]] = {"png": png, "svg": svg, "pdf": pdf}


def same(one: Figure, other: Figure) -> bool:
    """Field by field, arrays bit by bit."""
    (document, arrays), (others, other_arrays) = pack(one), pack(other)
    return document == others and all(a.tobytes() == b.tobytes() for a, b in zip(arrays, other_arrays, strict=True))


@pytest.mark.parametrize("ending", FORMATS)
def test_that_a_figure_is_read_as_it_was_written(tmp_path, ending):
    path = tmp_path / f"figure.{ending}"
    path.write_bytes(FORMATS[ending](Seal(FIGURE)))
    found = read(path)
    assert same(found, FIGURE)
    assert found.request == REQUEST


@pytest.mark.parametrize("ending", FORMATS)
def test_that_a_file_is_read_by_what_it_is_not_by_its_name(tmp_path, ending):
    path = tmp_path / "figure.bin"
    path.write_bytes(FORMATS[ending](Seal(FIGURE)))
    assert read(path).subject == FIGURE.subject


@given(text=st.text(st.characters(codec=None), max_size=60), start=st.integers(0, 2**40))
@settings(max_examples=60, deadline=None)
def test_that_any_text_survives(text, start):
    made = Figure("1", "tokens", Subject("m", text), Selection(start, start), request=TraceRequest(Subject("m", text)))
    assert same(parsed(written(made), path="x", own_version="1"), made)


def test_that_the_svg_stays_a_drawing_and_its_record_has_a_namespace_of_its_own():
    root = ET.fromstring(svg(Seal(FIGURE)))
    assert root.tag == "{http://www.w3.org/2000/svg}svg"
    [record] = root.iter("{urn:lm-workbench:figure}figure")
    assert same(parsed(record.text, path="x", own_version="1"), FIGURE)


def test_that_a_longest_text_fits_and_a_longer_one_is_refused_before_it_is_written():
    long = Subject("m", "한국어 " * 25_000)
    Seal(Figure("1", "attention", long, Selection(), request=TraceRequest(long), ids=np.full(150_000, 99_999, np.int32)))
    with pytest.raises(WorkbenchError) as told:
        Seal(Figure("1", "attention", Subject("m", "a" * (LARGEST + 1)), Selection()))
    assert told.value.code == "figure-too-large"


def test_that_the_command_is_one_that_the_command_line_takes(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    subject = Subject("starter", '-- it\'s "한국"', "no", "raw")
    for request in (TraceRequest(subject), GenerateRequest(subject, 2, SamplerSettings(temperature=0.5, top_k=3), 7, ("x",))):
        word, *arguments = shlex.split(command_of(request))
        assert word == "workbench"
        assert main(arguments) == 0
        assert request.subject.text in arguments
        assert not isinstance(request, TraceRequest) or Path("trace.npz").is_file()


@pytest.mark.parametrize(
    "request_", [REQUEST, GenerateRequest(Subject("m", "t"), sampler=SamplerSettings(xtc_probability=0.5)), None, FIGURE], ids=type
)
def test_that_no_command_is_told_that_would_compute_something_else(request_):
    assert command_of(request_) == ""
