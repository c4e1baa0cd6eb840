"""The central bank's rates by currency and day. What holds on a day is read in `costs/store/exchange.py`."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from ventra.infra.central_bank import Rate
from ventra.sourcing.answers import CurrencyRate, RateDay


async def keep(db: Any, rates: Sequence[Rate]) -> None:
    """Keep rates; one that the bank set anew for the same day replaces the one before."""
    await db.execute(
        "INSERT INTO currency_rates (currency, day, nominal, rate) "
        "SELECT DISTINCT ON (1, 2) * FROM unnest($1::text[], $2::date[], $3::integer[], $4::numeric[]) "
        "ON CONFLICT (currency, day) DO UPDATE SET nominal = excluded.nominal, rate = excluded.rate",
        [one.currency for one in rates],
        [one.day for one in rates],
        [one.nominal for one in rates],
        [one.rate for one in rates],
    )


async def newest(db: Any, today: date) -> list[CurrencyRate]:
    """The rate of each currency that holds on a day, with its change since the one before."""
    rows = await db.fetch(
        """
        SELECT c.currency, n.day, n.nominal, n.rate, (n.rate / n.nominal)::float8 AS per_unit,
               (n.rate / n.nominal)::float8 - (b.rate / b.nominal)::float8 AS change
          FROM (SELECT DISTINCT currency FROM currency_rates WHERE day > $1::date - 366) c
         CROSS JOIN LATERAL (SELECT day, nominal, rate FROM currency_rates r
                WHERE r.currency = c.currency AND r.day <= $1 ORDER BY day DESC LIMIT 1) n
          LEFT JOIN LATERAL (SELECT nominal, rate FROM currency_rates r
                WHERE r.currency = c.currency AND r.day < n.day ORDER BY day DESC LIMIT 1) b ON true
         ORDER BY c.currency
        """,
        today,
    )
    return [
        CurrencyRate(
            currency=row["currency"],
            day=row["day"],
            nominal=row["nominal"],
            rate_uzs=float(row["rate"]),
            per_unit_uzs=round(row["per_unit"], 6),
            change=None if row["change"] is None else round(row["change"], 6),
        )
        for row in rows
    ]


async def history(db: Any, currency: str, first: date, last: date) -> list[RateDay]:
    """A currency's rates of these days, and the one that held on the first of them; the oldest first."""
    rows = await db.fetch(
        """
        SELECT day, (rate / nominal)::float8 AS per_unit FROM currency_rates
         WHERE currency = $1 AND day <= $3 AND day >= coalesce(
               (SELECT max(day) FROM currency_rates WHERE currency = $1 AND day <= $2), $2)
         ORDER BY day
        """,
        currency,
        first,
        last,
    )
    return [RateDay(row["day"], round(row["per_unit"], 6)) for row in rows]


async def known(db: Any, currency: str) -> bool:
    """Whether a currency was ever seen."""
    return bool(await db.fetchval("SELECT EXISTS (SELECT FROM currency_rates WHERE currency = $1)", currency))


async def days_not_asked(db: Any, first: date, last: date, *, at_most: int) -> list[date]:
    """Days of a span of which nothing is known and that nobody asked about, the newest first."""
    rows = await db.fetch(
        """
        SELECT d::date AS day FROM generate_series($2::date, $1::date, interval '-1 day') AS d
         WHERE NOT EXISTS (SELECT FROM rate_days a WHERE a.day = d::date)
           AND NOT EXISTS (SELECT FROM currency_rates r WHERE r.day = d::date)
         ORDER BY d DESC LIMIT $3
        """,
        first,
        last,
        at_most,
    )
    return [row["day"] for row in rows]


async def note_asked(db: Any, day: date) -> None:
    """A day of the past was asked about, whatever came of it."""
    await db.execute(
        "INSERT INTO rate_days (day, asked_at) VALUES ($1, now()) ON CONFLICT (day) DO NOTHING", day
    )
