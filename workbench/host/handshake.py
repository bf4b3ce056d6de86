"""How a child finds its parent and proves that it is the one that was started.

The parent listens, the child connects and says a random token that it was given through its environment (argv can be
read by everybody). One connection is accepted, then nobody listens any more. A socket in a private folder is used where
the platform has them, since other users cannot even knock there; elsewhere 127.0.0.1.
"""

from __future__ import annotations

import contextlib
import hmac
import os
import secrets
import shutil
import socket
import tempfile
from collections.abc import MutableMapping
from pathlib import Path

from workbench.errors import WorkbenchError
from workbench.host.wire import Connection, Message, pack_message

ADDRESS, TOKEN, PARENT = "WORKBENCH_WIRE", "WORKBENCH_WIRE_TOKEN", "WORKBENCH_WIRE_PARENT"
HELLO_LIMIT_BYTES = 4096
HELLO_TIMEOUT_S = 2.0
_MAX_UNIX_PATH = 100  # the shortest limit among the platforms is 104


class Listener:
    """Waits for one child."""

    def __init__(self) -> None:
        self._token = secrets.token_hex(32)
        self._folder: Path | None = None
        self._line, self._address = self._listen()
        self._line.listen(1)

    def environment(self) -> dict[str, str]:
        """What the child needs to know, as environment variables."""
        return {ADDRESS: self._address, TOKEN: self._token, PARENT: str(os.getpid())}

    def accept(self, timeout_s: float) -> Connection | None:
        """The connection of the child, or None if none with the right token came within `timeout_s`."""
        self._line.settimeout(timeout_s)
        try:
            line, _ = self._line.accept()
        except TimeoutError:
            return None
        line.settimeout(HELLO_TIMEOUT_S)
        connection = Connection(line)
        if not self._greeted(connection):
            connection.close()
            return None
        connection.wait_at_most(None)
        return connection

    def close(self) -> None:
        """Stop listening and remove the socket's folder."""
        self._line.close()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)

    def _listen(self) -> tuple[socket.socket, str]:
        if hasattr(socket, "AF_UNIX"):
            folder = Path(tempfile.mkdtemp(prefix="lmw-"))
            path = folder / "s"
            if len(os.fsencode(path)) <= _MAX_UNIX_PATH:
                self._folder = folder
                line = socket.socket(socket.AF_UNIX)
                line.bind(str(path))
                return line, f"unix:{path}"
            folder.rmdir()
        line = socket.socket(socket.AF_INET)
        line.bind(("127.0.0.1", 0))
        return line, f"tcp:{line.getsockname()[1]}"

    def _greeted(self, connection: Connection) -> bool:
        try:
            messages = connection.receive(header_limit=HELLO_LIMIT_BYTES, payload_limit=0)
        except WorkbenchError:
            return False  # a stranger; the child itself is still awaited
        match messages:
            case (Message(kind="hello", body=str(token)),):
                return hmac.compare_digest(token.encode("utf-8", "surrogatepass"), self._token.encode())
        return False


def connect(environment: MutableMapping[str, str]) -> Connection:
    """Connect to the parent and greet it. Takes the secrets out of `environment`, so that no grandchild inherits them.

    Raises KeyError without them, OSError when nobody listens.
    """
    address, token = environment.pop(ADDRESS), environment.pop(TOKEN)
    scheme, _, place = address.partition(":")
    if scheme == "unix":
        line = socket.socket(socket.AF_UNIX)
        target: str | tuple[str, int] = place
    else:
        line = socket.socket(socket.AF_INET)
        target = ("127.0.0.1", int(place))
    with contextlib.ExitStack() as undo:
        undo.callback(line.close)
        line.connect(target)
        connection = Connection(line)
        connection.send([pack_message(Message("hello", body=token))])
        undo.pop_all()
    return connection
