"""Values travel: whatever is packed comes back equal, and nothing else can be built from a document."""

from __future__ import annotations

import dataclasses
import json
import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import workbench.values
from workbench.errors import WorkbenchError
from workbench.values import (
    Encoding,
    GenerateRequest,
    Grid,
    GridRequest,
    Progress,
    SamplerSettings,
    Selection,
    Subject,
    TraceRequest,
    pack,
    unpack,
    value,
)
from workbench.values.codec import ARRAY_DTYPES, MAX_DEPTH

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
keys = texts | st.sampled_from(["$t", "$a", "$f", "$b", "$d", "$unknown"])
scalars = st.none() | st.booleans() | st.integers() | st.floats() | texts | st.binary(max_size=20)
trees = st.recursive(
    scalars, lambda inner: st.lists(inner, max_size=4).map(tuple) | st.dictionaries(keys, inner, max_size=4), max_leaves=20
)
subjects = st.builds(Subject, model=texts, text=texts, bos=st.sampled_from(["auto", "yes", "no"]), form=st.sampled_from(["raw", "user"]))


def through_the_wire(item: object) -> Any:
    document, arrays = pack(item)
    return unpack(json.loads(json.dumps(document, allow_nan=False)), arrays)


def same(left: object, right: object) -> bool:
    """Equal, with NaN equal to itself and 0.0 apart from -0.0."""
    if isinstance(left, float) and isinstance(right, float):
        return (math.isnan(left) and math.isnan(right)) or (left == right and math.copysign(1, left) == math.copysign(1, right))
    if isinstance(left, dict) and isinstance(right, dict):
        return left.keys() == right.keys() and all(same(left[key], right[key]) for key in left)
    if isinstance(left, tuple) and isinstance(right, tuple):
        return len(left) == len(right) and all(map(same, left, right))
    return type(left) is type(right) and left == right


@given(trees)
def test_that_a_tree_of_plain_values_comes_back_equal(tree: object) -> None:
    assert same(through_the_wire(tree), tree)


@given(subjects, st.integers(0, 2**63), st.tuples(texts, texts), st.none() | st.integers(0, 2**64 - 1))
def test_that_nested_requests_come_back_equal(subject: Subject, top: int, stop: tuple[str, ...], seed: int | None) -> None:
    request = GenerateRequest(subject, sampler=SamplerSettings(temperature=0.7, order=("top_k",)), top=top, stop=stop, seed=seed)
    assert through_the_wire(request) == request


@pytest.mark.parametrize("name", sorted(ARRAY_DTYPES))
@pytest.mark.parametrize("shape", [(0,), (3,), (2, 0, 4), (2, 3, 2), ()])
def test_that_arrays_keep_dtype_shape_and_cells(name: str, shape: tuple[int, ...]) -> None:
    array = (np.arange(math.prod(shape)) % 2).astype(name).reshape(shape)
    back = through_the_wire({"array": array})["array"]
    assert back.dtype == array.dtype
    assert back.shape == array.shape
    assert np.array_equal(back, array)


def test_that_arrays_in_any_memory_order_leave_c_contiguous() -> None:
    array = np.asfortranarray(np.arange(12, dtype=np.float32).reshape(3, 4))[:, ::2]
    _, (packed,) = pack(array)
    assert packed.flags.c_contiguous
    assert np.array_equal(packed, array)


def test_that_several_arrays_keep_their_fields() -> None:
    request = GridRequest(TraceRequest(Subject("m", "t")))
    grid = Grid(request, np.full((1, 2, 3, 3), 7, np.uint8), np.array([[[0, 1], [2, 3]]], np.float32))
    back = through_the_wire(grid)
    assert back.request == request
    assert np.array_equal(back.images, grid.images)
    assert np.array_equal(back.ranges, grid.ranges)


def test_that_numpy_scalars_travel_as_plain_numbers() -> None:
    assert same(through_the_wire((np.int64(3), np.float32(0.5), np.bool_(True))), (3, 0.5, True))


def test_that_every_registered_class_is_frozen_and_exported() -> None:
    for name in workbench.values.__all__:
        exported = getattr(workbench.values, name)
        if dataclasses.is_dataclass(exported):
            assert exported.__dataclass_params__.frozen, name  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "foreign", [object(), {1, 2}, 1j, WorkbenchError("cancelled"), np.array(["text"]), np.zeros(2, np.complex64), np.array([object()])]
)
def test_that_foreign_objects_do_not_travel(foreign: object) -> None:
    with pytest.raises(TypeError):
        pack({"inside": (foreign,)})


def test_that_a_class_of_a_registered_name_but_another_make_does_not_travel() -> None:
    @dataclasses.dataclass(frozen=True)
    class Selection:
        start: int = 0

    with pytest.raises(TypeError, match="Selection"):
        pack(Selection())


def test_that_a_name_cannot_be_registered_twice() -> None:
    with pytest.raises(TypeError, match="Selection"):

        @value
        class Selection:
            start: int = 0


@pytest.mark.parametrize(
    "document",
    [
        {"$t": "os.system"},
        {"$t": "Popen", "args": ["ls"]},
        {"$t": ["Selection"]},
        {"$t": None},
        {"$t": "object"},
        {"$t": "Subject"},  # its fields have no defaults
        {"$a": 0},
        {"$a": -1},
        {"$a": "0"},
        {"$a": 1.0},
        {"$b": "not base64!"},
        {"$b": 5},
        {"$b": None},
        {"$f": "1e"},
        {"$f": None},
        {"$f": []},
        {"$d": []},
        {"$d": "text"},
        {"$t": "Progress", "what": {"$t": "eval"}, "done": 1, "total": 2, "unit": "b"},
    ],
)
def test_that_a_hostile_document_is_refused(document: Any) -> None:
    with pytest.raises(WorkbenchError) as caught:
        unpack({"inside": [document]})
    assert caught.value.code == "wire-bad-value"


def test_that_depth_is_limited() -> None:
    deep: Any = 1
    for _ in range(MAX_DEPTH - 1):
        deep = [deep]
    assert unpack(deep) is not None
    for bottomless in ([[deep]], {"$d": {"x": [deep, [deep]]}}):
        with pytest.raises(WorkbenchError, match="nested deeper"):
            unpack(bottomless)


@given(
    st.recursive(
        st.none() | st.integers() | st.floats() | texts, lambda inner: st.lists(inner) | st.dictionaries(keys, inner), max_leaves=20
    )
)
def test_that_any_json_document_is_either_rebuilt_or_refused_by_code(document: Any) -> None:
    code = "wire-bad-value"
    try:
        unpack(document)
    except WorkbenchError as error:
        code = error.code
    assert code == "wire-bad-value"


def test_that_unknown_fields_are_dropped_and_missing_ones_take_their_defaults() -> None:
    assert unpack({"$t": "Selection", "end": 4, "colour": "red"}) == Selection(0, 4)
    assert unpack({"$t": "Progress", "what": "load", "done": 1, "total": None, "unit": "layers", "new": [1]}) == Progress(
        "load", 1, None, "layers"
    )


def test_that_a_packed_document_holds_no_bare_nan() -> None:
    document, _ = pack(Progress("x", math.nan, math.inf, "bytes"))
    assert (
        json.dumps(document, allow_nan=False)
        == '{"$t": "Progress", "what": "x", "done": {"$f": "nan"}, "total": {"$f": "inf"}, "unit": "bytes"}'
    )


def test_that_an_encoding_survives_with_its_shapes() -> None:
    encoding = Encoding(
        ids=np.array([1, 2], np.int32), tokens=("a", "Ġb"), byte_spans=np.array([[0, 1], [1, 3]], np.int64),
        char_spans=np.array([[0, 1], [1, 3]], np.int64), kinds=np.zeros(2, np.uint8), text="a b",
    )  # fmt: skip
    back = through_the_wire(encoding)
    assert (back.tokens, back.text) == (encoding.tokens, encoding.text)
    for field in ("ids", "byte_spans", "char_spans", "kinds"):
        assert np.array_equal(getattr(back, field), getattr(encoding, field))
        assert getattr(back, field).dtype == getattr(encoding, field).dtype
