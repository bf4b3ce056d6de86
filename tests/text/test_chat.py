"""Chat templates: rendered as transformers does, and kept from doing harm."""

from __future__ import annotations

import os
import time

import psutil
import pytest
from transformers import PreTrainedTokenizerFast

from workbench.errors import WorkbenchError
from workbench.text import Tokenizer
from workbench.text.chat import KNOWN_TEMPLATES, MAX_TEMPLATE_CHARACTERS, render
from workbench.text.template import MAX_OUTPUT_CHARACTERS, Rendering, TemplateFailedError, rendered
from workbench.text.template_helper import TemplateHelper

CONVERSATIONS = [
    [{"role": "user", "content": "안녕! {{ 7 * 7 }} <b>&amp;</b>"}],
    [{"role": "system", "content": "Be brief."}, {"role": "user", "content": "Hi\n"}],
    [{"role": "user", "content": "a"}, {"role": "assistant", "content": "b"}, {"role": "user", "content": "c"}],
]
TEMPLATES = [
    "{% for m in messages %}\n  {%- if m.role == 'user' %}\n[{{ m['content'] | trim }}]\n  {%- endif %}\n{% endfor %}\n{{ eos_token }}",
    "{{ bos_token }}{% for m in messages %}{% if loop.index0 > 1 %}{% break %}{% endif %}{{ m | tojson }}{% endfor %}",
    "{% set ns = namespace(n=0) %}{% for m in messages %}{% set ns.n = ns.n + 1 %}{% endfor %}{{ ns.n }}",
    "{% for m in messages %}{% generation %}{{ m.content }}{% endgeneration %}{% endfor %}",
    "{{ messages | tojson(indent=2) }}{% if tools %}tools{% endif %}{% if add_generation_prompt %}>{% endif %}",
]


@pytest.fixture(scope="module")
def transformers(smol: Tokenizer) -> PreTrainedTokenizerFast:
    return PreTrainedTokenizerFast(tokenizer_object=smol._inner, bos_token="<|im_start|>", eos_token="<|im_end|>")


@pytest.mark.parametrize("messages", CONVERSATIONS)
@pytest.mark.parametrize("prompt", [True, False])
def test_that_smollm2s_template_renders_as_transformers_does(
    smol: Tokenizer, transformers: PreTrainedTokenizerFast, messages: list[dict[str, str]], prompt: bool
) -> None:
    template = smol.chat_template or ""
    ours = render(template, messages, bos_token="<|im_start|>", eos_token="<|im_end|>", add_generation_prompt=prompt)
    assert ours == transformers.apply_chat_template(messages, chat_template=template, tokenize=False, add_generation_prompt=prompt)


def test_that_a_user_message_brings_the_hidden_system_message(smol: Tokenizer) -> None:
    encoding = smol.encode("Hi", form="user")
    assert encoding.text == (
        "<|im_start|>system\nYou are a helpful AI assistant named SmolLM, trained by Hugging Face<|im_end|>\n"
        "<|im_start|>user\nHi<|im_end|>\n<|im_start|>assistant\n"
    )
    assert encoding.ids[0] == 1
    assert encoding.kinds.sum() == 5
    assert smol.decode(encoding.ids.tolist()) == encoding.text


@pytest.mark.parametrize("messages", CONVERSATIONS)
@pytest.mark.parametrize("template", TEMPLATES)
def test_that_strangers_templates_render_as_in_transformers(
    transformers: PreTrainedTokenizerFast, template: str, messages: list[dict[str, str]]
) -> None:
    ours = render(template, messages, bos_token="<|im_start|>", eos_token="<|im_end|>")
    assert ours == transformers.apply_chat_template(messages, chat_template=template, tokenize=False, add_generation_prompt=True)


@pytest.mark.parametrize(
    "template",
    [
        "{{ messages.__class__.__mro__ }}",
        "{{ ''.__class__.__base__.__subclasses__() }}",
        "{{ cycler.__init__.__globals__.os.system('true') }}",
        "{{ messages.append(1) }}",
        "{{ messages[0].update(role='x') }}",
        "{% include '/etc/passwd' %}",
        "{{ raise_exception('No system message, please') }}",
        "{% for %}",
        "{{ nowhere.to.be.found }}",
    ],
)
def test_that_a_template_that_fails_or_reaches_out_is_an_error_with_its_reason(template: str) -> None:
    with pytest.raises(WorkbenchError) as caught:
        render(template, CONVERSATIONS[0], bos_token="", eos_token="")
    assert caught.value.code == "chat-template-failed"
    assert caught.value.values["reason"]


@pytest.mark.parametrize(
    "template",
    [
        "{{ 7 ** 6000000 % 10 }}",
        "{% if 7 ** 6000000 > 1 %}{% endif %}",
        "{% for i in range(99999) %}{% for j in range(99999) %}{% endfor %}{% endfor %}",
    ],
)
def test_that_a_template_without_end_is_ended_and_the_next_one_works(template: str) -> None:
    helper = TemplateHelper(time_limit_s=0.5)
    try:
        helper.render(Rendering("warm", [], "", "", True))
        started = time.monotonic()
        with pytest.raises(TimeoutError):
            helper.render(Rendering(template, [], "", "", True))
        assert time.monotonic() - started < 2
        assert helper.render(Rendering("{{ 1 + 1 }}", [], "", "", True)) == "2"
    finally:
        helper.close()


def test_that_a_slow_template_is_named_as_slow() -> None:
    with pytest.raises(WorkbenchError) as caught:
        render("{{ 7 ** 6000000 % 10 }}", [], bos_token="", eos_token="")
    assert (caught.value.code, caught.value.values["limit_s"]) == ("chat-template-slow", 1.5)


@pytest.mark.parametrize(
    "template",
    ["{% for i in range(90000) %}{{ 'x' * 1000 }}{% endfor %}", "{{ 'x' * 3000000000 }}", "{{ (messages | string) * 400000000 }}"],
)
def test_that_output_without_end_is_refused(template: str) -> None:
    with pytest.raises(WorkbenchError) as caught:
        render(template, [], bos_token="", eos_token="")
    assert caught.value.code == "chat-template-large"


def test_that_a_template_of_absurd_length_is_not_looked_at() -> None:
    with pytest.raises(WorkbenchError) as caught:
        render("x" * (MAX_TEMPLATE_CHARACTERS + 1), [], bos_token="", eos_token="")
    assert caught.value.code == "chat-template-large"


def test_that_only_known_templates_render_in_this_process(smol: Tokenizer, monkeypatch: pytest.MonkeyPatch) -> None:
    import hashlib

    helper = TemplateHelper()
    monkeypatch.setattr("workbench.text.chat._helper", helper)
    assert hashlib.sha256((smol.chat_template or "").encode()).hexdigest() in KNOWN_TEMPLATES
    smol.encode("Hi", form="user")
    assert helper._process is None
    assert render("a", [], bos_token="", eos_token="") == "a"
    assert helper._process is not None
    helper.close()


def test_that_the_helper_is_kept_and_ends_when_closed() -> None:
    helper = TemplateHelper()
    assert helper.render(Rendering("a", [], "", "", True)) == "a"
    first = helper._process
    assert first is not None
    assert helper.render(Rendering("b", [], "", "", True)) == "b"
    assert helper._process is first
    helper.close()
    assert not psutil.pid_exists(first.pid)


def test_that_the_helper_ends_with_its_parents_pipe() -> None:
    helper = TemplateHelper()
    helper.render(Rendering("a", [], "", "", True))
    process = helper._process
    assert process is not None
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(timeout=10) == 0
    helper.close()


def test_that_a_helper_that_was_killed_is_replaced() -> None:
    helper = TemplateHelper()
    helper.render(Rendering("a", [], "", "", True))
    assert helper._process is not None
    os.kill(helper._process.pid, 9)
    helper._process.wait()
    assert helper.render(Rendering("b", [], "", "", True)) == "b"
    helper.close()


def test_that_output_is_cut_off_while_it_grows() -> None:
    with pytest.raises(OverflowError):
        rendered(Rendering("{% for i in range(99999) %}" + "x" * (MAX_OUTPUT_CHARACTERS // 1000) + "{% endfor %}", [], "", "", True))
    with pytest.raises(TemplateFailedError, match="TemplateSyntaxError"):
        rendered(Rendering("{% nonsense %}", [], "", "", True))


def test_that_a_model_without_a_template_says_so(smol: Tokenizer) -> None:
    bare = Tokenizer(smol._inner, name="bare", specials=type(smol.specials)())
    with pytest.raises(WorkbenchError) as caught:
        bare.encode("Hi", form="user")
    assert caught.value.code == "no-chat-template"


def test_that_a_message_with_a_lone_surrogate_is_refused(smol: Tokenizer) -> None:
    with pytest.raises(WorkbenchError) as caught:
        smol.encode("a\ud800", form="user")
    assert (caught.value.code, caught.value.values["position"]) == ("text-not-unicode", 1)


def test_that_another_template_takes_the_place_of_the_models_own(smol: Tokenizer) -> None:
    messages = [{"role": "system", "content": "Kurz."}, {"role": "user", "content": "안녕"}]
    encoding = smol.encode_messages(messages, template="{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}assistant:")
    assert encoding.text == "system: Kurz.\nuser: 안녕\nassistant:"


def test_that_a_bomb_for_a_template_is_ended_with_the_houses_error(smol: Tokenizer) -> None:
    with pytest.raises(WorkbenchError, match="ended") as caught:
        smol.encode_messages([{"role": "user", "content": "x"}], template="{{ 7 ** 6000000 }}")
    assert caught.value.code == "chat-template-slow"
