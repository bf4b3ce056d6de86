"""Every test here runs offscreen, and fails when Qt warns or a thread is left behind."""

from __future__ import annotations

import gc
import os
import threading
import time
from collections.abc import Callable, Iterator

os.environ["QT_QPA_PLATFORM"] = "offscreen"

import pytest
from answering import Answering
from PySide6.QtCore import QCoreApplication, QEvent, QEventLoop, QTimer, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from workbench.gui import i18n, theme
from workbench.gui.panels.attention import AttentionPanel
from workbench.gui.session import Session

ALLOWED = (
    "This plugin does not support propagateSizeHints()",
    "This plugin does not support raise()",
    "This plugin does not support grabbing the keyboard",
)
"""What the offscreen platform itself has to say."""
MISSING_FONT = "OpenType support missing for"
"""Said of scripts for which a machine has no font; nothing of ours can help it."""

_said: list[str] = []


@pytest.fixture(scope="session")
def qapp() -> Iterator[QApplication]:
    """The application, dressed as it is for a person, in English and light."""
    app = QApplication.instance() or QApplication([])
    qInstallMessageHandler(_hear)
    i18n.use("en")
    theme.apply(app, "light")
    yield app
    qInstallMessageHandler(None)


@pytest.fixture(autouse=True)
def _qt_is_content(request: pytest.FixtureRequest) -> Iterator[None]:
    if "qapp" not in request.fixturenames:
        yield
        return
    qapp = request.getfixturevalue("qapp")
    _said.clear()
    threads = set(threading.enumerate())
    yield
    for widget in QApplication.topLevelWidgets():
        if widget.parent() is None:
            widget.close()
            widget.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    gc.collect()
    i18n.use("en")
    if theme.mode() != "light":
        theme.apply(qapp, "light")
    assert not _said, f"Qt warned: {_said}"
    left = [thread.name for thread in threading.enumerate() if thread not in threads and not thread.daemon]
    assert not left, f"threads left behind: {left}"


@pytest.fixture
def wait_until(qapp: QApplication) -> Callable[..., None]:
    """`wait_until(predicate, timeout_s=10)`: let the event loop run until it is true; fails when it never is.

    Once is enough: what else the loop has to do before it comes back may make it untrue again, as a timer that asks something does.
    """

    def wait(predicate: Callable[[], object], timeout_s: float = 10.0) -> None:
        loop, timer, deadline, seen = QEventLoop(), QTimer(), time.monotonic() + timeout_s, []

        def look() -> None:
            if predicate():
                seen.append(True)
            if seen or time.monotonic() > deadline:
                loop.quit()

        timer.setInterval(5)
        timer.timeout.connect(look)
        timer.start()
        loop.exec()
        timer.stop()
        assert seen, f"not true within {timeout_s} s"

    return wait


@pytest.fixture
def session(qapp: QApplication, answering: Answering) -> Iterator[Session]:
    """The session of one test, whose questions are answered by `answering`, a fixture of its file."""
    made = answering.session()
    yield made
    made.deleteLater()


@pytest.fixture
def open_attention(session: Session, wait_until: Callable[..., None]) -> Callable[..., AttentionPanel]:
    """`open_attention(view, text)`: the Attention panel in a window of its own, once all is answered that a text asks for."""

    def opened(view: str = "heads", text: str = "", *, size: tuple[int, int] = (1100, 700), model: str = "m") -> AttentionPanel:
        panel = AttentionPanel(session)
        panel.resize(*size)
        panel.switch.choose(view)
        panel._show_view()
        panel.show()
        if text:
            session.change_subject(model=model, text=text)
            wait_until(lambda: panel.shown is not None and not session.jobs)
        return panel

    return opened


def _hear(kind: QtMsgType, _context: object, message: str) -> None:
    if kind != QtMsgType.QtDebugMsg and kind != QtMsgType.QtInfoMsg and message not in ALLOWED and MISSING_FONT not in message:
        _said.append(message)
