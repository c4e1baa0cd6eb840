"""What is known of products for rules, besides their looks: figures of closed days, the newest state, moves, who is gone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from ventra.core.columns import Int64
from ventra.core.day import from_us
from ventra.core.rule_facts import DAILY, LOOKED
from ventra.core.rule_kinds import Float
from ventra.infra.columns import fraction_numbers, fractions, whole, whole_numbers

_US = "(extract(epoch FROM {}) * 1000000)::bigint"
_NAN = "coalesce({}::float8, 'NaN')"
_LATEST = {
    "price": "l.price_uzs", "list_price": "l.list_price_uzs", "stock": "l.stock", "rating": "l.rating_x100 / 100.0",
    "reviews": "l.reviews_total",
}  # fmt: skip
_NEWEST = f"""
SELECT {whole("n.product_id")}, {whole(f"coalesce({_US.format('l.seen_at')}, 0)")},
       {whole(f"CASE WHEN p.state = 'gone' THEN coalesce({_US.format('p.gone_since')}, 0) ELSE 0 END")},
       {", ".join(fractions(_NAN.format(f"f.{name}")) for name in DAILY)},
       {", ".join(fractions(_NAN.format(_LATEST[name])) for name in LOOKED)}
FROM (SELECT id AS product_id FROM unnest($1::bigint[]) AS u(id) ORDER BY id) n
LEFT JOIN products p ON p.product_id = n.product_id
LEFT JOIN product_latest l ON l.product_id = n.product_id
LEFT JOIN sales_figures f ON f.product_id = n.product_id AND f.as_of >= $2
"""
_MOVES = f"""
SELECT {whole("m.product_id")}, {whole(_US.format("m.at"))}, {whole("(m.kind = 'title')::int")} FROM (
    SELECT * FROM product_moves WHERE product_id = ANY($1) AND at >= $2 AND kind IN ('photo', 'title')
    ORDER BY product_id, at, kind
) m
"""


@dataclass(frozen=True, slots=True, eq=False)
class Newest:
    """Of products [n], ascending: when each was last seen and since when it is gone (µs, 0 never), and facts by name [n]."""

    product_id: Int64
    seen_at: Int64
    gone_since: Int64
    facts: dict[str, Float]


@dataclass(frozen=True, slots=True, eq=False)
class Moves:
    """What pages said otherwise [v], by product and time; `title` says whether it was the title, else the photo."""

    product_id: Int64
    at: Int64
    title: Int64


async def newest(db: Any, product_ids: Int64, *, least_as_of: Any) -> Newest:
    """The newest facts of products (ascending). Figures that end before `least_as_of` are unknown: they speak of another time."""
    ids, seen, gone, *rest = await db.fetchrow(_NEWEST, product_ids.tolist(), least_as_of)
    facts = dict(zip((*DAILY, *LOOKED), map(fraction_numbers, rest), strict=True))
    return Newest(whole_numbers(ids), whole_numbers(seen), whole_numbers(gone), facts)


async def moves(db: Any, product_ids: Int64, since_us: int) -> Moves:
    """What the pages of products said otherwise since an instant."""
    row = await db.fetchrow(_MOVES, product_ids.tolist(), from_us(since_us))
    return Moves(*map(whole_numbers, row))


async def texts_of_moves(
    db: Any, product_ids: list[int], since_us: int
) -> dict[tuple[int, str], tuple[str | None, str | None]]:
    """By product and kind: what the newest move was from and to."""
    rows = await db.fetch(
        "SELECT DISTINCT ON (product_id, kind) product_id, kind, before, after FROM product_moves "
        "WHERE product_id = ANY($1) AND at >= $2 ORDER BY product_id, kind, at DESC",
        product_ids,
        from_us(since_us),
    )
    return {(row["product_id"], row["kind"]): (row["before"], row["after"]) for row in rows}
