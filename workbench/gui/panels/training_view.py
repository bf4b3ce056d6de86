"""What the Training panel asks of its views, and what it gives them.

A view is one way to deal with trainings: to set one up, to follow one, to compare many. The runs at the left, which of them is followed
and which are chosen are everybody's (see `models.trainings`), and every view listens there; the panel owns what is in front. A view
does no work and asks nothing while it cannot be seen, and catches up when it comes into view.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from PySide6.QtWidgets import QPushButton, QWidget

from workbench.gui.models.trainings import Trainings
from workbench.gui.session import Session
from workbench.gui.widgets.frame import PanelFrame


class TrainingView(Protocol):
    """A QWidget made as `View(session, frame, trainings)`; the frame is the panel's, for its message bar.

    key       names it in the switch and in the saved state
    controls  its own controls, shown in the panel's controls row while the view is in front; None: it has none
    primary   its one primary action, shown at the right of the title row while the view is in front; None: it has none

    Where they are there:

    more               a widget with controls that are needed less often: the row that "More" opens while the view is in front
    wide               True: while it is in front, the list of runs makes room for it
    saves              True: what it shows can be saved, by a button in the title row while the view is in front
    picture            the part of it that is saved as a picture; else all of it
    arrays()           its data as NumPy arrays by name, in what is saved as NPZ
    gather(then)       fetches what `rows` and `arrays` need, then calls `then`; else they have all
    takes_drop(paths)  whether files and folders that are dragged over the panel while it is in front are something for it ...
    take_drop(paths)   ... and taking them
    """

    key: str
    controls: QWidget | None
    primary: QPushButton | None

    def __init__(self, session: Session, frame: PanelFrame, trainings: Trainings) -> None: ...

    def title(self) -> str:
        """Its word in the switch: one, if possible."""

    def rows(self) -> Iterable[Sequence[object]]:
        """Its data: column names first."""

    def snippet(self) -> str:
        """Python that gives the same through the public API; empty where there is nothing to give."""

    def save_state(self) -> dict[str, object]: ...

    def restore_state(self, state: dict[str, object]) -> None: ...

    def retranslate(self) -> None: ...
