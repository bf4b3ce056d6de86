"""How a training looks while it goes on: a line that a person watches, or objects that a script reads."""

from __future__ import annotations

import dataclasses
import math
import sys
import time
from typing import Protocol

import click

from workbench.cli import output
from workbench.cli.train_watched import watch_lines
from workbench.errors import WorkbenchError
from workbench.values import (
    Progress,
    TrainAlarm,
    TrainChanged,
    TrainCheckpoint,
    TrainMended,
    TrainPinned,
    TrainResult,
    TrainSample,
    TrainStarted,
    TrainStep,
    TrainTold,
    TrainTrouble,
    TrainValidation,
    TrainVirtual,
)

TOLD_EVERY_S = 5.0  # where standard error is no terminal
DRAWN_EVERY_S = 0.1
MOST_NAMED = 12


class Shown(Protocol):
    """Hears of each event, then of the end."""

    def event(self, event: object) -> None: ...

    def end(self, run_id: int | None, status: str) -> None: ...


class Objects:
    """One JSON object on a line for each event, named by its class, and last the outcome."""

    def __init__(self) -> None:
        self._last: dict[str, object] = dict.fromkeys(("step", "train_loss", "val_loss", "tokens_per_second"))
        self._entropy_nats: float | None = None

    def event(self, event: object) -> None:
        match event:
            case TrainStarted():
                self._entropy_nats = event.floor if math.isfinite(event.floor) else None
            case TrainStep():
                self._last |= {"step": event.step, "train_loss": event.loss, "tokens_per_second": event.tokens_per_second}
            case TrainValidation():
                self._last |= {"val_loss": event.loss, "accuracy": event.accuracy}
            case TrainResult():
                self._last |= {field.name: getattr(event, field.name) for field in dataclasses.fields(event)}
                return
            case Progress():
                pass
        output.document({"event": type(event).__name__, **{f.name: getattr(event, f.name) for f in dataclasses.fields(event)}})  # type: ignore[arg-type]

    def end(self, run_id: int | None, status: str) -> None:
        output.document({"run_id": run_id, "status": status, **self._last, "entropy_nats": self._entropy_nats})


class Words:
    """A line on standard error that is drawn anew, or where nobody sees it drawn, one now and then. The outcome is data."""

    def __init__(self) -> None:
        self._drawn = sys.stderr.isatty()
        self._every_s = DRAWN_EVERY_S if self._drawn else TOLD_EVERY_S
        self._due = 0.0
        self._n_steps, self._run_id = 0, 0
        self._pace = _Pace()
        self._result: TrainResult | None = None

    def event(self, event: object) -> None:
        match event:
            case TrainStarted():
                self._run_id = event.run_id
                self._n_steps = event.request.n_steps
                unit = "n-grams" if event.family == "ngram" else "parameters"
                size = f"{event.n_parameters:,} {unit}, a vocabulary of {event.d_vocab:,}"
                self._say(
                    f"{event.request.name}: run {event.run_id or '(not recorded)'}, {event.family}, {size}, {event.n_threads} threads"
                )
                if event.products != event.request.dtype:
                    self._say(f"products are in {event.products}: this processor has no instructions for {event.request.dtype}")
                if math.isfinite(event.floor):
                    self._say(f"the entropy of its text is {event.floor:.4f} nats a token: no loss can be less in the long run")
                if event.labels:
                    self._say(_classes(event))
                self._pace.start(event.first_step)
            case TrainStep():
                self._step(event)
            case TrainValidation():
                right = f", {event.accuracy:.2%} right" if math.isfinite(event.accuracy) else ""
                self._say(f"step {event.step:,}: validation loss {event.loss:.4f}{right}")
            case TrainPinned() | TrainVirtual() | TrainAlarm() | TrainTold():
                for line in watch_lines(event, self._run_id):
                    self._say(line)
            case TrainSample():
                self._say(f"  {output.visible(event.prompt)} → {output.visible(event.text)}")
            case TrainCheckpoint():
                self._say(f"step {event.step:,}: checkpoint, {output.size(event.size_bytes)}")
            case TrainTrouble():
                self._say(f"step {event.step:,}: waiting. {WorkbenchError(event.code, **event.values)}")
            case TrainChanged():
                self._say(str(WorkbenchError(event.code, **event.values)))
            case TrainMended():
                self._say(f"step {event.step:,}: going on after {event.waited_s:.0f} s")
            case Progress():
                self._reading(event)
            case TrainResult():
                self._result = event

    def end(self, run_id: int | None, status: str) -> None:
        if self._result is None:
            self._say(f"run {run_id}: {status}")
            return
        result = self._result
        losses = f"loss {result.train_loss:.4f}, validation {result.val_loss:.4f}"
        self._say("", end="")
        click.echo(f"run {run_id}: {status} at step {result.step:,}, {losses}, {result.tokens_per_second:,.0f} tokens/s")
        click.echo(result.path)

    def _reading(self, event: Progress) -> None:
        now = time.monotonic()
        if now < self._due:
            return
        self._due = now + self._every_s
        share = f"{event.done / event.total:.0%}" if event.total else ""
        self._say(f"reading the data  {share}", end="" if self._drawn else "\n")

    def _step(self, event: TrainStep) -> None:
        now = time.monotonic()
        if now < self._due and event.step != self._n_steps:
            return
        self._due = now + self._every_s
        line = f"step {event.step:,}/{self._n_steps:,}  loss {event.loss:.4f}"
        if math.isfinite(event.learning_rate):
            line += f"  learning rate {event.learning_rate:.2e}"
        line += f"  {event.tokens_per_second:,.0f} tokens/s  {self._pace.left(event.step, self._n_steps)}"
        self._say(line, end="" if self._drawn else "\n")

    def _say(self, line: str, *, end: str = "\n") -> None:
        click.echo(f"\r\x1b[K{line}{end}" if self._drawn else f"{line}{end}", err=True, nl=False)


def _classes(event: TrainStarted) -> str:
    """The classes with their shares, and what naming the most frequent one reaches."""
    shares = sorted(zip(event.label_shares, event.labels, strict=True), reverse=True)
    named = ", ".join(f"{label} {share:.1%}" for share, label in shares[:MOST_NAMED]) + (" …" if len(shares) > MOST_NAMED else "")
    return f"{len(shares)} classes: {named}; always naming {shares[0][1]} would be right in {shares[0][0]:.1%}"


class _Pace:
    """How long the rest will take, by how long the steps so far have, validations and checkpoints included."""

    def __init__(self) -> None:
        self._first, self._began = 0, time.monotonic()

    def start(self, step: int) -> None:
        self._first, self._began = step, time.monotonic()

    def left(self, step: int, n_steps: int) -> str:
        left_s = round((n_steps - step) * (time.monotonic() - self._began) / max(1, step - self._first))
        return f"{left_s // 60}:{left_s % 60:02} left"
