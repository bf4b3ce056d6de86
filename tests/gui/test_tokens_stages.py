"""The Stages view of the Tokens panel, and the pointer that is followed between the text and its tokens."""

from __future__ import annotations

import pytest
from answering import Answering
from made_encodings import encode
from made_pipeline import TEXT, made_pipeline
from PySide6.QtCore import QEvent
from PySide6.QtTest import QTest

from workbench.errors import WorkbenchError
from workbench.gui.panels.subject_bar import SubjectBar
from workbench.gui.panels.tokens import TokensPanel
from workbench.gui.widgets.pipeline_map import Piece
from workbench.values import PipelineRequest, Selection, Tokenized, TokenizeRequest

MODEL, POST = 3, 4


@pytest.fixture
def answering():
    made = Answering()
    made.answers = {
        TokenizeRequest: lambda request: Tokenized(request, encode(request.subject.text), "", 8192),
        PipelineRequest: made_pipeline,
    }
    yield made
    made.close()


@pytest.fixture
def session(qapp, answering):
    return answering.session()


@pytest.fixture
def panel(session):
    made = TokensPanel(session)
    made.resize(900, 500)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def study(session, text: str) -> None:
    session.change_subject(model="m", text=text)
    session.deliver()
    session.deliver()


def test_that_the_pipeline_is_asked_for_once_it_can_be_seen(panel, session, answering) -> None:
    study(session, TEXT)
    assert answering.asked_of(PipelineRequest) == []
    panel.switch.button("stages").click()
    session.deliver()
    assert [request.subject.text for request in answering.asked_of(PipelineRequest)] == [TEXT]
    assert len(panel.view("stages").map.rows) == 6
    study(session, TEXT + "!")
    assert [request.subject.text for request in answering.asked_of(PipelineRequest)] == [TEXT, TEXT + "!"]


def test_that_only_the_newest_pipeline_is_shown_and_a_failure_is_said(panel, session, answering) -> None:
    panel.switch.button("stages").click()
    study(session, TEXT)
    answering.answers[PipelineRequest] = lambda request: WorkbenchError("text-not-unicode", position=3)
    study(session, TEXT + "?")
    assert panel.frame.bar.error.code == "text-not-unicode"
    assert panel.view("stages").map.rows == ()


def test_that_a_selection_reaches_the_stages_and_a_piece_reaches_the_selection(panel, session) -> None:
    panel.switch.button("stages").click()
    study(session, TEXT)
    view = panel.view("stages")
    view.map.span_selected.emit(2, 4)
    assert session.selection == Selection(2, 4)
    before = view.map.grab().toImage()
    session.select(Selection(0, 2))
    assert view.map.grab().toImage() != before


def test_that_every_piece_is_a_row_of_the_saved_data(panel, session) -> None:
    panel.switch.button("stages").click()
    study(session, TEXT)
    header, *rows = panel.view("stages").rows()
    assert header[0] == "stage"
    assert ("normalizer", "Lowercase", "", "h", "h", 0, 1, "lower") in rows
    assert ("post_processor", "TemplateProcessing", "", "[CLS]", "[CLS]", 0, 0, "added") in rows
    compile(panel.view("stages").snippet(), "snippet", "exec")


def test_that_a_shortened_pipeline_says_how_much_it_shows(panel, session) -> None:
    panel.switch.button("stages").click()
    study(session, TEXT + "x" * 7)
    assert "the first 4 of 11 characters" in panel.view("stages").about.text()


def test_that_the_pointer_on_a_chip_marks_its_text_and_the_other_way(panel, session) -> None:
    bar = SubjectBar(session)
    bar.setGeometry(0, 600, 700, 90)  # the panel's window ends above it
    bar.show()
    study(session, TEXT)
    strip, editor = panel.view("chips").strip, bar.editor
    QTest.mouseMove(strip.viewport(), strip.chip_rect(0).center().toPoint())
    (mark,) = editor.extraSelections()
    assert mark.cursor.selectedText() == "Hi"
    strip.leaveEvent(QEvent(QEvent.Type.Leave))
    assert editor.extraSelections() == []
    cursor = editor.textCursor()
    cursor.setPosition(3)
    place = editor.cursorRect(cursor).center()
    place.setX(place.x() + 4)
    QTest.mouseMove(editor.viewport(), place)
    assert [strip.tokens.span(range(at, at + 1)) for at in strip.hovered] == [(3, 5), (5, 6)]
    bar.close()
    bar.deleteLater()


def test_that_a_token_that_ends_within_a_character_marks_all_of_it_in_the_text(panel, session) -> None:
    bar = SubjectBar(session)
    study(session, TEXT)
    session.hover(2, 4)
    (mark,) = bar.editor.extraSelections()
    assert mark.cursor.selectedText() == " 한"
    bar.deleteLater()


def test_that_the_pointer_on_a_stage_marks_the_chips_of_its_text(panel, session) -> None:
    study(session, TEXT)
    panel.switch.button("stages").click()
    session.deliver()
    view = panel.view("stages")
    said: list[tuple[int, int]] = []
    session.hover_changed.connect(lambda start, end: said.append((start, end)))
    QTest.mouseMove(view.map.viewport(), view.map.piece_rect(Piece(MODEL, 0)).center().toPoint())
    QTest.mouseMove(view.map.viewport(), view.map.piece_rect(Piece(POST, 0)).center().toPoint())
    assert said == [(0, 2), (0, 0)]
