"""What waits to be brought: claimed by a lease, held, sent once, and marked by whoever still has the lease."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from ventra.alerts.found import Found
from ventra.core.product import Titles
from ventra.core.rule_told import Told
from ventra.core.texts import Language
from ventra.infra.db import Connection, Row

LEASE = timedelta(seconds=90)
"""Longer than bringing the few rows of one claim can take: each call to the outside ends after 10 s or so."""


class Held(msgspec.Struct, frozen=True):
    """A row under a lease."""

    delivery_id: int
    lease: int
    what: str
    key: str
    alert_id: int | None
    level: int
    tries: int
    made_at: datetime


class Addressee(msgspec.Struct, frozen=True, kw_only=True):
    """The channel that rows are for. `lost`: why nothing may be brought to it, by what is known of its person."""

    org_id: int
    channel_id: int
    kind: str
    address: str
    secret: bytes | None
    language: Language
    zone: str
    quiet_from: int | None
    quiet_to: int | None
    bundle_minutes: int
    snoozed_until: datetime | None
    lost: str | None


async def claim(
    db: Connection, kinds: Sequence[str], *, now: datetime, most: int
) -> tuple[Addressee, list[Held]] | None:
    """Lease what is due for the channel of these kinds that has waited longest, at most `most` rows; `None` when nothing is."""
    channel = await db.fetchrow(
        """
        WITH first AS (
            SELECT d.org_id, d.channel_id FROM alert_deliveries d JOIN alert_channels c USING (org_id, channel_id)
             WHERE d.state = 'waiting' AND d.due_at <= $1 AND (d.leased_until IS NULL OR d.leased_until <= $1)
               AND c.kind = ANY($2)
             ORDER BY d.due_at, d.delivery_id LIMIT 1 FOR UPDATE OF d SKIP LOCKED)
        SELECT c.org_id, c.channel_id, c.kind, c.address, c.secret, c.language, c.zone, c.quiet_from, c.quiet_to,
               c.bundle_minutes, c.snoozed_until,
               CASE WHEN c.ended_at IS NOT NULL THEN coalesce(c.ended_because, 'ended')
                    WHEN u.suspended_at IS NOT NULL OR o.suspended_at IS NOT NULL THEN 'suspended'
                    WHEN c.kind = 'telegram' AND u.telegram_id::text IS DISTINCT FROM c.address THEN 'unlinked'
                    WHEN c.kind = 'email' AND (u.email IS DISTINCT FROM c.address OR u.email_verified_at IS NULL)
                    THEN 'address_changed' END AS lost
          FROM first JOIN alert_channels c USING (org_id, channel_id) JOIN organisations o ON o.org_id = c.org_id
          LEFT JOIN users u ON u.user_id = c.user_id
        """,
        now,
        list(kinds),
    )
    if channel is None:
        return None
    rows = await db.fetch(
        """
        WITH due AS (
            SELECT delivery_id FROM alert_deliveries
             WHERE org_id = $1 AND channel_id = $2 AND state = 'waiting' AND due_at <= $3
               AND (leased_until IS NULL OR leased_until <= $3)
             ORDER BY due_at, delivery_id LIMIT $4 FOR UPDATE SKIP LOCKED)
        UPDATE alert_deliveries d SET lease = d.lease + 1, leased_until = $3 + $5::interval, tries = d.tries + 1
          FROM due WHERE d.delivery_id = due.delivery_id
        RETURNING d.delivery_id, d.lease, d.what, d.key, d.alert_id, d.level, d.tries, d.made_at
        """,
        channel["org_id"],
        channel["channel_id"],
        now,
        most,
        LEASE,
    )
    return Addressee(**channel), sorted((Held(**row) for row in rows), key=lambda one: one.delivery_id)


async def gathered_at(db: Connection, to: Addressee, now: datetime) -> datetime | None:
    """When the next of a channel's alerts that is not due yet will be."""
    found: datetime | None = await db.fetchval(
        "SELECT min(due_at) FROM alert_deliveries "
        "WHERE org_id = $1 AND channel_id = $2 AND state = 'waiting' AND what = 'alert' AND due_at > $3",
        to.org_id,
        to.channel_id,
        now,
    )
    return found


async def hold(db: Connection, to: Addressee, until: datetime, *, snoozed_alone: bool) -> int:
    """Let what waits for a channel wait until then, leased or not; digests only where `snoozed_alone`. How many rows."""
    done = await db.execute(
        """
        UPDATE alert_deliveries SET due_at = $3, leased_until = NULL, lease = lease + 1, tries = greatest(tries - 1, 0)
         WHERE org_id = $1 AND channel_id = $2 AND state = 'waiting' AND due_at < $3
           AND (what = 'alert' OR (what IN ('day', 'week', 'report') AND $4))
        """,
        to.org_id,
        to.channel_id,
        until,
        snoozed_alone,
    )
    return int(done.rsplit(" ", 1)[-1])


async def sent(db: Connection, rows: Sequence[Held], now: datetime, message_id: int | None) -> int:
    """Mark rows as sent whose lease still holds; how many."""
    done = await db.execute(
        """
        UPDATE alert_deliveries d SET state = 'sent', sent_at = $3, message_id = $4, leased_until = NULL, error = NULL
          FROM unnest($1::bigint[], $2::bigint[]) AS n(delivery_id, lease)
         WHERE d.delivery_id = n.delivery_id AND d.lease = n.lease AND d.state = 'waiting'
        """,
        [one.delivery_id for one in rows],
        [one.lease for one in rows],
        now,
        message_id,
    )
    return int(done.rsplit(" ", 1)[-1])


async def put_off(
    db: Connection, rows: Sequence[Held], due_at: Sequence[datetime], error: str | None, *, counted: bool
) -> None:
    """Give rows back to be tried again, each at its instant; not `counted` where it was nobody's try."""
    await db.execute(
        """
        UPDATE alert_deliveries d SET due_at = n.due_at, leased_until = NULL, error = $4,
               tries = CASE WHEN $5 THEN d.tries ELSE greatest(d.tries - 1, 0) END
          FROM unnest($1::bigint[], $2::bigint[], $3::timestamptz[]) AS n(delivery_id, lease, due_at)
         WHERE d.delivery_id = n.delivery_id AND d.lease = n.lease AND d.state = 'waiting'
        """,
        [one.delivery_id for one in rows],
        [one.lease for one in rows],
        list(due_at),
        error,
        counted,
    )


async def slow_down(db: Connection, to: Addressee, until: datetime) -> None:
    """All that waits for a channel and is not under way waits until then."""
    await db.execute(
        "UPDATE alert_deliveries SET due_at = $3 WHERE org_id = $1 AND channel_id = $2 AND state = 'waiting' AND due_at < $3 "
        "AND leased_until IS NULL",
        to.org_id,
        to.channel_id,
        until,
    )


async def fail(db: Connection, rows: Sequence[Held], error: str) -> None:
    """Rows that nothing more is tried for."""
    await db.execute(
        """
        UPDATE alert_deliveries d SET state = 'failed', error = $3, leased_until = NULL
          FROM unnest($1::bigint[], $2::bigint[]) AS n(delivery_id, lease)
         WHERE d.delivery_id = n.delivery_id AND d.lease = n.lease AND d.state = 'waiting'
        """,
        [one.delivery_id for one in rows],
        [one.lease for one in rows],
        error,
    )


async def end(
    db: Connection, to: Addressee, now: datetime, because: str, *, error: str, for_good: bool
) -> None:
    """Take along all that waits for a channel; `for_good`: the channel ends with it, and says why."""
    if for_good:
        await db.execute(
            "UPDATE alert_channels SET ended_at = $3, ended_because = $4 "
            "WHERE org_id = $1 AND channel_id = $2 AND ended_at IS NULL",
            to.org_id,
            to.channel_id,
            now,
            because,
        )
    await db.execute(
        "UPDATE alert_deliveries SET state = 'ended', error = $3, leased_until = NULL "
        "WHERE org_id = $1 AND channel_id = $2 AND state = 'waiting'",
        to.org_id,
        to.channel_id,
        error,
    )


async def alerts(db: Connection, org_id: int, rows: Sequence[Held]) -> dict[int, Found]:
    """What the rows tell, by delivery; each at the level that it was made for."""
    found = await db.fetch(
        """
        SELECT n.delivery_id, a.alert_id, a.rule_id, r.name AS rule_name, a.subject, a.subject_id, a.opened_at, a.told_at,
               a.closed_at, a.facts, n.level,
               coalesce(p.title_uz, c.title_uz, h.title) AS title_uz, coalesce(p.title_ru, c.title_ru, h.title) AS title_ru
          FROM unnest($2::bigint[], $3::bigint[], $4::int[]) AS n(delivery_id, alert_id, level)
          JOIN alerts a ON a.alert_id = n.alert_id AND a.org_id = $1
          JOIN alert_rules r ON r.org_id = a.org_id AND r.rule_id = a.rule_id
          LEFT JOIN products p ON a.subject = 'product' AND p.product_id = a.subject_id
          LEFT JOIN categories c ON a.subject = 'category' AND c.category_id = a.subject_id
          LEFT JOIN sellers h ON a.subject = 'seller' AND h.seller_id = a.subject_id
        """,
        org_id,
        [one.delivery_id for one in rows],
        [one.alert_id for one in rows],
        [one.level for one in rows],
    )
    return {row["delivery_id"]: _found(row) for row in found}


def _found(row: Row) -> Found:
    return Found(
        alert_id=row["alert_id"],
        rule_id=row["rule_id"],
        rule_name=row["rule_name"],
        subject=row["subject"],
        subject_id=row["subject_id"],
        titles=Titles(uz=row["title_uz"], ru=row["title_ru"]),
        level=row["level"],
        opened_at=row["opened_at"],
        told_at=row["told_at"],
        closed_at=row["closed_at"],
        told=msgspec.convert(row["facts"], Told, strict=False),
    )
