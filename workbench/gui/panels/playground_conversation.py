"""What the playground knows of one conversation: plain values, no widgets.

The idea that is not obvious: each answer is a run of its own that holds the whole conversation before it, so any of them can
be opened again, alone, and `parent_run` only says which answer came before.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass, field

from workbench.gui.panels.playground_run import Continuation
from workbench.values import GenerateRequest, Subject

Messages = tuple[tuple[str, str], ...]


@dataclass
class Turn:
    """What one side said. `run`: how an answer came about, where that is known."""

    role: str
    said: str = ""
    run: Continuation | None = None

    @property
    def text(self) -> str:
        return self.run.text if self.run is not None else self.said


@dataclass
class Conversation:
    """`system`: the message before all others, empty for none of the person's own."""

    system: str = ""
    turns: list[Turn] = field(default_factory=list)

    @property
    def answers(self) -> list[int]:
        """The places of the answers among the turns."""
        return [place for place, turn in enumerate(self.turns) if turn.role == "assistant"]

    @property
    def last_run(self) -> int | None:
        """The number of the newest answer's run."""
        runs = [turn.run.run_id for turn in self.turns if turn.run is not None and turn.run.run_id is not None]
        return runs[-1] if runs else None

    def messages(self, text: str = "") -> Messages:
        """All that was said, and `text` as what the person says next."""
        said = [(turn.role, turn.text) for turn in self.turns]
        system = [("system", self.system)] if self.system.strip() else []
        return (*system, *said, *([("user", text)] if text else []))

    def ask(self, text: str, *, model: str, template: str | None, like: GenerateRequest) -> Continuation:
        """The person says `text`; gives the answer to be generated, with the settings of `like`."""
        request = dataclasses.replace(
            like, subject=Subject(model, text), messages=self.messages(text), template=template, parent_run=self.last_run
        )
        run = Continuation(request)
        self.turns += [Turn("user", text), Turn("assistant", run=run)]
        return run

    def run_before(self, place: int) -> int | None:
        """The number of the run that gave the answer at `place`, as the answer after it remembers it."""
        later = [turn.run for turn in self.turns[place + 1 :] if turn.role == "assistant"]
        return later[0].request.parent_run if later and later[0] is not None else None

    def recall(self, place: int, run: Continuation) -> bool:
        """Put a stored run where the answer it gave stands as mere text; False if it gave another one."""
        turn = self.turns[place] if place < len(self.turns) else None
        before = Conversation(self.system, self.turns[:place]).messages()
        if turn is None or turn.run is not None or run.request.messages != before or run.text != turn.said:
            return False
        turn.run = run
        return True

    def take_back(self) -> str:
        """Forget the last message and its answer; gives the message."""
        while self.turns:
            turn = self.turns.pop()
            if turn.role == "user":
                return turn.text
        return ""

    def put(self, place: int, run: Continuation) -> None:
        """`run` takes the place of an answer; what was said after it is gone."""
        self.turns[place:] = [Turn("assistant", run=run)]


def of_run(run: Continuation) -> Conversation:
    """The conversation that a run's answer ends."""
    messages = list(run.request.messages)
    system = messages.pop(0)[1] if messages and messages[0][0] == "system" else ""
    return Conversation(system, [*(Turn(role, text) for role, text in messages), Turn("assistant", run=run)])
