"""The worker: runs what `jobs/` lists. `python -m ventra.services.worker`"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

import uvloop

from ventra import settings as settings_of
from ventra.collect.look import utc_now
from ventra.core.counters import Counters
from ventra.errors import SettingWrong, StoreFull, Unavailable, VentraError
from ventra.infra import logs, schema
from ventra.infra.browser import Renderer, find_chromium
from ventra.infra.db import act_as, transaction
from ventra.infra.job_rules import QueuedRule
from ventra.infra.mail import Mail
from ventra.infra.queue import Handler, Job, Queue, run_worker
from ventra.infra.roles import WORKER_ROLE
from ventra.infra.secrets import Vault
from ventra.jobs import QUEUED, RULES
from ventra.jobs.means import MakeBackup, Means
from ventra.sales.learn import know_counters
from ventra.services.announce import announced
from ventra.services.backing_up import backing_up, check_settings
from ventra.services.cadence import Cadence, note_failure
from ventra.services.embedding import provider_of, sending_of
from ventra.services.facts import Facts
from ventra.services.importer import import_files
from ventra.services.inner import Beat, inner_pages, inner_socket
from ventra.services.marketplace import marketplace
from ventra.services.measuring import measure_when_due
from ventra.services.outlooking import refresh_outlook
from ventra.services.readiness import WorkerState
from ventra.services.search_apart import keep_search
from ventra.services.shop_door import shop_door
from ventra.services.supplying import supplying
from ventra.services.taking_home import make_home_files
from ventra.services.telling import begin_telling
from ventra.services.vaults import names_of, vault_of
from ventra.services.wiring import Parts, opened, room_of
from ventra.settings import Settings
from ventra.status.watch import Outage

QUEUE_NAME = "ventra"
SLOW_PER_SECOND = 20
"""Up to this budget two jobs at a time use all of it, and a worker that is told to stop loses few visits."""
LOOK_AGAIN_SECONDS = 2.0
DRAIN_SECONDS = 5.0
STOP_SECONDS = 15.0
_log = logs.logger(__name__)


def main() -> int:
    """Run until SIGTERM or SIGINT; 2 when a setting is wrong, 1 when it cannot go on otherwise."""
    try:
        settings = settings_of.read(settings_of.WORKER, os.environ)
    except SettingWrong as wrong:
        print(f"worker: {wrong}", file=sys.stderr)
        return 2
    begin_telling(settings)
    try:
        check_settings(settings)
        return uvloop.run(serve(settings, inner_socket(settings)))
    except VentraError as wrong:
        print(f"worker: {wrong}", file=sys.stderr)
        return 2 if isinstance(wrong, SettingWrong) else 1


async def serve(settings: Settings, health_at: socket.socket | None = None) -> int:
    """Work until told to stop, with a health page; however it goes, the end comes within `STOP_SECONDS`."""
    stop, loop = asyncio.Event(), asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    state = WorkerState()
    facts = Facts(settings, state.open_pool, state.open_redis)
    async with inner_pages(settings, health_at, state.why_not_ready, facts.readers):
        return await _serve(settings, state, stop)


async def _serve(settings: Settings, state: WorkerState, stop: asyncio.Event) -> int:
    working = asyncio.create_task(_work(settings, state, stop))
    stopping = asyncio.create_task(stop.wait())
    await asyncio.wait({working, stopping}, return_when=asyncio.FIRST_COMPLETED)
    stopping.cancel()
    done, _ = await asyncio.wait({working}, timeout=STOP_SECONDS)
    if not done:
        _log.warning("the worker ends with work unfinished: it runs again", seconds=STOP_SECONDS)
        working.cancel()
        await asyncio.wait({working}, timeout=2)
    else:
        working.result()
    _log.info("the worker has stopped")
    return 0


async def _work(settings: Settings, state: WorkerState, stop: asyncio.Event) -> None:
    wait_seconds, outage = 1.0, Outage()
    renderer, make_backup = _renderer(settings), backing_up(settings)
    while not stop.is_set():
        try:
            async with opened(settings, pool_at_most=8) as parts:
                state.pool, state.redis = parts.pool, parts.redis
                if await _fits(parts.pool, stop):
                    await _with_parts(parts, renderer, make_backup, stop, state.turned, outage)
        except Unavailable as away:
            outage.note(utc_now())
            _log.warning("the worker waits", because=str(away), again_in_seconds=wait_seconds)
            await asyncio.wait({asyncio.create_task(stop.wait())}, timeout=wait_seconds)
            wait_seconds = min(wait_seconds * 2, 15.0)


def _renderer(settings: Settings) -> Renderer | None:
    """The Chromium of this machine; without one the worker says so once and goes on."""
    chromium = find_chromium(settings["CHROMIUM_PATH"])
    if chromium is not None:
        return Renderer(chromium)
    where = settings["CHROMIUM_PATH"] or "on PATH"
    _log.warning(
        "no Chromium: report cards fail until it is installed or named in CHROMIUM_PATH", looked=str(where)
    )
    return None


def _vault(settings: Settings) -> Vault | None:
    """What opens the secrets of webhooks and keys of own shops; without a key the worker says so once and goes on."""
    if names_of(settings):
        return vault_of(settings)
    _log.warning("no SECRETS_KEY: webhooks and own shops wait until the worker has the api's")
    return None


async def _fits(pool: Any, stop: asyncio.Event) -> bool:
    """Wait until the schema is what this release needs; False when told to stop before that."""
    said = False
    while not stop.is_set():
        async with transaction(pool) as db:
            at = await schema.standing(db)
        if at.fits:
            act_as(pool, WORKER_ROLE)
            return True
        if not at.allows:
            raise schema.refusal(at)
        if not said:
            _log.warning("the worker waits for the migrations", missing=[one.id for one in at.missing])
        said = True
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(stop.wait(), LOOK_AGAIN_SECONDS)
    return False


async def _with_parts(
    parts: Parts,
    renderer: Renderer | None,
    make_backup: MakeBackup | None,
    stop: asyncio.Event,
    turned: Beat,
    outage: Outage,
) -> None:
    settings = parts.settings
    queue = Queue(settings["REDIS_URL"], QUEUE_NAME)
    provider = provider_of(settings)
    try:
        async with marketplace(parts) as client, supplying(settings) as suppliers, shop_door(parts) as seller:
            means = Means(
                pool=parts.pool,
                queue=queue,
                client=client,
                collect=settings["COLLECT"],
                product_per_second=settings["BUDGET_PRODUCT_PER_SECOND"],
                import_files=import_files,
                make_home_files=make_home_files,
                measure_accuracy=measure_when_due,
                refresh_outlook=refresh_outlook,
                keep_search=keep_search,
                make_backup=make_backup,
                mail=None if settings["SMTP_URL"] is None else Mail(settings["SMTP_URL"]),
                vault=_vault(settings),
                renderer=renderer,
                suppliers=suppliers,
                sending=sending_of(settings, provider),
                seller=seller,
                simulated=settings["VENTRA_SIMULATED"],
                stopping=stop.is_set,
                outage=outage,
                room=room_of(settings),
            )
            async with transaction(parts.pool) as db:
                await means.wall.compare(db, means.clock())
            await _know_counters(means, settings)
            _log.info("the worker runs", collect=means.collect, pid=os.getpid())
            async with announced(parts.pool, settings):
                await run_jobs(means, settings["REDIS_URL"], stop, turned)
    finally:
        if provider is not None:
            await provider.close()
        await queue.close()


async def _know_counters(means: Means, settings: Settings) -> None:
    counters = Counters.named(settings["COUNTER_ON_CANCEL"] or {})
    if profile := await know_counters(means.pool, counters, now=means.clock()):
        _log.info("counters are read otherwise from here on", version=profile.version, counters=str(counters))


async def run_jobs(
    means: Means, redis_url: str, stop: asyncio.Event, turned: Callable[[], None] = lambda: None
) -> None:
    """Jobs with a cadence and the queued ones, until `stop`; `turned` is told of every look.

    With collecting off the queued ones are taken too: visits that were queued before go back.
    """
    async with asyncio.TaskGroup() as group:
        cadence = Cadence(means, RULES, turned)
        group.create_task(cadence.run(stop, drain_seconds=DRAIN_SECONDS))
        group.create_task(
            run_worker(
                redis_url,
                QUEUE_NAME,
                handlers_of(means),
                visits_at_once(means.product_per_second),
                _keeper_of_failures(means.pool),
                stop=stop,
                drain_seconds=DRAIN_SECONDS,
            )
        )


def visits_at_once(product_per_second: float) -> int:
    """How many batches a worker has under way, so that one is fetched while another is stored."""
    return 2 if product_per_second <= SLOW_PER_SECOND else 4


def handlers_of(means: Means) -> dict[str, Handler]:
    """The queued jobs by name."""
    return {rule.name: partial(_while_room, means, rule) for rule in QUEUED}


async def _while_room(means: Means, rule: QueuedRule, payload: Any) -> None:
    """What is queued when the disk runs out, or our clock is off, is given up: its leases end, and what is due is found again."""
    means.room.must_be_left()
    means.wall.must_agree()
    await rule.run(means, payload)


def _keeper_of_failures(pool: Any) -> Callable[[Job, Exception], Awaitable[None]]:
    async def keep(job: Job, failure: Exception) -> None:
        if isinstance(failure, StoreFull):
            return  # said once by the jobs; to keep it would take room
        if isinstance(failure, Unavailable):
            # Whose absence it is says so itself; what the job held is taken again when its leases end.
            _log.warning("a queued job ends undone", because=str(failure))
            return
        _log.error("a queued job failed", exc_info=failure)
        async with transaction(pool) as db:
            await note_failure(db, job, failure)

    return keep


if __name__ == "__main__":
    sys.exit(main())
