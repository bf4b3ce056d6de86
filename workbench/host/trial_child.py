"""The child that tries trainings out before they are started, in a process like theirs: what it needs, they will need."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from workbench.host.child import serve
from workbench.host.scheduler import Handler
from workbench.values import TrainEstimateRequest

ROLE = "trial"


def main() -> None:
    """Serve until the parent goes; does not return."""
    serve(ROLE, _prepare)


def _prepare() -> Handler:
    from workbench.engine.training.estimate import estimate

    def answer(request: object, stopped: Callable[[], bool]) -> Iterator[object]:
        """The events of a request, last its answer; this function is the child's handler."""
        if isinstance(request, TrainEstimateRequest):
            return estimate(request, stopped=stopped)
        raise TypeError(f"the trial child does not answer {type(request).__name__}")

    return answer


if __name__ == "__main__":
    main()
