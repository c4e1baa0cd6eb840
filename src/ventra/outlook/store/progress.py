"""How far a night's refresh is: the day it judges, which folders are done, and what it came to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from ventra.core.bucket import FOLDERS

JUDGING = 7239406
"""The advisory lock under which one judges the market at a time."""
NIGHTS_KEPT = 400
MORE = 0.1
"""From which part more products on the market is judged again on the same day."""
SETTLES = timedelta(minutes=5)
"""How long after that at the earliest."""


@dataclass(frozen=True, slots=True)
class Run:
    """A night: its day, when it was begun and finished, and how many folders of how many are done with how many products."""

    day: date
    began_at: datetime
    finished_at: datetime | None
    folders: int
    done: int
    products: int
    rate: float | None
    least_units: float | None
    judged: Mapping[str, Mapping[str, int]]


_MORE_CAME = """
EXISTS (
    SELECT FROM outlook_runs WHERE day = $1 AND anew_at IS NULL AND finished_at < $3 AND products * (1 + $4::float8) < (
        SELECT count(*) FROM sales_figures f JOIN products p ON p.product_id = f.product_id AND p.state = 'active'
        WHERE f.basis_28 > 0
    )
)
"""
# What was finished stays until it is so again: lists say by which judging they are.
_OVER = f"""
WITH over AS (
    UPDATE outlook_runs SET rule = $2, look = NULL, began_at = $6,
        anew_at = CASE WHEN finished_at IS NOT NULL THEN $6::timestamptz END
    WHERE day = $1 AND (rule <> $2 OR $5 OR {_MORE_CAME}) RETURNING day
)
DELETE FROM outlook_progress WHERE day IN (SELECT day FROM over)
"""


async def begin(db: Any, day: date, *, rule: int, now: datetime, anew: bool) -> bool:
    """Begin or go on with the day; False when it is finished.

    It is done again, whatever is done, with `anew`, by another rule, and where many more products came since. Nights of days to
    come were judged while a clock was ahead, and are forgotten.
    """
    await db.execute(
        "DELETE FROM outlook_runs WHERE day <= (SELECT day FROM outlook_runs ORDER BY day DESC OFFSET $1 LIMIT 1)",
        NIGHTS_KEPT,
    )
    await db.execute("DELETE FROM outlook_progress WHERE day < $1", day)
    await db.execute("DELETE FROM outlook_runs WHERE day > $1", day)
    await db.execute(_OVER, day, rule, now - SETTLES, MORE, anew, now)
    await db.execute(
        "INSERT INTO outlook_runs (day, rule, began_at, folders) VALUES ($1, $2, $3, $4) ON CONFLICT (day) DO NOTHING",
        day,
        rule,
        now,
        FOLDERS,
    )
    going_on: bool = await db.fetchval(
        "SELECT finished_at IS NULL OR anew_at IS NOT NULL FROM outlook_runs WHERE day = $1", day
    )
    return going_on


async def looked(db: Any, day: date, look: str) -> None:
    """The market looks like this, by digest; folders that were written by another look count as not done."""
    changed = await db.fetchval(
        "UPDATE outlook_runs SET look = $2 WHERE day = $1 AND look IS DISTINCT FROM $2 RETURNING true",
        day,
        look,
    )
    if changed:
        await db.execute("DELETE FROM outlook_progress WHERE day = $1", day)


async def done(db: Any, day: date) -> set[int]:
    """The folders of this day that are done."""
    rows = await db.fetch("SELECT folder FROM outlook_progress WHERE day = $1", day)
    return {row["folder"] for row in rows}


async def note(db: Any, day: date, folder: int, *, products: int, now: datetime) -> None:
    """A folder is done, with so many products."""
    await db.execute(
        "INSERT INTO outlook_progress (day, folder, products, done_at) VALUES ($1, $2, $3, $4) "
        "ON CONFLICT (day, folder) DO UPDATE SET products = excluded.products, done_at = excluded.done_at",
        day,
        folder,
        products,
        now,
    )


async def lock(db: Any) -> None:
    """Wait until nobody else writes what rises, and keep it so until the transaction ends."""
    await db.execute("SELECT pg_advisory_xact_lock($1)", JUDGING)


async def finish(
    db: Any,
    day: date,
    *,
    products: int,
    rate: float,
    least_units: float,
    judged: Mapping[str, Mapping[str, int]],
    times: Sequence[float],
    now: datetime,
) -> None:
    """The day is judged whole."""
    await db.execute(
        "UPDATE outlook_runs SET finished_at = $2, anew_at = NULL, products = $3, "
        "rate = $4, least_units = $5, judged = $6, times = $7 "
        "WHERE day = $1",
        day,
        now,
        products,
        rate,
        least_units,
        judged,
        times,
    )


async def times(db: Any, day: date) -> list[float] | None:
    """How many times its usual the market sells on each day, as this very night had it; none where it knew nothing."""
    found: list[float] | None = await db.fetchval("SELECT times FROM outlook_runs WHERE day = $1", day)
    return found or None


_RUN = """
SELECT r.*, coalesce(p.done, 0)::int AS done, coalesce(p.products, 0)::int AS so_far FROM outlook_runs r
CROSS JOIN LATERAL (SELECT count(*) AS done, sum(products) AS products FROM outlook_progress p WHERE p.day = r.day) p
"""


async def newest(db: Any, *, finished: bool = False) -> Run | None:
    """The newest night; or the newest that was judged whole, as it was then, though it may be judged again."""
    only = "WHERE r.finished_at IS NOT NULL" if finished else ""
    row = await db.fetchrow(f"{_RUN} {only} ORDER BY r.day DESC LIMIT 1")
    if row is None:
        return None
    anew = row["anew_at"] is not None and not finished
    whole = row["finished_at"] is not None and not anew
    return Run(
        day=row["day"],
        began_at=row["began_at"],
        finished_at=row["finished_at"] if whole else None,
        folders=row["folders"],
        done=row["folders"] if whole else row["done"],
        products=row["products"] or 0 if whole else row["so_far"],
        rate=row["rate"],
        least_units=row["least_units"],
        judged=row["judged"] if whole else {},
    )


_DUE = f"""
SELECT NOT EXISTS (SELECT FROM sales_figures WHERE as_of < $1) AND (
    NOT EXISTS (SELECT FROM outlook_runs WHERE day = $1 AND rule = $2 AND finished_at IS NOT NULL AND anew_at IS NULL)
    OR {_MORE_CAME}
)
"""


async def is_due(db: Any, closed: date, *, rule: int, now: datetime) -> bool:
    """Whether the market must be judged: all its days are closed through `closed`, and no judging of that day is finished.

    Or one is, and since then so many products came that lists would lack a good part, as after an import.
    """
    found: bool = await db.fetchval(_DUE, closed, rule, now - SETTLES, MORE)
    return found
