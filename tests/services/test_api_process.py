"""The api as a process of its own: start, stop, memory, broken uploads, raw requests."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import httpx
import psutil
import psycopg
import pytest

from fixtures.doctor import GOOD_SECRET
from fixtures.people import operators_key
from fixtures.seldom import seldom

pytestmark = pytest.mark.once

START_SECONDS = 20


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


@contextmanager
def api_process(database_url, redis_url, **more):
    port = free_port()
    env = {
        "PATH": os.environ["PATH"],
        "DATABASE_URL": database_url,
        "REDIS_URL": redis_url,
        "JWT_SECRET": "x" * 32,
        "WEB_URL": f"http://localhost:{port}",
        "PORT": str(port),
        **more,
    }
    child = subprocess.Popen(
        [sys.executable, "-m", "ventra.services.api"], env=env, stderr=subprocess.PIPE, text=True
    )
    try:
        until = time.monotonic() + START_SECONDS
        while time.monotonic() < until and child.poll() is None:
            try:
                httpx.get(f"http://127.0.0.1:{port}/api/v1/health", timeout=2)
                break
            except httpx.TransportError:
                time.sleep(0.1)
        yield child, port
    finally:
        child.kill()
        child.communicate(timeout=10)


def raw(port, request):
    with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
        line.sendall(request)
        return line.recv(65536)


def test_it_answers_stays_small_and_stops_cleanly(database_url, redis_url):
    with api_process(database_url, redis_url) as (child, port):
        base = f"http://127.0.0.1:{port}/api/v1"
        operator = operators_key(database_url)
        for path in ("/health/ready", "/products", "/data-health", "/docs"):
            assert httpx.get(base + path, timeout=10, headers=operator).status_code == 200
        assert psutil.Process(child.pid).memory_info().rss <= 150 * 1024 * 1024
        child.send_signal(signal.SIGTERM)
        assert child.wait(timeout=15) == 0
        with pytest.raises(httpx.TransportError):
            httpx.get(base + "/health", timeout=1)


def test_raw_paths_and_broken_requests_lead_nowhere(database_url, redis_url):
    with api_process(database_url, redis_url) as (_, port):
        for path in (
            "/../../etc/passwd",
            "/api/v1/../../../etc/passwd",
            "/%2e%2e/%2e%2e/etc/passwd",
            "//etc/passwd",
        ):
            answer = raw(
                port, f"GET {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n".encode()
            )
            assert b" 404 " in answer.split(b"\r\n")[0]
            assert b"root:" not in answer
        assert b" 400 " in raw(port, b"NONSENSE\r\n\r\n").split(b"\r\n")[0]
        assert httpx.get(f"http://127.0.0.1:{port}/api/v1/health", timeout=5).status_code == 200


def test_an_upload_cut_off_by_its_sender_leaves_nothing(database_url, redis_url):
    head = (
        "POST /api/v1/imports?name=a.csv HTTP/1.1\r\nHost: localhost\r\nContent-Length: 5000000\r\n"
        f"Authorization: {operators_key(database_url)['authorization']}\r\n\r\n"
    )
    with (
        psycopg.connect(database_url, autocommit=True) as db,
        api_process(database_url, redis_url) as (_, port),
    ):
        with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
            line.sendall(head.encode() + b"x" * 3_000_000)
            _until(lambda: count(db, "import_parts") == 2)
        _until(lambda: count(db, "imports") == 0)
        assert count(db, "import_parts") == 0


def test_a_large_upload_never_stands_in_memory(database_url, redis_url):
    size = 96 * 1024 * 1024

    def pieces():
        for _ in range(size // 65536):
            yield b"x" * 65536

    with api_process(database_url, redis_url) as (child, port):
        url = f"http://127.0.0.1:{port}/api/v1/imports"
        before = psutil.Process(child.pid).memory_info().rss
        operator = operators_key(database_url)
        answer = httpx.post(url, params={"name": "a.csv"}, content=pieces(), timeout=60, headers=operator)
        assert answer.status_code == 201
        assert psutil.Process(child.pid).memory_info().rss - before < 40 * 1024 * 1024


def test_in_production_it_listens_on_both_families_and_speaks_json(database_url, redis_url):
    env = {"NODE_ENV": "production", "WEB_URL": "https://v.example", "JWT_SECRET": GOOD_SECRET}
    with api_process(database_url, redis_url, **env) as (child, port):
        assert httpx.get(f"http://127.0.0.1:{port}/api/v1/health", timeout=5).status_code == 200
        if socket.has_dualstack_ipv6():
            assert httpx.get(f"http://[::1]:{port}/api/v1/health", timeout=5).status_code == 200
        child.send_signal(signal.SIGTERM)
        _, words = child.communicate(timeout=15)
    assert database_url not in words


@pytest.mark.parametrize(
    ("env", "named"),
    [
        ({"WEB_URL": ""}, "WEB_URL"),
        ({"WEB_DIST": "/nowhere"}, "WEB_DIST"),
        ({"JWT_SECRET": "short"}, "JWT_SECRET"),
    ],
)
def test_a_wrong_setting_stops_the_start_and_is_named(database_url, redis_url, env, named):
    with api_process(database_url, redis_url, **env) as (child, _):
        _, words = child.communicate(timeout=15)
        assert (child.returncode, named in words, "Traceback" in words) == (2, True, False)


THOUGHT_UP = "the-most-secret-key-of-our-shop-2026-yes"


@pytest.mark.parametrize("named", ["JWT_SECRET", "SECRETS_KEY_OLD", *seldom("JWT_SECRET_OLD", "SECRETS_KEY")])
def test_in_production_a_key_that_somebody_thought_up_stops_the_start(database_url, redis_url, named):
    assert len(THOUGHT_UP) == 40
    env = {"NODE_ENV": "production", "WEB_URL": "https://v.example", "JWT_SECRET": GOOD_SECRET}
    with api_process(database_url, redis_url, **(env | {named: THOUGHT_UP})) as (child, _):
        _, words = child.communicate(timeout=15)
    assert child.returncode == 2
    assert words.startswith(f"api: {named}: looks thought up")
    assert "openssl rand -base64 48" in words
    assert THOUGHT_UP not in words


def test_on_a_laptop_any_key_will_do(database_url, redis_url):
    with api_process(database_url, redis_url, JWT_SECRET=THOUGHT_UP) as (child, port):
        assert httpx.get(f"http://127.0.0.1:{port}/api/v1/health", timeout=5).status_code == 200
        child.send_signal(signal.SIGTERM)
        assert child.wait(timeout=15) == 0


def test_a_port_that_is_taken_is_named(database_url, redis_url):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        with api_process(database_url, redis_url, PORT=str(port)) as (child, _):
            _, words = child.communicate(timeout=15)
            assert (child.returncode, "PORT" in words, "Traceback" in words) == (2, True, False)


def count(db, table):
    return db.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def _until(true):
    until = time.monotonic() + 10
    while not true():
        assert time.monotonic() < until, "it did not come about"
        time.sleep(0.05)


def test_the_api_tells_the_bot_where_the_page_is(database_url, redis_url):
    with (
        api_process(database_url, redis_url, WEB_URL="http://localhost:3123"),
        psycopg.connect(database_url) as db,
    ):
        told = db.execute("SELECT value FROM installation WHERE key = 'web_url'").fetchone()
    assert told == ("http://localhost:3123",)
