"""Keeps what was judged: how pairs stand, the alerts, and what is to be brought; all in one transaction, each under its key."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from ventra.core.rule_told import Told


class Standing(msgspec.Struct, frozen=True):
    """How a pair stands now, and how it stood when it was read (`was_episode` 0: nothing was kept of it)."""

    rule_id: int
    subject_id: int
    org_id: int
    is_open: bool
    episode: int
    level: int
    since: datetime
    told_at: datetime | None
    told_severity: float | None
    was_episode: int
    was_open: bool


class Firing(msgspec.Struct, frozen=True):
    """An episode that opened, or got worse."""

    rule_id: int
    subject_id: int
    org_id: int
    subject: str
    episode: int
    level: int
    at: datetime
    quiet: str | None
    told: Told


class Ending(msgspec.Struct, frozen=True):
    """An episode that is over."""

    rule_id: int
    subject_id: int
    episode: int
    at: datetime


# Whoever judged the same pair meanwhile was first: what this one found then does not count.
_STAND = """
WITH n AS (
    SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::boolean[], $5::integer[], $6::smallint[],
                         $7::timestamptz[], $8::timestamptz[], $9::float8[], $10::integer[], $11::boolean[])
        AS n(rule_id, subject_id, org_id, is_open, episode, level, since, told_at, told_severity, was_episode, was_open)
    ORDER BY rule_id, subject_id
), alive AS (
    SELECT n.* FROM n JOIN alert_rules r ON r.rule_id = n.rule_id AND r.enabled AND r.deleted_at IS NULL
)
INSERT INTO alert_states AS s (rule_id, subject_id, org_id, is_open, episode, level, since, told_at, told_severity)
SELECT rule_id, subject_id, org_id, is_open, episode, level, since, told_at, told_severity FROM alive
ON CONFLICT (rule_id, subject_id) DO UPDATE
   SET is_open = excluded.is_open, episode = excluded.episode, level = excluded.level, since = excluded.since,
       told_at = excluded.told_at, told_severity = excluded.told_severity
 WHERE EXISTS (SELECT FROM n WHERE n.rule_id = s.rule_id AND n.subject_id = s.subject_id
               AND n.was_episode = s.episode AND n.was_open = s.is_open)
RETURNING rule_id, subject_id
"""
_FIRE = """
INSERT INTO alerts AS a (org_id, rule_id, subject_id, subject, episode, level, kind, opened_at, told_at, quiet, facts)
SELECT * FROM unnest($1::bigint[], $2::bigint[], $3::bigint[], $4::text[], $5::integer[], $6::smallint[], $7::text[],
                     $8::timestamptz[], $8::timestamptz[], $9::text[], $10::jsonb[])
ON CONFLICT (rule_id, subject_id, episode) DO UPDATE
   SET level = excluded.level, kind = excluded.kind, told_at = excluded.told_at, quiet = excluded.quiet, facts = excluded.facts
 WHERE a.level < excluded.level
RETURNING alert_id, org_id, rule_id, level, quiet
"""
_BRING = """
INSERT INTO alert_deliveries (org_id, channel_id, what, alert_id, level, key, due_at)
SELECT a.org_id, c.channel_id, 'alert', a.alert_id, a.level, a.alert_id || ':' || a.level, $3
  FROM unnest($1::bigint[], $2::smallint[]) AS f(alert_id, level) JOIN alerts a USING (alert_id)
  JOIN alert_rules r ON r.rule_id = a.rule_id
  JOIN alert_channels c ON c.org_id = a.org_id AND c.ended_at IS NULL
   AND CASE WHEN r.channels IS NULL THEN c.takes_all ELSE c.channel_id = ANY(r.channels) END
ON CONFLICT (channel_id, what, key) DO NOTHING
"""


async def stand(db: Any, standings: Sequence[Standing]) -> set[tuple[int, int]]:
    """Keep how pairs stand; gives those (rule, subject) that were still as they had been read."""
    if not standings:
        return set()
    columns = [[getattr(one, name) for one in standings] for name in Standing.__struct_fields__]
    rows = await db.fetch(_STAND, *columns)
    return {(row["rule_id"], row["subject_id"]) for row in rows}


async def fire(db: Any, firings: Sequence[Firing], *, due_at: datetime) -> int:
    """Keep alerts, and for those that are told what is to be brought to whom; how many alerts that were new."""
    if not firings:
        return 0
    names = ("org_id", "rule_id", "subject_id", "subject", "episode", "level")
    columns = [[getattr(one, name) for one in firings] for name in names]
    kinds = [one.told.kind for one in firings]
    rows = await db.fetch(
        _FIRE,
        *columns,
        kinds,
        [one.at for one in firings],
        [one.quiet for one in firings],
        [msgspec.to_builtins(one.told) for one in firings],
    )
    told = [row for row in rows if row["quiet"] is None]
    await db.execute(_BRING, [row["alert_id"] for row in told], [row["level"] for row in told], due_at)
    return len(rows)


async def end(db: Any, endings: Sequence[Ending]) -> None:
    """Close alerts."""
    if endings:
        await db.execute(
            "UPDATE alerts a SET closed_at = e.at FROM unnest($1::bigint[], $2::bigint[], $3::integer[], $4::timestamptz[]) "
            "AS e(rule_id, subject_id, episode, at) WHERE a.rule_id = e.rule_id AND a.subject_id = e.subject_id "
            "AND a.episode = e.episode AND a.closed_at IS NULL",
            [one.rule_id for one in endings],
            [one.subject_id for one in endings],
            [one.episode for one in endings],
            [one.at for one in endings],
        )


async def leave(db: Any, pairs: Sequence[tuple[int, int]], now: datetime) -> None:
    """Forget how these (rule, subject) stand, and close what was open: the rule speaks of the subject no more."""
    if not pairs:
        return
    rules, subjects = [rule for rule, _ in pairs], [subject for _, subject in pairs]
    await db.execute(
        "DELETE FROM alert_states s USING unnest($1::bigint[], $2::bigint[]) AS g(rule_id, subject_id) "
        "WHERE s.rule_id = g.rule_id AND s.subject_id = g.subject_id",
        rules,
        subjects,
    )
    await db.execute(
        "UPDATE alerts a SET closed_at = $3 FROM unnest($1::bigint[], $2::bigint[]) AS g(rule_id, subject_id) "
        "WHERE a.rule_id = g.rule_id AND a.subject_id = g.subject_id AND a.closed_at IS NULL",
        rules,
        subjects,
        now,
    )


async def muted(db: Any, pairs: Sequence[tuple[int, int, int]], now: datetime) -> set[tuple[int, int]]:
    """Those of (organisation, rule, subject) of which nothing is to be told now, as (rule, subject)."""
    rows = await db.fetch(
        "SELECT p.rule_id, p.subject_id FROM unnest($1::bigint[], $2::bigint[], $3::bigint[]) AS p(org_id, rule_id, subject_id) "
        "WHERE EXISTS (SELECT FROM alert_mutes m WHERE m.org_id = p.org_id AND m.subject_id = p.subject_id "
        "AND m.rule_id IN (0, p.rule_id) AND (m.until IS NULL OR m.until > $4))",
        [org for org, _, _ in pairs],
        [rule for _, rule, _ in pairs],
        [subject for _, _, subject in pairs],
        now,
    )
    return {(row["rule_id"], row["subject_id"]) for row in rows}


async def prices(db: Any, product_ids: Sequence[int]) -> dict[int, float]:
    """What products cost, as they were last seen."""
    rows = await db.fetch(
        "SELECT product_id, price_uzs FROM product_latest WHERE product_id = ANY($1) AND price_uzs IS NOT NULL",
        list(product_ids),
    )
    return {row["product_id"]: float(row["price_uzs"]) for row in rows}
