"""The part of the catalogue in `workbench.errors` that is about prompt templates, tables of variables and grids: what, why, remedy."""

from __future__ import annotations

PROMPTS: dict[str, tuple[str, str, str]] = {
    "template-brace": (
        "The template {template!r} has {found!r} in line {line}, which is no variable.",
        "A variable is a name in braces, such as {{text}}; a brace that stands for itself is written twice.",
        "Close the variable, or write {{{{ or }}}} for a literal brace.",
    ),
    "template-variable": (
        "There is no value for the variable {name}.",
        "The values given are: {known}.",
        "Correct the name, or add a column of that name.",
    ),
    "template-column": (
        "The template {template} asks for {name}, and no column has that name.",
        "The columns are: {known}.",
        "Correct the name in the template, or add the column to the variables.",
    ),
    "template-empty": ("The template {template} is empty.", "There is nothing to ask.", "Write a text, or delete the template."),
    "column-reserved": (
        "A column of the variables is called {name}.",
        "That name says where the examples of a few-shot prompt stand.",
        "Give the column another name.",
    ),
    "reference-missing": (
        "The score {score} has nothing to compare with.",
        "No right answer is named.",
        "Say what the right answer is, for example {{label}}, or take the score away.",
    ),
    "labels-few": (
        "There are {n_labels} labels to choose from.",
        "The most probable label is sought among two or more.",
        "Name the labels, or take the score away.",
    ),
    "pattern-bad": (
        "The regular expression {pattern!r} cannot be used: {reason}.",
        "It follows the rules of Python's re module.",
        "Correct it; a character with a meaning of its own is written with a backslash.",
    ),
    "pattern-slow": (
        "The regular expression {pattern!r} took longer than {limit_s} s and was given up.",
        "Repetitions inside repetitions, as in (a+)+, can take for ever.",
        "Write it without them.",
    ),
    "name-twice": (
        "{count} have the name {name}, and each {what} needs its own.",
        "They could not be told apart in the results.",
        "Rename all but one.",
    ),
    "grid-empty": (
        "The grid has no {what}.",
        "A grid is templates times rows times models times settings times seeds; one of them is empty.",
        "Add one.",
    ),
    "grid-too-large": (
        "The grid would have {n_cells} cells; the limit is {limit}.",
        "It is templates times rows times models times settings times seeds.",
        "Take fewer of one of them.",
    ),
    "grid-ids-differ": (
        "The model read {n_read} tokens where {n_planned} were planned.",
        "Its file was replaced while the grid ran.",
        "Start the grid again.",
    ),
    "grid-bad": (
        "{path}: {key} is {value}.",
        "Allowed is {limit}.",
        "Correct the file; `workbench grid --help` shows one.",
    ),
    "run-not-grid": (
        "Run {id} is of kind {kind}, not a grid.",
        "Only a grid can be gone on with here.",
        "`workbench runs list --kind grid` shows grids.",
    ),
    "table-bad": (
        "{path} cannot be read as a table: {reason}.",
        "A table is CSV or TSV text whose first line names the columns.",
        "Save it as CSV in UTF-8, with a first line of names.",
    ),
    "table-too-large": (
        "{path} has {size} {unit}; the limit is {limit}.",
        "Each row is asked of each template and each model.",
        "Take a part of it.",
    ),
}
