"""What deserves to be said of a tokenized text: what may mislead, in one sentence each with its number and its mend."""

from __future__ import annotations

import re
import unicodedata

import numpy as np
from PySide6.QtCore import QObject, Signal

from workbench.gui.widgets.fluency_words import FluencyWords
from workbench.gui.widgets.notes import Note
from workbench.gui.widgets.numbers import count
from workbench.gui.widgets.token_text import TokenText
from workbench.gui.widgets.visible import name, unseen, visible
from workbench.values import Fluency, Tokenized

NAMED = 6
LOST_TEXT = 60
HANGUL = re.compile("[가-힣]")
MIN_HANGUL, CUT_SHARE = 8, 0.5


class TokensNotes(QObject):
    """Makes the remarks on an answer. `normalise_asked` when the person wants the text in NFC, `model_chosen(name)` another model."""

    normalise_asked = Signal()
    model_chosen = Signal(str)

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._fluency = FluencyWords(self)

    def about(self, tokenized: Tokenized, tokens: TokenText, fluency: Fluency | None = None) -> list[Note]:
        """The remarks, the gravest first. `fluency`: how well the model knows the text's script, where that was measured."""
        text = tokenized.request.subject.text
        found = (self._too_long(tokenized), self._lost(tokenized), self._not_nfc(text), self._unseen(text))
        measured = fluency is not None and bool(fluency.script)
        script = self._fluency.about(fluency, self.model_chosen.emit) if measured else self._hangul(text, tokens)
        return [*(note for note in found if note is not None), *script]

    def _too_long(self, tokenized: Tokenized) -> Note | None:
        n_tokens = len(tokenized.encoding.ids)
        if not tokenized.n_ctx or n_tokens <= tokenized.n_ctx:
            return None
        words = self.tr("Too long for this model: {n} tokens, it reads at most {n_ctx}. Shorten the text by {excess} tokens or more.")
        return Note(words.format(n=count(n_tokens), n_ctx=count(tokenized.n_ctx), excess=count(n_tokens - tokenized.n_ctx)), warn=True)

    def _lost(self, tokenized: Tokenized) -> Note | None:
        if not tokenized.lost:
            return None
        back = visible(tokenized.back[:LOST_TEXT]) + ("…" if len(tokenized.back) > LOST_TEXT else "")
        words = self.tr("This tokenizer loses part of the text ({characters}). It comes back as: {text}")
        return Note(words.format(characters=tokenized.lost, text=back), warn=True)

    def _not_nfc(self, text: str) -> Note | None:
        if unicodedata.is_normalized("NFC", text):
            return None
        composed = unicodedata.normalize("NFC", text)
        words = self.tr("Not in normal form NFC: {n} characters. In NFC the text looks the same, has {composed} and tokenizes differently.")
        text_of = words.format(n=count(len(text)), composed=count(len(composed)))
        return Note(text_of, True, self.tr("Normalise to NFC"), self.normalise_asked.emit)

    def _unseen(self, text: str) -> Note | None:
        counts = unseen(text)
        if not counts:
            return None
        named = [f"{count(times)} × {name(character)}" for character, times in counts.most_common(NAMED)]
        if len(counts) > NAMED:
            named.append(self.tr("{n} more").format(n=len(counts) - NAMED))
        return Note(self.tr("Invisible characters in the text: {names}").format(names=", ".join(named)), warn=True)

    def _hangul(self, text: str, tokens: TokenText) -> list[Note]:
        """Hangul that is mostly cut into bytes, as long as nothing was measured: the model has hardly seen it."""
        n_hangul = len(HANGUL.findall(text))
        leads = np.frombuffer(tokens.data, dtype=np.uint8)[tokens.cut_characters]
        n_cut = int(((leads >= 0xEA) & (leads <= 0xED)).sum())  # the lead bytes of Hangul syllables
        if n_hangul < MIN_HANGUL or n_cut < CUT_SHARE * n_hangul:
            return []
        words = self.tr(
            "{n} of {all} Hangul syllables are cut into bytes: this model hardly knows Korean, don't trust what it writes in it."
        )
        return [Note(words.format(n=count(min(n_cut, n_hangul)), all=count(n_hangul)), warn=True)]
