"""Changes the address that an account has: confirmed at the old one and at the new."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from ventra.accounts import links, prove
from ventra.accounts.means import RESETS_OF_ONE, SECRETS, Means
from ventra.accounts.mend import SPENT
from ventra.accounts.store import audit, users
from ventra.accounts.store import links as kept
from ventra.accounts.who import Asker, Who
from ventra.core.email_address import normalised
from ventra.errors import BadInput, Conflict, LinkSpent
from ventra.infra.db import transaction
from ventra.infra.limits import network_of
from ventra.infra.roles import GATE_ROLE


async def ask(
    pool: Any,
    means: Means,
    who: Who,
    *,
    email: str,
    password: str | None,
    code: str | None,
    asker: Asker,
    now: datetime,
) -> None:
    """Ask for letters to both addresses; whoever has none yet confirms the new one alone."""
    address = normalised(email)
    account = await prove.again(pool, means, who, password=password, code=code, asker=asker, now=now)
    if address == account.email:
        raise BadInput("this is your address already", field="email")
    await means.limits.take([(RESETS_OF_ONE, address)])
    async with transaction(pool, role=GATE_ROLE) as db:
        if account.email is not None:
            await kept.ask(db, kept.EMAIL_OLD, who.person, email=account.email, about=address, now=now)
        await kept.ask(db, kept.EMAIL_NEW, who.person, email=address, about=address, now=now)
        await audit.note(db, asker, "email_change_asked", user_id=who.person)


async def confirm(pool: Any, means: Means, secret: str, *, asker: Asker, now: datetime) -> bool:
    """Confirm at one address by its link; whether that was the last and the address has changed.

    `LinkSpent` for a link that is not current, `Conflict` when another account has taken the address meanwhile.
    """
    await means.limits.take([(SECRETS, network_of(asker.address))])
    async with transaction(pool, role=GATE_ROLE) as db:
        digest = links.digest(secret)
        found = await kept.spend(db, digest, kept.EMAIL_NEW, now) or await kept.spend(
            db, digest, kept.EMAIL_OLD, now
        )
        if found is None or found.email is None:
            raise LinkSpent(SPENT, field="secret")
        account = await users.by_id(db, found.user_id)
        if account is None:
            raise LinkSpent(SPENT, field="secret")
        needed = [kept.EMAIL_NEW] if account.email is None else [kept.EMAIL_NEW, kept.EMAIL_OLD]
        spent = await kept.spent(db, found.user_id, needed, found.email, since=now - kept.LIFE)
        if set(needed) - spent.keys():
            return False
        # A link that went to a chat says that the person wants it, and not that letters to the address arrive.
        reached = not spent[kept.EMAIL_NEW]
        if not await users.set_email(db, found.user_id, found.email, reached=reached):
            raise Conflict("another account has this address")
        await audit.note(db, asker, "email_changed", user_id=found.user_id)
    return True
