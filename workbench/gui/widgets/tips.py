"""Tooltips are rich text to Qt whenever they look like it; what the person or a model wrote must stay what it is."""

from __future__ import annotations

from PySide6.QtGui import Qt


def plain(text: str) -> str:
    """A tooltip that shows exactly `text`, line for line."""
    return Qt.convertFromPlainText(text, Qt.WhiteSpaceMode.WhiteSpacePre) if text else ""


def wrapped(text: str) -> str:
    """A tooltip that shows exactly `text`, wrapped where it is long."""
    return Qt.convertFromPlainText(text, Qt.WhiteSpaceMode.WhiteSpaceNormal) if text else ""
