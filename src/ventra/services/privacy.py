"""What the privacy page tells of this installation: who runs it, what is kept of people and how long, who else gets any of it.

The figures are those that the code goes by, so that a page of words cannot differ from them.
"""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Response, get
from litestar.di import NamedDependency

from ventra.accounts.belong import LIFE as INVITATION_LIFE
from ventra.accounts.guard import PERSONS_PER_MINUTE
from ventra.accounts.routes.cookies import DEVICE_DAYS
from ventra.accounts.store.links import LIFE as LINK_LIFE
from ventra.accounts.tokens import ACCESS_LIFE
from ventra.backup.keep import MONTHLY
from ventra.core.rights import Access
from ventra.infra.kept import KEPT
from ventra.infra.logs import logger
from ventra.settings import Settings

_log = logger(__name__)


class KeptDays(msgspec.Struct, frozen=True, kw_only=True):
    """How many days something is still kept after it has ended."""

    sessions: int
    links: int
    letters: int
    invitations: int
    keys: int
    notes: int
    lists: int
    share_links: int


class Lives(msgspec.Struct, frozen=True, kw_only=True):
    """How long something is good for, in seconds. `device` is the mark of a browser in which somebody has signed in."""

    session: int
    access: int
    device: int
    link: int
    invitation: int


class Parties(msgspec.Struct, frozen=True, kw_only=True):
    """Who else gets data of people here: as far as the api's settings tell. `backup_months` is null where none are made."""

    mail: bool
    telegram: bool
    error_reports: bool
    backup_months: int | None


class PrivacyFacts(msgspec.Struct, frozen=True, kw_only=True):
    """What the pages on privacy and terms tell of this installation. Who runs it is null where nobody said."""

    operator_name: str | None
    operator_contact: str | None
    kept_days: KeptDays
    seconds: Lives
    parties: Parties
    reads_per_minute: int | None
    person_per_minute: int


def facts_of(settings: Settings) -> PrivacyFacts:
    """As the settings and the code say."""
    return PrivacyFacts(
        operator_name=settings["OPERATOR_NAME"],
        operator_contact=settings["OPERATOR_CONTACT"],
        kept_days=KeptDays(
            sessions=_days("sessions"),
            links=_days("one_use_links"),
            letters=_days("letters"),
            invitations=_days("invitations"),
            keys=_days("api_keys"),
            notes=_days("marked_products"),
            lists=_days("product_lists"),
            share_links=_days("share_links"),
        ),
        seconds=Lives(
            session=settings["JWT_EXPIRES_IN"],
            access=int(ACCESS_LIFE.total_seconds()),
            device=DEVICE_DAYS * 86_400,
            link=int(LINK_LIFE.total_seconds()),
            invitation=int(INVITATION_LIFE.total_seconds()),
        ),
        parties=Parties(
            mail=settings["SMTP_URL"] is not None,
            telegram=settings["TELEGRAM_BOT_TOKEN"] is not None,
            error_reports=settings["SENTRY_DSN"] is not None,
            backup_months=MONTHLY if settings["STORAGE_URL"] and settings["BACKUP_KEY"] else None,
        ),
        reads_per_minute=settings["READS_PER_MINUTE"] or None,
        person_per_minute=PERSONS_PER_MINUTE,
    )


def warn_of_nobody(settings: Settings) -> None:
    """In production say once that the privacy page names nobody."""
    if settings.production and not (settings["OPERATOR_NAME"] and settings["OPERATOR_CONTACT"]):
        _log.warning(
            "the privacy page does not say who runs this installation: set OPERATOR_NAME and OPERATOR_CONTACT"
        )


def _days(kept: str) -> int:
    return KEPT[kept].age.days


@get(
    "/privacy",
    operation_id="read_privacy_facts",
    access=Access.OPEN,
    unlimited=True,
    tags=["status"],
    summary="What is kept of people, and for how long",
)
async def read_privacy_facts(settings: NamedDependency[Any]) -> Response[PrivacyFacts]:
    """Who runs this installation, what it keeps of people and how long, who else gets any of it; open to everyone."""
    return Response(facts_of(settings), headers={"Cache-Control": "public, max-age=300"})


ROUTES = (read_privacy_facts,)
