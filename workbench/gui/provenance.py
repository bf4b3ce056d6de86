"""What goes into every saved picture: model, text, request, panel and view, so that the picture opens again as it was.

The idea that is not obvious: a panel that shows an old text while a new one is typed is asked what it shows (its `origin`), not what
the session holds now.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from PySide6.QtWidgets import QWidget

from workbench import __version__
from workbench.figures import Seal, command_of
from workbench.gui.models.origin import Origin
from workbench.gui.session import Session
from workbench.gui.widgets.export import Export
from workbench.values import Figure, ModelInfo, Subject


class Provenance:
    """Seals the pictures of panels. `info`: what is known of the open model."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self.info: ModelInfo | None = None
        self.reference = ""

    def adopt(self, name: str, panel: Any) -> None:
        """Let all that this panel saves as a picture open again."""
        assert isinstance(panel, QWidget)
        for export in panel.findChildren(Export):
            export.seal = self._sealing(name, panel, export)

    def _sealing(self, name: str, panel: Any, export: Export) -> Callable[[], Seal]:
        return lambda: Seal(self.figure(name, panel, export.python()))

    def figure(self, name: str, panel: Any, python: str) -> Figure:
        """Where a picture of this panel comes from."""
        origin = panel.origin() if hasattr(panel, "origin") else Origin()
        request = getattr(origin.answer, "request", None) or origin.request
        subject = _subject_of(request) or self._session.subject
        info = getattr(origin.answer, "model", None)
        if not isinstance(info, ModelInfo):
            info = self.info if self.reference == subject.model else None
        return Figure(
            version=__version__,
            panel=name,
            subject=subject,
            selection=self._session.selection,
            state=panel.save_state(),
            model_name=info.name if info is not None else "",
            model_sha256=info.sha256 if info is not None else "",
            request=request,
            ids=_ids_of(origin.answer),
            run_id=origin.run_id,
            run_ulid=origin.ulid,
            command=command_of(request),
            python=python,
        )


def _subject_of(request: object) -> Subject | None:
    for holder in (request, getattr(request, "trace", None)):
        subject = getattr(holder, "subject", None)
        if isinstance(subject, Subject):
            return subject
    return None


def _ids_of(answer: object) -> np.ndarray:
    """The ids the model read, and wrote."""
    encoding = getattr(answer, "encoding", None)
    parts = [encoding.ids] if encoding is not None else [getattr(answer, name, ()) for name in ("prompt_ids", "ids")]
    return np.concatenate([np.asarray(part, np.int32).reshape(-1) for part in parts])
