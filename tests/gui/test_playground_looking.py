"""Looking into a continuation in the real window, with the real children and the model that ships."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from workbench.gui.preferences import Preferences
from workbench.gui.shell import Shell
from workbench.gui.window import Workspace
from workbench.values import RunRequest


@pytest.fixture
def workspace(qapp, tmp_path, monkeypatch):
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    monkeypatch.setenv("OMP_NUM_THREADS", "1")
    shell = Shell()
    shell.show()
    made = Workspace(shell, Preferences())
    yield made
    shell.close()
    made.close()


@pytest.fixture
def panel(workspace, wait_until):
    """The Playground with twelve drawn tokens on screen."""
    workspace.begin(model="starter", text="나는 사과를", panel="playground")
    wait_until(lambda: workspace.subject_bar.chip.text() and workspace.session.subject.model == "starter", 60)
    made = workspace.raise_panel("playground")
    wait_until(lambda: made._kinds.info is not None, 60)
    made.controls.set_number("temperature", 0.9)
    made.controls.add("top_p")
    made.controls.seed_edit.setText("3")
    made.controls.max_new.setValue(12)
    made.generate.click()
    wait_until(lambda: not made.writing.running and made.continuation.result is not None, 60)
    return made


def test_that_the_cards_explain_every_token_that_was_drawn(panel, wait_until):
    view = panel.writing.side.samplers
    panel.writing.side.switch.button("samplers").click()
    for number, step in enumerate(panel.continuation.steps[:4]):
        panel.writing.flow.set_current(number)
        wait_until(lambda number=number: view.waterfall is not None and view.waterfall.request.index == number, 20)
        draw = view.waterfall.draw
        assert (draw.id, draw.number) == (step.id, step.draw)
        assert draw.below <= step.draw < draw.above
        assert [stage.name for stage in view.waterfall.stages] == ["model", "temperature", "top_p"]
        assert draw.logprob_final == pytest.approx(step.logprob_final, abs=1e-6)


def test_that_what_other_settings_give_is_what_they_really_give(panel, wait_until):
    first = [step.id for step in panel.continuation.steps]
    what_if = panel.writing.what_if
    panel.controls.set_number("temperature", 0.1)
    wait_until(lambda: what_if.found is not None, 20)
    place = what_if.found.first_other
    foreseen = what_if.found.ids.tolist()[: len(first) if place is None else place + 1]
    panel.generate.click()
    wait_until(lambda: not panel.writing.running and panel.continuation.result is not None, 60)
    really = [step.id for step in panel.continuation.steps]
    assert foreseen == really[: len(foreseen)]


def test_that_a_tree_of_branches_opens_again_from_its_runs(panel, workspace, wait_until):
    root = panel.continuation.run_id
    panel.writing.flow.set_current(2)
    step = panel.continuation.steps[2]
    other = next(int(token) for token in step.top_ids if int(token) != step.id)
    panel.writing.side.details.branched.emit(other)
    wait_until(lambda: not panel.writing.running and panel.continuation.result is not None, 60)
    branch = panel.continuation
    panel.writing.known.clear()  # as after a restart
    job = workspace.session.submit(RunRequest(branch.run_id))
    job.done.connect(workspace.session.open_run)
    panel.writing.side.switch.button("tree").click()
    view = panel.writing.side.tree
    wait_until(lambda: panel.continuation.row is not None and panel.continuation.n_kept == 3, 20)
    wait_until(lambda: set(view._paths) == {root, branch.run_id}, 20)
    assert [token[0] for token in view._paths[branch.run_id]] == [step.id for step in branch.steps]
    assert not any(math.isnan(node.total) for node in view.tree.branches.root.each())
    (stem,) = view.tree.branches.root.children
    assert (len(stem.tokens), [child.tokens[0][0] for child in stem.children]) == (2, [step.id, other])


def test_that_a_probed_string_has_the_rank_its_step_recorded(panel, wait_until):
    panel.writing.side.switch.button("probe").click()
    view, steps = panel.writing.side.probe, panel.continuation.steps
    view.edit.setText(steps[1].token)
    QTest.keyClick(view.edit, Qt.Key.Key_Return)
    wait_until(lambda: view.found is not None, 20)
    assert view.found.ids == ((steps[1].id,),)
    recorded = steps[1].top_ids.tolist().index(steps[1].id) + 1
    assert view.found.rank_raw[1, 0] == recorded
    assert view.found.logprob_raw[1, 0] == pytest.approx(steps[1].logprob_raw, abs=1e-5)


def test_that_a_stored_run_is_reproduced_in_the_window(panel, workspace, wait_until):
    job = workspace.session.submit(RunRequest(panel.continuation.run_id))
    job.done.connect(workspace.session.open_run)
    wait_until(lambda: any(note.action == "Replay" for note in panel.notes.notes), 20)
    next(note for note in panel.notes.notes if note.action == "Replay").act()
    wait_until(lambda: panel.common.replay.result is not None, 60)
    assert panel.common.replay.result.identical
    n = len(panel.continuation.steps)
    assert any(f"Reproduced, {n} of {n} steps" in note.text for note in panel.notes.notes)


def test_that_a_space_at_the_end_is_mended_for_the_model_at_hand(panel, workspace, wait_until):
    workspace.session.change_subject(text="나는 사과를 ")
    wait_until(lambda: any("ends with a space" in note.text for note in panel.notes.notes), 20)
    next(note for note in panel.notes.notes if "ends with a space" in note.text).act()
    assert workspace.session.subject.text == "나는 사과를"
    wait_until(lambda: not any("ends with a space" in note.text for note in panel.notes.notes), 20)


def test_that_beams_are_searched_and_the_best_is_what_is_read_first(panel, wait_until):
    QTest.mouseClick(panel.modes.button("beam"), Qt.MouseButton.LeftButton)
    panel.beam.max_new.setValue(6)
    panel.generate.click()
    wait_until(lambda: not panel.beam.running and panel.beam.beams.rows, 60)
    scores = [beam.score for beam in panel.beam._result.beams]
    assert scores == sorted(scores, reverse=True)
    best = panel.beam._result.beams[0]
    assert [token[0] for token in panel.beam.nodes.tokens_to(panel.beam.nodes.best)] == best.ids.tolist()
    assert math.fsum(token[3] for token in panel.beam.nodes.tokens_to(best.node)) == pytest.approx(best.total, abs=1e-4)
