"""How late the window's event loop is while its children work: a 5 ms timer, and how much later than that it comes.

Phases: from the window being built until the engine has loaded torch and the model, one generation, and generations with the
sampler followed step by step and with the tree of branches growing beside the text.
"""

from __future__ import annotations

import os
import subprocess
import sys

LIMIT_MS = 25.0

CODE = """
import os, sys, tempfile, time
from pathlib import Path
from PySide6.QtCore import QEventLoop, QTimer, Qt
from workbench.gui import app as application
from workbench.gui.preferences import Preferences
from workbench.gui.shell import Shell
import numpy as np

app = application.make_application()
preferences = Preferences(Path(tempfile.mkdtemp()) / "settings.ini")
application.dress(app, preferences)
shell = Shell()
shell.show()
from workbench.gui.window import Workspace
workspace = Workspace(shell, preferences)
workspace.begin(model="smollm2-135m-instruct", text="The capital of France is", panel="playground")

def until(done, limit_s=120.0):
    gaps, last, loop = [], [time.perf_counter()], QEventLoop()
    end = time.perf_counter() + limit_s
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(5)
    def tick():
        now = time.perf_counter()
        gaps.append(1000 * (now - last[0]) - 5)
        last[0] = now
        if done() or now > end:
            loop.quit()
    timer.timeout.connect(tick)
    timer.start()
    loop.exec()
    return np.percentile(gaps, 99), max(gaps), len(gaps)

def opened():
    return workspace.subject_bar._info is not None
print("while torch and the model load", *until(opened))
panel = workspace.panels["playground"]
panel.generate.click()
print("while 64 tokens are generated", *until(lambda: not workspace.session.jobs))
panel.controls.set_number("temperature", 0.8)
panel.controls.add("top_p")
panel.controls.seed_edit.setText("3")
for view in ("samplers", "tree"):
    panel.writing.side.show_view(view)
    panel.generate.click()
    print("the same with its " + view + " followed", *until(lambda: not panel.writing.running))
panel.writing.flow.set_current(8)
panel.writing.side.details.branched.emit(int(panel.continuation.steps[8].top_ids[1]))
print("a branch with its tree in view", *until(lambda: not panel.writing.running))
shell.close()
workspace.close()
"""


def main() -> None:
    """Print the table. Needs SmolLM2 in the data folder."""
    environment = os.environ | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    found = subprocess.run([sys.executable, "-c", CODE], env=environment, capture_output=True, text=True, check=True)
    for line in found.stdout.splitlines():
        *words, late, worst, count = line.split()
        figures = f"99 % {float(late):5.1f} ms (at most {LIMIT_MS:g})   worst {float(worst):5.1f} ms   of {count}"
        print(f"event loop       {' '.join(words):32} {figures}")


if __name__ == "__main__":
    main()
