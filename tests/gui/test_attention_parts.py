"""An encoder-decoder in the attention panel: three attentions of one trace, one of them with two texts."""

from __future__ import annotations

import dataclasses
import zlib

import numpy as np
import pytest
from made_attention import MODEL, N_HEADS, Attending, distribution, quantised, two_texts
from made_encodings import encode
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from workbench.gui import theme
from workbench.gui.panels.attention import AttentionPanel
from workbench.values import (
    PATTERN_NAMES,
    Arrays,
    ArraysRequest,
    Cells,
    CellsRequest,
    Encoding,
    Grid,
    GridRequest,
    HeadImage,
    HeadRequest,
    Lines,
    LinesRequest,
    Next,
    NextRequest,
    Selection,
    TraceRequest,
    TraceSummary,
)

SOURCE, ANSWER = "three hundred and twelve", "sam baek sip"
LAYERS = {"encoder": 2, "decoder": 4, "cross": 4}


class AttendingPair(Attending):
    """Plays an encoder-decoder of 2 and 4 layers, whose answer is always ANSWER. Patterns are random rows that sum to 1."""

    def part(self, request: TraceRequest, part: str) -> np.ndarray:
        """float32 [L, H, queries, keys]."""
        n, m = len(encode(ANSWER).ids), len(encode(request.subject.text).ids)
        shape = {"encoder": (m, m), "decoder": (n, n), "cross": (n, m)}[part]
        made = np.random.default_rng(zlib.crc32(part.encode())).random((LAYERS[part], N_HEADS, *shape))
        if part == "decoder":
            made = np.tril(made)
        return (made / made.sum(-1, keepdims=True)).astype(np.float32)

    def texts(self, request: TraceRequest, part: str) -> tuple[Encoding, Encoding]:
        source, answer = encode(request.subject.text), encode(ANSWER)
        return (source if part == "encoder" else answer), (answer if part == "decoder" else source)

    def trace(self, request: TraceRequest) -> TraceSummary:
        shares = {part: self.part(request, part)[..., 0].mean(-1) for part in LAYERS}
        model = dataclasses.replace(MODEL, kind="encoder-decoder", n_layers=4, n_encoder_layers=2)
        return TraceSummary(
            request,
            model,
            encode(request.subject.text),
            shares["encoder"],
            distribution(0),
            "plain linear, explicit attention",
            5.0,
            1,
            target=encode(ANSWER),
            sink_shares=shares,
        )

    def grid(self, request: GridRequest) -> Grid:
        made = [
            [quantised(head, 1, "max", hides_sink=request.hide_sink) for head in layer] for layer in self.part(request.trace, request.part)
        ]
        ranges = np.asarray([[(0.0, high) for _, high in layer] for layer in made], np.float32)
        return Grid(request, np.asarray([[image for image, _ in layer] for layer in made]), ranges)

    def head(self, request: HeadRequest) -> HeadImage:
        weights = self.part(request.trace, request.part)[request.layer, request.head]
        image, high = quantised(weights, 1, "max", hides_sink=request.hide_sink)
        return HeadImage(request, (0, len(weights), 0, weights.shape[1]), image, 1, 0.0, high)

    def cells(self, request: CellsRequest) -> Cells:
        return Cells(request, np.asarray([self.part(request.trace, request.part)[cell] for cell in request.cells], np.float32))

    def lines(self, request: LinesRequest) -> Lines:
        weights = self.part(request.trace, request.part)[request.layer, request.head]
        (at,) = request.positions
        read_by = weights[:, at] if at < weights.shape[1] else np.zeros(len(weights), np.float32)
        return Lines(request, weights[[at]], read_by[None])

    def next(self, request: NextRequest) -> Next:
        return Next(request, distribution(request.position))

    def arrays(self, request: ArraysRequest) -> Arrays:
        (name,) = request.what
        part = next(part for (kind, part), known in PATTERN_NAMES.items() if (kind, known) == ("encoder-decoder", name))
        return Arrays(request, {name: self.part(request.trace, part)[np.ix_(request.layers, request.heads)]})


@pytest.fixture
def answering():
    made = AttendingPair()
    yield made
    made.close()


@pytest.fixture
def panel(open_attention, session, wait_until):
    made = open_attention(text=SOURCE)
    wait_until(lambda: settled(made, session))
    return made


@pytest.fixture
def heads(panel):
    return panel.view("heads")


def settled(panel: AttentionPanel, session: object) -> bool:
    return not session.jobs and not any(timer.isActive() for timer in panel.view("heads")._timers.values())


def choose(panel: AttentionPanel, session: object, part: str, wait_until: object) -> None:
    QTest.mouseClick(panel.place.part.button(part), Qt.MouseButton.LeftButton)
    wait_until(lambda: settled(panel, session))


def test_that_a_single_attention_needs_no_choice(qapp, wait_until):
    alone = Attending()
    session = alone.session()
    panel = AttentionPanel(session)
    panel.show()
    session.change_subject(model="m", text=SOURCE)
    wait_until(lambda: settled(panel, session))
    assert not panel.place.part.isVisible()
    alone.close()


def test_that_an_encoder_decoder_begins_with_its_source(panel, heads):
    assert panel.place.part.isVisible()
    assert panel.place.part.key == "encoder"
    assert panel.place.layer.count() == 2
    assert "Source reads source" in heads.picture.title.text()
    assert not heads.side.lists["next"].isVisible()


@pytest.mark.parametrize(("part", "causal"), [("cross", False), ("decoder", True)])
def test_that_each_attention_shows_its_own_weights(part, causal, panel, heads, session, answering, wait_until):
    choose(panel, session, part, wait_until)
    exact = answering.part(panel.shown.trace.request, part)
    assert (heads.map.view.n_queries, heads.map.view.n_keys) == exact.shape[2:]
    assert panel.place.layer.count() == 4
    assert panel.shown.causal == causal
    q, k = 2, 1
    QTest.mouseMove(heads.map, heads.map.view.rect_of(q, q + 1, k, k + 1).center().toPoint())
    assert heads.readout.text().endswith(f": {exact[0, 0, q, k]:.6f}")
    assert heads.side.lists["next"].isVisible()
    assert heads.side.lists["read_by"].isVisible() == (part == "decoder")


def test_that_cells_of_two_texts_stay_square(panel, heads, session, wait_until):
    choose(panel, session, "cross", wait_until)
    view = heads.map.view
    assert view.n_queries != view.n_keys
    assert view.plot.height() / view.n_queries == pytest.approx(view.plot.width() / view.n_keys)
    assert view.region == (0, view.n_queries, 0, view.n_keys)
    heads.map.zoom(2)
    assert view.seen.height() / view.seen.width() == pytest.approx(view.n_queries / view.n_keys)
    heads.map.fit()
    assert view.is_whole


def test_that_a_token_of_the_answer_is_picked_here_and_one_of_the_source_everywhere(panel, session, wait_until):
    choose(panel, session, "cross", wait_until)
    before = session.selection
    panel.choice.pick(1)
    assert panel.choice.positions == (1,)
    assert (session.selection.start, session.selection.end) == (before.start, before.end)
    choose(panel, session, "encoder", wait_until)
    panel.choice.pick(1)
    assert session.selection.end > session.selection.start


def test_that_a_head_beyond_the_part_becomes_its_last(panel, heads, session, wait_until):
    choose(panel, session, "decoder", wait_until)
    session.select(Selection(layer=3, head=2))
    wait_until(lambda: settled(panel, session))
    choose(panel, session, "encoder", wait_until)
    assert heads._head == (1, 2)
    assert heads.map.shown.layer == 1


def test_that_data_and_python_are_those_of_the_part(panel, heads, session, answering, wait_until):
    choose(panel, session, "cross", wait_until)
    exact = answering.part(panel.shown.trace.request, "cross")[0, 0]
    rows = heads.rows()
    assert len(rows) == 1 + len(exact)
    assert [float(cell) for cell in rows[1][2:]] == pytest.approx(exact[0].tolist())
    assert "part='cross'" in heads.snippet()


def test_that_lines_go_from_the_answer_to_the_source(panel, session, answering, wait_until):
    choose(panel, session, "cross", wait_until)
    panel.switch.button("lines").click()
    lines = panel.view("lines")
    wait_until(lambda: lines.lines.lines_at().weights.size)
    exact = answering.part(panel.shown.trace.request, "cross")[0, 0]
    drawn = lines.lines.lines_at()
    assert np.abs(exact[drawn.queries, drawn.keys] - drawn.weights).max() < 1e-6
    before = session.selection
    lines.lines.picked.emit("query", 1, False)
    assert panel.choice.positions == (1,)
    lines.lines.picked.emit("key", 1, False)
    assert session.selection == before


def test_that_the_chosen_attention_is_remembered(panel, session, wait_until):
    choose(panel, session, "cross", wait_until)
    again = AttentionPanel(session)
    again.restore_state(panel.save_state())
    again.show()
    wait_until(lambda: settled(again, session) and again.shown is not None)
    assert again.shown.part == "cross"


@pytest.mark.parametrize(("pair", "queries", "keys"), [("AB", "A", "B"), ("BA", "B", "A"), ("AA", "A", "A")])
def test_that_of_two_texts_one_reading_the_other_fills_map_and_grid(qapp, wait_until, pair, queries, keys):
    engine, text = Attending(causal=False), "The cat sat. A dog ran home."
    engine.encodings[text], begin = two_texts(text, "The cat sat.")
    session = engine.session()
    panel = AttentionPanel(session)
    panel.resize(1100, 700)
    panel.show()
    view = panel.view("heads")
    session.change_subject(model="m", text=text)
    wait_until(lambda: view._seen is not None and not session.jobs)
    box, n = view.looks.pair, len(engine.encodings[text].ids)
    assert box.isVisible()
    box.setCurrentIndex(box.findData(pair))
    box.activated.emit(0)
    parts = {"A": (0, begin), "B": (begin, n)}
    region = (*parts[queries], *parts[keys])
    wait_until(lambda: engine.asked_of(GridRequest)[-1].region == region and not session.jobs)
    wait_until(lambda: view.views.weights((0, 0)) is not None)
    shown = view.arrays()
    assert np.array_equal(shown["pattern"], engine.weights(panel.shown.trace.request)[0, 0, region[0] : region[1], region[2] : region[3]])
    picture, at = view.map.grab().toImage(), view.map.view
    blank = theme.colors().window.rgb()
    for q, k in np.ndindex(n, n):
        centre = at.rect_of(q, q + 1, k, k + 1).center()
        if at.plot.contains(centre):
            inside = region[0] <= q < region[1] and region[2] <= k < region[3]
            assert (picture.pixel(int(centre.x() - at.cell / 3), int(centre.y() - at.cell / 3)) != blank) == inside
    assert f"{queries} → {keys}" in view.picture.title.text()
    box.setCurrentIndex(0)
    box.activated.emit(0)
    wait_until(lambda: engine.asked_of(GridRequest)[-1].region is None and not session.jobs)
    assert view.map.view.is_whole
    engine.close()
