"""The head on screen as a picture, as data, as Python."""

from __future__ import annotations

from collections.abc import Callable

from workbench.gui.panels.attention_picture import AttentionPicture
from workbench.gui.panels.attention_shown import Head, Shown
from workbench.gui.panels.attention_views import Views
from workbench.gui.panels.attention_words import exact_rows, python_snippet
from workbench.gui.widgets.export import Export
from workbench.gui.widgets.message_bar import MessageBar


class AttentionSaving:
    """Fetches exact weights before data are saved. `export` is the button and its menu."""

    def __init__(self, picture: AttentionPicture, views: Views, bar: MessageBar) -> None:
        self._picture, self._views = picture, views
        self._shown: Shown | None = None
        self._head: Head = (0, 0)
        self.export = Export(picture, bar, name="attention", rows=self._rows, snippet=self._snippet, gather=self._gather)

    def set_trace(self, shown: Shown, head: Head) -> None:
        """What would be saved."""
        self._shown, self._head = shown, head

    def _gather(self, then: Callable[[], object]) -> None:
        if self._shown is not None:
            self._views.ask_exact(self._head, self._shown.array, then)

    def _rows(self) -> list[list[object]]:
        weights = self._views.weights(self._head)
        return exact_rows(self._shown, weights, self._picture.map.view.region) if weights is not None and self._shown is not None else []

    def _snippet(self) -> str:
        return python_snippet(self._shown, self._head) if self._shown is not None else ""
