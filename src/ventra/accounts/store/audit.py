"""Who did what to which thing, from where, when: rows that are only ever added."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec

from ventra.accounts.who import Asker
from ventra.infra.db import Connection


class Deed(msgspec.Struct, frozen=True):
    """One line of the log. `by` is the person's name or address, or the key's, `#` and their number once they are deleted; empty
    for the operator's command line."""

    audit_id: int
    at: datetime
    by: str
    deed: str
    subject: str
    facts: dict[str, Any]
    address: str
    request_id: str


class Deeds(msgspec.Struct, frozen=True):
    """A page of the log, the newest first."""

    items: list[Deed]
    next_before: int | None


async def note(
    db: Connection,
    asker: Asker,
    deed: str,
    subject: str = "",
    *,
    org_id: int | None = None,
    user_id: int | None = None,
    key_id: int | None = None,
    facts: Mapping[str, Any] | None = None,
) -> None:
    """Add a line."""
    await db.execute(
        "INSERT INTO audit_log (org_id, user_id, key_id, deed, subject, facts, address, request_id) "
        "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        org_id,
        user_id,
        key_id,
        deed,
        subject,
        dict(facts or {}),
        asker.address,
        asker.request_id,
    )


async def of_person(db: Connection, user_id: int) -> list[Deed]:
    """Everything that a person did, the newest first."""
    rows = await db.fetch(
        """
        SELECT a.audit_id, a.at, coalesce(nullif(u.name, ''), u.email, '') AS by, a.deed, a.subject, a.facts, a.address,
               a.request_id
          FROM audit_log a JOIN users u ON u.user_id = a.user_id
         WHERE a.user_id = $1 ORDER BY a.audit_id DESC
        """,
        user_id,
    )
    return [Deed(**row) for row in rows]


async def page(db: Connection, org_id: int, *, before: int | None, limit: int) -> Deeds:
    """What was done in an organisation, before a line or from the newest on."""
    rows = await db.fetch(
        """
        SELECT a.audit_id, a.at,
               coalesce(k.name, '#' || a.key_id, nullif(u.name, ''), u.email, '#' || a.user_id, '') AS by,
               a.deed, a.subject, a.facts, a.address, a.request_id
          FROM audit_log a
          LEFT JOIN users u ON u.user_id = a.user_id
          LEFT JOIN api_keys k ON k.key_id = a.key_id
         WHERE a.org_id = $1 AND ($2::bigint IS NULL OR a.audit_id < $2)
         ORDER BY a.audit_id DESC LIMIT $3
        """,
        org_id,
        before,
        limit + 1,
    )
    items = [Deed(**row) for row in rows[:limit]]
    return Deeds(items, items[-1].audit_id if len(rows) > limit else None)


async def forget(db: Connection, user_id: int) -> None:
    """Empty where somebody who is deleted came from, and addresses of e-mail among their lines' subjects; the deeds stay."""
    await db.execute(
        "UPDATE audit_log SET address = '', subject = CASE WHEN subject LIKE '%@%' THEN '' ELSE subject END WHERE user_id = $1",
        user_id,
    )
