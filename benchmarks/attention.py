"""The Attention panel as a whole: how long after an edit every visible view is up to date, and what a long trace costs in memory.

The window is the real one with its children. Growth is the most that a process took at any moment, beyond what it had with a
short text and every view opened. Needs SmolLM2 in the data folder.
"""

from __future__ import annotations

import os
import subprocess
import sys

LIVE_LIMIT = 1.5
WINDOW_LIMIT, ENGINE_LIMIT, SINGLE_LIMIT = 0.2, 1.15, 0.3
"""Of the patterns in float16; in float32; in float32, while only single heads are looked at."""
N_HEADS = 270

CODE = """
import statistics, tempfile, time
from pathlib import Path
import psutil
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
workspace.begin(model="smollm2-135m-instruct", text="The capital of France is", panel="attention")
session, panel, peaks = workspace.session, workspace.panels["attention"], {}

def sizes():
    return {"window": psutil.Process().memory_info().rss, "engine": workspace._children.status()["engine"].memory_bytes}

def until(done, limit_s=300.0, watched=False):
    loop, end, timer = QEventLoop(), time.perf_counter() + limit_s, QTimer()
    timer.setInterval(20 if watched else 1)
    def look():
        if watched:
            peaks.update({name: max(peaks.get(name, 0), size) for name, size in sizes().items()})
        if done() or time.perf_counter() > end:
            loop.quit()
    timer.timeout.connect(look)
    timer.start()
    loop.exec()
    timer.stop()

def quiet():
    return not session.jobs and not panel.tracing.busy

def trace(text):
    session.change_subject(text=text)
    panel.refresh()
    until(lambda: quiet() and panel.shown is not None and panel.shown.trace.request.subject.text == text, watched=True)

def open_views():
    for key in panel.exports:
        panel.restore_state({"view": key})
        until(quiet, watched=True)
    panel.restore_state({"view": "heads"})
    until(quiet, watched=True)

def look_at(heads):
    for layer, head in heads:
        panel.choice.choose_head(layer, head)
        until(quiet, watched=True)

until(lambda: panel.shown is not None and quiet())
LINE = " ".join(["word"] * 120)
shown, own = [], []
for number in range(12):
    begun = time.perf_counter()
    text = f"{number} {LINE} and so on"
    session.change_subject(text=text)
    if not panel.tracing.busy:
        panel.refresh()
    until(lambda: quiet() and panel.shown is not None and panel.shown.trace.request.subject.text == text)
    app.processEvents()
    shown.append(1000 * (time.perf_counter() - begun))
    own.append(panel.shown.trace.duration_ms)
print("live", len(panel.shown.trace.encoding.ids), statistics.median(shown[2:]), statistics.median(own[2:]))

trace("The capital of France is")
open_views()
look_at([(3, 1), (20, 4)])
before = sizes()
peaks.clear()
trace(" ".join(["word"] * 1030)[: 5 * 1024 - 1])
n_tokens = len(panel.shown.trace.encoding.ids)
look_at([(5, 2), (17, 7), (29, 0)])
single = peaks["engine"] - before["engine"]
open_views()
look_at([(layer, head) for layer in range(30) for head in (0, 5)])
print("memory", n_tokens, peaks["window"] - before["window"], peaks["engine"] - before["engine"], single)
shell.close()
workspace.close()
"""


def main() -> None:
    """Print the table."""
    environment = os.environ | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    found = subprocess.run([sys.executable, "-c", CODE], env=environment, capture_output=True, text=True, check=True)
    lines = {words[0]: [float(word) for word in words[1:]] for words in map(str.split, found.stdout.splitlines())}
    n_tokens, shown, own = lines["live"]
    figures = f"views up to date {shown:6.1f} ms   the engine's pass with patterns {own:6.1f} ms"
    print(f"edited text      {n_tokens:4.0f} tokens   {figures}   ratio {shown / own:.2f} (at most {LIVE_LIMIT})")
    n_tokens, window, engine, single = lines["memory"]
    patterns = 4 * N_HEADS * n_tokens**2
    for what, grown, against, limit in (
        ("window", window, patterns / 2, WINDOW_LIMIT),
        ("engine, all views and layers", engine, patterns, ENGINE_LIMIT),
        ("engine, three single heads", single, patterns, SINGLE_LIMIT),
    ):
        figures = f"{grown / 1e6:6.0f} MB   the patterns {against / 1e6:6.0f} MB"
        print(f"memory           {n_tokens:4.0f} tokens   {what:30} {figures}   ratio {grown / against:.2f} (at most {limit})")


if __name__ == "__main__":
    main()
