"""The grid that is being written: one request, changed part by part."""

from __future__ import annotations

import dataclasses
from typing import Any

from PySide6.QtCore import QObject, Signal

from workbench.prompts.ready import ready
from workbench.values import GridScore, GridSetting, PromptGridRequest, PromptTable, PromptTemplate


class GridDraft(QObject):
    """`changed` after every change; `loaded` before it, when all of it is another one."""

    loaded = Signal()
    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.request = empty()
        self.pristine = True

    def change(self, **parts: Any) -> None:
        """Set fields of the request."""
        made = dataclasses.replace(self.request, **parts)
        if made != self.request:
            self.request, self.pristine = made, False
            self.changed.emit()

    def load(self, request: PromptGridRequest) -> None:
        """Write on at another grid."""
        self.request, self.pristine = dataclasses.replace(request, parent_run=None), False
        self.loaded.emit()
        self.changed.emit()

    def load_ready(self, name: str) -> None:
        """Write on at one that ships; the models that were chosen stay."""
        self.load(ready(name, self.request.models))

    def for_models(self, open_model: str) -> PromptGridRequest:
        """As it can be started: where no model was chosen, of the one that is open."""
        models = self.request.models or ((open_model,) if open_model else ())
        return dataclasses.replace(self.request, models=models)


def empty() -> PromptGridRequest:
    """Where one begins: a template, a row and a score, to be overwritten."""
    return PromptGridRequest(
        title="",
        templates=(PromptTemplate("A", ""),),
        table=PromptTable(("text", "label"), (("", ""),)),
        models=(),
        settings=(GridSetting("greedy"),),
        scores=(GridScore("contains"),),
        reference="{label}",
    )


def fresh_name(names: tuple[str, ...], like: str) -> str:
    """A name that is none of these: A, B, C …, or `like` with a number."""
    letters = (chr(code) for code in range(ord("A"), ord("Z") + 1))
    plain = next((letter for letter in letters if letter not in names), "") if not like else ""
    return plain or next(made for number in range(2, 10_000) if (made := f"{like or 'template'} {number}") not in names)
