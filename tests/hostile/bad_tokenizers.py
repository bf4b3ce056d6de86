# ruff: noqa: E501
"""Hostile tokenizer.json files: what is in them, and what they do to a text."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from case import Case, with_file, with_json

TOKENIZER = "tokenizer.json"
LETTERS = "a" * 22 + "b"
"""What a nested repetition goes through millions of times before it gives up."""


def changed(change: Callable[[dict[str, Any]], object]) -> Callable[[Path], Path]:
    return with_json(TOKENIZER, change)


def part(name: str, value: Any) -> Callable[[Path], Path]:
    """One part of the pipeline is this."""
    return changed(lambda made: made.update({name: value}))


def split(pattern: str) -> Callable[[Path], Path]:
    return part("pre_tokenizer", {"type": "Split", "pattern": {"Regex": pattern}, "behavior": "Isolated", "invert": False})


def replace(pattern: dict[str, str], content: str, times: int = 1) -> Callable[[Path], Path]:
    step = {"type": "Replace", "pattern": pattern, "content": content}
    return part("normalizer", {"type": "Sequence", "normalizers": [step] * times})


def model(**changes: Any) -> Callable[[Path], Path]:
    return changed(lambda made: made["model"].update(changes))


def vocabulary(**pieces: Any) -> Callable[[Path], Path]:
    return changed(lambda made: made["model"]["vocab"].update(pieces))


def added(*tokens: dict[str, Any]) -> Callable[[Path], Path]:
    plain = {"single_word": False, "lstrip": False, "rstrip": False, "normalized": False, "special": True}
    return changed(lambda made: made["added_tokens"].extend(plain | token for token in tokens))


def around(single: list[Any], tokens: dict[str, Any]) -> Callable[[Path], Path]:
    return part("post_processor", {"type": "TemplateProcessing", "single": single, "pair": single, "special_tokens": tokens})


def words(**changes: Any) -> Callable[[Path], Path]:
    """A WordPiece model over two letters."""
    made = {"type": "WordPiece", "unk_token": "?", "continuing_subword_prefix": "##", "max_input_chars_per_word": 100}
    vocab = {"?": 0, "a": 1, "##a": 2, "b": 3}

    def change(whole: dict[str, Any]) -> None:
        whole.update(model=made | {"vocab": vocab} | changes, pre_tokenizer=None, decoder=None, added_tokens=[])

    return changed(change)


def pieces(vocab: list[Any], **changes: Any) -> Callable[[Path], Path]:
    """A Unigram model."""

    def change(whole: dict[str, Any]) -> None:
        whole.update(model={"type": "Unigram", "unk_id": 0, "vocab": vocab} | changes, pre_tokenizer=None, decoder=None, added_tokens=[])

    return changed(change)


def nested(depth: int) -> dict[str, Any]:
    step: dict[str, Any] = {"type": "NFC"}
    for _ in range(depth):
        step = {"type": "Sequence", "normalizers": [step]}
    return step


CASES: dict[str, Case] = {
    "empty": Case(with_file(TOKENIZER, b""), "json-bad"),
    "an empty object": Case(with_file(TOKENIZER, b"{}"), "tokenizer-damaged"),
    "a list": Case(with_file(TOKENIZER, b"[]"), "json-bad"),
    "not UTF-8": Case(with_file(TOKENIZER, b'{"model": "\xff\xfe"}'), "json-bad"),
    "half a character": Case(with_file(TOKENIZER, '{"model": {"type": "BPE", "vocab": {"\\ud800": 0}, "merges": []}}'), "tokenizer-damaged"),
    "65 MiB": Case(with_file(TOKENIZER, b" " * (65 << 20)), "json-bad"),
    "60 MiB of empty objects": Case(with_file(TOKENIZER, b'{"a":[' + b"{}," * (20 << 20) + b"{}]}"), "json-bad"),
    "60 MiB of numbers": Case(with_file(TOKENIZER, b'{"a":[' + b"1," * (30 << 20) + b"1]}"), "json-bad"),
    "nested 100,000 deep": Case(with_file(TOKENIZER, b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}"), "json-bad"),
    "deep beyond the first megabyte": Case(with_file(TOKENIZER, b'{"a":' + b" " * (2 << 20) + b"[" * 900_000 + b"]" * 900_000 + b"}"), "json-bad"),
    "normalizers 60 deep": Case(part("normalizer", nested(25)), ""),
    "normalizers 100 deep": Case(part("normalizer", nested(100)), "json-bad"),
    "a part that is a number": Case(part("normalizer", 5), "tokenizer-damaged"),
    "a part that is unknown": Case(part("pre_tokenizer", {"type": "Python", "code": "import os"}), "tokenizer-damaged"),
    "a key twice": Case(with_file(TOKENIZER, b'{"model": {"type": "BPE", "vocab": {"a": 0, "a": 1}, "merges": []}}'), "json-bad"),
    "no model": Case(part("model", None), "tokenizer-damaged"),
    "an id below zero": Case(vocabulary(x=-1), "tokenizer-damaged"),
    "an id of 2^40": Case(vocabulary(x=2**40), "tokenizer-damaged"),
    "an id of 2^32 - 1": Case(changed(lambda made: made["model"]["vocab"].update(H=2**32 - 1)), "tokenizer-damaged"),
    "an id far behind the others": Case(changed(lambda made: made["model"]["vocab"].update(H=2_000_000_000)), "ids-out-of-range"),
    "an id with a point": Case(vocabulary(x=1.5), "tokenizer-damaged"),
    "an id twice": Case(vocabulary(xyz=72), ""),
    "a merge of unknown tokens": Case(model(merges=[["한", "국"]]), "tokenizer-damaged"),
    "a merge into an unknown token": Case(model(merges=[["a", "b"]]), "tokenizer-damaged"),
    "a merge of three": Case(model(merges=[["a", "b", "c"]]), "tokenizer-damaged"),
    "a merge that is a number": Case(model(merges=[5]), "tokenizer-damaged"),
    "a merge without a space": Case(model(merges=["ab"]), "tokenizer-damaged"),
    "an unknown token that is not there": Case(model(unk_token="<nowhere>", vocab={"a": 0}), "tokenizer-failed"),
    "a prefix longer than its merges": Case(
        changed(lambda made: (made["model"]["vocab"].update(ab=300), made["model"].update(merges=[["a", "b"]], continuing_subword_prefix="#" * 99))),
        "tokenizer-damaged",
    ),
    "dropout above one": Case(model(dropout=7.5), "tokenizer-damaged"),
    "a vocabulary of 150,000": Case(changed(lambda made: made["model"]["vocab"].update({f"t{n}": 1000 + n for n in range(150_000)})), ""),
    "added tokens without a text": Case(added({"id": 300, "content": ""}), ""),
    "an added token with an absurd id": Case(added({"id": 2**32 - 1, "content": "Hello"}), "tokenizer-damaged"),
    "an added token that is the text": Case(added({"id": 257, "content": "Hello, world"}), ""),
    "20,000 added tokens": Case(added(*({"id": 300 + n, "content": f"<{n}>"} for n in range(20_000))), ""),
    "100,000 added tokens as regular expressions": Case(added(*({"id": 300 + n, "content": "(a+)+" * 9 + str(n)} for n in range(20_000))), ""),
    "a pattern that cannot be compiled": Case(split("(?<=a*)b("), "tokenizer-damaged"),
    "a pattern of 100,000 brackets": Case(split("(" * 100_000 + ")" * 100_000), "tokenizer-slow"),
    "a pattern that repeats without end": Case(split("a{1000}{1000}{1000}"), "", "read", text="a" * 1000),
    "a nested repetition": Case(split("(a+)+$"), "tokenizer-slow", text="a" * 40 + "b"),
    "an ambiguous choice": Case(split("(a|aa)+$"), "tokenizer-slow", text="a" * 60 + "b"),
    "many repetitions, none too long": Case(split("(a+)+$"), "tokenizer-slow", text=LETTERS * 400),
    "a repetition in a normalizer": Case(replace({"Regex": "(a+)+$"}, "b"), "tokenizer-slow", text="a" * 40 + "b"),
    "many repetitions in a normalizer": Case(replace({"Regex": "(a+)+$"}, "b"), "tokenizer-slow", text=LETTERS * 400),
    "a repetition met while it is opened": Case(
        changed(
            lambda made: (
                made.update(normalizer={"type": "Replace", "pattern": {"Regex": "(a+)+$"}, "content": "b"}),
                made["added_tokens"].append({"id": 258, "content": LETTERS * 400, "normalized": True, "special": False,
                                             "single_word": False, "lstrip": False, "rstrip": False}),
            )
        ),
        "tokenizer-slow",
    ),
    "a text that grows a million times": Case(replace({"String": "l"}, "llllllllll", times=9), "tokenizer-slow"),
    "a text that grows at every place": Case(replace({"Regex": ""}, "x" * 1000, times=4), "tokenizer-slow"),
    "a normalizer that leaves nothing": Case(replace({"Regex": ".+"}, ""), "empty-text"),
    "a normalizer's map that is rubbish": Case(part("normalizer", {"type": "Precompiled", "precompiled_charsmap": "AAAA/////w=="}), "tokenizer-damaged"),
    "a map that is not text at all": Case(part("normalizer", {"type": "Precompiled", "precompiled_charsmap": "%%%"}), "tokenizer-damaged"),
    "a decoder that grows the text": Case(
        part("decoder", {"type": "Sequence", "decoders": [{"type": "Replace", "pattern": {"String": "l"}, "content": "l" * 10}] * 9}),
        "tokenizer-slow",
    ),
    "words without a limit": Case(words(max_input_chars_per_word=2**62), "tokenizer-slow", text="a" * 60_000 + "c"),
    "words with an unknown token that is not there": Case(words(unk_token="<nowhere>"), "tokenizer-failed"),
    "pieces that are none": Case(pieces([]), "tokenizer-damaged"),
    "pieces whose unknown one is out of range": Case(pieces([["a", 0.0]], unk_id=2**40), "tokenizer-damaged"),
    "pieces without an unknown one": Case(pieces([["a", -1.0]], unk_id=None), "tokenizer-failed"),
    "pieces with a score of minus infinity": Case(with_file(TOKENIZER, json.dumps({"model": {"type": "Unigram", "unk_id": 0, "vocab": [["a", 0]]}}).replace("0]]", "-1e999]]")), "tokenizer-damaged"),
    "pieces that are empty": Case(pieces([["", 0.0], ["", 0.0]]), "", "read"),
    "put around a text: ids beyond counting": Case(
        around([{"SpecialToken": {"id": "x", "type_id": 0}}, {"Sequence": {"id": "A", "type_id": 0}}],
               {"x": {"id": "x", "ids": [2**32 - 1], "tokens": ["x"]}}), "tokenizer-damaged",
    ),
    "put around a text: a million tokens": Case(
        around([{"SpecialToken": {"id": "x", "type_id": 0}}] * 50_000 + [{"Sequence": {"id": "A", "type_id": 0}}],
               {"x": {"id": "x", "ids": [1] * 20, "tokens": ["x"] * 20}}), "tokenizer-damaged",
    ),
    "put around a text: tokens that are not there": Case(around([{"SpecialToken": {"id": "y", "type_id": 0}}], {}), "tokenizer-damaged"),
    "put around a text: the text left out": Case(
        around([{"SpecialToken": {"id": "x", "type_id": 0}}], {"x": {"id": "x", "ids": [1], "tokens": ["x"]}}), ""
    ),
    "filled up to 2^40": Case(
        part("padding", {"strategy": {"Fixed": 2**40}, "direction": "Right", "pad_to_multiple_of": None, "pad_id": 0, "pad_type_id": 0, "pad_token": "x"}), ""
    ),
    "cut to nothing": Case(part("truncation", {"direction": "Right", "max_length": 0, "strategy": "LongestFirst", "stride": 5}), ""),
}  # fmt: skip
