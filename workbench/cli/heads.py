"""`heads`: what each head of a model attends to, scored and named."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from workbench.cli import options

if TYPE_CHECKING:
    from workbench.engine import LoadedModel
    from workbench.values import Dtype, HeadTypesRequest, Part


@click.command()
@options.model
@click.option("--text", metavar="TEXT|-", help="Score the heads on this text rather than on random tokens that repeat.")
@click.option("--part", type=click.Choice(["encoder", "decoder", "cross"]), help="Which attention of an encoder-decoder.")
@click.option("--seed", type=click.IntRange(0, 2**63 - 1), default=0, show_default=True, help="Of the random tokens.")
@click.option("--sequences", type=click.IntRange(1, 256), default=8, show_default=True, help="How many random sequences.")
@click.option("--length", type=click.IntRange(3, 4096), default=50, show_default=True, help="Tokens before a sequence repeats.")
@click.option("--all", "everything", is_flag=True, help="Show every head, not only those that are named.")
@options.dtype
@options.as_json
def heads(
    *,
    reference: str,
    text: str | None,
    part: Part | None,
    seed: int,
    sequences: int,
    length: int,
    everything: bool,
    dtype: Dtype,
    as_json: bool,
) -> None:
    """Induction, duplicate-token, previous-token, first-token (sink), local and uniform heads.

    Scores are shares of weight, 0 to 1. A head is named after the first type whose score reaches its threshold.
    """
    from workbench.cli import output, show_heads
    from workbench.engine import head_types, open_model
    from workbench.values import HeadTypes, HeadTypesRequest

    model = open_model(reference, dtype)
    request = HeadTypesRequest(reference, part or "", seed, sequences, length, dtype=dtype)
    events: Iterator[object] = head_types(model, request) if text is None else _of_text(model, request, options.read_text(text))
    found = output.last_of(events)
    assert isinstance(found, HeadTypes)
    if as_json:
        output.document(show_heads.document(found, model.info.name))
        return
    for line in show_heads.lines(found, everything=everything):
        click.echo(line)


def _of_text(model: LoadedModel, request: HeadTypesRequest, text: str) -> Iterator[object]:
    """The heads on a text of one's own, captured first."""
    from workbench.engine import Trace, capture, text_heads
    from workbench.values import Subject, TextHeadsRequest, TraceRequest

    for item in capture(model, TraceRequest(Subject(request.model, text), request.dtype)):
        if isinstance(item, Trace):
            yield from text_heads(item, TextHeadsRequest(item.request, request.part))
        else:
            yield item
