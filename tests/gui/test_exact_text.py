"""The exact text beside the editor."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QInputMethodEvent, QTextCursor
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from workbench.gui.widgets.exact_text import ExactText, shown, utf16_length
from workbench.gui.widgets.text_editor import TextEditor

TRICKY = "a\u00a0b\r\nc\u2028d\u2029e\x00f😀한"


@given(st.text())
def test_that_the_shown_text_has_the_same_positions(text):
    assert utf16_length(shown(text)) == utf16_length(text)


@given(st.text(), st.data())
def test_that_bytes_and_positions_are_inverse_at_characters(text, data):
    exact = ExactText(text)
    at = data.draw(st.integers(0, len(text)))
    byte, position = len(text[:at].encode()), utf16_length(text[:at])
    assert exact.byte_of(position) == byte
    assert exact.position_of(byte) == position


@given(st.text(), st.text(), st.data())
def test_that_an_edit_of_the_shown_text_is_repeated_on_the_exact_one(text, inserted, data):
    first = data.draw(st.integers(0, len(text)))
    last = data.draw(st.integers(first, len(text)))
    exact = ExactText(text)
    exact.edit(utf16_length(text[:first]), utf16_length(text[first:last]), shown(inserted), exact=inserted)
    expected = text[:first] + inserted + text[last:]
    assert exact.text == expected or shown(text[first:last]) == shown(inserted)


def test_that_a_pasted_text_stays_exact(qapp):
    editor = TextEditor()
    data = QMimeData()
    data.setText(TRICKY)
    editor.insertFromMimeData(data)
    assert editor.text == TRICKY.replace("\x00", "") or editor.text == TRICKY


def test_that_a_set_text_survives_typing_beside_it(qapp):
    editor = TextEditor()
    editor.set_text(TRICKY)
    editor.moveCursor(QTextCursor.MoveOperation.End)
    QTest.keyClicks(editor, "xy")
    assert editor.text == TRICKY + "xy"
    QTest.keyClick(editor, Qt.Key.Key_Backspace)
    assert editor.text == TRICKY + "x"


def test_that_korean_composed_by_an_input_method_arrives_once(qapp):
    editor = TextEditor()
    heard = []
    editor.edited.connect(heard.append)
    for preedit in ("ㅎ", "하", "한"):
        QApplication.sendEvent(editor, QInputMethodEvent(preedit, []))
    assert editor.text == ""
    commit = QInputMethodEvent("", [])
    commit.setCommitString("한")
    QApplication.sendEvent(editor, commit)
    assert editor.text == "한"
    assert heard[-1] == "한"


def test_that_shift_enter_types_a_line_feed(qapp):
    editor = TextEditor()
    QTest.keyClicks(editor, "a")
    QTest.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    QTest.keyClicks(editor, "b")
    assert editor.text == "a\nb"


def test_that_a_selection_is_told_in_bytes(qapp):
    editor = TextEditor()
    editor.set_text("😀한a")
    heard = []
    editor.span_selected.connect(lambda start, end: heard.append((start, end)))
    cursor = editor.textCursor()
    cursor.setPosition(2)
    cursor.setPosition(3, QTextCursor.MoveMode.KeepAnchor)
    editor.setTextCursor(cursor)
    assert heard[-1] == (4, 7)


def test_that_one_endless_line_is_not_wrapped(qapp):
    editor = TextEditor()
    editor.set_text("x" * 100_000)
    assert editor.lineWrapMode() == TextEditor.LineWrapMode.NoWrap
    editor.set_text("short")
    assert editor.lineWrapMode() == TextEditor.LineWrapMode.WidgetWidth


@pytest.mark.parametrize(("files", "taken"), [(True, False), (False, True)])
def test_that_files_dropped_on_it_are_left_to_the_window(qapp, files, taken):
    editor, data = TextEditor(), QMimeData()
    data.setText("some text")
    if files:
        data.setUrls([QUrl.fromLocalFile("/somewhere/model.gguf")])
    entered = QDragEnterEvent(
        QPoint(5, 5), Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )  # fmt: skip
    qapp.sendEvent(editor.viewport(), entered)
    assert entered.isAccepted() is taken
