"""What the routes of organisations take and give."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from msgspec import Meta, Struct

from ventra.accounts.answers import Line, Number
from ventra.accounts.store.audit import Deeds
from ventra.accounts.store.invitations import Invitation, Invited
from ventra.accounts.store.keys import Key
from ventra.accounts.store.organisations import Member
from ventra.accounts.store.plans import Limits
from ventra.core.rights import Role, Scope

__all__ = ["Deeds", "Invitation", "Invited", "Key", "Limits", "Member"]


class OrganisationName(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What an organisation is called."""

    name: Line


class Organisation(Struct, frozen=True):
    """The organisation acted for, and what its plan allows (null: without limit)."""

    org_id: int
    name: str
    role: Role
    plan: Limits


class OrganisationMade(Struct, frozen=True):
    """A new organisation."""

    org_id: int


class Members(Struct, frozen=True):
    """Everybody in an organisation."""

    items: list[Member]


class RoleWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A member's role from now on."""

    role: Role


class InvitationWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Whom to invite as what; `note` reminds one of whom the link is for."""

    role: Role
    note: Line = ""


class InvitationMade(Struct, frozen=True):
    """An invitation's link, shown now and never again."""

    invitation_id: int
    link: str
    expires_at: datetime


class Invitations(Struct, frozen=True):
    """Invitations, the newest first."""

    items: list[Invitation]


class KeyWish(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A key to make. `days`: how long it lives, null for ever; `per_minute`: how often it may ask."""

    name: Line
    scope: Scope = "read"
    days: Annotated[int, Meta(ge=1, le=3650)] | None = 365
    per_minute: Annotated[int, Meta(ge=1, le=6000)] = 300


class KeyMade(Struct, frozen=True):
    """A key, shown now and never again."""

    key_id: int
    key: str


class Keys(Struct, frozen=True):
    """Keys, the newest first."""

    items: list[Key]


class HandOver(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The member who becomes the owner."""

    user_id: Number
