"""The Map view: what it asks for, what two maps and the table share, and what it says of how far a map can be trusted."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest
from made_vectors import WORDS, Placed, rows_for, vectors_of

from workbench.errors import WorkbenchError
from workbench.gui.models.vectors import ChosenVectors
from workbench.gui.panels.embeddings import EmbeddingsPanel
from workbench.gui.panels.embeddings_map import MapView
from workbench.gui.widgets.frame import PanelFrame
from workbench.gui.widgets.point_cloud_colours import Kinds, Numbers
from workbench.values import (
    AllItems,
    ChosenItems,
    Clusters,
    ClustersRequest,
    FirstItems,
    MapFrame,
    MapQuality,
    MapRequest,
    MapStarted,
    OwnAxes,
    Pca,
    Progress,
    QueryScores,
    QueryScoresRequest,
    Selection,
    Term,
    TokenSource,
    Tsne,
    VectorMap,
    VectorsRequest,
)

N = len(WORDS)


def choose_colour(view, key: str) -> None:
    row = view.colours.box.findData(key)
    view.colours.box.setCurrentIndex(row)
    view.colours.box.activated.emit(row)


def quality(n: int, *, trust: float = 0.75) -> MapQuality:
    kept = np.linspace(0, 1, n, dtype=np.float32)
    return MapQuality(15, True, np.arange(n, dtype=np.int32), trust, kept, 0.5, kept, 0.1)


def items_of(request: MapRequest) -> np.ndarray:
    if isinstance(request.items, ChosenItems):
        return np.array(request.items.items, np.int32)
    return np.arange(request.items.n if isinstance(request.items, FirstItems) else N, dtype=np.int32)


def map_of(request: MapRequest, places: np.ndarray | None = None) -> VectorMap:
    items = items_of(request)
    at = rows_for(WORDS)[items] if places is None else places
    return VectorMap(request, items, at, quality(len(items)), np.array([0.6, 0.4]))


class Mapping(Placed):
    """Answers maps that are there at once, and leaves those that take long."""

    def submit(self, job, request, **others) -> None:
        if isinstance(request, MapRequest) and isinstance(request.method, Tsne):
            self.asked.append((job, request))
        else:
            super().submit(job, request, **others)


@pytest.fixture
def answering():
    made = Mapping()
    made.answers[MapRequest] = map_of
    made.answers[ClustersRequest] = lambda request: Clusters(
        request, np.arange(N, dtype=np.int32), np.array([0, 0, 0, 1, 1, 1], np.int32), np.array([1, 4], np.int32)
    )
    made.answers[QueryScoresRequest] = lambda request: QueryScores(request, (4,), np.linspace(0, 1, N, dtype=np.float32), 0.25)
    yield made
    made.close()


@pytest.fixture
def panel(session, wait_until):
    made = EmbeddingsPanel(session)
    made.resize(1200, 760)
    made.switch.choose("map")
    made.show()
    made._show_view()
    session.change_subject(model="made", text="the cat ran")
    wait_until(lambda: made.view("map").panes[0].model.answer is not None and not session.jobs)
    return made


@pytest.fixture
def view(request, session, wait_until):
    """The view in the panel where a test has that, else alone, which is there sooner."""
    if "panel" in request.fixturenames:
        return request.getfixturevalue("panel").view("map")
    frame = PanelFrame()
    chosen = ChosenVectors(session, frame)
    made = MapView(session, frame, chosen)
    frame.view.addWidget(made)
    frame.controls.addWidget(made.controls)
    frame.resize(1000, 700)
    frame.show()
    chosen.vectors_changed.connect(lambda: made.set_vectors(chosen.vectors))
    session.change_subject(model="made", text="the cat ran")
    chosen.places.fetch()
    chosen.take(TokenSource("made"))
    wait_until(lambda: made.panes[0].model.answer is not None and not session.jobs)
    return made


@pytest.fixture
def start(view, answering, session):
    """start(key): choose a method that takes long, press Start; gives the number of its job."""

    def act(key: str = "tsne") -> int:
        view.panes[0].method.key_choice.button(key).click()
        view.panes[0].method.start.click()
        return answering.job_of(MapRequest)

    return act


def test_that_components_are_drawn_at_once_with_what_they_explain_and_how_far_they_can_be_trusted(view) -> None:
    pane = view.panes[0]
    request = pane.model.request
    assert (request.source, request.method, request.items, request.after) == (TokenSource("made"), Pca(), AllItems(), None)
    assert pane.cloud.n == N
    assert "60.0 %" in pane.cloud._axes[0]
    assert "0.750" in pane.quality.text()
    assert "50.0 %" in pane.quality.text()


def test_that_a_map_that_takes_long_waits_for_a_press_and_flows_from_what_is_on_screen(view, answering, session, start) -> None:
    before = len(answering.asked_of(MapRequest))
    view.panes[0].method.key_choice.button("tsne").click()
    assert len(answering.asked_of(MapRequest)) == before
    job = start()
    request = answering.asked_of(MapRequest)[-1]
    assert request.method == Tsne()
    assert request.after is None, "it begins with the components, so the seed alone gives it again"
    places = np.random.default_rng(0).normal(0, 9, (N, 2)).astype(np.float32)
    answering.give(session, job, Progress("neighbours", 1, 2, "items"), MapStarted(np.arange(N, dtype=np.int32)))
    answering.give(session, job, MapFrame(places, 50, 750, 3.25))
    pane = view.panes[0]
    assert all(pane.cloud.view.plot.contains(pane.cloud.at(point)) for point in range(N))
    pane.cloud.zoom(3.0)
    scale = pane.cloud.view.scale_x
    answering.give(session, job, MapFrame(places, 100, 750, 3.25))
    assert pane.cloud.view.scale_x == scale, "one may look closer while it runs"
    answering.give(session, job, MapFrame(places, 150, 750, 3.25))
    assert np.array_equal(pane.model.places, places)
    assert "150 of 750" in pane.waiting.what.text()
    assert "3.25" in pane.waiting.what.text()
    answering.give(session, job, dataclasses.replace(map_of(request, places), quality=quality(N, trust=0.9)), last=True)
    assert "0.900 (PCA 0.750)" in pane.quality.text()
    assert not pane.waiting.isVisible()
    pane.method.start.click()
    after = answering.asked_of(MapRequest)[-1].after
    assert np.array_equal(after.items, np.arange(N))
    assert np.array_equal(after.places, places)


def test_that_a_cancelled_map_stays_as_it_stands_and_says_so(view, answering, session, start, wait_until) -> None:
    job = start()
    places = np.ones((N, 2), np.float32)
    answering.give(session, job, MapStarted(np.arange(N, dtype=np.int32)), MapFrame(places, 1, 750))
    view.panes[0].waiting.cancel.click()
    wait_until(lambda: not view.panes[0].model.running)
    assert np.array_equal(view.panes[0].model.places, places)
    assert "stopped" in view.panes[0].quality.text()
    assert not view._frame.bar.isVisible()


def test_that_other_items_are_asked_for_and_their_number_is_said(view, answering, session, wait_until) -> None:
    view.items.choose("first words", 5)
    view.items.changed.emit()
    wait_until(lambda: not session.jobs)
    assert answering.asked_of(MapRequest)[-1].items == FirstItems(5, "words")
    assert view.panes[0].quality.text().startswith(f"5 of {N} items")
    view._chosen.choose((1, N - 1))
    assert "1 not on this map" in view.side.told.text()


def test_that_two_maps_and_the_table_have_one_brush(view, session, wait_until) -> None:
    view.two.click()
    wait_until(lambda: not session.jobs)
    left, right = (pane.cloud for pane in view.panes)
    left.chosen.emit((2, 3), False)
    assert view._chosen.items == (2, 3)
    assert right._chosen == (2, 3)
    assert view.table.rows.items == (2, 3)
    right.chosen.emit((5,), True)
    assert view._chosen.items == (2, 3, 5)
    left.hovered.emit(3)
    assert right.pointed == 3
    assert view.table.currentIndex().row() == 1
    view.table.hovered.emit(5)
    assert left.pointed == right.pointed == 5


def test_that_a_pinned_name_stays_on_both_maps(view, session, wait_until) -> None:
    view.two.click()
    wait_until(lambda: not session.jobs)
    view.panes[1].cloud.pinned.emit(4)
    assert all(pane.cloud._pins == (4,) for pane in view.panes)
    assert view.table.rows.items == (4,), "what is pinned has a row from where it can be let go"
    view.table.pinned.emit(4)
    assert view.panes[0].cloud._pins == ()


def test_that_the_second_map_may_show_the_other_table_of_the_same_items(view, answering, session, wait_until) -> None:
    view.other.setCurrentIndex(view.other.findData("unembed"))
    view.two.click()
    wait_until(lambda: not session.jobs)
    assert answering.asked_of(MapRequest)[-1].source == TokenSource("made", "unembed")


def test_that_own_axes_lead_from_word_to_word(view, answering, session, wait_until) -> None:
    for edit, word in zip(view.panes[0].method.ends, ("king", "queen", "cat, dog", "the"), strict=True):
        edit.setText(word)
    view.panes[0].method.key_choice.button("own").click()
    wait_until(lambda: not session.jobs)
    method = answering.asked_of(MapRequest)[-1].method
    assert isinstance(method, OwnAxes)
    assert method.x.start == (Term("king"),)
    assert [term.text for term in method.y.start] == ["cat", "dog"]
    assert view.panes[0].cloud._axes[0] == "king → queen"


def test_that_what_is_selected_in_the_text_is_marked(view, session) -> None:
    session.select(Selection(4, 7))
    assert view.panes[0].cloud._marked == (WORDS.index("·cat"),)


def test_that_found_items_stand_out_and_enter_chooses_them(view) -> None:
    view.side.search.setText("QUE")
    view._find()
    assert view.panes[0].cloud._lit.tolist() == [WORDS.index("·queen")]
    assert "1 found" in view.side.found.text()
    view.side.search.returnPressed.emit()
    assert view._chosen.items == (WORDS.index("·queen"),)
    view.side.search.clear()
    view._find()
    assert view.panes[0].cloud._lit is None


def test_that_colours_say_what_is_chosen(view, session, wait_until) -> None:
    def coloured(key: str) -> object:
        choose_colour(view, key)
        wait_until(lambda: not session.jobs)
        return view.panes[0].cloud.colours

    norm, group, score, kept = (coloured(key) for key in ("norm", "group", "score", "kept"))
    assert isinstance(norm, Numbers)
    assert np.allclose(norm.values, np.linalg.norm(rows_for(WORDS), axis=1))
    assert isinstance(group, Kinds)
    assert [group.said(point) for point in (0, 5)] == ["·cat", "·king"], "named by the item in its middle"
    assert isinstance(score, Numbers)
    assert score.values[-1] == 1
    assert "0.25" in score.remark
    assert isinstance(kept, Numbers)
    assert kept.values.tolist() == pytest.approx(np.linspace(0, 1, N).tolist())


def test_that_a_column_of_a_file_may_colour_it(panel, view, answering, session, wait_until) -> None:
    def read(request: VectorsRequest) -> object:
        columns = {"kind": ("a", "b") * 3, "year": ("1", "2", "", "4", "5", "6")}
        return dataclasses.replace(vectors_of(request), columns=columns)

    answering.answers[VectorsRequest] = read
    panel.open_file("mine.csv")
    wait_until(lambda: not session.jobs)
    choose_colour(view, "column:kind")
    assert view.panes[0].cloud.colours.said(1) == "b"
    choose_colour(view, "column:year")
    years = view.panes[0].cloud.colours
    assert isinstance(years, Numbers)
    assert np.isnan(years.values[2])


def test_that_a_map_that_cannot_be_made_says_why(view, answering, session, wait_until) -> None:
    answering.answers[MapRequest] = lambda request: WorkbenchError("item-unknown", text="kng", near="king")
    view.panes[0].method.key_choice.button("own").click()
    wait_until(lambda: not session.jobs)
    assert view._frame.bar.isVisible()
    assert view.panes[0].cloud.n == N, "what was on screen stays"


def test_that_rows_and_arrays_hold_both_maps(view, session, wait_until) -> None:
    view.two.click()
    wait_until(lambda: not session.jobs)
    view._chosen.choose((1,))
    headings, *rows = view.rows()
    assert len(rows) == N
    assert dict(zip(headings, rows[1], strict=True))["label"] == WORDS[1]
    assert [row[-1] for row in rows] == [False, True, False, False, False, False]
    arrays = view.arrays()
    assert np.array_equal(arrays["places"], view.panes[0].model.places)
    assert np.array_equal(arrays["items_other"], np.arange(N))


def test_that_a_stored_view_comes_back_and_makes_its_map_again(view, answering, session, start, wait_until) -> None:
    job = start()
    request = answering.asked_of(MapRequest)[-1]
    answering.give(session, job, map_of(request), last=True)
    view._pin(3)
    state = view.save_state()
    view.panes[0].method.key_choice.button("pca").click()
    view.items.choose("first", 5)
    wait_until(lambda: not session.jobs)
    before = len(answering.asked_of(MapRequest))
    view.restore_state(state)
    asked = answering.asked_of(MapRequest)[before:]
    assert [type(one.method) for one in asked] == [Tsne]
    assert asked[0].items == AllItems()
    assert view._pins == (3,)


def test_that_a_stored_view_of_another_set_comes_back_with_what_was_chosen(panel, view, session, wait_until) -> None:
    view._chosen.choose((2, 5))
    view._pin(4)
    state = panel.save_state()
    panel.bar.choose("sentences")
    wait_until(lambda: not session.jobs)
    assert (view._chosen.items, view._pins) == ((), ())
    panel.restore_state(state)
    wait_until(lambda: not session.jobs)
    assert (view._chosen.items, view._pins) == ((2, 5), (4,))
    assert view.panes[0].cloud._chosen == (2, 5)


def test_that_other_vectors_are_laid_out_over_the_map_before(panel, view, answering, session, start, wait_until) -> None:
    job = start()
    request = answering.asked_of(MapRequest)[-1]
    answering.give(session, job, map_of(request), last=True)
    panel.bar.choose("unembed")
    wait_until(lambda: answering.asked_of(MapRequest)[-1].source == TokenSource("made", "unembed"))
    request = answering.asked_of(MapRequest)[-1]
    assert request.method == Tsne()
    assert np.array_equal(request.after.places, view.panes[0].model.places)


def test_that_points_are_never_called_by_the_items_of_another_set(panel, view, answering, session, wait_until) -> None:
    answering.answers[MapRequest] = lambda request: WorkbenchError("map-empty", n=1)
    panel.bar.choose("sentences")
    wait_until(lambda: not session.jobs)
    assert view._vectors is not None
    assert view.panes[0].cloud.n == 0
    assert "no map" in view.panes[0].quality.text()
    view.items.choose("sample", 5000)
    view.items.changed.emit()
    assert answering.asked_of(MapRequest)[-1].items.n == len(view._vectors.labels), "no more than there are"


def test_that_nothing_is_asked_while_it_cannot_be_seen(panel, view, answering, session, wait_until) -> None:
    panel.switch.choose("neighbours")
    panel._show_view()
    before = len(answering.asked_of(MapRequest))
    session.change_subject(model="other")
    wait_until(lambda: not session.jobs and not panel._soon.isActive())
    assert len(answering.asked_of(MapRequest)) == before
    panel.switch.choose("map")
    panel._show_view()
    assert len(answering.asked_of(MapRequest)) == before + 1
