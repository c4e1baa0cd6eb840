"""Passkeys and the address of an account over HTTP; and all that is kept of a person."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from litestar import Response, delete, get, post
from litestar.params import JSONBody, PathParameter

from ventra.accounts import by_passkey, move, own
from ventra.accounts.answers import (
    Done,
    EmailConfirmed,
    EmailWish,
    OwnData,
    PasskeyKept,
    PasskeyMade,
    PasskeyOptions,
    Passkeys,
    PasskeyShown,
    Proof,
    SecretOnly,
    SessionStarted,
)
from ventra.accounts.guard import asker_of
from ventra.accounts.routes.cookies import NO_STORE, started
from ventra.accounts.routes.handed import Asked, Asking, Given, Pool
from ventra.accounts.store import passkeys
from ventra.core.rights import Access
from ventra.infra.db import transaction
from ventra.infra.roles import GATE_ROLE

PasskeyId = Annotated[str, PathParameter(pattern="^([0-9a-f]{2}){1,1023}$")]


@post(
    "/session/passkey/options",
    operation_id="ask_for_passkey",
    tags=["session"],
    summary="Begin to sign in with a passkey",
    status_code=200,
    access=Access.OPEN,
)
async def ask_for_passkey(request: Asking, pool: Pool, means: Given) -> Response[PasskeyOptions]:
    """What `navigator.credentials.get` is asked; good once, for five minutes."""
    options = await by_passkey.ask(pool, means, asker=asker_of(request), now=datetime.now(UTC))
    return Response(PasskeyOptions(options), headers=NO_STORE)


@post(
    "/session/passkey",
    operation_id="sign_in_by_passkey",
    tags=["session"],
    summary="Sign in with a passkey",
    status_code=200,
    access=Access.OPEN,
)
async def sign_in_by_passkey(
    request: Asking, pool: Pool, means: Given, data: JSONBody[PasskeyShown]
) -> Response[SessionStarted]:
    """No password, and no code beside it: a passkey shows the device and its owner."""
    tokens = await by_passkey.sign_in(
        pool, means, credential=data.credential, asker=asker_of(request), now=datetime.now(UTC)
    )
    return started(tokens, means, data.keep)


@get(
    "/account/passkeys",
    operation_id="list_passkeys",
    tags=["account"],
    summary="One's passkeys",
    access=Access.PERSON,
)
async def list_passkeys(pool: Pool, who: Asked) -> Passkeys:
    """The newest first."""
    async with transaction(pool, role=GATE_ROLE) as db:
        return Passkeys(await passkeys.listed(db, who.person))


@post(
    "/account/passkeys/options",
    operation_id="offer_passkey",
    tags=["account"],
    summary="Begin to add a passkey",
    status_code=200,
    access=Access.PERSON,
)
async def offer_passkey(
    request: Asking, pool: Pool, means: Given, who: Asked, data: JSONBody[Proof]
) -> Response[PasskeyOptions]:
    """What `navigator.credentials.create` is asked; good once, for five minutes. Takes password and code."""
    options = await by_passkey.offer(
        pool,
        means,
        who,
        password=data.password,
        code=data.code,
        asker=asker_of(request),
        now=datetime.now(UTC),
    )
    return Response(PasskeyOptions(options), headers=NO_STORE)


@post(
    "/account/passkeys",
    operation_id="add_passkey",
    tags=["account"],
    summary="Add a passkey",
    status_code=201,
    access=Access.PERSON,
)
async def add_passkey(
    request: Asking, pool: Pool, means: Given, who: Asked, data: JSONBody[PasskeyMade]
) -> PasskeyKept:
    """The one that the browser has just made."""
    made = await by_passkey.add(
        pool,
        means,
        who,
        credential=data.credential,
        name=data.name,
        asker=asker_of(request),
        now=datetime.now(UTC),
    )
    return PasskeyKept(made)


@delete(
    "/account/passkeys/{passkey_id:str}",
    operation_id="remove_passkey",
    tags=["account"],
    summary="Remove a passkey",
    status_code=200,
    access=Access.PERSON,
)
async def remove_passkey(request: Asking, pool: Pool, who: Asked, passkey_id: PasskeyId) -> Done:
    """409 when it is the only way to sign in."""
    await by_passkey.remove(pool, who, passkey_id, asker=asker_of(request))
    return Done()


@post(
    "/account/email",
    operation_id="change_email",
    tags=["account"],
    summary="Change one's address",
    status_code=202,
    access=Access.PERSON,
)
async def change_email(
    request: Asking, pool: Pool, means: Given, who: Asked, data: JSONBody[EmailWish]
) -> Done:
    """Letters go to the old and the new address; it changes once both have confirmed."""
    await move.ask(
        pool,
        means,
        who,
        email=data.email,
        password=data.password,
        code=data.code,
        asker=asker_of(request),
        now=datetime.now(UTC),
    )
    return Done()


@post(
    "/account/email/confirm",
    operation_id="confirm_email_change",
    tags=["account"],
    summary="Confirm a change of address by a link",
    status_code=200,
    access=Access.OPEN,
)
async def confirm_email(
    request: Asking, pool: Pool, means: Given, data: JSONBody[SecretOnly]
) -> EmailConfirmed:
    """At the old or the new address; `changed` once both have."""
    changed = await move.confirm(pool, means, data.secret, asker=asker_of(request), now=datetime.now(UTC))
    return EmailConfirmed(changed)


@get(
    "/account/export",
    operation_id="export_account",
    tags=["account"],
    summary="All that is kept of oneself",
    access=Access.PERSON,
)
async def export_account(pool: Pool, who: Asked) -> Response[OwnData]:
    """As JSON, to keep."""
    body = await own.export(pool, who, datetime.now(UTC))
    headers = NO_STORE | {"Content-Disposition": 'attachment; filename="account.json"'}
    return Response(body, headers=headers)


ROUTES = (
    ask_for_passkey,
    sign_in_by_passkey,
    list_passkeys,
    offer_passkey,
    add_passkey,
    remove_passkey,
    change_email,
    confirm_email,
    export_account,
)
