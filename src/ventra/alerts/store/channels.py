"""Channels: a person's own and the organisation's, what they are set to, and what was brought to them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from ventra.alerts.channel_answers import Channel, Delivery
from ventra.infra.db import Connection

_OWN = "org_id = $1 AND (user_id = $2 OR user_id IS NULL)"
_CHANNEL = """
SELECT c.channel_id, c.kind, c.name, c.address, c.user_id IS NOT NULL AS mine, c.language, c.takes_all, c.zone, c.quiet_from,
       c.quiet_to, c.bundle_minutes, c.digest_at, c.digest_weekday, c.snoozed_until, c.ended_at, c.ended_because, c.made_at,
       d.waiting, d.failed, d.sent_at, last.error
  FROM alert_channels c
  CROSS JOIN LATERAL (
    SELECT count(*) FILTER (WHERE state = 'waiting')::int AS waiting, count(*) FILTER (WHERE state = 'failed')::int AS failed,
           max(sent_at) AS sent_at
      FROM alert_deliveries WHERE org_id = c.org_id AND channel_id = c.channel_id) d
  LEFT JOIN LATERAL (
    SELECT error FROM alert_deliveries WHERE org_id = c.org_id AND channel_id = c.channel_id AND error IS NOT NULL
     ORDER BY delivery_id DESC LIMIT 1) last ON true
"""
_DELIVERY = "delivery_id, what, alert_id, state, made_at, due_at, sent_at, tries, error"
CHANGED = frozenset(
    ("name", "language", "takes_all", "zone", "quiet_from", "quiet_to", "bundle_minutes", "digest_at", "digest_weekday",
     "snoozed_until", "ended_at", "ended_because")
)  # fmt: skip


class Kept(msgspec.Struct, frozen=True):
    """A channel that somebody asks for: `user_id` is whose own it is, none: the organisation's."""

    channel_id: int
    kind: str
    address: str
    user_id: int | None
    ended: bool


async def listed(db: Connection, org_id: int, user_id: int | None) -> list[Channel]:
    """A person's own and the organisation's, by age; for nobody the organisation's alone."""
    rows = await db.fetch(
        f"{_CHANNEL} WHERE c.org_id = $1 AND (c.user_id = $2 OR c.user_id IS NULL) ORDER BY c.channel_id",
        org_id,
        user_id,
    )
    return [Channel(**row) for row in rows]


async def count(db: Connection, org_id: int, user_id: int | None) -> int:
    """How many a person has, or with `None` the organisation."""
    found: int = await db.fetchval(
        "SELECT count(*) FROM alert_channels WHERE org_id = $1 AND user_id IS NOT DISTINCT FROM $2",
        org_id,
        user_id,
    )
    return found


async def add(
    db: Connection, org_id: int, user_id: int | None, kind: str, address: str, *, name: str, language: str
) -> int | None:
    """A new channel; its number, `None` when the organisation has one with this address."""
    made: int | None = await db.fetchval(
        "INSERT INTO alert_channels (org_id, user_id, kind, address, name, language) VALUES ($1, $2, $3, $4, $5, $6) "
        "ON CONFLICT (org_id, kind, address) DO NOTHING RETURNING channel_id",
        org_id,
        user_id,
        kind,
        address,
        name,
        language,
    )
    return made


async def seal(db: Connection, org_id: int, channel_id: int, secret: bytes) -> None:
    """Keep a channel's secret, sealed."""
    await db.execute(
        "UPDATE alert_channels SET secret = $3 WHERE org_id = $1 AND channel_id = $2",
        org_id,
        channel_id,
        secret,
    )


async def of_number(db: Connection, org_id: int, user_id: int | None, channel_id: int) -> Kept | None:
    """A channel of this person's or of the organisation's, held until the transaction ends."""
    row = await db.fetchrow(
        "SELECT channel_id, kind, address, user_id, ended_at IS NOT NULL AS ended FROM alert_channels "
        f"WHERE {_OWN} AND channel_id = $3 FOR UPDATE",
        org_id,
        user_id,
        channel_id,
    )
    return None if row is None else Kept(**row)


async def change(db: Connection, org_id: int, channel_id: int, values: Mapping[str, Any]) -> None:
    """Set columns of a channel; what waits is due at once then and held anew by what holds now."""
    if not CHANGED.issuperset(values):
        raise ValueError("not to be changed")
    if values:
        places = ", ".join(f"{name} = ${place}" for place, name in enumerate(values, 3))
        await db.execute(
            f"UPDATE alert_channels SET {places} WHERE org_id = $1 AND channel_id = $2",
            org_id,
            channel_id,
            *values.values(),
        )


async def hurry(db: Connection, org_id: int, channel_id: int, now: datetime) -> None:
    """What waits for a channel without having failed is due now."""
    await db.execute(
        "UPDATE alert_deliveries SET due_at = $3 "
        "WHERE org_id = $1 AND channel_id = $2 AND state = 'waiting' AND error IS NULL AND leased_until IS NULL",
        org_id,
        channel_id,
        now,
    )


async def remove(db: Connection, org_id: int, channel_id: int) -> None:
    """Delete a channel with what waits for it, and take it out of the rules that name it."""
    await db.execute(
        "UPDATE alert_rules SET channels = array_remove(channels, $2) WHERE org_id = $1 AND channels @> ARRAY[$2]::bigint[]",
        org_id,
        channel_id,
    )
    await db.execute("DELETE FROM alert_channels WHERE org_id = $1 AND channel_id = $2", org_id, channel_id)


async def tested_since(db: Connection, org_id: int, channel_id: int, since: datetime) -> int:
    """How many tests a channel was sent since."""
    found: int = await db.fetchval(
        "SELECT count(*) FROM alert_deliveries WHERE org_id = $1 AND channel_id = $2 AND what = 'test' AND made_at >= $3",
        org_id,
        channel_id,
        since,
    )
    return found


async def ask_test(db: Connection, org_id: int, channel_id: int, key: str, now: datetime) -> Delivery:
    """A test that waits to be sent."""
    row = await db.fetchrow(
        "INSERT INTO alert_deliveries (org_id, channel_id, what, key, due_at, made_at) VALUES ($1, $2, 'test', $3, $4, $4) "
        f"RETURNING {_DELIVERY}",
        org_id,
        channel_id,
        key,
        now,
    )
    return Delivery(**row)


async def deliveries(
    db: Connection, org_id: int, channel_id: int, *, below: int | None, most: int
) -> list[Delivery]:
    """What was and is to be brought to a channel, newest first, below a number."""
    rows = await db.fetch(
        f"SELECT {_DELIVERY} FROM alert_deliveries WHERE org_id = $1 AND channel_id = $2 "
        "AND ($3::bigint IS NULL OR delivery_id < $3) ORDER BY delivery_id DESC LIMIT $4",
        org_id,
        channel_id,
        below,
        most,
    )
    return [Delivery(**row) for row in rows]


async def channel_of(db: Connection, org_id: int, delivery_id: int) -> int | None:
    """The channel that a delivery is for."""
    found: int | None = await db.fetchval(
        "SELECT channel_id FROM alert_deliveries WHERE org_id = $1 AND delivery_id = $2", org_id, delivery_id
    )
    return found


async def again(db: Connection, org_id: int, delivery_id: int, now: datetime) -> Delivery | None:
    """Let a delivery that is done wait anew; `None` for one that waits still."""
    row = await db.fetchrow(
        "UPDATE alert_deliveries SET state = 'waiting', due_at = $3, tries = 0, error = NULL, sent_at = NULL, lease = lease + 1 "
        f"WHERE org_id = $1 AND delivery_id = $2 AND state <> 'waiting' RETURNING {_DELIVERY}",
        org_id,
        delivery_id,
        now,
    )
    return None if row is None else Delivery(**row)


async def add_code(db: Connection, org_id: int, user_id: int, digest: bytes, expires_at: datetime) -> None:
    """Keep a group code's digest; the ones before of the same person open nothing any more."""
    await db.execute("DELETE FROM alert_group_codes WHERE org_id = $1 AND user_id = $2", org_id, user_id)
    await db.execute(
        "INSERT INTO alert_group_codes (digest, org_id, user_id, expires_at) VALUES ($1, $2, $3, $4)",
        digest,
        org_id,
        user_id,
        expires_at,
    )


async def spend_code(db: Connection, digest: bytes, by_user_id: int, now: datetime) -> tuple[int, str] | None:
    """Use a code: its organisation and the language of who uses it, who must be a manager there; `None` when that cannot be."""
    row = await db.fetchrow(
        """
        UPDATE alert_group_codes g SET used_at = $3 FROM members m, users u
         WHERE g.digest = $1 AND g.used_at IS NULL AND g.expires_at > $3
           AND m.org_id = g.org_id AND m.user_id = $2 AND m.role IN ('manager', 'owner')
           AND u.user_id = m.user_id AND u.suspended_at IS NULL
        RETURNING g.org_id, u.language
        """,
        digest,
        by_user_id,
        now,
    )
    return None if row is None else (row["org_id"], row["language"] or "uz")
