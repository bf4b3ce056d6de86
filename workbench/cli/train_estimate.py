"""What `train --estimate` prints: what a training will take, measured on a few real steps."""

from __future__ import annotations

import dataclasses
import math
from pathlib import Path

import click

from workbench.cli import output
from workbench.values import TrainEstimate, TrainEstimateRequest, TrainRequest


def print_estimate(request: TrainRequest, begun_from: Path | None, *, as_json: bool) -> None:
    """Try the training out in this process, going on from a checkpoint if there is one, and say what it would take. Raises what keeps
    it from beginning."""
    from workbench.engine.training.estimate import estimate

    found = output.last_of(estimate(TrainEstimateRequest(request), begun_from=begun_from))
    assert isinstance(found, TrainEstimate)
    if as_json:
        document = {field.name: getattr(found, field.name) for field in dataclasses.fields(found) if field.name != "request"}
        follows = {"steps_left": found.steps_left(), "total_seconds": found.total_seconds(), "passes": found.passes()}
        output.document({"name": request.name, **document, **follows})
        return
    for line in output.table(("what", "how much"), list(lines(found))):
        click.echo(line)


def lines(found: TrainEstimate) -> list[tuple[str, str]]:
    """The estimate in words, each with its unit."""
    told = [
        ("parameters", f"{found.n_parameters:,}"),
        ("of these trained", f"{found.n_trained:,}"),
        ("memory", f"{output.size(found.memory_bytes)} of {output.size(found.free_bytes)} that are free"),
        ("one step", f"{found.step_seconds:.3g} s, {found.step_read / found.step_seconds:,.0f} tokens/s"),
        ("tokens a step", f"{found.step_counted:,.0f} with a loss, {found.step_read:,.0f} read"),
        ("one validation", f"{found.validation_seconds:.3g} s"),
        (_steps(found), duration(found.total_seconds())),
        ("a checkpoint", output.size(found.checkpoint_bytes)),
        ("loss of the first step", f"{found.first_loss:.4f} (guessing: {found.guess:.4f})"),
    ]
    if found.data_tokens:
        told.append(("data", f"{found.data_tokens:,} tokens, read {found.passes():.2g} times"))
    if math.isfinite(found.floor):
        told.append(("least loss there is", f"{found.floor:.4f}"))
    return told


def _steps(found: TrainEstimate) -> str:
    left = f"{found.steps_left():,}"
    return f"the {left} steps behind step {found.first_step:,}" if found.first_step else f"all {left} steps"


def duration(seconds: float) -> str:
    """`41 s`, `2:05 min`, `1:02 h`."""
    whole = round(seconds)
    if whole < 60:
        return f"{whole} s"
    if whole < 3600:
        return f"{whole // 60}:{whole % 60:02} min"
    return f"{whole // 3600}:{whole % 3600 // 60:02} h"
