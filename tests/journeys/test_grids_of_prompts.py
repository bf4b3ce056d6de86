"""Many prompts at once, from outside: a grid is run, one of its cells given up, the application killed, the grid taken up again."""

from __future__ import annotations

import os
import signal

import pytest
from driver import running

pytestmark = [pytest.mark.journey, pytest.mark.timeout(600)]


def test_that_a_grid_survives_a_killed_application(screen, home, pictures):
    arguments = ("gui", "--model", "smollm2-135m-instruct", "--panel", "playground", "--text", "The capital of France is")
    with running(screen, home, pictures, *arguments) as app:
        app.find("label", "engine ready", timeout_s=120)
        app.click(app.find("check box", "What to do: Grid"))
        app.click(app.find("push button", "Capitals (English)"))
        app.click(app.find("table cell", "waiting", where=lambda one: one["x"] > 0))
        app.click(app.find("push button", "Give it up"))
        app.wait(lambda: len(app.all("table cell", "✓")) == 3, "the other cells are not computed", timeout_s=120)
        app.picture("1-one-given-up")
        os.kill(app.process.pid, signal.SIGKILL)
        app.process.wait()
    with running(screen, home, pictures, "gui", "--panel", "runs") as app:
        app.click(app.find("table cell", "Capitals", where=lambda one: one["width"] > 300, timeout_s=60), double=True)
        app.find("label", "missing", timeout_s=60)
        app.picture("2-opened-again")
        app.click(app.find("push button", "Run"))
        app.wait(lambda: len(app.all("table cell", "✓")) == 4, "the missing cell is not computed", timeout_s=120)
        app.picture("3-whole")
        app.close()
