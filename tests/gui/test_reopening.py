"""A saved picture brings back its model, text, panel and view; what speaks against it is said, and nothing is lost."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from answering import Answering
from made_steps import INFO
from PySide6.QtCore import QMimeData, QObject, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtWidgets import QLabel

from workbench.errors import WorkbenchError
from workbench.figures import Seal, read
from workbench.gui.preferences import Preferences
from workbench.gui.reopening import Reopening
from workbench.gui.shell import Shell
from workbench.gui.widgets import view_files
from workbench.gui.widgets.message_bar import MessageBar
from workbench.gui.window import Workspace
from workbench.values import (
    Ablation,
    DescribeRequest,
    Figure,
    FileInfo,
    GenerateRequest,
    Installable,
    ModelList,
    ModelListRequest,
    NeighborsRequest,
    RunRecord,
    RunRequest,
    RunRow,
    Selection,
    Subject,
    Term,
    TokenSource,
    TraceRequest,
    Whereabouts,
    WhereaboutsRequest,
)

MODEL = "smollm2-135m-instruct"
SUBJECT = Subject("/old/place.gguf", "한국 text", "no", "raw")
FIGURE = Figure("1", "attention", SUBJECT, Selection(0, 3, 2, 1), {"view": "heads"}, "s", "ab", TraceRequest(SUBJECT), run_ulid="")


# the real window


@pytest.fixture
def workspace(qapp, tmp_path, monkeypatch, smollm2, wait_until):
    folder = tmp_path / "home" / "models" / MODEL
    folder.mkdir(parents=True)
    (folder / smollm2.name).symlink_to(smollm2)
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    shell = Shell()
    shell.show()
    made = Workspace(shell, Preferences())
    made.begin(model=MODEL, text="The capital of 한국 is", panel="attention")
    wait_until(lambda: made.subject_bar.chip.text() and not made.session.jobs, 60)
    yield made
    shell.close()
    made.close()


def drop(workspace: Workspace, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    move, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    workspace.shell.dropEvent(QDropEvent(QPointF(5, 5), move, data, button, Qt.KeyboardModifier.NoModifier))


def test_that_a_dropped_picture_of_each_format_restores_text_panel_view_head_and_selection(workspace, wait_until, tmp_path):
    session, panel = workspace.session, workspace.panels["attention"]
    heads = panel.view("heads")
    session.select(Selection(15, 21, 5, 2))
    heads.looks.hide_sink.setChecked(not heads.looks.looks.hide_sink)
    wait_until(lambda: not session.jobs, 30)
    looks, ids = heads.looks.looks, panel.shown.trace.encoding.ids.tolist()
    export = panel.exports["heads"]
    export.save_png(tmp_path / "a.png")
    export.save_svg(tmp_path / "a.svg")
    export.save_pdf(tmp_path / "a.PDF")
    for name in ("a.png", "a.svg", "a.PDF"):
        found = read(tmp_path / name)
        assert found.ids.tolist() == ids
        assert found.model_sha256 == panel.shown.trace.model.sha256
        assert "workbench trace --model" in found.command
        assert "layers=(5,), heads=(2,)" in found.python
        workspace.raise_panel("runs")
        session.change_subject(text="Something else", bos="yes")
        session.select(Selection(0, 4, 0, 0))
        heads.looks.hide_sink.setChecked(not looks.hide_sink)
        drop(workspace, tmp_path / name)
        wait_until(lambda: panel.isVisible() and panel.shown.job.running is False and panel.shown_job() is not None, 60)
        wait_until(lambda: not session.jobs, 60)
        assert session.subject == Subject(MODEL, "The capital of 한국 is")
        assert session.selection == Selection(15, 21, 5, 2)
        assert panel.isVisible()
        assert panel.shown.trace.encoding.ids.tolist() == ids
        assert panel.choice.head == (5, 2)
        assert heads.looks.looks == looks
        assert heads.grid.selected == (5, 2)
        assert not workspace.bar.isVisible()


def test_that_the_window_starts_with_a_picture_and_a_file_of_somebody_else_is_refused(workspace, wait_until, tmp_path):
    other = Subject(MODEL, "Another text, kept in a picture")
    picture = QImage(4, 4, QImage.Format.Format_RGB32)
    picture.fill(0)
    picture.save(str(tmp_path / "plain.png"))
    (tmp_path / "kept.png").write_bytes(Seal(Figure("1", "tokens", other, Selection())).png((tmp_path / "plain.png").read_bytes()))
    workspace.begin(model=MODEL, text="The capital", panel="attention", figure=tmp_path / "kept.png")
    wait_until(lambda: workspace.session.subject.text == other.text and not workspace.session.jobs, 30)
    assert workspace.panels["tokens"].isVisible()
    drop(workspace, tmp_path / "plain.png")
    assert workspace.bar.error.code == "figure-none"
    assert workspace.session.subject == other


# every answer there can be


class Bench(QObject):
    """A window of which only its bar is real."""

    def __init__(self, session) -> None:
        super().__init__()
        self.session, self.bar, self.panel = session, MessageBar(), Panel()
        self.opened: list[str] = []
        self.raised: list[str] = []

    def open_model(self, reference: str) -> None:
        self.opened.append(reference)
        self.session.change_subject(model=reference)

    def show_models(self) -> None:
        self.opened.append("?")

    def has_panel(self, name: str) -> bool:
        return name == "attention"

    def raise_panel(self, name: str) -> Panel:
        self.raised.append(name)
        return self.panel


class Panel:
    def __init__(self) -> None:
        self.states: list[dict] = []
        self.requests: list[object] = []

    def restore_state(self, state: dict) -> None:
        self.states.append(state)
        if "bad" in state:
            raise TypeError("no such state")

    def open_request(self, request: object) -> None:
        self.requests.append(request)


def file_info(sha256: str) -> FileInfo:
    return FileInfo("s", "/x", "gguf", "llama", True, 1, "F32", 1, sha256, "", 1, 1, False)


def installable(name: str, *, installed: bool = True) -> Installable:
    return Installable(name, name, "decoder", "", False, 1, "", "", installed, "/x")


@pytest.fixture
def answering(qapp):
    made = Answering()
    made.answers[WhereaboutsRequest] = lambda request: Whereabouts(request, ())
    made.answers[DescribeRequest] = lambda request: file_info("ab")
    yield made
    made.close()


@pytest.fixture
def bench(answering):
    return Bench(answering.session())


@pytest.fixture
def reopen(bench, tmp_path, wait_until):
    made = Reopening(bench.session, bench, bench)

    def opened(figure: Figure) -> Reopening:
        image = QImage(4, 4, QImage.Format.Format_RGB32)
        image.fill(0)
        image.save(str(tmp_path / "plain.png"))
        (tmp_path / "a.png").write_bytes(Seal(figure).png((tmp_path / "plain.png").read_bytes()))
        made.open(tmp_path / "a.png")
        wait_until(lambda: not bench.session.jobs)
        return made

    return opened


def test_that_everything_is_put_in_its_place(bench, reopen):
    reopen(FIGURE)
    assert bench.session.subject == SUBJECT
    assert bench.session.selection == FIGURE.selection
    assert (bench.raised, bench.panel.states, bench.panel.requests) == (["attention"], [{"view": "heads"}], [])
    assert not bench.bar.isVisibleTo(None)


def test_that_a_model_with_another_file_is_opened_and_said(bench, reopen, answering):
    answering.answers[DescribeRequest] = lambda request: file_info("cd" * 32)
    reopen(FIGURE)
    assert bench.session.subject == SUBJECT
    assert "is not the file that this picture was made with" in bench.bar.what.text()
    assert "cdcdcdcdcdcd" in bench.bar.why.text()


def test_that_a_model_that_moved_is_found_by_its_file(bench, reopen, answering):
    answering.answers[WhereaboutsRequest] = lambda request: Whereabouts(request, request.references)
    answering.answers[ModelListRequest] = lambda request: ModelList(
        (installable("far", installed=False), installable("one"), installable("two"), installable("three"))
    )
    answers = {"one": WorkbenchError("model-none"), "two": file_info("ab"), "three": file_info("ab")}
    answering.answers[DescribeRequest] = lambda request: answers[request.model]
    reopen(FIGURE)
    assert bench.session.subject == dataclasses.replace(SUBJECT, model="two")
    assert "two has the same file" in bench.bar.what.text()


def test_that_a_missing_model_is_named_and_the_picture_opens_when_it_comes(bench, reopen, answering):
    answering.answers[WhereaboutsRequest] = lambda request: Whereabouts(request, request.references)
    answering.answers[ModelListRequest] = lambda request: ModelList((installable("one"),))
    answering.answers[DescribeRequest] = lambda request: file_info("cd")
    made = reopen(FIGURE)
    assert bench.bar.error.code == "figure-model-gone"
    assert SUBJECT.model in bench.bar.what.text()
    assert bench.session.subject.text == ""
    bench.bar.action.click()
    assert bench.opened == ["?"]
    made.model_opened("one", dataclasses.replace(INFO, sha256="cd"))
    assert bench.session.subject.text == ""
    made.model_opened("/new/place", INFO)
    assert bench.session.subject == dataclasses.replace(SUBJECT, model="/new/place")
    bench.session.change_subject(text="typed since")
    made.model_opened("/new/place", INFO)
    assert bench.session.subject.text == "typed since"


def test_that_a_view_somebody_wrote_by_hand_costs_the_view_alone(bench, reopen):
    reopen(dataclasses.replace(FIGURE, state={"bad": 1}))
    assert bench.bar.error.code == "figure-damaged"
    assert bench.session.subject == SUBJECT


def test_that_a_panel_of_another_version_is_not_given_a_view(bench, reopen):
    reopen(dataclasses.replace(FIGURE, panel="embeddings"))
    assert bench.panel.states == []
    assert bench.session.subject == SUBJECT


def record(ulid: str, request: object) -> RunRecord:
    row = RunRow(7, ulid, "generate", "done", "s", "ab", "", "", "", None, (), "")
    return RunRecord(row, request, (), None, "", {}, {})


@pytest.mark.parametrize(("kept", "opens"), [("01A", True), ("01B", False)])
def test_that_only_the_very_run_is_opened(bench, reopen, answering, kept, opens):
    request, runs = GenerateRequest(SUBJECT, seed=3), []
    answering.answers[RunRequest] = lambda _request: record(kept, request)
    bench.session.run_opened.connect(runs.append)
    reopen(dataclasses.replace(FIGURE, request=request, run_id=7, run_ulid="01A"))
    assert bool(runs) == opens
    assert bench.bar.what.text().endswith("is not kept on this computer.") != opens


def test_that_what_was_changed_in_the_model_is_changed_again(bench, reopen):
    reopen(dataclasses.replace(FIGURE, request=TraceRequest(SUBJECT, interventions=(Ablation(1, 2),))))
    assert bench.session.interventions == (Ablation(1, 2),)
    assert bench.panel.requests == []
    reopen(FIGURE)
    assert bench.session.interventions == ()


def test_that_a_trace_of_more_than_the_text_is_made_again_as_it_was(bench, reopen):
    request = TraceRequest(SUBJECT, ids=(1, 2, 3))
    reopen(dataclasses.replace(FIGURE, request=request))
    assert bench.panel.requests == [request]


def test_that_a_panel_whose_state_names_what_it_asked_is_asked_nothing_else(bench, reopen):
    bench.panel.asks_from_state = True
    figure = dataclasses.replace(FIGURE, request=NeighborsRequest(TokenSource(SUBJECT.model), (Term("cat"),)))
    reopen(figure)
    assert bench.panel.states == [{"view": "heads"}]
    assert not bench.bar.isVisibleTo(None)


def test_that_a_picture_without_a_model_restores_its_text(bench, reopen):
    reopen(dataclasses.replace(FIGURE, subject=Subject("", "only text")))
    assert bench.session.subject.text == "only text"
    assert bench.opened == []


def test_that_qt_writes_a_pdf_whose_record_is_found(qapp, tmp_path):
    label = QLabel("한국")
    (tmp_path / "a.pdf").write_bytes(view_files.pdf(label, "t", metadata=Seal(FIGURE).xmp()))
    assert read(tmp_path / "a.pdf").subject == SUBJECT
