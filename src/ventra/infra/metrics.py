"""What a process counts of itself, for Prometheus: one registry, every name `ventra_…`, labels from short closed lists."""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from prometheus_client import (
    CollectorRegistry,
    Counter,
    Gauge,
    Histogram,
    PlatformCollector,
    ProcessCollector,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from ventra.errors import VentraError
from ventra.infra.machine import machine_readings

CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8"
OTHER = "other"
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})

disable_created_metrics()  # type: ignore[no-untyped-call]
REGISTRY = CollectorRegistry()
ProcessCollector(registry=REGISTRY)
PlatformCollector(registry=REGISTRY)

_BUILD = Gauge(
    "ventra_build_info", "what runs; always 1", ("service", "version", "commit"), registry=REGISTRY
)
_REQUESTS = Counter(
    "ventra_http_requests", "answers of the api", ("method", "route", "status"), registry=REGISTRY
)
_REQUEST_SECONDS = Histogram(
    "ventra_http_request_seconds",
    "from the first byte of a request to the last of its answer; event streams are left out",
    ("method", "route"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5),
    registry=REGISTRY,
)
IN_FLIGHT = Gauge("ventra_http_requests_in_flight", "requests that are being answered now", registry=REGISTRY)
_JOBS = Counter("ventra_jobs", "jobs that came to an end", ("job_name", "outcome"), registry=REGISTRY)
_JOB_SECONDS = Histogram(
    "ventra_job_seconds",
    "how long jobs took",
    ("job_name",),
    buckets=(0.05, 0.25, 1, 5, 15, 60, 300, 1800),
    registry=REGISTRY,
)
_VISITS = Counter(
    "ventra_visits", "answers of the marketplace, by what was asked", ("kind", "outcome"), registry=REGISTRY
)
_OBSERVATIONS = Counter(
    "ventra_observations", "what visits saw: new, known before, in conflict", ("what",), registry=REGISTRY
)
QUARANTINED = Counter(
    "ventra_quarantined_pages", "pages of a shape that the parser does not know", registry=REGISTRY
)
_BUDGET_SECONDS = Histogram(
    "ventra_budget_wait_seconds",
    "how long a request waited for its slot in the budget",
    ("lane",),
    buckets=(0.01, 0.1, 0.5, 1, 2, 5, 10, 30, 60, 120),
    registry=REGISTRY,
)
_BUDGET_REFUSALS = Counter(
    "ventra_budget_refusals",
    "requests that the budget did not let out: the host is paused, the lane is full, Redis is away",
    ("lane", "why"),
    registry=REGISTRY,
)
LIMITS_OPEN = Counter(
    "ventra_limits_open", "reads that were let through uncounted because Redis is away", registry=REGISTRY
)
POOL_TIMEOUTS = Counter(
    "ventra_database_pool_timeouts", "how often no connection came free in time", registry=REGISTRY
)
_UPDATES = Counter("ventra_bot_updates", "what people sent to the bot", ("outcome",), registry=REGISTRY)

READINGS: Mapping[str, tuple[str, tuple[str, ...]]] = {
    "ventra_database_up": ("1 while Postgres answers this process", ()),
    "ventra_redis_up": ("1 while Redis answers this process", ()),
    "ventra_due_products": ("products that are due for a visit and not taken", ()),
    "ventra_leased_products": ("products that are being visited", ()),
    "ventra_queue_lag_seconds": ("how late the oldest due visit of a tracked product is; 0 when none is", ()),
    "ventra_queue_jobs": ("jobs in the queue", ("state",)),
    "ventra_last_good_visit_age_seconds": ("since any source last gave a good answer", ()),
    "ventra_last_closed_day_age_seconds": ("since the end of the newest day whose sales are closed", ()),
    "ventra_source_stopped": ("1 while a source waits for the operator to resume it", ("host",)),
    "ventra_alarms_open": ("alarms that nobody has cleared", ()),
    "ventra_job_last_done_age_seconds": ("since a job last came to a good end", ("job_name",)),
    "ventra_job_failures_in_a_row": ("how often a job has failed since its last good end", ("job_name",)),
    "ventra_collecting": (
        "1 where COLLECT, or the operator's switch before it, lets products be visited by themselves",
        (),
    ),
    "ventra_bot_polled": ("1 while some process polls Telegram; absent until one ever has", ()),
    "ventra_bot_polling": ("1 while this process polls Telegram; 0 while it stands by or waits", ()),
    "ventra_backup_age_seconds": (
        "since the newest backup was finished; +Inf when STORAGE_URL is set and there is none, absent without both",
        (),
    ),
    "ventra_partitions_ahead_seconds": ("how far ahead tables are made for what will be observed", ()),
    "ventra_database_size_bytes": ("size of the whole database", ()),
    "ventra_database_volume_size_bytes": ("size of the disk of Postgres; absent where nobody told", ()),
    "ventra_database_volume_free_bytes": ("free on the disk of Postgres; absent where nobody told", ()),
    "ventra_database_full_in_seconds": (
        "until the disk of Postgres is full at its pace; +Inf for more than ten years, absent with too few samples",
        (),
    ),
}


class _Readings(Collector):
    """Gauges somebody read elsewhere; one that nobody knows now is absent, never a stale number."""

    def __init__(self) -> None:
        self._values: dict[str, Mapping[tuple[str, ...], float]] = {}

    def put(self, name: str, value: float | Mapping[tuple[str, ...], float] | None) -> None:
        """Note a reading, by label values where it has labels; None makes it absent."""
        if name not in READINGS:
            raise KeyError(name)
        if value is None:
            self._values.pop(name, None)
        else:
            self._values[name] = value if isinstance(value, Mapping) else {(): value}

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """For the registry."""
        for name, values in list(self._values.items()):
            meaning, labels = READINGS[name]
            family = GaugeMetricFamily(name, meaning, labels=labels)
            for of, value in values.items():
                family.add_metric(of, value)
            yield family


class _Pools(Collector):
    """The open pools of this process, asked when the registry is."""

    def __init__(self) -> None:
        self._open: list[Any] = []
        self._waiting = 0

    def add(self, pool: Any) -> None:
        """Count a pool from now on, until it closes."""
        self._open = [*(one for one in self._open if not one.is_closing()), pool]

    @contextmanager
    def waiting(self) -> Iterator[None]:
        """Somebody waits for a connection for as long as the block lasts."""
        self._waiting += 1
        try:
            yield
        finally:
            self._waiting -= 1

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """For the registry."""
        pools = [one for one in self._open if not one.is_closing()]
        size = sum(one.get_size() for one in pools)
        idle = sum(one.get_idle_size() for one in pools)
        most = sum(one.get_max_size() for one in pools)
        for name, meaning, value in (
            ("ventra_database_pool_connections", "open connections to Postgres", size),
            ("ventra_database_pool_in_use", "connections that somebody holds", size - idle),
            ("ventra_database_pool_max", "how many connections there may be", most),
            ("ventra_database_pool_waiting", "how many wait for a connection", self._waiting),
        ):
            yield GaugeMetricFamily(name, meaning, value=value)


class _Machine(Collector):
    """Disk and memory, read when the registry is asked."""

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """For the registry."""
        for name, (meaning, value) in machine_readings().items():
            yield GaugeMetricFamily(name, meaning, value=value)


readings, pools = _Readings(), _Pools()
for _collector in (readings, pools, _Machine()):
    REGISTRY.register(_collector)
_of_requests: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}


def exposition() -> bytes:
    """Everything counted, as Prometheus reads it."""
    return generate_latest(REGISTRY)


def tell_build(service: str, version: str, commit: str | None) -> None:
    """Say once what runs."""
    _BUILD.labels(service, version, commit or "").set(1)


def request_done(method: str, route: str, status: int, seconds: float | None) -> None:
    """Count an answer; `route` is a template and never a path, `seconds` is None for an event stream."""
    key = (method if method in _METHODS else OTHER, route, status)
    counted = _of_requests.get(key)
    if counted is None:
        counted = _REQUESTS.labels(key[0], route, str(status)), _REQUEST_SECONDS.labels(key[0], route)
        _of_requests[key] = counted
    counted[0].inc()
    if seconds is not None:
        counted[1].observe(seconds)


@contextmanager
def timed(job: str) -> Iterator[None]:
    """Count a job's end: `done`, `failed`, `waits` (a dependency is away) or `ended` (it was told to stop)."""
    began, outcome = time.perf_counter(), "ended"
    try:
        yield
        outcome = "done"
    except Exception as failure:
        outcome = "waits" if isinstance(failure, VentraError) and failure.retry else "failed"
        raise
    finally:
        _JOBS.labels(job, outcome).inc()
        _JOB_SECONDS.labels(job).observe(time.perf_counter() - began)


def visits_done(kind: str, outcomes: Mapping[str, int]) -> None:
    """Count answers of the marketplace; `kind` is `product`, `tree`, `shop` or `search`."""
    for outcome, times in outcomes.items():
        _VISITS.labels(kind, outcome).inc(times)


def observed(*, new: int, known: int, conflicts: int) -> None:
    """Count what a batch of visits saw."""
    for what, times in (("new", new), ("known", known), ("conflict", conflicts)):
        _OBSERVATIONS.labels(what).inc(times)


def budget_waited(lane: str, seconds: float) -> None:
    """Count a request that the budget let out, and how long it waited."""
    _BUDGET_SECONDS.labels(lane).observe(seconds)


def budget_refused(lane: str, why: str) -> None:
    """Count a request that the budget did not let out: `paused`, `full` or `away`."""
    _BUDGET_REFUSALS.labels(lane, why).inc()


def update_done(outcome: str) -> None:
    """Count an update of the bot: `handled`, `failed`, `unreachable` (the chat is closed to us)."""
    _UPDATES.labels(outcome).inc()
