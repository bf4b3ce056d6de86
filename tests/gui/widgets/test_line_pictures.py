"""Kept pictures of painted lines."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QPainter, QPixmap
from PySide6.QtSvg import QSvgGenerator

from workbench.gui.widgets import line_pictures
from workbench.gui.widgets.line_pictures import LinePictures

SIZE = QSizeF(10, 10)


def seen(pictures: LinePictures, key: str, painted: list[str], scale: float = 1.0) -> QPixmap | None:
    return pictures.get(key, SIZE, scale, ground=QColor("white"), paint=lambda _painter: painted.append(key))


def test_that_a_line_is_painted_into_a_picture_when_it_is_seen_again_and_then_no_more(qapp) -> None:
    pictures, painted = LinePictures(), []
    assert seen(pictures, "a", painted) is None
    assert painted == []
    first = seen(pictures, "a", painted)
    assert seen(pictures, "a", painted) is first
    assert painted == ["a"]
    pictures.clear()
    assert seen(pictures, "a", painted) is None


def test_that_the_line_seen_longest_ago_is_given_up_first(qapp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_pictures, "MOST_BYTES", 2 * 400)
    pictures, painted = LinePictures(), []
    for key in ("a", "b", "c"):
        seen(pictures, key, painted)
    for key in ("a", "b", "a", "c", "a", "b"):
        seen(pictures, key, painted)
    assert painted == ["a", "b", "c", "b"]


def test_that_pictures_have_the_screens_scale_and_the_ground_given(qapp) -> None:
    pictures = LinePictures()
    assert seen(pictures, "a", [], 2.0) is None
    made = seen(pictures, "a", [], 2.0)
    assert made is not None
    assert (made.width(), made.devicePixelRatio()) == (20, 2.0)
    assert made.toImage().pixelColor(3, 3) == QColor("white")


def test_that_only_what_is_like_the_screen_takes_pictures(qapp, tmp_path) -> None:
    image = QImage(20, 20, QImage.Format.Format_ARGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    assert LinePictures.suits(painter, 1.0)
    assert not LinePictures.suits(painter, 2.0)
    painter.end()
    vectors = QSvgGenerator()
    vectors.setFileName(str(tmp_path / "a.svg"))
    painter = QPainter(vectors)
    assert not LinePictures.suits(painter, 1.0)
    painter.end()
