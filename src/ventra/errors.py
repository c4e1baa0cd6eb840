"""The few ways VENTRA fails, sorted by blame; each carries its HTTP status, a text key and whether a retry makes sense."""

from __future__ import annotations

from typing import ClassVar


class VentraError(Exception):
    """Root of every failure that VENTRA names. `detail` is for people; `facts` fill the translated text."""

    status: ClassVar[int] = 500
    key: ClassVar[str] = "error.internal"
    retry: ClassVar[bool] = False

    def __init__(self, detail: str = "", *, retry_after_seconds: int | None = None, **facts: object) -> None:
        super().__init__(detail)
        self.detail = detail
        self.facts = facts
        self.retry_after_seconds = retry_after_seconds


class BadInput(VentraError):
    """The user's input: says what to change. `field` names the part at fault, where there is one."""

    status = 400
    key = "error.bad_input"

    def __init__(self, detail: str, *, field: str | None = None) -> None:
        super().__init__(detail)
        self.field = field


class NotFound(VentraError):
    """The thing asked for is not there, or not there for this asker."""

    status = 404
    key = "error.not_found"


class Conflict(VentraError):
    """The thing has changed since, or another holds it."""

    status = 409
    key = "error.conflict"


class SignInNeeded(VentraError):
    """Nobody, or nobody any more: no session or key, or one that has ended, expired or was never ours."""

    status = 401
    key = "error.sign_in"


class WrongSignIn(SignInNeeded):
    """What was shown does not prove who it is. Never says which part was wrong."""

    key = "error.wrong_sign_in"


class CodeNeeded(SignInNeeded):
    """The password is right; this account asks for a code as well."""

    key = "error.code_needed"


class NotAllowed(VentraError):
    """The asker is known and has not the right; `facts` name the right that is missing."""

    status = 403
    key = "error.not_allowed"


class OperatorOnly(NotAllowed):
    """Open to whoever runs this installation."""

    key = "error.operator_only"


class PlanLimit(NotAllowed):
    """The organisation's plan allows no more of this; `facts` say of what and how much."""

    key = "error.plan_limit"


class LinkSpent(BadInput):
    """A one-use link that was used, has expired or never was."""

    key = "error.link_spent"


class SourceError(VentraError):
    """The marketplace changed, throttles or refuses. `outcome` is the visit's outcome as `formats.md` lists them."""

    status = 502
    key = "error.source"
    outcome: ClassVar[str] = "failed"
    retry = True


class PageChanged(SourceError):
    """A body whose shape the parser does not know: nothing of it is taken, and it goes to quarantine."""

    key = "error.page_changed"
    outcome = "changed"
    retry = False

    def __init__(self, where: str, what: str) -> None:
        super().__init__(f"{where}: {what}", where=where, what=what)
        self.where = where
        self.what = what


class Gone(SourceError):
    """The marketplace answers that this thing does not exist (any more)."""

    status = 404
    key = "error.gone"
    outcome = "gone"
    retry = False


class Throttled(SourceError):
    """The marketplace asks us to slow down (HTTP 429, or 200 with a 429 inside)."""

    key = "error.throttled"
    outcome = "throttled"


class Challenged(SourceError):
    """A captcha or a refusal: an answer, not an obstacle. The source stops and the operator is told."""

    key = "error.challenged"
    outcome = "challenged"
    retry = False


class TimedOut(SourceError):
    """No complete answer within the time we give."""

    key = "error.timed_out"
    outcome = "timed_out"


class Unavailable(VentraError):
    """A dependency of ours (database, Redis) is away: 503 with Retry-After."""

    status = 503
    key = "error.unavailable"
    retry = True

    def __init__(self, detail: str, *, retry_after_seconds: int = 5, **facts: object) -> None:
        super().__init__(detail, retry_after_seconds=retry_after_seconds, **facts)


class Busy(VentraError):
    """So much waits already that no more is taken for now: 429 with Retry-After."""

    status = 429
    key = "error.busy"
    retry = True


class TooMany(VentraError):
    """Somebody asks more often than `limit` allows: 429 with Retry-After."""

    status = 429
    key = "error.too_many"
    retry = True

    def __init__(self, *, retry_after_seconds: int, limit: str) -> None:
        super().__init__(
            f"too often: ask again in {retry_after_seconds} s",
            retry_after_seconds=retry_after_seconds,
            limit=limit,
        )
        self.limit = limit


class TooSlow(Unavailable):
    """A question took Postgres longer than whoever asked can wait; it has been called off there too."""

    key = "error.too_slow"

    def __init__(self, detail: str, *, retry_after_seconds: int = 30, **facts: object) -> None:
        super().__init__(detail, retry_after_seconds=retry_after_seconds, **facts)


class StoreFull(Unavailable):
    """The disk of Postgres or Redis has no room: nothing is written until there is some; what is there can be read."""

    key = "error.store_full"

    def __init__(self, detail: str, *, retry_after_seconds: int = 60, **facts: object) -> None:
        super().__init__(detail, retry_after_seconds=retry_after_seconds, **facts)


class SettingWrong(VentraError):
    """A variable is missing or malformed; the message names it and says what is expected."""

    key = "error.setting"

    def __init__(self, name: str, expected: str) -> None:
        super().__init__(f"{name}: {expected}", name=name, expected=expected)
        self.name = name


class SchemaUnfit(VentraError):
    """The database cannot serve this release, or a migration failed; the message says why and what mends it."""
