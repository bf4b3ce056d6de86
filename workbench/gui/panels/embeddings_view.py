"""What the Embeddings panel asks of its views, and what it gives them.

A view is one way to look at a set of vectors. The panel owns the set (which it is, when it is asked for, what failed); the chosen items,
the metric and what the pointer is on are everybody's (see `models.vectors`). A view asks its own questions of the set through the
session, by the set's source; it does no work and sends nothing while it cannot be seen, and catches up when it comes into view.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from PySide6.QtWidgets import QWidget

from workbench.gui.models.vectors import ChosenVectors
from workbench.gui.session import Session
from workbench.gui.widgets.frame import PanelFrame
from workbench.values import Vectors


class EmbeddingsView(Protocol):
    """A QWidget made as `View(session, frame, chosen)`; the frame is the panel's, for its message bar.

    key       names it in the switch and in the saved state
    controls  its own controls, shown in the panel's controls row while the view is in front; None: it has none

    Where they are there:

    more          a widget with controls that are needed less often: the row that "More" opens while the view is in front
    uses_metric   True: the panel's choice of the metric is shown with it, and it follows `chosen.metric`
    uses_set      False: it looks at something else than the set under study, and is shown also where there is none
    picture       the part of it that is saved as a picture; else all of it
    arrays()      its data as NumPy arrays by name, in what is saved as NPZ
    gather(then)  fetches what `rows` and `arrays` need, then calls `then`; else they have all
    origin()      what is on screen, for a picture that opens again; else the set
    """

    key: str
    controls: QWidget | None

    def __init__(self, session: Session, frame: PanelFrame, chosen: ChosenVectors) -> None: ...

    def title(self) -> str:
        """Its word in the switch: one, if possible."""

    def set_vectors(self, vectors: Vectors | None) -> None:
        """The set on screen from now on, None when there is none. Also called while the view is hidden."""

    def rows(self) -> Iterable[Sequence[object]]:
        """Its data: column names first."""

    def snippet(self) -> str:
        """Python that gives the same through the public API; empty where there is nothing to give."""

    def save_state(self) -> dict[str, object]: ...

    def restore_state(self, state: dict[str, object]) -> None: ...

    def retranslate(self) -> None: ...
