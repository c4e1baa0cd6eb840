"""Keys by which programs act for an organisation."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from ventra.accounts import links, plans
from ventra.accounts.noting import note
from ventra.accounts.store import keys, organisations
from ventra.accounts.who import Asker, Who
from ventra.core.one_line import one_line
from ventra.core.rights import SCOPES, Scope, rank
from ventra.errors import NotAllowed, NotFound
from ventra.infra.db import transaction

LONGEST_NAME = 80
PER_MINUTE, MOST_PER_MINUTE = 300, 6000
LONGEST_DAYS = 3650


async def make(
    pool: Any,
    who: Who,
    *,
    name: str,
    scope: Scope,
    days: int | None,
    per_minute: int,
    asker: Asker,
    now: datetime,
) -> tuple[int, str]:
    """A key that may no more than its maker: its number and its text, which nobody keeps. `days`: how long it lives."""
    called = one_line(name, field="name", longest=LONGEST_NAME, least=1)
    if rank(SCOPES[scope]) > rank(who.role):
        raise NotAllowed("nobody gives a scope above their own role", needs=SCOPES[scope])
    text, digest, prefix = links.new_api_key()
    async with transaction(pool, org_id=who.org) as db:
        await organisations.hold(db, who.org)
        await plans.must_allow(db, who.org, "keys", await keys.active(db, who.org, now) + 1)
        number = await keys.add(
            db,
            who.org,
            digest=digest,
            prefix=prefix,
            name=called,
            scope=scope,
            per_minute=per_minute,
            made_by=who.person,
            expires_at=None if days is None else now + timedelta(days=days),
        )
        await note(db, who, asker, "key_made", called, key=number, scope=scope)
    return number, text


async def revoke(pool: Any, who: Who, key_id: int, *, asker: Asker, now: datetime) -> None:
    """Let a key open nothing any more. `NotFound` when there is none of this number that does."""
    async with transaction(pool, org_id=who.org) as db:
        name = await keys.revoke(db, who.org, key_id, now)
        if name is None:
            raise NotFound("there is no key of this number that is not revoked")
        await note(db, who, asker, "key_revoked", name, key=key_id)
