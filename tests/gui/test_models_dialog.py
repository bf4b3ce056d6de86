"""Choosing and fetching a model: what the page says and what its one button does."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import pytest
from answering import Answering
from PySide6.QtWidgets import QFileDialog

from workbench.errors import WorkbenchError
from workbench.gui import i18n
from workbench.gui.panels.models_dialog import ModelCard, ModelsDialog
from workbench.values import Fetched, FetchRequest, Installable, ModelList, ModelListRequest, Progress

SMALL = Installable("small", "Small", "causal", "Apache-2.0", False, 98_362_432, "b179c9523d0e" + 52 * "0", "A note.", False, "")
GATED = dataclasses.replace(SMALL, name="gated", title="Gated", licence="Gated terms", must_accept=True)
OWN = Installable("own", "Own", "causal", "", False, 0, "", "", True, "/data/own.gguf")


@pytest.fixture
def office() -> Iterator[Answering]:
    made = Answering()
    made.answers[ModelListRequest] = lambda _request: ModelList((SMALL, GATED, OWN))
    yield made
    made.close()


@pytest.fixture
def page(qapp, office) -> ModelsDialog:
    made = ModelsDialog(office.session())
    made.show()
    made._session.deliver()
    return made


def card(page: ModelsDialog, title: str) -> ModelCard:
    [found] = [one for one in page.findChildren(ModelCard) if one.title.text() == title]
    return found


def test_that_a_card_says_size_licence_and_checksum_before_anything_is_fetched(page, office):
    small = card(page, "Small")
    assert small.facts.text() == "98 MB · Apache-2.0 · sha256 b179c9523d0e…"
    assert small.facts.toolTip() == SMALL.sha256
    assert small.note.text() == "A note."
    assert small.button.text() == "Fetch"
    assert office.asked_of(FetchRequest) == []


def test_that_an_installed_model_of_ones_own_shows_its_path_and_opens(page):
    chosen: list[str] = []
    page.chosen.connect(chosen.append)
    own = card(page, "Own")
    assert (own.facts.text(), own.button.text()) == ("/data/own.gguf", "Open")
    own.button.click()
    assert chosen == ["own"]
    assert not page.isVisible()


def test_that_a_fetch_shows_how_far_it_is(page, office):
    small = card(page, "Small")
    assert not small.progress.isVisibleTo(small)
    small.button.click()
    assert office.asked_of(FetchRequest) == [FetchRequest("small")]
    assert small.progress.isVisibleTo(small)
    assert small.state.text() == "Looking for the package…"
    office.give(page._session, office.job_of(FetchRequest), Progress("download", 41e6, 82e6, "bytes"))
    assert (small.progress.value(), small.progress.maximum()) == (500, 1000)
    assert small.state.text() == "41 MB of 82 MB"


def test_that_a_fetched_model_is_chosen_at_once(page, office):
    chosen: list[str] = []
    page.chosen.connect(chosen.append)
    card(page, "Small").button.click()
    office.answers[ModelListRequest] = lambda _request: ModelList((dataclasses.replace(SMALL, installed=True, path="/m"), OWN))
    office.give(page._session, office.job_of(FetchRequest), Fetched("small", "/m", 98_362_432, SMALL.sha256), last=True)
    page._session.deliver()
    assert chosen == ["small"]
    assert card(page, "Small").button.text() == "Open"


def test_that_the_button_cancels_a_running_fetch_without_an_error(page, office):
    small = card(page, "Small")
    small.button.click()
    assert small.button.text() == "Cancel"
    small.button.click()
    page._session.deliver()
    assert office.cancelled == [office.job_of(FetchRequest)]
    assert small.button.text() == "Fetch"
    assert not small.progress.isVisibleTo(small)
    assert page.bar.isHidden()


def test_that_a_second_fetch_starts_from_nothing(page, office):
    small = card(page, "Small")
    small.button.click()
    office.give(page._session, office.job_of(FetchRequest), Progress("download", 41e6, 82e6, "bytes"))
    small.button.click()
    page._session.deliver()
    small.button.click()
    assert small.progress.maximum() == 0
    assert small.state.text() == "Looking for the package…"


def test_that_a_failed_fetch_is_said_on_the_page_and_can_be_begun_again(page, office):
    small = card(page, "Small")
    small.button.click()
    failure = WorkbenchError("disk-full", path="/data", free_bytes=1, needed_bytes=2)
    office.give(page._session, office.job_of(FetchRequest), error=failure)
    assert page.bar.error is failure
    assert small.button.isEnabled()
    small.button.click()
    assert len(office.asked_of(FetchRequest)) == 2


def test_that_a_licence_is_accepted_by_a_button_and_never_by_itself(page, office):
    gated = card(page, "Gated")
    assert "Gated terms" in gated.facts.text()
    gated.button.click()
    assert office.asked_of(FetchRequest) == [FetchRequest("gated", accept_licence=False)]
    refusal = WorkbenchError("licence-not-accepted", model="gated", licence="Gated terms")
    office.give(page._session, office.job_of(FetchRequest), error=refusal)
    assert "Gated terms" in page.bar.what.text()
    assert page.bar.action.text() == "Accept and fetch"
    page.bar.action.click()
    assert office.asked_of(FetchRequest)[1:] == [FetchRequest("gated", accept_licence=True)]
    assert gated.button.text() == "Cancel"


def test_that_a_list_that_cannot_be_had_can_be_asked_for_again(qapp, office):
    office.answers[ModelListRequest] = lambda _request: WorkbenchError("child-died", role="text", cause="killed", details="")
    page = ModelsDialog(office.session())
    page.show()
    page._session.deliver()
    assert page.bar.error.code == "child-died"
    office.answers[ModelListRequest] = lambda _request: ModelList((SMALL,))
    page.bar.action.click()
    page._session.deliver()
    assert card(page, "Small").button.text() == "Fetch"
    assert page.bar.isHidden()


def test_that_a_model_that_is_gone_loses_its_card(page, office, wait_until):
    office.answers[ModelListRequest] = lambda _request: ModelList((SMALL,))
    page.refresh()
    page._session.deliver()
    wait_until(lambda: [one.title.text() for one in page.findChildren(ModelCard)] == ["Small"])


def test_that_a_file_that_is_picked_is_chosen(page, wait_until):
    chosen: list[str] = []
    page.chosen.connect(chosen.append)
    page.file.click()
    [dialog] = page.findChildren(QFileDialog)
    dialog.fileSelected.emit("/somewhere/a.gguf")
    dialog.close()
    assert chosen == ["/somewhere/a.gguf"]


def test_that_the_page_speaks_korean(page, wait_until):
    i18n.use("ko")
    wait_until(lambda: page.heading.text() != "Choose a model")
    assert card(page, "Small").button.text() == "받기"
