"""What only the command line does: the first operator, one-use links, shutting people out and letting them in again."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ventra.accounts import links
from ventra.accounts.store import audit, factors, organisations, sessions, users
from ventra.accounts.store import links as kept
from ventra.accounts.store.users import Account
from ventra.accounts.who import Asker
from ventra.core.email_address import normalised
from ventra.core.rights import OWNER
from ventra.errors import Conflict, NotFound

COMMAND_LINE = Asker("command line", "", "")
FIRST_NAME = "VENTRA"
SUSPENDED = "suspended by the operator"


async def make(db: Any, email: str, *, password_hash: str | None, asker: Asker = COMMAND_LINE) -> int:
    """An operator, who owns the first organisation; whoever has the address already becomes one. The person's number."""
    address = normalised(email)
    known = await users.by_email(db, address)
    if known is None:
        user_id = await users.add(db, email=address, password_hash=password_hash, operator=True)
    else:
        user_id = known.user_id
        await users.make_operator(db, user_id)
        if password_hash is not None:
            await users.set_password(db, user_id, password_hash)
    await organisations.add(db, FIRST_NAME, user_id, org_id=organisations.FIRST_ORGANISATION)
    await organisations.set_role(db, organisations.FIRST_ORGANISATION, user_id, OWNER)
    await audit.note(
        db,
        asker,
        "operator_made",
        str(user_id),
        org_id=organisations.FIRST_ORGANISATION,
    )
    return user_id


async def link(db: Any, email: str, kind: str, now: datetime) -> str:
    """The secret of a one-use link for somebody: it is shown this once. `NotFound` when the address has no account."""
    account = await _account(db, email)
    secret = links.new_secret()
    await kept.add(db, links.digest(secret), kind, account.user_id, email=account.email, now=now)
    await audit.note(db, COMMAND_LINE, f"link_{kind}", user_id=account.user_id)
    return secret


async def suspend(db: Any, email: str, on: bool, now: datetime) -> None:
    """Shut somebody out, their sessions ended and their keys dead; or let them in again."""
    account = await _account(db, email)
    await users.suspend(db, account.user_id, on)
    if on:
        await sessions.end(db, account.user_id, now, SUSPENDED)
    await audit.note(db, COMMAND_LINE, "suspended" if on else "let_in", user_id=account.user_id)


async def suspend_organisation(db: Any, org_id: int, on: bool) -> None:
    """Shut an organisation out, or let it in again."""
    if not await organisations.suspend(db, org_id, on):
        raise NotFound(f"there is no organisation {org_id}")
    await audit.note(
        db, COMMAND_LINE, "suspended" if on else "let_in", f"organisation {org_id}", org_id=org_id
    )


async def drop_second_factor(db: Any, email: str) -> None:
    """Let somebody who lost app and codes sign in with the password alone. `NotFound` when they used none."""
    account = await _account(db, email)
    if not await factors.switch_off(db, account.user_id):
        raise NotFound("this account asks for no code")
    await audit.note(db, COMMAND_LINE, "second_factor_dropped", user_id=account.user_id)


async def change_email(db: Any, email: str, new_email: str) -> None:
    """Give an account another address. `Conflict` when another account has it."""
    account, address = await _account(db, email), normalised(new_email)
    if not await users.set_email(db, account.user_id, address, reached=True):
        raise Conflict("another account has this address")
    await audit.note(db, COMMAND_LINE, "email_changed", user_id=account.user_id)


async def _account(db: Any, email: str) -> Account:
    found = await users.by_email(db, normalised(email))
    if found is None:
        raise NotFound("no account has this address")
    return found
