"""`generate`: a model's continuation of a text, drawn token by token or searched for with beams."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from workbench.cli import changing, options, sampling

if TYPE_CHECKING:
    from workbench.values import Ablation, BeamRequest, Bos, Dtype, Form, GenerateRequest, GenerationResult, Steering, TokenStep


@click.command()
@options.model
@click.argument("prompt", metavar="PROMPT|-")
@options.bos
@options.form
@click.option("--chat", is_flag=True, help="The same as --as user.")
@click.option("--max-new-tokens", type=click.IntRange(0), default=64, show_default=True, metavar="N")
@sampling.sampler_options
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Default: drawn, and recorded.")
@click.option("--stop", multiple=True, metavar="TEXT", help="End before this text. May be given several times.")
@click.option("--logprobs", type=click.IntRange(0), metavar="K", help="Tell each step's probabilities, with K alternatives.")
@click.option(
    "--beams", type=click.IntRange(1, 64), metavar="N", help="Search for the N most probable continuations instead of drawing one."
)
@click.option("--length-penalty", type=float, default=1.0, show_default=True, metavar="L", help="Of beams: above 0 favours long ones.")
@changing.changes
@options.dtype
@options.as_json
@click.pass_context
def generate(
    context: click.Context,
    *,
    reference: str,
    prompt: str,
    bos: Bos,
    form: Form,
    chat: bool,
    max_new_tokens: int,
    seed: int | None,
    stop: tuple[str, ...],
    logprobs: int | None,
    beams: int | None,
    length_penalty: float,
    ablate: tuple[Ablation, ...],
    steer: tuple[Steering, ...],
    dtype: Dtype,
    as_json: bool,
) -> None:
    """Continue a text. The continuation streams to standard output; `-` reads the prompt from standard input."""
    from workbench.values import RECORDED, BeamRequest, GenerateRequest, Subject

    form = "user" if chat else form
    if beams is not None:
        _refuse_with_beams(context, seed=seed, stop=stop, logprobs=logprobs, ablate=ablate, steer=steer)
        subject = Subject(reference, options.read_text(prompt), bos, form)
        request = BeamRequest(subject, beams, max_new_tokens=max_new_tokens, length_penalty=length_penalty, dtype=dtype)
        _search(request, as_json=as_json)
        return
    sampler = sampling.settings(context)
    _write(
        GenerateRequest(
            Subject(reference, options.read_text(prompt), bos, form),
            max_new_tokens=max_new_tokens,
            sampler=sampler,
            seed=seed,
            stop=stop,
            dtype=dtype,
            top=max(RECORDED, logprobs or 0),
            interventions=(*ablate, *steer),
        ),
        logprobs=logprobs,
        as_json=as_json,
    )


def _refuse_with_beams(context: click.Context, **others: object) -> None:
    given = [*sampling.given(context), *(name for name, one in others.items() if one not in (None, ()))]
    if given:
        raise click.UsageError(f"--beams draws nothing: it searches for the most probable, so {', '.join(given)} cannot be given with it")


def _write(request: GenerateRequest, *, logprobs: int | None, as_json: bool) -> None:
    from workbench.cli import output, show
    from workbench.cli.record import recording
    from workbench.engine import generate as generate_operation
    from workbench.engine import open_model

    model = open_model(request.subject.model, request.dtype)
    with recording(request, generate_operation, model) as (record, events):
        steps, result = _spoken(events, aloud=not as_json)
    if as_json:
        told = None if logprobs is None else steps
        output.document(show.generation_document(result, run_id=record.run_id, sampler=request.sampler, steps=told, top=logprobs or 0))
        return
    if logprobs is not None:
        for line in show.steps_lines(steps, top=logprobs):
            click.echo(line)
    click.echo(show.generation_line(result, run_id=record.run_id), err=True)


def _search(request: BeamRequest, *, as_json: bool) -> None:
    from workbench.cli import output, show
    from workbench.cli.record import recording
    from workbench.engine import beam_search, open_model
    from workbench.values import BeamResult

    model = open_model(request.subject.model, request.dtype)
    with recording(request, beam_search, model) as (record, events):
        *_, result = events
    assert isinstance(result, BeamResult), "a search ends with its result"
    if as_json:
        output.document(show.beams_document(result, run_id=record.run_id))
        return
    for line in show.beams_lines(result):
        click.echo(line)
    click.echo(show.beams_line(result, run_id=record.run_id), err=True)


def _spoken(events: Iterator[object], *, aloud: bool) -> tuple[list[TokenStep], GenerationResult]:
    """All steps and the result; `aloud`, the text is printed as it comes."""
    from workbench.values import GenerationResult, TokenStep

    steps: list[TokenStep] = []
    result: GenerationResult | None = None
    for event in events:
        if isinstance(event, TokenStep):
            steps.append(event)
            text = event.text
        elif isinstance(event, GenerationResult):
            result = event
            text = event.trailing + "\n"
        else:
            continue
        if aloud:
            click.echo(text, nl=False)
            sys.stdout.flush()
    assert result is not None, "a generation ends with its result"
    return steps, result
