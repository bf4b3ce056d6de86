"""The tree of branches that a run belongs to: what is in it, where each branch began, and what that cost."""

from __future__ import annotations

import dataclasses
import math

import numpy as np
import pytest
from store_samples import request, result, started, step

from workbench.errors import WorkbenchError
from workbench.store import Store
from workbench.values import Branch, Branches, BranchesRequest, RunAnnotateRequest, RunDeleteRequest, TokenStep

ROOT = (1, 2, 3)


def choice(index: int, token: int, *, others: dict[int, float] | None = None) -> TokenStep:
    """A step that chose `token`, with the log-probabilities of other tokens recorded beside it."""
    recorded = {token: -0.5 - index, **(others or {})}
    return dataclasses.replace(
        step(index),
        id=token,
        token=f"t{token}",
        text=f" {token}",
        logprob_raw=recorded[token],
        top_ids=np.asarray(list(recorded), np.int32),
        top_texts=tuple(f"t{one}" for one in recorded),
        top_logprob_raw=np.asarray(list(recorded.values()), np.float32),
        top_logprob_final=np.asarray(list(recorded.values()), np.float32),
    )


def generation(store: Store, ids: tuple[int, ...], *, kept: tuple[int, ...] = (), parent: int | None = None, **changes: object) -> int:
    asked = request(forced_ids=kept, parent_run=parent, **changes)
    recording = store.begin(asked)
    recording.see(started(asked))
    for index, token in enumerate(ids):
        recording.see(choice(index, token, others={token + 100: -3.0 - index}))
    recording.see(result())
    recording.finish("done")
    assert recording.run_id is not None
    return recording.run_id


def tree(store: Store, run_id: int, **options: int) -> dict[int, Branch]:
    found = store.answer(BranchesRequest(run_id, **options))
    assert isinstance(found, Branches)
    return {branch.id: branch for branch in found.branches}


@pytest.fixture
def family(store: Store) -> tuple[int, int, int]:
    """A run, a branch at its second token, and a branch of that one at its first own token."""
    root = generation(store, ROOT)
    child = generation(store, (7, 8), kept=(1, 102), parent=root)
    grandchild = generation(store, (9,), kept=(1, 102, 107), parent=child)
    return root, child, grandchild


def test_that_any_run_of_a_tree_gives_the_whole_tree(store: Store, family: tuple[int, int, int]) -> None:
    generation(store, (5,))  # another prompt's tree
    for run_id in family:
        assert tuple(tree(store, run_id)) == family


def test_that_a_branch_knows_its_tokens_and_what_its_first_differing_one_cost(store: Store, family: tuple[int, int, int]) -> None:
    root, child, grandchild = family
    found = tree(store, root)
    assert found[root].ids.tolist() == [1, 2, 3]
    assert found[root].parent_id is None
    assert found[child].kept.tolist() == [1, 102]
    assert (found[child].kept_token, found[child].kept_logprob) == ("t102", -4.0)
    assert found[grandchild].parent_id == child
    assert (found[grandchild].kept_token, found[grandchild].kept_logprob) == ("t107", -3.0)
    assert found[grandchild].tokens == ("t9",)
    assert found[root].logprobs.tolist() == [-0.5, -1.5, -2.5]


def test_that_a_branch_at_a_token_kept_from_further_up_finds_it_there(store: Store, family: tuple[int, int, int]) -> None:
    _root, child, _grandchild = family
    again = generation(store, (4,), kept=(101,), parent=child)
    found = tree(store, again)[again]
    assert (found.kept_token, found.kept_logprob) == ("t101", -3.0)


def test_that_a_token_nobody_recorded_has_no_probability(store: Store, family: tuple[int, int, int]) -> None:
    root = family[0]
    strange = tree(store, root) | tree(store, generation(store, (4,), kept=(1, 999), parent=root))
    newest = strange[max(strange)]
    assert newest.kept_token == ""
    assert math.isnan(newest.kept_logprob)


def test_that_a_pruned_branch_leaves_the_tree_and_its_own_branches_stay(store: Store, family: tuple[int, int, int]) -> None:
    root, child, grandchild = family
    store.answer(RunDeleteRequest((child,)))
    assert tuple(tree(store, grandchild)) == (root, grandchild)
    store.answer(RunDeleteRequest((child,), restore=True))
    assert tuple(tree(store, root)) == family


def test_that_a_branch_carries_the_name_a_person_gave_it(store: Store, family: tuple[int, int, int]) -> None:
    store.answer(RunAnnotateRequest(family[1], note="the other city"))
    assert tree(store, family[0])[family[1]].name == "the other city"


def test_that_the_next_answer_of_a_conversation_is_no_branch(store: Store) -> None:
    first = generation(store, (1,), messages=(("user", "hello"),))
    second = generation(store, (2,), messages=(("user", "hello"), ("assistant", "1"), ("user", "and?")), parent=first)
    assert tuple(tree(store, first)) == (first,)
    assert tuple(tree(store, second)) == (second,)


def test_that_a_large_tree_gives_its_newest_runs_and_says_how_many_are_left_out(store: Store, family: tuple[int, int, int]) -> None:
    found = store.answer(BranchesRequest(family[0], limit=2, steps_limit=1))
    assert isinstance(found, Branches)
    assert [branch.id for branch in found.branches] == list(family[1:])
    assert found.left_out == 1
    assert found.branches[0].ids.tolist() == [7]


def test_that_a_run_which_is_not_there_is_named(store: Store) -> None:
    with pytest.raises(WorkbenchError) as told:
        store.answer(BranchesRequest(99))
    assert told.value.code == "run-missing"
