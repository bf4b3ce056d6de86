"""How long until something is on the screen: the application's shell against a bare Qt window, each in its own process."""

from __future__ import annotations

import os
import statistics
import subprocess
import sys

RUNS = 9
LIMIT = 1.6

BARE = """
import time; started = time.perf_counter()
from PySide6.QtWidgets import QApplication, QMainWindow
class Window(QMainWindow):
    def paintEvent(self, event):
        print(time.perf_counter() - started, flush=True)
        QApplication.quit()
app = QApplication([])
window = Window()
window.resize(1440, 900)
window.show()
app.exec()
"""

SHELL = """
import time; started = time.perf_counter()
from workbench.gui import app as application
from workbench.gui.preferences import Preferences
from workbench.gui.shell import Shell
from PySide6.QtWidgets import QApplication
app = application.make_application()
preferences = Preferences()
application.dress(app, preferences)
shell = Shell()
shell.painted.connect(lambda: (print(time.perf_counter() - started, flush=True), QApplication.quit()))
shell.show()
app.exec()
"""


def seconds(code: str) -> float:
    """From the start of Python's work to the first paint."""
    environment = os.environ | {"QT_QPA_PLATFORM": os.environ.get("QT_QPA_PLATFORM", "offscreen")}
    found = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)
    return float(found.stdout.split()[0])


def main() -> None:
    """Print the table; the two are measured in turns."""
    bare, shell = [], []
    for _ in range(RUNS):
        bare.append(seconds(BARE))
        shell.append(seconds(SHELL))
    one, other = statistics.median(bare), statistics.median(shell)
    figures = f"bare Qt window {1000 * one:6.0f} ms   workbench {1000 * other:6.0f} ms"
    print(f"first paint      {figures}   ratio {other / one:.2f} (at most {LIMIT})")


if __name__ == "__main__":
    main()
