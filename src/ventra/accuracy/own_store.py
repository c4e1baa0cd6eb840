"""What own shops truly sold, the corrections that were learned of it, and who wants them. All of it is one organisation's own."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from ventra.accuracy.own_answers import HeldOutScores, OwnCategory, OwnState
from ventra.catalog.answers import CategoryName
from ventra.core.columns import Int64
from ventra.core.own_fit import Learned
from ventra.core.own_view import OwnFit
from ventra.core.product import Titles
from ventra.core.scores import Float
from ventra.infra.columns import fraction_numbers, fractions, whole, whole_numbers

VERSIONS_KEPT = 10
LEARNING = 7239411
"""With an organisation's number the advisory lock under which its corrections are learned and switched by one at a time."""
_DAY = "(({} + interval '5 hours') AT TIME ZONE 'UTC')::date"
# All that was ordered counts, as it does on the public shelf: what was cancelled or came back as a whole stands beside `amount`.
_GROSS = "i.amount + coalesce(i.cancelled, 0) + CASE WHEN i.amount = 0 THEN i.returned ELSE 0 END"
_TRUTH = f"""
WITH feeds AS (
    SELECT s.shop_id, greatest({_DAY.format("min(f.back_to)")} + 1, $2::date) AS first,
           least({_DAY.format("max(f.done_at)")} - 1, $3::date) AS last
      FROM own_shops s JOIN own_feeds f ON f.org_id = s.org_id AND f.shop_id = s.shop_id AND f.feed = 'orders'
     WHERE s.org_id = $1 AND s.enabled AND f.back_to IS NOT NULL AND f.done_at IS NOT NULL
     GROUP BY s.shop_id
), sold AS MATERIALIZED (
    SELECT i.product_id, {_DAY.format("i.ordered_at")} AS day, sum({_GROSS}) AS units, min(f.last) AS last
      FROM feeds f JOIN own_order_items i ON i.org_id = $1 AND i.shop_id = f.shop_id
       AND i.ordered_at >= f.first - interval '5 hours' AND i.ordered_at < f.last + 1 - interval '5 hours'
     WHERE i.product_id IS NOT NULL GROUP BY 1, 2
), most AS (
    SELECT product_id, min(day) AS first, max(last) AS last FROM sold GROUP BY 1 ORDER BY sum(units) DESC, 1 LIMIT $4
)
SELECT {whole("m.product_id")}, {whole("d.day::date - date '1970-01-01'")}, {fractions("coalesce(s.units, 0)::float8")}
  FROM most m CROSS JOIN LATERAL generate_series(m.first, m.last, interval '1 day') AS d(day)
  LEFT JOIN sold s ON s.product_id = m.product_id AND s.day = d.day::date
"""


async def with_shops(db: Any) -> list[int]:
    """Organisations that have read orders of a shop of theirs."""
    rows = await db.fetch(
        "SELECT DISTINCT org_id FROM own_feeds WHERE feed = 'orders' AND done_at IS NOT NULL ORDER BY 1"
    )
    return [row["org_id"] for row in rows]


async def learned_at(db: Any, org_id: int) -> datetime | None:
    """When an organisation's corrections were last learned."""
    at: datetime | None = await db.fetchval("SELECT max(made_at) FROM own_fits WHERE org_id = $1", org_id)
    return at


async def truth(
    db: Any, org_id: int, first: date, last: date, *, most_products: int
) -> tuple[Int64, Int64, Float]:
    """Units ordered of an organisation's own products, by product and day number, each once: from a product's first order to the
    last day of which all orders are read; a day in between without an order is 0. Of those that sell most.
    """
    product, day, units = await db.fetchrow(_TRUTH, org_id, first, last, most_products)
    return whole_numbers(product), whole_numbers(day), fraction_numbers(units)


async def alone(db: Any, org_id: int) -> None:
    """Until the transaction ends nobody else learns or switches an organisation's corrections."""
    await db.execute("SELECT pg_advisory_xact_lock($1, hashint8($2))", LEARNING, org_id)


async def next_version(db: Any, org_id: int) -> int:
    """The number that the next learning of an organisation bears."""
    version: int = await db.fetchval(
        "SELECT coalesce(max(version), 0) + 1 FROM own_fits WHERE org_id = $1", org_id
    )
    return version


async def keep(db: Any, org_id: int, version: int, learned: Sequence[Learned], made_at: datetime) -> None:
    """Keep a learning, put it in force where that is switched on, and let the oldest go."""
    held_out = [
        {name: HeldOutScores(one.before, one.after) for name, one in each.held_out.items()}
        for each in learned
    ]
    await db.executemany(
        "INSERT INTO own_fits (org_id, category_id, version, made_at, days, products, factors, why, held_out) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)",
        [
            (org_id, one.category, version, made_at, one.days, one.products, one.fit.factors, one.why, scores)
            for one, scores in zip(learned, held_out, strict=True)
        ],
    )
    await db.execute(
        "DELETE FROM own_fits WHERE org_id = $1 AND version <= $2", org_id, version - VERSIONS_KEPT
    )
    await apply(db, org_id)


async def apply(db: Any, org_id: int) -> None:
    """Have what an organisation sees go by its newest corrections, or by none where that is switched off."""
    await db.execute("UPDATE own_fits SET applied = false WHERE org_id = $1 AND applied", org_id)
    await db.execute(
        "UPDATE own_fits SET applied = true WHERE org_id = $1 AND why = 'learned' "
        "AND version = (SELECT max(version) FROM own_fits WHERE org_id = $1) "
        "AND EXISTS (SELECT FROM own_fit_switches WHERE org_id = $1 AND is_on)",
        org_id,
    )


async def switch(db: Any, org_id: int, *, on: bool, at: datetime) -> None:
    """Switch an organisation's corrections on or off."""
    await db.execute(
        "INSERT INTO own_fit_switches (org_id, is_on, changed_at) VALUES ($1, $2, $3) "
        "ON CONFLICT (org_id) DO UPDATE SET is_on = excluded.is_on, changed_at = excluded.changed_at",
        org_id,
        on,
        at,
    )
    await apply(db, org_id)


async def state(db: Any, org_id: int) -> OwnState:
    """Whether a shop is connected and the corrections are switched on."""
    row = await db.fetchrow(
        "SELECT EXISTS (SELECT FROM own_shops WHERE org_id = $1) AS connected, "
        "coalesce((SELECT is_on FROM own_fit_switches WHERE org_id = $1), false) AS is_on",
        org_id,
    )
    return OwnState(row["connected"], row["is_on"])


async def newest(db: Any, org_id: int) -> tuple[datetime | None, list[OwnCategory]]:
    """An organisation's newest learning: when it was, and each category, that with most products first."""
    rows = await db.fetch(
        "SELECT o.*, c.title_uz, c.title_ru FROM own_fits o LEFT JOIN categories c ON c.category_id = o.category_id "
        "WHERE o.org_id = $1 AND o.version = (SELECT max(version) FROM own_fits WHERE org_id = $1) "
        "ORDER BY o.products DESC, o.category_id",
        org_id,
    )
    found = [
        OwnCategory(
            category=CategoryName(row["category_id"], Titles(row["title_uz"], row["title_ru"])),
            days=row["days"],
            products=row["products"],
            why=row["why"],
            in_force=row["applied"],
            factor=(fit := OwnFit.stored(row["version"], row["factors"])).factor,
            width_days=list(fit.days),
            width_windows=list(fit.windows),
            held_out=msgspec.convert(row["held_out"], dict[str, HeldOutScores]),
        )
        for row in rows
    ]
    return (rows[0]["made_at"] if rows else None), found
