"""A view as a picture, and as the bytes of a PNG, an SVG or a PDF: it paints itself once more.

The idea that is not obvious: an SVG and a PDF get what the view paints, not its pixels, so lines and letters stay sharp at any size
and words can be searched; what it paints as an image is kept without loss.
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMarginsF, QPoint, QSizeF
from PySide6.QtGui import QPageSize, QPaintDevice, QPainter, QPdfWriter, QPixmap
from PySide6.QtSvg import QSvgGenerator
from PySide6.QtWidgets import QWidget

from workbench.gui import theme

PICTURE_SCALE = 2.0
"""Pictures are saved with twice the pixels, so that they stay sharp in print."""
POINTS_PER_INCH = 72


def picture(view: QWidget) -> QPixmap:
    """The view as a picture."""
    pixmap = QPixmap(view.size() * PICTURE_SCALE)
    pixmap.setDevicePixelRatio(PICTURE_SCALE)
    pixmap.fill(theme.colors().surface)
    view.render(pixmap)
    return pixmap


def png(view: QWidget, title: str) -> bytes:
    """The picture as the bytes of a file. `title` is not shown: other programs list a picture by it."""
    image, buffer = picture(view).toImage(), _open_buffer()
    image.setText("Title", title)
    image.save(buffer, "PNG")
    return bytes(buffer.data().data())


def svg(view: QWidget, title: str) -> bytes:
    """The view as a drawing of its size."""
    generator, buffer = QSvgGenerator(), _open_buffer()
    generator.setOutputDevice(buffer)
    generator.setSize(view.size())
    generator.setViewBox(view.rect())
    generator.setTitle(title)
    _paint(view, generator)
    return bytes(buffer.data().data())


def pdf(view: QWidget, title: str, *, metadata: bytes = b"") -> bytes:
    """The view as one page of its size, a point for a pixel; the letters it shows are embedded. `metadata`: an XMP packet."""
    buffer = _open_buffer()
    writer = QPdfWriter(buffer)
    writer.setResolution(POINTS_PER_INCH)
    size = QSizeF(view.size())
    writer.setPageSize(QPageSize(size, QPageSize.Unit.Point, title, QPageSize.SizeMatchPolicy.ExactMatch))
    writer.setPageMargins(QMarginsF())
    writer.setColorModel(QPdfWriter.ColorModel.RGB)  # else a gradient into transparency is refused, with a warning
    writer.setTitle(title)
    writer.setCreator("LM Workbench")
    if metadata:
        writer.setDocumentXmpMetadata(QByteArray(metadata))
    _paint(view, writer)
    del writer  # the end of the file is written when it goes
    return bytes(buffer.data().data())


def _open_buffer() -> QBuffer:
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    return buffer


def _paint(view: QWidget, device: QPaintDevice) -> None:
    painter = QPainter(device)
    painter.setRenderHint(QPainter.RenderHint.LosslessImageRendering)  # else a PDF holds maps as JPEG, and cells bleed
    painter.fillRect(view.rect(), theme.colors().surface)
    view.render(painter, QPoint())
    painter.end()
