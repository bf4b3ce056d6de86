"""The frame of a panel, and progress in words."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QLabel, QProgressBar, QPushButton, QWidget

from workbench.gui import i18n
from workbench.gui.widgets import rate
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.progress import progress_words
from workbench.gui.widgets.rate import Rate
from workbench.values import Progress


@pytest.fixture
def frame(qapp) -> PanelFrame:
    made = PanelFrame()
    made.view.addWidget(QLabel("view", made))
    made.show()
    return made


def button(frame: PanelFrame, text: str) -> QPushButton:
    [found] = [one for one in frame.findChildren(QPushButton) if one.text() == text]
    return found


def words(frame: PanelFrame) -> set[str]:
    return {label.text() for label in frame.findChildren(QLabel) if label.isVisible()}


def test_that_a_current_view_has_no_banner(frame):
    assert not button(frame, "Cancel").isVisible()
    frame.show_loading("Tracing…")
    frame.show_current()
    assert not button(frame, "Cancel").isVisible()
    assert "Tracing…" not in words(frame)


def test_that_loading_says_what_and_how_far_and_can_be_cancelled(frame):
    cancelled: list[bool] = []
    frame.cancelled.connect(lambda: cancelled.append(True))
    [bar] = frame.findChildren(QProgressBar)
    frame.show_loading("Tracing…")
    assert (bar.minimum(), bar.maximum()) == (0, 0)
    assert "Tracing…" in words(frame)
    assert "view" in words(frame)  # what was there stays to be read
    frame.show_loading("Tracing…", Progress("forward", 3, 12, "layers"))
    assert (bar.value(), bar.maximum()) == (250, 1000)
    button(frame, "Cancel").click()
    assert cancelled == [True]


def test_that_progress_of_unknown_length_shows_no_share(frame):
    [bar] = frame.findChildren(QProgressBar)
    frame.show_loading("Tracing…", Progress("forward", 3, None, "layers"))
    assert bar.maximum() == 0


def test_that_a_stale_view_stays_and_offers_to_be_brought_up_to_date(frame):
    refreshed: list[bool] = []
    frame.refreshed.connect(lambda: refreshed.append(True))
    frame.show_stale()
    assert "The text has changed. Press Ctrl+Enter to update." in words(frame)
    assert "view" in words(frame)
    assert not button(frame, "Cancel").isVisible()
    button(frame, "Update").click()
    assert refreshed == [True]


def test_that_more_opens_and_closes_the_rarer_controls(frame):
    area = QWidget()
    assert not frame.more.isVisible()
    frame.add_more(area)
    assert frame.more.isVisible()
    assert not area.isVisible()
    frame.more.click()
    assert area.isVisible()
    frame.more.click()
    assert not area.isVisible()


def test_that_a_stale_view_changes_its_language(frame, wait_until):
    frame.show_stale()
    english = words(frame)
    i18n.use("ko")
    wait_until(lambda: words(frame) & english == {"", "view"})
    assert button(frame, "취소").isHidden()


@pytest.fixture
def clock(monkeypatch):
    """A clock that goes on by what is added to it."""
    now = [100.0]
    monkeypatch.setattr(rate.time, "monotonic", lambda: now[0])
    return now


def test_that_bytes_are_told_with_their_rate_and_the_time_left(qapp, clock):
    seen = Rate()
    for done in (10e6, 22e6):
        seen.see(Progress("download", done, 94e6, "bytes"))
        clock[0] += 1
    assert progress_words(Progress("download", 22e6, 94e6, "bytes"), seen) == "22 MB of 94 MB · 12 MB/s · 6 s left"


def test_that_tokens_are_counted_as_tokens(qapp, clock):
    seen = Rate()
    for done in (1, 21):
        seen.see(Progress("generate", done, 1200, "tokens"))
        clock[0] += 1
    assert progress_words(Progress("generate", 21, 1200, "tokens"), seen) == "21 of 1,200 · 20 tok/s · 59 s left"


def test_that_reports_of_the_same_moment_count_as_one(qapp, clock):
    seen = Rate()
    for wait_s, done in ((0, 0), (1, 1), (0.001, 2), (0.999, 3), (0.001, 4)):
        clock[0] += wait_s
        seen.see(Progress("cells", done, 24, "cells"))
    assert 1 <= seen.per_second < 2
    assert 10 < seen.left_s <= 20


def test_that_an_unknown_end_gives_no_time_left(qapp, clock):
    seen = Rate()
    for done in (1e6, 2e6):
        seen.see(Progress("download", done, None, "bytes"))
        clock[0] += 1
    assert progress_words(Progress("download", 2e6, None, "bytes"), seen) == "2 MB · 1 MB/s"


def test_that_the_first_report_has_no_rate_yet(qapp):
    seen = Rate()
    seen.see(Progress("forward", 1, 30, "layers"))
    assert progress_words(Progress("forward", 1, 30, "layers"), seen) == "1 of 30"
