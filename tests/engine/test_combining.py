"""Heads taken together, words, rows without the first key: against NumPy on the whole pattern."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from made_models import IDS

from workbench.engine import LoadedModel, Trace
from workbench.engine.combining import Grouping, combined
from workbench.engine.patterns import Patterns
from workbench.engine.strongest import combined_map, strongest
from workbench.errors import WorkbenchError
from workbench.values import Combination, CombinedRequest, HeadRequest, LinesRequest, StrongestRequest, word_starts

TEXT = "Don't stop: the cats' tokens, 토큰과 데이터 and 한국어 naïve 漢字!"


@pytest.fixture(params=["kept", "in slabs"])
def trace(request: pytest.FixtureRequest, small: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> Trace:
    """A trace of a text in words, whose layers are kept or never whole."""
    budget = {"kept": 1 << 24, "in slabs": 1}[request.param]
    monkeypatch.setattr(Patterns.__init__, "__kwdefaults__", {**(Patterns.__init__.__kwdefaults__ or {}), "budget_bytes": budget})
    return small.trace(TEXT)


def expected(trace: Trace, layer: int, head: int, how: Combination, part: str = "") -> np.ndarray:
    """The same, the slow way, in float64."""
    found = np.stack([trace.pattern(one, part=part) for one in range(trace.patterns(part).n_layers)]).astype(np.float64)
    found = {"head": found[layer, head][None], "layer": found[layer], "all": found.reshape(-1, *found.shape[2:])}[how.over]
    if how.renormalise:
        found[..., 0] = 0
        sums = found.sum(-1, keepdims=True)
        found = np.divide(found, sums, out=np.zeros_like(found), where=sums > 0)
    if how.words:
        queries, keys = (word_starts(text) for text in trace.texts(part))
        found = np.add.reduceat(found, keys, axis=-1)
        parts = np.split(found, queries[1:], axis=-2)
        found = np.stack([part.sum(-2) / np.maximum((part.sum(-1) > 0).sum(-1, keepdims=True), 1) for part in parts], axis=-2)
    return found.max(0) if how.reduce == "max" else found.mean(0)


WAYS = [
    Combination(over, reduce, words, renormalise)  # type: ignore[arg-type]
    for over in ("head", "layer", "all")
    for reduce in ("mean", "max")
    for words in (False, True)
    for renormalise in (False, True)
]


@pytest.mark.parametrize("how", WAYS, ids=lambda how: f"{how.over}-{how.reduce}-{how.words}-{how.renormalise}")
def test_that_a_combined_map_is_that_of_the_whole_patterns(trace: Trace, how: Combination) -> None:
    (found,) = combined_map(trace, CombinedRequest(trace.request, 1, 2, combination=how))
    assert np.abs(found.weights - expected(trace, 1, 2, how)).max() < 1e-6


@pytest.mark.parametrize("over", ["head", "layer", "all"])
@pytest.mark.parametrize("renormalise", [False, True])
def test_that_rows_of_words_still_sum_to_one(trace: Trace, over: Any, renormalise: bool) -> None:
    (found,) = combined_map(trace, CombinedRequest(trace.request, 0, 0, combination=Combination(over, "mean", True, renormalise)))
    sums = found.weights.sum(-1)
    assert np.abs(sums[1:] - 1).max() < 1e-6
    assert len(sums) == len(word_starts(trace.encoding)) < len(trace.encoding.ids)


@pytest.mark.parametrize("rows", [1, 3, 7, 128])
def test_that_words_across_slabs_are_whole(rows: int) -> None:
    import torch

    n, starts = 29, np.array([0, 1, 2, 9, 20, 21, 28], np.int32)
    weights = torch.rand(2, n, n, generator=torch.Generator().manual_seed(3)).tril()
    weights /= weights.sum(-1, keepdim=True)
    patterns = Patterns(lambda *_: iter(()), (1, 2, n, n), causal=True, like=weights)
    patterns.keep(0, weights)
    slabs = patterns.slabs
    patterns.slabs = lambda layer: slabs(layer, rows=rows)  # type: ignore[method-assign,assignment]
    grouping = Grouping(starts, n)
    found = combined(patterns, 0, 0, Combination(over="layer", words=True), queries=grouping, keys=grouping)
    by_keys = np.add.reduceat(weights.double().numpy(), starts, axis=-1)
    wanted = np.stack([part.mean(-2) for part in np.split(by_keys, starts[1:], axis=-2)], axis=-2).mean(0)
    assert np.abs(found.numpy() - wanted).max() < 1e-6


def test_that_a_query_with_nothing_but_the_first_key_reads_nothing_without_it(trace: Trace) -> None:
    (found,) = combined_map(trace, CombinedRequest(trace.request, 0, 1, combination=Combination(renormalise=True)))
    assert (found.weights[0] == 0).all()
    assert (found.weights[:, 0] == 0).all()
    assert np.abs(found.weights[1:].sum(-1) - 1).max() < 1e-6


@pytest.mark.parametrize("part", ["encoder", "decoder", "cross"])
def test_that_two_texts_have_words_of_their_own(t5: LoadedModel, part: Any) -> None:
    trace = t5.trace(TEXT[:30], target=[65, 66, 32, 67, 68, 69])
    how = Combination("layer", "max", words=True)
    (found,) = combined_map(trace, CombinedRequest(trace.request, 1, 3, part=part, combination=how))
    wanted = expected(trace, 1, 3, how, part)
    assert found.weights.shape == wanted.shape
    assert np.abs(found.weights - wanted).max() < 1e-6


@pytest.mark.parametrize("how", [Combination(), Combination("all", "max", words=True), Combination(renormalise=True)])
def test_that_the_strongest_are_the_largest_of_each_row(trace: Trace, how: Combination) -> None:
    *_, found = strongest(
        trace, StrongestRequest(trace.request, ((1, 2), (0, 1))[: 1 if how.over == "all" else 2], combination=how, most=5)
    )
    for number, (layer, head) in enumerate(found.request.heads):
        whole = expected(trace, layer, head, how)
        assert np.abs(found.weights[number] - np.sort(whole, axis=-1)[:, ::-1][:, :5]).max() < 1e-6
        assert np.abs(np.take_along_axis(whole, found.keys[number].astype(int), axis=-1) - found.weights[number]).max() < 1e-6
        assert np.abs(found.mass[number] - whole.sum(-1)).max() < 1e-6


def test_that_keys_can_be_left_out_of_the_strongest(trace: Trace) -> None:
    *_, found = strongest(trace, StrongestRequest(trace.request, ((1, 2),), most=9, keys=(4, 11), hide_sink=True))
    whole = expected(trace, 1, 2, Combination())
    assert set(found.keys[found.weights > 0].tolist()) <= set(range(4, 11))
    assert np.abs(found.mass[0] - whole[:, 4:11].sum(-1)).max() < 1e-6
    *_, found = strongest(trace, StrongestRequest(trace.request, ((1, 2),), most=9, hide_sink=True))
    assert not (found.keys[found.weights > 0] == 0).any()
    assert np.abs(found.mass[0] - whole[:, 1:].sum(-1)).max() < 1e-6
    assert np.abs(found.whole[0] - 1).max() < 1e-6


def test_that_equal_weights_come_in_the_order_of_their_keys() -> None:
    import torch

    from workbench.engine.strongest import _strongest

    keys, weights, mass = _strongest(torch.tensor([[0.2, 0.3, 0.2, 0.3]]), 4)
    assert keys.tolist() == [[1, 3, 0, 2]]
    assert weights[0, 0] == pytest.approx(0.3)
    assert float(mass[0]) == pytest.approx(1.0)


@pytest.mark.parametrize("together", ["", "sum", "mean", "max"])
@pytest.mark.parametrize("how", [Combination(), Combination("layer", words=True)])
def test_that_tokens_taken_together_are_those_of_the_whole_pattern(trace: Trace, together: Any, how: Combination) -> None:
    positions = (2, 5, 6)
    lines = trace.lines(LinesRequest(trace.request, 1, 2, positions, together=together, combination=how))
    whole = expected(trace, 1, 2, how)
    for found, wanted in ((lines.read, whole[list(positions)]), (lines.read_by, whole[:, list(positions)].T)):
        reduced = {"": wanted, "sum": wanted.sum(0), "mean": wanted.mean(0), "max": wanted.max(0)}[together]
        assert np.abs(found - np.atleast_2d(reduced)).max() < 1e-6


def test_that_the_picture_of_a_combination_is_its_map(trace: Trace) -> None:
    how = Combination("all", "max", words=True, renormalise=True)
    whole = expected(trace, 0, 0, how)
    image = trace.head(HeadRequest(trace.request, 0, 0, pixels=4096, combination=how))
    assert image.region == (0, *whole.shape[:1], 0, whole.shape[1])
    assert np.abs(image.image / 255 * image.high - whole).max() < image.high / 255
    part = trace.head(HeadRequest(trace.request, 0, 0, region=(3, 9, 1, 8), pixels=4096, combination=how))
    assert np.abs(part.image / 255 * part.high - whole[3:9, 1:8]).max() < part.high / 255 + 1e-6


def test_that_what_is_out_of_range_is_named(trace: Trace) -> None:
    for request in (StrongestRequest(trace.request, ((9, 0),)), StrongestRequest(trace.request, ((0, 0),), keys=(5, 5))):
        with pytest.raises(WorkbenchError) as caught:
            list(strongest(trace, request))
        assert caught.value.code == "bad-value"
    with pytest.raises(WorkbenchError):
        list(combined_map(trace, CombinedRequest(trace.request, 0, 0, queries=(0, 9999))))


def test_that_the_map_last_made_is_kept_and_counted(small: LoadedModel) -> None:
    trace = small.trace([*IDS])
    how = Combination("all")
    before = trace.cost_bytes
    first = trace.map(0, 0, how)
    assert trace.map(2, 1, how) is first
    assert trace.cost_bytes >= before + first.nbytes
    assert trace.map(2, 1, Combination(renormalise=True)) is not first
