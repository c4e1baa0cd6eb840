"""Writes change-encoded rows: deletes those that are no run any more, upserts those that are new or changed."""

from __future__ import annotations

from typing import Any

import numpy as np

from ventra.collect.store.kept import AT
from ventra.core import runs
from ventra.core.bucket import bucket_of
from ventra.core.columns import MISSING, Int64


async def write(db: Any, table: str, state: str, now: runs.Runs, before: runs.Runs) -> None:
    """Delete rows that are no run any more, write those that are new or changed."""
    keys = ("product_id", "sku_id")[: now.key.shape[1]]
    had = {
        (*k, f): (t, c, s)
        for k, f, t, c, s in zip(
            map(tuple, before.key.tolist()),
            before.seen_from.tolist(),
            before.seen_to.tolist(),
            before.source.tolist(),
            before.seen,
            strict=True,
        )
    }
    stays = set(zip(*now.key.T.tolist(), now.seen_from.tolist(), strict=True))
    ended = [key for key in had if key not in stays]
    if ended:
        columns = list(zip(*ended, strict=True))
        names = [f"k{i}" for i in range(len(columns))]
        await db.execute(
            f"DELETE FROM {table} o USING unnest({', '.join(f'${i + 1}::bigint[]' for i in range(len(columns)))}, "
            f"${len(columns) + 1}::smallint[]) AS e({', '.join(names)}, bucket) "
            f"WHERE o.bucket = e.bucket AND {' AND '.join(f'o.{k} = e.{n}' for k, n in zip(keys, names, strict=False))} "
            f"AND o.seen_from = {AT.format('e.' + names[-1])}",
            *[list(c) for c in columns],
            bucket_of(np.array(columns[0], np.int64)).tolist(),
        )
    if had:
        new_rows = np.array(
            [
                had.get((*k, f)) != (t, c, s)
                for k, f, t, c, s in zip(
                    map(tuple, now.key.tolist()),
                    now.seen_from.tolist(),
                    now.seen_to.tolist(),
                    now.source.tolist(),
                    now.seen,
                    strict=True,
                )
            ],
            bool,
        )
    else:
        new_rows = np.ones(len(now.seen), bool)
    await _upsert(db, table, keys, [name.strip() for name in state.split(",")], now, np.flatnonzero(new_rows))


async def _upsert(
    db: Any, table: str, keys: tuple[str, ...], state: list[str], now: runs.Runs, which: Int64
) -> None:
    if len(which) == 0:
        return
    with_source = ["source"] if table == "observations" else []
    whole = [*keys, "seen_from", "seen_to", *state, *with_source, "looks", "bucket"]
    values = [
        *now.key[which].T,
        now.seen_from[which],
        now.seen_to[which],
        *now.state[which].T,
        *([now.source[which]] if with_source else []),
        now.looks[which],
        bucket_of(now.key[which, 0]),
    ]
    picked = ", ".join(
        AT.format(f"r.{name}")
        if name in ("seen_from", "seen_to")
        else f"nullif(r.{name}, {MISSING})"
        if name in state
        else f"r.{name}"
        for name in whole
    )
    await db.execute(
        f"INSERT INTO {table} ({', '.join(whole)}, seen) SELECT {picked}, r.seen "
        f"FROM unnest({', '.join(f'${i + 1}::bigint[]' for i in range(len(whole)))}, ${len(whole) + 1}::bytea[]) "
        f"AS r({', '.join(whole)}, seen) ON CONFLICT (bucket, {', '.join(keys)}, seen_from) DO UPDATE SET "
        + ", ".join(
            f"{name} = excluded.{name}"
            for name in [*whole, "seen"]
            if name not in (*keys, "seen_from", "bucket")
        ),
        *[column.tolist() for column in values],
        [now.seen[i] for i in which.tolist()],
    )
