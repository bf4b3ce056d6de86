"""Which tokens and which head are chosen in the Attention panel: the session's selection, in terms of the trace on screen.

The session knows a byte span of the text under study, a layer and a head. The idea that is not obvious: some tokens stand for no
byte of it (a special token, a token of the answer). Such a choice is kept here, for all views alike, until somebody
selects a part of the text.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from workbench.gui.models.contrast import ContrastModel
from workbench.gui.models.head_types import HeadTypesModel
from workbench.gui.panels.attention_shown import Head, Shown
from workbench.gui.session import Session
from workbench.gui.widgets.token_axis import TokenAxis
from workbench.values import Selection


class Choice(QObject):
    """`changed` when other tokens or another head are chosen, by whomever. `contrast`: which token is asked about, for the views
    that explain or try. `types`: what the heads attend to, for the views that name them."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self.contrast, self.types = session, ContrastModel(session, self), HeadTypesModel(session, self)
        self._shown: Shown | None = None
        self._head: Head = (0, 0)
        self._special: int | None = None
        session.selection_changed.connect(self._selection_changed)

    def set_trace(self, shown: Shown | None) -> None:
        """Another trace, or another attention of it, is on screen."""
        self._shown = shown
        self.contrast.set_trace(shown.trace if shown is not None else None)
        if shown is not None:
            self._head = self.head_in(shown)

    @property
    def axis(self) -> TokenAxis | None:
        """The tokens that read, among which `positions` count."""
        return self._shown.queries if self._shown is not None else None

    def forget(self) -> None:
        """Another text is under study, or another attention is shown: a token that was chosen here alone is no longer meant."""
        self._special = None

    @property
    def head(self) -> Head:
        """(layer, head), within the attention on screen."""
        return self._head

    def head_in(self, shown: Shown) -> Head:
        """The chosen head, or the nearest that this attention has."""
        now = self._session.selection
        return shown.within((now.layer, now.head) if now.layer is not None and now.head is not None else self._head)

    def remember_head(self, head: Head) -> None:
        """Take up the head of an earlier session; one that is selected now goes before it."""
        self._head = head

    def choose_head(self, layer: int, head: int) -> None:
        """Select a layer and a head everywhere."""
        now = self._session.selection
        self._session.select(Selection(now.start, now.end, layer, head))

    @property
    def positions(self) -> tuple[int, ...]:
        """The tokens that read and are chosen; without a choice, the last."""
        if self._shown is None or not len(self._shown.queries.tokens):
            return ()
        if self._special is not None and self._special < len(self._shown.queries.tokens):
            return (self._special,)
        return tuple(self._shown.positions_of(self._session.selection))

    @property
    def is_made(self) -> bool:
        """Whether somebody chose a token."""
        return self._special is not None or self._session.selection.end > self._session.selection.start

    def pick(self, position: int, *, until: int | None = None, extend: bool = False) -> None:
        """Select a token that reads, everywhere; one that covers nothing of the text, here. `until`: all up to that one;
        `extend`: from those that are selected, or up to them."""
        if self._shown is None or not 0 <= position < len(self._shown.queries.tokens):
            return
        ends = (position, until if until is not None else position, *(self.positions if extend and self.is_made else ()))
        spans = [span for span in (self._shown.span_of(min(ends)), self._shown.span_of(max(ends))) if span[1] > span[0]]
        low, high = (min(start for start, _ in spans), max(end for _, end in spans)) if spans else (0, 0)
        now = self._session.selection
        before, self._special = self._special, position if high <= low else None
        if high > low and (now.start, now.end) != (low, high):
            self._session.select(Selection(low, high, now.layer, now.head))
        elif self._special != before:
            self.changed.emit()

    def _selection_changed(self, selection: Selection) -> None:
        if self._shown is not None:
            if selection.end > selection.start and self._shown.studies_queries:
                self._special = None
            self._head = self.head_in(self._shown)
            self.changed.emit()
