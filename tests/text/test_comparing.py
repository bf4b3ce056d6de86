"""Several tokenizers over one text: every lane partitions its bytes, cuts are marked where they differ, each token is counted once."""

from __future__ import annotations

import unicodedata
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workbench.library import locate, locate_tokenizer, open_tokenizer
from workbench.text import Tokenizer
from workbench.text.comparing import cuts_of, lane_of
from workbench.text.placing import placed
from workbench.text.scripts import added, costs, scripts_of
from workbench.text.tokenizer_training import train
from workbench.values import CHANGED, KEPT, LOST, SCRIPTS, SPACES, Lane, TrainTokenizerRequest

MARKS = ["Hello", " 한국어", "[MASK]", "[UNK]", "</s>", " café", unicodedata.normalize("NFD", "각각")]
texts = st.lists(st.sampled_from(MARKS), max_size=5).map("".join) | st.text(
    st.sampled_from(list("aeot hTQ  \n\t.,!'12가나는한각ㅏ\u1112\u1161\u11abé\u0301É☃👩\u200d💻\u3000▁#ﬁＡß中"))
    | st.characters(exclude_categories=["Cs"]),
    max_size=40,
)


@pytest.fixture(scope="module")
def tokenizers(smol: Tokenizer, minilm: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Tokenizer]:
    folder = tmp_path_factory.mktemp("unigram")
    file = folder / "text.txt"
    file.write_text("the quick brown fox 한국어 문장을 읽고 쓰는\n나는 오늘 커피를 마셨다 and so on\n" * 40, "utf-8")
    list(train(TrainTokenizerRequest("u", (str(file),), "unigram", 90, "metaspace", "NFC"), folder, beside=None, stopped=lambda: False))
    return {
        "starter": open_tokenizer(locate("starter")),
        "smol": smol,
        "minilm": open_tokenizer(locate(str(minilm))),
        "unigram": open_tokenizer(locate_tokenizer(str(folder / "tokenizer.json"))),
    }


def lanes_of(tokenizers: dict[str, Tokenizer], text: str) -> list[Lane]:
    return [lane_of(one, text, reference=name, name=name) for name, one in tokenizers.items()]


@given(texts)
@settings(deadline=None, max_examples=150)
def test_that_all_lanes_partition_the_same_bytes(tokenizers: dict[str, Tokenizer], text: str) -> None:
    size = len(text.encode())
    for lane in lanes_of(tokenizers, text):
        ends = lane.spans[:, 1].tolist()
        assert lane.spans[:, 0].tolist() == [0, *ends][: len(ends)], lane.name
        assert ends == sorted(ends)
        assert ends[-1:] == ([size] if ends else []), lane.name
        assert size == 0 or ends, lane.name


@given(texts)
@settings(deadline=None, max_examples=150)
def test_that_cuts_are_marked_as_differing_exactly_where_the_lanes_differ(tokenizers: dict[str, Tokenizer], text: str) -> None:
    lanes = lanes_of(tokenizers, text)
    size = len(text.encode())
    places, cuts = cuts_of(lanes, size)
    inner = [{end for _, end in lane.spans.tolist() if 0 < end < size} for lane in lanes]
    assert places.tolist() == sorted(set().union(*inner))
    for column, place in enumerate(places.tolist()):
        assert cuts[:, column].tolist() == [place in one for one in inner]


@given(texts)
@settings(deadline=None, max_examples=150)
def test_that_what_is_said_to_be_kept_is_kept(tokenizers: dict[str, Tokenizer], text: str) -> None:
    raw = text.encode()
    for tokenizer, lane in zip(tokenizers.values(), lanes_of(tokenizers, text), strict=True):
        ids = [one for one in lane.ids.tolist() if one >= 0]
        if (lane.fates == KEPT).all():
            assert b"".join(map(tokenizer.token_bytes, ids)).removeprefix(tokenizer.lead) in (raw, raw.removeprefix(tokenizer.lead))
        if not (lane.fates == KEPT).all() and lane.name in ("starter", "smol"):
            assert lane.lost, "bytes leave nothing unknown, so whatever isn't kept is lost"
        assert (lane.ids < 0).sum() == 0 or (lane.fates[lane.ids < 0] == LOST).all()


@given(texts)
@settings(deadline=None, max_examples=100)
def test_that_costs_are_those_counted_byte_by_byte(tokenizers: dict[str, Tokenizer], text: str) -> None:
    scripts = scripts_of(text).tolist()
    of_byte = [script for script, one in zip(scripts, text, strict=True) for _ in one.encode()]
    space = SCRIPTS.index("space")
    for lane in lanes_of(tokenizers, text):
        sums = [Fraction(0)] * len(SCRIPTS)
        spans = lane.spans[lane.ids >= 0].tolist()
        for first, last in spans:
            under = of_byte[first:last] or of_byte[max(first - 1, 0) : max(first, 1)]
            solid = [one for one in under if one != space] or under
            for one in solid:
                sums[one] += Fraction(1, len(solid))
        assert sum(sums) == len(spans)
        np.testing.assert_allclose([one.tokens for one in lane.costs], [float(one) for one in sums], atol=1e-9)
        assert sum(one.characters for one in lane.costs) == len(text)
        assert sum(one.size_bytes for one in lane.costs) == len(text.encode())


def test_that_lower_case_and_unknown_words_are_shown_for_what_they_are(tokenizers: dict[str, Tokenizer]) -> None:
    text = "Hello world ☃☃ !"
    lane = lane_of(tokenizers["minilm"], text, reference="m", name="m")
    found = [(text.encode()[first:last].decode(), int(fate)) for (first, last), fate in zip(lane.spans.tolist(), lane.fates, strict=True)]
    assert found == [("Hello", CHANGED), (" world", SPACES), (" ☃☃", LOST), (" !", SPACES)]


def test_that_a_text_without_tokens_is_one_lost_stretch(tokenizers: dict[str, Tokenizer]) -> None:
    lane = lane_of(tokenizers["minilm"], "  \n ", reference="m", name="m")
    assert lane.ids.tolist() == [-1]
    assert lane.spans.tolist() == [[0, 4]]
    assert lane.fates.tolist() == [LOST]
    assert sum(one.tokens for one in lane.costs) == 0


def test_that_the_parts_of_a_syllable_share_its_bytes(tokenizers: dict[str, Tokenizer]) -> None:
    lane = lane_of(tokenizers["minilm"], "각 a", reference="m", name="m")
    assert lane.spans.tolist() == [[0, 3], [3, 3], [3, 3], [3, 5]]
    assert lane.costs[SCRIPTS.index("hangul")].tokens == 3


def test_that_a_decomposed_text_is_placed_by_its_own_bytes(tokenizers: dict[str, Tokenizer]) -> None:
    text = unicodedata.normalize("NFD", "나는 오늘")
    found = placed(tokenizers["unigram"], text)
    under = "".join(text.encode()[first:last].decode() for first, last in found.spans.tolist())
    assert under == text, "no cut within a syllable that the tokenizer sees as one"


def test_that_scripts_are_told_apart() -> None:
    text = "aÉ한ㅏ٣5.+漢👩🏽\u200d💻 \n\u0301"
    names = [SCRIPTS[one] for one in scripts_of(text)]
    assert names == [*["latin"] * 2, *["hangul"] * 2, *["digit"] * 2, *["symbol"] * 2, *["other"] * 5, "space", "space", "space"]


def test_that_words_are_stretches_of_one_script_and_syllables_are_counted_in_either_form() -> None:
    for text in ("한국어2개, two!", unicodedata.normalize("NFD", "한국어2개, two!")):
        by_script = {one.script: one for one in costs(text, np.zeros((0, 2), np.int64))}
        assert {script: one.words for script, one in by_script.items()} == {
            "latin": 1, "hangul": 2, "digit": 1, "symbol": 2, "other": 0, "space": 0,
        }  # fmt: skip
        assert by_script["hangul"].syllables == 4


def test_that_costs_add_up() -> None:
    one, other = costs("ab 한", np.array([[0, 2], [2, 6]])), costs("1", np.array([[0, 1]]))
    assert [part.tokens for part in added((one, other))] == [1, 1, 1, 0, 0, 0]
    assert [part.characters for part in added((one, other))] == [2, 1, 1, 0, 0, 1]
