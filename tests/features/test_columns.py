"""Columns into Postgres and out of it: every type and every way of being unknown comes back as it went."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ventra.infra.columns import (
    Column,
    copy_in,
    fraction_numbers,
    fractions,
    pack,
    real_rows,
    reals,
    time_numbers,
    times,
    whole,
    whole_numbers,
)
from ventra.infra.db import open_pool, transaction

TABLE = (
    "CREATE TEMP TABLE sent (place bigint, small smallint, number integer, big bigint, share double precision, "
    "day date, at timestamptz) ON COMMIT DROP"
)
LIMITS = {"small": 2**15, "number": 2**31, "big": 2**63}


def sent() -> dict[str, Column]:
    """Seven rows in which each column is unknown in other places."""
    rng = np.random.default_rng(4)

    def column(kind: str, values: Any, *absent: int) -> Column:
        return Column(kind, values, np.isin(np.arange(7), absent))

    numbers = {name: rng.integers(-limit, limit, 7, dtype=np.int64) for name, limit in LIMITS.items()}
    return {
        "place": Column("bigint", np.arange(7)),
        "small": column("smallint", numbers["small"], 1, 6),
        "number": column("integer", numbers["number"]),
        "big": column("bigint", numbers["big"], 0, 1, 2, 3, 4, 5, 6),
        "share": column("double precision", rng.random(7), 6),
        "day": column("date", rng.integers(-20_000, 40_000, 7), 0),
        "at": column("timestamptz", rng.integers(-(2**50), 2**52, 7), 0, 2),
    }


async def test_what_is_copied_in_is_what_was_sent(database_url: str) -> None:
    pool = await open_pool(database_url)
    columns = sent()
    async with transaction(pool) as db:
        await db.execute(TABLE)
        await copy_in(db, "sent", columns)
        rows = await db.fetch(
            "SELECT place, small, number, big, share, day - date '1970-01-01' AS day, "
            "(extract(epoch FROM at) * 1000000)::bigint AS at FROM sent ORDER BY place"
        )
    for name, column in columns.items():
        expected = [
            None if column.absent is not None and column.absent[at] else value
            for at, value in enumerate(column.values.tolist())
        ]
        assert [row[name] for row in rows] == expected, name
    await pool.close()


async def test_what_is_read_as_columns_is_what_is_there(database_url: str) -> None:
    pool = await open_pool(database_url)
    columns = sent()
    known = {name: Column(column.kind, column.values) for name, column in columns.items()}
    async with transaction(pool) as db:
        await db.execute(TABLE)
        await copy_in(db, "sent", known)
        big, number, share, at = await db.fetchrow(
            f"SELECT {whole('big')}, {whole('number')}, {fractions('share')}, {times('at')} "
            "FROM (SELECT * FROM sent ORDER BY place) s"
        )
        (nothing,) = await db.fetchrow(f"SELECT {whole('big')} FROM sent WHERE false")
    assert whole_numbers(big).tolist() == known["big"].values.tolist()
    assert whole_numbers(number).tolist() == known["number"].values.tolist()
    assert fraction_numbers(share).tolist() == known["share"].values.tolist()
    assert time_numbers(at).tolist() == known["at"].values.tolist()
    assert whole_numbers(nothing).tolist() == []
    await pool.close()


@settings(max_examples=50, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.tuples(st.one_of(st.none(), st.integers(-(2**15), 2**15 - 1)), st.floats()), min_size=1))
def test_a_row_is_as_long_as_what_is_known_of_it(rows: list[tuple[int | None, float]]) -> None:
    absent = np.array([whole is None for whole, _ in rows])
    small = np.array([whole or 0 for whole, _ in rows])
    packed = pack(
        [
            Column("smallint", small, absent),
            Column("double precision", np.array([share for _, share in rows])),
        ]
    )
    assert len(packed) == 19 + sum(2 + 4 + (2 if one is not None else 0) + 4 + 8 for one, _ in rows) + 2


async def test_arrays_come_back_as_they_went_with_what_is_not_a_number_and_without_rows(
    database_url: str,
) -> None:
    pool = await open_pool(database_url)
    single = np.array([[0.5, np.nan, -3.0], [1e30, 0.0, 2.0]])
    double = np.array([[np.pi, np.nan], [1e300, -0.1]])
    columns = {
        "place": Column("bigint", np.arange(2)),
        "single": Column("real[]", single, np.array([False, True])),
        "double": Column("double precision[]", double),
        "told": Column("boolean", np.array([True, False]), np.array([False, True])),
    }
    async with transaction(pool) as db:
        await db.execute(
            "CREATE TEMP TABLE sent (place bigint, single real[], double double precision[], told boolean) ON COMMIT DROP"
        )
        none = await db.fetchval(f"SELECT {reals('single')} FROM sent")
        await copy_in(db, "sent", columns)
        rows = await db.fetch("SELECT * FROM sent ORDER BY place")
        singles = await db.fetchval(f"SELECT {reals('single')} FROM sent WHERE single IS NOT NULL")
    np.testing.assert_array_equal(rows[0]["single"], single[0])
    assert (rows[1]["single"], rows[0]["told"], rows[1]["told"]) == (None, True, None)
    np.testing.assert_array_equal([row["double"] for row in rows], double)
    np.testing.assert_array_equal(real_rows(singles, 3), single[:1])
    assert real_rows(none, 3).shape == (0, 3)
    await pool.close()
