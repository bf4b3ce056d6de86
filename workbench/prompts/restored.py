"""The cells of a grid as its record tells them."""

from __future__ import annotations

from collections.abc import Iterable

from workbench.errors import CATALOGUE, WorkbenchError
from workbench.prompts.driver import CellState
from workbench.prompts.layout import Layout
from workbench.values import GridCellDone, GridCellFailed, WorkKind


def restored(layout: Layout, events: Iterable[object]) -> list[CellState]:
    """The state of each cell; those of which nothing is recorded wait."""
    states = [CellState() for _ in range(len(layout))]
    for event in events:
        if not isinstance(event, GridCellDone | GridCellFailed):
            continue
        for place in event.places:
            if 0 <= place < len(states):
                _tell(states[place], layout.kinds, event)
    return states


def _tell(state: CellState, kinds: tuple[WorkKind, ...], event: GridCellDone | GridCellFailed) -> None:
    if isinstance(event, GridCellFailed):
        code = event.code if event.code in CATALOGUE else "internal"
        state.state = "cancelled" if code == "cancelled" else "failed"
        state.error = WorkbenchError(code, **event.values)
        return
    state.outcomes[event.outcome.kind] = event.outcome
    state.known = state.known and event.known
    if all(kind in state.outcomes for kind in kinds):
        state.state, state.error = "known" if state.known else "done", None
