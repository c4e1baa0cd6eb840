"""Of which kind the index of vectors is, which titles wait to be sent to a provider, and how that provider does."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import NamedTuple

from ventra.infra.db import Connection
from ventra.search.store import index, models, vectors

OWN = ""
"""The kind of the vectors we make ourselves."""
KIND_NOW = "coalesce((SELECT kind FROM search_space), '')"
"""SQL: the kind of `product_vectors` as a whole."""
LITTLE = 100
"""One in so many may still wait when vectors of another kind take the place of those before."""


class Space(NamedTuple):
    """The kind of the index, and how the provider does: since when it fails, and what was sent on which day."""

    kind: str = OWN
    failing_since: datetime | None = None
    failures: int = 0
    retry_at: datetime | None = None
    day: date | None = None
    titles: int = 0

    def sent_on(self, day: date) -> int:
        """Titles that were sent on a day."""
        return self.titles if self.day == day else 0


class Waiting(NamedTuple):
    """A product whose titles are to be sent, and of which titles it has a vector already."""

    product_id: int
    since: datetime
    digest: int | None
    uz: str | None
    ru: str | None


async def space(db: Connection) -> Space:
    """How it stands."""
    row = await db.fetchrow("SELECT kind, failing_since, failures, retry_at, day, titles FROM search_space")
    return Space(*row) if row else Space()


async def held(db: Connection) -> tuple[str, str]:
    """The kind of the index, which stays until the transaction ends, and that of the newest model."""
    await db.execute("LOCK TABLE product_vectors IN ROW EXCLUSIVE MODE")
    row = await db.fetchrow(
        f"SELECT {KIND_NOW} AS now, coalesce((SELECT kind FROM search_models ORDER BY version DESC LIMIT 1), '') AS next"
    )
    return row["now"], row["next"]


async def turn(db: Connection, kind: str) -> None:
    """From the next version of the model on products get vectors of another kind: all wait for theirs."""
    await models.keep_as(db, kind)
    await db.execute("DELETE FROM product_vectors_next")
    if kind == OWN:
        await db.execute("DELETE FROM embedded_titles")
        await index.all_wait(db)
        return
    await db.execute(
        """
        INSERT INTO embedded_titles (product_id, since) SELECT product_id, now() FROM product_search ORDER BY product_id
        ON CONFLICT (product_id) DO UPDATE SET digest = NULL, since = excluded.since
        """
    )


async def wait(db: Connection, product_ids: Sequence[int]) -> None:
    """These products' titles are to be sent."""
    await db.execute(
        """
        INSERT INTO embedded_titles (product_id, since) SELECT id, clock_timestamp() FROM unnest($1::bigint[]) id ORDER BY id
        ON CONFLICT (product_id) DO UPDATE SET since = excluded.since
        """,
        list(product_ids),
    )


async def any_wait(db: Connection) -> bool:
    """Whether any title waits to be sent."""
    found: bool = await db.fetchval("SELECT EXISTS (SELECT FROM embedded_titles WHERE since IS NOT NULL)")
    return found


async def waiting(db: Connection, *, at_most: int) -> list[Waiting]:
    """Products that wait, those longest first."""
    rows = await db.fetch(
        """
        SELECT w.product_id, w.since, w.digest, p.title_uz, p.title_ru
          FROM (SELECT * FROM embedded_titles WHERE since IS NOT NULL ORDER BY since, product_id LIMIT $1) w
          JOIN products p USING (product_id) ORDER BY w.since, w.product_id
        """,
        at_most,
    )
    return [Waiting(*row) for row in rows]


async def done(db: Connection, sent: Sequence[Waiting], digests: Sequence[int]) -> set[int]:
    """These wait no more; those that are told. Who waits anew since then goes on waiting."""
    rows = await db.fetch(
        """
        UPDATE embedded_titles e SET since = NULL, digest = n.digest
          FROM unnest($1::bigint[], $2::timestamptz[], $3::bigint[]) AS n(product_id, since, digest)
         WHERE e.product_id = n.product_id AND e.since = n.since RETURNING e.product_id
        """,
        [one.product_id for one in sent],
        [one.since for one in sent],
        list(digests),
    )
    return {row["product_id"] for row in rows}


async def succeeded(db: Connection, *, day: date, titles: int) -> None:
    """The provider answered for so many titles."""
    await db.execute(
        """
        INSERT INTO search_space AS s (day, titles) VALUES ($1, $2)
        ON CONFLICT (one) DO UPDATE SET day = $1, titles = $2 + CASE WHEN s.day = $1 THEN s.titles ELSE 0 END,
                                        failing_since = NULL, failures = 0, retry_at = NULL, reason = NULL
        """,
        day,
        titles,
    )


async def failed(db: Connection, *, at: datetime, retry_at: datetime, reason: str) -> None:
    """The provider did not answer as it should."""
    await db.execute(
        """
        INSERT INTO search_space AS s (failing_since, failures, retry_at, reason) VALUES ($1, 1, $2, $3)
        ON CONFLICT (one) DO UPDATE SET failing_since = coalesce(s.failing_since, $1), failures = s.failures + 1,
                                        retry_at = $2, reason = $3
        """,
        at,
        retry_at,
        reason,
    )


async def is_through(db: Connection) -> bool:
    """Whether all but few have a vector that is laid by."""
    found: bool = await db.fetchval(
        f"""
        SELECT (SELECT count(*) FROM embedded_titles WHERE since IS NOT NULL) + (SELECT count(*) FROM search_waiting)
               <= (SELECT count(*) FROM product_vectors_next) / {LITTLE}
        """
    )
    return found and await vectors.lie_by(db)


async def take_place(db: Connection, kind: str) -> None:
    """Put what is laid by in the place of vectors of another kind. What has none of this one waits and is found by words.

    Call under the lock of those who compare.
    """
    await db.execute(
        """
        WITH gone AS (DELETE FROM product_vectors v
                       WHERE NOT EXISTS (SELECT FROM product_vectors_next n WHERE n.product_id = v.product_id)
                      RETURNING product_id)
        INSERT INTO search_waiting (product_id) SELECT product_id FROM gone JOIN products USING (product_id)
         WHERE title_folded <> '' ORDER BY product_id ON CONFLICT DO NOTHING
        """,
        timeout=vectors.BUILD_SECONDS,
    )
    await db.execute("SELECT ventra_vectors_in_place()", timeout=vectors.BUILD_SECONDS)
    await db.execute(
        "INSERT INTO search_space (kind) VALUES ($1) ON CONFLICT (one) DO UPDATE SET kind = excluded.kind",
        kind,
    )
