"""Surprise: how probable each token of the text is to the model, tinted, and what that sums up to.

The idea that is not obvious: short texts are followed live, as far as the last score of this model says that it takes no time; what
takes longer waits for the person to ask, for an encoder reads its text once for every token.
"""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

import numpy as np
from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import i18n, theme
from workbench.gui.models.known_models import KnownModels
from workbench.gui.panels.tokens_view import Link, Shown
from workbench.gui.session import Job, Session
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.hint import Hint
from workbench.gui.widgets.intervention_words import python_argument
from workbench.gui.widgets.numbers import count, nats
from workbench.gui.widgets.score_table import ScoreTable
from workbench.gui.widgets.score_words import ScoreWords
from workbench.gui.widgets.shade_bar import ShadeBar
from workbench.gui.widgets.span_map import SpanMap
from workbench.gui.widgets.token_strip import TokenStrip
from workbench.gui.widgets.token_text import TokenText
from workbench.gui.widgets.waiting import Waiting
from workbench.gui.widgets.wrapped_label import WrappedLabel
from workbench.values import Progress, RunRecord, Score, ScoreRequest

MOST_NATS = 10.0
"""The upper end of the scale: p = 0.005 %."""
LIVE_S = 0.3
FIRST_LIVE = {"decoder": 256, "": 64}
"""Before anything is known of a model's speed, texts of up to so many tokens are followed; "" where it is no decoder, or nobody knows."""
SNIPPET = """from workbench.engine import open_model, score
from workbench.values import {names}

model = open_model({model!r})
*_, found = score(model, ScoreRequest(Subject({model!r}, {text!r}, {bos!r}, {form!r}){changes}))
print(found.nll, found.nats_per_char, found.logprobs)
"""


class SurpriseView(QWidget):
    """The totals, the tinted chips with their scale, the table."""

    key, needs_text, opens, intervenes = "surprise", True, (ScoreRequest,), True

    def __init__(self, session: Session, frame: PanelFrame) -> None:
        super().__init__(frame.home)
        self._session, self._frame = session, frame
        self._shown: Shown | None = None
        self._job: Job | None = None
        self._score: Score | None = None
        self._stored = self._due = False
        self._began, self._pace = 0.0, dict[str, float]()
        self._words, self.known = ScoreWords(self), KnownModels(session, self)
        self._build()
        self.controls = self.ask = QPushButton(frame)
        self.ask.clicked.connect(lambda: self._submit(record=True))
        self.hint.asked.connect(self._asked)
        self.known.learned.connect(self._learned)
        session.interventions_changed.connect(lambda _now: self._interventions_changed())
        self.waiting.cancelled.connect(lambda: self._job.cancel() if self._job is not None else None)
        self._links = (Link(session, self.strip), Link(session, self.table))
        self.retranslate()

    def _build(self) -> None:
        self.totals, self.counted, self.rates = QLabel(self), QLabel(self), QLabel(self)
        self.about, self.scale = WrappedLabel(parent=self), ShadeBar(self)
        self.strip, self.table, self.waiting = TokenStrip(self), ScoreTable(self), Waiting(self)
        self.totals.setFont(theme.sans(theme.TITLE, bold=True))
        self.totals.setStyleSheet(f"font-size: {theme.TITLE}px; font-weight: bold")
        for part in (self.totals, self.counted, self.rates):
            part.setTextFormat(Qt.TextFormat.PlainText)
            part.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for part in (self.counted, self.rates, self.about):
            part.setProperty("role", "caption")
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.setSpacing(theme.S3)
        for part in (self.totals, self.counted):
            head.addWidget(part, 0, Qt.AlignmentFlag.AlignBaseline)
        head.addStretch(1)
        foot.addWidget(self.rates, 1)
        foot.addWidget(self.scale)
        self.splitter = QSplitter(Qt.Orientation.Vertical, self)
        self.splitter.addWidget(self.strip)
        self.splitter.addWidget(self.table)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setStretchFactor(1, 1)
        self.splitter.setChildrenCollapsible(False)
        page = QWidget(self)
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(theme.S1)
        column.addLayout(head)
        column.addLayout(foot)
        column.addWidget(self.about)
        column.addWidget(self.splitter, 1)
        self.hint, self._stack = Hint(self), QStackedWidget(self)
        self._stack.addWidget(self.hint)
        self._stack.addWidget(page)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self.waiting)
        outer.addWidget(self._stack, 1)

    # what the panel asks

    def title(self) -> str:
        return self.tr("Surprise")

    def set_answer(self, shown: Shown | None) -> None:
        self._shown, self._due = shown, False
        if shown is not None and self._fits(shown):
            return
        self._stop()
        self._stored = False
        if shown is None or not self._is_quick(shown):
            self._show(None)
        self._due = shown is not None
        if self._due and self.isVisible():
            self._follow()
        else:
            self._say()

    def show_run(self, record: RunRecord) -> None:
        """Show what a run has stored."""
        self._stop()
        if isinstance(record.result, Score):
            self._stored = True
            self._show(record.result)

    def shown_job(self) -> Job | None:
        """The score on screen, if it is of the present text and no stored run's."""
        fits = self._job is not None and self._score is not None and self._job.result is self._score and not self._stored
        return self._job if fits and self._score is not None and self._is_asked_now(self._score.request) else None

    def rows(self) -> Iterator[Sequence[object]]:
        yield ("position", "id", "token", "logprob", "entropy", "rank")
        if self._score is not None:
            found = self._score
            numbers = zip(found.logprobs.tolist(), found.entropy.tolist(), found.rank.tolist(), strict=True)
            for at, (logprob, entropy, rank) in enumerate(numbers):
                measured = (logprob, entropy, rank) if rank else ("", "", "")
                yield (at, int(found.encoding.ids[at]), found.encoding.tokens[at], *measured)

    def snippet(self) -> str:
        if self._shown is None:
            return ""
        subject = self._shown.answer.request.subject
        changes = self._score.request.interventions if self._score is not None else self._session.interventions
        return SNIPPET.format(
            names=", ".join(sorted({"ScoreRequest", "Subject", *(type(one).__name__ for one in changes)})),
            model=subject.model,
            text=subject.text,
            bos=subject.bos,
            form=subject.form,
            changes=python_argument(changes),
        )

    def save_state(self) -> dict[str, object]:
        return {}

    def restore_state(self, state: dict[str, object]) -> None:
        """Nothing to restore."""

    # asking

    def _is_asked_now(self, request: ScoreRequest) -> bool:
        """Whether a score is of the present text, in the model as it is changed now."""
        return request.subject == self._session.subject and request.interventions == self._session.interventions

    def _interventions_changed(self) -> None:
        """The same text in another model."""
        asked = self._score.request if self._score is not None else self._job.request if self._job is not None else None
        if isinstance(asked, ScoreRequest) and asked.interventions != self._session.interventions:
            self.set_answer(self._shown)

    def _fits(self, shown: Shown) -> bool:
        """Whether what is on screen is the score of this answer."""
        score, answer = self._score, shown.answer
        if score is None or score.request.subject != answer.request.subject or score.request.interventions != self._session.interventions:
            return False
        return np.array_equal(score.encoding.ids, answer.encoding.ids)

    def showEvent(self, event: QEvent) -> None:
        super().showEvent(event)
        if self._due:
            self._follow()

    def _follow(self) -> None:
        """Score what is quick; offer the rest."""
        self._due = False
        if self._shown is not None and self._is_quick(self._shown) and self._unable() is None:
            self._submit(record=False)
        else:
            self._say()

    def _is_quick(self, shown: Shown) -> bool:
        n, model = len(shown.tokens), shown.answer.request.subject.model
        if model not in self._pace:
            info = self.known.info
            return n <= FIRST_LIVE["decoder" if info is not None and info.kind == "decoder" else ""]
        return self._pace[model] * self._work(n) <= LIVE_S

    def _unable(self) -> WorkbenchError | None:
        """Why the model cannot score a text, as far as it is known."""
        info = self.known.info
        if info is None or info.kind == "decoder" or (info.kind == "encoder" and info.has_logits and info.mask_token):
            return None
        if not info.has_logits:
            return WorkbenchError("no-logits", model=info.name)
        needed = "a decoder, or an encoder with a mask"
        return WorkbenchError("kind-unsuited", model=info.name, kind=info.kind, needed=needed, example="starter, starter-masked")

    def _work(self, n_tokens: int) -> int:
        """Tokens to be read: an encoder reads the whole text for each of its tokens."""
        info = self.known.info
        return n_tokens**2 if info is not None and info.kind == "encoder" else n_tokens

    def _asked(self) -> None:
        if self._unable() is None:
            self._submit(record=True)
        else:
            self._session.model_wanted.emit()

    def _learned(self) -> None:
        """Another model may be quick enough, or unable."""
        if self._score is None and not self._running and self._shown is not None and self.isVisible():
            self._follow()
        self._say()

    def _submit(self, *, record: bool) -> None:
        assert self._shown is not None
        self._stop()
        quick = self._is_quick(self._shown)
        self._frame.bar.clear()
        self._began = 0.0
        request = ScoreRequest(self._shown.answer.request.subject, interventions=self._session.interventions)
        self._job = job = self._session.submit(request, key="tokens score", record=record)
        job.event.connect(lambda event: self._advance(job, event))
        job.done.connect(lambda found: self._answered(job, found))
        job.failed.connect(lambda error: self._failed(job, error))
        if not quick:
            self.waiting.begin(self.tr("Scoring…"))
        self._say()

    def _stop(self) -> None:
        job, self._job = self._job, None
        if job is not None:
            job.cancel()
        self.waiting.hide()

    def _advance(self, job: Job, event: object) -> None:
        if job is self._job and isinstance(event, Progress):
            self._began = self._began or time.monotonic()  # the model is open from here on
            if self.waiting.isVisible():
                self.waiting.see(self.tr("Scoring…"), event)

    def _answered(self, job: Job, found: Score) -> None:
        if job is self._job:
            self.waiting.hide()
            if self._began:
                self._pace[found.request.subject.model] = (time.monotonic() - self._began) / max(1, self._work(len(found.encoding.ids)))
            self._show(found)

    def _failed(self, job: Job, error: WorkbenchError) -> None:
        if job is self._job:
            self._job = None
            self.waiting.hide()
            self._show(None)
            if error.code != "cancelled":
                self._frame.bar.show_error(error, action_text=self.tr("Choose a model"), action=self._session.model_wanted.emit)

    # showing

    def _show(self, score: Score | None) -> None:
        self._score = score
        tokens = TokenText(score.encoding) if score is not None else None
        self.strip.set_tokens(tokens)
        self.table.set_score(score, tokens)
        spans = SpanMap(score.request.subject.text, score.encoding.text) if score is not None else None
        for link in self._links:
            link.set_map(spans)
        if score is not None:
            surprise = np.nan_to_num(-score.logprobs.astype(np.float64), nan=0.0, posinf=MOST_NATS)
            self.strip.set_shades(
                np.clip(surprise / MOST_NATS, 0, 1),
                under=[nats(one) for one in score.logprobs.tolist()],
                told=lambda index: self._words.token(score, index),
            )
        self._say()

    def _say(self) -> None:
        score = self._score
        self._stack.setCurrentIndex(1 if score is not None else 0)
        self.ask.setEnabled(self._shown is not None and not self._running and self._unable() is None)
        if score is not None:
            self.totals.setText(self._words.totals(score))
            self.counted.setText(self._words.counted(score))
            self.rates.setText(self._words.rates(score))
            self.about.setText(self._words.method(score))
        body = self.tr(
            "A model expects some tokens and is surprised by others. Each token is tinted by its log-probability, and the total "
            "says how well the model knows the text."
        )
        unable = self._unable()
        if unable is not None:
            what, why, remedy = i18n.error_parts(unable)
            self.hint.say(what, f"{why} {remedy}", self.tr("Choose a model"))
            return
        n = len(self._shown.tokens) if self._shown is not None else 0
        offer = self.tr("Score {n} tokens").format(n=count(n)) if n and not self._running else ""
        self.hint.say(self.tr("See what surprises the model"), body, offer)

    @property
    def _running(self) -> bool:
        return self._job is not None and self._job.running

    def retranslate(self) -> None:
        self.ask.setText(self.tr("Score the text"))
        self.ask.setToolTip(self.tr("Score this text again, and keep it as a run"))
        self.scale.set_words(self.tr("ln p: 0"), self.tr("−{most} or less; the bar's height says the same").format(most=f"{MOST_NATS:g}"))
        self.strip.retranslate()
        self.table.retranslate()
        self._say()
