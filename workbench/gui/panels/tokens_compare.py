"""Two to four tokenizers over the text under study: where they cut, what each script costs.

The first follows the model under study until it is taken out. It asks only while it is seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QSplitter, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import i18n, theme
from workbench.gui.panels.tokens_picker import KnownTokenizers, ask_file, is_tokenizer_path, short_name
from workbench.gui.panels.tokens_view import Link, Shown
from workbench.gui.session import Job, Session
from workbench.gui.widgets import script_words
from workbench.gui.widgets.cost_table import CostTable
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.hint import Hint
from workbench.gui.widgets.lanes import Lanes
from workbench.gui.widgets.span_map import SpanMap
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import CompareRequest, Comparison

MOST = 4
SNIPPET = """from workbench.host.text_child import TextDesk
from workbench.values import CompareRequest

*_, found = TextDesk()(CompareRequest({text!r}, {tokenizers!r}), lambda: False)
for lane in found.lanes:
    print(lane.name, len(lane.ids), lane.spans.tolist())
"""


class CompareView(QWidget):
    """The lanes above, the costs below; the tokenizers in the controls row."""

    key, needs_text = "compare", False

    def __init__(self, session: Session, frame: PanelFrame) -> None:
        super().__init__(frame.home)
        self._session, self._frame = session, frame
        self.references: tuple[str, ...] = ("",)  # "": the model under study
        self._chosen = False
        self._job: Job | None = None
        self._found: Comparison | None = None
        self._due = True
        self.known = KnownTokenizers(session, self)
        self.lanes, self.costs = Lanes(self), CostTable(self)
        self._link = Link(session, self.lanes)
        self.legend, self.trouble = WrappedLabel(parent=self), WrappedLabel(parent=self)
        self.legend.setProperty("role", "caption")
        self.trouble.setProperty("role", "caption")
        self.hint, self._stack = Hint(self), QStackedWidget(self)
        self._build()
        self._build_controls(frame)
        self.setAcceptDrops(True)
        session.subject_changed.connect(lambda _subject: self._outdated())
        self.known.changed.connect(self._propose)
        self.hint.asked.connect(self.add.showMenu)
        self.retranslate()

    def _build(self) -> None:
        upper, lower = QWidget(self), QWidget(self)
        for box, parts in ((upper, (self.lanes, self.legend)), (lower, (self.trouble, self.costs))):
            column = QVBoxLayout(box)
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(theme.S1)
            for part in parts:
                column.addWidget(part, 1 if part is self.lanes else 0)
            if box is lower:
                column.addStretch(1)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.addWidget(upper)
        self.splitter.addWidget(lower)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setChildrenCollapsible(False)
        self._stack.addWidget(self.hint)
        self._stack.addWidget(self.splitter)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)

    def _build_controls(self, frame: PanelFrame) -> None:
        self.controls = QWidget(frame)
        self._row = QHBoxLayout(self.controls)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(theme.S1)
        self.add = QToolButton(self.controls)
        self.add.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.menu = QMenu(self.add)
        self.menu.aboutToShow.connect(self._fill_menu)
        self.add.setMenu(self.menu)
        self.chips: list[QToolButton] = []
        self._row.addWidget(self.add)
        self._row.addStretch(1)

    # what the panel asks

    def title(self) -> str:
        return self.tr("Compare")

    def set_answer(self, shown: Shown | None) -> None:
        """It asks for itself: it needs no model."""

    def rows(self) -> Iterator[Sequence[object]]:
        yield script_words.EXPORT_HEADERS
        for lane in self._found.lanes if self._found is not None else ():
            if lane.problem is None:
                yield from script_words.export_rows(lane.name, lane.costs)

    def snippet(self) -> str:
        return SNIPPET.format(text=self._session.subject.text, tokenizers=self._asked())

    def save_state(self) -> dict[str, object]:
        return {"tokenizers": "\n".join(self.references), "unit": self.costs.unit.key} if self._chosen else {"unit": self.costs.unit.key}

    def restore_state(self, state: dict[str, object]) -> None:
        if "tokenizers" in state:
            self._chosen = True
            self.references = tuple(str(state["tokenizers"]).split("\n"))[:MOST]
        self.costs.unit.choose(str(state.get("unit", "")))
        self._outdated()

    def retranslate(self) -> None:
        self.add.setText(self.tr("Add a tokenizer"))
        self.add.setAccessibleName(self.tr("Add a tokenizer"))
        self.lanes.retranslate()
        self.costs.retranslate()
        legend = self.tr("▼ a cut that not all share · ┊ others cut here · ╱╱ changed by the tokenizer · ╳╳ lost · ┄ without its spaces")
        self.legend.setText(legend)
        self._show()

    # choosing

    def set_references(self, references: Sequence[str]) -> None:
        """Compare these; what was chosen stays."""
        self._chosen = True
        self.references = tuple(dict.fromkeys(references))[:MOST]
        self._outdated()

    def take(self, reference: str) -> None:
        """Add one, if there is room."""
        if len(self.references) < MOST:
            self.set_references([*self.references, reference])
        else:
            self._frame.bar.show_notice(self.tr("Four tokenizers are the most; take one out first."))

    def _propose(self) -> None:
        """Until the person chooses: the model under study, and another that reads differently."""
        if not self._chosen:
            model = self._session.subject.model
            alike = model.startswith("starter")
            others = [one.name for one in self.known.choices if one.name != model and not (alike and one.name.startswith("starter"))]
            self.references = ("", others[0]) if others else ("",)
            self._outdated()

    def _fill_menu(self) -> None:
        self.menu.clear()
        if "" not in self.references and self._session.subject.model:
            self.menu.addAction(self.tr("The model under study"), lambda: self.take(""))
        self.known.fill(self.menu, self.take, without=self.references)
        self.menu.addSeparator()
        self.menu.addAction(
            self.tr("Open a tokenizer.json or .tiktoken file…"), lambda: ask_file(self, self.tr("Open a tokenizer"), self.take)
        )

    def _fill_chips(self) -> None:
        for chip in self.chips:
            chip.hide()
            chip.deleteLater()
        self.chips = []
        for at, reference in enumerate(self.references):
            name = short_name(reference or self._session.subject.model)
            if not name:
                continue
            chip = QToolButton(self.controls)
            chip.setText(f"{name}  ✕")
            chip.setAccessibleName(self.tr("Take out {name}").format(name=name))
            chip.setToolTip(self.tr("Take out {name}").format(name=reference or name))
            chip.clicked.connect(
                lambda _checked=False, gone=reference: self.set_references([one for one in self.references if one != gone])
            )
            self._row.insertWidget(at, chip)
            self.chips.append(chip)
        self.add.setEnabled(len(self.references) < MOST)

    def _take_out(self, reference: str) -> None:
        self.set_references([one for one in self.references if one != reference])

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(is_tokenizer_path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        event.acceptProposedAction()
        for url in event.mimeData().urls():
            if url.isLocalFile():
                self.take(url.toLocalFile())

    # asking

    def _asked(self) -> tuple[str, ...]:
        named = [reference or self._session.subject.model for reference in self.references]
        return tuple(dict.fromkeys(one for one in named if one))

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self.known.ensure()
        if self._due:
            self._outdated()

    def _outdated(self) -> None:
        self._due = True
        self._fill_chips()
        if not self.isVisible():
            return
        self._due = False
        text, asked = self._session.subject.text, self._asked()
        if not text or not asked:
            self._job, self._found = None, None
            self._show()
            return
        self._job = job = self._session.submit(CompareRequest(text, asked), key="tokens compare")
        job.done.connect(lambda found: self._answered(job, found))
        job.failed.connect(lambda error: self._failed(job, error))

    def _answered(self, job: Job, found: Comparison) -> None:
        if job is self._job:
            self._found = found
            self._show()

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is self._job and error.code != "cancelled":
            self._found = None
            self._show()
            self._frame.bar.show_error(error)

    # showing

    def _show(self) -> None:
        found = self._found
        lanes = [lane for lane in found.lanes if lane.problem is None] if found is not None else []
        self.lanes.set_comparison(found)
        self._link.set_map(SpanMap(found.request.text, found.request.text) if found is not None else None)
        self.costs.set_rows([(lane.name, int((lane.ids >= 0).sum()), lane.costs) for lane in lanes])
        self.trouble.setText("\n".join(self._troubles(found)))
        self.trouble.setVisible(bool(self.trouble.text()))
        self.costs.setVisible(bool(lanes))
        self._stack.setCurrentWidget(self.splitter if found is not None else self.hint)
        body = self.tr(
            "Each tokenizer cuts the same bytes in its own way, and so a text costs more in one than in another. "
            "Choose two to four, drop a tokenizer.json here, and type a text above."
        )
        self.hint.say(self.tr("Lay tokenizers over one text"), body, self.tr("Add a tokenizer"))

    def _troubles(self, found: Comparison | None) -> Iterator[str]:
        for lane in found.lanes if found is not None else ():
            if lane.problem is not None:
                parts = i18n.error_parts(WorkbenchError(lane.problem.code, **lane.problem.values))
                yield " ".join((f"{short_name(lane.reference)}:", *filter(None, parts)))
            elif lane.lost:
                yield self.tr("{name} does not give back: {lost}").format(name=lane.name, lost=lane.lost)
