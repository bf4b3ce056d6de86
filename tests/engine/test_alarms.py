"""Batches that are wrong: they are caught before their step and shown, and a run can go on behind them, or back."""

from __future__ import annotations

import dataclasses
import json
import math
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import torch

from workbench.engine import open_model
from workbench.engine.block import Block
from workbench.engine.training import alarms, counting, network, train
from workbench.engine.training.adamw import AdamW
from workbench.engine.training.batches import Batch, Rows, step_batches
from workbench.engine.training.checkpoint import MOMENTS, STATE, TRAINING, name_of
from workbench.engine.training.setup import set_up
from workbench.errors import WorkbenchError
from workbench.values import (
    Architecture,
    NgramArchitecture,
    OnAlarm,
    TrainAlarm,
    TrainCheckpoint,
    TrainCommand,
    TrainRequest,
    TrainResult,
    TrainStep,
    TrainTold,
)

REQUEST = TrainRequest(
    "alarms", "causal", Architecture("decoder", 2, 2, 32, 64, 16, dropout=0.1), n_steps=27, batch_tokens=32, micro_rows=4,
    learning_rate=1e-2, warmup_steps=2, valid_rows=4, data="markov", tokenizer="characters", checkpoint_every=23, eval_every=0, spike=1.5,
)  # fmt: skip
BAD = 24
"""The step whose batch is wrong: others before it have said what is usual."""


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))


@pytest.fixture
def spiked(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is told in the second row of the bad step's batch is what never follows."""

    def planted(rows: Rows, request: TrainRequest, first: int) -> list[Batch]:
        batches = step_batches(rows, request, first)
        if first == 4 * (BAD - 1):
            batches[0].targets[1] = 0
        return batches

    for module in (network, counting):
        monkeypatch.setattr(module, "step_batches", planted)
    monkeypatch.setattr(alarms, "LEAST_NATS", 0.2)


@pytest.fixture
def broken(monkeypatch: pytest.MonkeyPatch) -> None:
    """At the bad step the second block has no numbers to give."""
    bad, forward = False, Block.forward

    def planted(rows: Rows, request: TrainRequest, first: int) -> list[Batch]:
        nonlocal bad
        bad = first == 4 * (BAD - 1)
        return step_batches(rows, request, first)

    def without(self: Block, resid: torch.Tensor, here: object) -> torch.Tensor:
        found = forward(self, resid, here)  # type: ignore[arg-type]
        return found * math.nan if bad and self.layer == 1 else found

    monkeypatch.setattr(network, "step_batches", planted)
    monkeypatch.setattr(Block, "forward", without)


def asked(then: OnAlarm, **changes: object) -> TrainRequest:
    return dataclasses.replace(REQUEST, on_alarm=then, **changes)  # type: ignore[arg-type]


def saying(*commands: TrainCommand) -> Callable[[], TrainCommand | None]:
    """Nothing until the bad step is done, then one command after the other."""
    waiting: Iterator[TrainCommand | None] = iter([*[None] * BAD, *commands])
    return lambda: next(waiting, None)


def of(kind: type, events: list[object]) -> list:  # type: ignore[type-arg]
    return [event for event in events if isinstance(event, kind)]


def written(folder: Path, step: int) -> tuple[bytes, bytes]:
    place = folder / name_of(step)
    return (place / "model.safetensors").read_bytes(), (place / TRAINING / MOMENTS).read_bytes()


# a spike


def test_that_a_spike_is_caught_with_its_text_and_where_the_model_stands(spiked: None, tmp_path: Path) -> None:
    events = list(train(asked("pause"), tmp_path, told=saying(TrainCommand("resume"))))
    (alarm,) = of(TrainAlarm, events)
    losses = {event.step: event.loss for event in of(TrainStep, events)}
    assert (alarm.step, alarm.reason, alarm.then, alarm.loss) == (BAD, "spike", "pause", losses[BAD])
    assert alarm.loss > alarm.limit > alarm.usual
    assert alarm.usual == pytest.approx(sorted(losses[step] for step in range(1, BAD))[(BAD - 1) // 2])
    assert alarm.rows[0].row == 4 * (BAD - 1) + 1  # the row that is wrong comes first
    assert [row.loss for row in alarm.rows] == sorted((row.loss for row in alarm.rows), reverse=True)
    tokenizer, batch = open_model(tmp_path / name_of(BAD)).tokenizer, set_up(REQUEST).rows.batch(4 * (BAD - 1), 4)
    assert {row.text for row in alarm.rows} == {tokenizer.decode(ids) for ids in batch.tokens.tolist()}
    assert [(part.part, part.layer) for part in alarm.norms] == [("embedding", 0), ("decoder", 0), ("decoder", 1), ("end", 0)]
    whole = math.sqrt(sum(part.gradients**2 for part in alarm.norms))
    assert whole == pytest.approx(alarm.grad_norm, rel=1e-5)
    assert all(part.weights > 0 and part.activations > 0 for part in alarm.norms)


def test_that_no_step_is_made_of_a_batch_that_is_left_out(spiked: None, tmp_path: Path) -> None:
    events = list(train(asked("pause"), tmp_path, told=saying(TrainCommand("resume"))))
    before, after = written(tmp_path, BAD - 1), written(tmp_path, BAD)
    assert after[0] == before[0]
    assert of(TrainTold, events) == [TrainTold(BAD, "resume")]
    assert [event.step for event in of(TrainStep, events)] == list(range(1, 28))
    assert isinstance(events[-1], TrainResult)
    assert not events[-1].stopped


def test_that_who_is_to_go_on_trains_as_if_nobody_had_looked(spiked: None, tmp_path: Path) -> None:
    told = list(train(asked("go_on"), tmp_path / "told"))
    list(train(asked("pause", spike=0.0), tmp_path / "blind"))
    assert of(TrainAlarm, told)
    assert written(tmp_path / "told", 27) == written(tmp_path / "blind", 27)


def test_that_a_run_which_is_to_stop_ends_with_an_error_and_its_last_state(spiked: None, tmp_path: Path) -> None:
    with pytest.raises(WorkbenchError) as caught:
        list(train(asked("stop", checkpoint_every=0), tmp_path))
    assert caught.value.code == "training-spiked"
    assert f"step {BAD}" in str(caught.value)
    assert (tmp_path / name_of(BAD) / TRAINING).is_dir()


def test_that_an_ngram_tells_a_text_that_is_unlike_all_before(spiked: None, tmp_path: Path) -> None:
    counts = dataclasses.replace(REQUEST, architecture=NgramArchitecture(3, 16))
    events = list(train(counts, tmp_path, told=saying(TrainCommand("learning_rate", 1e-3), TrainCommand("resume"))))
    (alarm,) = of(TrainAlarm, events)
    assert (alarm.step, alarm.reason, alarm.norms) == (BAD, "spike", ())
    assert alarm.rows[0].row == 4 * (BAD - 1) + 1
    assert of(TrainTold, events)[0] == TrainTold(BAD, "learning_rate", 1e-3, refused="training-no-rate")
    assert events[-1].step == 27  # type: ignore[attr-defined]


def test_that_alike_losses_and_few_losses_raise_no_alarm() -> None:
    alike = (2.0,) * alarms.RECENT
    assert alarms.reason_of(2.9, 1.0, alike, 10.0) is None  # however alike they are: less than a nat is no spike
    assert alarms.reason_of(3.1, 1.0, alike, 10.0) == "spike"
    assert alarms.reason_of(1e9, 1.0, alike[: alarms.LEAST_RECENT - 1], 10.0) is None
    assert alarms.reason_of(3.1, 1.0, alike, 0.0) is None
    assert alarms.reason_of(2.0, math.inf, alike, 0.0) == "not-finite"


# no numbers


def test_that_a_loss_that_is_no_number_is_traced_to_the_block_where_it_began(broken: None, tmp_path: Path) -> None:
    events = list(train(asked("pause"), tmp_path, told=saying(TrainCommand("resume"))))
    (alarm,) = of(TrainAlarm, events)
    assert (alarm.step, alarm.reason) == (BAD, "not-finite")
    assert math.isnan(alarm.loss)
    assert [math.isfinite(part.activations) for part in alarm.norms] == [True, True, False, False]
    assert all(math.isfinite(part.weights) for part in alarm.norms)
    assert len(alarm.rows) == 4
    assert written(tmp_path, BAD)[0] == written(tmp_path, BAD - 1)[0]
    assert math.isfinite(of(TrainStep, events)[-1].loss)


def test_that_of_what_is_not_finite_no_step_is_ever_made(broken: None, tmp_path: Path) -> None:
    events = list(train(asked("go_on"), tmp_path / "on"))
    assert len(of(TrainAlarm, events)) == 1
    assert math.isfinite(of(TrainStep, events)[-1].loss)
    with pytest.raises(WorkbenchError) as caught:
        list(train(asked("stop"), tmp_path / "stop"))
    assert caught.value.code == "training-diverged"


def test_that_weights_which_are_lost_are_neither_kept_nor_trained_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    step = AdamW.step

    def lose(self: AdamW, rate: float, *, length: float, clip: float) -> None:
        step(self, rate, length=length, clip=clip)
        self.parameters[0].data.fill_(math.nan)

    monkeypatch.setattr(AdamW, "step", lose)
    events: list[object] = []
    with pytest.raises(WorkbenchError) as caught:
        events.extend(train(asked("go_on", checkpoint_every=2), tmp_path))
    assert caught.value.code == "training-diverged"
    assert len(of(TrainAlarm, events)) == alarms.MOST_LEFT_OUT
    assert not of(TrainCheckpoint, events)


# going back


def test_that_a_paused_run_goes_back_and_on_without_reading_a_row_twice(spiked: None, tmp_path: Path) -> None:
    events = list(train(asked("pause"), tmp_path, told=saying(TrainCommand("go_back", 23.0))))
    assert of(TrainTold, events) == [TrainTold(BAD, "go_back", 23.0)]
    assert [event.step for event in of(TrainStep, events)] == list(range(1, 28))  # no step is told twice
    counted = [event.n_tokens for event in of(TrainStep, events)]
    assert counted == sorted(set(counted))
    assert json.loads((tmp_path / name_of(27) / TRAINING / STATE).read_text())["row"] == 4 * 27


@pytest.mark.parametrize("method", ["network", "ngram"])
def test_that_a_run_goes_back_between_any_two_steps(method: str, tmp_path: Path) -> None:
    commands = iter([None, None, None, None, TrainCommand("go_back", 2.0), None])
    request = asked("pause", n_steps=6, checkpoint_every=1)
    if method == "ngram":
        request = dataclasses.replace(request, architecture=NgramArchitecture(3, 16))
    list(train(request, tmp_path, told=lambda: next(commands)))
    model = "model.safetensors"
    assert (tmp_path / name_of(5) / model).read_bytes() == (tmp_path / name_of(2) / model).read_bytes()
    assert (tmp_path / name_of(4) / model).read_bytes() != (tmp_path / name_of(2) / model).read_bytes()
    assert (tmp_path / name_of(6) / model).read_bytes() != (tmp_path / name_of(5) / model).read_bytes()
    if method == "network":
        assert written(tmp_path, 5)[1] == written(tmp_path, 2)[1]  # moments, and dropout's random state


def test_that_a_step_without_a_state_is_refused_and_the_run_waits_on(spiked: None, tmp_path: Path) -> None:
    events = list(train(asked("pause"), tmp_path, told=saying(TrainCommand("go_back", 500.0), TrainCommand("resume"))))
    assert of(TrainTold, events) == [TrainTold(BAD, "go_back", 500.0, refused="training-state-gone"), TrainTold(BAD, "resume")]
