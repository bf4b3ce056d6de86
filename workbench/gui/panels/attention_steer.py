"""Steer: a direction added to the stream before one layer, and what the model writes with it beside what it writes without.

The idea that is not obvious: both texts are drawn with one seed, so that where they part it is the direction, not the draw. The
direction stays in this view until somebody adds it to the model; then every panel's passes carry it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSplitter, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.panels.attention_choice import Choice
from workbench.gui.panels.attention_shown import Shown
from workbench.gui.panels.attention_steer_setup import SteerSetup
from workbench.gui.panels.attention_view import Need
from workbench.gui.session import Job, Session
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.intervention_words import InterventionWords, python_list
from workbench.gui.widgets.numbers import signed
from workbench.gui.widgets.ranked import Ranked, RankedList
from workbench.gui.widgets.single_shot import single_shot
from workbench.gui.widgets.token_flow import FlowMark, FlowToken, TokenFlow
from workbench.gui.widgets.visible import visible_token
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import Direction, DirectionRequest, GenerateRequest, GenerationResult, Intervention, Steering, Subject, TokenStep

SIDES = ("plain", "steered")
CHANGE_MS = 350
TOP = 20


class SteerView(QWidget):
    """The view."""

    key, uses_head = "steer", False

    def __init__(self, session: Session, frame: PanelFrame, choice: Choice) -> None:
        super().__init__(frame.home)
        self._session, self._frame, self._choice = session, frame, choice
        self._shown: Shown | None = None
        self._jobs: dict[str, Job | None] = dict.fromkeys(SIDES)
        self._asked: tuple[GenerateRequest, GenerateRequest] | None = None
        self._steps: dict[str, list[TokenStep]] = {side: [] for side in SIDES}
        self._direction: Direction | None = None
        self._words = InterventionWords(self)
        self.setup = SteerSetup(session, self)
        self.controls = self.setup.sampling
        self.note = WrappedLabel(parent=self)
        self.note.setProperty("role", "caption")
        self._build()
        self._timer = single_shot(CHANGE_MS, self._again, parent=self)
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        texts = QSplitter(Qt.Orientation.Horizontal, self)
        homes = {side: QWidget(texts) for side in SIDES}
        sides = QWidget(texts)
        homes |= {side: QWidget(sides) for side in ("high", "low")}
        self.headings = {side: QLabel(home) for side, home in homes.items()}
        self.flows = {side: TokenFlow(homes[side]) for side in SIDES}
        self.lists = {side: RankedList(homes[side], bar_width=70) for side in ("high", "low")}
        for side, body in (self.flows | self.lists).items():
            _title(homes[side], self.headings[side], body)
        lists = QHBoxLayout(sides)
        lists.setContentsMargins(0, 0, 0, 0)
        for side in self.lists:
            lists.addWidget(homes[side])
        texts.setSizes([380, 380, 340])
        texts.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        for one, stretch in ((self.setup, 0), (texts, 1), (self.note, 0)):
            column.addWidget(one, stretch)

    def _connect(self) -> None:
        self.setup.changed.connect(self._timer.start)
        self.setup.asked.connect(lambda: self.run())
        self.setup.stopped.connect(self.stop)
        self.setup.added.connect(self._add)
        self.setup.failed.connect(self._fail)
        self._choice.changed.connect(self._layer_chosen)
        self.setup.changed.connect(self._say)

    # what the panel asks of a view

    def title(self) -> str:
        return self.tr("Steer")

    def needs(self, shown: Shown) -> Need | None:
        if shown.trace.model.kind != "encoder" and shown.trace.model.has_logits:
            return None
        return Need(self.tr("This model writes no text"), self.tr("Steering is seen in what a decoder writes."))

    def set_trace(self, shown: Shown | None) -> None:
        before, self._shown = self._shown, shown
        if shown is not None:
            self.setup.set_model(shown.trace.request.subject.model, shown.trace.model.n_layers)
        if shown is not None and (before is None or _about(before) != _about(shown)):
            self.stop()
            self._forget()
            self._timer.start()

    def rows(self) -> Iterable[Sequence[object]]:
        yield "text", "step", "id", "token", "logprob"
        for side in SIDES:
            for step in self._steps[side]:
                yield side, step.index, step.id, step.token, step.logprob_raw

    def snippet(self) -> str:
        if self._asked is None:
            return ""
        plain, steered = self._asked
        subject, sampler = plain.subject, plain.sampler
        return (
            "from workbench.engine import open_model\nfrom workbench.values import SamplerSettings, Steering\n\n"
            f"model = open_model({subject.model!r}, dtype={plain.dtype!r})\n"
            f"sampler = SamplerSettings(temperature={sampler.temperature!r})\n"
            f"for interventions in ([], {python_list(steered.interventions[len(plain.interventions) :])}):\n"
            f"    *_, result = model.generate({subject.text!r}, max_new_tokens={plain.max_new_tokens}, sampler=sampler, seed={plain.seed}, "
            "interventions=interventions)\n    print(result.text)\n"
        )

    def save_state(self) -> dict[str, object]:
        return self.setup.save_state()

    def restore_state(self, state: dict[str, object]) -> None:
        self.setup.restore_state(state)

    # running

    @property
    def steering(self) -> Steering | None:
        """What is set up; None while it says nothing."""
        return self.setup.steering

    def run(self, *, record: bool = True) -> None:
        """Write both texts; the plain one only where it would be another. `record`: they are runs."""
        steering = self.steering
        if self._shown is None or steering is None:
            return
        self._frame.bar.clear()
        trace = self._shown.trace.request
        plain = GenerateRequest(
            trace.subject,
            max_new_tokens=self.setup.max_new_tokens,
            sampler=self.setup.sampler,
            seed=self.setup.seed,
            dtype=trace.dtype,
            interventions=trace.interventions,
        )
        before, self._asked = self._asked, (plain, replace(plain, interventions=(*trace.interventions, steering)))
        if before is None or before[0] != plain or not self._steps["plain"]:
            self._write("plain", plain, record=record)
        self._write("steered", self._asked[1], record=record)
        self._ask_direction()

    def stop(self) -> None:
        """Let nothing be written on. What is there stays."""
        for job in self._jobs.values():
            if job is not None:
                job.cancel()

    def _again(self) -> None:
        """Something was changed: say what the direction speaks for, and write anew if something was written. A strength that was tried
        is no run; one that somebody asked for is."""
        if not self.isVisible():
            return
        self._ask_direction()
        if self._asked is not None:
            self.run(record=False)

    def _write(self, side: str, request: GenerateRequest, *, record: bool) -> None:
        self._steps[side] = []
        self.flows[side].set_prompt(request.subject.text)
        self.flows[side].set_marks({})
        job = self._session.submit(request, key=f"steer-{side}", record=record)
        self._jobs[side] = job
        job.event.connect(lambda event: self._saw(side, job, event))
        job.done.connect(lambda result: self._done(side, job, result))
        job.failed.connect(lambda error: self._failed(side, job, error))
        self._say()

    def _saw(self, side: str, job: Job, event: object) -> None:
        if job is self._jobs[side] and isinstance(event, TokenStep):
            self._steps[side].append(event)
            tip = self.tr("id {id} · ln p {logprob}").format(id=event.id, logprob=f"{event.logprob_raw:.4f}")
            self.flows[side].append(FlowToken(event.text, event.token, tip))
            self._mark()

    def _done(self, side: str, job: Job, result: GenerationResult) -> None:
        if job is self._jobs[side]:
            self._jobs[side] = None
            self.flows[side].finish(result.trailing)
            self._say()

    def _failed(self, side: str, job: Job, error: WorkbenchError) -> None:
        if job is self._jobs[side]:
            self._jobs[side] = None
            self._fail(error)
            self._say()

    def _fail(self, error: WorkbenchError) -> None:
        if error.code != "cancelled" and self.isVisible():
            self._frame.bar.show_error(error)

    def _mark(self) -> None:
        """Mark where the two texts part."""
        plain, steered = (self._steps[side] for side in SIDES)
        parted = next((n for n, (a, b) in enumerate(zip(plain, steered, strict=False)) if a.id != b.id), -1)
        for side in SIDES:
            words = self.tr("From here on the two texts differ.")
            self.flows[side].set_marks({parted: FlowMark("other", words)} if parted >= 0 else {})

    def _forget(self) -> None:
        self._asked, self._direction = None, None
        for side in SIDES:
            self._steps[side] = []
            self.flows[side].set_prompt(self._shown.trace.request.subject.text if self._shown is not None else "")
            self.flows[side].set_marks({})
        for one in self.lists.values():
            one.set_rows(())
        self._say()

    # the direction

    def _ask_direction(self) -> None:
        steering = self.steering
        if self._shown is None or steering is None or not self.isVisible():
            return
        asked = replace(steering, strength=1.0)
        if self._direction is not None and self._direction.request.steering == asked:
            return
        job = self._session.submit(DirectionRequest(self._shown.trace.request, asked, TOP), key="steer-direction", priority=1)
        job.done.connect(self._told)
        job.failed.connect(self._fail)

    def _told(self, found: Direction) -> None:
        self._direction = found
        tip = self.tr("id {id} · {logit} logits over the mean")
        most = max(float(abs(found.logits).max()), float(abs(found.low_logits).max()), 1e-9)
        sides = (("high", found.ids, found.texts, found.logits), ("low", found.low_ids, found.low_texts, found.low_logits))
        for side, ids, texts, logits in sides:
            rows = [
                Ranked(visible_token(text), abs(logit) / most, tip.format(id=token, logit=signed(logit)), token, signed(logit))
                for token, text, logit in zip(ids.tolist(), texts, logits.tolist(), strict=True)
            ]
            self.lists[side].set_rows(rows)
        self._say()

    def _layer_chosen(self) -> None:
        """Somebody has chosen a layer, here or elsewhere: steer there."""
        layer = self._session.selection.layer
        if layer is not None:
            self.setup.layer.setValue(layer)

    def _add(self) -> None:
        """Let the direction stand in every pass of every panel."""
        steering = self.steering
        if steering is not None:
            self._session.intervene((*self._session.interventions, steering))

    # words

    def _say(self) -> None:
        self.setup.set_running(any(job is not None for job in self._jobs.values()))
        steering = self.steering
        with_it = self._words.one(steering) if steering is not None else self.tr("nothing yet")
        self.headings["plain"].setText(self.tr("As it is"))
        self.headings["steered"].setText(self.tr("Steered: {direction}").format(direction=with_it))
        self.headings["high"].setText(self.tr("It speaks for"))
        self.headings["low"].setText(self.tr("It speaks against"))
        unit = ""
        if self._direction is not None:
            unit = self.tr(" A strength of 1 is as long as the stream before layer {layer}: {unit}.").format(
                layer=self._direction.request.steering.layer, unit=f"{self._direction.unit:.1f}"
            )
        self.note.setText(
            self.tr(
                "The lists read the direction as if it were the whole stream: what later layers make of it is not in them. Strong "
                "steering breaks the text before it changes the subject."
            )
            + unit
        )

    def retranslate(self) -> None:
        self.setup.retranslate()
        for one in self.flows.values():
            one.retranslate()
        for side, words in (("plain", self.tr("Text without the direction")), ("steered", self.tr("Text with the direction"))):
            self.flows[side].setAccessibleName(words)
        self.lists["high"].setAccessibleName(self.tr("Tokens that the direction raises"))
        self.lists["low"].setAccessibleName(self.tr("Tokens that the direction lowers"))
        self._say()


def _about(shown: Shown) -> tuple[Subject, tuple[Intervention, ...]]:
    """What both texts begin with, and the model that writes them: the same while a trace follows what is written."""
    return shown.trace.request.subject, shown.trace.request.interventions


def _title(home: QWidget, heading: QLabel, body: QWidget) -> None:
    """Put a heading over what it is of."""
    heading.setTextFormat(Qt.TextFormat.PlainText)
    column = QVBoxLayout(home)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.S1)
    column.addWidget(heading)
    column.addWidget(body, 1)
