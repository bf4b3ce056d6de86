"""What a conversation becomes, as the text child tells it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from workbench.errors import WorkbenchError
from workbench.host.text_child import TextDesk
from workbench.text import chat
from workbench.values import ChatPrompt, ChatPromptRequest, pack, unpack

MESSAGES = (("user", "안녕"),)


@pytest.fixture(autouse=True)
def _no_process_left() -> Iterator[None]:
    """The helper in which templates are rendered lives as long as its process, which here is the tests' own."""
    yield
    chat._helper.close()


def told(request: ChatPromptRequest) -> ChatPrompt:
    (found,) = TextDesk()(request, lambda: False)
    assert isinstance(found, ChatPrompt)
    return unpack(*pack(found))


def test_that_a_model_without_template_says_so_only_when_something_is_to_be_rendered() -> None:
    assert told(ChatPromptRequest("starter-seq2seq")).own_template == ""
    assert told(ChatPromptRequest("starter-seq2seq")).encoding is None
    with pytest.raises(WorkbenchError) as caught:
        told(ChatPromptRequest("starter-seq2seq", MESSAGES))
    assert caught.value.code == "no-chat-template"


def test_that_the_models_own_template_is_told_and_used() -> None:
    found = told(ChatPromptRequest("starter", MESSAGES))
    assert "messages" in found.own_template
    assert found.encoding is not None
    assert "안녕" in found.encoding.text


def test_that_any_model_takes_a_template_of_the_persons_own() -> None:
    found = told(ChatPromptRequest("starter-seq2seq", MESSAGES, template="{{ messages[0].content }}!"))
    assert found.encoding is not None
    assert found.encoding.text == "안녕!"
    assert found.n_ctx > 0
