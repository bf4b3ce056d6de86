"""Classification in the playground: labels compared behind the text, calibrated or not, and what is said of it."""

from __future__ import annotations

import dataclasses
import math

import made_steps as made
import pytest
from answering import Answering
from made_tasks import likelihood_of
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from workbench.gui.panels.playground import PlaygroundPanel
from workbench.gui.widgets.labels_table import CALIBRATED, CALIBRATED_SHARE, LABEL, NATS, SHARE
from workbench.values import DescribeRequest, LikelihoodRequest, OpenRequest, RunRecord, RunRow

TEXT, FREE = "Review: warm\nSentiment:", "Review: N/A\nSentiment:"


@pytest.fixture
def answering():
    built = Answering()
    built.answers[OpenRequest] = lambda request: made.INFO
    built.answers[DescribeRequest] = lambda request: made.INFO
    yield built
    built.close()


@pytest.fixture
def session(qapp, answering):
    built = answering.session()
    built.change_subject(model="m", text=TEXT)
    yield built
    built.deleteLater()


@pytest.fixture
def panel(session):
    built = PlaygroundPanel(session)
    built.resize(1200, 640)
    built.show()
    QTest.mouseClick(built.modes.button("classify"), Qt.MouseButton.LeftButton)
    yield built
    built.close()
    built.deleteLater()


def classify(panel, session, answering, **how) -> None:
    answering.answers[LikelihoodRequest] = lambda request: likelihood_of(request, **how)
    QTest.mouseClick(panel.generate, Qt.MouseButton.LeftButton)
    session.deliver()
    assert panel.classify.found is not None


def shown(panel, row: int, column: int) -> object:
    table = panel.classify.table.table
    return table.data(table.index(row, column))


def test_that_labels_are_typed_and_compared_with_a_space_before_them(panel, session, answering):
    QTest.keyClicks(panel.classify.labels, "positive | negative|positive")
    classify(panel, session, answering)
    request = answering.asked_of(LikelihoodRequest)[-1]
    assert (request.continuations, request.content_free, request.recipe) == ((" positive", " negative"), (), "")
    assert [shown(panel, row, LABEL) for row in range(2)] == ["positive", "negative"]
    assert float(str(shown(panel, 0, NATS)).replace("−", "-")) == -1
    assert "73" in str(shown(panel, 0, SHARE))
    assert "positive" in panel.classify.status.text()
    assert "not calibrated" in panel.classify.status.text()
    assert panel.classify.table.isColumnHidden(CALIBRATED)


def test_that_calibration_adds_its_columns_and_decides(panel, session, answering):
    panel.classify.set_labels((" positive", " negative"), FREE)
    classify(panel, session, answering)
    assert answering.asked_of(LikelihoodRequest)[-1].content_free == (FREE,)
    assert not panel.classify.table.isColumnHidden(CALIBRATED_SHARE)
    assert panel.classify.status.text().startswith("negative: 73")
    assert "calibrated (26" in panel.classify.status.text()
    header, first, _second = panel.classify.rows()
    assert dict(zip(header, first, strict=True))["calibrated_share"] == pytest.approx(1 / (1 + math.e))


def test_that_one_label_is_too_few(panel, answering):
    QTest.keyClicks(panel.classify.labels, "positive")
    QTest.keyClick(panel.classify.labels, Qt.Key.Key_Return)
    assert panel.frame.bar.error.code == "labels-too-few"
    assert answering.asked_of(LikelihoodRequest) == []


def test_that_the_text_itself_calibrates_nothing(panel, answering):
    panel.classify.set_labels((" a", " b"))
    QTest.mouseClick(panel.classify.calibrate, Qt.MouseButton.LeftButton)
    assert panel.classify.free.text == TEXT  # to be edited
    QTest.mouseClick(panel.generate, Qt.MouseButton.LeftButton)
    assert panel.frame.bar.error.code == "calibration-same"
    assert answering.asked_of(LikelihoodRequest) == []


def test_that_a_joined_end_is_said(panel, session, answering):
    panel.classify.set_labels((" a", " b"))
    classify(panel, session, answering, shared="Sentiment: ")
    assert any("joins the end of the text" in note.text for note in panel.notes.notes)


def test_that_another_text_makes_what_is_shown_older_than_it(panel, session, answering):
    panel.classify.set_labels((" a", " b"))
    classify(panel, session, answering)
    assert panel.classify.notes() == []
    session.change_subject(text="Another")
    assert "compares anew" in panel.notes.notes[0].text


def test_that_a_stored_classification_opens_as_it_was(panel, session):
    request = LikelihoodRequest(dataclasses.replace(session.subject), (" x", " y"), content_free=(FREE,), recipe="judge")
    row = RunRow(41, "01T", "likelihood", "done", "m", "ab", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", "", None, ("judge",), "")
    QTest.mouseClick(panel.modes.button("complete"), Qt.MouseButton.LeftButton)
    session.open_run(RunRecord(row, request, (), likelihood_of(request), "", {}, {}))
    assert panel.mode == "classify"
    assert panel.classify.labels.text() == "x | y"
    assert panel.classify.free.text == FREE
    assert shown(panel, 1, LABEL) == "y"
    assert "recipe judge" in panel.notes.notes[0].text
