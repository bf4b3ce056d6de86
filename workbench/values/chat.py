"""A conversation as the model reads it: through a chat template, its own or another one."""

from __future__ import annotations

from workbench.values.codec import value
from workbench.values.text import Encoding


@value
class ChatPromptRequest:
    """Ask the text child what a conversation becomes. `messages`: (role, content) of each; `template` None: the model's own.

    Answer: ChatPrompt."""

    model: str
    messages: tuple[tuple[str, str], ...] = ()
    template: str | None = None


@value(eq=False)
class ChatPrompt:
    """`own_template`: the model's, empty where it has none. `encoding`: the exact prompt; None when there was no message.
    `n_ctx`: the most tokens the model reads, 0 where that is not known."""

    request: ChatPromptRequest
    own_template: str
    encoding: Encoding | None
    n_ctx: int
