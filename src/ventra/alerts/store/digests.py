"""Digests: when one is due, as a row of the outbox that is made once; and what it says, read when it is sent."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import msgspec

from ventra.alerts.found import Digest, Line
from ventra.catalog.store.rows import fit_of
from ventra.core.estimate import estimate
from ventra.core.own_view import units_of
from ventra.core.product import Titles
from ventra.infra.db import Connection, Row

LATE_MINUTES = 180
"""So long after its minute a digest is still made: whoever asks for one in the evening has none of that morning."""
MOST_LINES = 5
WEEKLY_AT = 9 * 60
"""When the weekly digest comes to whoever named no hour."""


async def plan(db: Connection, now: datetime) -> int:
    """Make the rows of the digests whose minute has come in their channels' zones; how many are new."""
    done = await db.execute(
        """
        WITH there AS (
            SELECT org_id, channel_id, digest_at, digest_weekday, ($1::timestamptz AT TIME ZONE zone) AS local
              FROM alert_channels
             WHERE ended_at IS NULL AND (digest_at IS NOT NULL OR digest_weekday IS NOT NULL)),
        timed AS (
            SELECT *, extract(hour FROM local)::int * 60 + extract(minute FROM local)::int AS minute FROM there),
        due AS (
            SELECT org_id, channel_id, 'day' AS what, local::date AS day FROM timed
             WHERE minute BETWEEN digest_at AND digest_at + $2
            UNION ALL
            SELECT org_id, channel_id, 'week', local::date FROM timed
             WHERE extract(isodow FROM local)::int - 1 = digest_weekday
               AND minute BETWEEN coalesce(digest_at, $3) AND coalesce(digest_at, $3) + $2)
        INSERT INTO alert_deliveries (org_id, channel_id, what, key, due_at)
        SELECT org_id, channel_id, what, day::text, $1 FROM due ON CONFLICT (channel_id, what, key) DO NOTHING
        """,
        now,
        LATE_MINUTES,
        WEEKLY_AT,
    )
    return int(done.rsplit(" ", 1)[-1])


async def tracked_with_stock(db: Connection, org_id: int) -> dict[int, Titles]:
    """What an organisation tracks that is sold now and whose stock is known, by id, ascending."""
    rows = await db.fetch(
        "SELECT t.product_id, p.title_uz, p.title_ru FROM trackers t JOIN products p USING (product_id) "
        "JOIN product_latest l USING (product_id) WHERE t.org_id = $1 AND p.state = 'active' AND l.stock IS NOT NULL "
        "ORDER BY t.product_id",
        org_id,
    )
    return {row["product_id"]: Titles(uz=row["title_uz"], ru=row["title_ru"]) for row in rows}


async def read(
    db: Connection, org_id: int, what: str, closed: date, now: datetime, low: list[Line]
) -> Digest:
    """What a day or week was like for what an organisation tracks, with what is running `low`; figures that end elsewhere than at
    `closed` are left out.
    """
    tracked: int = await db.fetchval("SELECT count(*) FROM trackers WHERE org_id = $1", org_id)
    since = now - timedelta(days=1 if what == "day" else 7)
    fired: int = await db.fetchval(
        "SELECT count(*) FROM alerts WHERE org_id = $1 AND told_at >= $2 AND quiet IS NULL", org_id, since
    )
    window = "1" if what == "day" else "7"
    sold = await db.fetch(
        f"""
        SELECT t.product_id, p.title_uz, p.title_ru, f.units_{window} AS value, f.units_{window}_low AS low,
               f.units_{window}_high AS high, NULL::bigint AS stock, f.basis_{window} AS basis,
               (SELECT array_prepend(o.version, o.factors) FROM own_fits o
                 WHERE o.applied AND o.org_id = t.org_id AND o.category_id = p.category_id) AS own_fit
          FROM trackers t JOIN sales_figures f USING (product_id) JOIN products p USING (product_id)
         WHERE t.org_id = $1 AND f.as_of = $2 AND f.units_{window} > 0
         ORDER BY f.units_{window} DESC, t.product_id LIMIT $3
        """,
        org_id,
        closed,
        MOST_LINES,
    )
    gainers = await _grown(db, org_id, closed, "f.growth_7_low > 0", "DESC")
    losers = await _grown(db, org_id, closed, "f.growth_7_high < 0", "ASC")
    return Digest(
        what="day" if what == "day" else "week",
        day=closed,
        tracked=tracked,
        alerts=fired,
        sold=_sold(sold, int(window)),
        gainers=gainers,
        losers=losers,
        low=low,
    )


async def _grown(db: Connection, org_id: int, closed: date, which: str, way: str) -> list[Line]:
    """Those that grew or shrank beyond their interval, the most first."""
    rows = await db.fetch(
        f"""
        SELECT t.product_id, p.title_uz, p.title_ru, f.growth_7 AS value, f.growth_7_low AS low, f.growth_7_high AS high,
               NULL::bigint AS stock
          FROM trackers t JOIN sales_figures f USING (product_id) JOIN products p USING (product_id)
         WHERE t.org_id = $1 AND f.as_of = $2 AND {which} ORDER BY f.growth_7 {way}, t.product_id LIMIT $3
        """,
        org_id,
        closed,
        MOST_LINES,
    )
    return _lines(rows)


def _sold(rows: list[Row], days: int) -> list[Line]:
    """What sold most, as the organisation sees it by its own shop's truth where that corrects it."""
    told = [
        units_of(
            fit_of(row),
            estimate(row["value"], row["low"], row["high"], basis=row["basis"], days=days, known_days=days),
        )
        for row in rows
    ]
    lines = [
        msgspec.structs.replace(line, value=units.point, low=units.low, high=units.high)
        for line, units in zip(_lines(rows), told, strict=True)
    ]
    return sorted(lines, key=lambda line: -(line.value or 0.0))


def _lines(rows: list[Row]) -> list[Line]:
    return [
        Line(
            product_id=row["product_id"],
            titles=Titles(uz=row["title_uz"], ru=row["title_ru"]),
            value=row["value"],
            low=row["low"],
            high=row["high"],
            stock=row["stock"],
        )
        for row in rows
    ]
