"""One token rather than another, at one position: the question that the explaining and the trying views of a trace share.

Owns what a person chose of it, kept for each text, and what the model expects at the position, from which the rest follows. The
idea that is not obvious: it asks only when a view that can be seen calls `fetch`.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal, NamedTuple

import numpy as np
from PySide6.QtCore import QObject, Signal

from workbench.errors import WorkbenchError
from workbench.gui.session import Job, Session
from workbench.values import Contrast, Distribution, Encoding, Next, NextRequest, Subject, Tokenized, TokenizeRequest, TraceSummary

Role = Literal["token", "against"]
TOP = 20
MOST_KEPT = 64


class Token(NamedTuple):
    """An id, and what it is called."""

    id: int
    text: str


class Split(NamedTuple):
    """A text that was typed for a token and is several: the first is meant."""

    text: str
    n_tokens: int
    token: Token


@dataclass
class _Chosen:
    """What a person chose for one text; None: as it follows from the pass."""

    position: int | None = None
    token: Token | None = None
    against: Token | None = None
    alone: bool = False


class ContrastModel(QObject):
    """`changed` when `contrast` or what can be chosen is another; `failed(error)` when a question was not answered."""

    changed = Signal()
    failed = Signal(object)

    def __init__(self, session: Session, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._trace: TraceSummary | None = None
        self._kept: dict[tuple[object, ...], _Chosen] = {}
        self._chosen = _Chosen()
        self._expected: dict[int, Distribution] = {}
        self._asked: tuple[int, Job] | None = None
        self.split: Split | None = None

    def set_trace(self, trace: TraceSummary | None) -> None:
        """Another pass is on screen. What was chosen for its text earlier is chosen again."""
        before, self._trace = self._trace, trace
        if before is not None and trace is not None and trace.request == before.request:
            return
        self._expected, self._asked, self.split = {}, None, None
        if trace is not None:
            request = trace.request
            self._chosen = self._kept.setdefault((request.subject, request.target, request.target_ids), _Chosen())
            while len(self._kept) > MOST_KEPT:
                del self._kept[next(iter(self._kept))]
            if trace.next is not None:
                self._expected[self.n_positions - 1] = trace.next
        self.changed.emit()

    def fetch(self) -> None:
        """Ask what the model expects at the position, if that is not known."""
        position = self.position
        if self._trace is None or not self._trace.model.has_logits or position is None or position in self._expected:
            return
        if self._asked is not None and self._asked[0] == position and self._asked[1].running:
            return
        trace = self._trace.request
        job = self._session.submit(NextRequest(trace, position, TOP), key="contrast", priority=1)
        self._asked = (position, job)
        job.done.connect(self._answered)
        job.failed.connect(lambda error: error.code != "cancelled" and self.failed.emit(error))

    # what is asked about

    @property
    def contrast(self) -> Contrast | None:
        """With nothing left open; None while it is not known."""
        position, token, against = self.position, self.token, self.against
        if position is None or token is None or (against is None and not self.alone):
            return None
        return Contrast(position, token.id, against.id if against is not None else None)

    @property
    def encoding(self) -> Encoding | None:
        """The tokens among which the position is chosen."""
        return None if self._trace is None else self._trace.target or self._trace.encoding

    @property
    def n_positions(self) -> int:
        return len(self.encoding.ids) if self.encoding is not None else 0

    @property
    def behind(self) -> bool:
        """Whether what is expected comes after the position; an encoder's stands at it."""
        return self._trace is None or self._trace.model.kind != "encoder"

    @property
    def position(self) -> int | None:
        """Whose prediction is asked about."""
        chosen = self._chosen.position
        if self._trace is None or not self.n_positions:
            return None
        return chosen if chosen is not None and chosen < self.n_positions else self._default_position()

    @property
    def token(self) -> Token | None:
        """The token whose logit is asked about."""
        return self._chosen.token or self._likely(self._chosen.against)

    @property
    def against(self) -> Token | None:
        """The one it is held against; None: nothing, or not known yet."""
        return None if self.alone else self._chosen.against or self._likely(self.token)

    @property
    def alone(self) -> bool:
        """Whether it is held against nothing."""
        return self._chosen.alone

    @property
    def expected(self) -> Distribution | None:
        """What the model expects at the position, once it is known."""
        return self._expected.get(self.position) if self.position is not None else None

    @property
    def is_default(self) -> bool:
        """Whether nothing was chosen."""
        return self._chosen == _Chosen()

    # choosing

    def choose_position(self, position: int | None) -> None:
        """None: the last, or the first mask. The tokens that were chosen stay."""
        self._chosen.position = None if position == self._default_position() else position
        self._change()

    def choose(self, role: Role, token: Token) -> None:
        """Choose one of the two. The other gives way, if it was the same."""
        other: Role = "against" if role == "token" else "token"
        setattr(self._chosen, role, token)
        if getattr(self._chosen, other) is not None and getattr(self._chosen, other).id == token.id:
            setattr(self._chosen, other, None)
        if role == "against":
            self._chosen.alone = False
        self._change()

    def choose_alone(self) -> None:
        """Hold it against nothing."""
        self._chosen.against, self._chosen.alone = None, True
        self._change()

    def reset(self) -> None:
        """The last position, and the two most probable tokens there."""
        chosen = self._chosen
        chosen.position, chosen.token, chosen.against, chosen.alone = None, None, None, False
        self._change()

    def type(self, role: Role, text: str) -> None:
        """Choose the first token that the model's tokenizer makes of a text."""

        def take(found: Split) -> None:
            self.choose(role, found.token)
            if found.n_tokens > 1:
                self.split = found
                self.changed.emit()

        self.find(text, take)

    def find(self, text: str, then: Callable[[Split], object]) -> None:
        """Have a text made into tokens; `then` is given the first, unless another pass is on screen by then."""
        if self._trace is None or not text:
            return
        trace, model = self._trace, self._trace.request.subject.model
        job = self._session.submit(TokenizeRequest(Subject(model, text, bos="no")), key="contrast-typed")
        job.done.connect(lambda answer: self._found(text, answer, then) if self._trace is trace else None)
        job.failed.connect(lambda error: error.code != "cancelled" and self.failed.emit(error))

    def _found(self, text: str, answer: Tokenized, then: Callable[[Split], object]) -> None:
        encoding = answer.encoding
        written = encoding.written.tolist()
        if not written:
            self.failed.emit(WorkbenchError("token-none", text=text, model=answer.request.subject.model))
            return
        low, high = encoding.char_spans[written[0]].tolist()
        then(Split(text, len(written), Token(int(encoding.ids[written[0]]), encoding.text[low:high])))

    def _change(self) -> None:
        self.split = None
        self.changed.emit()

    def _answered(self, answer: Next) -> None:
        if self._trace is not None and answer.request.trace == self._trace.request:
            self._expected[answer.request.position] = answer.distribution
            self.changed.emit()

    def _likely(self, other: Token | None) -> Token | None:
        """The most probable token, but for another."""
        found = self.expected
        if found is None:
            return None
        pairs = zip(found.ids.tolist(), found.texts, strict=True)
        return next((Token(token, text) for token, text in pairs if other is None or token != other.id), None)

    def _default_position(self) -> int:
        """The last, or the first mask; of an encoder without one, the last that stands for text. As the engine has it."""
        trace, encoding = self._trace, self.encoding
        if trace is None or encoding is None:
            return 0
        if trace.model.kind == "encoder":
            masks = (
                np.flatnonzero([token == trace.model.mask_token for token in encoding.tokens])
                if trace.model.mask_token
                else encoding.written[:0]
            )
            for one in (masks[:1], encoding.written[-1:]):
                if len(one):
                    return int(one[0])
        return self.n_positions - 1
