"""The Surprise view of the Tokens panel."""

from __future__ import annotations

import dataclasses

import pytest
from answering import Answering
from made_encodings import encode
from made_scores import scored
from made_steps import INFO
from PySide6.QtCore import QPoint, Qt

from workbench.errors import WorkbenchError
from workbench.gui.models import fluency
from workbench.gui.panels.tokens import TokensPanel
from workbench.gui.widgets.score_table import ENTROPY, LOGPROB, NUMBER, RANK, TOKEN
from workbench.values import (
    Fluency,
    FluencyRequest,
    ModelInfo,
    OpenRequest,
    Progress,
    RunRecord,
    RunRow,
    ScoreRequest,
    Selection,
    Subject,
    Tokenized,
    TokenizeRequest,
)

TEXT = "The capital of France"
LONG = "word " * 400


def opened(request: OpenRequest) -> ModelInfo:
    is_masked = "masked" in request.model
    return dataclasses.replace(
        INFO, name=request.model, kind="encoder" if is_masked else "decoder", mask_token="[MASK]" if is_masked else ""
    )


@pytest.fixture
def answering():
    made = Answering()
    made.answers = {
        TokenizeRequest: lambda request: Tokenized(request, encode(request.subject.text), "", 8192),
        ScoreRequest: scored,
        OpenRequest: opened,
    }
    yield made
    made.close()


@pytest.fixture
def session(qapp, answering):
    return answering.session()


@pytest.fixture
def panel(session):
    made = TokensPanel(session)
    made.resize(1000, 640)
    made.show()
    made.switch.button("surprise").click()
    yield made
    made.close()
    made.deleteLater()


@pytest.fixture
def view(panel):
    return panel.view("surprise")


def study(session, text: str = TEXT, model: str = "m") -> None:
    if session.subject.model != model:
        session.submit(OpenRequest(model), key="open")
        session.deliver()
    session.change_subject(model=model, text=text)
    for _ in range(4):
        session.deliver()


def column(view, number: int) -> list[str]:
    return [view.table.table.index(row, number).data() for row in range(view.table.table.rowCount())]


def test_that_a_short_text_is_scored_as_it_comes_into_view(view, session, answering) -> None:
    study(session)
    assert [request.subject.text for request in answering.asked_of(ScoreRequest)] == [TEXT]
    assert view.totals.text() == "6.00 nats · 0.29 nats per character"
    assert view.counted.text() == "over 3 tokens, 21 characters in NFC"
    assert view.rates.text() == "perplexity 7.39 · 0.41 bits per byte: compare within one tokenizer only"


def test_that_the_first_token_without_anything_before_it_is_a_dash_and_never_a_zero(view, session) -> None:
    study(session)
    assert column(view, LOGPROB) == ["—", "−1.00", "−2.00", "−3.00"]
    assert (column(view, RANK)[0], column(view, ENTROPY)[0]) == ("—", "—")
    assert "no probability (—)" in view.strip.words_of(0)
    assert "it has no probability (—) and is not counted" in view.about.text()


def test_that_a_template_is_told_apart_from_the_text_it_carries(view, session, answering) -> None:
    def rendered(request: TokenizeRequest) -> Tokenized:
        return Tokenized(request, encode(f"user {TEXT} end"), "", 8192)

    answering.answers[TokenizeRequest] = rendered
    answering.answers[ScoreRequest] = lambda request: scored(request, encoding=encode(f"user {TEXT} end"))
    session.change_subject(form="user")
    study(session)
    assert view.totals.text().startswith("15.00 nats")
    assert "the text's own: 10.00 nats over 4 tokens" in view.about.text()


def test_that_a_chip_tells_its_numbers(view, session) -> None:
    study(session)
    assert view.strip.words_of(2).startswith("ln p −2.00 · p 13.5 % · rank 3 · entropy 1.00 nats\nToken 3 of 4")


def test_that_surprise_is_told_by_height_as_well_as_by_tint(view, session) -> None:
    study(session, "a b c d e f g h i j")
    picture = view.strip.grab().toImage()
    heights = []
    for index in (1, 5, 9):
        rect = view.strip.chip_rect(index).toRect().translated(view.strip.viewport().pos())
        colours = [picture.pixelColor(QPoint(rect.center().x(), y)).lightness() for y in range(rect.bottom() - 8, rect.bottom() + 1)]
        heights.append(sum(one < 80 for one in colours))
    assert heights[0] < heights[1] < heights[2]


def test_that_the_table_can_be_ordered_by_what_surprised_most_and_the_dash_comes_last(view, session) -> None:
    study(session)
    view.table.sortByColumn(LOGPROB, Qt.SortOrder.AscendingOrder)
    assert column(view, NUMBER) == ["3", "2", "1", "0"]
    view.table.sortByColumn(RANK, Qt.SortOrder.DescendingOrder)
    assert column(view, NUMBER) == ["3", "2", "1", "0"]
    view.table.sortByColumn(TOKEN, Qt.SortOrder.AscendingOrder)
    assert column(view, TOKEN) == ["·France", "·capital", "·of", "The"]


def test_that_an_ordered_table_selects_the_right_bytes_and_the_other_way(view, session) -> None:
    study(session)
    view.table.sortByColumn(LOGPROB, Qt.SortOrder.AscendingOrder)
    view.table.selectRow(0)
    assert session.selection == Selection(14, 21)
    session.select(Selection(3, 11))
    assert [index.data() for index in view.table.selectionModel().selectedRows()] == ["1"]
    assert view.strip.selected == range(1, 2)


def test_that_a_long_text_waits_to_be_asked_for_and_shows_how_far_it_is(view, session, answering) -> None:
    del answering.answers[ScoreRequest]
    study(session, LONG)
    assert answering.asked_of(ScoreRequest) == []
    assert view.hint._button.text() == "Score 401 tokens"
    view.hint.asked.emit()
    number = answering.job_of(ScoreRequest)
    assert view.waiting.isVisible()
    answering.give(session, number, Progress("score", 40, 400, "tokens"))
    assert "40 of 400" in view.waiting.what.text()
    view.waiting.cancel.click()
    session.deliver()
    assert answering.cancelled == [number]
    assert not view.waiting.isVisible()
    assert view.hint._button.text() == "Score 401 tokens"


def test_that_a_changed_text_ends_what_is_computed_for_the_old_one(view, session, answering) -> None:
    del answering.answers[ScoreRequest]
    study(session, LONG)
    view.hint.asked.emit()
    number = answering.job_of(ScoreRequest)
    study(session, LONG + "x")
    assert answering.cancelled == [number]
    assert not view.waiting.isVisible()


def test_that_an_encoders_score_is_said_to_be_a_pseudo_score(view, session, answering) -> None:
    answering.answers[ScoreRequest] = lambda request: scored(request, encoding=encode(TEXT, special=[(0, "[CLS]")]), masked=True)
    study(session, model="starter-masked")
    assert "Pseudo-log-likelihood (arXiv 1910.14659): made sees both sides" in view.about.text()
    assert "no probability of the text" in view.about.text()
    assert view.rates.text().startswith("pseudo-perplexity")
    assert column(view, LOGPROB)[:2] == ["—", "−1.00"]


def test_that_a_model_known_to_be_unable_is_not_asked_and_another_one_offered(view, session, answering) -> None:
    answering.answers[OpenRequest] = lambda request: dataclasses.replace(opened(request), kind="encoder", has_logits=False)
    study(session)
    assert answering.asked_of(ScoreRequest) == []
    assert view.hint._title.text() == "m predicts no tokens."
    assert not view.ask.isEnabled()
    wanted = []
    session.model_wanted.connect(lambda: wanted.append(True))
    view.hint.asked.emit()
    assert wanted == [True]


def test_that_a_model_that_cannot_score_says_why_in_the_panel(panel, view, session, answering) -> None:
    answering.answers[ScoreRequest] = lambda request: WorkbenchError("no-logits", model="minilm-l6")
    study(session)
    assert panel.frame.bar.error.code == "no-logits"
    assert view.table.table.rowCount() == 0


def test_that_a_stored_score_opens_here_as_it_was(panel, view, session, answering) -> None:
    panel.switch.button("chips").click()
    request = ScoreRequest(Subject("other", "stored text"))
    row = RunRow(12, "U", "score", "done", "other", "", "2026-11-23T10:11:12Z", "", "", None, (), "")
    session.open_run(RunRecord(row, request, (), scored(request), "", {}, {}))
    assert panel.switch.key == "surprise"
    assert view.totals.text().startswith("1.00 nats")
    assert "Stored run 12" in panel.notes.notes[0].text
    assert panel.shown_job() is None
    assert answering.asked_of(ScoreRequest) == []
    panel.notes.notes[0].act()
    for _ in range(4):
        session.deliver()
    assert view.totals.text().startswith("1.00 nats")
    assert answering.asked_of(ScoreRequest) == []


def test_that_what_is_shown_is_the_score_of_the_present_text(panel, view, session, answering) -> None:
    study(session)
    assert isinstance(panel.shown_job().request, ScoreRequest)
    del answering.answers[ScoreRequest]
    study(session, TEXT + " is")
    assert not isinstance(panel.shown_job().request, ScoreRequest)


def test_that_every_token_is_a_row_of_the_saved_data_and_the_copied_python_is_valid(view, session) -> None:
    study(session)
    header, *rows = view.rows()
    assert header == ("position", "id", "token", "logprob", "entropy", "rank")
    assert rows[0][3:] == ("", "", "")
    assert [row[3:] for row in rows[1:]] == [(-1.0, 0.5, 2), (-2.0, 1.0, 3), (-3.0, 1.5, 4)]
    compile(view.snippet(), "snippet", "exec")


def judged(request: FluencyRequest) -> Fluency:
    return Fluency(request, INFO, "HANGUL", 12, nats_per_char=4.18, english_nats_per_char=0.71, usual=2.0, hardly=True)


def test_that_a_script_the_model_hardly_knows_is_said_once_and_a_model_offered(panel, session, answering, wait_until, monkeypatch) -> None:
    monkeypatch.setattr(fluency, "REST_MS", 1)
    answering.answers[FluencyRequest] = judged
    other = TokensPanel(session)
    other.show()
    study(session, "나는 오늘 커피를 마셨다")
    wait_until(lambda: any("hardly trained on Korean" in note.text for note in other.notes.notes))
    assert not any("Hangul syllables are cut" in note.text for note in other.notes.notes)
    wanted = []
    other.model_chosen.connect(wanted.append)
    next(note for note in other.notes.notes if "hardly trained" in note.text).act()
    assert wanted == ["starter"]
    study(session, "English again")
    assert not any("hardly" in note.text for note in other.notes.notes)
    other.close()
    other.deleteLater()


def test_that_no_script_is_judged_while_nobody_looks(panel, session, answering) -> None:
    study(session)
    panel.hide()
    session.change_subject(text="나는 오늘 커피를 마셨다")
    session.deliver()
    assert not panel._fluency._rest.isActive()
    panel.show()
    session.deliver()
    assert panel._fluency._rest.isActive()


def test_that_an_encoder_is_not_asked_about_a_script(panel, session, answering, monkeypatch) -> None:
    study(session, "나는 오늘 커피를 마셨다", model="starter-masked")
    assert not panel._fluency._rest.isActive()
    assert any("Hangul syllables are cut" in note.text for note in panel.notes.notes)
