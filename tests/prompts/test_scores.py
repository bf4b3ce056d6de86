"""Scores against what a person would say, means and intervals against their formulas written out the slow way."""

from __future__ import annotations

import math

import numpy as np
import pytest
from grids import TABLE, World, grid
from hypothesis import given
from hypothesis import strategies as st

from workbench.errors import WorkbenchError
from workbench.prompts import GridDriver, Layout, Scorer, mean_of, summarise
from workbench.prompts.searching import search
from workbench.prompts.summary import wilson
from workbench.values import GridOutcome, GridScore, GridSetting, MatchRequest, PromptTable, SamplerSettings


def answered(text: str) -> dict[str, GridOutcome]:
    nothing = np.zeros(0, np.int32)
    return {"generate": GridOutcome("k", "generate", "s", "float32", "plain", nothing, 0.1, nothing, np.zeros(0), text)}


def weighed(**nats: float) -> dict[str, GridOutcome]:
    nothing = np.zeros(0, np.int32)
    texts = tuple(" " + label for label in nats)
    outcome = GridOutcome(
        "k", "likelihood", "s", "float32", "plain", nothing, 0.1, nothing, np.array(list(nats.values())), continuations=texts
    )
    return {"likelihood": outcome}


@pytest.mark.parametrize(
    ("score", "text", "worth"),
    [
        (GridScore("exact"), " yes\n", 1),
        (GridScore("exact"), "Yes", 0),
        (GridScore("exact", ignore_case=True), "Yes", 1),
        (GridScore("exact"), "yes it is", 0),
        (GridScore("contains"), "I say yes.", 1),
        (GridScore("contains"), "I say no.", 0),
        (GridScore("contains", ignore_case=True), "YES", 1),
        (GridScore("length"), "한국어", 3),
        (GridScore("length"), "\u1112\u1161\u11ab", 1),
        (GridScore("regex", r"^\s*y"), " yes", 1),
        (GridScore("regex", r"^\s*y"), "no", 0),
        (GridScore("regex", r"answer: (\w+)"), "The answer: yes.", 1),
        (GridScore("regex", r"answer: (\w+)"), "The answer: no.", 0),
        (GridScore("regex", r"ANSWER: (\w+)", ignore_case=True), "answer: YES", 1),
    ],
)
def test_that_an_answer_is_worth_what_a_person_would_say(score: GridScore, text: str, worth: float) -> None:
    scorer = Scorer(Layout(grid(scores=(score,))))
    for request in scorer.searches([text]):
        assert math.isnan(scorer.score(score, 0, answered(text)))
        scorer.matched(request, search(request))
    assert scorer.score(score, 0, answered(text)) == worth
    assert scorer.searches([text]) == []


def test_that_a_decomposed_answer_is_the_same_answer() -> None:
    table = PromptTable(("text", "label"), (("a", "\ud55c"),))
    score = GridScore("exact")
    assert Scorer(Layout(grid(table=table, scores=(score,)))).score(score, 0, answered("\u1112\u1161\u11ab")) == 1


def test_that_the_most_probable_label_is_chosen_and_the_reference_is_weighed() -> None:
    label, nll = GridScore("label"), GridScore("nll")
    scorer = Scorer(Layout(grid(scores=(label, nll), labels=("no", "yes"))))
    outcomes = weighed(no=-2.0, yes=-1.5)
    assert scorer.label(0, outcomes) == "yes"
    assert scorer.score(label, 0, outcomes) == 1
    assert scorer.score(nll, 0, outcomes) == 1.5
    assert scorer.label(0, weighed(no=-1.0, yes=-1.0)) == "no"
    second = scorer._layout.place(1, 0)
    assert scorer.score(label, second, outcomes) == 0


def test_that_what_is_not_there_has_no_score() -> None:
    scorer = Scorer(Layout(grid(scores=(GridScore("label"),), labels=("yes", "no"))))
    for score in (GridScore("exact"), GridScore("label"), GridScore("nll"), GridScore("length")):
        assert math.isnan(scorer.score(score, 0, {}))


def test_that_a_search_that_is_late_is_not_tried_again() -> None:
    scorer = Scorer(Layout(grid(scores=(GridScore("regex", "(a+)+b"),))))
    [request] = scorer.searches(["aaa"])
    scorer.late(request)
    assert scorer.searches(["aaa"]) == []


def test_that_a_pattern_that_is_none_is_named() -> None:
    with pytest.raises(WorkbenchError, match="regular expression"):
        search(MatchRequest("(", ("a",)))


@given(st.integers(1, 60), st.data())
def test_that_wilsons_interval_solves_its_equation(n: int, data: st.DataObject) -> None:
    # Its ends are the shares q at which the observed share p is z standard errors away: (p - q)² = z² q (1 - q) / n.
    k = data.draw(st.integers(0, n))
    p, z = k / n, 1.959963984540054
    low, high = wilson(p, n)
    assert 0 <= low <= p + 1e-12
    assert p - 1e-12 <= high <= 1
    for q in (low, high):
        assert (p - q) ** 2 == pytest.approx(z * z * q * (1 - q) / n, abs=1e-12)


def test_that_wilsons_interval_is_that_of_the_textbook() -> None:
    # Newcombe 1998, table I, method 3: 81 of 263 is 0.2553 to 0.3662; 0 of 20 is 0.0000 to 0.1611; 1 of 29 is 0.0061 to 0.1718.
    for k, n, low, high in ((81, 263, 0.2553, 0.3662), (0, 20, 0.0, 0.1611), (1, 29, 0.0061, 0.1718)):
        assert wilson(k / n, n) == pytest.approx((low, high), abs=5e-5)


def test_that_the_bootstrap_agrees_with_all_samples_there_are() -> None:
    values = [0.0, 1.0, 5.0, 2.0]
    every = sorted(sum(values[i] for i in draw) / 4 for draw in np.ndindex(4, 4, 4, 4))
    found = mean_of([[value] for value in values], binary=False)
    assert found.method == "bootstrap"
    assert found.mean == 2.0
    # of 256 equally probable samples; 2,000 draws know the 2.5th percentile up to about one step between neighbouring means
    assert every[2] <= found.low <= every[11]
    assert every[-12] <= found.high <= every[-3]


@given(st.lists(st.lists(st.sampled_from([0.0, 1.0]), max_size=4), max_size=12))
def test_that_rows_count_and_not_cells(rows: list[list[float]]) -> None:
    found = mean_of(rows, binary=True)
    means = [sum(row) / len(row) for row in rows if row]
    assert found.n_rows == len(means)
    if means:
        assert found.mean == pytest.approx(sum(means) / len(means))
        assert (found.method == "wilson") == all(len(row) <= 1 for row in rows)
        assert math.isnan(found.low) or found.low - 1e-9 <= found.mean <= found.high + 1e-9


def test_that_a_summary_tells_the_rows_chosen_on_from_those_held_out() -> None:
    world = World(write=lambda text: "yes" if "Please" in text else "no")
    driver = GridDriver(grid(models=("a",), holdout=0.4))
    world.run(driver)
    scorer = Scorer(driver.layout)
    found = summarise(driver.layout, lambda score, place: scorer.score(score, place, driver.states[place].outcomes), lambda _place: True)
    held = driver.layout.held_out
    yes = {row for row, (_, label) in enumerate(TABLE.rows) if label == "yes"}
    plain, polite = found.lines
    assert polite.chosen[0].mean == pytest.approx(len(yes - held) / 3)
    assert polite.held_out[0].mean == pytest.approx(len(yes & held) / 2)
    assert plain.chosen[0].mean == pytest.approx(1 - polite.chosen[0].mean)
    assert found.best == (1 if polite.chosen[0].mean > 0.5 else 0,)
    assert found.majority[0] == max(len(yes - held), 3 - len(yes - held)) / 3


def test_that_several_seeds_are_one_observation_a_row() -> None:
    world = World()
    driver = GridDriver(grid(models=("a",), seeds=(1, 2, 3), settings=(GridSetting("s", SamplerSettings(temperature=1.0)),), holdout=0.0))
    world.run(driver)
    scorer = Scorer(driver.layout)
    found = summarise(driver.layout, lambda score, place: scorer.score(score, place, driver.states[place].outcomes), lambda _place: True)
    assert found.lines[0].chosen[0].n_rows == 5
    assert found.lines[0].chosen[0].method == "bootstrap"
    assert found.lines[0].n_cells == 15
