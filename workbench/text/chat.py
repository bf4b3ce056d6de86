"""Messages into text through a model's chat template, which is a program by a stranger.

The idea that is not obvious: no sandbox within a process bounds time, for `7**6000000` is one step, and is computed while
the template is compiled. So a template is compiled and rendered in a helper process that is killed when it is late; only
templates known by their hash are rendered here.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence

from workbench.errors import WorkbenchError
from workbench.text.template import MAX_OUTPUT_CHARACTERS, Rendering, TemplateFailedError, rendered
from workbench.text.template_helper import TIME_LIMIT_S, TemplateHelper

KNOWN_TEMPLATES = frozenset({"872be49dbb638044ad01b60388f48d469ff2980e5f0dccdc22ec907db54d0788"})
"""sha256 of the templates of the built-in catalogue's models; they have been read."""

MAX_TEMPLATE_CHARACTERS = 200_000

_helper = TemplateHelper()


def render(
    template: str, messages: Sequence[Mapping[str, str]], *, bos_token: str, eos_token: str, add_generation_prompt: bool = True
) -> str:
    """The text a conversation becomes. Raises WorkbenchError: chat-template-failed, chat-template-slow, chat-template-large."""
    if len(template) > MAX_TEMPLATE_CHARACTERS:
        raise WorkbenchError("chat-template-large", size=len(template), limit=MAX_TEMPLATE_CHARACTERS)
    asked = Rendering(template, [dict(message) for message in messages], bos_token, eos_token, add_generation_prompt)
    trusted = hashlib.sha256(template.encode("utf-8", "surrogatepass")).hexdigest() in KNOWN_TEMPLATES
    try:
        return rendered(asked) if trusted else _helper.render(asked)
    except TemplateFailedError as error:
        raise WorkbenchError("chat-template-failed", reason=error) from error
    except TimeoutError as error:
        raise WorkbenchError("chat-template-slow", limit_s=TIME_LIMIT_S) from error
    except OverflowError as error:
        raise WorkbenchError("chat-template-large", size="more", limit=MAX_OUTPUT_CHARACTERS) from error
