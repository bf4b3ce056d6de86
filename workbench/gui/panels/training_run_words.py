"""What the view of a run says: of its quantities, of what happened to it, of where it stands."""

from __future__ import annotations

import math
from collections.abc import Callable

from PySide6.QtCore import QObject

from workbench.errors import WorkbenchError
from workbench.gui import i18n
from workbench.gui.panels.training_run_state import RunState
from workbench.gui.panels.training_words import RecipeWords
from workbench.gui.widgets.numbers import percent
from workbench.gui.widgets.run_status import status_words
from workbench.gui.widgets.units import duration, size
from workbench.values import TrainAlarm, TrainChanged, TrainCheckpoint, TrainMended, TrainTold, TrainTrouble

LEAST_PLAIN = 5e-5
"""What is smaller would look like nothing with four digits."""
PLAIN_RATE = 0.01
"""From here on a learning rate needs no power of ten."""


def rate(value: float) -> str:
    """`3e-4`: a learning rate as people write it; a dash where there is none, as for counts."""
    if not math.isfinite(value):
        return "—"
    if value >= PLAIN_RATE:
        return f"{value:.4g}"
    digits, _, power = f"{value:.3e}".partition("e")
    return "0" if value == 0 else f"{digits.rstrip('0').rstrip('.')}e{int(power)}".replace("-", "−")


def in_words(error: WorkbenchError) -> str:
    """What is wrong, why, and what mends it, in a line."""
    return " ".join(part for part in i18n.error_parts(error) if part)


def _four(value: float) -> str:
    if 0 < abs(value) < LEAST_PLAIN:
        return f"{value:.1e}".replace("-", "−")
    return f"{value:.4f}".replace("-", "−")


SPELLED: dict[str, Callable[[float], str]] = {
    "loss": _four,
    "accuracy": percent,
    "learning_rate": rate,
    "grad_norm": lambda value: f"{value:.4g}",
    "param_norm": lambda value: f"{value:.5g}",
    "speed": lambda value: f"{value:,.0f}",
    "memory": lambda value: f"{value:,.1f}",
}
"""How the values of a chart are spelled."""


class RunWords(QObject):
    """In the language in force."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._recipes = RecipeWords(self)

    def chart(self, key: str) -> tuple[str, str, str]:
        """Of a chart its name, its unit, and what it is at length."""
        return {
            "loss": (
                self.tr("Loss"),
                self.tr("nats per token"),
                self.tr("Training: of each step's own batch, before the step. Validation: of rows held out, always the same."),
            ),
            "accuracy": (
                self.tr("Accuracy"),
                self.tr("of the validation, of 1"),
                self.tr("How often the most probable token or class is the right one."),
            ),
            "learning_rate": (
                self.tr("Learning rate"),
                "",
                self.tr("What each step multiplies its direction by: the schedule, and what was told since."),
            ),
            "grad_norm": (
                self.tr("Gradient norm"),
                "",
                self.tr("The length of the gradient over all trained parameters, before it is clipped."),
            ),
            "param_norm": (self.tr("Parameter norm"), "", self.tr("The length of all trained parameters taken as one vector.")),
            "speed": (self.tr("Speed"), self.tr("tokens/s"), self.tr("Tokens read a second, over the last steps.")),
            "memory": (self.tr("Memory"), self.tr("MB"), self.tr("Of the process that trains.")),
        }[key]

    def short(self, key: str) -> str:
        """The name of a chart where there is little room."""
        return {
            "grad_norm": self.tr("Gradient"),
            "param_norm": self.tr("Parameters"),
            "speed": self.tr("Tokens/s"),
            "memory": self.tr("Memory, MB"),
        }.get(key, self.chart(key)[0])

    def curve(self, name: str) -> str:
        """What stands beside a curve."""
        return {"loss": self.tr("training"), "val_loss": self.tr("validation"), "val_accuracy": self.tr("validation")}.get(name, "")

    def tab(self, key: str) -> str:
        return {
            "samples": self.tr("Samples"),
            "pinned": self.tr("Pinned texts"),
            "virtual": self.tr("Soft prompt"),
            "alarm": self.tr("Alarm"),
            "events": self.tr("What happened"),
        }[key]

    def told(self, told: TrainTold) -> str:
        """A command that was obeyed."""
        if told.verb == "learning_rate":
            return self.tr("Learning rate set to {rate}").format(rate=rate(told.number))
        if told.verb == "eval_every":
            return self.tr("Validated every {n} steps from here").format(n=f"{told.number:,.0f}")
        return {
            "pause": self.tr("Paused"),
            "resume": self.tr("Went on"),
            "stop": self.tr("Stopped, and kept"),
            "checkpoint": self.tr("A checkpoint was asked for"),
            "go_back": self.tr("Went back to the weights of step {n}").format(n=f"{told.number:,.0f}"),
        }[told.verb]

    def child(self, run_id: int) -> str:
        """A run that went on from here."""
        return self.tr("Run {id} goes on from here").format(id=run_id)

    def checkpoint(self, checkpoint: TrainCheckpoint) -> str:
        return self.tr("Checkpoint, {size}").format(size=size(checkpoint.size_bytes))

    def alarm(self, alarm: TrainAlarm, *, waiting: bool) -> str:
        """What set it off, and how it stands now."""
        step, loss = f"{alarm.step:,}", _four(alarm.loss)
        if alarm.reason == "spike":
            words = self.tr("Step {step}: loss {loss}, usually {usual}; a spike is above {limit}.")
            what = words.format(step=step, loss=loss, usual=_four(alarm.usual), limit=_four(alarm.limit))
        else:
            words = self.tr("Step {step}: loss {loss}, length of the gradient {norm}; both must be finite.")
            what = words.format(step=step, loss=loss, norm=f"{alarm.grad_norm:.4g}")
        then = {
            "pause": self.tr("The run waits; no step was made of this batch.") if waiting else self.tr("No step was made of this batch."),
            "stop": self.tr("The run was ended; its last state was kept."),
            "go_on": self.tr("The run went on, as it was told to."),
        }[alarm.then]
        return f"{what} {then}"

    def alarm_mark(self, alarm: TrainAlarm) -> str:
        """The same in a few words."""
        if alarm.reason == "spike":
            return self.tr("Alarm: loss {loss}, usually {usual}").format(loss=_four(alarm.loss), usual=_four(alarm.usual))
        return self.tr("Alarm: loss or gradient is not finite")

    def trouble(self, trouble: TrainTrouble | TrainChanged) -> str:
        """What can't be written or is not as it was, why, and what mends it."""
        return in_words(WorkbenchError(trouble.code, **trouble.values))

    def unwritable(self, error: WorkbenchError) -> str:
        """Why nothing is heard of a run that goes on."""
        if error.code != "store-locked":
            return in_words(error)
        words = self.tr("Another program has locked {path}, so this run can't be followed here. Then the run goes on by itself.")
        return words.format(path=error.values.get("path", ""))

    def mended(self, mended: TrainMended) -> str:
        return self.tr("Went on after the trouble; it had waited {time}").format(time=duration(mended.waited_s))

    def no_steps(self, state: RunState) -> str:
        """Why there is nothing to draw yet."""
        waiting = state.running or state.row is None
        return self.tr("Waiting for the first step…") if waiting else self.tr("It has made no step.")

    def no_samples(self, state: RunState) -> str:
        """Why nothing was written."""
        request = state.request
        if request is not None and not request.prompts:
            return self.tr("This run has no prompts, so nothing is written.")
        return self.tr("Nothing was written yet.")

    def heading(self, state: RunState) -> str:
        """Which run it is, and how it is."""
        if state.row is None and state.started is None:
            return ""
        name = state.request.name if state.request is not None else state.row.model if state.row is not None else ""
        name = self._recipes.name(name)
        return self.tr("Run {id} · {status} · {name}").format(id=state.run_id, name=name, status=self.status(state))

    def status(self, state: RunState) -> str:
        """How it is: also what it was asked for and has not done yet."""
        if state.running and state.asked is not None:
            return {
                "pause": self.tr("pausing after this step…"),
                "stop": self.tr("stopping after this step…"),
                "checkpoint": self.tr("writing a checkpoint…"),
                "resume": self.tr("going on…"),
                "go_back": self.tr("going back…"),
            }.get(state.asked, self.tr("told, after this step…"))
        if state.running and state.trouble is not None:
            return self.tr("waits, and tries again")
        if state.running and state.waiting == "alarm":
            return self.tr("waits after an alarm")
        return self.tr("paused") if state.paused else status_words(state.row.status if state.row is not None else "")

    def numbers(self, state: RunState) -> str:
        """Where it stands, in one line."""
        request = state.request
        if request is None or not state.step:
            return self.no_steps(state)
        parts = [self.tr("step {step} of {total}").format(step=f"{state.step:,}", total=f"{request.n_steps:,}")]
        seconds = state.last_point("seconds")[1]
        if state.running and not state.paused and math.isfinite(state.seconds_left):
            parts.append(self.tr("about {time} left").format(time=duration(state.seconds_left)))
        elif math.isfinite(seconds):
            parts.append(self.tr("trained for {time}").format(time=duration(seconds)))
        if state.validations:
            best = min(state.validations, key=lambda one: one.loss)
            words = self.tr("best validation {loss} at step {step}")
            parts.append(words.format(loss=_four(best.loss), step=f"{best.step:,}"))
        return "  ·  ".join(parts)
