"""A conversation answered by a model, through its own template and through another one."""

from __future__ import annotations

import pytest

from workbench.engine import LoadedModel, generate
from workbench.errors import WorkbenchError
from workbench.values import GenerateRequest, GenerationResult, GenerationStarted, Subject, pack, unpack

MESSAGES = (("system", "Answer with one word."), ("user", "What is the capital of France?"))


def answered(model: LoadedModel, request: GenerateRequest) -> tuple[GenerationStarted, GenerationResult]:
    started, *_, result = generate(model, request)
    assert isinstance(started, GenerationStarted)
    assert isinstance(result, GenerationResult)
    return started, result


def test_that_a_conversation_goes_through_the_models_own_template(real: LoadedModel) -> None:
    request = GenerateRequest(Subject("m", MESSAGES[-1][1]), max_new_tokens=8, messages=MESSAGES)
    started, result = answered(real, request)
    assert started.prompt.text == (
        "<|im_start|>system\nAnswer with one word.<|im_end|>\n<|im_start|>user\nWhat is the capital of France?<|im_end|>\n"
        "<|im_start|>assistant\n"
    )
    assert "Paris" in result.text
    assert result.finish_reason == "eos"


def test_that_another_template_is_what_the_model_reads(real: LoadedModel) -> None:
    template = "{% for m in messages %}{{ m['role'] | upper }}: {{ m.content }}\n{% endfor %}ASSISTANT:"
    started, _ = answered(real, GenerateRequest(Subject("m", ""), max_new_tokens=2, messages=MESSAGES, template=template))
    assert started.prompt.text == "SYSTEM: Answer with one word.\nUSER: What is the capital of France?\nASSISTANT:"


def test_that_a_branch_of_an_answer_begins_behind_the_template(real: LoadedModel) -> None:
    forced = tuple(real.tokenizer.encode_many([" Rome"])[0])
    request = GenerateRequest(Subject("m", ""), max_new_tokens=1, messages=MESSAGES, forced_ids=forced)
    started, _ = answered(real, request)
    assert tuple(started.prompt.ids[-len(forced) :].tolist()) == forced
    assert started.prompt.text.endswith("<|im_start|>assistant\n Rome")


def test_that_a_faulty_template_is_an_error_before_anything_is_computed(real: LoadedModel) -> None:
    with pytest.raises(WorkbenchError) as caught:
        next(generate(real, GenerateRequest(Subject("m", ""), messages=MESSAGES, template="{% for %}")))
    assert caught.value.code == "chat-template-failed"


def test_that_a_conversation_travels_and_old_requests_have_none() -> None:
    request = GenerateRequest(Subject("m", "x"), messages=MESSAGES, template="{{ messages }}", parent_run=4)
    document, arrays = pack(request)
    assert unpack(document, arrays) == request
    for name in ("messages", "template"):
        del document[name]
    assert unpack(document, arrays) == GenerateRequest(Subject("m", "x"), parent_run=4)
