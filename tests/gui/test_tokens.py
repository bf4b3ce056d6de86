"""The Tokens panel with a session whose text child answers as told."""

from __future__ import annotations

import csv
import unicodedata

import pytest
from answering import Answering
from made_encodings import encode
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtTest import QTest

from workbench.errors import WorkbenchError
from workbench.gui.panels.tokens import TokensPanel
from workbench.values import RunRecord, RunRow, Selection, Subject, Tokenized, TokenizeRequest

POLICY = "Nothing is put before the text."


def tokenized(request: TokenizeRequest, *, n_ctx: int = 8192, lost: str = "", back: str = "") -> Tokenized:
    return Tokenized(request, encode(request.subject.text), POLICY, n_ctx, lost=lost, back=back)


@pytest.fixture
def answering():
    made = Answering()
    made.answers[TokenizeRequest] = tokenized
    yield made
    made.mailbox.close()


@pytest.fixture
def panel(session):
    made = TokensPanel(session)
    made.resize(800, 500)
    made.show()
    yield made
    made.close()
    made.deleteLater()


def study(session, text: str) -> None:
    session.change_subject(model="m", text=text)
    session.deliver()


def test_that_an_empty_panel_teaches_and_offers_a_model(panel, session):
    wanted = []
    session.model_wanted.connect(lambda: wanted.append(True))
    assert panel.hint.isVisible()
    panel.hint.asked.emit()
    assert wanted == [True]


def test_that_the_counts_follow_the_text(panel, session):
    study(session, "나는 hi")
    assert panel.facts.text() == "5 tokens · 5 characters · 9 bytes · 1.00 tokens per character"
    assert panel.meter.words() == "5 of 8,192 of the context"
    assert "Nothing is put before it." in panel.policy.text()
    study(session, "hi")
    assert panel.facts.text().startswith("1 tokens")


def test_that_only_the_newest_answer_is_shown(panel, session, answering):
    del answering.answers[TokenizeRequest]
    session.change_subject(model="m", text="old")
    session.change_subject(text="new one")
    (first, old), (second, new) = answering.asked
    answering.give(session, second, tokenized(new), last=True)
    answering.give(session, first, tokenized(old), last=True)
    assert panel.view("chips").strip.tokens.encoding.text == "new one"


def test_that_a_hidden_panel_asks_when_it_comes_into_view(session, answering):
    hidden = TokensPanel(session)
    session.change_subject(model="m", text="hi")
    assert answering.asked == []
    hidden.show()
    session.deliver()
    assert hidden.view("chips").strip.tokens.encoding.text == "hi"
    hidden.deleteLater()


def test_that_a_token_picked_here_is_selected_everywhere_and_the_other_way(panel, session):
    study(session, "The capital of")
    strip = panel.view("chips").strip
    at = strip.chip_rect(1).center().toPoint()
    QTest.mouseClick(strip.viewport(), Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at)
    assert (session.selection.start, session.selection.end) == (3, 11)
    session.select(Selection(11, 14))
    assert panel.view("chips").strip.selected == range(2, 3)
    panel.switch.button("table").click()
    assert panel.view("table").table.isVisible()
    assert [index.row() for index in panel.view("table").table.selectionModel().selectedRows()] == [2]


def test_that_picking_a_token_keeps_layer_and_head(panel, session):
    study(session, "The capital of")
    session.select(Selection(0, 0, layer=3, head=4))
    panel.view("chips").strip.span_selected.emit(0, 3)
    assert session.selection == Selection(0, 3, layer=3, head=4)


def test_that_a_text_out_of_normal_form_is_named_and_mended_with_one_click(panel, session):
    study(session, unicodedata.normalize("NFD", "한국어"))
    note = next(note for note in panel.notes.notes if note.action == "Normalise to NFC")
    assert "8 characters" in note.text
    note.act()
    session.deliver()
    assert session.subject.text == "한국어"
    assert not any(note.action for note in panel.notes.notes)


def test_that_what_may_mislead_is_said(panel, session, answering):
    answering.answers[TokenizeRequest] = lambda request: tokenized(request, n_ctx=3, lost="U+200B", back="ab c d e")
    study(session, "a\u200bb c d e")
    said = "\n".join(note.text for note in panel.notes.notes)
    assert "it reads at most 3" in said
    assert "loses part of the text (U+200B). It comes back as: ab·c·d·e" in said
    assert "1 × ZERO WIDTH SPACE (U+200B)" in said


def test_that_korean_cut_into_bytes_is_said_with_its_number(panel, session):
    study(session, "나는 오늘 커피를 마셨다")
    assert any("9 of 10 Hangul syllables" in note.text for note in panel.notes.notes)


def test_that_a_failure_is_said_in_the_panel_and_the_next_text_works(panel, session, answering):
    answering.answers[TokenizeRequest] = lambda request: WorkbenchError("text-not-unicode", position=3)
    study(session, "bad")
    assert panel.frame.bar.error.code == "text-not-unicode"
    assert panel.shown is None
    assert panel.shown_job() is None
    answering.answers[TokenizeRequest] = tokenized
    study(session, "good")
    assert panel.frame.bar.error is None
    assert panel.shown_job().request.subject.text == "good"


def test_that_a_changed_text_is_no_longer_the_shown_job_until_it_is_answered(panel, session, answering):
    study(session, "one")
    assert panel.shown_job() is not None
    del answering.answers[TokenizeRequest]
    session.change_subject(text="two")
    assert panel.shown_job() is None


def test_that_a_stored_run_is_shown_with_its_number_and_can_be_taken_over(panel, session):
    request = TokenizeRequest(Subject("other", "stored text"))
    row = RunRow(12, "U", "tokenize", "done", "other", "", "2026-11-23T10:11:12Z", "", "", None, (), "")
    session.open_run(RunRecord(row, request, (), tokenized(request), "", {}, {}))
    assert panel.view("chips").strip.tokens.encoding.text == "stored text"
    note = panel.notes.notes[0]
    assert "Stored run 12 · 2026-11-23 10:11" in note.text
    note.act()
    assert session.subject == request.subject


def test_that_a_stored_run_without_its_model_stays_when_its_text_comes_under_study(panel, session, answering):
    answering.answers[TokenizeRequest] = lambda request: WorkbenchError("bad-value", name="model", value="gone", limit="installed")
    request = TokenizeRequest(Subject("gone", "stored text"))
    row = RunRow(12, "U", "tokenize", "done", "gone", "", "2026-11-23T10:11:12Z", "", "", None, (), "")
    session.open_run(RunRecord(row, request, (), tokenized(request), "", {}, {}))
    session.change_subject(model="gone", text="stored text")
    session.deliver()
    assert panel.view("chips").strip.tokens.encoding.text == "stored text"
    assert panel.frame.bar.error is None
    session.change_subject(text="stored text!")
    session.deliver()
    assert panel.frame.bar.error.code == "bad-value"


def test_that_the_view_is_saved_as_picture_and_data(panel, session, tmp_path):
    study(session, "나는 hi")
    for ending, save in (("png", panel.export.save_png), ("svg", panel.export.save_svg), ("csv", panel.export.save_csv)):
        save(tmp_path / f"tokens.{ending}")
    rows = list(csv.DictReader((tmp_path / "tokens.csv").read_text(encoding="utf-8-sig").splitlines()))
    assert bytes.fromhex("".join(row["bytes"] for row in rows)).decode() == "나는 hi"
    image = QImage(str(tmp_path / "tokens.png"))
    assert image.size() == panel.view("chips").strip.size() * 2
    assert "나" in (tmp_path / "tokens.svg").read_text()


def test_that_the_copied_python_is_valid_and_names_the_text(panel, session):
    study(session, 'quote " and 한글')
    panel.export.copy_python()
    copied = QGuiApplication.clipboard().text()
    compile(copied, "snippet", "exec")
    assert repr('quote " and 한글') in copied


def test_that_the_state_survives_a_restart(panel, session):
    panel.switch.choose("table")
    panel.view("chips").ids.setChecked(False)
    other = TokensPanel(session)
    other.restore_state(panel.save_state())
    assert (other.switch.key, other.view("chips").ids.isChecked()) == ("table", False)
    other.deleteLater()
