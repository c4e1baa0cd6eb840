"""Organisations and who belongs to them with which role."""

from __future__ import annotations

from datetime import datetime

import msgspec

from ventra.core.rights import OWNER, Role
from ventra.infra.db import Connection

FIRST_ORGANISATION = 1
"""The organisation of who runs this installation: whose everything is that commands track."""


class Belonging(msgspec.Struct, frozen=True):
    """An organisation that a person belongs to, and their role in it."""

    org_id: int
    name: str
    role: str
    suspended: bool


class Member(msgspec.Struct, frozen=True):
    """Somebody in an organisation."""

    user_id: int
    name: str
    email: str | None
    role: str
    since: datetime
    second_factor: bool
    suspended: bool


async def add(db: Connection, name: str, owner_id: int, *, org_id: int | None = None) -> int:
    """A new organisation with its first owner."""
    if org_id is None:
        made: int = await db.fetchval("INSERT INTO organisations (name) VALUES ($1) RETURNING org_id", name)
    else:
        made = org_id
        await db.execute(
            "INSERT INTO organisations (org_id, name) VALUES ($1, $2) ON CONFLICT DO NOTHING", org_id, name
        )
    await put(db, made, owner_id, OWNER)
    return made


async def put(db: Connection, org_id: int, user_id: int, role: str) -> bool:
    """Let somebody belong; False when they did already, with whatever role."""
    done = await db.fetchval(
        "INSERT INTO members (org_id, user_id, role) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING RETURNING true",
        org_id,
        user_id,
        role,
    )
    return bool(done)


async def of_person(db: Connection, user_id: int) -> list[Belonging]:
    """Where a person belongs, by name."""
    rows = await db.fetch(
        """
        SELECT o.org_id, o.name, m.role, o.suspended_at IS NOT NULL AS suspended
          FROM members m JOIN organisations o ON o.org_id = m.org_id WHERE m.user_id = $1 ORDER BY o.name, o.org_id
        """,
        user_id,
    )
    return [Belonging(**row) for row in rows]


async def members(db: Connection, org_id: int) -> list[Member]:
    """Everybody in an organisation, those who may most first."""
    rows = await db.fetch(
        """
        SELECT u.user_id, u.name, u.email, m.role, m.since, u.totp_on_at IS NOT NULL AS second_factor,
               u.suspended_at IS NOT NULL AS suspended
          FROM members m JOIN users u ON u.user_id = m.user_id
         WHERE m.org_id = $1
         ORDER BY array_position(ARRAY['owner', 'manager', 'analyst', 'viewer'], m.role), m.since, u.user_id
        """,
        org_id,
    )
    return [Member(**row) for row in rows]


async def count(db: Connection, org_id: int) -> int:
    """How many belong to it; `hold` first, to add to them within a plan."""
    found: int = await db.fetchval("SELECT count(*) FROM members WHERE org_id = $1", org_id)
    return found


async def hold(db: Connection, org_id: int) -> None:
    """Let whoever counts what an organisation has, to add to it, wait for each other until the transaction ends."""
    await db.execute("SELECT FROM organisations WHERE org_id = $1 FOR NO KEY UPDATE", org_id)


async def role_of(db: Connection, org_id: int, user_id: int, *, hold: bool = False) -> Role | None:
    """Somebody's role; with `hold`, nobody changes any role of the organisation until the transaction ends."""
    if hold:
        await db.execute("SELECT FROM members WHERE org_id = $1 ORDER BY user_id FOR UPDATE", org_id)
    found: Role | None = await db.fetchval(
        "SELECT role FROM members WHERE org_id = $1 AND user_id = $2", org_id, user_id
    )
    return found


async def owners(db: Connection, org_id: int) -> int:
    """How many owners there are."""
    found: int = await db.fetchval(
        "SELECT count(*) FROM members WHERE org_id = $1 AND role = $2", org_id, OWNER
    )
    return found


async def set_role(db: Connection, org_id: int, user_id: int, role: str) -> None:
    """Give somebody in it another role."""
    await db.execute("UPDATE members SET role = $3 WHERE org_id = $1 AND user_id = $2", org_id, user_id, role)


async def take_out(db: Connection, org_id: int, user_id: int) -> None:
    """Let somebody belong no more."""
    await db.execute("DELETE FROM members WHERE org_id = $1 AND user_id = $2", org_id, user_id)


async def rename(db: Connection, org_id: int, name: str) -> None:
    """Give an organisation another name."""
    await db.execute("UPDATE organisations SET name = $2 WHERE org_id = $1", org_id, name)


async def suspend(db: Connection, org_id: int, on: bool) -> bool:
    """Shut an organisation out, or let it in again; False when there is none such."""
    done = await db.fetchval(
        "UPDATE organisations SET suspended_at = CASE WHEN $2 THEN coalesce(suspended_at, now()) END "
        "WHERE org_id = $1 RETURNING true",
        org_id,
        on,
    )
    return bool(done)


async def left_without_owner(db: Connection, user_id: int) -> list[str]:
    """Organisations with others in them whose only owner this person is."""
    rows = await db.fetch(
        """
        SELECT o.name FROM members m JOIN organisations o ON o.org_id = m.org_id
         WHERE m.user_id = $1 AND m.role = 'owner'
           AND EXISTS (SELECT FROM members x WHERE x.org_id = m.org_id AND x.user_id <> $1)
           AND NOT EXISTS (SELECT FROM members x WHERE x.org_id = m.org_id AND x.user_id <> $1 AND x.role = 'owner')
         ORDER BY o.name
        """,
        user_id,
    )
    return [row["name"] for row in rows]


async def remove_own(db: Connection, user_id: int) -> list[int]:
    """Delete the organisations in which this person is alone; their ids."""
    rows = await db.fetch(
        """
        DELETE FROM organisations o
         WHERE EXISTS (SELECT FROM members m WHERE m.org_id = o.org_id AND m.user_id = $1)
           AND NOT EXISTS (SELECT FROM members m WHERE m.org_id = o.org_id AND m.user_id <> $1)
        RETURNING o.org_id
        """,
        user_id,
    )
    return [row["org_id"] for row in rows]


async def name_of(db: Connection, org_id: int) -> str | None:
    """What it is called; `None` when it is gone."""
    found: str | None = await db.fetchval("SELECT name FROM organisations WHERE org_id = $1", org_id)
    return found
