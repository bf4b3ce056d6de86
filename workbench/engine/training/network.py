"""A network that learns: a step by its gradients, and what it keeps of itself."""

from __future__ import annotations

import math
from dataclasses import dataclass, replace
from pathlib import Path

import torch

from workbench.engine.devices import device_of, place_of
from workbench.engine.training import alarms, checkpoint, parts
from workbench.engine.training.adamw import AdamW
from workbench.engine.training.batches import Batch, Rows, step_batches
from workbench.engine.training.checkpoint import State
from workbench.engine.training.following import Followed
from workbench.engine.training.measures import Measured, measured, products, products_in, summed_loss
from workbench.engine.training.methods import prepare, trained, write_weights
from workbench.engine.training.origin import origin_file
from workbench.engine.training.samples import sample
from workbench.engine.training.schedule import learning_rate
from workbench.engine.training.setup import Setup
from workbench.engine.training.team import Team
from workbench.engine.training.weights import first_weights, taken_up
from workbench.engine.transformer import Transformer
from workbench.engine.virtual import n_virtual
from workbench.errors import WorkbenchError
from workbench.text import Tokenizer
from workbench.values import TrainAlarm, TrainCommand, TrainRequest, TrainStep

LEAST_RATE = 1e-12


@dataclass
class Network:
    """A network, and what moves it."""

    request: TrainRequest
    transformer: Transformer
    optimiser: AdamW
    tokenizer: Tokenizer
    state: State
    followed: Followed
    team: Team
    n_left_out: int = 0

    @property
    def n_parameters(self) -> int:
        return sum(parameter.numel() for parameter in self.transformer.parameters())

    @property
    def n_trained(self) -> int:
        return sum(parameter.numel() for parameter in self.optimiser.parameters)

    @property
    def products(self) -> str:
        """The type that products are computed in."""
        return products_in(self.request.dtype, place_of(self.transformer))

    def measured(self, batches: list[Batch], *, by_row: bool) -> Measured:
        return measured(self.transformer, batches, by_row=by_row)

    def sample(self, prompt: str) -> str:
        return sample(self.transformer, self.tokenizer, prompt)

    def step(self, rows: Rows) -> tuple[TrainStep, int, TrainAlarm | None]:
        """One optimiser step: the event, how many positions went through the model, and what is wrong with the batch.

        Raises WorkbenchError('training-diverged') where nothing is finite any more.
        """
        request, step = self.request, self.state.step + 1
        batches = step_batches(rows, request, self.state.row)
        n_counted = sum(batch.n_counted for batch in batches)
        rate = learning_rate(request, step) * self.state.rate_scale
        self.optimiser.clear()
        self.team.seed(request.seed, step)
        total = 0.0
        for batch in self.team.shares(batches):
            with products(self.products, place_of(self.transformer)):
                summed = summed_loss(self.transformer, batch)
            (summed / n_counted).backward()  # type: ignore[no-untyped-call]
            total += float(summed.detach())
        loss = self.team.summed(self.optimiser.parameters, total) / n_counted
        self.optimiser.gather()
        length = self.optimiser.gradient_norm()
        event = TrainStep(step, loss, rate, length, self.state.n_tokens + n_counted, 0.0)
        alarm = self._alarm(event, batches)
        if alarm is None or (alarm.reason == "spike" and alarm.then == "go_on"):
            self.optimiser.step(rate, length=length, clip=request.clip_norm)
            self.state = replace(self.state, recent=alarms.with_loss(self.state.recent, loss), train_loss=loss)
        n_rows = sum(len(batch.tokens) for batch in batches)
        self.state = replace(self.state, step=step, row=self.state.row + n_rows, n_tokens=event.n_tokens)
        return replace(event, param_norm=self.optimiser.weight_norm()), sum(batch.n_read for batch in batches), alarm

    def _alarm(self, event: TrainStep, batches: list[Batch]) -> TrainAlarm | None:
        """What is wrong with a batch, before its step."""
        request, recent = self.request, self.state.recent
        reason = alarms.reason_of(event.loss, event.grad_norm, recent, request.spike)
        self.n_left_out = self.n_left_out + 1 if reason == "not-finite" else 0
        if reason is None:
            return None
        if self.n_left_out > alarms.MOST_LEFT_OUT:
            raise WorkbenchError("training-diverged", step=event.step, learning_rate=f"{event.learning_rate:.2g}")
        usual, limit = alarms.usual(recent, request.spike)
        seen = parts.seen_again(self.transformer, batches, dtype=self.products)
        return TrainAlarm(
            event.step, reason, event.loss, event.grad_norm, usual, limit, event.learning_rate, request.on_alarm,
            rows=alarms.rows_of(batches, seen.losses, self.state.row, self.tokenizer, self.transformer.spec.labels),
            norms=parts.norms_of(self.transformer, seen.streams),
        )  # fmt: skip

    def obey(self, command: TrainCommand) -> str:
        """Take in what a command says of the steps to come; nothing of it is refused."""
        if command.verb == "learning_rate":
            planned = learning_rate(self.request, min(self.state.step + 1, self.request.n_steps))
            self.state = replace(self.state, rate_scale=command.number / max(planned, LEAST_RATE))
        elif command.verb == "eval_every":
            self.state = replace(self.state, eval_every=int(command.number))
        return ""

    def go_back(self, place: Path, setup: Setup) -> None:
        """Take up weights, moments and dropout's random state of a checkpoint; steps and rows go on."""
        own = dict(self.transformer.named_parameters())
        with torch.no_grad():
            for name, parameter in taken_up(self.request, setup, place).named_parameters():
                if own[name].requires_grad:
                    own[name].copy_(parameter)
        found = checkpoint.resume(place, self.transformer, self.optimiser)
        self.state, self.n_left_out = replace(self.state, recent=found.recent), 0

    def write(self, folder: Path, setup: Setup) -> Path:
        """Write a checkpoint. Raises WorkbenchError: training-disk-full, file-not-written."""
        return checkpoint.write(
            folder,
            self.state,
            weights=lambda place: write_weights(
                place, self.transformer, self.request.method, base=self.request.start, base_sha256=setup.start_sha256
            ),
            files=setup.tokenizer_files | origin_file(setup.data),
            moments=checkpoint.moments(self.transformer, self.optimiser),
        )


def network(request: TrainRequest, setup: Setup, resume_from: Path | None, team: Team) -> Network:
    """The first state of a run, or that of a checkpoint. Weights are drawn on the processor: the same wherever they are trained."""
    place = device_of(request.device)
    torch.manual_seed(request.seed)
    if resume_from is None:
        transformer = first_weights(request, setup)
        prepare(transformer, request.method, tokenizer=setup.tokenizer, seed=request.seed)
    else:
        transformer = taken_up(request, setup, resume_from)
    transformer.to(place).train()
    transformer.recompute(request.recompute)
    optimiser = AdamW(trained(transformer), decay=request.weight_decay, betas=(request.beta1, request.beta2))
    state = State(0, 0, 0, math.nan, math.nan, eval_every=request.eval_every)
    if resume_from is not None:
        state = checkpoint.resume(resume_from, transformer, optimiser)
    state = state.asked(request.learning_rate, request.eval_every)
    tokenizer = setup.tokenizer.prompted(n_virtual(transformer))
    return Network(request, transformer, optimiser, tokenizer, state, Followed(transformer, tokenizer, request.pinned), team)
