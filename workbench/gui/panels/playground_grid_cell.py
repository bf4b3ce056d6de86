"""One cell of a grid, whole: the prompt with its variables marked, what exactly the model read, what came of it.

The idea that is not obvious: the exact ids are those of the record, so they are there without the model; the text they spell,
with a chat template's own words around the message, is asked of the text child when somebody looks.
"""

from __future__ import annotations

import html
import math

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QTextBrowser, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.i18n import error_parts
from workbench.gui.models.grid_cells import GridWords
from workbench.gui.panels.playground_words import PlaygroundWords
from workbench.gui.session import Session
from workbench.gui.widgets.visible import visible
from workbench.prompts.board import Board
from workbench.prompts.works import work_request
from workbench.values import ChatPrompt, ChatPromptRequest, Encoding, GenerateRequest, Subject, Tokenized, TokenizeRequest

IDS_SHOWN = 2_000


class GridCell(QWidget):
    """`open_asked(request)`: the cell's generation is wanted in its mode; `retry_asked` and `cancel_asked` with its place."""

    open_asked = Signal(object)
    retry_asked = Signal(int)
    cancel_asked = Signal(int)

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session, self._words, self._reasons = session, GridWords(self), PlaygroundWords(self)
        self._board: Board | None = None
        self._place = -1
        self._read: Encoding | None = None
        self.heading, self.view = QLabel(self), QTextBrowser(self)
        self.heading.setFont(theme.sans(bold=True))
        self.view.setOpenLinks(False)
        self.view.setProperty("view", True)
        self.open, self.retry, self.cancel = QPushButton(self), QPushButton(self), QPushButton(self)
        row = QHBoxLayout()
        row.setSpacing(theme.S2)
        row.addWidget(self.heading, 1)
        for button in (self.cancel, self.retry, self.open):
            row.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S1)
        column.addLayout(row)
        column.addWidget(self.view, 1)
        self.open.clicked.connect(lambda: self.open_asked.emit(self.request()))
        self.retry.clicked.connect(lambda: self.retry_asked.emit(self._place))
        self.cancel.clicked.connect(lambda: self.cancel_asked.emit(self._place))
        self.retranslate()

    def look_at(self, board: Board | None, place: int) -> None:
        """Show this cell; a place of -1 is none."""
        if board is self._board and place == self._place:
            self.say()
            return
        self._board, self._place, self._read = board, place, None
        if board is not None and place >= 0:
            self._ask()
        self.view.verticalScrollBar().setValue(0)
        self.say()

    def touch(self, places: set[int]) -> None:
        """These cells changed."""
        if self._place in places:
            self.say()

    def request(self) -> GenerateRequest:
        """The generation of the cell, as the playground would ask for it."""
        board = self._board
        assert board is not None, "a cell is shown"
        made = work_request(board.layout, self._place, "generate", prompt=board.layout.prompt(board.layout.cell(self._place)))
        assert isinstance(made, GenerateRequest)
        return made

    def _ask(self) -> None:
        board, place = self._board, self._place
        assert board is not None
        cell = board.layout.cell(place)
        model, prompt = board.layout.request.models[cell.column.model], board.layout.prompt(cell)
        if prompt.form == "user":
            request: object = ChatPromptRequest(model, prompt.messages())
        else:
            request = TokenizeRequest(Subject(model, prompt.text, board.layout.request.bos))
        job = self._session.submit(request, key="grid-cell")
        job.done.connect(lambda found: self._learn(board, place, found))

    def _learn(self, board: Board, place: int, found: Tokenized | ChatPrompt) -> None:
        if board is self._board and place == self._place:
            self._read = found.encoding
            self.say()

    # words

    def say(self) -> None:
        """Set everything that depends on the state."""
        board, place = self._board, self._place
        shown = board is not None and place >= 0
        for one in (self.open, self.retry, self.cancel):
            one.setVisible(shown)
        if not shown or board is None:
            self.heading.setText("")
            self.view.setHtml(self._caption(self.tr("Choose a cell to see its prompt, its exact ids and its answer.")))
            return
        layout, state = board.layout, board.states[place]
        cell = layout.cell(place)
        parts = (
            self.tr("Row {n}").format(n=cell.row + 1), layout.template(cell).name,
            self._words.model(layout.request.models[cell.column.model]), layout.setting(cell).name, self._words.state(state.state),
        )  # fmt: skip
        self.heading.setText(" · ".join(parts))
        self.retry.setVisible(state.state in ("failed", "cancelled"))
        self.cancel.setVisible(state.state in ("waiting", "running"))
        at = self.view.verticalScrollBar().value()
        self.view.setHtml("".join(self._sections(board, place)))
        self.view.verticalScrollBar().setValue(at)

    def _sections(self, board: Board, place: int) -> list[str]:
        state, cell = board.states[place], board.layout.cell(place)
        found = [self._error(state.error)] if state.error is not None and state.state == "failed" else []
        answer = state.outcomes.get("generate")
        if answer is not None:
            how = self.tr("{n} tokens, {reason}").format(n=len(answer.ids), reason=self._reasons.reason(answer.finish_reason))
            found += [self._head(self.tr("Answer"), how), self._text(answer.text)]
        found += self._worth(board, place)
        found.append(self._head(self.tr("Prompt"), self.tr("variables are underlined")))
        found.append(self._pre("".join(self._piece(piece.text, piece.is_variable) for piece in board.layout.marked(cell))))
        known = next(iter(state.outcomes.values()), None)
        ids = known.prompt_ids.tolist() if known is not None else self._read.ids.tolist() if self._read is not None else []
        if self._read is not None and board.layout.prompt(cell).form == "user":
            found.append(self._head(self.tr("What the model read"), self.tr("the chat template's own words included")))
            found.append(self._text(self._read.text))
        if ids:
            found.append(self._head(self.tr("Exact ids"), self.tr("{n} tokens").format(n=len(ids))))
            found.append(self._mono(" ".join(map(str, ids[:IDS_SHOWN])) + (" …" if len(ids) > IDS_SHOWN else "")))
        if known is not None:
            words = self.tr("computed in {dtype}, {kernels}; key {key}")
            found.append(self._caption(words.format(dtype=known.dtype, kernels=known.kernels, key=known.key[:16])))
        return found

    def _worth(self, board: Board, place: int) -> list[str]:
        layout, outcomes = board.layout, board.states[place].outcomes
        found = []
        numbers = [(score, board.score(score, place)) for score in layout.request.scores]
        said = [f"{self._words.score(score)} {number:.4g}" for score, number in numbers if not math.isnan(number)]
        reference = layout.reference(layout.cell(place).row)
        if said or reference:
            right = self.tr("right answer: {text}").format(text=visible(reference)) if reference else ""
            found += [self._head(self.tr("Scores"), right), self._text(" · ".join(said) or "—")]
        weighed = outcomes.get("likelihood")
        if weighed is not None:
            lines = sorted(zip(weighed.nats.tolist(), weighed.continuations, strict=True), reverse=True)
            found.append(self._head(self.tr("Behind the prompt"), self.tr("ln p of the whole text")))
            found.append(self._mono("\n".join(f"{nats:9.3f}  {visible(text)}" for nats, text in lines)))
        return found

    def _error(self, error: WorkbenchError) -> str:
        what, why, remedy = error_parts(error)
        bad = theme.colors().bad.name()
        return f'<p style="color:{bad};margin:0 0 6px 0"><b>{html.escape(what)}</b><br>{html.escape(why)}<br>{html.escape(remedy)}</p>'

    def _head(self, words: str, aside: str = "") -> str:
        muted = theme.colors().muted.name()
        more = f' <span style="color:{muted}">{html.escape(aside)}</span>' if aside else ""
        return f'<p style="margin:6px 0 2px 0"><b>{html.escape(words)}</b>{more}</p>'

    def _caption(self, words: str) -> str:
        return f'<p style="color:{theme.colors().muted.name()};margin:6px 0 0 0">{html.escape(words)}</p>'

    def _pre(self, inner: str) -> str:
        return f'<p style="margin:0;white-space:pre-wrap">{inner}</p>'

    def _text(self, text: str) -> str:
        return self._pre(html.escape(text)) if text.strip() else self._mono(visible(text) or "∅")

    def _mono(self, text: str) -> str:
        return f'<p style="margin:0;white-space:pre-wrap;font-family:{theme.mono().family()}">{html.escape(text)}</p>'

    def _piece(self, text: str, is_variable: bool) -> str:
        if not is_variable:
            return html.escape(text)
        style = f"background-color:{theme.colors().chip_a.name()};text-decoration:underline"
        return f'<span style="{style}">{html.escape(text)}</span>'

    def retranslate(self) -> None:
        self.open.setText(self.tr("Open in its mode"))
        self.open.setToolTip(self.tr("Takes this prompt, its model and its setting to Complete or Chat."))
        self.retry.setText(self.tr("Compute it"))
        self.cancel.setText(self.tr("Give it up"))
        self.view.setAccessibleName(self.tr("The chosen cell"))
        self.say()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self.say()
