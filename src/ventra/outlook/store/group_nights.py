"""What nights said of categories and shops: the last one of all, and of most those before it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, Literal

import numpy as np

from ventra.core.columns import Int64
from ventra.core.night_facts import NUMBERS, Nights
from ventra.infra.columns import fraction_numbers, fractions, whole, whole_numbers
from ventra.outlook.store.nights import DAYS_KEPT

Group = Literal["category", "seller"]
_KEPT = ("verdict", "rises", "p_value", "least_growth", "growth_28", "growth_28_low", "growth_28_high")
_OUTLOOKS = {"category": ("category_outlooks", "category_id"), "seller": ("seller_outlooks", "seller_id")}
# Of shops there are many, and most of them sell too little to be tested.
_WORTH = {
    "category": "",
    "seller": "AND (o.q_value IS NOT NULL OR EXISTS (SELECT FROM products p JOIN trackers t USING (product_id) "
    "WHERE p.seller_id = o.seller_id))",
}
_NIGHTS = f"""
SELECT {whole("n.subject_id")}, {whole("n.day - date '1970-01-01'")},
       {", ".join(fractions(f"coalesce(({name}{'::int' if name == 'rises' else ''})::float8, 'NaN')") for name in _KEPT)}
FROM (
    SELECT subject_id, day, {", ".join(_KEPT)} FROM outlook_group_days
    WHERE kind = $1 AND subject_id = ANY($2) AND day BETWEEN $3 AND $4
    UNION ALL
    SELECT {{key}}, as_of, {", ".join(_KEPT)} FROM {{table}} o
    WHERE {{key}} = ANY($2) AND as_of BETWEEN $3 AND $4
    AND NOT EXISTS (SELECT FROM outlook_group_days d WHERE d.kind = $1 AND d.subject_id = o.{{key}} AND d.day = o.as_of)
    ORDER BY 1, 2
) n
"""


async def keep(db: Any, day: date) -> None:
    """Keep what the night of this day said of categories and shops, and let the oldest nights go."""
    for kind, (table, key) in _OUTLOOKS.items():
        await db.execute(
            f"INSERT INTO outlook_group_days (kind, subject_id, day, {', '.join(_KEPT)}) "
            f"SELECT $1, o.{key}, o.as_of, {', '.join(f'o.{name}' for name in _KEPT)} FROM {table} o "
            f"WHERE o.as_of = $2 {_WORTH[kind]} ON CONFLICT (kind, subject_id, day) DO UPDATE SET "
            f"{', '.join(f'{name} = excluded.{name}' for name in _KEPT)}",
            kind,
            day,
        )
    await db.execute("DELETE FROM outlook_group_days WHERE day <= $1::date - $2::int", day, DAYS_KEPT)


async def nights(db: Any, kind: Group, ids: Int64, first: date, last: date) -> Nights:
    """What the nights of these days said of categories or shops (ascending); a subject is a place among them."""
    table, key = _OUTLOOKS[kind]
    sent = await db.fetchrow(_NIGHTS.format(table=table, key=key), kind, ids.tolist(), first, last)
    subject, day = map(whole_numbers, sent[:2])
    unknown = np.full(len(day), np.nan)
    told = dict(zip(_KEPT, map(fraction_numbers, sent[2:]), strict=True))
    return Nights(
        np.searchsorted(ids, subject),
        day,
        {name: told.get(name, unknown) for name in NUMBERS},
        np.full((len(day), 1), np.nan),
    )


async def first_day(db: Any, kind: Group, ids: Sequence[int]) -> date | None:
    """The first night that is kept of any of these categories or shops."""
    table, key = _OUTLOOKS[kind]
    found: date | None = await db.fetchval(
        "SELECT least((SELECT min(day) FROM outlook_group_days WHERE kind = $1 AND subject_id = ANY($2)), "
        f"(SELECT min(as_of) FROM {table} WHERE {key} = ANY($2)))",
        kind,
        ids,
    )
    return found
