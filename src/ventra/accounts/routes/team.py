"""The organisation over HTTP: members and invitations."""

from __future__ import annotations

from datetime import UTC, datetime

from litestar import Response, delete, get, patch, post, put
from litestar.params import JSONBody

from ventra.accounts import belong, found
from ventra.accounts.answers import Done, SecretOnly
from ventra.accounts.guard import asker_of
from ventra.accounts.routes.cookies import NO_STORE
from ventra.accounts.routes.handed import Asked, Asking, Given, Number, Pool
from ventra.accounts.store import invitations, organisations
from ventra.accounts.team_answers import (
    HandOver,
    InvitationMade,
    Invitations,
    InvitationWish,
    Invited,
    Members,
    Organisation,
    OrganisationMade,
    OrganisationName,
    RoleWish,
)
from ventra.core.rights import Access
from ventra.infra.db import transaction

TAGS = ["team"]


@get(
    "/organisation",
    operation_id="read_organisation",
    tags=TAGS,
    summary="The organisation one acts for",
    access=Access.VIEWER,
)
async def read_organisation(pool: Pool, who: Asked) -> Organisation:
    """Its name, one's role in it, and what its plan allows."""
    return await found.read(pool, who)


@post(
    "/organisations",
    operation_id="make_organisation",
    tags=TAGS,
    summary="Make another organisation",
    status_code=201,
    access=Access.PERSON,
)
async def make_organisation(
    request: Asking, pool: Pool, means: Given, who: Asked, data: JSONBody[OrganisationName]
) -> OrganisationMade:
    """With oneself as its owner; this session acts for it from then on."""
    return OrganisationMade(await found.make(pool, means, who, data.name, asker=asker_of(request)))


@patch(
    "/organisation", operation_id="rename_organisation", tags=TAGS, summary="Rename it", access=Access.OWNER
)
async def rename_organisation(
    request: Asking, pool: Pool, who: Asked, data: JSONBody[OrganisationName]
) -> Done:
    """Give it another name."""
    await found.rename(pool, who, data.name, asker=asker_of(request))
    return Done()


@get(
    "/organisation/members",
    operation_id="list_members",
    tags=TAGS,
    summary="Who belongs to it",
    access=Access.VIEWER,
)
async def list_members(pool: Pool, who: Asked) -> Members:
    """Everybody, those who may most first."""
    async with transaction(pool, org_id=who.org) as db:
        return Members(await organisations.members(db, who.org))


@put(
    "/organisation/members/{user_id:int}",
    operation_id="change_role",
    tags=TAGS,
    summary="Change a member's role",
    access=Access.MANAGER,
)
async def change_role(
    request: Asking, pool: Pool, who: Asked, user_id: Number, data: JSONBody[RoleWish]
) -> Done:
    """Neither above one's own, before or after; one owner stays."""
    await belong.set_role(pool, who, user_id, data.role, asker=asker_of(request))
    return Done()


@delete(
    "/organisation/members/{user_id:int}",
    operation_id="remove_member",
    tags=TAGS,
    summary="Remove a member, or leave",
    status_code=200,
    access=Access.VIEWER,
)
async def remove_member(request: Asking, pool: Pool, who: Asked, user_id: Number) -> Done:
    """Oneself always, unless one is the only owner; others as a manager. Keys they made open nothing any more."""
    await belong.remove(pool, who, user_id, asker=asker_of(request))
    return Done()


@post(
    "/organisation/hand-over",
    operation_id="hand_over",
    tags=TAGS,
    summary="Hand the organisation over",
    status_code=200,
    access=Access.OWNER,
)
async def hand_over(request: Asking, pool: Pool, who: Asked, data: JSONBody[HandOver]) -> Done:
    """Another member becomes the owner, and oneself a manager."""
    await belong.hand_over(pool, who, data.user_id, asker=asker_of(request))
    return Done()


@get(
    "/organisation/invitations",
    operation_id="list_invitations",
    tags=TAGS,
    summary="Invitations",
    access=Access.MANAGER,
)
async def list_invitations(pool: Pool, who: Asked) -> Invitations:
    """The newest first; links are shown once, when they are made."""
    async with transaction(pool, org_id=who.org) as db:
        return Invitations(await invitations.listed(db, who.org, datetime.now(UTC)))


@post(
    "/organisation/invitations",
    operation_id="invite",
    tags=TAGS,
    summary="Invite somebody",
    status_code=201,
    access=Access.MANAGER,
)
async def invite(
    request: Asking, pool: Pool, means: Given, who: Asked, data: JSONBody[InvitationWish]
) -> Response[InvitationMade]:
    """A link that works once, for a week, with a role no higher than one's own."""
    now = datetime.now(UTC)
    number, secret = await belong.invite(
        pool, means, who, role=data.role, note=data.note, asker=asker_of(request), now=now
    )
    # Behind the # it stays out of every log and every Referer.
    link = f"{means.web_url}/join#{secret}"
    return Response(InvitationMade(number, link, now + belong.LIFE), headers=NO_STORE)


@delete(
    "/organisation/invitations/{invitation_id:int}",
    operation_id="revoke_invitation",
    tags=TAGS,
    summary="Take an invitation back",
    status_code=200,
    access=Access.MANAGER,
)
async def revoke_invitation(request: Asking, pool: Pool, who: Asked, invitation_id: Number) -> Done:
    """Its link invites no more."""
    await belong.revoke(pool, who, invitation_id, asker=asker_of(request), now=datetime.now(UTC))
    return Done()


@post(
    "/invitations/look",
    operation_id="look_at_invitation",
    tags=TAGS,
    summary="What does a link invite to?",
    status_code=200,
    access=Access.OPEN,
)
async def look_at_invitation(
    request: Asking, pool: Pool, means: Given, data: JSONBody[SecretOnly]
) -> Invited:
    """The organisation, the role, and who invites."""
    return await belong.look(pool, means, data.secret, asker=asker_of(request), now=datetime.now(UTC))


@post(
    "/invitations/accept",
    operation_id="accept_invitation",
    tags=TAGS,
    summary="Accept an invitation",
    status_code=200,
    access=Access.PERSON,
)
async def accept_invitation(
    request: Asking, pool: Pool, means: Given, who: Asked, data: JSONBody[SecretOnly]
) -> OrganisationMade:
    """One belongs to the organisation, and this session acts for it."""
    org_id = await belong.accept(
        pool, means, who, data.secret, asker=asker_of(request), now=datetime.now(UTC)
    )
    await found.act_for(pool, who, org_id)
    return OrganisationMade(org_id)


ROUTES = (
    read_organisation,
    make_organisation,
    rename_organisation,
    list_members,
    change_role,
    remove_member,
    hand_over,
    list_invitations,
    invite,
    revoke_invitation,
    look_at_invitation,
    accept_invitation,
)
