"""`classify`: the class of a text, or of each of its words, as a model with a head of classes tells it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import click

from workbench.cli import options

if TYPE_CHECKING:
    from workbench.values import Classified, Dtype


@click.command()
@options.model
@click.argument("text", metavar="TEXT|-")
@options.dtype
@options.as_json
def classify(*, reference: str, text: str, dtype: Dtype, as_json: bool) -> None:
    """Which class a text is of, or each of its words, for a model that was trained to tell. `-` reads standard input."""
    from workbench.cli import output
    from workbench.cli.record import recording
    from workbench.engine import classify as operation
    from workbench.engine import open_model
    from workbench.values import Classified, ClassifyRequest, Subject

    request = ClassifyRequest(Subject(reference, options.read_text(text)), dtype=dtype)
    model = open_model(reference, dtype)
    with recording(request, operation, model) as (record, events):
        result = output.last_of(events)
    assert isinstance(result, Classified)
    if as_json:
        output.document(document_of(result, run_id=record.run_id))
        return
    for line in lines_of(result):
        click.echo(line)


def document_of(found: Classified, *, run_id: int | None) -> dict[str, object]:
    """run_id, labels, and for each place that was read: position, token, label and prob of each class."""
    places = [
        {"position": position, "token": found.encoding.tokens[position], "label": found.labels[row.argmax()], "probs": row.tolist()}
        for position, row in zip(found.positions.tolist(), found.probabilities, strict=True)
    ]
    return {"run_id": run_id, "labels": list(found.labels), "classes": places}


def lines_of(found: Classified) -> Iterator[str]:
    """The classes of a text, most probable first; or each token with its most probable one."""
    if len(found.positions) == 1 and found.model.classifies == "text":
        row = found.probabilities[0]
        for number in (-row).argsort(kind="stable").tolist():
            yield f"{row[number]:7.2%}  {found.labels[number]}"
        return
    for position, row in zip(found.positions.tolist(), found.probabilities, strict=True):
        start, end = found.encoding.char_spans[position].tolist()
        best = int(row.argmax())
        yield f"{found.encoding.text[start:end]}\t{found.labels[best]}\t{row[best]:.2%}"
