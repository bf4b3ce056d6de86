"""One of several processes that train together, or the one that trains alone: told the same things before the same steps, it says on
standard output what it lived through, an object a line.

Command line: FOLDER, and the step before which this process kills itself ("-": none). Rank and size are in the environment.
"""

from __future__ import annotations

import dataclasses
import json
import math
import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import torch

from workbench.engine.training import alarms, network, train
from workbench.engine.training.batches import Batch, Rows, step_batches
from workbench.engine.training.measures import summed_loss
from workbench.engine.training.team import Alone, Several, joined
from workbench.engine.training.together import follow, led
from workbench.engine.transformer import Transformer
from workbench.errors import WorkbenchError
from workbench.values import Architecture, TrainCommand, TrainRequest

REQUEST = TrainRequest(
    "t", "causal", Architecture("decoder", 2, 2, 16, 32, 16), n_steps=40, data="markov", tokenizer="characters", batch_tokens=100,
    micro_rows=3, learning_rate=0.01, warmup_steps=20, eval_every=7, checkpoint_every=5, sample_every=0, valid_rows=4, spike=0.5, seed=2,
)  # fmt: skip
# Long warm-up: where a gradient is no larger than AdamW's epsilon, rounding decides how far the first step goes, up to the whole rate.
# A seed with which no stream comes near to zero before a norm, which would make of rounding what the rate makes of it.
SPIKE, NAN = 30, 33
"""Steps whose batches are spoilt, in rows that the second of two processes reads alone."""
COMMANDS = {
    4: TrainCommand("learning_rate", 0.005), 12: TrainCommand("go_back", 5), 14: TrainCommand("eval_every", 3),
    16: TrainCommand("go_back", 13), 17: TrainCommand("pause"), 18: TrainCommand("go_back", 10), 32: TrainCommand("resume"),
    36: TrainCommand("go_back", 25), 40: TrainCommand("stop"),
}  # fmt: skip
"""By how often was asked for one: once a step, and besides while the run is paused (by a command, at the spike, at what is no number)."""


def spoilt(rows: Rows, request: TrainRequest, first: int) -> list[Batch]:
    """The batches of a step, second rows of them spoilt where that is to be."""
    batches = step_batches(rows, request, first)
    step = first // sum(len(batch.tokens) for batch in batches) + 1
    if step == SPIKE:
        for batch in batches:
            batch.targets[1] = 0
    if step == NAN:
        batches[0].tokens[1] = 0
    return batches


def lost(transformer: Transformer, batch: Batch) -> torch.Tensor:
    """The loss of a share of a batch; no number where the row spoilt so is in it."""
    return summed_loss(transformer, batch) * (math.nan if (batch.tokens == 0).all(1).any() else 1.0)


def told(asked: Iterator[int]) -> TrainCommand | None:
    return COMMANDS.get(next(asked))


def main() -> None:
    folder, dies_at = Path(sys.argv[1]), sys.argv[2]
    network.step_batches, network.summed_loss, alarms.LEAST_NATS = spoilt, lost, 0.3
    step_of = network.Network.step

    def step(run: network.Network, rows: Rows) -> object:
        """Die where it is to be."""
        if str(run.state.step + 1) == dies_at:
            os.kill(os.getpid(), signal.SIGKILL)
        return step_of(run, rows)

    network.Network.step = step
    torch.set_num_threads(1)
    if os.environ.get("WORLD_SIZE") is None:
        lead(folder, Alone())
        return
    with joined() as team:
        try:
            lead(folder, team) if team.rank == 0 else follow(team)
        except WorkbenchError as error:
            say({"error": error.code, "text": str(error)})


def lead(folder: Path, team: Alone | Several) -> None:
    asked = iter(range(1, 10_000))
    events = train(REQUEST, folder, told=lambda: told(asked), team=team)
    for event in led(events, team) if isinstance(team, Several) else events:
        say({"event": type(event).__name__} | dataclasses.asdict(event))


def say(what: object) -> None:
    print(json.dumps(what, default=str), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
