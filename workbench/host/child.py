"""The loop of a child process: connect, say hello, load, then answer requests until the parent goes.

The main thread computes and a control thread reads, so a stop is seen while a forward pass runs. A child ends with its
connection, whichever way its parent went; on Linux the kernel kills it with the parent besides.
"""

from __future__ import annotations

import faulthandler
import functools
import os
import signal
import sys
import threading
import traceback
from collections.abc import Callable

from workbench.errors import WorkbenchError
from workbench.host.handshake import PARENT, connect
from workbench.host.limits import die_with_parent, limit_memory, memory_limit_bytes
from workbench.host.outbox import Outbox
from workbench.host.scheduler import Handler, Scheduler, Speaker
from workbench.host.wire import Connection, Message

FRAME_S = 0.033
LAST_STEP_S = 1.0  # how long the step that is being computed may take to notice that the parent has gone
NICENESS = {"engine": 5, "map": 10, "trial": 10}  # the window is painted while all cores compute, and a map waits for what is looked at


def serve(role: str, prepare: Callable[[], Handler]) -> None:
    """Be the child of this role until the parent goes; does not return.

    `prepare` imports what is heavy and gives the handler; the connection is up before it is called, and requests that
    arrive meanwhile wait in order.
    """
    faulthandler.enable()
    die_with_parent(int(os.environ.pop(PARENT)))
    for number in (signal.SIGINT, getattr(signal, "SIGHUP", signal.SIGINT)):
        signal.signal(number, signal.SIG_IGN)  # Ctrl+C in a terminal, and its end, reach us too; the parent decides
    if hasattr(os, "nice"):
        os.nice(NICENESS.get(role, 0))
    connection = connect(os.environ)
    outbox = Outbox(connection, interval_s=FRAME_S)
    scheduler = Scheduler(Speaker(outbox.put, functools.partial(explain, role)))
    threading.Thread(target=_control, args=(connection, scheduler), name="control", daemon=True).start()
    limit_memory(role)
    handler = prepare()
    outbox.put(Message("ready"))
    scheduler.run(handler)
    sys.stderr.flush()
    os._exit(0)  # the interpreter's own teardown is long with torch, and nothing is left to be kept


def _control(connection: Connection, scheduler: Scheduler) -> None:
    """Hear the parent until it goes, then leave the main thread one moment to stop by itself."""
    try:
        while (messages := connection.receive()) is not None:
            for message in messages:
                if message.kind == "request":
                    scheduler.add(message)
                elif message.kind == "cancel":
                    scheduler.cancel(message.job)
    except WorkbenchError:
        traceback.print_exc()
    finally:
        scheduler.close()
        threading.Event().wait(LAST_STEP_S)
        os._exit(0)


def explain(role: str, error: BaseException) -> WorkbenchError:
    """The WorkbenchError for an exception that is none: out of memory, or a defect of ours with its traceback."""
    reason = f"{type(error).__name__}: {error}"
    details = "".join(traceback.format_exception(error))
    if isinstance(error, MemoryError) or "allocate memory" in reason or "bad_alloc" in reason:
        return WorkbenchError(
            "out-of-memory", role=role, reason=reason[:300], limit_gib=round(memory_limit_bytes(role) / 2**30, 1), details=details
        )
    return WorkbenchError("internal", reason=reason[:300], details=details)
