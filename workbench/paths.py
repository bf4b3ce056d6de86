"""Where things live: resources that ship with the app, and the person's own data.

Resources are found the same way from a checkout (`resources/`), an installed wheel (`workbench/_resources`) and a frozen
app (`_resources` in the bundle). Functions, not constants: tests and `$WORKBENCH_HOME` change the place between calls.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

import platformdirs


def resources() -> Path:
    """The folder of icons, translations, lessons and sample texts."""
    package = Path(__file__).resolve().parent
    frozen = Path(getattr(sys, "_MEIPASS", package)) / "workbench" / "_resources"
    for place in (frozen, package / "_resources", package.parent / "resources"):
        if place.is_dir():
            return place
    raise FileNotFoundError(f"no resources beside {package}: the installation is incomplete")


def home() -> Path:
    """The folder of models, runs and settings: `$WORKBENCH_HOME`, else the platform's user-data folder. Not created here."""
    chosen = os.environ.get("WORKBENCH_HOME")
    return Path(chosen).expanduser().resolve() if chosen else Path(platformdirs.user_data_dir("LM Workbench", appauthor=False))


def models() -> Path:
    """Installed models, one folder each."""
    return home() / "models"


def tokenizers() -> Path:
    """Tokenizers that were trained here, one folder each."""
    return home() / "tokenizers"


def database() -> Path:
    """The SQLite file of all runs."""
    return home() / "workbench.db"


def training() -> Path:
    """Checkpoints of training runs, a folder for each run's number."""
    return home() / "training"


def artefacts() -> Path:
    """Files that runs keep, named by their sha256."""
    return home() / "artefacts"


def settings() -> Path:
    """Window layout, language and theme."""
    return home() / "settings.ini"


def logs() -> Path:
    """One log file per process role."""
    return home() / "logs"


def cache() -> Path:
    """What can be made again, such as compiled code and texts as ids. Not created here."""
    return home() / "cache" if os.environ.get("WORKBENCH_HOME") else Path(platformdirs.user_cache_dir("LM Workbench", appauthor=False))
