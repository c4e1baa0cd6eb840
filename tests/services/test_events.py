"""The stream of events: what open pages are told, by one question for all, and how streams end."""

from __future__ import annotations

import asyncio
import json
import signal
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from typing import Any

import asyncpg
import httpx
import pytest
import uvicorn

from fixtures.api import api_settings
from services.test_api_process import api_process
from ventra.errors import Unavailable
from ventra.services.api import create_app
from ventra.services.serving import Server
from ventra.services.wiring import opened
from ventra.status import events as hub
from ventra.status import routes
from ventra.status.answers import Changes, ImportEvent, SalesEvent, VisitsEvent
from ventra.status.store import note_closed

pytestmark = pytest.mark.once

EVENTS = "/api/v1/events"
PATIENCE_SECONDS = 40


class Reader:
    """An open stream, read event by event."""

    def __init__(self, answer: httpx.Response) -> None:
        self.answer = answer
        self._lines = answer.aiter_lines()
        self.ended = False

    async def next(self, name: str) -> Any:
        """The data of the next event of that name."""
        async with asyncio.timeout(PATIENCE_SECONDS):
            found = ""
            async for line in self._lines:
                if line.startswith("event: "):
                    found = line.removeprefix("event: ")
                elif line.startswith("data: ") and found == name:
                    return json.loads(line.removeprefix("data: "))
        raise AssertionError(f"the stream ended before {name}")

    async def to_its_end(self) -> None:
        async with asyncio.timeout(PATIENCE_SECONDS):
            async for _ in self._lines:
                pass


@asynccontextmanager
async def reading(base: str) -> AsyncIterator[Reader]:
    async with (
        httpx.AsyncClient(base_url=base, timeout=PATIENCE_SECONDS) as client,
        client.stream(
            "GET", EVENTS, headers={"Last-Event-ID": "nonsense", "Accept-Encoding": "gzip"}
        ) as answer,
    ):
        assert answer.status_code == 200, await answer.aread()
        yield Reader(answer)


async def test_every_open_page_is_told_what_changed_and_streams_end_with_the_api(
    database_url: str, redis_url: str
) -> None:
    with api_process(database_url, redis_url) as (child, port):
        base = f"http://localhost:{port}"
        db = await asyncpg.connect(database_url)
        async with reading(base) as one, reading(base) as two:
            assert one.answer.headers["content-type"] == "text/event-stream; charset=utf-8"
            assert one.answer.headers["cache-control"] == "no-store"
            assert one.answer.headers["x-accel-buffering"] == "no"
            assert "content-encoding" not in one.answer.headers
            for reader in (one, two):
                assert (await reader.next("hello"))["version"]
                assert await reader.next("visits") == {"last_ok_at": None}
                assert await reader.next("sales") == {"changed_at": None, "closed_through": None}
            await db.execute("INSERT INTO sources (host, last_ok_at) VALUES ('x', '2026-11-23T10:00:00Z')")
            for reader in (one, two):
                assert await reader.next("visits") == {"last_ok_at": "2026-11-23T10:00:00Z"}
            async with db.transaction():
                await note_closed(
                    db, through=date(2026, 11, 22), changed_at=datetime(2026, 11, 23, 1, tzinfo=UTC)
                )
                await db.execute(
                    "INSERT INTO imports (file_name, state, read) VALUES ('own.csv', 'running', 70)"
                )
            sales = {"changed_at": "2026-11-23T01:00:00Z", "closed_through": "2026-11-22"}
            for reader in (one, two):
                assert await reader.next("sales") == sales
                assert await reader.next("imports") == {"import_id": 1, "state": "running", "read": 70}
            await db.execute("UPDATE imports SET state = 'done', read = 99")
            for reader in (one, two):
                assert await reader.next("imports") == {"import_id": 1, "state": "done", "read": 99}
            await db.close()
            child.send_signal(signal.SIGTERM)
            await one.to_its_end()
            await two.to_its_end()
        _, words = await asyncio.to_thread(child.communicate, timeout=PATIENCE_SECONDS)
        assert child.returncode == 0
        # Streams that had to be cut off after the grace would be named here.
        assert "timeout graceful shutdown exceeded" not in words
        assert "Traceback" not in words


@asynccontextmanager
async def served(database_url: str, redis_url: str) -> AsyncIterator[tuple[hub.Events, int]]:
    """The api in this process behind a real socket."""
    settings = api_settings(database_url, redis_url)
    async with opened(settings) as parts:
        app = create_app(settings, parts)
        with socket.create_server(("127.0.0.1", 0)) as at:
            server = Server(app, uvicorn.Config(app, log_config=None, access_log=False, lifespan="on"))
            running = asyncio.create_task(server.serve(sockets=[at]))
            port = at.getsockname()[1]
            await until(lambda: server.started)
            yield app.state.events, port
            server.should_exit = True
            await asyncio.wait_for(running, PATIENCE_SECONDS)


async def until(met: Any) -> None:
    async with asyncio.timeout(PATIENCE_SECONDS):
        while not met():
            await asyncio.sleep(0.02)


async def test_a_reader_that_takes_nothing_is_dropped(
    database_url: str, redis_url: str, monkeypatch: Any
) -> None:
    monkeypatch.setattr(routes, "STUCK_SECONDS", 0.3)
    async with served(database_url, redis_url) as (events, port):
        with socket.socket() as slow:
            slow.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
            await asyncio.to_thread(slow.connect, ("127.0.0.1", port))
            slow.sendall(f"GET {EVENTS} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
            await until(lambda: events.listening == 1)
            async with asyncio.timeout(PATIENCE_SECONDS):
                while events.listening:
                    for listener in events._listeners:
                        listener.tell("large", b": " + b"x" * (1 << 20) + b"\n\n")
                    await asyncio.sleep(0.02)
        async with reading(f"http://127.0.0.1:{port}") as other:
            assert await other.next("hello")


async def test_a_reader_that_leaves_is_forgotten_and_head_does_not_listen(
    database_url: str, redis_url: str
) -> None:
    async with served(database_url, redis_url) as (events, port):
        base = f"http://127.0.0.1:{port}"
        async with reading(base) as reader:
            await reader.next("visits")
            assert events.listening == 1
        await until(lambda: events.listening == 0)
        async with httpx.AsyncClient(base_url=base) as client:
            answer = await client.head(EVENTS)
        assert (answer.status_code, answer.content) == (200, b"")
        assert events.listening == 0


async def test_more_than_a_process_bears_are_asked_to_come_later(api: httpx.AsyncClient) -> None:
    events = api.app.state.events  # type: ignore[attr-defined]
    open_streams = [events.stream() for _ in range(hub.MOST_LISTENERS)]
    for stream in open_streams:
        assert (await anext(stream)).startswith(b"retry: ")
    refused = await api.get(EVENTS)
    assert (refused.status_code, refused.json()["key"]) == (503, "error.unavailable")
    assert refused.headers["retry-after"] == str(hub.FULL_RETRY_SECONDS)
    for stream in open_streams:
        await stream.aclose()
    assert events.listening == 0
    await events.close()
    assert (await api.get(EVENTS)).status_code == 503


def seen(minute: int, *imports: ImportEvent) -> Changes:
    return Changes(
        VisitsEvent(datetime(2026, 11, 23, 10, minute, tzinfo=UTC)), SalesEvent(None, None), imports
    )


class Question:
    """What the poller asks; counts how often."""

    def __init__(self, *answers: Changes | Exception) -> None:
        self.answers, self.asked = list(answers), 0

    async def __call__(self) -> Changes:
        self.asked += 1
        answer = self.answers[min(self.asked, len(self.answers)) - 1]
        if isinstance(answer, Exception):
            raise answer
        return answer


async def test_one_question_serves_all_and_nobody_asks_when_nobody_listens(monkeypatch: Any) -> None:
    monkeypatch.setattr(hub, "POLL_SECONDS", 0.05)
    question = Question(seen(1))
    events = hub.Events(question)
    streams = [events.stream() for _ in range(20)]
    for stream in streams:
        await anext(stream)
        assert b"event: visits" in await anext(stream)
    await until(lambda: question.asked >= 4)
    assert question.asked < 20
    for stream in streams:
        await stream.aclose()
    await until(lambda: events._polling is not None and events._polling.done())
    asked = question.asked
    await asyncio.sleep(0.2)
    assert question.asked == asked
    again = events.stream()
    await anext(again)
    assert b'10:01:00Z"' in await anext(again)
    await again.aclose()
    await events.close()


async def test_a_database_that_is_away_ends_no_stream(monkeypatch: Any) -> None:
    monkeypatch.setattr(hub, "POLL_SECONDS", 0.02)
    monkeypatch.setattr(hub, "AWAY_SECONDS", 0.02)
    monkeypatch.setattr(hub, "BEAT_SECONDS", 0.05)
    answers = (seen(1), Unavailable("away"), ValueError("odd"), Unavailable("away"), seen(2))
    events = hub.Events(Question(*answers))
    stream = events.stream()
    told = b""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while b"10:02:00Z" not in told:
            told += await anext(stream)
        while hub.BEAT not in told:
            told += await anext(stream)
    assert told.index(b"10:01:00Z") < told.index(b"10:02:00Z")
    events.end()
    assert [chunk async for chunk in stream] == []
    await events.close()


async def test_an_import_that_was_over_before_is_no_news_and_one_that_ends_is(monkeypatch: Any) -> None:
    monkeypatch.setattr(hub, "POLL_SECONDS", 0.02)
    old, running = ImportEvent(1, "done", 5), ImportEvent(2, "running", 3)
    events = hub.Events(
        Question(seen(1, old, running), seen(1, old, ImportEvent(2, "done", 9), ImportEvent(3, "failed", 0)))
    )
    stream = events.stream()
    told = b""
    async with asyncio.timeout(PATIENCE_SECONDS):
        while b"failed" not in told:
            told += await anext(stream)
    numbers = [json.loads(line[6:])["import_id"] for line in told.splitlines() if b"import_id" in line]
    assert sorted(numbers) == [2, 2, 3]
    later = events.stream()
    assert b"imports" not in await anext(later) + await anext(later)
    await events.close()
