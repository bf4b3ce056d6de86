"""Layers: one word in several sentences, its vectors through the layers, and where its senses part.

The idea that is not obvious: which sense a sentence uses is said by the person and costs nothing; only another word, another sentence
or another model is read anew. The view has texts of its own, whatever set is under study.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

import numpy as np
from PySide6.QtCore import QEvent, Qt, QTimer
from PySide6.QtGui import QColor
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QMenu,
    QPushButton,
    QStackedLayout,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from workbench.errors import WorkbenchError
from workbench.gui import i18n, theme
from workbench.gui.models.vectors import ChosenVectors
from workbench.gui.panels.embeddings_layers_examples import EXAMPLES, Example, first_of
from workbench.gui.panels.embeddings_layers_pictures import LayerPictures
from workbench.gui.panels.embeddings_layers_word import FollowedWord, sense_letters
from workbench.gui.panels.embeddings_layers_words import LayersWords, arrays_of, rows_of, snippet_of, typed_rows, unbroken
from workbench.gui.session import Session
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.hint import Hint
from workbench.gui.widgets.layer_curves import LayerCurve, LayerCurves
from workbench.gui.widgets.sense_marks import SENSES, Sentence, tone
from workbench.gui.widgets.sense_table import TEXT, SenseTable
from workbench.gui.widgets.waiting import Waiting
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import Parting, Selection, SenseMetric, Vectors, find_word

TYPING_MS, WORD_WIDTH = 500, 220


class LayersView(QWidget):
    """Sentences and curves at the left, one layer at the right. An occurrence in the text under study is selected there, too."""

    key = "layers"
    uses_set = False
    uses_metric = True

    def __init__(self, session: Session, frame: PanelFrame, chosen: ChosenVectors) -> None:
        super().__init__(frame.home)
        self._session, self._frame, self._chosen = session, frame, chosen
        self._words, self.followed = LayersWords(self), FollowedWord(session, self)
        self._parted: Parting | None = None
        self._row, self._item = -1, -1
        self._begun = False
        self._soon = QTimer(self)
        self._soon.setSingleShot(True)
        self._soon.setInterval(TYPING_MS)
        self._build()
        self._connect()
        self.retranslate()

    def _build(self) -> None:
        self.controls = self._make_controls()
        self.hint, self._work = Hint(self), QWidget(self)
        self._stack = QStackedLayout(self)
        self._stack.addWidget(self.hint)
        self._stack.addWidget(self._work)
        halves = QHBoxLayout(self._work)
        halves.setContentsMargins(0, 0, 0, 0)
        halves.setSpacing(theme.S4)
        halves.addLayout(self._left(), 1)
        halves.addLayout(self._right(), 1)

    def _make_controls(self) -> QWidget:
        controls = QWidget(self)
        self._word_label, self.word, self.examples = QLabel(controls), QLineEdit(controls), QToolButton(controls)
        self.word.setClearButtonEnabled(True)
        self.word.setMinimumWidth(WORD_WIDTH)
        self.examples.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.examples.setMenu(QMenu(self.examples))
        for example in EXAMPLES:
            self.examples.menu().addAction(example.title, partial(self.load, example))
        row = QHBoxLayout(controls)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(theme.S2)
        for one in (self._word_label, self.word, self.examples):
            row.addWidget(one)
        return controls

    def _left(self) -> QVBoxLayout:
        work = self._work
        self.table, self.curves = SenseTable(work), LayerCurves(work)
        self.add, self.remove, self.study = QPushButton(work), QPushButton(work), QPushButton(work)
        buttons, column = QHBoxLayout(), QVBoxLayout()
        for one in (self.add, self.remove, self.study):
            buttons.addWidget(one)
        buttons.addStretch(1)
        column.setSpacing(theme.S2)
        column.addWidget(self.table, 5)
        column.addLayout(buttons)
        column.addWidget(self.curves, 4)
        return column

    def _right(self) -> QVBoxLayout:
        work = self._work
        self.head, self.more_said, self.waiting = WrappedLabel(parent=work), WrappedLabel(parent=work), Waiting(work)
        self.head.setFont(theme.sans(theme.BODY, bold=True))
        self.pictures = LayerPictures(self._words, work)
        column = QVBoxLayout()
        column.setSpacing(theme.S2)
        for one in (self.waiting, self.head, self.more_said):
            column.addWidget(one)
        column.addWidget(self.pictures, 1)
        column.addStretch(0)
        return column

    def _connect(self) -> None:
        model, followed = self.table.sentences, self.followed
        self.hint.asked.connect(self._hint_asked)
        self._soon.timeout.connect(self._ask)
        self.word.textEdited.connect(self._word_edited)
        self.word.returnPressed.connect(self._ask)
        model.edited.connect(self._edited)
        model.marked.connect(self._show)
        self.table.picked.connect(self._pick_row)
        self.add.clicked.connect(self._add)
        self.remove.clicked.connect(lambda: model.remove(self.table.currentIndex().row()) if self.table.currentIndex().isValid() else None)
        self.study.clicked.connect(self._study)
        followed.changed.connect(self._came)
        followed.failed.connect(self._failed)
        followed.progressed.connect(lambda progress: self.waiting.see(self._words.waiting(progress), progress))
        self.waiting.cancelled.connect(followed.cancel)
        self.curves.chosen.connect(self._look_at)
        self.pictures.looked.connect(self._look_at)
        self.pictures.picked.connect(self.pick)
        self._chosen.metric_changed.connect(self._show)
        self._session.selection_changed.connect(lambda _selection: self._mark())
        self._session.subject_changed.connect(lambda _subject: self._soon.start() if self.isVisible() else None)

    # what the panel asks

    def title(self) -> str:
        return self.tr("Layers")

    def set_vectors(self, vectors: Vectors | None) -> None:
        """The view has texts of its own."""

    def rows(self) -> Iterator[Sequence[object]]:
        return rows_of(self.followed.shown, self._parted, self.metric)

    def arrays(self) -> dict[str, np.ndarray]:
        return arrays_of(self.followed.shown)

    def snippet(self) -> str:
        return snippet_of(self.followed.shown, self.metric)

    def save_state(self) -> dict[str, object]:
        return {"word": self.word.text(), "sentences": typed_rows(self.table.sentences.sentences), "picture": self.pictures.kind.key}

    def restore_state(self, state: dict[str, object]) -> None:
        kept = state.get("sentences")
        sentences = [_sentence(one) for one in kept if isinstance(one, dict)] if isinstance(kept, list) else []
        self.pictures.choose(str(state.get("picture", "")))
        if sentences:
            self._begun = True
            self.word.setText(str(state.get("word", "")))
            self.table.sentences.set_sentences(sentences, self.word.text())
        self._arrange()
        self._ask()

    @property
    def metric(self) -> SenseMetric:
        """The panel's, where it can be followed through layers of different lengths."""
        return "centered" if self._chosen.metric == "centered" else "cosine"

    # the word and the sentences

    def load(self, example: Example) -> None:
        """Follow the word of an example."""
        self._begun = True
        self.word.setText(example.word)
        self.table.sentences.set_sentences([Sentence(text, sense) for sense, text in example.sentences], example.word)
        self._row = -1
        self._arrange()
        self._ask()

    def _word_edited(self, word: str) -> None:
        self.table.sentences.set_word(word)
        self._soon.start()

    def _edited(self) -> None:
        self._arrange()
        self._show()
        self._soon.start()

    def _add(self) -> None:
        row = self.table.sentences.add(Sentence(""))
        index = self.table.sentences.index(row, TEXT)
        self.table.setCurrentIndex(index)
        self.table.edit(index)

    def _study(self) -> None:
        """Make the sentence that is looked at the text under study, with its word selected."""
        row = self.table.currentIndex().row()
        if row < 0:
            return
        text = self.table.sentences.sentences[row].text
        self._session.change_subject(text=text)
        spans = find_word(text, self.word.text())
        if spans:
            self._session.select(Selection(*spans[0]))

    def _hint_asked(self) -> None:
        if self._session.subject.model:
            self.load(first_of(i18n.language()))
        else:
            self._session.model_wanted.emit()

    def _ask(self) -> None:
        """Ask for the word, if somebody looks."""
        self._soon.stop()
        self._arrange()
        if not self.isVisible() or self._stack.currentWidget() is self.hint:
            return
        self._frame.bar.clear()
        self.followed.follow(self.word.text(), self.table.sentences.sentences)
        if self.followed.busy:
            self.waiting.begin(self._words.waiting(None))

    def _came(self) -> None:
        self.waiting.hide()
        self._item = -1
        self.pictures.set_item(-1)
        self._show()
        self._mark()

    def _failed(self, error: WorkbenchError) -> None:
        if error.code != "cancelled":
            self._frame.bar.show_error(error)

    # showing

    def _show(self) -> None:
        """The pictures of what is there, with the senses as they are marked now."""
        found = self.followed.shown
        for one in (self.head, self.more_said, self.pictures):
            one.setVisible(found is not None)
        self._parted = found.parting(self.metric) if found is not None else None
        self._arrange()
        if found is None:
            self.curves.set_curves((), ())
            return
        n_rows = len(found.senses.vectors)
        if not 0 <= self._row < n_rows:
            self._row = self._parted.widest if self._parted is not None else n_rows - 1
        self.pictures.show_word(found, found.named(self.table.sentences.sentences), self.metric)
        self._show_curves()
        head, more = self._words.said(found, self._parted, self.metric)
        self.head.setText(unbroken(head))
        self.more_said.setText(unbroken(more))
        self._look_at(self._row)

    def _show_curves(self) -> None:
        found, parted = self.followed.shown, self._parted
        assert found is not None
        chance, curves = found.senses.chance[self.metric], []
        if parted is not None:
            letters = [letter for letter in sense_letters(parted.senses) if np.isfinite(parted.within[letter]).any()]
            within = self.tr("within {sense}")
            curves += [LayerCurve(within.format(sense=letter), parted.within[letter], partial(tone, letter)) for letter in letters]
            curves.append(LayerCurve(self.tr("between senses"), parted.between, _plain, dashed=True))
        elif len(found) > 1:
            upper = found.senses.alike[self.metric][:, *np.triu_indices(len(found), 1)]
            curves.append(LayerCurve(self.tr("all occurrences"), upper.mean(1), _plain))
        marks = () if parted is None else (parted.widest,)
        band = (self.tr("random tokens"), chance[:, 0], chance[:, 1])
        self.curves.set_curves(curves, self._words.layers(len(chance)), band=band, marks=marks)
        self.curves.say(self._words.metric(self.metric), self.tr("layer"))

    def _look_at(self, row: int) -> None:
        """Show one layer."""
        self._row = row
        self.curves.set_row(row)
        self.pictures.look_at(row)

    def _arrange(self) -> None:
        """What is to be seen: the hint, or the work; and what can be done with the sentence that is looked at."""
        has_model, has_rows = bool(self._session.subject.model), bool(self.table.sentences.sentences)
        self.hint.say(*self._words.hint(has_model=has_model))
        self._stack.setCurrentWidget(self._work if has_model and has_rows else self.hint)
        for button in (self.remove, self.study):
            button.setEnabled(self.table.currentIndex().isValid())

    # picking an occurrence

    def pick(self, item: int) -> None:
        """Look at an occurrence, here and, where it stands in the text under study, everywhere."""
        found = self.followed.shown
        if found is None or not 0 <= item < len(found):
            return
        self._mark_item(item)
        sentence = found.sentence(item)
        if sentence.text == self._session.subject.text:
            start, end = found.span(item)
            now = self._session.selection
            self._session.select(Selection(start, end, now.layer, now.head))
        self._choose_tokens(item)

    def _choose_tokens(self, item: int) -> None:
        """Choose an occurrence's tokens in the set under study, where that has its text."""
        found, vectors = self.followed.shown, self._chosen.vectors
        texts = getattr(vectors.request.source, "texts", ()) if vectors is not None else ()
        if found is None or vectors is None or not len(vectors.spans) or found.sentence(item).text not in texts:
            return
        start, end = found.senses.spans[item]
        own = vectors.texts == texts.index(found.sentence(item).text)
        self._chosen.choose(np.flatnonzero(own & (vectors.spans[:, 0] < end) & (vectors.spans[:, 1] > start)).tolist())

    def _pick_row(self, row: int) -> None:
        """A sentence of the table: its first occurrence."""
        self._arrange()
        found, sentence = self.followed.shown, self.table.sentences.sentences[row]
        items = [item for item in range(len(found)) if found.sentence(item) is sentence] if found is not None else []
        if items and self._item not in items:
            self.pick(items[0])

    def _mark(self) -> None:
        """Mark the occurrence that is selected in the text under study."""
        found, chosen = self.followed.shown, self._session.selection
        for item in range(len(found)) if found is not None else ():
            assert found is not None
            start, end = found.span(item)
            if found.sentence(item).text == self._session.subject.text and start < chosen.end and end > chosen.start:
                self._mark_item(item)
                return

    def _mark_item(self, item: int) -> None:
        found = self.followed.shown
        assert found is not None
        self._item = item
        self.pictures.set_item(item)
        rows = self.table.sentences.sentences
        sentence = found.sentence(item)
        self.table.show_row(rows.index(sentence) if sentence in rows else -1)

    # words and Qt

    def retranslate(self) -> None:
        self._word_label.setText(self.tr("Word"))
        self._word_label.setBuddy(self.word)
        self.word.setAccessibleName(self.tr("The word that is followed"))
        self.word.setPlaceholderText(self.tr("A word, or several forms with commas between them"))
        self.examples.setText(self.tr("Examples"))
        self.add.setText(self.tr("Add a sentence"))
        self.remove.setText(self.tr("Remove"))
        self.study.setText(self.tr("Study this sentence"))
        self.study.setToolTip(self.tr("Make it the text under study in all panels"))
        self.table.setAccessibleName(self.tr("Sentences with the word"))
        self.pictures.retranslate()
        self.waiting.retranslate()
        self.table.sentences.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, TEXT)
        self._show()
        self._arrange()

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        if not self._begun and self._session.subject.model:
            self.load(first_of(i18n.language()))
        self._ask()


def _sentence(kept: dict[str, object]) -> Sentence:
    """A sentence as it was remembered."""
    sense = str(kept.get("sense", ""))
    return Sentence(str(kept.get("text", "")), sense if sense in SENSES else "")


def _plain() -> QColor:
    return theme.colors().text
