"""Where the items of a set stand in the text under study, and which stand at a span of it.

A token of a table stands wherever the text has it, a token in context at its own place, a text as a whole, and a word of a file where
it is written. The idea that is not obvious: spans of a set are those of what was tokenized, which a normalizer may have changed, so the
text's own tokens are asked for, and all goes through their map.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal

from workbench.gui.session import Session
from workbench.gui.widgets.span_map import SpanMap
from workbench.values import ContextSource, FileSource, Selection, SentenceSource, Subject, Tokenized, TokenizeRequest, TokenSource, Vectors

Span = tuple[int, int]
NOWHERE: Span = (0, 0)


class VectorPlaces(QObject):
    """`changed` when the tokens of the text under study have come."""

    changed = Signal()

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._asked: Subject | None = None
        self._tokens: Tokenized | None = None
        self._map: SpanMap | None = None
        self._words: tuple[Vectors | None, dict[str, int]] = (None, {})

    def fetch(self) -> None:
        """Have the tokens of the text under study, if they aren't here."""
        subject = self._session.subject
        plain = Subject(subject.model, subject.text)  # as a set reads its texts: without a chat's marks
        if plain == self._asked or not subject.model or not subject.text:
            return
        self._asked = plain
        job = self._session.submit(TokenizeRequest(plain), key="vector places")
        job.done.connect(lambda found: self._came(plain, found))

    def _came(self, plain: Subject, found: Tokenized) -> None:
        if plain == self._asked:
            self._tokens, self._map = found, SpanMap(plain.text, found.encoding.text)
            self.changed.emit()

    def items_at(self, selection: Selection, vectors: Vectors | None) -> tuple[int, ...]:
        """The items that stand at a selected span, in the text's order, each once."""
        if vectors is None or selection.end <= selection.start:
            return ()
        source, text = vectors.request.source, self._session.subject.text
        if isinstance(source, FileSource):
            raw = text.encode("utf-8")[selection.start : selection.end]
            item = self._numbers(vectors).get(raw.decode("utf-8", "replace").strip())
            return (item,) if item is not None else ()
        if isinstance(source, SentenceSource):
            return (source.texts.index(text),) if text in source.texts else ()
        items, spans = self._standing(vectors)
        if self._map is None or not len(items):
            return ()
        low, high = self._map.to_tokenized(selection.start, selection.end)
        return tuple(dict.fromkeys(items[(spans[:, 0] < high) & (spans[:, 1] > low)].tolist()))

    def span_of(self, item: int, vectors: Vectors | None) -> Span:
        """Where an item stands: where the selection is, if it stands there too, else first; (0, 0) if nowhere."""
        if vectors is None:
            return NOWHERE
        source, text = vectors.request.source, self._session.subject.text
        if isinstance(source, FileSource):
            return self._written(vectors.labels[item])
        if isinstance(source, SentenceSource):
            return (0, len(text.encode("utf-8"))) if source.texts[item] == text else NOWHERE
        items, spans = self._standing(vectors)
        own = spans[(items == item) & (spans[:, 1] > spans[:, 0])]
        if self._map is None or not len(own):
            return NOWHERE
        now = self._session.selection
        low, high = self._map.to_tokenized(now.start, now.end)
        here = own[(own[:, 0] < high) & (own[:, 1] > low)]
        start, end = (here if len(here) else own)[0].tolist()
        return self._map.to_studied(start, end)

    def telling(self, vectors: Vectors | None) -> int | None:
        """An item to begin with: the longest word in the text under study, else the first of the set; None while that isn't known."""
        if vectors is None or not vectors.labels:
            return None
        items, _ = self._standing(vectors)
        if not len(items):
            return None if isinstance(vectors.request.source, TokenSource) and self._is_coming() else 0
        labels = [(vectors.labels[item], item) for item in items.tolist() if item < len(vectors.labels)]
        return max(labels, key=lambda one: (sum(letter.isalpha() for letter in one[0]), -one[1]))[1] if labels else 0

    def _is_coming(self) -> bool:
        """Whether the tokens of the text under study are asked for, or still to be."""
        subject, found = self._session.subject, self._tokens.request.subject if self._tokens is not None else None
        return bool(subject.model and subject.text) and found != Subject(subject.model, subject.text)

    def _standing(self, vectors: Vectors) -> tuple[np.ndarray, np.ndarray]:
        """All items in the text under study, int64 [m], and their spans in what was tokenized, int64 [m, 2]."""
        source, text, tokens = vectors.request.source, self._session.subject.text, self._tokens
        if tokens is not None and tokens.request.subject.text == text:
            if isinstance(source, TokenSource) and tokens.request.subject.model == source.model:
                return np.asarray(tokens.encoding.ids, np.int64), np.asarray(tokens.encoding.byte_spans)
            if isinstance(source, ContextSource) and text in source.texts:
                at = np.flatnonzero(vectors.texts == source.texts.index(text))
                return at, vectors.spans[at]
        return np.zeros(0, np.int64), np.zeros((0, 2), np.int64)

    def _written(self, word: str) -> Span:
        text = self._session.subject.text
        at = text.find(word) if word else -1
        if at < 0:
            return NOWHERE
        start = len(text[:at].encode("utf-8"))
        return start, start + len(word.encode("utf-8"))

    def _numbers(self, vectors: Vectors) -> dict[str, int]:
        if self._words[0] is not vectors:
            self._words = vectors, {label: item for item, label in reversed(list(enumerate(vectors.labels)))}
        return self._words[1]
