"""Types: what each head attends to, scored on random tokens that repeat or on the text, and named where a score is high.

The idea that is not obvious: the scores on random tokens belong to the model, not to the text. So they stay while texts change, and
the other views may name heads by them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence

import numpy as np
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.models.head_types import Request
from workbench.gui.panels.attention_choice import Choice
from workbench.gui.panels.attention_shown import Shown
from workbench.gui.session import Session
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.intervention_words import python_argument, python_imports
from workbench.gui.widgets.segmented import Segmented
from workbench.gui.widgets.type_words import TypeWords
from workbench.gui.widgets.types_table import TypesTable
from workbench.gui.widgets.waiting import Waiting
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import HEAD_SCORES, HeadTypes, HeadTypesRequest, Progress, TextHeadsRequest

SOURCES = ("random", "text")


class TypesView(QWidget):
    """A table of all heads."""

    key = "types"
    follows = True

    def __init__(self, session: Session, frame: PanelFrame, choice: Choice) -> None:
        super().__init__(frame.home)
        self._frame, self._choice, self.types = frame, choice, choice.types
        self._words = TypeWords(self)
        self._shown: Shown | None = None
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.controls, self.more = QWidget(self._frame), QWidget(self._frame)
        self.measured, self.source = QLabel(self), Segmented(SOURCES, self)
        self._seed_label, self.seed = QLabel(self), QSpinBox(self)
        self.seed.setRange(0, 999_999)
        theme.pad(self.seed)
        self.table, self.waiting = TypesTable(self), Waiting(self)
        self.picture = self.table
        self.found, self.caution = WrappedLabel("", self), WrappedLabel("", self)
        for one in (self.found, self.caution):
            one.setProperty("role", "caption")
        for widget, row in ((self.controls, (self.measured, self.source)), (self.more, (self._seed_label, self.seed))):
            inner = QHBoxLayout(widget)
            inner.setContentsMargins(0, 0, 0, 0)
            inner.setSpacing(theme.S2)
            for one in row:
                inner.addWidget(one)
            inner.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S2)
        for one in (self.found, self.waiting):
            column.addWidget(one)
        column.addWidget(self.table, 1)
        column.addWidget(self.caution)

    def _connect(self) -> None:
        self._choice.changed.connect(lambda: self.table.select(self._choice.head))
        self.table.picked.connect(self._choice.choose_head)
        self.source.chosen.connect(lambda _key: self._take_up())
        self.seed.valueChanged.connect(self.types.choose_seed)
        self.types.changed.connect(self._take_up)
        self.types.progressed.connect(self._progressed)
        self.types.failed.connect(self._failed)
        self.waiting.cancelled.connect(self.types.cancel)

    # what the panel asks

    def title(self) -> str:
        return self.tr("Types")

    def set_trace(self, shown: Shown | None) -> None:
        self._shown = shown
        self._take_up()

    def rows(self) -> Iterable[Sequence[object]]:
        return list(self.table.table.rows())

    def arrays(self) -> dict[str, np.ndarray]:
        """Scores and statistics as they are, each [layer, head]."""
        found = self.table.table.found
        if found is None:
            return {}
        statistics = {name: getattr(found, name) for name in ("entropy", "relative_entropy", "distance", "distance_rest")}
        return {**found.scores, **statistics}

    def snippet(self) -> str:
        request = self._request
        if request is None:
            return ""
        if isinstance(request, HeadTypesRequest):
            changes = python_argument(request.interventions)
            return (
                "from workbench.engine import head_types, open_model\n"
                "from workbench.values import HeadTypesRequest\n"
                f"{python_imports(request.interventions)}\n"
                f"model = open_model({request.model!r}, dtype={request.dtype!r})\n"
                f"*_, types = head_types(model, HeadTypesRequest({request.model!r}, part={request.part!r}, seed={request.seed}"
                f"{f', bos={request.bos!r}' * (request.bos != 'auto')}{changes}))\n"
                'types.scores["previous"]  # float32 [layer, head]\n'
            )
        subject, changes = request.trace.subject, python_argument(request.trace.interventions)
        return (
            "from workbench.engine import open_model, text_heads\n"
            "from workbench.values import TextHeadsRequest\n"
            f"{python_imports(request.trace.interventions)}\n"
            f"model = open_model({subject.model!r}, dtype={request.trace.dtype!r})\n"
            f"ids = model.tokenizer.encode({subject.text!r}, bos={subject.bos!r}, form={subject.form!r}).ids\n"
            f"trace = model.trace(ids{changes})\n"
            f"*_, types = text_heads(trace, TextHeadsRequest(trace.request, part={request.part!r}))\n"
            'types.scores["previous"]  # float32 [layer, head]\n'
        )

    def save_state(self) -> dict[str, object]:
        return {"source": self.source.key, "seed": self.types.seed}

    def restore_state(self, state: dict[str, object]) -> None:
        self.source.choose(str(state.get("source", "")))
        seed = state.get("seed")
        if isinstance(seed, int):
            self.seed.setValue(seed)

    def retranslate(self) -> None:
        self.measured.setText(self.tr("Measured on"))
        self.source.name((self.tr("Random tokens"), self.tr("This text")), self.tr("Measured on"))
        self.source.button("random").setToolTip(
            self.tr("Random tokens, all different, twice in a row: nothing but the repetition foretells the second half.")
        )
        self.source.button("text").setToolTip(self.tr("The text under study, where meaning and position are mixed."))
        self._seed_label.setText(self.tr("Seed of the random tokens"))
        self._seed_label.setBuddy(self.seed)
        self.seed.setAccessibleName(self._seed_label.text())
        self.caution.setText(
            self.tr("A type says where a head reads in such a sequence. It doesn't say what the head does for an answer: ablate it to see.")
        )
        self.table.retranslate()
        self._say()

    # asking and showing

    @property
    def _request(self) -> Request | None:
        if self._shown is None:
            return None
        trace = self._shown.trace.request
        if self.source.key == "text":
            return TextHeadsRequest(trace, self._shown.part)
        return self.types.prepared(trace, self._shown.part)

    def _take_up(self) -> None:
        """Show what is known, and ask for what isn't while somebody looks."""
        request = self._request
        found = self.types.answer(request) if request is not None else None
        if found is not None or request is None:
            self.waiting.hide()
            self.table.show_types(found, self._choice.head)
        elif self.isVisible():
            self.waiting.begin(self.tr("Measuring the heads…"))
            self.types.ask(request)
        self._say()

    def _progressed(self, progress: Progress) -> None:
        if self.waiting.isVisible():
            self.waiting.see(self.tr("Measuring the heads…"), progress)

    def _failed(self, error: WorkbenchError) -> None:
        self.waiting.hide()
        if error.code != "cancelled":
            self._frame.bar.show_error(error)

    # words

    def _say(self) -> None:
        found = self.table.table.found
        self.found.setText(self._summary(found) if found is not None else "")

    def _summary(self, found: HeadTypes) -> str:
        """What was measured, and how many heads of each type there are."""
        if isinstance(found.request, HeadTypesRequest):
            measured = self.tr("{sequences} sequences of {length} random tokens, twice in a row, seed {seed}").format(
                sequences=found.request.n_sequences, length=found.length, seed=found.request.seed
            )
        else:
            measured = self.tr("this text, {n} tokens").format(n=f"{found.n_tokens:,}")
        n_layers, n_heads = found.entropy.shape
        counts = Counter(found.name(layer, head) for layer in range(n_layers) for head in range(n_heads))
        named = [f"{counts[name]} {self._words.name(name)}" for name in HEAD_SCORES if counts[name]]
        rest = self.tr("{n} of {total} heads without a type").format(n=counts[""], total=n_layers * n_heads)
        return f"{measured}:  {' · '.join([*named, rest])}"

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self._take_up()
