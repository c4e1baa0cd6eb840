"""Letters that wait to be sent; a lease is an instant in the row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import msgspec

from ventra.infra.db import Connection

LEASE = timedelta(minutes=2)


class Waiting(msgspec.Struct, frozen=True):
    """A letter to be sent, and in which language (`None`: theirs is not known); `chat_id` is its person's on Telegram."""

    letter_id: int
    kind: str
    user_id: int
    email: str
    about: str | None
    language: str | None
    chat_id: int | None


async def claim(
    db: Connection, kinds: Sequence[str], *, now: datetime, most: int, most_tries: int, to_chats: bool = False
) -> list[Waiting]:
    """Lease letters, those first that were asked for first: with `to_chats` those alone whose people have one. Nobody who is
    suspended gets any.
    """
    rows = await db.fetch(
        """
        WITH due AS (
            SELECT l.letter_id FROM letters l JOIN users u USING (user_id)
             WHERE l.sent_at IS NULL AND l.kind = ANY($1) AND l.email IS NOT NULL AND l.expires_at > $2 AND l.tries < $4
               AND (l.leased_until IS NULL OR l.leased_until <= $2)
               AND u.suspended_at IS NULL AND (u.telegram_id IS NOT NULL OR NOT $6)
             ORDER BY l.asked_at LIMIT $3 FOR UPDATE OF l SKIP LOCKED)
        UPDATE letters l SET leased_until = $2 + $5::interval, tries = l.tries + 1
          FROM due, users u WHERE l.letter_id = due.letter_id AND u.user_id = l.user_id
        RETURNING l.letter_id, l.kind, l.user_id, l.email, l.about, u.language, u.telegram_id AS chat_id
        """,
        list(kinds),
        now,
        most,
        most_tries,
        LEASE,
        to_chats,
    )
    return [Waiting(**row) for row in rows]


async def note(
    db: Connection, letter_id: int, now: datetime, *, by: str, error: str | None, final: bool
) -> None:
    """Keep what became of a letter; one that is not final waits for the next try."""
    await db.execute(
        """
        UPDATE letters SET error = $3, sent_by = $4, leased_until = NULL,
               sent_at = CASE WHEN $5 AND $3::text IS NULL THEN $2::timestamptz END,
               expires_at = CASE WHEN $5 AND $3::text IS NOT NULL THEN $2::timestamptz ELSE expires_at END
         WHERE letter_id = $1
        """,
        letter_id,
        now,
        error,
        by,
        final,
    )
