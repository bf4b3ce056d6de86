"""Asks, once a text has rested, whether the open model knows its script. Nothing is asked of English, nor twice of one text."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

from workbench.gui.session import Session
from workbench.values import Fluency, FluencyRequest, Subject

REST_MS = 700
PRIORITY = -1
LATIN_END = 0x024F
FEWEST = 4


class FluencyWatch(QObject):
    """`changed` when `found` is another one."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._subject = Subject("", "")
        self.found: Fluency | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._ask)

    def look_at(self, model: str, text: str) -> None:
        """What is to be judged now; an empty model or text for nothing. While one types on, the last judgement stays."""
        subject = Subject(model, text)
        if subject == self._subject:
            return
        same_model = model == self._subject.model
        self._subject = subject
        if not model or not needs_judging(text) or not same_model:
            self._take(None)
        if model and needs_judging(text):
            self._rest.start()
        else:
            self._rest.stop()

    def _ask(self) -> None:
        subject = self._subject
        job = self._session.submit(FluencyRequest(subject), key="fluency", priority=PRIORITY)
        job.done.connect(lambda found: self._take(found) if subject == self._subject and isinstance(found, Fluency) else None)

    def _take(self, found: Fluency | None) -> None:
        if found != self.found:
            self.found = found
            self.changed.emit()


def needs_judging(text: str) -> bool:
    """Whether there are enough letters beyond the Latin ones for the engine to be asked."""
    n_found = 0
    for character in text:
        if ord(character) > LATIN_END and character.isalpha():
            n_found += 1
            if n_found >= FEWEST:
                return True
    return False
