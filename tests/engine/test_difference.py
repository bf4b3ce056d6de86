"""Two passes laid along each other: places by bytes, weights by sums and means, distances of heads."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from made_models import IDS

from workbench.engine import LoadedModel, Trace, open_model
from workbench.engine.alongside import places
from workbench.engine.difference import MOST_PLACES, difference, grid_difference
from workbench.errors import WorkbenchError
from workbench.library import locate, open_tokenizer
from workbench.values import Difference, DifferenceRequest, Encoding, GridDifference, GridDifferenceRequest, Places

A, B = "When Mary and John went", "When Alice and John went home"


def made(*pieces: str, before: int = 0, after: int = 0) -> Encoding:
    """A text cut into these tokens, with special ones around it."""
    text = "".join(pieces)
    ends = np.cumsum([0, *(len(piece.encode()) for piece in pieces)])
    inner = np.stack([ends[:-1], ends[1:]], axis=1)
    spans = np.concatenate([np.zeros((before, 2), int), inner, np.full((after, 2), ends[-1])]).astype(np.int64)
    kinds = np.array([1] * before + [0] * len(pieces) + [1] * after, np.uint8)
    tokens = ("<s>",) * before + pieces + ("</s>",) * after
    return Encoding(np.zeros(len(tokens), np.int32), tokens, spans, spans, kinds, text)


def said(found: Places) -> list[tuple[str, int, int]]:
    """Label, and how many tokens each text has there."""
    sizes = np.stack([found.a[:, 1] - found.a[:, 0], found.b[:, 1] - found.b[:, 0]], axis=1)
    return [(label, *map(int, size)) for label, size in zip(found.labels, sizes, strict=True)]  # type: ignore[misc]


def one(a: Trace, b: Trace, layer: int = 1, head: int = 2, **changes: Any) -> Difference:
    (found,) = difference(a, b, DifferenceRequest(a.request, b.request, layer, head, **changes))
    return found


def all_heads(a: Trace, b: Trace) -> GridDifference:
    *_, found = grid_difference(a, b, GridDifferenceRequest(a.request, b.request))
    assert isinstance(found, GridDifference)
    return found


def test_that_a_place_ends_wherever_both_tokenizers_cut() -> None:
    found = places(made("un", "believ", "able", " luck"), made("unbeliev", "able", " l", "uck"))
    assert said(found) == [("unbeliev", 2, 1), ("able", 1, 1), (" luck", 1, 2)]
    assert found.both.all()


def test_that_what_only_one_text_has_keeps_its_place() -> None:
    found = places(made("The", " cat", " sat"), made("The", " black", " dog", " sat", "."))
    assert said(found) == [("The", 1, 1), (" cat", 1, 0), (" black", 0, 1), (" dog", 0, 1), (" sat", 1, 1), (".", 0, 1)]


def test_that_special_tokens_around_the_texts_are_paired_from_their_ends() -> None:
    found = places(made("a", " b", before=1, after=1), made("a", " b", before=2))
    assert said(found) == [("<s>", 1, 1), ("<s>", 0, 1), ("a", 1, 1), (" b", 1, 1), ("</s>", 1, 0)]


def test_that_case_and_tokens_across_a_difference_are_no_stumbling_block() -> None:
    assert places(made("The", " CAT"), made("the", " cat")).both.all()
    found = places(made("go", "ne, then"), made("gone", ", when"))  # a token of the first holds equal and other bytes
    assert said(found)[0] == ("go", 1, 0)
    assert not found.both.any()


def test_that_words_which_differ_share_how_they_begin_and_end_where_both_are_cut_there() -> None:
    assert said(places(made("삼백", "십", "이"), made("삼", "백십"))) == [("삼백십", 2, 2), ("이", 1, 0)]
    assert said(places(made("삼", "백십", "이"), made("삼", "백십"))) == [("삼", 1, 1), ("백십", 1, 1), ("이", 1, 0)]
    assert said(places(made(" 학교", "에", " 갔다"), made(" 학교", "는", " 갔다"))) == [
        (" 학교", 1, 1), ("에", 1, 0), ("는", 0, 1), (" 갔다", 1, 1),
    ]  # fmt: skip
    assert not places(made("Mary"), made("Mark")).both.any()


def test_that_every_token_is_in_one_place_and_places_are_in_order() -> None:
    tokenizers = [open_tokenizer(locate(name)) for name in ("starter", "starter-masked")]
    text = "나는 오늘 three hundred 학교에 갔다. 😀 unbelievable"
    first, second = (tokenizer.encode(text) for tokenizer in tokenizers)
    found = places(first, second)
    for side, encoding in ((found.a, first), (found.b, second)):
        there = side[side[:, 1] > side[:, 0]]
        assert np.array_equal(np.concatenate([np.arange(*row) for row in there]), np.arange(len(encoding.ids)))
    both = found.both
    spelled = [first.text.encode()[first.byte_spans[a0, 0] : first.byte_spans[a1 - 1, 1]] for a0, a1 in found.a[both]]
    other = [second.text.encode()[second.byte_spans[b0, 0] : second.byte_spans[b1 - 1, 1]] for b0, b1 in found.b[both]]
    if first.text == second.text:
        assert spelled == other
    assert both.sum() > 5


def test_that_rows_still_sum_to_one_over_the_keys_of_their_own_text(small: LoadedModel) -> None:
    found = one(small.trace(A), small.trace(B))
    for weights, side in ((found.a, found.queries.a), (found.b, found.queries.b)):
        there = side[:, 1] > side[:, 0]
        assert np.allclose(np.nansum(weights[there], axis=1), 1, atol=1e-5)
        assert np.isnan(weights[~there]).all()


def test_that_weights_are_summed_over_keys_and_averaged_over_queries(small: LoadedModel) -> None:
    starter = open_model("starter", kernels="plain")
    a, b = small.trace(A), starter.trace(A)  # bytes, and pieces of several
    found = one(a, b, other_layer=0, other_head=1)
    assert found.queries.both.any()
    pattern = a.pattern(1, [2])[0]
    for row, (q0, q1) in enumerate(found.queries.a):
        for column, (k0, k1) in enumerate(found.keys.a):
            if q1 > q0 and k1 > k0:
                assert found.a[row, column] == pytest.approx(pattern[q0:q1, k0:k1].sum(1).mean(), abs=1e-6)
    other = b.pattern(0, [1])[0]
    whole = [(tuple(q), tuple(k)) for q in found.queries.b for k in found.keys.b if q[1] > q[0] and k[1] > k[0]]
    assert np.allclose(found.b[np.isfinite(found.b)], [other[q0:q1, k0:k1].sum(1).mean() for (q0, q1), (k0, k1) in whole], atol=1e-6)


def test_that_a_pass_differs_from_itself_nowhere(small: LoadedModel) -> None:
    trace = small.trace(IDS)
    found = one(trace, small.trace(IDS))
    assert np.array_equal(found.a, found.b)
    assert found.distance == 0
    assert not all_heads(trace, trace).distances.any()


def test_that_distances_of_all_heads_are_those_of_each_and_at_most_one(small: LoadedModel) -> None:
    a, b = small.trace(A), small.trace(B)
    grid = all_heads(a, b)
    assert grid.distances.shape == (3, 4)
    for layer, head in ((0, 0), (1, 2), (2, 3)):
        assert grid.distances[layer, head] == pytest.approx(one(a, b, layer, head).distance, abs=1e-6)
    assert (grid.distances > 0).all()
    assert (grid.distances <= 1).all()
    assert one(a, a, 0, 0, other_head=3).distance > 0


def test_that_each_attention_of_an_encoder_decoder_has_its_own_sides(t5: LoadedModel) -> None:
    a, b = (t5.trace(IDS, target=target) for target in ([17, 200, 3], [17, 200, 3, 9]))
    found = one(a, b, part="cross")
    assert found.queries.labels != found.keys.labels
    assert found.keys.both.all()
    assert np.allclose(np.nansum(found.a[found.queries.both], axis=1), 1, atol=1e-5)


def test_that_models_of_other_shapes_have_no_grid_but_single_heads(small: LoadedModel, bert: LoadedModel, t5: LoadedModel) -> None:
    a, b = small.trace(IDS), t5.trace(IDS, target=[3])
    with pytest.raises(WorkbenchError) as caught:
        all_heads(a, b)
    assert caught.value.code == "heads-apart"
    found = one(a, bert.trace(IDS))
    assert found.causal == (True, False)
    assert (found.layer, found.head) == (1, 2)


def test_that_a_head_which_the_other_has_not_stands_against_its_last(small: LoadedModel) -> None:
    starter = open_model("starter", kernels="plain")
    a, b = starter.trace(A), small.trace(A)
    found = one(a, b, layer=starter.spec.n_layers - 1, head=starter.spec.n_heads - 1)
    assert (found.layer, found.head) == (min(2, starter.spec.n_layers - 1), min(3, starter.spec.n_heads - 1))
    with pytest.raises(WorkbenchError, match="layer"):
        one(a, b, 0, 0, other_layer=3)


def test_that_texts_of_too_many_places_are_refused(small: LoadedModel, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workbench.engine.difference.MOST_PLACES", 20)
    assert MOST_PLACES == 1024
    with pytest.raises(WorkbenchError) as caught:
        one(small.trace(A), small.trace(A))
    assert caught.value.code == "texts-too-long"
