"""Keys of the Seller API: kept sealed by the api, leased and opened by the worker."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from ventra.accounts.store.sealed import Sealed
from ventra.infra.secrets import MARK_BYTES

_LET_IN = "NOT EXISTS (SELECT FROM organisations o WHERE o.org_id = k.org_id AND o.suspended_at IS NOT NULL)"


@dataclass(frozen=True, slots=True)
class KeyLease:
    """The right to read with a key; it is lost when the row's `leased_until` is another, or the row is gone."""

    org_id: int
    key_id: int
    sealed: bytes
    failures: int
    until: datetime


async def add(db: Any, org_id: int, user_id: int | None, name: str, tail: str, now: datetime) -> int:
    """A new key that is not sealed yet, for that takes its number; it is tried at once."""
    made: int = await db.fetchval(
        "INSERT INTO own_keys (org_id, name, sealed, tail, created_by, created_at, next_at) VALUES ($1, $2, '', $3, $4, $5, $5) "
        "RETURNING key_id",
        org_id,
        name,
        tail,
        user_id,
        now,
    )
    return made


async def seal(db: Any, org_id: int, key_id: int, sealed: bytes, tail: str, now: datetime) -> bool:
    """Put a key in the place of the one there was, and try it at once; False where there is none of this number."""
    done: str = await db.execute(
        "UPDATE own_keys SET sealed = $3, tail = $4, state = 'new', why = NULL, said = NULL, failures = 0, next_at = $5, "
        "leased_until = NULL WHERE org_id = $1 AND key_id = $2",
        org_id,
        key_id,
        sealed,
        tail,
        now,
    )
    return done == "UPDATE 1"


async def again(db: Any, org_id: int, key_id: int, now: datetime) -> None:
    """Try a key now, whatever it stands at."""
    await db.execute(
        "UPDATE own_keys SET state = CASE state WHEN 'refused' THEN 'new' ELSE state END, failures = 0, next_at = $3 "
        "WHERE org_id = $1 AND key_id = $2",
        org_id,
        key_id,
        now,
    )


async def rename(db: Any, org_id: int, key_id: int, name: str) -> None:
    """Call a key otherwise."""
    await db.execute("UPDATE own_keys SET name = $3 WHERE org_id = $1 AND key_id = $2", org_id, key_id, name)


async def name_of(db: Any, org_id: int, key_id: int) -> str | None:
    """What a key is called; None where there is none of this number."""
    found: str | None = await db.fetchval(
        "SELECT name FROM own_keys WHERE org_id = $1 AND key_id = $2", org_id, key_id
    )
    return found


async def sealed_of(db: Any, org_id: int) -> dict[int, bytes]:
    """All keys of an organisation, sealed."""
    rows = await db.fetch("SELECT key_id, sealed FROM own_keys WHERE org_id = $1", org_id)
    return {row["key_id"]: row["sealed"] for row in rows}


async def remove(db: Any, org_id: int, key_id: int, *, with_data: bool) -> bool:
    """Delete a key; with all that was read by it, or leaving that. False where there is none of this number."""
    # The key first, as who reads with it does: else each would wait for what the other holds.
    await db.execute("SELECT FROM own_keys WHERE org_id = $1 AND key_id = $2 FOR UPDATE", org_id, key_id)
    if with_data:
        await db.execute("DELETE FROM own_shops WHERE org_id = $1 AND key_id = $2", org_id, key_id)
    done: str = await db.execute("DELETE FROM own_keys WHERE org_id = $1 AND key_id = $2", org_id, key_id)
    if with_data:
        await db.execute(
            "DELETE FROM own_returns WHERE org_id = $1 AND shop_id IS NULL "
            "AND NOT EXISTS (SELECT FROM own_shops WHERE org_id = $1)",
            org_id,
        )
    return done == "DELETE 1"


async def some_due(db: Any, now: datetime) -> bool:
    """Whether any key is to be read with; those of a suspended organisation are not."""
    return bool(
        await db.fetchval(
            "SELECT EXISTS (SELECT FROM own_keys k WHERE next_at <= $1 AND state <> 'refused' "
            f"AND (leased_until IS NULL OR leased_until <= $1) AND {_LET_IN})",
            now,
        )
    )


async def take(db: Any, now: datetime, lease_seconds: float) -> KeyLease | None:
    """Lease the key that is due longest, also one whose worker died."""
    row = await db.fetchrow(
        f"""
        WITH next AS (
            SELECT org_id, key_id FROM own_keys k
             WHERE next_at <= $1 AND state <> 'refused' AND (leased_until IS NULL OR leased_until <= $1) AND {_LET_IN}
             ORDER BY next_at, key_id LIMIT 1 FOR UPDATE SKIP LOCKED)
        UPDATE own_keys k SET leased_until = $2 FROM next WHERE k.org_id = next.org_id AND k.key_id = next.key_id
        RETURNING k.org_id, k.key_id, k.sealed, k.failures, k.leased_until AS until
        """,
        now,
        now + timedelta(seconds=lease_seconds),
    )
    return None if row is None else KeyLease(**row)


async def hold(db: Any, lease: KeyLease) -> bool:
    """Whether the lease still holds; the row stays as it is until the transaction ends."""
    found = await db.fetchval(
        "SELECT true FROM own_keys WHERE org_id = $1 AND key_id = $2 AND leased_until = $3 FOR UPDATE",
        lease.org_id,
        lease.key_id,
        lease.until,
    )
    return bool(found)


async def give_back(db: Any, lease: KeyLease, *, next_at: datetime) -> None:
    """Nothing is said of the key: it is read with again at that time."""
    await db.execute(
        "UPDATE own_keys SET leased_until = NULL, next_at = $4 WHERE org_id = $1 AND key_id = $2 AND leased_until = $3",
        lease.org_id,
        lease.key_id,
        lease.until,
        next_at,
    )


async def read_well(db: Any, lease: KeyLease, *, done_at: datetime | None, next_at: datetime) -> None:
    """It reads; `done_at` where a round is over."""
    await db.execute(
        "UPDATE own_keys SET leased_until = NULL, state = 'ok', why = NULL, said = NULL, failures = 0, next_at = $5, "
        "last_ok_at = coalesce($4, last_ok_at) WHERE org_id = $1 AND key_id = $2 AND leased_until = $3",
        lease.org_id,
        lease.key_id,
        lease.until,
        done_at,
        next_at,
    )


async def fail(
    db: Any, lease: KeyLease, *, state: str, why: str, said: str | None, next_at: datetime
) -> None:
    """It does not, and why."""
    await db.execute(
        "UPDATE own_keys SET leased_until = NULL, state = $4, why = $5, said = $6, failures = failures + 1, next_at = $7 "
        "WHERE org_id = $1 AND key_id = $2 AND leased_until = $3",
        lease.org_id,
        lease.key_id,
        lease.until,
        state,
        why,
        said,
        next_at,
    )


async def batch(db: Any, current: bytes, *, after: int, limit: int) -> list[Sealed]:
    """Keys beyond `after` that do not begin with the mark `current`, in order; held until the transaction ends."""
    rows = await db.fetch(
        "SELECT key_id AS number, sealed AS secret FROM own_keys WHERE key_id > $1 AND substring(sealed, 1, $2) <> $3 "
        "ORDER BY key_id LIMIT $4 FOR UPDATE",
        after,
        MARK_BYTES,
        current,
        limit,
    )
    return [Sealed(**row) for row in rows]


async def replace(db: Any, fresh: Mapping[int, bytes]) -> None:
    """Put keys in the place of those there were, by number."""
    await db.execute(
        "UPDATE own_keys k SET sealed = n.sealed FROM unnest($1::bigint[], $2::bytea[]) AS n(key_id, sealed) "
        "WHERE k.key_id = n.key_id",
        list(fresh),
        list(fresh.values()),
    )


async def counts(db: Any) -> dict[bytes, int]:
    """How many keys begin with each mark."""
    rows: Sequence[Any] = await db.fetch(
        "SELECT substring(sealed, 1, $1) AS mark, count(*) AS keys FROM own_keys GROUP BY 1", MARK_BYTES
    )
    return {row["mark"]: row["keys"] for row in rows}
