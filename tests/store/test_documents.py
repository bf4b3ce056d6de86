"""Values survive being stored, whatever is in them."""

from __future__ import annotations

import dataclasses
import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays
from store_samples import MODEL, encoding, request, result, same, started, step, trace_summary

from workbench.errors import WorkbenchError
from workbench.store.documents import Document, decode, encode, storable
from workbench.values import Notice, Subject


def back(document: Document) -> object:
    return decode(document.json, lambda tag, key: {"$text": document.texts, "$model": document.models}[tag][key])


any_text = st.text(st.characters(), max_size=300)  # lone surrogates and NUL included
any_array = arrays.arrays(
    st.sampled_from(["uint8", "bool", "int32", "int64", "float16", "float32", "float64"]), arrays.array_shapes(min_side=0)
)
anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | any_text | st.binary(max_size=300) | any_array,
    lambda inner: st.lists(inner, max_size=4).map(tuple) | st.dictionaries(any_text, inner, max_size=4),
    max_leaves=12,
)


@given(st.dictionaries(st.sampled_from(["a", "$text", "$n", "$model", "$d", "$a", "한"]), anything))
def test_that_any_value_survives(values: dict[str, object]) -> None:
    assert same(back(encode(Notice("cancelled", values))), Notice("cancelled", values))


@pytest.mark.parametrize("item", [request(), started(), step(3), result(), trace_summary(), encoding(0)])
def test_that_what_engines_say_survives(item: object) -> None:
    assert same(back(encode(item)), item)


def test_that_a_long_text_leaves_the_document_once() -> None:
    text = "가나다 " * 10_000
    document = encode((Subject("m", text), Subject("n", text)))
    assert list(document.texts.values()) == [text]
    assert len(document.json) < 500


def test_that_an_open_model_leaves_the_document_and_comes_back() -> None:
    document = encode(started())
    (stored,) = document.models.values()
    assert json.loads(stored)["sha256"] == MODEL.sha256
    assert MODEL.sha256 not in document.json


def test_that_documents_are_json_that_any_reader_takes() -> None:
    document = encode(Notice("x", {"nan": math.nan, "inf": -math.inf, "half": "\ud800", "han": "한"}))
    parsed = json.loads(document.json, parse_constant=lambda name: pytest.fail(f"{name} is not JSON"))
    assert parsed["values"]["nan"] == {"$f": "nan"}
    document.json.encode("utf-8")


@pytest.mark.parametrize(
    "damaged",
    [
        "{",
        '{"$t":"Nothing"}',
        '{"$text":"absent"}',
        '{"$n":["float32",[2],"AAAA"]}',
        '{"$n":["object",[1],""]}',
        '{"$n":["float32",[4611686018427387904],""]}',
        '{"$n":3}',
        "[" * 100_000,
    ],
)
def test_that_a_damaged_document_is_named_as_such(damaged: str) -> None:
    with pytest.raises(WorkbenchError) as caught:
        decode(damaged, lambda _tag, key: {}[key])
    assert caught.value.code == "store-bad-document"


def test_that_an_array_may_not_decompress_beyond_its_shape() -> None:
    bomb = json.loads(encode(np.zeros(1_000_000, np.uint8)).json)
    bomb["$n"][1] = [10]
    with pytest.raises(WorkbenchError):
        decode(json.dumps(bomb), lambda _tag, key: key)


def test_that_a_foreign_object_is_refused() -> None:
    with pytest.raises(TypeError):
        encode(dataclasses.make_dataclass("Foreign", [])())


@given(any_text)
def test_that_a_storable_text_is_unicode_and_valid_text_is_unchanged(text: str) -> None:
    made = storable(text)
    made.encode("utf-8")
    assert made == text or any(0xD800 <= ord(character) < 0xE000 for character in text)
