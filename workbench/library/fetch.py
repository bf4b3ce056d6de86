from __future__ import annotations

from collections.abc import Callable, Iterator

from workbench.errors import WorkbenchError
from workbench.values import Fetched, Progress


def fetch(name: str, *, accept_licence: bool = False, stopped: Callable[[], bool] = lambda: False) -> Iterator[Progress | Fetched]:
    raise WorkbenchError("model-missing", model=name)


def verify(name: str) -> Iterator[Progress | Fetched]:
    raise WorkbenchError("model-missing", model=name)
