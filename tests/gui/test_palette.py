"""What the field calls things leads to the view where they are done, in both languages."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QWidget

from workbench.gui.concepts import CONCEPTS, meant
from workbench.gui.palette import Palette


@pytest.fixture
def window(qapp) -> QWidget:
    return QWidget()


@pytest.fixture
def run() -> list[str]:
    return []


@pytest.fixture
def palette(window, run) -> Palette:
    """Of a window whose panels are there as far as the Playground; Training is made when it is asked for."""

    def action(name: str) -> QAction:
        made = QAction(name.replace(":", " -"), window, objectName=name)
        made.triggered.connect(lambda: run.append(name))
        return made

    views = [action(view) for view in CONCEPTS if not view.startswith("training")]
    further = {"training": lambda: [action(f"training: {view}") for view in ("run", "setup", "compare")], "runs": list}
    made = Palette([action("training"), action("runs"), *views], window, further=further)
    made.open()
    return made


@pytest.mark.parametrize(
    ("typed", "view"),
    [
        ("파인튜닝", "training: setup"),
        ("사전학습", "training: setup"),
        ("사전 학습", "training: setup"),
        ("통계", "training: setup"),
        ("프롬프트 튜닝", "training: setup"),
        ("거대 언어", "playground: complete"),
        ("거대언어모델", "playground: complete"),
        ("fine-tune", "training: setup"),
        ("finetuning", "training: setup"),
        ("pretraining", "training: setup"),
        ("statistical", "training: setup"),
        ("Large Language Model", "playground: complete"),
        ("prompt tuning", "training: setup"),
        ("soft prompt", "training: setup"),
        ("lora", "training: setup"),
        ("편향", "playground: bias"),
        ("few-shot", "playground: answer"),
        ("어텐션 메커니즘", "attention: heads"),
    ],
)
def test_that_a_word_of_the_field_comes_first_and_leads_to_its_view(palette, run, wait_until, typed: str, view: str) -> None:
    palette.line.setText(typed)
    wait_until(lambda: palette.list.count() and palette.list.item(0).text().startswith(view.replace(":", " -")))
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert run == [view]


def test_that_a_panel_stands_for_a_view_that_is_not_there_yet(palette, run) -> None:
    palette.line.setText("파인튜닝")
    assert palette.list.item(0).text() == "training    파인튜닝"
    QTest.keyClick(palette.line, Qt.Key.Key_Return)
    assert run == ["training"]


def test_that_names_are_found_as_ever_and_no_panel_is_made_for_them(palette) -> None:
    palette.line.setText("runs")
    assert palette.list.item(0).text() == "runs"
    assert set(palette._further) == {"training", "runs"}


@pytest.mark.parametrize("typed", ["", "f", "lm", "-- ", "qqqqq"])
def test_that_too_little_stands_for_nothing(typed: str) -> None:
    assert not list(meant(typed))
