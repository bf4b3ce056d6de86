"""The child that lays out maps: t-SNE, UMAP, clusters. One for each map that is being computed; it never imports torch."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workbench.host.child import serve
from workbench.host.scheduler import Handler
from workbench.layouts.groups import groups
from workbench.layouts.laying import lay_out
from workbench.values import GroupRequest, LayoutRequest

ROLE = "map"


def answer(request: object, stopped: Callable[[], bool]) -> Iterator[object]:
    """The events of a request, last its answer; this function is the child's handler."""
    match request:
        case LayoutRequest():
            return lay_out(request, stopped=stopped)
        case GroupRequest():
            return iter([groups(request)])
    raise TypeError(f"the map child does not answer {type(request).__name__}")


def main() -> None:
    """Serve until the parent goes; does not return."""
    serve(ROLE, _prepare)


def _prepare() -> Handler:
    return answer


if __name__ == "__main__":
    main()
