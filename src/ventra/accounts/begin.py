"""Begins a session for a person who has proved to be themselves, and goes on with it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import uuid4

import msgspec

from ventra.accounts.means import Means
from ventra.accounts.store import audit, sessions
from ventra.accounts.tokens import ACCESS_LIFE, new_refresh, read_refresh
from ventra.accounts.who import Asker
from ventra.errors import SignInNeeded
from ventra.infra.db import transaction
from ventra.infra.roles import GATE_ROLE


class Tokens(msgspec.Struct, frozen=True):
    """What opens doors now, and what gets the next such."""

    access: str
    refresh: str
    page_proof: str
    user_id: int
    access_seconds: int = int(ACCESS_LIFE.total_seconds())


async def session(db: Any, means: Means, user_id: int, way: str, asker: Asker, now: datetime) -> Tokens:
    """A new session of this person, and a line in the log."""
    session_id = uuid4()
    refresh, digest = new_refresh(session_id)
    await sessions.begin(
        db, session_id, user_id, refresh=digest, way=way, asker=asker, expires_at=now + means.life
    )
    await audit.note(db, asker, "signed_in", way, user_id=user_id)
    access = means.signer.access(user_id, session_id, now)
    return Tokens(access, refresh, means.signer.page_proof(session_id), user_id)


async def refreshed(pool: Any, means: Means, token: str, asker: Asker, now: datetime) -> Tokens:
    """The next tokens for the newest refresh token of a session.

    `SignInNeeded` when the session has ended; an older token than the newest was stolen or is a thief's: it ends the session.
    """
    session_id, shown = read_refresh(token)
    new, digest = new_refresh(session_id)
    async with transaction(pool, role=GATE_ROLE) as db:
        done = await sessions.rotate(db, session_id, shown, digest, asker, now)
        if done.reused:
            await audit.note(db, asker, "session_reused", str(session_id), user_id=done.user_id)
    if not done.taken or done.user_id is None:
        raise SignInNeeded("this session has ended: sign in")
    access = means.signer.access(done.user_id, session_id, now)
    return Tokens(access, new, means.signer.page_proof(session_id), done.user_id)
