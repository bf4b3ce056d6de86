"""Opening a saved picture: its model, text, panel and view come back as they were.

The model is looked for at its old place, then among the installed ones by the sha256 of its file. One that is nowhere is named, and
the picture waits for it. The idea that is not obvious: a stored run is opened only if it is the very one (its ULID), for numbers are
given anew on every computer.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path
from typing import Any, Protocol

from PySide6.QtCore import QObject

from workbench import figures
from workbench.errors import WorkbenchError
from workbench.gui.run_views import STATE_ERRORS
from workbench.gui.session import Job, Session
from workbench.gui.widgets.message_bar import MessageBar
from workbench.values import (
    DescribeRequest,
    Figure,
    FileInfo,
    ModelInfo,
    ModelList,
    ModelListRequest,
    RunRecord,
    RunRequest,
    ScoreRequest,
    TokenizeRequest,
    TraceRequest,
    Whereabouts,
    WhereaboutsRequest,
)

SHOWN_SHA = 12


class Window(Protocol):
    """What opening needs of the window. `raise_panel` gives the panel."""

    bar: MessageBar

    def open_model(self, reference: str) -> None: ...
    def show_models(self) -> None: ...
    def has_panel(self, name: str) -> bool: ...
    def raise_panel(self, name: str) -> Any: ...


class Reopening(QObject):
    """One picture at a time; a newer one takes the place of one that waits for its model."""

    def __init__(self, session: Session, window: Window, parent: QObject) -> None:
        super().__init__(parent)
        self._session, self._window = session, window
        self._path = Path()
        self._waiting: Figure | None = None

    def open(self, path: Path) -> None:
        """Show what the picture at `path` shows. What speaks against it is said in the window's bar."""
        self._path, self._waiting = path, None
        self._window.bar.clear()
        try:
            figure = figures.read(path)
        except WorkbenchError as error:
            self._window.bar.show_error(error)
            return
        if figure.subject.model:
            self._ask(WhereaboutsRequest((figure.subject.model,)), lambda found: self._found(figure, found))
        else:
            self._show(figure, "")

    def model_opened(self, reference: str, info: ModelInfo) -> None:
        """A model is open: it may be the one that a picture waits for."""
        if self._waiting is not None and info.sha256 == self._waiting.model_sha256:
            self._show(self._waiting, reference)

    # the model

    def _ask(self, request: object, then: Callable[[Any], object], *, otherwise: Callable[[], object] | None = None) -> None:
        job: Job = self._session.submit(request, key="figure")
        job.done.connect(then)
        job.failed.connect(lambda error: error.code != "cancelled" and (otherwise() if otherwise is not None else self._failed(error)))

    def _found(self, figure: Figure, found: Whereabouts) -> None:
        reference = figure.subject.model
        if found.gone:
            self._ask(ModelListRequest(), lambda models: self._compare(figure, _installed(models)))
        else:
            self._ask(DescribeRequest(reference), lambda info: self._at_its_place(figure, reference, info))

    def _at_its_place(self, figure: Figure, reference: str, info: FileInfo) -> None:
        self._show(figure, reference)
        if figure.model_sha256 and info.sha256 != figure.model_sha256:
            said = self.tr("{model} is not the file that this picture was made with.").format(model=reference)
            more = self.tr("Its sha256 begins with {now}, that of the picture with {then}. Numbers may differ.")
            self._window.bar.show_notice(said, more=more.format(now=info.sha256[:SHOWN_SHA], then=figure.model_sha256[:SHOWN_SHA]))

    def _compare(self, figure: Figure, names: list[str]) -> None:
        """Look at the installed models one by one, until one has the same file."""
        if not names or not figure.model_sha256:
            self._wait_for(figure)
            return
        name, *rest = names
        self._ask(DescribeRequest(name), lambda info: self._compared(figure, info, names), otherwise=lambda: self._compare(figure, rest))

    def _compared(self, figure: Figure, info: FileInfo, names: list[str]) -> None:
        name, *rest = names
        if info.sha256 != figure.model_sha256:
            self._compare(figure, rest)
            return
        self._show(figure, name)
        said = self.tr("The model of this picture, {model}, is not at its place: {name} has the same file.")
        self._window.bar.show_notice(said.format(model=figure.subject.model, name=name))

    def _wait_for(self, figure: Figure) -> None:
        self._waiting = figure
        error = WorkbenchError("figure-model-gone", model=figure.subject.model, sha256=figure.model_sha256[:SHOWN_SHA] or "?")
        self._window.bar.show_error(error, action_text=self.tr("Choose a model"), action=self._window.show_models)

    def _failed(self, error: WorkbenchError) -> None:
        self._window.bar.show_error(error, action_text=self.tr("Try again"), action=lambda: self.open(self._path))

    # what it shows

    def _show(self, figure: Figure, reference: str) -> None:
        self._waiting = None
        subject = figure.subject
        if reference and reference != self._session.subject.model:
            self._window.open_model(reference)
        self._session.change_subject(text=subject.text, bos=subject.bos, form=subject.form)
        self._session.intervene(getattr(figure.request, "interventions", ()))
        panel = self._window.raise_panel(figure.panel)
        if self._window.has_panel(figure.panel):
            try:
                panel.restore_state(figure.state)
            except STATE_ERRORS:
                self._window.bar.show_error(WorkbenchError("figure-damaged", path=self._path, reason="its view is none of this panel"))
        self._session.select(figure.selection)
        if figure.run_id is not None and not self._follows(figure.request):
            look = self._session.submit(RunRequest(figure.run_id), key="figure")
            look.done.connect(lambda record: self._recorded(figure, panel, record))
            look.failed.connect(lambda error: error.code == "cancelled" or self._ask_anew(figure, panel))
        else:
            self._ask_anew(figure, panel)

    def _recorded(self, figure: Figure, panel: Any, record: RunRecord) -> None:
        own = record.row.ulid == figure.run_ulid if figure.run_ulid else record.request == figure.request
        if own:
            self._session.open_run(record)
        else:
            self._ask_anew(figure, panel)

    def _ask_anew(self, figure: Figure, panel: Any) -> None:
        """A request that says more than its text and settings, and is no run that is kept here."""
        request = figure.request
        if self._follows(request) or getattr(panel, "asks_from_state", False):
            return
        if isinstance(request, TraceRequest) and hasattr(panel, "open_request"):
            panel.open_request(dataclasses.replace(request, subject=self._session.subject))
        else:
            said = self.tr("The text and the settings of this picture are back. What the model wrote is not kept on this computer.")
            self._window.bar.show_notice(said)

    def _follows(self, request: object) -> bool:
        """Whether the panel asks it by itself of the text under study and of what is changed in the model."""
        if not isinstance(request, TokenizeRequest | ScoreRequest | TraceRequest):
            return request is None
        plain = type(request)(request.subject)
        if not isinstance(plain, TokenizeRequest):
            plain = dataclasses.replace(plain, interventions=self._session.interventions)
        return request == plain


def _installed(models: ModelList) -> list[str]:
    return [model.name for model in models.models if model.installed]
