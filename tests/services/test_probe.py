"""What a container asks itself: whether its service is well."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from fixtures.nginx import free_port
from ventra.services import probe


class Answering(BaseHTTPRequestHandler):
    """Well at the worker's path, away at the api's."""

    def do_GET(self) -> None:
        self.send_response(200 if self.path == "/health" else 503)
        self.end_headers()
        self.wfile.write(b"as it is")

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def port() -> Iterator[int]:
    server = HTTPServer(("127.0.0.1", 0), Answering)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server.server_port
    server.shutdown()
    server.server_close()


def test_a_service_that_answers_is_well(port, monkeypatch, capsys):
    monkeypatch.setenv("HEALTH_PORT", str(port))
    assert probe.main(["worker"]) == probe.main(["bot"]) == 0
    assert capsys.readouterr().out == ""


def test_one_that_says_it_is_not_is_not(port, monkeypatch, capsys):
    monkeypatch.setenv("PORT", str(port))
    assert probe.main(["api"]) == 1
    assert "/api/v1/health answers 503: as it is" in capsys.readouterr().out


@pytest.mark.parametrize("given", [str(free_port()), "http"], ids=["closed", "malformed"])
def test_one_that_is_not_there_is_not(given, monkeypatch, capsys):
    monkeypatch.setenv("PORT", given)
    assert probe.main(["api"]) == 1
    assert "port" in capsys.readouterr().out.lower()


def test_a_wrong_call_is_told_apart(capsys):
    assert (probe.main([]), probe.main(["web"])) == (2, 2)
    assert "usage" in capsys.readouterr().err
