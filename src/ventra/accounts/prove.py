"""Proves that somebody is who they say: a password, and a code where the account asks for one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from ventra.accounts import one_time_codes
from ventra.accounts.means import CODES, FAILURES, SIGN_INS, Means
from ventra.accounts.store import factors, sessions, users
from ventra.accounts.store.users import Account
from ventra.accounts.who import Asker, Who
from ventra.core.email_address import normalised
from ventra.errors import BadInput, CodeNeeded, NotAllowed, WrongSignIn
from ventra.infra.db import transaction
from ventra.infra.limits import Limit, neighbourhood_of, network_of
from ventra.infra.roles import GATE_ROLE

WRONG = "the e-mail or the password is not right"
JUST_NOW = timedelta(minutes=10)
WRONG_CODE = "the code is not right, or was used before"


async def by_password(
    pool: Any,
    means: Means,
    *,
    email: str,
    password: str,
    code: str | None,
    device_mark: str | None,
    asker: Asker,
    now: datetime,
) -> Account:
    """The account that this address, password and code open; `WrongSignIn`, `CodeNeeded`, `TooMany` or `Busy` otherwise.

    An address that has no account takes as long as one that has. A failure counts against where it came from, never against
    the account.
    """
    try:
        address = normalised(email)
    except BadInput:
        raise WrongSignIn(WRONG) from None
    async with transaction(pool, role=GATE_ROLE) as db:
        account = await users.by_email(db, address)
    known = (
        account is not None
        and device_mark is not None
        and means.signer.knows_device(account.user_id, device_mark)
    )
    where = f"device {device_mark}" if known else neighbourhood_of(asker.address)
    tried = [(SIGN_INS, network_of(asker.address)), (FAILURES, f"{address} {where}")]
    await means.limits.take(tried)
    right = await means.hasher.verify(None if account is None else account.password_hash, password)
    if account is None or not right:
        raise WrongSignIn(WRONG)
    if account.suspended:
        raise NotAllowed("this account is suspended: ask the operator", needs="account")
    try:
        await second_factor(pool, means, account, code, now)
    except CodeNeeded:
        await means.limits.give_back(tried[1:])
        raise
    await means.limits.give_back(tried[1:])
    if means.hasher.needs_rehash(account.password_hash or ""):
        fresh = await means.hasher.hash(password)
        async with transaction(pool, role=GATE_ROLE) as db:
            await users.set_password(db, account.user_id, fresh)
    return account


async def second_factor(pool: Any, means: Means, account: Account, code: str | None, now: datetime) -> None:
    """Pass when the account asks for no code, or this one is right: each works once. `CodeNeeded` or `WrongSignIn` otherwise."""
    if not account.totp_on or account.totp_secret is None:
        return
    if not code:
        raise CodeNeeded("this account asks for a code of its app, or a recovery code")
    codes = [(CODES, str(account.user_id))]
    await means.limits.take(codes)
    secret = means.vault.open(account.totp_secret, about=factors.about(account.user_id)).decode()
    step = one_time_codes.matching_step(secret, code, now=now, after_step=account.totp_step)
    async with transaction(pool, role=GATE_ROLE) as db:
        if step is not None:
            taken = await factors.take_step(db, account.user_id, step)
        else:
            taken = await factors.use_recovery_code(db, account.user_id, one_time_codes.digest(code), now)
    if not taken:
        raise WrongSignIn(WRONG_CODE)
    await means.limits.give_back(codes)


async def again(
    pool: Any,
    means: Means,
    who: Who,
    *,
    password: str | None,
    code: str | None,
    asker: Asker,
    now: datetime,
) -> Account:
    """Prove once more that it is the person and not whoever found the page open: what cannot be undone asks for it.

    The password where there is one, and a code where one is asked for; who has neither has signed in just now.
    """
    tried: Sequence[tuple[Limit, str]] = [(FAILURES, f"again {who.person}")]
    async with transaction(pool, role=GATE_ROLE) as db:
        account = await users.by_id(db, who.person)
        began = None if who.session_id is None else await sessions.began(db, who.session_id)
    if account is None or began is None:
        raise WrongSignIn(WRONG)
    if account.password_hash is None and not account.totp_on and now - began > JUST_NOW:
        raise WrongSignIn("sign in anew first: there is no password to prove that it is you")
    await means.limits.take(tried)
    if account.password_hash is not None and not await means.hasher.verify(
        account.password_hash, password or ""
    ):
        raise WrongSignIn("the password is not right")
    await second_factor(pool, means, account, code, now)
    await means.limits.give_back(tried)
    return account
