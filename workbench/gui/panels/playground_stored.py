"""The stored run that the playground shows as it was, and whether its model is still there."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from workbench.errors import WorkbenchError
from workbench.gui.session import Session
from workbench.values import DescribeRequest, RunRecord, Subject


class StoredRun(QObject):
    """`record`: None when what is on screen is new. `changed` when its model turned out to be gone."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self.record: RunRecord | None = None
        self.model_gone = False

    @property
    def request(self) -> object | None:
        """What the stored run was asked."""
        return self.record.request if self.record is not None else None

    @property
    def subject(self) -> Subject | None:
        """What it was about, where it was about one text."""
        return getattr(self.request, "subject", None)

    def open(self, record: RunRecord) -> None:
        """Show this one, and ask whether its model is installed."""
        self.record, self.model_gone = record, False
        if self.subject is not None:
            job = self._session.submit(DescribeRequest(self.subject.model), key="playground-model")
            job.failed.connect(lambda error: self._missing(record, error))

    def leave(self) -> None:
        """What is on screen is new from now on."""
        self.record, self.model_gone = None, False

    def error(self) -> WorkbenchError | None:
        """What the run failed with, if it did."""
        record = self.record
        if record is None or record.error_code in ("", "cancelled"):
            return None
        return WorkbenchError(record.error_code, **record.error_values)

    def _missing(self, record: RunRecord, error: WorkbenchError) -> None:
        if record is self.record and error.code != "cancelled":
            self.model_gone = True
            self.changed.emit()
