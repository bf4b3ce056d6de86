"""The tables of the bias probe that ship with the app: wordings and words, multiplied out into pairs.

Every file names its sides and what stands for each of them in a wording; `{x}` is one item of its list. A template's name is
the wording with both sides and an ellipsis for the item.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from workbench import paths
from workbench.errors import WorkbenchError
from workbench.values import BiasPair, BiasTable, BuiltInTable, check_table

ITEM, ANY = "{x}", "…"


def list_tables() -> tuple[BuiltInTable, ...]:
    """The tables that ship with the app, by name."""
    return tuple(_read(path) for path in sorted(_folder().glob("*.toml")))


def built_in_table(name: str) -> BuiltInTable:
    """One of them. Raises WorkbenchError('table-missing')."""
    path = _folder() / f"{name}.toml"
    if path not in _folder().glob("*.toml"):
        raise WorkbenchError("table-missing", name=name, known=", ".join(sorted(one.stem for one in _folder().glob("*.toml"))))
    return _read(path)


def _folder() -> Path:
    return paths.resources() / "probes"


def _read(path: Path) -> BuiltInTable:
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    first, second = table["sides"]
    found = BiasTable(path.stem, tuple(_pairs(table)), (first, second))
    check_table(found)
    return BuiltInTable(found, language=table["language"], titles=table["title"], about=table["about"])


def _pairs(table: dict[str, Any]) -> list[BiasPair]:
    a, b = table["a"], table["b"]
    both = {slot: f"{a[slot]}/{b[slot]}" for slot in a}
    behind = table.get("continuation", "")
    pairs: list[BiasPair] = []
    for wording in table["templates"]:
        name = _filled(wording + behind, both, ANY).replace(f"{ANY}.", ANY)
        pairs += [
            BiasPair(name, _filled(wording, a, item), _filled(wording, b, item), _filled(behind, {}, item)) for item in table["items"]
        ]
    return pairs


def _filled(wording: str, slots: dict[str, str], item: str) -> str:
    for slot, words in slots.items():
        wording = wording.replace("{" + slot + "}", words)
    return wording.replace(ITEM, item)
