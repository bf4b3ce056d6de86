"""What the playground's shell and the pages of its modes know of each other.

A new mode is a page with the members of `Page`, one entry in `PlaygroundPanel.pages` and its words in `playground_modes`.
The idea that is not obvious: a page does its own work, live and stored, and the shell only asks; one page may serve several modes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple, Protocol

from PySide6.QtCore import QObject, Signal, SignalInstance

from workbench.gui.models.fluency import FluencyWatch
from workbench.gui.models.prompt_check import PromptWatch
from workbench.gui.panels.playground_modes import ModelKinds
from workbench.gui.panels.playground_notes import PlaygroundNotes
from workbench.gui.panels.playground_replay import Replay
from workbench.gui.panels.playground_stored import StoredRun
from workbench.gui.session import Session
from workbench.gui.widgets.message_bar import MessageBar
from workbench.gui.widgets.notes import Note
from workbench.gui.widgets.sampler_controls import SamplerControls
from workbench.values import RECORDED, GenerateRequest, RunRecord


class SetUp(NamedTuple):
    """The recipe that set the playground up. Its name goes into requests whose text still has the recipe's frame around it."""

    name: str
    classifies: bool
    before: str
    behind: str = ""

    def fits(self, text: str) -> bool:
        return text.startswith(self.before) and text.endswith(self.behind)


class Common(QObject):
    """What the pages share. `begun`: something new was asked for, so what was said of the run before is over."""

    begun = Signal()

    def __init__(self, session: Session, bar: MessageBar, parent: QObject) -> None:
        super().__init__(parent)
        self.session, self.bar = session, bar
        self.set_up: SetUp | None = None
        self.controls = SamplerControls(parent)
        self.stored, self.remarks, self.replay = StoredRun(session, self), PlaygroundNotes(self), Replay(session, self)
        self.kinds, self.fluency, self.prompt = ModelKinds(session, self), FluencyWatch(session, self), PromptWatch(session, self)

    def begin(self) -> None:
        """A page calls this before it asks for anything: what is on screen is new from now on."""
        self.stored.leave()
        self.begun.emit()

    def recipe_of(self, text: str, *, classifies: bool) -> str:
        """The name of the recipe that a request about `text` is set up by; empty for none."""
        made = self.set_up
        return made.name if made is not None and made.classifies == classifies and made.fits(text) else ""

    def request(self, message: str | None = None) -> GenerateRequest:
        """A continuation of the text under study, with the settings of the controls; `message`: what is answered in its place."""
        text = self.session.subject.text if message is None else message
        return GenerateRequest(
            self.session.subject,
            max_new_tokens=self.controls.max_new_tokens(),
            sampler=self.controls.settings(),
            seed=self.controls.seed(),
            stop=self.controls.stop(),
            top=RECORDED,
            recipe=self.recipe_of(text, classifies=False),
            interventions=self.session.interventions,
        )


class Page(Protocol):
    """A widget that shows one mode, or several.

    changed    there is something else to say: the shell says everything anew
    failed     an error for the panel's message bar
    asked      the person wants what the panel's one button does
    """

    changed: SignalInstance
    failed: SignalInstance
    asked: SignalInstance

    needs_model: bool
    """Whether the button asks for a model where none is open."""
    samples: bool
    """Whether the controls of generation matter to it."""
    has_views: bool
    """Whether it can be seen as text, tokens or a table (`show_view`)."""
    has_button: bool
    """Whether the panel's one button is this page's; False where the page has its own."""
    intervenes: bool
    """Whether what it asks is asked of the changed model, where something is changed in it."""

    @property
    def running(self) -> bool: ...

    @property
    def ready(self) -> bool:
        """Whether there is something to show instead of the empty view."""
        ...

    @property
    def savable(self) -> bool:
        """Whether there is something to save."""
        ...

    def act(self) -> None:
        """Do what the button says. Failures go to `failed`."""

    def stop(self) -> None: ...

    def enter(self, mode: str) -> None:
        """The mode was chosen: by the person, or because it suits the model."""

    def leave(self) -> None:
        """Another mode was chosen, or another stored run is shown: let go of a stored run."""

    def open(self, record: RunRecord) -> str:
        """Show a stored run as it was and give the mode that shows it; empty if it is none of this page's."""

    def subject_changed(self) -> None: ...

    def show_view(self, key: str) -> None: ...

    def notes(self) -> Sequence[Note]: ...

    def judged(self) -> str:
        """The text whose script is to be judged, empty for none."""

    def rows(self) -> Iterable[Sequence[object]]:
        """What is saved as CSV: column names, then the data."""

    def python(self) -> str: ...

    def say(self) -> None:
        """Set everything that depends on the state."""

    def save_state(self) -> dict[str, object]: ...

    def restore_state(self, state: dict[str, object]) -> None: ...

    def retranslate(self) -> None: ...
