"""Who may do what: the rights a route asks for, the roles of an organisation, the scopes of a key."""

from __future__ import annotations

from enum import StrEnum

VIEWER, ANALYST, MANAGER, OWNER = "viewer", "analyst", "manager", "owner"
ROLES = (VIEWER, ANALYST, MANAGER, OWNER)
"""From the least to the most; each may what those before it may."""

READ, WRITE, ADMIN = "read", "write", "admin"
SCOPES = {READ: VIEWER, WRITE: ANALYST, ADMIN: MANAGER}
"""The role that a key of this scope acts with, at most."""


class Access(StrEnum):
    """What a route asks for. A role is one in the organisation that the asker acts for."""

    OPEN = "open"
    PERSON = "person"
    VIEWER = VIEWER
    ANALYST = ANALYST
    MANAGER = MANAGER
    OWNER = OWNER
    OPERATOR = "operator"


def rank(role: str | None) -> int:
    """A role's place among the others; no role comes before all."""
    return -1 if role is None else ROLES.index(role)


def at_least(role: str | None, needed: str) -> bool:
    """Whether a role holds the rights of another."""
    return rank(role) >= rank(needed)


def lesser(one: str | None, other: str | None) -> str | None:
    """The one of two roles that may less."""
    return one if rank(one) <= rank(other) else other
