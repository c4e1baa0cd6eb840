"""Who may do what: the rights a route asks for, the roles of an organisation, the scopes of a key."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Literal

Role = Literal["viewer", "analyst", "manager", "owner"]
Scope = Literal["read", "write", "admin"]
VIEWER: Final = "viewer"
ANALYST: Final = "analyst"
MANAGER: Final = "manager"
OWNER: Final = "owner"
ROLES: tuple[Role, ...] = (VIEWER, ANALYST, MANAGER, OWNER)
"""From the least to the most; each may what those before it may."""

SCOPES: dict[Scope, Role] = {"read": VIEWER, "write": ANALYST, "admin": MANAGER}
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


NEEDED: dict[Access, Role] = {
    Access.VIEWER: VIEWER,
    Access.ANALYST: ANALYST,
    Access.MANAGER: MANAGER,
    Access.OWNER: OWNER,
}
"""The least role that a route asks for, where it asks for one."""


def rank(role: Role | None) -> int:
    """A role's place among the others; no role comes before all."""
    return -1 if role is None else ROLES.index(role)


def at_least(role: Role | None, needed: Role) -> bool:
    """Whether a role holds the rights of another."""
    return rank(role) >= rank(needed)


def lesser(one: Role | None, other: Role | None) -> Role | None:
    """The one of two roles that may less."""
    return one if rank(one) <= rank(other) else other
