"""The ladder that shows a word's cut, over real and made tokenizers: it begins with the word and ends at the library's ids."""

from __future__ import annotations

import functools

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from made_tokenizers import MAKERS, MORE, saved, texts

from workbench import paths
from workbench.gui.widgets.cut_rungs import MergeRungs, PathRungs, rungs_of
from workbench.library import locate, open_tokenizer
from workbench.text import Tokenizer, tokenizer_from_folder
from workbench.values import CutRequest


@pytest.fixture(scope="module", params=(*MAKERS, *MORE, "smollm2", "minilm", "starter"))
def tokenizer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    if request.param == "starter":
        return tokenizer_from_folder(paths.resources() / "starters" / "starter")
    if request.param in ("smollm2", "minilm"):
        return open_tokenizer(locate(str(request.getfixturevalue(request.param))))
    return tokenizer_from_folder(saved(request.param, tmp_path_factory.mktemp(request.param)))


def words_of(tokenizer: Tokenizer, text: str) -> list[str]:
    last = [stage for stage in tokenizer.stages(text, bos="no") if stage.name == "pre_tokenizer"][-1]
    return [piece for piece in last.pieces if piece]


@functools.cache
def added_to(tokenizer: Tokenizer) -> list[str]:
    """What is found in a text before it is cut into words."""
    return [tokenizer.piece(token) for token in range(tokenizer.n_ids) if tokenizer.is_added(token)]


@settings(deadline=None, max_examples=80)
@given(text=texts | st.text(max_size=12))
def test_that_the_ladders_of_a_text_end_at_the_librarys_ids(tokenizer: Tokenizer, text: str) -> None:
    assume(not any(added in text for added in added_to(tokenizer)))
    ended = []
    for word in words_of(tokenizer, text):
        ladder = rungs_of(tokenizer.cut(CutRequest("", word)))
        number = ladder.IDS if isinstance(ladder, PathRungs) else ladder.n - 1
        ended += [box.id for box in ladder.rung(number).boxes]
    assert ended == tokenizer.encode(text, bos="no").ids.tolist()


@settings(deadline=None, max_examples=60)
@given(text=texts | st.text(max_size=12))
def test_that_boxes_stand_side_by_side_within_the_columns(tokenizer: Tokenizer, text: str) -> None:
    for word in words_of(tokenizer, text):
        ladder = rungs_of(tokenizer.cut(CutRequest("", word)))
        for number in range(ladder.n):
            boxes = ladder.rung(number).boxes
            edges = [edge for box in boxes for edge in (box.first, box.last)]
            assert edges == sorted(edges)
            assert all(0 <= box.first < box.last <= ladder.n_columns for box in boxes)


def test_that_a_merge_removes_one_boundary_and_marks_what_it_made(smol: Tokenizer) -> None:
    ladder = rungs_of(smol.cut(CutRequest("", "Ġtokenization")))
    assert isinstance(ladder, MergeRungs)
    assert [box.label for box in ladder.rung(0).boxes] == ["·", *"tokenization"]
    for step, merge in enumerate(ladder.merging.merges, start=1):
        before, now = ladder.rung(step - 1), ladder.rung(step)
        assert len(now.boxes) == len(before.boxes) - 1
        (made,) = [box for box in now.boxes if box.kind == "made"]
        assert (made.id, made.spelled) == (merge.taken.id, merge.taken.spelled)
        (taken,) = [tick for tick in before.ticks if tick.taken]
        assert made.first < taken.column < made.last
        assert taken.rank == min(tick.rank for tick in before.ticks)
        assert {tick.column for tick in before.ticks} <= {box.first for box in before.boxes}
