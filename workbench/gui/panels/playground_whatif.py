"""Which tokens would have come out under the settings of now, without asking the model again.

The idea that is not obvious: there is no mode for it. Whenever the stages of the controls choose otherwise than those of the run on
screen, the stored numbers are asked; where they are the same again, nothing is said.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from workbench.errors import WorkbenchError
from workbench.gui.panels.playground_page import Common
from workbench.gui.panels.playground_run import Continuation
from workbench.gui.session import Job
from workbench.gui.widgets import stages
from workbench.gui.widgets.single_shot import single_shot
from workbench.gui.widgets.steps_table import spelled
from workbench.gui.widgets.token_flow import FlowMark
from workbench.gui.widgets.visible import visible_token
from workbench.values import WhatIf, WhatIfRequest, path_of, stored_steps

REST_MS = 60


class WhatIfWatch(QObject):
    """`changed` when `found` or `differs` is another one."""

    changed = Signal()

    def __init__(self, common: Common, parent: QObject) -> None:
        super().__init__(parent)
        self._common = common
        self.run: Continuation | None = None
        self.found: WhatIf | None = None
        self.differs = False
        self._job: Job | None = None
        self._rest = single_shot(REST_MS, self._ask, parent=self)
        common.controls.settings_changed.connect(self._look)

    def look_at(self, run: Continuation | None) -> None:
        """The run that is on screen and has ended; None: there is none."""
        if run is not self.run:
            self.run = run
            self._look()

    def _look(self) -> None:
        run = self.run
        differs = run is not None and bool(run.own) and not stages.same(self._common.controls.settings(), run.request.sampler)
        if differs:
            self._rest.start()
        else:
            self._rest.stop()
            if self._job is not None:
                self._job.cancel()
            self._job = None
        if differs != self.differs or not differs:
            self.differs, self.found = differs, None
            self.changed.emit()

    def _ask(self) -> None:
        run = self.run
        if run is None or run.started is None:
            return
        request = WhatIfRequest(
            path=path_of(run.started, run.own),
            steps=stored_steps(run.own),
            sampler=self._common.controls.settings(),
            seed=run.started.seed,
            d_vocab=run.started.model.d_vocab,
            draw_order=run.started.draw_order,
        )
        job = self._job = self._common.session.submit(request, key="what-if")
        job.done.connect(lambda found: self._done(job, found))
        job.failed.connect(lambda error: self._failed(job, error))

    def _done(self, job: Job, found: object) -> None:
        if job is self._job and isinstance(found, WhatIf):
            self.found, self._job = found, None
            self.changed.emit()

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is self._job:
            self._job = None

    # what follows from it

    @property
    def first(self) -> int | None:
        """The number of the first step that would be another one, or is not known."""
        if self.found is None or self.found.first_other is None or self.run is None:
            return None
        return self.found.first_other + self.run.n_kept

    @property
    def other(self) -> tuple[int, int] | None:
        """The first other token as (number of its step, id), if it is known which."""
        first = self.first
        if first is None or self.found is None or self.run is None:
            return None
        token = int(self.found.ids[first - self.run.n_kept])
        return (first, token) if token >= 0 else None

    def marks(self) -> dict[int, FlowMark]:
        """What is said of each token from the first other one on."""
        first, found, run = self.first, self.found, self.run
        if first is None or found is None or run is None:
            return {}
        return {number: self._mark(number - run.n_kept, first=number == first) for number in range(first, len(run.steps))}

    def _mark(self, place: int, *, first: bool) -> FlowMark:
        found, step = self.found, self.run.own[place]
        token = int(found.ids[place])
        if found.undecided[place]:
            kind, words = "undecided", self.why(found.undecided[place])
        elif token != step.id:
            kind, words = "other", self.tr("With these settings: {token}").format(token=visible_token(found.texts[place]))
        else:
            kind, words = "after", ""
        if first:
            return FlowMark(kind, words)
        return FlowMark(kind, " · ".join(part for part in (words, self.tr("only if what stands before it had come all the same")) if part))

    def why(self, undecided: str) -> str:
        """Why a step cannot be decided."""
        return {
            "tail": self.tr("not decidable from what is stored: the answer lies among tokens beyond the stored ones"),
            "numbers": self.tr("not decidable from what is stored: this run did not keep its random numbers"),
            "logits": self.tr("not decidable from what is stored: this run kept no logits, which one of the stages needs"),
        }.get(undecided, undecided)

    def words(self) -> str:
        """The outcome in a sentence or two; empty while there is none."""
        if not self.differs or self.run is None:
            return ""
        if self.found is None:
            return self.tr("These settings are not those of the run.")
        first = self.first
        if first is None:
            return self.tr("With these settings the same tokens would have come out.")
        step = self.run.steps[first]
        if self.other is None:
            undecided = self.found.undecided[first - self.run.n_kept]
            return self.tr("Token {number} (“{token}”): {why}.").format(
                number=first + 1, token=visible_token(spelled(step)), why=self.why(undecided)
            )
        words = self.tr("With these settings token {number} would be “{other}” instead of “{token}”.").format(
            number=first + 1, other=visible_token(self.found.texts[first - self.run.n_kept]), token=visible_token(spelled(step))
        )
        if first + 1 < len(self.run.steps):
            words += " " + self.tr("What stands behind it holds for the old path only.")
        return words
