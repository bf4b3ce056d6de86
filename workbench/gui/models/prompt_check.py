"""Asks, once a text has rested, what about it may mislead the open model. Nothing is asked twice."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from workbench.gui.session import Session
from workbench.gui.widgets.single_shot import single_shot
from workbench.values import PromptCheck, PromptCheckRequest, Subject

REST_MS = 350


class PromptWatch(QObject):
    """`changed` when `found` is another one."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject) -> None:
        super().__init__(parent)
        self._session = session
        self._wanted = PromptCheckRequest(Subject("", ""))
        self.found: PromptCheck | None = None
        self._rest = single_shot(REST_MS, self._ask, parent=self)

    def look_at(self, subject: Subject, max_new_tokens: int) -> None:
        """What is to be checked now; an empty model or text for nothing."""
        wanted = PromptCheckRequest(subject, max_new_tokens)
        if wanted == self._wanted:
            return
        self._wanted = wanted
        if subject.model and subject.text:
            self._rest.start()
        else:
            self._rest.stop()
        if self.found is not None and self.found.request != wanted:
            self._take(None)

    def _ask(self) -> None:
        wanted = self._wanted
        job = self._session.submit(wanted, key="prompt-check")
        job.done.connect(lambda found: self._take(found) if wanted == self._wanted and isinstance(found, PromptCheck) else None)

    def _take(self, found: PromptCheck | None) -> None:
        if found != self.found:
            self.found = found
            self.changed.emit()
