"""Tokens on their way to a page, in cookies that no script reads, or to a program, in the body."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal

from litestar import Response
from litestar.datastructures import Cookie

from ventra.accounts.answers import SessionStarted
from ventra.accounts.begin import Tokens
from ventra.accounts.guard import ACCESS_COOKIE, DEVICE_COOKIE, REFRESH_COOKIE, cookie_name
from ventra.accounts.means import Means

SESSION_PATH = "/api/v1/session"
DEVICE_DAYS = 400
"""As long as browsers keep any."""
NO_STORE = {"Cache-Control": "no-store"}
_PATHS = {ACCESS_COOKIE: "/", REFRESH_COOKIE: SESSION_PATH, DEVICE_COOKIE: "/"}


def started(
    tokens: Tokens, means: Means, keep: Literal["cookies", "body"], status: int = 200
) -> Response[SessionStarted]:
    """The answer to whoever has just signed in or refreshed."""
    in_body = keep == "body"
    answer = SessionStarted(
        user_id=tokens.user_id,
        page_proof=tokens.page_proof,
        access_seconds=tokens.access_seconds,
        access_token=tokens.access if in_body else None,
        refresh_token=tokens.refresh if in_body else None,
    )
    if in_body:
        return Response(answer, status_code=status, headers=NO_STORE)
    mark = means.signer.device_mark(tokens.user_id)
    cookies = [
        _cookie(ACCESS_COOKIE, tokens.access, means, timedelta(seconds=tokens.access_seconds)),
        _cookie(REFRESH_COOKIE, tokens.refresh, means, means.life),
        _cookie(DEVICE_COOKIE, mark, means, timedelta(days=DEVICE_DAYS)),
    ]
    return Response(answer, status_code=status, headers=NO_STORE, cookies=cookies)


def forgotten(means: Means) -> list[Cookie]:
    """What makes a page forget its session; it stays a known device."""
    return [_cookie(name, "", means, timedelta(0)) for name in (ACCESS_COOKIE, REFRESH_COOKIE)]


def _cookie(name: str, value: str, means: Means, life: timedelta) -> Cookie:
    return Cookie(
        key=cookie_name(name, means),
        value=value,
        path=_PATHS[name],
        max_age=int(life.total_seconds()),
        httponly=True,
        secure=means.secure,
        samesite="strict" if name == REFRESH_COOKIE else "lax",
    )
