"""Recipes of trainings: TOML files that ship with the app or are a person's own, and settings changed on the command line.

Each key is one of TrainRequest's, `architecture` and `method` tables whose `kind` says what else they hold.
Everything is checked for its name and its type before anything runs.
"""

from __future__ import annotations

import dataclasses
import tomllib
import typing
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from workbench import paths
from workbench.errors import WorkbenchError
from workbench.values import (
    LIMITS,
    OWN_TEXTS,
    Architecture,
    ChosenLayers,
    Full,
    LowRank,
    NgramArchitecture,
    RecipeList,
    SoftPrompt,
    TrainRequest,
    WindowArchitecture,
)

_LARGEST_BYTES = 1 << 20
NOT_OF_RECIPES = ("resume", "other_data", "key", "lesson", "parent_run")
_TEXTS = ("name", "data", "tokenizer", "start", "fork", "device")
METHODS: dict[str, type[Any]] = {"full": Full, "layers": ChosenLayers, "low-rank": LowRank, "soft-prompt": SoftPrompt}
"""By what a recipe calls them."""
SHAPES: dict[str, type[Any]] = {"ngram": NgramArchitecture, "window": WindowArchitecture}
"""Architectures by their kind; all other kinds are those of a Transformer."""


def list_recipes() -> RecipeList:
    """The recipes that ship with the app, by name."""
    return RecipeList({path.stem: read_recipe(str(path)) for path in sorted(_folder().glob("*.toml"))})


def read_recipe(name: str, changes: Sequence[str] = ()) -> TrainRequest:
    """A shipped recipe by its name, or a file; with changes such as `n_steps=500` or `architecture.n_layers=2`. Its `name` is
    the file's unless it has one. A data file is sought beside the recipe; one that a change names, in the current folder.

    Raises WorkbenchError: recipe-missing, recipe-bad, file-unreadable.
    """
    path = _folder() / f"{name}.toml"
    if not path.is_file():
        path = Path(name).expanduser()
    if not path.is_file():
        raise WorkbenchError("recipe-missing", name=name, known=", ".join(sorted(one.stem for one in _folder().glob("*.toml"))))
    table = read_toml(path)
    table.setdefault("name", path.stem)
    if isinstance(beside := table.get("data"), str):
        table["data"] = _placed(beside, path.absolute().parent)
    for change in changes:
        _change(table, change, path)
    request: TrainRequest = built(TrainRequest, table, path, "")
    return dataclasses.replace(request, data=_placed(request.data, Path.cwd()))


def recipe_with(name: str, settings: Mapping[str, Any], *, path: Path) -> TrainRequest:
    """A shipped recipe with `settings` in the place of its own: of a table, only those that are named. With `start` the shape is that
    model's. `path`: the file that says so. Raises WorkbenchError: recipe-missing, recipe-bad, file-unreadable."""
    place = _folder() / f"{name}.toml"
    if not place.is_file():
        raise WorkbenchError("recipe-missing", name=name, known=", ".join(sorted(one.stem for one in _folder().glob("*.toml"))))
    table = {"name": name, **read_toml(place)}
    settings = dict(settings)
    if isinstance(beside := settings.get("data"), str):
        settings["data"] = _placed(beside, path.absolute().parent)
    if settings.get("start"):
        for one in (table, settings):
            one.pop("architecture", None)
    for key, value in settings.items():
        of_kind = isinstance(value, dict) and value.get("kind", table.get(key, {}).get("kind")) == table.get(key, {}).get("kind")
        table[key] = {**table[key], **value} if of_kind and isinstance(table.get(key), dict) else value
    request: TrainRequest = built(TrainRequest, table, path, "")
    return request


def with_changes(request: TrainRequest, changes: Sequence[str]) -> TrainRequest:
    """A request with changes as those of `read_recipe`. Raises WorkbenchError('recipe-bad')."""
    table, path = _table(request), Path("--set")
    for change in changes:
        _change(table, change, path)
    changed: TrainRequest = built(TrainRequest, table, path, "")
    return dataclasses.replace(changed, data=_placed(changed.data, Path.cwd()))


def _placed(data: str, folder: Path) -> str:
    """Data with the whole name of its file, which is sought in `folder`. No name stays none, and is refused."""
    if data in OWN_TEXTS or not data.strip():
        return data
    try:
        return str(folder / Path(data).expanduser())
    except RuntimeError:  # there is nobody of the name behind ~
        return str(folder / data)


def _table(item: Any) -> dict[str, Any]:
    """A request, an architecture or a method as the table of a recipe."""
    kinds = {cls: kind for kind, cls in (METHODS | SHAPES).items()}
    table: dict[str, Any] = {"kind": kinds[type(item)]} if type(item) in kinds else {}
    for field in dataclasses.fields(item):
        value = getattr(item, field.name)
        if value is not None and field.name not in NOT_OF_RECIPES:
            table[field.name] = _table(value) if dataclasses.is_dataclass(value) else list(value) if isinstance(value, tuple) else value
    return table


def with_steps(request: TrainRequest, n_steps: int) -> TrainRequest:
    """The same for so many steps: a warm-up that would take more than a quarter of them is shortened."""
    return dataclasses.replace(request, n_steps=n_steps, warmup_steps=min(request.warmup_steps, n_steps // 4))


def _folder() -> Path:
    return paths.resources() / "recipes"


def read_toml(path: Path) -> dict[str, Any]:
    """A file as a table. Raises WorkbenchError: recipe-bad, file-unreadable."""
    try:
        raw = path.read_bytes()[: _LARGEST_BYTES + 1]
        if len(raw) > _LARGEST_BYTES:
            raise WorkbenchError("recipe-bad", path=path, key="the file", value="too large", limit=f"{_LARGEST_BYTES} bytes")
        return tomllib.loads(raw.decode("utf-8-sig"))
    except OSError as error:
        raise WorkbenchError("file-unreadable", path=path, reason=error.strerror or error) from error
    except (UnicodeDecodeError, tomllib.TOMLDecodeError, RecursionError) as error:
        raise WorkbenchError("recipe-bad", path=path, key="the file", value=f"no TOML ({error})", limit="TOML in UTF-8") from error


def _change(table: dict[str, Any], change: str, path: Path) -> None:
    """Apply `key=value`. The value is as TOML writes it, or else a text; where only a text fits, it needs no quotes."""
    key, equals, value = change.partition("=")
    names = key.strip().split(".")
    if not equals or len(names) > 2 or not all(names):
        raise WorkbenchError("recipe-bad", path=path, key="--set", value=change, limit="key=value, for example n_steps=500")
    try:
        found = tomllib.loads(f"value = {value}")["value"]
    except (tomllib.TOMLDecodeError, RecursionError):
        found = value
    if key.strip() in _TEXTS and not isinstance(found, str):
        found = value
    if len(names) == 2:
        table = table.setdefault(names[0], {})
        if not isinstance(table, dict):
            raise WorkbenchError("recipe-bad", path=path, key=key, value=change, limit="a key of a table")
    table[names[-1]] = found


def built(cls: type[Any], table: Mapping[str, Any], path: Path, prefix: str, *, given: Mapping[str, Any] | None = None) -> Any:
    """A value class from a table, each field checked for its type; `given`: fields that are built already.

    Raises WorkbenchError('recipe-bad').
    """
    hints = typing.get_type_hints(cls)
    fields = {field.name: field for field in dataclasses.fields(cls) if field.name not in NOT_OF_RECIPES}
    for key in table:
        if key not in fields:
            raise WorkbenchError(
                "recipe-bad", path=path, key=f"{prefix}{key}", value="no setting", limit=", ".join(fields) or f"{prefix}kind alone"
            )
    found = dict(given or {})
    for name, field in fields.items():
        if name in found:
            continue
        if name in table:
            found[name] = _checked(table[name], hints[name], path, f"{prefix}{name}")
        elif name == "architecture" and table.get("start"):
            found[name] = None
        elif field.default is dataclasses.MISSING and field.default_factory is dataclasses.MISSING:
            raise WorkbenchError("recipe-bad", path=path, key=f"{prefix}{name}", value="missing", limit="a value")
    return cls(**found)


def _checked(value: Any, hint: Any, path: Path, key: str) -> Any:
    """The value as the type says, or WorkbenchError('recipe-bad')."""
    if key == "architecture" and isinstance(value, dict):
        kind = value.get("kind")
        if isinstance(kind, str) and kind in SHAPES:
            return built(SHAPES[kind], {name: one for name, one in value.items() if name != "kind"}, path, f"{key}.")
        return built(Architecture, value, path, f"{key}.")
    if key == "method" and isinstance(value, dict):
        kind = value.get("kind", "full")
        if kind not in METHODS:
            raise WorkbenchError("recipe-bad", path=path, key="method.kind", value=repr(kind)[:80], limit=", ".join(METHODS))
        return built(METHODS[kind], {name: one for name, one in value.items() if name != "kind"}, path, f"{key}.")
    if typing.get_origin(hint) is typing.Literal:
        known = typing.get_args(hint)
        if value in known:
            return value
        raise WorkbenchError("recipe-bad", path=path, key=key, value=repr(value)[:80], limit=", ".join(map(str, known)))
    if key in LIMITS and isinstance(value, int | float) and not LIMITS[key][0] <= value <= LIMITS[key][1]:
        least, most = LIMITS[key]
        raise WorkbenchError("recipe-bad", path=path, key=key, value=repr(value)[:80], limit=f"{least:,} to {most:,}")
    if key == "data" and isinstance(value, str) and not value.strip():
        raise WorkbenchError("recipe-bad", path=path, key=key, value=repr(value), limit=f"a file, a folder, or {', '.join(OWN_TEXTS)}")
    if hint is float and isinstance(value, int | float) and not isinstance(value, bool):
        return float(value)
    if hint is int and isinstance(value, int) and not isinstance(value, bool):
        return value
    if hint is str and isinstance(value, str):
        return value
    if hint is bool and isinstance(value, bool):
        return value
    if typing.get_origin(hint) is tuple and isinstance(value, list):
        kind = typing.get_args(hint)[0]
        if kind not in (int, str):
            return tuple(_checked(part, kind, path, key) for part in value)
        if all(type(part) is kind for part in value):
            return tuple(value)
    if typing.get_origin(hint) is dict and isinstance(value, dict):
        return {name: _checked(part, typing.get_args(hint)[1], path, f"{key}.{name}") for name, part in value.items()}
    kinds: dict[Any, str] = {int: "a whole number", float: "a number", str: "a text", bool: "true or false"}
    kinds |= {tuple[str, ...]: "a list of texts", tuple[int, ...]: "a list of whole numbers"}
    raise WorkbenchError("recipe-bad", path=path, key=key, value=repr(value)[:80], limit=kinds.get(hint, "a table"))
