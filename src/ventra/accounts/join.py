"""Signs somebody up, with an organisation of their own to begin with."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ventra.accounts import begin
from ventra.accounts.begin import Tokens
from ventra.accounts.means import SIGN_UPS, Means
from ventra.accounts.passwords import must_be_good
from ventra.accounts.store import audit, links, organisations, users
from ventra.accounts.who import Asker
from ventra.core.email_address import normalised
from ventra.core.one_line import one_line
from ventra.infra.db import transaction
from ventra.infra.limits import network_of
from ventra.infra.roles import GATE_ROLE

LONGEST_NAME = 80


async def sign_up(
    pool: Any,
    means: Means,
    *,
    email: str,
    password: str,
    name: str,
    language: str | None,
    asker: Asker,
    now: datetime,
) -> Tokens:
    """A new account, signed in; a letter asks whether the address is theirs. `Conflict` when it has an account."""
    address, called = normalised(email), one_line(name, field="name", longest=LONGEST_NAME)
    must_be_good(password, email=address)
    await means.limits.take([(SIGN_UPS, network_of(asker.address))])
    password_hash = await means.hasher.hash(password)
    async with transaction(pool, role=GATE_ROLE) as db:
        user_id = await users.add(
            db, email=address, password_hash=password_hash, name=called, language=language
        )
        await settle(db, user_id, called or address.partition("@")[0], asker)
        await links.ask(db, links.VERIFY, user_id, email=address, now=now)
        return await begin.session(db, means, user_id, "password", asker, now)


async def settle(db: Any, user_id: int, name: str, asker: Asker) -> int:
    """Give a new person an organisation of their own, and a line in its log."""
    org_id = await organisations.add(db, name, user_id)
    await audit.note(db, asker, "organisation_made", name, org_id=org_id, user_id=user_id)
    return org_id
