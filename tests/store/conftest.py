"""A store in a folder of its own, closed after the test, and its own file read with a second connection."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from workbench.errors import WorkbenchError
from workbench.store import Store
from workbench.store.sqlite import sqlite3

OpenStore = Callable[..., Store]


@pytest.fixture
def database(tmp_path: Path) -> Path:
    return tmp_path / "home" / "workbench.db"


@pytest.fixture
def problems() -> list[WorkbenchError]:
    """What the stores of `open_store` reported."""
    return []


@pytest.fixture
def open_store(database: Path, problems: list[WorkbenchError]) -> Iterator[OpenStore]:
    """Open a store on the test's database; all are closed at the end."""
    opened: list[Store] = []

    def open_one(path: Path = database, **options: object) -> Store:
        opened.append(Store(path, on_problem=problems.append, **options))
        return opened[-1]

    yield open_one
    for store in opened:
        store.close(patience_s=2)


@pytest.fixture
def store(open_store: OpenStore) -> Store:
    return open_store()


@pytest.fixture
def second(database: Path, store: Store) -> Iterator[sqlite3.Connection]:
    """A connection of another program to the file of `store`."""
    from workbench.values import RunListRequest

    store.answer(RunListRequest())  # the file is there now
    connection = sqlite3.connect(str(database), isolation_level=None)
    yield connection
    if connection.in_transaction:
        connection.execute("ROLLBACK")
    connection.close()
