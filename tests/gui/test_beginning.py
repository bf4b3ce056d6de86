"""The window's beginning when something is in the way of it."""

from __future__ import annotations

import sys

import pytest

from workbench.gui import i18n
from workbench.gui.preferences import Preferences
from workbench.gui.shell import Shell
from workbench.gui.window import Workspace


@pytest.fixture
def broken(qapp, tmp_path, monkeypatch, wait_until):
    """A window whose children could not be started; `monkeypatch.undo` mends the computer."""
    home = tmp_path / "home"
    monkeypatch.setattr(sys, "executable", str(tmp_path / "no-python"))
    shell = Shell()
    shell.show()
    with pytest.MonkeyPatch.context() as lasting:
        lasting.setenv("WORKBENCH_HOME", str(home))
        made = Workspace(shell, Preferences())
        made.begin(model="", text="The capital of France is", panel="tokens")
        wait_until(lambda: made.bar.error)
        yield made
        shell.close()
        made.close()


def test_that_a_text_child_that_cannot_start_can_be_tried_again(broken, monkeypatch, wait_until):
    assert broken.bar.error.code == "child-no-start"
    assert broken.bar.action.isVisibleTo(broken.bar)
    assert broken.bar.action.text() == "Try again"
    monkeypatch.undo()
    broken.bar.action.click()
    wait_until(lambda: broken.session.subject.model == "starter", 30)  # nothing else is installed
    assert broken.bar.isHidden()
    wait_until(lambda: broken.library.tree.topLevelItem(0).childCount() == 4)  # three that ship, and the way to more


def test_that_a_second_failure_offers_it_once_more(broken, wait_until):
    first = broken.bar.error
    broken.bar.action.click()
    wait_until(lambda: broken.bar.error not in (None, first))
    assert broken.bar.action.isVisibleTo(broken.bar)


def test_that_the_offer_is_made_in_korean_too(broken, wait_until):
    i18n.use("ko")
    broken.bar.action.click()
    wait_until(lambda: broken.bar.error is not None and broken.bar.action.text() == "다시 시도")
