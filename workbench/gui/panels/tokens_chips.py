"""The text as chips, and the same as a table: the two plainest views of the Tokens panel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtWidgets import QToolButton, QVBoxLayout, QWidget

from workbench.gui.panels.tokens_view import Link, Shown
from workbench.gui.session import Session
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.token_strip import TokenStrip
from workbench.gui.widgets.token_table import EXPORT_HEADERS, TokenTable, export_rows

SNIPPET = """from workbench.engine import open_model

model = open_model({model!r})
encoding = model.tokenizer.encode({text!r}, bos={bos!r}, form={form!r})
print(encoding.ids, encoding.tokens, encoding.byte_spans)
"""


class ChipsView(QWidget):
    """One chip for each token."""

    key, needs_text = "chips", True

    def __init__(self, session: Session, frame: PanelFrame) -> None:
        super().__init__(frame.home)
        self._shown: Shown | None = None
        self.strip = TokenStrip(self)
        self._link = Link(session, self.strip)
        _only(self, self.strip)
        self.controls = self.ids = QToolButton(frame)
        self.ids.setCheckable(True)
        self.ids.setChecked(True)
        self.ids.toggled.connect(self.strip.set_ids_shown)
        self.retranslate()

    def title(self) -> str:
        return self.tr("Chips")

    def set_answer(self, shown: Shown | None) -> None:
        self._shown = shown
        self.strip.set_tokens(shown.tokens if shown else None)
        self._link.set_map(shown.map if shown else None)

    def rows(self) -> Iterator[Sequence[object]]:
        return token_rows(self._shown)

    def snippet(self) -> str:
        return tokens_in_python(self._shown)

    def save_state(self) -> dict[str, object]:
        return {"ids": self.ids.isChecked()}

    def restore_state(self, state: dict[str, object]) -> None:
        self.ids.setChecked(bool(state.get("ids", True)))

    def retranslate(self) -> None:
        self.ids.setText(self.tr("Ids"))
        self.ids.setAccessibleName(self.tr("Show ids"))
        self.strip.retranslate()


class TableView(QWidget):
    """One row for each token."""

    key, needs_text, controls = "table", True, None

    def __init__(self, session: Session, frame: PanelFrame) -> None:
        super().__init__(frame.home)
        self._shown: Shown | None = None
        self.table = TokenTable(self)
        self._link = Link(session, self.table)
        _only(self, self.table)

    def title(self) -> str:
        return self.tr("Table")

    def set_answer(self, shown: Shown | None) -> None:
        self._shown = shown
        self.table.set_tokens(shown.tokens if shown else None)
        self._link.set_map(shown.map if shown else None)

    def rows(self) -> Iterator[Sequence[object]]:
        return token_rows(self._shown)

    def snippet(self) -> str:
        return tokens_in_python(self._shown)

    def save_state(self) -> dict[str, object]:
        return {}

    def restore_state(self, state: dict[str, object]) -> None:
        """Nothing to restore."""

    def retranslate(self) -> None:
        self.table.retranslate()


def token_rows(shown: Shown | None) -> Iterator[Sequence[object]]:
    """Column names, then a row for each token."""
    yield EXPORT_HEADERS
    if shown is not None:
        yield from export_rows(shown.tokens)


def tokens_in_python(shown: Shown | None) -> str:
    """What gives the same tokens through the public API."""
    if shown is None:
        return ""
    subject = shown.answer.request.subject
    return SNIPPET.format(model=subject.model, text=subject.text, bos=subject.bos, form=subject.form)


def _only(view: QWidget, widget: QWidget) -> None:
    column = QVBoxLayout(view)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(widget)
