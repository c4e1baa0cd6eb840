"""Second factors: the app that shows codes, and the codes on paper."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from ventra.infra.db import Connection


def about(user_id: int) -> bytes:
    """What a sealed secret is bound to: moved to another person's row it does not open."""
    return b"totp %d" % user_id


async def offer(db: Connection, user_id: int, sealed: bytes) -> bool:
    """Keep a secret that is not in force yet; False when one is."""
    done = await db.fetchval(
        "UPDATE users SET totp_secret = $2, totp_step = NULL WHERE user_id = $1 AND totp_on_at IS NULL RETURNING true",
        user_id,
        sealed,
    )
    return bool(done)


async def switch_on(db: Connection, user_id: int, step: int, digests: Sequence[bytes], now: datetime) -> bool:
    """From now on signing in takes a code; the recovery codes replace any there were. False when it did already."""
    done = await db.fetchval(
        "UPDATE users SET totp_on_at = $3, totp_step = $2 WHERE user_id = $1 AND totp_on_at IS NULL AND totp_secret IS NOT NULL "
        "RETURNING true",
        user_id,
        step,
        now,
    )
    if done:
        await replace_recovery_codes(db, user_id, digests)
    return bool(done)


async def replace_recovery_codes(db: Connection, user_id: int, digests: Sequence[bytes]) -> None:
    """New codes; the old ones open nothing any more."""
    await db.execute("DELETE FROM recovery_codes WHERE user_id = $1", user_id)
    await db.execute(
        "INSERT INTO recovery_codes (user_id, digest) SELECT $1, unnest($2::bytea[])", user_id, list(digests)
    )


async def switch_off(db: Connection, user_id: int) -> bool:
    """Signing in takes no code any more; False when it took none."""
    done = await db.fetchval(
        "UPDATE users SET totp_on_at = NULL, totp_secret = NULL, totp_step = NULL "
        "WHERE user_id = $1 AND totp_secret IS NOT NULL RETURNING true",
        user_id,
    )
    await db.execute("DELETE FROM recovery_codes WHERE user_id = $1", user_id)
    return bool(done)


async def take_step(db: Connection, user_id: int, step: int) -> bool:
    """Use the code of a time step; False when it, or a later one, was used."""
    done = await db.fetchval(
        "UPDATE users SET totp_step = $2 WHERE user_id = $1 AND (totp_step IS NULL OR totp_step < $2) RETURNING true",
        user_id,
        step,
    )
    return bool(done)


async def use_recovery_code(db: Connection, user_id: int, digest: bytes, now: datetime) -> bool:
    """Use a code on paper; False when it was used or is none."""
    done = await db.fetchval(
        "UPDATE recovery_codes SET used_at = $3 WHERE user_id = $1 AND digest = $2 AND used_at IS NULL RETURNING true",
        user_id,
        digest,
        now,
    )
    return bool(done)


async def recovery_codes_left(db: Connection, user_id: int) -> int:
    """How many codes on paper are unused."""
    found: int = await db.fetchval(
        "SELECT count(*) FROM recovery_codes WHERE user_id = $1 AND used_at IS NULL", user_id
    )
    return found
