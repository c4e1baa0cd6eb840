"""What tables of ours a database has, from its own catalog: a migration needs to tell nobody."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from graphlib import CycleError, TopologicalSorter
from typing import Any

from ventra.backup.container import Sequence as SequenceState
from ventra.backup.container import Table
from ventra.errors import VentraError

LEFT_OUT: Mapping[str, str] = {
    "alembic_version": "the manifest says it",
    "cards": "report cards are rendered again when somebody asks",
    "home_files": "they are kept for a day, and asked for again",
    "home_parts": "they are kept for a day, and asked for again",
    "reports": "reports are made again when somebody asks, and by their schedules",
    "supplier_answers": "they are kept for a day, and asked for again",
    "picture_hashes": "pictures are looked at again",
    **dict.fromkeys(
        (
            "product_outlooks",
            "category_outlooks",
            "seller_outlooks",
            "rising",
            "outlook_runs",
            "outlook_progress",
            "product_scores",
            "score_leaves",
        ),
        "the outlook is worked out again at the next look for what is due",
    ),
    **dict.fromkeys(
        (
            "search_models",
            "product_search",
            "product_vectors",
            "product_vectors_next",
            "search_waiting",
            "product_clusters",
            "cluster_waiting",
            "search_space",
            "embedded_titles",
        ),
        "search is made again from the titles",
    ),
    **dict.fromkeys(
        ("niches", "cluster_months", "cluster_months_made"),
        "niches are measured again at the next look for what is due",
    ),
}
"""Tables whose rows are not in a backup, and why."""

OWN_DOING = frozenset(
    {
        "accuracy_results",
        "alarms",
        "backups",
        "currency_rates",
        "disk_samples",
        "installation",
        "job_failures",
        "job_schedule",
        "outlook_progress",
        "outlook_runs",
        "outside_sources",
        "plans",
        "rate_days",
        "schema_history",
        "search_models",
        "search_space",
        "sources",
        "status_hours",
        "telegram_pollers",
        "visit_counts",
    }
)
"""Tables that services fill by themselves as soon as they run: with rows in these alone a system is still empty."""

# Tables and what hangs on them, without those of extensions (pgvector) and without partitions, which come with their parents.
_TABLES = """
SELECT c.oid, c.relname AS name,
       array(SELECT a.attname::text FROM pg_attribute a
              WHERE a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
              ORDER BY a.attnum) AS columns,
       array(SELECT k.relname::text FROM pg_inherits i JOIN pg_class k ON k.oid = i.inhrelid
              WHERE i.inhparent = c.oid ORDER BY k.relname) AS partitions,
       array(SELECT DISTINCT f.relname::text FROM pg_constraint r JOIN pg_class f ON f.oid = r.confrelid
              WHERE r.conrelid = c.oid AND r.contype = 'f' AND r.confrelid <> c.oid) AS refers_to
  FROM pg_class c
 WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p') AND NOT c.relispartition
   AND NOT EXISTS (SELECT FROM pg_depend d WHERE d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype = 'e')
 ORDER BY c.relname
"""
_MONTH = re.compile(r"_(\d{4})_(\d{2})$")


async def tables(db: Any) -> list[Table]:
    """Every table of ours, each after those that it refers to."""
    rows = {row["name"]: row for row in await db.fetch(_TABLES)}
    order = in_order({name: row["refers_to"] for name, row in rows.items()})
    return [Table(name, tuple(rows[name]["columns"]), _months(rows[name]["partitions"])) for name in order]


def in_order(refers_to: Mapping[str, Iterable[str]]) -> list[str]:
    """Names, each after those that it refers to; `VentraError` when some refer to each other in a circle."""
    sorter = TopologicalSorter({name: sorted(refers_to[name]) for name in sorted(refers_to)})
    try:
        return list(sorter.static_order())
    except CycleError as circle:
        raise VentraError(f"tables refer to each other in a circle: {', '.join(circle.args[1])}") from circle


def _months(partitions: Sequence[str]) -> tuple[date, ...]:
    found = [_MONTH.search(name) for name in partitions]
    return tuple(date(int(one[1]), int(one[2]), 1) for one in found if one)


_SEQUENCES = """
SELECT c.relname AS name, o.relname AS owner
  FROM pg_class c
  LEFT JOIN pg_depend d ON d.classid = 'pg_class'::regclass AND d.objid = c.oid AND d.deptype IN ('a', 'i')
  LEFT JOIN pg_class o ON o.oid = d.refobjid
 WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'S'
   AND NOT EXISTS (SELECT FROM pg_depend e WHERE e.classid = 'pg_class'::regclass AND e.objid = c.oid AND e.deptype = 'e')
 ORDER BY c.relname
"""


async def sequence_names(db: Any) -> list[str]:
    """The sequences of ours, without those of tables that are left out."""
    return [row["name"] for row in await db.fetch(_SEQUENCES) if row["owner"] not in LEFT_OUT]


async def sequences(db: Any) -> list[SequenceState]:
    """Where every sequence of ours stands."""
    states = []
    for name in await sequence_names(db):
        state = await db.fetchrow(f"SELECT last_value, is_called FROM {quoted(name)}")
        states.append(SequenceState(name, state["last_value"], state["is_called"]))
    return states


async def revision(db: Any) -> str | None:
    """The schema's revision; `None` before the first migration."""
    if not await db.fetchval("SELECT to_regclass('alembic_version') IS NOT NULL"):
        return None
    found: str | None = await db.fetchval("SELECT version_num FROM alembic_version")
    return found


async def filled(db: Any, names: Iterable[str]) -> list[str]:
    """Which of these tables have rows."""
    return [name for name in names if await db.fetchval(f"SELECT EXISTS (SELECT FROM {quoted(name)})")]


def quoted(name: str) -> str:
    """A name as it stands in a statement."""
    return '"' + name.replace('"', '""') + '"'
