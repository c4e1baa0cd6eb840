"""An organisation itself: founding one, its name, what it may use, and its log as a file."""

from __future__ import annotations

import csv
import io
from typing import Any

import msgspec

from ventra.accounts.means import INVITATIONS, Means
from ventra.accounts.noting import note
from ventra.accounts.store import audit, organisations, plans, sessions
from ventra.accounts.team_answers import Organisation
from ventra.accounts.who import Asker, Who
from ventra.core.one_line import one_line
from ventra.core.spreadsheet import as_text
from ventra.errors import NotFound
from ventra.infra.db import transaction
from ventra.infra.roles import GATE_ROLE

LONGEST_NAME = 80
PAGE = 500
COLUMNS = ("at", "by", "deed", "subject", "facts", "address", "request_id")


async def read(pool: Any, who: Who) -> Organisation:
    """The organisation that somebody acts for."""
    async with transaction(pool, org_id=who.org) as db:
        name = await organisations.name_of(db, who.org)
        if name is None or who.role is None:
            raise NotFound("this organisation is gone")
        return Organisation(who.org, name, who.role, await plans.of(db, who.org))


async def make(pool: Any, means: Means, who: Who, name: str, *, asker: Asker) -> int:
    """A new organisation with oneself as its owner; its number."""
    called = one_line(name, field="name", longest=LONGEST_NAME, least=1)
    await means.limits.take([(INVITATIONS, f"made by {who.person}")])
    async with transaction(pool, role=GATE_ROLE) as db:
        org_id = await organisations.add(db, called, who.person)
        await audit.note(db, asker, "organisation_made", called, org_id=org_id, user_id=who.person)
    await act_for(pool, who, org_id)
    return org_id


async def act_for(pool: Any, who: Who, org_id: int) -> None:
    """Let this session act for an organisation of its person."""
    async with transaction(pool, role=GATE_ROLE) as db:
        if who.session_id is not None:
            await sessions.act_for(db, who.session_id, who.person, org_id)


async def rename(pool: Any, who: Who, name: str, *, asker: Asker) -> None:
    """Give it another name."""
    called = one_line(name, field="name", longest=LONGEST_NAME, least=1)
    async with transaction(pool, org_id=who.org) as db:
        await organisations.rename(db, who.org, called)
        await note(db, who, asker, "organisation_renamed", called)


async def audit_csv(pool: Any, who: Who) -> str:
    """The whole log, the newest first."""
    out = io.StringIO()
    lines = csv.writer(out)
    lines.writerow(COLUMNS)
    before: int | None = None
    async with transaction(pool, org_id=who.org) as db:
        while True:
            page = await audit.page(db, who.org, before=before, limit=PAGE)
            for one in page.items:
                facts = msgspec.json.encode(one.facts).decode() if one.facts else ""
                cells = (one.by, one.deed, one.subject, facts, one.address, one.request_id)
                lines.writerow([one.at.strftime("%Y-%m-%dT%H:%M:%SZ"), *map(as_text, cells)])
            before = page.next_before
            if before is None:
                return out.getvalue()
