"""Ablate: what would the model say without these heads? Parts are switched off by a click; or all are measured, one after the other.

What is switched off is the session's, so that every view shows the changed pass; here it is compared with the model as it was
trained. The idea that is not obvious: what is asked about is pinned when the first part is switched off, for the two most probable
tokens of the changed model would be another question.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Sequence
from typing import cast

import numpy as np
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.models.measuring import Measuring
from workbench.gui.panels.attention_ablate_controls import BY, AblateControls
from workbench.gui.panels.attention_ablate_map import AblateMap
from workbench.gui.panels.attention_ablate_words import AblateWords
from workbench.gui.panels.attention_choice import Choice
from workbench.gui.panels.attention_contrast import AttentionContrast
from workbench.gui.panels.attention_predicted import Predicted
from workbench.gui.panels.attention_shown import Shown
from workbench.gui.panels.attention_strongest import Strongest
from workbench.gui.panels.attention_view import Need
from workbench.gui.panels.attention_words import traced_snippet
from workbench.gui.session import Job, Session
from workbench.gui.widgets.before_after import BeforeAfter
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.intervention_words import python_imports, python_list
from workbench.gui.widgets.part_map import MLP
from workbench.gui.widgets.part_map import Part as Place
from workbench.gui.widgets.segmented import Segmented
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import (
    Ablated,
    AblateRequest,
    Ablation,
    Effects,
    EffectsRequest,
    Intervention,
    Part,
    Replacement,
    TraceRequest,
)

SIDE_WIDTH = 420
PAGES = ("tokens", "strongest", "predicted")


class AblateView(QWidget):
    """The view. `off`: the heads and MLPs of the shown attention that are switched off."""

    key = "ablate"
    uses_head = False

    def __init__(self, session: Session, frame: PanelFrame, choice: Choice) -> None:
        super().__init__(frame.home)
        self._session, self._frame, self._choice = session, frame, choice
        self._words = AblateWords(self)
        self._shown: Shown | None = None
        self._comparing: Job | None = None
        self._ablated: Ablated | None = None
        self.measuring = Measuring(session, self)
        self.controls = self.contrast = AttentionContrast(choice, frame)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.tools = AblateControls(self._session, self._words, self)
        self.outcome, self.note = WrappedLabel(parent=self), WrappedLabel(parent=self)
        self.outcome.setFont(theme.sans(bold=True))
        self.note.setProperty("role", "caption")
        self.picture = self._build_body()
        self.map = self.maps["mean"].map
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S1)
        column.addWidget(self.tools)
        column.addWidget(self.picture, 1)

    def _build_body(self) -> QWidget:
        body = QWidget(self)
        split = QSplitter(Qt.Orientation.Horizontal, body)
        left, side = QWidget(split), QWidget(split)
        self.maps = {by: AblateMap(self._words, left) for by in BY}
        self.pages, self._stack = Segmented(PAGES, side), QStackedWidget(side)
        self.tokens, self.strongest = BeforeAfter(self._stack), Strongest(self._words, self._stack)
        self.predicted = Predicted(self._session, self._words, self._stack)
        for page in (self.tokens, self.strongest, self.predicted):
            self._stack.addWidget(page)
        maps, right, column = QHBoxLayout(left), QVBoxLayout(side), QVBoxLayout(body)
        for layout in (maps, right, column):
            layout.setContentsMargins(0, 0, 0, 0)
            layout.setSpacing(theme.S1)
        for one in self.maps.values():
            maps.addWidget(one, 1)
        right.addWidget(self.pages, 0, Qt.AlignmentFlag.AlignLeft)
        right.addWidget(self._stack, 1)
        split.setStretchFactor(0, 1)
        split.setSizes([600, SIDE_WIDTH])
        split.setChildrenCollapsible(False)
        for one, stretch in ((self.outcome, 0), (split, 1), (self.note, 0)):
            column.addWidget(one, stretch)
        return body

    def _connect(self) -> None:
        self._session.interventions_changed.connect(lambda _now: self._changed())
        self._choice.contrast.changed.connect(self._ask)
        self._choice.changed.connect(self._mark)
        for one in self.maps.values():
            one.map.picked.connect(self._pick)
            one.map.pressed.connect(self.toggle)
        self.contrast.failed.connect(self._failed)
        self.predicted.failed.connect(self._failed)
        self.predicted.picked.connect(self._pick)
        self.tools.by_chosen.connect(self._by_chosen)
        self.tools.changed.connect(self._show_effects)
        self.tools.measure_asked.connect(self.measure_all)
        self.tools.cancelled.connect(self.measuring.cancel)
        self.measuring.changed.connect(self._show_effects)
        self.measuring.advanced.connect(self.tools.wait)
        self.measuring.settled.connect(self.tools.settle)
        self.measuring.failed.connect(self._failed)
        self.pages.chosen.connect(lambda key: self._stack.setCurrentIndex(PAGES.index(key)))
        self.strongest.picked.connect(self._pick)

    # what the panel asks

    def title(self) -> str:
        return self.tr("Ablate")

    def needs(self, shown: Shown) -> Need | None:
        return self._words.need(shown)

    def set_trace(self, shown: Shown | None) -> None:
        before, self._shown = self._plain, shown
        if self._plain != before:
            self._ablated, self._comparing = None, None
            self.measuring.cancel()
        self._ask()

    def rows(self) -> Iterator[Sequence[object]]:
        """What the page beside the map shows."""
        if self.pages.key == "tokens" and self._ablated is not None:
            yield ("id", "token", "logprob_before", "logprob_after")
            yield from ((row.id, row.text, f"{row.before:.9g}", f"{row.after:.9g}") for row in self.tokens.rows)
        elif self.pages.key == "predicted":
            yield ("head", "predicted", "measured")
            yield from ((one.name, f"{one.predicted:.9g}", f"{one.measured:.9g}") for one in self.predicted.points)
        else:
            yield ("by", "part", "layer", "head", "change", "loss_change")
            for by in BY:
                found = self._effects(by)
                for one in found.table() if found is not None else ():
                    yield (by, one.part, one.layer, "mlp" if one.head is None else one.head, f"{one.change:.9g}", f"{one.loss_change:.9g}")

    def arrays(self) -> dict[str, np.ndarray]:
        """The maps that were measured."""
        made: dict[str, np.ndarray] = {}
        for by in BY:
            found = self._effects(by)
            if found is not None:
                made |= {f"{by}_{name}_heads": values for name, values in found.heads.items()}
                made |= {f"{by}_{name}_mlps": values for name, values in found.mlps.items()}
        return made

    def snippet(self) -> str:
        contrast, plain = self._choice.contrast.contrast, self._plain
        if self._shown is None or plain is None or contrast is None:
            return ""
        trained = dataclasses.replace(self._shown, trace=dataclasses.replace(self._shown.trace, request=plain))
        changes = self._session.interventions
        imports = (
            "from workbench.engine.effects import ablate, effects\nfrom workbench.values import AblateRequest, Contrast, EffectsRequest\n"
            + python_imports(changes)
        )
        return traced_snippet(trained, imports=imports) + (
            f"contrast = {contrast!r}\n"
            f"*_, found = ablate(trace, AblateRequest(trace.request, {python_list(changes)}, contrast))\n"
            "print(found.of.value, found.value_after, found.loss_before, found.loss_after)\n"
            f"reference = {self.tools.reference_of(self.tools.by)!r}  # of the mean; empty: the text that ships with the app\n"
            f"asked = EffectsRequest(trace.request, contrast, by={self.tools.by!r}, reference=reference)\n"
            "*_, measured = effects(trace, asked)\n"
            "print(measured.heads, measured.mlps)  # after - before: heads [layer, head], mlps [layer]\n"
        )

    def save_state(self) -> dict[str, object]:
        return {**self.tools.state(), "page": self.pages.key}

    def restore_state(self, state: dict[str, object]) -> None:
        self.tools.restore(state)
        self.pages.choose(str(state.get("page", "")))
        self._stack.setCurrentIndex(PAGES.index(self.pages.key))
        self._show_effects()

    # switching parts off

    @property
    def _plain(self) -> TraceRequest | None:
        """The trace on screen, of the model as it was trained."""
        return dataclasses.replace(self._shown.trace.request, interventions=()) if self._shown is not None else None

    def _part_of(self, place: Place) -> Part:
        """The part that an ablation of this place names; "" where the model has one attention."""
        if self._shown is None or self._shown.trace.target is None:
            return ""
        return "decoder" if place[1] == MLP and self._shown.part == "cross" else cast(Part, self._shown.part)

    def _is(self, one: Intervention, place: Place) -> bool:
        head = None if place[1] == MLP else place[1]
        # the encoder is a pair's first stack: "" means it too
        return (
            isinstance(one, Ablation)
            and (one.layer, one.head) == (place[0], head)
            and (one.part or "encoder") == (self._part_of(place) or "encoder")
        )

    @property
    def off(self) -> list[Place]:
        """The parts of the map that are switched off."""
        ablations = [one for one in self._session.interventions if isinstance(one, Ablation)]
        places = [(one.layer, MLP if one.head is None else one.head) for one in ablations]
        return [place for one, place in zip(ablations, places, strict=True) if self._is(one, place)]

    def toggle(self, layer: int, head: int) -> None:
        """Switch a part off, or on again. Head -1: the layer's MLP."""
        place, now = (layer, head), self._session.interventions
        self._pin()
        kept = [one for one in now if not self._is(one, place)]
        if len(kept) == len(now):
            by = self.tools.by
            kept.append(Ablation(layer, None if head == MLP else head, by, self._part_of(place), self.tools.reference_of(by)))
        self._session.intervene(kept)

    def _pin(self) -> None:
        """Ask about the same tokens from now on, also where others become the most probable ones."""
        model = self._choice.contrast
        token, against = model.token, model.against
        if model.is_default and token is not None and against is not None:
            model.choose("token", token)
            model.choose("against", against)

    def _by_chosen(self) -> None:
        """What is switched off is replaced by something else."""
        by, reference = self.tools.by, self.tools.reference_of(self.tools.by)
        now = self._session.interventions
        changed = [dataclasses.replace(one, by=by, reference=reference) if isinstance(one, Ablation) else one for one in now]
        self._session.intervene(changed)
        self._ask()

    def _changed(self) -> None:
        self._mark()
        self._ask()

    # asking

    def _ask(self) -> None:
        """Compare the model as it is changed with the one that was trained, if somebody looks; show what is known of the parts."""
        plain, contrast = self._plain, self._choice.contrast.contrast
        by = self.tools.by
        self.predicted.set_question(plain, contrast, self._part_of((0, 0)), by, reference=self.tools.reference_of(by))
        self._show_effects()
        self._show_tokens()
        if plain is None or contrast is None or not self.isVisible():
            return
        request = AblateRequest(plain, self._session.interventions, contrast)
        if (self._comparing is not None and self._comparing.request == request) or (
            self._ablated is not None and self._ablated.request == request
        ):
            return
        job = self._comparing = self._session.submit(request, key="ablate", priority=2)
        job.done.connect(lambda found: self._compared(found) if job is self._comparing else None)
        job.failed.connect(lambda error: self._failed(error) if job is self._comparing else None)

    def _compared(self, found: Ablated) -> None:
        self._ablated = found
        self._show_tokens()

    def _request(self, by: Replacement) -> EffectsRequest | None:
        plain, contrast = self._plain, self._choice.contrast.contrast
        return EffectsRequest(plain, contrast, by, self.tools.reference_of(by)) if plain is not None and contrast is not None else None

    def _effects(self, by: Replacement) -> Effects | None:
        """What is known of the present question."""
        return self.measuring.known(self._request(by))

    def measure_all(self) -> None:
        """Replace every part, each alone."""
        self._pin()
        self.measuring.measure([request for by in self.tools.looked_at if (request := self._request(by)) is not None])

    def _failed(self, error: WorkbenchError) -> None:
        if error.code != "cancelled":
            self._frame.bar.show_error(error)

    # showing

    def _show_tokens(self) -> None:
        self.outcome.setText(self._words.outcome(self._ablated))
        self.tokens.set_rows(self._words.tokens(self._ablated) if self._ablated is not None else ())

    def _show_effects(self) -> None:
        shown, of_loss, looked = self._shown, self.tools.of_loss, self.tools.looked_at
        found = {by: self._effects(by) for by in looked}
        self.note.setText(self._words.note(self.tools.reference.name(self.tools.reference.text)))
        for by, one in self.maps.items():
            one.setVisible(by in looked)
            one.map.set_ordered(self.tools.ordered.isChecked())
        if shown is None:
            return
        high = max((one.reach(found[by], shown, of_loss=of_loss) for by, one in self.maps.items() if by in looked), default=0.0)
        for by in looked:
            over = self.tools.reference.name(self.tools.reference.text) if by != "zero" else ""
            self.maps[by].show_effects(by, found[by], shown, over=over, of_loss=of_loss, high=high)
        measured = [one for one in found.values() if one is not None]
        words = self._words.strongest([one.request.by for one in measured], measured[0].of if measured else None, of_loss=of_loss)
        self.strongest.show_maps(words, [self.maps[one.request.by].map for one in measured], shown.sink_share.shape)
        self._mark()

    def _mark(self) -> None:
        layer, head = self._choice.head
        for one in self.maps.values():
            one.map.cross_out(self.off)
            if one.map.at != (layer, MLP):
                one.map.select(layer, head)

    def _pick(self, layer: int, head: int) -> None:
        """Select a head everywhere; an MLP selects its layer."""
        for one in self.maps.values():
            one.map.select(layer, head)
        self._choice.choose_head(layer, self._choice.head[1] if head == MLP else head)

    def retranslate(self) -> None:
        self.contrast.retranslate()
        self.tools.retranslate()
        self.pages.name((self.tr("Next token"), self.tr("Strongest"), self.tr("Predicted")), self.tr("Beside the map"))
        self.strongest.retranslate()
        self.tokens.retranslate()
        self.predicted.retranslate()
        for one in self.maps.values():
            one.retranslate()
        self._show_tokens()
        self._show_effects()

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        self._ask()
