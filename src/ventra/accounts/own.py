"""What somebody does with their own account."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from ventra.accounts import one_time_codes, prove
from ventra.accounts.answers import OwnData, Person
from ventra.accounts.means import CODES, Means
from ventra.accounts.mend import CHANGED
from ventra.accounts.passwords import must_be_good
from ventra.accounts.store import audit, factors, organisations, passkeys, saved_views, sessions, users
from ventra.accounts.store.users import Account
from ventra.accounts.who import Asker, Who
from ventra.core.one_line import one_line
from ventra.errors import BadInput, Conflict
from ventra.infra.db import transaction
from ventra.infra.roles import GATE_ROLE

LONGEST_NAME = 80
RECOVERY_CODES = 10


async def change_profile(
    pool: Any, who: Who, *, name: str | None, language: str | None, theme: str | None
) -> None:
    """Change name, language and theme; `None` leaves what is there."""
    called = None if name is None else one_line(name, field="name", longest=LONGEST_NAME)
    async with transaction(pool, role=GATE_ROLE) as db:
        await users.set_profile(db, who.person, name=called, language=language, theme=theme)


async def change_password(
    pool: Any,
    means: Means,
    who: Who,
    *,
    current: str | None,
    code: str | None,
    password: str,
    asker: Asker,
    now: datetime,
) -> int:
    """Set another password and end every other session; how many there were."""
    account = await prove.again(pool, means, who, password=current, code=code, asker=asker, now=now)
    must_be_good(password, email=account.email or "")
    password_hash = await means.hasher.hash(password)
    async with transaction(pool, role=GATE_ROLE) as db:
        await users.set_password(db, who.person, password_hash)
        ended = await sessions.end(db, who.person, now, CHANGED, but=who.session_id)
        await audit.note(db, asker, "password_changed", user_id=who.person)
    return ended


async def offer_app(
    pool: Any, means: Means, who: Who, *, password: str | None, asker: Asker, now: datetime
) -> tuple[str, str, str]:
    """A secret for an app that shows codes, its address, and a picture of that. `Conflict` when one is in force."""
    async with transaction(pool, role=GATE_ROLE) as db:
        found = await users.by_id(db, who.person)
    if found is None or found.totp_on:
        raise Conflict("codes are on already: switch them off first")
    account = await prove.again(pool, means, who, password=password, code=None, asker=asker, now=now)
    secret = one_time_codes.new_secret()
    sealed = means.vault.seal(secret.encode(), about=factors.about(who.person))
    async with transaction(pool, role=GATE_ROLE) as db:
        if not await factors.offer(db, who.person, sealed):
            raise Conflict("codes are on already: switch them off first")
    address = one_time_codes.address(secret, account=account.email or account.name or str(who.person))
    return secret, address, one_time_codes.qr_svg(address)


async def confirm_app(
    pool: Any, means: Means, who: Who, *, code: str, asker: Asker, now: datetime
) -> list[str]:
    """Switch codes on by one that the app shows; the recovery codes. `Conflict` when they are on, or none was offered."""
    await means.limits.take([(CODES, str(who.person))])
    async with transaction(pool, role=GATE_ROLE) as db:
        account = await users.by_id(db, who.person)
    if account is None or account.totp_secret is None or account.totp_on:
        raise Conflict("there is no app to confirm: begin anew")
    secret = means.vault.open(account.totp_secret, about=factors.about(who.person)).decode()
    step = one_time_codes.matching_step(secret, code, now=now, after_step=None)
    if step is None:
        raise BadInput(
            "this is not the code that the app shows now; see that the phone's clock is right", field="code"
        )
    codes = one_time_codes.new_recovery_codes(RECOVERY_CODES)
    async with transaction(pool, role=GATE_ROLE) as db:
        if not await factors.switch_on(
            db, who.person, step, [one_time_codes.digest(one) for one in codes], now
        ):
            raise Conflict("codes are on already")
        await audit.note(db, asker, "second_factor_on", user_id=who.person)
    return codes


async def remove_app(
    pool: Any,
    means: Means,
    who: Who,
    *,
    password: str | None,
    code: str | None,
    asker: Asker,
    now: datetime,
) -> None:
    """Switch codes off. `Conflict` when they were."""
    await prove.again(pool, means, who, password=password, code=code, asker=asker, now=now)
    async with transaction(pool, role=GATE_ROLE) as db:
        if not await factors.switch_off(db, who.person):
            raise Conflict("codes were not on")
        await audit.note(db, asker, "second_factor_off", user_id=who.person)


async def renew_codes(
    pool: Any,
    means: Means,
    who: Who,
    *,
    password: str | None,
    code: str | None,
    asker: Asker,
    now: datetime,
) -> list[str]:
    """New recovery codes in the place of the old ones. `Conflict` when codes are off."""
    account = await prove.again(pool, means, who, password=password, code=code, asker=asker, now=now)
    if not account.totp_on:
        raise Conflict("codes are not on")
    codes = one_time_codes.new_recovery_codes(RECOVERY_CODES)
    async with transaction(pool, role=GATE_ROLE) as db:
        await factors.replace_recovery_codes(db, who.person, [one_time_codes.digest(one) for one in codes])
        await audit.note(db, asker, "recovery_codes_renewed", user_id=who.person)
    return codes


async def delete_account(
    pool: Any,
    means: Means,
    who: Who,
    *,
    password: str | None,
    code: str | None,
    asker: Asker,
    now: datetime,
) -> None:
    """Delete a person and the organisations in which they are alone; `Conflict` while others would be left without an owner."""
    await prove.again(pool, means, who, password=password, code=code, asker=asker, now=now)
    async with transaction(pool, role=GATE_ROLE) as db:
        stranded = await organisations.left_without_owner(db, who.person)
        if stranded:
            raise Conflict(f"hand over first: {', '.join(stranded)}", organisations=stranded)
        await organisations.remove_own(db, who.person)
        await audit.note(db, asker, "account_deleted", user_id=who.person)
        await users.remove(db, who.person)
        await audit.forget(db, who.person)


async def sign_out_there(pool: Any, who: Who, session_id: UUID | None, *, asker: Asker, now: datetime) -> int:
    """End one session of one's own, or with `None` all but this; how many there were."""
    only = None if session_id is None else [session_id]
    but = who.session_id if session_id is None else None
    async with transaction(pool, role=GATE_ROLE) as db:
        ended = await sessions.end(db, who.person, now, "signed out from another device", only=only, but=but)
        if ended:
            await audit.note(db, asker, "signed_out_there", user_id=who.person, facts={"sessions": ended})
    return ended


def person_of(account: Account, recovery_codes_left: int) -> Person:
    """Somebody as they are shown to themselves."""
    return Person(
        user_id=account.user_id,
        email=account.email,
        email_verified=account.verified,
        name=account.name,
        language=account.language,
        theme=account.theme,
        operator=account.operator,
        has_password=account.password_hash is not None,
        second_factor=account.totp_on,
        recovery_codes_left=recovery_codes_left,
        telegram=account.telegram_id is not None,
    )


async def export(pool: Any, who: Who, now: datetime) -> OwnData:
    """Everything that is kept of a person."""
    async with transaction(pool, role=GATE_ROLE) as db:
        account = await users.by_id(db, who.person)
        if account is None:
            raise Conflict("this account is gone")
        return OwnData(
            person=person_of(account, await factors.recovery_codes_left(db, who.person)),
            created_at=account.created_at,
            telegram_id=account.telegram_id,
            telegram_name=account.telegram_name,
            organisations=await organisations.of_person(db, who.person),
            devices=await sessions.listed(db, who.person, now, here=who.session_id),
            passkeys=await passkeys.listed(db, who.person),
            views=await saved_views.of_person(db, who.person),
            deeds=await audit.of_person(db, who.person),
        )
