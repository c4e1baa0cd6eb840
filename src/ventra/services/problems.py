"""Failures as `application/problem+json` (RFC 9457), titled in the asker's language. One handler for the whole API."""

from __future__ import annotations

import re
from typing import Any, ClassVar

import msgspec
from litestar import Request, Response
from litestar.exceptions import HTTPException, NotFoundException, ValidationException

from ventra.core.error_texts import ERROR_TEXTS
from ventra.core.texts import language_of, say
from ventra.errors import BadInput, NotFound, VentraError
from ventra.infra.logs import logger
from ventra.services.parameters import written
from ventra.services.refusals import Refusals
from ventra.services.strict_door import BODY, misplaced, shown
from ventra.services.told_path import told_path

MEDIA_TYPE = "application/problem+json"
DATA = "data"
"""What Litestar calls a body that is at fault as a whole."""
_MISSING = re.compile(r"Missing required \w+ parameter '([^']+)'")
_FIELD = re.compile(r"^Object (?:contains unknown|missing required) field `(.*)`", re.DOTALL)
_log = logger(__name__)
_refusals = Refusals()


class Problem(msgspec.Struct, frozen=True, omit_defaults=True):
    """What went wrong, by blame. `key` names the text, `field` the part of the request at fault."""

    type: str
    title: str
    status: int
    detail: str
    key: str
    request_id: str
    field: str | None = None
    facts: dict[str, Any] | None = None


class WrongMethod(VentraError):
    """The address is there but does not do that."""

    status: ClassVar[int] = 405
    key: ClassVar[str] = "error.method"


class TooLarge(VentraError):
    """More was sent than is taken."""

    status: ClassVar[int] = 413
    key: ClassVar[str] = "error.too_large"


class ForeignPage(VentraError):
    """A page of another site asks to change something, or the address asked for is not ours."""

    status: ClassVar[int] = 403
    key: ClassVar[str] = "error.foreign_page"


class TokenNeeded(VentraError):
    """The address opens to a token, and none or a wrong one was shown."""

    status: ClassVar[int] = 401
    key: ClassVar[str] = "error.token"


def problem_of(error: VentraError, *, language: str, request_id: str) -> Problem:
    """A failure as it is shown; a failure of ours shows nothing of the inside."""
    ours = error.status == 500
    facts = {} if ours else {name: value for name, value in error.facts.items() if value is not None}
    key = VentraError.key if ours else error.key
    return Problem(
        type="about:blank",
        title=say(ERROR_TEXTS, key, language, **facts),
        status=error.status,
        detail="" if ours else error.detail,
        key=key,
        request_id=request_id,
        field=getattr(error, "field", None),
        facts=facts or None,
    )


def headers_of(error: VentraError) -> dict[str, str]:
    """Retry-After where a retry makes sense, how to sign in where that is missing; never cached."""
    headers = {"Cache-Control": "no-store", "Vary": "Accept-Language"}
    if error.retry_after_seconds is not None:
        headers["Retry-After"] = str(error.retry_after_seconds)
    if error.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return headers


def answer(request: Request[Any, Any, Any], raised: Exception) -> Response[bytes]:
    """The one handler."""
    request_id = str(request.scope["state"].get("request_id", ""))
    error = _found_by_litestar(request, raised) or named(raised)
    if error.status >= 500 and not _refusals.takes(error):
        _log.error(
            "a request failed", path=told_path(request.scope["path"]), status=error.status, exc_info=raised
        )
    problem = problem_of(
        error, language=language_of(request.headers.get("accept-language")), request_id=request_id
    )
    kept = dict(raised.headers or {}) if isinstance(raised, HTTPException) else {}
    return Response(
        msgspec.json.encode(problem, enc_hook=str),
        status_code=error.status,
        media_type=MEDIA_TYPE,
        headers=headers_of(error) | {name: value for name, value in kept.items() if name.lower() == "allow"},
    )


def named(raised: Exception) -> VentraError:
    """Any failure as one of ours, by blame; what nobody foresaw is an internal one."""
    if isinstance(raised, VentraError):
        return raised
    if not isinstance(raised, HTTPException) or raised.status_code >= 500:
        return VentraError()
    match raised.status_code:
        case 404:
            return NotFound("there is nothing at this address")
        case 405:
            return WrongMethod("this address does not take that method")
        case 413:
            return TooLarge("the body is larger than what is taken here")
        case _:
            return BadInput(raised.detail)


def _found_by_litestar(request: Request[Any, Any, Any], raised: Exception) -> VentraError | None:
    """What Litestar found, where it can be said of which part of the request."""
    if isinstance(raised, ValidationException):
        return _invalid(request, raised)
    return misplaced(request) if isinstance(raised, NotFoundException) else None


def _invalid(request: Request[Any, Any, Any], raised: ValidationException) -> BadInput:
    """Litestar's finding about a parameter or a field, naming it as it stands in the request."""
    found = raised.extra[0] if isinstance(raised.extra, list) and raised.extra else None
    missing = _MISSING.search(str(raised.detail))
    if not isinstance(found, dict) or "key" not in found:
        return BadInput(raised.detail, field=missing[1] if missing else None)
    message = str(found.get("message", raised.detail))
    if found["key"] == DATA:
        named_there = _FIELD.search(message)
        return BadInput(message, field=shown(named_there[1]) if named_there else BODY)
    return BadInput(message, field=written(request.route_handler, found["key"]))
