"""Options that several commands share, and how a text is read."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from workbench.errors import WorkbenchError

Command = Callable[..., Any]

model = click.option("--model", "-m", "reference", metavar="M", required=True, help="An installed model's name, a folder, or a .gguf file.")
as_json = click.option("--json", "as_json", is_flag=True, help="Print one JSON document.")
dtype = click.option(
    "--dtype", type=click.Choice(["float32", "float64", "bfloat16", "int8", "int4", "auto"]), default="float32", show_default=True
)
text = click.argument("text", metavar="TEXT|-")
bos = click.option(
    "--bos", type=click.Choice(["auto", "yes", "no"]), default="auto", show_default=True,
    help="Whether a beginning-of-sequence token is put in front; auto: as the model's tokenizer says.",
)  # fmt: skip
form = click.option(
    "--as", "form", type=click.Choice(["raw", "user"]), default="raw", show_default=True,
    help="raw: the text as it is; user: as a user's message through the model's chat template.",
)  # fmt: skip


def subject(command: Command) -> Command:
    """A model and a text: --model, TEXT, --bos and --as."""
    options: tuple[Callable[[Command], Command], ...] = (form, bos, text, model)
    for option in options:
        command = option(command)
    return command


def read_text(argument: str) -> str:
    """The text of an argument; `-` is all of standard input, to the byte. Raises WorkbenchError('stdin-not-utf8')."""
    if argument != "-":
        return argument
    raw = sys.stdin.buffer.read()
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError as error:
        raise WorkbenchError("stdin-not-utf8", byte=f"0x{raw[error.start]:02x}", position=error.start) from error


def read_file(path: str) -> str:
    """The text of a whole file. Raises WorkbenchError: file-missing, file-unreadable, text-file-encoding."""
    from workbench.text.text_files import text_of

    return text_of(Path(path).expanduser())


def numbers(_context: click.Context, option: click.Parameter, given: str | None) -> tuple[int, ...] | None:
    """A list of whole numbers: `0,5` or `0-3`."""
    if given is None:
        return None
    found: list[int] = []
    try:
        for part in given.split(","):
            first, dash, last = part.strip().partition("-")
            found.extend(range(int(first), int(last) + 1) if dash else [int(first)])
    except ValueError as error:
        raise click.BadParameter(f"{given!r} is no list of numbers such as 0,5 or 0-3", param=option) from error
    return tuple(dict.fromkeys(found))
