"""Taking a view out of the window: the file holds what the screen shows, and a file that can't be written is said."""

from __future__ import annotations

import csv
import json
import re
import xml.etree.ElementTree as ET
import zlib
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from workbench.errors import WorkbenchError
from workbench.gui import i18n
from workbench.gui.widgets.export import Export
from workbench.gui.widgets.message_bar import MessageBar
from workbench.gui.widgets.view_files import PICTURE_SCALE

ROWS = [("token", "id"), ("한국,어", 3), ('say "a"', 4), ("two\nlines", 5)]


class Flag(QWidget):
    """Red at the left, blue at the right, with a word on it."""

    def paintEvent(self, event) -> None:
        painter = QPainter(self)
        half = self.width() // 2
        painter.fillRect(0, 0, half, self.height(), QColor("red"))
        painter.fillRect(half, 0, self.width() - half, self.height(), QColor("blue"))
        painter.setPen(Qt.GlobalColor.white)
        painter.drawText(QPoint(4, 20), "Flag 깃발")
        raster = QImage(8, 8, QImage.Format.Format_RGB32)
        raster.fill(QColor("green"))
        painter.drawImage(60, 28, raster)


@pytest.fixture
def window(qapp) -> QWidget:
    made = QWidget()
    column = QVBoxLayout(made)
    made.flag, made.bar = Flag(), MessageBar()
    made.flag.setFixedSize(80, 40)
    column.addWidget(made.flag)
    column.addWidget(made.bar)
    made.show()
    return made


def export(window: QWidget, **more) -> Export:
    return Export(window.flag, window.bar, name="flag", rows=lambda: ROWS, **more)


def choose(window: QWidget, made: Export, key: str, path: Path) -> None:
    """Choose an entry of the menu, and a file in the dialog it opens."""
    made.actions[key].trigger()
    [dialog] = window.flag.findChildren(QFileDialog)
    assert dialog.acceptMode() == QFileDialog.AcceptMode.AcceptSave
    dialog.fileSelected.emit(str(path))
    dialog.close()


def test_that_a_png_is_what_the_screen_shows_at_twice_the_pixels(window, tmp_path):
    choose(window, export(window), "png", tmp_path / "flag.png")
    saved = QImage(str(tmp_path / "flag.png"))
    assert (saved.width(), saved.height()) == (80 * PICTURE_SCALE, 40 * PICTURE_SCALE)
    assert saved.pixelColor(2, 70) == QColor("red")
    assert saved.pixelColor(157, 70) == QColor("blue")
    assert window.bar.what.text() == "Saved flag.png."


def test_that_an_svg_has_the_size_and_the_words_of_the_view(window, tmp_path):
    choose(window, export(window), "svg", tmp_path / "flag.svg")
    drawing = ET.parse(tmp_path / "flag.svg").getroot()
    assert drawing.get("viewBox") == "0 0 80 40"
    assert "Flag" in "".join(drawing.itertext())
    assert "#ff0000" in (tmp_path / "flag.svg").read_text()


def streams_of(pdf: bytes) -> list[bytes]:
    """Every stream of a PDF, unpacked where it is packed."""
    found = re.findall(rb"<<([^<>]*(?:<<[^>]*>>[^<>]*)*)>>\s*stream\r?\n(.*?)\r?\nendstream", pdf, re.DOTALL)
    return [zlib.decompress(stream) if b"/FlateDecode" in told else stream for told, stream in found]


def test_that_a_pdf_is_one_page_of_the_size_of_the_view(window, tmp_path):
    choose(window, export(window), "pdf", tmp_path / "flag.pdf")
    saved = (tmp_path / "flag.pdf").read_bytes()
    [box] = re.findall(rb"/MediaBox \[([^]]*)\]", saved)
    assert [float(side) for side in box.split()] == [0, 0, 80, 40]
    assert saved.startswith(b"%PDF-")
    assert saved.rstrip().endswith(b"%%EOF")


def test_that_a_pdf_holds_shapes_its_letters_with_their_meaning_and_images_without_loss(window, tmp_path):
    path = tmp_path / "flag.pdf"
    export(window).save_pdf(path)
    saved, streams = path.read_bytes(), streams_of(path.read_bytes())
    assert any(re.search(rb"1 0 0 scn.*?\bf\b", stream, re.DOTALL) for stream in streams)  # red is filled as a shape
    assert b"/FontFile2" in saved  # the font is in the file
    meanings = b"".join(stream for stream in streams if b"beginbfrange" in stream or b"beginbfchar" in stream).lower()
    assert all(f"<{ord(letter):04x}>".encode() in meanings for letter in "깃발")  # Hangul can be searched and copied
    assert b"/Subtype /Image" in saved
    assert b"DCTDecode" not in saved


def test_that_an_npz_holds_the_arrays_bit_by_bit_and_is_offered_only_where_there_are_some(window, tmp_path):
    weights = np.random.default_rng(0).random((3, 4), np.float32)
    plain, told = export(window), export(window, arrays=lambda: {"pattern": weights, "ids": np.arange(4, dtype=np.int32)})
    assert plain.actions["npz"] not in plain.menu.actions()
    choose(window, told, "npz", tmp_path / "flag.npz")
    with np.load(tmp_path / "flag.npz", allow_pickle=False) as saved:
        assert saved["pattern"].tobytes() == weights.tobytes()
        assert saved["ids"].dtype == np.int32
        assert saved["ids"].tolist() == [0, 1, 2, 3]


class Stamp:
    """A seal that leaves its mark."""

    def png(self, content: bytes) -> bytes:
        return content + b"stamped"

    svg = png

    def xmp(self) -> bytes:
        return b"<x:xmpmeta>stamped</x:xmpmeta>"


@pytest.mark.parametrize("key", ["png", "svg", "pdf"])
def test_that_pictures_are_sealed_and_go_without_where_that_fails(window, tmp_path, key):
    made = export(window)
    made.seal = Stamp
    choose(window, made, key, tmp_path / f"sealed.{key}")
    assert b"stamped" in (tmp_path / f"sealed.{key}").read_bytes()
    assert window.bar.why.text() == ""

    def fail():
        raise WorkbenchError("figure-too-large", path="flag", size_bytes=3, limit=2)

    made.seal = fail
    made._save(tmp_path / f"plain.{key}", getattr(made, f"save_{key}"))
    assert b"stamped" not in (tmp_path / f"plain.{key}").read_bytes()
    assert window.bar.what.text() == f"Saved plain.{key}."
    assert "too much text" in window.bar.why.text()


def test_that_a_csv_holds_every_row_and_spreadsheets_read_its_hangul(window, tmp_path):
    path = tmp_path / "flag.csv"
    choose(window, export(window), "csv", path)
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        assert [tuple(row) for row in csv.reader(file)] == [tuple(str(cell) for cell in row) for row in ROWS]


def test_that_json_holds_every_row_by_its_headings(window, tmp_path):
    path = tmp_path / "flag.json"
    choose(window, export(window), "json", path)
    headings, *rows = ROWS
    assert json.loads(path.read_text("utf-8")) == [dict(zip(headings, row, strict=True)) for row in rows]


def test_that_what_is_no_number_is_null_in_json(window, tmp_path):
    made = export(window)
    made._rows = lambda: [("a", "b"), (float("nan"), float("inf")), (1.5, "한")]
    made.save_json(tmp_path / "x.json")
    assert json.loads((tmp_path / "x.json").read_text("utf-8")) == [{"a": None, "b": None}, {"a": 1.5, "b": "한"}]


def test_that_copied_data_is_the_file_without_its_mark(window, tmp_path):
    made = export(window)
    choose(window, made, "csv", tmp_path / "flag.csv")
    made.actions["copy_data"].trigger()
    assert QGuiApplication.clipboard().text() == (tmp_path / "flag.csv").read_bytes().decode("utf-8-sig")


def test_that_a_copied_picture_is_the_picture(window):
    made = export(window)
    made.actions["copy"].trigger()
    assert QGuiApplication.clipboard().image().convertToFormat(QImage.Format.Format_RGB32) == made.picture().toImage().convertToFormat(
        QImage.Format.Format_RGB32
    )


def test_that_python_is_offered_only_where_there_is_some(window):
    plain, told = export(window), export(window, snippet=lambda: "print(1)")
    assert plain.actions["python"] not in plain.menu.actions()
    assert told.actions["python"] in told.menu.actions()
    told.actions["python"].trigger()
    assert QGuiApplication.clipboard().text() == "print(1)"


def test_that_data_is_gathered_first_and_a_picture_is_not(window):
    waiting: list = []
    made = export(window, gather=waiting.append)
    QGuiApplication.clipboard().setText("before")
    made.actions["copy"].trigger()
    assert waiting == []
    QGuiApplication.clipboard().setText("before")
    made.actions["copy_data"].trigger()
    assert QGuiApplication.clipboard().text() == "before"
    waiting.pop()()
    assert QGuiApplication.clipboard().text().startswith("token,id")


@pytest.mark.parametrize("key", ["png", "svg", "pdf", "csv"])
def test_that_a_file_that_cannot_be_written_is_said_in_the_panel(window, tmp_path, key):
    path = tmp_path / "nowhere" / f"flag.{key}"
    choose(window, export(window), key, path)
    assert window.bar.error.code == "file-not-written"
    assert str(path) in window.bar.what.text() + window.bar.why.text()
    assert not path.exists()


def test_that_the_menu_speaks_korean(window, wait_until):
    made = export(window)
    english = made.actions["csv"].text()
    i18n.use("ko")
    wait_until(lambda: made.actions["csv"].text() != english)
    assert "CSV" in made.actions["csv"].text()
