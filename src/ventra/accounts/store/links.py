"""One-use links, of which only digests are kept; and letters, which ask whoever can send to make and send one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from ventra.infra.db import Connection

VERIFY, RESET, SIGN_IN, EMAIL_OLD, EMAIL_NEW = "verify", "reset", "sign_in", "email_old", "email_new"
TELEGRAM = "telegram"
LIFE = timedelta(minutes=15)


class Spent(msgspec.Struct, frozen=True):
    """A link that has just been used: whose it was, which address it spoke of, and whether it went to a chat instead."""

    user_id: int
    email: str | None
    by_chat: bool


async def add(
    db: Connection,
    digest: bytes,
    kind: str,
    user_id: int,
    *,
    email: str | None,
    now: datetime,
    by_chat: bool = False,
) -> None:
    """Keep a link's digest for `LIFE`; older ones of its kind for the same person open nothing any more."""
    await db.execute(
        "UPDATE one_use_links SET expires_at = least(expires_at, $3) WHERE user_id = $1 AND kind = $2 AND used_at IS NULL",
        user_id,
        kind,
        now,
    )
    await db.execute(
        "INSERT INTO one_use_links (digest, kind, user_id, email, created_at, expires_at, by_chat) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7)",
        digest,
        kind,
        user_id,
        email,
        now,
        now + LIFE,
        by_chat,
    )


async def owner(db: Connection, digest: bytes, kind: str, now: datetime) -> int | None:
    """Whose link it is that could be used now."""
    found: int | None = await db.fetchval(
        "SELECT user_id FROM one_use_links WHERE digest = $1 AND kind = $2 AND used_at IS NULL AND expires_at > $3",
        digest,
        kind,
        now,
    )
    return found


async def spend(db: Connection, digest: bytes, kind: str, now: datetime) -> Spent | None:
    """Use a link; `None` when it was used, is too old, or never was. Of two who use it at once one succeeds."""
    row = await db.fetchrow(
        """
        UPDATE one_use_links SET used_at = $3
         WHERE digest = $1 AND kind = $2 AND used_at IS NULL AND expires_at > $3
        RETURNING user_id, email, by_chat
        """,
        digest,
        kind,
        now,
    )
    return None if row is None else Spent(**row)


async def spent(
    db: Connection, user_id: int, kinds: Sequence[str], email: str, *, since: datetime
) -> dict[str, bool]:
    """Of these kinds those of which a link that speaks of this address was used since an instant, each with whether it went to
    a chat; two who ask take turns.
    """
    await db.execute("SELECT FROM users WHERE user_id = $1 FOR UPDATE", user_id)
    rows = await db.fetch(
        """
        SELECT kind, bool_and(by_chat) AS by_chat FROM one_use_links
         WHERE user_id = $1 AND kind = ANY($2) AND email = $3 AND used_at >= $4 GROUP BY kind
        """,
        user_id,
        list(kinds),
        email,
        since,
    )
    return {row["kind"]: row["by_chat"] for row in rows}


async def ask(
    db: Connection, kind: str, user_id: int, *, email: str | None, now: datetime, about: str | None = None
) -> None:
    """Ask for a letter to an address, about another where it is not of that one; one that still waits is asked for once."""
    await db.execute(
        """
        INSERT INTO letters (kind, user_id, email, about, asked_at, expires_at)
        SELECT $1, $2, $3, $6, $4, $5
         WHERE NOT EXISTS (SELECT FROM letters
                            WHERE user_id = $2 AND kind = $1 AND email IS NOT DISTINCT FROM $3
                              AND about IS NOT DISTINCT FROM $6 AND sent_at IS NULL AND expires_at > $4)
        """,
        kind,
        user_id,
        email,
        now,
        now + LIFE,
        about,
    )
