"""The Evolution view of the Embeddings panel: the checkpoints of a run, scrubbed and played, with the ways of what is chosen."""

from __future__ import annotations

import numpy as np
import pytest
from made_vectors import ROWS, WORDS, Placed
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from workbench.gui.panels.embeddings import EmbeddingsPanel
from workbench.gui.panels.embeddings_evolution import MOST_SHOWN
from workbench.values import (
    Checkpoints,
    CheckpointsRequest,
    ContextSource,
    Evolution,
    EvolutionRequest,
    RunList,
    RunListRequest,
    RunRow,
    Selection,
    TokenSource,
)

STEPS = (10, 20, 30)


def row(number: int) -> RunRow:
    return RunRow(number, f"01{number}", "train", "done", "chars", "", "2026-01-01", "2026-01-01", f"causal · loss {number}", None, (), "")


def evolution(request: EvolutionRequest) -> Evolution:
    """The words go straight to where they are in the end, the later ones faster."""
    t, m = len(request.sources), len(WORDS)
    share = np.linspace(1 / t, 1, t, dtype=np.float32)[:, None, None]
    places = ROWS[None] * share + np.float32(0.01)
    near = np.array([np.roll(np.arange(m), -moment - 1)[: request.k] for moment in range(t)], np.int32)
    near = near if request.focus is not None else near[:, :0]
    return Evolution(
        request,
        dim=2,
        items=np.arange(m, dtype=np.int32),
        labels=WORDS,
        places=places,
        explained=np.float32([0.7, 0.2]),
        norms=np.linalg.norm(places, axis=2),
        moved=np.linalg.norm(np.diff(places, axis=0, prepend=places[:1]), axis=2),
        to_last=np.repeat(np.linspace(0.5, 1, t, dtype=np.float32)[:, None], m, 1),
        chance=np.full(t, 0.3, np.float32),
        neighbours=near,
        scores=np.full(near.shape, 0.5, np.float32),
        shared=np.linspace(0, 1, t, dtype=np.float32),
        names={str(item): WORDS[item] for item in range(m)},
    )


@pytest.fixture
def answering():
    made = Placed()
    made.answers[RunListRequest] = lambda request: RunList(request, (row(8), row(7)), 2)
    made.answers[CheckpointsRequest] = lambda request: Checkpoints(request, STEPS if request.run_id == 7 else (5,))
    made.answers[EvolutionRequest] = evolution
    yield made
    made.close()


@pytest.fixture
def opened(session, wait_until):
    """opened(model): the panel with the view in front, answered."""

    def act(model: str = "run:7@20") -> EmbeddingsPanel:
        panel = EmbeddingsPanel(session)
        panel.resize(1200, 700)
        panel.show()
        session.change_subject(model=model, text="the queen ran")
        wait_until(lambda: panel.chosen.vectors is not None)
        panel.switch.choose("evolution")
        panel.switch.chosen.emit("evolution")
        wait_until(lambda: panel.view("evolution").runs.rows is not None and not session.jobs)
        return panel

    return act


def test_that_the_run_under_study_is_followed(opened) -> None:
    view = opened().view("evolution")
    assert view.runs.run_id == 7
    assert view.steps == STEPS


def test_that_else_the_newest_is_and_a_single_checkpoint_does_not_play(opened) -> None:
    view = opened("made").view("evolution")
    assert view.runs.run_id == 8
    assert view.steps == (5,)
    assert not view.strip.play.isEnabled()


def test_that_without_a_training_the_view_teaches_and_leads_to_one(opened, session, answering) -> None:
    answering.answers[RunListRequest] = lambda request: RunList(request, (), 0)
    view = opened("made").view("evolution")
    wanted: list[str] = []
    session.panel_wanted.connect(wanted.append)
    assert view.hint.isVisible()
    view.hint.asked.emit()
    assert wanted == ["training"]


def test_that_words_that_moved_farthest_are_chosen_to_begin_with(opened) -> None:
    view = opened().view("evolution")
    assert [WORDS[item] for item in view._items] == ["·king", "·ran", "·cat"]
    assert view.shown.request.focus == WORDS.index("·cat")


def test_that_the_slider_moves_points_but_not_the_frame(opened) -> None:
    view = opened().view("evolution")
    bounds = view.cloud.view.bounds
    assert view.strip.label.text() == "Step 30 · 3 of 3"
    end = view.cloud.at(4)
    view.strip.go_to(0)
    assert view.cloud.at(4) != end
    assert view.cloud.view.bounds == bounds
    assert view.side.curves.row == 0
    assert [trail.done for trail in view.cloud._trails] == [1, 1, 1]


def test_that_it_plays_from_the_beginning_to_the_end(opened, wait_until) -> None:
    view = opened().view("evolution")
    seen: list[int] = []
    view.strip.moved.connect(seen.append)
    view.strip._timer.setInterval(5)
    view.strip.play.click()
    wait_until(lambda: not view.strip.play.isChecked())
    assert seen == [0, 1, 2]


def test_that_the_step_on_screen_stays_when_another_checkpoint_comes(opened, session, answering, wait_until) -> None:
    view = opened().view("evolution")
    view.strip.go_to(1)
    for steps, shown in (((10, 20, 30, 40), 20), ((20, 30, 40), 20), ((30, 40), 40), ((30, 40, 50), 50)):
        answering.answers[CheckpointsRequest] = lambda request, steps=steps: Checkpoints(request, steps)
        view.runs.refresh()
        wait_until(lambda steps=steps: view.steps == steps and not session.jobs)
        assert view.steps[view.strip.number] == shown


def test_that_neighbours_now_and_in_the_end_stand_side_by_side(opened) -> None:
    view = opened().view("evolution")
    view.strip.go_to(0)
    assert [one.text for one in view.side.now.rows][:2] == ["·cat", "·dog"]
    assert [one.text for one in view.side.end.rows][:2] == ["·ran", "·king"]
    assert "·cat" in view.side.title.text()
    assert view.side.shared.text().startswith("0 of 6")


def test_that_the_brush_is_shared_with_a_set_of_the_same_run(opened, session, wait_until) -> None:
    panel = opened()
    view = panel.view("evolution")
    assert panel.chosen.items == view._items
    panel.chosen.choose((2,))
    assert view._items == (2,)
    session.select(Selection(4, 9))
    assert view._items == (2, WORDS.index("·queen"))
    wait_until(lambda: not session.jobs)
    assert view.shown.request.focus == WORDS.index("·queen")


def test_that_another_models_set_keeps_its_own_choice(opened) -> None:
    panel = opened("made")
    view = panel.view("evolution")
    view.choose((1, 3))
    assert panel.chosen.items == ()
    assert view._items == (1, 3)


def test_that_a_click_chooses_and_with_control_adds(opened) -> None:
    view = opened().view("evolution")
    for item, modifier, wanted in ((3, Qt.KeyboardModifier.NoModifier, (3,)), (0, Qt.KeyboardModifier.ControlModifier, (3, 0))):
        view.cloud.grab()  # what is clicked is what was painted
        QTest.mouseClick(view.cloud, Qt.MouseButton.LeftButton, modifier, view.cloud.at(item).toPoint())
        assert view._items == wanted


def test_that_a_text_in_context_is_followed_too(opened, session, answering, wait_until) -> None:
    view = opened().view("evolution")
    view.table.setCurrentIndex(view.table.findData("context"))
    view.table.activated.emit(view.table.currentIndex())
    wait_until(lambda: not session.jobs)
    sources = answering.asked_of(EvolutionRequest)[-1].sources
    assert sources == tuple(ContextSource(f"run:7@{step}", ("the queen ran",)) for step in STEPS)


def test_that_a_soft_prompt_is_offered_where_there_is_one(opened, answering, session, wait_until) -> None:
    answering.answers[CheckpointsRequest] = lambda request: Checkpoints(request, STEPS, n_virtual=3)
    view = opened().view("evolution")
    view.table.setCurrentIndex(view.table.findData("prompt"))
    view.table.activated.emit(view.table.currentIndex())
    wait_until(lambda: not session.jobs)
    request = answering.asked_of(EvolutionRequest)[-1]
    assert request.sources[0] == TokenSource("run:7@10", "prompt")
    assert request.items == (-3, -2, -1)


def test_that_of_many_checkpoints_some_are_shown_and_it_is_said(opened, answering) -> None:
    answering.answers[CheckpointsRequest] = lambda request: Checkpoints(request, tuple(range(1, 402)))
    view = opened().view("evolution")
    assert len(view.steps) == MOST_SHOWN
    assert view.steps[0] == 1
    assert view.steps[-1] == 401
    assert f"{MOST_SHOWN} of 401 checkpoints" in view.note.text()


def test_that_a_checkpoint_is_opened_as_the_model_under_study(opened, session) -> None:
    view = opened().view("evolution")
    view.strip.go_to(0)
    view.open.click()
    assert session.subject.model == "run:7@10"


def test_that_rows_and_arrays_have_every_item_at_every_step(opened) -> None:
    view = opened().view("evolution")
    header, *rows = view.rows()
    assert header == ("step", "item", "label", "x", "y", "norm", "moved", "to_last")
    assert len(rows) == 3 * len(WORDS)
    assert view.arrays()["places"].shape == (3, len(WORDS), 2)
    assert view.arrays()["steps"].tolist() == list(STEPS)
    code = view.snippet()
    assert "TokenSource(f\"run:7@{step}\", 'embed')" in code
    compile(code, "snippet", "exec")


def test_that_the_choice_comes_back(opened, session) -> None:
    panel = opened()
    panel.view("evolution").basis.setCurrentIndex(1)
    state = panel.save_state()
    other = EmbeddingsPanel(session)
    other.restore_state(state)
    assert other.view("evolution").save_state() == {"run": None, "table": "embed", "basis": "all"}
    assert other.view("evolution")._wanted_run == 7
