"""Kept pictures of painted lines."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSizeF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgGenerator

from workbench.gui.widgets import line_pictures
from workbench.gui.widgets.line_pictures import LinePictures

SIZE = QSizeF(10, 10)


def test_that_a_line_is_painted_once_until_all_are_cleared(qapp) -> None:
    pictures, painted = LinePictures(), []
    for _ in range(3):
        pictures.get("a", SIZE, 1.0, lambda painter: painted.append(painter))
    assert len(painted) == 1
    pictures.clear()
    pictures.get("a", SIZE, 1.0, lambda painter: painted.append(painter))
    assert len(painted) == 2


def test_that_the_line_seen_longest_ago_is_given_up_first(qapp, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(line_pictures, "MOST_BYTES", 2 * 400)
    pictures, painted = LinePictures(), []
    for key in ("a", "b", "a", "c", "a", "b"):
        pictures.get(key, SIZE, 1.0, lambda _painter, key=key: painted.append(key))
    assert painted == ["a", "b", "c", "b"]


def test_that_pictures_have_the_screens_scale_and_begin_transparent(qapp) -> None:
    made = LinePictures().get("a", SIZE, 2.0, lambda _painter: None)
    assert (made.width(), made.devicePixelRatio()) == (20, 2.0)
    assert made.toImage().pixelColor(3, 3).alpha() == 0


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
