"""What is changed in a model, in words: the strip over the panels, the menu's Undo and the details of a run say the same."""

from __future__ import annotations

import dataclasses
from collections.abc import Sequence

from PySide6.QtCore import QObject

from workbench.gui.widgets.visible import visible_token
from workbench.values import Ablation, Intervention, Replacement, Steering

LONGEST = 24
"""A text that a direction leads to is cut behind so many characters."""


class InterventionWords(QObject):
    """Sentences only; holds no state."""

    def all(self, interventions: Sequence[Intervention]) -> str:
        """`L3H1 → mean · L5 MLP → zero`."""
        return " · ".join(self.one(one) for one in interventions)

    def one(self, one: Intervention) -> str:
        """`L3H1 → mean`."""
        if isinstance(one, Ablation):
            return f"{self.place(one)} → {self.replacement(one.by)}"
        return f"{self.place(one)} {one.strength:+g} × {self._direction(one)}"

    def place(self, one: Intervention) -> str:
        """`L3H1`, `L5 MLP`, `L8`; with the attention where it is not the model's only one or its first."""
        part = f"{self._part(one.part)} " if one.part in ("cross", "decoder") else ""
        if isinstance(one, Steering):
            return f"{part}L{one.layer}"
        return part + (f"L{one.layer} MLP" if one.head is None else f"L{one.layer}H{one.head}")

    def replacement(self, by: Replacement) -> str:
        """By what a part is replaced."""
        return {"mean": self.tr("mean"), "zero": self.tr("zero"), "resample": self.tr("resample")}[by]

    def step(self, before: Sequence[Intervention], after: Sequence[Intervention]) -> str:
        """What led from one to the other, as the menu names it."""
        added, removed = [one for one in after if one not in before], [one for one in before if one not in after]
        if not after:
            return self.tr("undo all changes of the model")
        if added and not removed:
            return self.all(added) if len(added) < 3 else self.tr("{n} changes of the model").format(n=len(added))
        if removed and not added:
            return self.tr("{places} as trained").format(places=", ".join(self.place(one) for one in removed[:3]))
        return self.tr("other changes of the model")

    def tip(self, interventions: Sequence[Intervention]) -> str:
        """All of them, one a line, with what `mean` and `resample` are taken from."""
        return "\n".join(self._told(one) for one in interventions)

    def _told(self, one: Intervention) -> str:
        if isinstance(one, Steering) or one.by == "zero":
            return self.one(one)
        text = self.tr("over the reference text of this app") if not one.reference else f"“{_cut(one.reference)}”"
        seed = f", seed {one.seed}" if one.by == "resample" else ""
        return f"{self.one(one)} ({text}{seed})"

    def _direction(self, one: Steering) -> str:
        if one.token_id is not None:
            return self.tr("token {id}").format(id=one.token_id)
        towards, away = (f"“{_cut(text)}”" for text in (one.towards, one.away))
        return f"({towards} − {away})" if one.away else towards

    def _part(self, part: str) -> str:
        return {"cross": self.tr("cross"), "decoder": self.tr("answer")}[part]


def _cut(text: str) -> str:
    shown = visible_token(text)
    return shown if len(shown) <= LONGEST else f"{shown[:LONGEST]}…"


def python_imports(interventions: Sequence[Intervention]) -> str:
    """The line that a snippet with these needs."""
    names = sorted({type(one).__name__ for one in interventions})
    return f"from workbench.values import {', '.join(names)}\n" if names else ""


def python_argument(interventions: Sequence[Intervention]) -> str:
    """`, interventions=[Ablation(layer=3, head=1)]`, or nothing."""
    return f", interventions={python_list(interventions)}" if interventions else ""


def python_list(interventions: Sequence[Intervention]) -> str:
    """`[Ablation(layer=3, head=1)]`: what is as usual is left out."""
    return f"[{', '.join(_python(one) for one in interventions)}]"


def _python(one: Intervention) -> str:
    given = [(field.name, getattr(one, field.name)) for field in dataclasses.fields(one) if getattr(one, field.name) != field.default]
    return f"{type(one).__name__}({', '.join(f'{name}={given!r}' for name, given in given)})"
