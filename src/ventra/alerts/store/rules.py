"""Rules as their organisation keeps them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from ventra.alerts.answers import ConditionWish, Rule
from ventra.core.product import Titles
from ventra.core.rules import Condition

_COLUMNS = """
r.rule_id, r.name, r.standard, r.scope, r.scope_id, r.scope_text, r.needs_all, r.kinds, r.units, r.limits, r.days, r.others,
r.cool_hours, r.channels, r.enabled, r.made_at
"""
_LISTED = f"""
SELECT {_COLUMNS}, coalesce(f.fired, 0) AS fired_30, f.last_at, coalesce(o.n, 0) AS open,
       coalesce(p.title_uz, c.title_uz) AS title_uz, coalesce(p.title_ru, c.title_ru) AS title_ru,
       coalesce(l.name, s.title) AS scope_name
FROM alert_rules r
LEFT JOIN LATERAL (
    SELECT count(*) FILTER (WHERE a.opened_at > $2) AS fired, max(a.told_at) AS last_at FROM alerts a
    WHERE a.org_id = $1 AND a.rule_id = r.rule_id
) f ON true
LEFT JOIN LATERAL (SELECT count(*) AS n FROM alert_states t WHERE t.rule_id = r.rule_id AND t.is_open) o ON true
LEFT JOIN products p ON r.scope = 'product' AND p.product_id = r.scope_id
LEFT JOIN categories c ON r.scope = 'category' AND c.category_id = r.scope_id
LEFT JOIN sellers s ON r.scope = 'seller' AND s.seller_id = r.scope_id
LEFT JOIN product_lists l ON r.scope = 'list' AND l.org_id = r.org_id AND l.list_id = r.scope_id
WHERE r.org_id = $1 AND r.deleted_at IS NULL AND ($3::bigint[] IS NULL OR r.rule_id = ANY($3))
ORDER BY r.standard IS NULL, r.rule_id
"""
_STANDARD = """
INSERT INTO alert_rules (org_id, standard, scope, needs_all, kinds, units, limits, days, others, cool_hours)
SELECT o.org_id, n.standard, n.scope, false, string_to_array(n.kinds, ','),
       CASE n.units WHEN '' THEN ARRAY[''] ELSE string_to_array(n.units, ',') END,
       string_to_array(n.limits, ',')::float8[], string_to_array(n.days, ',')::smallint[],
       array_fill(0::bigint, ARRAY[cardinality(string_to_array(n.kinds, ','))]), $6
FROM organisations o
CROSS JOIN unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $7::text[])
    AS n(standard, scope, kinds, units, limits, days)
WHERE ($8::bigint IS NULL OR o.org_id = $8) AND EXISTS (SELECT FROM trackers t WHERE t.org_id = o.org_id)
  AND NOT EXISTS (SELECT FROM alert_rules r WHERE r.org_id = o.org_id AND r.standard IS NOT NULL)
ON CONFLICT DO NOTHING
"""


class Written(msgspec.Struct, frozen=True, kw_only=True):
    """A rule to be kept."""

    name: str
    scope: str
    scope_id: int | None
    scope_text: str | None
    words: str | None
    needs_all: bool
    conditions: tuple[Condition, ...]
    cool_hours: int
    channels: Sequence[int] | None
    enabled: bool

    def columns(self) -> list[Any]:
        """Its conditions as five arrays."""
        some = self.conditions
        return [
            [one.kind for one in some],
            [one.unit for one in some],
            [one.limit for one in some],
            [one.days for one in some],
            [one.other for one in some],
        ]


async def add(db: Any, org_id: int, made_by: int | None, rule: Written) -> int:
    """A new rule; its number."""
    made: int = await db.fetchval(
        "INSERT INTO alert_rules (org_id, made_by, name, scope, scope_id, scope_text, words, needs_all, cool_hours, channels, "
        "enabled, kinds, units, limits, days, others) "
        "VALUES ($1, $2, $3, $4, $5, $6, to_tsquery('simple', $7), $8, $9, $10, $11, $12, $13, $14, $15, $16) RETURNING rule_id",
        org_id,
        made_by,
        rule.name,
        rule.scope,
        rule.scope_id,
        rule.scope_text,
        rule.words,
        rule.needs_all,
        rule.cool_hours,
        rule.channels,
        rule.enabled,
        *rule.columns(),
    )
    return made


async def change(db: Any, org_id: int, rule_id: int, rule: Written, *, rearm: bool) -> None:
    """Write a rule anew; with `rearm` what holds now is nobody's news, and what was open is over."""
    await db.execute(
        "UPDATE alert_rules SET name = $3, needs_all = $4, cool_hours = $5, channels = $6, enabled = $7, kinds = $8, units = $9, "
        "limits = $10, days = $11, others = $12, armed_at = CASE WHEN $13 THEN now() ELSE armed_at END "
        "WHERE org_id = $1 AND rule_id = $2",
        org_id,
        rule_id,
        rule.name,
        rule.needs_all,
        rule.cool_hours,
        rule.channels,
        rule.enabled,
        *rule.columns(),
        rearm,
    )
    if rearm:
        await forget(db, org_id, rule_id)


async def forget(db: Any, org_id: int, rule_id: int) -> None:
    """Forget how a rule stands: what was open is over, and what was to be brought of it is not."""
    await db.execute("DELETE FROM alert_states WHERE org_id = $1 AND rule_id = $2", org_id, rule_id)
    await db.execute(
        "UPDATE alerts SET closed_at = now() WHERE org_id = $1 AND rule_id = $2 AND closed_at IS NULL",
        org_id,
        rule_id,
    )
    await db.execute(
        "UPDATE alert_deliveries d SET state = 'ended', error = 'the rule was changed or ended' FROM alerts a "
        "WHERE a.alert_id = d.alert_id AND a.org_id = $1 AND a.rule_id = $2 AND d.state = 'waiting'",
        org_id,
        rule_id,
    )


async def mark_deleted(db: Any, org_id: int, rule_id: int, now: datetime | None) -> bool:
    """Delete a rule, or with `None` have it again; whether there was one to."""
    done = await db.fetchval(
        "UPDATE alert_rules SET deleted_at = $3, armed_at = CASE WHEN $3::timestamptz IS NULL THEN now() ELSE armed_at END "
        "WHERE org_id = $1 AND rule_id = $2 AND (deleted_at IS NULL) = ($3::timestamptz IS NOT NULL) RETURNING true",
        org_id,
        rule_id,
        now,
    )
    return bool(done)


async def count(db: Any, org_id: int) -> int:
    """How many rules there are; `organisations.hold` first, to add to them."""
    found: int = await db.fetchval(
        "SELECT count(*) FROM alert_rules WHERE org_id = $1 AND deleted_at IS NULL", org_id
    )
    return found


async def listed(db: Any, org_id: int, *, since: datetime, among: Sequence[int] | None = None) -> list[Rule]:
    """An organisation's rules, the standard ones first, or some of them; `fired_30` counts what was found after `since`."""
    return [_rule(row) for row in await db.fetch(_LISTED, org_id, since, among)]


async def written(db: Any, org_id: int, rule_id: int) -> Written | None:
    """A rule as it is kept, held until the transaction ends; `None` when there is none."""
    row = await db.fetchrow(
        f"SELECT {_COLUMNS}, r.words::text AS words FROM alert_rules r "
        "WHERE r.org_id = $1 AND r.rule_id = $2 AND r.deleted_at IS NULL FOR UPDATE",
        org_id,
        rule_id,
    )
    if row is None:
        return None
    conditions = tuple(
        Condition(one.kind, one.limit, one.unit, one.days, one.other or 0) for one in _conditions(row)
    )
    names = (
        "name",
        "scope",
        "scope_id",
        "scope_text",
        "words",
        "needs_all",
        "cool_hours",
        "channels",
        "enabled",
    )
    return Written(conditions=conditions, **{name: row[name] for name in names})


async def add_standard(
    db: Any, rows: Sequence[Sequence[str]], cool_hours: int, *, org_id: int | None = None
) -> None:
    """Give every organisation that tracks something the standard rules, once: name, scope, kinds, units, limits, days."""
    standard, scope, kinds, units, limits, days = (list(column) for column in zip(*rows, strict=True))
    await db.execute(_STANDARD, standard, scope, kinds, units, limits, cool_hours, days, org_id)


async def seen(db: Any, scope: str, scope_id: int) -> bool:
    """Whether there is such a product, category or seller."""
    table, key = {
        "product": ("products", "product_id"),
        "category": ("categories", "category_id"),
        "seller": ("sellers", "seller_id"),
    }[scope]
    return bool(await db.fetchval(f"SELECT EXISTS (SELECT FROM {table} WHERE {key} = $1)", scope_id))


def _conditions(row: Mapping[str, Any]) -> list[ConditionWish]:
    columns = zip(row["kinds"], row["units"], row["limits"], row["days"], row["others"], strict=True)
    return [
        ConditionWish(kind=kind, unit=unit, limit=limit, days=days, other=other or None)
        for kind, unit, limit, days, other in columns
    ]


def _rule(row: Mapping[str, Any]) -> Rule:
    titled = row["title_uz"] is not None or row["title_ru"] is not None
    names = ("rule_id", "name", "standard", "scope", "scope_id", "scope_text", "scope_name", "needs_all", "cool_hours", "enabled",
             "made_at", "fired_30", "open", "last_at")  # fmt: skip
    return Rule(
        scope_titles=Titles(row["title_uz"], row["title_ru"]) if titled else None,
        conditions=_conditions(row),
        channels=None if row["channels"] is None else list(row["channels"]),
        **{name: row[name] for name in names},
    )
