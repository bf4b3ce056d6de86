"""The child that holds PyTorch. It says hello before it imports torch, so requests may come while that loads."""

from __future__ import annotations

from workbench.host.child import serve
from workbench.host.limits import memory_limit_bytes
from workbench.host.scheduler import Handler

ROLE = "engine"


def main() -> None:
    """Serve until the parent goes; does not return."""
    serve(ROLE, _prepare)


def _prepare() -> Handler:
    from workbench.host.engine_desk import EngineDesk

    return EngineDesk(memory_limit_bytes(ROLE))


if __name__ == "__main__":
    main()
