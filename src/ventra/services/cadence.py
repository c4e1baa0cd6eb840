"""Runs each job when it is due, on one worker at a time. Leases are rows, so that a dead worker's job runs again by itself."""

from __future__ import annotations

import asyncio
import contextlib
import time
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from ventra.errors import Unavailable, VentraError
from ventra.infra import schema, store
from ventra.infra.db import Connection, transaction
from ventra.infra.job_rules import JobRule
from ventra.infra.logs import about, logger, scrub
from ventra.infra.metrics import timed
from ventra.infra.queue import Job
from ventra.jobs.means import Means

LEASE_SECONDS = 30.0
KEEP_SECONDS = 8.0
LOOK_SECONDS = 1.0
FIRST_WAIT_SECONDS, LONGEST_WAIT_SECONDS = 5.0, 300.0
AWAY_WAIT_SECONDS = 10.0
"""The longest wait after a failure that is a dependency's absence: once it is back, work goes on soon."""
_log = logger(__name__)


@dataclass(eq=False, slots=True)
class _Running:
    claim: store.Claim
    task: asyncio.Task[None]
    sure_until: float


class Cadence:
    """The jobs of this worker that have a cadence."""

    def __init__(
        self, means: Means, rules: Sequence[JobRule], turned: Callable[[], None] = lambda: None
    ) -> None:
        self._means = means
        self._rules = {rule.name: rule for rule in rules}
        self._running: dict[str, _Running] = {}
        self._kept_at = 0.0
        self._turned = turned
        self._fits = False
        self._planned: set[str] = set()
        self._resting = False

    async def run(self, stop: asyncio.Event, *, drain_seconds: float = 5) -> None:
        """Run jobs until `stop`; then give running ones `drain_seconds` and hand the rest back."""
        trouble_seconds = 0.0
        while not stop.is_set():
            try:
                await self._turn()
                self._turned()
                if trouble_seconds:
                    _log.warning("jobs go on")
                trouble_seconds = 0.0
            except Unavailable as away:
                if away.facts.get("dependency") == "postgres":
                    self._means.outage.note(self._means.clock())
                if not trouble_seconds:
                    _log.warning("jobs wait", because=str(away))
                trouble_seconds = min(10.0, trouble_seconds * 2 or LOOK_SECONDS)
            except Exception:
                # At the edge: said with its trace, and tried again; a crash loop would say less.
                _log.exception("looking for due jobs failed")
                trouble_seconds = min(30.0, trouble_seconds * 2 or LOOK_SECONDS)
            self._drop_unsure()
            await _sleep_until(stop, trouble_seconds or LOOK_SECONDS)
        await self._drain(drain_seconds)

    async def _in_force(self, db: Connection) -> list[str]:
        """The jobs that run with what is collected, each with a row of its own."""
        if not self._fits:
            await schema.fitting(db)
            self._fits = True
        collecting = await self._means.switch.obey(db, self._means.collect)
        names = [name for name, rule in self._rules.items() if collecting in rule.collecting]
        if not self._planned.issuperset(names):
            await store.plan_jobs(db, names)
        return names

    async def _turn(self) -> None:
        for name in [name for name, running in self._running.items() if running.task.done()]:
            del self._running[name]
        if time.monotonic() - self._kept_at >= KEEP_SECONDS:
            await self._keep()
        rests = self._rests()
        asked_at = time.monotonic()
        async with transaction(self._means.pool) as db:
            await self._means.wall.compare(db, self._means.clock())
            self._means.wall.must_agree()
            in_force = await self._in_force(db)
            idle = [
                name
                for name in in_force
                if name not in self._running and not (rests and self._rules[name].fills)
            ]
            claims = await store.claim_jobs(db, idle, lease_seconds=LEASE_SECONDS)
            await self._end_all_but(in_force, db)
        self._planned.update(in_force)
        for claim in claims:
            task = asyncio.create_task(self._run_one(self._rules[claim.job], claim))
            self._running[claim.job] = _Running(claim, task, asked_at + LEASE_SECONDS)

    async def _end_all_but(self, in_force: Sequence[str], db: Connection) -> None:
        """What was switched off while it ran ends here; its row is free for when it is switched on again."""
        for name in self._running.keys() - set(in_force):
            running = self._running[name]
            if not running.task.done():
                _log.info("a job was switched off: it ends here", job=name)
                running.task.cancel()
                await store.give_back_job(db, running.claim)

    def _rests(self) -> bool:
        """Whether what adds to a disk without room must wait; said once when that begins and once when it ends."""
        rests = not self._means.room.is_left()
        if rests and not self._resting:
            _log.warning(
                "the disk of Postgres has no room left: nothing is collected, imported or computed until it has"
            )
        elif self._resting and not rests:
            _log.warning("the disk of Postgres has room again: work goes on")
        self._resting = rests
        return rests

    async def _keep(self) -> None:
        """Prolong what runs; what another worker has meanwhile is ended here."""
        asked_at = time.monotonic()
        claims = [running.claim for running in self._running.values() if not running.task.done()]
        if claims:
            async with transaction(self._means.pool) as db:
                held = await store.keep_claims(db, claims, lease_seconds=LEASE_SECONDS)
            for running in self._running.values():
                if running.claim in held:
                    running.sure_until = asked_at + LEASE_SECONDS
                elif running.claim in claims and not running.task.done():
                    _log.warning("a job's lease went to another worker", job=running.claim.job)
                    running.task.cancel()
        self._kept_at = asked_at

    def _drop_unsure(self) -> None:
        for running in self._running.values():
            if time.monotonic() > running.sure_until and not running.task.done():
                _log.warning("a job's lease could not be prolonged: it ends here", job=running.claim.job)
                running.task.cancel()

    async def _run_one(self, rule: JobRule, claim: store.Claim) -> None:
        began = time.monotonic()
        with about(job=rule.name, job_id=str(claim.lease)):
            try:
                try:
                    with timed(rule.name):
                        await rule.run(self._means)
                except Exception as failure:
                    await self._note_failure(claim, failure)
                    return
                took_ms = int((time.monotonic() - began) * 1000)
                async with transaction(self._means.pool) as db:
                    await store.finish_job(db, claim, every_seconds=rule.every_seconds, took_ms=took_ms)
            except Unavailable as away:
                _log.warning("a job's end could not be noted: it runs again", because=str(away))

    async def _note_failure(self, claim: store.Claim, failure: Exception) -> None:
        away = isinstance(failure, VentraError) and failure.retry
        job = Job(claim.job, f"{claim.job}-{claim.lease}", {})
        async with transaction(self._means.pool) as db:
            times = await store.fail_job(
                db,
                claim,
                error=short(failure),
                first_wait=FIRST_WAIT_SECONDS,
                longest_wait=AWAY_WAIT_SECONDS if away else LONGEST_WAIT_SECONDS,
            )
            # An outage is one failure, however often it was tried in between.
            if not away or times == 1:
                await note_failure(db, job, failure)
        if away:
            _log.warning("a job waits", because=short(failure), times=times)
        else:
            _log.error("a job failed", times=times, exc_info=failure)

    async def _drain(self, drain_seconds: float) -> None:
        tasks = {running.task: running.claim for running in self._running.values() if not running.task.done()}
        if not tasks:
            return
        _, late = await asyncio.wait(tasks, timeout=drain_seconds)
        for task in late:
            task.cancel()
        await asyncio.gather(*late, return_exceptions=True)
        try:
            async with transaction(self._means.pool, wait_seconds=2) as db:
                for task in late:
                    await store.give_back_job(db, tasks[task])
        except Unavailable as away:
            _log.warning(
                "jobs could not be handed back: they run again when their leases end", because=str(away)
            )


async def note_failure(db: Connection, job: Job, failure: Exception) -> None:
    """Keep a failed job's reason and trace, scrubbed, where the operator sees them."""
    trace = "".join(traceback.format_exception(failure))
    await store.record_failure(
        db, job=job.name, job_id=job.id, payload=job.payload, error=short(failure), trace=scrub(trace)
    )


def short(failure: Exception) -> str:
    """A failure in one line, scrubbed."""
    return scrub(f"{type(failure).__name__}: {failure}".replace("\n", " "))[:500]


async def _sleep_until(stop: asyncio.Event, seconds: float) -> None:
    with contextlib.suppress(TimeoutError):
        await asyncio.wait_for(stop.wait(), seconds)
