"""One api after the other serves a socket that whoever starts them holds, and no request fails."""

from __future__ import annotations

import asyncio
import os
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

from fixtures import rows
from fixtures.processes import Service, api_env, service
from fixtures.steady import Traffic, steady_traffic
from ventra.infra.db import connected

pytestmark = pytest.mark.once

PER_SECOND = 200
PATHS = (
    "/api/v1/products?sort=-units_7&limit=20",
    "/api/v1/health",
    "/api/v1/products/3",
    "/api/v1/meta",
    "/api/v1/health",
    "/api/v1/products?q=tovar&limit=20",
)
HANDED_ON = 'export LISTEN_PID=$$ LISTEN_FDS=1; exec "$0" -m ventra.services.api'


@contextmanager
def held_socket() -> Iterator[socket.socket]:
    with socket.create_server(("127.0.0.1", 0), backlog=512) as held:
        yield held


@contextmanager
def api_on(held: socket.socket, log: Path, env: dict[str, str]) -> Iterator[Service]:
    """An api that gets the held socket as systemd hands it on: descriptor 3, meant for its process id."""
    argv = ["/bin/sh", "-c", HANDED_ON, sys.executable]
    hand_on = {"pass_fds": (3,), "preexec_fn": lambda: os.dup2(held.fileno(), 3)}
    with service("api", log, env, argv=argv, **hand_on) as started:
        started.port = held.getsockname()[1]
        yield started


async def follow(old: Service, new: Service, commit: str, traffic: Traffic) -> None:
    """Stop `old` once `new` answers, and let some traffic pass."""
    # Kept connections stay with the old one: only a new connection may meet the new one.
    await until(lambda: new.ask("/api/v1/health").json()["commit"] == commit, new)
    assert await asyncio.to_thread(old.stop) == 0, old.words
    so_far = traffic.commits[commit]
    await until(lambda: traffic.commits[commit] >= so_far + 20, new)


async def until(met: Callable[[], bool], running: Service) -> None:
    await asyncio.to_thread(running.until, met)


@pytest.mark.parametrize("times", [2, pytest.param(12, marks=pytest.mark.full)])
async def test_no_request_fails_while_one_api_follows_the_other(
    database_url: str, redis_url: str, tmp_path: Path, times: int
) -> None:
    async with connected(database_url) as db:
        for number in range(1, 41):
            await rows.product(db, number, f"Tovar {number}")
            await rows.latest(db, number, price_uzs=1000 * number, orders_total=number)
            await rows.figures(db, number, number / 3)
    env = api_env(database_url, redis_url)
    with held_socket() as held, ExitStack() as services:
        base = f"http://127.0.0.1:{held.getsockname()[1]}"
        old = services.enter_context(api_on(held, tmp_path / "0", env | {"RELEASE_COMMIT": "0" * 8}))
        async with steady_traffic(base, PATHS, per_second=PER_SECOND) as traffic:
            await until(lambda: traffic.commits["0" * 8] >= 20, old)
            for number in range(1, times + 1):
                told = env | {"RELEASE_COMMIT": f"{number:08d}"}
                new = services.enter_context(api_on(held, tmp_path / str(number), told))
                await follow(old, new, told["RELEASE_COMMIT"], traffic)
                old = new
    print(f"\n{times} restarts under {PER_SECOND} requests/s: {traffic.line()}")
    assert traffic.failures == []
    assert len(traffic.commits) == times + 1


def test_a_wrong_socket_is_named(database_url: str, redis_url: str, tmp_path: Path) -> None:
    env = api_env(database_url, redis_url)
    with socket.socket() as silent, api_on(_bound(silent), tmp_path / "log", env) as started:
        assert started.ended() == 2
        assert "LISTEN_FDS: the socket at descriptor 3 does not listen" in started.words
    more = HANDED_ON.replace("LISTEN_FDS=1", "LISTEN_FDS=2")
    with service("api", tmp_path / "more", env, argv=["/bin/sh", "-c", more, sys.executable]) as started:
        assert started.ended() == 2
        assert "LISTEN_FDS: one listening socket is expected, not 2" in started.words


def test_a_socket_meant_for_another_process_is_left_alone(
    database_url: str, redis_url: str, tmp_path: Path
) -> None:
    env = api_env(database_url, redis_url, LISTEN_PID="1", LISTEN_FDS="1")
    with service("api", tmp_path / "log", env) as started:
        started.until_answering()


def _bound(one: socket.socket) -> socket.socket:
    one.bind(("127.0.0.1", 0))
    return one
