"""Which products are watched, who tracks them, and how long anybody wants to wait between two looks."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from ventra.accounts.store.organisations import FIRST_ORGANISATION
from ventra.catalog.store import marks
from ventra.core.pace import NEWCOMER_SECONDS, TRACKED_SECONDS, Aim, seconds_between
from ventra.infra.db import Connection
from ventra.infra.roles import WORKER_ROLE, acting

WHO_LOOKS = 0
"""No organisation: in its name is visited what somebody wants to see before they track it."""
LOOKED_FOR = timedelta(hours=1)


async def register(
    db: Connection,
    product_ids: Sequence[int],
    *,
    tracked: bool | None = None,
    every_seconds: int | None = None,
    org_id: int = FIRST_ORGANISATION,
) -> int:
    """Watch these products; `None` leaves what is there (a new row: not tracked, a newcomer's interval). How many are new.

    `every_seconds` is the longest wait somebody asks for between two looks; where it shortens the interval, from now on.
    """
    ids = sorted(set(product_ids))
    aimed = seconds_between(Aim(asked_seconds=every_seconds))
    rows = await db.fetch(
        """
        INSERT INTO watch AS w (product_id, every_seconds, asked_seconds)
        SELECT id, $2, $3 FROM unnest($1::bigint[]) AS n(id) ORDER BY id
        ON CONFLICT (product_id) DO UPDATE
           SET asked_seconds = $3, every_seconds = least(w.every_seconds, $2),
               due_at = least(w.due_at, now() + make_interval(secs => $2))
         WHERE w.asked_seconds IS DISTINCT FROM $3 AND $3::integer IS NOT NULL
        RETURNING xmax = 0 AS is_new
        """,
        ids,
        aimed,
        every_seconds,
    )
    if tracked is not None:
        await set_tracking(db, ids, tracked, org_id=org_id)
    return sum(row["is_new"] for row in rows)


async def watch_new(
    db: Connection, product_ids: Sequence[int], *, every_seconds: int = NEWCOMER_SECONDS
) -> int:
    """Watch those of the products that nobody watched yet, not tracked; says how many that were."""
    rows = await db.fetch(
        """
        INSERT INTO watch (product_id, every_seconds) SELECT id, $2 FROM unnest($1::bigint[]) AS n(id) ORDER BY id
        ON CONFLICT DO NOTHING RETURNING product_id
        """,
        sorted(set(product_ids)),
        every_seconds,
    )
    return len(rows)


async def track(
    db: Connection,
    product_id: int,
    on: bool,
    now: datetime | None = None,
    *,
    org_id: int = FIRST_ORGANISATION,
) -> None:
    """An organisation tracks a product, from now on, or no more; a product nobody watched yet is watched."""
    if on:
        await track_all(db, [product_id], now, org_id=org_id)
    else:
        await set_tracking(db, [product_id], False, now, org_id=org_id)


async def track_all(
    db: Connection,
    product_ids: Sequence[int],
    now: datetime | None = None,
    *,
    org_id: int = FIRST_ORGANISATION,
) -> None:
    """An organisation tracks all of these, from now on; those nobody watched yet are watched."""
    await watch_new(db, product_ids)
    await set_tracking(db, product_ids, True, now, org_id=org_id)


async def seen_again(db: Connection, product_ids: Sequence[int], now: datetime) -> int:
    """Discovery met these: those that are gone are due at once, as newcomers are; says how many that were.

    How often in a row one was gone is kept, so that a card which the search shows for ever is asked ever less all the same.
    """
    rows = await db.fetch(
        """
        UPDATE watch w SET due_at = $2, every_seconds = least(w.every_seconds, $3)
          FROM (SELECT w.product_id FROM watch w
                 WHERE w.product_id = ANY($1) AND w.last_outcome = 'gone' AND w.due_at > $2
                 ORDER BY w.product_id FOR NO KEY UPDATE) gone
         WHERE w.product_id = gone.product_id
        RETURNING w.product_id
        """,
        sorted(set(product_ids)),
        now,
        NEWCOMER_SECONDS,
    )
    return len(rows)


async def set_tracking(
    db: Connection, product_ids: Sequence[int], on: bool, now: datetime | None = None, *, org_id: int
) -> None:
    """Keep `trackers` and the summary `watch.tracked` in step; the rows of the watch are locked first, in order.

    What becomes tracked is due at once, and what nobody tracks any more goes on as a newcomer until its next look. What the
    organisation says of its products is laid aside or taken up again with them.
    """
    ids = sorted(set(product_ids))
    await db.execute(
        "SELECT FROM watch WHERE product_id = ANY($1) ORDER BY product_id FOR NO KEY UPDATE", ids
    )
    async with acting(db, WORKER_ROLE):
        await _believe_the_summary(db, ids)
    if on:
        await db.execute(
            "INSERT INTO trackers (org_id, product_id) SELECT $2, product_id FROM watch WHERE product_id = ANY($1) "
            "ORDER BY product_id ON CONFLICT DO NOTHING",
            ids,
            org_id,
        )
        await marks.take_up(db, org_id, ids, now)
    else:
        await db.execute("DELETE FROM trackers WHERE org_id = $2 AND product_id = ANY($1)", ids, org_id)
        await marks.lay_aside(db, org_id, ids, now)
    async with acting(db, WORKER_ROLE):
        await _sum_up(db, ids, now)


async def look_for_a_while(db: Connection, product_id: int, now: datetime) -> None:
    """Have a product visited as if somebody tracked it, until the job `clean` ends that after `LOOKED_FOR`."""
    await watch_new(db, [product_id])
    await db.execute("SELECT FROM watch WHERE product_id = $1 FOR NO KEY UPDATE", product_id)
    async with acting(db, WORKER_ROLE):
        await _believe_the_summary(db, [product_id])
        await db.execute(
            "INSERT INTO trackers (org_id, product_id, since) VALUES ($1, $2, $3) "
            "ON CONFLICT (org_id, product_id) DO UPDATE SET since = excluded.since",
            WHO_LOOKS,
            product_id,
            now,
        )
        await _sum_up(db, [product_id], now)


async def count(db: Connection, org_id: int, *, but: Sequence[int]) -> int:
    """How many products an organisation tracks, leaving some out; `organisations.hold` first, to add to it within a plan."""
    found: int = await db.fetchval(
        "SELECT count(*) FROM trackers WHERE org_id = $1 AND product_id <> ALL($2::bigint[])",
        org_id,
        list(but),
    )
    return found


async def known(db: Connection, product_ids: Sequence[int]) -> list[int]:
    """Those of the products that VENTRA has met, in their order."""
    rows = await db.fetch(
        "SELECT product_id FROM products WHERE product_id = ANY($1::bigint[]) ORDER BY product_id",
        list(product_ids),
    )
    return [row["product_id"] for row in rows]


async def _sum_up(db: Connection, ids: Sequence[int], now: datetime | None) -> None:
    """`watch.tracked` says whether any organisation tracks a product: only who sees them all can tell."""
    await db.execute(
        """
        UPDATE watch w SET tracked = NOT w.tracked,
               due_at = CASE WHEN w.tracked THEN w.due_at ELSE least(w.due_at, coalesce($2, now())) END,
               every_seconds = CASE WHEN w.tracked THEN $4::integer ELSE $3::integer END
         WHERE w.product_id = ANY($1)
           AND w.tracked <> EXISTS (SELECT FROM trackers t WHERE t.product_id = w.product_id)
        """,
        ids,
        now,
        TRACKED_SECONDS,
        NEWCOMER_SECONDS,
    )


async def _believe_the_summary(db: Connection, ids: Sequence[int]) -> None:
    """The release before this one wrote the summary alone: what it tracked is the first organisation's, what not is nobody's."""
    await db.execute(
        "DELETE FROM trackers t USING watch w WHERE t.product_id = ANY($1) AND w.product_id = t.product_id AND NOT w.tracked",
        ids,
    )
    await db.execute(
        "INSERT INTO trackers (org_id, product_id) SELECT $2, w.product_id FROM watch w "
        "WHERE w.product_id = ANY($1) AND w.tracked "
        "AND NOT EXISTS (SELECT FROM trackers t WHERE t.product_id = w.product_id) ORDER BY w.product_id",
        ids,
        FIRST_ORGANISATION,
    )


async def leave_for_gone(db: Connection, now: datetime, *, at_most: int) -> int:
    """Untrack what organisations that are gone tracked, and what was looked at for long enough; for the worker's role.

    How many rows, at most `at_most`.
    """
    rows = await db.fetch(
        """
        SELECT t.org_id, t.product_id FROM trackers t
         WHERE t.org_id <> $1 AND NOT EXISTS (SELECT FROM organisations o WHERE o.org_id = t.org_id)
           AND (t.org_id <> $3 OR t.since < $4) LIMIT $2
        """,
        FIRST_ORGANISATION,
        at_most,
        WHO_LOOKS,
        now - LOOKED_FOR,
    )
    ids = sorted({row["product_id"] for row in rows})
    await db.execute(
        "SELECT FROM watch WHERE product_id = ANY($1) ORDER BY product_id FOR NO KEY UPDATE", ids
    )
    await db.execute(
        "DELETE FROM trackers t USING unnest($1::bigint[], $2::bigint[]) AS gone(org_id, product_id) "
        "WHERE t.org_id = gone.org_id AND t.product_id = gone.product_id",
        [row["org_id"] for row in rows],
        [row["product_id"] for row in rows],
    )
    await _sum_up(db, ids, now)
    return len(rows)
