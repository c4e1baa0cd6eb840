"""Who takes a table home slowly, or not at all, over a real socket; and how many an organisation takes home at once."""

from __future__ import annotations

import asyncio
import socket
from contextlib import asynccontextmanager

import pytest
import uvicorn
from redis.asyncio import Redis

from fixtures.people import clients, organisation, person
from ventra.exports import turns
from ventra.exports.columns import Column, ready
from ventra.exports.registry import TABLES
from ventra.exports.table import Found, Table
from ventra.infra.at_once import AtOnce
from ventra.infra.db import transaction
from ventra.services.sockets import SILENT_MS, listening

PATIENCE_SECONDS = 20
AT = "/api/v1/exports"


class Long:
    """A table of so many batches of a quarter of a megabyte, each asked of Postgres."""

    def __init__(self, batches):
        self.batches, self.begun, self.given, self.ended = batches, 0, 0, 0

    async def find(self, wish):
        return Found(self.rows(wish))

    async def rows(self, wish):
        self.begun += 1
        try:
            for _ in range(self.batches):
                async with transaction(wish.pool, org_id=wish.org_id) as db:
                    text = await db.fetchval("SELECT repeat('x', 1024)")
                self.given += 1
                yield {"n": [text] * 256}
        finally:
            self.ended += 1

    def table(self):
        column = Column("n", "col.id", "text", ready)
        return Table("long", "sheet.products", (column,), {}, (), frozenset(), ("id",), "id", self.find)


@pytest.fixture
async def served(api, monkeypatch):
    """The api behind a real socket, and two organisations."""
    one, other = await person(api, "one@dokon.uz"), await person(api, "other@dokon.uz")
    await organisation(api, "Doʻkon", owner=one)
    await organisation(api, "Boshqa", owner=other)
    async with clients(api, one=one, other=other) as found:
        with socket.create_server(("127.0.0.1", 0)) as at:
            config = uvicorn.Config(api.app, log_config=None, access_log=False, lifespan="off")
            server = uvicorn.Server(config)
            running = asyncio.create_task(server.serve(sockets=[at]))
            await until(lambda: server.started)
            yield found | {"port": at.getsockname()[1]}
            server.should_exit = True
            await asyncio.wait_for(running, PATIENCE_SECONDS)


async def until(met):
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not met():
            await asyncio.sleep(0.02)


async def stuck(long):
    """Wait until nothing more is asked for."""
    given = -1
    while given != long.given:
        given = long.given
        await asyncio.sleep(0.4)


@asynccontextmanager
async def asking(served, file="long.csv"):
    """A socket that has asked for a file and has room for little of it."""
    with socket.socket() as reader:
        reader.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        reader.setblocking(False)
        loop = asyncio.get_running_loop()
        await loop.sock_connect(reader, ("127.0.0.1", served["port"]))
        key = served["one"].headers["authorization"]
        asked = f"GET {AT}/{file} HTTP/1.1\r\nHost: localhost\r\nAuthorization: {key}\r\nConnection: close\r\n\r\n"
        await loop.sock_sendall(reader, asked.encode())
        yield reader


async def read_on(reader, *, wait_seconds=0.0, at_once=65_536):
    loop, found = asyncio.get_running_loop(), b""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while piece := await loop.sock_recv(reader, at_once):
            found += piece
            await asyncio.sleep(wait_seconds)
    return found


async def test_who_does_not_read_is_broken_off_and_all_is_free_again(served, db, monkeypatch):
    monkeypatch.setattr(turns, "LONGEST_WRITE_SECONDS", 4.0)
    long = Long(10**6)
    monkeypatch.setitem(TABLES, "long", long.table())
    one = served["one"]
    async with asking(served) as first, asking(served), asking(served), asking(served):
        await until(lambda: long.begun == turns.MOST_AT_ONCE)
        refused = await one.get(f"{AT}/products.csv", headers={"accept-language": "en"})
        problem = refused.json()
        assert (refused.status_code, problem["key"]) == (429, "error.exports_at_once")
        assert (refused.headers["retry-after"], problem["facts"]) == ("10", {"most": 4})
        assert problem["title"].startswith("Your organisation is taking 4 tables home already")
        assert (await one.get("/api/v1/watchlist/export.csv")).status_code == 429
        assert (await served["other"].get(f"{AT}/products.csv")).status_code == 200
        await stuck(long)
        waiting = "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND state LIKE 'idle in%'"
        assert await db.fetchval(waiting) == 0, "who reads slowly holds no transaction open"
        assert long.ended == 0
        await until(lambda: long.ended == turns.MOST_AT_ONCE)
        assert not (await read_on(first)).endswith(b"0\r\n\r\n"), "what was broken off has no end"
    for _ in range(turns.MOST_AT_ONCE + 1):
        assert (await one.get(f"{AT}/products.csv")).status_code == 200


async def test_who_reads_slowly_but_reads_gets_all_of_it(served, monkeypatch):
    monkeypatch.setattr(turns, "LONGEST_WRITE_SECONDS", 0.8)
    long = Long(8)
    monkeypatch.setitem(TABLES, "long", long.table())
    async with asking(served) as reader:
        begun = asyncio.get_running_loop().time()
        body = await read_on(reader, wait_seconds=0.005)
        assert asyncio.get_running_loop().time() - begun > turns.LONGEST_WRITE_SECONDS
    assert body.endswith(b"0\r\n\r\n")
    assert body.count(b"x" * 1024) == 8 * 256
    assert long.ended == 1


async def test_who_goes_away_gives_his_place_back(served, monkeypatch):
    long = Long(10**6)
    monkeypatch.setitem(TABLES, "long", long.table())
    for times in range(1, turns.MOST_AT_ONCE + 2):
        async with asking(served):
            await until(lambda times=times: long.begun == times)
        await until(lambda times=times: long.ended == times)


async def test_a_place_of_a_process_that_was_killed_is_free_after_its_time(redis_url):
    redis = Redis.from_url(redis_url)
    places = AtOnce(redis, "test", most=1, held_seconds=1)
    first = await places.take("7")
    assert await places.take("7") is None
    assert await places.take("8") is not None
    await places.give_back(first)
    assert await places.take("7") is not None
    await asyncio.sleep(2.1)
    assert await places.take("7") is not None
    await redis.aclose()
    away = AtOnce(Redis(host="127.0.0.1", port=1), "test", most=1, held_seconds=1)
    for _ in range(2):
        assert (await turns.turn_of(away, 7)).place is None, "without Redis nothing is counted"


def test_the_kernel_hangs_up_on_who_takes_nothing():
    with listening("PORT", 0, production=False) as at:
        at.listen()
        with socket.create_connection(at.getsockname()), at.accept()[0] as accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_USER_TIMEOUT) == SILENT_MS
