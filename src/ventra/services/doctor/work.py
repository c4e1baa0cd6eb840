"""Work: whether a worker is alive, what it is late with, and what goes wrong."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from ventra.collect.store import health
from ventra.infra.job_rules import OFF
from ventra.infra.queue import look_at
from ventra.jobs import RULES, rules_for
from ventra.services.doctor import store
from ventra.services.doctor.check import checks_of
from ventra.services.doctor.finding import Verdict, ok, problem, skipped, warning
from ventra.services.doctor.patient import Patient
from ventra.services.doctor.switched import switched_to
from ventra.services.facts import QUEUE
from ventra.settings import WORKER

check = checks_of("work")
MINUTE, HOUR = 60, 3600
ALIVE_SECONDS = 5 * MINUTE
LATE_SECONDS, VERY_LATE_SECONDS = 15 * MINUTE, 2 * HOUR
LONG_RUNNING_SECONDS = 2 * HOUR
EXPIRED_SECONDS = 10 * MINUTE
OFTEN = 5
START_WORKER = "start the worker and look at its log (on Railway: railway logs --service worker)"


def span(seconds: float) -> str:
    """A stretch of time for people: the largest two units."""
    whole = max(int(seconds), 0)
    units = [
        (whole // 86_400, "d"),
        (whole % 86_400 // 3600, "h"),
        (whole % 3600 // 60, "min"),
        (whole % 60, "s"),
    ]
    first = next((at for at, (count, _) in enumerate(units) if count), len(units) - 1)
    return " ".join(f"{count} {unit}" for count, unit in units[first : first + 2] if count) or "0 s"


async def _collect_of(patient: Patient) -> str | None:
    """What is collected: as the operator switched it, else the worker's variable; None where that is unknown here."""
    switched = await switched_to(patient)
    return switched or (None if patient.is_not(WORKER) else str(patient.get("COLLECT")))


async def _skipped_while_off(patient: Patient, so: str = "") -> Verdict:
    """Nothing to judge, and why."""
    switched = await switched_to(patient)
    return skipped(("collecting is switched off by the operator" if switched else "COLLECT is off") + so)


def _ours(jobs: Sequence[store.Schedule], collect: str | None) -> list[store.Schedule]:
    """Jobs that run while this is collected, with those alone that always run when it is unknown."""
    names = {rule.name for rule in rules_for(collect or OFF)}
    return [job for job in jobs if job.job in names]


async def _lag(patient: Patient) -> store.Lag:
    """Counted once: with millions of products that takes a while. Whoever asks second has waited for its turn."""
    every = await _collect_of(patient) == "all"
    async with patient.database() as db:
        if (known := patient.known.get("lag")) is None:
            known = await store.read_lag(db, all_products=every, expired_seconds=EXPIRED_SECONDS)
            patient.known["lag"] = known
    lag: store.Lag = known
    return lag


@check(
    "worker",
    looks_at="a worker has begun a job within the last 5 minutes",
    why="without a worker nothing is visited, no day is closed, no file is imported and no backup is made",
    mend=START_WORKER,
)
async def worker(patient: Patient) -> Verdict:
    """Jobs that run every few seconds leave their time behind."""
    async with patient.database() as db:
        jobs = await store.read_schedule(db)
    seen = min((job.seen_seconds for job in jobs if job.seen_seconds is not None), default=None)
    if seen is None:
        return patient.grave("no worker has ever run on this database")
    if seen > ALIVE_SECONDS:
        return patient.grave(f"no worker is alive: the last job began {span(seen)} ago")
    return ok(f"the last job began {span(seen)} ago")


@check(
    "jobs",
    looks_at="every job is run when it is due, and ends",
    why="a job that hangs or is never taken keeps everything behind it waiting",
    mend="restart the worker (running jobs go back and are run again); look at its log",
)
async def jobs(patient: Patient) -> Verdict | list[Verdict]:
    """Due long ago, a lease that ended with nobody taking it up, or running for hours."""
    collect = await _collect_of(patient)
    async with patient.database() as db:
        ours = _ours(await store.read_schedule(db), collect)
    found = []
    for job in ours:
        leased = job.lease_over_seconds is not None and job.lease_over_seconds < 0
        if leased and (job.seen_seconds or 0) > LONG_RUNNING_SECONDS:
            found.append(warning(f"{job.job} has been running for {span(job.seen_seconds or 0)}"))
        elif not leased and job.lease_over_seconds is not None and job.lease_over_seconds > LATE_SECONDS:
            words = f"{job.job} was begun by a worker that is gone, {span(job.lease_over_seconds)} ago, and nobody took it up"
            found.append(patient.grave(words, START_WORKER))
        elif not leased and job.late_seconds > LATE_SECONDS:
            found.append(patient.grave(f"{job.job} is due since {span(job.late_seconds)}", START_WORKER))
    if not ours:
        return skipped("no job has been planned yet: a worker does that when it starts")
    return found or ok(f"{len(ours)} of {len(RULES)} jobs are planned here, none is late")


@check(
    "failed_jobs",
    looks_at="no job failed within the last hour, and none fails again and again",
    why="what a failed job should have done is not done; it is tried again, ever more slowly",
    mend="the data-health page and the table job_failures hold each failure with its trace; docs/runbook.md says what to do",
)
async def failed_jobs(patient: Patient) -> Verdict | list[Verdict]:
    """By job, with the newest reason."""
    async with patient.database() as db:
        failed, planned = await store.read_failed(db), await store.read_schedule(db)
    again = {job.job: job for job in planned if job.failures >= OFTEN}
    found = [
        problem(f"{job.job} failed {job.failures} times in a row: {job.last_error}", _full(job.last_error))
        for job in again.values()
    ]
    for one in failed:
        if one.job not in again:
            times = "once" if one.times == 1 else f"{one.times} times"
            found.append(warning(f"{one.job} failed {times} within the hour: {one.error}", _full(one.error)))
    return found or ok("none within the hour")


def _full(error: str | None) -> str | None:
    """What mends a disk that is full: the database's, as jobs meet it."""
    full = any(sign in (error or "") for sign in ("DiskFull", "No space left"))
    return (
        "grow the volume of Postgres (on Railway: ⋮, Live Resize), then see docs/runbook.md" if full else None
    )


@check(
    "queue",
    looks_at="queued visits are taken within minutes, and the queue is not paused",
    why="visits that wait in Redis are taken by nobody: figures grow old",
    mend=START_WORKER,
)
async def queue(patient: Patient) -> Verdict:
    """BullMQ's own lists."""
    if await _collect_of(patient) == OFF:
        return await _skipped_while_off(patient, ": nothing is queued")
    here = await look_at(await patient.redis(), QUEUE)
    if here.paused:
        go_on = f"let it go on: redis-cli HDEL bull:{QUEUE}:meta paused; then restart the worker"
        return problem(f"the queue is paused, {here.waiting} jobs wait", go_on)
    waits = (datetime.now(UTC) - here.oldest).total_seconds() if here.oldest else 0
    if waits > LATE_SECONDS:
        return patient.grave(f"{here.waiting} jobs wait, the oldest for {span(waits)}: nobody takes them")
    return ok(f"{here.waiting} jobs wait, {here.active} run")


@check(
    "due_visits",
    looks_at="products are visited when they are due",
    why="a product seen late has coarser days: what was sold between two looks is spread over the time between",
    mend="raise BUDGET_PRODUCT_PER_SECOND or track fewer products; if nothing is visited at all, see worker, queue and sources",
)
async def due_visits(patient: Patient) -> Verdict:
    """How long the tracked product that is longest overdue has waited; the rest gives way by design (`docs/cadence.md`)."""
    collect = await _collect_of(patient)
    if collect == OFF:
        return await _skipped_while_off(patient)
    lag = await _lag(patient)
    if not lag.tracked and collect != "all":
        return skipped("no product is tracked yet: ventra visit URL --track")
    late = lag.oldest_due_seconds or 0
    if late > VERY_LATE_SECONDS:
        return patient.grave(f"the longest overdue visit is {span(late)} late")
    return (
        warning(f"the longest overdue visit is {span(late)} late")
        if late > LATE_SECONDS
        else ok(f"at most {span(late)} late")
    )


@check(
    "leases",
    looks_at="no visit was taken long ago and neither made nor taken anew",
    why="a lease that ended belongs to a worker that died; the sweep takes such visits again, unless it does not run",
    mend="look at worker and queue: with both well the sweep takes them within seconds",
)
async def leases(patient: Patient) -> Verdict:
    """Leases hold for two minutes."""
    if await _collect_of(patient) == OFF:
        return await _skipped_while_off(patient)
    lag = await _lag(patient)
    if lag.expired_leases:
        taken = f"{lag.expired_leases} visits were taken more than {span(EXPIRED_SECONDS)} ago"
        return patient.grave(f"{taken} by workers that are gone")
    return ok("none is left behind")


@check(
    "last_visit",
    looks_at="the marketplace gave a good answer within the last 2 hours (tracked products are visited every 15 minutes)",
    why="figures are as old as the last good visit",
    mend="look at sources, worker and due_visits; the data-health page shows how visits ended",
)
async def last_visit(patient: Patient) -> Verdict:
    """Over all sources."""
    collect = await _collect_of(patient)
    if collect == OFF:
        return await _skipped_while_off(patient)
    tracked = (await _lag(patient)).tracked
    async with patient.database() as db:
        last, now = await health.last_ok_at(db), (await store.read_server(db)).now
    if not tracked and collect != "all":
        return skipped("no product is tracked yet: ventra visit URL --track")
    if last is None:
        return warning("no visit has ended well yet")
    age = (now - last).total_seconds()
    return (
        ok(f"{span(age)} ago")
        if age <= VERY_LATE_SECONDS
        else patient.grave(f"the last good visit was {span(age)} ago")
    )


@check(
    "sources",
    looks_at="no source is stopped or slowed down",
    why="a source that showed a challenge is asked nothing more until the operator says so",
    mend="read the runbook (VentraSourceStopped), then: ventra resume HOST",
)
async def sources(patient: Patient) -> Verdict | list[Verdict]:
    """With the reason that was noted."""
    async with patient.database() as db:
        known = await health.sources(db)
    found = []
    for source in known:
        if source.state == "stopped":
            words = f"{source.host} is stopped since {source.since:%Y-%m-%d %H:%M} UTC: {source.reason}"
            found.append(
                problem(words, f"read the runbook (VentraSourceStopped), then: ventra resume {source.host}")
            )
        elif source.state == "slowed":
            words = f"{source.host} asked for less: {source.reason}"
            found.append(warning(words, "wait: it is asked less often until it answers again"))
    if not known:
        return skipped("no source has been asked yet")
    return found or ok(", ".join(source.host for source in known))


CHECKS = (worker, jobs, failed_jobs, queue, due_visits, leases, last_visit, sources)
