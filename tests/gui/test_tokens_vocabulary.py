"""The Vocabulary view, and its table against plain lists."""

from __future__ import annotations

import time

import numpy as np
import pytest
from answering import Answering
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from workbench.errors import WorkbenchError
from workbench.gui.panels.tokens import TokensPanel
from workbench.gui.widgets.vocabulary_table import COLUMNS, ID, LENGTH, NORM, RANK, TOKEN, VocabularyTable
from workbench.values import (
    FRAGMENT,
    ORDINARY,
    REACHED,
    SPECIAL,
    UNREACHED,
    Progress,
    Selection,
    TokenizerList,
    TokenizerListRequest,
    TokenNorms,
    TokenNormsRequest,
    Vocabulary,
    VocabularyMatches,
    VocabularyRequest,
    VocabularySearchRequest,
)

RAW = [b"<s>", b"the", " 한".encode(), b"\xed\x95", b"zz", b"a"]
KINDS = [SPECIAL, *[ORDINARY] * 5]
REACH = [REACHED, REACHED, REACHED, FRAGMENT, UNREACHED, REACHED]
RANKS = [-1, 2, 0, 1, 3, -1]


def made(request: VocabularyRequest, raw: list[bytes] = RAW, times: int = 1) -> Vocabulary:
    raw = raw * times
    ends = np.cumsum([len(one) for one in raw], dtype=np.int64)
    joined = np.frombuffer(b"".join(raw), np.uint8)
    order = np.array(sorted(range(len(raw)), key=raw.__getitem__), np.int32)
    kinds, reach, ranks = np.array(KINDS * times, np.uint8), np.array(REACH * times, np.uint8), np.array(RANKS * times, np.int32)
    return Vocabulary(request, "made", "bpe", joined, ends, joined, ends, kinds, reach, ranks, order)


def normed(request: TokenNormsRequest) -> TokenNorms:
    return TokenNorms(request, np.arange(6, 0, -1).astype(np.float32), np.array([4, 0, 0, 0, 0, -3.5], np.float32))


@pytest.fixture
def answering():
    made_ = Answering()
    made_.answers = {
        VocabularyRequest: made,
        TokenNormsRequest: normed,
        TokenizerListRequest: lambda _request: TokenizerList(()),
        VocabularySearchRequest: lambda request: VocabularyMatches(request, np.array([1, 4], np.int32)),
    }
    yield made_
    made_.close()


@pytest.fixture
def view(qapp, answering):
    session = answering.session()
    panel = TokensPanel(session)
    panel.resize(1000, 700)
    panel.show()
    session.change_subject(model="starter", text="한국")
    panel.switch.choose("vocabulary")
    panel._show_view()
    found = panel.view("vocabulary")
    found.panel, found.session = panel, session
    for _ in range(4):
        session.deliver()
    return found


def column(view, which: int) -> list[str]:
    table = view.table.table
    return [table.data(table.index(row, which)) for row in range(table.rowCount())]


def test_that_every_token_has_a_row(view) -> None:
    assert column(view, ID) == ["0", "1", "2", "3", "4", "5"]
    assert column(view, TOKEN) == ["<s>", "the", "·한", "⟨ED 95⟩", "zz", "a"]
    assert column(view, LENGTH) == ["3", "3", "4", "2", "2", "1"]
    assert column(view, RANK) == ["—", "2", "0", "1", "3", "—"]
    assert column(view, NORM)[0] == "6.000 (+4.0)"
    assert column(view, NORM)[5] == "1.000 (−3.5)"


@pytest.mark.parametrize(
    ("which", "ids"),
    [
        (ID, [0, 1, 2, 3, 4, 5]), (TOKEN, [2, 0, 5, 1, 4, 3]), (LENGTH, [5, 3, 4, 0, 1, 2]), (RANK, [2, 3, 1, 4, 0, 5]),
        (NORM, [5, 4, 3, 2, 1, 0]),
    ],
)  # fmt: skip
def test_that_it_is_sorted_by_any_column(view, which: int, ids: list[int]) -> None:
    view.table.sortByColumn(which, Qt.SortOrder.AscendingOrder)
    assert view.table.table.ids.tolist() == ids
    view.table.sortByColumn(which, Qt.SortOrder.DescendingOrder)
    assert view.table.table.ids.tolist() == ids[::-1]


@pytest.mark.parametrize(("chosen", "ids"), [("special", [0]), ("unused", []), ("unreached", [4]), ("fragments", [3]), ("norms", [0, 5])])
def test_that_a_filter_leaves_what_it_says(view, chosen: str, ids: list[int]) -> None:
    view.filter.setCurrentIndex(view.filter.findData(chosen))
    view.filter.activated.emit(0)
    assert view.table.table.ids.tolist() == ids
    assert view.told.text().startswith(f"{len(ids)} of 6 tokens")


def test_that_a_search_shows_what_was_found_within_the_filter(view, answering) -> None:
    view.filter.setCurrentIndex(view.filter.findData("unreached"))
    view.search.setText("z")
    view.search.returnPressed.emit()
    view.session.deliver()
    assert answering.asked_of(VocabularySearchRequest)[-1] == VocabularySearchRequest("starter", "z", "text")
    assert view.table.table.ids.tolist() == [4]
    view.search.clear()
    view._find()
    view.filter.setCurrentIndex(0)
    view.filter.activated.emit(0)
    assert len(view.table.table.ids) == 6


def test_that_a_bad_search_is_said_and_the_table_stays(view, answering) -> None:
    answering.answers[VocabularySearchRequest] = lambda request: WorkbenchError("search-bad", query=request.query, reason="no")
    view.search.setText("(")
    view._find()
    view.session.deliver()
    assert view.panel.frame.bar.error.code == "search-bad"
    assert len(view.table.table.ids) == 6


def test_that_a_search_that_was_overtaken_is_cancelled(view, answering) -> None:
    del answering.answers[VocabularySearchRequest]
    view.search.setText("(.*a)*x")
    view._find()
    slow = answering.job_of(VocabularySearchRequest)
    view.search.setText("b")
    view._find()
    assert answering.cancelled == [slow]


def test_that_a_token_is_put_behind_the_selection_or_at_the_end(view) -> None:
    view.table.picked.emit(1)
    assert view.session.subject.text == "한국the"
    view.session.select(Selection(0, 3))
    view.table.picked.emit(2)
    assert view.session.subject.text == "한 한국the"
    assert (view.session.selection.start, view.session.selection.end) == (3, 7)


def test_that_a_part_of_a_character_is_not_put_into_the_text(view) -> None:
    view.table.picked.emit(3)
    assert view.session.subject.text == "한국"
    assert "part of a character" in view.panel.frame.bar.what.text()


def test_that_enter_puts_the_current_token(view) -> None:
    view.table.setCurrentIndex(view.table.table.index(4, 0))
    QTest.keyClick(view.table, Qt.Key.Key_Return)
    assert view.session.subject.text == "한국zz"


def test_that_the_scan_shows_how_far_it_is_and_can_be_cancelled(view, answering) -> None:
    del answering.answers[VocabularyRequest]
    view.session.change_subject(model="other")
    job = answering.job_of(VocabularyRequest)
    answering.give(view.session, job, Progress("try", 500, 1000, "tokens"))
    assert view.waiting.isVisible()
    assert view.waiting.bar.value() == 500
    view.waiting.cancel.click()
    view.session.deliver()
    assert answering.cancelled == [job]
    assert not view.waiting.isVisible()
    assert view.panel.frame.bar.error is None


def test_that_norms_are_asked_for_the_model_under_study_alone(view, answering) -> None:
    view.box.choose("another")
    view.session.deliver()
    assert answering.asked_of(VocabularyRequest)[-1].tokenizer == "another"
    assert [one.model for one in answering.asked_of(TokenNormsRequest)] == ["starter"]
    assert set(column(view, NORM)) == {"—"}


def test_that_what_is_shown_is_saved_as_data(view, tmp_path) -> None:
    view.filter.setCurrentIndex(view.filter.findData("norms"))
    view.filter.activated.emit(0)
    view.panel.export.save_csv(tmp_path / "v.csv")
    lines = (tmp_path / "v.csv").read_text("utf-8-sig").splitlines()
    assert lines[1] == "0,<s>,<s>,3c733e,3,special,reached,,6.0,4.0"
    assert len(lines) == 3
    compile(view.snippet(), "snippet", "exec")


def test_that_a_quarter_of_a_million_tokens_are_sorted_filtered_and_scrolled_at_once(qapp) -> None:
    table = VocabularyTable()
    table.resize(900, 600)
    table.show()
    began = time.perf_counter()
    table.table.set_vocabulary(made(VocabularyRequest("x"), times=43_690))
    for which in range(COLUMNS):
        table.sortByColumn(which, Qt.SortOrder.AscendingOrder)
    for share in range(10):
        table.verticalScrollBar().setValue(table.verticalScrollBar().maximum() * share // 10)
        table.grab()
    assert table.table.rowCount() == 262_140
    assert time.perf_counter() - began < 6
