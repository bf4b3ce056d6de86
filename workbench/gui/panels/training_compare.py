"""Compare: the same trained with several settings and seeds, in one chart and one table.

The idea that is not obvious: a lesson is a run like any other, worked off by a process of its own. This view only follows it, so it can
be left and found again, and a lesson that was begun in a terminal is shown all the same.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from PySide6.QtCore import QEvent, QModelIndex, Qt
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QHeaderView, QLabel, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import i18n, theme
from workbench.gui.models.lessons import Lessons
from workbench.gui.models.trainings import Trainings
from workbench.gui.panels.training_compare_chart import CHARTS, LessonChartView
from workbench.gui.panels.training_compare_words import FigureWords, titled
from workbench.gui.run_names import summary_in_words
from workbench.gui.session import Session
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.hint import Hint
from workbench.gui.widgets.quality_table import QualityTable
from workbench.gui.widgets.segmented import Segmented
from workbench.gui.widgets.units import duration
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import LessonRequest, RunRecord, shown_arms, spread_of

FIRST_LESSON = "families"
LEAST_BOX = 104
"""Pixels that a choice may shrink to in a narrow window."""
CORES = 2
"""Of which it is said how long a lesson takes."""


class CompareView(QWidget):
    """The chosen lesson."""

    key = "compare"
    saves = wide = True

    def __init__(self, session: Session, frame: PanelFrame, trainings: Trainings) -> None:
        super().__init__(frame.home)
        self._frame, self._trainings = frame, trainings
        self.lessons, self._figures = Lessons(session, self), FigureWords(self)
        self._wanted, self._figure, self._chart = FIRST_LESSON, "", CHARTS[0]
        self.controls, self.primary = QWidget(frame), QPushButton(frame)
        self._build()
        self._connect(session)
        self.retranslate()

    def _build(self) -> None:
        self.lesson, self.run, self.figure = QComboBox(self), QComboBox(self), QComboBox(self)
        self.chart_kind, self.over = Segmented(CHARTS, self), Segmented(("steps", "tokens"), self)
        self.labels = {name: QLabel(self) for name in ("lesson", "run", "figure")}
        row = QHBoxLayout(self.controls)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S2)
        for name, one in (("lesson", self.lesson), ("run", self.run), ("figure", self.figure)):
            row.addWidget(self.labels[name])
            row.addWidget(one)
        for one in (self.chart_kind, self.over):
            row.addWidget(one)
        for box, width in ((self.lesson, 24), (self.run, 12), (self.figure, 14)):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumWidth(LEAST_BOX)
            box.setMinimumContentsLength(width)
        self.hint, self.status, self.said = Hint(self), WrappedLabel(parent=self), WrappedLabel(parent=self)
        self.status.setProperty("role", "caption")
        self.chart, self.table = LessonChartView(self._figures, self), QualityTable(self)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.addWidget(self.chart)
        self.splitter.addWidget(self.table)
        self.splitter.setSizes([380, 200])
        page, column = QWidget(self), QVBoxLayout()
        page.setLayout(column)
        column.setContentsMargins(theme.S3, 0, 0, 0)
        column.setSpacing(theme.S2)
        for one in (self.status, self.said):
            column.addWidget(one)
        column.addWidget(self.splitter, 1)
        self._stack = QStackedWidget(self)
        self._stack.addWidget(self.hint)
        self._stack.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._stack)
        self.picture = page

    def _connect(self, session: Session) -> None:
        self.lessons.listed.connect(self._listed)
        self.lessons.begun.connect(self._show)
        self.lessons.grew.connect(self._show)
        self.lessons.failed.connect(self._frame.bar.show_error)
        self.lesson.activated.connect(lambda _row: self._choose(self.lesson.currentData()))
        self.run.activated.connect(lambda _row: self.lessons.follow(self.run.currentData()))
        self.figure.activated.connect(lambda _row: self._choose_figure(self.figure.currentData()))
        self.chart_kind.chosen.connect(self._choose_chart)
        self.over.chosen.connect(lambda _key: self._show())
        self.primary.clicked.connect(self._act)
        self.hint.asked.connect(self._act)
        self.table.doubleClicked.connect(self._open_row)
        session.run_opened.connect(self._run_opened)

    # what the panel asks of a view

    def title(self) -> str:
        return self.tr("Compare")

    def rows(self) -> Iterator[Sequence[object]]:
        """Every cell with its figures."""
        request = self._request()
        if request is None:
            return
        names = sorted({name for cell in self.lessons.cells.values() for name in cell.figures})
        yield ["arm", *(axis.name for axis in request.axes), "seed", "state", "run", *names]
        for (number, seed), cell in sorted(self.lessons.cells.items()):
            arm = request.arms[number]
            figures = [cell.figures.get(name, "") for name in names]
            yield [arm.name, *arm.places, seed, cell.state, cell.run_id or "", *figures]

    def snippet(self) -> str:
        return ""

    def save_state(self) -> dict[str, object]:
        return {"lesson": self._wanted, "run": self.lessons.run_id, "figure": self._figure, "chart": self._chart}

    def restore_state(self, state: dict[str, object]) -> None:
        self._wanted, self._figure = str(state.get("lesson", FIRST_LESSON)), str(state.get("figure", ""))
        if (chart := str(state.get("chart", ""))) in CHARTS:
            self._chart = chart
        if isinstance(run_id := state.get("run"), int):
            self.lessons.follow(run_id)

    # choosing

    def _request(self) -> LessonRequest | None:
        """What is shown: the lesson of the run that is followed, or the one that could be begun."""
        return self.lessons.request or self.lessons.shipped.get(self._wanted)

    def _listed(self) -> None:
        names = dict.fromkeys((*self.lessons.shipped, *(row.model for row in self.lessons.rows)))
        self.lesson.clear()
        for name in names:
            shipped = self.lessons.shipped.get(name)
            self.lesson.addItem(name if shipped is None else titled(shipped.titles, name), name)
        self.lesson.setCurrentIndex(max(0, self.lesson.findData(self._wanted)))
        self._name_runs()
        if self.lessons.run_id is None and not self.lessons.running:
            self._choose(self.lesson.currentData() or self._wanted)
        else:
            self._show()

    def _name_runs(self) -> None:
        self.run.clear()
        for row in self.lessons.runs_of(self._wanted):
            self.run.addItem(self.tr("{id}: {summary}").format(id=row.id, summary=summary_in_words(row)), row.id)
        self.run.setCurrentIndex(max(0, self.run.findData(self.lessons.run_id)))
        for one in (self.run, self.labels["run"]):
            one.setVisible(self.run.count() > 1)

    def _choose(self, name: str) -> None:
        """Look at another lesson: at its newest run, if there is one."""
        changed, self._wanted = name != self._wanted, name
        runs = self.lessons.runs_of(name)
        newest = runs[0].id if runs else None
        if changed:
            self._figure = ""
        self._name_runs()
        if newest != self.lessons.run_id or changed:
            self.lessons.follow(newest)
        else:
            self._show()

    def _choose_figure(self, figure: str) -> None:
        self._figure = figure
        self._show()

    def _choose_chart(self, kind: str) -> None:
        self._chart = kind
        self._show()

    def _run_opened(self, record: RunRecord) -> None:
        if isinstance(record.request, LessonRequest):
            if record.request.name != self._wanted:
                self._wanted, self._figure = record.request.name, ""  # its own chart and figure
                self.lesson.setCurrentIndex(self.lesson.findData(self._wanted))
            self.lessons.follow(record.row.id)
            self._name_runs()
            self._trainings.view_wanted.emit(self.key)

    def _open_row(self, index: QModelIndex) -> None:
        """Follow the first seed's run of an arm in the view that shows one."""
        request = self._request()
        if request is None:
            return
        number = shown_arms(request)[index.row()]
        run_id = next((cell.run_id for (arm, _), cell in sorted(self.lessons.cells.items()) if arm == number and cell.run_id), None)
        if run_id is not None:
            self._trainings.follow(run_id)
            self._trainings.view_wanted.emit("run")

    # beginning and ending

    def _act(self) -> None:
        self._frame.bar.clear()
        request = self._request()
        if self.lessons.running:
            self.lessons.stop()
        elif request is not None and self._goes_on():
            self.lessons.go_on()
        elif request is not None:
            self.lessons.start(self.lessons.shipped.get(self._wanted, request))

    def _goes_on(self) -> bool:
        """Whether what is followed has ended before its end."""
        request, row = self.lessons.request, self.lessons.row
        if request is None or row is None or row.status == "running":
            return False
        return any((cell := self.lessons.cells.get(place)) is None or cell.state != "done" for place in request.cells)

    # showing

    def _show(self) -> None:
        request = self._request()
        self._name_action(request)
        if request is None:
            self.hint.say(self.tr("Loading the lessons…"), "")
            self._stack.setCurrentWidget(self.hint)
            return
        begun = self.lessons.running or bool(self.lessons.cells)
        self._stack.setCurrentIndex(1 if begun else 0)
        said = self._sentences(request)
        if not begun:
            self.hint.say(titled(request.titles, request.name), self._promised(request), self.tr("Begin the lesson"))
        self._offer(request)
        self.status.setText(self._status(request))
        self.said.setText("\n".join(said))
        self.chart.show_lesson(
            request, self.lessons.cells, kind=self.chart_kind.key, figure=self.figure.currentData() or request.figure, over=self.over.key
        )
        self._fill(request)

    def _promised(self, request: LessonRequest) -> str:
        """What is begun, and what it takes."""
        body = self.tr("{arms} settings, each with {seeds} seeds: {cells} short trainings, on all cores.").format(
            arms=len(shown_arms(request)), seeds=len(request.seeds), cells=len(request.cells)
        )
        minutes = request.minutes(CORES)
        return f"{body} {self.tr('About {minutes} min on two cores.').format(minutes=minutes)}" if minutes else body

    def _offer(self, request: LessonRequest) -> None:
        """The charts and figures that there are."""
        curves = self.chart.curves_of(request, self.lessons.cells)
        for key, there in (("curves", bool(curves)), ("arms", True), ("axes", bool(request.axes))):
            self.chart_kind.button(key).setEnabled(there)
        if not self._figure:  # a lesson that was not looked at before
            self._chart, self._figure = request.chart, request.figure
        self.chart_kind.choose(self._chart if self.chart_kind.button(self._chart).isEnabled() else "arms")
        names = curves if self.chart_kind.key == "curves" else request.figures
        self.figure.clear()
        for name in names:
            self.figure.addItem(self._figures.name(name, request), name)
        self.figure.setCurrentIndex(max(0, self.figure.findData(self._figure)))
        self.over.setVisible(self.chart_kind.key == "curves")

    def _fill(self, request: LessonRequest) -> None:
        headings = [self.tr("Setting"), self.tr("Seeds"), *(self._figures.name(one, request) for one in request.figures)]
        self.table.name(headings, 1, ("", "", *map(self._figures.about, request.figures)))
        rows = []
        for number in shown_arms(request):
            spreads = [spread_of(self.lessons.cells, number, figure) for figure in request.figures]
            seeds = str(max((one.n for one in spreads), default=0))
            arm = request.arms[number]
            rows.append([titled(arm.titles, arm.name), seeds, *map(self._figures.spread, request.figures, spreads)])
        self.table.set_rows(rows)
        header = self.table.horizontalHeader()
        header.setSectionResizeMode(QHeaderView.ResizeMode.Interactive)
        for column in range(len(headings)):
            header.resizeSection(column, max(self.table.sizeHintForColumn(column), header.sectionSizeHint(column)) + theme.S3)

    def _status(self, request: LessonRequest) -> str:
        cells, row = self.lessons.cells, self.lessons.row
        states = [cell.state for cell in cells.values()]
        n_done, n_failed, n_running = (states.count(one) for one in ("done", "failed", "running"))
        parts = [self.tr("{done} of {all} trainings measured").format(done=n_done, all=len(request.cells))]
        if self.lessons.run_id is not None:
            parts.insert(0, self.tr("Run {id}").format(id=self.lessons.run_id))
        if n_failed:
            error = next(cell for cell in cells.values() if cell.state == "failed")
            why = WorkbenchError(error.error_code, **error.error_values)
            parts.append(self.tr("{n} failed: {why}").format(n=n_failed, why=" ".join(str(why).split())))
        if row is not None and row.status == "running" and n_running:
            parts.append(self.tr("{n} under way").format(n=n_running))
            if n_done:
                mean_s = sum(cell.seconds for cell in cells.values() if cell.state == "done") / n_done
                left_s = (len(request.cells) - n_done - n_failed - n_running / 2) * mean_s / max(1, self.lessons.n_workers)
                parts.append(self.tr("about {time} left").format(time=duration(left_s)))
        elif row is not None and row.status != "done":
            parts.append(self.tr("ended early: Go on trains what is missing"))
        parts.append(self.tr("dots and bands: the mean over the seeds, from the least to the greatest"))
        return " · ".join(parts)

    def _name_action(self, request: LessonRequest | None) -> None:
        words = self.tr("Begin the lesson")
        if self.lessons.running:
            words = self.tr("Stop")
        elif self._goes_on():
            words = self.tr("Go on")
        elif self.lessons.cells:
            words = self.tr("Run it again")
        self.primary.setText(words)
        self.primary.setEnabled(request is not None)

    def _sentences(self, request: LessonRequest) -> Iterable[str]:
        return request.sentences.get(i18n.language(), request.sentences.get("en", ()))

    def retranslate(self) -> None:
        for name, words in (("lesson", self.tr("Lesson")), ("run", self.tr("Run")), ("figure", self.tr("Figure"))):
            self.labels[name].setText(words)
        self.lesson.setAccessibleName(self.tr("Lesson"))
        self.run.setAccessibleName(self.tr("Run"))
        self.figure.setAccessibleName(self.tr("Figure"))
        self.chart_kind.name([self.tr("Curves"), self.tr("Settings"), self.tr("Axis")], self.tr("Chart"))
        self.over.name([self.tr("Steps"), self.tr("Tokens")], self.tr("Over"))
        self.table.setAccessibleName(self.tr("Figures of each setting"))
        self._listed()

    # Qt

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self.lessons.watch(True)

    def hideEvent(self, event: QEvent) -> None:
        super().hideEvent(event)
        self.lessons.watch(False)
