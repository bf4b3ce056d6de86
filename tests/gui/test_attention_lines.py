"""The lines view: what is drawn are the engine's weights, and choosing there is choosing everywhere."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from made_attention import N_HEADS, Attending, two_texts
from made_encodings import encode
from PySide6.QtCore import QPointF, Qt
from PySide6.QtTest import QTest

from workbench.gui.panels.attention import AttentionPanel
from workbench.gui.panels.attention_shown import Shown
from workbench.gui.panels.attention_words import map_snippet
from workbench.gui.widgets.bipartite import MOST_PAINTED, ROW
from workbench.values import Combination, HeadRequest, Selection, StrongestRequest, Subject, TraceRequest, word_starts

TEXT = "When Mary and John went to the store"


@pytest.fixture
def answering():
    made = Attending()
    yield made
    made.close()


@pytest.fixture
def panel(open_attention):
    return open_attention("lines", size=(1000, 600))


@pytest.fixture
def view(panel):
    return panel.view("lines")


@pytest.fixture
def study(session, panel, view, wait_until):
    def settled() -> bool:
        return not session.jobs and not view._timer.isActive()

    def put(text: str) -> None:
        session.change_subject(model="m", text=text)
        if panel.frame.stale or panel.shown is None:
            panel.refresh()
        wait_until(lambda: settled() and view._found is not None and view._found.request.trace.subject.text == text)

    put.settled = settled
    return put


def point_of(view, side: str, position: int) -> QPointF:
    return view.lines._box(side, position).center()


def test_that_the_lines_are_the_largest_weights_of_the_head(study, view, answering, panel):
    study(TEXT)
    view.hide_sink.click()
    study(TEXT + " today")
    exact = answering.weights(panel.shown.trace.request)[0, 0]
    lines = view.lines.lines_at()
    assert np.abs(exact[lines.queries, lines.keys] - lines.weights).max() < 1e-7
    for query in range(len(exact)):
        row = np.sort(exact[query])[::-1]
        assert (lines.queries == query).sum() == np.searchsorted(np.cumsum(row), 0.8 - 1e-6) + 1


def test_that_the_slider_follows_at_once_and_says_what_is_drawn(study, view, answering):
    study(TEXT)
    asked = len(answering.asked)
    counts = []
    for share in (30, 60, 99):
        view.share.setValue(share)
        lines = view.lines.lines_at()
        counts.append(len(lines))
        assert f"{100 * lines.mass:.0f} % of the mass drawn · {len(lines)} lines" in view.said.text()
        assert "lines to the first token hidden" in view.said.text()
    assert counts == sorted(counts)
    assert counts[0] < counts[-1]
    assert len(answering.asked) == asked


def test_that_a_token_under_the_pointer_shows_its_lines_alone(study, view):
    study(TEXT)
    QTest.mouseMove(view.lines.viewport(), point_of(view, "query", 5).toPoint())
    assert view.lines.at == ("query", 5)
    assert set(view.lines.lines_at().queries.tolist()) == {5}
    assert "(5) reads" in view.said.text()
    QTest.mouseMove(view.lines.viewport(), point_of(view, "key", 2).toPoint())
    assert set(view.lines.lines_at().keys.tolist()) == {2}
    assert "(2) is read by" in view.said.text()


def test_that_a_click_selects_the_token_everywhere_and_shift_extends(study, view, session, panel):
    study(TEXT)
    spans = encode(TEXT).byte_spans
    QTest.mouseClick(view.lines.viewport(), Qt.MouseButton.LeftButton, pos=point_of(view, "key", 3).toPoint())
    assert (session.selection.start, session.selection.end) == tuple(spans[3].tolist())
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.mouseClick(view.lines.viewport(), Qt.MouseButton.LeftButton, shift, point_of(view, "query", 6).toPoint())
    assert (session.selection.start, session.selection.end) == (spans[3, 0], spans[6, 1])
    assert panel.choice.positions == (3, 4, 5, 6)
    assert view.lines._marked == {3, 4, 5, 6}


def test_that_keys_walk_tokens_and_sides(study, view, session):
    study(TEXT)
    for key in (Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Right, Qt.Key.Key_Down):
        QTest.keyClick(view.lines, key)
    assert view.lines.at == ("key", 2)
    QTest.keyClick(view.lines, Qt.Key.Key_Return)
    assert (session.selection.start, session.selection.end) == tuple(encode(TEXT).byte_spans[2].tolist())
    QTest.keyClick(view.lines, Qt.Key.Key_Escape)
    assert view.lines.at is None


def test_that_each_head_of_a_layer_has_its_tint(study, view, answering, panel, session, wait_until):
    study(TEXT)
    panel.choice.choose_head(2, 1)
    view.combine.choose("each")
    view.combine.changed.emit()
    wait_until(lambda: study.settled() and len(view._found.request.heads) == N_HEADS)
    assert view._found.request.heads == ((2, 0), (2, 1), (2, 2))
    assert view.chips.isVisible()
    exact = answering.weights(panel.shown.trace.request)[2]
    lines = view.lines.lines_at()
    assert np.abs(exact[lines.heads, lines.queries, lines.keys] - lines.weights).max() < 1e-7
    QTest.mouseClick(view.chips.chips[0], Qt.MouseButton.LeftButton)
    wait_until(lambda: study.settled() and view._found.request.heads == ((2, 1), (2, 2)))
    assert view.head_line.text() == "Layer 2 · heads 1, 2"


@pytest.mark.parametrize("way", ["layer-mean", "layer-max", "all-mean", "all-max"])
def test_that_heads_taken_together_are_one_map(study, view, answering, panel, wait_until, way):
    study(TEXT)
    view.combine.choose(way)
    view.combine.changed.emit()
    over, reduce = way.split("-")
    wait_until(lambda: study.settled() and view._found.request.combination == Combination(over, reduce))
    exact = answering.map(panel.shown.trace.request, "decoder", (0, 0), Combination(over, reduce))
    lines = view.lines.lines_at()
    assert np.abs(exact[lines.queries, lines.keys] - lines.weights).max() < 1e-6
    assert 0 < lines.mass <= 1


def test_that_words_stand_in_the_place_of_their_tokens(study, view, session, wait_until):
    text = "나는 간다 unusual"
    study(text)
    view.words.click()
    wait_until(lambda: study.settled() and view._found.request.combination.words)
    starts = word_starts(encode(text))
    assert len(view._axes.queries.tokens) == len(starts) < len(encode(text).ids)
    view.lines.picked.emit("query", 1, False)
    spans = encode(text).byte_spans
    assert (session.selection.start, session.selection.end) == (spans[starts[1], 0], spans[starts[2] - 1, 1])
    assert view.lines._marked == {1}
    assert "words: what is read is summed, what reads averaged" in view.head_line.text()


def test_that_a_row_without_sink_is_said_to_be_renormalised(study, view, wait_until):
    study(TEXT)
    view.renormalise.click()
    wait_until(lambda: study.settled() and view._found.request.combination.renormalise)
    assert "each row divided by what is left" in view.said.text()
    assert not (view.lines.lines_at().keys == 0).any()


def test_that_lines_follow_head_and_text_and_ask_for_nothing_else(study, view, session, answering, wait_until):
    study(TEXT)
    session.select(Selection(0, 0, 3, 2))
    wait_until(lambda: study.settled() and view._found.request.heads == ((3, 2),))
    study(TEXT + " today")
    assert view._found.request.trace.subject.text == TEXT + " today"
    assert len(view._axes.queries.tokens) == len(encode(TEXT + " today").ids)
    assert answering.asked_of(HeadRequest) == []


def test_that_unseen_lines_are_not_asked_for(study, view, session, panel, answering, wait_until):
    study(TEXT)
    panel.switch.button("heads").click()
    wait_until(lambda: not session.jobs)
    asked = len(answering.asked_of(StrongestRequest))
    session.change_subject(text=TEXT + " today")
    panel.refresh()  # on a machine that was busy it waits to be asked for
    wait_until(lambda: not session.jobs and panel.shown.trace.request.subject.text == TEXT + " today")
    session.select(Selection(0, 0, 1, 1))
    assert len(answering.asked_of(StrongestRequest)) == asked
    panel.switch.button("lines").click()
    wait_until(lambda: study.settled() and view._found.request.heads == ((1, 1),))
    assert view._found.request.trace.subject.text == TEXT + " today"


def test_that_a_long_text_paints_no_more_lines_than_can_be_told_apart(study, view):
    study(" ".join(["word"] * 700))
    view.share.setValue(99)
    assert len(view.lines.lines_at()) > 10 * MOST_PAINTED
    for row in (0, 300, 650):
        view.lines.verticalScrollBar().setValue(row * ROW)
        painted = view.lines.painted()
        assert len(painted) == MOST_PAINTED
        assert ((painted.queries <= row + 40) | (painted.keys <= row + 40)).all()
    assert f"the strongest {MOST_PAINTED:,} in view" in view.said.text()
    assert "of each token at most 64" in view.said.text()


def test_that_data_and_python_are_those_of_the_lines(study, view):
    study(TEXT)
    head, *rows = view.rows()
    assert head == ("layer", "head", "query", "query_token", "key", "key_token", "weight")
    lines = view.lines.lines_at()
    assert len(rows) == len(lines)
    assert [float(row[-1]) for row in rows] == pytest.approx(lines.weights[::-1].tolist())
    compile(view.snippet(), "snippet", "exec")
    assert "Combination(over='head'" in view.snippet()


def test_that_settings_are_remembered(study, view, session):
    study(TEXT)
    view.share.setValue(55)
    view.words.click()
    view.combine.choose("all-max")
    again = AttentionPanel(session)
    again.restore_state({f"lines/{name}": value for name, value in view.save_state().items()})
    other = again.view("lines")
    assert (other.share.value(), other.words.isChecked(), other.combine.way) == (55, True, "all-max")
    other.restore_state({"share": "x", "combine": 3, "words": 1})
    assert (other.share.value(), other.combine.way) == (55, "all-max")


@pytest.mark.parametrize("words", [False, True])
@pytest.mark.parametrize(("pair", "queries", "keys"), [("AB", "A", "B"), ("BA", "B", "A"), ("BB", "B", "B")])
def test_that_of_two_texts_one_reading_the_other_can_be_seen_alone(qapp, wait_until, words, pair, queries, keys):
    engine = Attending(causal=False)
    text = "The cat sat. A dog ran home."
    engine.encodings[text], begin = two_texts(text, "The cat sat.")
    session = engine.session()
    panel = AttentionPanel(session)
    panel.switch.choose("lines")
    panel._show_view()
    panel.show()
    view = panel.view("lines")
    session.change_subject(model="m", text=text)
    wait_until(lambda: view._found is not None and not session.jobs)
    assert view.pair.isVisible()
    view.words.setChecked(words)
    view.hide_sink.setChecked(False)
    view.pair.setCurrentIndex(view.pair.findData(pair))
    view.pair.activated.emit(0)
    wait_until(lambda: not session.jobs and not view._timer.isActive() and view._found.request.keys is not None)
    whole = engine.map(panel.shown.trace.request, "encoder", (0, 0), Combination(words=words))
    second = int(np.searchsorted(word_starts(engine.encodings[text]), begin)) if words else begin
    parts = {"A": slice(0, second), "B": slice(second, len(whole))}
    lines = view.lines.lines_at()
    assert np.abs(whole[lines.queries, lines.keys] - lines.weights).max() < 1e-6
    for found, name in ((lines.queries, queries), (lines.keys, keys)):
        assert set(found.tolist()) <= set(range(len(whole))[parts[name]])
    share = whole[parts[queries], parts[keys]].sum() / whole[parts[queries]].sum()
    assert f"{queries} → {keys}: {100 * share:.0f} % of all that is given" in view.said.text()
    engine.close()


def test_that_one_text_offers_no_pairs(study, view):
    study(TEXT)
    assert not view.pair.isVisible()


def test_that_the_python_gives_the_same_maps_with_the_real_model(smollm2, tmp_path, answering):
    request = TraceRequest(Subject(str(smollm2), "The capital of 한국 is"))
    code = map_snippet(Shown.of(answering.trace(request), ""), ((3, 2),), Combination("layer", words=True, renormalise=True))
    checks = "assert weights.shape[0] == weights.shape[1] == 5\nassert abs(weights[1:].sum(-1) - 1).max() < 1e-5"
    subprocess.run([sys.executable, "-c", f"{code}\n{checks}"], cwd=tmp_path, check=True, timeout=120)
