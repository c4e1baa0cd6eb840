"""Which rules speak of which products, and how each pair stands; in one question for any set of products."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any, Self

import numpy as np
import numpy.typing as npt

from ventra.core.columns import Int64
from ventra.core.rule_kinds import KINDS
from ventra.core.rules import SHAPES, Rules
from ventra.infra.columns import fraction_numbers, fractions, whole, whole_numbers

Float = npt.NDArray[np.float64]
_US = "(extract(epoch FROM {}) * 1000000)::bigint"
# A product that is laid aside with its list or mark is nobody's subject until it is tracked again.
_TRACKED = "JOIN trackers t ON t.product_id = p.product_id AND t.org_id = {}"
_MARKED = """
SELECT r.rule_id, p.product_id, greatest(r.armed_at, t.since, m.changed_at) FROM p
JOIN marked_products m ON m.product_id = p.product_id AND m.mark = '{mark}'
JOIN trackers t ON t.product_id = p.product_id AND t.org_id = m.org_id
JOIN r ON r.org_id = m.org_id AND r.scope = '{scope}' AND r.scope_id IS NULL
"""
_MEMBERS = f"""
SELECT r.rule_id, p.product_id, r.armed_at AS since FROM p JOIN r ON r.scope = 'product' AND r.scope_id = p.product_id
UNION ALL
SELECT r.rule_id, p.product_id, greatest(r.armed_at, l.added_at) FROM p
JOIN listed_products l ON l.product_id = p.product_id {_TRACKED.format("l.org_id")}
JOIN r ON r.scope = 'list' AND r.scope_id = l.list_id AND r.org_id = l.org_id
UNION ALL
SELECT r.rule_id, p.product_id, greatest(r.armed_at, t.since) FROM p JOIN trackers t ON t.product_id = p.product_id
JOIN r ON r.scope = 'tracked' AND r.org_id = t.org_id AND r.scope_id IS NULL
UNION ALL {_MARKED.format(scope="mine", mark="mine")}
UNION ALL {_MARKED.format(scope="rivals", mark="rival")}
UNION ALL
SELECT r.rule_id, p.product_id, greatest(r.armed_at, p.first_seen) FROM p CROSS JOIN LATERAL unnest(p.path) AS c(category_id)
JOIN r ON r.scope = 'category' AND r.scope_id = c.category_id
UNION ALL
SELECT r.rule_id, p.product_id, greatest(r.armed_at, p.first_seen) FROM p
JOIN r ON r.scope = 'seller' AND r.scope_id = p.seller_id
UNION ALL
SELECT r.rule_id, p.product_id, greatest(r.armed_at, p.first_seen)
"""
_FOUND = "FROM p JOIN r ON r.scope = 'search' AND p.words @@ r.words"
# Among many products each search is one walk of the index; of a few each is compared.
_FOUND_IN_MANY = "FROM r JOIN products q ON q.words @@ r.words JOIN p ON p.product_id = q.product_id WHERE r.scope = 'search'"
_P = """
SELECT p.product_id, p.seller_id, {words} AS words, coalesce(p.first_seen, 'epoch'::timestamptz) AS first_seen,
       CASE WHEN p.category_id = ANY(c.path) THEN c.path ELSE coalesce(c.path, '{{}}') || p.category_id END AS path
FROM products p LEFT JOIN categories c ON c.category_id = p.category_id WHERE {}
"""
_WHOLE = ("rule_id", "product_id", "since", "standing", "episode", "level", "told_at")
_PAIRS = f"""
WITH r AS {{how}} (
    SELECT rule_id, org_id, scope, scope_id, words, armed_at FROM alert_rules r
    WHERE enabled AND deleted_at IS NULL AND ($1::text[] IS NULL OR kinds && $1) AND NOT kinds && $2 {{of}}
), p AS MATERIALIZED ({{products}}), pair AS ({_MEMBERS} {{found}}), told AS (
    SELECT pair.rule_id, pair.product_id, {_US.format("pair.since")} AS since,
           coalesce(s.is_open::int, -2) AS standing, coalesce(s.episode, 0) AS episode, coalesce(s.level, 0) AS level,
           coalesce({_US.format("s.told_at")}, 0) AS told_at, coalesce(s.told_severity, 'NaN') AS told_severity
    FROM pair LEFT JOIN alert_states s ON s.rule_id = pair.rule_id AND s.subject_id = pair.product_id
)
SELECT {", ".join(map(whole, _WHOLE))}, {fractions("told_severity")} FROM told
"""
_RULES = f"""
SELECT {", ".join(map(whole, ("rule_id", "org_id", "needs_all::int", "cool_hours", "cardinality(kinds)")))} FROM (
    SELECT * FROM alert_rules WHERE rule_id = ANY($1) ORDER BY rule_id
) r
"""
_CONDITIONS = f"""
SELECT {whole("coalesce(array_position($2::text[], c.kind || ':' || c.unit || ':' || c.days), 0)")},
       {fractions("c.bar")}, {whole("c.other")}
FROM (
    SELECT u.* FROM alert_rules r
    CROSS JOIN LATERAL unnest(r.kinds, r.units, r.limits, r.days, r.others)
        WITH ORDINALITY AS u(kind, unit, bar, days, other, place)
    WHERE r.rule_id = ANY($1) ORDER BY r.rule_id, u.place
) c
"""
_SHAPES = [f"{kind.name}:{unit}:{days}" for kind, unit, days in SHAPES]
_OF_GROUPS = [kind.name for kind in KINDS.values() if kind.subject != "product"]
_OF_GROUPS_BY_NIGHT = [name for name in _OF_GROUPS if "night" in KINDS[name].feeds]


@dataclass(frozen=True, slots=True, eq=False)
class Pairs:
    """Pairs [n] by product and rule. `since` is when (µs) the rule was last changed or the product came into its scope, the later
    of both; `standing` is -2 where nothing is kept of the pair.
    """

    rule_id: Int64
    product_id: Int64
    since: Int64
    standing: Int64
    episode: Int64
    level: Int64
    told_at: Int64
    told_severity: Float

    def __len__(self) -> int:
        return len(self.rule_id)

    def take(self, which: npt.NDArray[Any]) -> Self:
        """The pairs that a mask or indexes name."""
        return type(self)(*(getattr(self, field.name)[which] for field in fields(self)))


@dataclass(frozen=True, slots=True, eq=False)
class Loaded:
    """Rules as columns, by ascending `rule_id` [r]; `other` [c] is the product that a condition compares with, 0 for none."""

    rule_id: Int64
    org_id: Int64
    other: Int64
    rules: Rules


async def of_products(
    db: Any, product_ids: Sequence[int], *, kinds: Sequence[str] | None = None, rule_id: int | None = None
) -> Pairs:
    """Every pair of these products; of rules with any of `kinds`, or of one rule, where that is asked for."""
    of = "" if rule_id is None else f"AND rule_id = {int(rule_id)}"
    products = _P.format("p.product_id = ANY($3)", words="p.words")
    question = _PAIRS.format(products=products, of=of, found=_FOUND, how="NOT MATERIALIZED")
    return _pairs(await db.fetchrow(question, kinds, _OF_GROUPS, list(product_ids)))


async def of_buckets(db: Any, first: int, last: int, *, kinds: Sequence[str]) -> Pairs:
    """Every pair of the products of a range of buckets, of rules with any of `kinds`."""
    products = _P.format("p.bucket BETWEEN $3 AND $4", words="NULL::tsvector")
    question = _PAIRS.format(products=products, of="", found=_FOUND_IN_MANY, how="MATERIALIZED")
    return _pairs(await db.fetchrow(question, list(kinds), _OF_GROUPS, first, last))


_LEFT = f"""
WITH open AS MATERIALIZED (
    SELECT s.rule_id, s.subject_id FROM alert_states s JOIN alert_rules r ON r.rule_id = s.rule_id
    WHERE s.is_open AND NOT r.kinds && $3
), r AS MATERIALIZED (
    SELECT rule_id, org_id, scope, scope_id, words, armed_at FROM alert_rules WHERE rule_id IN (SELECT rule_id FROM open)
), p AS MATERIALIZED ({{products}}), pair AS MATERIALIZED ({_MEMBERS} {_FOUND})
SELECT o.rule_id, p.product_id FROM open o JOIN p ON p.product_id = o.subject_id
WHERE NOT EXISTS (SELECT FROM pair WHERE pair.rule_id = o.rule_id AND pair.product_id = o.subject_id)
"""
_GROUPS = f"""
WITH told AS (
    SELECT r.rule_id, r.scope_id AS product_id, {_US.format("r.armed_at")} AS since,
           coalesce(s.is_open::int, -2) AS standing, coalesce(s.episode, 0) AS episode, coalesce(s.level, 0) AS level,
           coalesce({_US.format("s.told_at")}, 0) AS told_at, coalesce(s.told_severity, 'NaN') AS told_severity
    FROM alert_rules r LEFT JOIN alert_states s ON s.rule_id = r.rule_id AND s.subject_id = r.scope_id
    WHERE r.enabled AND r.deleted_at IS NULL AND r.scope = $1 AND r.kinds && $2 AND (r.kinds && $3) = $4
)
SELECT {", ".join(map(whole, _WHOLE))}, {fractions("told_severity")} FROM told
"""
_WATCHING = f"""
WITH r AS MATERIALIZED (
    SELECT rule_id, org_id, scope, scope_id, words, armed_at FROM alert_rules
    WHERE org_id = $1 AND enabled AND deleted_at IS NULL AND NOT kinds && $2
), p AS MATERIALIZED ({_P.format("p.product_id = $3", words="p.words")}), pair AS ({_MEMBERS} {_FOUND})
SELECT DISTINCT rule_id FROM pair
"""
# Without any such rule the goods are not even walked over.
_UNSEEN = """
SELECT l.product_id FROM product_latest l
WHERE EXISTS (SELECT FROM alert_rules r WHERE r.enabled AND r.deleted_at IS NULL AND r.kinds && $1)
AND l.seen_at < $2::timestamptz - make_interval(hours => (
    SELECT min(u.bar)::int FROM alert_rules r CROSS JOIN LATERAL unnest(r.kinds, r.limits) AS u(kind, bar)
    WHERE r.enabled AND r.deleted_at IS NULL AND r.kinds && $1 AND u.kind = ANY($1)))
"""


async def left_behind(db: Any, first: int, last: int) -> list[tuple[int, int]]:
    """Pairs (rule, product) of a range of buckets that stand open although the product is in the rule's scope no more."""
    question = _LEFT.format(products=_P.format("p.bucket BETWEEN $1 AND $2 AND p.product_id IN (SELECT subject_id FROM open)",
                                               words="p.words"))  # fmt: skip
    rows = await db.fetch(question, first, last, _OF_GROUPS)
    return [(row["rule_id"], row["product_id"]) for row in rows]


async def of_groups(db: Any, group: str, *, nightly: bool) -> Pairs:
    """Every rule about a category (a shop) as a whole, with that, which stands where a product does elsewhere: those that wait
    for the nights, or the others.
    """
    return _pairs(await db.fetchrow(_GROUPS, group, _OF_GROUPS, _OF_GROUPS_BY_NIGHT, nightly))


async def watching(db: Any, org_id: int, product_id: int) -> list[int]:
    """The organisation's rules in force whose scope holds this product; without those about a category or a shop as a whole."""
    rows = await db.fetch(_WATCHING, org_id, _OF_GROUPS, product_id)
    return [row["rule_id"] for row in rows]


async def long_unseen(db: Any, kinds: Sequence[str], now: datetime) -> list[int]:
    """Products that were not looked at for as long as any rule of these kinds bears; none where there is no such rule."""
    return [row["product_id"] for row in await db.fetch(_UNSEEN, list(kinds), now)]


def _pairs(row: Any) -> Pairs:
    rule, product, since, standing, episode, level, told_at = map(whole_numbers, tuple(row)[:-1])
    pairs = Pairs(rule, product, since, standing, episode, level, told_at, fraction_numbers(row[-1]))
    return pairs.take(np.lexsort((rule, product)))


async def rules_with(db: Any, kinds: Sequence[str]) -> Int64:
    """The numbers of all rules in force that have a condition of these kinds, ascending."""
    row = await db.fetchrow(
        f"SELECT {whole('rule_id')} FROM (SELECT rule_id FROM alert_rules WHERE enabled AND deleted_at IS NULL AND kinds && $1 "
        "ORDER BY rule_id) r",
        list(kinds),
    )
    return whole_numbers(row[0])


async def load(db: Any, rule_ids: Int64) -> Loaded:
    """These rules (ascending), each with its conditions in their order; without those that a newer release made in a way that
    this one does not know.
    """
    ids = rule_ids.tolist()
    numbers, orgs, needs_all, cool, count = map(whole_numbers, await db.fetchrow(_RULES, ids))
    shape, limit, other = await db.fetchrow(_CONDITIONS, ids, _SHAPES)
    place, of_rule = whole_numbers(shape) - 1, np.repeat(np.arange(len(numbers)), count)
    known = np.bincount(of_rule, place < 0, len(numbers)) == 0
    mine = known[of_rule]
    rules = Rules(
        first=np.concatenate((np.zeros(1, np.int64), np.cumsum(count[known]))),
        needs_all=needs_all[known] > 0,
        cool_us=cool[known] * 3_600_000_000,
        kind=place[mine].astype(np.int16),
        limit=fraction_numbers(limit)[mine],
    )
    return Loaded(numbers[known], orgs[known], whole_numbers(other)[mine], rules)
