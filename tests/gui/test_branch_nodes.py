"""Trees of tokens as rows: runs told apart by ids, beams with what was pruned."""

from __future__ import annotations

import json
import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from workbench.gui.widgets.branch_nodes import BeamNodes, as_json, outline, paths_of, tree_of
from workbench.values import NODE_STATES, Beam, BeamStep, Branch


def tokens(*ids: int) -> list:
    return [(token, f"t{token}", f" {token}", -0.5) for token in ids]


def branch(run: int, ids: tuple, *, parent: int | None = None, kept: tuple = (), logprob: float = -3.0, name: str = "") -> Branch:
    return Branch(
        run, parent, "done", name, "m", "2026-01-01T00:00:00", np.asarray(kept, np.int32), f"t{kept[-1]}" if kept else "",
        f" {kept[-1]}" if kept else "", logprob if kept else math.nan, np.asarray(ids, np.int32), tuple(f"t{one}" for one in ids),
        tuple(f" {one}" for one in ids), np.full(len(ids), -0.5, np.float32),
    )  # fmt: skip


def shape(node) -> list:
    return [[token[0] for token in node.tokens], node.runs, [shape(child) for child in node.children]]


def test_that_runs_part_where_their_ids_do():
    root = tree_of({1: tokens(1, 2, 3), 2: tokens(1, 2, 4, 5)})
    assert shape(root) == [[], [], [[[1, 2], [], [[[3], [1], []], [[4, 5], [2], []]]]]]


def test_that_the_same_text_of_other_ids_is_another_branch():
    one, other = [(1, "ab", "ab", -1.0)], [(2, "a", "a", -1.0), (3, "b", "b", -1.0)]
    assert len(tree_of({1: one, 2: other}).children) == 2


def test_that_a_run_that_ends_within_another_has_a_row_to_end_in():
    root = tree_of({1: tokens(1, 2, 3), 2: tokens(1, 2)})
    assert shape(root) == [[], [], [[[1, 2], [2], [[[3], [1], []]]]]]


@given(st.dictionaries(st.integers(1, 9), st.lists(st.integers(0, 2), min_size=1, max_size=6), min_size=1))
def test_that_every_run_can_be_read_back_from_the_tree(runs):
    root = tree_of({run: tokens(*ids) for run, ids in runs.items()})
    for run, ids in runs.items():
        rows = [node for node in root.each() if run in node.through and node.parent is not None]
        assert [token[0] for node in rows for token in node.tokens] == ids
        assert [node.end for node in rows if run in node.runs] == [len(ids)]
        assert rows[-1].total == pytest.approx(-0.5 * len(ids))
    for node in root.each():
        assert len({child.tokens[0][0] for child in node.children}) == len(node.children)


def test_that_a_branch_takes_its_kept_tokens_from_its_parent():
    paths = paths_of([branch(1, (1, 2, 3)), branch(2, (8,), parent=1, kept=(1, 7))])
    assert [token[0] for token in paths[2]] == [1, 7, 8]
    assert [token[3] for token in paths[2]] == pytest.approx([-0.5, -3.0, -0.5])


def test_that_a_branch_without_its_parent_says_what_is_not_known():
    paths = paths_of([branch(2, (8,), parent=1, kept=(1, 7))])
    assert paths[2][0][1] == "⟨1⟩"
    assert math.isnan(tree_of(paths).children[0].total)


def test_that_outline_and_json_hold_the_tree():
    root = tree_of({1: tokens(1, 2), 2: tokens(1, 3)}, {2: "the other"})
    lines = outline(root, "Prompt").splitlines()
    assert lines[0] == "Prompt"
    assert lines[3] == '    - " 3" “the other” (-1.00 nats, run 2)'
    found = json.loads(as_json(root, "Prompt"))
    assert [node["parent"] for node in found["nodes"]] == [None, 0, 1, 1]
    assert [node["ids"] for node in found["nodes"]] == [[], [1], [2], [3]]


def beam_step(index: int, nodes: list) -> BeamStep:
    """Nodes as (number, parent, id, total, state)."""
    return BeamStep(
        index, np.asarray([one[0] for one in nodes], np.int32), np.asarray([one[1] for one in nodes], np.int32),
        np.asarray([one[2] for one in nodes], np.int32), tuple(f"t{one[2]}" for one in nodes), np.full(len(nodes), -1.0, np.float32),
        np.asarray([one[3] for one in nodes], np.float64), np.asarray([NODE_STATES.index(one[4]) for one in nodes], np.uint8),
    )  # fmt: skip


@pytest.fixture
def beams() -> BeamNodes:
    made = BeamNodes()
    made.see(beam_step(0, [(1, 0, 5, -0.1, "kept"), (2, 0, 6, -0.2, "kept"), (3, 0, 7, -9.0, "pruned")]))
    made.see(beam_step(1, [(4, 2, 8, -0.3, "kept"), (5, 1, 9, -0.5, "kept"), (6, 1, 8, -3.0, "pruned")]))
    return made


def test_that_the_best_beam_goes_on_in_its_row_and_others_hang_below(beams):
    root = beams.tree()
    assert shape(root) == [[], [], [[[6, 8], [], []], [[5, 9], [], [[[8], [], []]]], [[7], [], []]]]
    assert [node.state for node in root.children] == ["kept", "kept", "pruned"]
    assert [token[0] for token in beams.tokens_to(beams.best)] == [6, 8]


def test_that_pruned_nodes_can_be_left_out(beams):
    assert all(node.state != "pruned" for node in beams.tree(pruned=False).each())
    assert sum(node.state == "pruned" for node in beams.tree().each()) == 2


def test_that_a_finished_beam_has_its_score(beams):
    beams.end([Beam(5, np.asarray([5, 9], np.int32), "59", -0.5, -0.25, "length")])
    rows = {node.last: node for node in beams.tree().each() if node.parent is not None}
    assert (rows[5].score, rows[5].state) == (-0.25, "finished")
    assert beams.best == 5
