"""A grid as a TOML file: what `workbench grid` runs, and what the window writes for it.

Each key is checked for its name and its type before anything runs; a table is a file beside the definition, or rows in it.
"""

from __future__ import annotations

import dataclasses
import json
import tomllib
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple, TypeVar, get_args

from workbench.errors import WorkbenchError
from workbench.prompts.table import read_table
from workbench.values import GridScore, GridSetting, PromptGridRequest, PromptTable, PromptTemplate, SamplerSettings, ScoreKind

T = TypeVar("T")

LARGEST_BYTES = 4 << 20
_TEXTS, _NUMBERS, _WHOLE = ("title", "reference"), ("holdout",), ("shots_seed", "holdout_seed")
_CHOICES = {
    "bos": ("auto", "yes", "no"),
    "dtype": ("float32", "float64", "bfloat16", "int8", "int4", "auto"),
    "form": ("raw", "user"),
    "kind": get_args(ScoreKind),
}
_KEYS = ("title", "csv", "rows", "examples_csv", "models", "templates", "settings", "seeds", "scores", "reference", "labels", "holdout",
         "holdout_seed", "shots_seed", "bos", "dtype")  # fmt: skip


class _Place(NamedTuple):
    """Where something stands: the file, and the key in it."""

    path: str
    key: str

    def inside(self, key: object) -> _Place:
        return _Place(self.path, f"{self.key}.{key}" if self.key else str(key))

    def wrong(self, found: object, limit: str) -> WorkbenchError:
        return WorkbenchError("grid-bad", path=self.path, key=self.key or "the file", value=repr(found)[:80], limit=limit)


def read_definition(path: str) -> PromptGridRequest:
    """Raises WorkbenchError: file-missing, file-unreadable, grid-bad, and those of tables."""
    place = Path(path).expanduser()
    try:
        raw = place.read_bytes()[: LARGEST_BYTES + 1]
    except FileNotFoundError as error:
        raise WorkbenchError("file-missing", path=path) from error
    except OSError as error:
        raise WorkbenchError("file-unreadable", path=path, reason=error.strerror or error) from error
    if len(raw) > LARGEST_BYTES:
        raise WorkbenchError("grid-bad", path=path, key="the file", value="too large", limit=f"{LARGEST_BYTES} bytes")
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise WorkbenchError("grid-bad", path=path, key="the file", value=f"no TOML ({error})", limit="TOML in UTF-8") from error
    return definition_of(text, path=path, folder=place.absolute().parent)


def definition_of(text: str, *, path: str = "", folder: Path = Path()) -> PromptGridRequest:
    """The grid that a text defines. Files it names are sought in `folder`. Raises WorkbenchError: grid-bad, and those of tables."""
    try:
        found = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise WorkbenchError("grid-bad", path=path, key="the file", value=f"no TOML ({error})", limit="TOML in UTF-8") from error
    return _request(found, _Place(path, ""), folder)


def written(request: PromptGridRequest) -> str:
    """A definition that reads back as this grid, its rows in it."""
    lines = [f"{name} = {_toml(getattr(request, name))}" for name in ("title", "models", "seeds", "reference", "labels")]
    lines += [f"{name} = {_toml(getattr(request, name))}" for name in ("holdout", "holdout_seed", "shots_seed", "bos", "dtype")]
    scores = [{name: part for name, part in dataclasses.asdict(score).items() if part or name == "kind"} for score in request.scores]
    lines.append(f"scores = {_toml(scores)}")
    rows = [dict(zip(request.table.columns, row, strict=True)) for row in request.table.rows]
    lines.append("rows = [\n" + "".join(f"  {_toml(row)},\n" for row in rows) + "]")
    for template in request.templates:
        lines += ["", "[[templates]]", *(f"{name} = {_toml(part)}" for name, part in dataclasses.asdict(template).items())]
    for setting in request.settings:
        parts = dataclasses.asdict(setting)
        sampler = parts.pop("sampler")
        default = dataclasses.asdict(SamplerSettings())
        parts |= {name: part for name, part in sampler.items() if part != default[name]}
        lines += ["", "[[settings]]", *(f"{name} = {_toml(part)}" for name, part in parts.items())]
    return "\n".join(lines) + "\n"


def _request(table: Mapping[str, Any], place: _Place, folder: Path) -> PromptGridRequest:
    _known(table, _KEYS, place)
    parts: dict[str, Any] = {name: _text(table[name], place.inside(name)) for name in _TEXTS if name in table}
    parts |= {name: _number(table[name], place.inside(name)) for name in _NUMBERS if name in table}
    parts |= {name: _whole(table[name], place.inside(name)) for name in _WHOLE if name in table}
    parts |= {name: _choice(name, table[name], place.inside(name)) for name in ("bos", "dtype") if name in table}
    parts["templates"] = _each(table.get("templates", []), place.inside("templates"), _template)
    parts["models"] = _each(table.get("models", []), place.inside("models"), _text)
    parts["labels"] = _each(table.get("labels", []), place.inside("labels"), _text)
    parts["scores"] = _each(table.get("scores", []), place.inside("scores"), _score)
    if "settings" in table:
        parts["settings"] = _each(table["settings"], place.inside("settings"), _setting)
    if "seeds" in table:
        parts["seeds"] = _each(table["seeds"], place.inside("seeds"), _whole)
    parts["table"] = _table(table, place, folder)
    if "examples_csv" in table:
        parts["examples"] = read_table(str(folder / Path(_text(table["examples_csv"], place.inside("examples_csv"))).expanduser())).table
    parts.setdefault("title", Path(place.path).stem)
    return PromptGridRequest(**parts)


def _table(table: Mapping[str, Any], place: _Place, folder: Path) -> PromptTable:
    if ("csv" in table) == ("rows" in table):
        raise place.inside("csv").wrong("missing" if "csv" not in table else "given beside rows", "either csv or rows")
    if "csv" in table:
        found = read_table(str(folder / Path(_text(table["csv"], place.inside("csv"))).expanduser()))
        if found.bad:
            bad = found.bad[0]
            raise WorkbenchError(
                "table-bad", path=found.table.source, reason=f"line {bad.line} has {bad.n_fields} fields, the first line {bad.n_columns}"
            )
        return found.table
    rows = _each(table["rows"], place.inside("rows"), _row)
    columns = tuple(dict.fromkeys(name for row in rows for name in row))
    for number, row in enumerate(rows):
        if set(row) != set(columns):
            raise place.inside(f"rows.{number}").wrong(row, f"a text for each of {', '.join(columns)}")
    return PromptTable(columns, tuple(tuple(row[name] for name in columns) for row in rows))


def _row(found: Any, place: _Place) -> dict[str, str]:
    if not isinstance(found, dict) or not found:
        raise place.wrong(found, "a table of texts")
    return {str(name): _text(text, place.inside(name)) for name, text in found.items()}


def _template(found: Any, place: _Place) -> PromptTemplate:
    names = [field.name for field in dataclasses.fields(PromptTemplate)]
    parts = _parts(found, names, place, needed=("name", "text"))
    read = {
        name: _choice(name, part, place.inside(name)) if name == "form" else _text(part, place.inside(name)) for name, part in parts.items()
    }
    return PromptTemplate(**read)  # type: ignore[arg-type]


def _score(found: Any, place: _Place) -> GridScore:
    if isinstance(found, str):
        found = {"kind": found}
    parts = _parts(found, ["kind", "pattern", "ignore_case"], place, needed=("kind",))
    ignore_case = parts.get("ignore_case", False)
    if not isinstance(ignore_case, bool):
        raise place.inside("ignore_case").wrong(ignore_case, "true or false")
    kind = _choice("kind", parts["kind"], place.inside("kind"))
    return GridScore(kind, _text(parts.get("pattern", ""), place.inside("pattern")), ignore_case)  # type: ignore[arg-type]


def _setting(found: Any, place: _Place) -> GridSetting:
    samplers = {field.name: field for field in dataclasses.fields(SamplerSettings)}
    parts = _parts(found, ["name", "max_new_tokens", "stop", "shots", *samplers], place, needed=("name",))
    default = SamplerSettings()
    sampler: dict[str, Any] = {}
    for name, part in parts.items():
        if name in samplers:
            sampler[name] = _like(getattr(default, name), part, place.inside(name))
    own: dict[str, Any] = {"name": _text(parts["name"], place.inside("name")), "sampler": SamplerSettings(**sampler)}
    own |= {name: _whole(parts[name], place.inside(name)) for name in ("max_new_tokens", "shots") if name in parts}
    if "stop" in parts:
        own["stop"] = _each(parts["stop"], place.inside("stop"), _text)
    return GridSetting(**own)


def _parts(found: Any, names: list[str], place: _Place, *, needed: tuple[str, ...]) -> dict[str, Any]:
    if not isinstance(found, dict):
        raise place.wrong(found, "a table")
    _known(found, names, place)
    for name in needed:
        if name not in found:
            raise place.inside(name).wrong("missing", "a text")
    return found


def _known(table: Mapping[str, Any], names: tuple[str, ...] | list[str], place: _Place) -> None:
    for key in table:
        if key not in names:
            raise place.inside(key).wrong("no setting", ", ".join(names))


def _each(found: Any, place: _Place, read: Callable[[Any, _Place], T]) -> tuple[T, ...]:
    if not isinstance(found, list):
        raise place.wrong(found, "a list")
    return tuple(read(part, place.inside(number)) for number, part in enumerate(found))


def _text(found: Any, place: _Place) -> str:
    if not isinstance(found, str):
        raise place.wrong(found, "a text")
    return found


def _whole(found: Any, place: _Place) -> int:
    if not isinstance(found, int) or isinstance(found, bool) or not 0 <= found < 1 << 63:
        raise place.wrong(found, "a whole number, 0 or more")
    return found


def _number(found: Any, place: _Place) -> float:
    if not isinstance(found, int | float) or isinstance(found, bool):
        raise place.wrong(found, "a number")
    return float(found)


def _choice(name: str, found: Any, place: _Place) -> str:
    if found not in _CHOICES[name]:
        raise place.wrong(found, ", ".join(_CHOICES[name]))
    return str(found)


def _like(default: object, found: Any, place: _Place) -> object:
    """A sampler's setting, of the type its default has; the engine checks its range."""
    match default:
        case float():
            return _number(found, place)
        case int():
            if not isinstance(found, int) or isinstance(found, bool):
                raise place.wrong(found, "a whole number")
            return found
        case _ if isinstance(found, list):
            return tuple(tuple(part) if isinstance(part, list) else part for part in found)
    raise place.wrong(found, "a list")


def _toml(found: object) -> str:
    """A value as TOML: JSON's texts and numbers are TOML's, too; DEL has to be escaped besides."""
    if isinstance(found, dict):
        return "{ " + ", ".join(f"{_toml(name)} = {_toml(part)}" for name, part in found.items()) + " }"
    if isinstance(found, list | tuple):
        return "[" + ", ".join(map(_toml, found)) + "]"
    return json.dumps(found, ensure_ascii=False).replace("\x7f", "\\u007f")
