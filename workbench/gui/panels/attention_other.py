"""Which model a pass is held against: one that is installed, or a checkpoint of a run, first the others of the run under study."""

from __future__ import annotations

from PySide6.QtWidgets import QComboBox, QWidget

from workbench.gui.session import Session
from workbench.values import ModelList, ModelListRequest, RunModels, RunModelsRequest

WIDTH = 190


class OtherModel(QComboBox):
    """A list in which one can also type. `chosen`: what stands there; "": the same model."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._installed: tuple[str, ...] = ()
        self._checkpoints: tuple[str, ...] = ()
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.setMinimumWidth(WIDTH)

    @property
    def chosen(self) -> str:
        return self.currentText().strip()

    def look(self) -> None:
        """Ask what there is: more may have come since it was last asked."""
        for request, key in ((ModelListRequest(), "compare-models"), (RunModelsRequest(), "compare-run-models")):
            self._session.submit(request, key=key).done.connect(self._learn)

    def _learn(self, found: ModelList | RunModels) -> None:
        if isinstance(found, RunModels):
            self._checkpoints = found.references
        else:
            self._installed = tuple(one.name for one in found.models if one.installed)
        self._fill()

    def _fill(self) -> None:
        chosen, run = self.chosen, self._session.subject.model.partition("@")[0]
        checkpoints = sorted(self._checkpoints, key=lambda one: one.partition("@")[0] != run)
        self.clear()
        self.addItems(["", *self._installed, *checkpoints])
        if self._installed and checkpoints:
            self.insertSeparator(1 + len(self._installed))
        self.setEditText(chosen)
