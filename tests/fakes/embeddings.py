"""A provider of embeddings on loopback, with errors, limits and odd answers. Its vectors know what words mean, and no more."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from time import sleep
from typing import Any

KEY, MODEL = "embeddings-key-of-tests", "meaning-3"
MEANINGS = (
    ("chelak", "ведро", "bucket", "flacon"),
    ("choynak", "чайник", "teapot"),
    ("gilof", "gʻilof", "чехол"),
)
LENGTH = 300


class FakeEmbeddings:
    """`mode` makes it refuse or answer oddly; `asked` holds each request's texts, `dimensions` what was asked for last."""

    def __init__(self) -> None:
        self.url = ""
        self.mode = ""
        self.asked: list[list[str]] = []
        self.dimensions: int | None = None
        self.poison: str | None = None

    def vector(self, text: str) -> list[float]:
        """One dimension a meaning, one for what has none; its length is not 1."""
        said = text.lower()
        met = [float(any(word in said for word in words)) for words in MEANINGS]
        return [0.0, *(3.0 * one for one in met), 0.5 if any(met) else 3.0] + [0.0] * (LENGTH - 2 - len(met))

    def answer(self, body: dict[str, Any], key: str | None) -> tuple[int, dict[str, str], Any]:
        """Status, headers and body."""
        texts = body["input"]
        if key != f"Bearer {KEY}":
            return 401, {}, {"error": {"message": f"Incorrect API key provided: {key}"}}
        if "dimensions" in body and self.mode == "whole":
            return 400, {}, {"error": {"message": "This model does not support specifying dimensions"}}
        self.asked.append(texts)
        self.dimensions = body.get("dimensions")
        if self.poison and any(self.poison in text for text in texts):
            return 400, {}, {"error": {"message": "input is invalid"}}
        rows: list[dict[str, Any]] = [
            {"object": "embedding", "index": at, "embedding": self.vector(text)[: self.dimensions]}
            for at, text in enumerate(texts)
        ]
        match self.mode:
            case "busy":
                return 503, {}, "<html>busy</html>"
            case "limit":
                return 429, {"Retry-After": "90"}, {"error": {"message": "Rate limit reached"}}
            case "spent":
                return 429, {}, {"error": {"code": "insufficient_quota"}}
            case "slow":
                sleep(2)
            case "few":
                rows = rows[:-1]
            case "turned":
                rows = rows[::-1]
            case "nothing":
                rows = [row | {"embedding": [0.0] * LENGTH} for row in rows]
            case "text":
                rows = [row | {"embedding": "AAAA"} for row in rows]
            case "ragged":
                rows[-1]["embedding"] = [1.0]
            case "huge":
                rows = [row | {"embedding": [1e308, 1e308]} for row in rows]
        return 200, {}, {"object": "list", "data": rows, "model": MODEL, "usage": {"total_tokens": 1}}


@contextmanager
def embeddings() -> Iterator[FakeEmbeddings]:
    """A started provider."""
    fake = FakeEmbeddings()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            sent = self.rfile.read(int(self.headers["Content-Length"]))
            status, headers, body = fake.answer(json.loads(sent), self.headers["Authorization"])
            said = (body if isinstance(body, str) else json.dumps(body)).encode()
            self.send_response(status)
            for name, value in (headers | {"Content-Length": str(len(said))}).items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    fake.url = f"http://127.0.0.1:{server.server_port}/v1/embeddings"
    try:
        yield fake
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
