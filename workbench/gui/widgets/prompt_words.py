"""What was found about a prompt, each in one sentence with the tokens it concerns, and what would mend it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from workbench.gui.widgets.numbers import count
from workbench.gui.widgets.visible import visible, visible_token
from workbench.values import PromptCheck, PromptFinding


class PromptWords(QObject):
    """Sentences only; holds no state."""

    def why(self, check: PromptCheck, finding: PromptFinding) -> str:
        """What the trouble is."""
        tokens = [visible_token(token) for token in finding.tokens]
        return {
            "trailing-space": self._trailing_space, "special-typed": self._special_typed, "special-unknown": self._special_unknown,
            "template-missing": self._template_missing, "prompt-too-long": self._too_long, "room-short": self._room_short,
        }[finding.kind](check, finding, tokens)  # fmt: skip

    def _trailing_space(self, _check: PromptCheck, finding: PromptFinding, tokens: list[str]) -> str:
        words = self.tr(
            "The text ends with a space, read as the token “{space}”: the next word must come without its own space, and “{word}” and"
            " {n} other words become impossible as one token."
        )
        return words.format(space=tokens[0], word=tokens[1], n=count(max(finding.number - 1, 0)))

    def _special_typed(self, _check: PromptCheck, finding: PromptFinding, tokens: list[str]) -> str:
        words = self.tr("Typed in the text: {tokens}. The model reads it as a special token, not as these letters.")
        return words.format(tokens=", ".join(tokens))

    def _special_unknown(self, _check: PromptCheck, finding: PromptFinding, tokens: list[str]) -> str:
        words = self.tr("“{text}” is no special token of this model: it is read as {n} ordinary tokens ({tokens}).")
        return words.format(text=visible(finding.tokens[0]), n=count(finding.number), tokens=" ".join(tokens[1:]))

    def _template_missing(self, _check: PromptCheck, _finding: PromptFinding, tokens: list[str]) -> str:
        words = self.tr("This model was trained on conversations, but a finished sentence goes in raw, without its marks ({tokens}).")
        return words.format(tokens=" ".join(tokens) or "—")

    def _too_long(self, check: PromptCheck, finding: PromptFinding, _tokens: list[str]) -> str:
        words = self.tr("The prompt has {n} tokens, and the model reads at most {n_ctx}: with nothing behind it, {excess} are too many.")
        return words.format(n=count(check.n_tokens), n_ctx=count(check.n_ctx), excess=count(finding.number))

    def _room_short(self, check: PromptCheck, finding: PromptFinding, _tokens: list[str]) -> str:
        words = self.tr("The prompt has {n} of the {n_ctx} tokens the model reads: of the {wanted} wanted, {room} fit behind it.")
        wanted = count(check.request.max_new_tokens)
        return words.format(n=count(check.n_tokens), n_ctx=count(check.n_ctx), wanted=wanted, room=count(finding.number))

    def mend(self, finding: PromptFinding) -> str:
        """The label of the button that mends it; empty where nothing can."""
        if finding.kind == "prompt-too-long" and not finding.start:
            return ""
        return {
            "trailing-space": self.tr("Remove the space"),
            "special-typed": self.tr("Take it out"),
            "special-unknown": self.tr("Take it out"),
            "template-missing": self.tr("Use the chat template"),
            "prompt-too-long": self.tr("Keep the end of the text"),
            "room-short": self.tr("Ask for {n} tokens").format(n=count(finding.number)),
        }[finding.kind]
