"""Passkeys, and the challenges that each answer one time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from uuid import UUID

import msgspec

from ventra.infra.db import Connection

CHALLENGE_LIFE = timedelta(minutes=5)
CHALLENGE = "passkey"


class Passkey(msgspec.Struct, frozen=True):
    """A passkey as its owner sees it; `passkey_id` is the credential's id in hexadecimal."""

    passkey_id: str
    name: str
    created_at: datetime
    used_at: datetime | None


class Held(msgspec.Struct, frozen=True):
    """What checks an answer of a passkey."""

    user_id: int
    public_key: bytes
    sign_count: int


async def keep_challenge(db: Connection, digest: bytes, user_id: int | None, now: datetime) -> None:
    """Keep a challenge for `CHALLENGE_LIFE`; `user_id` is whose it is, `None` when nobody has signed in yet."""
    await db.execute(
        "INSERT INTO one_use_links (digest, kind, user_id, created_at, expires_at) VALUES ($1, $2, $3, $4, $5)",
        digest,
        CHALLENGE,
        user_id,
        now,
        now + CHALLENGE_LIFE,
    )


async def spend_challenge(db: Connection, digest: bytes, user_id: int | None, now: datetime) -> bool:
    """Use a challenge of this person's; False when it was used, is too old, or another's."""
    done = await db.fetchval(
        """
        UPDATE one_use_links SET used_at = $4
         WHERE digest = $1 AND kind = $2 AND user_id IS NOT DISTINCT FROM $3 AND used_at IS NULL AND expires_at > $4
        RETURNING true
        """,
        digest,
        CHALLENGE,
        user_id,
        now,
    )
    return bool(done)


async def handle_of(db: Connection, user_id: int) -> UUID:
    """What a person's passkeys know them by."""
    found: UUID = await db.fetchval("SELECT handle FROM users WHERE user_id = $1", user_id)
    return found


async def add(
    db: Connection,
    user_id: int,
    *,
    credential_id: bytes,
    public_key: bytes,
    sign_count: int,
    transports: Sequence[str],
    name: str,
) -> bool:
    """Keep a new one; False when its id is kept already."""
    done = await db.fetchval(
        "INSERT INTO passkeys (credential_id, user_id, public_key, sign_count, transports, name) VALUES ($1, $2, $3, $4, $5, $6) "
        "ON CONFLICT DO NOTHING RETURNING true",
        credential_id,
        user_id,
        public_key,
        sign_count,
        list(transports),
        name,
    )
    return bool(done)


async def listed(db: Connection, user_id: int) -> list[Passkey]:
    """A person's, the newest first."""
    rows = await db.fetch(
        "SELECT encode(credential_id, 'hex') AS passkey_id, name, created_at, used_at FROM passkeys WHERE user_id = $1 "
        "ORDER BY created_at DESC, credential_id",
        user_id,
    )
    return [Passkey(**row) for row in rows]


async def held(db: Connection, credential_id: bytes) -> Held | None:
    """What checks this one's answers; `None` for one that nobody has."""
    row = await db.fetchrow(
        "SELECT user_id, public_key, sign_count FROM passkeys WHERE credential_id = $1", credential_id
    )
    return None if row is None else Held(**row)


async def used(db: Connection, credential_id: bytes, before: int, sign_count: int, now: datetime) -> bool:
    """Keep how often it was used; False when another use came between."""
    done = await db.fetchval(
        "UPDATE passkeys SET sign_count = $3, used_at = $4 WHERE credential_id = $1 AND sign_count = $2 RETURNING true",
        credential_id,
        before,
        sign_count,
        now,
    )
    return bool(done)


async def remove(db: Connection, user_id: int, credential_id: bytes) -> str | None:
    """Forget one of this person's; its name, `None` when they have none such."""
    found: str | None = await db.fetchval(
        "DELETE FROM passkeys WHERE user_id = $1 AND credential_id = $2 RETURNING name",
        user_id,
        credential_id,
    )
    return found


async def ways_in(db: Connection, user_id: int) -> int:
    """How many ways a person has to sign in: a password, Telegram, and each passkey."""
    found: int = await db.fetchval(
        """
        SELECT (u.password_hash IS NOT NULL)::int + (u.telegram_id IS NOT NULL)::int
               + (SELECT count(*) FROM passkeys p WHERE p.user_id = u.user_id)
          FROM users u WHERE u.user_id = $1 FOR UPDATE OF u
        """,
        user_id,
    )
    return found
