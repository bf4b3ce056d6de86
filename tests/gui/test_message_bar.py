"""The bar in which a panel answers: what, why, what helps, and one thing to do about it."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QWidget

from workbench.errors import WorkbenchError
from workbench.gui import i18n
from workbench.gui.widgets.message_bar import LONGEST, MessageBar

MISSING = WorkbenchError("run-missing", id=7)


@pytest.fixture
def bar(qapp) -> MessageBar:
    window = QWidget()
    made = MessageBar(window)
    window.resize(600, 300)
    window.show()
    made._window = window
    return made


def test_that_an_error_says_what_why_and_what_helps(bar):
    bar.show_error(MISSING)
    assert bar.isVisible()
    assert bar.error is MISSING
    assert bar.what.text() == "There is no run 7."
    assert bar.why.text() == "It may have been deleted. `workbench runs list` shows those there are."
    assert bar.accessibleName() == f"{bar.what.text()} {bar.why.text()}"
    assert not bar.action.isVisible()


def test_that_details_open_on_demand_and_can_be_copied(bar):
    bar.show_error(WorkbenchError("child-died", role="engine", cause="killed", details="Traceback:\n  the last words"))
    assert not bar.details.isVisible()
    bar.details_button.click()
    assert bar.details.isVisible()
    bar.copy.click()
    assert QGuiApplication.clipboard().text() == "Traceback:\n  the last words"


def test_that_the_next_error_opens_with_its_details_closed(bar):
    bar.show_error(MISSING)
    bar.details_button.click()
    bar.show_error(WorkbenchError("run-missing", id=8))
    assert not bar.details.isVisible()
    assert "8" in bar.what.text()


def test_that_an_error_without_details_shows_its_code_there(bar):
    bar.show_error(MISSING)
    assert bar.details.toPlainText().startswith("run-missing\n")


def test_that_very_long_words_stand_in_the_details_alone(bar):
    words = "x" * (LONGEST + 1)
    bar.show_error(WorkbenchError("child-died", role="engine", cause=words, details=words))
    assert words not in bar.why.text()
    assert bar.details.toPlainText() == words


def test_that_a_remedy_is_done_once_and_the_message_goes(bar):
    done: list[bool] = []
    bar.show_error(MISSING, action_text="Try again", action=lambda: done.append(bar.isVisible()))
    assert (bar.action.text(), bar.action.isVisible()) == ("Try again", True)
    bar.action.click()
    assert done == [False]  # gone before it is done: what the remedy has to say must not be wiped away
    assert bar.error is None


def test_that_a_remedy_may_say_something_itself(bar):
    bar.show_error(MISSING, action_text="Try again", action=lambda: bar.show_notice("Done."))
    bar.action.click()
    assert (bar.isVisible(), bar.what.text(), bar.error) == (True, "Done.", None)


def test_that_a_notice_takes_the_place_of_an_error_with_all_that_belonged_to_it(bar):
    bar.show_error(MISSING, action_text="Try again", action=lambda: None)
    bar.details_button.click()
    bar.show_notice("Saved a.csv.")
    assert bar.what.text() == "Saved a.csv."
    for one in (bar.why, bar.action, bar.details_button, bar.details, bar.copy):
        assert not one.isVisible()


def test_that_closing_it_says_nothing_and_does_nothing(bar):
    done: list[bool] = []
    bar.show_notice("Deleted.", action_text="Undo", action=lambda: done.append(True))
    bar.close_button.click()
    assert not bar.isVisible()
    assert done == []


def test_that_markup_in_a_message_is_text(bar):
    bar.show_notice("<b>not bold</b>")
    assert bar.what.textFormat() == bar.why.textFormat() == Qt.TextFormat.PlainText


def test_that_an_error_on_show_changes_its_language(bar, wait_until):
    bar.show_error(MISSING)
    english = bar.what.text()
    i18n.use("ko")
    wait_until(lambda: bar.what.text() != english)
    assert "7" in bar.what.text()
    assert bar.copy.text() == "복사"
