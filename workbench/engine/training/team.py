"""Several processes that train one model, as `torchrun` starts them: each takes its share of every batch's rows.

The idea that is not obvious: only the first is told things, writes and looks at the clock. The others hear from it before each step
what it has obeyed since the last one, so that all do the same though only one knows why. Rows, losses and gradients are summed, never
averaged: a step of two processes is that of one, but for the order of the sums.
"""

from __future__ import annotations

import contextlib
import datetime
import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Protocol

import torch
import torch.distributed as dist
from torch import Tensor, nn

from workbench.engine.training.batches import Batch
from workbench.errors import WorkbenchError
from workbench.values import TrainCommand, TrainRequest, pack, unpack

GONE = "training-others-gone"
PATIENCE = datetime.timedelta(days=365)
"""A training may be paused for long."""


@dataclass(frozen=True)
class Beginning:
    """What those that follow need to know before the first step."""

    request: TrainRequest
    folder: Path
    resume_from: Path | None


class Team(Protocol):
    """Those that train together, as one of them sees it."""

    def shares(self, batches: Sequence[Batch]) -> list[Batch]:
        """Of each batch the rows that this process takes."""

    def summed(self, parameters: Sequence[nn.Parameter], total: float) -> float:
        """Add up the gradients of all, in place, and a number."""

    def seed(self, seed: int, step: int) -> None:
        """Have dropout draw otherwise in each process."""

    def begin(self, beginning: Beginning) -> None:
        """Say to the others that all is ready."""

    def go_on(self, obeyed: Sequence[TrainCommand]) -> None:
        """Say to the others to take a step, and what was obeyed before it."""

    def end(self) -> None:
        """Say to the others that it is over."""


class Alone:
    """One process."""

    def shares(self, batches: Sequence[Batch]) -> list[Batch]:
        return list(batches)

    def summed(self, parameters: Sequence[nn.Parameter], total: float) -> float:
        return total

    def seed(self, seed: int, step: int) -> None:
        return

    def begin(self, beginning: Beginning) -> None:
        return

    def go_on(self, obeyed: Sequence[TrainCommand]) -> None:
        return

    def end(self) -> None:
        return


ALONE = Alone()


class Several:
    """One of several processes; the first, of rank 0, leads. What reaches the others raises WorkbenchError('training-others-gone')."""

    def __init__(self) -> None:
        self.rank, self.size = dist.get_rank(), dist.get_world_size()

    def shares(self, batches: Sequence[Batch]) -> list[Batch]:
        shares = (_rows_of(batch, slice(self.rank, None, self.size)) for batch in batches)
        return [share for share in shares if len(share.tokens)]

    def summed(self, parameters: Sequence[nn.Parameter], total: float) -> float:
        """One message for all: the number, which parameters have a gradient anywhere, and the gradients."""
        there = torch.tensor([total, *(float(one.grad is not None) for one in parameters)], dtype=torch.float64)
        with self._reaching():
            dist.all_reduce(there)
        moved = [one for one, n in zip(parameters, there[1:].tolist(), strict=True) if n]
        for one in moved:
            if one.grad is None:
                one.grad = torch.zeros_like(one)
        gradients = [one.grad for one in moved if one.grad is not None]
        whole = torch.cat([gradient.flatten() for gradient in gradients])
        with self._reaching():
            dist.all_reduce(whole)
        for gradient, part in zip(gradients, torch.split(whole, [one.numel() for one in gradients]), strict=True):
            gradient.copy_(part.view_as(gradient))
        return float(there[0])

    def seed(self, seed: int, step: int) -> None:
        torch.manual_seed((seed * 1_000_003 + step) * self.size + self.rank & (2**63 - 1))

    def begin(self, beginning: Beginning) -> None:
        resume = None if beginning.resume_from is None else str(beginning.resume_from)
        self._say({"request": pack(beginning.request)[0], "folder": str(beginning.folder), "resume_from": resume})

    def go_on(self, obeyed: Sequence[TrainCommand]) -> None:
        self._say({"obeyed": pack(tuple(obeyed))[0]})

    def end(self) -> None:
        self._say({"over": True})

    def beginning(self) -> Beginning | None:
        """Of those that follow: wait for the beginning; None where there is none."""
        said = self._heard()
        if "request" not in said:
            return None
        resume = said["resume_from"]
        return Beginning(unpack(said["request"]), Path(said["folder"]), None if resume is None else Path(resume))

    def steps(self) -> Iterator[tuple[TrainCommand, ...]]:
        """Of those that follow: for each step what was obeyed before it, until it is over."""
        while "over" not in (said := self._heard()):
            yield unpack(said["obeyed"])

    def _say(self, what: Mapping[str, object]) -> None:
        words = torch.frombuffer(bytearray(json.dumps(what).encode()), dtype=torch.uint8)
        with self._reaching():
            dist.broadcast(torch.tensor([len(words)]), 0)
            dist.broadcast(words, 0)

    def _heard(self) -> dict[str, Any]:
        length = torch.zeros(1, dtype=torch.int64)
        with self._reaching():
            dist.broadcast(length, 0)
            words = torch.empty(int(length), dtype=torch.uint8)
            dist.broadcast(words, 0)
        found: dict[str, Any] = json.loads(words.numpy().tobytes())
        return found

    @contextlib.contextmanager
    def _reaching(self) -> Iterator[None]:
        """Raise WorkbenchError('training-others-gone') where one of them isn't there any more: gloo only knows that a line is dead."""
        try:
            yield
        except RuntimeError as error:
            reason = str(error).partition("\n")[0][-120:]
            raise WorkbenchError(GONE, rank=self.rank, size=self.size, reason=reason) from error


@contextlib.contextmanager
def joined() -> Iterator[Several]:
    """Meet the others; they part at the end."""
    cards = torch.cuda.is_available()
    if cards:
        torch.cuda.set_device(int(os.environ["LOCAL_RANK"]) % torch.cuda.device_count())  # `cuda` is this one's own
    dist.init_process_group("cpu:gloo,cuda:nccl" if cards else "gloo", timeout=PATIENCE)
    try:
        yield Several()
    finally:
        dist.destroy_process_group()


def _rows_of(batch: Batch, rows: slice) -> Batch:
    def of(whole: Tensor | None) -> Tensor | None:
        return None if whole is None else whole[rows]

    return replace(
        batch, tokens=batch.tokens[rows], targets=batch.targets[rows], keys=of(batch.keys), source=of(batch.source),
        source_keys=of(batch.source_keys),
    )  # fmt: skip
