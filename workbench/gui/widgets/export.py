"""Taking a view out of the window: its picture as PNG, SVG or PDF, its data as CSV, JSON or NPZ, both to the clipboard.

What is saved is what is shown: the widget paints itself once more, into a file (see `view_files`). The same menu opens from the
view's context menu and from the panel's Save button.
"""

from __future__ import annotations

import csv
import io
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Protocol

import numpy as np
from PySide6.QtCore import QEvent, QObject, QPoint, Qt
from PySide6.QtGui import QAction, QGuiApplication, QPixmap
from PySide6.QtWidgets import QFileDialog, QMenu, QToolButton, QWidget

from workbench.errors import WorkbenchError
from workbench.gui.widgets import view_files
from workbench.gui.widgets.message_bar import MessageBar

Rows = Iterable[Sequence[object]]
ENTRIES = ("copy", "png", "svg", "pdf", "csv", "json", "npz", "copy_data", "python")
"""What the menu offers, in this order, where the view has it."""


class Pieces(Protocol):
    """Data that come bit by bit. Both methods only begin, and whoever has them says how it went."""

    def save(self, path: Path) -> None: ...
    def copy(self) -> None: ...


class Seal(Protocol):
    """What a picture was made from, to go into its file, so that it opens again."""

    def png(self, content: bytes) -> bytes:
        """The file with it."""

    def svg(self, content: bytes) -> bytes: ...

    def xmp(self) -> bytes:
        """A packet for the metadata of a PDF."""


class Export(QObject):
    """The menu of one view. `name` is the file name offered; `rows` gives the data (first row: headings); `snippet` the Python;
    `arrays` the data by name as they are, not rounded, where the view has such.

    `seal`: gives what goes into saved pictures, where somebody has set it; it may raise WorkbenchError, and the picture goes without.

    `gather`: where the data must be fetched first; it calls what it is given once `rows` and `arrays` have them, and answers for
    failures itself.
    `pieces`: in the place of `rows`, where they are too many to be taken at once.
    """

    def __init__(
        self,
        view: QWidget,
        bar: MessageBar,
        *,
        name: str,
        rows: Callable[[], Rows] = tuple,
        arrays: Callable[[], Mapping[str, np.ndarray]] | None = None,
        pieces: Pieces | None = None,
        snippet: Callable[[], str] | None = None,
        gather: Callable[[Callable[[], object]], object] | None = None,
    ) -> None:
        super().__init__(view)
        self._gather = gather if gather is not None else lambda then: then()
        self._view, self._bar, self._name, self._rows, self._arrays, self._snippet = view, bar, name, rows, arrays, snippet
        self.seal: Callable[[], Seal] | None = None
        self._remark = ""
        self.button = QToolButton(view.parentWidget())
        self.menu = QMenu(view)
        self.actions = {key: QAction(self) for key in ENTRIES}
        self._connect(pieces)
        absent = {"json": pieces is not None, "npz": arrays is None, "python": snippet is None}
        self.menu.addActions([action for key, action in self.actions.items() if not absent.get(key)])
        self.button.setMenu(self.menu)
        self.button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        view.customContextMenuRequested.connect(self._popup)
        self.button.installEventFilter(self)
        self.retranslate()

    def _connect(self, pieces: Pieces | None) -> None:
        gather = self._gather
        for key, act in (
            ("copy", self.copy_picture),
            ("png", lambda: self._ask("png", self.save_png)),
            ("svg", lambda: self._ask("svg", self.save_svg)),
            ("pdf", lambda: self._ask("pdf", self.save_pdf)),
            ("csv", lambda: self._choose("csv", pieces.save) if pieces else gather(lambda: self._ask("csv", self.save_csv))),
            ("json", lambda: gather(lambda: self._ask("json", self.save_json))),
            ("npz", lambda: gather(lambda: self._ask("npz", self.save_npz))),
            ("copy_data", lambda: pieces.copy() if pieces else gather(self.copy_data)),
            ("python", self.copy_python),
        ):
            self.actions[key].triggered.connect(act)

    def retranslate(self) -> None:
        self.button.setText(self.tr("Save"))
        self.button.setAccessibleName(self.tr("Save or copy this view"))
        words = {
            "copy": self.tr("Copy picture"),
            "png": self.tr("Save picture as PNG…"),
            "svg": self.tr("Save picture as SVG…"),
            "pdf": self.tr("Save picture as PDF…"),
            "csv": self.tr("Save data as CSV…"),
            "json": self.tr("Save data as JSON…"),
            "npz": self.tr("Save data as NPZ…"),
            "copy_data": self.tr("Copy data"),
            "python": self.tr("Copy as Python"),
        }
        for key, action in self.actions.items():
            action.setText(words[key])

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        return super().eventFilter(watched, event)

    def picture(self) -> QPixmap:
        """The view as a picture."""
        return view_files.picture(self._view)

    def copy_picture(self) -> None:
        QGuiApplication.clipboard().setPixmap(self.picture())

    def copy_data(self) -> None:
        QGuiApplication.clipboard().setText(self._csv())

    def python(self) -> str:
        """Python that gives the same; "" where there is none."""
        return self._snippet() if self._snippet is not None else ""

    def copy_python(self) -> None:
        QGuiApplication.clipboard().setText(self.python())

    def save_png(self, path: Path) -> None:
        """Raises OSError."""
        made, seal = view_files.png(self._view, self._name), self._sealed()
        path.write_bytes(seal.png(made) if seal is not None else made)

    def save_svg(self, path: Path) -> None:
        """Raises OSError."""
        made, seal = view_files.svg(self._view, self._name), self._sealed()
        path.write_bytes(seal.svg(made) if seal is not None else made)

    def save_pdf(self, path: Path) -> None:
        """Raises OSError."""
        seal = self._sealed()
        path.write_bytes(view_files.pdf(self._view, self._name, metadata=seal.xmp() if seal is not None else b""))

    def _sealed(self) -> Seal | None:
        try:
            return self.seal() if self.seal is not None else None
        except WorkbenchError:
            self._remark = self.tr("It is too much text for the picture to open again.")
            return None

    def save_csv(self, path: Path) -> None:
        """Raises OSError."""
        path.write_text(self._csv(), encoding="utf-8-sig", newline="")  # with a mark, so that spreadsheets read Hangul

    def save_json(self, path: Path) -> None:
        """A list of objects, a line each; what is no finite number is null. Raises OSError."""
        headings, *rows = self._rows()
        made = (json.dumps(dict(zip(map(str, headings), map(_plain, row), strict=True)), ensure_ascii=False) for row in rows)
        path.write_text("[\n" + ",\n".join(made) + "\n]\n", encoding="utf-8")

    def save_npz(self, path: Path) -> None:
        """The arrays by their names, as NumPy reads them. Raises OSError."""
        with path.open("wb") as file:
            np.savez_compressed(file, **(self._arrays() if self._arrays is not None else {}))

    def _csv(self) -> str:
        made = io.StringIO()
        csv.writer(made).writerows(self._rows())
        return made.getvalue()

    def _popup(self, at: QPoint) -> None:
        self.menu.popup(self._view.mapToGlobal(at))

    def _ask(self, ending: str, save: Callable[[Path], None]) -> None:
        self._choose(ending, lambda path: self._save(path, save))

    def _choose(self, ending: str, act: Callable[[Path], None]) -> None:
        dialog = QFileDialog(self._view, self.actions[ending].text(), f"{self._name}.{ending}", f"*.{ending}")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix(ending)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.fileSelected.connect(lambda chosen: act(Path(chosen)))
        dialog.open()

    def _save(self, path: Path, save: Callable[[Path], None]) -> None:
        self._remark = ""
        try:
            save(path)
        except OSError as error:
            self._bar.show_error(WorkbenchError("file-not-written", path=path, reason=error.strerror or str(error)))
        else:
            self._bar.show_notice(self.tr("Saved {name}.").format(name=path.name), more=self._remark)


def _plain(cell: object) -> object:
    """A cell as JSON has it."""
    if hasattr(cell, "item"):  # a number of NumPy
        cell = cell.item()
    if isinstance(cell, float) and not math.isfinite(cell):
        return None
    return cell if cell is None or isinstance(cell, bool | int | float | str) else str(cell)
