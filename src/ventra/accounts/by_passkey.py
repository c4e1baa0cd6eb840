"""Signs in with passkeys, and adds and removes them. One is proof enough: it shows the device and its owner's finger or PIN."""

from __future__ import annotations

import asyncio
import base64
import json
from collections.abc import Mapping
from datetime import datetime
from types import ModuleType
from typing import Any
from urllib.parse import urlsplit

from ventra.accounts import begin, links, prove
from ventra.accounts.begin import Tokens
from ventra.accounts.means import SIGN_INS, Means
from ventra.accounts.store import audit, passkeys, users
from ventra.accounts.who import Asker, Who
from ventra.core.one_line import one_line
from ventra.errors import BadInput, Conflict, NotFound, WrongSignIn
from ventra.infra.db import transaction
from ventra.infra.limits import network_of
from ventra.infra.roles import GATE_ROLE

LONGEST_NAME = 80
MOST = 20
NOT_TAKEN = "this passkey was not accepted: try it again, or another"
Options = dict[str, Any]
Credential = Mapping[str, Any]


async def offer(
    pool: Any, means: Means, who: Who, *, password: str | None, code: str | None, asker: Asker, now: datetime
) -> Options:
    """What the browser is asked to make a new passkey. `Conflict` when a person has `MOST` already."""
    account = await prove.again(pool, means, who, password=password, code=code, asker=asker, now=now)
    webauthn = await _webauthn()
    challenge: bytes = webauthn.new_challenge()
    async with transaction(pool, role=GATE_ROLE) as db:
        has = await passkeys.listed(db, who.person)
        if len(has) >= MOST:
            raise Conflict(f"there are {MOST} passkeys already: remove one first")
        handle = await passkeys.handle_of(db, who.person)
        await passkeys.keep_challenge(db, _digest(challenge), who.person, now)
    called = account.email or account.name or str(who.person)
    options: Options = webauthn.registration_options(
        rp_id=_place(means)[0],
        rp_name="VENTRA",
        user_handle=handle.bytes,
        user_name=called,
        display_name=account.name or called,
        existing=[bytes.fromhex(one.passkey_id) for one in has],
        challenge=challenge,
    )
    return options


async def add(
    pool: Any, means: Means, who: Who, *, credential: Credential, name: str, asker: Asker, now: datetime
) -> str:
    """Keep the passkey that the browser made; its number. `BadInput` for one that does not answer our challenge."""
    called = one_line(name, field="name", longest=LONGEST_NAME)
    challenge = await _spent(pool, credential, who.person, now)
    rp_id, origin = _place(means)
    made = (await _webauthn()).verify_registration(
        credential, challenge=challenge, rp_id=rp_id, origin=origin
    )
    async with transaction(pool, role=GATE_ROLE) as db:
        kept = await passkeys.add(
            db,
            who.person,
            credential_id=made.credential_id,
            public_key=made.public_key,
            sign_count=made.sign_count,
            transports=made.transports,
            name=called,
        )
        if not kept:
            raise Conflict("this passkey is known already")
        await audit.note(db, asker, "passkey_added", called, user_id=who.person)
    return str(made.credential_id.hex())


async def remove(pool: Any, who: Who, passkey_id: str, *, asker: Asker) -> None:
    """Forget a passkey. `NotFound` when one has none such, `Conflict` when it is the only way to sign in."""
    async with transaction(pool, role=GATE_ROLE) as db:
        ways = await passkeys.ways_in(db, who.person)
        name = await passkeys.remove(db, who.person, bytes.fromhex(passkey_id))
        if name is None:
            raise NotFound("you have no passkey of this number")
        if ways == 1:
            raise Conflict("this is your only way to sign in: set a password or add another passkey first")
        await audit.note(db, asker, "passkey_removed", name, user_id=who.person)


async def ask(pool: Any, means: Means, *, asker: Asker, now: datetime) -> Options:
    """What the browser is asked to sign somebody in; it offers what it has."""
    await means.limits.take([(SIGN_INS, network_of(asker.address))])
    webauthn = await _webauthn()
    challenge: bytes = webauthn.new_challenge()
    async with transaction(pool, role=GATE_ROLE) as db:
        await passkeys.keep_challenge(db, _digest(challenge), None, now)
    options: Options = webauthn.authentication_options(rp_id=_place(means)[0], challenge=challenge)
    return options


async def sign_in(pool: Any, means: Means, *, credential: Credential, asker: Asker, now: datetime) -> Tokens:
    """Sign in whoever this passkey is of. `WrongSignIn` for one that is nobody's or does not answer our challenge."""
    await means.limits.take([(SIGN_INS, network_of(asker.address))])
    webauthn = await _webauthn()
    try:
        credential_id: bytes = webauthn.credential_id(credential)
        challenge = await _spent(pool, credential, None, now)
    except BadInput as strange:
        raise WrongSignIn(NOT_TAKEN) from strange
    async with transaction(pool, role=GATE_ROLE) as db:
        kept = await passkeys.held(db, credential_id)
        account = None if kept is None else await users.by_id(db, kept.user_id)
    if kept is None or account is None or account.suspended:
        raise WrongSignIn(NOT_TAKEN)
    rp_id, origin = _place(means)
    try:
        count = webauthn.verify_sign_in(
            credential,
            challenge=challenge,
            rp_id=rp_id,
            origin=origin,
            public_key=kept.public_key,
            sign_count=kept.sign_count,
        )
    except BadInput as strange:
        raise WrongSignIn(NOT_TAKEN) from strange
    async with transaction(pool, role=GATE_ROLE) as db:
        if not await passkeys.used(db, credential_id, kept.sign_count, count, now):
            raise WrongSignIn(NOT_TAKEN)
        return await begin.session(db, means, account.user_id, "passkey", asker, now)


async def _spent(pool: Any, credential: Credential, user_id: int | None, now: datetime) -> bytes:
    """The challenge that an answer names, which was ours, and is used up by this."""
    challenge = _challenge_of(credential)
    async with transaction(pool, role=GATE_ROLE) as db:
        if not await passkeys.spend_challenge(db, _digest(challenge), user_id, now):
            raise BadInput("this took too long, or was sent before: begin anew", field="credential")
    return challenge


def _challenge_of(credential: Credential) -> bytes:
    try:
        told = json.loads(_unpadded(credential["response"]["clientDataJSON"]))
        return _unpadded(told["challenge"])
    except (KeyError, TypeError, ValueError, RecursionError) as strange:
        raise BadInput(NOT_TAKEN, field="credential") from strange


def _unpadded(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _digest(challenge: bytes) -> bytes:
    return links.digest(challenge.hex())


def _place(means: Means) -> tuple[str, str]:
    """The name passkeys are bound to, and the address of the page that may ask for them."""
    parts = urlsplit(means.web_url)
    return parts.hostname or "localhost", f"{parts.scheme}://{parts.netloc}"


async def _webauthn() -> ModuleType:
    return await asyncio.to_thread(_load)


def _load() -> ModuleType:
    from ventra.accounts import passkeys as loaded  # noqa: PLC0415 - takes 0.25 s and memory: only when it is needed

    return loaded
