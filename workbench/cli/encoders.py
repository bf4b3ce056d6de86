"""`fill` and `similarity`: what an encoder reads in a text, and how alike texts are to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from workbench.cli import options

if TYPE_CHECKING:
    from workbench.values import Dtype


@click.command()
@options.model
@click.argument("text", metavar="TEXT|-")
@click.option("--top-k", type=click.IntRange(1), default=10, show_default=True, metavar="K", help="Candidates for each mask.")
@options.dtype
@options.as_json
def fill(*, reference: str, text: str, top_k: int, dtype: Dtype, as_json: bool) -> None:
    """What could stand where a text has its mask, for example "나는 [MASK]을 먹는다". `-` reads standard input."""
    from workbench.cli import output, show
    from workbench.cli.record import recording
    from workbench.engine import fill as fill_operation
    from workbench.engine import open_model
    from workbench.values import Filled, FillRequest, Subject

    request = FillRequest(Subject(reference, options.read_text(text)), top=top_k, dtype=dtype)
    model = open_model(reference, dtype)
    with recording(request, fill_operation, model) as (record, events):
        result = output.last_of(events)
    assert isinstance(result, Filled)
    if as_json:
        output.document(show.filled_document(result, run_id=record.run_id))
        return
    for line in show.filled_lines(result):
        click.echo(line)


@click.command()
@options.model
@click.argument("texts", metavar="TEXT TEXT [TEXT...]", nargs=-1, required=True)
@options.dtype
@options.as_json
def similarity(*, reference: str, texts: tuple[str, ...], dtype: Dtype, as_json: bool) -> None:
    """Sentence vectors and their cosines."""
    from workbench.cli import output, show
    from workbench.cli.record import recording
    from workbench.engine import open_model
    from workbench.engine import similarity as similarity_operation
    from workbench.values import Similarity, SimilarityRequest

    if len(texts) < 2:
        raise click.UsageError("give at least two texts")
    request = SimilarityRequest(reference, texts, dtype)
    model = open_model(reference, dtype)
    with recording(request, similarity_operation, model) as (record, events):
        result = output.last_of(events)
    assert isinstance(result, Similarity)
    if as_json:
        output.document(show.similarity_document(result, run_id=record.run_id))
        return
    for line in show.similarity_lines(result):
        click.echo(line)
