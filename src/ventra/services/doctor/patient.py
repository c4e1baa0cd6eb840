"""What is examined: settings as they were given, and the parts they lead to, each opened once and only when asked for."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Any, TypeVar

import aiohttp
from redis.asyncio import Redis
from redis.asyncio.retry import Retry
from redis.backoff import NoBackoff
from redis.exceptions import RedisError

from ventra.errors import SettingWrong, SourceError, Unavailable
from ventra.infra import db
from ventra.infra.http import Answer, fetch, session
from ventra.services.doctor.causes import postgres_away, redis_away, web_away
from ventra.services.doctor.finding import Blocked, Verdict, problem, skipped, warning
from ventra.settings import TOOL, Settings

T = TypeVar("T")
POSTGRES_AWAY = (*db.AWAY, db.Answered, Unavailable, SettingWrong, ValueError)
REDIS_AWAY = (RedisError, OSError, TimeoutError, ValueError)
POSTGRES, SCHEMA, REDIS, WEB = "postgres", "schema", "redis", "web"
"""Checks that tell why others cannot look."""
NOT_THERE, TOO_SLOW = ("42P01", "42703", "22023"), "57014"
"""No such table, column or role; a statement that took too long."""
MIGRATE = "ventra migrate (on Railway: railway ssh --service api -- ventra migrate)"
HEALTH = "/api/v1/health"
STATEMENT_SHARE, TURN_LIMITS = 0.75, 8
"""A statement ends before we stop waiting for it; a check waits for its turn as long as this many may take."""
CLOCK: ContextVar[asyncio.Timeout] = ContextVar("doctor_clock")
"""The limit on the time of the check that runs."""


class Patient:
    """Checks ask this for what they look at. A part that does not answer raises `Blocked`, naming the check that tells why."""

    def __init__(
        self, settings: Settings, wrong: Sequence[SettingWrong], *, checkout: Path, limit_seconds: float
    ) -> None:
        self.settings, self.wrong, self.checkout = settings, tuple(wrong), checkout
        self.limit_seconds, self.wait_seconds = limit_seconds, limit_seconds * 0.8
        """How long a check waits for what it asks: less than its own limit, so that it can still name the cause."""
        self.known: dict[str, Any] = {}
        """What one check has read and others read as well."""
        self._stack = AsyncExitStack()
        self._turn, self._hung = asyncio.Lock(), False
        self._opened: dict[str, asyncio.Future[Any]] = {}

    async def __aenter__(self) -> Patient:
        return self

    async def __aexit__(self, *_: object) -> None:
        for opening in self._opened.values():
            opening.cancel()
        await asyncio.gather(*self._opened.values(), return_exceptions=True)
        await self._stack.aclose()

    @property
    def production(self) -> bool:
        """Whether weak points are open to the world, and so problems."""
        return self.settings.production

    @property
    def service(self) -> str | None:
        """The service that is examined; None when it is the installation as seen from here."""
        return None if self.settings.service == TOOL else self.settings.service

    def is_not(self, *services: str) -> bool:
        """Whether a service is examined that is none of these."""
        return self.service is not None and self.service not in services

    def grave(self, what: str, mend: str | None = None) -> Verdict:
        """A problem in production, a warning on a developer's machine."""
        return problem(what, mend) if self.production else warning(what, mend)

    def get(self, name: str) -> Any:
        """A variable's value, None when it is not set; `Blocked` when it is malformed or missing."""
        for wrong in self.wrong:
            if wrong.name.removesuffix("_FILE") == name:
                raise Blocked("settings", problem(str(wrong), f"set {wrong.name} anew"))
        return self.settings[name]

    @asynccontextmanager
    async def database(self) -> AsyncIterator[Any]:
        """The connection to `DATABASE_URL` in a transaction that changes nothing, for one check at a time.

        Waiting for the others is not the check's own time.
        """
        connection = await self.once(POSTGRES, self._open_database)
        await self._take_turn()
        try:
            async with (
                asyncio.timeout(self.wait_seconds),
                db.reading(connection, most_seconds=self.wait_seconds * STATEMENT_SHARE),
            ):
                yield connection
        except (db.Answered, *db.AWAY) as failure:
            self._hung = self._hung or isinstance(failure, TimeoutError)
            raise self._blamed(failure) from failure
        except asyncio.CancelledError:
            self._hung = True
            raise
        finally:
            self._turn.release()

    async def _take_turn(self) -> None:
        clock, now = CLOCK.get(None), asyncio.get_running_loop().time
        if clock is not None:
            clock.reschedule(now() + TURN_LIMITS * self.limit_seconds)
        await self._turn.acquire()
        if clock is not None:
            clock.reschedule(now() + self.limit_seconds)
        if self._hung:
            self._turn.release()
            raise Blocked(
                POSTGRES,
                problem("Postgres has stopped answering", "look at what it is busy with, and at its log"),
            )

    def _blamed(self, failure: Exception) -> Exception:
        code = getattr(failure, "sqlstate", None)
        if code in NOT_THERE:
            return Blocked(
                SCHEMA, problem("the database lacks a table or a column that is read here", MIGRATE)
            )
        if isinstance(failure, db.AWAY) or code == TOO_SLOW:
            return Blocked(POSTGRES, postgres_away(failure, self.get("DATABASE_URL")))
        return failure

    async def redis(self) -> Redis:
        """The connection to `REDIS_URL`, which has answered."""
        return await self.once(REDIS, self._open_redis)

    async def http(self) -> aiohttp.ClientSession:
        """For requests to the outside."""
        return await self.once("http", lambda: self._stack.enter_async_context(session(at_most=8)))

    async def web_health(self) -> Answer:
        """What `WEB_URL` answers when it is asked for the api's health."""
        return await self.once(WEB, self._ask_web)

    async def once(self, key: str, open_it: Callable[[], Awaitable[T]]) -> T:
        """Open or ask something once for all checks; what it raises, it raises for each of them."""
        if key not in self._opened:
            self._opened[key] = asyncio.ensure_future(open_it())
        opened: T = await asyncio.shield(self._opened[key])
        return opened

    async def connect(self, url: str, name: str = "DATABASE_URL") -> Any:
        """A connection of its own, closed at the end; `Blocked` says why there is none."""
        try:
            async with asyncio.timeout(self.wait_seconds):
                return await self._stack.enter_async_context(db.connected(url))
        except POSTGRES_AWAY as away:
            raise Blocked(POSTGRES, postgres_away(away, url, name)) from away

    async def _open_database(self) -> Any:
        url = self.get("DATABASE_URL")
        if url is None:
            missing = problem(
                "DATABASE_URL is not set",
                "set it; on a laptop start `make demo` or `make up`, and look again",
            )
            raise Blocked(POSTGRES, missing)
        return await self.connect(url)

    async def _open_redis(self) -> Redis:
        url = self.get("REDIS_URL")
        if url is None:
            raise Blocked(REDIS, skipped("REDIS_URL is not set here; api and worker need it"))
        try:
            redis = Redis.from_url(
                url,
                decode_responses=True,
                protocol=2,
                retry=Retry(NoBackoff(), 0),
                socket_timeout=self.wait_seconds,
                socket_connect_timeout=self.wait_seconds,
            )
            self._stack.push_async_callback(redis.aclose)
            await redis.ping()
        except REDIS_AWAY as away:
            raise Blocked(REDIS, redis_away(away, url)) from away
        return redis

    async def _ask_web(self) -> Answer:
        url = self.get("WEB_URL")
        if url is None:
            raise Blocked(WEB, skipped("WEB_URL is not set here; the api has it"))
        try:
            return await fetch(
                await self.http(),
                "GET",
                url.rstrip("/") + HEALTH,
                headers={},
                total_seconds=self.wait_seconds,
            )
        except SourceError as away:
            told = web_away(away, url)
            raise Blocked(WEB, self.grave(told.what, told.mend)) from away
