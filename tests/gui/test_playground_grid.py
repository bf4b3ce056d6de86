"""Grids in the Playground: what is written on the left, cells as they come on the right, and what is not computed again."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from answering import Answering
from made_encodings import encode
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from workbench.errors import WorkbenchError
from workbench.gui import i18n
from workbench.gui.panels.playground import PlaygroundPanel
from workbench.prompts import Layout
from workbench.prompts.board import Board
from workbench.prompts.driver import CellState
from workbench.values import (
    BadRow,
    ChatPrompt,
    ChatPromptRequest,
    GenerateRequest,
    GenerationResult,
    GridCellDone,
    GridCellFailed,
    GridKernels,
    GridKernelsRequest,
    GridKnown,
    GridKnownRequest,
    GridOutcome,
    GridPrompts,
    GridPromptsRequest,
    GridScore,
    GridSetting,
    GridStarted,
    LikelihoodRequest,
    ModelList,
    ModelListRequest,
    PromptGridRequest,
    PromptTable,
    PromptTemplate,
    RunList,
    RunListRequest,
    RunRecord,
    RunRow,
    TableRead,
    TableRequest,
    Tokenized,
    TokenizeRequest,
)

TABLE = PromptTable(("text", "label"), (("good", "yes"), ("bad", "no"), ("fine", "yes")))
GRID = PromptGridRequest(
    title="Feelings",
    templates=(PromptTemplate("plain", "{text}?"), PromptTemplate("polite", "Please: {text}?")),
    table=TABLE,
    models=("m",),
    scores=(GridScore("exact"),),
    reference="{label}",
    holdout=0.0,
)
HIDDEN = "<|im_start|>system\nYou are helpful<|im_end|>"


def ids_of(text: str) -> np.ndarray:
    return np.frombuffer(text.encode(), np.uint8).astype(np.int32)


class Grids(Answering):
    """Knows prompts and what was computed; the engine answers when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.record: dict[str, GridOutcome] = {}
        self.answers |= {
            GridPromptsRequest: self._read,
            GridKernelsRequest: lambda _request: GridKernels("packed"),
            GridKnownRequest: lambda request: GridKnown(tuple(self.record[key] for key in request.keys if key in self.record)),
            TokenizeRequest: lambda request: Tokenized(request, encode(request.subject.text), "", 8192),
            ChatPromptRequest: lambda request: ChatPrompt(request, "{{ messages }}", encode(HIDDEN), 8192),
            ModelListRequest: lambda _request: ModelList((), ""),
            RunListRequest: lambda request: RunList(request, (), 0),
        }

    def _read(self, request: GridPromptsRequest) -> GridPrompts:
        every = [ids_of(prompt.system + prompt.text) for prompt in request.prompts]
        return GridPrompts(np.concatenate(every), np.cumsum([len(one) for one in every]), "sha-m", 8192)

    def write(self, request: GenerateRequest, text: str = "yes") -> GenerationResult:
        prompt = "".join(content for _role, content in request.messages) or request.subject.text
        return GenerationResult(ids_of(prompt), ids_of(text), text, "", "eos", 0, 1.0, 1.0)

    def answer_next(self, session, text: str = "yes") -> None:
        """Compute the work that the engine was asked for first."""
        job, request = self.waiting()[0]
        self.give(session, job, self.write(request, text), last=True)
        self.given.add(job)

    def fail_next(self, session, error: WorkbenchError) -> None:
        job, _request = self.waiting()[0]
        self.give(session, job, error=error)
        self.given.add(job)

    def waiting(self) -> list[tuple[int, GenerateRequest]]:
        gone = {*self.cancelled, *self.given}
        return [(job, request) for job, request in self.asked if isinstance(request, GenerateRequest) and job not in gone]

    @property
    def given(self) -> set[int]:
        return self.__dict__.setdefault("_given", set())


@pytest.fixture
def answering():
    built = Grids()
    yield built
    built.close()


@pytest.fixture
def session(qapp, answering):
    built = answering.session()
    built.change_subject(model="m", text="x")
    yield built
    built.deleteLater()


@pytest.fixture
def panel(session):
    built = PlaygroundPanel(session)
    built.resize(1200, 760)
    built.show()
    QTest.mouseClick(built.modes.button("grid"), Qt.MouseButton.LeftButton)
    yield built
    built.close()
    built.deleteLater()


@pytest.fixture
def grid(panel):
    panel.grid.draft.load(GRID)
    return panel.grid


def settle(session) -> None:
    """Prompts, kernels and what is known are asked for one after the other, and answered at once."""
    for _ in range(8):
        session.deliver()


def start(panel, session) -> None:
    panel.generate.click()
    settle(session)


def run(panel, session, answering, *texts: str) -> None:
    start(panel, session)
    for text in texts:
        answering.answer_next(session, text)
        settle(session)


def words(grid) -> list[list[str]]:
    cells = grid.results.cells
    return [[cells.data(cells.index(row, column)) for column in range(cells.columnCount())] for row in range(cells.rowCount())]


def means(grid) -> list[list[str]]:
    grid.results.show_view("summary")
    means = grid.results.means
    return [[means.data(means.index(row, column)) for column in range(means.columnCount())] for row in range(means.rowCount())]


def record(request: PromptGridRequest, *events: object, status: str = "interrupted") -> RunRecord:
    row = RunRow(7, "01", "grid", status, "m", "ab", "2026-01-01T00:00:00", "", "3 of 6 cells", None, (), "")
    return RunRecord(row, request, (GridStarted(6), *events), None, "", {}, {})


def weighed(key: str, **nats: float) -> GridOutcome:
    names, numbers = tuple(f" {name}" for name in nats), np.array(list(nats.values()))
    return GridOutcome(key, "likelihood", "sha-m", "float32", "packed", ids_of("p"), 0.5, ids_of(""), numbers, continuations=names)


def outcome(key: str, text: str) -> GridOutcome:
    return GridOutcome(key, "generate", "sha-m", "float32", "packed", ids_of("p"), 0.5, ids_of(text), np.zeros(0), text, "eos")


# running


def test_that_cells_fill_in_while_the_grid_runs(panel, session, answering, grid):
    run(panel, session, answering, "yes")
    assert panel.generate.text() == "Stop"
    assert words(grid) == [["✓ yes", "·"], ["▶", "·"], ["▶", "·"]]
    for _ in range(5):
        answering.answer_next(session, "no")
        settle(session)
    assert words(grid) == [["✓ yes", "✕ no"], ["✓ no", "✓ no"], ["✕ no", "✕ no"]]
    assert panel.generate.text() == "Run the grid"
    assert "6 cells = 2 templates × 3 rows" in grid.status.text()


def test_that_a_grid_asks_for_what_the_playground_itself_would(panel, session, answering, grid):
    setting = GridSetting("three", max_new_tokens=3, stop=("\n",))
    grid.draft.change(settings=(setting,))
    start(panel, session)
    first = answering.waiting()[0][1]
    assert (first.subject.model, first.subject.text, first.max_new_tokens, first.stop) == ("m", "good?", 3, ("\n",))


def test_that_how_far_it_is_is_said_with_the_number_of_its_run(panel, session, answering, grid):
    run(panel, session, answering, "yes", "no")
    assert grid.status.text().startswith("2 of 6 cells")
    assert "run 12" in grid.status.text()


def test_that_means_have_intervals_and_promise_less_on_new_rows(panel, session, answering, grid):
    run(panel, session, answering, "yes", "no", "yes", "no", "no", "no")
    best, other = means(grid)
    assert best == ["plain", "m", "greedy", "3/3", "★ 100 %  44–100"]
    assert other == ["polite", "m", "greedy", "3/3", "33 %  6–79"]
    assert "expect less on new ones" in grid.results.says.text()
    assert "Wilson" in grid.results.means.data(grid.results.means.index(0, 4), Qt.ItemDataRole.ToolTipRole)


def test_that_rows_held_out_are_marked_and_have_means_of_their_own(panel, session, answering, grid):
    grid.draft.change(holdout=0.25, table=PromptTable(TABLE.columns, tuple((f"text {number}", "yes") for number in range(8))))
    run(panel, session, answering, *["yes"] * 16)
    headers = [grid.results.cells.headerData(row, Qt.Orientation.Vertical) for row in range(8)]
    assert sum("◇" in header for header in headers) == 2
    assert grid.results.means.headerData(5, Qt.Orientation.Horizontal) == "exact, held out"


def test_that_a_sign_stands_before_what_it_judges(panel, session, answering, grid):
    grid.draft.change(scores=(GridScore("label"), GridScore("exact")), labels=("yes", "no"))
    state = CellState("done", {"generate": outcome("a", "perhaps"), "likelihood": weighed("b", yes=-1.0, no=-2.0)})
    board = Board(Layout(grid.draft.request), [state] * 6)
    grid.results.cells.set_board(board)
    assert words(grid)[:2] == [["✓ yes · perhaps"] * 2, ["✕ yes · perhaps"] * 2]
    grid.results.cells.set_board(Board(Layout(dataclasses.replace(board.layout.request, scores=(GridScore("exact"),))), [state] * 6))
    assert words(grid)[0] == ["✕ perhaps"] * 2


def test_that_what_is_the_same_in_every_line_of_means_is_not_repeated(panel, session, answering, grid):
    run(panel, session, answering, *["yes"] * 6)
    assert [grid.results.summary.isColumnHidden(column) for column in range(5)] == [False, True, True, False, False]
    grid.models.few.click()
    run(panel, session, answering)
    assert not grid.results.summary.isColumnHidden(2)


def test_that_only_the_rows_on_screen_are_painted(panel, session, answering, grid):
    grid.draft.change(table=PromptTable(("text", "label"), tuple((f"row {number}", "yes") for number in range(5000))))
    start(panel, session)
    assert grid.results.cells.rowCount() == 5000
    assert grid.results.table.rowAt(grid.results.table.viewport().height()) < 60
    panel.generate.click()
    assert not grid.running


# giving up and trying again


def test_that_stop_keeps_what_was_computed_and_gives_up_the_rest(panel, session, answering, grid):
    run(panel, session, answering, "yes")
    panel.generate.click()
    settle(session)
    assert [state.state for state in grid.runner.board.states] == ["done", *["cancelled"] * 5]
    assert answering.waiting() == []
    assert panel.generate.text() == "Run the grid"


def test_that_one_cell_can_be_given_up_and_asked_for_again(panel, session, answering, grid):
    start(panel, session)
    grid.results.table.setCurrentIndex(grid.results.cells.index(2, 1))
    grid.results.cell.cancel.click()
    assert words(grid)[2][1] == "◼"
    assert grid.running
    assert not grid.results.cell.cancel.isVisible()
    grid.results.cell.retry.click()
    assert words(grid)[2][1] == "·"


def test_that_a_failed_cell_says_why_and_is_computed_when_asked_again(panel, session, answering, grid):
    start(panel, session)
    error = WorkbenchError("child-died", role="engine", cause="out of memory", details="")
    answering.fail_next(session, error)
    settle(session)
    for _ in range(5):
        answering.answer_next(session)
        settle(session)
    assert words(grid)[0][0].startswith("! ")
    assert [line[3] for line in means(grid)] == ["2/3", "3/3"]
    cell = grid.results.cell
    assert "The engine process ended: out of memory." in cell.view.toPlainText()
    answering.record = {
        state.outcomes["generate"].key: state.outcomes["generate"] for state in grid.runner.board.states if "generate" in state.outcomes
    }
    n_asked = len(answering.asked_of(GenerateRequest))
    cell.retry.click()
    settle(session)
    answering.answer_next(session)
    settle(session)
    assert words(grid)[0][0] == "✓ yes"
    assert len(answering.asked_of(GenerateRequest)) == n_asked + 1


def test_that_cells_known_from_before_are_not_computed_again(panel, session, answering, grid):
    run(panel, session, answering, *["yes"] * 6)
    answering.record = {state.outcomes["generate"].key: state.outcomes["generate"] for state in grid.runner.board.states}
    n_asked = len(answering.asked_of(GenerateRequest))
    start(panel, session)
    assert len(answering.asked_of(GenerateRequest)) == n_asked
    assert {state.state for state in grid.runner.board.states} == {"known"}


def test_that_editing_one_template_computes_its_cells_alone(panel, session, answering, grid):
    run(panel, session, answering, *["yes"] * 6)
    answering.record = {state.outcomes["generate"].key: state.outcomes["generate"] for state in grid.runner.board.states}
    grid.prompts.list.list.setCurrentRow(1)
    grid.prompts.text.setPlainText("Kindly: {text}?")
    n_asked = len(answering.asked_of(GenerateRequest))
    run(panel, session, answering, *["no"] * 3)
    asked = answering.asked_of(GenerateRequest)[n_asked:]
    assert [request.subject.text for request in asked] == ["Kindly: good?", "Kindly: bad?", "Kindly: fine?"]
    assert not grid.running


# stored


def test_that_a_stored_grid_is_shown_and_only_what_is_missing_is_run(panel, session, answering, grid):
    run(panel, session, answering, *["yes"] * 6)
    states = [state.outcomes["generate"] for state in grid.runner.board.states]
    answering.record = {found.key: found for found in states[:3]}
    done = [GridCellDone((place,), states[place]) for place in range(3)]
    session.open_run(record(GRID, *done, GridCellFailed((3,), "generate", "child-died", {"role": "engine", "cause": "x", "details": ""})))
    assert panel.mode == "grid"
    assert words(grid)[0] == ["✓ yes", "✓ yes"]
    assert words(grid)[1][1].startswith("! ")
    assert any("3 cells are missing" in note.text for note in panel.notes.notes)
    n_asked = len(answering.asked_of(GenerateRequest))
    run(panel, session, answering, *["yes"] * 3)
    assert len(answering.asked_of(GenerateRequest)) == n_asked + 3
    assert grid.runner.request.parent_run == 7


def test_that_a_grid_that_was_broken_off_is_offered(session, answering):
    row = record(GRID).row
    answering.answers[RunListRequest] = lambda request: RunList(request, (row,), 1)
    built = PlaygroundPanel(session)
    built.show()
    QTest.mouseClick(built.modes.button("grid"), Qt.MouseButton.LeftButton)
    session.deliver()
    assert any("Grid 7 was broken off: 3 of 6 cells" in note.text for note in built.notes.notes)
    built.close()
    built.deleteLater()


# the cell


def test_that_a_cell_shows_its_exact_ids_and_its_variables(panel, session, answering, grid):
    run(panel, session, answering, "yes")
    shown = grid.results.cell.view.toPlainText()
    assert "good?" in shown
    assert " ".join(map(str, ids_of("good?"))) in shown
    assert "underline" in grid.results.cell.view.toHtml()


def test_that_a_hidden_system_message_is_shown(panel, session, answering, grid):
    grid.draft.change(templates=(PromptTemplate("chat", "{text}?", form="user"),))
    run(panel, session, answering, "yes")
    assert "You are helpful" in grid.results.cell.view.toPlainText()


def test_that_a_cell_opens_in_the_mode_of_its_prompt(panel, session, answering, grid):
    run(panel, session, answering, "yes")
    grid.results.cell.open.click()
    assert panel.mode == "complete"
    assert session.subject.text == "good?"
    QTest.mouseClick(panel.modes.button("grid"), Qt.MouseButton.LeftButton)
    assert words(grid)[0][0] == "✓ yes"


# writing


def test_that_templates_are_added_copied_edited_and_deleted(panel, grid):
    prompts = grid.prompts
    prompts.list.duplicate.click()
    assert [one.name for one in grid.draft.request.templates] == ["plain", "plain 2", "polite"]
    prompts.text.setPlainText("{text}!")
    QTest.keyClicks(prompts.name, "b")
    assert (grid.draft.request.templates[1].name, grid.draft.request.templates[1].text) == ("plain 2b", "{text}!")
    assert grid.draft.request.templates[0].text == "{text}?"
    prompts.list.add.click()
    assert grid.draft.request.templates[-1] == PromptTemplate("A", "")
    for _ in range(2):
        prompts.list.delete.click()
    assert [one.name for one in grid.draft.request.templates] == ["plain", "plain 2b"]


def test_that_rows_are_typed_added_and_deleted(panel, grid):
    rows = grid.rows_
    assert rows.model.setData(rows.model.index(0, 0), "great")
    rows.model.setData(rows.model.index(2, 1), "여\n러 줄")
    assert grid.draft.request.table.rows == (("great", "yes"), ("bad", "no"), ("fine", "여\n러 줄"))
    assert rows.model.data(rows.model.index(2, 1)) == "여⏎러 줄"
    rows.table.selectRow(1)
    rows.delete.click()
    assert [row[0] for row in grid.draft.request.table.rows] == ["great", "fine"]


def test_that_a_file_of_rows_is_imported_and_what_was_left_out_is_said(panel, session, answering, grid):
    read = TableRead(PromptTable(("review", "label"), (("ok", "yes"),), "/data/reviews.csv"), (BadRow(3, 5, 2),), ",", "utf-8")
    answering.answers[TableRequest] = lambda _request: read
    grid.rows_.take("/data/reviews.csv")
    session.deliver()
    assert grid.draft.request.table.columns == ("review", "label")
    assert "line 3 has 5 fields, not 2" in grid.rows_.about.text()
    panel.generate.click()
    assert panel.frame.bar.error.code == "template-column"


def test_that_a_file_that_is_no_table_is_answered_for_in_the_panel(panel, session, answering, grid):
    error = WorkbenchError("table-bad", path="/x", reason="it is empty")
    answering.answers[TableRequest] = lambda _request: error
    grid.rows_.take("/x")
    session.deliver()
    assert panel.frame.bar.error is error
    assert grid.draft.request.table == TABLE


def test_that_settings_shots_and_seeds_are_written(panel, grid):
    models = grid.models
    models.few.click()
    assert [one.shots for one in grid.draft.request.settings] == [0, 1, 4]
    models.most.setValue(5)
    models.stop.setText(r"\n, END")
    models.stop.editingFinished.emit()
    assert (grid.draft.request.settings[0].max_new_tokens, grid.draft.request.settings[0].stop) == (5, ("\n", "END"))
    models.seeds.setText("1, 2 2")
    models.seeds.editingFinished.emit()
    assert grid.draft.request.seeds == (1, 2)


def test_that_scores_and_labels_are_written_and_labels_are_weighed(panel, session, answering, grid):
    scores = grid.scores
    scores.boxes["exact"].setChecked(False)
    scores.boxes["label"].setChecked(True)
    QTest.keyClicks(scores.labels_, "yes, no")
    assert grid.draft.request.scores == (GridScore("label"),)
    start(panel, session)
    assert answering.asked_of(GenerateRequest) == []
    assert set(answering.asked_of(LikelihoodRequest)[0].continuations) == {" yes", " no"}


def test_that_what_is_wrong_is_said_before_anything_runs(panel, answering, grid):
    grid.draft.change(templates=(PromptTemplate("plain", "{txt}?"),))
    assert "txt" in grid.status.text()
    panel.generate.click()
    assert panel.frame.bar.error.code == "template-column"
    assert not grid.running
    assert answering.asked_of(GridKernelsRequest) == []


def test_that_the_open_model_is_asked_where_none_is_ticked(panel, session, answering, grid):
    grid.draft.change(models=())
    start(panel, session)
    assert {request.subject.model for _job, request in answering.waiting()} == {"m"}


def test_that_what_was_written_is_there_after_a_restart(panel, session, grid):
    grid.draft.change(title="Kept")
    other = PlaygroundPanel(session)
    other.restore_state(panel.save_state())
    assert other.grid.draft.request == dataclasses.replace(GRID, title="Kept")
    other.deleteLater()


# the empty view


@pytest.mark.parametrize(("language", "words"), [("en", "Capitals (English)"), ("ko", "조사(한국어)")])
def test_that_an_empty_grid_offers_one_that_runs_at_once(panel, session, wait_until, language, words):
    i18n.use(language)
    wait_until(lambda: any(one.text() == words for one in panel.grid.empty.buttons()))
    button = next(one for one in panel.grid.empty.buttons() if one.text() == words)
    button.click()
    settle(session)
    assert panel.grid.running
    assert panel.grid.results.isVisible()


def test_that_what_is_saved_has_every_cell(panel, session, answering, grid):
    run(panel, session, answering, *["yes"] * 6)
    names, *rows = grid.rows()
    assert len(rows) == 6
    assert rows[0][names.index("text")] == "yes"
    assert "workbench" in grid.python()
    assert "Please: {text}?" in grid.python()
