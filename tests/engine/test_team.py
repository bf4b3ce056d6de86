"""How several processes share a batch: what each takes, and that the sum is the whole. Real processes meet in test_train_together."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
import torch
import torch.distributed as dist

from workbench.engine.initial import initialise
from workbench.engine.training.measures import summed_loss
from workbench.engine.training.setup import set_up
from workbench.engine.training.team import Several
from workbench.engine.transformer import Transformer
from workbench.values import Architecture, TrainRequest

PAIR = Architecture("encoder-decoder", 1, 2, 16, 32, 32)
REQUEST = TrainRequest("s", "seq2seq", PAIR, n_steps=6, data="numbers", batch_tokens=64, micro_rows=8, warmup_steps=2, valid_rows=2)


class Meeting:
    """Where two threads of one process add up, as two processes do by gloo."""

    def __init__(self) -> None:
        self._barrier, self._given = threading.Barrier(2), {}

    def all_reduce(self, tensor: torch.Tensor) -> None:
        self._given[threading.get_ident()] = tensor.clone()
        self._barrier.wait()
        total = sum(self._given.values())
        self._barrier.wait()
        tensor.copy_(total)


def one_of_two(rank: int) -> Several:
    made = Several.__new__(Several)
    made.rank, made.size = rank, 2
    return made


@pytest.mark.parametrize("n_rows", [7, 1])
def test_that_shares_add_up_to_the_whole_batch(n_rows: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path))
    monkeypatch.setattr(dist, "all_reduce", Meeting().all_reduce)
    setup = set_up(REQUEST)
    batch = setup.rows.batch(0, n_rows)
    transformers = [Transformer(setup.spec) for _ in range(3)]
    for transformer in transformers:
        initialise(transformer, torch.Generator().manual_seed(1))
        transformer.double()
    whole = summed_loss(transformers[2], batch)
    whole.backward()
    totals = [0.0, 0.0]

    def work(rank: int) -> None:
        team, transformer = one_of_two(rank), transformers[rank]
        total = 0.0
        for share in team.shares([batch]):
            summed = summed_loss(transformer, share)
            summed.backward()
            total += float(summed.detach())
        totals[rank] = team.summed(list(transformer.parameters()), total)

    threads = [threading.Thread(target=work, args=(rank,)) for rank in (0, 1)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert totals == pytest.approx([float(whole.detach())] * 2, rel=1e-6)
    for other in transformers[:2]:
        for mine, theirs in zip(other.parameters(), transformers[2].parameters(), strict=True):
            assert (mine.grad is None) == (theirs.grad is None)
            if mine.grad is not None:
                torch.testing.assert_close(mine.grad, theirs.grad, rtol=1e-6, atol=1e-9)
