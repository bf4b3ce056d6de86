"""What a model's files say about themselves, without opening it in the engine."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from math import prod
from pathlib import Path
from typing import Any, Protocol

from workbench.library.catalogue import licence_of
from workbench.library.config import read_config
from workbench.library.gguf import read_gguf_header
from workbench.library.hashing import sha256_of
from workbench.library.locate import Location
from workbench.library.safetensors import read_safetensors_header, weight_files
from workbench.text.folder_tokenizer import chat_template
from workbench.values import LIMITS, FileInfo, TensorInfo

KNOWN_FAMILIES = frozenset({"llama", "gemma3", "gemma3_text", "bert", "t5", "window"})
"""Families that the engine has a reader for; its own test compares."""
NGRAM_FAMILY = "ngram"
"""What is no network: counts, as a training leaves them."""
COUNTS = "counts"
"""What an n-gram holds in place of weights of some type."""


class StoredTensor(Protocol):
    """What both formats say of a tensor."""

    @property
    def name(self) -> str: ...
    @property
    def shape(self) -> tuple[int, ...]: ...
    @property
    def type_name(self) -> str: ...
    @property
    def size_bytes(self) -> int: ...


def describe(location: Location, *, tensors: bool = False) -> FileInfo:
    """Read the headers. Raises WorkbenchError as the header readers do. The hash of a large file is computed at its first sight."""
    return _gguf(location, tensors) if location.format == "gguf" else _folder(location, tensors)


def context_length(location: Location) -> int:
    """How many tokens the model reads at most, 0 if its files do not say. Cheaper than `describe`: nothing is hashed."""
    if location.format in ("tokenizer", "ranks"):
        return 0
    if location.format == "folder":
        return _context(read_config(location.path))
    metadata = read_gguf_header(location.path).metadata
    return _whole(metadata, f"{metadata.get('general.architecture')}.context_length")


def _gguf(location: Location, with_tensors: bool) -> FileInfo:
    header = read_gguf_header(location.path)
    metadata = header.metadata
    family = str(metadata.get("general.architecture", ""))
    pieces = metadata.get("tokenizer.ggml.tokens")
    return _info(
        location,
        header.tensors,
        with_tensors,
        family=family,
        size_bytes=location.path.stat().st_size,
        licence=str(metadata.get("general.license", "")),
        n_ctx=_whole(metadata, f"{family}.context_length"),
        d_vocab=len(pieces) if isinstance(pieces, list) else _whole(metadata, f"{family}.vocab_size"),
        has_chat_template=isinstance(metadata.get("tokenizer.chat_template"), str),
    )


def _folder(location: Location, with_tensors: bool) -> FileInfo:
    config = read_config(location.path)
    files = weight_files(location.path)
    found = _info(
        location,
        [tensor for file in files for tensor in read_safetensors_header(file)],
        with_tensors,
        family=str(config.get("model_type", "")),
        size_bytes=sum(file.stat().st_size for file in files),
        licence="",
        n_ctx=_context(config),
        d_vocab=_whole(config, "vocab_size"),
        has_chat_template=chat_template(location.path) is not None,
    )
    return _counts(found, config, files) if found.family == NGRAM_FAMILY else found


def _counts(found: FileInfo, config: Mapping[str, Any], files: Sequence[Path]) -> FileInfo:
    """What is true of an n-gram: it has no weights, but so many counts."""
    counts = next((one for file in files for one in read_safetensors_header(file) if one.name == "counts"), None)
    n_counts = counts.shape[0] if counts is not None and counts.shape else 0
    return replace(found, n_parameters=n_counts, stored_type=COUNTS, order=_whole(config, "order"))


def _info(
    location: Location,
    tensors: Sequence[StoredTensor],
    with_tensors: bool,
    *,
    family: str,
    size_bytes: int,
    licence: str,
    n_ctx: int,
    d_vocab: int,
    has_chat_template: bool,
) -> FileInfo:
    types: Counter[str] = Counter()
    for tensor in tensors:
        types[tensor.type_name] += prod(tensor.shape)
    return FileInfo(
        name=location.name,
        path=str(location.path),
        format=location.format,
        family=family,
        known_family=family in KNOWN_FAMILIES or family == NGRAM_FAMILY,
        n_parameters=types.total(),
        stored_type=types.most_common(1)[0][0] if types else "",
        size_bytes=size_bytes,
        sha256=sha256_of(location),
        licence=licence_of(location.name) or licence,
        n_ctx=n_ctx,
        d_vocab=d_vocab,
        has_chat_template=has_chat_template,
        tensors=tuple(TensorInfo(one.name, one.shape, one.type_name, one.size_bytes) for one in tensors) if with_tensors else (),
    )


def _context(config: Mapping[str, Any]) -> int:
    """The longest text by a config.json; families name it differently. An n-gram has no longest but the one that anything has."""
    if config.get("model_type") == NGRAM_FAMILY:
        return int(LIMITS["architecture.n_ctx"][1])
    return _whole(config, "max_position_embeddings") or _whole(config, "n_positions")


def _whole(found: Mapping[str, Any], key: str) -> int:
    """A size that the file may leave out or spell wrongly; 0 then."""
    number = found.get(key)
    return number if isinstance(number, int) and not isinstance(number, bool) and number >= 0 else 0
