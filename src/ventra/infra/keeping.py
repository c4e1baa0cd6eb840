"""What is kept for a time only, or up to a size, and how the rest is found and deleted: in batches, each over an index."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ventra.infra.db import Connection, transaction

BATCH = 1_000
MOST_BATCHES = 500
"""What is left after so many waits for the next time, so that deleting never holds up the rest."""


@dataclass(frozen=True, slots=True)
class Keep:
    """How long, and how much at most: the newest rows, or the newest that fit into so many bytes."""

    age: timedelta
    most_rows: int | None = None
    most_bytes: int | None = None


async def delete_all_gone(
    pool: Any, kept: Mapping[str, Keep], clock: Callable[[], datetime], *, stopping: Callable[[], bool]
) -> dict[str, int]:
    """`delete_gone` for each; how many rows of each went."""
    return {
        name: await delete_gone(pool, name, keep, clock, stopping=stopping) for name, keep in kept.items()
    }


async def delete_gone(
    pool: Any, name: str, keep: Keep, clock: Callable[[], datetime], *, stopping: Callable[[], bool]
) -> int:
    """Delete what is older than it is kept, or too much, a batch a transaction, until told to stop; returns how many rows."""

    async def batch() -> int:
        async with transaction(pool) as db:
            return await delete_some(db, name, keep, clock())

    return await in_batches(batch, stopping=stopping)


async def in_batches(batch: Callable[[], Awaitable[int]], *, stopping: Callable[[], bool]) -> int:
    """Do `batch` until it finds fewer than `BATCH` rows, or is told to stop; how many in all."""
    done = 0
    for _ in range(MOST_BATCHES):
        if stopping():
            break
        some = await batch()
        done += some
        if some < BATCH:
            break
    return done


async def delete_some(db: Connection, name: str, keep: Keep, now: datetime) -> int:
    """Delete a batch of what is older than it is kept, or too much; fewer than `BATCH` says that this was all."""
    gone = await _delete(db, AGED[name], now - keep.age)
    if gone < BATCH and keep.most_rows is not None:
        gone += await _delete(db, TOO_MANY[name], keep.most_rows)
    if gone < BATCH and keep.most_bytes is not None:
        gone += await _delete(db, TOO_LARGE[name], keep.most_bytes)
    return gone


async def _delete(db: Connection, sql: str, limit: datetime | int) -> int:
    return int((await db.execute(sql, limit)).rsplit(" ", 1)[-1])


def _rows(table: str, found: str) -> str:
    """Rows are found by their place: within one statement it cannot move."""
    return f"DELETE FROM {table} WHERE ctid = ANY (ARRAY({found} LIMIT {BATCH}))"


def _ended(table: str, key: str, at: str) -> str:
    """Rows that ended long ago, found by their key: who cleans may read when they ended and nothing else of them."""
    return (
        f"DELETE FROM {table} WHERE {key} = ANY (ARRAY("
        f"SELECT {key} FROM {table} WHERE {at} < $1 ORDER BY {at} LIMIT {BATCH}))"
    )


def _older(table: str, at: str, only: str = "true") -> str:
    return _rows(table, f"SELECT ctid FROM {table} WHERE {at} < $1 AND {only} ORDER BY {at}")


def _beyond(table: str, order: str) -> str:
    """All but the newest $1 rows."""
    return _rows(table, f"SELECT ctid FROM (SELECT ctid FROM {table} ORDER BY {order} OFFSET $1) beyond")


def _above(table: str, text: str, order: str) -> str:
    """All but the newest rows that together have $1 bytes; lengths are read without what they are the length of."""
    return _rows(
        table,
        f"SELECT ctid FROM (SELECT ctid, sum(octet_length({text})) OVER (ORDER BY {order}) AS up_to FROM {table}) above "
        "WHERE up_to > $1",
    )


def _of_imports(table: str) -> str:
    return _rows(
        table,
        f"SELECT t.ctid FROM imports i JOIN {table} t ON t.import_id = i.id "
        "WHERE i.finished_at < $1 AND i.state IN ('done', 'failed')",
    )


AGED: Mapping[str, str] = {
    "quarantine": _older("quarantine", "seen_at"),
    "job_failures": _older("job_failures", "failed_at"),
    "visit_counts": _older("visit_counts", "hour"),
    "status_hours": _older("status_hours", "hour"),
    "alarms": _older("alarms", "cleared_at", "cleared_at IS NOT NULL"),
    "unknown_fields": _older("unknown_fields", "first_seen"),
    "import_parts": _of_imports("import_parts"),
    "import_rejects": _of_imports("import_rejects"),
    "imports": _older("imports", "finished_at", "state IN ('done', 'failed')"),
    "uploads_left_half_way": _older("imports", "created_at", "state = 'receiving'"),
    "home_files": _older("home_files", "finished_at"),
    "cards": _older("cards", "asked_at"),
    "reports": _older("reports", "asked_at"),
    "sessions": _older("sessions", "expires_at"),
    "one_use_links": _older("one_use_links", "expires_at"),
    "letters": _older("letters", "expires_at"),
    "invitations": _ended("invitations", "invitation_id", "expires_at"),
    "api_keys": _ended("api_keys", "key_id", "least(revoked_at, expires_at)"),
    "marked_products": _older(
        "marked_products",
        "untracked_at",
        # Whoever tracked it again by a command, as the owner of the tables, saw no row here to take up.
        "NOT EXISTS (SELECT FROM trackers t "
        "WHERE t.org_id = marked_products.org_id AND t.product_id = marked_products.product_id)",
    ),
    "product_lists": _older("product_lists", "deleted_at"),
    "share_links": _older("share_links", "expires_at"),
    "export_links": _older("export_links", "expires_at"),
    "alerts": _older("alerts", "closed_at", "closed_at IS NOT NULL"),
    "alert_deliveries": _older("alert_deliveries", "made_at", "state <> 'waiting'"),
    "alert_group_codes": _older("alert_group_codes", "expires_at"),
    "supplier_requests": _older("supplier_requests", "asked_at", "state IN ('done', 'failed')"),
    "supplier_offers": _older(
        "supplier_offers",
        "seen_at",
        "source <> 'price_list' AND NOT EXISTS (SELECT FROM offer_matches m WHERE m.org_id = supplier_offers.org_id "
        "AND m.offer_id = supplier_offers.offer_id AND m.state = 'confirmed')",
    ),
    "supplier_answers": _older("supplier_answers", "fetched_at"),
    "picture_hashes": _older("picture_hashes", "seen_at"),
    "price_list_drafts": _older("price_lists", "made_at", "state = 'draft'"),
    "disk_samples": _rows(
        "disk_samples", "SELECT ctid FROM disk_samples WHERE day < ($1::timestamptz)::date ORDER BY day"
    ),
}
TOO_MANY: Mapping[str, str] = {
    "job_failures": _beyond("job_failures", "id DESC"),
    "unknown_fields": _beyond("unknown_fields", "first_seen DESC"),
    "supplier_answers": _beyond("supplier_answers", "fetched_at DESC"),
    "picture_hashes": _beyond("picture_hashes", "seen_at DESC"),
}
TOO_LARGE: Mapping[str, str] = {
    "quarantine": _above("quarantine", "body", "seen_at DESC, id DESC"),
    "import_rejects": _above("import_rejects", "record", "import_id DESC, line"),
}
