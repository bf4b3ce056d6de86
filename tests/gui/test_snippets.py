"""Copy as Python: every snippet of every view runs without a window, and gives the numbers that the view shows."""

from __future__ import annotations

import json
import math
import subprocess
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from workbench.gui.preferences import Preferences
from workbench.gui.shell import Shell
from workbench.gui.window import Workspace
from workbench.values import Selection

TEXT = "The cat sat on the mat and looked at the red ball."
CLOSE = 2e-5
"""Between two processes: float32 and other kernels."""
OTHERWISE = ("compare", "vocabulary", "beam", "bias", "token", "inside")
"""Views that show numbers beside what their snippet is about: ratios of its counts, lengths of embeddings, each step of a search, other
measures of the same rows, sums of what it gives."""
Taken = tuple[str, str, list[float]]
"""A view's name, its snippet, and the numbers it shows."""


class Quiet:
    """True once nothing has run for so many looks on end: an answer may lead to another question."""

    def __init__(self, session, looks: int = 40) -> None:
        self._session, self._looks, self._seen = session, looks, 0

    def __call__(self) -> bool:
        self._seen = 0 if self._session.jobs else self._seen + 1
        return self._seen >= self._looks


@pytest.fixture
def opened(qapp, tmp_path, monkeypatch, wait_until):
    """opened(model, panel): the real window, quiet."""
    monkeypatch.setenv("WORKBENCH_HOME", str(tmp_path / "home"))
    made: list[tuple[Shell, Workspace]] = []

    def open_window(model: str, panel: str) -> Workspace:
        shell = Shell()
        shell.resize(1440, 900)
        shell.show()
        workspace = Workspace(shell, Preferences())
        made.append((shell, workspace))
        workspace.begin(model=model, text=TEXT, panel=panel)
        wait_until(lambda: workspace.subject_bar.chip.text(), 300)
        wait_until(Quiet(workspace.session), 300)
        return workspace

    yield open_window
    for shell, workspace in made:
        shell.close()
        workspace.close()


def shown(rows: Iterable[Sequence[object]]) -> list[float]:
    """The numbers of a table that are no whole ones."""
    found = []
    for cell in (cell for row in rows for cell in row):
        try:
            number = float(cell) if isinstance(cell, float | np.floating | str) else math.nan
        except ValueError:
            continue
        if math.isfinite(number) and number != int(number):
            found.append(number)
    return found


def check(taken: list[Taken], folder: Path) -> None:
    """Run all of them, and compare."""
    runner = Path(__file__).with_name("snippet_runner.py")
    codes = json.dumps([code for _, code, _ in taken])
    ended = subprocess.run([sys.executable, str(runner)], input=codes, capture_output=True, text=True, cwd=folder, timeout=300, check=False)
    assert ended.returncode == 0, ended.stderr
    found = [fault for one, result in zip(taken, json.loads(ended.stdout), strict=True) for fault in faults(one, result)]
    assert not found, "\n".join(found)


def faults(taken: Taken, result: dict[str, Any]) -> list[str]:
    """What is wrong with a snippet that ended like this."""
    name, code, numbers = taken
    if result["error"]:
        return [f"{name}:\n{code}\n{result['error']}"]
    if result["qt"]:
        return [f"{name} reaches the window"]
    computed = np.asarray(result["numbers"] or [math.inf])
    computed = np.append(computed, np.exp(computed[computed <= 0]))  # what is shown as a probability is computed as its logarithm
    missing = [number for number in numbers if np.abs(computed - number).min() > CLOSE * max(1.0, abs(number))]
    return [f"{name} shows {len(missing)} of {len(numbers)} numbers that its snippet does not give:\n{code}"] if missing else []


def of_views(views: dict[str, Any], show: Callable[[str], None]) -> list[Taken]:
    """Each view in front, with all that it asked answered; those that have nothing to give are left out."""
    taken = []
    for key, view in views.items():
        show(key)
        code = view.snippet()
        if code:
            taken.append((key, code, [] if key in OTHERWISE else shown(view.rows())))
    return taken


def test_that_what_the_attention_panel_copies_as_python_gives_what_it_shows(opened, wait_until, tmp_path):
    workspace = opened("starter", "attention")
    panel, session = workspace.panels["attention"], workspace.session
    session.select(Selection(4, 7, 1, 1))

    def show(key: str) -> None:
        panel.switch.choose(key)
        panel.switch.chosen.emit(key)
        wait_until(Quiet(session), 300)
        gathered: list[bool] = []
        getattr(panel.view(key), "gather", lambda then: then())(lambda: gathered.append(True))
        wait_until(lambda: gathered or panel.shown is None, 300)

    taken = of_views(panel._views, show)
    assert "heads" in [key for key, _, _ in taken]
    assert len(next(numbers for key, _, numbers in taken if key == "heads")) > 50
    check(taken, tmp_path)


def test_that_what_the_tokens_panel_copies_as_python_gives_what_it_shows(opened, wait_until, tmp_path):
    workspace = opened("starter", "tokens")
    panel, session = workspace.panels["tokens"], workspace.session

    def show(key: str) -> None:
        panel.switch.choose(key)
        panel.switch.chosen.emit(key)
        wait_until(Quiet(session), 300)

    taken = of_views({key: view for key, view in panel._views.items() if key != "train"}, show)
    assert {"chips", "stages", "steps", "surprise", "table", "compare", "vocabulary"} <= {key for key, _, _ in taken}
    assert len(next(numbers for key, _, numbers in taken if key == "surprise")) > 8
    check(taken, tmp_path)


@pytest.mark.parametrize(("model", "modes"), [("starter", ("complete", "beam", "bias")), ("starter-masked", ("fill",))])
def test_that_what_the_playground_copies_as_python_gives_what_it_shows(opened, wait_until, tmp_path, model, modes):
    workspace = opened(model, "playground")
    panel, session = workspace.panels["playground"], workspace.session
    taken: list[Taken] = []
    for mode in modes:
        if mode == "fill":
            session.change_subject(text="The [MASK] sat on the mat.")
        panel.modes.choose(mode)
        panel.modes.chosen.emit(mode)
        wait_until(Quiet(session), 300)
        panel.refresh()
        wait_until(Quiet(session), 300)
        taken.append((mode, panel.page.python(), [] if mode in OTHERWISE else shown(panel.page.rows())))
        assert taken[-1][1], mode
        if mode == "complete":
            side = panel.writing.side
            for key, view in side.views.items():
                side.switch.choose(key)
                side.switch.chosen.emit(key)
                wait_until(Quiet(session), 300)
                if view.python():
                    taken.append((f"complete, {key}", view.python(), shown(view.rows())))
    check(taken, tmp_path)


def test_that_what_the_embeddings_panel_copies_as_python_gives_what_it_shows(opened, wait_until, tmp_path):
    workspace = opened("starter", "embeddings")
    panel, session = workspace.panels["embeddings"], workspace.session
    panel.bar.texts.set_texts(["The small child ate an apple.", "A bird sang in the tree."], own=True)
    (tmp_path / "words.csv").write_text("word,a,b\ncat,1,2\ndog,1.5,2\nred,-3,0.25\n", encoding="utf-8")
    asked = {"embed": "child - bird + tree", "context": "child", "sentences": "A dog sang, too.", "file": "cat, dog"}
    taken: list[Taken] = []
    for kind, query in asked.items():
        if kind == "file":
            panel.open_file(str(tmp_path / "words.csv"))
        else:
            panel.bar.choose(kind)
        wait_until(Quiet(session), 300)
        panel.view("neighbours").ask(query)
        wait_until(Quiet(session), 300)
        taken.append((kind, panel.view("neighbours").snippet(), shown(panel.view("neighbours").rows())))
        assert len(taken[-1][2]) >= 6, kind
    panel.switch.choose("layers")
    panel.switch.chosen.emit("layers")
    wait_until(Quiet(session), 300)
    taken.append(("layers", panel.view("layers").snippet(), shown(panel.view("layers").rows())))
    assert len(taken[-1][2]) > 20
    check(taken, tmp_path)
