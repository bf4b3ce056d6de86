"""All runs that match as CSV: page by page from the record into a file or the clipboard, however many there are.

The idea that is not obvious: one page is asked for, written, and only then the next one asked for. So the window stays alive,
and a file appears under its name only when it is whole.
"""

from __future__ import annotations

import contextlib
import csv
import dataclasses
import io
import os
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from workbench.errors import WorkbenchError
from workbench.gui.models.runs import COLUMNS, RunsModel
from workbench.gui.session import Job, Session
from workbench.values import Progress, RunList, RunRow

PIECE = 500
"""Runs a page: written in a few milliseconds."""


class _Target(Protocol):
    """Where the text goes, bit by bit: `finish` makes it whole, `drop` leaves nothing of it. All raise OSError."""

    def write(self, text: str) -> None: ...
    def finish(self) -> None: ...
    def drop(self) -> None: ...


class RunsSaving(QObject):
    """`save` and `copy` begin; `progressed` (Progress) after each page that is not the last, then `saved` (the file's name),
    `copied`, or `failed` (WorkbenchError); `ended` in any case, also when it was cancelled."""

    progressed = Signal(object)
    saved = Signal(str)
    copied = Signal()
    failed = Signal(object)
    ended = Signal()

    def __init__(self, model: RunsModel, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._model, self._session = model, session
        self._target: _Target | None = None
        self._say: Callable[[], None] = lambda: None
        self._job: Job | None = None
        self._written, self._place = 0, ""

    def save(self, path: Path) -> None:
        """Write the file. An older one of this name stays as it is until the new one is whole."""
        self._place = str(path)
        self._begin(lambda: _File(path), lambda: self.saved.emit(path.name))

    def copy(self) -> None:
        """Put the same into the clipboard."""
        self._begin(_Clipboard, self.copied.emit)

    def cancel(self) -> None:
        """End it and leave nothing behind. Harmless when none is under way."""
        self._end(None)

    def _begin(self, make: Callable[[], _Target], say: Callable[[], None]) -> None:
        self.cancel()
        self._written, self._say = 0, say
        try:
            self._target = make()
            self._target.write(_csv([COLUMNS]))
        except OSError as error:
            self._end(self._not_written(error))
        else:
            self._ask(None)

    def _ask(self, before_id: int | None) -> None:
        request = dataclasses.replace(self._model.asked_for, limit=PIECE, before_id=before_id)
        self._job = job = self._session.submit(request)
        job.done.connect(lambda page: self._take(page) if job is self._job else None)
        job.failed.connect(lambda error: self._end(error) if job is self._job else None)

    def _take(self, page: RunList) -> None:
        if self._target is None:
            return
        try:
            self._target.write(_csv([_cells(row) for row in page.rows]))
            if len(page.rows) < PIECE:
                self._target.finish()
                self._target = None
        except OSError as error:
            self._end(self._not_written(error))
            return
        if self._target is None:
            self._end(None)
            self._say()
        else:
            self._written += len(page.rows)
            self.progressed.emit(Progress("save", self._written, page.total, "runs"))
            self._ask(page.rows[-1].id)

    def _end(self, error: WorkbenchError | None) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
        if self._target is not None:
            self._target.drop()
            self._target = None
        self.ended.emit()
        if error is not None and error.code != "cancelled":
            self.failed.emit(error)

    def _not_written(self, error: OSError) -> WorkbenchError:
        return WorkbenchError("file-not-written", path=self._place, reason=error.strerror or str(error))


class _File:
    def __init__(self, path: Path) -> None:
        self._path, self._aside = path, path.with_name(f".{path.name}.part")
        self._file = self._aside.open("w", encoding="utf-8-sig", newline="")  # with a mark, so that spreadsheets read Hangul

    def write(self, text: str) -> None:
        self._file.write(text)

    def finish(self) -> None:
        self._file.close()
        os.replace(self._aside, self._path)  # noqa: PTH105 (the pair of calls reads as what it is)

    def drop(self) -> None:
        with contextlib.suppress(OSError):  # a full disk says so once more; the file goes anyway
            self._file.close()
        self._aside.unlink(missing_ok=True)


class _Clipboard:
    def __init__(self) -> None:
        self._pieces: list[str] = []

    def write(self, text: str) -> None:
        self._pieces.append(text)

    def finish(self) -> None:
        QGuiApplication.clipboard().setText("".join(self._pieces))

    def drop(self) -> None:
        self._pieces.clear()


def _csv(rows: Sequence[Sequence[object]]) -> str:
    made = io.StringIO()
    csv.writer(made).writerows(rows)
    return made.getvalue()


def _cells(row: RunRow) -> tuple[object, ...]:
    return row.id, row.kind, row.status, row.summary, row.model, row.created_at_utc, " ".join(row.tags), row.note
