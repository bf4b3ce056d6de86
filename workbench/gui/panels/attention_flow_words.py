"""What the Flow view says: what each map is and is not, and the numbers of a cell."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject

from workbench.gui.panels.attention_flow_column import FlowColumn
from workbench.gui.panels.attention_shown import Shown
from workbench.values import FlowKind, Progress


class FlowWords(QObject):
    """Sentences in the language in force."""

    def title(self, kind: FlowKind) -> str:
        return {
            "raw": self.tr("Raw weights"),
            "rollout": self.tr("Rollout"),
            "norm": self.tr("Norm-based"),
            "norm_residual": self.tr("Norm-based, with the stream"),
        }[kind]

    def note(self, kind: FlowKind, shown: Shown) -> str:
        """What is drawn, in one line."""
        pair = shown.trace.target is not None and shown.part != "encoder"
        return {
            "raw": self.tr("Mean over the heads of this layer."),
            "rollout": self.tr("Through source and answer up to this layer; half of each step is the stream itself.")
            if pair
            else self.tr("Through all layers up to this one; half of each step is the stream itself."),
            "norm": self.tr("Length of what is carried: weight × value · output, summed over the heads."),
            "norm_residual": self.tr("The same with the token's own stream, through the norm behind the sum where there is one."),
        }[kind]

    def quantity(self, kind: FlowKind) -> str:
        """What the numbers are."""
        return {"raw": self.tr("weight"), "rollout": self.tr("share")}.get(kind, self.tr("length"))

    def caution(self) -> str:
        return self.tr(
            "Rollout assumes that half of every stream comes from attention and that values don't matter; norms see one layer at a time. "
            "Neither shows what the model answers because of a token: see Inputs and Ablate."
        )

    def heading(self, shown: Shown, position: int) -> str:
        return self.tr("In {token}").format(token=shown.label(position))

    def others(self) -> str:
        return self.tr("{n} others")

    def waiting(self, progress: Progress) -> str:
        return self.tr("Opening the model…") if progress.what == "load" else self.tr("Following the flow…")

    def cell(self, shown: Shown, cell: tuple[int, int], columns: Sequence[FlowColumn]) -> str:
        """`·to (13) ← ·Mary (1):  weight 0.1200 · share 0.0413 · length 1.204`."""
        query, key = cell
        if not (0 <= query < len(shown.queries.tokens) and 0 <= key < len(shown.keys.tokens)):
            return self.tr("Point at a cell: it is marked in all maps. Click a row to select its token.")
        place = f"{shown.queries.named(query)} ← {shown.keys.named(key)}:  "
        values = [(self.quantity(column.kind), column.value(query, key)) for column in columns]
        return place + " · ".join(f"{name} {'…' if value is None else f'{value:.4f}'}" for name, value in values)
