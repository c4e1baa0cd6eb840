"""Writes whole columns as rows under a key: new ones by COPY, others by upsert, and drops those that are gone."""

from __future__ import annotations

from typing import Any

import numpy as np

from ventra.core.changes import Changes
from ventra.infra.columns import Column, Columns, copy_in

_SENT_AS = {
    "date": ("int", "date '1970-01-01' + r.{0}"),
    "timestamptz": ("bigint", "timestamptz 'epoch' + r.{0} * interval '1 microsecond'"),
}


async def write(
    db: Any, table: str, key: tuple[str, ...], columns: Columns, kept_key: Columns, changes: Changes
) -> None:
    """Make a table's rows be `columns` where they were `kept_key`, as `changes` says."""
    await drop(db, table, taken(kept_key, changes.gone))
    await add(db, table, taken(columns, changes.added))
    await put(db, table, key, taken(columns, changes.changed))


def taken(columns: Columns, which: Any) -> Columns:
    """The rows of all columns that a mask or indexes name."""
    return {name: column.take(which) for name, column in columns.items()}


async def add(db: Any, table: str, columns: Columns) -> None:
    """Add rows whose keys are not there."""
    if _count(columns):
        await copy_in(db, table, columns)


async def put(db: Any, table: str, key: tuple[str, ...], columns: Columns, only: str = "true") -> None:
    """Add or change rows; one that stays the same is not rewritten, nor one for which `only` (of `t`, `excluded`) is not true."""
    if not _count(columns):
        return
    rest = [name for name in columns if name not in key]
    differ = f"({_listed('t.', rest)}) IS DISTINCT FROM ({_listed('excluded.', rest)})"
    await db.execute(
        f"INSERT INTO {table} AS t ({', '.join(columns)}) SELECT {_picked(columns)} {_sent(columns)} "
        f"ORDER BY {_listed('r.', key)} ON CONFLICT ({', '.join(key)}) DO UPDATE "
        f"SET {', '.join(f'{name} = excluded.{name}' for name in rest)} WHERE {only} AND {differ}",
        *map(_values, columns.values()),
    )


async def drop(db: Any, table: str, key: Columns) -> None:
    """Delete the rows with these keys."""
    if not _count(key):
        return
    same = " AND ".join(f"t.{name} = {_form(name, column)}" for name, column in key.items())
    await db.execute(
        f"DELETE FROM {table} t USING (SELECT * {_sent(key)}) AS r WHERE {same}", *map(_values, key.values())
    )


def _count(columns: Columns) -> int:
    return len(next(iter(columns.values())).values)


def _listed(before: str, names: Any) -> str:
    return ", ".join(before + name for name in names)


def _picked(columns: Columns) -> str:
    return ", ".join(_form(name, column) for name, column in columns.items())


def _form(name: str, column: Column) -> str:
    return _SENT_AS.get(column.kind, ("", "r.{0}"))[1].format(name)


def _sent(columns: Columns) -> str:
    kinds = [_SENT_AS.get(column.kind, (column.kind, ""))[0] for column in columns.values()]
    arrays = ", ".join(f"${at}::{kind}[]" for at, kind in enumerate(kinds, 1))
    return f"FROM unnest({arrays}) AS r({', '.join(columns)})"


def _values(column: Column) -> list[Any]:
    values: list[Any] = column.values.tolist()
    if column.absent is not None:
        for at in np.flatnonzero(column.absent).tolist():
            values[at] = None
    return values
