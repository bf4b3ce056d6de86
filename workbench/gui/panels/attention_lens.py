"""Lens: every stream read as if it were the last. Which token it would predict, at each position, the deeper one looks.

The idea that is not obvious: what is read is in pieces of some positions, those in view first, so that a table is there at once
and a long text costs only what is looked at.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

import numpy as np
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.panels.attention_choice import Choice
from workbench.gui.panels.attention_lens_controls import LensControls
from workbench.gui.panels.attention_lens_words import LensWords, arrays_of, rows_of
from workbench.gui.panels.attention_shown import Shown
from workbench.gui.panels.attention_view import Need
from workbench.gui.panels.attention_words import traced_snippet
from workbench.gui.session import Job, Session
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.lens_cells import TINTS, LensCells
from workbench.gui.widgets.lens_table import LensTable
from workbench.gui.widgets.shade_bar import ShadeBar
from workbench.gui.widgets.token_axis import TokenAxis
from workbench.gui.widgets.token_text import TokenText
from workbench.gui.widgets.waiting import Waiting
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import Lens, LensRequest, Progress

PIECE = 16
"""Positions read at once: some tenths of a second for a small model."""


class LensView(QWidget):
    """A click selects the token of a position everywhere."""

    key = "lens"
    uses_head = False

    def __init__(self, session: Session, frame: PanelFrame, choice: Choice) -> None:
        super().__init__(frame.home)
        self._session, self._frame, self._choice = session, frame, choice
        self._words, self._cells = LensWords(self), LensCells(PIECE)
        self._shown: Shown | None = None
        self._axis: TokenAxis | None = None
        self._job: Job | None = None
        self._then: Callable[[], object] | None = None
        self.controls = self.looks = LensControls(choice, frame)
        self._build()
        self.looks.tinted.connect(self._tint)
        self.looks.changed.connect(self._begin)
        choice.changed.connect(self._mark)
        choice.contrast.failed.connect(lambda error: self._failed(error) if self.isVisible() else None)
        self.table.looked.connect(self._ask)
        self.table.looked.connect(self._say_note)
        self.table.picked.connect(self._pick)
        self.table.set_told(lambda row, position: self._words.cell(self._cells, self.table_rows, self._axis, row, position))
        self.waiting.cancelled.connect(self._cancel)
        self.retranslate()

    def _build(self) -> None:
        self.waiting, self.table, self.bar, self.note = (
            Waiting(self),
            LensTable(self._cells, self),
            ShadeBar(self),
            WrappedLabel(parent=self),
        )
        self.note.setProperty("role", "caption")
        row, column = QHBoxLayout(), QVBoxLayout(self)
        row.setSpacing(theme.S4)
        row.addWidget(self.bar)
        row.addWidget(self.note, 1)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        column.addWidget(self.waiting)
        column.addWidget(self.table, 1)
        column.addLayout(row)

    # what the panel asks

    def title(self) -> str:
        return self.tr("Lens")

    def needs(self, shown: Shown) -> Need | None:
        return self._words.need(shown)

    def set_trace(self, shown: Shown | None) -> None:
        before, self._shown = self._shown, shown
        if before is not None and shown is not None and shown.trace.request == before.trace.request:
            return
        self._begin()

    def shown_job(self) -> Job | None:
        """The job of the newest piece."""
        return self._job if self._job is not None and self._job.result is not None else None

    def gather(self, then: Callable[[], object]) -> None:
        """Read the positions that were not looked at, too."""
        self._then = then
        self._ask()

    def rows(self) -> Iterator[Sequence[object]]:
        return rows_of(self._cells.lenses, self.table_rows, self._axis)

    def arrays(self) -> dict[str, np.ndarray]:
        """What was read as it is, all positions in a row."""
        return arrays_of(self._cells.lenses)

    def snippet(self) -> str:
        if self._shown is None:
            return ""
        imports = "from workbench.engine.lens import lens\nfrom workbench.values import LensRequest\n"
        token = self.looks.token.id if self.looks.token is not None else None
        return traced_snippet(self._shown, imports=imports) + (
            f"*_, found = lens(trace, LensRequest(trace.request, token_id={token}, mid={self.looks.mid.isChecked()}))\n"
            "best = [[found.texts[str(i)] for i in row] for row in found.ids[:, :, 0]]  # [row, position], from the first block on\n"
        )

    def save_state(self) -> dict[str, object]:
        return {"tint": self.looks.tint.key, "mid": self.looks.mid.isChecked()}

    def restore_state(self, state: dict[str, object]) -> None:
        self.looks.tint.choose(str(state.get("tint", "")))
        self.looks.mid.setChecked(state.get("mid") is True)
        self._tint()

    def _say_note(self) -> None:
        self.note.setText(self._words.note(self.table.step))

    def retranslate(self) -> None:
        self.looks.retranslate()
        self.waiting.retranslate()
        self._say_note()
        self.table.setAccessibleName(self.tr("The likeliest token of each stream at each position"))
        self._tint()
        self.table.set_shape(self.table_rows, self._axis)

    # asking

    @property
    def table_rows(self) -> tuple[str, ...]:
        """The names of the rows."""
        return self._words.rows(self._shown, mid=self.looks.mid.isChecked())

    def _begin(self) -> None:
        """Another trace, another token, other rows: all pieces are read anew."""
        if self._job is not None:
            self._job.cancel()
        self._job, self._then = None, None
        self._cells.clear()
        self.waiting.hide()
        encoding = None if self._shown is None else self._shown.trace.target or self._shown.trace.encoding
        if encoding is None or self._axis is None or self._axis.tokens.encoding is not encoding:
            self._axis = TokenAxis(TokenText(encoding)) if encoding is not None else None
        self.table.set_shape(self.table_rows, self._axis)
        self._mark()
        self._ask()

    def _ask(self) -> None:
        """Ask for the next piece in view, if somebody looks; it comes back here until all is there."""
        if self._shown is None or not self.isVisible() or (self._job is not None and self._job.running):
            return
        n, view = self.table.n_positions, self.table.in_view
        seen, rest = range(view.start // PIECE, -(-view.stop // PIECE)), range(-(-n // PIECE) if self._then is not None else 0)
        piece = next((one for one in (*seen, *rest) if not self._cells.has(one)), None)
        if piece is not None:
            self._submit(piece, n)
        elif self._then is not None:
            then, self._then = self._then, None
            then()

    def _submit(self, piece: int, n: int) -> None:
        assert self._shown is not None, "something is on screen"
        token, mid = self.looks.token, self.looks.mid.isChecked()
        positions = (piece * PIECE, min((piece + 1) * PIECE, n))
        request = LensRequest(self._shown.trace.request, token.id if token is not None else None, mid, positions=positions)
        job = self._job = self._session.submit(request, key="lens")
        job.event.connect(lambda event: self._wait(event) if job is self._job and isinstance(event, Progress) else None)
        job.done.connect(lambda lens: self._show(lens) if job is self._job else None)
        job.failed.connect(lambda error: self._failed(error) if job is self._job else None)

    def _wait(self, progress: Progress) -> None:
        self.waiting.see(self._words.waiting(progress), progress)

    def _cancel(self) -> None:
        self._then = None
        if self._job is not None:
            self._job.cancel()

    def _failed(self, error: WorkbenchError) -> None:
        self._then = None
        self.waiting.hide()
        if error.code != "cancelled":
            self._frame.bar.show_error(error)

    # showing

    def _show(self, lens: Lens) -> None:
        self.waiting.hide()
        self._cells.add(lens)
        self.table.viewport().update()
        self._ask()

    def _tint(self) -> None:
        tint = next(one for one in TINTS if one == self.looks.tint.key)
        self.table.set_tint(tint)
        self.bar.set_words(*self._words.ends(tint, self.looks.token))

    def _mark(self) -> None:
        """Mark the position that is selected, where it is one of this table's."""
        positions, axis = self._choice.positions, self._choice.axis
        same = axis is not None and self._axis is not None and axis.tokens.encoding is self._axis.tokens.encoding
        self.table.mark(positions[-1] if positions and same else -1)

    def _pick(self, _row: int, position: int) -> None:
        axis = self._choice.axis
        if axis is not None and self._axis is not None and axis.tokens.encoding is self._axis.tokens.encoding:
            self._choice.pick(position)

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self._mark()
        self._ask()
