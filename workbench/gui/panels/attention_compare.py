"""Compare: the same head over two texts, in two models, or in two checkpoints of a run, and which heads differ most.

B is the session's other subject, always as it was trained: so a model that is changed can be held against itself. The idea that is not
obvious: the trace of B is none of the panel's; the engine makes it for the answer, and keeps it as it keeps any.
"""

from __future__ import annotations

import dataclasses
import math
from collections.abc import Iterable, Sequence

import numpy as np
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QSpinBox,
    QSplitter,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.panels.attention_choice import Choice
from workbench.gui.panels.attention_other import OtherModel
from workbench.gui.panels.attention_shown import Shown
from workbench.gui.session import Job, Session
from workbench.gui.widgets.color_bar import ColorBar
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.hint import Hint
from workbench.gui.widgets.numbers import percent
from workbench.gui.widgets.ranked import Ranked, RankedList
from workbench.gui.widgets.signed_bar import SignedBar
from workbench.gui.widgets.triple_map import ZOOM_STEP, TripleMap
from workbench.gui.widgets.visible import visible
from workbench.gui.widgets.waiting import Waiting
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.gui.widgets.zoom_buttons import ZoomButtons
from workbench.values import (
    Difference,
    DifferenceRequest,
    GridDifference,
    GridDifferenceRequest,
    Progress,
    Subject,
    TraceRequest,
)

LISTED, LIST_WIDTH = 40, 230
AS_A = -1


class CompareView(QWidget):
    """Three maps and a list."""

    key = "compare"

    def __init__(self, session: Session, frame: PanelFrame, choice: Choice) -> None:
        super().__init__(frame.home)
        self._session, self._frame, self._choice = session, frame, choice
        self._shown: Shown | None = None
        self._jobs: dict[str, Job] = {}
        self._found: Difference | None = None
        self._grid: GridDifference | None = None
        self._apart = ""
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.controls, self.more = QWidget(self._frame), QWidget(self._frame)
        self._labels = {name: QLabel(self) for name in ("model", "text", "layer", "head", "list")}
        self.model, self.text = OtherModel(self._session, self), QLineEdit(self)
        self.layer, self.head = QSpinBox(self), QSpinBox(self)
        for spin in (self.layer, self.head):
            spin.setRange(AS_A, 999)
            spin.setValue(AS_A)
            theme.pad(spin)
        rows = ((self.controls, (self._labels["model"], self.model, self._labels["text"], self.text)),
                (self.more, (self._labels["layer"], self.layer, self._labels["head"], self.head)))  # fmt: skip
        for widget, inner in rows:
            row = QHBoxLayout(widget)
            row.setContentsMargins(0, 0, 0, 0)
            row.setSpacing(theme.S2)
            for one in inner:
                row.addWidget(one, 1 if one is self.text else 0)
        self.more.layout().addStretch(1)  # type: ignore[attr-defined]
        self.map, self.bar, self.signed = TripleMap(self), ColorBar(self), SignedBar(self)
        self.zoom = ZoomButtons(self.controls)
        self.controls.layout().addWidget(self.zoom)
        self.said, self.readout, self.note, self.why = (WrappedLabel("", self) for _ in range(4))
        for one in (self.note, self.why):
            one.setProperty("role", "caption")
        self.waiting, self.ranked, self.hint = Waiting(self), RankedList(self, bar_width=86), Hint(self)
        self.picture = QWidget(self)
        bars = QHBoxLayout()
        bars.setSpacing(theme.S4)
        bars.addWidget(self.bar, 1)
        bars.addWidget(self.signed, 1)
        column = QVBoxLayout(self.picture)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S1)
        column.addWidget(self.said)
        column.addWidget(self.map, 1000)
        column.addLayout(bars)
        column.addWidget(self.note)
        column.addStretch(1)
        side = QWidget(self)
        listed = QVBoxLayout(side)
        listed.setContentsMargins(0, 0, 0, 0)
        listed.setSpacing(theme.S1)
        self._labels["list"].setFont(theme.sans(bold=True))
        listed.addWidget(self._labels["list"])
        listed.addWidget(self.why)
        listed.addWidget(self.ranked, 1000)
        listed.addStretch(1)
        halves = QSplitter(Qt.Orientation.Horizontal, self)
        halves.addWidget(self.picture)
        halves.addWidget(side)
        halves.setStretchFactor(0, 1)
        halves.setSizes([840, LIST_WIDTH])
        halves.setChildrenCollapsible(False)
        self._body = QWidget(self)
        body = QVBoxLayout(self._body)
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(theme.S1)
        for one, stretch in ((self.waiting, 0), (halves, 1), (self.readout, 0)):
            body.addWidget(one, stretch)
        self._pages = QStackedLayout(self)
        self._pages.addWidget(self.hint)
        self._pages.addWidget(self._body)

    def _connect(self) -> None:
        self._session.other_changed.connect(self._other_changed)
        self._choice.changed.connect(self._take_up)
        self.model.activated.connect(lambda _row: self._choose_other())
        self.model.lineEdit().editingFinished.connect(self._choose_other)
        self.text.editingFinished.connect(self._choose_other)
        for spin in (self.layer, self.head):
            spin.valueChanged.connect(lambda _value: self._take_up())
        self.zoom.zoomed.connect(lambda steps: self.map.zoom(ZOOM_STEP ** (2 * steps)) if steps else self.map.fit())
        self.map.hovered.connect(lambda *_cell: self._say_cell())
        self.map.picked.connect(self._pick)
        self.ranked.chosen.connect(self._pick_head)
        self.waiting.cancelled.connect(lambda: [job.cancel() for job in self._jobs.values()])

    # what the panel asks

    def title(self) -> str:
        return self.tr("Compare")

    def set_trace(self, shown: Shown | None) -> None:
        before, self._shown = self._shown, shown
        if shown is None or before is None or (shown.trace.request, shown.part) != (before.trace.request, before.part):
            self._show(None)
            self._show_grid(None)
        self._take_up()

    def rows(self) -> Iterable[Sequence[object]]:
        """Every cell that at least one of the two has."""
        found = self._found
        if found is None:
            return []
        rows: list[Sequence[object]] = [("query", "key", "a", "b", "difference")]
        for (q, k), a in np.ndenumerate(found.a):
            b = found.b[q, k]
            if not (math.isnan(a) and math.isnan(b)):
                numbers = ("" if math.isnan(one) else f"{one:.7g}" for one in (float(a), float(b), float(a - b)))
                rows.append((found.queries.labels[q], found.keys.labels[k], *numbers))
        return rows

    def arrays(self) -> dict[str, np.ndarray]:
        """Both maps, their difference, and how far apart all heads are."""
        found = self._found
        if found is None:
            return {}
        grid = {"distances": self._grid.distances} if self._grid is not None else {}
        return {"a": found.a, "b": found.b, "difference": found.a - found.b, **grid}

    def snippet(self) -> str:
        if self._found is None:
            return ""
        r = self._found.request
        models = [f"{name} = open_model({one.subject.model!r}).trace({one.subject.text!r})\n" for name, one in (("a", r.a), ("b", r.b))]
        heads = "".join(f", {name}={value}" for name in ("other_layer", "other_head") if (value := getattr(r, name)) is not None)
        return (
            "from workbench.engine import open_model\n"
            "from workbench.engine.difference import difference\n"
            "from workbench.values import DifferenceRequest\n\n"
            f"{''.join(models)}"
            f"(found,) = difference(a, b, DifferenceRequest(a.request, b.request, {r.layer}, {r.head}{heads}, part={r.part!r}))\n"
            "print(found.a - found.b, found.distance)  # NaN: what only one of the texts has\n"
        )

    def save_state(self) -> dict[str, object]:
        return {"model": self.model.chosen, "text": self.text.text()}

    def restore_state(self, state: dict[str, object]) -> None:
        self.model.setEditText(str(state.get("model", "")))
        self.text.setText(str(state.get("text", "")))
        self._choose_other()

    def retranslate(self) -> None:
        for name, text in (
            ("model", self.tr("with model")),
            ("text", self.tr("and text")),
            ("layer", self.tr("Layer of B")),
            ("head", self.tr("Head of B")),
            ("list", self.tr("Heads that differ most")),
        ):
            self._labels[name].setText(text)
        self.ranked.setAccessibleName(self._labels["list"].text())
        for one, name in ((self.model, "model"), (self.text, "text"), (self.layer, "layer"), (self.head, "head")):
            self._labels[name].setBuddy(one)
        self.model.setAccessibleName(self.tr("Model of B"))
        self.text.setAccessibleName(self.tr("Text of B"))
        self.model.setToolTip(self.tr("An installed model, a folder, or a checkpoint of a run: run:12@500. Empty: the same model."))
        self.model.lineEdit().setPlaceholderText(self.tr("the same model"))
        self.text.setPlaceholderText(self.tr("the same text"))
        for spin in (self.layer, self.head):
            spin.setSpecialValueText(self.tr("as in A"))
        self.zoom.retranslate()
        self.hint.say(
            self.tr("Hold it against something"),
            self.tr(
                "Choose another model, a checkpoint of a run, or type another text above: the same head is shown in both, with what "
                "differs. Another head of the same pass works, too: it is under “More”."
            ),
        )
        self.map.retranslate()
        self._say()
        self._fill_list()

    # asking

    def _choose_other(self) -> None:
        self._session.compare_with(model=self.model.chosen, text=self.text.text())

    def _other_changed(self, other: Subject) -> None:
        """Show what was chosen for B, by whomever."""
        self.model.setEditText(other.model)
        self.text.setText(other.text)
        if not self.text.hasFocus():
            self.text.setCursorPosition(0)  # a long text shows how it begins
        self._take_up()

    def _request(self) -> DifferenceRequest | None:
        """What is to be compared; None: nothing differs."""
        if self._shown is None:
            return None
        a, chosen = self._shown.trace.request, self._session.other
        other = dataclasses.replace(a.subject, model=chosen.model or a.subject.model, text=chosen.text or a.subject.text)
        if other == a.subject and not a.interventions:
            b = a
        else:
            b = TraceRequest(other, a.dtype, target=a.target, target_ids=a.target_ids if other.model == a.subject.model else None)
        layer, head = (None if spin.value() == AS_A else spin.value() for spin in (self.layer, self.head))
        if b == a and (layer, head) == (None, None):
            return None
        return DifferenceRequest(a, b, *self._choice.head, layer, head, self._shown.part)

    def _take_up(self) -> None:
        """Ask for what is chosen, if somebody looks and it is not on screen."""
        if not self.isVisible():
            return
        request = self._request()
        self._pages.setCurrentWidget(self._body if request is not None else self.hint)
        if request is None:
            self._show(None)
            return
        if self._found is None or self._found.request != request:
            self._submit("map", request)
        grid = GridDifferenceRequest(request.a, request.b, request.part)
        if request.a != request.b and (self._grid is None or self._grid.request != grid):
            self._submit("grid", grid)
        elif request.a == request.b:
            self._show_grid(None)

    def _submit(self, name: str, request: DifferenceRequest | GridDifferenceRequest) -> None:
        before = self._jobs.get(name)
        if before is not None and before.request == request:
            if before.result is not None:
                self._answered(before, before.result)
            if before.running or before.result is not None or (name == "grid" and self._apart):
                return
        job = self._jobs[name] = self._session.submit(request, key=f"compare-{name}", priority=int(name == "map"))
        if self._found is None and name == "map":
            self.waiting.begin(self.tr("Reading B…"))
        job.event.connect(lambda event: self._heard(job, event))
        job.done.connect(lambda answer: self._answered(job, answer))
        job.failed.connect(lambda error: self._failed(job, error))

    def _heard(self, job: Job, event: object) -> None:
        if isinstance(event, Progress) and job in self._jobs.values() and self.waiting.isVisible():
            self.waiting.see(self.tr("Opening the model…") if event.what == "load" else self.tr("Reading B…"), event)

    def _answered(self, job: Job, answer: object) -> None:
        if isinstance(answer, Difference) and job is self._jobs.get("map"):
            self.waiting.hide()
            self._show(answer)
        elif isinstance(answer, GridDifference) and job is self._jobs.get("grid"):
            self._show_grid(answer)

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is self._jobs.get("map"):
            self.waiting.hide()
            self._show(None)
            if error.code != "cancelled":
                self._frame.bar.show_error(error)
        elif job is self._jobs.get("grid") and error.code == "heads-apart":
            self._grid, self._apart = None, f"{error.values['a']} · {error.values['b']}"
            self._fill_list()

    # showing

    def _show(self, found: Difference | None) -> None:
        self._found = found
        self.map.show_difference(found)
        if found is not None:
            self._frame.bar.clear()
            self.bar.set_scale(self.map.high, cut=True)
            self.signed.set_scale(self.map.high_difference)
        self._say()

    def _show_grid(self, found: GridDifference | None) -> None:
        self._grid, self._apart = found, ""
        self._fill_list()

    def _fill_list(self) -> None:
        grid = self._grid
        shapes = self.tr("None are listed: the models have other numbers of layers and heads, {shapes}.").format(shapes=self._apart)
        self.why.setText(shapes if self._apart else "")
        self.why.setVisible(bool(self._apart))
        self.ranked.setVisible(not self._apart)
        if grid is None:
            self.ranked.set_rows(())
            return
        n_heads = grid.distances.shape[1]
        order = np.argsort(-np.nan_to_num(grid.distances.ravel()), kind="stable")[:LISTED].tolist()
        tip = self.tr("Share of the weight that lies elsewhere, mean over {n} places that both texts have")
        self.ranked.set_rows([
            Ranked(f"L{at // n_heads} · H{at % n_heads}", float(grid.distances.flat[at]), tip.format(n=grid.n_both), at,
                   percent(float(grid.distances.flat[at])))
            for at in order
        ])  # fmt: skip

    def _pick(self, row: int) -> None:
        """A row of the maps: its token in A."""
        first, last = self._found.queries.a[row].tolist() if self._found is not None else (0, 0)
        if last > first:
            self._choice.pick(first)

    def _pick_head(self, number: int) -> None:
        if self._grid is not None:
            self._choice.choose_head(*divmod(number, self._grid.distances.shape[1]))

    # words

    def _say(self) -> None:
        found = self._found
        self.signed.set_words(self.tr("more in B"), self.tr("more in A"))
        self.bar.set_words(
            self.tr("later token, can't be read") if found is not None and all(found.causal) else "",
            [self.tr("scale without the first token")],
        )
        self.note.setText(
            self.tr("Hatched: only one of the texts has it. Tokens of one stretch count together: keys add up, queries are averaged.")
        )
        if found is None:
            self.said.setText("")
            return
        r, both = found.request, int(found.queries.both.sum())
        titles = [self._named(name, one, layer, head) for name, one, layer, head in (
            ("A", r.a, r.layer, r.head),
            ("B", r.b, found.layer, found.head),
        )]  # fmt: skip
        self.map.set_titles(*titles, self.tr("A − B"))
        apart = (
            self.tr("no place is in both")
            if not both
            else self.tr("{share} of the weight lies elsewhere").format(share=percent(found.distance))
        )
        places = self.tr("{both} of {n} places are in both texts").format(both=both, n=len(found.queries.labels))
        self.said.setText(" · ".join(part for part in (apart, places, self._beginning(found)) if part))
        self._say_cell()

    def _beginning(self, found: Difference) -> str:
        """That only one of the two begins with a special token: the others' weights are then hardly comparable."""
        if not len(found.keys.labels) or found.keys.both[0]:
            return ""
        only = "A" if found.keys.a[0, 1] > found.keys.a[0, 0] else "B"
        said = self.tr("only {name} begins with {token}, where much of the weight may rest")
        return said.format(name=only, token=visible(found.keys.labels[0]))

    def _named(self, name: str, one: TraceRequest, layer: int, head: int) -> str:
        """Which pass, and which head of it."""
        parts = [f"{name}: L{layer} · H{head}", one.subject.model.rsplit("/", 1)[-1]]
        if one.interventions:
            parts.append(self.tr("changed"))
        return " · ".join(parts)

    def _say_cell(self) -> None:
        found, at = self._found, self.map.at
        if found is None or at[0] < 0:
            self.readout.setText(self.tr("Point at a cell for its numbers in both; click a row to select its token."))
            return
        a, b, difference = self.map.numbers(at)
        said = self.tr("{query} reads {key}: A {a} · B {b} · A − B {difference}")
        self.readout.setText(
            said.format(
                query=visible(found.queries.labels[at[0]]),
                key=visible(found.keys.labels[at[1]]),
                a="—" if math.isnan(a) else f"{a:.4f}",
                b="—" if math.isnan(b) else f"{b:.4f}",
                difference="—" if math.isnan(difference) else _difference(difference),
            )
        )

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self.model.look()
        self._take_up()


def _difference(value: float) -> str:
    """With its sign; 0 has none."""
    said = f"{value:+.4f}"
    return said.replace("-", "−") if float(said) else "0.0000"
