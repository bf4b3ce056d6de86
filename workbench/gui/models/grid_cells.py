"""The cells of a grid as a table, and its means as another: words are made when they are painted, so size costs nothing."""

from __future__ import annotations

import math
from pathlib import Path

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from workbench.gui import theme
from workbench.prompts.board import Board
from workbench.prompts.scores import BINARY
from workbench.prompts.summary import Estimate, Summary
from workbench.values import GridScore

Index = QModelIndex | QPersistentModelIndex
SIGNS = {"waiting": "·", "running": "▶", "failed": "!", "cancelled": "◼"}
HELD_OUT = "◇"
MOST_CHARACTERS = 200


class GridWords(QObject):
    """What scores are called, and how numbers of them are spelled."""

    def score(self, score: GridScore) -> str:
        return {
            "exact": self.tr("exact"), "contains": self.tr("contains"), "regex": self.tr("regex"), "label": self.tr("label"),
            "nll": self.tr("NLL (nats)"), "length": self.tr("length"),
        }[score.kind]  # fmt: skip

    def state(self, state: str) -> str:
        return {
            "waiting": self.tr("waiting"), "running": self.tr("being computed"), "done": self.tr("done"),
            "known": self.tr("known from before"), "failed": self.tr("failed"), "cancelled": self.tr("given up"),
        }[state]  # fmt: skip

    def model(self, reference: str) -> str:
        return Path(reference).name or reference


class CellsModel(QAbstractTableModel):
    """A row for each row of variables, a column for each template, model, setting and seed."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._board: Board | None = None
        self._words = GridWords(self)

    def set_board(self, board: Board | None) -> None:
        self.beginResetModel()
        self._board = board
        self.endResetModel()

    def place(self, index: Index) -> int:
        """The cell at an index; -1 for none."""
        return self._board.layout.place(index.row(), index.column()) if self._board is not None and index.isValid() else -1

    def index_of(self, place: int) -> QModelIndex:
        if self._board is None:
            return QModelIndex()
        return self.index(*divmod(place, len(self._board.layout.columns)))

    def touch(self, places: set[int]) -> None:
        """These cells changed."""
        if self._board is None or not places:
            return
        rows = [place // len(self._board.layout.columns) for place in places]
        last = len(self._board.layout.columns) - 1
        self.dataChanged.emit(self.index(min(rows), 0), self.index(max(rows), last))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self._board is None else self._board.layout.n_rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self._board is None else len(self._board.layout.columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._board is None or not index.isValid():
            return None
        place = self.place(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.words(place)
            case Qt.ItemDataRole.ForegroundRole:
                return self._color(place)
            case Qt.ItemDataRole.AccessibleTextRole:
                state = self._board.states[place]
                return f"{self._words.state(state.state)}: {self.words(place)}"
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(place)
        return None

    def words(self, place: int) -> str:
        """A sign and what came of a cell."""
        board = self._board
        assert board is not None
        state = board.states[place]
        if state.state == "failed":
            return f"{SIGNS['failed']} {str(state.error).split('.')[0]}"
        if state.state in SIGNS and not state.outcomes:
            return SIGNS[state.state]
        return f"{self._sign(place)} {self._answer(place)}".strip()

    def _sign(self, place: int) -> str:
        """Right or wrong by the first score that can say so; else nothing."""
        board, score = self._board, self._judge
        assert board is not None
        worth = board.score(score, place) if score is not None else math.nan
        return "" if math.isnan(worth) else "✓" if worth else "✕"

    @property
    def _judge(self) -> GridScore | None:
        """The score that the signs are by."""
        assert self._board is not None
        return next((score for score in self._board.layout.request.scores if score.kind in BINARY), None)

    def _answer(self, place: int) -> str:
        board = self._board
        assert board is not None
        outcomes, judge = board.states[place].outcomes, self._judge
        label = board.scorer.label(place, outcomes)
        text = ""
        if "generate" in outcomes:
            text = " ".join(outcomes["generate"].text[: 2 * MOST_CHARACTERS].split())[:MOST_CHARACTERS] or "∅"
        if label and judge is not None and judge.kind == "label":  # what the sign judges comes first
            return f"{label} · {text}" if text else label
        if text or label:
            return text or label
        numbers = [board.score(score, place) for score in board.layout.request.scores]
        return " · ".join(f"{number:.2f}" for number in numbers if not math.isnan(number))

    def _color(self, place: int) -> object:
        assert self._board is not None
        c, state = theme.colors(), self._board.states[place].state
        if state == "failed":
            return c.bad
        if state in ("waiting", "running", "cancelled"):
            return c.muted
        return c.ok if self._sign(place) == "✓" else c.text

    def _tip(self, place: int) -> str:
        board = self._board
        assert board is not None
        state = board.states[place]
        lines = [self._words.state(state.state)]
        if state.error is not None:
            lines.append(str(state.error))
        for score in board.layout.request.scores:
            worth = board.score(score, place)
            if not math.isnan(worth):
                lines.append(f"{self._words.score(score)}: {worth:.4g}")
        return "\n".join(lines)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._board is None or role not in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return None
        if orientation == Qt.Orientation.Vertical:
            return self._row_words(section, whole=role == Qt.ItemDataRole.ToolTipRole)
        request, column = self._board.layout.request, self._board.layout.columns[section]
        below = [self._words.model(request.models[column.model])] if len(request.models) > 1 or role == Qt.ItemDataRole.ToolTipRole else []
        if len(request.settings) > 1 or role == Qt.ItemDataRole.ToolTipRole:
            below.append(request.settings[column.setting].name)
        if len(request.seeds) > 1:
            below.append(self.tr("seed {seed}").format(seed=column.seed))
        return request.templates[column.template].name + ("\n" + " · ".join(below) if below else "")

    def _row_words(self, row: int, *, whole: bool) -> str:
        assert self._board is not None
        layout = self._board.layout
        held = row in layout.held_out
        if not whole:
            return f"{row + 1}{' ' + HELD_OUT if held else ''}"
        values = "\n".join(f"{name}: {text}" for name, text in layout.values(row).items())
        return (self.tr("held out") + "\n" if held else "") + values


class SummaryModel(QAbstractTableModel):
    """A line for each template, model and setting; for each score the mean on the rows chosen on, and on those held out."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._board: Board | None = None
        self._words = GridWords(self)
        self.summary: Summary | None = None

    def set_board(self, board: Board | None) -> None:
        self.beginResetModel()
        self._board = board
        self.summary = board.summary() if board is not None else None
        self.endResetModel()

    def refresh(self) -> None:
        """The cells have changed."""
        if self._board is not None:
            self.summary = self._board.summary()
            self.dataChanged.emit(self.index(0, 0), self.index(self.rowCount() - 1, self.columnCount() - 1))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self.summary is None else len(self.summary.lines)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() or self._board is None else 4 + len(self._columns())

    def _columns(self) -> list[tuple[int, bool]]:
        """The number of the score, and whether it is of the rows held out."""
        assert self._board is not None
        sides = (False, True) if self._board.layout.held_out else (False,)
        return [(number, held) for number in range(len(self._board.layout.request.scores)) for held in sides]

    def estimate(self, index: Index) -> Estimate | None:
        """The estimate that a cell of the table shows."""
        if self.summary is None or index.column() < 4:
            return None
        number, held = self._columns()[index.column() - 4]
        line = self.summary.lines[index.row()]
        return (line.held_out if held else line.chosen)[number]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._board is None or self.summary is None or not index.isValid():
            return None
        estimate = self.estimate(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._what(index) if estimate is None else self._spelled(index, estimate)
            case Qt.ItemDataRole.UserRole:  # what it is sorted by
                if estimate is None:
                    line = self.summary.lines[index.row()]
                    return line.n_whole if index.column() == 3 else self._what(index)
                return -math.inf if math.isnan(estimate.mean) else estimate.mean
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if index.column() >= 3 else Qt.AlignmentFlag.AlignLeft
                return int(side | Qt.AlignmentFlag.AlignVCenter)
            case Qt.ItemDataRole.FontRole:
                return theme.sans(bold=self._is_best(index))
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(estimate) if estimate is not None else None
        return None

    def _is_best(self, index: Index) -> bool:
        assert self.summary is not None
        if index.column() < 4:
            return False
        number, held = self._columns()[index.column() - 4]
        return not held and self.summary.best[number] == index.row()

    def _what(self, index: Index) -> str:
        assert self._board is not None
        assert self.summary is not None
        request, line = self._board.layout.request, self.summary.lines[index.row()]
        return (
            request.templates[line.template].name, self._words.model(request.models[line.model]), request.settings[line.setting].name,
            f"{line.n_whole}/{line.n_cells}",
        )[index.column()]  # fmt: skip

    def _spelled(self, index: Index, estimate: Estimate) -> str:
        if not estimate.n_rows:
            return "—"
        assert self._board is not None
        number, _held = self._columns()[index.column() - 4]
        binary = self._board.layout.request.scores[number].kind in BINARY
        best = "★ " if self._is_best(index) else ""
        if binary:
            interval = "" if math.isnan(estimate.low) else f"  {100 * estimate.low:.0f}–{100 * estimate.high:.0f}"
            return f"{best}{100 * estimate.mean:.0f} %{interval}"
        interval = "" if math.isnan(estimate.low) else f"  {estimate.low:.2f}–{estimate.high:.2f}"
        return f"{best}{estimate.mean:.2f}{interval}"

    def _tip(self, estimate: Estimate) -> str:
        methods = {
            "wilson": self.tr("Wilson's score interval, 95 %"),
            "bootstrap": self.tr("percentile bootstrap over rows, 95 %, 2,000 samples"),
            "": self.tr("no interval: one row"),
        }
        if not estimate.n_rows:
            return self.tr("nothing to compare with yet")
        words = self.tr("mean {mean} of {n} rows").format(mean=f"{estimate.mean:.6g}", n=estimate.n_rows)
        if not math.isnan(estimate.low):
            words += f"\n{estimate.low:.4f} – {estimate.high:.4f}"
        return f"{words}\n{methods[estimate.method]}"

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._board is None or orientation == Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section >= 3 else Qt.AlignmentFlag.AlignLeft
            return int(side | Qt.AlignmentFlag.AlignVCenter)
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        if section < 4:
            return (self.tr("Template"), self.tr("Model"), self.tr("Setting"), self.tr("Cells"))[section]
        number, held = self._columns()[section - 4]
        name = self._words.score(self._board.layout.request.scores[number])
        return self.tr("{score}, held out").format(score=name) if held else name
