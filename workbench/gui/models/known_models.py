"""What is known of the models that were opened, from the answers anybody got."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from workbench.gui.session import Job, Session
from workbench.values import ModelInfo, OpenRequest


class KnownModels(QObject):
    """`learned` when there is more. Asks only of a model that was opened before anybody listened."""

    learned = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._infos: dict[str, ModelInfo] = {}
        session.job_started.connect(self._watch)
        if session.subject.model:
            session.submit(OpenRequest(session.subject.model), key="known models")

    @property
    def info(self) -> ModelInfo | None:
        """Of the model under study."""
        return self._infos.get(self._session.subject.model)

    def _watch(self, job: Job) -> None:
        if isinstance(job.request, OpenRequest):
            job.done.connect(lambda info: self._learn(job.request.model, info))

    def _learn(self, model: str, info: object) -> None:
        if isinstance(info, ModelInfo):
            self._infos[model] = info
            self.learned.emit()
