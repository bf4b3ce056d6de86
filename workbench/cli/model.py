"""`model`: what a model is made of."""

from __future__ import annotations

import click

from workbench.cli import options


@click.command()
@options.model
@options.as_json
def model(*, reference: str, as_json: bool) -> None:
    """The architecture: blocks, and tensors with shape, stored type and parameters. Nothing is loaded."""
    from workbench.cli import output, show
    from workbench.library import describe, locate

    info = describe(locate(reference), tensors=True)
    if as_json:
        output.document(show.architecture_document(info))
        return
    for line in (*show.file_lines(info), "", *show.architecture_lines(info)):
        click.echo(line)
