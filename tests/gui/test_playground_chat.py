"""Conversations in the playground, with a session whose children answer as told."""

from __future__ import annotations

import dataclasses

import made_steps as made
import pytest
from answering import Answering
from made_encodings import encode
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from workbench.errors import WorkbenchError
from workbench.gui.panels.playground import PlaygroundPanel
from workbench.values import ChatPrompt, ChatPromptRequest, GenerateRequest, OpenRequest, RunRecord, RunRequest, RunRow, Subject

OWN = "{% for m in messages %}{{ m.content }}{% endfor %}"


def prompted(request: ChatPromptRequest) -> ChatPrompt | WorkbenchError:
    if request.template is not None and "**" in request.template:
        return WorkbenchError("chat-template-slow", limit_s=2.0)
    said = "".join(f"<{role}>{content}" for role, content in request.messages)
    return ChatPrompt(request, own_template=OWN, encoding=encode(said) if said else None, n_ctx=8192)


@pytest.fixture
def answering():
    built = Answering()
    built.answers[ChatPromptRequest] = prompted
    built.answers[OpenRequest] = lambda request: made.INFO
    yield built
    built.close()


@pytest.fixture
def session(qapp, answering):
    built = answering.session()
    built.change_subject(model="m", text="A text")
    yield built
    built.deleteLater()


@pytest.fixture
def panel(session, wait_until):
    built = PlaygroundPanel(session)
    built.resize(1000, 640)
    built.show()
    QTest.mouseClick(built.modes.button("chat"), Qt.MouseButton.LeftButton)
    wait_until(lambda: built.chat.settings.template.toPlainText() == OWN)
    yield built
    built.close()
    built.deleteLater()


def say(panel, words: str) -> None:
    panel.chat.composer.set_text(words)
    QTest.keyClick(panel.chat.composer, Qt.Key.Key_Return)


def answer(session, answering, *words: str, seed: int = 4321) -> list:
    """The model answers the latest message with these tokens."""
    job, request = answering.job_of(GenerateRequest), answering.asked_of(GenerateRequest)[-1]
    steps = [made.step(index, word) for index, word in enumerate(words)]
    answering.give(session, job, made.started(request, seed=seed), *steps, made.result(steps), last=True)
    return steps


def test_that_a_message_is_asked_with_all_that_was_said_before(panel, session, answering):
    panel.chat.settings.system.setPlainText("Be brief.")
    say(panel, "안녕")
    first = answering.asked_of(GenerateRequest)[-1]
    assert first.messages == (("system", "Be brief."), ("user", "안녕"))
    assert (first.subject.text, first.template, first.parent_run) == ("안녕", None, None)
    answer(session, answering, "Hello", "!")
    say(panel, "And you?")
    second = answering.asked_of(GenerateRequest)[-1]
    assert second.messages == (*first.messages, ("assistant", "Hello!"), ("user", "And you?"))
    assert second.parent_run == 12, "the run of the answer before"
    assert panel.chat.composer.text == ""


def test_that_the_answer_streams_and_its_tokens_can_be_walked(panel, session, answering):
    say(panel, "Hi")
    steps = answer(session, answering, "Hel", "lo")
    assert panel.chat.writing.flow.text() == "Hello"
    assert panel.chat.writing.steps.table.rowCount() == 2
    panel.chat.writing.flow.set_current(0)
    assert panel.chat.writing.details.view.table.rows[0].id == steps[0].id
    assert "2 tokens" in panel.chat.writing.status.text()


def test_that_an_earlier_answer_can_be_looked_at_within_the_conversation(panel, session, answering):
    say(panel, "One")
    answer(session, answering, "first")
    say(panel, "Two")
    answer(session, answering, "second")
    assert panel.chat.which.text() == "Answer 2 of 2"
    QTest.mouseClick(panel.chat.earlier, Qt.MouseButton.LeftButton)
    assert panel.chat.writing.flow.text() == "first"
    assert not panel.chat.earlier.isEnabled()
    assert panel.chat.later.isEnabled()


def test_that_the_answer_looked_at_is_in_view(panel, session, answering):
    for number in range(12):
        say(panel, f"Message {number}")
        answer(session, answering, f"answer {number}")
    for _ in range(8):
        panel.chat.earlier.click()
    flow = panel.chat.writing.flow
    assert flow.text() == "answer 3"
    assert 0 < flow.token_point(0).y() < flow.viewport().height()
    assert flow.token_at(flow.token_point(0)) == 0


def test_that_answering_again_asks_the_same_and_drops_the_answer(panel, session, answering):
    say(panel, "One")
    answer(session, answering, "first")
    QTest.mouseClick(panel.chat.repeat, Qt.MouseButton.LeftButton)
    request = answering.asked_of(GenerateRequest)[-1]
    assert request.messages == (("user", "One"),)
    answer(session, answering, "other")
    assert [turn.text for turn in panel.chat.conversation.turns] == ["One", "other"]


def test_that_the_last_message_can_be_edited(panel, session, answering):
    say(panel, "Onee")
    answer(session, answering, "first")
    QTest.mouseClick(panel.chat.edit, Qt.MouseButton.LeftButton)
    assert panel.chat.composer.text == "Onee"
    assert panel.chat.conversation.turns == []
    assert panel.continuation is None


def test_that_a_new_chat_forgets_what_was_said(panel, session, answering):
    say(panel, "One")
    answer(session, answering, "first")
    QTest.mouseClick(panel.chat.fresh, Qt.MouseButton.LeftButton)
    say(panel, "Two")
    request = answering.asked_of(GenerateRequest)[-1]
    assert request.messages == (("user", "Two"),)
    assert request.parent_run is None


def test_that_a_branch_keeps_the_conversation_and_the_template(panel, session, answering):
    panel.chat.settings.template.setPlainText("x" + OWN)
    say(panel, "One")
    steps = answer(session, answering, "first", " word")
    panel.chat.writing.flow.set_current(1)
    panel.chat.writing.details.button.click()
    branch = answering.asked_of(GenerateRequest)[-1]
    assert branch.messages == (("user", "One"),)
    assert branch.template == "x" + OWN
    assert branch.forced_ids == tuple(step.id for step in steps)
    assert len(panel.chat.conversation.turns) == 2


def test_that_stopping_keeps_what_was_said_and_the_next_message_works(panel, session, answering):
    say(panel, "One")
    job, request = answering.job_of(GenerateRequest), answering.asked_of(GenerateRequest)[-1]
    answering.give(session, job, made.started(request), made.step(0, "fir"))
    QTest.mouseClick(panel.chat.send, Qt.MouseButton.LeftButton)
    session.deliver()
    assert answering.cancelled == [job]
    assert panel.chat.send.text() == "Send"
    say(panel, "Two")
    assert answering.asked_of(GenerateRequest)[-1].messages == (("user", "One"), ("assistant", "fir"), ("user", "Two"))


def test_that_an_answer_that_never_began_gives_the_message_back(panel, session, answering):
    panel.chat.settings.template.setPlainText("{{ 7 ** 6000000 }}")
    say(panel, "One")
    error = WorkbenchError("chat-template-slow", limit_s=2.0)
    answering.give(session, answering.job_of(GenerateRequest), error=error)
    assert panel.frame.bar.error is error
    assert panel.chat.composer.text == "One"
    assert panel.chat.conversation.turns == []


def test_that_an_empty_message_is_refused(panel, answering):
    say(panel, "  ")
    assert panel.frame.bar.error.code == "empty-text"
    assert answering.asked_of(GenerateRequest) == []


def test_that_the_template_is_edited_for_this_session_and_reset(panel, session, answering):
    settings = panel.chat.settings
    QTest.mouseClick(settings.buttons["template"], Qt.MouseButton.LeftButton)
    assert not settings.reset.isVisible()
    assert settings.template_used() is None
    settings.template.setPlainText("{{ messages[-1].content }}")
    assert settings.reset.isVisible()
    assert "Edited for this session" in settings.says.text()
    say(panel, "One")
    assert answering.asked_of(GenerateRequest)[-1].template == "{{ messages[-1].content }}"
    QTest.mouseClick(settings.reset, Qt.MouseButton.LeftButton)
    assert settings.template_used() is None


def test_that_what_the_model_reads_is_shown_as_it_is_typed(panel, wait_until):
    settings = panel.chat.settings
    QTest.mouseClick(settings.buttons["prompt"], Qt.MouseButton.LeftButton)
    assert "Type a message" in settings.says.text()
    panel.chat.composer.setFocus()
    QTest.keyClicks(panel.chat.composer, "Hi")
    wait_until(lambda: settings.prompt.toPlainText() == "<user>Hi")
    settings.template.setPlainText("{{ 7 ** 6000000 }}")
    wait_until(lambda: "took longer than 2.0 s" in settings.says.text())
    assert settings.prompt.toPlainText() == ""


def test_that_shift_enter_begins_a_new_line(panel, answering):
    panel.chat.composer.setFocus()
    QTest.keyClicks(panel.chat.composer, "a")
    QTest.keyClick(panel.chat.composer, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(panel.chat.composer, "b")
    assert panel.chat.composer.text == "a\nb"
    assert answering.asked_of(GenerateRequest) == []


def stored(messages, steps, **changes) -> RunRecord:
    request = GenerateRequest(Subject("m", messages[-1][1], form="user"), messages=messages, template="T", parent_run=7, **changes)
    row = RunRow(30, "U", "generate", "done", "m", "ab", "2026-11-23T10:11:12Z", "", "", 7, (), "")
    return RunRecord(row, request, (made.started(request), *steps), made.result(steps), "", {}, {})


def test_that_a_stored_answer_shows_its_conversation_and_can_be_gone_on_with(panel, session, answering):
    messages = (("system", "S"), ("user", "One"), ("assistant", "first"), ("user", "Two"))
    panel.modes.choose("complete")
    session.open_run(stored(messages, [made.step(0, "second")]))
    assert panel.mode == "chat"
    assert panel.chat.writing.flow.text() == "second"
    assert [turn.text for turn in panel.chat.conversation.turns] == ["One", "first", "Two", "second"]
    assert panel.chat.settings.system_message() == "S"
    assert panel.chat.settings.template_used() == "T"
    assert "Stored run 30" in panel.notes.notes[0].text
    say(panel, "Three")
    request = answering.asked_of(GenerateRequest)[-1]
    assert request.messages == (*messages, ("assistant", "second"), ("user", "Three"))
    assert (request.parent_run, request.template) == (30, "T")


def test_that_a_stored_branch_shows_the_tokens_it_kept_as_text(panel, session):
    record = stored((("user", "One"),), [made.step(0, " end")], forced_ids=(5,))
    started = record.events[0]
    prompt = encode("<user>One kept")
    spans = prompt.byte_spans.copy()
    spans[-1] = len(b"<user>One"), len(b"<user>One kept")
    begun = dataclasses.replace(started, prompt=dataclasses.replace(prompt, byte_spans=spans))
    session.open_run(dataclasses.replace(record, events=(begun, *record.events[1:])))
    assert panel.chat.conversation.turns[-1].text == " kept end"
    assert panel.chat.writing.flow.text() == " end"


def test_that_another_model_brings_its_own_template(panel, session, answering, wait_until):
    panel.chat.settings.template.setPlainText("edited")
    answering.answers[ChatPromptRequest] = lambda request: ChatPrompt(request, own_template="other", encoding=None, n_ctx=0)
    session.change_subject(model="n")
    wait_until(lambda: panel.chat.settings.template.toPlainText() == "other")
    assert panel.chat.settings.template_used() is None


def test_that_an_earlier_stored_answer_is_recalled_with_its_tokens_when_it_is_looked_at(panel, session, answering):
    messages = (("user", "One"), ("assistant", "first"), ("user", "Two"))
    before = stored((("user", "One"),), [made.step(0, "first")])
    answering.answers[RunRequest] = lambda request: before if request.id == 7 else WorkbenchError("internal", reason="another")
    session.open_run(stored(messages, [made.step(0, "second")]))
    QTest.mouseClick(panel.chat.earlier, Qt.MouseButton.LeftButton)
    assert "only the text is known" in panel.chat.writing.status.text()
    session.deliver()
    assert panel.chat.writing.flow.text() == "first"
    assert panel.chat.writing.steps.table.rowCount() == 1


def test_that_a_run_that_gave_another_answer_is_not_taken_for_it(panel, session, answering):
    messages = (("user", "One"), ("assistant", "first"), ("user", "Two"))
    answering.answers[RunRequest] = lambda request: stored((("user", "One"),), [made.step(0, "other")])
    session.open_run(stored(messages, [made.step(0, "second")]))
    QTest.mouseClick(panel.chat.earlier, Qt.MouseButton.LeftButton)
    session.deliver()
    assert panel.continuation is None
    assert panel.chat.conversation.turns[1].text == "first"
