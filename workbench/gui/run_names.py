"""What a run is called in a list, in the language in force: what the record says of itself in English; and a lesson by its name."""

from __future__ import annotations

import re

from PySide6.QtCore import QT_TRANSLATE_NOOP, QCoreApplication

from workbench.values import RunRow

_CELLS = re.compile(r"(?P<before>(?:.*: |.* · )?)(?P<done>[\d,]+) of (?P<all>[\d,]+) cells(?:, (?P<failed>[\d,]+) failed)?")
_TRAINING = re.compile(
    r"(?P<objective>[a-z0-9]+) · (?:(?P<order>\d+)-gram|(?P<size>[\d.]+[kMB]?) parameters)"
    r"(?P<far> · loss (?P<loss>\S+) at step (?P<step>\S+) of (?P<all>\S+))?"
)
_OBJECTIVES = {
    "causal": QT_TRANSLATE_NOOP("trainings", "causal"),
    "masked": QT_TRANSLATE_NOOP("trainings", "masked"),
    "spans": QT_TRANSLATE_NOOP("trainings", "spans"),
    "seq2seq": QT_TRANSLATE_NOOP("trainings", "seq2seq"),
    "answers": QT_TRANSLATE_NOOP("trainings", "answers"),
    "labels": QT_TRANSLATE_NOOP("trainings", "labels"),
    "tags": QT_TRANSLATE_NOOP("trainings", "tags"),
}


def run_name(row: RunRow) -> str:
    """`induction · 6 of 6 cells`, or what the run was about."""
    words = summary_in_words(row)
    return f"{row.model} · {words}" if row.kind == "lesson" else words


def summary_in_words(row: RunRow) -> str:
    """What the record says of a run; of what a person wrote, every letter as it is."""
    return _training_in_words(row.summary) if row.kind == "train" else cells_in_words(row.summary)


def _training_in_words(summary: str) -> str:
    """What is trained, how large it is, and how far; of an earlier version's record, the record's own words."""
    found = _TRAINING.fullmatch(summary)
    if found is None or found["objective"] not in _OBJECTIVES:
        return summary
    parts = [QCoreApplication.translate("trainings", _OBJECTIVES[found["objective"]])]
    if found["order"]:
        parts.append(QCoreApplication.translate("trainings", "{order}-gram").format(order=found["order"]))
    else:
        parts.append(QCoreApplication.translate("trainings", "{size} parameters").format(size=found["size"]))
    if found["far"]:
        words = QCoreApplication.translate("trainings", "loss {loss} at step {step} of {all}")
        parts.append(words.format(loss=found["loss"], step=found["step"], all=found["all"]))
    return " · ".join(parts)


def cells_in_words(summary: str) -> str:
    """How many cells of a grid or a lesson there are; any other summary is left as it is."""
    found = _CELLS.fullmatch(summary)
    if found is None:
        return summary
    words = QCoreApplication.translate("cells", "{done} of {all} cells")
    if found["failed"]:
        words = QCoreApplication.translate("cells", "{done} of {all} cells, {failed} failed")
    return found["before"] + words.format(done=found["done"], all=found["all"], failed=found["failed"])
