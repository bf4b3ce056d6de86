"""Inputs: which tokens of the text a prediction is owed to, by four methods, as tinted chips, as a list, and token by token as a matrix.

The idea that is not obvious: what is cheap is asked at once; what would take long waits until somebody wants it, with its cost said.
"""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Sequence

import numpy as np
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.panels.attention_choice import Choice
from workbench.gui.panels.attention_contrast import AttentionContrast
from workbench.gui.panels.attention_inputs_controls import InputsControls
from workbench.gui.panels.attention_inputs_words import InputsWords, parts_of, table
from workbench.gui.panels.attention_shown import Shown
from workbench.gui.panels.attention_view import Need
from workbench.gui.panels.attention_words import traced_snippet
from workbench.gui.session import Job, Session
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.numbers import signed
from workbench.gui.widgets.ranked import RankedList
from workbench.gui.widgets.signed_bar import SignedBar
from workbench.gui.widgets.token_axis import TokenAxis
from workbench.gui.widgets.token_matrix import TokenMatrix
from workbench.gui.widgets.token_strip import TokenStrip
from workbench.gui.widgets.token_text import TokenText
from workbench.gui.widgets.waiting import Waiting
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import Encoding, Inputs, InputsRequest, Progress, Subject, Tokenized, TokenizeRequest

LIST_WIDTH, MATRIX_SIZES = 280, [800, 100]
AT_ONCE = 8000
"""Tokens that passes may read before somebody is asked; a gradient counts for three."""
FIRST_ROWS = 48
"""Tokens that are asked about one by one, unless another beginning is chosen."""


class InputsView(QWidget):
    """Asks when it is seen and the question is known; a click on a chip selects its token everywhere."""

    key = "inputs"
    uses_head = False

    def __init__(self, session: Session, frame: PanelFrame, choice: Choice) -> None:
        super().__init__(frame.home)
        self._session, self._frame, self._choice = session, frame, choice
        self._words = InputsWords(self)
        self._shown: Shown | None = None
        self._axes: list[tuple[str, TokenAxis]] = []
        self._job: Job | None = None
        self._found: Inputs | None = None
        self._row = 0
        self._begun_s = self._took_s = 0.0
        self._wanted: InputsRequest | None = None
        self._baseline_id: int | None = None
        self.controls = self.contrast = AttentionContrast(choice, frame)
        self.way = InputsControls(frame)
        self.more = self.way.more
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.sum, self.gap, self.caution, self.note = (WrappedLabel(parent=self) for _ in range(4))
        self.sum.setFont(theme.sans(bold=True))
        for one in (self.caution, self.note):
            one.setProperty("role", "caption")
        self.waiting, self.compute, self.finer = Waiting(self), QPushButton(self), QPushButton(self)
        self.finer.hide()
        self.heads = {name: QLabel(self) for name in ("source", "text", "list")}
        self.strips = {name: TokenStrip(self) for name in ("source", "text")}
        self.matrices = {name: TokenMatrix(self) for name in ("source", "text")}
        self.bar, self.ranked = SignedBar(self), RankedList(self, bar_width=110)
        self.heads["list"].setFont(theme.sans(bold=True))
        texts = _column(self.heads["source"], self.strips["source"], self.heads["text"], self.strips["text"], self.bar)
        self._matrix = QWidget(self)
        beside = QHBoxLayout(self._matrix)
        beside.setContentsMargins(0, 0, 0, 0)
        for one in self.matrices.values():
            beside.addWidget(one, 1)
        self.left = QSplitter(Qt.Orientation.Vertical, self)
        for one, stretch in ((self._matrix, 3), (texts, 2)):
            self.left.addWidget(one)
            self.left.setStretchFactor(self.left.count() - 1, stretch)
        whole = QSplitter(Qt.Orientation.Horizontal, self)
        whole.addWidget(self.left)
        whole.addWidget(_column(self.heads["list"], self.ranked))
        whole.setStretchFactor(0, 1)
        whole.setSizes([700, LIST_WIDTH])
        for one in (self.left, whole):
            one.setChildrenCollapsible(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        for one in (self.way.row, self.waiting, self.sum, self.gap, self.caution):
            column.addWidget(one)
        for one in (self.finer, self.compute):
            column.addWidget(one, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(whole, 1)
        column.addWidget(self.note)

    def _connect(self) -> None:
        self.contrast.failed.connect(self._failed)
        self._choice.contrast.changed.connect(self._ask)
        self._choice.changed.connect(self._mark)
        self.way.changed.connect(self._ask)
        self.way.typed.connect(self._type_baseline)
        self.compute.clicked.connect(lambda: self._submit())
        self.finer.clicked.connect(self._refine)
        self.waiting.cancelled.connect(lambda: self._job is not None and self._job.cancel())
        for name, strip in self.strips.items():
            strip.span_selected.connect(lambda start, end, name=name: self._pick(name, start, end))
        for matrix in self.matrices.values():
            matrix.picked.connect(self._choose_row)
        self.ranked.chosen.connect(self._pick_ranked)

    # what the panel asks

    def title(self) -> str:
        return self.tr("Inputs")

    def needs(self, shown: Shown) -> Need | None:
        return self._words.need(shown)

    def set_trace(self, shown: Shown | None) -> None:
        before, self._shown = self._shown, shown
        same = shown is not None and before is not None and shown.trace.request == before.trace.request
        if not same:
            self._forget()
            self._take_up(shown)
        self._ask()

    def _take_up(self, shown: Shown | None) -> None:
        """Show the tokens of another text, without numbers as yet."""
        read: list[tuple[str, Encoding]] = []
        if shown is not None:
            target = shown.trace.target
            read = [("text", shown.trace.encoding)] if target is None else [("source", shown.trace.encoding), ("text", target)]
        self._axes = [(name, TokenAxis(TokenText(encoding))) for name, encoding in read]
        tokens = {name: axis.tokens for name, axis in self._axes}
        for name, strip in self.strips.items():
            strip.set_tokens(tokens.get(name))
        for one in (self.strips["source"], self.heads["source"], self.heads["text"], self.matrices["source"]):
            one.setVisible("source" in tokens)
        if shown is not None:
            n = len(read[-1][1].ids)
            self.way.set_tokens(n, continues=shown.trace.model.kind != "encoder", begin=max(1, n - FIRST_ROWS))

    def shown_job(self) -> Job | None:
        """The job whose answer is on screen."""
        return self._job if self._job is not None and self._found is not None and self._found is self._job.result else None

    def rows(self) -> Sequence[Sequence[object]]:
        return table(self._found, self._axes) if self._found is not None else []

    def arrays(self) -> dict[str, np.ndarray]:
        """The numbers as they are."""
        names = ("scores", "source_scores", "baseline_values", "n_passes")
        return {name: getattr(self._found, name) for name in names} if self._found is not None else {}

    def snippet(self) -> str:
        if self._shown is None or self._found is None:
            return ""
        asked = self._found.request
        imports = "from workbench.engine.inputs import inputs\nfrom workbench.values import Contrast, InputsRequest\n"
        which = f"begin={asked.begin}" if asked.begin is not None else f"contrasts={asked.contrasts!r}"
        baseline = f"baseline={asked.baseline!r}, baseline_id={asked.baseline_id}"
        return traced_snippet(self._shown, imports=imports) + (
            f"request = InputsRequest(trace.request, method={asked.method!r}, {baseline}, steps={asked.steps}, {which})\n"
            "*_, found = inputs(trace, request)\n"
            "print(found.scores, found.sums, found.gaps)  # scores [contrast, token], in logits\n"
        )

    def save_state(self) -> dict[str, object]:
        return self.way.state()

    def restore_state(self, state: dict[str, object]) -> None:
        self.way.restore(state)

    def retranslate(self) -> None:
        self.contrast.retranslate()
        self.way.retranslate()
        for one in (*self.strips.values(), *self.matrices.values()):
            one.retranslate()
        self.heads["source"].setText(self.tr("Source"))
        self.heads["text"].setText(self.tr("Answer"))
        self.heads["list"].setText(self.tr("Strongest tokens"))
        self.ranked.setAccessibleName(self.tr("Strongest tokens"))
        self.note.setText(self._words.note())
        self._offer()
        if self._found is not None:
            self._show(self._found, row=self._row)

    # asking

    def _request(self) -> InputsRequest | None:
        contrast, shown, way = self._choice.contrast.contrast, self._shown, self.way.way
        if shown is None or contrast is None or (way.baseline == "token" and self._baseline_id is None):
            return None
        request = InputsRequest(
            shown.trace.request, method=way.method, baseline=way.baseline, baseline_id=self._baseline_id, steps=way.steps, begin=way.begin
        )
        if way.baseline != "token" or way.method == "value_zeroing":
            request = dataclasses.replace(request, baseline="mean" if way.method == "value_zeroing" else way.baseline, baseline_id=None)
        return request if way.begin is not None else dataclasses.replace(request, contrasts=(contrast,))

    def _ask(self) -> None:
        """Ask the question that is chosen, if somebody looks and it is not on screen or under way; a long one is offered first."""
        request = self._request()
        if request is None or not self.isVisible():
            return
        if (self._found is not None and self._found.request == request) or (self._job is not None and self._job.request == request):
            return
        self._wanted = request
        n_passes, n_tokens = self._cost(request)
        heavy = n_passes * n_tokens * (3 if "gradient" in request.method else 1) > AT_ONCE
        if heavy:
            self._forget()
            self._wanted = request
            self._offer()
        else:
            self._submit()

    def _submit(self) -> None:
        request, self._wanted = self._wanted, None
        self._offer()
        if request is None:
            return
        job = self._job = self._session.submit(request, key="inputs", priority=1)
        self._begun_s = time.monotonic()
        job.event.connect(lambda event: self._wait(event) if job is self._job and isinstance(event, Progress) else None)
        job.done.connect(lambda found: self._answered(found) if job is self._job else None)
        job.failed.connect(lambda error: self._failed(error) if job is self._job else None)

    def _refine(self) -> None:
        """Ask again with more steps. What that costs was said."""
        self.way.take_more_steps()
        self._submit()

    def _cost(self, request: InputsRequest) -> tuple[int, int]:
        """How many passes a request takes, and over how many tokens each goes at most."""
        sizes = [len(axis.tokens) for _, axis in self._axes]
        rows = 1 if request.begin is None else sizes[-1] - request.begin
        each = {"gradient_x_input": 1, "integrated_gradients": request.steps}.get(request.method, sum(sizes))
        return rows * each, sum(sizes)

    def _offer(self) -> None:
        self.compute.setVisible(self._wanted is not None)
        if self._wanted is not None:
            self.compute.setText(self._words.cost(*self._cost(self._wanted)))

    def _type_baseline(self, text: str) -> None:
        """Take the first token of a text as the baseline."""
        if self._shown is None or not text:
            return
        job = self._session.submit(TokenizeRequest(Subject(self._shown.trace.request.subject.model, text, bos="no")), key="inputs-baseline")
        job.done.connect(lambda answer: self._baseline_typed(text, answer))
        job.failed.connect(self._failed)

    def _baseline_typed(self, text: str, answer: Tokenized) -> None:
        written = answer.encoding.written.tolist()
        if not written:
            self._failed(WorkbenchError("token-none", text=text, model=answer.request.subject.model))
            return
        self._baseline_id = int(answer.encoding.ids[written[0]])
        self._ask()

    def _answered(self, found: Inputs) -> None:
        self._took_s = time.monotonic() - self._begun_s
        self._show(found)

    def _wait(self, progress: Progress) -> None:
        if progress.what == "load":
            self._begun_s = time.monotonic()  # the model is opened once
        if self._found is not None and 0 < progress.done < (progress.total or 0):
            self._blank()  # what answers another question must not stand below the new one for long
        self.waiting.see(self._words.waiting(progress), progress)

    def _failed(self, error: WorkbenchError) -> None:
        self.waiting.hide()
        if error.code == "cancelled":
            self._job, self._wanted = None, self._request()
            self._offer()
        else:
            self._frame.bar.show_error(error)

    def _forget(self) -> None:
        if self._job is not None and self._job.running:
            self._job.cancel()
        self._job = self._wanted = None
        self.waiting.hide()
        self._blank()
        self._offer()

    def _blank(self) -> None:
        """Show the tokens without numbers."""
        self._found = None
        for label in (self.sum, self.gap, self.caution):
            label.setText("")
        for _, axis in self._axes:
            for strip in self.strips.values():
                if strip.tokens is axis.tokens:
                    strip.set_tokens(axis.tokens)  # without its tints
        for one in (self._matrix, self.bar, self.finer):
            one.hide()
        self.ranked.set_rows(())

    # showing

    def _show(self, found: Inputs, *, row: int = -1) -> None:
        if self._shown is None:
            return
        self.waiting.hide()
        self._found = found
        each = found.request.begin is not None
        if each and not self._matrix.isVisible():
            self.left.setSizes(MATRIX_SIZES)
        self._matrix.setVisible(each)
        self.bar.show()
        if each:
            self._show_matrix(found)
        self._show_row(row if 0 <= row < len(found.contrasts) else len(found.contrasts) - 1)

    def _show_matrix(self, found: Inputs) -> None:
        begin, (_, last) = found.request.begin or 0, self._axes[-1]
        asked = TokenText(_behind(last.tokens.encoding, begin))
        high = _largest([found.scores, found.source_scores])
        for name, axis in self._axes:
            values = (found.source_scores if name == "source" else found.scores).astype(np.float64)
            if name == "text":
                for row, one in enumerate(found.contrasts):
                    values[row, (one.contrast.position or 0) + 1 :] = np.nan
            self.matrices[name].set_values(asked, axis.tokens, values, high=high, first=begin)

    def _show_row(self, row: int) -> None:
        found = self._found
        if found is None:
            return
        self._row, one = row, found.contrasts[row]
        self.sum.setText(self._words.asked(one))
        self.gap.setText(self._words.together(found, row))
        self.caution.setText(self._words.caution(found, row))
        steps = self.way.more_steps if found.request.method == "integrated_gradients" and self._words.is_large(found, row) else None
        self.finer.setVisible(steps is not None)
        self.finer.setText(self._words.finer(steps, self._took_s) if steps is not None else "")
        parts = parts_of(found, row)
        high = _largest(parts if found.request.begin is None else [found.scores, found.source_scores])  # one scale for chips and matrix
        for (name, _), scores in zip(self._axes, parts, strict=True):
            self.strips[name].set_shades(
                scores.astype(np.float64) / high,
                under=[signed(score) if score else "" for score in scores.tolist()],
                told=lambda index, scores=scores: self._words.chip(float(scores[index])),
                signed=True,
            )
        self.bar.set_scale(high)
        self.bar.set_words(*self._words.ends(one))
        self.ranked.set_rows(self._words.ranked([(axis, scores) for (_, axis), scores in zip(self._axes, parts, strict=True)]))
        for matrix in self.matrices.values():
            matrix.mark(row)
        self._mark()

    def _choose_row(self, row: int) -> None:
        if self._found is not None and 0 <= row < len(self._found.contrasts):
            self._show_row(row)

    # what is chosen

    def _mark(self) -> None:
        """Show the tokens that are selected anywhere."""
        shown, positions = self._shown, self._choice.positions
        if shown is None:
            return
        for strip in self.strips.values():
            tokens = strip.tokens
            if tokens is not None and tokens.encoding is shown.queries.tokens.encoding:
                chosen = positions if self._choice.is_made else ()
                span = tokens.span(range(min(chosen), max(chosen) + 1)) if chosen else (0, 0)
                strip.select_bytes(*span)

    def _pick(self, name: str, start: int, end: int) -> None:
        tokens = self.strips[name].tokens
        if tokens is not None and self._shown is not None and tokens.encoding is self._shown.queries.tokens.encoding:
            found = tokens.overlapping(start, end)
            if found:
                self._choice.pick(found[0], until=found[-1])

    def _pick_ranked(self, number: int) -> None:
        for name, axis in self._axes:
            if number < len(axis.tokens):
                self._pick(name, *axis.tokens.span(range(number, number + 1)))
                return
            number -= len(axis.tokens)

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self._mark()
        self._ask()


def _largest(parts: Sequence[np.ndarray]) -> float:
    """The end of a scale that all of these share."""
    return max(float(np.abs(scores).max(initial=0.0)) for scores in parts) or 1.0


def _behind(encoding: Encoding, begin: int) -> Encoding:
    """The tokens of a text from a position on, with the whole text."""
    return dataclasses.replace(
        encoding,
        ids=encoding.ids[begin:],
        tokens=encoding.tokens[begin:],
        byte_spans=encoding.byte_spans[begin:],
        char_spans=encoding.char_spans[begin:],
        kinds=encoding.kinds[begin:],
    )


def _column(*widgets: QWidget) -> QWidget:
    """Widgets one below the other; strips and lists grow."""
    made = QWidget()
    column = QVBoxLayout(made)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(theme.S1)
    for one in widgets:
        column.addWidget(one, 1 if isinstance(one, TokenStrip | RankedList) else 0)
    return made
