"""What a run is called in a list, in the language in force: what the record says of itself in English; and a lesson by its name."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication

from workbench.values import RunRow

_CELLS = re.compile(r"(?P<before>(?:.*: |.* · )?)(?P<done>[\d,]+) of (?P<all>[\d,]+) cells(?:, (?P<failed>[\d,]+) failed)?")


def run_name(row: RunRow) -> str:
    """`induction · 6 of 6 cells`, or what the run was about."""
    words = cells_in_words(row.summary)
    return f"{row.model} · {words}" if row.kind == "lesson" else words


def cells_in_words(summary: str) -> str:
    """How many cells of a grid or a lesson there are; any other summary is left as it is."""
    found = _CELLS.fullmatch(summary)
    if found is None:
        return summary
    words = QCoreApplication.translate("cells", "{done} of {all} cells")
    if found["failed"]:
        words = QCoreApplication.translate("cells", "{done} of {all} cells, {failed} failed")
    return found["before"] + words.format(done=found["done"], all=found["all"], failed=found["failed"])
