"""The head of a run: which it is, how far it is, and what can be done with it now."""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Callable, Iterable

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QAction, QFontMetricsF, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QInputDialog,
    QLabel,
    QMenu,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.models.trainings import Trainings
from workbench.gui.panels.training_run_state import RunState
from workbench.gui.panels.training_run_words import RunWords, rate
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.live_line import LiveLine
from workbench.gui.widgets.tips import plain
from workbench.values import LIMITS, Verb

COMMANDS: tuple[Verb, ...] = ("checkpoint", "stop", "pause", "resume")
"""Those with a button of their own."""
MENUS = ("open", "fork", "change")
BUTTONS = ("keep", "fork", "open", "checkpoint", "change", "stop", "continue", "pause", "resume")
"""In their order. Those at the right stay where they are when a run begins to wait, so that no click meets another button."""

LEAST_NUMBERS, STATUS_ROOM = 150, 96
"""Pixels that the numbers need beside the buttons, and that the longest state needs beyond a short one."""


class RunHead(QWidget):
    """`asked` when a command was left, so that its waiting is shown."""

    asked = Signal()

    def __init__(self, frame: PanelFrame, trainings: Trainings, parent: QWidget) -> None:
        super().__init__(parent)
        self._frame, self._trainings = frame, trainings
        self._words, self._state = RunWords(self), RunState()
        self._arranged, self._cut = tuple[object, ...](), ("", 0)
        self.heading, self.numbers, self.progress = QLabel(self), LiveLine(self), QProgressBar(self)
        self.heading.setProperty("role", "title")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.heading.installEventFilter(self)
        self.progress.setTextVisible(False)
        self.progress.setFixedHeight(theme.S1)
        self.buttons: dict[str, QPushButton | QToolButton] = {
            name: QToolButton(self) if name in MENUS else QPushButton(self) for name in BUTTONS
        }
        self.change, self.open, self.fork = QMenu(self), QMenu(self), QMenu(self)
        self.rate, self.interval = self.change.addAction(""), self.change.addAction("")
        for name, menu in (("change", self.change), ("open", self.open), ("fork", self.fork)):
            button = self.buttons[name]
            assert isinstance(button, QToolButton)
            button.setMenu(menu)
            button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.controls = QWidget(self)
        line = QHBoxLayout(self.controls)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(theme.S2)
        for one in self.buttons.values():
            line.addWidget(one)
        self._grid, self._lines = QGridLayout(self), 0
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(theme.S3)
        self._grid.setVerticalSpacing(theme.S1)
        self._grid.setColumnStretch(0, 1)
        self._grid.addWidget(self.progress, 3, 0, 1, 2)
        self._place(1)
        self._connect()
        self.retranslate()

    def _connect(self) -> None:
        for verb in COMMANDS:
            self.buttons[verb].clicked.connect(lambda _on=False, verb=verb: self.tell(verb))
        self.buttons["continue"].clicked.connect(self._continue)
        self.buttons["keep"].clicked.connect(self._keep)
        self.rate.triggered.connect(self._ask_rate)
        self.interval.triggered.connect(self._ask_interval)
        self.open.aboutToShow.connect(self._list_models)
        self.fork.aboutToShow.connect(lambda: self._list_checkpoints(self.fork, self._fork))
        self._trainings.failed.connect(lambda _error: self._refused())

    def begin(self, state: RunState) -> None:
        """Show another run."""
        self._state = state
        self.say()

    def tell(self, verb: Verb, number: float = 0.0) -> None:
        """Leave a command, and show that it waits."""
        self._frame.bar.clear()
        self._state.asked = verb
        self._trainings.tell(verb, number)
        self.say()
        self.asked.emit()

    def _refused(self) -> None:
        self._state.asked = None
        self.say()

    # what is asked for

    def _ask_rate(self) -> None:
        at = self._state.last_point("learning_rate")[1]
        told = [one.number for one in self._state.told if one.verb == "learning_rate"]
        shown = rate(at if math.isfinite(at) else told[-1] if told else 1e-3).replace("−", "-")
        self._ask("learning_rate", self.tr("Learning rate from the next step on"), shown)

    def _ask_interval(self) -> None:
        request = self._state.request
        told = [one.number for one in self._state.told if one.verb == "eval_every"]
        every = int(told[-1]) if told else request.eval_every if request is not None else 100
        self._ask("eval_every", self.tr("Validate every so many steps (0: only at the end)"), str(every))

    def _ask(self, verb: Verb, words: str, shown: str) -> None:
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Change the run"))
        dialog.setLabelText(words)
        dialog.setTextValue(shown)
        dialog.textValueSelected.connect(lambda text: self._take(verb, text))
        dialog.open()

    def _take(self, verb: Verb, text: str) -> None:
        least, most = LIMITS[verb]
        try:
            number = float(text.strip().replace("−", "-").replace(",", ""))
        except ValueError:
            number = math.nan
        if not least <= number <= most or (verb == "eval_every" and number != int(number)):
            limit = self.tr("a number from {least} to {most}").format(least=f"{least:g}", most=f"{most:,g}")
            self._frame.bar.show_error(WorkbenchError("bad-value", name=self._name(verb), value=text, limit=limit))
        else:
            self.tell(verb, number)

    def _name(self, verb: Verb) -> str:
        return self.tr("Learning rate") if verb == "learning_rate" else self.tr("Interval of validations")

    def _list_models(self) -> None:
        """Whatever is newest, while there will be newer ones; and each checkpoint."""
        self._list_checkpoints(self.open, self._open)
        if self._state.running and self.open.actions():
            before = self.open.insertSeparator(self.open.actions()[0])
            newest = QAction(self.tr("Follow the newest"), self.open)
            newest.setCheckable(True)
            newest.setChecked(self._trainings.newest.run_id == self._state.run_id)
            newest.triggered.connect(self._follow)
            self.open.insertAction(before, newest)

    def _list_checkpoints(self, menu: QMenu, act: Callable[[int], None]) -> None:
        """The checkpoints, the last one first."""
        menu.clear()
        for step in self._state.kept_steps:
            action = menu.addAction(self.tr("Step {step}").format(step=f"{step:,}"))
            action.triggered.connect(lambda _on=False, step=step: act(step))

    def _fork(self, step: int) -> None:
        if self._state.request is not None:
            self._trainings.fork(self._state.request, step)

    def _open(self, step: int) -> None:
        self._trainings.newest.stop()
        reference = f"run:{self._state.run_id}@{step}"
        self._trainings.open_wanted.emit(reference)
        self._say_opened(self.tr("{model} is under study now, in all panels.").format(model=reference))

    def _follow(self, wanted: bool) -> None:
        run_id = self._state.run_id
        if not wanted or run_id is None:
            self._trainings.newest.stop()
            return
        self._trainings.newest.follow(run_id)
        words = self.tr("The newest checkpoint of run {id} is under study from now on, in all panels: they change as it learns.")
        self._say_opened(words.format(id=run_id))

    def _say_opened(self, words: str) -> None:
        look = self._trainings.attention_wanted.emit
        self._frame.bar.show_notice(words, action_text=self.tr("Look at its attention"), action=look)

    def _keep(self) -> None:
        request = self._state.request
        dialog = QInputDialog(self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(self.tr("Keep this model"))
        dialog.setLabelText(self.tr("Name"))
        dialog.setTextValue(f"{request.name}-{self._state.run_id}" if request is not None else "")
        dialog.textValueSelected.connect(self._trainings.keep)
        dialog.open()

    def _continue(self) -> None:
        request = self._state.request
        if request is not None and self._state.run_id is not None:
            self._frame.bar.clear()
            self._trainings.start(dataclasses.replace(request, resume=self._state.run_id, other_data=False, key=""))

    # words

    def say(self) -> None:
        """The run as it is now."""
        state = self._state
        self.numbers.say(self._words.numbers(state) if state.row is not None or state.started is not None else "")
        n_steps = state.request.n_steps if state.request is not None else 1
        self.progress.setRange(0, n_steps)
        self.progress.setValue(min(state.step, n_steps))
        self.progress.setVisible(state.running)
        has_checkpoint, ended = bool(state.kept_steps), state.row is not None and not state.running
        status = state.row.status if state.row is not None else ""
        shown = {
            "pause": state.running and not state.paused,
            "resume": state.paused,
            "checkpoint": state.running and not state.paused,
            "stop": state.running,
            "change": state.running,
            "continue": ended and has_checkpoint and status in ("cancelled", "interrupted", "failed"),
            "open": has_checkpoint,
            "fork": has_checkpoint,
            "keep": has_checkpoint and (ended or state.paused),
        }
        for name, button in self.buttons.items():
            button.setVisible(shown[name])
        self.rate.setVisible(state.has("learning_rate") or not state.step)
        self._arrange()

    def _arrange(self) -> None:
        """Heading, numbers and buttons in as many lines as they need: where one line can't say all of the heading, the buttons move down.

        A run that goes on gets the room that its longest state would need, so that pausing moves no button away from under the pointer."""
        heading = self._words.heading(self._state)
        given = heading, self.width(), self._state.running, *((one.text(), one.isVisible()) for one in self.buttons.values())
        if not self.isVisible() or given == self._arranged:
            return
        self._arranged = given
        words = QFontMetricsF(theme.sans(theme.TITLE, bold=True)).horizontalAdvance(heading)
        left = self.width() - max(self._room_of(names) for names in self._shown_together()) - theme.S3
        lines = 1 if words + (STATUS_ROOM if self._state.running else 0) < left else 2 if left >= LEAST_NUMBERS else 3
        self._place(lines)
        self._elide()

    def _shown_together(self) -> tuple[tuple[str, ...], ...]:
        """The buttons that are there now, or while the run goes on may be."""
        both = ("fork", "open", "change", "stop")
        if self._state.running:
            return (*both, "checkpoint", "pause"), (*both, "keep", "resume")
        return (tuple(name for name, one in self.buttons.items() if one.isVisible()),)

    def _room_of(self, names: Iterable[str]) -> int:
        return sum(self.buttons[name].sizeHint().width() + theme.S2 for name in names)

    def _place(self, lines: int) -> None:
        if lines == self._lines:
            return
        self._lines = lines
        for one in (self.heading, self.numbers, self.controls):
            self._grid.removeWidget(one)
        self._grid.addWidget(self.heading, 0, 0, 1, 1 if lines == 1 else 2)
        self._grid.addWidget(self.numbers, 1, 0, 1, 1 if lines == 2 else 2)
        place = (lines - 1, 1, 1, 1) if lines < 3 else (2, 0, 1, 2)
        self._grid.addWidget(self.controls, *place, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignTop)

    def _elide(self) -> None:
        """As much of the heading as there is room for; the tooltip has it all."""
        words, room = self._words.heading(self._state), max(40, self.heading.width())
        if (words, room) == self._cut:
            return
        self._cut = (words, room)
        self.heading.setText(QFontMetricsF(theme.sans(theme.TITLE, bold=True)).elidedText(words, Qt.TextElideMode.ElideRight, room))
        self.heading.setToolTip(plain(words))
        self.heading.setAccessibleName(words)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._elide()
        return super().eventFilter(watched, event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._arrange()

    def retranslate(self) -> None:
        for name, words, tip in (
            ("pause", self.tr("Pause"), self.tr("Write a checkpoint and wait: the other panels can look at the model meanwhile")),
            ("resume", self.tr("Go on"), self.tr("Go on with the next step")),
            ("checkpoint", self.tr("Checkpoint"), self.tr("Write a checkpoint after this step, and go on")),
            ("stop", self.tr("Stop and keep"), self.tr("Write a checkpoint and end the run; it can be resumed later")),
            ("change", self.tr("Change"), self.tr("Change the learning rate or the interval of validations while it goes on")),
            ("continue", self.tr("Resume"), self.tr("Go on from the last checkpoint, in a new run")),
            ("open", self.tr("Open"), self.tr("Study a checkpoint of this run in all panels")),
            ("fork", self.tr("Fork"), self.tr("Go on from a checkpoint in another run, with other settings")),
            ("keep", self.tr("Keep as…"), self.tr("Install the last checkpoint as a model of its own")),
        ):
            self.buttons[name].setText(words)
            self.buttons[name].setToolTip(tip)
            self.buttons[name].setAccessibleName(words)
        self.rate.setText(self.tr("Learning rate…"))
        self.interval.setText(self.tr("Validate every…"))
        self.progress.setAccessibleName(self.tr("Steps done"))
        self.say()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
