"""A Sentry on loopback that keeps the envelopes it is sent, unpacked."""

from __future__ import annotations

import gzip
import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any


class FakeSentry:
    """What arrived: `raw` as text, `events` as Sentry reads them."""

    def __init__(self) -> None:
        self.raw: list[str] = []
        self.dsn = ""

    @property
    def events(self) -> list[dict[str, Any]]:
        """The events of all envelopes, in order."""
        return [event for text in list(self.raw) for event in _events(text)]


def _events(envelope: str) -> Iterator[dict[str, Any]]:
    lines = envelope.split("\n")[1:]
    for head, body in zip(lines[::2], lines[1::2], strict=False):
        if head and json.loads(head)["type"] == "event":
            yield json.loads(body)


@contextmanager
def sentry() -> Iterator[FakeSentry]:
    """A server for as long as the block lasts."""
    fake = FakeSentry()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            packed = self.headers.get("Content-Encoding") == "gzip"
            if self.path == "/api/42/envelope/":
                fake.raw.append((gzip.decompress(body) if packed else body).decode())
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    Thread(target=server.serve_forever, daemon=True).start()
    fake.dsn = f"http://publickey@127.0.0.1:{server.server_port}/42"
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
