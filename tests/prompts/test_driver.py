"""A grid is driven to its end, given up in part, broken off and gone on with: each cell computed once and never again."""

from __future__ import annotations

from dataclasses import replace

import pytest
from grids import TABLE, TEMPLATES, World, grid

from workbench.errors import WorkbenchError
from workbench.prompts import GridDriver, Layout
from workbench.prompts.restored import restored
from workbench.values import (
    GenerateRequest,
    GenerationResult,
    GridCellDone,
    GridCellFailed,
    GridScore,
    GridSetting,
    LikelihoodRequest,
    PromptTemplate,
    SamplerSettings,
)


@pytest.fixture
def world() -> World:
    return World()


def states(driver: GridDriver) -> list[str]:
    return [state.state for state in driver.states]


def test_that_every_cell_is_computed_once(world: World) -> None:
    driver = GridDriver(grid())
    events = world.run(driver)
    assert states(driver) == ["done"] * 20
    assert len(world.computed) == 20
    assert sorted(place for event in events for place in event.places) == list(range(20))
    assert driver.result(1.0).n_done == 20


def test_that_models_are_opened_one_after_the_other(world: World) -> None:
    world.run(GridDriver(grid()))
    models = [request.subject.model for request in world.computed]
    assert models == ["a"] * 10 + ["b"] * 10
    assert world.opened == ["a", "b"]


def test_that_a_grid_that_was_computed_is_known_and_no_model_is_opened(world: World) -> None:
    world.run(GridDriver(grid()))
    world.computed.clear()
    world.opened.clear()
    again = GridDriver(grid(title="the same under another name", scores=(GridScore("contains"), GridScore("length"))))
    events = world.run(again)
    assert (world.computed, world.opened) == ([], [])
    assert states(again) == ["known"] * 20
    assert all(isinstance(event, GridCellDone) and event.known for event in events)


@pytest.mark.parametrize("most", [0, 1, 7, 13, 19])
def test_that_only_missing_cells_are_computed_after_a_break(world: World, most: int) -> None:
    broken = GridDriver(grid())
    world.run(broken, most=most)
    assert states(broken).count("done") == most
    world.computed.clear()
    again = GridDriver(grid())
    world.run(again)
    assert len(world.computed) == 20 - most
    assert states(again).count("known") == most


def test_that_an_edited_template_has_exactly_its_cells_computed_again(world: World) -> None:
    templates = tuple(PromptTemplate(f"t{number}", f"{number} {{text}}") for number in range(12))
    table = replace(TABLE, rows=tuple((f"text {number}", "yes") for number in range(20)))
    world.run(GridDriver(grid(templates=templates, table=table)))
    assert len(world.computed) == 480
    world.computed.clear()
    edited = (*templates[:5], replace(templates[5], text="Say: {text}"), *templates[6:])
    again = GridDriver(grid(templates=edited, table=table))
    world.run(again)
    assert len(world.computed) == 40
    assert {request.subject.text[:4] for request in world.computed} == {"Say:"}
    assert {again.layout.cell(place).column.template for place, state in enumerate(again.states) if not state.known} == {5}


@pytest.mark.parametrize(
    "change",
    [
        {"settings": (GridSetting("greedy", max_new_tokens=17),)},
        {"settings": (GridSetting("greedy", stop=("\n",)),)},
        {"settings": (GridSetting("warm", SamplerSettings(temperature=0.5)),)},
        {"dtype": "bfloat16"},
    ],
)
def test_that_what_changes_an_answer_changes_its_key(world: World, change: dict[str, object]) -> None:
    world.run(GridDriver(grid()))
    world.computed.clear()
    world.run(GridDriver(grid(**change)))
    assert len(world.computed) == 20


def test_that_greedy_answers_are_computed_once_for_all_seeds_and_drawn_ones_for_each(world: World) -> None:
    greedy = GridDriver(grid(seeds=(0, 1, 2)))
    world.run(greedy)
    assert (len(greedy.states), len(world.computed)) == (60, 20)
    assert states(greedy) == ["done"] * 60
    world.computed.clear()
    world.run(GridDriver(grid(seeds=(0, 1, 2), settings=(GridSetting("warm", SamplerSettings(temperature=1.0)),))))
    assert len(world.computed) == 60


def test_that_equal_prompts_are_asked_once(world: World) -> None:
    twins = (TEMPLATES[0], replace(TEMPLATES[0], name="twin"))
    driver = GridDriver(grid(templates=twins))
    world.run(driver)
    assert len(world.computed) == 10
    assert states(driver) == ["done"] * 20


def test_that_a_cell_given_up_is_not_computed_and_its_request_is_taken_back(world: World) -> None:
    driver = GridDriver(grid())
    world.run(driver, most=3)
    under_way = next(place for place, state in enumerate(driver.states) if state.state == "running")
    gone, events = driver.cancel({under_way})
    assert len(gone) == 1
    assert events == [GridCellFailed((under_way,), "generate", "cancelled", {})]
    assert driver.answer(gone[0], object()) == []
    driver.cancel({place for place in range(20) if driver.layout.cell(place).row == 4})
    world.run(driver)
    n_cancelled = states(driver).count("cancelled")
    assert n_cancelled in (4, 5)
    assert driver.over
    assert len(world.computed) == 20 - n_cancelled
    driver.retry(set(range(20)))
    assert not driver.over
    world.run(driver)
    assert states(driver) == ["done"] * 20
    assert len(world.computed) == 20


def test_that_everything_can_be_given_up_at_any_time(world: World) -> None:
    driver = GridDriver(grid())
    driver.cancel(set(range(20)))
    world.run(driver)
    assert (world.computed, world.opened) == ([], [])
    assert driver.result(0).n_cancelled == 20


def test_that_a_model_that_is_gone_costs_only_its_own_cells_and_says_why(world: World) -> None:
    driver = GridDriver(grid(models=("gone", "a")))
    events = world.run(driver)
    for place, state in enumerate(driver.states):
        lost = driver.layout.cell(place).column.model == 0
        assert state.state == ("failed" if lost else "done")
        assert not lost or state.error.code == "model-missing"
    assert [event.code for event in events if isinstance(event, GridCellFailed)] == ["model-missing"]


def test_that_one_cell_that_fails_costs_no_other(world: World) -> None:
    def write(text: str) -> str:
        if text == "bad?":
            raise WorkbenchError("text-too-long", n_tokens=99, model="a", n_ctx=64, excess=35)
        return "yes"

    world.write = write
    driver = GridDriver(grid())
    world.run(driver)
    assert states(driver).count("failed") == 2
    assert states(driver).count("done") == 18
    world.write = lambda _text: "no"
    world.computed.clear()
    driver.retry({place for place, state in enumerate(driver.states) if state.state == "failed"})
    world.run(driver)
    assert len(world.computed) == 2
    assert states(driver) == ["done"] * 20


def test_that_a_model_that_fails_again_and_again_is_given_up(world: World) -> None:
    def write(_text: str) -> str:
        raise WorkbenchError("child-died", role="engine", cause="signal 9", details="")

    world.write = write
    driver = GridDriver(grid(models=("a",)))
    world.run(driver)
    assert states(driver) == ["failed"] * 10
    assert len(world.computed) <= 4


def test_that_answers_and_labels_of_a_cell_are_two_works(world: World) -> None:
    scores = (GridScore("exact"), GridScore("label"), GridScore("nll"))
    driver = GridDriver(grid(scores=scores, labels=("yes", "no"), models=("a",)))
    world.run(driver)
    kinds = [type(request) for request in world.computed]
    assert kinds == [GenerateRequest, LikelihoodRequest] * 10
    assert states(driver) == ["done"] * 10
    assert set(driver.states[0].outcomes) == {"generate", "likelihood"}


def test_that_a_cell_is_asked_as_the_playground_would_ask(world: World) -> None:
    template = PromptTemplate("t", "{text}", form="user", system="Be brief.")
    world.run(GridDriver(grid(templates=(template,), models=("a",), seeds=(7,))))
    request = world.computed[0]
    assert isinstance(request, GenerateRequest)
    assert request.messages == (("system", "Be brief."), ("user", "good"))
    assert (request.subject.text, request.seed, request.kernels) == ("good", 7, "plain")


def test_that_an_engine_that_read_other_ids_is_not_believed(world: World) -> None:
    driver = GridDriver(grid(models=("a",), templates=TEMPLATES[:1]))
    planned = world.answer

    def answer(request: object) -> object:
        found = planned(request)
        return replace(found, prompt_ids=found.prompt_ids[1:]) if isinstance(found, GenerationResult) else found

    world.answer = answer
    world.run(driver)
    assert {state.error.code for state in driver.states} == {"grid-ids-differ"}


def test_that_the_record_tells_the_cells_as_they_were(world: World) -> None:
    world.write = lambda text: "yes" if "bad" not in text else "no"
    driver = GridDriver(grid(models=("gone", "a")))
    events = world.run(driver, most=6)
    told = restored(Layout(driver.request), events)
    for now, then in zip(driver.states, told, strict=True):
        assert then.state == ("waiting" if now.state == "running" else now.state)
        assert then.outcomes == now.outcomes
