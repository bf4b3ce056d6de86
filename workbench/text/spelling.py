"""How a vocabulary spells text: from a piece to the bytes it stands for.

Three spellings are in use. `ByteSpelling`: printable characters for bytes (GPT-2). `PieceSpelling`: characters with ▁ for a
space, bytes as <0xEC> (SentencePiece). `WordSpelling`: words, their continuations marked with ## (BERT); the spaces
between them are not in the vocabulary, so such text can't be given back exactly.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Protocol

import tokenizers

from workbench.text import bytelevel

SPACE = "▁"
_BYTE = re.compile(r"<0x([0-9A-F]{2})>")


class Spelling(Protocol):
    """`lead`: what the tokenizer itself puts before a text and its decoder takes away again. `joins`: whether the bytes of the
    tokens, one after the other, are the text."""

    @property
    def lead(self) -> bytes: ...
    @property
    def joins(self) -> bool: ...

    def to_bytes(self, piece: str) -> bytes:
        """The bytes a piece stands for."""


@dataclass(frozen=True, slots=True)
class ByteSpelling:
    lead: bytes = b""
    joins: bool = True

    def to_bytes(self, piece: str) -> bytes:
        found = bytelevel.to_bytes(piece)
        return piece.encode("utf-8") if found is None else found


@dataclass(frozen=True, slots=True)
class PieceSpelling:
    lead: bytes = b""
    joins: bool = True

    def to_bytes(self, piece: str) -> bytes:
        byte = _BYTE.fullmatch(piece)
        return bytes([int(byte[1], 16)]) if byte else piece.replace(SPACE, " ").encode("utf-8")


@dataclass(frozen=True, slots=True)
class WordSpelling:
    """`continuing`: the mark before a piece that continues a word. `ending`: the mark behind one that ends a word."""

    continuing: str = ""
    ending: str = ""
    lead: bytes = b""
    joins: bool = False

    def to_bytes(self, piece: str) -> bytes:
        plain = piece.removeprefix(self.continuing) if self.continuing else piece
        return (plain.removesuffix(self.ending) if self.ending else plain).encode("utf-8")


def spelling_of(inner: tokenizers.Tokenizer) -> Spelling:
    """Read it off the tokenizer's parts."""
    parts = list(_parts(inner))
    kinds = {part["type"]: part for part in parts}
    if "ByteLevel" in kinds:
        prefixes = any(part["type"] == "ByteLevel" and part.get("add_prefix_space") for part in _steps(inner.pre_tokenizer))
        return ByteSpelling(lead=b" " if prefixes else b"")
    if "Metaspace" in kinds or "ByteFallback" in kinds or any(part.get("content") == SPACE for part in parts):
        leads = kinds.get("Metaspace", {}).get("prepend_scheme", "never") != "never" or kinds.get("Prepend", {}).get("prepend") == SPACE
        return PieceSpelling(lead=b" " if leads else b"")
    if "BPEDecoder" in kinds:
        return WordSpelling(ending=kinds["BPEDecoder"].get("suffix", ""))
    return WordSpelling(continuing=getattr(inner.model, "continuing_subword_prefix", None) or "")


def _parts(inner: tokenizers.Tokenizer) -> Iterator[dict[str, Any]]:
    for part in (inner.normalizer, inner.pre_tokenizer, inner.decoder):
        yield from _steps(part)


def _steps(part: Any) -> Iterator[dict[str, Any]]:
    """A part's description, with sequences laid flat."""
    if part is not None:
        waiting = [json.loads(part.__getstate__())]
        while waiting:
            step = waiting.pop(0)
            inside = step.get("normalizers") or step.get("pretokenizers") or step.get("decoders")
            if inside:
                waiting[:0] = inside
            else:
                yield step
