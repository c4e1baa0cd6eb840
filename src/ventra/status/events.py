"""Tells open pages what changed, so that they ask again. One poller a process, and only while somebody listens.

Postgres is asked rather than listening to it: a notification does not come through a transaction pooler.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import AsyncGenerator, Awaitable, Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

import msgspec

from ventra import __version__
from ventra.errors import Unavailable
from ventra.infra.logs import logger
from ventra.status.answers import Changes, HelloEvent

MOST_LISTENERS = 500
POLL_SECONDS = 3.0
BEAT_SECONDS = 15.0
AWAY_SECONDS = 10.0
RETRY_MS = (3_000, 8_000)
"""Pages come back spread over this stretch, so that a new api does not meet them all at once."""
FULL_RETRY_SECONDS = 30
BEAT = b": still here\n\n"
_ENDED = ("done", "failed")
_log = logger(__name__)


@dataclass(frozen=True, slots=True)
class _Told:
    """An event, and whether it tells of something that is over."""

    event: bytes
    over: bool = False


class _Listener:
    """What an open page has still to be told: the newest of each kind, so that a slow one never holds more."""

    def __init__(self, standing: dict[str, bytes]) -> None:
        self.pending = dict(standing)
        self.woken = asyncio.Event()

    def tell(self, key: str, event: bytes) -> None:
        self.pending[key] = event
        self.woken.set()

    def take(self) -> bytes:
        told = b"".join(self.pending.values())
        self.pending.clear()
        self.woken.clear()
        return told


class Events:
    """The listeners of this process and the one question asked for all of them."""

    def __init__(self, look: Callable[[], Awaitable[Changes]], *, most: int = MOST_LISTENERS) -> None:
        self._look = look
        self._most = most
        self._listeners: set[_Listener] = set()
        self._standing: dict[str, _Told] = {}
        self._polling: asyncio.Task[None] | None = None
        self._wake = asyncio.Event()
        self._ended = False

    @property
    def listening(self) -> int:
        """How many listen now."""
        return len(self._listeners)

    def must_have_room(self) -> None:
        """Raise `Unavailable` when no further page can listen here."""
        if self._ended:
            raise Unavailable("the api ends; ask again", retry_after_seconds=2)
        if len(self._listeners) >= self._most:
            raise Unavailable("too many pages listen already", retry_after_seconds=FULL_RETRY_SECONDS)

    async def stream(self) -> AsyncGenerator[bytes, None]:
        """What one page is sent: hello, what stands, then each change; ends with `end`."""
        self._keep_polling()
        # What is over need not greet who comes later.
        listener = _Listener({key: told.event for key, told in self._standing.items() if not told.over})
        self._listeners.add(listener)
        try:
            hello = HelloEvent(__version__, datetime.now(UTC))
            yield b"retry: %d\n" % random.randint(*RETRY_MS) + written("hello", hello)
            while not self._ended:
                told = listener.take()
                if told:
                    yield told
                    continue
                try:
                    async with asyncio.timeout(BEAT_SECONDS):
                        await listener.woken.wait()
                except TimeoutError:
                    yield BEAT
        finally:
            self._listeners.discard(listener)

    def end(self) -> None:
        """Every stream ends by itself now, and none begins."""
        self._ended = True
        self._wake.set()
        for listener in self._listeners:
            listener.woken.set()

    async def close(self) -> None:
        """End, and wait for the poller."""
        self.end()
        if self._polling is not None:
            self._polling.cancel()
            await asyncio.gather(self._polling, return_exceptions=True)

    def _keep_polling(self) -> None:
        if self._polling is None or self._polling.done():
            self._standing.clear()
            self._polling = asyncio.create_task(self._poll())

    async def _poll(self) -> None:
        away = False
        while self._listeners and not self._ended:
            try:
                self._tell(await self._look())
                away = False
            except Unavailable as gone:
                if not away:
                    _log.warning("open pages are told nothing for now", because=str(gone))
                away = True
            except Exception:
                # At the edge: said with its trace, and asked again; the streams live on.
                _log.exception("asking for changes failed")
                away = True
            await self._pause(AWAY_SECONDS if away else POLL_SECONDS)

    async def _pause(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._wake.wait()
        except TimeoutError:
            return

    def _tell(self, seen: Changes) -> None:
        first = not self._standing
        standing = dict(_events_of(seen))
        for key, told in standing.items():
            # What was over before anybody listened is no news.
            if told != self._standing.get(key) and not (first and told.over):
                for listener in self._listeners:
                    listener.tell(key, told.event)
        self._standing = standing


def written(name: str, said: msgspec.Struct) -> bytes:
    """An event as it goes over the wire."""
    return b"event: %s\ndata: %s\n\n" % (name.encode(), msgspec.json.encode(said))


def _events_of(seen: Changes) -> Iterator[tuple[str, _Told]]:
    """Each event under the key by which a newer one replaces it."""
    yield "visits", _Told(written("visits", seen.visits))
    yield "sales", _Told(written("sales", seen.sales))
    for one in seen.imports:
        yield f"import {one.import_id}", _Told(written("imports", one), one.state in _ENDED)
