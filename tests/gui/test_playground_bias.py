"""The bias probe in the playground: its table, what is found, what is said of it, and what a bad table is answered."""

from __future__ import annotations

import csv
import dataclasses
from pathlib import Path

import made_steps as made
import pytest
from answering import Answering
from made_bias import BUILT_IN, CONTINUED, TABLE, WORDINGS, bias_of
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from workbench.gui import i18n
from workbench.gui.panels.playground import PlaygroundPanel
from workbench.values import BiasPair, BiasRequest, BiasTable, BiasTablesRequest, OpenRequest, Progress, RunRecord, RunRow, table_to_csv


@pytest.fixture
def answering():
    built = Answering()
    built.answers[OpenRequest] = lambda request: made.INFO
    built.answers[BiasTablesRequest] = lambda request: BUILT_IN
    yield built
    built.close()


@pytest.fixture
def session(qapp, answering):
    built = answering.session()
    built.change_subject(model="m")
    yield built
    built.deleteLater()


@pytest.fixture
def panel(session, wait_until):
    built = PlaygroundPanel(session)
    built.resize(1200, 640)
    built.show()
    built.modes.choose("bias")
    built.modes.chosen.emit("bias")
    wait_until(lambda: built.bias.editor.table.pairs)
    yield built
    built.close()
    built.deleteLater()


def compare(panel, answering, wait_until, **interval):
    answering.answers[BiasRequest] = lambda request: bias_of(request, **interval)
    QTest.mouseClick(panel.generate, Qt.MouseButton.LeftButton)
    wait_until(lambda: panel.bias.found is not None)


def set_cell(panel, row: int, column: int, words: str) -> None:
    model = panel.bias.editor.pairs.table
    model.setData(model.index(row, column), words)


def test_that_a_table_of_whole_sentences_is_there_at_once(panel):
    editor = panel.bias.editor
    assert editor.table == TABLE
    assert editor.choice.currentText() == "Occupations"
    assert editor.about.text() == "About occupations."
    assert (editor.first.text(), editor.second.text()) == ("he", "she")
    assert panel.generate.text() == "Compare"
    assert not panel.controls.first[0].isVisible()
    assert panel.bias.savable is False


def test_that_what_was_found_is_said_with_its_interval_and_whom_it_favours(panel, answering, wait_until):
    compare(panel, answering, wait_until)
    assert panel.bias.finding.text() == "he − she: +1.50 nats · 95 % interval +0.50 to +1.50, over 6 templates"
    assert panel.bias.verdict.text().endswith("one side more probable: he.")
    model = panel.bias.editor.pairs.table
    assert [model.data(model.index(row, 4)) for row in range(3)] == ["+1.00", "+2.00", "+1.00"]
    assert "longer" in panel.bias.caution.text()
    assert answering.asked_of(BiasRequest)[0].text == "Occupations"


def test_that_an_interval_that_holds_zero_is_no_proof_of_fairness(panel, answering, wait_until):
    compare(panel, answering, wait_until, low=-0.5, high=2.0)
    assert "no proof of fairness" in panel.bias.verdict.text()


def test_that_fewer_than_five_templates_are_said_to_be_too_few(panel, answering, wait_until):
    panel.bias.editor.set_table(dataclasses.replace(TABLE, pairs=TABLE.pairs[:8]))
    compare(panel, answering, wait_until)
    assert panel.bias.finding.text() == "he − she: +1.50 nats"
    assert panel.bias.verdict.text().startswith("4 of at least 5 templates: too few for an interval.")
    assert "no interval" in panel.bias.plot.words(4)


def test_that_a_row_without_its_pair_is_answered_where_it_was_asked(panel, answering):
    set_cell(panel, 2, 2, "")
    QTest.mouseClick(panel.generate, Qt.MouseButton.LeftButton)
    assert panel.frame.bar.error.code == "pair-incomplete"
    assert panel.frame.bar.error.values["row"] == 3
    assert panel.bias.editor.pairs.chosen_rows == [2]
    assert answering.asked_of(BiasRequest) == []
    assert "text for either side" in panel.bias.editor.pairs.table.fault(2, 2)
    set_cell(panel, 2, 2, TABLE.pairs[2].a)
    assert panel.bias.editor.pairs.table.fault(2, 2) == "Both sides are the same."


def test_that_rows_are_added_and_removed(panel):
    editor = panel.bias.editor
    editor.pairs.selectRow(0)
    QTest.mouseClick(editor.add, Qt.MouseButton.LeftButton)
    assert editor.table.pairs[1] == BiasPair(WORDINGS[0], "", "")
    assert editor.choice.currentIndex() == -1
    assert editor.title == "My table"
    editor.pairs.selectRow(1)
    QTest.mouseClick(editor.remove, Qt.MouseButton.LeftButton)
    assert editor.table.pairs == TABLE.pairs


def test_that_another_table_makes_what_is_shown_older_than_it(panel, answering, wait_until):
    compare(panel, answering, wait_until)
    assert panel.bias.notes() == []
    set_cell(panel, 0, 1, "he runs")
    assert "has changed since" in panel.bias.notes()[0].text
    assert panel.bias.editor.pairs.table.data(panel.bias.editor.pairs.table.index(0, 4)) == ""
    assert panel.bias.found is not None


def test_that_a_file_is_imported_and_written(panel, tmp_path: Path, wait_until):
    path = tmp_path / "mine.csv"
    path.write_text(table_to_csv(CONTINUED), encoding="utf-8")
    panel.bias.editor.import_file(path)
    assert panel.bias.editor.table == dataclasses.replace(CONTINUED, name="mine")
    assert not panel.bias.editor.pairs.isColumnHidden(3)
    out = tmp_path / "out.csv"
    panel.bias.editor.export_file(out)
    assert out.read_text(encoding="utf-8-sig") == path.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("content", "code"),
    [(b"template,he,she\nx,a\n", "pairs-bad-line"), ("template,가,나\n".encode("cp949"), "pairs-not-text"), (b"", "pairs-none")],
)
def test_that_a_bad_file_changes_nothing(panel, tmp_path: Path, content: bytes, code: str):
    path = tmp_path / "bad.csv"
    path.write_bytes(content)
    panel.bias.editor.import_file(path)
    assert panel.frame.bar.error.code == code
    assert panel.bias.editor.table == TABLE
    panel.bias.editor.import_file(tmp_path / "none.csv")
    assert panel.frame.bar.error.code == "file-unreadable"
    panel.bias.editor.export_file(tmp_path / "no folder" / "x.csv")
    assert panel.frame.bar.error.code == "file-not-written"


def test_that_a_comparison_tells_how_far_it_is_and_can_be_stopped(panel, answering, session, wait_until):
    QTest.mouseClick(panel.generate, Qt.MouseButton.LeftButton)
    assert panel.generate.text() == "Stop"
    answering.give(session, answering.job_of(BiasRequest), Progress("bias", 3, 24, "texts"))
    wait_until(lambda: panel.bias.verdict.text() == "Comparing: 3 of 24 texts")
    QTest.mouseClick(panel.generate, Qt.MouseButton.LeftButton)
    wait_until(lambda: panel.generate.text() == "Compare")
    assert panel.frame.bar.error is None


def test_that_a_stored_run_is_shown_as_it_was(panel, session):
    request = BiasRequest("m", CONTINUED, text="Countries")
    row = RunRow(9, "01T", "bias", "done", "m", "ab", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", "", None, (), "")
    session.open_run(RunRecord(row, request, (), bias_of(request), "", {}, {}))
    assert panel.mode == "bias"
    assert panel.bias.editor.table == CONTINUED
    assert panel.bias.finding.text().startswith("Canada − Brazil: +1.00 nats")
    assert any("Stored run 9" in note.text for note in panel._notes())


def test_that_the_plot_is_walked_and_tells_exact_values(panel, answering, wait_until):
    compare(panel, answering, wait_until)
    plot = panel.bias.plot
    plot.setFocus()
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down):
        QTest.keyClick(plot, key)
    assert plot.row == 1
    assert panel.bias.editor.pairs.chosen_rows == [2]
    assert plot.accessibleDescription().startswith("wording 1: …, mean +1.500000 nats, +1.0000  he wording 1")
    QTest.keyClick(plot, Qt.Key.Key_End)
    assert "from +0.500000 to +1.500000 nats" in plot.words(plot.row)
    assert "10,000 resamples of whole templates, seed 0" in plot.words(plot.row)
    QTest.mouseClick(plot, Qt.MouseButton.LeftButton, pos=QPoint(20, round(plot._y(3))))
    assert plot.row == 3


def test_that_a_difference_above_zero_lies_on_the_first_sides_half(panel, answering, wait_until):
    compare(panel, answering, wait_until)
    plot = panel.bias.plot
    assert plot.x_of(-1.0) < plot.x_of(0.0) < plot.x_of(1.0)
    assert plot.x_of(1.0) - plot.x_of(0.0) == pytest.approx(plot.x_of(0.0) - plot.x_of(-1.0))
    picture = plot.grab().toImage()
    accent = sum(picture.pixelColor(x, round(plot._y(0))).name() == "#2f5bd0" for x in range(round(plot.x_of(1.0)), round(plot.x_of(2.0))))
    assert accent > 5, "the mean of the first template, 1.5, is drawn right of zero"


def test_that_saved_data_hold_the_pairs_the_means_and_the_interval(panel, answering, wait_until, tmp_path: Path):
    compare(panel, answering, wait_until)
    panel.bias.export.save_csv(tmp_path / "bias.csv")
    rows = list(csv.DictReader((tmp_path / "bias.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert len(rows) == 12 + 6 + 1
    assert (rows[-1]["template"], float(rows[-1]["low"]), float(rows[-1]["high"])) == ("mean", 0.5, 1.5)
    assert float(rows[0]["difference"]) == float(rows[0]["a_nats"]) - float(rows[0]["b_nats"])
    compile(panel.bias.python(), "snippet", "exec")


def test_that_the_table_is_remembered_and_both_languages_are_spoken(panel, session, wait_until):
    set_cell(panel, 0, 1, "he runs")
    state = panel.save_state()
    other = PlaygroundPanel(session)
    other.restore_state(state)
    assert other.bias.editor.table == BiasTable(
        "My table", (dataclasses.replace(TABLE.pairs[0], a="he runs"), *TABLE.pairs[1:]), ("he", "she")
    )
    other.deleteLater()
    i18n.use("ko")
    wait_until(lambda: panel.generate.text() == "비교")
    assert panel.bias.editor.add.text() == "행 더하기"
    assert panel.bias.editor.choice.itemText(0) == "직업"
