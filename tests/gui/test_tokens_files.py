"""The views of the Tokens panel that work on files: the report, and the training of a tokenizer."""

from __future__ import annotations

import pytest
from answering import Answering
from PySide6.QtCore import Qt

from workbench.errors import WorkbenchError
from workbench.gui.panels.tokens import TokensPanel
from workbench.values import (
    SCRIPTS,
    FileReport,
    FileReportRequest,
    HeldOut,
    LineReport,
    Progress,
    RunRecord,
    RunRow,
    ScriptCost,
    TokenizerChoice,
    TokenizerList,
    TokenizerListRequest,
    TrainedTokenizer,
    TrainTokenizerRequest,
)

COSTS = tuple(ScriptCost(script, 10, 10 if script == "hangul" else 0, 2, 30, 15.0) for script in SCRIPTS)
COSTLY = LineReport(7, "비싼 줄입니다", 30, 7, 19, "")
LOSSY = LineReport(3, "lost ☃ line", 5, 11, 13, "☃")


def reported(request: FileReportRequest) -> FileReport:
    return FileReport(request, "starter", 2000, 41, 1, 10, 4, 2, 90, 0, COSTS, (COSTLY,), (LOSSY,))


def trained(request: TrainTokenizerRequest) -> TrainedTokenizer:
    measures = (HeldOut(request.name, 40, COSTS, 0), HeldOut(request.beside, 80, COSTS, 1))
    return TrainedTokenizer(request, "/t", "0" * 64, 500, 2000, 38, 2, 1.5, ("안녕하세요", " hello"), measures)


@pytest.fixture
def answering():
    made = Answering()
    choices = TokenizerList((TokenizerChoice("starter", False), TokenizerChoice("mine", True)))
    made.answers = {FileReportRequest: reported, TrainTokenizerRequest: trained, TokenizerListRequest: lambda _request: choices}
    yield made
    made.close()


@pytest.fixture
def panel(qapp, answering):
    session = answering.session()
    made = TokensPanel(session)
    made.session = session
    made.resize(1000, 700)
    made.show()
    session.change_subject(model="starter", text="x")
    return made


def seen(panel, key: str):
    panel.switch.choose(key)
    panel._show_view()
    panel.session.deliver()
    return panel.view(key)


# the report


def test_that_a_report_is_told_in_words_and_numbers(panel, answering) -> None:
    view = seen(panel, "file")
    view.read("/data/corpus.txt")
    panel.session.deliver()
    assert answering.asked_of(FileReportRequest) == [FileReportRequest("starter", "/data/corpus.txt")]
    assert "corpus.txt in starter: 2 kB, 41 lines (1 empty), 90 tokens." in view.facts.text()
    assert "Lines that don't come back: 10 (25.0 %). Not in NFC: 4. With invisible characters: 2." in view.facts.text()
    assert "Tokens for one Hangul syllable: 1.50." in view.facts.text()
    assert view.costs.table.rowCount() == 1


def test_that_a_line_of_either_list_comes_under_study_by_a_click(panel) -> None:
    view = seen(panel, "file")
    view.read("/data/corpus.txt")
    panel.session.deliver()
    view.lines.itemClicked.emit(view.lines.topLevelItem(0), 0)
    assert panel.session.subject.text == "비싼 줄입니다"
    view.lists.button("lossy_lines").click()
    assert view.lines.topLevelItem(0).text(3) == "☃"
    view.lines.itemActivated.emit(view.lines.topLevelItem(0), 0)
    assert panel.session.subject.text == "lost ☃ line"


def test_that_another_tokenizer_reports_on_the_same_file(panel, answering) -> None:
    view = seen(panel, "file")
    view.read("/data/corpus.txt")
    view.box.choose("mine")
    assert answering.asked_of(FileReportRequest)[-1] == FileReportRequest("mine", "/data/corpus.txt")


def test_that_a_report_shows_how_far_it_is_and_can_be_cancelled(panel, answering) -> None:
    del answering.answers[FileReportRequest]
    view = seen(panel, "file")
    view.read("/data/corpus.txt")
    job = answering.job_of(FileReportRequest)
    answering.give(panel.session, job, Progress("read", 500, 2000, "bytes"))
    assert view.waiting.isVisible()
    assert "500 B of 2 kB" in view.waiting.what.text()
    view.waiting.cancel.click()
    panel.session.deliver()
    assert answering.cancelled == [job]
    assert not view.waiting.isVisible()


def test_that_a_file_that_is_no_text_is_named_and_another_can_be_chosen(panel, answering) -> None:
    error = WorkbenchError("text-file-encoding", path="/x", position=5, line=2, byte="0xC7", likely="CP949 (EUC-KR)")
    answering.answers[FileReportRequest] = lambda _request: error
    view = seen(panel, "file")
    view.read("/x")
    panel.session.deliver()
    assert "byte 5 (line 2)" in panel.frame.bar.what.text()
    assert panel.frame.bar.action.isVisible()


def test_that_a_report_is_saved_as_data(panel, tmp_path) -> None:
    view = seen(panel, "file")
    view.read("/data/corpus.txt")
    panel.session.deliver()
    panel.export.save_csv(tmp_path / "report.csv")
    assert len((tmp_path / "report.csv").read_text("utf-8-sig").splitlines()) == 8
    compile(view.snippet(), "snippet", "exec")


# the training


def ready(panel):
    view = seen(panel, "train")
    view.form.take_files(["/data/my corpus.txt", "/data/more.txt"])
    return view


def test_that_a_training_is_asked_for_as_the_form_says_and_recorded(panel, answering) -> None:
    view = ready(panel)
    assert view.form.name.text() == "my-corpus"
    assert view.form.files.text() == "my corpus.txt and 1 more"
    view.form.kind.setCurrentIndex(view.form.kind.findData("unigram"))
    view.form.kind.activated.emit(2)
    view.form.size.setValue(1234)
    view.form.specials.setText("<s>  </s>")
    view.form.start.click()
    (asked,) = answering.asked_of(TrainTokenizerRequest)
    assert asked == TrainTokenizerRequest(
        "my-corpus", ("/data/my corpus.txt", "/data/more.txt"), "unigram", 1234, "metaspace", "NFC", 2, ("<s>", "</s>"), "starter"
    )
    panel.session.deliver()
    assert view.facts.text().startswith("my-corpus: 500 tokens, learned from 38 lines (2 kB) in 1.5 s. Run 12.")
    assert view.costs.table.rowCount() == 2
    assert "안녕하세요" in view.sample.text()
    assert "--model my-corpus" in view.use.text()


def test_that_only_pre_tokenizers_that_go_with_the_kind_are_offered(panel) -> None:
    form = ready(panel).form
    for kind, known in (("bpe", ["byte-level", "metaspace", "whitespace"]), ("wordpiece", ["whitespace"])):
        form.kind.setCurrentIndex(form.kind.findData(kind))
        form.kind.activated.emit(0)
        assert [form.pre.itemData(row) for row in range(form.pre.count())] == known


def test_that_nothing_is_trained_without_texts_and_a_name(panel) -> None:
    view = seen(panel, "train")
    assert not view.form.start.isEnabled()
    view.form.take_files(["/data/corpus.txt"])
    assert view.form.start.isEnabled()
    view.form.name.setText("  ")
    assert not view.form.start.isEnabled()


def test_that_a_training_can_be_cancelled_and_its_button_comes_back(panel, answering) -> None:
    del answering.answers[TrainTokenizerRequest]
    view = ready(panel)
    view.form.start.click()
    assert not view.form.start.isEnabled()
    answering.give(panel.session, answering.job_of(TrainTokenizerRequest), Progress("train", 0, None, ""))
    assert view.waiting.what.text() == "Building the vocabulary…"
    view.waiting.cancel.click()
    panel.session.deliver()
    assert view.form.start.isEnabled()
    assert panel.frame.bar.error is None


def test_that_a_refusal_is_said_in_the_panel(panel, answering) -> None:
    answering.answers[TrainTokenizerRequest] = lambda request: WorkbenchError("name-taken", name=request.name)
    view = ready(panel)
    view.form.start.click()
    panel.session.deliver()
    assert "my-corpus" in panel.frame.bar.what.text()
    assert view.form.start.isEnabled()


def test_that_a_stored_training_is_shown_again(panel) -> None:
    request = TrainTokenizerRequest("old", ("/data/a.txt",), kind="wordpiece", pre_tokenizer="whitespace", vocab_size=777, beside="starter")
    row = RunRow(5, "U", "train-tokenizer", "done", "old", "", "2026-01-01T00:00:00Z", "", "", None, (), "")
    panel.session.open_run(RunRecord(row, request, (), trained(request), "", {}, {}))
    assert panel.switch.key == "train"
    view = panel.view("train")
    assert view.form.request().vocab_size == 777
    assert view.form.request().pre_tokenizer == "whitespace"
    assert "Run 5." in view.facts.text()


def test_that_a_trained_tokenizer_can_be_chosen_at_once(panel, answering) -> None:
    seen(panel, "compare")
    before = len(answering.asked_of(TokenizerListRequest))
    view = ready(panel)
    view.form.start.click()
    panel.session.deliver()
    assert len(answering.asked_of(TokenizerListRequest)) > before


def test_that_every_view_speaks_the_other_language(panel) -> None:
    from workbench.gui import i18n

    i18n.use("ko")
    panel.retranslate()
    assert panel.view("train").form.start.text() == "토크나이저 학습"
    assert panel.view("file").lists.button("costly").text() == "가장 비싼 줄"
    assert panel.view("file").lines.headerItem().text(0) == "줄"
    assert panel.view("file").lines.focusPolicy() != Qt.FocusPolicy.NoFocus
