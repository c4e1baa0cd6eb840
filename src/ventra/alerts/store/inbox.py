"""Alerts as their organisation reads them, what of them a person has seen, and of what nothing is to be told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from ventra.alerts.answers import Alert, MuteKept, Subject
from ventra.catalog.answers import photo_url
from ventra.core.product import Titles
from ventra.core.rule_told import Told

_ALERTS = """
SELECT a.alert_id, a.rule_id, r.name AS rule_name, a.subject, a.subject_id, a.opened_at, a.told_at, a.closed_at, a.level, a.quiet,
       a.facts, a.alert_id > coalesce(s.alert_id, 0) AS unread, coalesce(p.title_uz, c.title_uz, h.title) AS title_uz,
       coalesce(p.title_ru, c.title_ru, h.title) AS title_ru, p.photo_key
FROM alerts a JOIN alert_rules r ON r.org_id = a.org_id AND r.rule_id = a.rule_id
LEFT JOIN alert_reads s ON s.org_id = a.org_id AND s.user_id = $2
LEFT JOIN products p ON a.subject = 'product' AND p.product_id = a.subject_id
LEFT JOIN categories c ON a.subject = 'category' AND c.category_id = a.subject_id
LEFT JOIN sellers h ON a.subject = 'seller' AND h.seller_id = a.subject_id
WHERE a.org_id = $1
"""


async def page(
    db: Any,
    org_id: int,
    user_id: int | None,
    *,
    before: int | None,
    limit: int,
    open_only: bool,
    product_id: int | None,
    rule_id: int | None,
    simulated: bool,
) -> list[Alert]:
    """Alerts, newest first, those before `before`."""
    rows = await db.fetch(
        _ALERTS + "AND ($3::bigint IS NULL OR a.alert_id < $3) AND (NOT $4 OR a.closed_at IS NULL) "
        "AND ($5::bigint IS NULL OR (a.subject_id = $5 AND a.subject = 'product')) AND ($6::bigint IS NULL OR a.rule_id = $6) "
        "ORDER BY a.alert_id DESC LIMIT $7",
        org_id,
        user_id,
        before,
        open_only,
        product_id,
        rule_id,
        limit,
    )
    return [_alert(row, simulated) for row in rows]


async def one(db: Any, org_id: int, user_id: int | None, alert_id: int, *, simulated: bool) -> Alert | None:
    """One alert of an organisation's."""
    row = await db.fetchrow(_ALERTS + "AND a.alert_id = $3", org_id, user_id, alert_id)
    return None if row is None else _alert(row, simulated)


async def some(db: Any, alert_ids: Sequence[int], *, simulated: bool) -> dict[int, Alert]:
    """Alerts by their numbers, of whichever organisation: for who brings them."""
    question = _ALERTS.replace("WHERE a.org_id = $1", "WHERE a.alert_id = ANY($1)").replace("$2", "0")
    return {row["alert_id"]: _alert(row, simulated) for row in await db.fetch(question, list(alert_ids))}


async def unread(db: Any, org_id: int, user_id: int) -> int:
    """How many told alerts a person has not seen, a thousand at most."""
    found: int = await db.fetchval(
        "SELECT count(*) FROM (SELECT FROM alerts a WHERE a.org_id = $1 AND a.quiet IS NULL AND a.alert_id > coalesce("
        "(SELECT alert_id FROM alert_reads WHERE org_id = $1 AND user_id = $2), 0) LIMIT 1000) n",
        org_id,
        user_id,
    )
    return found


async def read_through(db: Any, org_id: int, user_id: int, alert_id: int) -> None:
    """A person has seen the alerts up to this one; never fewer than before, and none that are still to come."""
    await db.execute(
        "INSERT INTO alert_reads AS s (org_id, user_id, alert_id) "
        "SELECT $1, $2, max(alert_id) FROM alerts WHERE org_id = $1 AND alert_id <= $3 HAVING max(alert_id) IS NOT NULL "
        "ON CONFLICT (org_id, user_id) DO UPDATE SET alert_id = greatest(s.alert_id, excluded.alert_id)",
        org_id,
        user_id,
        alert_id,
    )


async def mutes(db: Any, org_id: int, subject_id: int, now: datetime) -> list[MuteKept]:
    """By which rules nothing is told of a product."""
    rows = await db.fetch(
        "SELECT subject_id, nullif(rule_id, 0) AS rule_id, until FROM alert_mutes "
        "WHERE org_id = $1 AND subject_id = $2 AND (until IS NULL OR until > $3) ORDER BY rule_id",
        org_id,
        subject_id,
        now,
    )
    return [MuteKept(**row) for row in rows]


async def mute(db: Any, org_id: int, subject_id: int, rule_id: int | None, until: datetime | None) -> None:
    """Tell nothing of a product by a rule, or by any, until then or for ever."""
    await db.execute(
        "INSERT INTO alert_mutes (org_id, subject_id, rule_id, until) VALUES ($1, $2, coalesce($3::bigint, 0), $4) "
        "ON CONFLICT (org_id, subject_id, rule_id) DO UPDATE SET until = excluded.until, made_at = now()",
        org_id,
        subject_id,
        rule_id,
        until,
    )


async def unmute(db: Any, org_id: int, subject_id: int, rule_id: int | None) -> None:
    """Tell again."""
    await db.execute(
        "DELETE FROM alert_mutes WHERE org_id = $1 AND subject_id = $2 AND rule_id = coalesce($3::bigint, 0)",
        org_id,
        subject_id,
        rule_id,
    )


async def count_mutes(db: Any, org_id: int) -> int:
    """How many mutes there are."""
    found: int = await db.fetchval("SELECT count(*) FROM alert_mutes WHERE org_id = $1", org_id)
    return found


def _alert(row: Mapping[str, Any], simulated: bool) -> Alert:
    photo = photo_url(row["photo_key"], simulated=simulated) if row["photo_key"] else None
    names = (
        "alert_id",
        "rule_id",
        "rule_name",
        "opened_at",
        "told_at",
        "closed_at",
        "level",
        "quiet",
        "unread",
    )
    return Alert(
        subject=Subject(
            kind=row["subject"],
            id=row["subject_id"],
            titles=Titles(row["title_uz"], row["title_ru"]),
            photo_url=photo,
        ),
        told=msgspec.convert(row["facts"], Told),
        **{name: row[name] for name in names},
    )
