"""The real window with its real children, offscreen: what holds for all of it."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET

import psutil
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QAction, QDropEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QAbstractSpinBox, QApplication, QComboBox, QGroupBox, QLabel, QLineEdit, QTabBar, QWidget

from workbench import paths
from workbench.gui import i18n, theme
from workbench.gui.concepts import CONCEPTS
from workbench.gui.palette import Palette, matches
from workbench.gui.preferences import Preferences
from workbench.gui.shell import Shell
from workbench.gui.window import PANELS, Workspace
from workbench.values import Ablation, RunRecord, RunRow, Selection, TraceRequest


@pytest.fixture
def home(tmp_path, monkeypatch, smollm2):
    folder = tmp_path / "home" / "models" / "smollm2-135m-instruct"
    folder.mkdir(parents=True)
    (folder / smollm2.name).symlink_to(smollm2)
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    return tmp_path / "home"


@pytest.fixture
def workspace(qapp, home, wait_until):
    shell = Shell()
    shell.show()
    made = Workspace(shell, Preferences())
    made.begin(model="smollm2-135m-instruct", text="The capital of France is", panel="tokens")
    wait_until(lambda: made.subject_bar.chip.text(), 60)
    yield made
    shell.close()
    made.close()


def show_all(workspace, wait_until) -> None:
    for name in PANELS:
        workspace.raise_panel(name)
    wait_until(lambda: not workspace.session.jobs, 60)


RUN_COUNT = re.compile(r"\d+ runs?")
"""It may move on at any time: a text that rests is kept meanwhile."""


def words_of(window: QWidget) -> set[str]:
    """Every word a person could see or hear."""
    found = {window.windowTitle()}
    for widget in window.findChildren(QWidget):
        found |= {widget.toolTip(), widget.accessibleName(), widget.accessibleDescription(), widget.windowTitle()}
        if isinstance(widget, QLabel | QAbstractButton):
            found.add(widget.text())
        if isinstance(widget, QGroupBox):
            found.add(widget.title())
        if isinstance(widget, QLineEdit):
            found.add(widget.placeholderText())
        if isinstance(widget, QComboBox):
            found |= {widget.itemText(row) for row in range(widget.count())}
        if isinstance(widget, QTabBar):
            found |= {widget.tabText(tab) for tab in range(widget.count())}
    found |= {action.text() for action in window.findChildren(QAction)}
    return {text for text in found if text and not RUN_COUNT.fullmatch(text)}


def test_that_switching_the_language_leaves_no_stale_word(workspace, wait_until):
    show_all(workspace, wait_until)
    wait_until(lambda: any("engine ready" in text for text in words_of(workspace.shell)))
    english = words_of(workspace.shell)
    i18n.use("ko")
    wait_until(lambda: workspace.docks["tokens"].windowTitle() == "토큰")
    korean = words_of(workspace.shell)
    catalogue = ET.parse(paths.resources() / "translations" / "workbench_ko.ts").getroot()
    known = {message.findtext("source"): message.findtext("translation") for message in catalogue.iter("message")}
    stale = {text for text in english & korean if text in known and known[text] != text}
    assert stale == set()
    i18n.use("en")
    wait_until(lambda: words_of(workspace.shell) == english)


def test_that_everything_that_takes_the_focus_has_a_name(workspace, wait_until):
    show_all(workspace, wait_until)
    nameless = []
    for widget in workspace.shell.findChildren(QWidget):
        inside = isinstance(widget.parent(), QComboBox | QAbstractSpinBox)
        if widget.focusPolicy() & Qt.FocusPolicy.TabFocus and widget.isVisibleTo(workspace.shell) and not inside:
            text = widget.text() if isinstance(widget, QAbstractButton) else ""
            if not (widget.accessibleName() or text or isinstance(widget, QTabBar)):
                nameless.append(f"{widget.metaObject().className()} {widget.objectName()} in {widget.parent().metaObject().className()}")
    assert nameless == []


def test_that_a_token_picked_in_one_panel_is_picked_in_all(workspace, wait_until):
    show_all(workspace, wait_until)
    workspace.session.select(Selection(14, 21, 3, 2))
    attention = workspace.panels["attention"]
    assert attention.choice.positions == (3,)
    assert attention.view("heads").grid.selected == (3, 2)
    strip = workspace.panels["tokens"].view("chips").strip
    assert list(strip.selected) == [3]


def test_that_a_text_that_rested_in_view_becomes_one_run(workspace, wait_until):
    runs = workspace.raise_panel("runs")
    workspace.raise_panel("tokens")
    wait_until(lambda: runs.model.rows, 20)
    assert [(row.kind, row.status) for row in runs.model.rows] == [("tokenize", "done")]


def test_that_a_stored_run_opens_in_its_panel(workspace, wait_until):
    playground = workspace.raise_panel("playground")
    QTest.mouseClick(playground.generate, Qt.MouseButton.LeftButton)
    wait_until(lambda: workspace.session.jobs)
    wait_until(lambda: not workspace.session.jobs, 60)
    runs = workspace.raise_panel("runs")
    wait_until(lambda: any(row.kind == "generate" and row.status == "done" for row in runs.model.rows), 20)
    workspace.session.change_subject(text="Something else")
    (row,) = [row for row in runs.model.rows if row.kind == "generate"]
    runs._open(row)
    wait_until(lambda: playground.isVisible() and workspace.session.subject.text == "The capital of France is")


def test_that_a_file_that_is_no_model_is_refused_and_nothing_is_lost(workspace, wait_until, tmp_path):
    wrong = tmp_path / "notes.pt"
    wrong.write_bytes(b"PK\x03\x04 not a model")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(wrong))])
    move, button = Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    workspace.shell.dropEvent(QDropEvent(QPointF(5, 5), move, data, button, Qt.KeyboardModifier.NoModifier))
    wait_until(lambda: workspace.bar.error is not None, 20)
    assert workspace.bar.error.code == "pickle-refused"
    assert workspace.session.subject.model == "smollm2-135m-instruct"
    assert workspace.session.subject.text == "The capital of France is"


def test_that_the_layout_is_remembered(qapp, home, wait_until):
    shell = Shell()
    shell.show()
    first = Workspace(shell, Preferences())
    first.begin(model="", text="remember me", panel="runs")
    wait_until(lambda: first.session.subject.model, 20)
    shell.close()
    first.close()
    shell = Shell()
    shell.show()
    second = Workspace(shell, Preferences())
    second.begin(model="", text="", panel="")
    assert second.session.subject.text == "remember me"
    assert second.panels["runs"].isVisible()
    shell.close()
    second.close()


def test_that_a_damaged_data_folder_is_said_and_work_goes_on(qapp, tmp_path, monkeypatch, smollm2, wait_until):
    home = tmp_path / "home"
    home.mkdir()
    (home / "workbench.db").write_bytes(b"this is no database" * 100)
    monkeypatch.setenv("WORKBENCH_HOME", str(home))
    shell = Shell()
    shell.show()
    workspace = Workspace(shell, Preferences())
    workspace.begin(model=str(smollm2), text="still here", panel="tokens")
    wait_until(lambda: workspace.bar.error is not None, 30)
    assert workspace.bar.error.code.startswith("store-")
    tokens = workspace.panels["tokens"]
    wait_until(lambda: tokens.shown is not None and len(tokens.shown.tokens) > 0, 30)
    shell.close()
    workspace.close()


def test_that_the_palette_leads_to_every_view_of_every_panel(workspace, wait_until):
    workspace._show_palette()
    (palette,) = workspace.shell.findChildren(Palette)
    QTest.keyClicks(palette.line, "attention: lens")
    wait_until(palette.list.count)
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    wait_until(lambda: workspace.panels["attention"].isVisible())
    assert workspace.panels["attention"].switch.key == "lens"


def test_that_the_palette_finds_views_by_their_english_names_in_every_language(workspace, wait_until):
    i18n.use("ko")
    try:
        workspace._show_palette()
        (palette,) = workspace.shell.findChildren(Palette)
        QTest.keyClicks(palette.line, "attention: lens")
        wait_until(palette.list.count)
        assert "attention" not in palette.list.item(0).text().casefold()
    finally:
        i18n.use("en")


def test_that_every_word_of_the_field_leads_to_a_view_that_there_is(workspace):
    views = {action.objectName() for panel in PANELS for action in workspace._view_actions(panel)}
    assert set(CONCEPTS) <= views


def test_that_the_palette_says_when_nothing_is_found(workspace, wait_until):
    workspace._show_palette()
    (palette,) = workspace.shell.findChildren(Palette)
    assert not palette.none.isVisible()
    QTest.keyClicks(palette.line, "qqqqq")
    assert palette.none.isVisible()
    wait_until(lambda: set(PANELS) <= set(workspace.panels))  # it has looked everywhere
    assert palette.none.isVisible()


def test_that_the_palette_finds_and_runs_an_action_by_keyboard(workspace, wait_until):
    workspace._show_palette()
    (palette,) = workspace.shell.findChildren(Palette)
    QTest.keyClicks(palette.line, "dark")
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    wait_until(lambda: theme.mode() == "dark")
    assert QApplication.instance().palette().window().color() == theme.colors().window


def test_that_letters_in_their_order_match():
    assert matches("pnl rn", "Panel: Runs")
    assert not matches("xyz", "Panel: Runs")


def test_that_closing_leaves_no_child(workspace, wait_until):
    pids = [status.pid for status in workspace._children.status().values() if status.pid]
    assert pids
    workspace.shell.close()
    workspace._children.close()
    wait_until(lambda: not any(psutil.pid_exists(pid) for pid in pids), 5)


def test_that_a_run_of_a_changed_model_is_opened_with_its_changes_and_they_can_be_undone(workspace, wait_until):
    changes = (Ablation(3, 1), Ablation(5, by="zero"))
    request = TraceRequest(workspace.session.subject, interventions=changes)
    row = RunRow(7, "01T", "trace", "done", "m", "ab", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", "", None, (), "")
    workspace.session.open_run(RunRecord(row, request, (), None, "", {}, {}))
    assert workspace.session.interventions == changes
    attention = workspace.panels["attention"]
    wait_until(lambda: attention.shown is not None and attention.shown.trace.request.interventions == changes, 60)
    assert not attention.changes.isHidden()
    attention.changes.undo.click()
    assert workspace.session.interventions == ()
    workspace.undo.redo.trigger()
    assert workspace.session.interventions == changes
    wait_until(lambda: not workspace.session.jobs, 60)


def test_that_a_wider_window_gives_its_room_to_the_panels(workspace, wait_until):
    shell, library = workspace.shell, workspace.docks["library"]
    shell.resize(1200, 700)
    wait_until(lambda: shell.width() == 1200)
    shell.resize(1900, 700)
    wait_until(lambda: workspace.docks["tokens"].width() > 1400)
    assert library.width() < 420


def test_that_what_a_window_opens_with_becomes_a_run_only_when_somebody_turns_to_it(qapp, home, wait_until):
    shell = Shell()
    shell.show()
    made = Workspace(shell, Preferences())
    made.begin(model="smollm2-135m-instruct", text="", panel="tokens")
    kept: list[object] = []
    made.session.keep = kept.append  # type: ignore[method-assign]
    wait_until(lambda: made.subject_bar.chip.text(), 60)
    wait_until(lambda: made.rest._rested and any(not job.running for job in made._shown_jobs()), 60)
    assert kept == []
    made.raise_panel("attention")
    made.raise_panel("tokens")
    wait_until(lambda: kept, 60)
    shell.close()
    made.close()
