"""Steps: how the tokenizer's model cuts one word of the text, step by step.

The idea that is not obvious: the words come from the pipeline of the text, so each is spelled as the model sees it, and its ids are
known before it is replayed; the replay has to end at them.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSlider, QSplitter, QToolButton, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.panels.tokens_view import Link, Shown
from workbench.gui.session import Job, Session
from workbench.gui.widgets.cut_ladder import CutLadder
from workbench.gui.widgets.cut_rungs import MatchRungs, MergeRungs, PathRungs, rungs_of
from workbench.gui.widgets.cut_words import CutWords
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.numbers import count
from workbench.gui.widgets.span_map import SpanMap
from workbench.gui.widgets.visible import visible
from workbench.gui.widgets.word_list import Word, WordList
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import CutRequest, Matching, Merging, Paths, Pipeline, PipelineRequest

SPECIAL = 1
SNIPPET = """from workbench.library import locate_tokenizer, open_tokenizer
from workbench.values import CutRequest

tokenizer = open_tokenizer(locate_tokenizer({model!r}))
print(tokenizer.cut(CutRequest({model!r}, {word!r})))
"""


class StepsView(QWidget):
    """The words at the left, the ladder of the chosen one at the right."""

    key, needs_text, controls = "steps", True, None

    def __init__(self, session: Session, frame: PanelFrame) -> None:
        super().__init__(frame.home)
        self._session, self._frame = session, frame
        self._shown: Shown | None = None
        self._words_job: Job | None = None
        self._cut_job: Job | None = None
        self._due = False
        self._ladder: MergeRungs | MatchRungs | PathRungs | None = None
        self._say_of = CutWords(self)
        self.words, self.ladder, self.slider = WordList(self), CutLadder(self), QSlider(Qt.Orientation.Horizontal, self)
        self.about, self.step, self.place = WrappedLabel(parent=self), WrappedLabel(parent=self), QLabel(self)
        self.back, self.forth = QToolButton(self), QToolButton(self)
        self._link = Link(session, self.words)
        self._build()
        self.words.chosen.connect(self._chosen)
        self.ladder.moved.connect(self._go)
        self.slider.valueChanged.connect(self._go)
        self.back.clicked.connect(lambda: self._go(self.ladder.at - 1))
        self.forth.clicked.connect(lambda: self._go(self.ladder.at + 1))
        self.retranslate()

    def _build(self) -> None:
        self.about.setProperty("role", "caption")
        self.back.setText("◀")
        self.forth.setText("▶")
        for button in (self.back, self.forth):
            button.setAutoRepeat(True)
        row = QHBoxLayout()
        row.setSpacing(theme.S2)
        for part in (self.back, self.slider, self.forth, self.place):
            row.addWidget(part, 1 if part is self.slider else 0)
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(theme.S2, 0, 0, 0)
        column.setSpacing(theme.S1)
        column.addWidget(self.about)
        column.addLayout(row)
        column.addWidget(self.step)
        column.addWidget(self.ladder, 1)
        self.splitter = QSplitter(Qt.Orientation.Horizontal, self)
        self.splitter.addWidget(self.words)
        self.splitter.addWidget(right)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        self.splitter.setSizes([190, 600])
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.splitter)

    # what the panel asks

    def title(self) -> str:
        return self.tr("Step by step")

    def set_answer(self, shown: Shown | None) -> None:
        self._shown, self._due = shown, shown is not None
        if shown is None:
            self._words_job = None
            self.words.set_words(())
            self._link.set_map(None)
        elif self.isVisible():
            self._ask()

    def rows(self) -> Iterator[Sequence[object]]:
        """Every step of the word."""
        ladder = self._ladder
        if isinstance(ladder, MergeRungs):
            yield ("step", "rank", "made", "id", "pairs")
            for number, merge in enumerate(ladder.merging.merges, start=1):
                yield (number, merge.taken.rank, merge.taken.spelled, merge.taken.id, merge.n_rivals + 1)
        elif isinstance(ladder, MatchRungs):
            yield ("step", "start", "end", "piece", "id")
            for number, one in enumerate(ladder.matching.attempts, start=1):
                yield (number, one.start, one.end, one.spelled, one.id)
        elif ladder is not None:
            yield ("path", "total", "piece", "id", "score")
            for number, path in enumerate(ladder.paths.best, start=1):
                for piece, token, score in zip(path.pieces.spelled, path.pieces.ids.tolist(), path.scores.tolist(), strict=True):
                    yield (number, path.total, piece, token, score)

    def snippet(self) -> str:
        if self._shown is None or self.words.row < 0:
            return ""
        return SNIPPET.format(model=self._shown.answer.request.subject.model, word=self.words.words[self.words.row].spelled)

    def save_state(self) -> dict[str, object]:
        return {}

    def restore_state(self, state: dict[str, object]) -> None:
        """Nothing to restore."""

    # the words of the text

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        if self._due:
            self._ask()

    def _ask(self) -> None:
        assert self._shown is not None
        self._due = False
        self._words_job = job = self._session.submit(PipelineRequest(self._shown.answer.request.subject), key="tokens words")
        job.done.connect(lambda found: self._found_words(found) if job is self._words_job else None)
        job.failed.connect(lambda error: self._failed(error) if job is self._words_job else None)

    def _found_words(self, pipeline: Pipeline) -> None:
        assert self._shown is not None
        words = words_of(pipeline, self._shown.answer.encoding.kinds.tolist())
        studied = pipeline.request.subject.text[: pipeline.n_characters]
        spans = SpanMap(studied, pipeline.text)
        self._link.set_map(spans)
        selected = spans.to_tokenized(self._session.selection.start, self._session.selection.end)
        under = [row for row, word in enumerate(words) if word.start < selected[1] and word.end > selected[0]]
        self.words.set_words(words, row=under[0] if under else _telling(words))

    def _failed(self, error: WorkbenchError) -> None:
        if error.code != "cancelled":
            self.words.set_words(())
            self._frame.bar.show_error(error)

    # the steps of a word

    def _chosen(self, row: int) -> None:
        self._cut_job = None
        word = self.words.words[row] if row >= 0 else None
        if word is None or word.added or self._shown is None:
            self._show(None)
            return
        request = CutRequest(self._shown.answer.request.subject.model, word.spelled)
        self._cut_job = job = self._session.submit(request, key="tokens cut")
        job.done.connect(lambda found: self._show(found) if job is self._cut_job else None)
        job.failed.connect(lambda error: self._not_cut(error) if job is self._cut_job else None)

    def _not_cut(self, error: WorkbenchError) -> None:
        if error.code != "cancelled":
            self._show(None)
            self._frame.bar.show_error(error)

    def _show(self, found: Merging | Matching | Paths | None) -> None:
        self._ladder = ladder = rungs_of(found) if found is not None else None
        at = 0 if ladder is None else ladder.n - 1 if ladder.grows else min(1, ladder.n - 1)
        heading = (lambda number: self._say_of.heading(ladder, number)) if ladder is not None else str
        self.ladder.set_rungs(ladder, heading=heading, at=at)
        self.slider.setRange(0, ladder.n - 1 if ladder is not None else 0)
        self.slider.setValue(at)
        self._say()

    def _go(self, number: int) -> None:
        self.ladder.go_to(number)
        self.slider.setValue(self.ladder.at)
        self._say()

    # words

    def _say(self) -> None:
        ladder, at = self._ladder, self.ladder.at
        for part in (self.slider, self.back, self.forth, self.place):
            part.setEnabled(ladder is not None)
        self.place.setText(self.tr("Step {step} of {n}").format(step=count(at), n=count(ladder.n - 1)) if ladder is not None else "")
        if ladder is None:
            self.about.setText(self._instead())
            self.step.setText("")
        else:
            self.about.setText(f"{self._say_of.algorithm(ladder)} {self._proof(ladder)}".strip())
            self.step.setText(self._say_of.step(ladder, at))
        self.ladder.setAccessibleDescription(self.step.text())

    def _instead(self) -> str:
        """What is said where no steps are shown."""
        row = self.words.row
        if row >= 0 and self.words.words[row].added:
            words = self.tr("“{token}” is an added token: it is found in the text before anything is cut, and takes no steps.")
            return words.format(token=visible(self.words.words[row].shown))
        return self.tr("Choose a word to see how the tokenizer's model cuts it, step by step.") if self.words.words else ""

    def _proof(self, ladder: MergeRungs | MatchRungs | PathRungs) -> str:
        """Whether the replay ends where the tokenizer does."""
        ids = end_of(ladder)
        word = self.words.words[self.words.row]
        if ids == word.ids:
            return self.tr("The replay ends at the tokenizer's own ids.")
        words = self.tr("The replay ends at {ids}, the tokenizer at {own}: don't trust these steps.")
        return words.format(ids=", ".join(map(str, ids)), own=", ".join(map(str, word.ids)))

    def retranslate(self) -> None:
        self.slider.setAccessibleName(self.tr("Step"))
        self.back.setAccessibleName(self.tr("One step back"))
        self.forth.setAccessibleName(self.tr("One step on"))
        for button in (self.back, self.forth):
            button.setToolTip(button.accessibleName())
        self.words.retranslate()
        self.ladder.retranslate()
        self._say()


def end_of(ladder: MergeRungs | MatchRungs | PathRungs) -> tuple[int, ...]:
    """The ids at which a replay ends."""
    if isinstance(ladder, MergeRungs):
        return tuple(box.id for box in ladder.rung(ladder.n - 1).boxes)
    if isinstance(ladder, MatchRungs):
        return tuple(ladder.matching.end.ids.tolist())
    return tuple(ladder.paths.best[0].pieces.ids.tolist()) if ladder.paths.best else ()


def words_of(pipeline: Pipeline, kinds: Sequence[int]) -> list[Word]:
    """The words that the model is handed. `kinds`: of all the text's tokens, as Encoding has them."""
    stages = {stage.name: stage for stage in pipeline.stages}  # of several pre-tokenizers the last
    handed, model, ids = stages["pre_tokenizer"], stages["model"], stages["ids"]
    before = next((at for at, one in enumerate(ids.columns.tolist()) if len(model.columns) and one == model.columns[0].tolist()), 0)
    firsts = np.searchsorted(model.columns[:, 1], handed.columns[:, 0], side="right").tolist()
    lasts = np.searchsorted(model.columns[:, 0], handed.columns[:, 1], side="left").tolist()
    found = []
    for spelled, shown, (start, end), first, last in zip(
        handed.pieces, handed.shown, handed.byte_spans.tolist(), firsts, lasts, strict=True
    ):
        over = range(first, last)
        if spelled:
            added = len(over) == 1 and before + over[0] < len(kinds) and kinds[before + over[0]] == SPECIAL
            found.append(Word(spelled, shown, start, end, tuple(int(ids.pieces[before + at]) for at in over), added))
    return found


def _telling(words: Sequence[Word]) -> int:
    """The word with which to begin: a long one that is cut."""
    return max(range(len(words)), key=lambda row: (not words[row].added, len(words[row].ids) > 1, len(words[row].shown)), default=-1)
