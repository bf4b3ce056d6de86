"""Lessons as files: what is compared, and what is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from workbench.errors import WorkbenchError
from workbench.library import list_lessons, read_lesson
from workbench.values import Architecture, LessonRequest, TextLoss

LESSON = """
recipe = "transformer"
seeds = [1, 2]
figure = "val_loss"
figures = ["val_loss"]
[title]
en = "Mine"
[settings]
n_steps = 5
architecture = { n_layers = 1 }
[[measures]]
kind = "text-loss"
n_rows = 8
[[axes]]
name = "width"
[[axes.values]]
name = "narrow"
title = { en = "Narrow" }
settings = { architecture = { d_model = 32 } }
[[axes.values]]
name = "wide"
title = { en = "Wide" }
settings = { architecture = { d_model = 64 } }
[[axes]]
name = "steps"
[[axes.values]]
name = "few"
[[axes.values]]
name = "many"
settings = { n_steps = 50 }
"""


def read(tmp_path: Path, text: str) -> LessonRequest:
    path = tmp_path / "mine.toml"
    path.write_text(text, "utf-8")
    return read_lesson(str(path))


def test_that_axes_are_combined_and_later_settings_win(tmp_path: Path) -> None:
    found = read(tmp_path, LESSON)
    assert [arm.name for arm in found.arms] == ["narrow/few", "narrow/many", "wide/few", "wide/many"]
    assert found.arms[0].titles == {"en": "Narrow · few"}
    trains = [arm.train for arm in found.arms]
    assert [train.n_steps for train in trains if train] == [5, 50, 5, 50]
    shape = trains[3].architecture if trains[3] else None
    assert isinstance(shape, Architecture)
    assert (shape.n_layers, shape.d_model, shape.d_mlp) == (1, 64, 256)  # the recipe's, where nobody says otherwise
    assert found.arms[0].measures == (TextLoss(n_rows=8),)
    assert len(found.cells) == 8


@pytest.mark.parametrize(
    ("wrong", "named"),
    [
        ("[settings]\nlearning = 3", "learning"),
        ("[[arms]]\nname = 'one'\nsettings = { start = 'arm:later' }\n[[arms]]\nname = 'later'", "later"),
        ("[[arms]]\nname = 'one'\n[[arms]]\nname = 'one'", "one, one"),
        ("[[arms]]\nname = 'one'\nmeasures = [{ kind = 'luck' }]", "luck"),
        ("[[arms]]\nname = 'one'\nrecipe = 'none-such'", "none-such"),
        ("colour = 3", "colour"),
        ("arms = 'x'", "below"),
        ("[[arms]]\nname = 'one'\nsettings = 3", "a table"),
    ],
)
def test_that_what_is_wrong_is_named_before_anything_runs(tmp_path: Path, wrong: str, named: str) -> None:
    with pytest.raises(WorkbenchError, match=named):
        read(tmp_path, "recipe = 'transformer'\nseeds = [1]\nfigure = 'val_loss'\nfigures = ['val_loss']\n" + wrong)


@pytest.mark.parametrize(
    ("seeds", "figure", "named"), [("1, 1", "val_loss", "1, 1"), ("-1", "val_loss", "seeds is -1"), ("1", "luck", "luck")]
)
def test_that_cells_that_could_not_be_told_apart_or_shown_are_named(tmp_path: Path, seeds: str, figure: str, named: str) -> None:
    with pytest.raises(WorkbenchError, match=named):
        read(tmp_path, f"recipe = 'transformer'\nseeds = [{seeds}]\nfigure = '{figure}'\nfigures = ['val_loss']\n")


def test_that_an_unknown_lesson_is_answered_with_those_there_are() -> None:
    with pytest.raises(WorkbenchError, match="families"):
        read_lesson("none-such")


def test_that_every_lesson_that_ships_speaks_both_languages_in_three_sentences() -> None:
    for name, lesson in list_lessons().lessons.items():
        spoken = [lesson.titles, *(arm.titles for arm in lesson.arms), *(axis.titles for axis in lesson.axes)]
        assert all(set(titles) == {"en", "ko"} for titles in spoken), name
        assert {language: len(said) for language, said in lesson.sentences.items()} == {"en": 3, "ko": 3}, name
        assert len(lesson.seeds) >= 3, name
