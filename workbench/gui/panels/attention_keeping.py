"""The Attention panel's "Keep arrays with the run", and what is said of kept arrays when their run is opened again."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction

from workbench.gui.models.kept_arrays import KeptArrays
from workbench.gui.panels.attention_shown import Shown
from workbench.gui.session import Session
from workbench.gui.widgets.message_bar import MessageBar
from workbench.gui.widgets.units import size
from workbench.values import RunKept, RunRecord, TraceCheck


class AttentionKeeping(QObject):
    """`action` stands in the menus of all views. `checked`: there is something new to say of the stored run on screen."""

    checked = Signal()

    def __init__(self, session: Session, bar: MessageBar, parent: QObject) -> None:
        super().__init__(parent)
        self._bar = bar
        self._arrays = KeptArrays(session, self)
        self._shown: Shown | None = None
        self._stored: RunRecord | None = None
        self._check: TraceCheck | None = None
        self.action = QAction(self)
        self.action.triggered.connect(self._keep)
        self._arrays.kept.connect(self._kept)
        self._arrays.checked.connect(self._checked)
        self._arrays.failed.connect(bar.show_error)
        self.retranslate()

    def set_trace(self, shown: Shown | None, stored: RunRecord | None) -> None:
        """Another trace is on screen; `stored`: the run it was computed again for."""
        known = shown is not None and self._shown is not None and shown.trace is self._shown.trace
        self._shown, self._stored = shown, stored
        self.action.setEnabled(shown is not None and (shown.job is not None or stored is not None))
        if known:
            return
        self._check = None
        if shown is not None and stored is not None:
            self._arrays.check(shown.trace.request, stored.row.id)

    def said(self) -> str:
        """How the kept arrays compare with the trace on screen; empty where none are kept, or while that is being found out."""
        check = self._check
        if check is None:
            return ""
        if check.other:
            return self.tr("Its kept arrays are of another pass: {names}.").format(names=", ".join(check.other))
        largest = max(check.differences.values(), default=0.0)
        if largest == 0:
            return self.tr("Its kept arrays are the same to the bit.")
        name = max(check.differences, key=lambda one: check.differences[one])
        return self.tr("Its kept arrays differ by {largest} at most ({name}).").format(largest=f"{largest:.2g}", name=name)

    def retranslate(self) -> None:
        self.action.setText(self.tr("Keep arrays with the run"))
        self.action.setToolTip(self.tr("Stores all patterns and residual streams; when the run is opened again, they are held against it."))

    def _keep(self) -> None:
        shown = self._shown
        if shown is None:
            return
        if self._stored is not None:
            self._arrays.keep_with(shown.trace.request, self._stored.row.id)
        elif shown.job is not None:
            self._arrays.keep(shown.trace.request, shown.job)

    def _kept(self, kept: RunKept) -> None:
        said = self.tr("The arrays of run {id} are kept: {size}.").format(id=kept.id, size=size(kept.size_bytes))
        self._bar.show_notice(said, more=self.tr("When the run is opened again, they are held against what is computed then."))

    def _checked(self, run_id: int, check: TraceCheck) -> None:
        shown, stored = self._shown, self._stored
        if shown is not None and stored is not None and stored.row.id == run_id and check.request.trace == shown.trace.request:
            self._check = check
            self.checked.emit()
