"""The attention panel with an engine played by NumPy: what is shown is exactly what it answered."""

from __future__ import annotations

import csv
import dataclasses
import re
import subprocess
import sys

import numpy as np
import pytest
from made_attention import Attending
from made_encodings import cut, encode
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel

from workbench.errors import WorkbenchError
from workbench.gui import theme
from workbench.gui.panels.attention import AttentionPanel
from workbench.gui.panels.attention_heads import HeadsView
from workbench.gui.panels.attention_shown import Shown
from workbench.gui.panels.attention_trace import LIVE_MS, Pace
from workbench.gui.panels.attention_words import python_snippet
from workbench.gui.widgets import colormap
from workbench.values import (
    ArraysRequest,
    CellsRequest,
    Combination,
    CombinedRequest,
    GridRequest,
    HeadRequest,
    NextRequest,
    OpenRequest,
    Progress,
    RunRecord,
    RunRow,
    RunStarted,
    Selection,
    Subject,
    TraceRequest,
    word_starts,
)

TEXT = "When Mary and John went to the store"
LONG = " ".join(["word"] * 600)


@pytest.fixture
def answering():
    made = Attending()
    yield made
    made.close()


@pytest.fixture
def panel(open_attention):
    return open_attention()


@pytest.fixture
def heads(panel):
    return panel.view("heads")


@pytest.fixture
def study(session, panel, heads, wait_until):
    """Put a text under study and wait until all that was asked is answered and drawn."""

    def settled() -> bool:
        return not session.jobs and not any(timer.isActive() for timer in heads._timers.values())

    def put(text: str, **more: str) -> None:
        session.change_subject(model="m", text=text, **more)
        wait_until(settled)
        if text and panel.frame.bar.error is None and panel.shown_job() is None:  # too long to be followed live
            panel.refresh()
            wait_until(settled)

    put.settled = settled
    return put


def weights_of(answering: Attending, heads: HeadsView) -> np.ndarray:
    return answering.weights(heads.map.shown.trace)[heads.map.shown.layer, heads.map.shown.head]


def record_of(answering: Attending, request: TraceRequest, **stored: object) -> RunRecord:
    row = RunRow(7, "01T", "trace", "done", "m", "ab", "2026-01-01T00:00:00Z", "2026-01-01T00:00:01Z", "", None, (), "")
    return RunRecord(row, request, (), dataclasses.replace(answering.trace(request), **stored), "", {}, {})


# states


def test_that_an_empty_panel_teaches_and_offers_a_model(panel, session):
    wanted = []
    session.model_wanted.connect(lambda: wanted.append(True))
    assert panel.hint.isVisible()
    panel.hint.asked.emit()
    assert wanted == [True]
    assert not panel.place.layer.isVisible()


def test_that_a_text_is_traced_and_all_views_belong_to_it(panel, heads, study, answering):
    study(TEXT)
    assert heads.columns.isVisible()
    assert heads.map.view.n_queries == len(encode(TEXT).ids)
    assert {image.request.trace.subject.text for image in heads.map.images} == {TEXT}
    assert panel.shown_job() is not None
    assert len(answering.asked_of(TraceRequest)) == 1


def test_that_the_old_view_stays_whole_until_the_new_picture_is_there(panel, heads, study, session, answering, wait_until):
    study(TEXT)
    del answering.answers[HeadRequest]
    session.change_subject(text=TEXT + " again")
    wait_until(lambda: panel._coming is not None)
    assert heads.map.view.n_queries == len(encode(TEXT).ids)
    assert heads.map.shown.trace.subject.text == TEXT
    assert panel.shown_job() is None
    request = answering.asked_of(HeadRequest)[-1]
    answering.give(session, answering.job_of(HeadRequest), answering.head(request), last=True)
    assert heads.map.view.n_queries == len(encode(TEXT + " again").ids)
    assert heads.map.shown.trace.subject.text == TEXT + " again"


def test_that_a_newer_text_wins_over_a_late_answer(panel, heads, study, session, answering, wait_until):
    study(TEXT)
    del answering.answers[TraceRequest]
    session.change_subject(text="first")
    session.change_subject(text="second one")
    (older, first), (newer, second) = [(job, r) for job, r in answering.asked if type(r) is TraceRequest][-2:]
    answering.give(session, newer, answering.trace(second), last=True)
    answering.give(session, older, answering.trace(first), last=True)
    wait_until(study.settled)
    assert heads.map.shown.trace.subject.text == "second one"


def test_that_a_slow_text_turns_stale_and_enter_updates_it(panel, heads, study, session, answering, wait_until):
    study(TEXT)
    panel.tracing.pace.learn(answering.trace(TraceRequest(Subject("m", TEXT))), 10 * LIVE_MS)
    asked = len(answering.asked_of(TraceRequest))
    session.change_subject(text=TEXT + " today")
    assert len(answering.asked_of(TraceRequest)) == asked
    assert panel.shown_job() is None
    assert "to update" in panel.frame._what.text()
    QTest.keyClick(heads.grid, Qt.Key.Key_Return)
    wait_until(study.settled)
    assert heads.map.shown.trace.subject.text == TEXT + " today"


def test_that_loading_is_said_only_after_a_while_and_can_be_cancelled(panel, study, session, answering, wait_until):
    study(TEXT)
    del answering.answers[TraceRequest]
    session.change_subject(text="another text")
    assert not panel.frame._what.isVisible()
    wait_until(panel.frame._what.isVisible)
    answering.give(session, answering.job_of(TraceRequest), Progress("forward", 12, 30, "layers"))
    assert panel.frame._what.text() == "Reading the text: layer 12 of 30"
    panel.frame.cancelled.emit()
    session.deliver()
    assert "to update" in panel.frame._what.text()
    assert panel.frame.bar.error is None


def test_that_a_failure_is_answered_in_the_panel_and_mended_by_the_next_text(panel, heads, study, answering):
    answering.answers[TraceRequest] = lambda _request: WorkbenchError("text-too-long", n_tokens=9000, n_ctx=8192)
    study("far too long")
    assert panel.frame.bar.error.code == "text-too-long"
    assert panel.hint.isVisible()
    assert panel.shown_job() is None
    answering.answers[TraceRequest] = answering.trace
    study(TEXT)
    assert panel.frame.bar.error is None
    assert heads.columns.isVisible()


def test_that_an_empty_text_is_no_error(panel, study):
    study(TEXT)
    study("")
    assert panel.hint.isVisible()
    assert panel.frame.bar.error is None


def test_that_a_hidden_panel_asks_nothing_until_it_is_shown(qapp, session, answering, wait_until):
    hidden = AttentionPanel(session)
    session.change_subject(model="m", text=TEXT)
    assert answering.asked == []
    hidden.show()
    wait_until(lambda: hidden.view("heads").map.shown is not None)


# weights


def test_that_pointing_at_a_cell_says_its_exact_weight(panel, heads, study, answering):
    study(TEXT)
    weights = weights_of(answering, heads)
    for q, k in ((5, 2), (7, 7), (3, 0)):
        QTest.mouseMove(heads.map, heads.map.view.rect_of(q, q + 1, k, k + 1).center().toPoint())
        label = panel.shown.queries
        assert heads.readout.text() == f"L0 · H0   {label.named(q)} reads {label.named(k)}: {weights[q, k]:.6f}"


def test_that_a_long_text_s_cell_is_asked_for_and_shown_when_it_comes(panel, heads, study, session, answering, wait_until):
    study(LONG)
    del answering.answers[CellsRequest]
    assert answering.asked_of(ArraysRequest) == []
    heads.map.point_at((400, 123))
    assert heads.readout.text().endswith("…")
    wait_until(lambda: answering.asked_of(CellsRequest))
    assert answering.asked_of(CellsRequest)[-1].cells == ((0, 0, 400, 123),)
    weight = float(weights_of(answering, heads)[400, 123])
    answering.give(session, answering.job_of(CellsRequest), answering.cells(answering.asked_of(CellsRequest)[-1]), last=True)
    assert heads.readout.text().endswith(f": {weight:.6f}")


def test_that_a_late_answer_for_another_cell_is_not_shown(panel, heads, study, answering, session, wait_until):
    study(LONG)
    del answering.answers[CellsRequest]
    heads.map.point_at((400, 123))
    wait_until(lambda: answering.asked_of(CellsRequest))
    heads.map.point_at((400, 124))
    answering.give(session, answering.job_of(CellsRequest), answering.cells(answering.asked_of(CellsRequest)[-1]), last=True)
    assert heads.readout.text().endswith("…")


def test_that_a_later_token_is_said_to_be_unreadable(panel, heads, study):
    study(TEXT)
    heads.map.point_at((2, 5))
    assert "can't read" in heads.readout.text()


def test_that_the_scale_and_what_it_leaves_out_are_said(panel, heads, study, session, answering):
    study(TEXT)
    weights = weights_of(answering, heads)
    assert f"weight 0 – ≥ {weights[:, 1:].max():.3f}" in heads.bar.words
    assert "later token, can't be read" in heads.bar.words
    assert "scale without the first token" in heads.bar.words
    heads.looks.hide_sink.click()
    assert answering.asked_of(HeadRequest)[-1].hide_sink is False
    session.deliver()
    assert f"weight 0 – {weights.max():.3f}" in heads.bar.words
    assert "without" not in heads.bar.words


def test_that_the_title_tells_the_share_of_the_first_token(panel, heads, study, answering):
    study(TEXT)
    share = 100 * float(weights_of(answering, heads)[1:, 0].mean())
    assert heads.picture.title.text() == f"Layer 0 · head 0 — {share:.0f} % of its weight rests on the first token, When"


def test_that_the_figure_says_precision_kernels_and_what_attention_is_not(panel, heads, study):
    study(TEXT)
    said = heads.picture.source.text()
    assert "Attention shows where a head read, not why the model answered." in said
    for part in ("computed in float32", "exact profile", "packed linear, explicit attention", "8 tokens"):
        assert part in said


def test_that_blocks_are_named_in_the_legend_of_a_long_text(panel, heads, study):
    study(LONG)
    step = heads.map.images[-1].step
    assert step > 1
    assert f"each cell: strongest of {step} × {step}" in heads.bar.words


def test_that_one_scale_for_all_heads_is_shared_by_grid_and_map(heads, study, session, answering):
    study(TEXT)
    heads.looks.hide_sink.click()
    session.deliver()
    heads.looks.scale.setCurrentIndex(1)
    heads.looks.scale.activated.emit(1)
    whole = answering.weights(heads.map.shown.trace).max()
    assert heads.map.high == pytest.approx(float(whole), rel=1e-6)
    assert "same scale for all heads" in heads.bar.words


def test_that_the_legend_says_when_colours_follow_the_view_or_the_square_root(panel, heads, study, answering):
    study(TEXT)
    heads.looks.root.click()
    heads.looks.scale.setCurrentIndex(2)
    heads.looks.scale.activated.emit(2)
    assert "colours by square root" in heads.bar.words
    assert "scale of what is in view" in heads.bar.words
    heads.map.zoom(2, heads.map.view.plot.bottomRight() - QPoint(5, 5))
    assert f"{heads.map.high:.3f}" in heads.bar.words
    assert heads.map.high < weights_of(answering, heads)[:, 1:].max() * 1.01


def test_that_the_lists_are_the_row_and_the_column_sorted(panel, heads, study, answering, session):
    study(TEXT)
    span = encode(TEXT).byte_spans[4].tolist()
    session.select(Selection(*span))
    session.deliver()
    weights = weights_of(answering, heads)
    for name, line in (("reads", weights[4]), ("read_by", weights[:, 4])):
        rows = heads.side.lists[name].rows
        assert [row.number for row in rows] == [at for at in np.argsort(-line, kind="stable").tolist() if line[at] > 0]
        assert [row.said for row in rows] == [f"{line[row.number]:.4f}" for row in rows]
    assert [request.position for request in answering.asked_of(NextRequest)][-1] == 4


def test_that_the_rest_of_a_long_row_is_summed_up(panel, heads, study, answering):
    study(LONG)
    rows = heads.side.lists["reads"].rows
    assert rows[-1].number == -1
    assert sum(row.share for row in rows) == pytest.approx(1.0, abs=1e-5)


# head and token, chosen anywhere


def test_that_a_head_chosen_in_the_grid_is_chosen_everywhere(panel, heads, study, session, answering, wait_until):
    study(TEXT)
    QTest.mouseClick(heads.grid, Qt.MouseButton.LeftButton, pos=heads.grid.cell(2, 1).center())
    wait_until(study.settled)
    assert (session.selection.layer, session.selection.head) == (2, 1)
    assert (panel.place.layer.currentIndex(), panel.place.head.currentIndex()) == (2, 1)
    assert (heads.map.shown.layer, heads.map.shown.head) == (2, 1)
    heads.map.point_at((6, 3))
    assert f"{answering.weights(heads.map.shown.trace)[2, 1, 6, 3]:.6f}" in heads.readout.text()
    assert heads.picture.title.text().startswith("Layer 2 · head 1")


def test_that_a_head_chosen_elsewhere_or_in_the_controls_is_shown(panel, heads, study, session, wait_until):
    study(TEXT)
    session.select(Selection(0, 0, 3, 2))
    wait_until(study.settled)
    assert heads.grid.selected == (3, 2)
    assert heads.map.shown.layer == 3
    QTest.keyClick(panel.place.layer, Qt.Key.Key_Up)
    wait_until(study.settled)
    assert (session.selection.layer, session.selection.head) == (2, 2)
    session.select(Selection(0, 0, 99, 99))
    assert heads.grid.selected == (3, 2)


def test_that_enter_in_the_grid_goes_to_the_map(panel, heads, study):
    study(TEXT)
    panel.activateWindow()
    heads.grid.setFocus()
    QTest.keyClick(heads.grid, Qt.Key.Key_Return)
    assert panel.focusWidget() is heads.map


def test_that_a_row_clicked_selects_its_bytes_everywhere(panel, heads, study, session):
    study(TEXT)
    QTest.mouseClick(heads.map, Qt.MouseButton.LeftButton, pos=heads.map.view.rect_of(3, 4, 1, 2).center().toPoint())
    assert (session.selection.start, session.selection.end) == tuple(encode(TEXT).byte_spans[3].tolist())
    assert heads.map.marked == (3,)


def test_that_a_selected_syllable_marks_every_token_that_shares_it(panel, heads, study, session):
    text = "나는 간다"
    study(text)
    start = len("나".encode())
    session.select(Selection(start, start + 3))
    spans = encode(text).byte_spans
    wanted = tuple(at for at, (low, high) in enumerate(spans.tolist()) if low < start + 3 and high > start)
    assert len(wanted) > 1
    assert heads.map.marked == wanted


def test_that_one_byte_token_of_a_syllable_selects_itself_alone(panel, heads, study, session):
    study("나는 간다")
    panel.choice.pick(1)
    spans = encode("나는 간다").byte_spans
    assert (session.selection.start, session.selection.end) == tuple(spans[1].tolist())
    assert heads.map.marked == (1,)


def test_that_marks_hold_through_a_chat_template(panel, heads, study, session, answering):
    inner = "나는 hi"
    rendered = f"<|im_start|>user\n{inner}<|im_end|>"
    answering.encodings[inner] = encode(rendered)
    study(inner, form="user")
    offset = len(b"<|im_start|>user\n")
    session.select(Selection(0, 3))
    marked = heads.map.marked
    spans = encode(rendered).byte_spans
    assert all(spans[at][0] < offset + 3 and spans[at][1] > offset for at in marked)
    assert marked
    panel.choice.pick(marked[0])
    assert session.selection.start == 0


def test_that_a_special_token_can_be_looked_at_though_it_covers_no_text(panel, heads, study, session, answering):
    answering.encodings["hi you"] = cut("hi you", [2], special=[(0, "<s>")])
    study("hi you")
    panel.choice.pick(0)
    assert heads.map.marked == (0,)
    session.select(dataclasses.replace(session.selection, layer=1, head=1))
    assert heads.map.marked == (0,)
    panel.choice.pick(1)
    assert heads.map.marked == (1,)


def test_that_without_a_selection_the_last_token_is_looked_at(panel, heads, study):
    study(TEXT)
    assert heads.map.marked == (len(encode(TEXT).ids) - 1,)


def test_that_a_list_s_line_selects_its_token(panel, heads, study, session):
    study(TEXT)
    rows = heads.side.lists["reads"].rows
    heads.side.lists["reads"].chosen.emit(rows[0].number)
    assert heads.map.marked == (rows[0].number,)


# reopening, saving, looks


def test_that_a_reopened_run_is_computed_anew_and_says_so(panel, study, session, answering, wait_until):
    request = TraceRequest(Subject("m", TEXT))
    session.change_subject(model="m", text=TEXT)
    session.open_run(record_of(answering, request))
    wait_until(study.settled)
    assert panel.frame.bar.what.text() == "Run 7, recomputed when opened."
    assert panel.frame.bar.why.text() == ""
    assert panel.shown_job() is None  # it is a run already
    study(TEXT + " more")
    assert panel.frame.bar.isHidden()
    assert panel.shown_job() is not None


def test_that_a_reopened_run_that_differs_says_in_what(panel, study, session, answering, wait_until):
    request = TraceRequest(Subject("m", TEXT))
    session.change_subject(model="m", text=TEXT)
    session.open_run(record_of(answering, request, kernels="plain linear, explicit attention", encoding=encode("other")))
    wait_until(study.settled)
    said = panel.frame.bar.why.text()
    assert "ids differ" in said
    assert "Computed with packed linear, explicit attention, then with plain linear, explicit attention." in said


def test_that_the_number_of_the_run_appears_once_it_is_known(panel, heads, study, session, answering):
    study(TEXT)
    job = panel.shown_job()
    answering.give(session, job.number, RunStarted(41, "01T"))
    assert heads.picture.source.text().endswith("run 41")


def test_that_saved_data_are_the_exact_weights_in_view(panel, heads, study, answering, tmp_path, session, wait_until):
    study(LONG)
    heads.map.zoom(30)
    wait_until(study.settled)
    q0, q1, k0, k1 = heads.map.view.region
    saved = []
    panel.exports["heads"]._gather(lambda: (panel.exports["heads"].save_csv(tmp_path / "a.csv"), saved.append(True)))
    wait_until(lambda: saved)
    rows = list(csv.reader((tmp_path / "a.csv").read_text("utf-8-sig").splitlines()))
    assert [int(row[0]) for row in rows[1:]] == list(range(q0, q1))
    assert rows[0][2] == f"{k0} {panel.shown.queries.label(k0)}"
    found = np.asarray([[float(cell) for cell in row[2:]] for row in rows[1:]], np.float32)
    assert (found == weights_of(answering, heads)[q0:q1, k0:k1]).all()
    panel.exports["heads"].save_npz(tmp_path / "a.npz")
    with np.load(tmp_path / "a.npz") as arrays:
        assert (arrays["pattern"] == found).all()
        assert arrays["query_positions"].tolist() == list(range(q0, q1))
        assert arrays["key_ids"].tolist() == panel.shown.trace.encoding.ids[k0:k1].tolist()


def test_that_a_vector_file_has_sharp_cells_and_text(panel, study, tmp_path):
    study("나는 a b")
    panel.exports["heads"].save_svg(tmp_path / "a.svg")
    made = (tmp_path / "a.svg").read_text()
    assert "<image" in made
    assert "첫" not in made
    assert all(words in made for words in ("Layer 0 · head 0", "weight", "나"))
    sizes = [int(size) for size in re.findall(r'<image[^>]*\bwidth="(\d+)', made)]
    assert sizes


def test_that_the_snippet_is_python_that_names_head_and_model(panel, study):
    study(TEXT)
    panel.exports["heads"].copy_python()
    copied = QGuiApplication.clipboard().text()
    compile(copied, "snippet", "exec")
    assert repr(TEXT) in copied
    assert "layers=(0,), heads=(0,)" in copied


def test_that_the_snippet_gives_the_same_weights_with_the_real_model(smollm2, tmp_path, answering):
    request = TraceRequest(Subject(str(smollm2), "The capital of 한국 is"))
    code = python_snippet(Shown.of(answering.trace(request), ""), (3, 2))
    checks = "assert weights.ndim == 2\nassert abs(weights.sum(-1) - 1).max() < 1e-5\nassert weights[0, 1:].max() == 0"
    subprocess.run([sys.executable, "-c", f"{code}\n{checks}"], cwd=tmp_path, check=True, timeout=120)


def test_that_looks_and_head_survive_a_restart(panel, heads, study, session):
    study(TEXT)
    heads.looks.hide_sink.click()
    heads.looks.colours.setCurrentIndex(1)
    heads.looks.colours.activated.emit(1)
    session.select(Selection(0, 0, 2, 2))
    again = AttentionPanel(session)
    again.restore_state(panel.save_state())
    assert again.view("heads").looks.looks == heads.looks.looks
    assert (again.view("heads").looks.looks.colours, again.choice.head) == ("cividis", (2, 2))
    again.restore_state({"heads/looks": {"colours": 3, "nonsense": 1}, "heads/sizes": ["a"], "layer": None})
    assert again.view("heads").looks.looks.colours == "cividis"


def test_that_colours_change_in_grid_map_and_bar_alike(panel, heads, study):
    study(TEXT)
    heads.looks.colours.setCurrentIndex(1)
    heads.looks.colours.activated.emit(1)
    for widget, at in (
        (heads.map, heads.map.view.rect_of(5, 6, 2, 3).topLeft().toPoint() + QPoint(3, 3)),
        (heads.grid, heads.grid.cell(1, 1).bottomLeft()),
    ):
        assert widget.grab().toImage().pixel(at) in colormap.table("cividis")


def test_that_every_control_has_a_name_and_keys_reach_all_of_it(panel, heads, study):
    study(TEXT)
    reached = [w for w in panel.findChildren(object) if getattr(w, "focusPolicy", None) and w.isVisibleTo(panel)]
    focusable = [w for w in reached if w.focusPolicy() != Qt.FocusPolicy.NoFocus]
    nameless = [w for w in focusable if not (w.accessibleName() or getattr(w, "text", str)())]
    nameless = [w for w in nameless if not isinstance(w.parent(), type(heads.side.lists["reads"]))]
    assert not [w for w in nameless if not isinstance(w, QLabel)]
    for one in (heads.grid, heads.map, panel.place.layer, panel.place.head, *heads.side.lists.values()):
        assert one.focusPolicy() & Qt.FocusPolicy.TabFocus


def test_that_a_narrow_panel_gives_the_map_the_room_of_the_lists(panel, heads, study):
    study(TEXT)
    assert heads.side.isVisible()
    panel.resize(620, 600)
    QApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
    assert not heads.side.isVisible()
    assert heads.map.width() >= 280


def test_that_nothing_is_outside_of_the_panel_at_the_smallest_window(panel, heads, study, qapp):
    study(TEXT)
    theme.apply(qapp, "dark")
    panel.resize(1000, 470)
    for widget in (heads.grid, heads.map, heads.bar, heads.picture.source, panel.exports["heads"].button):
        corner = widget.mapTo(panel, widget.rect().bottomRight())
        assert panel.rect().contains(corner), widget
    last = heads.grid.cell(3, 2)
    assert heads.grid.rect().contains(last)


# the pace


def summary(answering: Attending, n: int) -> object:
    return answering.trace(TraceRequest(Subject("m", " ".join(["w"] * n))))


def test_that_a_short_text_is_tried_and_a_long_one_is_not(answering):
    pace = Pace()
    assert pace.estimate_ms(Subject("m", "short")) == 0
    assert pace.estimate_ms(Subject("m", "w" * 5000)) == float("inf")


def test_that_a_slow_length_is_not_tried_again_but_shorter_ones_are(answering):
    pace = Pace()
    pace.learn(summary(answering, 100), 900.0)
    assert pace.estimate_ms(Subject("m", " ".join(["w"] * 110))) > LIVE_MS
    assert pace.estimate_ms(Subject("m", " ".join(["w"] * 20))) == 0
    assert pace.estimate_ms(Subject("other", " ".join(["w"] * 110))) == 0


def test_that_a_fast_long_text_makes_long_texts_live(answering):
    pace = Pace()
    pace.learn(summary(answering, 500), 150.0)
    assert pace.estimate_ms(Subject("m", " ".join(["w"] * 480))) <= LIVE_MS
    assert pace.estimate_ms(Subject("m", " ".join(["w"] * 5000))) > LIVE_MS


def test_that_the_grid_is_asked_for_in_the_size_it_is_shown(panel, heads, study, answering):
    study(TEXT)
    assert answering.asked_of(GridRequest)[-1].size == max(8, min(128, heads.grid.thumbnail_pixels))


def test_that_a_stored_run_whose_model_is_gone_shows_its_ids_and_settings(panel, heads, study, session, answering, wait_until):
    study(TEXT)
    request, wanted = TraceRequest(Subject("m", "A stored text")), []
    record = record_of(answering, request)
    trace = answering.answers[TraceRequest]
    answering.answers[TraceRequest] = lambda asked: WorkbenchError("model-not-installed", model="m")
    session.model_wanted.connect(lambda: wanted.append(True))
    session.open_run(record)
    wait_until(panel.kept.isVisible)
    assert panel.kept.strip.tokens.encoding.ids.tolist() == record.result.encoding.ids.tolist()
    assert "run 7" in panel.kept.settings.text()
    assert record.result.kernels in panel.kept.settings.text()
    assert panel.frame.bar.error is None
    assert panel.shown_job() is None
    assert "Stored run 7" in panel.kept.notes.notes[0].text
    panel.kept.notes.notes[1].act()
    assert wanted == [True]
    answering.answers[TraceRequest] = trace  # it was fetched, and is opened
    answering.give(session, session.submit(OpenRequest("m")).number, answering.model, last=True)
    wait_until(lambda: heads.columns.isVisible() and study.settled())
    assert heads.map.shown.trace.subject.text == "A stored text"


def test_that_a_missing_model_that_is_not_known_offers_nothing_to_fetch(panel, session, answering, wait_until):
    answering.answers[TraceRequest] = lambda asked: WorkbenchError("model-missing", model="m")
    session.open_run(record_of(answering, TraceRequest(Subject("m", TEXT))))
    wait_until(panel.kept.isVisible)
    assert [note.action for note in panel.kept.notes.notes] == ["", ""]


def test_that_a_stored_run_that_fails_for_another_reason_says_so(panel, session, answering, wait_until):
    answering.answers[TraceRequest] = lambda asked: WorkbenchError("internal", reason="x")
    session.open_run(record_of(answering, TraceRequest(Subject("m", TEXT))))
    wait_until(lambda: panel.frame.bar.error is not None)
    assert not panel.kept.isVisible()


# several heads, words, several tokens


def take_together(heads, study, wait_until, **changes: object) -> Combination:
    """Make the map of other heads, or of words, and wait for it."""
    heads.looks.set_looks(dataclasses.replace(heads.looks.looks, **changes))
    heads.looks.changed.emit()
    how = heads.looks.combination
    wait_until(lambda: study.settled() and heads.map.shown is not None and heads.map.shown.combination == how)
    return how


@pytest.mark.parametrize("combine", ["layer-mean", "all-max"])
@pytest.mark.parametrize("words", [False, True])
@pytest.mark.parametrize("renormalise", [False, True])
def test_that_the_map_shows_heads_taken_together(panel, heads, study, session, answering, wait_until, combine, words, renormalise):
    study("나는 간다 unusual words")
    how = take_together(heads, study, wait_until, combine=combine, words=words, renormalise=renormalise)
    exact = answering.map(panel.shown.trace.request, "decoder", (0, 0), how)
    image = heads.map.images[-1]
    assert image.image.shape == exact.shape
    assert np.abs(image.image / 255 * image.high - np.minimum(exact, image.high)).max() <= image.high / 255
    heads.map.point_at((3, 2))
    assert heads.readout.text().endswith(f": {exact[3, 2]:.6f}")
    rows = heads.rows()
    assert [float(cell) for cell in rows[4][2:]] == pytest.approx(exact[3].tolist(), rel=1e-5)
    assert ("first token taken out" in heads.picture.title.text()) == renormalise
    compile(heads.snippet(), "snippet", "exec")


def test_that_a_row_of_words_selects_all_bytes_of_its_word(panel, heads, study, session, wait_until):
    text = "나는 간다 unusual words"
    study(text)
    take_together(heads, study, wait_until, words=True)
    spans, starts = encode(text).byte_spans, word_starts(encode(text))
    assert heads.map.view.n_queries == len(starts)
    heads.map.picked.emit(1)
    assert (session.selection.start, session.selection.end) == (spans[starts[1], 0], spans[starts[2] - 1, 1])
    assert heads.map.marked == (1,)
    assert heads.grid.selected == (0, 0)


def test_that_a_long_text_s_combined_cell_is_asked_for_by_its_row(panel, heads, study, session, answering, wait_until):
    study(LONG)
    how = take_together(heads, study, wait_until, combine="all-mean")
    heads.map.point_at((400, 123))
    exact = answering.map(panel.shown.trace.request, "decoder", (0, 0), how)
    wait_until(lambda: heads.readout.text().endswith(f": {exact[400, 123]:.6f}"))
    assert answering.asked_of(CombinedRequest)[-1].queries == (400, 401)


@pytest.mark.parametrize("way", ["mean", "sum", "max"])
def test_that_the_lists_take_several_tokens_together(panel, heads, study, session, answering, wait_until, way):
    study(TEXT)
    assert not heads.side.together.isVisible()
    spans = encode(TEXT).byte_spans
    session.select(Selection(int(spans[3, 0]), int(spans[5, 1])))
    heads.side.together.setCurrentIndex(heads.side.together.findData(way))
    heads.side.together_changed.emit()
    wait_until(study.settled)
    assert heads.side.together.isVisible()
    weights = weights_of(answering, heads)
    reduce = {"mean": np.mean, "sum": np.sum, "max": np.max}[way]
    for name, line in (("reads", reduce(weights[3:6], axis=0)), ("read_by", reduce(weights[:, 3:6], axis=1))):
        rows = heads.side.lists[name].rows
        assert [row.said for row in rows] == [f"{line[row.number]:.4f}" for row in rows]
    assert "3 tokens" in heads.side.heads["reads"].text()
