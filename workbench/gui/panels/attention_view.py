"""What the Attention panel asks of its views, and what it gives them.

A view is one way to look at a trace. The panel owns the trace (when it is made, whether it is stale, what failed) and which of its
attentions is shown; the chosen tokens and the chosen head are everybody's (see `attention_choice`). A view asks its own questions of
the trace through the session, does no work and sends nothing while it cannot be seen, and catches up when it comes into view.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Protocol

from PySide6.QtWidgets import QWidget

from workbench.gui.panels.attention_shown import Shown


@dataclass(frozen=True)
class Need:
    """Why a view can't show a trace, and what it would take. `of_model`: another model is needed, and the panel offers to choose one."""

    title: str
    body: str
    of_model: bool = True


class AttentionView(Protocol):
    """A QWidget made as `View(session, frame, choice)`; the frame is the panel's, for its message bar.

    key          names it in the switch and in the saved state
    controls     its own controls, shown behind layer and head in the panel's controls row while the view is in front; None: none

    Where they are there:

    more         a widget with controls that are needed less often: the row that "More" opens while the view is in front
    uses_head    False: the panel's choice of layer and head says nothing to it and is not shown with it
    picture      the part of it that is saved as a picture; else all of it
    arrays()     its data as NumPy arrays by name, in what is saved as NPZ
    gather(then) fetches what `rows` and `arrays` need, then calls `then`; else they have all
    needs(shown) a Need where the view can't show this trace (another kind of model, another attention), else None. The panel says
                 it in the view's place, and gives the view None as its trace
    prepare(shown, then)  asks for the first picture of a trace to come, and calls `then` once it can be drawn: until then the old
                 trace stays on screen, whole. `shown` None: what was to come doesn't. Only the view in front is asked
    settled      a signal: all that a new trace had to answer is on screen. Else that counts as soon as the trace is there
    set_live(live)  while a text is being written, many traces come: a view that has this is shown each of them, and asks for the least
    foresee(request)  such a trace has been asked for: a view may ask for its first picture together with it
    follows      True: a view that asks more is shown some of them meanwhile, with rests; others are shown the last
    set_until(n) shows the trace as it was with its first n tokens that read, None: with all of them
    opens, show_run(record)  classes of requests whose stored runs it shows, whatever trace there is
    shown_job()  the job of its own whose answer is on screen
    """

    key: str
    controls: QWidget | None

    def title(self) -> str:
        """Its word in the switch: one, if possible."""

    def set_trace(self, shown: Shown | None) -> None:
        """The trace on screen from now on, None when there is none. Also called while the view is hidden."""

    def rows(self) -> Iterable[Sequence[object]]:
        """Its data: column names first."""

    def snippet(self) -> str:
        """Python that gives the same through the public API; empty where there is nothing to give."""

    def save_state(self) -> dict[str, object]: ...

    def restore_state(self, state: dict[str, object]) -> None: ...

    def retranslate(self) -> None: ...


def need_of(view: AttentionView, shown: Shown | None) -> Need | None:
    """What keeps a view from showing a trace."""
    needs: Callable[[Shown], Need | None] | None = getattr(view, "needs", None)
    return needs(shown) if needs is not None and shown is not None else None
