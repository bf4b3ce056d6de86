"""What is said around the tokens: how many, how the text went in, where a stored run comes from."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QObject

from workbench.gui.panels.tokens_view import Shown
from workbench.gui.widgets.notes import Note
from workbench.gui.widgets.numbers import count
from workbench.values import RunRecord, Subject, Tokenized

_BOTH = re.compile("(.+) is put before the text and (.+) after it\\.", re.DOTALL)


class TokensWords(QObject):
    """Sentences only; holds no state."""

    def counts(self, shown: Shown) -> str:
        """Tokens, characters, bytes, and their ratio."""
        tokens, text = shown.tokens, shown.answer.request.subject.text
        ordinary = int((tokens.ends > tokens.starts).sum())
        words = self.tr("{tokens} tokens · {characters} characters · {bytes} bytes · {ratio} tokens per character")
        return words.format(
            tokens=count(len(tokens)),
            characters=count(len(text)),
            bytes=count(len(text.encode("utf-8", "surrogatepass"))),
            ratio=f"{ordinary / max(1, len(shown.answer.encoding.text)):.2f}",
        )

    def policy(self, answer: Tokenized) -> str:
        """How the text enters the model."""
        form = (
            self.tr("The text goes in through the model's chat template, as a user's message.")
            if answer.request.subject.form == "user"
            else self.tr("The text goes in as it is.")
        )
        return f"{form} {self._bos(answer)}"

    def _bos(self, answer: Tokenized) -> str:
        """What stands before the text: the tokenizer's rule, or what was asked for in its stead."""
        subject, rule, behind = answer.request.subject, " is put before the text.", " is put after the text."
        if subject.form == "raw" and subject.bos != "auto":
            with_it = self.tr("A beginning-of-text token is put before it, as asked.")
            return with_it if subject.bos == "yes" else self.tr("Nothing is put before it, as asked.")
        if answer.bos_policy == "Nothing is put before the text.":
            return self.tr("Nothing is put before it.")
        both = _BOTH.fullmatch(answer.bos_policy)
        if both:
            return self.tr("{before} is put before it and {after} after it.").format(before=both[1], after=both[2])
        if answer.bos_policy.endswith(behind):
            return self.tr("{token} is put after it.").format(token=answer.bos_policy.removesuffix(behind))
        if answer.bos_policy.endswith(rule):
            return self.tr("{token} is put before it.").format(token=answer.bos_policy.removesuffix(rule))
        return answer.bos_policy

    def about_run(self, record: RunRecord, studied: Subject, take: Callable[[], None]) -> Note:
        """Which stored run is on screen; `take` puts its text under study."""
        row = record.row
        when = row.created_at_utc[:16].replace("T", " ")
        words = self.tr("Stored run {id} · {when} UTC · {model}").format(id=row.id, when=when, model=row.model)
        return Note(words) if studied == record.request.subject else Note(words, False, self.tr("Use this text"), take)
