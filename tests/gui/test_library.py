"""The library at the left: what it lists, and what a click on it does."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from answering import Answering
from PySide6.QtWidgets import QTreeWidgetItem

from workbench.errors import WorkbenchError
from workbench.gui import i18n
from workbench.gui.models.texts import samples
from workbench.gui.panels.library import OF_LESSONS, RECENT, LibraryPanel
from workbench.values import (
    Fetched,
    FetchRequest,
    Installable,
    ModelList,
    ModelListRequest,
    RunList,
    RunListRequest,
    RunRecord,
    RunRequest,
    RunRow,
    RunStarted,
    Subject,
    TokenizeRequest,
)

OPEN = "Fetch or open a model…"
SMALL = Installable("small", "Small", "causal", "", False, 1, "ab", "", True, "/m/small.gguf")
TINY = dataclasses.replace(SMALL, name="tiny", title="Tiny", installed=False, path="")
ROW = RunRow(7, "01TEST", "tokenize", "done", "small", "", "2026-01-01T00:00:00Z", "", "A  <b>short</b>\ntext", None, (), "")


@pytest.fixture
def office() -> Iterator[Answering]:
    made = Answering()
    made.answers[ModelListRequest] = lambda _request: ModelList((SMALL, TINY))
    made.answers[RunListRequest] = lambda request: RunList(request, (ROW,), 1)
    yield made
    made.close()


@pytest.fixture
def library(qapp, office) -> LibraryPanel:
    made = LibraryPanel(office.session())
    made._session.deliver()
    return made


def items(library: LibraryPanel, group: str) -> list[QTreeWidgetItem]:
    parent = library.groups[group]
    return [parent.child(row) for row in range(parent.childCount())]


def titles(library: LibraryPanel, group: str) -> list[str]:
    return [item.text(0) for item in items(library, group)]


def test_that_it_lists_installed_models_texts_and_recent_runs(library, office):
    assert titles(library, "models") == ["Small", OPEN]
    assert titles(library, "texts") == [sample.title_en for sample in samples()]
    assert titles(library, "runs") == ["7 · A <b>short</b> text"]
    assert office.asked_of(RunListRequest) == [RunListRequest(limit=OF_LESSONS * RECENT)]


def test_that_a_text_of_a_run_is_shown_in_its_tip_and_never_as_markup(library):
    assert "&lt;b>short" in items(library, "runs")[0].toolTip(0)


def test_that_a_model_that_is_clicked_is_chosen(library):
    chosen: list[str] = []
    asked: list[bool] = []
    library.model_chosen.connect(chosen.append)
    library.models_asked.connect(lambda: asked.append(True))
    small, other = items(library, "models")
    library.tree.itemClicked.emit(small, 0)
    assert (chosen, asked) == (["small"], [])
    library.tree.itemClicked.emit(other, 0)
    assert (chosen, asked) == (["small"], [True])


def test_that_only_the_model_under_study_is_bold(library):
    bold = [item.font(0).bold() for item in items(library, "models")]
    assert bold == [False, False]
    library._session.change_subject(model="small")
    assert [item.font(0).bold() for item in items(library, "models")] == [True, False]


def test_that_a_sample_becomes_the_text_under_study(library):
    library.tree.itemClicked.emit(items(library, "texts")[3], 0)
    assert library._session.subject.text == samples()[3].text


def test_that_a_run_that_is_clicked_is_opened(library, office):
    opened: list[object] = []
    library._session.run_opened.connect(opened.append)
    record = RunRecord(ROW, TokenizeRequest(Subject("small", "A")), (), None, "", {}, {})
    office.answers[RunRequest] = lambda _request: record
    library.tree.itemClicked.emit(items(library, "runs")[0], 0)
    library._session.deliver()
    assert office.asked_of(RunRequest) == [RunRequest(7)]
    assert opened == [record]


def test_that_a_run_that_is_gone_is_said_here(library, office):
    office.answers[RunRequest] = lambda request: WorkbenchError("run-missing", id=request.id)
    library.tree.itemClicked.emit(items(library, "runs")[0], 0)
    library._session.deliver()
    assert library.bar.error.code == "run-missing"
    assert "7" in library.bar.what.text()


def test_that_a_new_run_appears_by_itself(library, office, wait_until):
    later = dataclasses.replace(ROW, id=8, summary="later")
    office.answers[RunListRequest] = lambda request: RunList(request, (later, ROW), 2)
    job = library._session.submit(TokenizeRequest(Subject("small", "A")), record=True)
    office.give(library._session, job.number, RunStarted(8, "01TEST"))
    wait_until(lambda: len(titles(library, "runs")) == 2)
    assert titles(library, "runs")[0] == "8 · later"


def test_that_a_fetched_model_appears_by_itself(library, office):
    job = library._session.submit(FetchRequest("tiny"))
    office.answers[ModelListRequest] = lambda _request: ModelList((SMALL, dataclasses.replace(TINY, installed=True, path="/m")))
    office.give(library._session, job.number, Fetched("tiny", "/m", 1, "ab"), last=True)
    library._session.deliver()
    assert titles(library, "models") == ["Small", "Tiny", OPEN]


def test_that_a_group_without_anything_in_it_is_hidden(library, office):
    office.answers[RunListRequest] = lambda request: RunList(request, (), 0)
    library.refresh()
    library._session.deliver()
    assert library.groups["runs"].isHidden()
    assert not library.groups["texts"].isHidden()


def test_that_a_change_of_language_reaches_every_entry(library, wait_until):
    i18n.use("ko")
    wait_until(lambda: library.groups["models"].text(0) == "모델")
    assert titles(library, "texts") == [sample.title_ko for sample in samples()]
    assert titles(library, "models")[0] == "Small"
    assert titles(library, "models")[1] != OPEN


def test_that_trainings_of_a_lesson_are_not_listed_beside_it(library, office):
    cell = dataclasses.replace(ROW, id=8, tags=("lesson",), summary="a cell")
    office.answers[RunListRequest] = lambda request: RunList(request, (cell, ROW), 2)
    library.refresh()
    library._session.deliver()
    assert titles(library, "runs") == ["7 · A <b>short</b> text"]
