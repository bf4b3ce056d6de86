"""What about a prompt may mislead a model, found before anything is generated, with the tokenizer of that very model."""

from __future__ import annotations

from typing import Literal

from workbench.values.codec import value
from workbench.values.subject import Subject

PromptTrouble = Literal["trailing-space", "special-typed", "special-unknown", "template-missing", "prompt-too-long", "room-short"]
"""trailing-space    the text ends with a space that ordinary words carry themselves: `tokens` the space as it is read, then a word
                  that can no longer come as one token; `number` of the vocabulary's words of that kind
special-typed     something in the text is read as a special token: `tokens`; `number` of places
special-unknown   something looks like a special token and is read as ordinary ones: `tokens`
template-missing  a whole sentence goes in raw although the model has a chat template: `tokens` of that template
prompt-too-long   `number` of tokens beyond the context; `start` is where the text would fit from, 0 where that is not known
room-short        only `number` of the wanted tokens fit behind the prompt"""


@value
class PromptCheckRequest:
    """Ask the text child. Answer: PromptCheck. `max_new_tokens`: how many are to come behind the prompt."""

    subject: Subject
    max_new_tokens: int = 0


@value
class PromptFinding:
    """One trouble. `start`, `end`: the bytes of the subject's text that it concerns. `tokens` as they are shown."""

    kind: PromptTrouble
    tokens: tuple[str, ...] = ()
    number: int = 0
    start: int = 0
    end: int = 0


@value
class PromptCheck:
    """`n_tokens`: of the whole prompt; `n_ctx`: the most the model reads, 0 where that is not known."""

    request: PromptCheckRequest
    n_tokens: int
    n_ctx: int
    findings: tuple[PromptFinding, ...] = ()
