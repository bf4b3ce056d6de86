"""One word followed through the layers of the model under study: what was asked, what came, and what the senses make of it.

The idea that is not obvious: an answer keeps the sentences that it was asked for (the objects, not their rows), so marking another
sense, or a row that comes or goes, needs no new pass of the model.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

from PySide6.QtCore import QObject, Signal

from workbench.errors import WorkbenchError
from workbench.gui.session import Job, Session
from workbench.gui.widgets.sense_marks import SENSES, Named, Sentence
from workbench.values import Parting, Progress, SenseMetric, Senses, SensesRequest, find_word, parting


class Followed:
    """An answer and the sentences that it is about."""

    def __init__(self, senses: Senses, sentences: Sequence[Sentence]) -> None:
        self.senses, self.sentences = senses, tuple(sentences)

    def __len__(self) -> int:
        """The number of occurrences."""
        return len(self.senses.texts)

    def sentence(self, item: int) -> Sentence:
        """The sentence that an occurrence stands in."""
        return self.sentences[int(self.senses.texts[item])]

    def place(self, item: int) -> int:
        """Which of its sentence's occurrences it is, from 0."""
        return int((self.senses.texts[:item] == self.senses.texts[item]).sum())

    def marks(self) -> tuple[str, ...]:
        """The sense of each occurrence."""
        return tuple(self.sentence(item).sense for item in range(len(self)))

    def parting(self, metric: SenseMetric) -> Parting | None:
        return parting(self.senses.alike[metric], self.marks())

    def named(self, rows: Sequence[Sentence]) -> Named:
        """What occurrences are called while these sentences are in the table: their sense and row, a letter where a row has several."""
        names = []
        for item in range(len(self)):
            sentence = self.sentence(item)
            row = str(rows.index(sentence) + 1) if sentence in rows else "–"
            several = int((self.senses.texts == self.senses.texts[item]).sum()) > 1
            names.append(f"{sentence.sense}{row}{chr(ord('a') + self.place(item) % 26) if several else ''}")
        return Named(tuple(names), self.marks(), self.contexts)

    @cached_property
    def contexts(self) -> tuple[tuple[str, str, str], ...]:
        """What is before each occurrence, the word, what is behind it."""
        return tuple(_parts(self.senses.request.texts[text], self.span(item)) for item, text in enumerate(self.senses.texts.tolist()))

    def span(self, item: int) -> tuple[int, int]:
        """The bytes of an occurrence in its sentence as it was typed (a tokenizer may have changed it before it counted)."""
        found = find_word(self.senses.request.texts[int(self.senses.texts[item])], self.senses.request.word)
        return found[self.place(item)] if self.place(item) < len(found) else (0, 0)


class FollowedWord(QObject):
    """`progressed(Progress)`, `changed` when there is another answer or none any more, `failed(error)`."""

    progressed = Signal(object)
    changed = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._job: Job | None = None
        self.shown: Followed | None = None

    @property
    def busy(self) -> bool:
        return self._job is not None and self._job.running

    def follow(self, word: str, sentences: Sequence[Sentence]) -> None:
        """Ask for a word in these sentences, unless that is what is there or awaited. Without either, there is nothing to show."""
        model, asked = self._session.subject.model, [one for one in sentences if one.text.strip()]
        if not model or not word.strip() or not asked:
            self.drop()
            return
        request = SensesRequest(model, tuple(one.text for one in asked), word.strip())
        if self._job is not None and self._job.request == request and (self.busy or self.shown is not None):
            return
        job = self._job = self._session.submit(request, key="senses")
        job.event.connect(lambda event: self.progressed.emit(event) if job is self._job and isinstance(event, Progress) else None)
        job.done.connect(lambda found: self._came(job, Followed(found, asked)))
        job.failed.connect(lambda error: self._failed(job, error))

    def cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def drop(self) -> None:
        """Show nothing."""
        self.cancel()
        self._job = None
        if self.shown is not None:
            self.shown = None
            self.changed.emit()

    def _came(self, job: Job, found: Followed) -> None:
        if job is self._job:
            self.shown = found
            self.changed.emit()

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is self._job:
            self._job, self.shown = None, None
            self.changed.emit()
            self.failed.emit(error)


def sense_letters(marks: Sequence[str]) -> list[str]:
    """The senses that occur, in their order."""
    return [sense for sense in SENSES if sense in marks]


def _parts(text: str, span: tuple[int, int]) -> tuple[str, str, str]:
    data = text.encode("utf-8", "surrogatepass")
    before, word, behind = (data[part].decode("utf-8", "surrogatepass") for part in (slice(0, span[0]), slice(*span), slice(span[1], None)))
    return before, word, behind
