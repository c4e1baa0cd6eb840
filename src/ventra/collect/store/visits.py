"""What is kept of visits beside the observations: counts, pages nobody understood, fields nobody knew, alarms."""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import msgspec

from ventra.infra.db import Connection

MOST_BODY_BYTES = 256 * 1024
MOST_A_DAY = 1_000


class ChangedPage(msgspec.Struct, frozen=True):
    """A page for the quarantine; `body` is scrubbed already."""

    seen_at: datetime
    product_id: int | None
    url: str
    reason: str
    body: bytes


async def count_outcomes(db: Connection, host: str, outcomes: Mapping[str, int], now: datetime) -> None:
    """Add a batch's outcomes to the hour's counts."""
    counted = sorted((outcome, n) for outcome, n in outcomes.items() if n)
    await db.execute(
        """
        INSERT INTO visit_counts AS v (hour, host, outcome, n)
        SELECT date_trunc('hour', $1::timestamptz), $2, o, n FROM unnest($3::text[], $4::bigint[]) AS c(o, n)
        ON CONFLICT (hour, host, outcome) DO UPDATE SET n = v.n + excluded.n
        """,
        now,
        host,
        [outcome for outcome, _ in counted],
        [n for _, n in counted],
    )


async def quarantine(db: Connection, pages: Sequence[ChangedPage]) -> None:
    """Keep pages nobody understood, at most `MOST_A_DAY` a day: when everything changes, a thousand show it as well."""
    await db.execute(
        """
        INSERT INTO quarantine (seen_at, product_id, url, reason, body)
        SELECT * FROM unnest($1::timestamptz[], $2::bigint[], $3::text[], $4::text[], $5::bytea[])
         LIMIT greatest(0, $6 - (SELECT count(*) FROM quarantine WHERE seen_at > $7::timestamptz - interval '1 day'))
        """,
        [page.seen_at for page in pages],
        [page.product_id for page in pages],
        [page.url for page in pages],
        [page.reason for page in pages],
        [_packed(page.body) for page in pages],
        MOST_A_DAY,
        max(page.seen_at for page in pages),
    )


async def report_unknown(
    db: Connection, source: str, fields: Iterable[tuple[str, int]], now: datetime
) -> list[str]:
    """Note fields with the product that showed them; returns those never reported before."""
    first = dict(sorted(fields, reverse=True))
    rows = await db.fetch(
        """
        INSERT INTO unknown_fields (source, field, product_id, first_seen)
        SELECT $1, f, p, $4 FROM unnest($2::text[], $3::bigint[]) AS n(f, p) ORDER BY f
        ON CONFLICT DO NOTHING RETURNING field
        """,
        source,
        list(first),
        list(first.values()),
        now,
    )
    return sorted(row["field"] for row in rows)


async def raise_alarm(db: Connection, key: str, facts: Mapping[str, Any], now: datetime) -> bool:
    """Tell the operator; the same cause again counts on. Says whether the alarm is new or was cleared before."""
    times = await db.fetchval(
        """
        INSERT INTO alarms AS a (key, raised_at, last_at, facts) VALUES ($1, $2, $2, $3)
        ON CONFLICT (key) DO UPDATE
           SET last_at = $2, facts = $3, cleared_at = NULL,
               raised_at = CASE WHEN a.cleared_at IS NULL THEN a.raised_at ELSE $2 END,
               times = CASE WHEN a.cleared_at IS NULL THEN a.times + 1 ELSE 1 END
        RETURNING times
        """,
        key,
        now,
        dict(facts),
    )
    return bool(times == 1)


async def clear_alarms(db: Connection, keys: Sequence[str], now: datetime) -> None:
    """What was told is over."""
    await db.execute(
        "UPDATE alarms SET cleared_at = $2 WHERE key = ANY($1) AND cleared_at IS NULL", list(keys), now
    )


def _packed(body: bytes) -> bytes:
    packed = zlib.compress(body, 6)
    return packed if len(packed) <= MOST_BODY_BYTES else zlib.compress(body[: MOST_BODY_BYTES - 1024], 6)
