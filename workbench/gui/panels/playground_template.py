"""What stands around the messages of a conversation: the system message, the chat template, and the text they become.

The template is a program by a stranger: it is shown and edited here as text, and rendered only in the text child's helper
process. One of the three is open at a time, or none.
"""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QPushButton, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import i18n, theme
from workbench.gui.session import Job, Session
from workbench.gui.widgets.numbers import count
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import ChatPrompt, ChatPromptRequest

Messages = tuple[tuple[str, str], ...]
PARTS = ("system", "template", "prompt")
RENDER_MS = 250
HEIGHT = 112


class ChatSettings(QWidget):
    """`changed` when the system message or the template is another one; `prompt_wanted` when the text they become is looked at."""

    changed = Signal()
    prompt_wanted = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._model = self._own = ""
        self._known = False
        self._rendered: ChatPrompt | WorkbenchError | None = None
        self._waiting = QTimer(self)
        self._waiting.setSingleShot(True)
        self._waiting.setInterval(RENDER_MS)
        self._waiting.timeout.connect(self.prompt_wanted)
        self.buttons = {part: QToolButton() for part in PARTS}
        self.system, self.template, self.prompt = QPlainTextEdit(self), QPlainTextEdit(self), QPlainTextEdit(self)
        self.reset, self.says = QPushButton(self), WrappedLabel(parent=self)
        self.says.setProperty("role", "caption")
        for one in (self.template, self.prompt):
            one.setFont(theme.mono(theme.BODY))
        self.prompt.setReadOnly(True)
        for one in (self.system, self.template, self.prompt):
            one.setTabChangesFocus(True)
        self._pages = QStackedWidget(self)
        for one in (self.system, self.template, self.prompt):
            self._pages.addWidget(one)
        self._pages.setFixedHeight(HEIGHT)
        line = QHBoxLayout()
        line.addWidget(self.says, 1)
        line.addWidget(self.reset)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S1)
        column.addWidget(self._pages)
        column.addLayout(line)
        for part, button in self.buttons.items():
            button.setCheckable(True)
            button.toggled.connect(lambda shown, part=part: self._open(part, shown))
        self.system.textChanged.connect(self._edited)
        self.template.textChanged.connect(self._edited)
        self.reset.clicked.connect(lambda: self.template.setPlainText(self._own))
        self.hide()

    # what the conversation asks

    def system_message(self) -> str:
        return self.system.toPlainText()

    def template_used(self) -> str | None:
        """None: the model's own."""
        return self.template.toPlainText() if self.edited else None

    @property
    def edited(self) -> bool:
        """Whether another template than the model's own is to be used."""
        return self._known and self.template.toPlainText() != self._own

    @property
    def open_part(self) -> str:
        """Which of the three is open; empty for none."""
        return next((part for part, button in self.buttons.items() if button.isChecked()), "")

    def show_model(self, model: str) -> None:
        """Another model: its own template takes the place of what was there."""
        if model == self._model:
            return
        self._model, self._own, self._known = model, "", False
        self.template.setPlainText("")
        if model:
            job = self._session.submit(ChatPromptRequest(model), key="chat-template")
            job.done.connect(lambda found: self._take_template(model, found))

    def show_stored(self, system: str, template: str | None) -> None:
        """What a stored conversation was asked with."""
        self.system.setPlainText(system)
        if template is not None:
            self._known = True
            self.template.setPlainText(template)

    def _take_template(self, model: str, found: object) -> None:
        if model == self._model and isinstance(found, ChatPrompt):
            edited = self.edited
            self._own, self._known = found.own_template, True
            if not edited:
                self.template.setPlainText(self._own)
            self._say()

    # the text that the messages become

    def show_prompt(self, messages: Messages) -> None:
        """Ask what the messages become, and show it."""
        if not messages or not self._model:
            self._rendered = None
            self._say()
            return
        job = self._session.submit(ChatPromptRequest(self._model, messages, self.template_used()), key="chat-prompt")
        job.done.connect(self._take_prompt)
        job.failed.connect(lambda error: self._no_prompt(job, error))

    def _take_prompt(self, found: object) -> None:
        self._rendered = found if isinstance(found, ChatPrompt) else None
        self._say()

    def _no_prompt(self, _job: Job, error: WorkbenchError) -> None:
        if error.code != "cancelled":
            self._rendered = error
            self._say()

    def ask_again(self) -> None:
        """The conversation has changed: if its text is looked at, it is made anew."""
        if self.open_part == "prompt":
            self._waiting.start()

    def _edited(self) -> None:
        self._say()
        self.changed.emit()

    def _open(self, part: str, shown: bool) -> None:
        if shown:
            for other, button in self.buttons.items():
                if other != part:
                    button.setChecked(False)
            self._pages.setCurrentIndex(PARTS.index(part))
            if part == "prompt":
                self.prompt_wanted.emit()
        self.setVisible(bool(self.open_part))
        self._say()

    # words

    def _say(self) -> None:
        part = self.open_part
        self.reset.setVisible(part == "template" and self.edited)
        about = {"system": self._about_system, "template": self._about_template, "prompt": self._about_prompt}
        self.says.setText(about[part]() if part else "")
        self.says.setVisible(bool(self.says.text()))
        text = ""
        if isinstance(self._rendered, ChatPrompt) and self._rendered.encoding is not None:
            text = self._rendered.encoding.text
        if text != self.prompt.toPlainText():
            self.prompt.setPlainText(text)

    def _about_system(self) -> str:
        return self.tr("Stands before all messages. Empty: the template puts in its own, if it has one.")

    def _about_template(self) -> str:
        if not self._known:
            return self.tr("Waiting for the model …")
        if not self.template.toPlainText():
            return self.tr("This model has no chat template. Write one in Jinja: it gets `messages` with `role` and `content`.")
        if self.edited:
            return self.tr("Edited for this session. It is run in a sandbox that is ended after 2 s.")
        return self.tr("The model's own. What you change here holds for this session.")

    def _about_prompt(self) -> str:
        found = self._rendered
        if isinstance(found, WorkbenchError):
            return " ".join(part for part in i18n.error_parts(found) if part)
        if found is None or found.encoding is None:
            return self.tr("Type a message: here you see the exact text that it becomes.")
        words = self.tr("{n} tokens, special ones included · the model writes its answer behind them")
        return words.format(n=count(len(found.encoding.ids)))

    def retranslate(self) -> None:
        names = (self.tr("System message"), self.tr("Template"), self.tr("What the model reads"))
        for name, button, view in zip(names, self.buttons.values(), (self.system, self.template, self.prompt), strict=True):
            button.setText(name)
            button.setMinimumWidth(QFontMetrics(theme.sans(bold=True)).horizontalAdvance(name) + 2 * theme.S3)
            view.setAccessibleName(name)
        self.system.setPlaceholderText(self.tr("Who the model is to be, and how it should answer"))
        self.reset.setText(self.tr("Reset to the model's own"))
        self._say()
