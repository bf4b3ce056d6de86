"""Starting the application."""

from __future__ import annotations

import os
import subprocess
import sys


def test_that_a_console_without_display_is_told_what_works_there():
    environment = {name: text for name, text in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")}
    found = subprocess.run([sys.executable, "-m", "workbench"], env=environment, capture_output=True, text=True, check=False, timeout=60)
    assert found.returncode == 1
    assert found.stderr.startswith("error: There is no display")
    assert "workbench screenshot" in found.stderr
    assert len(found.stderr.splitlines()) == 1
