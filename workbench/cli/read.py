"""`tokenize` and `score`: how a model reads a text, or a whole file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from workbench.cli import changing, options

if TYPE_CHECKING:
    from workbench.values import Ablation, Bos, Dtype, Form, Steering


@click.command()
@options.model
@click.argument("text", metavar="TEXT|-", required=False)
@options.bos
@options.form
@click.option("--stages", is_flag=True, help="Add the pipeline: what each stage of the tokenizer leaves, aligned.")
@click.option("--file", "path", metavar="FILE", help="Read a text file in the place of TEXT.")
@click.option("--report", is_flag=True, help="With --file: what its lines cost by script, which don't come back, the costliest.")
@options.as_json
def tokenize(
    *, reference: str, text: str | None, bos: Bos, form: Form, stages: bool, path: str | None, report: bool, as_json: bool
) -> None:
    """The ids a text becomes, with their byte and character spans. `-` reads standard input.

    M may also be a trained tokenizer's name, a tokenizer.json, or a .tiktoken file.
    """
    from workbench.cli import output, show, show_stages
    from workbench.library import locate_tokenizer, open_tokenizer

    if (text is None) == (path is None) or (report and path is None):
        raise click.UsageError("Give either TEXT or --file FILE; --report needs --file.")
    if report and path is not None:
        _report(reference, path, as_json)
        return
    content = options.read_text(text) if text is not None else options.read_file(path or "")
    tokenizer = open_tokenizer(locate_tokenizer(reference))
    encoding = tokenizer.encode(content, bos=bos, form=form)
    _, pipeline, n_columns = tokenizer.pipeline(content, bos=bos, form=form) if stages else ("", (), 0)
    lost = tokenizer.lost(content)
    if as_json:
        document = show.tokens_document(encoding, bos_policy=tokenizer.bos_policy, lost=lost)
        output.document({**document, "stages": show_stages.stages_document(pipeline)} if stages else document)
        return
    for line in show_stages.stages_lines(pipeline, n_columns) if stages else ():
        click.echo(line)
    for line in show.tokens_lines(encoding, [tokenizer.shown(int(token)) for token in encoding.ids]):
        click.echo(line)
    if lost:
        click.echo(f"warning: this tokenizer loses part of the text: {lost}", err=True)


def _report(reference: str, path: str, as_json: bool) -> None:
    from workbench.cli import output, show_tokenizers
    from workbench.library import locate_tokenizer, open_tokenizer
    from workbench.text.file_report import report
    from workbench.values import FileReport, FileReportRequest

    location = locate_tokenizer(reference)
    request = FileReportRequest(reference, path)
    found = output.last_of(report(open_tokenizer(location), request, name=location.name, stopped=lambda: False))
    assert isinstance(found, FileReport)
    if as_json:
        output.document(show_tokenizers.report_document(found))
        return
    for line in show_tokenizers.report_lines(found):
        click.echo(line)


@click.command()
@options.subject
@changing.changes
@options.dtype
@options.as_json
def score(
    *,
    reference: str,
    text: str,
    bos: Bos,
    form: Form,
    ablate: tuple[Ablation, ...],
    steer: tuple[Steering, ...],
    dtype: Dtype,
    as_json: bool,
) -> None:
    """How surprising a text is to a model, token by token. `-` reads standard input.

    A decoder expects each token from those before it. Of an encoder's text each token is masked in turn and expected from all others:
    its pseudo-log-likelihood (arXiv 1910.14659).
    """
    from workbench.cli import output, show
    from workbench.cli.record import recording
    from workbench.engine import open_model
    from workbench.engine import score as score_operation
    from workbench.values import Score, ScoreRequest, Subject

    request = ScoreRequest(Subject(reference, options.read_text(text), bos, form), dtype, interventions=(*ablate, *steer))
    model = open_model(reference, dtype)
    with recording(request, score_operation, model) as (record, events):
        result = output.last_of(events)
    assert isinstance(result, Score)
    shown = [model.tokenizer.shown(int(token)) for token in result.encoding.ids]
    if as_json:
        output.document({"run_id": record.run_id, **show.score_document(result, shown)})
        return
    for line in show.score_lines(result, shown):
        click.echo(line)
