"""What organisations want to know of suppliers: rows that the api writes and a worker takes under a lease."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from ventra.core.product import Titles
from ventra.errors import NotFound
from ventra.sourcing.answers import RequestWish, SupplierRequest

MOST_LISTED = 50
_COLUMNS = (
    "r.request_id, r.source, r.query, r.product_id, r.state, r.asked_at, r.finished_at, r.tries, r.next_at, r.why, "
    "r.offers, r.from_cache, p.title_uz, p.title_ru"
)
_FROM = "supplier_requests r LEFT JOIN products p ON p.product_id = r.product_id"


@dataclass(frozen=True, slots=True)
class RequestLease:
    """The right to answer a request; it is lost when `tries` in the row has moved on."""

    org_id: int
    request_id: int
    source: str
    query: str
    product_id: int | None
    tries: int


async def add(db: Any, org_id: int, user_id: int | None, wish: RequestWish) -> SupplierRequest:
    """A new request that waits; one that is alike and still waits is given instead."""
    request_id = await db.fetchval(
        "SELECT request_id FROM supplier_requests WHERE org_id = $1 AND source = $2 AND query = $3 "
        "AND product_id IS NOT DISTINCT FROM $4 AND state IN ('waiting', 'running') ORDER BY request_id LIMIT 1",
        org_id,
        wish.source,
        wish.query,
        wish.product_id,
    )
    if request_id is None:
        request_id = await db.fetchval(
            "INSERT INTO supplier_requests (org_id, asked_by, source, query, product_id) "
            "VALUES ($1, $2, $3, $4, $5) RETURNING request_id",
            org_id,
            user_id,
            wish.source,
            wish.query,
            wish.product_id,
        )
    return await read(db, org_id, request_id)


async def read(db: Any, org_id: int, request_id: int) -> SupplierRequest:
    """One of them; `NotFound` when there is none."""
    row = await db.fetchrow(
        f"SELECT {_COLUMNS} FROM {_FROM} WHERE r.org_id = $1 AND r.request_id = $2", org_id, request_id
    )
    if row is None:
        raise NotFound("there is no request of this number")
    return _request(row)


async def listed(db: Any, org_id: int, *, product_id: int | None = None) -> list[SupplierRequest]:
    """The newest of an organisation, or of one of its products."""
    rows = await db.fetch(
        f"SELECT {_COLUMNS} FROM {_FROM} WHERE r.org_id = $1 AND ($2::bigint IS NULL OR r.product_id = $2) "
        f"ORDER BY r.asked_at DESC, r.request_id DESC LIMIT {MOST_LISTED}",
        org_id,
        product_id,
    )
    return [_request(row) for row in rows]


async def waiting(db: Any, org_id: int) -> int:
    """How many of an organisation wait or are being asked."""
    return int(
        await db.fetchval(
            "SELECT count(*) FROM supplier_requests WHERE org_id = $1 AND state IN ('waiting', 'running')",
            org_id,
        )
    )


async def some_wait(db: Any) -> bool:
    """Whether any request or price list waits for the worker."""
    return bool(
        await db.fetchval(
            "SELECT EXISTS (SELECT FROM supplier_requests WHERE state IN ('waiting', 'running')) "
            "OR EXISTS (SELECT FROM price_lists WHERE state = 'matching')"
        )
    )


async def take(
    db: Any, *, resting: Sequence[str], lease_seconds: float, most_tries: int, now: datetime
) -> RequestLease | None:
    """Lease the request that is due longest, also one whose worker died; none of a source that rests.

    One whose workers died too often has failed.
    """
    await db.execute(
        "UPDATE supplier_requests SET state = 'failed', why = 'failed', finished_at = $1, leased_until = NULL "
        "WHERE state = 'running' AND leased_until <= $1 AND tries >= $2",
        now,
        most_tries,
    )
    row = await db.fetchrow(
        """
        WITH next AS (
            SELECT org_id, request_id FROM supplier_requests
             WHERE ((state = 'waiting' AND next_at <= $1) OR (state = 'running' AND leased_until <= $1))
               AND state IN ('waiting', 'running') AND source <> ALL ($2::text[])
             ORDER BY next_at, request_id LIMIT 1 FOR UPDATE SKIP LOCKED)
        UPDATE supplier_requests r SET state = 'running', tries = r.tries + 1, leased_until = $1 + $3::interval, why = NULL
          FROM next WHERE r.org_id = next.org_id AND r.request_id = next.request_id
        RETURNING r.org_id, r.request_id, r.source, r.query, r.product_id, r.tries
        """,
        now,
        list(resting),
        timedelta(seconds=lease_seconds),
    )
    return None if row is None else RequestLease(**dict(row))


async def finish(db: Any, lease: RequestLease, *, offers: int, from_cache: bool, now: datetime) -> None:
    """It is answered."""
    await db.execute(
        "UPDATE supplier_requests SET state = 'done', finished_at = $4, leased_until = NULL, offers = $5, from_cache = $6, "
        "why = CASE WHEN $5 = 0 THEN 'empty' END WHERE org_id = $1 AND request_id = $2 AND tries = $3 AND state = 'running'",
        lease.org_id,
        lease.request_id,
        lease.tries,
        now,
        offers,
        from_cache,
    )


async def fail(db: Any, lease: RequestLease, why: str, now: datetime) -> None:
    """It cannot be answered."""
    await db.execute(
        "UPDATE supplier_requests SET state = 'failed', finished_at = $4, leased_until = NULL, why = $5 "
        "WHERE org_id = $1 AND request_id = $2 AND tries = $3 AND state = 'running'",
        lease.org_id,
        lease.request_id,
        lease.tries,
        now,
        why,
    )


async def wait(db: Any, lease: RequestLease, why: str | None, *, until: datetime) -> None:
    """Let it wait; a try without a `why` is nobody's fault and not counted."""
    await db.execute(
        "UPDATE supplier_requests SET state = 'waiting', leased_until = NULL, next_at = $4, why = $5, "
        "tries = tries - CASE WHEN $5::text IS NULL THEN 1 ELSE 0 END "
        "WHERE org_id = $1 AND request_id = $2 AND tries = $3 AND state = 'running'",
        lease.org_id,
        lease.request_id,
        lease.tries,
        until,
        why,
    )


async def used(db: Any, org_id: int, month: date) -> int:
    """How often suppliers were asked for an organisation in a month."""
    return int(
        await db.fetchval(
            "SELECT coalesce(sum(calls), 0) FROM supplier_calls WHERE org_id = $1 AND month = $2",
            org_id,
            month,
        )
    )


async def count_call(db: Any, org_id: int, month: date, source: str, by: int) -> None:
    """One more asking, or one less where it came to nothing."""
    await db.execute(
        "INSERT INTO supplier_calls AS c (org_id, month, source, calls) VALUES ($1, $2, $3, greatest($4, 0)) "
        "ON CONFLICT (org_id, month, source) DO UPDATE SET calls = greatest(c.calls + $4, 0)",
        org_id,
        month,
        source,
        by,
    )


def _request(row: Mapping[str, Any]) -> SupplierRequest:
    values = {name: row[name] for name in SupplierRequest.__struct_fields__ if name != "product_titles"}
    titles = None if row["product_id"] is None else Titles(row["title_uz"], row["title_ru"])
    return SupplierRequest(**values, product_titles=titles)
