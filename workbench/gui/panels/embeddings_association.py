"""Association: whether two kinds of words lie nearer to one or the other of two more kinds (WEAT), with lists one edits.

The idea that is not obvious: the test compares two groups of the same size, so words that the set lacks are left out, then the longer
list is cut at its end, and both are said.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.models.vector_items import ItemNames
from workbench.gui.panels.embeddings_association_sets import SETS
from workbench.gui.panels.embeddings_python import python_of_set
from workbench.gui.session import Job, Session
from workbench.gui.widgets.association_plot import AssociationPlot
from workbench.gui.widgets.numbers import count, signed
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import Association, AssociationRequest, Vectors

GROUPS = ("x", "y", "a", "b")


class AssociationPage(QWidget):
    """Four lists with their names above, the result and the dots below."""

    failed = Signal(object)
    asked = Signal()

    def __init__(self, session: Session, parent: QWidget) -> None:
        super().__init__(parent)
        self._session = session
        self._vectors: Vectors | None = None
        self._items: ItemNames | None = None
        self._job: Job | None = None
        self.found: Association | None = None
        self.preset, self.test = QComboBox(self), QPushButton(self)
        self.names = {group: QLineEdit(self) for group in GROUPS}
        self.words = {group: QLineEdit(self) for group in GROUPS}
        self._labels = {group: QLabel(self) for group in GROUPS}
        self._preset_label, self.result, self.left_out = QLabel(self), WrappedLabel("", self), WrappedLabel("", self)
        self.plot, self.about = AssociationPlot(self), WrappedLabel("", self)
        self.result.setFont(theme.sans(bold=True))
        for one in (self.left_out, self.about):
            one.setProperty("role", "caption")
        for one in SETS:
            self.preset.addItem(one.title)
        self._lay_out()
        self.preset.activated.connect(self._choose)
        self.test.clicked.connect(self.ask)
        for group in GROUPS:
            self.words[group].returnPressed.connect(self.ask)
        self._choose(0)
        self._show(None)

    def _lay_out(self) -> None:
        top, grid, column = QHBoxLayout(), QGridLayout(), QVBoxLayout(self)
        top.addWidget(self._preset_label)
        top.addWidget(self.preset)
        top.addStretch(1)
        top.addWidget(self.test)
        grid.setSpacing(theme.S2)
        for row, group in enumerate(GROUPS):
            self.names[group].setFixedWidth(130)
            self.words[group].setFont(theme.mono())
            for place, widget in enumerate((self._labels[group], self.names[group], self.words[group])):
                grid.addWidget(widget, row, place)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addLayout(top)
        column.addLayout(grid)
        for widget in (self.result, self.plot, self.left_out, self.about):
            column.addWidget(widget)
        column.addStretch(1)

    def _choose(self, number: int) -> None:
        """Take one of the lists that come with the app."""
        for group, (name, words) in zip(GROUPS, SETS[number], strict=True):
            self.names[group].setText(name)
            self.words[group].setText(words)
            self.words[group].setCursorPosition(0)
        if self._vectors is not None and self.isVisible():
            self.ask()

    def set_vectors(self, vectors: Vectors | None) -> None:
        self._vectors = vectors
        self._items = ItemNames(vectors) if vectors is not None else None
        self._show(None)
        if self.isVisible():
            self.ask()

    def showEvent(self, event: object) -> None:
        super().showEvent(event)
        if self.found is None:
            self.ask()

    # asking

    def known(self) -> tuple[dict[str, tuple[str, ...]], list[str], list[str]]:
        """The words of each group that the set has; those that it lacks; those that are cut so that both targets are as many."""
        assert self._items is not None
        groups, lacking = dict[str, tuple[str, ...]](), list[str]()
        for group in GROUPS:
            typed = [word.strip() for word in self.words[group].text().split(",") if word.strip()]
            groups[group] = tuple(dict.fromkeys(word for word in typed if self._items.find(word)))
            lacking += [word for word in typed if not self._items.find(word)]
        n = min(len(groups["x"]), len(groups["y"]))
        cut = [*groups["x"][n:], *groups["y"][n:]]
        return {**groups, "x": groups["x"][:n], "y": groups["y"][:n]}, lacking, cut

    def ask(self) -> None:
        if self._vectors is None:
            return
        self.asked.emit()
        groups, lacking, cut = self.known()
        self._say_left_out(lacking, cut)
        if min(len(words) for words in groups.values()) < 2:
            self._show(None)
            self.result.setText(self.tr("Each list needs at least two words that the set has."))
            return
        request = AssociationRequest(self._vectors.request.source, groups["x"], groups["y"], groups["a"], groups["b"])
        job = self._job = self._session.submit(request, key="association")
        job.done.connect(lambda found: job is self._job and self._show(found))
        job.failed.connect(lambda error: self._fail(job, error))

    def _fail(self, job: Job, error: WorkbenchError) -> None:
        if job is self._job and error.code != "cancelled":
            self._show(None)
            self.failed.emit(error)

    # showing

    def _show(self, found: Association | None) -> None:
        self.found = found
        names = {group: self.names[group].text() for group in GROUPS}
        if found is None:
            self.result.setText("")
            self.plot.set_groups((), ("", ""))
            return
        request = found.request
        self.plot.set_groups(
            ((f"● {names['x']}", request.x, found.x), (f"■ {names['y']}", request.y, found.y)),
            (self.tr("nearer to {name}").format(name=names["b"]), self.tr("nearer to {name}").format(name=names["a"])),
        )
        self.result.setText(self._words(found, names))

    def _words(self, found: Association, names: dict[str, str]) -> str:
        if math.isnan(found.effect):
            return self.tr("All targets are associated alike: there is no effect to measure.")
        effect = self.tr("Effect size {effect} (from −2 to 2): {x} rather than {y} go with {a} rather than {b}.").format(
            effect=signed(found.effect), **(names if found.effect >= 0 else {**names, "x": names["y"], "y": names["x"]})
        )
        exactly = self.tr("One-sided p = {p}, exact: all {n} ways to deal the targets")
        dealt = exactly if found.exact else self.tr("One-sided p = {p}, from {n} drawn ways to deal the targets")
        p = f"{found.p_value:.2g}" if found.p_value else "0"
        return f"{effect} {dealt.format(p=p, n=count(found.n_dealt))}"

    def _say_left_out(self, lacking: Sequence[str], cut: Sequence[str]) -> None:
        said = []
        if lacking:
            words = self.tr("Left out, for the set lacks them or they are longer than a token: {words}.")
            said.append(words.format(words=", ".join(lacking)))
        if cut:
            said.append(self.tr("Left out so that both targets are as many: {words}.").format(words=", ".join(cut)))
        self.left_out.setText(" ".join(said))
        self.left_out.setVisible(bool(said))

    def rows(self) -> Iterator[Sequence[object]]:
        yield "target", "word", "association"
        if self.found is not None:
            for group, words, values in (("x", self.found.request.x, self.found.x), ("y", self.found.request.y, self.found.y)):
                for word, value in zip(words, values.tolist(), strict=True):
                    yield self.names[group].text(), word, value

    def snippet(self) -> str:
        if self.found is None:
            return ""
        r = self.found.request
        more = ("from workbench.engine.vectors.association import association",)
        groups = "".join(f"    {group}={getattr(r, group)!r},\n" for group in GROUPS)
        begun = python_of_set(r.source, values=("AssociationRequest",), more=more)
        return f"{begun}tested = association(found, AssociationRequest(source,\n{groups}))\nprint(tested.effect, tested.p_value)\n"

    def save_state(self) -> dict[str, object]:
        return {group: [self.names[group].text(), self.words[group].text()] for group in GROUPS}

    def restore_state(self, state: dict[str, object]) -> None:
        for group in GROUPS:
            kept = state.get(group)
            if isinstance(kept, list) and len(kept) == 2:
                self.names[group].setText(str(kept[0]))
                self.words[group].setText(str(kept[1]))
                self.words[group].setCursorPosition(0)

    def retranslate(self) -> None:
        self._preset_label.setText(self.tr("Lists"))
        self._preset_label.setBuddy(self.preset)
        self.preset.setAccessibleName(self.tr("Lists that come with the app"))
        self.test.setText(self.tr("Test"))
        titles = (self.tr("Targets"), self.tr("Other targets"), self.tr("Attribute"), self.tr("Other attribute"))
        for group, title in zip(GROUPS, titles, strict=True):
            self._labels[group].setText(title)
            self.names[group].setAccessibleName(self.tr("{group}: name").format(group=title))
            self.words[group].setAccessibleName(self.tr("{group}: words").format(group=title))
        self.plot.setAccessibleName(self.tr("How much nearer each target is to one attribute than to the other"))
        self.about.setText(
            self.tr(
                "Each dot: the mean cosine of a target with the one attribute less that with the other (WEAT). p says how often "
                "targets dealt anew at random would lie further apart. It shows that these vectors carry an association of these words, "
                "not that the model's answers do: for that, see the bias probe in the Playground. Other lists give other numbers."
            )
        )
        self._show(self.found)
