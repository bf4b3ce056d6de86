"""`generate`: a model's continuation of a text."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from workbench.cli import options

if TYPE_CHECKING:
    from workbench.values import Bos, Dtype, Form, GenerationResult, TokenStep

ALTERNATIVES = 10  # recorded of each step unless --logprobs says otherwise


def _stages(_context: click.Context, option: click.Parameter, given: str | None) -> tuple[str, ...]:
    from workbench.values import SAMPLER_STAGES

    if given is None:
        return SAMPLER_STAGES
    order = tuple(name.strip() for name in given.split(",") if name.strip())
    for name in order:
        if name not in SAMPLER_STAGES:
            raise click.BadParameter(f"{name!r} is none of {', '.join(SAMPLER_STAGES)}", param=option)
    return order


@click.command()
@options.model
@click.argument("prompt", metavar="PROMPT|-")
@options.bos
@options.form
@click.option("--chat", is_flag=True, help="The same as --as user.")
@click.option("--max-new-tokens", type=click.IntRange(0), default=64, show_default=True, metavar="N")
@click.option("--temperature", type=click.FloatRange(0), default=0.0, show_default=True, metavar="T", help="0 is greedy.")
@click.option("--top-k", type=click.IntRange(0), default=0, metavar="K", help="Keep the K most probable tokens; 0: all.")
@click.option("--top-p", type=click.FloatRange(0, 1), default=1.0, metavar="P", help="Keep the most probable tokens up to this mass.")
@click.option("--min-p", type=click.FloatRange(0, 1), default=0.0, metavar="P", help="Keep tokens with this share of the best one's.")
@click.option("--repetition-penalty", type=click.FloatRange(0, min_open=True), default=1.0, metavar="R")
@click.option("--samplers", callback=_stages, metavar="NAMES", help="Stages in their order, e.g. top_k,top_p,temperature.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), help="Default: drawn, and recorded.")
@click.option("--stop", multiple=True, metavar="TEXT", help="End before this text. May be given several times.")
@click.option("--logprobs", type=click.IntRange(0), metavar="K", help="Tell each step's probabilities, with K alternatives.")
@options.dtype
@options.as_json
def generate(
    *,
    reference: str,
    prompt: str,
    bos: Bos,
    form: Form,
    chat: bool,
    max_new_tokens: int,
    temperature: float,
    top_k: int,
    top_p: float,
    min_p: float,
    repetition_penalty: float,
    samplers: tuple[str, ...],
    seed: int | None,
    stop: tuple[str, ...],
    logprobs: int | None,
    dtype: Dtype,
    as_json: bool,
) -> None:
    """Continue a text. The continuation streams to standard output; `-` reads the prompt from standard input."""
    from workbench.cli import output, show
    from workbench.cli.record import recording
    from workbench.engine import generate as generate_operation
    from workbench.engine import open_model
    from workbench.values import GenerateRequest, SamplerSettings, Subject

    request = GenerateRequest(
        Subject(reference, options.read_text(prompt), bos, "user" if chat else form),
        max_new_tokens=max_new_tokens,
        sampler=SamplerSettings(temperature, top_k, top_p, min_p, repetition_penalty, samplers),
        seed=seed,
        stop=stop,
        dtype=dtype,
        top=ALTERNATIVES if logprobs is None else logprobs,
    )
    model = open_model(reference, dtype)
    with recording(request, generate_operation(model, request)) as (record, events):
        steps, result = _spoken(events, aloud=not as_json)
    if as_json:
        output.document(show.generation_document(result, run_id=record.run_id, steps=None if logprobs is None else steps))
        return
    if logprobs is not None:
        for line in show.steps_lines(steps):
            click.echo(line)
    click.echo(show.generation_line(result, run_id=record.run_id), err=True)


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
