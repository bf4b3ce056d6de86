"""A tokenizer from a file of ranks: bytes in base64 and a number on each line, as tiktoken publishes its vocabularies.

Owns the table of what such a file does not hold: the pattern that splits a text, and the special tokens. The idea that is not
obvious: with ranks two neighbours join whenever *what they make* is in the vocabulary, whichever two they are; so every way to
cut a piece in two becomes a merge, in the order of the ranks of what is made.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import tokenizers
from tokenizers import AddedToken, Regex, decoders, models, pre_tokenizers

from workbench.errors import WorkbenchError
from workbench.text.bytelevel import CHARACTER_OF
from workbench.text.patterns import CL100K, GPT2, O200K
from workbench.text.reading import panics_named
from workbench.text.tokenizer import Specials, Tokenizer

MAX_BYTES = 16 << 20
MAX_PIECE_BYTES = 1024
END = "<|endoftext|>"


class _Rules(NamedTuple):
    pattern: str
    specials: dict[str, int]


_FIM_EDIT = {"<|fim_prefix|>": 50281, "<|fim_middle|>": 50282, "<|fim_suffix|>": 50283}
_FIM = {"<|fim_prefix|>": 100258, "<|fim_middle|>": 100259, "<|fim_suffix|>": 100260}
_RULES = {
    "r50k_base": _Rules(GPT2, {END: 50256}),
    "p50k_base": _Rules(GPT2, {END: 50256}),
    "p50k_edit": _Rules(GPT2, {END: 50256, **_FIM_EDIT}),
    "cl100k_base": _Rules(CL100K % "1,3", {END: 100257, **_FIM, "<|endofprompt|>": 100276}),
    "o200k_base": _Rules(O200K, {END: 199999, "<|endofprompt|>": 200018}),
}
ENCODINGS = tuple(_RULES)
"""The names of the vocabularies whose rules are known."""


def tokenizer_from_ranks(path: Path, *, encoding: str = "") -> Tokenizer:
    """Build it. `encoding`: one of ENCODINGS; without it the file's own name says which.

    Raises WorkbenchError: file-missing, file-unreadable, pre-tokenizer-unknown, tokenizer-damaged.
    """
    name = encoding or path.stem
    if name not in _RULES:
        raise WorkbenchError("pre-tokenizer-unknown", model=path.name, pre=name, known=", ".join(ENCODINGS))
    rules, ranks = _RULES[name], _ranks(path)
    with panics_named(path.name, "tokenizer-damaged"):
        inner = _built(ranks, rules)
    return Tokenizer(inner, name=name, specials=Specials(eos_ids=frozenset({rules.specials[END]})))


def _built(ranks: dict[bytes, int], rules: _Rules) -> tokenizers.Tokenizer:
    spelled = {piece: "".join(CHARACTER_OF[byte] for byte in piece) for piece in ranks}
    vocabulary = {spelled[piece]: rank for piece, rank in ranks.items()} | rules.specials
    merges = [(spelled[left], spelled[right]) for left, right in _merges(ranks)]
    inner = tokenizers.Tokenizer(models.BPE(vocabulary, merges, ignore_merges=True))
    inner.pre_tokenizer = pre_tokenizers.Sequence(
        [pre_tokenizers.Split(Regex(rules.pattern), "isolated"), pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=False)]
    )
    inner.decoder = decoders.ByteLevel()
    inner.add_special_tokens([AddedToken(content, special=True, normalized=False) for content in rules.specials])
    return inner


def _merges(ranks: dict[bytes, int]) -> Iterator[tuple[bytes, bytes]]:
    for piece in sorted(ranks, key=ranks.__getitem__):
        for at in range(1, len(piece)):
            if piece[:at] in ranks and piece[at:] in ranks:
                yield piece[:at], piece[at:]


def _ranks(path: Path) -> dict[bytes, int]:
    """The file's pieces with their ranks: every byte is among them, and no rank comes twice."""
    try:
        if path.stat().st_size > MAX_BYTES:
            raise WorkbenchError("tokenizer-damaged", model=path.name, reason=f"it has more than {MAX_BYTES} bytes")
        lines = path.read_bytes().splitlines()
    except FileNotFoundError as error:
        raise WorkbenchError("file-missing", path=path) from error
    except OSError as error:
        raise WorkbenchError("file-unreadable", path=path, reason=error.strerror or error) from error
    found: dict[bytes, int] = {}
    for number, line in enumerate(lines, 1):
        if line:
            piece, rank = _pair(line, path, number)
            found[piece] = rank
    if len(set(found.values())) != len(found):
        raise WorkbenchError("tokenizer-damaged", model=path.name, reason="a rank occurs twice")
    lacking = [byte for byte in range(256) if bytes([byte]) not in found]
    if lacking:
        raise WorkbenchError("tokenizer-damaged", model=path.name, reason=f"it has no rank for the byte {lacking[0]:02X}")
    return found


def _pair(line: bytes, path: Path, number: int) -> tuple[bytes, int]:
    try:
        spelled, rank = line.split()
        piece = base64.b64decode(spelled, validate=True)
        if piece and len(piece) <= MAX_PIECE_BYTES and rank.isdigit() and len(rank) <= 9:
            return piece, int(rank)
    except (ValueError, binascii.Error):
        pass  # said below
    raise WorkbenchError("tokenizer-damaged", model=path.name, reason=f"line {number} is not bytes in base64 and a rank")
