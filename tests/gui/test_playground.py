"""The Playground panel with a session whose engine answers as told."""

from __future__ import annotations

import dataclasses

import made_steps as made
import numpy as np
import pytest
from answering import Answering
from made_encodings import cut
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from workbench.errors import WorkbenchError
from workbench.gui.panels.playground import PlaygroundPanel
from workbench.gui.panels.playground_run import Continuation
from workbench.values import DescribeRequest, GenerateRequest, RunRecord, RunRow, Subject

PROMPT = "The capital of France is"
WORDS = (" Paris", ",", " the", " city")


@pytest.fixture
def answering():
    built = Answering()
    yield built
    built.close()


@pytest.fixture
def session(qapp, answering):
    built = answering.session()
    built.change_subject(model="m", text=PROMPT)
    yield built
    built.deleteLater()


@pytest.fixture
def panel(session):
    built = PlaygroundPanel(session)
    built.resize(1000, 600)
    built.show()
    yield built
    built.close()
    built.deleteLater()


def click(button) -> None:
    QTest.mouseClick(button, Qt.MouseButton.LeftButton)


def stream(session, answering, *words: str) -> list:
    """Begin the latest generation and deliver a step for each word."""
    job, request = answering.job_of(GenerateRequest), answering.asked_of(GenerateRequest)[-1]
    steps = [made.step(index, word) for index, word in enumerate(words or WORDS)]
    answering.give(session, job, made.started(request), *steps)
    return steps


def finish(session, answering, steps, **options) -> None:
    answering.give(session, answering.job_of(GenerateRequest), made.result(steps, **options), last=True)


def test_that_generate_asks_for_what_the_controls_say(panel, answering):
    panel.controls.temperature.setValue(0.8)
    panel.controls.set_number("top_k", 40)
    panel.controls.add("top_k")
    panel.controls.seed_edit.setText("7")
    panel.controls.stop_edit.setText("\\n\\n|END")
    click(panel.generate)
    (request,) = answering.asked_of(GenerateRequest)
    assert request.subject == Subject("m", PROMPT)
    assert (request.sampler.temperature, request.sampler.top_k, request.seed) == (0.8, 40, 7)
    assert request.stop == ("\n\n", "END")


def test_that_no_draw_is_called_greedy_and_can_be_typed(panel):
    temperature = panel.controls.temperature
    assert temperature.text() == "off (greedy)"
    temperature.setValue(0.9)
    assert temperature.text() == "0.90"
    temperature.lineEdit().selectAll()
    QTest.keyClicks(temperature, "off")
    assert temperature.value() == 0


def test_that_tokens_appear_as_they_come_and_the_numbers_when_it_is_over(panel, session, answering):
    click(panel.generate)
    assert panel.generate.text() == "Stop"
    steps = stream(session, answering)
    assert panel.writing.flow.text() == " Paris, the city"
    assert panel.writing.steps.table.rowCount() == 4
    finish(session, answering, steps, trailing="!")
    assert panel.writing.flow.text() == " Paris, the city!"
    assert panel.generate.text() == "Generate"
    for words in ("4 tokens", "ended at the limit of new tokens", "62.5 tokens/s", "first token after 71 ms", "run 12"):
        assert words in panel.writing.status.text()
    assert "weights 4-bit Q4_1, computed in float32" in panel.writing.made_by.text()


def test_that_a_drawn_seed_is_shown(panel, session, answering):
    panel.controls.temperature.setValue(1)
    click(panel.generate)
    finish(session, answering, stream(session, answering))
    assert "seed 4321 (drawn)" in panel.writing.status.text()
    assert panel.controls.seed_edit.placeholderText() == "drawn: 4321"


def test_that_stopping_keeps_what_came_and_the_next_generation_works(panel, session, answering):
    click(panel.generate)
    stream(session, answering)
    click(panel.generate)
    session.deliver()
    assert answering.cancelled == [answering.job_of(GenerateRequest)]
    assert panel.writing.flow.text() == " Paris, the city"
    assert "stopped" in panel.writing.status.text()
    assert panel.frame.bar.error is None
    click(panel.generate)
    assert len(answering.asked_of(GenerateRequest)) == 2


def test_that_a_dead_engine_is_named_and_takes_nothing_away(panel, session, answering):
    click(panel.generate)
    stream(session, answering)
    error = WorkbenchError("child-died", role="engine", cause="killed by signal 9", details="")
    answering.give(session, answering.job_of(GenerateRequest), error=error)
    assert panel.frame.bar.error is error
    assert panel.writing.flow.text() == " Paris, the city"
    assert "ended early" in panel.writing.status.text()
    assert panel.generate.isEnabled()
    assert panel.generate.text() == "Generate"


def test_that_a_token_shows_its_alternatives_with_both_probabilities_adding_up(panel, session, answering):
    click(panel.generate)
    finish(session, answering, stream(session, answering))
    panel.writing.flow.setFocus()
    QTest.keyClick(panel.writing.flow, Qt.Key.Key_Home)
    rows = panel.writing.details.view.table.rows
    assert rows[0].chosen
    assert rows[0].text == " Paris"
    assert [row.removed for row in rows[:6]] == [False, False, False, False, True, True]
    assert sum(row.raw for row in rows) == pytest.approx(1, abs=1e-5)
    assert sum(row.final for row in rows) == pytest.approx(1, abs=1e-5)
    shown = [panel.writing.details.view.model().index(5, column).data() for column in (3, 4)]
    assert shown[1] == "removed"


def test_that_a_chosen_token_outside_the_alternatives_has_its_own_row(panel, session, answering):
    click(panel.generate)
    rare = dataclasses.replace(made.step(0, " Paris"), id=99, token=" rare", text=" rare", logprob_raw=-9.0, logprob_final=-8.0)
    request = answering.asked_of(GenerateRequest)[-1]
    answering.give(session, answering.job_of(GenerateRequest), made.started(request), rare)
    panel.writing.flow.set_current(0)
    rows = panel.writing.details.view.table.rows
    assert [row.chosen for row in rows] == [False] * (len(rows) - 2) + [True, False]
    assert sum(row.raw for row in rows) == pytest.approx(1, abs=1e-5)
    assert panel.writing.details.view.model().index(len(rows) - 2, 0).data().startswith(">")


def test_that_the_keyboard_alone_branches_at_a_token(panel, session, answering):
    click(panel.generate)
    steps = stream(session, answering)
    finish(session, answering, steps)
    panel.activateWindow()
    panel.writing.flow.setFocus()
    QTest.keyClick(panel.writing.flow, Qt.Key.Key_Home)
    QTest.keyClick(panel.writing.flow, Qt.Key.Key_Right)
    QTest.keyClick(panel.writing.flow, Qt.Key.Key_Right)
    QTest.keyClick(panel.writing.flow, Qt.Key.Key_Return)
    assert panel.focusWidget() is panel.writing.details.view
    QTest.keyClick(panel.writing.details.view, Qt.Key.Key_Down)
    other = panel.writing.details.view.picked()
    QTest.keyClick(panel.writing.details.view, Qt.Key.Key_Return)
    branch = answering.asked_of(GenerateRequest)[-1]
    assert branch.forced_ids == (steps[0].id, steps[1].id, other.id)
    assert branch.parent_run == 12
    assert panel.writing.flow.text() == " Paris," + other.text
    stream(session, answering, " big")
    assert panel.writing.flow.text() == " Paris," + other.text + " big"
    assert any("Branch of run 12: the first 3 tokens" in note.text for note in panel.notes.notes)


def test_that_the_kept_tokens_of_a_branch_are_not_shown_twice(panel, session, answering):
    click(panel.generate)
    stream(session, answering)
    panel.writing.flow.set_current(1)
    panel.writing.details.button.click()
    branch = answering.asked_of(GenerateRequest)[-1]
    prompt = cut(PROMPT + " Paris,", [len(PROMPT), len(PROMPT) + 6])  # the engine puts forced ids behind the prompt
    begun = dataclasses.replace(made.started(branch), prompt=prompt)
    answering.give(session, answering.job_of(GenerateRequest), begun, made.step(0, " which"))
    run = panel.continuation
    assert run.prompt == PROMPT
    assert panel.writing.flow.text() == " Paris, which"
    assert [step.text for step in panel.writing.steps.table.steps] == [" Paris", ",", " which"]


def test_that_late_steps_of_a_left_run_do_not_enter_its_branch(panel, session, answering):
    click(panel.generate)
    stream(session, answering)
    first = answering.job_of(GenerateRequest)
    panel.writing.flow.set_current(1)
    panel.writing.details.button.click()
    answering.give(session, first, made.step(9, " late"))
    assert panel.writing.flow.text() == " Paris,"


def test_that_bytes_without_a_character_are_walked_and_shown_on_demand(panel, session, answering):
    click(panel.generate)
    steps = [made.step(0, "", token="⟨EC 9D⟩"), made.step(1, "이", token="⟨B4⟩")]
    request = answering.asked_of(GenerateRequest)[-1]
    answering.give(session, answering.job_of(GenerateRequest), made.started(request), *steps)
    assert panel.writing.flow.text() == "이"
    assert panel.writing.flow.span(0)[0] == panel.writing.flow.span(0)[1]
    panel.views.button("tokens").click()
    assert panel.writing.flow.span(0)[1] > panel.writing.flow.span(0)[0]
    panel.writing.flow.set_current(0)
    assert "⟨EC 9D⟩" in panel.writing.flow.accessibleDescription()


def test_that_a_click_on_the_text_finds_its_token_also_behind_wide_characters(panel, session, answering):
    click(panel.generate)
    stream(session, answering, " 😀", " 나는", "\n", "x y", " end")
    for number in (0, 1, 3, 4):
        point = panel.writing.flow.token_point(number).toPoint()
        QTest.mouseClick(panel.writing.flow.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, point)
        assert panel.writing.flow.current == number


def test_that_a_streaming_text_is_followed_until_one_scrolls_away(panel, session, answering):
    click(panel.generate)
    stream(session, answering, *(["\nline"] * 80))
    bar = panel.writing.flow.verticalScrollBar()
    assert bar.value() == bar.maximum() > 0
    bar.setValue(0)
    answering.give(session, answering.job_of(GenerateRequest), made.step(80, "\nmore"))
    assert bar.value() == 0


def record(request: GenerateRequest, steps, **changes) -> RunRecord:
    row = RunRow(12, "U", "generate", "done", "m", "ab", "2026-11-23T10:11:12Z", "", "", None, (), "")
    events = (made.started(request), *steps)
    return dataclasses.replace(RunRecord(row, request, events, made.result(steps), "", {}, {}), **changes)


def test_that_a_stored_run_is_shown_as_it_was_and_can_be_branched(panel, session, answering):
    request = GenerateRequest(Subject("other", "Stored prompt"), max_new_tokens=5)
    steps = [made.step(index, word) for index, word in enumerate(WORDS)]
    session.open_run(record(request, steps))
    assert panel.writing.flow.text() == " Paris, the city"
    assert "Stored run 12 · 2026-11-23 10:11" in panel.notes.notes[0].text
    panel.notes.notes[0].act()
    assert session.subject.text == "Stored prompt"
    assert panel.controls.max_new_tokens() == 5
    panel.writing.flow.set_current(1)
    panel.writing.details.button.click()
    assert answering.asked_of(GenerateRequest)[-1].parent_run == 12


def test_that_a_stored_run_whose_model_is_gone_says_so_and_offers_one(panel, session, answering):
    answering.answers[DescribeRequest] = lambda request: WorkbenchError("bad-value", name="model", value="gone", limit="installed")
    session.open_run(record(GenerateRequest(Subject("gone", "x")), [made.step(0, " a")]))
    session.deliver()
    wanted = []
    session.model_wanted.connect(lambda: wanted.append(True))
    note = next(note for note in panel.notes.notes if note.action == "Get a model")
    note.act()
    assert wanted == [True]
    assert panel.writing.flow.text() == " a"


def test_that_an_interrupted_run_shows_its_partial_text_and_the_cause(panel, session):
    request = GenerateRequest(Subject("m", "x"))
    row = dataclasses.replace(record(request, []).row, status="interrupted")
    values = {"role": "engine", "cause": "killed", "details": ""}
    session.open_run(record(request, [made.step(0, " part")], row=row, result=None, error_code="child-died", error_values=values))
    assert panel.writing.flow.text() == " part"
    assert panel.frame.bar.error.code == "child-died"
    assert "ended early" in panel.writing.status.text()


def test_that_without_text_or_model_the_panel_teaches_and_the_button_answers(panel, session):
    session.change_subject(text="")
    assert panel.hint.isVisible()
    click(panel.generate)
    assert panel.frame.bar.error.code == "empty-text"
    wanted = []
    session.model_wanted.connect(lambda: wanted.append(True))
    session.change_subject(model="")
    click(panel.generate)
    assert wanted == [True]


def test_that_a_changed_text_leaves_the_continuation_and_says_so(panel, session, answering):
    click(panel.generate)
    finish(session, answering, stream(session, answering))
    session.change_subject(text="Another text")
    assert panel.writing.flow.text() == " Paris, the city"
    assert any("changed since" in note.text for note in panel.notes.notes)


def test_that_the_state_survives_a_restart(panel, session):
    panel.controls.add("min_p")
    panel.controls.move("min_p", 0)
    panel.controls.seed_edit.setText("9")
    panel.controls.stop_edit.setText("\\n")
    panel.views.choose("table")
    panel.writing.side.show_view("probe")
    panel.writing.side.probe.edit.setText(" Paris")
    panel.chat.writing.side.show_view("tree")
    other = PlaygroundPanel(session)
    other.restore_state(panel.save_state())
    assert other.common.request() == panel.common.request()
    assert other.views.key == "table"
    assert (other.writing.side.switch.key, other.writing.side.probe.texts) == ("probe", (" Paris",))
    assert other.chat.writing.side.switch.key == "tree"
    other.deleteLater()


def test_that_the_exported_steps_are_exact(panel, session, answering):
    click(panel.generate)
    steps = stream(session, answering)
    rows = list(panel.writing.steps.table.rows())
    assert [row[1] for row in rows] == [step.id for step in steps]
    assert rows[0][4] == steps[0].logprob_raw
    assert rows[0][6] == 1


def test_that_the_copied_python_holds_the_exact_ids_and_the_seed(panel, session, answering):
    click(panel.generate)
    stream(session, answering)
    copied = panel.continuation.python()
    compile(copied, "snippet", "exec")
    assert repr(panel.continuation.started.prompt.ids.tolist()) in copied
    assert "seed=4321" in copied


def test_that_branching_from_the_chosen_token_keeps_it_as_it_was():
    steps = [made.step(0, " a"), made.step(1, " b")]
    run = Continuation(GenerateRequest(Subject("m", "x")), steps=steps, run_id=3)
    branch = run.branch(1, steps[1].id, like=GenerateRequest(Subject("other", "y"), max_new_tokens=9))
    assert branch.steps == steps
    assert branch.request.subject == run.request.subject
    assert branch.request.max_new_tokens == 9
    waiting = Continuation(run.request, steps=[made.step(0, "", token="⟨EC⟩"), made.step(1, "x")])
    texts = (*waiting.steps[1].top_texts[:-1], "⟨9D B4⟩")
    waiting.steps[1] = dataclasses.replace(waiting.steps[1], top_texts=texts)
    assert waiting.branch(1, int(waiting.steps[1].top_ids[-1]), like=run.request).steps[1].text == "이"
    instead = run.branch(0, int(steps[0].top_ids[1]), like=run.request)
    assert instead.steps[0].text == steps[0].top_texts[1]
    assert np.isnan(instead.steps[0].draw)
