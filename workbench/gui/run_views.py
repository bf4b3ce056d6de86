"""Which panel shows a run, and the view in which it was looked at last: kept with the run, and taken up when it opens again.

The idea that is not obvious: a view is written down when the text is left, not at every click; the selection is gone by then (it
belongs to the text), so the one before is remembered.
"""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, QTimer

from workbench.gui.session import Job, Session
from workbench.values import (
    BeamRequest,
    BiasRequest,
    FillRequest,
    GenerateRequest,
    LessonRequest,
    LikelihoodRequest,
    PatchRequest,
    PromptGridRequest,
    RunKeepRequest,
    RunKept,
    RunKeptRequest,
    RunRecord,
    ScoreRequest,
    Selection,
    TokenizeRequest,
    TraceRequest,
    TrainRequest,
    TrainTokenizerRequest,
)

PANEL_OF_RUN: dict[type, str] = {
    TokenizeRequest: "tokens", ScoreRequest: "tokens", TraceRequest: "attention", GenerateRequest: "playground",
    FillRequest: "playground", BeamRequest: "playground", BiasRequest: "playground", PromptGridRequest: "playground",
    LikelihoodRequest: "playground", PatchRequest: "attention",
    TrainRequest: "training", LessonRequest: "training", TrainTokenizerRequest: "tokens",
}  # fmt: skip
NAME = "view.json"
LARGEST = 1 << 20
STATE_ERRORS = (TypeError, ValueError, KeyError, IndexError, AttributeError, OverflowError)
"""What a view may cause that somebody has written by hand, or another version."""


class RunViews(QObject):
    """`panel_of(name)` gives a panel that was made, or None."""

    def __init__(self, session: Session, panel_of: Callable[[str], Any], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._panel_of = session, panel_of
        self._selection = session.selection
        session.selection_changed.connect(lambda selection: QTimer.singleShot(0, self, lambda: self._note(selection)))
        session.run_opened.connect(self._opened)

    def left(self, jobs: Iterable[Job]) -> None:
        """What these jobs have answered is looked at no longer: keep the view with their runs."""
        for job in jobs:
            panel = self._panel_of(PANEL_OF_RUN.get(type(job.request), ""))
            if job.run_id is not None and panel is not None:
                view = {"state": panel.save_state(), "selection": dataclasses.asdict(self._selection)}
                content = json.dumps(view).encode()
                self._session.submit(RunKeepRequest(job.run_id, NAME, content, media_type="application/json"))

    def _note(self, selection: Selection) -> None:
        self._selection = selection

    def _opened(self, record: RunRecord) -> None:
        job = self._session.submit(RunKeptRequest(record.row.id, NAME), key="view of a run")
        job.done.connect(lambda kept: self._found(record, kept))

    def _found(self, record: RunRecord, kept: RunKept) -> None:
        panel = self._panel_of(PANEL_OF_RUN.get(type(record.request), ""))
        if not kept.path or panel is None or kept.size_bytes > LARGEST:
            return
        try:
            view = json.loads(Path(kept.path).read_bytes())
            panel.restore_state(view["state"])
            self._session.select(Selection(**view["selection"]))
        except (OSError, *STATE_ERRORS):
            return  # a view is a convenience: the run is on screen without it
