"""The stamped cloud against a picture made point by point, and everything that is done to it by hand."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from workbench.gui.widgets import point_cloud_stamps, view_files
from workbench.gui.widgets.point_cloud import PointCloud
from workbench.gui.widgets.point_cloud_colours import KINDS, Kinds, Numbers
from workbench.gui.widgets.point_cloud_labels import ROOM_X, ROOM_Y, spread
from workbench.gui.widgets.point_cloud_loop import Loop, onward
from workbench.gui.widgets.point_cloud_stamps import RIM, WHOLE, Place, Stamps, disc
from workbench.gui.widgets.point_cloud_view import CloudView

PLACE = Place(40.0, 60.0, -40.0, 50.0, 120, 100)


def drawn(n: int, diameter: float, rim: float) -> np.ndarray:
    """Each point's disc, one after the other, in plain Python: the table's index of every pixel."""
    x, y = points(n)
    wide = disc(diameter + rim, WHOLE if rim else RIM)
    half = 0.5 if round(diameter) % 2 == 0 else 0.0
    picture = np.zeros((PLACE.height, PLACE.width), np.int64)
    for blocks, first in ((wide, 1), (disc(diameter, WHOLE), 1 + n)):
        for point in range(n):
            across = (
                int(np.floor(np.float32(np.float32(x[point] * np.float32(PLACE.x_scale)) + np.float32(PLACE.x_shift + half + 100)))) - 100
            )
            down = (
                int(np.floor(np.float32(np.float32(y[point] * np.float32(PLACE.y_scale)) + np.float32(PLACE.y_shift + half + 100)))) - 100
            )
            for block in blocks:
                for row in range(down + block.down, down + block.down + block.height):
                    for column in range(across + block.right, across + block.right + block.width):
                        if 0 <= row < PLACE.height and 0 <= column < PLACE.width:
                            picture[row, column] = first + point
    return picture


def points(n: int) -> tuple[np.ndarray, np.ndarray]:
    x, y = np.random.default_rng(5).normal(0, 0.8, (2, n)).astype(np.float32)
    return x, y


@pytest.fixture
def cloud(qapp: QApplication) -> Iterator[PointCloud]:
    """Nine points on a raster of three by three, numbered as one reads."""
    made = PointCloud()
    made.resize(400, 300)
    made.set_points(np.array([(x, -y) for y in range(3) for x in range(3)], np.float32), lambda point: f"p{point}")
    made.show()
    made.grab()
    yield made
    made.close()


@pytest.mark.parametrize(("diameter", "rim"), [(1, 0), (2, 0), (3, 0), (4, 2), (5.5, 0), (7, 0), (8, 2)])
@pytest.mark.parametrize("few", [0, 1 << 40])
def test_that_stamped_points_are_those_that_are_drawn_one_by_one(
    monkeypatch: pytest.MonkeyPatch, few: int, diameter: float, rim: float
) -> None:
    monkeypatch.setattr(point_cloud_stamps, "FEW", few)
    monkeypatch.setattr(point_cloud_stamps, "ROWS", 32)
    n = 150
    stamps = Stamps()
    stamps.set_points(*points(n))
    table = np.arange(1 + 2 * n, dtype=np.uint32)
    for place in (PLACE._replace(width=90), PLACE):  # another size before: nothing of it is left
        found = stamps.draw(place, table, diameter=diameter, rim=rim)
    expected = drawn(n, diameter, rim)
    if disc(diameter + rim, WHOLE if rim else RIM) == disc(diameter, WHOLE):
        assert (found[expected > 0] > n).all(), "without a rim all is whole"
    assert np.array_equal(found, expected)


def test_that_the_point_on_top_is_found_to_the_pixel() -> None:
    stamps = Stamps()
    stamps.set_points(np.array([0, 0.05], np.float32), np.array([0, 0], np.float32))
    stamps.draw(PLACE, np.zeros(5, np.uint32), diameter=5)
    assert stamps.nearest(61.5, 50.5, 8) == 1, "where both lie, the later one"
    assert stamps.nearest(58.5, 50.5, 8) == 0
    assert stamps.nearest(70, 50, 8) == 1, "the nearest disc within reach"
    assert stamps.nearest(90, 50, 8) == -1
    assert stamps.nearest(-30, 500, 8) == -1


def test_that_a_zoom_keeps_what_is_under_the_pointer() -> None:
    view, at = CloudView(), QPointF(90, 40)
    view.set_bounds(*points(50))
    view.place(QRectF(10, 10, 300, 200))
    kept = view.value(at)
    view.zoom(3.0, at)
    assert view.value(at).x() == pytest.approx(kept.x())
    assert view.value(at).y() == pytest.approx(kept.y())
    view.zoom(1 / 3.0, at)
    assert view.whole, "back out at the whole, all is in view"


def test_that_who_sees_all_goes_on_seeing_all_while_points_move(cloud: PointCloud) -> None:
    cloud.set_places(1000 * np.random.default_rng(0).normal(0, 1, (9, 2)).astype(np.float32))
    assert all(cloud.view.plot.contains(cloud.at(point)) for point in range(9))
    cloud.zoom(2.0)
    before = cloud.view.scale_x
    cloud.set_places(np.zeros((9, 2), np.float32))
    assert cloud.view.scale_x == before, "who looked closer stays there"


def test_that_the_wheel_zooms_about_the_pointer(cloud: PointCloud) -> None:
    at = cloud.at(0)
    none, no_button = QPoint(0, 0), Qt.MouseButton.NoButton
    wheel = QWheelEvent(at, at, none, QPoint(0, 240), no_button, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False)
    QApplication.sendEvent(cloud, wheel)
    assert cloud.view.zoomed == pytest.approx(1.25**2)
    assert (cloud.at(0) - at).manhattanLength() < 1e-3


def test_that_a_click_chooses_and_ctrl_adds(cloud: PointCloud) -> None:
    found: list[tuple[tuple[int, ...], bool]] = []
    cloud.chosen.connect(lambda points, adds: found.append((points, adds)))
    QTest.mouseClick(cloud, Qt.MouseButton.LeftButton, pos=cloud.at(4).toPoint())
    QTest.mouseClick(cloud, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.ControlModifier, cloud.at(7).toPoint())
    QTest.mouseClick(cloud, Qt.MouseButton.LeftButton, pos=(cloud.at(0) + (cloud.at(4) - cloud.at(0)) / 2).toPoint())
    assert found == [((4,), False), ((7,), True), ((), False)]


def test_that_a_loop_drawn_with_shift_chooses_what_lies_in_it(cloud: PointCloud) -> None:
    found: list[tuple[int, ...]] = []
    cloud.chosen.connect(lambda points, _adds: found.append(points))
    corners = [cloud.at(0) + QPointF(-15, -15), cloud.at(2) + QPointF(15, -15), cloud.at(4) + QPointF(0, 15)]
    shift = Qt.KeyboardModifier.ShiftModifier
    QTest.mousePress(cloud, Qt.MouseButton.LeftButton, shift, corners[0].toPoint())
    for corner in (*corners[1:], corners[0]):
        QTest.mouseMove(cloud, corner.toPoint())
    QTest.mouseRelease(cloud, Qt.MouseButton.LeftButton, shift, corners[0].toPoint())
    assert found == [(0, 1, 2, 4)]


def test_that_a_loop_holds_what_even_odd_says() -> None:
    corners = np.random.default_rng(1).uniform(20, 180, (9, 2))
    places = np.random.default_rng(2).uniform(0, 200, (3000, 2)).astype(np.float32)
    loop = Loop(QPointF(*corners[0]), boxed=False)
    for corner in corners[1:]:
        loop.draw_to(QPointF(*corner))
    found = set(loop.inside(places).tolist())
    (ax, ay), (bx, by) = corners.T, np.roll(corners, -1, 0).T
    x, y = places[:, :1], places[:, 1:]
    with np.errstate(divide="ignore"):
        crossed = ((ay > y) != (by > y)) & (x < (bx - ax) * (y - ay) / (by - ay) + ax)
        across = np.abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / np.hypot(bx - ax, by - ay)
    clear = across.min(1) > 1.5  # beside an edge a pixel decides
    expected = set(np.flatnonzero(crossed.sum(1) % 2 == 1).tolist())
    near = set(np.flatnonzero(~clear).tolist())
    assert len(expected) > 300
    assert found - near == expected - near


def test_that_arrows_walk_to_the_next_point_that_way(cloud: PointCloud) -> None:
    walked: list[int] = []
    cloud.hovered.connect(walked.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_Left):
        QTest.keyClick(cloud, key)
    assert walked == [4, 5, 2, 1, 0, 3], "it begins in the middle, and nothing is left of the leftmost"
    assert cloud.accessibleDescription().startswith("p3")


def test_that_onward_prefers_what_lies_straight_ahead() -> None:
    places = np.array([(0, 0), (10, 9), (12, 0), (-5, 0)], np.float32)
    assert onward(places, (0, 0), (1, 0)) == 2
    assert onward(places, (0, 0), (-1, 0)) == 3
    assert onward(places, (0, 0), (0, -1)) == -1


def test_that_names_never_lie_on_each_other(qapp: QApplication) -> None:
    cloud = PointCloud()
    cloud.resize(500, 400)
    cloud.set_points(np.random.default_rng(0).normal(0, 1, (3000, 2)).astype(np.float32), lambda point: f"point {point}")
    cloud.set_chosen(tuple(range(40)))
    cloud.set_pinned((7,))
    cloud.show()
    cloud.grab()
    names = cloud.names()
    assert names[0][0] == 7
    assert len(names) > 20
    boxes = [box for _point, box in names]
    assert not any(a.intersects(b) for number, a in enumerate(boxes) for b in boxes[:number])


def test_that_each_part_of_the_screen_offers_its_first_point() -> None:
    view = CloudView()
    x, y = np.random.default_rng(0).uniform(-1, 1, (2, 2000)).astype(np.float32)
    view.set_bounds(x, y)
    view.place(QRectF(0, 0, 520, 260))
    seen: dict[tuple[int, int], int] = {}
    for point, (across, down) in enumerate(view.on_screen(x, y).tolist()):
        seen.setdefault((int(across // ROOM_X), int(down // ROOM_Y)), point)
    assert spread(x, y, view).tolist() == sorted(seen.values())


def test_that_colours_name_the_most_frequent_kinds_and_count_the_rest() -> None:
    names = [f"kind {kind}" for kind in range(KINDS + 3) for _ in range(20 - kind)]
    kinds = Kinds.of("kind", names, rest="others")
    entries = kinds.entries()
    assert [entry.words for entry in entries] == [f"kind {kind}" for kind in range(KINDS)] + ["others"]
    assert sum(entry.n for entry in entries) == len(names)
    rgb = kinds.rgb()
    for point, name in enumerate(names):
        own = next((entry for entry in entries if entry.words == name), entries[-1])
        assert rgb[point] == own.colour.rgb()
        assert kinds.said(point) == name


def test_that_numbers_beyond_the_scale_have_its_end_and_missing_ones_say_so() -> None:
    values = np.concatenate([np.linspace(0, 1, 1000), [50.0, np.nan]])
    numbers = Numbers.of("n", values)
    assert numbers.is_cut == (True, True)
    rgb = numbers.rgb()
    assert rgb[-2] == numbers.scale()[-1]
    assert rgb[-1] not in numbers.scale()
    assert numbers.said(len(values) - 1) == "—"
    order = Numbers.of("n", np.array([3.0, 1.0, 2.0]), rising=True).order()
    assert order is not None
    assert order.tolist() == [1, 2, 0]


def test_that_a_drawing_has_its_names_as_text_and_the_pointer_still_finds_its_point(cloud: PointCloud) -> None:
    made = view_files.svg(cloud, "map").decode()
    assert "<image" in made
    assert ">p4<" in made
    assert cloud.find(cloud.at(4)) == 4, "although the points were just drawn finer"


def test_that_found_points_stand_out_and_others_fade(cloud: PointCloud) -> None:
    def colour(point: int) -> int:
        return cloud.grab().toImage().pixel(cloud.at(point).toPoint())

    before = colour(3)
    cloud.set_lit(np.array([4]))
    assert colour(4) == before
    assert colour(3) != before
    cloud.set_lit(None)
    assert colour(3) == before


def test_that_the_pointer_leaves_no_mark_behind(cloud: PointCloud) -> None:
    QTest.mouseMove(cloud, cloud.at(4).toPoint())
    assert cloud.pointed == 4
    QApplication.sendEvent(cloud, QEvent(QEvent.Type.Leave))
    assert cloud.pointed == -1
