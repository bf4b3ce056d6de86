"""Errors a person can act on: a code, values, and an English template of what, why and remedy.

Owns the catalogue. The window translates the three templates by code before it fills in the values; the command line
stays English. A template names the value, the limit, the likely cause and the remedy; `T` marks it for translation.
"""

from __future__ import annotations

from typing import NamedTuple


class T(NamedTuple):
    """Templates of one error: what went wrong, the likely cause, the remedy. Placeholders are names of values."""

    what: str
    why: str
    remedy: str


class WorkbenchError(Exception):
    """An error that is answered where it was caused. Raises KeyError at once if the code is not in the catalogue."""

    def __init__(self, code: str, **values: object) -> None:
        CATALOGUE[code]
        self.code = code
        self.values = values
        super().__init__(code)

    def __str__(self) -> str:
        return " — ".join(part for part in self.parts() if part)

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (self.code, self.values)

    def parts(self, template: T | None = None) -> T:
        """What, why and remedy with the values filled in, from `template` (a translation) or the catalogue."""
        known = _Lenient({key: str(value) for key, value in self.values.items()})
        return T(*(part.format_map(known) for part in template or CATALOGUE[self.code]))


class _Lenient(dict[str, str]):
    """A value that is missing shows as its name: an error message must never fail."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def _rebuild(code: str, values: dict[str, object]) -> WorkbenchError:
    return WorkbenchError(code, **values)


CATALOGUE: dict[str, T] = {
    # any room
    "cancelled": T("Cancelled.", "", ""),
    "internal": T(
        "Something unexpected happened: {reason}.",
        "This is a defect of the workbench.",
        "Copy the details and report them; your data is safe.",
    ),
    "bad-value": T("{name} is {value}.", "Allowed is {limit}.", "Choose a value in that range."),
    "empty-text": T("The text is empty.", "There is nothing to work on.", "Type a text."),
    "text-not-unicode": T(
        "The text holds a lone surrogate at character {position}.",
        "It is half of a character pair, so it isn't valid Unicode; it usually comes from cut or wrongly decoded text.",
        "Remove it, or copy the text again from its source.",
    ),
    "text-too-long": T(
        "The text has {n_tokens} tokens; {model} reads at most {n_ctx}.",
        "The model's context has that size.",
        "Shorten it by {excess} tokens or more.",
    ),
    # host
    "wire-bad-value": T(
        "A child process sent something unreadable: {reason}.",
        "It may be damaged or of another version.",
        "Try again; it is started afresh.",
    ),
    "wire-too-large": T(
        "A message of {size_bytes} bytes was refused; the limit is {limit_bytes}.",
        "The view asked for too much at once.",
        "Choose a smaller region.",
    ),
    "child-died": T("The {role} process ended: {cause}.", "{details}", "Try again; it is started afresh and the models are reopened."),
    "out-of-memory": T(
        "The {role} process ran out of memory: {reason}.",
        "It may use {limit_gib} GiB, so that other programs are left in peace.",
        "Close a model, choose a shorter text, or a smaller model.",
    ),
    "child-no-start": T("The {role} process could not be started: {reason}.", "{details}", "Run `workbench doctor`."),
}
