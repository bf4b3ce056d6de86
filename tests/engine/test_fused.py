"""Hand-written gradients are those of autograd: float64 decides, and in float32 neither is nearer to it than the other."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import pytest
import torch
import torch.nn.functional as F  # noqa: N812
from torch import Tensor

from workbench.engine import fused
from workbench.engine.initial import initialise
from workbench.engine.positions import rotate
from workbench.engine.training.architecture import spec_of
from workbench.engine.training.batches import NOT_COUNTED, Batch
from workbench.engine.training.measures import summed_loss
from workbench.engine.transformer import Transformer
from workbench.values import Architecture

Part = Callable[..., Tensor]
N, D, HEADS, D_MLP, D_VOCAB = 150, 8, 2, 12, 11
"""More positions than a slab has, so that there are two."""


def leaves(*shapes: Sequence[int], seed: int = 0) -> list[Tensor]:
    drawn = torch.Generator().manual_seed(seed)
    return [torch.randn(*shape, generator=drawn, dtype=torch.float64).requires_grad_() for shape in shapes]


def turn_of(x: Tensor) -> fused.Turn:
    """Of x [b, n, D]."""
    angles = torch.outer(torch.arange(x.shape[1]), torch.linspace(0.1, 1.0, D // HEADS // 2))
    return angles.cos().to(x.dtype), angles.sin().to(x.dtype)


def attention(x: Tensor, q: Tensor, k: Tensor, v: Tensor, *, turn: fused.Turn | None, n_heads: int, scale: float, causal: bool) -> Tensor:
    """The same from PyTorch's parts."""
    b, n, _ = x.shape
    asked, known, told = ((x @ table.t()).view(b, n, n_heads, -1).transpose(1, 2) for table in (q, k, v))
    z = F.scaled_dot_product_attention(rotate(asked, turn), rotate(known, turn), told, is_causal=causal, scale=scale)
    return z.transpose(1, 2).flatten(2)


def attending(part: Part, *, causal: bool, turned: bool = True) -> Part:
    return lambda x, *tables: part(x, *tables, turn=turn_of(x) if turned else None, n_heads=HEADS, scale=0.4, causal=causal)


def plain_norm(x: Tensor, weight: Tensor) -> Tensor:
    return F.rms_norm(x, weight.shape, weight, 1e-5)


def plain_mlp(x: Tensor, gate: Tensor, up: Tensor, down: Tensor) -> Tensor:
    return F.linear(F.silu(F.linear(x, gate)) * F.linear(x, up), down)


def plain_loss(x: Tensor, table: Tensor) -> Tensor:
    return F.cross_entropy(x @ table.t(), targets(len(x)), reduction="sum")


def fused_loss(x: Tensor, table: Tensor) -> Tensor:
    return fused.summed_cross_entropy(x, table, targets(len(x)))


def targets(n: int) -> Tensor:
    return torch.arange(n) % D_VOCAB


SQUARE = ((2, N, D), (D, D), (D, D), (D, D))
PARTS: dict[str, tuple[Part, Part, tuple[tuple[int, ...], ...]]] = {
    "norm": (lambda x, w: fused.rms_norm(x, w, 1e-5), plain_norm, ((2, N, D), (D,))),
    "mlp": (fused.gated_mlp, plain_mlp, ((2, N, D), (D_MLP, D), (D_MLP, D), (D, D_MLP))),
    "causal": (attending(fused.self_attention, causal=True), attending(attention, causal=True), SQUARE),
    "all see all": (attending(fused.self_attention, causal=False), attending(attention, causal=False), SQUARE),
    "unturned": (attending(fused.self_attention, causal=True, turned=False), attending(attention, causal=True, turned=False), SQUARE),
    "loss": (fused_loss, plain_loss, ((2 * N, D), (D_VOCAB, D))),
}


def compare(ours: Part, plain: Part, inputs: Sequence[Tensor]) -> None:
    """Equal within some thousand roundings of float64, values and gradients."""
    value, expected = ours(*inputs), plain(*inputs)
    torch.testing.assert_close(value, expected, rtol=1e-12, atol=1e-12)
    upstream = torch.randn(value.shape, generator=torch.Generator().manual_seed(1), dtype=value.dtype)
    found, right = (torch.autograd.grad(one, inputs, upstream) for one in (value, expected))
    for one, other in zip(found, right, strict=True):
        torch.testing.assert_close(one, other, rtol=1e-11, atol=1e-11)


@pytest.mark.parametrize("name", PARTS)
def test_that_values_and_gradients_in_float64_are_those_of_the_plain_part(name: str) -> None:
    ours, plain, shapes = PARTS[name]
    compare(ours, plain, leaves(*shapes))


@pytest.mark.parametrize("causal", [True, False])
def test_that_attention_whose_pattern_is_too_large_to_keep_has_the_same_gradients(causal: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fused, "MOST_PATTERN_BYTES", 0)
    compare(attending(fused.self_attention, causal=causal), attending(attention, causal=causal), leaves(*SQUARE))


def test_that_a_loss_made_some_rows_at_a_time_is_the_whole_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fused, "LOSS_ROWS", 7)
    compare(fused_loss, plain_loss, leaves((2 * N, D), (D_VOCAB, D)))


@pytest.mark.parametrize("name", PARTS)
def test_that_gradients_are_the_slopes_of_the_values(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fused, "SLAB_ROWS", 3)
    ours, _, shapes = PARTS[name]
    small = [tuple(5 if size == N else 9 if size == 2 * N else size for size in shape) for shape in shapes]
    assert torch.autograd.gradcheck(ours, leaves(*small), fast_mode=True)


@pytest.mark.parametrize("name", PARTS)
def test_that_float32_is_as_near_to_the_truth_as_the_plain_part_is(name: str) -> None:
    ours, plain, shapes = PARTS[name]
    exact = leaves(*shapes)
    truth = torch.autograd.grad(plain(*exact).sum(), exact)
    rounded = [one.detach().float().requires_grad_() for one in exact]
    errors = []
    for part in (ours, plain):
        found = torch.autograd.grad(part(*rounded).sum(), rounded)
        errors.append([float((one.double() - right).norm() / right.norm()) for one, right in zip(found, truth, strict=True)])
    for our_error, plain_error in zip(*errors, strict=True):
        assert our_error < max(3 * plain_error, 1e-6)


@pytest.mark.parametrize("recompute", [False, True])
def test_that_a_whole_model_in_training_has_the_gradients_of_autograd(recompute: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    transformer = Transformer(spec_of(Architecture("decoder", 2, HEADS, D, D_MLP, 32), d_vocab=D_VOCAB, start_id=0))
    initialise(transformer, torch.Generator().manual_seed(0))
    transformer.double().recompute(recompute)
    drawn = torch.randint(D_VOCAB, (3, 33), generator=torch.Generator().manual_seed(1))
    right = drawn[:, 1:].clone()
    right[0, 20:] = NOT_COUNTED
    batch = Batch(drawn[:, :-1], right)
    called = []
    attend = fused.self_attention
    monkeypatch.setattr(fused, "self_attention", lambda *given, **named: called.append(1) or attend(*given, **named))
    found = []
    for training in (True, False):  # in evaluation the parts are the plain ones
        transformer.train(training).zero_grad()
        loss = summed_loss(transformer, batch)
        loss.backward()
        found.append((loss.detach(), {name: one.grad.clone() for name, one in transformer.named_parameters() if one.grad is not None}))
    assert len(called) == (4 if recompute else 2), "both layers, in training alone; each again where it is computed again"
    torch.testing.assert_close(*found, rtol=1e-10, atol=1e-10)


def test_that_tables_behind_each_other_in_one_piece_of_memory_give_the_gradients_of_tables_apart() -> None:
    x, *apart = leaves((2, N, D), (D, D), (D, D), (D, D))
    piece = torch.cat([table.detach().flatten() for table in apart])
    beside = [part.view(D, D).detach().requires_grad_() for part in piece.chunk(3)]
    turned_about = [beside[0], beside[2], beside[1]]  # begin in the piece, and don't lie behind each other
    told = attending(fused.self_attention, causal=True)
    for tables, same in ((beside, apart), (turned_about, [apart[0], apart[2], apart[1]])):
        found = torch.autograd.grad(told(x, *tables).sum(), (x, *tables))
        for one, other in zip(found, torch.autograd.grad(told(x, *same).sum(), (x, *same)), strict=True):
            assert torch.equal(one, other)


def test_that_frozen_weights_get_no_gradient_and_the_stream_gets_its_own() -> None:
    x, gate, up, down = leaves((1, 4, D), (D_MLP, D), (D_MLP, D), (D, D_MLP))
    for frozen in (gate, up, down):
        frozen.requires_grad_(False)
    (ours,) = torch.autograd.grad(fused.gated_mlp(x, gate, up, down).sum(), [x])
    (right,) = torch.autograd.grad(plain_mlp(x, gate, up, down).sum(), [x])
    torch.testing.assert_close(ours, right, rtol=1e-12, atol=1e-12)


def test_that_nothing_stands_in_without_gradients_under_autocast_or_without_weights() -> None:
    x, weight = torch.ones(1, D), torch.ones(D)
    assert fused.can(x, weight)
    assert not fused.can(x)
    assert not fused.can(x, weight.double())
    with torch.no_grad():
        assert not fused.can(x, weight)
    with torch.autocast("cpu", torch.bfloat16):
        assert not fused.can(x, weight)
