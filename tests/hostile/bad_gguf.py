"""Hostile GGUF files: the header, the metadata a model is built of, and the tokenizer within."""

from __future__ import annotations

import struct
from collections.abc import Callable
from pathlib import Path

import numpy as np
from case import Case
from made_files import ARRAY, BOOL, F32, I32, STRING, U8, U64, gguf, pair, strings, tensor, text
from made_good import alphabet, gguf_file, integer

HUGE = 2**63


def of(content: bytes) -> Callable[[Path], Path]:
    def make(place: Path) -> Path:
        (place / "model.gguf").write_bytes(content)
        return place / "model.gguf"

    return make


def hollow(content: bytes, size_bytes: int) -> Callable[[Path], Path]:
    """Begins with `content`, and goes on with zeros that take no room on the disk."""

    def make(place: Path) -> Path:
        with (place / "model.gguf").open("wb") as file:
            file.write(content)
            file.truncate(size_bytes)
        return place / "model.gguf"

    return make


def with_key(key: str, kind: int, raw: bytes) -> Callable[[Path], Path]:
    """The good file with one key's value another one."""
    return of(gguf_file(lambda pairs: pairs.update({key: pair(key, kind, raw)})))


def without(*keys: str) -> Callable[[Path], Path]:
    return of(gguf_file(lambda pairs: [pairs.pop(key) for key in keys]))


def sized(key: str, value: int) -> Callable[[Path], Path]:
    return of(gguf_file(lambda pairs: pairs.update({f"llama.{key}": integer(f"llama.{key}", value)})))


def arrays(change: Callable[[dict[str, np.ndarray]], object]) -> Callable[[Path], Path]:
    return of(gguf_file(spoil=change))


def sentencepiece(pieces: list[str], scores: bytes | None = None) -> Callable[[Path], Path]:
    """A tokenizer whose merges follow from scores."""
    given = struct.pack("<IQ", F32, len(pieces)) + struct.pack(f"<{len(pieces)}f", *range(len(pieces))) if scores is None else scores

    def change(pairs: dict[str, bytes]) -> None:
        pairs["tokenizer.ggml.model"] = pair("tokenizer.ggml.model", STRING, text("llama"))
        pairs["tokenizer.ggml.tokens"] = pair("tokenizer.ggml.tokens", ARRAY, strings(pieces))
        pairs["tokenizer.ggml.scores"] = pair("tokenizer.ggml.scores", ARRAY, given)

    return of(gguf_file(change))


def array(kind: int, length: int, raw: bytes = b"") -> bytes:
    return struct.pack("<IQ", kind, length) + raw


GOOD = gguf_file()
LIST = array(I32, 2, struct.pack("<2i", 1, 2))
NESTED = array(ARRAY, 1, array(I32, 1, bytes(4)))
LETTERS = ["<unk>", *"abcdefghijklmnop"]

CASES: dict[str, Case] = {
    "empty": Case(of(b""), "gguf-bad-magic"),
    "only its magic": Case(of(b"GGUF"), "gguf-bad-magic"),
    "a web page": Case(of(b"<!DOCTYPE html><html>" + bytes(99)), "gguf-bad-magic"),
    "cut in its header": Case(of(GOOD[:3000]), "gguf-damaged"),
    "cut in its table": Case(of(GOOD[: GOOD.index(b"blk.0.ffn_up")]), "gguf-damaged"),
    "cut in its data": Case(of(GOOD[:-1000]), "file-truncated"),
    "big-endian": Case(of(GOOD[:4] + b"\0\0\0\3" + GOOD[8:]), "gguf-bad-version"),
    "2^63 keys": Case(of(gguf(n_pairs=HUGE)), "gguf-damaged"),
    "2^63 tensors": Case(of(gguf(n_tensors=HUGE)), "gguf-damaged"),
    "a string of 2^63": Case(of(gguf([pair("a", STRING, struct.pack("<Q", HUGE))])), "gguf-damaged"),
    "arrays 2,000 deep": Case(of(gguf([pair("a", ARRAY, array(ARRAY, 1) * 2000 + array(U8, 0))])), "gguf-damaged"),
    "a key twice": Case(of(gguf([pair("a", U8, b"\1"), pair("a", U8, b"\2")])), "gguf-damaged"),
    "a hollow file of a billion strings": Case(hollow(gguf([pair("a", ARRAY, array(STRING, 2**30))], alignment=1), 1 << 34), "file-hollow"),
    "a hollow file of 2^38 numbers": Case(hollow(gguf([pair("a", ARRAY, array(U8, 2**38))], alignment=1), 1 << 39), "file-hollow"),
    "a hollow file with a string of 2^34": Case(
        hollow(gguf([pair("a", STRING, struct.pack("<Q", 2**34))], alignment=1), 1 << 35), "file-hollow"
    ),
    "a hollow file of nested arrays": Case(hollow(gguf([pair("a", ARRAY, array(ARRAY, 2**28))], alignment=1), 1 << 34), "file-hollow"),
    "a hollow file with a tensor of a terabyte": Case(
        hollow(gguf([pair("general.architecture", STRING, text("llama"))], [tensor("w", [2**38], 0, 0)]), (1 << 40) + 4096), "file-hollow"
    ),
    "tensors that overlap": Case(of(gguf([], [tensor("v", [16], 0, 0), tensor("w", [8], 0, 32)], bytes(128))), "gguf-damaged"),
    "a tensor far behind the end": Case(of(gguf([], [tensor("w", [8], 0, 2**62)], bytes(64))), "file-truncated"),
    "a shape that overflows": Case(of(gguf([], [tensor("w", [2**32, 2**32], 0, 0)], bytes(64))), "gguf-damaged"),
    "an unknown type": Case(of(gguf([], [tensor("w", [32], 999, 0)], bytes(64))), "gguf-unknown-type"),
    "no keys at all": Case(of(gguf()), "tokenizer-missing"),
    "a family as a number": Case(with_key("general.architecture", U8, b"\1"), "config-bad"),
    "a family as a list": Case(with_key("general.architecture", ARRAY, LIST), "config-bad"),
    "a family nobody knows": Case(with_key("general.architecture", STRING, text("gpt99" * 20_000)), "family-unknown"),
    "a name as a list": Case(with_key("general.name", ARRAY, LIST), ""),
    "a billion blocks": Case(sized("block_count", 10**9), "config-bad"),
    "a thousand blocks that are not there": Case(sized("block_count", 1000), "tensor-missing"),
    "no heads": Case(sized("attention.head_count", 0), "config-bad"),
    "more heads than dimensions": Case(sized("attention.head_count", 16), "config-bad"),
    "heads that do not divide": Case(sized("attention.head_count_kv", 3), "config-bad"),
    "heads as a list": Case(with_key("llama.attention.head_count", ARRAY, LIST), "config-bad"),
    "experts as a list": Case(with_key("llama.expert_count", ARRAY, LIST), "config-bad"),
    "an odd head": Case(sized("attention.key_length", 3), "config-bad"),
    "a head of millions": Case(sized("attention.key_length", 1 << 24), "config-bad"),
    "an epsilon that is no number": Case(
        with_key("llama.attention.layer_norm_rms_epsilon", F32, struct.pack("<f", float("nan"))), "config-bad"
    ),
    "a rotation base of infinity": Case(with_key("llama.rope.freq_base", F32, struct.pack("<f", float("inf"))), "config-bad"),
    "a stretch of zero": Case(
        of(
            gguf_file(
                lambda pairs: pairs.update(
                    a=pair("llama.rope.scaling.type", STRING, text("linear")), b=pair("llama.rope.scaling.factor", F32, bytes(4))
                )
            )
        ),
        "config-bad",
    ),
    "a stretch of an unknown kind": Case(with_key("llama.rope.scaling.type", STRING, text("yarn")), "rope-unknown"),
    "stretch factors of zero": Case(arrays(lambda all_: all_.update({"rope_freqs.weight": np.zeros(2, np.float32)})), "config-bad"),
    "a million stretch factors": Case(arrays(lambda all_: all_.update({"rope_freqs.weight": np.ones(1 << 20, np.float32)})), "config-bad"),
    "an embedding that is one number": Case(arrays(lambda all_: all_.update({"token_embd.weight": np.ones((), np.float32)})), "config-bad"),
    "an embedding of no tokens": Case(
        arrays(lambda all_: all_.update({name: np.ones((0, 8), np.float32) for name in ("token_embd.weight", "output.weight")})),
        "config-bad",
    ),
    "weights that are not numbers": Case(arrays(lambda all_: all_["output.weight"].fill(float("nan"))), "weights-not-finite"),
    "no tokenizer": Case(without("tokenizer.ggml.model"), "tokenizer-missing"),
    "an unknown tokenizer": Case(with_key("tokenizer.ggml.model", STRING, text("../../x")), "tokenizer-unknown"),
    "a tokenizer as a list": Case(with_key("tokenizer.ggml.model", ARRAY, LIST), "tokenizer-unknown"),
    "a tokenizer as nested lists": Case(with_key("tokenizer.ggml.model", ARRAY, NESTED), "tokenizer-unknown"),
    "tokens as numbers": Case(with_key("tokenizer.ggml.tokens", ARRAY, LIST), "tokenizer-missing"),
    "tokens as lists": Case(with_key("tokenizer.ggml.tokens", ARRAY, NESTED), "tokenizer-damaged"),
    "two million empty tokens": Case(with_key("tokenizer.ggml.tokens", ARRAY, array(STRING, 1 << 21, bytes(8 << 21))), "gguf-damaged"),
    "a million and one tokens": Case(
        with_key("tokenizer.ggml.tokens", ARRAY, array(STRING, 1_000_001, bytes(8_000_008))), "tokenizer-damaged"
    ),
    "16 million numbers": Case(with_key("tokenizer.ggml.scores", ARRAY, array(U8, 1 << 24, bytes(1 << 24))), ""),
    "fewer tokens than the model has": Case(with_key("tokenizer.ggml.tokens", ARRAY, strings(["a"])), "empty-text"),
    "an unknown split": Case(with_key("tokenizer.ggml.pre", STRING, text("(a+)+$")), "pre-tokenizer-unknown"),
    "a split as a list": Case(with_key("tokenizer.ggml.pre", ARRAY, LIST), "tokenizer-damaged"),
    "merges of unknown tokens": Case(with_key("tokenizer.ggml.merges", ARRAY, strings(["한 국"])), "tokenizer-damaged"),
    "merges without a space": Case(with_key("tokenizer.ggml.merges", ARRAY, strings(["ab", "", " "])), "tokenizer-damaged"),
    "merges as numbers": Case(with_key("tokenizer.ggml.merges", ARRAY, LIST), "tokenizer-damaged"),
    "token types as text": Case(with_key("tokenizer.ggml.token_type", ARRAY, strings(["x"])), "tokenizer-damaged"),
    "an end beyond the vocabulary": Case(with_key("tokenizer.ggml.eos_token_id", U64, struct.pack("<Q", 2**60)), ""),
    "a beginning policy as a list": Case(
        of(
            gguf_file(
                lambda pairs: pairs.update(a=integer("tokenizer.ggml.bos_token_id", 5), b=pair("tokenizer.ggml.add_bos_token", ARRAY, LIST))
            )
        ),
        "",
    ),
    "a beginning beyond the vocabulary": Case(
        of(
            gguf_file(
                lambda pairs: pairs.update(
                    a=integer("tokenizer.ggml.bos_token_id", 2**31), b=pair("tokenizer.ggml.add_bos_token", BOOL, b"\1")
                )
            )
        ),
        "",
    ),
    "scores that are fewer than pieces": Case(sentencepiece(LETTERS, array(F32, 1, bytes(4))), "tokenizer-damaged"),
    "scores that are text": Case(sentencepiece(LETTERS, strings(["x"] * len(LETTERS))), "tokenizer-damaged"),
    "scores that are no numbers": Case(sentencepiece(alphabet(), array(F32, 256, struct.pack("<256f", *[float("nan")] * 256))), "", "read"),
    "a piece of a million letters": Case(sentencepiece([*LETTERS, "a" * 1_000_000]), "tokenizer-damaged"),
    "pieces of ten million letters in all": Case(
        sentencepiece([*LETTERS, *(f"{'ab' * 500}{n}" for n in range(10_000))]), "tokenizer-damaged"
    ),
    "a piece with a zero byte and half characters": Case(
        with_key("tokenizer.ggml.tokens", ARRAY, array(STRING, 2, text(b"\0\xff\xfe") + text(b"\xed\xa0\x80"))), "empty-text"
    ),
    "a template that is a bomb": Case(
        with_key("tokenizer.chat_template", STRING, text("{{ 7 ** 6000000 }}")), "chat-template-slow", "converse"
    ),
    "a template that is a number": Case(with_key("tokenizer.chat_template", U8, b"\1"), "no-chat-template", "converse"),
}
