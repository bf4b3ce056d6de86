"""What the Tokens panel asks of its views, and what it gives them.

A view is one way to look at the text under study, or at tokenizers at large. It takes the session and the panel's frame (for its
message bar), builds its own requests where the tokens alone are not enough, and does no work while it cannot be seen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Protocol

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from workbench.gui.session import Session
from workbench.gui.widgets.span_map import SpanMap
from workbench.gui.widgets.token_text import TokenText
from workbench.values import Selection, Tokenized


class Shown:
    """One answer, prepared once for all views: `answer` as it came, its `tokens` ready for showing, `map` between the two texts."""

    def __init__(self, answer: Tokenized) -> None:
        self.answer = answer
        self.tokens = TokenText(answer.encoding)
        self.map = SpanMap(answer.request.subject.text, answer.encoding.text)


class TokensView(Protocol):
    """A QWidget made as `View(session, frame)`.

    key         names it in the switch and in the saved state
    needs_text  with no text under study the panel shows its hint in the place of such a view
    controls    its own controls, shown in the panel's controls row while the view is in front; None: it has none
    opens       where it is there: classes of requests whose stored runs it shows, by `show_run(record)`
    shown_job   where it is there: the job of its own whose answer is on screen
    intervenes  where it is there: what it shows is of the changed model, where something is changed in it
    """

    key: str
    needs_text: bool
    controls: QWidget | None

    def title(self) -> str:
        """Its word in the switch: one, if possible."""

    def set_answer(self, shown: Shown | None) -> None:
        """The present text's tokens, None when there are none (yet). Also called while the view is hidden."""

    def rows(self) -> Iterator[Sequence[object]]:
        """Its data: column names first."""

    def snippet(self) -> str:
        """Python that gives the same through the public API; empty where there is nothing to give."""

    def save_state(self) -> dict[str, object]: ...

    def restore_state(self, state: dict[str, object]) -> None: ...

    def retranslate(self) -> None: ...


class Link(QObject):
    """Ties a widget that speaks in bytes of the tokenized text to the session, which speaks in bytes of the text under study.

    The widget has `span_selected(start, end)`, `select_bytes(start, end)`; where it also shows what the pointer is on,
    `span_hovered` and `hover_bytes` likewise.
    """

    def __init__(self, session: Session, widget: QWidget) -> None:
        super().__init__(widget)
        self._session, self._widget = session, widget
        self._map: SpanMap | None = None
        widget.span_selected.connect(self._select)
        session.selection_changed.connect(self._selection_changed)
        if hasattr(widget, "span_hovered"):
            widget.span_hovered.connect(self._hover)
            session.hover_changed.connect(self._hover_changed)

    def set_map(self, spans: SpanMap | None) -> None:
        """Other tokens are shown."""
        self._map = spans
        self._selection_changed(self._session.selection)

    def _select(self, start: int, end: int) -> None:
        if self._map is not None:
            low, high = self._map.to_studied(start, end)
            now = self._session.selection
            self._session.select(Selection(low, high, now.layer, now.head))

    def _hover(self, start: int, end: int) -> None:
        if self._map is not None:
            self._session.hover(*self._map.to_studied(start, end))

    def _hover_changed(self, start: int, end: int) -> None:
        if self._map is not None and self._widget.isVisible():
            self._widget.hover_bytes(*self._map.to_tokenized(start, end))

    def _selection_changed(self, selection: Selection) -> None:
        if self._map is not None:
            self._widget.select_bytes(*self._map.to_tokenized(selection.start, selection.end))
