"""What one-use links do: confirm an address, put a new password in the place of a lost one, sign in once."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ventra.accounts import begin, links
from ventra.accounts.begin import Tokens
from ventra.accounts.means import RESETS, RESETS_OF_ONE, SECRETS, Means
from ventra.accounts.passwords import must_be_good
from ventra.accounts.store import audit, sessions, users
from ventra.accounts.store import links as kept
from ventra.accounts.store.links import Spent
from ventra.accounts.who import Asker
from ventra.core.email_address import normalised
from ventra.errors import LinkSpent
from ventra.infra.db import transaction
from ventra.infra.limits import network_of
from ventra.infra.roles import GATE_ROLE

SPENT = "this link was used, is older than a quarter of an hour, or was never ours: ask for a new one"
CHANGED = "the password was changed"


async def ask_reset(pool: Any, means: Means, *, email: str, asker: Asker, now: datetime) -> None:
    """Ask for a letter with a link that sets a new password. Who has no account is told the same, and gets none."""
    address = normalised(email)
    await means.limits.take([(RESETS, network_of(asker.address)), (RESETS_OF_ONE, address)])
    async with transaction(pool, role=GATE_ROLE) as db:
        account = await users.by_email(db, address)
        if account is not None and not account.suspended:
            await kept.ask(db, kept.RESET, account.user_id, email=address, now=now)
            await audit.note(db, asker, "reset_asked", user_id=account.user_id)


async def ask_verification(pool: Any, user_id: int, *, now: datetime) -> None:
    """Ask for the letter again that confirms the address."""
    async with transaction(pool, role=GATE_ROLE) as db:
        account = await users.by_id(db, user_id)
        if account is not None and account.email is not None and not account.verified:
            await kept.ask(db, kept.VERIFY, user_id, email=account.email, now=now)


async def verify(pool: Any, means: Means, secret: str, *, asker: Asker, now: datetime) -> None:
    """The address that a link was sent to is its person's. `LinkSpent` when the link or the address is not current."""
    await means.limits.take([(SECRETS, network_of(asker.address))])
    async with transaction(pool, role=GATE_ROLE) as db:
        link = await _spend(db, secret, kept.VERIFY, now)
        if link.email is None or not await users.set_verified(db, link.user_id, link.email):
            raise LinkSpent(SPENT, field="secret")
        await audit.note(db, asker, "email_confirmed", user_id=link.user_id)


async def reset(pool: Any, means: Means, secret: str, password: str, *, asker: Asker, now: datetime) -> None:
    """Set a new password by a link; every session ends. An address that the link went to has shown to reach its person."""
    await means.limits.take([(SECRETS, network_of(asker.address))])
    must_be_good(password, email="")
    password_hash = await means.hasher.hash(password)
    async with transaction(pool, role=GATE_ROLE) as db:
        link = await _spend(db, secret, kept.RESET, now)
        await users.set_password(db, link.user_id, password_hash)
        if link.email is not None and not link.by_chat:
            await users.set_verified(db, link.user_id, link.email)
        await sessions.end(db, link.user_id, now, CHANGED)
        await audit.note(db, asker, "password_reset", user_id=link.user_id)


async def sign_in(pool: Any, means: Means, secret: str, *, asker: Asker, now: datetime) -> Tokens:
    """Sign in by a link that the operator made on the machine itself."""
    await means.limits.take([(SECRETS, network_of(asker.address))])
    async with transaction(pool, role=GATE_ROLE) as db:
        link = await _spend(db, secret, kept.SIGN_IN, now)
        account = await users.by_id(db, link.user_id)
        if account is None or account.suspended:
            raise LinkSpent(SPENT, field="secret")
        return await begin.session(db, means, link.user_id, "link", asker, now)


async def _spend(db: Any, secret: str, kind: str, now: datetime) -> Spent:
    found = await kept.spend(db, links.digest(secret), kind, now)
    if found is None:
        raise LinkSpent(SPENT, field="secret")
    return found
