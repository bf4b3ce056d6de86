"""What a hostile case is, and how one good folder is spoiled in one place."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from made_good import folder

SECONDS, BYTES = 2.0, 1 << 30


@dataclass(frozen=True, slots=True)
class Ending:
    """How an attempt to open something ended: `ended` is opened, refused, raised, hung or crashed."""

    ended: str
    code: str
    parts: list[str]
    seconds: float
    grown_bytes: int
    helpers_bytes: int

    def within_bounds(self) -> bool:
        return self.seconds <= SECONDS and self.grown_bytes <= BYTES and self.helpers_bytes <= BYTES


Attempt = Callable[..., Ending]


class Case(NamedTuple):
    """`make` writes the files below a folder and gives what is opened; `code`: of the error; "" where it opens after all."""

    make: Callable[[Path], Path]
    code: str
    do: str = "run"
    text: str = "Hello, world"


def with_file(name: str, content: bytes | str) -> Callable[[Path], Path]:
    """A good folder with one file of this content."""

    def make(place: Path) -> Path:
        made = folder(place / "model")
        path = made / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode("utf-8", "surrogatepass") if isinstance(content, str) else content)
        return made

    return make


def with_json(name: str, change: Callable[[dict[str, Any]], object]) -> Callable[[Path], Path]:
    """A good folder with one JSON file changed, or made from {} where there is none."""

    def make(place: Path) -> Path:
        made = folder(place / "model")
        path = made / name
        path.parent.mkdir(parents=True, exist_ok=True)
        values = json.loads(path.read_text()) if path.is_file() else {}
        change(values)
        path.write_text(json.dumps(values))
        return made

    return make


def sparse(name: str, content: bytes, size_bytes: int) -> Callable[[Path], Path]:
    """A good folder with one file that begins with `content` and goes on with zeros that take no room on the disk."""

    def make(place: Path) -> Path:
        made = folder(place / "model")
        with (made / name).open("wb") as file:
            file.write(content)
            file.truncate(size_bytes)
        return made / name if name.endswith(".gguf") else made

    return make
