"""Puts where a picture comes from into its file."""

from __future__ import annotations

from workbench.figures import document, markup, png
from workbench.values import Figure


class Seal:
    """One figure, ready to go into a file. Raises WorkbenchError('figure-too-large') if it would not be read again."""

    def __init__(self, figure: Figure) -> None:
        self._figure, self._text = figure, document.written(figure)

    def png(self, content: bytes) -> bytes:
        """The PNG with it."""
        return png.sealed(content, self._text)

    def svg(self, content: bytes) -> bytes:
        """The SVG with it."""
        return markup.sealed_svg(content, self._text)

    def xmp(self) -> bytes:
        """The XMP packet of a PDF that has it."""
        return markup.xmp(self._text, f"{self._figure.panel} · {self._figure.model_name}")
