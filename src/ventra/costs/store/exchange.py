"""The central bank's rates that hold on a day, as they are kept; sourcing asks for them and keeps them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any


async def newest_day(db: Any, today: date) -> date | None:
    """Since when the newest rates hold."""
    found: date | None = await db.fetchval("SELECT max(day) FROM currency_rates WHERE day <= $1", today)
    return found


async def on_day(db: Any, currencies: Iterable[str], day: date) -> dict[str, tuple[float, date]]:
    """Soʻm for one unit of each that holds on a day, and since when; what is not known is left out. The soʻm itself is 1."""
    wanted = sorted({*currencies})
    rows = await db.fetch(
        """
        SELECT c.currency, n.day, (n.rate / n.nominal)::float8 AS per_unit FROM unnest($1::text[]) AS c(currency)
         CROSS JOIN LATERAL (SELECT day, nominal, rate FROM currency_rates r
                WHERE r.currency = c.currency AND r.day <= $2 ORDER BY day DESC LIMIT 1) n
        """,
        wanted,
        day,
    )
    found = {row["currency"]: (row["per_unit"], row["day"]) for row in rows}
    return found | ({"UZS": (1.0, day)} if "UZS" in wanted else {})
