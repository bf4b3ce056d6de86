"""The tree of branches, the replay and the remarks on a prompt, in the Playground with children that answer as told."""

from __future__ import annotations

import json

import made_steps as made
import numpy as np
import pytest
from answering import Answering
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit

from workbench.gui.panels.playground import PlaygroundPanel
from workbench.values import (
    Branch,
    Branches,
    BranchesRequest,
    GenerateRequest,
    PromptCheck,
    PromptCheckRequest,
    PromptFinding,
    ReplayRequest,
    ReplayResult,
    ReplayStep,
    RunAnnotateRequest,
    RunDeleteRequest,
    RunRecord,
    RunRequest,
    RunRow,
    RunsChanged,
    Subject,
)

WORDS = (" Paris", ",", " the", " city")
PROMPT = "The capital of France is"


class Family:
    """Two runs of one prompt: the second took another token at the third step. `gone`: those that were deleted."""

    def __init__(self) -> None:
        self.gone: set[int] = set()
        self.names: dict[int, str] = {}
        self.first = [made.step(index, word) for index, word in enumerate(WORDS)]
        self.other = int(self.first[2].top_ids[2])
        self.second = [made.step(index, word) for index, word in enumerate((" big", " town"))]

    def branch(self, run: int) -> Branch:
        steps, kept = (self.first, ()) if run == 12 else (self.second, (self.first[0].id, self.first[1].id, self.other))
        return Branch(
            run, None if run == 12 else 12, "done", self.names.get(run, ""), "m", "2026-01-01T00:00:00", np.asarray(kept, np.int32),
            " an" if kept else "", " an" if kept else "", -1.5, np.asarray([step.id for step in steps], np.int32),
            tuple(step.token for step in steps), tuple(step.text for step in steps),
            np.asarray([step.logprob_raw for step in steps], np.float32),
        )  # fmt: skip

    def branches(self, request: BranchesRequest) -> Branches:
        return Branches(request, tuple(self.branch(run) for run in (12, 13) if run not in self.gone))

    def delete(self, request: RunDeleteRequest) -> RunsChanged:
        self.gone = self.gone - set(request.ids) if request.restore else self.gone | set(request.ids)
        return RunsChanged(request.ids)

    def annotate(self, request: RunAnnotateRequest) -> RunsChanged:
        self.names[request.id] = request.note or ""
        return RunsChanged((request.id,))

    def record(self, request: RunRequest) -> RunRecord:
        kept = () if request.id == 12 else tuple(self.branch(13).kept.tolist())
        asked = GenerateRequest(Subject("m", PROMPT), seed=5, forced_ids=kept, parent_run=None if request.id == 12 else 12)
        steps = self.first if request.id == 12 else self.second
        start = made.started(asked)
        if kept:
            spans = np.tile(start.prompt.byte_spans[-1:, 1:], (3, 2))
            start = made.with_prompt(
                start,
                ids=np.concatenate([start.prompt.ids, np.asarray(kept, np.int32)]),
                byte_spans=np.concatenate([start.prompt.byte_spans, spans]),
            )
        row = RunRow(request.id, "01", "generate", "done", "m", "ab", "2026-01-01T00:00:00", "", "", asked.parent_run, (), "")
        return RunRecord(row, asked, (start, *steps), made.result(steps), "", {}, {})


@pytest.fixture
def family():
    return Family()


@pytest.fixture
def answering(family):
    built = Answering()
    built.answers |= {
        BranchesRequest: family.branches, RunDeleteRequest: family.delete, RunAnnotateRequest: family.annotate, RunRequest: family.record,
    }  # fmt: skip
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
    built.resize(1100, 700)
    built.show()
    yield built
    built.close()
    built.deleteLater()


@pytest.fixture
def tree(panel, session, family, wait_until):
    """The tree of a stored run that was opened."""
    session.open_run(family.record(RunRequest(12)))
    panel.writing.side.switch.button("tree").click()
    view = panel.writing.side.tree
    wait_until(lambda: view.tree.branches.root.children)
    return view


def rows(view) -> list[tuple[str, list[int]]]:
    return [("".join(token[1] for token in node.tokens), node.runs) for node in view.tree.branches.root.each() if node.parent is not None]


def test_that_a_run_opened_again_brings_its_whole_tree(tree):
    assert rows(tree) == [(" Paris,", []), (" the city", [12]), (" an big town", [13])]


def test_that_walking_the_tree_shows_the_run_whose_row_it_is(panel, tree, wait_until):
    tree.tree.setFocus()
    for _ in range(2):
        QTest.keyClick(tree.tree, Qt.Key.Key_Down)
    wait_until(lambda: panel.continuation.run_id == 13 and panel.continuation.n_kept == 3)
    assert panel.writing.flow.text() == " Paris, an big town"
    assert [step.text for step in panel.continuation.steps] == [" Paris", ",", " an", " big", " town"]
    QTest.keyClick(tree.tree, Qt.Key.Key_Up)
    wait_until(lambda: panel.continuation.run_id == 12)
    assert panel.writing.flow.current == 2


def test_that_a_branch_is_named_in_its_row(panel, tree, family, wait_until):
    tree.tree.setCurrentIndex(tree.tree.branches.index_of(tree.tree.branches.root.children[0].children[1]))
    QTest.keyClick(tree.tree, Qt.Key.Key_F2)
    editor = tree.tree.findChild(QLineEdit)
    QTest.keyClicks(editor, "the other")
    QTest.keyClick(editor, Qt.Key.Key_Return)
    wait_until(lambda: family.names == {13: "the other"})
    wait_until(lambda: any(node.name == "the other" for node in tree.tree.branches.root.each()))


def test_that_pruning_can_be_undone(panel, tree, family, wait_until):
    tree.tree.setCurrentIndex(tree.tree.branches.index_of(tree.tree.branches.root.children[0].children[1]))
    QTest.keyClick(tree.tree, Qt.Key.Key_Delete)
    wait_until(lambda: rows(tree) == [(" Paris, the city", [12])])
    assert family.gone == {13}
    assert panel.frame.bar.what.text() == "1 branch pruned."
    panel.frame.bar.action.click()
    wait_until(lambda: len(rows(tree)) == 3)
    assert not family.gone


def test_that_a_tree_is_not_pruned_to_nothing(tree, family):
    tree.tree.setCurrentIndex(tree.tree.branches.index_of(tree.tree.branches.root.children[0]))
    assert not tree.prune.isEnabled()
    QTest.keyClick(tree.tree, Qt.Key.Key_Delete)
    assert not family.gone


def test_that_the_tree_leaves_the_window_as_json_and_as_an_outline(tree, tmp_path, qapp):
    tree.copy_outline()
    assert qapp.clipboard().text().splitlines()[0] == PROMPT
    tree.write(tmp_path / "tree.json", json.dumps({}))
    assert (tmp_path / "tree.json").read_text() == "{}"
    tree.write(tmp_path / "no" / "tree.json", "")
    assert tree._common.bar.error.code == "file-not-written"
    assert [row[0] for row in tree.rows()][1:] == [0, 1, 1]


def test_that_the_row_of_a_running_branch_grows(panel, session, answering, family, wait_until):
    panel.writing.side.switch.button("tree").click()
    panel.generate.click()
    job, request = answering.job_of(GenerateRequest), answering.asked_of(GenerateRequest)[-1]
    family.first, family.gone = family.first[:1], {13}
    answering.give(session, job, made.started(request), made.step(0, " Paris"))
    view = panel.writing.side.tree
    wait_until(lambda: rows(view) == [(" Paris", [12])])
    answering.give(session, job, made.step(1, ","), made.step(2, " the"))
    wait_until(lambda: rows(view) == [(" Paris, the", [12])])
    assert view.tree.branches.root.children[0].state == "running"


# replay


def replayed(panel, session, answering, family):
    session.open_run(family.record(RunRequest(12)))
    note = next(note for note in panel.notes.notes if note.action == "Replay")
    note.act()
    (request,) = answering.asked_of(ReplayRequest)
    assert request.stored_ids.tolist() == [step.id for step in family.first]
    return answering.job_of(ReplayRequest)


def said(panel) -> str:
    return " ".join(note.text for note in panel.notes.notes)


def test_that_a_replay_says_that_every_step_came_out_again(panel, session, answering, family, wait_until):
    job = replayed(panel, session, answering, family)
    answering.give(session, job, *(ReplayStep(index, step.id, step.id, step.token, 1e-7) for index, step in enumerate(family.first)))
    wait_until(lambda: "4 steps, all the same so far" in said(panel))
    answering.give(session, job, ReplayResult(12, 4, None, None, 2e-7, (), ()), last=True)
    assert "Reproduced, 4 of 4 steps" in said(panel)


def test_that_a_replay_that_parts_says_where_and_why_it_may(panel, session, answering, family):
    job = replayed(panel, session, answering, family)
    step = ReplayStep(2, family.first[2].id, 7, " a", 0.25)
    answering.give(session, job, ReplayResult(12, 4, 2, step, 0.25, (("kernels", "packed", "plain"),), ("kernels",)), last=True)
    for words in ("Step 3 of 4", "now ·a", "other kernels", "kernels: packed → plain"):
        assert words in said(panel)
    assert panel.writing.flow.current == 2
    assert any(note.warn for note in panel.notes.notes)


# remarks on a prompt


def checked(*findings: PromptFinding, n_tokens: int = 6):
    return lambda request: PromptCheck(request, n_tokens, 64, findings)


@pytest.mark.parametrize(
    ("text", "finding", "words", "mended"),
    [
        (PROMPT + " ", PromptFinding("trailing-space", (" ", " the"), 30_000, 24, 25), "“·the” and 29,999 other words", PROMPT),
        ("a</s>b", PromptFinding("special-typed", ("</s>",), 1, 1, 5), "Typed in the text: </s>", "ab"),
        ("a[INST]b", PromptFinding("special-unknown", ("[INST]", "[", "INST", "]"), 3, 1, 7), "3 ordinary tokens ([ INST ])", "ab"),
        ("한국어 word", PromptFinding("prompt-too-long", (), 12, 9), "12 are too many", " word"),
    ],
)
def test_that_what_misleads_is_said_and_mended_with_a_click(panel, session, answering, wait_until, text, finding, words, mended):
    answering.answers[PromptCheckRequest] = checked(finding)
    session.change_subject(text=text)
    wait_until(lambda: words in said(panel))
    answering.answers[PromptCheckRequest] = checked()
    next(note for note in panel.notes.notes if words in note.text).act()
    assert session.subject.text == mended
    wait_until(lambda: words not in said(panel))


def test_that_a_missing_template_and_too_little_room_are_mended(panel, session, answering, wait_until):
    answering.answers[PromptCheckRequest] = checked(
        PromptFinding("template-missing", ("<|im_start|>",)), PromptFinding("room-short", number=9)
    )
    session.change_subject(text="What is it?")
    wait_until(lambda: len(panel.notes.notes) == 2)
    template, room = panel.notes.notes
    assert "<|im_start|>" in template.text
    room.act()
    assert panel.controls.max_new_tokens() == 9
    template.act()
    assert session.subject.form == "user"


def test_that_nobody_is_asked_about_a_prompt_that_is_not_looked_at(panel, session, answering, wait_until):
    wait_until(lambda: answering.asked_of(PromptCheckRequest))
    panel.hide()
    session.change_subject(text="unseen ")
    assert not panel.common.prompt._rest.isActive()
