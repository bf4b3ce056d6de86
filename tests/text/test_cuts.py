"""Replays of how a model cuts a word: whatever the word, they end at the library's own ids."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_tokenizers import MAKERS, MORE, saved, texts

from workbench import paths
from workbench.errors import WorkbenchError
from workbench.library import locate, open_tokenizer
from workbench.text import Tokenizer, tokenizer_from_folder
from workbench.values import CutRequest, Matching, Merging, Paths

ALL = (*MAKERS, *MORE, "smollm2", "minilm", "starter")
WORDS = texts | st.text(max_size=12)


@pytest.fixture(scope="module", params=ALL)
def tokenizer(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Tokenizer:
    if request.param == "starter":
        return tokenizer_from_folder(paths.resources() / "starters" / "starter")
    if request.param in ("smollm2", "minilm"):
        return open_tokenizer(locate(str(request.getfixturevalue(request.param))))
    return tokenizer_from_folder(saved(request.param, tmp_path_factory.mktemp(request.param)))


def made(name: str, folder: Path) -> Tokenizer:
    return tokenizer_from_folder(saved(name, folder))


def words_of(tokenizer: Tokenizer, text: str) -> tuple[str, ...]:
    """What the model is handed, special tokens aside."""
    last = [stage for stage in tokenizer.stages(text, bos="no") if stage.name == "pre_tokenizer"][-1]
    return tuple(piece for piece in last.pieces if piece)


def end_of(tokenizer: Tokenizer, word: str) -> list[int]:
    """Where the replay ends, by its own steps."""
    found = tokenizer.cut(CutRequest("", word))
    if isinstance(found, Merging):
        ids = found.begin.ids.tolist()
        for merge in found.merges:
            ids[merge.taken.at : merge.taken.at + 2] = [merge.taken.id]
        return ids
    if isinstance(found, Matching):
        return found.end.ids.tolist()
    return found.best[0].pieces.ids.tolist()


@settings(deadline=None, max_examples=150)
@given(text=WORDS)
def test_that_replays_end_at_the_librarys_ids(tokenizer: Tokenizer, text: str) -> None:
    encoding = tokenizer.encode(text, bos="no")
    ended = list(itertools.chain.from_iterable(end_of(tokenizer, word) for word in words_of(tokenizer, text)))
    assert ended == encoding.ids.tolist()


@settings(deadline=None, max_examples=60)
@given(text=WORDS)
def test_that_the_sizes_of_pieces_add_up_to_the_word(tokenizer: Tokenizer, text: str) -> None:
    for word in words_of(tokenizer, text):
        found = tokenizer.cut(CutRequest("", word))
        pieces = found.begin if isinstance(found, Merging) else found.end if isinstance(found, Matching) else found.best[0].pieces
        n_bytes = len(found.text.encode())
        assert int(pieces.sizes.sum()) == n_bytes or (isinstance(found, Merging) and -1 < pieces.sizes.sum() < n_bytes)  # bytes lost


def test_that_each_merge_is_the_lowest_rank_among_its_rivals_and_makes_its_two_halves(smol: Tokenizer) -> None:
    found = smol.cut(CutRequest("", "Ġtokenization"))
    assert isinstance(found, Merging)
    assert (found.text, found.whole, found.dropout) == (" tokenization", False, 0.0)
    spelled = list(found.begin.spelled)
    assert spelled == list("Ġtokenization")
    for merge in found.merges:
        assert all(merge.taken.rank <= rival.rank for rival in merge.rivals)
        assert merge.n_rivals >= len(merge.rivals)
        assert spelled[merge.taken.at] + spelled[merge.taken.at + 1] == merge.taken.spelled
        spelled[merge.taken.at : merge.taken.at + 2] = [merge.taken.spelled]
    assert tuple(spelled) == smol.encode(" tokenization").tokens


def test_that_a_word_of_the_vocabulary_is_not_merged_where_the_model_says_so(tmp_path: Path) -> None:
    found = made("whole_words_first", tmp_path).cut(CutRequest("", "Ġqu1ck"))
    assert isinstance(found, Merging)
    assert (found.whole, found.merges, found.begin.ids.tolist()) == (True, (), [500])


def test_that_longest_match_tries_from_the_longest_piece_down(minilm: Path) -> None:
    tokenizer = open_tokenizer(locate(str(minilm)))
    found = tokenizer.cut(CutRequest("", "unaffable"))
    assert isinstance(found, Matching)
    first = [one for one in found.attempts if one.start == 0]
    assert [one.end for one in first] == list(range(9, first[-1].end - 1, -1))
    assert [one.id >= 0 for one in first] == [*[False] * (len(first) - 1), True]
    assert found.end.spelled == tokenizer.encode("unaffable", bos="no").tokens
    hangul = tokenizer.cut(CutRequest("", "龘龘"))
    assert isinstance(hangul, Matching)
    assert (hangul.failure, hangul.end.spelled) == ("nothing-fits", ("[UNK]",))
    long = tokenizer.cut(CutRequest("", "a" * 101))
    assert isinstance(long, Matching)
    assert (long.failure, long.limit, long.attempts) == ("too-long", 100, ())


def every_cut(word: str, scores: dict[str, float], unknown: float) -> Iterator[tuple[float, tuple[str, ...]]]:
    """All ways to cut a word, by brute force."""
    if not word:
        yield 0.0, ()
    for end in range(1, len(word) + 1):
        piece = word[:end]
        if piece in scores or (end == 1 and piece not in scores):
            for rest, pieces in every_cut(word[end:], scores, unknown):
                yield scores.get(piece, unknown) + rest, (piece, *pieces)


@pytest.mark.parametrize("word", ["▁한국어", "▁the", "▁runs", "☃", "▁ove☃r"])
def test_that_the_best_paths_are_the_best_of_all_there_are(word: str, tmp_path: Path) -> None:
    tokenizer = made("unigram", tmp_path)
    scores = dict(__import__("json").loads(tokenizer._inner.model.__getstate__())["vocab"])
    found = tokenizer.cut(CutRequest("", word, most=5))
    assert isinstance(found, Paths)
    every = sorted(every_cut(word, scores, found.unknown_score), key=lambda way: -way[0])
    assert [one.total for one in found.best] == pytest.approx([score for score, _ in every[:5]])
    for one in found.best:
        assert math.isclose(float(one.scores.sum()), one.total)
        assert any("".join(pieces) == word and math.isclose(score, one.total) for score, pieces in every)


def test_that_a_word_too_long_to_follow_is_refused_with_the_limit(tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError, match="2001 characters; its cuts are followed up to 2000") as error:
        made("byte_level", tmp_path).cut(CutRequest("", "a" * 2001))
    assert error.value.code == "word-too-long"
