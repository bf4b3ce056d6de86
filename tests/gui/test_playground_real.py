"""The playground in the real window, with the real children: a conversation, a mask, a number."""

from __future__ import annotations

import dataclasses

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from workbench.gui.preferences import Preferences
from workbench.gui.shell import Shell
from workbench.gui.window import Workspace
from workbench.values import GenerateRequest, GridSetting, RunList, RunListRequest, RunRecord, RunRequest


@pytest.fixture
def workspace(qapp, tmp_path, monkeypatch, smollm2):
    folder = tmp_path / "home" / "models" / "smollm2-135m-instruct"
    folder.mkdir(parents=True)
    (folder / smollm2.name).symlink_to(smollm2)
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    shell = Shell()
    shell.show()
    made = Workspace(shell, Preferences())
    yield made
    shell.close()
    made.close()


def opened(workspace, wait_until, model: str, text: str):
    workspace.begin(model=model, text=text, panel="playground")
    wait_until(lambda: workspace.session.subject.model == model and workspace.subject_bar.chip.text(), 60)
    panel = workspace.raise_panel("playground")
    wait_until(lambda: panel._kinds.info is not None, 60)
    return panel


def answer_of(workspace, wait_until, request: object) -> object:
    job = workspace.session.submit(request)
    wait_until(lambda: not job.running, 20)
    return job.result


def test_that_smollm2_answers_in_a_conversation_that_can_be_opened_again(workspace, wait_until):
    panel = opened(workspace, wait_until, "smollm2-135m-instruct", "x")
    QTest.mouseClick(panel.modes.button("chat"), Qt.MouseButton.LeftButton)
    chat = panel.chat
    for message, word in (("What is the capital of France?", "Paris"), ("And of Korea?", "Seoul")):
        chat.composer.set_text(message)
        QTest.keyClick(chat.composer, Qt.Key.Key_Return)
        wait_until(lambda: not chat.writing.running, 60)
        assert word in chat.writing.flow.text()
    assert "<|im_start|>system" in chat.writing.run.started.prompt.text
    runs = answer_of(workspace, wait_until, RunListRequest(kind="generate"))
    assert isinstance(runs, RunList)
    newest, oldest = runs.rows
    assert newest.parent_id == oldest.id
    QTest.mouseClick(chat.fresh, Qt.MouseButton.LeftButton)
    record = answer_of(workspace, wait_until, RunRequest(newest.id))
    assert isinstance(record, RunRecord)
    assert isinstance(record.request, GenerateRequest)
    workspace.session.open_run(record)
    assert [turn.role for turn in chat.conversation.turns] == ["user", "assistant", "user", "assistant"]
    assert "Seoul" in chat.writing.flow.text()


def test_that_a_template_bomb_is_ended_and_the_conversation_goes_on(workspace, wait_until):
    panel = opened(workspace, wait_until, "starter", "x")
    QTest.mouseClick(panel.modes.button("chat"), Qt.MouseButton.LeftButton)
    settings = panel.chat.settings
    wait_until(lambda: "messages" in settings.template.toPlainText(), 20)
    settings.template.setPlainText("{{ 7 ** 6000000 }}")
    panel.chat.composer.set_text("안녕")
    QTest.keyClick(panel.chat.composer, Qt.Key.Key_Return)
    wait_until(lambda: panel.frame.bar.error is not None, 30)
    assert panel.frame.bar.error.code == "chat-template-slow"
    assert panel.chat.composer.text == "안녕"
    settings.reset.click()
    QTest.keyClick(panel.chat.composer, Qt.Key.Key_Return)
    wait_until(lambda: panel.continuation is not None and panel.continuation.result is not None, 30)
    assert panel.frame.bar.error is None


def test_that_korean_is_judged_on_smollm2_and_not_on_the_starter(workspace, wait_until):
    panel = opened(workspace, wait_until, "smollm2-135m-instruct", "강아지가 사과를 먹는다.")
    wait_until(lambda: any("hardly trained on Korean" in note.text for note in panel.notes.notes), 60)
    panel.notes.notes[0].act()
    wait_until(lambda: workspace.session.subject.model == "starter" and panel._fluency.found is not None, 60)
    assert panel._fluency.found.model.name == "starter"
    assert not any("hardly trained" in note.text for note in panel.notes.notes)


def test_that_the_offered_models_fill_in_and_translate(workspace, wait_until):
    panel = opened(workspace, wait_until, "starter", "나는 [MASK]를 먹는다.")
    QTest.mouseClick(panel.modes.button("fill"), Qt.MouseButton.LeftButton)
    panel.hint.asked.emit()
    wait_until(lambda: workspace.session.subject.model == "starter-masked" and panel._kinds.info is not None, 60)
    QTest.mouseClick(panel.generate, Qt.MouseButton.LeftButton)
    wait_until(lambda: panel.fill.found is not None, 60)
    best = panel.fill.found.masks[0].distribution.texts[0]
    panel.fill.lists[0].chosen.emit(int(panel.fill.found.masks[0].distribution.ids[0]))
    assert workspace.session.subject.text == f"나는 {best}를 먹는다."
    QTest.mouseClick(panel.modes.button("answer"), Qt.MouseButton.LeftButton)
    panel.hint.asked.emit()
    wait_until(lambda: workspace.session.subject.model == "starter-seq2seq" and panel._kinds.info is not None, 60)
    workspace.session.change_subject(text="en>ko: seven")
    QTest.mouseClick(panel.generate, Qt.MouseButton.LeftButton)
    wait_until(lambda: panel.continuation is not None and panel.continuation.result is not None, 60)
    assert panel.writing.flow.text().strip() == "칠"


def test_that_a_grid_is_run_kept_and_gone_on_with_from_the_runs(workspace, wait_until):
    panel = opened(workspace, wait_until, "starter", "x")
    QTest.mouseClick(panel.modes.button("grid"), Qt.MouseButton.LeftButton)
    grid = panel.grid
    grid.draft.load_ready("capitals")
    grid.draft.change(settings=(GridSetting("short", max_new_tokens=3),))
    QTest.mouseClick(panel.generate, Qt.MouseButton.LeftButton)
    wait_until(lambda: not grid.running, 60)
    assert [state.state for state in grid.runner.board.states] == ["done"] * 4
    answers = [state.outcomes["generate"].ids.tolist() for state in grid.runner.board.states]
    (row,) = answer_of(workspace, wait_until, RunListRequest(kind="grid")).rows
    assert (row.status, row.summary) == ("done", "Capitals: 2 templates × 2 rows · 4 of 4 cells")
    record = answer_of(workspace, wait_until, RunRequest(row.id))
    grid.runner.clear()
    QTest.mouseClick(panel.modes.button("complete"), Qt.MouseButton.LeftButton)
    workspace.session.open_run(record)
    assert panel.mode == "grid"
    assert [state.outcomes["generate"].ids.tolist() for state in grid.runner.board.states] == answers
    table = grid.draft.request.table
    grid.draft.change(table=dataclasses.replace(table, rows=(*table.rows, ("Korea", "Seoul"))))
    QTest.mouseClick(panel.generate, Qt.MouseButton.LeftButton)
    wait_until(lambda: not grid.running, 60)
    assert [state.state for state in grid.runner.board.states] == ["known"] * 4 + ["done"] * 2
    grid.results.table.setCurrentIndex(grid.results.cells.index(2, 0))
    prompt = grid.runner.board.states[4].outcomes["generate"].prompt_ids
    assert " ".join(map(str, prompt.tolist())) in grid.results.cell.view.toPlainText()


def test_that_a_recipe_classifies_on_the_starter_and_its_run_opens_again(workspace, wait_until):
    panel = opened(workspace, wait_until, "starter", "x")
    QTest.mouseClick(panel.recipes.button, Qt.MouseButton.LeftButton)
    gallery = panel.recipes.gallery
    wait_until(lambda: gallery.list.count() > 0, 20)
    gallery.list.setCurrentRow(next(row for row, one in enumerate(gallery._recipes) if one.name == "sentiment-ko"))
    QTest.mouseClick(gallery.use, Qt.MouseButton.LeftButton)
    assert workspace.session.subject.text.endswith("느낌:")
    QTest.mouseClick(panel.generate, Qt.MouseButton.LeftButton)
    wait_until(lambda: panel.classify.found is not None, 60)
    found = panel.classify.found
    assert [one.text for one in found.scores] == [" 긍정", " 부정"]
    assert abs(sum(found.shares) - 1) < 1e-6
    assert abs(sum(found.calibrated_shares) - 1) < 1e-6
    (row,) = answer_of(workspace, wait_until, RunListRequest(kind="likelihood")).rows
    assert row.tags == ("sentiment-ko",)
    workspace.session.change_subject(text="x")
    workspace.session.open_run(answer_of(workspace, wait_until, RunRequest(row.id)))
    assert panel.classify.found.request.recipe == "sentiment-ko"
    assert [one.nats for one in panel.classify.found.scores] == [one.nats for one in found.scores]
