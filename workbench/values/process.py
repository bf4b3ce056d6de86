"""What is known of a child process: enough for a status bar."""

from __future__ import annotations

from typing import Literal

from workbench.values.codec import value

ChildState = Literal["cold", "starting", "ready", "busy", "dead"]
"""`cold`: never started or closed. `starting`: until its libraries are loaded. `busy`: at least one job. `dead`: the next
request starts a fresh one."""


@value
class ChildStatus:
    """One child as it stands. `pid` is None without a process; `cause` says why a dead one ended."""

    role: str
    state: ChildState
    pid: int | None
    memory_bytes: int
    cause: str = ""
