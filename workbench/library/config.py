"""A model folder's configuration, as it stands in the file; what of it is believed is the engine's business."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from workbench.text.json_files import read_json

MAX_CONFIG_BYTES = 1 << 20


def read_config(folder: Path) -> dict[str, Any]:
    """A Hugging Face folder's config.json. Raises WorkbenchError: file-missing, file-unreadable, json-bad."""
    return read_json(folder / "config.json", limit_bytes=MAX_CONFIG_BYTES)
