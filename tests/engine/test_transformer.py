"""Identities of the forward pass that hold for any weights."""

from __future__ import annotations

import dataclasses
import itertools

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from made_models import D_VOCAB, IDS

from workbench.engine import LoadedModel, attend
from workbench.engine.attend import Sight
from workbench.engine.cache import KeyValueCache
from workbench.engine.linear import Linear, PackedLinear, faster_kernel, pack
from workbench.engine.positions import Rotary, rotate
from workbench.engine.spec import ModelSpec, RotarySpec
from workbench.engine.transformer import Transformer
from workbench.errors import WorkbenchError

SPEC = ModelSpec(
    family="llama", n_layers=2, n_heads=6, n_kv_heads=2, d_model=24, d_head=8, d_mlp=32, d_vocab=50, n_ctx=600, norm_eps=1e-5,
    positions=RotarySpec(100.0), tied=False,
)  # fmt: skip


SIGHT = Sight(8**-0.5)


def made(spec: ModelSpec = SPEC, *, seed: int = 3) -> Transformer:
    torch.manual_seed(seed)
    transformer = Transformer(spec).requires_grad_(False)
    for name, parameter in transformer.named_parameters():
        parameter.normal_(1.0 if "norm" in name else 0.0, 0.3)
    return transformer


def random_heads(n: int, *, heads: int = 6, kv_heads: int = 2, seed: int = 5) -> tuple[torch.Tensor, torch.Tensor, torch.Tensor]:
    random = torch.Generator().manual_seed(seed)
    q, k, v = (torch.randn(1, h, n, 8, generator=random) for h in (heads, kv_heads, kv_heads))
    return q, k, v


def whole(q: torch.Tensor, k: torch.Tensor, *, rows: int = attend.SLAB_ROWS) -> torch.Tensor:
    """The slabs put together: [heads, n, n]."""
    n = q.shape[2]
    pattern = torch.zeros(q.shape[1], n, n)
    for first, slab in attend.slabs(q, k, first_query=0, sight=SIGHT, rows=rows):
        pattern[:, first : first + slab.shape[2], : slab.shape[3]] = slab[0]
    return pattern


@given(n=st.integers(1, 300))
@settings(max_examples=20)
def test_that_rows_sum_to_one_and_no_query_sees_the_future(n: int) -> None:
    q, k, _ = random_heads(n)
    pattern = whole(q, k)
    assert (pattern.sum(-1) - 1).abs().max() < 1e-6
    assert (pattern.triu(1) == 0).all()
    assert (pattern[:, 0, 0] == 1).all()


def test_that_constant_keys_share_the_weight_equally() -> None:
    q, k, _ = random_heads(150)
    pattern = whole(q, torch.ones_like(k))
    expected = torch.ones(150, 150).tril() / torch.arange(1, 151)[:, None]
    assert (pattern - expected).abs().max() < 1e-6


def test_that_query_head_h_reads_its_groups_keys_and_values() -> None:
    q, k, v = random_heads(20)
    grouped = whole(q, k)
    for head in range(6):
        alone = whole(q[:, head, None], k[:, head // 3, None])
        assert torch.allclose(grouped[head], alone[0], atol=1e-7)
    seen = attend.explicit(q, k, v, first_query=0, sight=SIGHT, see=lambda first, slab: None)
    for head in range(6):
        assert torch.allclose(seen[0, head], grouped[head] @ v[0, head // 3], atol=1e-6)


@pytest.mark.parametrize("first", [0, 5, 200])
def test_that_fused_and_explicit_attention_agree(first: int) -> None:
    q, k, v = random_heads(260)
    part = q[:, :, first:]
    explicit = attend.explicit(part, k, v, first_query=first, sight=SIGHT, see=lambda at, slab: None)
    assert (attend.fused(part, k, v, first_query=first, sight=SIGHT) - explicit).abs().max() < 2e-6


@given(rows=st.integers(1, 70))
@settings(max_examples=15)
def test_that_the_height_of_slabs_changes_nothing(rows: int) -> None:
    q, k, _ = random_heads(64)
    assert (whole(q, k, rows=rows) - whole(q, k)).abs().max() < 1e-6


def test_that_permuting_heads_with_their_outputs_leaves_the_logits() -> None:
    spec = dataclasses.replace(SPEC, n_kv_heads=6)
    transformer, ids = made(spec), torch.arange(30)[None]
    before = transformer.logits(transformer(ids))
    order = torch.tensor([4, 0, 5, 2, 1, 3])
    rows = (order[:, None] * 8 + torch.arange(8)).flatten()
    for block in transformer.stack.blocks:
        for linear in (block.attn.q, block.attn.k, block.attn.v):
            linear.weight.copy_(linear.weight[rows])
        block.attn.o.weight.copy_(block.attn.o.weight[:, rows])
    assert (transformer.logits(transformer(ids)) - before).abs().max() < 1e-4


@given(cuts=st.lists(st.integers(1, 39), max_size=4), seed=st.integers(0, 99))
@settings(max_examples=20)
def test_that_reading_in_pieces_through_the_cache_equals_reading_at_once(cuts: list[int], seed: int) -> None:
    transformer = made()
    ids = torch.randint(0, 50, (1, 40), generator=torch.Generator().manual_seed(seed))
    cache = KeyValueCache(SPEC, 40, device=ids.device, dtype=torch.float32)
    borders = [0, *sorted(set(cuts)), 40]
    pieces = [transformer(ids[:, a:b], cache=cache) for a, b in itertools.pairwise(borders)]
    assert cache.length == 40
    assert (torch.cat(pieces, dim=1) - transformer(ids)).abs().max() < 1e-4


def test_that_a_cancelled_pass_leaves_the_cache_as_it_was() -> None:
    transformer, ids = made(), torch.arange(9)[None]
    cache = KeyValueCache(SPEC, 20, device=ids.device, dtype=torch.float32)
    transformer(ids, cache=cache)
    with pytest.raises(WorkbenchError, match="Cancelled"):
        transformer(ids, cache=cache, stopped=iter([False, True]).__next__)
    assert cache.length == 9
    again = transformer(ids + 9, cache=cache)
    assert (again - transformer(torch.arange(18)[None])[:, 9:]).abs().max() < 1e-4


def test_that_embeddings_may_stand_for_ids() -> None:
    transformer, ids = made(), torch.arange(9)[None]
    assert torch.equal(transformer(transformer.embed(ids)), transformer(ids))


def test_that_gradients_flow_through_both_kinds_of_attention() -> None:
    transformer = made().requires_grad_(True)
    embeddings = transformer.embed(torch.arange(9)[None]).detach().requires_grad_(True)

    class Watch:
        def pattern(self, layer: int, first_query: int, weights: torch.Tensor) -> None:
            assert weights.requires_grad

    gradients = []
    for probe in (None, Watch()):
        loss = transformer.logits(transformer(embeddings, probe=probe)).square().mean()
        gradients.append(torch.autograd.grad(loss, embeddings)[0])
    assert gradients[0].abs().max() > 0
    assert (gradients[0] - gradients[1]).abs().max() < 1e-4 * gradients[0].abs().max()


def test_that_the_last_stream_seen_through_the_lens_is_the_models_logits() -> None:
    transformer, ids = made(), torch.arange(9)[None]
    *_, last = transformer.residuals(ids)
    assert torch.equal(transformer.logits(last), transformer.logits(transformer(ids)))


@given(shift=st.integers(0, 400))
@settings(max_examples=20)
def test_that_rotary_scores_depend_on_distance_alone(shift: int) -> None:
    q, k, _ = random_heads(1, heads=1, kv_heads=1)
    rotary = Rotary(RotarySpec(100.0), 8)

    def score(first: int) -> float:
        return float((rotate(q, rotary(first + 7, 1, like=q)) * rotate(k, rotary(first, 1, like=k))).sum())

    assert abs(score(shift) - score(0)) < 1e-4


def test_that_a_tied_model_has_one_embedding() -> None:
    tied, untied = Transformer(dataclasses.replace(SPEC, tied=True)), Transformer(SPEC)
    assert tied.unembed.weight is tied.embed.weight
    difference = sum(p.numel() for p in untied.parameters()) - sum(p.numel() for p in tied.parameters())
    assert difference == SPEC.d_vocab * SPEC.d_model


def test_that_packed_products_equal_plain_ones_and_the_plain_copy_is_gone(small: LoadedModel) -> None:
    transformer, ids = made(), torch.arange(40)[None]
    with torch.inference_mode():
        plain = transformer.logits(transformer(ids))
        pack(transformer)
        packed = transformer.logits(transformer(ids))
    assert (packed - plain).abs().max() < 1e-4
    assert not any(isinstance(module, Linear) for module in transformer.modules())
    assert sum(isinstance(module, PackedLinear) for module in transformer.modules()) == 15


def test_that_a_private_operator_that_is_gone_leaves_the_plain_product(monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(linear: Linear) -> None:
        raise AttributeError("_reorder_linear_weight")

    monkeypatch.setattr("workbench.engine.linear.PackedLinear", gone)
    assert faster_kernel(made()) == "plain"


def test_that_float64_is_never_packed() -> None:
    assert faster_kernel(made().double()) == "plain"


def test_that_ids_the_model_cannot_read_are_named(small: LoadedModel) -> None:
    for ids, code in (([], "empty-text"), ([1] * 129, "text-too-long"), ([1, D_VOCAB], "ids-out-of-range"), ([-1], "ids-out-of-range")):
        with pytest.raises(WorkbenchError) as caught:
            small.logits(ids)
        assert caught.value.code == code
    assert small.logits([*IDS, *IDS]).shape == (96, D_VOCAB)
    assert small.hidden(IDS).dtype == np.float32
