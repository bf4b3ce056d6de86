"""The options by which a command is asked about one token rather than another: --position, --token and --against."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import click

from workbench.errors import WorkbenchError

if TYPE_CHECKING:
    from workbench.text import Tokenizer
    from workbench.values import Contrast

Command = Callable[..., Any]

position = click.option(
    "--position", type=click.IntRange(0), metavar="N", help="Whose prediction, from 0. Default: the last; an encoder's: the first mask."
)
token = click.option("--token", metavar="A", help="The token, as text or as #id. Default: the most probable.")
against = click.option(
    "--against", metavar="B", help="What it is held against. Default: nothing; without --token the second most probable."
)


def contrast(command: Command) -> Command:
    """--position, --token, --against."""
    for option in (against, token, position):
        command = option(command)
    return command


def contrast_of(tokenizer: Tokenizer, *, position: int | None, token: str | None, against: str | None) -> Contrast:
    """What the options say. Raises WorkbenchError('token-none')."""
    from workbench.values import Contrast

    first, second = (None if text is None else token_of(tokenizer, text) for text in (token, against))
    return Contrast(position, first, second)


def token_of(tokenizer: Tokenizer, text: str) -> int:
    """The id of a token given as text or as #id. Of several tokens the first; that is said on standard error.

    Raises WorkbenchError('token-none').
    """
    if text[:1] == "#" and text[1:].isdecimal():
        return int(text[1:])
    encoding = tokenizer.encode(text, bos="no")
    ids = encoding.ids[encoding.written].tolist()
    if not ids:
        raise WorkbenchError("token-none", text=text, model=tokenizer.name)
    if len(ids) > 1:
        click.echo(f"note: {text!r} is {len(ids)} tokens; the first, {tokenizer.shown(ids[0])!r}, is meant", err=True)
    return int(ids[0])
