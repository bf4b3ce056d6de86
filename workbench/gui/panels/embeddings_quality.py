"""Quality: how well the vectors agree with people, by word pairs, by analogies, and by an association test."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from workbench.gui.models.origin import Origin
from workbench.gui.models.vectors import ChosenVectors
from workbench.gui.panels.embeddings_association import AssociationPage
from workbench.gui.panels.embeddings_quality_files import FilePage
from workbench.gui.panels.embeddings_quality_kinds import AnalogiesKind, PairsKind
from workbench.gui.session import Session
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.segmented import Segmented
from workbench.values import Vectors

PAGES = ("pairs", "analogies", "association")


class QualityView(QWidget):
    """Three pages; one is in front."""

    key = "quality"

    def __init__(self, session: Session, frame: PanelFrame, chosen: ChosenVectors) -> None:
        super().__init__(frame.home)
        self._frame = frame
        self._vectors: Vectors | None = None
        self.controls, self.page = QWidget(frame), Segmented(PAGES, self)
        row, column, self._stack = QHBoxLayout(self.controls), QVBoxLayout(self), QStackedWidget(self)
        for layout in (row, column):
            layout.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.page)
        column.addWidget(self._stack)
        self.pairs, self.analogies = FilePage(session, self, PairsKind(self)), FilePage(session, self, AnalogiesKind(self))
        self.association = AssociationPage(session, self)
        self._pages = dict(zip(PAGES, (self.pairs, self.analogies, self.association), strict=True))
        for page in self._pages.values():
            self._stack.addWidget(page)
            page.failed.connect(frame.bar.show_error)
            page.asked.connect(frame.bar.clear)
        self.page.chosen.connect(self.show_page)
        self.retranslate()

    def show_page(self, key: str) -> None:
        """Bring a page to the front."""
        if key in self._pages:
            self.page.choose(key)
            self._frame.bar.clear()
            self._stack.setCurrentWidget(self._pages[key])

    def title(self) -> str:
        return self.tr("Quality")

    def set_vectors(self, vectors: Vectors | None) -> None:
        self._vectors = vectors
        for page in self._pages.values():
            page.set_vectors(vectors)

    def rows(self) -> Iterator[Sequence[object]]:
        """What the page in front shows."""
        yield from self._pages[self.page.key].rows()

    def snippet(self) -> str:
        return self._pages[self.page.key].snippet()

    def origin(self) -> Origin:
        """What is on screen, for a picture that opens again."""
        return Origin.of(self._pages[self.page.key].found or self._vectors, None, None)

    def save_state(self) -> dict[str, object]:
        return {"page": self.page.key, "pairs": self.pairs.path, "analogies": self.analogies.path, "lists": self.association.save_state()}

    def restore_state(self, state: dict[str, object]) -> None:
        for page, key in ((self.pairs, "pairs"), (self.analogies, "analogies")):
            if state.get(key):
                page.take(str(state[key]))
        lists = state.get("lists")
        self.association.restore_state(lists if isinstance(lists, dict) else {})
        self.show_page(str(state.get("page", "")))

    def retranslate(self) -> None:
        self.page.name([self.tr("Word pairs"), self.tr("Analogies"), self.tr("Association")], self.tr("What is compared"))
        for page in self._pages.values():
            page.retranslate()
