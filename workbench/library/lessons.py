"""Lessons: TOML files that ship with the app or are a person's own. Each says which trainings are compared, and what is measured.

A file has the settings that all arms share, axes whose values are combined with each other, and arms with settings of their own; later
ones win. Everything is checked for its name and its type before anything runs.
"""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from workbench import paths
from workbench.errors import WorkbenchError
from workbench.library.recipes import built, read_toml, recipe_with
from workbench.values import (
    ARM,
    LIMITS,
    AnswerShare,
    InductionScore,
    LessonArm,
    LessonAxis,
    LessonList,
    LessonMeasure,
    LessonRequest,
    LikelierAnswer,
    RuleClassifier,
    TextLoss,
)

MEASURES: dict[str, type[Any]] = {
    "likelier-answer": LikelierAnswer, "text-loss": TextLoss, "rule": RuleClassifier, "induction": InductionScore,
    "answer-share": AnswerShare,
}  # fmt: skip
"""By what a lesson calls them."""
_PLAIN = ("seeds", "figures", "figure", "chart", "references", "core_seconds")
_OF_LESSONS = (*_PLAIN, "title", "text", "recipe", "settings", "measures", "axes", "arms")
_OF_ARMS = ("name", "title", "recipe", "settings", "measures", "model", "n_seeds", "aside", "train")
MOST_CELLS = 1000


def list_lessons() -> LessonList:
    """The lessons that ship with the app, by name."""
    return LessonList({path.stem: _read(path) for path in sorted(_folder().glob("*.toml"))})


def read_lesson(name: str) -> LessonRequest:
    """A shipped lesson by its name, or a file. Raises WorkbenchError: lesson-missing, recipe-missing, recipe-bad, file-unreadable."""
    path = _folder() / f"{name}.toml"
    if not path.is_file():
        path = Path(name).expanduser()
    if not path.is_file():
        raise WorkbenchError("lesson-missing", name=name, known=", ".join(sorted(one.stem for one in _folder().glob("*.toml"))))
    return _read(path)


def _folder() -> Path:
    return paths.resources() / "lessons"


def _read(path: Path) -> LessonRequest:
    table = read_toml(path)
    _known(table, _OF_LESSONS, path, "")
    _check_form(table, path)
    axes = [_axis(one, path) for one in table.get("axes", ())]
    arms = tuple(_arm(*one, table, path) for one in _combined(table))
    plain: dict[str, Any] = {name: table[name] for name in _PLAIN if name in table}
    plain |= {"name": path.stem, "titles": table.get("title", {}), "sentences": table.get("text", {})}
    request: LessonRequest = built(LessonRequest, plain, path, "", given={"arms": arms, "axes": tuple(axes)})
    _check(request, path)
    return request


def _check_form(table: Mapping[str, Any], path: Path) -> None:
    """Raise WorkbenchError('recipe-bad') for what is no table where one is read."""
    for key in ("arms", "axes", "measures"):
        found = table.get(key, [])
        if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
            raise WorkbenchError("recipe-bad", path=path, key=key, value=repr(found)[:80], limit=f"tables, each below [[{key}]]")
    for one in (table, *table.get("arms", ())):
        if not isinstance(settings := one.get("settings", {}), dict):
            raise WorkbenchError("recipe-bad", path=path, key="settings", value=repr(settings)[:80], limit="a table")


def _check(request: LessonRequest, path: Path) -> None:
    """Raise WorkbenchError('recipe-bad') for arms that wait for one that comes later or never, and for too many cells."""
    names = [arm.name for arm in request.arms]
    for number, arm in enumerate(request.arms):
        waits_for = arm.train.start.removeprefix(ARM) if arm.train is not None and arm.train.start.startswith(ARM) else None
        if waits_for is not None and waits_for not in names[:number]:
            limit = f"an arm before it: {', '.join(names[:number]) or 'none'}"
            raise WorkbenchError("recipe-bad", path=path, key=f"arms.{arm.name}.start", value=waits_for, limit=limit)
    if len(set(names)) != len(names) or not names:
        raise WorkbenchError("recipe-bad", path=path, key="arms", value=", ".join(names) or "none", limit="some, with names that differ")
    least, most = LIMITS["seed"]
    if bad := [seed for seed in request.seeds if not least <= seed <= most]:
        raise WorkbenchError("recipe-bad", path=path, key="seeds", value=bad[0], limit=f"{least:,} to {most:,}")
    if len(set(request.seeds)) != len(request.seeds):
        seeds = ", ".join(map(str, request.seeds))
        raise WorkbenchError("recipe-bad", path=path, key="seeds", value=seeds, limit="seeds that differ, as equal ones give the same")
    if request.figure not in request.figures:
        raise WorkbenchError(
            "recipe-bad", path=path, key="figure", value=request.figure, limit=f"one of figures: {', '.join(request.figures)}"
        )
    if not 1 <= len(request.cells) <= MOST_CELLS:
        raise WorkbenchError("recipe-bad", path=path, key="arms and seeds", value=len(request.cells), limit=f"1 to {MOST_CELLS:,} cells")


def _combined(table: Mapping[str, Any]) -> Iterator[tuple[dict[str, Any], tuple[dict[str, Any], ...]]]:
    """Each arm with each combination of the axes' values; without arms, each combination is one. One that stands aside is not combined."""
    values = [axis.get("values", ()) for axis in table.get("axes", ())]
    for arm in table.get("arms", [{}]):
        yield from ((arm, places) for places in itertools.product(*([] if arm.get("aside") else values)))


def _arm(arm: dict[str, Any], places: tuple[dict[str, Any], ...], table: Mapping[str, Any], path: Path) -> LessonArm:
    _known(arm, _OF_ARMS, path, "arms.")
    named = [one for one in (arm, *places) if "name" in one]
    languages = dict.fromkeys(language for one in named for language in one.get("title", {}))
    titles = {language: " · ".join(one.get("title", {}).get(language, one["name"]) for one in named) for language in languages}
    name = "/".join(str(one["name"]) for one in named)
    settings = _merged(table.get("settings", {}), *(one.get("settings", {}) for one in (*places, arm)))
    recipe = arm.get("recipe", table.get("recipe", ""))
    trained = arm.get("train", "model" not in arm)
    measures = [*table.get("measures", ()), *arm.get("measures", ())]
    plain: dict[str, Any] = {key: arm[key] for key in ("model", "n_seeds", "aside") if key in arm}
    given = {
        "train": recipe_with(recipe, {"name": f"{path.stem}/{name}", **settings}, path=path) if trained else None,
        "measures": tuple(_measure(one, path) for one in measures),
        "places": tuple(str(one["name"]) for one in places),
    }
    found: LessonArm = built(LessonArm, {**plain, "name": name, "titles": titles}, path, f"arms.{name}.", given=given)
    return found


def _axis(axis: dict[str, Any], path: Path) -> LessonAxis:
    values = {str(one["name"]): one.get("title", {}) for one in axis.get("values", ()) if "name" in one}
    if not values or "name" not in axis:
        raise WorkbenchError("recipe-bad", path=path, key="axes", value="without a name or values", limit="a name, and values with names")
    return LessonAxis(str(axis["name"]), axis.get("title", {}), values)


def _measure(table: dict[str, Any], path: Path) -> LessonMeasure:
    kind = table.get("kind")
    if kind not in MEASURES:
        raise WorkbenchError("recipe-bad", path=path, key="measures.kind", value=repr(kind)[:80], limit=", ".join(MEASURES))
    found: LessonMeasure = built(MEASURES[kind], {key: one for key, one in table.items() if key != "kind"}, path, "measures.")
    return found


def _merged(*tables: Mapping[str, Any]) -> dict[str, Any]:
    """Later settings in the place of earlier ones; of a table, only those that are named."""
    found: dict[str, Any] = {}
    for table in tables:
        for key, value in table.items():
            found[key] = {**found[key], **value} if isinstance(value, dict) and isinstance(found.get(key), dict) else value
    return found


def _known(table: Mapping[str, Any], names: tuple[str, ...], path: Path, prefix: str) -> None:
    for key in table:
        if key not in names:
            raise WorkbenchError("recipe-bad", path=path, key=f"{prefix}{key}", value="no setting", limit=", ".join(names))
