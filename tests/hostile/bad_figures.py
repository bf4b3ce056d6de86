"""Pictures that claim to come from here: cut off, packed bombs, entities, wrong kinds, depths and sizes."""

from __future__ import annotations

import json
import struct
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

from case import Case

from workbench.figures import markup
from workbench.figures.document import LARGEST
from workbench.figures.png import KEYWORD, SIGNATURE

GOOD: dict[str, Any] = {
    "format": 1, "version": "1", "panel": "attention", "model_name": "m", "model_sha256": "", "run_ulid": "", "command": "", "python": "",
    "subject": {"model": "m", "text": "t", "bos": "auto", "form": "raw"},
    "selection": {"start": 0, "end": 0, "layer": None, "head": None},
    "state": {}, "ids": [1, 2], "run_id": 3, "request": None, "arrays": [],
}  # fmt: skip


def chunk(kind: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(*chunks: bytes) -> bytes:
    """A picture of one pixel, with these chunks before it."""
    header = chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
    return SIGNATURE + header + b"".join(chunks) + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")


def told(text: bytes | str) -> bytes:
    """A chunk that says where the picture comes from."""
    return chunk(b"iTXt", KEYWORD + b"\0\0\0\0\0" + (text.encode() if isinstance(text, str) else text))


def svg(text: str, *, before: str = "") -> bytes:
    return f'{before}<svg xmlns="http://www.w3.org/2000/svg"><metadata>{markup.element(text)}</metadata></svg>'.encode()


def with_changes(**changes: object) -> str:
    return json.dumps({**GOOD, **changes})


def cases(name: str, made: dict[str, tuple[bytes, str]]) -> dict[str, Case]:
    """Each content in a file of this name, with the code of the error it must give."""

    def making(content: bytes) -> Callable[[Path], Path]:
        def make(place: Path) -> Path:
            (place / name).write_bytes(content)
            return place / name

        return make

    return {f"{name}, {case}": Case(making(content), code, "reopen") for case, (content, code) in made.items()}


def huge(place: Path) -> Path:
    """An SVG of 8 GiB that takes no room on the disk."""
    with (place / "huge.svg").open("wb") as file:
        file.write(b'<svg xmlns="http://www.w3.org/2000/svg"><!-- ')
        file.truncate(8 << 30)
    return place / "huge.svg"


def pipe(place: Path) -> Path:
    import os

    os.mkfifo(place / "figure.png")
    return place / "figure.png"


LAUGHS = '<!DOCTYPE svg [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'
ARRAY = {"dtype": "float32", "shape": [1 << 40, 1 << 40], "data": "AAAA"}
TRACE = {"$t": "TraceRequest", "subject": {"$t": "Subject", "model": "m", "text": "t"}}
WRONG = {"$t": "Ablation", "layer": "x", "head": 1}
IN_DOCUMENT: dict[str, tuple[str, str]] = {
    "good": (with_changes(), ""),
    "no JSON": ("{", "figure-damaged"),
    "a list": ("[]", "figure-damaged"),
    "nested 100,000 times": ("[" * 100_000, "figure-damaged"),
    "a number of a million digits": ('{"format":' + "1" * 1_000_000 + "}", "figure-damaged"),
    "a newer format": (with_changes(format=99), "figure-newer"),
    "a format in words": (with_changes(format="1"), "figure-damaged"),
    "a text that is a number": (with_changes(subject={**GOOD["subject"], "text": 5}), "figure-damaged"),
    "no subject": (with_changes(subject=None), "figure-damaged"),
    "a way in that there is not": (with_changes(subject={**GOOD["subject"], "form": "system"}), "figure-damaged"),
    "a selection before the text": (with_changes(selection={**GOOD["selection"], "start": -1}), "figure-damaged"),
    "a layer in words": (with_changes(selection={**GOOD["selection"], "layer": "first"}), "figure-damaged"),
    "an id beyond 32 bits": (with_changes(ids=[1 << 40]), "figure-damaged"),
    "ids in words": (with_changes(ids=["one"]), "figure-damaged"),
    "a request of no known class": (with_changes(request={"$t": "Popen", "args": ["touch canary"]}), "figure-damaged"),
    "a request without its fields": (with_changes(request={"$t": "TraceRequest"}), "figure-damaged"),
    "a layer that is a text": (
        with_changes(request={**TRACE, "interventions": [{"$t": "Ablation", "layer": "x", "head": 1}]}),
        "figure-damaged",
    ),
    "an intervention that is a number": (with_changes(request={**TRACE, "interventions": [7]}), "figure-damaged"),
    "ids that are a text": (with_changes(request={**TRACE, "ids": "12"}), "figure-damaged"),
    "a subject that is a list": (with_changes(request={**TRACE, "subject": []}), "figure-damaged"),
    "a good request": (with_changes(request=TRACE), ""),
    "a request nested 40 times": (with_changes(request=json.loads("[" * 40 + "]" * 40)), "figure-damaged"),
    "an array larger than any memory": (with_changes(arrays=[ARRAY]), "figure-damaged"),
    "an array of objects": (with_changes(arrays=[{**ARRAY, "dtype": "object"}]), "figure-damaged"),
    "an array that is not there": (with_changes(request={"$a": 7}), "figure-damaged"),
    "a state that is a list": (with_changes(state=[]), "figure-damaged"),
}

CASES: dict[str, Case] = {
    **cases("figure.png", {name: (png(told(text)), code) for name, (text, code) in IN_DOCUMENT.items()}),
    **cases("figure.svg", {name: (svg(text), code) for name, (text, code) in IN_DOCUMENT.items()}),
    **cases("figure.pdf", {name: (b"%PDF-1.4\n" + markup.xmp(text, "t"), code) for name, (text, code) in IN_DOCUMENT.items()}),
    **cases("figure.png", {
        "of somebody else": (png(), "figure-none"),
        "cut off in its text": (png(told(with_changes()))[:200], "figure-damaged"),
        "cut off after its signature": (SIGNATURE, "figure-none"),
        "a wrong checksum": (png(told(with_changes())).replace(b'"attention"', b'"Attention"'), "figure-damaged"),
        "a text of no UTF-8": (png(told(b"\xff\xfe")), "figure-damaged"),
        "a text that is said to take 4 GiB": (SIGNATURE + struct.pack(">I4s", 0xFFFFFFFF, b"iTXt") + KEYWORD + b"\0", "figure-too-large"),
        "a bomb in zTXt": (png(chunk(b"zTXt", KEYWORD + b"\0\0" + zlib.compress(bytes(300 << 20), 9))), "figure-too-large"),
        "a bomb in iTXt": (png(chunk(b"iTXt", KEYWORD + b"\0\1\0\0\0" + zlib.compress(bytes(300 << 20), 9))), "figure-too-large"),
        "packed rubbish": (png(chunk(b"zTXt", KEYWORD + b"\0\0rubbish")), "figure-damaged"),
        "half a million empty chunks": (png(chunk(b"tEXt", b"a\0") * 500_000), "figure-damaged"),
        "packed by another program": (png(chunk(b"zTXt", KEYWORD + b"\0\0" + zlib.compress(with_changes().encode()))), ""),
        "unpacked by another program": (png(chunk(b"tEXt", KEYWORD + b"\0" + with_changes().encode())), ""),
    }),
    **cases("figure.svg", {
        "of somebody else": (b'<svg xmlns="http://www.w3.org/2000/svg"/>', "figure-none"),
        "no XML": (b"<svg <svg", "figure-damaged"),
        "entities that laugh": (svg("&b;", before=LAUGHS), "figure-damaged"),
        "cut off in its text": (svg(with_changes())[:200], "figure-none"),
        "more text than is read": (svg("x" * (LARGEST + 1)), "figure-too-large"),
        "elements within elements": (b"<svg>" + b"<g>" * 1_000_000, "figure-none"),
        "an old document type": (svg(with_changes(), before='<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://x/svg11.dtd">'), ""),
    }),
    **cases("figure.pdf", {
        "of somebody else": (b"%PDF-1.4\n%%EOF", "figure-none"),
        "a packet that does not end": (b"%PDF-1.4\n" + markup.xmp(with_changes(), "t")[:300], "figure-none"),
        "a packet that is no XML": (b"%PDF-1.4\n<x:xmpmeta " + markup.NAMESPACE.encode() + b"</x:xmpmeta>", "figure-damaged"),
        "more text than is read": (b"%PDF-1.4\n" + markup.xmp("x" * (LARGEST + 1), "t"), "figure-too-large"),
        "a packet behind ten megabytes": (b"%PDF-1.4\n" + bytes(10 << 20) + markup.xmp(with_changes(), "t"), ""),
        "a million packets": (b"%PDF-1.4\n" + b"<x:xmpmeta></x:xmpmeta>" * 1_000_000, "figure-none"),
    }),
    "8 GiB of nothing": Case(huge, "figure-damaged", "reopen"),
    "a pipe": Case(pipe, "file-missing", "reopen"),
    "a folder": Case(lambda place: place, "file-missing", "reopen"),
}  # fmt: skip
