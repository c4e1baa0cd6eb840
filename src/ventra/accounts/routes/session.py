"""Signing up, in and out over HTTP, and the session as it is."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from litestar import Response, delete, get, post, put
from litestar.params import JSONBody

from ventra.accounts import begin, join, mend, own, prove
from ventra.accounts.answers import (
    Acting,
    Done,
    NewPassword,
    Opening,
    Refreshing,
    ResetWish,
    SecretOnly,
    Session,
    SessionStarted,
    SignIn,
    SignUp,
)
from ventra.accounts.guard import DEVICE_COOKIE, REFRESH_COOKIE, asker_of, cookie_of
from ventra.accounts.routes.cookies import NO_STORE, forgotten, started
from ventra.accounts.routes.handed import Asked, Asking, Given, Pool
from ventra.accounts.store import audit, factors, organisations, sessions, users
from ventra.accounts.tokens import read_refresh
from ventra.core.rights import Access
from ventra.errors import NotFound, SignInNeeded
from ventra.infra.db import transaction
from ventra.infra.roles import GATE_ROLE

TAGS = ["session"]


@post("/account", operation_id="sign_up", tags=TAGS, summary="Sign up", status_code=201, access=Access.OPEN)
async def sign_up(
    request: Asking, pool: Pool, means: Given, data: JSONBody[SignUp]
) -> Response[SessionStarted]:
    """A new account with an organisation of its own, signed in. 409 when the address has an account."""
    tokens = await join.sign_up(
        pool,
        means,
        email=data.email,
        password=data.password,
        name=data.name,
        language=data.language,
        asker=asker_of(request),
        now=datetime.now(UTC),
    )
    return started(tokens, means, data.keep, 201)


@post("/session", operation_id="sign_in", tags=TAGS, summary="Sign in", status_code=200, access=Access.OPEN)
async def sign_in(
    request: Asking, pool: Pool, means: Given, data: JSONBody[SignIn]
) -> Response[SessionStarted]:
    """With e-mail and password; 401 `error.code_needed` when the account asks for a code as well."""
    asker, now = asker_of(request), datetime.now(UTC)
    account = await prove.by_password(
        pool,
        means,
        email=data.email,
        password=data.password,
        code=data.code,
        device_mark=cookie_of(request, DEVICE_COOKIE, means),
        asker=asker,
        now=now,
    )
    async with transaction(pool, role=GATE_ROLE) as db:
        tokens = await begin.session(db, means, account.user_id, "password", asker, now)
    return started(tokens, means, data.keep)


@post(
    "/session/link",
    operation_id="sign_in_by_link",
    tags=TAGS,
    summary="Sign in by a one-use link",
    status_code=200,
    access=Access.OPEN,
)
async def sign_in_by_link(
    request: Asking, pool: Pool, means: Given, data: JSONBody[Opening]
) -> Response[SessionStarted]:
    """By a link that the operator made at the command line; it works once, for a quarter of an hour."""
    tokens = await mend.sign_in(pool, means, data.secret, asker=asker_of(request), now=datetime.now(UTC))
    return started(tokens, means, data.keep)


@post(
    "/session/refresh",
    operation_id="refresh_session",
    tags=TAGS,
    summary="Renew the access",
    status_code=200,
    access=Access.OPEN,
    unlimited=True,
    blind=True,
)
async def refresh_session(
    request: Asking, pool: Pool, means: Given, data: JSONBody[Refreshing]
) -> Response[SessionStarted]:
    """New tokens for the newest refresh token, from the cookie or the body. An older one ends the session: it was stolen."""
    token = data.refresh_token or cookie_of(request, REFRESH_COOKIE, means)
    if token is None:
        raise SignInNeeded("there is no session to go on with: sign in")
    tokens = await begin.refreshed(pool, means, token, asker_of(request), datetime.now(UTC))
    return started(tokens, means, "cookies" if data.refresh_token is None else "body")


@get("/session", operation_id="read_session", tags=TAGS, summary="Who am I?", access=Access.OPEN)
async def read_session(request: Asking, pool: Pool, means: Given, who: Asked) -> Response[Session]:
    """Nobody, or a person and where they belong."""
    if who.session_id is None or who.user_id is None:
        refreshable = await _is_refreshable(pool, cookie_of(request, REFRESH_COOKIE, means))
        stale = not refreshable and "cookie" in request.headers
        cookies = forgotten(means) if stale else []
        return Response(Session(person=None, refreshable=refreshable), headers=NO_STORE, cookies=cookies)
    async with transaction(pool, role=GATE_ROLE) as db:
        account = await users.by_id(db, who.user_id)
        left = await factors.recovery_codes_left(db, who.user_id)
        belongs = await organisations.of_person(db, who.user_id)
    if account is None:
        raise SignInNeeded("this account is gone")
    person = own.person_of(account, left)
    found = Session(
        person=person,
        org_id=who.org_id,
        role=who.role,
        organisations=belongs,
        page_proof=means.signer.page_proof(who.session_id),
    )
    return Response(found, headers=NO_STORE)


async def _is_refreshable(pool: Any, token: str | None) -> bool:
    if token is None:
        return False
    try:
        session_id, shown = read_refresh(token)
    except SignInNeeded:
        return False
    async with transaction(pool, role=GATE_ROLE) as db:
        return await sessions.is_live(db, session_id, shown, datetime.now(UTC))


@delete(
    "/session", operation_id="sign_out", tags=TAGS, summary="Sign out", status_code=200, access=Access.PERSON
)
async def sign_out(request: Asking, pool: Pool, means: Given, who: Asked) -> Response[Done]:
    """End this session."""
    async with transaction(pool, role=GATE_ROLE) as db:
        only = [] if who.session_id is None else [who.session_id]
        await sessions.end(db, who.person, datetime.now(UTC), "signed out", only=only)
        await audit.note(db, asker_of(request), "signed_out", user_id=who.person)
    return Response(Done(), headers=NO_STORE, cookies=forgotten(means))


@put(
    "/session/organisation",
    operation_id="act_for_organisation",
    tags=TAGS,
    summary="Act for another organisation",
    access=Access.PERSON,
)
async def act_for(pool: Pool, who: Asked, data: JSONBody[Acting]) -> Done:
    """From now on in this session. 404 when one does not belong to it."""
    async with transaction(pool, role=GATE_ROLE) as db:
        assert who.session_id is not None
        if not await sessions.act_for(db, who.session_id, who.person, data.org_id):
            raise NotFound("you belong to no organisation of this number")
    return Done()


@post(
    "/account/reset",
    operation_id="ask_password_reset",
    tags=TAGS,
    summary="Ask for a link that sets a new password",
    status_code=202,
    access=Access.OPEN,
)
async def ask_reset(request: Asking, pool: Pool, means: Given, data: JSONBody[ResetWish]) -> Done:
    """Told the same whether there is such an account. The link comes by mail or Telegram, or from the operator."""
    await mend.ask_reset(pool, means, email=data.email, asker=asker_of(request), now=datetime.now(UTC))
    return Done()


@post(
    "/account/reset/confirm",
    operation_id="reset_password",
    tags=TAGS,
    summary="Set a new password by a link",
    status_code=200,
    access=Access.OPEN,
)
async def reset(request: Asking, pool: Pool, means: Given, data: JSONBody[NewPassword]) -> Done:
    """Every session ends; sign in with the new password."""
    await mend.reset(pool, means, data.secret, data.password, asker=asker_of(request), now=datetime.now(UTC))
    return Done()


@post(
    "/account/verify",
    operation_id="verify_email",
    tags=TAGS,
    summary="Confirm an e-mail address by a link",
    status_code=200,
    access=Access.OPEN,
)
async def verify(request: Asking, pool: Pool, means: Given, data: JSONBody[SecretOnly]) -> Done:
    """The address that the link was sent to is yours."""
    await mend.verify(pool, means, data.secret, asker=asker_of(request), now=datetime.now(UTC))
    return Done()


ROUTES = (
    sign_up,
    sign_in,
    sign_in_by_link,
    refresh_session,
    read_session,
    sign_out,
    act_for,
    ask_reset,
    reset,
    verify,
)
