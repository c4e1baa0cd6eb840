"""One's own account over HTTP: profile, password, the app that shows codes, devices."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from litestar import Response, delete, get, patch, post, put
from litestar.params import JSONBody, PathParameter

from ventra.accounts import mend, own
from ventra.accounts.answers import (
    AppOffered,
    CodeOnly,
    Devices,
    Done,
    Ended,
    PasswordChange,
    Profile,
    Proof,
    RecoveryCodes,
)
from ventra.accounts.guard import asker_of
from ventra.accounts.routes.cookies import NO_STORE, forgotten
from ventra.accounts.routes.handed import Asked, Asking, Given, Pool
from ventra.accounts.store import sessions
from ventra.core.rights import Access
from ventra.errors import NotFound
from ventra.infra.db import transaction
from ventra.infra.roles import GATE_ROLE

TAGS = ["account"]


@patch(
    "/account",
    operation_id="change_profile",
    tags=TAGS,
    summary="Change name, language and theme",
    access=Access.PERSON,
)
async def change_profile(pool: Pool, who: Asked, data: JSONBody[Profile]) -> Done:
    """What is left out stays."""
    await own.change_profile(pool, who, name=data.name, language=data.language, theme=data.theme)
    return Done()


@put(
    "/account/password",
    operation_id="change_password",
    tags=TAGS,
    summary="Change the password",
    access=Access.PERSON,
)
async def change_password(
    request: Asking, pool: Pool, means: Given, who: Asked, data: JSONBody[PasswordChange]
) -> Ended:
    """Every other session ends."""
    ended = await own.change_password(
        pool,
        means,
        who,
        current=data.current,
        code=data.code,
        password=data.password,
        asker=asker_of(request),
        now=datetime.now(UTC),
    )
    return Ended(ended)


@post(
    "/account/verification",
    operation_id="ask_verification",
    tags=TAGS,
    summary="Ask again for the letter that confirms the address",
    status_code=202,
    access=Access.PERSON,
)
async def ask_verification(pool: Pool, who: Asked) -> Done:
    """It comes by mail or Telegram, or from the operator."""
    await mend.ask_verification(pool, who.person, now=datetime.now(UTC))
    return Done()


@post(
    "/account/app",
    operation_id="offer_code_app",
    tags=TAGS,
    summary="Begin to use an app that shows codes",
    status_code=200,
    access=Access.PERSON,
)
async def offer_app(
    request: Asking, pool: Pool, means: Given, who: Asked, data: JSONBody[Proof]
) -> Response[AppOffered]:
    """A secret for the app; it is in force once a code of it is sent. 409 when one is in force."""
    offered = await own.offer_app(
        pool, means, who, password=data.password, asker=asker_of(request), now=datetime.now(UTC)
    )
    return Response(AppOffered(*offered), headers=NO_STORE)


@put(
    "/account/app",
    operation_id="confirm_code_app",
    tags=TAGS,
    summary="Switch codes on",
    access=Access.PERSON,
)
async def confirm_app(
    request: Asking, pool: Pool, means: Given, who: Asked, data: JSONBody[CodeOnly]
) -> Response[RecoveryCodes]:
    """From now on signing in takes a code. The recovery codes are shown this once."""
    codes = await own.confirm_app(
        pool, means, who, code=data.code, asker=asker_of(request), now=datetime.now(UTC)
    )
    return Response(RecoveryCodes(codes), headers=NO_STORE)


@post(
    "/account/app/off",
    operation_id="remove_code_app",
    tags=TAGS,
    summary="Switch codes off",
    status_code=200,
    access=Access.PERSON,
)
async def remove_app(request: Asking, pool: Pool, means: Given, who: Asked, data: JSONBody[Proof]) -> Done:
    """Takes the password and a code."""
    await own.remove_app(
        pool,
        means,
        who,
        password=data.password,
        code=data.code,
        asker=asker_of(request),
        now=datetime.now(UTC),
    )
    return Done()


@post(
    "/account/recovery-codes",
    operation_id="renew_recovery_codes",
    tags=TAGS,
    summary="New recovery codes",
    status_code=200,
    access=Access.PERSON,
)
async def renew_codes(
    request: Asking, pool: Pool, means: Given, who: Asked, data: JSONBody[Proof]
) -> Response[RecoveryCodes]:
    """In the place of the old ones. Takes the password and a code."""
    codes = await own.renew_codes(
        pool,
        means,
        who,
        password=data.password,
        code=data.code,
        asker=asker_of(request),
        now=datetime.now(UTC),
    )
    return Response(RecoveryCodes(codes), headers=NO_STORE)


@post(
    "/account/delete",
    operation_id="delete_account",
    tags=TAGS,
    summary="Delete one's account",
    status_code=200,
    access=Access.PERSON,
)
async def delete_account(
    request: Asking, pool: Pool, means: Given, who: Asked, data: JSONBody[Proof]
) -> Response[Done]:
    """For good, with the organisations in which one is alone. 409 while others have no other owner: hand over first."""
    await own.delete_account(
        pool,
        means,
        who,
        password=data.password,
        code=data.code,
        asker=asker_of(request),
        now=datetime.now(UTC),
    )
    return Response(Done(), headers=NO_STORE, cookies=forgotten(means))


@get(
    "/account/devices",
    operation_id="list_devices",
    tags=TAGS,
    summary="Where one is signed in",
    access=Access.PERSON,
)
async def list_devices(pool: Pool, who: Asked) -> Devices:
    """Sessions that are open, the one last seen first."""
    async with transaction(pool, role=GATE_ROLE) as db:
        return Devices(await sessions.listed(db, who.person, datetime.now(UTC), here=who.session_id))


@delete(
    "/account/devices",
    operation_id="sign_out_others",
    tags=TAGS,
    summary="Sign out everywhere else",
    status_code=200,
    access=Access.PERSON,
)
async def sign_out_others(request: Asking, pool: Pool, who: Asked) -> Ended:
    """This session stays."""
    ended = await own.sign_out_there(pool, who, None, asker=asker_of(request), now=datetime.now(UTC))
    return Ended(ended)


@delete(
    "/account/devices/{session_id:uuid}",
    operation_id="sign_out_there",
    tags=TAGS,
    summary="Sign out on one device",
    status_code=200,
    access=Access.PERSON,
)
async def sign_out_there(
    request: Asking, pool: Pool, who: Asked, session_id: Annotated[UUID, PathParameter()]
) -> Ended:
    """At once."""
    ended = await own.sign_out_there(pool, who, session_id, asker=asker_of(request), now=datetime.now(UTC))
    if not ended:
        raise NotFound("there is no open session of this number")
    return Ended(ended)


ROUTES = (
    change_profile,
    change_password,
    ask_verification,
    offer_app,
    confirm_app,
    remove_app,
    renew_codes,
    delete_account,
    list_devices,
    sign_out_others,
    sign_out_there,
)
