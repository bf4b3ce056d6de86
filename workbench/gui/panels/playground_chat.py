"""A conversation with the open model: what was said, the answer as it comes, and why each of its tokens came out.

Owns the conversation on screen. The idea that is not obvious: one answer is always the one looked at, by default the newest;
its tokens can be walked as those of any continuation, the rest of the conversation is text around it.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QToolButton, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.panels.playground_conversation import Conversation, Turn, of_run
from workbench.gui.panels.playground_page import Common
from workbench.gui.panels.playground_run import Continuation, from_record
from workbench.gui.panels.playground_template import ChatSettings
from workbench.gui.panels.playground_writing import Writing
from workbench.gui.widgets.notes import Note
from workbench.gui.widgets.text_editor import TextEditor
from workbench.gui.widgets.token_flow import Passage, TokenFlow
from workbench.values import GenerateRequest, RunRecord, RunRequest

COMPOSER_LINES = 2


class Composer(TextEditor):
    """Where the next message is typed. `sent` on Enter; Shift+Enter begins a new line."""

    sent = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        plain = event.modifiers() in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and plain:
            self.sent.emit()
        else:
            super().keyPressEvent(event)


class ChatPage(QWidget):
    """See `Page`; `asked`: the person wants the message sent."""

    changed = Signal()
    failed = Signal(object)
    asked = Signal()
    needs_model = samples = has_views = intervenes = True
    has_button = False

    def __init__(self, common: Common, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        session = common.session
        self._common, self._session = common, session
        self.conversation = Conversation()
        self._shown = -1
        self.writing = Writing(common, self, place=self._place)
        self.settings = ChatSettings(session, self)
        self.composer, self.send = Composer(self), QPushButton(self)
        self.send.setProperty("primary", True)
        self.earlier, self.later, self.which = QToolButton(self), QToolButton(self), QLabel(self)
        self.edit, self.repeat, self.fresh = QPushButton(self), QPushButton(self), QPushButton(self)
        self._build()
        self._connect()

    def _build(self) -> None:
        self.earlier.setText("◀")
        self.later.setText("▶")
        self.which.setProperty("role", "caption")
        tools = QHBoxLayout()
        tools.setSpacing(theme.S2)
        for button in self.settings.buttons.values():
            tools.addWidget(button)
        tools.addStretch(1)
        for one in (self.earlier, self.which, self.later, self.edit, self.repeat, self.fresh):
            tools.addWidget(one)
        line = QWidget(self)
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S2)
        self.composer.setFixedHeight(COMPOSER_LINES * self.composer.fontMetrics().lineSpacing() + 2 * theme.S2 + 2)
        row.addWidget(self.composer, 1)
        row.addWidget(self.send, 0, Qt.AlignmentFlag.AlignBottom)
        self.writing.add_below(line)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addLayout(tools)
        column.addWidget(self.settings)
        column.addWidget(self.writing, 1)

    def _connect(self) -> None:
        self.writing.changed.connect(self._began_or_ended)
        self.writing.failed.connect(self.failed)
        self.writing.drawn.connect(self._common.controls.show_drawn)
        self.writing.branch_asked.connect(self.branch)
        self.composer.sent.connect(self.asked)
        self.composer.committed.connect(self.asked)
        self.composer.edited.connect(lambda _text: self._typed())
        self.send.clicked.connect(self.asked)
        self.settings.changed.connect(self._typed)
        self.settings.prompt_wanted.connect(self._show_prompt)
        self.earlier.clicked.connect(lambda: self._look(-1))
        self.later.clicked.connect(lambda: self._look(1))
        self.edit.clicked.connect(self.edit_last)
        self.repeat.clicked.connect(self.ask_again)
        self.fresh.clicked.connect(self.begin_anew)

    @property
    def running(self) -> bool:
        return self.writing.running

    @property
    def ready(self) -> bool:
        return bool(self._session.subject.model)

    @property
    def savable(self) -> bool:
        return self.writing.run is not None

    # doing

    def act(self) -> None:
        """Send what was typed. The message is kept until the answer begins well."""
        self._common.begin()
        text = self.composer.text
        if not text.strip():
            self.failed.emit(WorkbenchError("empty-text"))
            return
        self.composer.set_text("")
        self._answer(text)

    def stop(self) -> None:
        self.writing.stop()

    def ask_again(self) -> None:
        """Let the last message be answered anew, with the settings of now."""
        self._common.begin()
        text = self.conversation.take_back()
        if text:
            self._answer(text)

    def _answer(self, text: str) -> None:
        like = self._common.request(text)
        self.conversation.system = self.settings.system_message()
        run = self.conversation.ask(text, model=self._session.subject.model, template=self.settings.template_used(), like=like)
        self._shown = len(self.conversation.turns) - 1
        self.writing.begin(run)

    def branch(self, number: int, token_id: int) -> None:
        """Go on with another token in the answer that is looked at; what was said after it is gone."""
        run = self.writing.run
        if run is None:
            return
        request = run.request
        like = self._common.request()
        self._common.begin()
        other = run.branch(number, token_id, like=_with_conversation(like, request))
        self.conversation.put(self._shown, other)
        self.writing.begin(other)

    def edit_last(self) -> None:
        """Take the last message back into the line where it was typed."""
        self.writing.clear()
        self.composer.set_text(self.conversation.take_back())
        self._look_at_last()
        self.composer.setFocus()

    def compose(self, text: str, *, system: str) -> None:
        """Begin a conversation with a message that is ready to be sent."""
        self.begin_anew()
        self.settings.show_stored(system, None)
        self.composer.set_text(text)

    def begin_anew(self) -> None:
        """Forget the conversation; its runs stay in the record."""
        self.writing.clear()
        self.conversation = Conversation()
        self._look_at_last()
        self.composer.setFocus()

    def enter(self, mode: str) -> None:
        """There is one mode only."""

    def leave(self) -> None:
        """What was said stays to be read."""

    def open(self, record: RunRecord) -> str:
        """Show a stored conversation up to the answer of this run."""
        if not isinstance(record.request, GenerateRequest) or not record.request.messages:
            return ""
        run = from_record(record)
        self.writing.leave()
        self.writing.stopped = record.row.status == "cancelled"
        self.conversation = of_run(run)
        self.settings.show_stored(self.conversation.system, run.request.template)
        self.composer.set_text("")
        self._look_at_last()
        return "chat"

    @property
    def last_message(self) -> str:
        """What the person said last."""
        return next((turn.text for turn in reversed(self.conversation.turns) if turn.role == "user"), "")

    def subject_changed(self) -> None:
        """A conversation has no text under study."""

    def show_view(self, key: str) -> None:
        self.writing.show_view(key)

    def _began_or_ended(self) -> None:
        """An answer that never began leaves no trace: the message goes back to where it was typed."""
        run, turns = self.writing.run, self.conversation.turns
        if not self.writing.running and run is not None and run.started is None and turns and turns[-1].run is run:
            self.writing.clear()
            text = self.conversation.take_back()
            if not self.composer.text:
                self.composer.set_text(text)
            self._look_at_last()
        self._changed()

    def _changed(self) -> None:
        self.settings.ask_again()
        self.changed.emit()

    def _typed(self) -> None:
        self.settings.ask_again()

    def _show_prompt(self) -> None:
        self.conversation.system = self.settings.system_message()
        text = self.composer.text
        turns = self.conversation
        if text or not turns.answers:
            self.settings.show_prompt(turns.messages(text) if text else ())
        else:
            upto = Conversation(turns.system, turns.turns[: self._shown])
            self.settings.show_prompt(upto.messages())

    # showing

    def _look(self, step: int) -> None:
        """Look at another answer."""
        answers = self.conversation.answers
        if self._shown in answers:
            self._shown = answers[min(max(answers.index(self._shown) + step, 0), len(answers) - 1)]
            self._show()
            self._recall(self._shown)

    def _recall(self, place: int) -> None:
        """Of a stored conversation the answers before the last are mere text until they are looked at."""
        number = self.conversation.run_before(place)
        if self.conversation.turns[place].run is None and number is not None:
            job = self._session.submit(RunRequest(number), key="chat-recall")
            job.done.connect(lambda record: self._recalled(place, record))

    def _recalled(self, place: int, record: object) -> None:
        if not isinstance(record, RunRecord) or not isinstance(record.request, GenerateRequest):
            return
        if self.conversation.recall(place, from_record(record)) and place == self._shown:
            self._show()

    def _look_at_last(self) -> None:
        answers = self.conversation.answers
        self._shown = answers[-1] if answers else -1
        self._show()

    def _show(self) -> None:
        turn = self.conversation.turns[self._shown] if self._shown >= 0 else None
        if turn is not None and turn.run is not None:
            self.writing.show_run(turn.run, finished=not self.writing.running)
        else:
            self.writing.run = None
            self.writing.show_nothing()
            self._place(self.writing.flow, None)
        self._changed()

    def _place(self, flow: TokenFlow, run: Continuation | None) -> None:
        turns, shown = self.conversation.turns, self._shown
        before: list[Passage] = []
        if self.conversation.system:
            before += [Passage(self.tr("System") + "\n", True), Passage(self.conversation.system + "\n\n")]
        for turn in turns[: shown if shown >= 0 else None]:
            before += self._passages(turn)
        tokens, after = [], []
        if shown >= 0:
            before.append(Passage(self._speaker(turns[shown]) + "\n", True))
            if run is not None:
                before.append(Passage(run.kept_text))
                tokens = self.writing.tokens(run)
            else:
                before.append(Passage(turns[shown].text))
            after = [passage for turn in turns[shown + 1 :] for passage in self._passages(turn)]
        flow.set_passages(before, tokens, [Passage("\n\n"), *after] if after else ())

    def _passages(self, turn: Turn) -> list[Passage]:
        return [Passage(self._speaker(turn) + "\n", True), Passage(turn.text + "\n\n")]

    def _speaker(self, turn: Turn) -> str:
        if turn.role == "assistant":
            started = turn.run.started if turn.run is not None else None
            return started.model.name if started is not None else self.tr("Model")
        return {"user": self.tr("You"), "system": self.tr("System")}.get(turn.role, turn.role)

    # words

    def notes(self) -> Sequence[Note]:
        remarks, run = self._common.remarks, self.writing.run
        notes = remarks.about_fluency(self._common.fluency.found)
        if self._common.stored.record is None:
            notes += remarks.about_prompt(self._common.prompt.found, continues=False)
        return [*notes, *(remarks.about_run(run) if run is not None else [])]

    def judged(self) -> str:
        return self.composer.text or self.last_message

    def rows(self) -> Iterator[tuple[object, ...]]:
        yield from self.writing.rows()

    def python(self) -> str:
        return self.writing.run.python() if self.writing.run is not None else ""

    def save_state(self) -> dict[str, object]:
        return {"chat": self.writing.side.state()}

    def restore_state(self, state: dict[str, object]) -> None:
        beside = state.get("chat")
        self.writing.side.restore(beside if isinstance(beside, dict) else {})

    def say(self) -> None:
        """Set everything that depends on the state."""
        self.settings.show_model(self._session.subject.model)
        answers, running = self.conversation.answers, self.writing.running
        if answers:
            self.writing.say(self.tr("Of this answer only the text is known."))
        else:
            self.writing.say(self.tr("Write a message below: it goes through the model's chat template. Then walk the answer's tokens."))
        place = answers.index(self._shown) + 1 if self._shown in answers else 0
        self.which.setText(self.tr("Answer {number} of {total}").format(number=place, total=len(answers)))
        for one in (self.earlier, self.which, self.later):
            one.setVisible(len(answers) > 1)
        self.earlier.setEnabled(place > 1 and not running)
        self.later.setEnabled(place < len(answers) and not running)
        for one in (self.edit, self.repeat):
            one.setEnabled(bool(answers) and not running)
        self.fresh.setEnabled(bool(answers))
        self.send.setText(self.tr("Stop") if running else self.tr("Send"))
        self.send.setToolTip(self.tr("Enter"))

    def retranslate(self) -> None:
        self.settings.retranslate()
        self.writing.retranslate()
        if self.writing.run is None:
            self._place(self.writing.flow, None)
        self.composer.setAccessibleName(self.tr("Your message"))
        self.composer.setPlaceholderText(self.tr("Your message · Enter sends it, Shift+Enter begins a new line"))
        self.earlier.setAccessibleName(self.tr("Look at the answer before"))
        self.later.setAccessibleName(self.tr("Look at the next answer"))
        self.edit.setText(self.tr("Edit the message"))
        self.edit.setToolTip(self.tr("Takes your last message back into the line below, without its answer."))
        self.repeat.setText(self.tr("Answer again"))
        self.repeat.setToolTip(self.tr("Asks for another answer to your last message. With temperature off it will be the same one."))
        self.fresh.setText(self.tr("New chat"))
        self.fresh.setToolTip(self.tr("Begins anew. The answers so far stay among the runs."))


def _with_conversation(like: GenerateRequest, request: GenerateRequest) -> GenerateRequest:
    """The settings of one request with the conversation of another."""
    return dataclasses.replace(like, messages=request.messages, template=request.template)
