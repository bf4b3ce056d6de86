"""`tokenize` and `score`: how a model reads a text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from workbench.cli import options

if TYPE_CHECKING:
    from workbench.values import Bos, Dtype, Form


@click.command()
@options.subject
@click.option("--stages", is_flag=True, help="Add the pipeline: what each stage of the tokenizer leaves.")
@options.as_json
def tokenize(*, reference: str, text: str, bos: Bos, form: Form, stages: bool, as_json: bool) -> None:
    """The ids a text becomes, with their byte and character spans. `-` reads standard input."""
    from workbench.cli import output, show
    from workbench.library import locate, open_tokenizer

    content = options.read_text(text)
    tokenizer = open_tokenizer(locate(reference))
    encoding = tokenizer.encode(content, bos=bos, form=form)
    pipeline = tokenizer.stages(content) if stages else ()
    lost = tokenizer.lost(content)
    if as_json:
        output.document(show.tokens_document(encoding, bos_policy=tokenizer.bos_policy, lost=lost, stages=pipeline if stages else None))
        return
    for line in show.tokens_lines(encoding, [tokenizer.shown(int(token)) for token in encoding.ids], pipeline):
        click.echo(line)
    if lost:
        click.echo(f"warning: {lost}", err=True)


@click.command()
@options.subject
@options.dtype
@options.as_json
def score(*, reference: str, text: str, bos: Bos, form: Form, dtype: Dtype, as_json: bool) -> None:
    """How surprising a text is to a model, token by token. `-` reads standard input."""
    from workbench.cli import output, show
    from workbench.cli.record import recording
    from workbench.engine import open_model
    from workbench.engine import score as score_operation
    from workbench.values import Score, ScoreRequest, Subject

    request = ScoreRequest(Subject(reference, options.read_text(text), bos, form), dtype)
    model = open_model(reference, dtype)
    with recording(request, score_operation(model, request)) as (record, events):
        result = output.last_of(events)
    assert isinstance(result, Score)
    shown = [model.tokenizer.shown(int(token)) for token in result.encoding.ids]
    if as_json:
        output.document({"run_id": record.run_id, **show.score_document(result, shown)})
        return
    for line in show.score_lines(result, shown):
        click.echo(line)
