"""The Lens view: pieces come as they are looked at, cells say what was read, and saving reads the rest first."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from made_attention import N_LAYERS, Attending
from made_encodings import encode
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest

from workbench.gui.models.contrast import Token
from workbench.gui.panels.attention_lens import PIECE
from workbench.gui.widgets.lens_cells import LensCells
from workbench.gui.widgets.lens_table import LEFT, TOP, LensTable
from workbench.gui.widgets.token_axis import TokenAxis
from workbench.gui.widgets.token_text import TokenText
from workbench.values import Lens, LensRequest

TEXT = "When Mary went home. " * 20
SHORT = "When Mary went"


def lens(request: LensRequest) -> Lens:
    """The deeper, the surer; token `row * 100 + position` is the best of a cell."""
    first, end = request.positions
    layers = np.repeat(np.arange(N_LAYERS), 2 if request.mid else 1)
    rows, n = len(layers) + 1, end - first
    ids = np.arange(rows)[:, None, None] * 100 + np.arange(first, end)[None, :, None] + np.array([0, 5000])
    ids[-2] = ids[-1]
    sure = np.linspace(0.1, 0.9, rows)[:, None] * np.ones(n)
    targets = np.full(n, request.token_id) if request.token_id is not None else ids[-1, :, 0]
    texts = {str(token): f"t{token}" for token in (*ids.ravel().tolist(), *targets.tolist())}
    return Lens(
        request, np.append(layers, N_LAYERS).astype(np.int32), np.append(np.arange(len(layers)) % 2 * bool(request.mid), 0).astype(bool),
        ids.astype(np.int32), np.log(np.stack([sure, (1 - sure) / 2], -1)).astype(np.float32), texts, targets.astype(np.int32),
        np.broadcast_to(np.arange(rows, 0, -1)[:, None], (rows, n)).astype(np.int32), np.log(sure).astype(np.float32),
        np.ones((rows, n), np.float32), np.linspace(20, 0, rows)[:, None].astype(np.float32) * np.ones((1, n), np.float32),
    )  # fmt: skip


@pytest.fixture
def answering():
    made = Attending()
    made.answers[LensRequest] = lens
    yield made
    made.close()


@pytest.fixture
def panel(open_attention):
    return open_attention("lens", size=(1000, 700))


@pytest.fixture
def study(session, panel, wait_until):
    def put(text: str):
        session.change_subject(model="m", text=text)
        wait_until(lambda: panel.shown is not None and panel.view("lens").arrays() and not session.jobs)
        return panel.view("lens")

    return put


def asked(answering) -> list[tuple[int, int]]:
    return [request.positions for request in answering.asked_of(LensRequest)]


def test_that_only_what_is_looked_at_is_read_and_what_was_read_is_kept(study, answering, session, wait_until):
    view = study(TEXT)
    n, bar = view.table.n_positions, view.table.horizontalScrollBar()
    assert asked(answering)[0] == (n // PIECE * PIECE - PIECE, n // PIECE * PIECE), "the last position is selected"
    assert len(asked(answering)) == 2
    bar.setValue(0)
    wait_until(lambda: len(asked(answering)) == 3 and not session.jobs)
    assert asked(answering)[2] == (0, PIECE)
    bar.setValue(bar.maximum())
    bar.setValue(0)
    assert len(asked(answering)) == 3


def test_that_saving_reads_the_rest_first(study, answering, session, wait_until):
    view = study(TEXT)
    done = []
    view.gather(lambda: done.append(True))
    wait_until(lambda: done)
    n = view.table.n_positions
    assert view.arrays()["positions"].tolist() == list(range(n))
    assert view.arrays()["ids"].shape == (N_LAYERS + 1, n, 2)
    rows = list(view.rows())
    assert len(rows) == 1 + n * (N_LAYERS + 1)
    assert rows[1][:5] == ("before 0", 0, "When", "t0", 0)
    assert float(rows[1][5]) == pytest.approx(0.1)


def test_that_a_cell_says_all_that_was_read(study):
    view = study(SHORT)
    told = view.table._told(0, 1).split("\n")
    assert told[0] == "before 0 · ·Mary (1)"
    assert told[1].split() == ["10.0", "%", "t1"]
    assert told[3] == f"“t{N_LAYERS * 100 + 1}”: rank {N_LAYERS + 1}, 10.0 %"
    assert told[4] == "KL to the model's own 20.000 nats · entropy 1.000 nats"
    assert view.table._told(-1, 1) == "·Mary (1)"


def test_that_a_click_selects_the_position_everywhere(study, session, panel):
    view = study(SHORT)
    at = view.table.cell_rect(2, 1).center().toPoint()
    QTest.mouseClick(view.table.viewport(), Qt.MouseButton.LeftButton, pos=at)
    assert (session.selection.start, session.selection.end) == (4, 9)
    QTest.keyClick(view.table, Qt.Key.Key_Right)
    assert (session.selection.start, session.selection.end) == (9, 14)
    assert view.table.accessibleDescription().startswith("before 2 · ·went (2)")
    assert view.table.cell_at(QPoint(3, 3)) is None


def test_that_another_token_or_more_streams_are_read_anew(study, answering, session, wait_until):
    view = study(SHORT)
    view.looks.track(Token(7, "x"))
    wait_until(lambda: view.arrays() and not session.jobs)
    assert view.arrays()["targets"].tolist() == [7, 7, 7]
    view.looks.mid.setChecked(True)
    wait_until(lambda: view.arrays() and not session.jobs)
    assert view.arrays()["ids"].shape[0] == 2 * N_LAYERS + 1
    assert view.table_rows[:3] == ("before 0", "in 0", "before 1")
    last = answering.asked_of(LensRequest)[-1]
    assert (last.token_id, last.mid) == (7, True)
    assert "token_id=7, mid=True" in view.snippet()
    compile(view.snippet(), "snippet", "exec")


def test_that_colours_say_what_is_chosen(study):
    view = study(SHORT)
    columns = {tint: view._cells.column(0, tint) for tint in ("probability", "kl", "rank")}
    assert columns["probability"].near[0] == pytest.approx(0.1)
    assert (columns["kl"].near[0], columns["kl"].near[-1], columns["rank"].near[-1]) == (0, 1, 1)
    assert columns["kl"].agrees == [*[False] * (N_LAYERS - 1), True, True]
    assert view._cells.column(0, "kl") is columns["kl"]
    assert view.bar.accessibleName() == "KL ≥ 10 nats – 0"
    view.looks.tint.button("rank").click()
    assert view.bar.accessibleName() == "what is predicted: rank ≥ 1,000 – 1"
    assert view.save_state() == {"tint": "rank", "mid": False}


def test_that_nothing_is_read_while_another_view_is_in_front(panel, session, answering, wait_until):
    panel.switch.choose("heads")
    panel.switch.chosen.emit("heads")
    session.change_subject(model="m", text=SHORT)
    wait_until(lambda: panel.shown is not None and not session.jobs)
    assert not asked(answering)


def test_that_a_model_without_predictions_has_no_lens(panel, session, answering, wait_until):
    answering.model = dataclasses.replace(answering.model, has_logits=False)
    session.change_subject(model="m", text=SHORT)
    wait_until(lambda: panel.shown is not None and not session.jobs)
    assert not asked(answering)
    assert not panel.view("lens").isVisible()


def test_that_a_low_window_passes_rows_over_rather_than_scrolling_both_ways(qapp):
    table = LensTable(LensCells(PIECE))
    table.set_shape([f"before {layer}" for layer in range(30)] + ["model"], TokenAxis(TokenText(encode(TEXT * 4))))
    looked = []
    table.looked.connect(lambda: looked.append(table.step))
    table.show()
    for height, step in ((900, 1), (400, 2), (280, 3)):
        table.resize(900, height)
        assert (table.step, table.verticalScrollBar().maximum()) == (step, 0)
        shown = {table.cell_at(QPoint(LEFT + 3, y))[0] for y in range(TOP, table._own_top + table._high)}
        assert shown == {30, *range(29, -1, -step)}  # the deepest is always among them
        for row in shown:
            assert table.cell_at(table.cell_rect(row, 0).center().toPoint()) == (row, 0)
        table._go(29, 0)
        QTest.keyClick(table, Qt.Key.Key_Up)
        assert table._at == (29 - step, 0)
    assert looked[-1] == 3
