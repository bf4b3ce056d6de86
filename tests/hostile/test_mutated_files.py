"""Good files with something changed by chance: they open, or are refused with a code, and nothing else."""

from __future__ import annotations

import copy
import json
import tempfile
from pathlib import Path
from typing import Any

import made_good
import pytest
from case import Attempt
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

EXAMPLES = settings(max_examples=40, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None)
JUNK = st.one_of(
    st.none(), st.booleans(), st.integers(-(2**70), 2**70), st.floats(), st.text(max_size=20), st.just([]), st.just({}),
    st.lists(st.integers(-3, 3), max_size=3), st.just("../../x"), st.just([[[[[]]]]]),
)  # fmt: skip
PATCHES = st.lists(st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=9)), min_size=1, max_size=4)


def patched(content: bytes, patches: list[tuple[float, bytes]], reach: int) -> bytes:
    """The content with bytes overwritten in its first `reach` bytes: where headers are."""
    made = bytearray(content)
    for share, new in patches:
        at = int(share * min(reach, len(content)))
        made[at : at + len(new)] = new
    return bytes(made[: max(len(content), 1)])


def places(tree: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """The way to every value in a JSON document, lists of many entries by their first ones."""
    children = list(tree.items()) if isinstance(tree, dict) else list(enumerate(tree)) if isinstance(tree, list) else []
    return [found for key, inner in children[:40] for found in ((*path, key), *places(inner, (*path, key)))]


def swapped(tree: Any, share: float, junk: object) -> Any:
    """A document with one value replaced."""
    made = copy.deepcopy(tree)
    ways = places(made)
    *way, last = ways[int(share * len(ways))]
    inside = made
    for key in way:
        inside = inside[key]
    inside[last] = junk
    return made


def check(attempt: Attempt, reference: Path) -> None:
    ending = attempt(reference)
    assert ending.ended in ("opened", "refused"), ending
    assert ending.within_bounds(), ending
    assert ending.ended == "opened" or all(part.strip() for part in ending.parts), ending.parts


@given(patches=PATCHES)
@EXAMPLES
def test_that_bytes_of_a_gguf_file_may_be_anything(attempt: Attempt, patches: list[tuple[float, bytes]]) -> None:
    with tempfile.TemporaryDirectory(prefix="hostile-") as place:
        path = Path(place) / "model.gguf"
        path.write_bytes(patched(made_good.gguf_file(), patches, reach=6000))
        check(attempt, path)


@given(patches=PATCHES)
@EXAMPLES
def test_that_bytes_of_a_safetensors_file_may_be_anything(attempt: Attempt, patches: list[tuple[float, bytes]]) -> None:
    with tempfile.TemporaryDirectory(prefix="hostile-") as place:
        folder = made_good.folder(Path(place) / "model")
        weights = folder / "model.safetensors"
        weights.write_bytes(patched(weights.read_bytes(), patches, reach=1200))
        check(attempt, folder)


@pytest.mark.parametrize("name", ["config.json", "tokenizer.json", "tokenizer_config.json"])
@given(share=st.floats(0, 1, exclude_max=True), junk=JUNK)
@EXAMPLES
def test_that_a_value_of_a_json_file_may_be_anything(attempt: Attempt, name: str, share: float, junk: object) -> None:
    with tempfile.TemporaryDirectory(prefix="hostile-") as place:
        folder = made_good.folder(Path(place) / "model")
        path = folder / name
        path.write_text(json.dumps(swapped(json.loads(path.read_text()), share, junk)))
        check(attempt, folder)
