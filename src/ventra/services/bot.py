"""The bot: long polling, one poller a token, every update handled once. `python -m ventra.services.bot`"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING, Any

from ventra import settings as settings_of
from ventra.core.talk import Said
from ventra.errors import Conflict, NotFound, SettingWrong, Unavailable, VentraError
from ventra.infra import logs, schema, store
from ventra.infra.db import act_as, open_pool, transaction
from ventra.infra.metrics import update_done
from ventra.infra.roles import APP_ROLE, WORKER_ROLE
from ventra.services.announce import announce, announced
from ventra.services.bot_alerts import carry_alerts
from ventra.services.bot_letters import carry_letters
from ventra.services.chat.answering import answer, note_failure, offer_commands
from ventra.services.chat.talk import Talk
from ventra.services.inner import inner_pages, inner_socket
from ventra.services.readiness import BotState
from ventra.services.telling import begin_telling
from ventra.settings import Settings

if TYPE_CHECKING:
    from ventra.infra.telegram import Telegram

LEASE_SECONDS = 30.0
KEEP_SECONDS = 8.0
STANDBY_SECONDS = 5.0
FINISH_SECONDS = 5.0
LONGEST_WAIT_SECONDS = 30.0
REFUSED_WAIT_SECONDS = 300.0
TRIES_AN_UPDATE = 3
_log = logs.logger(__name__)


class Poller:
    """Polls for one bot while it holds the lease, and answers."""

    def __init__(
        self,
        pool: Any,
        telegram: Telegram,
        talk: Talk,
        stop: asyncio.Event,
        state: BotState,
        *,
        announce: bool,
    ) -> None:
        self._pool, self._telegram, self._talk, self._stop = pool, telegram, talk, stop
        self._state, self._announce = state, announce
        self._next: int | None = None
        self._tries: dict[int, int] = {}
        self._standing_by = False
        self._idle = False

    async def run(self) -> None:
        """Poll until told to stop; wait out whatever is away."""
        wait_seconds = 1.0
        while not self._stop.is_set():
            try:
                await self._hold()
                wait_seconds = 1.0
                continue
            except (Unavailable, Conflict) as away:
                wait_seconds = max(wait_seconds, float(str(away.facts.get("wait_seconds", 0))))
                self._state.waiting = str(away)
                _log.warning("the bot waits", because=str(away), again_in_seconds=wait_seconds)
            except SettingWrong as wrong:
                wait_seconds, self._state.waiting = REFUSED_WAIT_SECONDS, str(wrong)
                _log.error("the bot waits", because=str(wrong), again_in_seconds=wait_seconds)
            await _sleep_until(self._stop, wait_seconds)
            wait_seconds = min(wait_seconds * 2, LONGEST_WAIT_SECONDS)

    async def _hold(self) -> None:
        async with transaction(self._pool) as db:
            await schema.fitting(db)
            lease = await store.claim_poller(db, self._telegram.bot_id, lease_seconds=LEASE_SECONDS)
        if lease is None:
            if not self._standing_by:
                _log.info("another process polls; this one stands by")
            self._standing_by, self._state.waiting = True, None
            await _sleep_until(self._stop, STANDBY_SECONDS)
            return
        self._standing_by, self._next = False, lease.next_update_id
        polling = asyncio.create_task(self._poll(lease))
        keeping = asyncio.create_task(self._keep(lease))
        stopping = asyncio.create_task(self._stop.wait())
        # Letters to people are brought by the bot that others know, and by no preview of it.
        tasks = [polling, keeping, stopping]
        if self._announce:
            tasks += [
                asyncio.create_task(carry(self._pool, self._telegram))
                for carry in (carry_letters, carry_alerts)
            ]
        try:
            await asyncio.wait({polling, keeping, stopping}, return_when=asyncio.FIRST_COMPLETED)
            if self._stop.is_set():
                await asyncio.wait({polling}, timeout=0 if self._idle else FINISH_SECONDS)
            if polling.done():
                polling.result()
            if keeping.done():
                keeping.result()
        finally:
            self._state.polling = False
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            with contextlib.suppress(Unavailable):  # the lease ends by itself soon
                async with transaction(self._pool, wait_seconds=2) as db:
                    await store.release_poller(db, lease)

    async def _poll(self, lease: store.Poller) -> None:
        name = await self._telegram.begin()
        if self._announce:
            async with transaction(self._pool) as db:
                await store.set_installation(db, store.BOT_USERNAME, name)
        await offer_commands(self._pool, self._telegram)
        _log.info("the bot listens", username=name)
        self._state.polling, self._state.waiting = True, None
        while not self._stop.is_set():
            self._idle = True
            found = await self._telegram.updates(self._next)
            self._idle = False
            if not found:
                self._next = None  # Telegram knows all we have handled; ids may begin anew after a quiet week
            for said in found:
                if self._stop.is_set():
                    return
                await self._handle(said)
                self._next = said.update_id + 1
                await self._note(lease)

    async def _keep(self, lease: store.Poller) -> None:
        while True:
            await asyncio.sleep(KEEP_SECONDS)
            await self._note(lease)

    async def _note(self, lease: store.Poller) -> None:
        async with transaction(self._pool) as db:
            if not await store.keep_poller(db, lease, self._next, lease_seconds=LEASE_SECONDS):
                raise Conflict("another process has become the poller")

    async def _handle(self, said: Said) -> None:
        """Handle one update. Raises `Unavailable` when it has to be handled again; a broken one is told and left."""
        self._tries[said.update_id] = tries = self._tries.get(said.update_id, 0) + 1
        with logs.about(update_id=said.update_id):
            try:
                await answer(self._telegram, self._talk, said)
                update_done("handled")
            except NotFound as closed:
                update_done("unreachable")
                _log.info("an answer reached nobody", because=str(closed))
            except Unavailable as away:
                if away.facts.get("dependency") == "postgres" or tries < TRIES_AN_UPDATE:
                    raise
                await self._give_up(said, away)
            except Exception as failure:
                await self._give_up(said, failure)
        del self._tries[said.update_id]

    async def _give_up(self, said: Said, failure: Exception) -> None:
        update_done("failed")
        await note_failure(self._pool, said, failure)


def main() -> int:
    """Run until SIGTERM or SIGINT; 2 when a setting is wrong, 1 when it cannot go on otherwise."""
    try:
        settings = settings_of.read(settings_of.BOT, os.environ)
    except SettingWrong as wrong:
        if wrong.name == "TELEGRAM_BOT_TOKEN":
            wrong = SettingWrong(wrong.name, "is malformed; expected the token BotFather gave")
        print(f"bot: {wrong}", file=sys.stderr)
        return 2
    begin_telling(settings)
    try:
        return asyncio.run(_serve(settings, inner_socket(settings)))
    except VentraError as wrong:
        print(f"bot: {wrong}", file=sys.stderr)
        return 2 if isinstance(wrong, SettingWrong) else 1


async def _serve(settings: Settings, health_at: socket.socket | None) -> int:
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    state = BotState()
    async with inner_pages(settings, health_at, state.why_not_ready, [state.read]):
        if settings["TELEGRAM_BOT_TOKEN"] is None:
            state.off = True
            _log.info("TELEGRAM_BOT_TOKEN is not set: the bot is off, everything else runs on")
            async with _pool(settings["DATABASE_URL"], stop, state) as pool:
                if pool is not None:
                    await announce(pool, settings, stop, on=False)
            await stop.wait()
            return 0
        await run(settings, stop, state)
    _log.info("the bot has stopped")
    return 0


async def run(
    settings: Settings, stop: asyncio.Event, state: BotState | None = None, *, to_others: bool = True
) -> None:
    """Be the bot of `TELEGRAM_BOT_TOKEN` until `stop`; a preview does not tell its name `to_others`."""
    state = state or BotState()
    async with _pool(settings["DATABASE_URL"], stop, state) as pool:
        if pool is None:
            return
        from ventra.infra.telegram import Telegram  # noqa: PLC0415 - aiogram takes 3 s and 140 MB: only when it is needed

        telegram = Telegram(settings["TELEGRAM_BOT_TOKEN"], settings["TELEGRAM_API_URL"])
        telling = announced(pool, settings, on=True) if to_others else contextlib.nullcontext()
        walled = await open_pool(settings["DATABASE_URL"], at_most=2, role=APP_ROLE)
        talk = Talk(pool, walled, telegram, simulated=settings["VENTRA_SIMULATED"])
        try:
            async with telling:
                await Poller(pool, telegram, talk, stop, state, announce=to_others).run()
        finally:
            await talk.stop()
            await telegram.close()
            await walled.close()


@asynccontextmanager
async def _pool(url: str, stop: asyncio.Event, state: BotState) -> AsyncIterator[Any]:
    """The pool, waited for until Postgres answers and its schema fits; `None` when told to stop before that."""
    wait_seconds = 1.0
    async with contextlib.AsyncExitStack() as kept:
        while state.pool is None and not stop.is_set():
            try:
                state.pool = await _fitting_pool(url)
                kept.push_async_callback(state.pool.close)
            except Unavailable as away:
                state.waiting = str(away)
                _log.warning("the bot waits", because=str(away), again_in_seconds=wait_seconds)
                await _sleep_until(stop, wait_seconds)
                wait_seconds = min(wait_seconds * 2, 15.0)
        yield state.pool


async def _fitting_pool(url: str) -> Any:
    pool = await open_pool(url, at_most=3)
    try:
        async with transaction(pool) as db:
            await schema.fitting(db)
        act_as(pool, WORKER_ROLE)
    except BaseException:
        await pool.close()
        raise
    return pool


async def _sleep_until(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)


if __name__ == "__main__":
    sys.exit(main())
