"""Writes change-encoded rows: deletes those that are no run any more, upserts those that are new or changed."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from ventra.collect.store.kept import AT
from ventra.core import runs
from ventra.core.bucket import bucket_of
from ventra.core.columns import MISSING, Int64
from ventra.infra.statements import Statement


def writing(table: str, state: str, now: runs.Runs, before: runs.Runs) -> list[Statement]:
    """What deletes rows that are no run any more and writes those that are new or changed; no row is in both."""
    keys = ("product_id", "sku_id")[: now.key.shape[1]]
    had = dict(zip(_keys(before), _told(before), strict=True))
    has = _keys(now)
    ended = sorted(had.keys() - set(has))
    changed = [
        place for place, (key, told) in enumerate(zip(has, _told(now), strict=True)) if had.get(key) != told
    ]
    statements = []
    if ended:
        statements.append(_delete(table, keys, ended))
    if changed:
        statements.append(_upsert(table, keys, state, now, np.array(changed, np.int64)))
    return statements


def _keys(rows: runs.Runs) -> list[tuple[int, ...]]:
    return list(zip(*rows.key.T.tolist(), rows.seen_from.tolist(), strict=True))


def _told(rows: runs.Runs) -> list[tuple[int, int, bytes]]:
    return list(zip(rows.seen_to.tolist(), rows.source.tolist(), rows.seen, strict=True))


def _delete(table: str, keys: tuple[str, ...], ended: Sequence[tuple[int, ...]]) -> Statement:
    columns = list(zip(*ended, strict=True))
    names = [f"k{i}" for i in range(len(columns))]
    return Statement(
        f"DELETE FROM {table} o USING unnest({', '.join(f'${i + 1}::bigint[]' for i in range(len(columns)))}, "
        f"${len(columns) + 1}::smallint[]) AS e({', '.join(names)}, bucket) "
        f"WHERE o.bucket = e.bucket AND {' AND '.join(f'o.{k} = e.{n}' for k, n in zip(keys, names, strict=False))} "
        f"AND o.seen_from = {AT.format('e.' + names[-1])}",
        [*[list(c) for c in columns], bucket_of(np.array(columns[0], np.int64)).tolist()],
    )


def _upsert(table: str, keys: tuple[str, ...], state: str, now: runs.Runs, which: Int64) -> Statement:
    with_source = ["source"] if table == "observations" else []
    states = [name.strip() for name in state.split(",")]
    whole = [*keys, "seen_from", "seen_to", *states, *with_source, "looks", "bucket"]
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
        if name in states
        else f"r.{name}"
        for name in whole
    )
    return Statement(
        f"INSERT INTO {table} ({', '.join(whole)}, seen) SELECT {picked}, r.seen "
        f"FROM unnest({', '.join(f'${i + 1}::bigint[]' for i in range(len(whole)))}, ${len(whole) + 1}::bytea[]) "
        f"AS r({', '.join(whole)}, seen) ON CONFLICT (bucket, {', '.join(keys)}, seen_from) DO UPDATE SET "
        + ", ".join(
            f"{name} = excluded.{name}"
            for name in [*whole, "seen"]
            if name not in (*keys, "seen_from", "bucket")
        ),
        [*[column.tolist() for column in values], [now.seen[i] for i in which.tolist()]],
    )
