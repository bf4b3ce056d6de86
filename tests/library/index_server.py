"""A package index on this computer that can be told to misbehave: break off, ignore ranges, send wrong bytes, stand still."""

from __future__ import annotations

import hashlib
import io
import threading
import zipfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import PurePosixPath


@dataclass
class Index:
    """`files`: file name -> content. `breaks`: after how many bytes of their bodies the next downloads break off.

    `claims`: file name -> the sha256 the index gives for it. `stall_at`: stand still after so many bytes until `go_on` is set.
    """

    files: dict[str, bytes] = field(default_factory=dict)
    claims: dict[str, str] = field(default_factory=dict)
    breaks: list[int] = field(default_factory=list)
    ranges: bool = True
    as_json: bool = False
    status: int = 200
    stall_at: int | None = None
    stalled: threading.Event = field(default_factory=threading.Event)
    go_on: threading.Event = field(default_factory=threading.Event)
    requests: list[tuple[str, str]] = field(default_factory=list)
    url: str = ""

    def downloads(self) -> list[str]:
        """The Range header of each download so far, empty for a whole one."""
        return [wanted for path, wanted in self.requests if path.startswith("/files/")]


@contextmanager
def serving() -> Iterator[Index]:
    index = Index()

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            index.requests.append((self.path, self.headers.get("Range", "")))
            name = PurePosixPath(self.path).name
            if index.status != 200:
                self.answer(b"no", "text/plain", index.status)
            elif self.path.startswith("/files/"):
                self.download(index.files[name])
            elif any(file.startswith(name.replace("-", "_") + "-") for file in index.files):
                self.page(name)
            else:
                self.answer(b"not here", "text/plain", 404)

        def page(self, package: str) -> None:
            files = {name: index.claims.get(name, hashlib.sha256(index.files[name]).hexdigest()) for name in index.files}
            if index.as_json:
                listed = ",".join(
                    f'{{"filename":"{name}","url":"../../files/{name}","hashes":{{"sha256":"{claim}"}}}}' for name, claim in files.items()
                )
                body = f'{{"meta":{{"api-version":"1.0"}},"name":"{package}","files":[{listed}]}}'
                self.answer(body.encode(), "application/vnd.pypi.simple.v1+json", 200)
            else:
                listed = "".join(f'<a href="../../files/{name}#sha256={claim}">{name}</a>' for name, claim in files.items())
                self.answer(f"<!DOCTYPE html><html><body>{listed}</body></html>".encode(), "text/html", 200)

        def download(self, content: bytes) -> None:
            wanted = self.headers.get("Range", "")
            first = int(wanted.removeprefix("bytes=").rstrip("-")) if wanted and index.ranges else 0
            body = content[first:]
            self.send_response(206 if first else 200)
            if first:
                self.send_header("Content-Range", f"bytes {first}-{len(content) - 1}/{len(content)}")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            if index.breaks:
                body = body[: index.breaks.pop(0)]
                self.close_connection = True
            if index.stall_at is not None:
                self.wfile.write(body[: index.stall_at])
                self.wfile.flush()
                body = body[index.stall_at :]
                index.stalled.set()
                index.go_on.wait(60)
            self.wfile.write(body)

        def answer(self, body: bytes, kind: str, status: int) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            """Quiet."""

    class Server(ThreadingHTTPServer):
        daemon_threads = False

        def handle_error(self, *_: object) -> None:
            """A client that went away is what these tests are about."""

    with Server(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        index.url = f"http://127.0.0.1:{server.server_port}/simple"
        try:
            yield index
        finally:
            index.go_on.set()
            server.shutdown()
            thread.join()


def wheel(members: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return made.getvalue()
