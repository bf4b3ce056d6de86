"""How long a person waits for the first token of a continuation, against the time the engine itself took for it.

From the press of Generate to the token standing in the text, the child's answer in one run with it. Both include reading the
prompt; the window adds two sockets, the record and the drawing.
"""

from __future__ import annotations

import os
import subprocess
import sys

LIMIT = 1.2

CODE = """
import statistics, tempfile, time
from pathlib import Path
from PySide6.QtCore import QEventLoop, QTimer
from workbench.gui import app as application
from workbench.gui.preferences import Preferences
from workbench.gui.shell import Shell

app = application.make_application()
preferences = Preferences(Path(tempfile.mkdtemp()) / "settings.ini")
application.dress(app, preferences)
shell = Shell()
shell.show()
from workbench.gui.window import Workspace
workspace = Workspace(shell, preferences)
workspace.begin(model="smollm2-135m-instruct", text="The capital of France is", panel="playground")

def until(done, limit_s=120.0):
    loop, end, timer = QEventLoop(), time.perf_counter() + limit_s, QTimer()
    timer.setInterval(1)
    timer.timeout.connect(lambda: loop.quit() if done() or time.perf_counter() > end else None)
    timer.start()
    loop.exec()
    timer.stop()

until(lambda: workspace.subject_bar._info is not None)
panel = workspace.panels["playground"]
panel.controls.max_new.setValue(4)
LONG = " ".join(["The capital of France is Paris."] * 34) + " And so"
for name, text in (("a short prompt", "The capital of France is"), ("a prompt of 240 tokens", LONG)):
    shown, own = [], []
    for number in range(9):
        workspace.session.change_subject(text=f"{number} {text}")  # another beginning: nothing read before is of use
        until(lambda: not workspace.session.jobs)
        started = time.perf_counter()
        panel.generate.click()
        until(lambda: panel.continuation is not None and panel.continuation.steps and panel.continuation.started is not None)
        shown.append(1000 * (time.perf_counter() - started))
        until(lambda: not workspace.session.jobs)
        own.append(panel.continuation.result.first_token_ms)
    print(name, statistics.median(shown), statistics.median(own))
shell.close()
workspace.close()
"""


def main() -> None:
    """Print the table. Needs SmolLM2 in the data folder."""
    environment = os.environ | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    found = subprocess.run([sys.executable, "-c", CODE], env=environment, capture_output=True, text=True, check=True)
    for line in found.stdout.splitlines():
        *words, shown, own = line.split()
        figures = f"in the window {float(shown):6.1f} ms   engine's own {float(own):6.1f} ms"
        print(f"first token      {' '.join(words):24} {figures}   ratio {float(shown) / float(own):.2f} (at most {LIMIT})")


if __name__ == "__main__":
    main()
