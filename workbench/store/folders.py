"""A training's folder of checkpoints, beside the database: made for one run, and removed when that run is purged.

The idea that is not obvious: numbers begin anew with a new database, so a folder says whose it is by the run's ULID. One of
another run is never written into and never removed; it is moved aside.
"""

from __future__ import annotations

import json
import shutil
from pathlib import Path

MARK = "run.json"


def claim_folder(root: Path, name: str, ulid: str) -> Path:
    """The folder `name` in `root` for the run of this ULID, made if need be. Raises OSError."""
    folder = root / name
    if folder.exists() and _owner(folder) != ulid:
        folder.rename(root / f"{name}~{_owner(folder) or folder.stat().st_mtime_ns}")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / MARK).write_text(json.dumps({"ulid": ulid}), "utf-8")
    return folder


def remove_folder(root: Path, name: str, ulid: str) -> bool:
    """Remove the folder `name` in `root` if it belongs to this ULID. A link is left alone, and what it points to."""
    folder = root / name
    if folder.parent != root or folder.is_symlink() or not folder.is_dir() or _owner(folder) != ulid:
        return False
    shutil.rmtree(folder, ignore_errors=True)
    return True


def _owner(folder: Path) -> str:
    try:
        found = json.loads((folder / MARK).read_text("utf-8"))
        return str(found["ulid"])
    except (OSError, ValueError, KeyError, TypeError):
        return ""
